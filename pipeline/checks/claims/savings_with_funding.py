"""A claim of savings that counts funding among them, as the document's own tables show."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import Grid, grids
from pipeline.checks.rule import Draft
from pipeline.checks.totals import Line
from pipeline.checks.wording import pounds

_FUNDING = regex.compile(r"(?i)\b(?:funding|fund|STF|grant)\b")
_QUERY = """
    SELECT record_id, footprint_id, document_id, page, char_start, char_end, amount_gbp, precision_gbp FROM savings
    WHERE organisation IS NULL AND programme IS NULL AND method <> 'table'
    ORDER BY document_id, page, char_start, record_id
"""
_UNITS = (Decimal(1), Decimal(1000), Decimal(10**6))


class Saving(NamedTuple):
    record_id: str
    footprint_id: str | None
    document_id: str
    page: int
    char_start: int
    char_end: int
    amount_gbp: Decimal
    precision_gbp: Decimal


class Total(NamedTuple):
    """A total row's last figure, and what of it is funding."""

    grid: Grid
    line: Line
    value: Decimal
    funding: Line | None
    funded: Decimal


def drafts(corpus: Corpus) -> Iterator[Draft]:
    claimed: defaultdict[str, list[Saving]] = defaultdict(list)
    for saving in corpus.fetch(Saving, _QUERY):
        claimed[saving.document_id].append(saving)
    for document_id in corpus.sources:
        if document_id not in claimed:
            continue
        pages = corpus.pages.of(document_id).items()
        totals = [t for page, text in pages for grid in grids(document_id, page, text) for t in _totals(grid)]
        for saving in claimed[document_id]:
            yield from _contradicted(corpus, document_id, saving, totals)


def _totals(grid: Grid) -> Iterator[Total]:
    """The total rows of a table, by their largest figure, with the funding row above them in that column."""
    lines = [Line(row) for row in grid.rows]
    for index, line in enumerate(lines):
        if line.is_total and line.numbers:
            column = max(line.numbers, key=lambda c: line.numbers[c].value)
            funding = next(
                (above for above in lines[:index] if _FUNDING.search(above.label) and column in above.numbers), None
            )
            funded = funding.numbers[column].value if funding else Decimal(0)
            yield Total(grid, line, line.numbers[column].value, funding, funded)


def _contradicted(corpus: Corpus, document_id: str, saving: Saving, totals: list[Total]) -> Iterator[Draft]:
    """The claim equals a total with funding in it, and another total is that one without the funding."""
    for unit in _UNITS:
        for total in totals:
            if total.funding is None or abs(total.value * unit - saving.amount_gbp) > saving.precision_gbp:
                continue
            real = (total.value - total.funded) * unit
            other = next((o for o in totals if o.funding is None and _same(o, real)), None)
            if other is None:
                continue
            yield Draft(
                footprint_id=saving.footprint_id,
                document_id=document_id,
                message=(
                    f"Savings of {pounds(saving.amount_gbp)} are claimed; {pounds(total.funded * unit)} of them are "
                    f"funding, and the savings themselves come to {pounds(real)}."
                ),
                explanation=(
                    f"{pounds(total.value * unit)} - {pounds(total.funded * unit)} = {pounds(real)}, "
                    f"which is the total of the other table. Funding is not a saving."
                ),
                record_ids=(saving.record_id,),
                quotes=(
                    corpus.passage(document_id, saving.page, saving.char_start, saving.char_end),
                    *(
                        _row(corpus, document_id, t, line)
                        for t, line in ((total, total.line), (total, total.funding), (other, other.line))
                    ),
                ),
                suggestion=f"Read the savings as {pounds(real)} and the rest as funding.",
                severity="error",
            )
            return


def _same(other: Total, real: Decimal) -> bool:
    """Whether another total is the real amount, in pounds or in the table's own unit, within a tenth of a percent."""
    return any(abs(other.value * unit - real) <= abs(real) / 1000 for unit in _UNITS)


def _row(corpus: Corpus, document_id: str, total: Total, line: Line) -> str:
    text = corpus.pages.text(document_id, total.grid.page)
    return text[line.cells[0].start : line.cells[-1].end].strip()
