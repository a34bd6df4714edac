"""A sentence that stands in two places word for word, but for one number or month."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import number
from pipeline.checks.rule import Draft
from pipeline.checks.wording import listed

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_VALUE = regex.compile(rf"\b(?:{_MONTH})\b|(?<![\w/.,])£?\d[\d,]*(?:\.\d+)?(?:\s?(?:%|(?:m|bn|k)\b))?(?![\w/])")
_TOKEN = regex.compile(r"\p{L}[\p{L}'’&-]*|£?\d[\d,./]*")
_IS_VALUE = regex.compile(rf"£?\d|(?:{_MONTH})$")
_FILLER = frozenset(("a", "an", "the", "further", "about", "approximately", "some", "early", "late", "mid", "around"))
_REFERENCE = frozenset(
    (
        "page",
        "pages",
        "option",
        "solution",
        "appendix",
        "figure",
        "table",
        "phase",
        "step",
        "version",
        "chapter",
        "tier",
    )
)
_ENDS = regex.compile(r"[.!?:;]\s|[\n\t]|[.!?]$")
_REACH = 180
"""Characters before a value, and half as many after it, in which its words are looked for."""
_BEFORE, _AFTER = 8, 2
"""Words that must be the same before the value, and after it unless the sentence ends."""
_MOST = 3
"""With more values than this the words are a form that is filled in, not a sentence that is repeated."""


class Said(NamedTuple):
    """A value with the words around it."""

    page: int
    start: int
    end: int
    value: str
    phrase: str

    def rounds_to(self, other: "Said") -> bool:
        """Whether both are numbers of which one is the other rounded."""
        ours, theirs = (number(said.value.replace("£", "")) for said in (self, other))
        if ours is None or theirs is None:
            return False
        return abs(ours.value - theirs.value) <= (ours.precision + theirs.precision) / 2


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Said]] = defaultdict(list)
        for page, text in corpus.pages.of(document_id).items():
            for before, said, after in _values(page, text):
                found[before, after].append(said)
        for (before, _), places in found.items():
            if len({said.value for said in places}) > 1:
                yield from _different(corpus, document_id, before, places)


def _different(corpus: Corpus, document_id: str, before: tuple[str, ...], places: list[Said]) -> Iterator[Draft]:
    """The values of one sentence in what is said of one footprint, where rounding does not make them one."""
    by_footprint: dict[str | None, list[Said]] = defaultdict(list)
    for said in places:
        by_footprint[corpus.footprint_at(document_id, said.page, said.start)].append(said)
    for footprint_id, here in by_footprint.items():
        different: list[Said] = []
        for said in here:
            if not any(said.value == other.value or said.rounds_to(other) for other in different):
                different.append(said)
        if 1 < len(different) <= _MOST:
            yield _draft(corpus, document_id, footprint_id, before, here, different)


def _values(page: int, text: str) -> Iterator[tuple[tuple[str, ...], Said, tuple[str, ...]]]:
    """Every number and month in the midst of a sentence, with the words before and after it."""
    last_end = 0
    for match in _VALUE.finditer(text):
        room, last_end = match.start() - last_end, match.end()
        if room < 2 * _BEFORE:
            continue  # so many words do not stand between it and the value before
        first = max(0, match.start() - _REACH)
        ends = [end.end() for end in _ENDS.finditer(text, first, match.start())]
        tokens = list(_TOKEN.finditer(text, max([first, *ends]), match.start()))
        if not ends and first:
            tokens = tokens[1:]  # its beginning may be out of reach
        before = [token for token in tokens if token.group().casefold() not in _FILLER][-_BEFORE:]
        if len(before) < _BEFORE or any(_IS_VALUE.match(token.group()) for token in before):
            continue
        if before[-1].group().casefold() in _REFERENCE:
            continue
        end = _ENDS.search(text, match.end(), match.end() + _REACH // 2)
        last = end.start() if end else match.end() + _REACH // 2
        words = [w for w in _TOKEN.findall(text, match.end(), last) if w.casefold() not in _FILLER][:_AFTER]
        if any(map(_IS_VALUE.match, words)):
            continue
        phrase = " ".join(text[before[0].start() : match.end()].split())
        said = Said(page, match.start(), match.end(), match.group(), phrase)
        after = tuple(word.casefold() for word in words) if len(words) == _AFTER else ()
        yield tuple(token.group().casefold() for token in before), said, after


def _draft(
    corpus: Corpus,
    document_id: str,
    footprint_id: str | None,
    before: tuple[str, ...],
    places: list[Said],
    different: list[Said],
) -> Draft:
    first = different[0]
    values = [said.value for said in different]
    return Draft(
        footprint_id=footprint_id,
        document_id=document_id,
        message=f"“{first.phrase}” stands elsewhere with {listed(values[1:])} instead of {first.value}.",
        explanation="The words before and after are the same.",
        quotes=tuple(dict.fromkeys(corpus.passage(document_id, said.page, said.start, said.end) for said in places)),
        about=(*before, *values),
    )
