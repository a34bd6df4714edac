"""An area that is said to become an integrated care system, and stands among those that are."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import regex

from extractors.gazetteer import fold_words
from pipeline.checks.corpus import Corpus
from pipeline.checks.known_names import place_words
from pipeline.checks.rule import Draft

_QUERY = """
    SELECT record_id, footprint_id, document_id, page, char_start, char_end, quote, status FROM ics_status
    WHERE footprint_id IS NOT NULL AND status <> 'devolution'
    ORDER BY document_id, page, char_start, record_id
"""
_STAGES = {
    "first_wave": "a first-wave system",
    "second_wave": "a second-wave system",
    "third_wave": "a third-wave system",
}
_WAVE = regex.compile(r"(?i)\b(?:first|second|third)[- ]wave\b")
_NAME = regex.compile(r"\p{Lu}[\p{L}-]+")


class Status(NamedTuple):
    record_id: str
    footprint_id: str
    document_id: str
    page: int
    char_start: int
    char_end: int
    quote: str
    status: str

    @property
    def places(self) -> frozenset[str]:
        """The words of the quote that are names of places."""
        return frozenset(fold_words(" ".join(_NAME.findall(self.quote)))) & place_words()


def drafts(corpus: Corpus) -> Iterator[Draft]:
    by_footprint: dict[tuple[str, str], list[Status]] = defaultdict(list)
    for status in corpus.fetch(Status, _QUERY):
        by_footprint[status.document_id, status.footprint_id].append(status)
    for statuses in by_footprint.values():
        appointed = [status for status in statuses if status.status in _STAGES]
        hoped = [s for s in statuses if s.status == "candidate" and any(_same_area(corpus, s, a) for a in appointed)]
        if hoped:
            yield _draft(corpus, hoped, [a for a in appointed if any(_same_area(corpus, s, a) for s in hoped)])


def _same_area(corpus: Corpus, hoped: Status, appointed: Status) -> bool:
    """Whether both speak of one area: they share a place, or the whole footprint is in and no other part is named.

    A hope that itself speaks of a wave is no hope but the standing in other words.
    """
    if _WAVE.search(hoped.quote):
        return False
    if hoped.places & appointed.places:
        return True
    whole = set(fold_words(corpus.footprint(appointed.footprint_id)))
    named = set(fold_words(" ".join(_NAME.findall(appointed.quote))))
    return named >= whole and not hoped.places - whole


def _draft(corpus: Corpus, hoped: list[Status], appointed: list[Status]) -> Draft:
    first, stage = hoped[0], appointed[0]
    basis = [*hoped, *appointed]
    return Draft(
        footprint_id=first.footprint_id,
        document_id=first.document_id,
        message=(
            f"{corpus.footprint(first.footprint_id)} is spoken of as on its way to an integrated care system, "
            f"and listed as {_STAGES[stage.status]}."
        ),
        explanation=f"“{first.quote.strip()}” against “{stage.quote.strip()}”.",
        record_ids=tuple(one.record_id for one in basis),
        quotes=corpus.quotes(basis),
        suggestion="The profile may be older than the list; check the date of each.",
        about=tuple(one.quote for one in hoped),
    )
