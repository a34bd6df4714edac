"""Put the pieces of text on a page into reading order.

- Pieces on one baseline are one line; white that runs down between them is a gutter.
- What stands on both sides of a gutter is columns of prose, read one after the other; or a table without rules, read
  row by row with a tab between its cells; or lines that have a remark beside them now and then.
"""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import pairwise
from statistics import median_low

from pipeline.reading.cells import cell_parts
from pipeline.reading.gutters import SPLIT_GAP, Span, column_of, columns_of, find_band, free, gutters_among, intersect
from pipeline.reading.paragraphs import mark_paragraphs
from pipeline.reading.pieces import Line, Piece, Row, begins_item, begins_list, gap_text, is_bullet, rows_of

_TAB_GAP = 2.0  # ems of white on a line of its own that separate two statements
_PROSE_COLUMNS = 2  # side by side are no table
_PROSE_LINES, _PROSE_WORDS, _PROSE_FILL = 3, 4, 0.6  # of a column of sentences: lines, words a line, share of its width
_LEAST_WIDTH = 0.3  # of the page has each of two columns whose lines stand at heights of their own
_OVERLAP, _OVERLAP_SHARE = 0.8, 0.08  # ems below which a line overlaps the next, and lines that do
_ITEMS = 2  # make a list
_SIDE_BY_SIDE = 0.6  # of the lines in a table's first column have something beside them
_EVEN = 0.3  # ems by which the white between the words of one justified line may differ
_REMARK_WORDS = 3  # at most, on average, of what stands beside lines now and then
_ROW_SPACING = 1.25  # times the distance of lines within a cell, at which rows are told apart by their distance
_ROW_SHARE = 0.2  # of the lines begin a row, at least, where cells wrap
_FEWEST_ROWS = 2  # between two rules are rows that have none between them
_TIGHTEST = 1.4  # ems that lines within a cell are apart at most
_LINES_BELOW = 2  # lists side by side, at most
_OUT = 0.3  # ems by which a line stands further out than a list
_HEADING_SIZE = 1.12  # times the usual size
_CLEAR = 0.4  # ems of white around a heading that stands above all columns
_BALANCED = 5.0  # times that by which columns that were made to end together may differ
_UNDIVIDED = 2  # lines below a heading that were too few to be made columns of
_MAX_DEPTH = 6


class _Kind(Enum):
    """What stands on both sides of gutters."""

    PROSE = auto()
    TABLE = auto()
    LINES = auto()


def arrange(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a page in reading order, each marked whether it begins a paragraph."""
    lines = list(_arrange(pieces, 0))
    mark_paragraphs(lines)
    return lines


def side_by_side(pieces: Sequence[Piece], may_be_prose: bool) -> list[Span]:
    """The gutters of a table whose rows are divided by rules and whose columns are not; none where it holds prose, if
    it is too few rows for that to be what stands in its cells.
    """
    rows = rows_of(pieces)
    gutters = gutters_among(rows, _white(rows), median_low(p.size for p in pieces)) if rows else []
    return gutters if may_be_prose or _prose_columns(columns_of(rows, gutters)) < _PROSE_COLUMNS else []


def have_white_between(pieces: Sequence[Piece]) -> bool:
    """Whether white runs down through all of the lines, between some text and other."""
    left, right = min((p.x0 for p in pieces), default=0), max((p.x1 for p in pieces), default=0)
    return any(low > left and high < right for low, high in _white(rows_of(pieces)))


def _white(rows: Sequence[Row]) -> list[Span]:
    """The stretches of white that run down through all of the lines."""
    pieces = [piece for row in rows for piece in row]
    edges = min((p.x0 for p in pieces), default=0), max((p.x1 for p in pieces), default=0)
    shared = [edges]
    for row in rows:
        shared = intersect(shared, free(row, *edges), SPLIT_GAP * median_low(p.size for p in pieces))
    return shared


def _arrange(pieces: Sequence[Piece], depth: int) -> Iterator[Line]:
    rows = rows_of(pieces)
    if not rows:
        return
    edges = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    size = sorted(p.size for p in pieces)[len(pieces) * 3 // 4]
    start = 0
    while start < len(rows):
        end, gutters = find_band(rows, start, edges, size)
        band = rows[start:end]
        kind = _kind(columns, band, gutters) if (columns := columns_of(band, gutters)) and gutters else _Kind.LINES
        if kind is _Kind.PROSE and depth < _MAX_DEPTH:
            end = start + _end_of_lists(columns, band, gutters)
            band = rows[start:end]
            for part in _parts(band, gutters):
                for column in columns_of(part, gutters):
                    yield from _arrange(column, depth + 1)
        elif kind is _Kind.TABLE and len(band[0]) > 1:
            for together in table_rows(band, gutters):
                yield from together[0][0].block or (_table_line(together, gutters),)
        else:
            if kind is _Kind.TABLE:  # it begins with a row that has cells: what stands above is looked at apart
                end = start + next((i for i, row in enumerate(band) if len(row) > 1), len(band))
            for row in rows[start:end]:
                yield from row[0].block or (_plain_line(row, edges),)
        start = end


def _parts(band: list[Row], gutters: list[Span]) -> Iterator[list[Row]]:
    """Columns of prose divided at headings that stand above all of them, though they be no wider than the first."""
    usual = median_low(row[0].size for row in band)
    largest = max((piece.size for column in columns_of(band, gutters)[1:] for piece in column), default=0.0)
    start = 0
    for index, row in enumerate(band):
        # headings of a size that stands in the other columns too stand in the first
        is_heading = row[0].size > _HEADING_SIZE * max(usual, largest)
        if index > start and is_heading and _stands_above_all(band, index, gutters):
            yield band[start:index]
            start = index
    yield band[start:]


def _end_of_lists(columns: list[list[Piece]], band: list[Row], gutters: list[Span]) -> int:
    """Where lists side by side end: at a line or two below all of them that stand further out than the first."""
    if not all(begins_list(column[0]) for column in columns):
        return len(band)
    left = columns[0][0].x0
    below = len(band)
    while below and all(column_of(piece, gutters) == 0 for piece in band[below - 1]):
        below -= 1
    out = (i for i in range(below, len(band)) if band[i][0].x0 < left - _OUT * band[i][0].size)
    end = next(out, len(band))
    return end if len(band) - end <= _LINES_BELOW else len(band)


def _stands_above_all(band: list[Row], index: int, gutters: list[Span]) -> bool:
    """Whether beside a row of the first column there is white in all others, and text in them further down; or else
    they end where the first does above it.
    """
    clear = _CLEAR * band[index][0].size
    top, bottom = min(p.top for p in band[index]) - clear, max(p.bottom for p in band[index]) + clear
    ends: dict[int, float] = {}  # of the columns above
    beside, below = set(), set()
    for number, row in enumerate(band):
        for piece in row:
            column = column_of(piece, gutters)
            if column == 0 and number != index:
                if number < index:
                    ends[0] = piece.bottom
            elif piece.bottom <= top:
                ends[column] = max(ends.get(column, 0), piece.bottom)
            elif piece.top >= bottom:
                below.add(column)
            else:
                beside.add(column)
    if beside != {0}:
        return False
    others = range(1, len(gutters) + 1)
    under = sum(column_of(row[0], gutters) == 0 for row in band[index + 1 :])
    return below.issuperset(others) or (
        0 < under <= _UNDIVIDED
        and all(column in ends and abs(ends.get(0, 0) - ends[column]) < _BALANCED * clear for column in others)
    )


def _kind(columns: list[list[Piece]], band: list[Row], gutters: list[Span]) -> _Kind:
    """What stands on both sides of gutters."""
    are_lists = all(begins_list(column[0]) for column in columns)
    if are_lists or _prose_columns(columns) >= _PROSE_COLUMNS or _are_set_apart(columns, band):
        return _Kind.PROSE
    first = {id(piece) for piece in columns[0]}
    # with three columns and more, lines of one cell below each other are no lines of their own
    rows = list(table_rows(band, gutters)) if len(columns) > _PROSE_COLUMNS else [[row] for row in band]
    leading = [found for row in rows if first & (found := {id(piece) for line in row for piece in line})]
    if sum(not found <= first for found in leading) >= _SIDE_BY_SIDE * len(leading):
        return _Kind.TABLE
    remarks = min(columns, key=len)
    words = sum(len(piece.text.split()) for piece in remarks)
    alone = {id(row[0]) for row in band if len(row) == 1}
    if words <= _REMARK_WORDS * len(remarks) and not any(id(piece) in alone for piece in remarks):
        return _Kind.LINES
    return _Kind.PROSE


def _are_set_apart(columns: list[list[Piece]], band: list[Row]) -> bool:
    """Whether there are two wide columns whose lines stand at heights of their own, and not side by side as in rows."""
    if len(columns) != _PROSE_COLUMNS:
        return False
    widths = [max(p.x1 for p in column) - min(p.x0 for p in column) for column in columns]
    if min(widths) < _LEAST_WIDTH * sum(widths):
        return False
    right = min(p.x0 for p in columns[1])
    between = sum(
        below[0].baseline - above[0].baseline < _OVERLAP * min(below[0].size, above[0].size)
        for above, below in pairwise(band)
        if (above[0].x0 >= right) != (below[0].x0 >= right) and len(above) == len(below) == 1
    )
    return between >= max(_PROSE_LINES, _OVERLAP_SHARE * len(band))


def _prose_columns(columns: list[list[Piece]]) -> int:
    """How many columns are filled with sentences, list items or a table of their own."""
    found = 0
    for column in columns:
        width = max(p.x1 for p in column) - min(p.x0 for p in column)
        words = sum(len(p.text.split()) for p in column) / len(column)
        fill = sum(p.x1 - p.x0 for p in column) / len(column) / max(width, 1)
        sentences = len(column) >= _PROSE_LINES and words >= _PROSE_WORDS and fill >= _PROSE_FILL
        items = sum(begins_item(p.text) or (is_bullet(p.text) and not p.text.isalnum()) for p in column)
        found += sentences or items >= _ITEMS or any(p.block for p in column)
    return found


def _plain_line(row: Row, column: Span) -> Line:
    parts = [("", row[0])]
    justified = _is_justified(row, column)
    for before, piece in pairwise(row):
        gap = (piece.x0 - before.x1) / max(piece.size, before.size)
        if gap >= _TAB_GAP and not justified:
            parts.append(("\t", piece))
        else:
            parts.append((gap_text(before, piece), piece))
    line = _line(parts)
    line.column = column
    return line


def _is_justified(row: Row, column: Span) -> bool:
    """Whether a line of few words was drawn out to fill its column: white of one width between all of them."""
    texts = [row[0].text.lstrip("0123456789. "), *(piece.text for piece in row[1:])]  # a heading may have a number
    if len(row) <= _PROSE_COLUMNS or not all(text.strip(",;&'’-").isalpha() for text in texts):
        return False
    gaps = [after.x0 - before.x1 for before, after in pairwise(row)]
    size = row[0].size
    is_even = max(gaps) - min(gaps) < _EVEN * size
    return is_even and row[0].x0 - column[0] < size and column[1] - row[-1].x1 < size


def table_rows(band: Sequence[Row], gutters: list[Span]) -> Iterator[list[Row]]:
    """The lines of a table without rules, those together that belong to one row because its cells wrap.

    That shows where the lines of a cell stand clearly closer together than the rows do; else each line is a row.
    """
    distances = [below[0].baseline - above[0].baseline for above, below in pairwise(band)]
    close = min(distances, default=0.0)
    apart = [distance for distance in distances if distance > _ROW_SPACING * close]
    limit = (close + min(apart)) / 2 if apart and close <= _TIGHTEST * band[0][0].size else 0.0
    rows: list[list[Row]] = [[row] for row in band[:1]]
    for distance, row in zip(distances, band[1:], strict=True):
        if distance < limit and not (row[0].block or rows[-1][-1][0].block):
            rows[-1].append(row)
        else:
            rows.append([row])
    if len(apart) >= max(2, len(distances) * _ROW_SHARE) or all(_are_cells(row, gutters) for row in rows):
        yield from rows
    else:
        yield from _wrapped(band, gutters)


def _wrapped(band: Sequence[Row], gutters: list[Span]) -> Iterator[list[Row]]:
    """The lines of a table that stand evenly, those together that go on in the middle of a sentence."""
    row: list[Row] = []
    for line in band:
        if row and not _goes_on(row, line, gutters):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _goes_on(row: list[Row], line: Row, gutters: list[Span]) -> bool:
    """Whether a line goes on with the cells of a row: more begin in the middle of a sentence than do not."""
    if line[0].baseline - row[-1][0].baseline > _TIGHTEST * line[0].size or line[0].block or row[-1][0].block:
        return False
    above = {column_of(piece, gutters): piece for piece in row[-1]}
    here: dict[int, Piece] = {}
    for piece in line:
        here.setdefault(column_of(piece, gutters), piece)
    if not here.keys() <= above.keys():
        return False
    begun = sum(piece.text[0].islower() or piece.text[0] in "&(" for piece in here.values())
    begun += 0 not in here and len(row) > 1
    return 2 * begun > len(here) or (0 not in here and begun > 0)


def hold_rows(pieces: Sequence[Piece], gutters: list[Span]) -> bool:
    """Whether the lines between two rules are several rows of a table: set apart, or with figures below each other."""
    lines = rows_of(pieces)
    rows = list(table_rows(lines, gutters)) if len(lines) > 1 else []
    leading = sum(any(column_of(piece, gutters) == 0 for line in row for piece in line) for row in rows)
    if leading < max(_FEWEST_ROWS, _SIDE_BY_SIDE * len(rows)):
        return False
    distances = [below[0].baseline - above[0].baseline for above, below in pairwise(lines)]
    return (
        any(len(row) > 1 for row in rows)
        or min(distances) > _TIGHTEST * median_low(piece.size for piece in pieces)
        or (not _are_cells(lines, gutters) and all(column_of(line[0], gutters) == 0 for line in lines))
    )


def _are_cells(lines: list[Row], gutters: list[Span]) -> bool:
    """Whether lines look like the cells of one row: each from the first line on, no figures below each other."""
    if len(lines) == 1:
        return True
    columns = [{column_of(piece, gutters) for piece in line} for line in lines]
    figures = [
        {column_of(piece, gutters) for piece in line if piece.text.lstrip("(-–£")[:1].isdigit()} for line in lines
    ]
    if any(above & below for above, below in pairwise(figures)):
        return False
    return all(below <= above for above, below in pairwise(columns)) and columns[0] != columns[-1]


def _table_line(rows: list[Row], gutters: list[Span]) -> Line:
    parts: list[tuple[str, Piece]] = []
    at = 0
    for column in range(len(gutters) + 1):
        cell = [[piece for piece in row if column_of(piece, gutters) == column] for row in rows]
        for number, (separator, piece) in enumerate(cell_parts([row for row in cell if row])):
            parts.append((separator if number else "\t" * (column - at), piece))
            at = column
    line = _line(parts)
    line.table, line.tail = gutters, "\t" * (len(gutters) - at)
    return line


def _line(parts: list[tuple[str, Piece]]) -> Line:
    largest = max((piece for _, piece in parts), key=lambda p: p.size * len(p.text))
    return Line(parts, parts[0][1].x0, parts[-1][1].x1, largest.baseline, largest.size)
