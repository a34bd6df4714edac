"""A figure of the text that should be a table's row without the row included in it, and nearly is."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import Cell, Grid, Number, grids, number
from pipeline.checks.rule import Draft
from pipeline.checks.wording import pounds

_INCLUDED = regex.compile(r"(?i)\bincluded\s+(?:in|within)\s+(?:the\s+)?above\b")
_MONEY = r"£\d+(?:,\d{3})*(?:\.\d+)?\s?(?:m|million|bn|k)\b"
_AMOUNT = regex.compile(rf"(?<!\(){_MONEY}", regex.IGNORECASE)
_ANY_AMOUNT = regex.compile(_MONEY, regex.IGNORECASE)
_SAVING = regex.compile(r"(?i)\b(?:sav(?:e|es|ing|ings)|impact|reduction|efficienc\w+|benefit)\b")
_NEAR = Decimal("0.02")
_REPEATS = 4


@dataclass(frozen=True)
class Inclusion:
    """A row's amount, and that of the row below which is said to be included in it."""

    whole: Number
    part: Number
    whole_cell: Cell
    part_cell: Cell
    grid: Grid

    @property
    def net(self) -> Decimal:
        return self.whole.value - self.part.value


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        pages = corpus.pages.of(document_id)
        tables = [grid for page, text in pages.items() for grid in grids(document_id, page, text)]
        for inclusion in (found for grid in tables for found in _inclusions(grid)):
            printed = _printed(tables)
            for page, text in pages.items():
                yield from _near_misses(corpus, document_id, page, text, inclusion, printed)


def _inclusions(grid: Grid) -> Iterator[Inclusion]:
    for above, row in zip(grid.rows, grid.rows[1:], strict=False):
        for column, cell in enumerate(row[: len(above)]):
            if _INCLUDED.search(cell.text):
                whole, part = number(above[column].text), number(_INCLUDED.sub("", cell.text))
                if whole and part and whole.value > part.value > 0:
                    yield Inclusion(whole, part, above[column], cell, grid)


def _printed(tables: list[Grid]) -> set[Decimal]:
    """Every amount of the document's tables."""
    return {n.value for grid in tables for row in grid.rows for cell in row if (n := number(cell.text))}


def _near_misses(
    corpus: Corpus, document_id: str, page: int, text: str, inclusion: Inclusion, printed: set[Decimal]
) -> Iterator[Draft]:
    """Amounts of savings that miss the net figure by little, though by more than rounding explains."""
    allowed = inclusion.whole.precision + inclusion.part.precision
    seen: set[Decimal] = set()
    for match in _AMOUNT.finditer(text):
        stated = number(match.group())
        if stated is None or stated.value in seen or (stated.value in printed and _in_table(inclusion, page, match)):
            continue
        off = stated.value - inclusion.net
        if not (allowed + stated.precision) / 2 < abs(off) <= _NEAR * inclusion.net:
            continue
        passage = corpus.passage(document_id, page, match.start(), match.end())
        if not _SAVING.search(passage):
            continue
        seen.add(stated.value)
        both = stated.value + inclusion.part.value
        home = corpus.pages.text(document_id, inclusion.grid.page)
        yield Draft(
            footprint_id=corpus.footprint_at(document_id, page, match.start()),
            document_id=document_id,
            message=(
                f"{pounds(stated.value)} and {pounds(inclusion.part.value)} come to {pounds(both)}, not to the "
                f"{pounds(inclusion.whole.value)} that the table has for both together."
            ),
            explanation=(
                f"The table counts {pounds(inclusion.part.value)} within {pounds(inclusion.whole.value)}, which leaves "
                f"{pounds(inclusion.whole.value)} - {pounds(inclusion.part.value)} = {pounds(inclusion.net)}."
            ),
            quotes=tuple(
                dict.fromkeys(
                    (
                        passage,
                        *(_row_from(home, cell) for cell in (inclusion.whole_cell, inclusion.part_cell)),
                        *_repeats(corpus, document_id, inclusion),
                    )
                )
            ),
            suggestion=f"It would add up with {pounds(inclusion.net)} instead of {pounds(stated.value)}.",
            severity="error",
        )


def _repeats(corpus: Corpus, document_id: str, inclusion: Inclusion) -> list[str]:
    """What the text outside the table says of the part."""
    found = []
    for page, text in corpus.pages.of(document_id).items():
        for match in _ANY_AMOUNT.finditer(text):
            stated = number(match.group())
            if stated is not None and stated.value == inclusion.part.value and not _in_table(inclusion, page, match):
                found.append(corpus.passage(document_id, page, match.start(), match.end()))
    return found[:_REPEATS]


def _row_from(text: str, cell: Cell) -> str:
    """A table's row from this cell on."""
    return text[cell.start :].partition("\n")[0].rstrip()


def _in_table(inclusion: Inclusion, page: int, match: "regex.Match[str]") -> bool:
    """Whether an amount stands in the very table that the inclusion is from."""
    return inclusion.grid.page == page and inclusion.grid.start <= match.start() < inclusion.grid.end
