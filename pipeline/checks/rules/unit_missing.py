"""Money printed without its magnitude, or without a currency at all."""

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import Cell, Grid, grids
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import counted, pounds

_NUMBER = regex.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_MAGNITUDES = {1000: "thousands", 10**6: "millions", 10**9: "billions"}
_BARE_MONEY = regex.compile(r"(?<![\w.,£$€-])\d+(?:\.\d+)?\s?(?:bn|billion|m|k)(?![\w])")
_UNITLESS = regex.compile(r"£\d{1,3}(?:\.\d+)?(?![\d.,]|\s?(?:bn|m|k|million|billion|thousand|per\b|a\b))")
_WITH_UNIT = regex.compile(r"£\d+(?:\.\d+)?\s?(?P<unit>bn|m|k)\b")
_ENOUGH, _SHOWN, _QUOTED = 5, 3, 30


class Seen(NamedTuple):
    footprint_id: str | None
    document_id: str
    page: int
    char_start: int
    char_end: int
    value_text: str
    detail: str
    record_ids: list[str]

    @property
    def amount_text(self) -> str:
        """The amount as printed."""
        return str(json.loads(self.detail).get("amount") or self.value_text).strip()

    @property
    def unit(self) -> str | None:
        """The magnitude that the neighbours have, in words."""
        return _MAGNITUDES.get(self._factor)

    @property
    def _factor(self) -> int:
        return int(json.loads(self.detail).get("assumed_factor") or 0)

    @property
    def amount(self) -> Decimal | None:
        """The amount in pounds when it is read like its neighbours; None where that is not known."""
        found = _NUMBER.search(self.amount_text)
        return Decimal(found.group().replace(",", "")) * self._factor if found and self.unit else None


def within(corpus: Corpus) -> Iterator[Draft]:
    in_tables: dict[Grid, list[Seen]] = defaultdict(list)
    seen_at: set[tuple[str, int, str]] = set()
    for seen in corpus.select(Seen, "unit_missing"):
        passage = corpus.passage_of(seen)
        seen_at.add((seen.document_id, seen.page, passage))
        if seen.amount == 0:
            continue
        grid = None if "£" in seen.amount_text else _grid_at(corpus, seen)
        if grid is None:
            yield _amount(corpus, seen)
        else:
            in_tables[grid].append(seen)
    for grid, cells in in_tables.items():
        yield _table(corpus, grid, cells)
    for document_id in corpus.sources:
        yield from _cells(corpus, document_id, seen_at)
        yield from _no_currency(corpus, document_id)


def _grid_at(corpus: Corpus, seen: Seen) -> Grid | None:
    """The table that an amount stands in."""
    tables = grids(seen.document_id, seen.page, corpus.pages.text(seen.document_id, seen.page))
    return next((grid for grid in tables if grid.start <= seen.char_start < grid.end), None)


def _amount(corpus: Corpus, seen: Seen) -> Draft:
    """One amount without the unit of its neighbours. A table's other cells show the unit, so there it is a warning."""
    passage = corpus.passage_of(seen)
    amount = seen.amount
    return Draft(
        footprint_id=seen.footprint_id,
        document_id=seen.document_id,
        message=f"{seen.amount_text} is printed without a unit"
        + (f"; the amounts around it are in {seen.unit}." if amount else "."),
        explanation=f"As printed it is {seen.amount_text}, a sum no plan would mention"
        + (f"; the warehouse reads it as {pounds(amount)}." if amount else "."),
        record_ids=tuple(seen.record_ids),
        quotes=(passage,),
        suggestion=f"Read it as {pounds(amount)}, in the unit of its neighbours." if amount else None,
        severity="warning" if max(passage.count("\t"), passage.count("|")) > 1 else None,
    )


def _table(corpus: Corpus, grid: Grid, cells: list[Seen]) -> Draft:
    """A whole table that says nowhere what its numbers are: one finding, whatever the number of its cells."""
    text = corpus.pages.text(grid.document_id, grid.page)
    rows = [(text[row[0].start : row[-1].end], row[0].start, row[-1].end) for row in grid.rows]
    shown = [words for words, start, end in rows if any(start <= cell.char_start < end for cell in cells)]
    first = cells[0]
    return Draft(
        footprint_id=first.footprint_id,
        document_id=grid.document_id,
        message=(
            f"A table on page {grid.page} does not say what its amounts are in"
            + (f"; {counted(len(cells), 'amount')} of it are read in {first.unit}." if first.unit else ".")
        ),
        explanation="Neither its heading nor the lines above it give a unit; it was inferred from figures in the text.",
        record_ids=tuple(dict.fromkeys(record for cell in cells for record in cell.record_ids)),
        quotes=tuple(dict.fromkeys([rows[0][0], *shown[:_SHOWN]])),
        severity="warning",
        about=(rows[0][0], rows[-1][0]),
    )


def _cells_of(grid: Grid) -> Iterator[tuple[tuple[Cell, ...], Cell]]:
    """Every cell of a table, with its row."""
    return ((row, cell) for row in grid.rows for cell in row)


def _cells(corpus: Corpus, document_id: str, seen_at: set[tuple[str, int, str]]) -> Iterator[Draft]:
    """Cells with two amounts of which one has lost its unit."""
    for page, text in corpus.pages.of(document_id).items():
        for grid in grids(document_id, page, text):
            for line, cell in _cells_of(grid):
                bare, whole = _UNITLESS.search(cell.text), _WITH_UNIT.search(cell.text)
                passage = corpus.passage(document_id, page, cell.start, cell.end) if bare and whole else ""
                if bare and whole and (document_id, page, passage) not in seen_at:
                    yield Draft(
                        footprint_id=corpus.footprint_at(document_id, page, cell.start),
                        document_id=document_id,
                        message=f"{bare.group()} is printed without a unit beside {whole.group()}.",
                        explanation="The other amount of the cell has one.",
                        quotes=(text[next(c.start for c in line if "£" in c.text) : line[-1].end].rstrip(),),
                        suggestion=f"Read it as {bare.group()}{whole['unit']}.",
                        about=(passage,),
                        severity="warning",
                    )


def _no_currency(corpus: Corpus, document_id: str) -> Iterator[Draft]:
    """A document full of money with no currency sign anywhere: the signs were lost, and amounts may pass for people."""
    found: list[tuple[int, regex.Match[str]]] = []
    for page, text in corpus.pages.of(document_id).items():
        if "£" in text or "GBP" in text:
            return
        found += [(page, match) for match in _BARE_MONEY.finditer(text)]
    if len(found) < _ENOUGH:
        return
    page, first = found[0]
    yield Draft(
        footprint_id=corpus.footprint_at(document_id, page, first.start()) or corpus.main_footprint(document_id),
        document_id=document_id,
        message=f"The document has no pound sign; {len(found)} amounts such as “{first.group()}” lack a currency.",
        explanation="The signs were probably lost in conversion; what a number counts is inferred from its neighbours.",
        quotes=tuple(
            dict.fromkeys(
                corpus.passage(document_id, page, match.start(), match.end()) for page, match in found[:_QUOTED]
            )
        ),
        severity="warning",
        about=("no currency",),
    )


RULE = Rule(
    name="unit_missing",
    severity="error",
    meaning=(
        "An amount stands without the million or thousand that its neighbours have. It is a warning in a table, where "
        "a whole table gives no unit, and where a document has lost every pound sign."
    ),
    remedy="Check the amount against the footprint's own plan; the warehouse holds it in the unit of its neighbours.",
    example="Proposed savings of £95.2 beside a gap of £310m.",
    within=within,
)
