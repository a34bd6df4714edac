"""Total rows and columns of tables, recomputed."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import Grid, grids
from pipeline.checks.reconciliation import residual, single_changes, tolerance
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.totals import Line, Mismatch, WrongTotal, wrong_totals
from pipeline.checks.wording import listed, plain

_ROWS_QUOTED, _TOO_MANY = 16, 2


def within(corpus: Corpus) -> Iterator[Draft]:
    before: Grid | None = None
    for document_id, page, text in corpus.pages:
        for grid in grids(document_id, page, text):
            same_document = before if before and before.document_id == document_id else None
            for wrong in wrong_totals(grid, same_document):
                yield _draft(corpus, grid, wrong)
            before = grid


def _draft(corpus: Corpus, grid: Grid, wrong: WrongTotal) -> Draft:
    label = wrong.row.label or "the total"
    told = [_told(mismatch) for mismatch in wrong.mismatches]
    advice = [advice for mismatch in wrong.mismatches if (advice := _advice(mismatch))]
    return Draft(
        footprint_id=corpus.footprint_at(grid.document_id, grid.page, grid.start)
        or corpus.main_footprint(grid.document_id),
        document_id=grid.document_id,
        message=f"In the table on page {grid.page}, “{label}” does not add up: {listed(told)}.",
        explanation=" ".join(_arithmetic(mismatch) for mismatch in wrong.mismatches),
        quotes=tuple(_quotes(corpus, grid, [wrong.row, *wrong.basis])),
        suggestion=" ".join(advice) or None,
    )


def _told(mismatch: Mismatch) -> str:
    return (
        f"{mismatch.name} has {plain(mismatch.total.value)} where its parts come to "
        f"{plain(_come_to(mismatch))} ({plain(abs(residual(mismatch.parts, mismatch.total)))} off)"
    )


def _come_to(mismatch: Mismatch) -> Decimal:
    return mismatch.total.value + residual(mismatch.parts, mismatch.total)


def _arithmetic(mismatch: Mismatch) -> str:
    terms = "".join(
        (" + " if part.value >= 0 else " - ") * (i > 0) + plain(part.value if i == 0 else abs(part.value))
        for i, part in enumerate(mismatch.parts)
    )
    allowed = tolerance([*mismatch.parts, mismatch.total])
    return (
        f"{mismatch.name}: {terms} = {plain(_come_to(mismatch))}; printed {plain(mismatch.total.value)}; "
        f"rounding explains {plain(allowed)} at most."
    )


def _advice(mismatch: Mismatch) -> str | None:
    """The cells that a slip of the pen explains."""
    excess = residual(mismatch.parts, mismatch.total)
    changes = single_changes(mismatch.parts, mismatch.total, signed=True)
    if len(changes) > _TOO_MANY:
        changes = [change for change in changes if change.term == mismatch.total]
    told = [f"“{change.term.name}” {plain(change.value)} instead of {plain(change.term.value)}" for change in changes]
    return f"{mismatch.name} would add up with {listed(told, 'or')}." if told and excess else None


def _quotes(corpus: Corpus, grid: Grid, lines: list[Line]) -> Iterator[str]:
    """The rows as printed."""
    text = corpus.pages.text(grid.document_id, grid.page)
    for line in lines[:_ROWS_QUOTED]:
        if grid.start <= line.cells[0].start <= grid.end:
            yield text[line.cells[0].start : line.cells[-1].end].strip()


RULE = Rule(
    name="table_total_mismatch",
    severity="error",
    meaning=(
        "A total, balance or subtotal of a table differs from its parts by more than rounding explains, while the same "
        "calculation fits the other columns or rows."
    ),
    remedy="Recompute the column; a swapped digit or a row left out of the total is the usual cause.",
    example="Rows 1,212, 2,500 and 8,507 over a total of 12,291 (they come to 12,219).",
    within=within,
)
