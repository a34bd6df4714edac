"""Dashboards as several checks read them: rows of scores, each on a line of its page."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from extractors.gazetteer import fold_words
from pipeline.checks.corpus import Corpus
from schemas.footprints import all_footprints

_QUERY = """
    SELECT record_id, footprint_id, document_id, page, char_start, char_end, row_name, metric, value_text, value, unit
    FROM dashboard_scores
    ORDER BY document_id, page, char_start, record_id
"""


class Score(NamedTuple):
    """One cell of a dashboard."""

    record_id: str
    footprint_id: str | None
    document_id: str
    page: int
    char_start: int
    char_end: int
    row_name: str
    metric: str
    value_text: str
    value: float | None
    unit: str | None


@dataclass(frozen=True)
class DashboardRow:
    """The scores of one line. `start` and `end` are the line's offsets on its page."""

    name: str
    footprint_id: str | None
    document_id: str
    page: int
    start: int
    end: int
    scores: tuple[Score, ...]

    def text(self, corpus: Corpus) -> str:
        """The line as printed."""
        return corpus.pages.text(self.document_id, self.page)[self.start : self.end].strip()


def dashboards(corpus: Corpus) -> list[tuple[DashboardRow, ...]]:
    """The rows of every dashboard, one dashboard per document, in reading order."""
    lines: dict[tuple[str, int, int], list[Score]] = defaultdict(list)
    for score in corpus.fetch(Score, _QUERY):
        text = corpus.pages.text(score.document_id, score.page)
        lines[score.document_id, score.page, text.rfind("\n", 0, score.char_start) + 1].append(score)
    by_document: dict[str, list[DashboardRow]] = defaultdict(list)
    for (document_id, page, start), scores in lines.items():
        end = corpus.pages.text(document_id, page).find("\n", start)
        end = len(corpus.pages.text(document_id, page)) if end < 0 else end
        first = scores[0]
        row = DashboardRow(first.row_name, first.footprint_id, document_id, page, start, end, tuple(scores))
        by_document[document_id].append(row)
    return [tuple(rows) for rows in by_document.values()]


def placed(corpus: Corpus, rows: tuple[DashboardRow, ...]) -> dict[DashboardRow, str]:
    """The footprints that rows without one stand for by their place, where the rows are in alphabetical order.

    Between two resolved rows there must be room for exactly as many footprints as there are rows; a second row under
    one name counts as unresolved.
    """
    seen: set[str] = set()
    resolved: list[str | None] = []
    for row in rows:
        known = row.footprint_id if row.footprint_id and row.footprint_id not in seen else None
        resolved.append(known)
        seen.update([known] if known else [])
    names = [row.name.casefold() for row, known in zip(rows, resolved, strict=True) if known]
    if len(names) < _ORDERED or sum(a <= b for a, b in pairwise(names)) < _IN_ORDER * (len(names) - 1):
        return {}
    found: dict[DashboardRow, str] = {}
    for first, last in _runs(resolved):
        low, high = rows[first - 1].name.casefold(), rows[last].name.casefold() if last < len(rows) else None
        if high is None:
            continue
        official, reordered = (
            sorted(
                {f: name for name, f in reversed(names) if f not in seen and low < name < high}.items(),
                key=lambda pair: pair[1],
            )
            for names in (_sorted_names(False), _sorted_names(True))
        )
        for candidates in (official, reordered):
            if len(candidates) == last - first:
                found |= {rows[first + i]: footprint_id for i, (footprint_id, _) in enumerate(candidates)}
                break
    return found


@cache
def _sorted_names(reordered: bool) -> list[tuple[str, str]]:
    """Names in order of the alphabet with their footprints: the official ones, and also the same words in another order
    ("Humber, Coast and Vale") where asked for.
    """
    return sorted(
        (spelling.casefold(), footprint.footprint_id)
        for footprint in all_footprints()
        for spelling in (footprint.name, *(footprint.aliases if reordered else ()))
        if sorted(fold_words(spelling)) == sorted(fold_words(footprint.name))
    )


_ORDERED, _IN_ORDER = 8, 0.9
"""So many resolved rows, and so large a share of them in order, make an alphabetical table."""


def _runs(resolved: list[str | None]) -> Iterator[tuple[int, int]]:
    """Stretches of unresolved rows that follow a resolved one, as half-open ranges."""
    first = None
    for index, known in enumerate([*resolved, "end"]):
        if known is None and first is None and index > 0:
            first = index
        elif known is not None and first is not None:
            yield first, index
            first = None
