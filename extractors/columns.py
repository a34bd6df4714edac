"""Tables whose columns are parted by runs of spaces: which lines are their rows, and where the cells of each stand.

A column is a stretch of the width that the lines with figures fill, parted from the next by spaces in all of them, so that a
blank cell stays one. The words of a header belong to the column that they stand over.
"""

from collections.abc import Container, Iterator, Mapping, Sequence

import regex

Cells = tuple[tuple[int, int], ...]
"""(start, end) of each cell into the line, the columns in order; a blank cell is empty."""

_WORDS = regex.compile(r"\S+(?: \S+)*")
_FIGURE = regex.compile(
    r"[(\[]?\s?[-\u2013+]?\s?£?\s?\d[\d,]*(?:\.\d+)?\s?(?:k|m|mn|bn|million|billion|%)?\s?[)\]]?", regex.IGNORECASE
)
_SENTENCE = regex.compile(r"[.!?:;]$")
_LONGEST_LABEL = 48


def spaced_rows(lines: Sequence[str], apart: Container[int] = frozenset()) -> dict[int, Cells]:
    """The cells of every line that is a row of such a table, by the line's index; before the lines `apart` one is blank."""
    stretches: list[Sequence[tuple[int, int]]] = [[m.span() for m in _WORDS.finditer(line)] for line in lines]
    found: dict[int, Cells] = {}
    for low, high in _runs(lines, stretches):
        first = next((i for i in range(low, high) if _figures(lines[i], stretches[i])), high)
        # what stands over a blank line over the header is no row
        while low < first - 1 and any(i in apart for i in range(low + 1, first)):
            low += 1
        found |= _rows({i: stretches[i] for i in range(low, high)}, lines)
    return found


def _runs(lines: Sequence[str], stretches: Sequence[Sequence[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """Consecutive lines of several stretches each; a short label alone may stand between two with figures."""
    start = 0
    for index in range(len(lines) + 1):
        if index < len(lines):
            if len(stretches[index]) > 1:
                continue
            is_label = start < index < len(lines) - 1 and len(lines[index].strip()) <= _LONGEST_LABEL
            if is_label and not _SENTENCE.search(lines[index].rstrip()):
                around = (lines[index - 1], lines[index + 1])
                if all(_figures(line, [m.span() for m in _WORDS.finditer(line)]) for line in around):
                    continue
        if index - start > 1:
            yield start, index
        start = index + 1


def _figures(line: str, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The figures of a line behind what it begins with."""
    return [s for s in stretches[1:] if _FIGURE.fullmatch(line, *s)]


def _rows(stretches: Mapping[int, Sequence[tuple[int, int]]], lines: Sequence[str]) -> dict[int, Cells]:
    figures = {i: spans for i in stretches if (spans := _figures(lines[i], stretches[i]))}
    if len(figures) < 2 and not any(len(spans) > 1 for spans in figures.values()):
        return {}
    columns = _columns([stretches[i] for i in figures])
    if len(columns) < max(len(stretches[i]) for i in figures):
        return {}
    found = {}
    for index, words in stretches.items():
        cells: list[tuple[int, int] | None] = [None] * len(columns)
        for start, end in words:
            column = min(range(len(columns)), key=lambda c: _far(columns[c], (start, end)))
            taken = cells[column]
            cells[column] = (taken[0] if taken else start, end)
        found[index] = _filled(cells)
    return found


def _columns(rows: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """The stretches of the width that the rows fill; those that touch or stand one space apart are one."""
    columns: list[tuple[int, int]] = []
    for start, end in sorted(span for row in rows for span in row):
        if columns and start <= columns[-1][1] + 1:
            columns[-1] = columns[-1][0], max(columns[-1][1], end)
        else:
            columns.append((start, end))
    return columns


def _far(column: tuple[int, int], span: tuple[int, int]) -> tuple[int, int]:
    """How far words are from a column: less where they overlap more, then by their middles."""
    overlap = min(column[1], span[1]) - max(column[0], span[0])
    return -max(overlap, 0), abs(sum(column) - sum(span))


def _filled(cells: Sequence[tuple[int, int] | None]) -> Cells:
    """The cells with an empty one, right behind the one before, for each that is blank; none behind the last."""
    last = max(i for i, cell in enumerate(cells) if cell is not None)
    found: list[tuple[int, int]] = []
    for cell in cells[: last + 1]:
        end = found[-1][1] if found else 0
        found.append(cell or (end, end))
    return tuple(found)
