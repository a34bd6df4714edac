"""One change in activity, promised at different percentages."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import regex

from extractors.patterns import keyed
from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.wording import listed

_CHANGE = keyed(
    r"(?P<percent>\d{1,2})\s?%\s*(?:(?:reductions?|decreases?|cut|fall|drop)\s*(?:in|of)\s+(?P<after>[^.;:\n•\t]{4,110})"
    r"|fewer\s+(?P<fewer>[^.;:\n•\t]{4,110}))",
    regex.IGNORECASE,
)
_MODELLED = keyed(
    r"(?P<percent>\d{1,2})\s?%\s+(?P<what>[^.;:\n•\t]{4,90}?)\s+(?:can|will|could|to)\s+be\s+(?:reduced|avoided|prevented)",
    regex.IGNORECASE,
)
_MEASURES = {
    "non-elective admissions": r"non[\s-]?elective|\bNEL\b|emergency admission|unplanned admission",
    "A&E attendances": r"A\s?&\s?E attendances?|attendances in the A\s?&\s?E",
    "length of stay": r"length of stay|\bLoS\b",
    "delayed transfers of care": r"delayed transfers?|\bDTOC\b",
}
_QUALIFIERS = {
    "frail": r"frail|\bLTCs?\b|long[\s-]term condition|\bFE/",
    "young": r"under[\s-]?\d\d|child|young",
    "old": r"over[\s-]?\d\d|\d\d\+|older|elderly",
    "one site": r"\bA&E\b|minor injur|walk-in",
    "kind": r"\bmedical\b|\bsurgical\b|mental health|maternity|cancer",
}


class Change(NamedTuple):
    percent: int
    page: int
    start: int
    end: int


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        found: dict[tuple[str | None, str, frozenset[str]], list[Change]] = defaultdict(list)
        for page, text in corpus.pages.of(document_id).items():
            for match in (*_CHANGE.finditer(text), *_MODELLED.finditer(text)):
                words = match.group()
                for measure, pattern in _MEASURES.items():
                    if regex.search(pattern, words, regex.IGNORECASE):
                        kind = (
                            corpus.footprint_at(document_id, page, match.start()),
                            measure,
                            _qualifiers(words, measure),
                        )
                        found[kind].append(Change(int(match["percent"]), page, match.start(), match.end()))
        for (footprint_id, measure, qualifiers), changes in found.items():
            if footprint_id and len({change.percent for change in changes}) > 1:
                yield _draft(corpus, document_id, footprint_id, measure, qualifiers, changes)


def _qualifiers(words: str, measure: str) -> frozenset[str]:
    """What narrows the measure down: for whom, or where."""
    rest = regex.sub(_MEASURES[measure], " ", words, flags=regex.IGNORECASE)
    return frozenset(name for name, pattern in _QUALIFIERS.items() if regex.search(pattern, rest, regex.IGNORECASE))


def _draft(
    corpus: Corpus, document_id: str, footprint_id: str, measure: str, qualifiers: frozenset[str], changes: list[Change]
) -> Draft:
    percents = list(dict.fromkeys(change.percent for change in changes))
    whom = f" ({', '.join(sorted(qualifiers))})" if qualifiers else ""
    return Draft(
        footprint_id=footprint_id,
        document_id=document_id,
        message=f"{measure[0].upper()}{measure[1:]}{whom} are to fall by {listed(f'{p}%' for p in percents)}.",
        explanation="Each passage promises another reduction of what seems to be the same thing.",
        quotes=tuple(dict.fromkeys(corpus.passage(document_id, c.page, c.start, c.end) for c in changes)),
        about=(measure, *sorted(qualifiers), *map(str, percents)),
    )
