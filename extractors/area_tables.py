"""Tables whose rows or columns are footprints, read as a label and a value for each: 'Lead <TAB> Jo Lee' of Dorset, 'People <TAB> 0.8m' of Dorset.

Rows are TAB-separated or piped lines, or lines divided by semicolons or bars under a line that names the columns. A cell carries the
footprint of its row or column, so that nothing in it falls to the footprint of the document around the table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from extractors.blocks import Block
from extractors.labelled import label_meaning
from extractors.mentions.footprints import footprint_of_title
from extractors.sections import Passage
from extractors.view import Offsets

_EMPLOYER = regex.compile(
    r"^(?:organisation|body|employer|home organisation|from|job|post|position|role|title)s?$", regex.IGNORECASE
)
"""The header of a column that describes the person in the column before."""
_IS_MONEY = regex.compile(r"£|\b(?:gaps?|deficits?|shortfalls?|capital|savings?|funding|budget)\b", regex.IGNORECASE)
"""Cells about money, which are read elsewhere (records.comparisons)."""
_LONGEST_CELL = 140
"""Characters of a cell that is no more than an area's name."""


def spread_area_tables(passages: Sequence[Passage]) -> Sequence[Passage]:
    """The passages with the rows of such tables replaced by one row of a label and a value for each cell that is not about money,
    under its footprint; the passages themselves where there is no such table."""
    found: list[Passage] = []
    run: list[Passage] = []
    for passage in [*_spread_stacks(passages), None]:
        if passage is not None and _goes_on(run, passage):
            run.append(passage)
            continue
        found.extend(_spread(run))
        run = [] if passage is None else [passage]
    unchanged = len(found) == len(passages) and all(a is b for a, b in zip(found, passages, strict=True))
    return passages if unchanged else found


def _spread_stacks(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages with the stacks of a table unrolled: 'Area / Lead / Programme director' on lines of their own, and below a stack of
    as many lines for each area. Each of its lines becomes a row of a label and a value."""
    labels: list[str] = []
    for stack in _stacks(passages):
        area = _area(stack[0].block.text) if labels or len(stack) > 1 else None
        if labels and area and len(stack) == len(labels):
            yield stack[0]
            for label, passage in zip(labels[1:], stack[1:], strict=True):
                block = passage.block
                yield _pair(passage, block, label, 0, (0, len(block.text)), area) if label else passage
            continue
        lines = [p.block.text for p in stack]
        meanings = [label_meaning(line) for line in lines[1:]]
        is_header = len(stack) >= 2 and not area and any(meanings) and all(len(line) <= 40 for line in lines)
        if is_header or not _is_aside(stack):
            labels = [line if i and label_meaning(line) else "" for i, line in enumerate(lines)] if is_header else []
        yield from stack


def _is_aside(stack: Sequence[Passage]) -> bool:
    """A region's heading between the stacks does not end the table."""
    return len(stack) == 1 and len(stack[0].block.text) <= 40


def _stacks(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Passages that stand below one another without a blank line."""
    stack: list[Passage] = []
    for passage in passages:
        if stack and (passage.block.blank_before or passage.block.page is not stack[-1].block.page):
            yield stack
            stack = []
        stack.append(passage)
    if stack:
        yield stack


def _goes_on(run: Sequence[Passage], passage: Passage) -> bool:
    """Whether a passage is the next row of a table: as many cells, or as many marks between them, as the row above."""
    if not run or run[-1].block.page is not passage.block.page:
        return False
    if run[-1].block.is_row or passage.block.is_row:
        return run[-1].block.is_row and passage.block.is_row
    mark = _mark(run[0].block)
    parts = run[0].block.text.count(mark)
    return parts >= 1 and passage.block.text.count(mark) >= parts - 1 and len(passage.block.text) < 200


def _spread(run: Sequence[Passage]) -> Iterator[Passage]:
    if len(run) < 2:
        yield from run
        return
    mark = _mark(run[0].block)
    rows = [p.block if p.block.is_row else _cut(p.block, mark) for p in run]
    header = rows[0]
    columns = {i: f for i in range(1, len(header.cells)) if (f := _area(header.cell(i)))}
    if len(columns) >= 2 and not _area(header.cell(0)):
        yield run[0]
        for passage, row in zip(run[1:], rows[1:], strict=True):
            values = [(i, row.cells[i]) for i in columns if i < len(row.cells) and row.cell(i)]
            for column, value in values:
                if not _IS_MONEY.search(row.cell(0) + row.cell(column)):
                    yield _pair(passage, row, row.cell(0), value[0], value, columns[column])
            if not values:
                yield passage
        return
    names = next(
        (i for i in (0, 1) if sum(bool(_area(row.cell(i))) for row in rows[1:]) >= max(2, 0.6 * (len(rows) - 1))), None
    )
    labels = {i: header.cell(i) for i in range(len(header.cells)) if i != names and header.cell(i)}
    if names is None or _area(header.cell(names)) or not any(label_meaning(label) for label in labels.values()):
        yield from run
        return
    yield run[0]
    for passage, row in zip(run[1:], rows[1:], strict=True):
        area = _area(row.cell(names))
        if area is None:
            yield passage
            continue
        if not any(label_meaning(label) == "ICS standing" for label in labels.values()):
            yield _entry(passage, row, row.cells[names], area)
        for column, label in labels.items():
            if (
                column >= len(row.cells)
                or not row.cell(column)
                or _EMPLOYER.match(label)
                or _IS_MONEY.search(label + row.cell(column))
            ):
                continue
            start, end = row.cells[column]
            if _EMPLOYER.match(labels.get(column + 1, "")) and column + 1 < len(row.cells):
                end = row.cells[column + 1][1]
            yield _pair(passage, row, label, row.cells[names][0] if names < column else start, (start, end), area)


def _area(text: str) -> str | None:
    """The footprint that a cell consists of, a number before it and an abbreviation in brackets left aside."""
    if len(text) > _LONGEST_CELL:
        return None
    bare = regex.sub(r"^\W*\d{1,2}\s+|\s\([A-Z&]{2,8}\)$|^[\s\u2013\u2014-]+", "", text.strip())
    return footprint_of_title(bare) if 0 < len(bare) <= 90 else None


def _mark(block: Block) -> str:
    """What parts the cells of a line: a bar where there is one, else the semicolon."""
    return " | " if " | " in block.text else ";"


def _cut(block: Block, mark: str) -> Block:
    """A line divided by a mark as a row."""
    cells, start = [], 0
    for part in block.text.split(mark):
        begin = start + len(part) - len(part.lstrip())
        cells.append((begin, start + len(part)))
        start += len(part) + len(mark)
    return replace(block, cells=tuple(cells))


def _entry(passage: Passage, row: Block, cell: tuple[int, int], area: str) -> Passage:
    """The cell that names the area, as an entry of the list of areas that the table also is."""
    begin, end = cell
    block = Block(row.page, "bullet", row.text[begin:end], row.offsets[begin:end], mark="-", blank_before=False)
    return replace(passage, block=block, footprint_id=area, attribution="document", heading="", heading_block=None)


def _pair(passage: Passage, row: Block, label: str, quoted: int, value: tuple[int, int], area: str) -> Passage:
    """A label and a value as a row of their own; the quote of both begins at `quoted` in the row that they come from."""
    begin, end = value
    text = f"{label}\t{row.text[begin:end]}"
    offsets = Offsets.of([*[row.offsets[quoted]] * (len(label) + 1), *row.offsets[begin:end]])
    cells = ((0, len(label)), (len(label) + 1, len(text)))
    block = Block(row.page, "row", text, offsets, cells=cells, blank_before=False)
    return replace(passage, block=block, footprint_id=area, attribution="document", heading="", heading_block=None)
