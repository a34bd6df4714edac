"""Put the pieces of text on a page into reading order: columns, aligned rows, paragraphs. Pure geometry.

Coordinates are points from the top left corner of the page as it is displayed. What is decided here:
- pieces on one baseline are one line; a stretch of white that runs down between them is a gutter;
- what stands on both sides of a gutter is either columns of prose, read one after the other, or a table without rules,
  read row by row with a tab between its cells;
- a line begins a new paragraph when it stands notably further from the one before than lines of that size do on this
  page.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

LIST_MARK = "•"
NOWHERE = -1
"""Start of a piece that is drawn and no character of the page."""

SPLIT_GAP = 0.7
"""White between two words, in ems, that may be a gutter."""

_ROW_TOLERANCE = 0.35  # ems by which baselines of one line may differ
_RAISED, _SMALL = 0.75, 0.85  # a footnote mark: how far above the line, in ems, and how small beside it
_COPY_OFFSET = 0.15  # ems by which a text is shifted where it is printed twice to look bold
_TAB_GAP = 2.0  # ems of white on a line of its own that separate two statements
_MARK_GAP = 4.0  # ems at most between a list mark and its text
_SPACE_GAP = 0.12  # ems of white that are a space
_PARAGRAPH = 1.15  # times the leading
_USUAL_LEADING = 1.2  # ems, where a page shows no wrapped lines
_HEADING = 1.12  # ratio of sizes that sets two lines apart
_BREAKING_SIZE = 1.8  # times what most of the text has: a heading that ends what stood side by side above it
_EMPTY_BAND = 3.0  # ems of white across a page that may end columns
_WIDE = 1.5  # ems of white that two lines with something beside them need
_FEW = 3  # lines on either side of white that is no chance; fewer must be wider apart
_PROSE_COLUMNS = 2  # side by side are no table
_SIDE_BY_SIDE = 0.6  # of the lines in a table's first column have something beside them
_REMARK_WORDS = 3  # at most, on average, of what stands beside lines now and then
_ROW_SPACING = 1.25  # times the distance of lines within a cell, at which rows are told apart by their distance
_ROW_SHARE = 0.2  # of the lines begin a row, at least, where cells wrap
_TIGHTEST = 1.4  # ems that lines within a cell are apart at most
_DIGIT, _TIGHT = 0.5, 1.25  # ems of a digit, and digits that had no room left on a line where a number was broken
_MAX_DEPTH = 6

_BULLET = re.compile(r"(?:[•●○◦▪■□➢►▶›»·∙*oØü§\-–—\uf0a7\uf0b7\uf0d8\uf0fc]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])")
_NUMBER_END, _NUMBER_START = re.compile(r"\d[.,–-]?$"), re.compile(r"[\d%]")
_HYPHENS = "-\u2010\u2011"
_OPEN_END = re.compile(r"[^.!?:;”\"']\s*$")


class Rect(NamedTuple):
    """A rectangle on the displayed page."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class Piece:
    """Characters that stand together on one printed line. `start` is where they begin in the page's characters.

    `block` is set on what was laid out already and moves as a whole: a row of a ruled table, boxes of prose.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    text: str
    start: int
    block: "tuple[Line, ...]" = ()


@dataclass(slots=True)
class Line:
    """One line of a page's text: pieces, each after its separator; `tail` are the tabs of empty last cells.

    The rows of one table have the same `table`.
    """

    parts: list[tuple[str, Piece]]
    x0: float
    x1: float
    baseline: float
    size: float
    table: object = None
    tail: str = ""
    new_paragraph: bool = field(default=False)

    @property
    def text(self) -> str:
        return "".join(separator + piece.text for separator, piece in self.parts) + self.tail


class _Kind(Enum):
    """How text with white running down through it is read: columns one after the other, a table by its rows, or lines
    that have a remark or number beside them now and then."""

    PROSE = auto()
    TABLE = auto()
    LINES = auto()


Span = tuple[float, float]
Row = list[Piece]


def arrange(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a page in reading order, each marked whether it begins a paragraph."""
    lines = list(_arrange(pieces, 0))
    _mark_paragraphs(lines)
    return lines


def is_bullet(text: str) -> bool:
    """Whether `text` is a list mark and nothing else: the white after it is no gutter."""
    return bool(_BULLET.fullmatch(text))


def list_marks(pieces: Sequence[Piece], marks: Sequence[Rect]) -> Iterator[Piece]:
    """Those of the drawn `marks` that stand before a line of text: a web page's list marks are no letters."""
    for mark in marks:
        middle = (mark.top + mark.bottom) / 2
        level = [p for p in pieces if p.baseline - p.size < middle < p.baseline]
        before = [p for p in level if p.x0 <= mark.x0]
        after = min((p for p in level if p.x0 >= mark.x1), key=lambda p: p.x0, default=None)
        if after and not before and after.x0 - mark.x1 < _MARK_GAP * after.size:
            yield Piece(*mark, after.baseline, after.size, LIST_MARK, NOWHERE)


def cell_parts(rows: Sequence[Row], width: float = math.inf) -> list[tuple[str, Piece]]:
    """The pieces of a table cell `width` points wide, its lines joined: each piece after what stands before it."""
    parts: list[tuple[str, Piece]] = []
    above: Row | None = None
    for row in rows:
        if above:
            parts.append((_line_joint(above, row, width), row[0]))
        else:
            parts.append(("", row[0]))
        parts += ((_gap(before, piece), piece) for before, piece in pairwise(row))
        above = row
    return parts


def _gap(before: Piece, after: Piece) -> str:
    if is_bullet(before.text) and after.x0 == before.x1:
        return " "
    return " " if after.x0 - before.x1 >= _SPACE_GAP * max(before.size, after.size) else ""


def _line_joint(above: Row, below: Row, width: float) -> str:
    """What joins two lines of a cell: nothing where one word runs on, `Stoke-on-` and `Trent`, or `5,4` and `41`."""
    before, after = above[-1], below[0]
    if before.text[-1] in _HYPHENS and before.text[-2:-1].isalnum() and after.text[0].isalnum():
        return ""
    if len(above) == 1 and _NUMBER_END.search(before.text) and _NUMBER_START.match(after.text):
        digit = max((after.x1 - after.x0) / len(after.text), _DIGIT * after.size)
        if " " not in before.text + after.text and before.x1 - before.x0 + digit * _TIGHT >= width:
            return ""
    return " "


def side_by_side(pieces: Sequence[Piece]) -> list[Span]:
    """The gutters of a table whose rows are divided by rules and whose columns are not; none where it holds prose."""
    rows = rows_of(pieces)
    if not rows:
        return []
    edges = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    shared, size = [edges], median_low(p.size for p in pieces)
    for row in rows:
        shared = _intersect(shared, _free(row, *edges), SPLIT_GAP * size)
    gutters = _gutters(rows, shared, size)
    return [] if _prose_columns(_columns(rows, gutters)) >= _PROSE_COLUMNS else gutters


def _arrange(pieces: Sequence[Piece], depth: int) -> Iterator[Line]:
    rows = rows_of(pieces)
    if not rows:
        return
    edges = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    size = sorted(p.size for p in pieces)[len(pieces) * 3 // 4]
    start = 0
    while start < len(rows):
        end, gutters = _band(rows, start, edges, size)
        band = rows[start:end]
        kind = _kind(columns, band) if (columns := _columns(band, gutters)) and gutters else _Kind.LINES
        if kind is _Kind.PROSE and depth < _MAX_DEPTH:
            for column in columns:
                yield from _arrange(column, depth + 1)
        elif kind is _Kind.TABLE and len(band[0]) > 1:
            for together in _table_rows(band):
                yield from together[0][0].block or (_table_line(together, gutters),)
        else:
            if kind is _Kind.TABLE:  # it begins with a row that has cells: what stands above is looked at apart
                end = start + next((i for i, row in enumerate(band) if len(row) > 1), len(band))
            for row in rows[start:end]:
                yield from row[0].block or (_plain_line(row),)
        start = end


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """Pieces grouped by baseline from top to bottom, each row from left to right. What is drawn twice counts once."""
    rows: list[Row] = []
    alike: dict[str, Row] = {}
    for piece in sorted(pieces, key=lambda p: p.baseline):
        last = rows[-1] if rows else None
        if last and _on_one_line(last, piece):
            if any(_is_copy(piece, other) for other in alike.get(piece.text, ())):
                continue
            last.append(piece)
        else:
            rows.append([piece])
            alike = {}
        alike.setdefault(piece.text, []).append(piece)
    for row in rows:
        if len(row) > 1:
            row.sort(key=lambda p: p.x0)
            _widen_list_marks(row)
    return rows


def _widen_list_marks(row: Row) -> None:
    """Let a list mark reach up to its text: the white after it is no gutter."""
    end = -math.inf
    for mark, text in pairwise(row):
        gap = text.x0 - mark.x1
        if is_bullet(mark.text) and 0 < gap < _MARK_GAP * text.size and mark.x0 - end > gap:
            mark.x1 = text.x0
        end = mark.x1


def _on_one_line(row: Row, piece: Piece) -> bool:
    first = row[0]
    if piece.block or first.block:
        return False
    down = piece.baseline - first.baseline
    if down <= _ROW_TOLERANCE * max(piece.size, first.size):
        return True
    raised = down < _RAISED * piece.size and all(p.size < _SMALL * piece.size for p in row)
    return raised and any(abs(piece.x0 - p.x1) < piece.size or abs(p.x0 - piece.x1) < piece.size for p in row)


def _is_copy(piece: Piece, other: Piece) -> bool:
    near = _COPY_OFFSET * piece.size
    return abs(piece.x0 - other.x0) < near and abs(piece.baseline - other.baseline) < near


def _free(row: Row, left: float, right: float) -> list[Span]:
    """The white of a row between `left` and `right`."""
    spans, at = [], left
    for piece in row:
        if piece.x0 > at:
            spans.append((at, piece.x0))
        at = max(at, piece.x1)
    if right > at:
        spans.append((at, right))
    return spans


def _intersect(first: list[Span], second: list[Span], least: float) -> list[Span]:
    found = []
    for a0, a1 in first:
        for b0, b1 in second:
            low, high = max(a0, b0), min(a1, b1)
            if high - low >= least:
                found.append((low, high))
    return found


def _band(rows: list[Row], start: int, edges: Span, size: float) -> tuple[int, list[Span]]:
    """The longest run of rows from `start` that share gutters, and these. Without gutters, the first row alone.

    `edges` are those of the text around, `size` is its usual size: what is much larger ends a band.
    """
    first = rows[start]
    least = SPLIT_GAP * size
    best: tuple[int, list[Span]] = (start + 1, [])
    shared = _free(first, *edges)
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
        shared = _intersect(shared, _free(row, *edges), least)
        if not shared:
            break
        left_end, right_start = min(left_end, row[0].x1), max(right_start, row[-1].x0)
        inner = [span for span in shared if left_end <= span[0] + 0.1 and right_start >= span[1] - 0.1]
        if inner and (gutters := _gutters(rows[start : end + 1], inner, size)):
            above = max(piece.bottom for before in rows[start:end] for piece in before)
            if row[0].top - above > _EMPTY_BAND * row[0].size and not _both_sides(rows[end:], gutters):
                break
            best = (end + 1, gutters)
    return best


def _both_sides(rows: list[Row], gutters: list[Span]) -> bool:
    """Whether the next rows, before any that crosses the gutters, have text on both sides of one."""
    for low, high in gutters:
        left = right = False
        for row in rows:
            if any(p.x0 < low and p.x1 > high for p in row):
                break
            left = left or any(p.x1 <= low + 0.1 for p in row)
            right = right or any(p.x0 >= high - 0.1 for p in row)
        if left and right:
            return True
    return False


def _gutters(rows: list[Row], shared: list[Span], size: float) -> list[Span]:
    """Those of the shared stretches of white that have text on both sides, often enough not to be chance."""
    found = []
    for low, high in shared:
        left = [row for row in rows if row[0].x1 <= low + 0.1]
        right = [row for row in rows if row[-1].x0 >= high - 0.1]
        few = min(sum(_FEW if row[0].block else 1 for row in side) for side in (left, right))
        both = len(left) + len(right) - len(rows)
        if few >= _FEW or (few == both == 2 and high - low >= _WIDE * size):
            found.append((low, high))
    return found


def _columns(band: list[Row], gutters: list[Span]) -> list[list[Piece]]:
    columns: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
    for row in band:
        for piece in row:
            columns[_column_of(piece, gutters)].append(piece)
    return [column for column in columns if column]


def _column_of(piece: Piece, gutters: list[Span]) -> int:
    return sum(piece.x0 >= high - 0.1 for _, high in gutters)


def _kind(columns: list[list[Piece]], band: list[Row]) -> _Kind:
    """What stands on both sides of gutters."""
    if _prose_columns(columns) >= _PROSE_COLUMNS:
        return _Kind.PROSE
    first = {id(piece) for piece in columns[0]}
    leading = [row for row in band if any(id(piece) in first for piece in row)]
    if sum(len(row) > 1 for row in leading) >= _SIDE_BY_SIDE * len(leading):
        return _Kind.TABLE
    remarks = min(columns, key=len)
    words = sum(len(piece.text.split()) for piece in remarks)
    alone = {id(row[0]) for row in band if len(row) == 1}
    if words <= _REMARK_WORDS * len(remarks) and not any(id(piece) in alone for piece in remarks):
        return _Kind.LINES
    return _Kind.PROSE


def _prose_columns(columns: list[list[Piece]]) -> int:
    """How many columns are filled with sentences, list items or a table of their own."""
    found = 0
    for column in columns:
        width = max(p.x1 for p in column) - min(p.x0 for p in column)
        words = sum(len(p.text.split()) for p in column) / len(column)
        fill = sum(p.x1 - p.x0 for p in column) / len(column) / max(width, 1)
        items = sum(bool(_BULLET.match(p.text)) and len(p.text.split()) > 1 for p in column)
        found += (len(column) >= 3 and words >= 4 and fill >= 0.6) or items >= 2 or any(p.block for p in column)
    return found


def _plain_line(row: Row) -> Line:
    parts = [("", row[0])]
    for before, piece in pairwise(row):
        gap = (piece.x0 - before.x1) / max(piece.size, before.size)
        if gap >= _TAB_GAP:
            parts.append(("\t", piece))
        else:
            parts.append((_gap(before, piece), piece))
    return _line(parts)


def _table_rows(band: list[Row]) -> Iterator[list[Row]]:
    """The lines of a table without rules, those together that belong to one row because its cells wrap.

    That shows where the lines of a cell stand clearly closer together than the rows do; else each line is a row.
    """
    distances = [below[0].baseline - above[0].baseline for above, below in pairwise(band)]
    close = min(distances, default=0)
    apart = [distance for distance in distances if distance > _ROW_SPACING * close]
    wraps = close <= _TIGHTEST * band[0][0].size and len(apart) >= max(2, len(distances) * _ROW_SHARE)
    limit = (close + min(apart)) / 2 if wraps else 0
    together = band[:1]
    for distance, row in zip(distances, band[1:], strict=True):
        if distance < limit and not (row[0].block or together[-1][0].block):
            together.append(row)
        else:
            yield together
            together = [row]
    yield together


def _table_line(rows: list[Row], gutters: list[Span]) -> Line:
    parts: list[tuple[str, Piece]] = []
    at = 0
    for column in range(len(gutters) + 1):
        cell = [[piece for piece in row if _column_of(piece, gutters) == column] for row in rows]
        for number, (separator, piece) in enumerate(cell_parts([row for row in cell if row])):
            parts.append((separator if number else "\t" * (column - at), piece))
            at = column
    line = _line(parts)
    line.table, line.tail = gutters, "\t" * (len(gutters) - at)
    return line


def _line(parts: list[tuple[str, Piece]]) -> Line:
    largest = max((piece for _, piece in parts), key=lambda p: p.size * len(p.text))
    return Line(parts, parts[0][1].x0, parts[-1][1].x1, largest.baseline, largest.size)


def _mark_paragraphs(lines: list[Line]) -> None:
    leading = _leading(lines)
    for before, line in pairwise(lines):
        line.new_paragraph = _begins_paragraph(before, line, leading)


def _leading(lines: list[Line]) -> float:
    """Distance of baselines, in ems, within this page's paragraphs: that after lines which reach the right edge."""
    ratios = []
    for before, line in pairwise(lines):
        distance = line.baseline - before.baseline
        if 0 < distance < 3 * line.size and _same_size(before, line) and before.table is line.table is None:
            full = (
                before.x1 - before.x0 >= 0.8 * max(line.x1 - line.x0, before.x1 - before.x0) and len(before.text) > 30
            )
            if full and before.x1 >= line.x1 * 0.9:
                ratios.append(distance / line.size)
    if not ratios:
        return _USUAL_LEADING
    ratios.sort()
    return ratios[len(ratios) // 4]


def _same_size(first: Line, second: Line) -> bool:
    return max(first.size, second.size) <= _HEADING * min(first.size, second.size)


def _begins_paragraph(before: Line, line: Line, leading: float) -> bool:
    if before.table is not None and before.table is line.table:
        return False
    if before.table is not line.table or not _same_size(before, line):
        return True
    distance = line.baseline - before.baseline
    if distance < 0:  # the top of the next column: a sentence may run on
        return not (_OPEN_END.search(before.text) and line.text[:1].islower())
    return distance > _PARAGRAPH * leading * line.size + 0.3
