"""Performance dashboards: a table whose rows are footprints and whose columns are measures - one record a cell, as printed.

A header that does not fit the columns under it is not trusted: its metric is `col_N`. A garbled row name is resolved only where one
footprint is clearly nearest, else the row has no footprint.
"""

from collections.abc import Sequence

import regex

from extractors.blocks import Block
from extractors.collect import Collector
from extractors.mentions.footprints import resolve_name
from extractors.sections import Passage
from schemas.records import DashboardScore

_MEASURE = regex.compile(r"-?\d[\d,]*(?:\.\d+)?%?|Yes|No|-?[A-Z][a-z]+|Category\s\d.*|n/a|N/A|-")
_CATEGORY = regex.compile(
    r"(?P<number>(?:Category|Band|Level|Rating|Group)\s?\d)\s?(?:-|\u2013|:)\s?(?P<label>[A-Za-z][\w ]+)"
)
_ROWS_NEEDED = 5
_COLUMNS_NEEDED = 4


def extract_dashboards(passages: Sequence[Passage], collector: Collector) -> None:
    """Every run of at least five rows that begin with a name and go on with at least four measures."""
    run: list[Passage] = []
    head: list[Passage] = []
    for passage in passages:
        block = passage.block
        if block.is_row and _is_score_row(block):
            run.append(passage)
        elif block.is_row and run and any(block.text == above.block.text for above in head):
            continue  # the header, printed again on the next page
        elif block.is_row and not run:
            head.append(passage)
        else:
            _emit(head, run, collector)
            head, run = ([passage] if block.is_row else []), []
    _emit(head, run, collector)


def _is_score_row(block: Block) -> bool:
    filled = [block.cell(i) for i in range(1, len(block.cells)) if block.cell(i)]
    return (
        bool(block.cell(0))
        and not block.cell(0)[0].isdigit()
        and len(filled) >= _COLUMNS_NEEDED
        and sum(bool(_MEASURE.fullmatch(c)) for c in filled) >= 0.8 * len(filled)
    )


def _emit(head: Sequence[Passage], run: Sequence[Passage], collector: Collector) -> None:
    names = [p.block.cell(0) for p in run]
    if len(run) < _ROWS_NEEDED or sum(resolve_name(n).score >= 60 for n in names) < 0.6 * len(run):
        return
    metrics = _metrics(head, run)
    used: set[str] = set()
    for passage in run:
        block = passage.block
        name = block.cell(0)
        resolution = resolve_name(name)
        footprint_id = resolution.footprint_id
        if footprint_id in used:
            footprint_id = None  # a name that stands twice names only its first row
        elif footprint_id:
            used.add(footprint_id)
        if not resolution.exact or resolution.footprint_id != footprint_id:
            collector.observe(
                "footprint_name",
                block,
                block.cells[0],
                footprint_id=footprint_id,
                extractor="dashboard_scores.row_name",
                detail={
                    "resolved": footprint_id,
                    "official": resolution.official,
                    "score": round(resolution.score, 1),
                    "form": "duplicate" if resolution.exact else "approximate" if footprint_id else "unknown",
                },
            )
        for column in range(1, len(block.cells)):
            if text := block.cell(column):
                _cell(passage, column, text, metrics.get(column, f"col_{column + 1}"), name, footprint_id, collector)


def _metrics(head: Sequence[Passage], run: Sequence[Passage]) -> dict[int, str]:
    """Header texts by column, from the row just above where it has one text for each column that holds values; else none but the second."""
    columns = {i for p in run for i in range(1, len(p.block.cells)) if p.block.cell(i)}
    for passage in reversed(head):
        texts = {i: passage.block.cell(i) for i in range(1, len(passage.block.cells)) if passage.block.cell(i)}
        if set(texts) >= columns and len(set(texts.values())) == len(texts):
            return texts
    first = head[0].block.cell(1) if head else ""
    return {1: first} if first else {}


def _cell(
    passage: Passage, column: int, text: str, metric: str, name: str, footprint_id: str | None, collector: Collector
) -> None:
    block = passage.block
    start, end = block.cells[column]
    start += len(block.text[start:end]) - len(block.text[start:end].lstrip())
    parts = [(text, metric, start, start + len(text))]
    if category := _CATEGORY.fullmatch(text):
        parts = [
            (
                category["number"],
                f"{metric} (number)",
                start + category.start("number"),
                start + category.end("number"),
            ),
            (category["label"], f"{metric} (label)", start + category.start("label"), start + category.end("label")),
        ]
    for value_text, column_metric, low, high in parts:
        number = regex.search(r"-?\d[\d,]*(?:\.\d+)?", value_text)
        is_word = number is None
        collector.add(
            DashboardScore,
            block,
            (low, high),
            footprint_id=footprint_id,
            method="table",
            extractor="dashboard_scores.cell",
            row_name=name,
            metric=column_metric,
            value_text=value_text,
            value=None if is_word or number is None else float(number.group().replace(",", "")),
            unit="text"
            if is_word
            else "%"
            if value_text.endswith("%")
            else "category"
            if category_like(value_text)
            else "number",
        )


def category_like(text: str) -> bool:
    """Whether a cell prints a category's number: 'Category 2'."""
    return bool(regex.match(r"(?:Category|Band|Level|Rating|Group)\s?\d", text))
