"""White that runs down a page between pieces of text."""

from itertools import pairwise
from statistics import median_low

from pipeline.reading.pieces import Piece, Row, begins_list

SPLIT_GAP = 0.7
"""White between two words, in ems, that may be a gutter."""

_BREAKING_SIZE = 1.8  # times what most of the text has: a heading that ends what stood side by side above it
_EMPTY_BAND = 3.0  # ems of white across a page that may end columns
_LARGER = 1.12  # times the size of a table's letters, or the distance of its rows: what is no part of it
_WIDE = 1.5  # ems of white that two lines with something beside them need
_FEW = 3  # lines on either side of white that is no chance; fewer must be wider apart
_LOOK_AHEAD = 8  # lines that show whether a table begins
_TOUCH = 0.1  # points by which text may reach into a gutter

Span = tuple[float, float]


def free(row: Row, left: float, right: float) -> list[Span]:
    """The white of a row between `left` and `right`."""
    spans, at = [], left
    for piece in row:
        if piece.x0 > at:
            spans.append((at, piece.x0))
        at = max(at, piece.x1)
    if right > at:
        spans.append((at, right))
    return spans


def intersect(first: list[Span], second: list[Span], least: float) -> list[Span]:
    """The stretches of at least `least` points that both have."""
    found = []
    for a0, a1 in first:
        for b0, b1 in second:
            low, high = max(a0, b0), min(a1, b1)
            if high - low >= least:
                found.append((low, high))
    return found


def find_band(rows: list[Row], start: int, edges: Span, size: float) -> tuple[int, list[Span]]:
    """The longest run of rows from `start` that share gutters, and these. Without gutters, the first row alone.

    `edges` are those of the text around, `size` is its usual size: what is much larger ends a band.
    """
    first = rows[start]
    least = SPLIT_GAP * min(size, median_low(piece.size for piece in first))
    best: tuple[int, list[Span]] = (start + 1, [])
    shared = free(first, *edges)
    left_end, right_start = first[0].x1, first[-1].x0
    begin = start + 1
    if len(first) == 1:  # most pages are single lines below each other: no need to look at the white beside them
        low, high = first[0].x0, first[0].x1
        while begin < len(rows) and len(rows[begin]) == 1:
            piece = rows[begin][0]
            if piece.x0 >= left_end or piece.x1 <= right_start:
                break
            if piece.size > size * _BREAKING_SIZE:
                return best
            if piece.x0 < low:
                low = piece.x0
            elif piece.x0 > right_start:
                right_start = piece.x0
            if piece.x1 > high:
                high = piece.x1
            elif piece.x1 < left_end:
                left_end = piece.x1
            begin += 1
            if low - edges[0] < least and edges[1] - high < least:
                return best
        shared = [span for span in ((edges[0], low), (high, edges[1])) if span[1] - span[0] >= least]
    for end in range(begin, len(rows)):
        row = rows[end]
        if row[0].size > size * _BREAKING_SIZE:
            break
        shared = intersect(shared, free(row, *edges), least)
        if not shared:
            break
        left_end, right_start = min(left_end, row[0].x1), max(right_start, row[-1].x0)
        inner = [span for span in shared if left_end <= span[0] + _TOUCH and right_start >= span[1] - _TOUCH]
        if inner and (gutters := gutters_among(rows[start : end + 1], inner, size)):
            left = sum(any(low < b and a < high for a, b in gutters) for low, high in best[1])
            if left < len(best[1]) and (
                _begins_table(rows, end, edges, least, left) or _is_set_apart(rows, start, end)
            ):
                break
            above = max(piece.bottom for before in rows[start:end] for piece in before)
            if row[0].top - above > _EMPTY_BAND * row[0].size and not _both_sides(rows[end:], gutters):
                break
            best = (end + 1, gutters)
    return best


def _is_set_apart(rows: list[Row], start: int, end: int) -> bool:
    """Whether a row of one piece is larger than those above, or further from them than they are from each other."""
    row = rows[end]
    if len(row) > 1 or end - start < _FEW:
        return False
    above = rows[start:end]
    widest = max(below[0].baseline - before[0].baseline for before, below in pairwise(above))
    size = median_low(before[0].size for before in above)
    return row[0].size > _LARGER * size or row[0].baseline - above[-1][0].baseline > _LARGER * widest


def _begins_table(rows: list[Row], start: int, edges: Span, least: float, columns: int) -> bool:
    """Whether the rows from `start` share more than `columns` gutters: a table that follows another has its own."""
    shared = free(rows[start], *edges)
    for end in range(start + 1, min(start + _LOOK_AHEAD, len(rows))):
        shared = intersect(shared, free(rows[end], *edges), least)
        if len(shared) <= columns:
            return False
        if end - start >= _FEW - 1 and len(gutters_among(rows[start : end + 1], shared, least / SPLIT_GAP)) > columns:
            return True
    return False


def _both_sides(rows: list[Row], gutters: list[Span]) -> bool:
    """Whether the next rows, before any that crosses the gutters, have text on both sides of one."""
    for low, high in gutters:
        left = right = False
        for row in rows:
            if any(p.x0 < low and p.x1 > high for p in row):
                break
            left = left or any(p.x1 <= low + _TOUCH for p in row)
            right = right or any(p.x0 >= high - _TOUCH for p in row)
        if left and right:
            return True
    return False


def gutters_among(rows: list[Row], shared: list[Span], size: float) -> list[Span]:
    """Those of the shared stretches of white that have text on both sides, often enough not to be chance."""
    found = []
    for low, high in shared:
        left = [row for row in rows if row[0].x1 <= low + _TOUCH]
        right = [row for row in rows if row[-1].x0 >= high - _TOUCH]
        few = min(sum(_FEW if row[0].block else 1 for row in side) for side in (left, right))
        both = len(left) + len(right) - len(rows)
        is_wide = high - low >= _WIDE * size
        if few >= _FEW or (few == both == 2 and is_wide) or (few and is_wide and _are_lists(left, right, high)):
            found.append((low, high))
    return found


def _are_lists(left: list[Row], right: list[Row], start: float) -> bool:
    """Whether items of lists stand on both sides of a gutter, the right ones at `start`."""
    beside = (next(piece for piece in row if piece.x0 >= start - _TOUCH) for row in right)
    return begins_list(left[0][0]) and begins_list(next(beside))


def columns_of(band: list[Row], gutters: list[Span]) -> list[list[Piece]]:
    """The pieces of a band between its gutters; columns without any are left out."""
    columns: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
    for row in band:
        for piece in row:
            columns[column_of(piece, gutters)].append(piece)
    return [column for column in columns if column]


def column_of(piece: Piece, gutters: list[Span]) -> int:
    """How many gutters a piece stands to the right of."""
    return sum(piece.x0 >= high - _TOUCH for _, high in gutters)
