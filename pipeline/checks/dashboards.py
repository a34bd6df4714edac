"""Dashboards as several checks read them: rows of scores, each on a line of its page."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.checks.corpus import Corpus

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


def ranked_name(corpus: Corpus, rows: tuple[DashboardRow, ...], row: DashboardRow) -> str | None:
    """The footprint that stands at a row's place in the alphabetical list of all, where most rows stand at theirs."""
    official = sorted(corpus.footprint_names.items(), key=lambda item: item[1].casefold())
    known = [i < len(official) and other.footprint_id == official[i][0] for i, other in enumerate(rows)]
    place = rows.index(row)
    return official[place][1] if sum(known) * 2 > len(rows) and place < len(official) else None
