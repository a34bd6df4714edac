"""Cells of a dashboard that stand alone in their column, and columns that cannot be read."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from statistics import median

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.dashboards import DashboardRow, Score, dashboards
from pipeline.checks.fences import Fences, fences
from pipeline.checks.grids import grids
from pipeline.checks.rule import Draft
from pipeline.checks.wording import counted, listed
from schemas.types import Severity

Cell = tuple[DashboardRow, Score]

_ENOUGH = 10
"""Cells a column must have before the way most of them are printed says how the others should be."""
_FEW = 0.1
"""A column with a larger share of outliers has no outliers: it is spread out."""
_UNHEADED = regex.compile(r"col_\d+")


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for rows in dashboards(corpus):
        columns: dict[str, list[Cell]] = defaultdict(list)
        for row in rows:
            for score in row.scores:
                columns[score.metric].append((row, score))
        yield from _unheaded(corpus, rows, list(columns))
        yield from _unvaried(corpus, columns)
        labels = {row: label for row in rows if (label := _label(row))}
        for cells in columns.values():
            numbers = [(row, score) for row, score in cells if score.value is not None]
            odd = list(_odd_decimals(corpus, numbers))
            yield from odd
            yield from _outliers(corpus, numbers, skip={record for draft in odd for record in draft.record_ids})
            yield from _against_label(corpus, numbers, labels)


def _draft(corpus: Corpus, cells: list[Cell], message: str, explanation: str, severity: Severity) -> Draft:
    """A finding on cells of a dashboard; about their row's footprint when they are in one row."""
    rows = list(dict.fromkeys(row for row, _ in cells))
    return Draft(
        footprint_id=rows[0].footprint_id if len(rows) == 1 else None,
        document_id=rows[0].document_id,
        message=message,
        explanation=explanation,
        record_ids=tuple(score.record_id for _, score in cells),
        quotes=tuple(row.text(corpus) for row in rows),
        severity=severity,
        about=tuple(f"{row.name} {score.metric} {score.value_text}" for row, score in cells),
    )


def _column(score: Score) -> str:
    """A column's name for a sentence."""
    return score.metric.replace("col_", "column ") if _UNHEADED.fullmatch(score.metric) else f"“{score.metric}”"


def _unheaded(corpus: Corpus, rows: tuple[DashboardRow, ...], metrics: list[str]) -> Iterator[Draft]:
    """A dashboard most of whose columns have no heading to trust."""
    unheaded = [metric for metric in metrics if _UNHEADED.fullmatch(metric)]
    if len(unheaded) * 2 <= len(metrics):
        return
    first = rows[0]
    text = corpus.pages.text(first.document_id, first.page)
    grid = next((g for g in grids(first.document_id, first.page, text) if g.start <= first.start < g.end), None)
    head = [row for row in grid.rows if row[-1].end <= first.start] if grid else []
    yield Draft(
        footprint_id=None,
        document_id=first.document_id,
        message=f"{len(unheaded)} columns of the dashboard on page {first.page} have no heading to trust.",
        explanation="The headings do not stand over the columns one by one, so that no value can be named by them.",
        quotes=tuple(text[row[0].start : row[-1].end].strip("\n") for row in head),
        suggestion="The columns are numbered in the warehouse; compare with the original before using them.",
        severity="warning",
        about=("headings", first.name),
    )


def _unvaried(corpus: Corpus, columns: dict[str, list[Cell]]) -> Iterator[Draft]:
    """Columns with one value in all rows, and columns whose every cell begins with a dash, words too."""
    many = {metric: cells for metric, cells in columns.items() if len(cells) >= _ENOUGH}
    for cells in many.values():
        texts = {score.value_text for _, score in cells}
        if len(texts) == 1:
            message = f"All {len(cells)} rows have {texts.pop()} in {_column(cells[0][1])}."
            yield _draft(corpus, cells[:2], message, "A score that tells no row from another may be misread.", "info")
    dashed = [cells for cells in many.values() if all(score.value_text.startswith("-") for _, score in cells)]
    if any(score.value is None for cells in dashed for _, score in cells) and len(dashed) > 1:
        named = listed(_column(cells[0][1]) for cells in dashed)
        shown = listed(f"“{cells[0][1].value_text}”" for cells in dashed)
        yield _draft(
            corpus,
            [cell for cells in dashed for cell in cells[:2]],
            f"Every cell of {named} begins with a dash, as {shown}.",
            "Before words it is no minus, so it may be none before the numbers either.",
            "info",
        )


def _odd_decimals(corpus: Corpus, cells: list[Cell]) -> Iterator[Draft]:
    """The one number of a column that is printed with more or fewer decimals than all others."""
    decimals = Counter(_decimals(score) for _, score in cells)
    if len(cells) < _ENOUGH or len(decimals) != 2:
        return
    (usual, _), (odd, count) = decimals.most_common()
    if count > 1:
        return
    cell = next((row, score) for row, score in cells if _decimals(score) == odd)
    name, score = cell[0].name, cell[1]
    yield _draft(
        corpus,
        [cell],
        f"“{name}” has {score.value_text} in {_column(score)}, the only value there with {counted(odd, 'decimal')}.",
        f"The other {len(cells) - 1} values of the column have {counted(usual, 'decimal')}.",
        "warning",
    )


def _decimals(score: Score) -> int:
    return len(regex.sub(r"[^\d.]", "", score.value_text).partition(".")[2])


def _outliers(corpus: Corpus, cells: list[Cell], skip: set[str]) -> Iterator[Draft]:
    """Cells far from the rest of their column; those that are merely outside the fences are told together."""
    usual = fences([score.value for _, score in cells if score.value is not None])
    if usual is None:
        return
    outside = [(row, score) for row, score in cells if usual.outside(score.value or 0) and score.record_id not in skip]
    far = [cell for cell in outside if usual.far_outside(cell[1].value or 0)]
    if len(outside) > _FEW * len(cells):
        outside = far
    if len(outside) > _FEW * len(cells):
        return
    for row, score in far:
        message = f"“{row.name}” has {score.value_text} in {_column(score)}, far from all others."
        yield _draft(corpus, [(row, score)], message, _range(usual, [c for c in cells if c not in far]), "warning")
    if near := [cell for cell in outside if cell not in far]:
        told = listed(f"“{row.name}” ({score.value_text})" for row, score in near)
        message = f"{told} {'stands' if len(near) == 1 else 'stand'} apart in {_column(near[0][1])}."
        yield _draft(corpus, near, message, _range(usual, [c for c in cells if c not in outside]), "info")


def _range(usual: Fences, others: list[Cell]) -> str:
    """Where the other values of a column lie, as printed."""
    ordered = sorted(others, key=lambda cell: cell[1].value or 0)
    return (
        f"The others lie between {ordered[0][1].value_text} and {ordered[-1][1].value_text}, "
        f"half of them below {usual.middle:,.4g}."
    )


def _label(row: DashboardRow) -> str | None:
    """The verdict on a row: its first cell in words."""
    words = (score.value_text for score in row.scores if score.unit == "text" and "label" in score.metric.casefold())
    return next(words, None)


def _against_label(corpus: Corpus, cells: list[Cell], labels: dict[DashboardRow, str]) -> Iterator[Draft]:
    """The lowest (or highest) cell of a column whose row bears a label that all its fellows earn at the other end."""
    values = [score.value for _, score in cells if score.value is not None]
    if len(values) < _ENOUGH:
        return
    middle, ends = median(values), (min(values), max(values))
    for row, score in cells:
        if score.value not in ends or values.count(score.value) > 1:
            continue
        fellows = [s for r, s in cells if r != row and labels.get(r) == labels.get(row) is not None]
        low = score.value == ends[0]
        if len(fellows) >= 3 and all((s.value or 0) > middle if low else (s.value or 0) < middle for s in fellows):
            others = listed(s.value_text for s in fellows)
            yield _draft(
                corpus,
                [(row, score)],
                f"“{row.name}” is labelled “{labels[row]}” with the {'lowest' if low else 'highest'} value of "
                f"{_column(score)}, {score.value_text}.",
                f"The other rows labelled “{labels[row]}” have {others} there; half of all have less than {middle:g}.",
                "warning",
            )
