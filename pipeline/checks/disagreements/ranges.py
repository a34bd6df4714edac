"""How many people a local hub serves: ranges that share one end and differ in the other."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.wording import counted

_QUERY = """
    SELECT footprint_id, document_id, page, char_start, char_end,
        min(people) FILTER (statistic = 'minimum') AS low, max(people) FILTER (statistic = 'maximum') AS high,
        list(record_id ORDER BY record_id) AS record_ids
    FROM populations
    WHERE scope = 'care_hub' AND statistic IN ('minimum', 'maximum')
    GROUP BY ALL
    HAVING low IS NOT NULL AND high IS NOT NULL
    ORDER BY document_id, page, char_start
"""
_SHOWN = 4


class Range(NamedTuple):
    footprint_id: str | None
    document_id: str
    page: int
    char_start: int
    char_end: int
    low: int
    high: int
    record_ids: list[str]


def drafts(corpus: Corpus) -> Iterator[Draft]:
    by_document: dict[tuple[str, str | None], list[Range]] = defaultdict(list)
    for found in corpus.fetch(Range, _QUERY):
        by_document[found.document_id, found.footprint_id].append(found)
    for ranges in by_document.values():
        (usual, times), *_ = Counter((r.low, r.high) for r in ranges).most_common(1)
        for odd in dict.fromkeys((r.low, r.high) for r in ranges):
            shares_an_end = (odd[0] == usual[0]) != (odd[1] == usual[1])
            if shares_an_end and sum((r.low, r.high) == odd for r in ranges) <= times:
                yield _draft(corpus, ranges, odd, usual)


def _draft(corpus: Corpus, ranges: list[Range], odd: tuple[int, int], usual: tuple[int, int]) -> Draft:
    ours = [r for r in ranges if (r.low, r.high) == odd]
    theirs = [r for r in ranges if (r.low, r.high) == usual]
    basis = [*ours, *theirs]
    return Draft(
        footprint_id=ours[0].footprint_id,
        document_id=ours[0].document_id,
        message=(
            f"Local hubs serve {odd[0]:,} to {odd[1]:,} people in {counted(len(ours), 'place')} and "
            f"{usual[0]:,} to {usual[1]:,} in {counted(len(theirs), 'other')}."
        ),
        explanation="One end of the two ranges is the same, the other is not.",
        record_ids=tuple(record for r in basis for record in r.record_ids),
        quotes=corpus.quotes([*ours, *theirs[:_SHOWN]]),
        about=(f"{odd}", f"{usual}"),
    )
