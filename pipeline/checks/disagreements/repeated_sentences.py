"""A sentence that stands in two places word for word, but for one number or month."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import number
from pipeline.checks.rule import Draft
from pipeline.checks.wording import listed

_TOKEN = regex.compile(r"(?P<word>\p{L}[\p{L}'’&-]*)|(?P<number>[£]?\d[\d,.]*\d|[£]?\d)(?P<unit>\s?(?:%|m|bn|k)\b|%)?")
_DIGIT = regex.compile(r"\d")
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
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
_BEFORE, _AFTER = 6, 2
"""Words that must be the same before the value, and after it unless the sentence ends."""
_MOST = 3
"""With more values than this the words are a form that is filled in, not a sentence that is repeated."""


class Token(NamedTuple):
    start: int
    end: int
    text: str
    is_value: bool


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
        found: dict[tuple[str | None, tuple[str, ...], tuple[str, ...]], list[Said]] = defaultdict(list)
        for page, text in corpus.pages.of(document_id).items():
            for before, said, after in _values(page, text):
                found[corpus.footprint_at(document_id, page, said.start), before, after].append(said)
        for (footprint_id, before, _), places in found.items():
            different: list[Said] = []
            for said in places:
                if not any(said.value == other.value or said.rounds_to(other) for other in different):
                    different.append(said)
            if 1 < len(different) <= _MOST:
                yield _draft(corpus, document_id, footprint_id, before, places, different)


def _values(page: int, text: str) -> Iterator[tuple[tuple[str, ...], Said, tuple[str, ...]]]:
    """Every number and month in the midst of a sentence, with the words of its line around it."""
    start = 0
    for line in text.split("\n"):
        if _may_hold_value(line):
            yield from _values_of_line(page, text, list(_tokens(text, start, start + len(line))))
        start += len(line) + 1


def _may_hold_value(line: str) -> bool:
    folded = line.casefold()
    return _DIGIT.search(line) is not None or any(month in folded for month in _MONTHS)


def _values_of_line(
    page: int, text: str, tokens: list[Token]
) -> Iterator[tuple[tuple[str, ...], Said, tuple[str, ...]]]:
    for index, token in enumerate(tokens):
        before, after = tokens[max(0, index - _BEFORE) : index], tokens[index + 1 : index + 1 + _AFTER]
        if not token.is_value or len(before) < _BEFORE or any(one.is_value for one in before):
            continue
        if before[-1].text in _REFERENCE or _ENDS.search(text[before[0].start : token.start]):
            continue
        ended = len(after) < _AFTER or _ENDS.search(text[token.end : after[-1].start]) is not None
        if not ended and any(one.is_value for one in after):
            continue
        value, phrase = text[token.start : token.end].strip(), " ".join(text[before[0].start : token.end].split())
        said = Said(page, token.start, token.end, value, phrase)
        words = () if ended else tuple(one.text for one in after)
        yield tuple(one.text for one in before), said, words


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Words without filler, numbers and months of a stretch of a text."""
    for match in _TOKEN.finditer(text, start, end):
        word = match.group().casefold()
        if match["word"] is None or word in _MONTHS:
            yield Token(*match.span(), word, is_value=True)
        elif word not in _FILLER:
            yield Token(*match.span(), word, is_value=False)


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
