"""Totals of tables recomputed: which result row or column differs from its parts by more than rounding explains.

Nobody says what a total is the total of: subtotals nest, balances subtract, a table may begin on the page before. So
several readings are tried, and a difference counts only where the same reading fits the other columns (or rows).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import regex

from pipeline.checks.grids import Cell, Grid, Number, number
from pipeline.checks.reconciliation import Term, adds_up

_TOTAL = regex.compile(r"(?i)^\W*(?:grand |sub-?|net |overall )?totals?\b")
_RESULT = regex.compile(r"(?i)\b(?:surplus|deficit|balance|net position|shortfall)\b")
_CONFIRMED = 0.75
"""Share of the rows that must add up before the remaining ones are held against the last column."""
_MOST_ROWS = 150
"""A total is not looked for further down than so many rows."""
_SINGLE_PARTS, _SINGLE_OFF = 3, Decimal("0.2")
"""A lone column confirms nothing: its total counts with at least so many parts, and when it is off by no more."""


@dataclass(frozen=True)
class Line:
    """A row of a table: what it is called, and its numbers by column."""

    cells: tuple[Cell, ...]

    @cached_property
    def numbers(self) -> Mapping[int, Number]:
        found = {index: number(cell.text) for index, cell in enumerate(self.cells)}
        return {index: value for index, value in found.items() if value is not None and not value.percent}

    @cached_property
    def label(self) -> str:
        """The words before the first number."""
        first = min(self.numbers, default=len(self.cells))
        return " ".join(cell.text for cell in self.cells[:first] if cell.text).strip("* ")

    @property
    def is_total(self) -> bool:
        return bool(_TOTAL.match(self.label))

    @property
    def is_result(self) -> bool:
        return self.is_total or bool(_RESULT.search(self.label))

    def term(self, column: int) -> Term:
        value = self.numbers[column]
        return Term(self.label or f"column {column + 1}", value.value, value.precision)


@dataclass(frozen=True)
class Mismatch:
    """One total that its parts do not come to."""

    name: str
    parts: tuple[Term, ...]
    total: Term


@dataclass(frozen=True)
class WrongTotal:
    """A result row (or a row's total column) with every mismatch in it, and the rows it was computed from."""

    row: Line
    basis: tuple[Line, ...]
    mismatches: tuple[Mismatch, ...]


def wrong_totals(grid: Grid, before: Grid | None = None) -> Iterator[WrongTotal]:
    """The totals of a table that do not add up. `before` is the table above it, which it may continue."""
    head, lines = _divide(grid)
    earlier = _divide(before)[1] if before and _same_head(head, _divide(before)[0]) else []
    for index, line in enumerate(lines):
        if line.label and line.is_result and line.numbers:
            yield from _wrong_result(line, lines[max(0, index - _MOST_ROWS) : index], earlier[-_MOST_ROWS:], head)
    yield from _wrong_rows(lines, head)


def _divide(grid: Grid) -> tuple[list[Line], list[Line]]:
    """The heading rows of a table, and the rows under them."""
    lines = [Line(row) for row in grid.rows]
    first = next((i for i, line in enumerate(lines) if line.numbers and not _all_years(line)), len(lines))
    return lines[:first], lines[first:]


def _all_years(line: Line) -> bool:
    return all(n.precision == 1 and 1990 <= n.value <= 2050 for n in line.numbers.values())


def _same_head(ours: Sequence[Line], theirs: Sequence[Line]) -> bool:
    """Whether two tables have the same column names, small differences in wording aside."""
    a, b = ([cell.text.casefold() for line in head for cell in line.cells] for head in (ours, theirs))
    if not any(a) or len(a) != len(b):
        return False
    return sum(x == y for x, y in zip(a, b, strict=True)) * 4 >= len(a) * 3


def _name(head: Sequence[Line], column: int) -> str:
    """What stands over a column, in one or more heading rows; else its number."""
    over = [line.cells[column].text for line in head if column < len(line.cells)]
    return ", ".join(dict.fromkeys(text for text in over if text)) or f"column {column + 1}"


def _wrong_result(
    line: Line, above: Sequence[Line], earlier: Sequence[Line], head: Sequence[Line]
) -> Iterator[WrongTotal]:
    """The columns of a result row that differ from their parts under the reading that fits the others."""
    best: tuple[int, Sequence[Line], list[Mismatch]] | None = None
    for parts in _readings(above, earlier):
        right, wrong = _compare(line, parts, head)
        if right and not wrong:
            return
        fits = right > len(wrong) or (line.is_total and right == len(wrong) > 0)
        if (fits or _lone(right, wrong, line)) and (best is None or right > best[0]):
            best = right, parts, wrong
    if best:
        yield WrongTotal(line, tuple(best[1]), tuple(best[2]))


def _readings(above: Sequence[Line], earlier: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Which rows a result may be the result of, the likelier first."""
    above = [line for line in above if line.label and line.numbers]
    last = max((i for i, line in enumerate(above) if line.is_result), default=-1)
    details = [line for line in above if not line.is_result]
    results = [line for line in above if line.is_result]
    yield above[last + 1 :]
    yield details
    yield results
    yield above[max(last, 0) :]
    yield [line for line in earlier if line.label and line.numbers and not line.is_result] + details


def _compare(line: Line, parts: Sequence[Line], head: Sequence[Line]) -> tuple[int, list[Mismatch]]:
    """How many columns add up, and those that do not. A column with fewer than two parts says nothing."""
    right, wrong = 0, []
    for column in line.numbers:
        terms = tuple(part.term(column) for part in parts if column in part.numbers)
        if sum(term.value != 0 for term in terms) < 2:
            continue
        total = line.term(column)
        if adds_up(terms, total):
            right += 1
        else:
            wrong.append(Mismatch(_name(head, column), terms, total))
    return right, wrong


def _lone(right: int, wrong: Sequence[Mismatch], line: Line) -> bool:
    """Whether a single column that does not add up may count: a plain total, many parts, not far off."""
    if right or len(wrong) != 1 or not line.is_total:
        return False
    parts, total = wrong[0].parts, wrong[0].total
    off = abs(sum((part.value for part in parts), Decimal(0)) - total.value)
    return len(parts) >= _SINGLE_PARTS and total.value != 0 and off <= abs(total.value) * _SINGLE_OFF


def _wrong_rows(lines: Sequence[Line], head: Sequence[Line]) -> Iterator[WrongTotal]:
    """Rows whose last column is not the sum of the others, where it is in most rows."""
    width = max((max(line.numbers, default=0) for line in lines), default=0)
    rows = [line for line in lines if width in line.numbers and len(line.numbers) > 2]
    wrong = [line for line in rows if not adds_up(*_across(line, width))]
    if wrong and len(rows) - len(wrong) >= max(3, _CONFIRMED * len(rows)):
        for line in wrong:
            parts, total = _across(line, width)
            yield WrongTotal(line, (), (Mismatch(_name(head, width), parts, total),))


def _across(line: Line, last: int) -> tuple[tuple[Term, ...], Term]:
    """The numbers of a row before its last column, and that one."""
    return tuple(line.term(column) for column in line.numbers if column != last), line.term(last)
