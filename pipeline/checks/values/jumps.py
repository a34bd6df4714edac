"""A row of yearly figures that goes on steadily and is many times as large in the last year."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import Grid, grids
from pipeline.checks.rule import Draft
from pipeline.checks.totals import Line
from pipeline.checks.wording import plain

_YEAR = regex.compile(r"\b20\d\d/\d\d\b")
_TOTAL = regex.compile(r"(?i)\btotal\b")
_STEADY, _JUMP = Decimal("2.5"), 5
_ENOUGH = 3
"""Years before the last one that must have a figure."""


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id, page, text in corpus.pages:
        for grid in grids(document_id, page, text) if _YEAR.search(text) else ():
            if _is_yearly(grid):
                for line in map(Line, grid.rows):
                    yield from _jump(corpus, grid, line, text)


def _is_yearly(grid: Grid) -> bool:
    """Whether a heading row has a year over a column of figures, and no total over the last."""
    first = next((i for i, row in enumerate(grid.rows) if len(Line(row).numbers) > _ENOUGH), 0)
    heads = [cell.text for row in grid.rows[:first] for cell in row[1:]]
    return any(map(_YEAR.search, heads)) and not any(map(_TOTAL.search, heads))


def _jump(corpus: Corpus, grid: Grid, line: Line, text: str) -> Iterator[Draft]:
    values = [n.value for n in line.numbers.values()]
    before = [value for value in values[:-1] if value > 0]
    if line.is_result or not line.label or len(before) < _ENOUGH or any(value < 0 for value in values):
        return
    if all(b <= a * _STEADY for a, b in pairwise(before)) and values[-1] >= _JUMP * before[-1]:
        yield Draft(
            footprint_id=corpus.footprint_at(grid.document_id, grid.page, grid.start),
            document_id=grid.document_id,
            message=(
                f"“{line.label}” is {plain(values[-1])} in the last year of its table, after {plain(before[-1])} "
                "in the year before."
            ),
            explanation=(
                f"{plain(values[-1])} / {plain(before[-1])} = {values[-1] / before[-1]:.1f}; "
                f"the years before are {', '.join(map(plain, values[:-1]))}."
            ),
            quotes=(text[line.cells[0].start : line.cells[-1].end].strip(),),
        )
