"""Ruled tables: the grid that drawn lines make, and the rows of text in it.

The grid is found by pdfplumber's table finder, which is given the lines that pdfium reports, so that no page has to
be parsed a second time by a slower reader. Every row of a table becomes one line of text with a tab between its
cells.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from types import SimpleNamespace
from typing import Any, cast

from pipeline.reading.cells import cell_parts
from pipeline.reading.gutters import column_of
from pipeline.reading.layout import arrange, have_white_between, hold_rows, side_by_side, table_rows
from pipeline.reading.pieces import Line, Piece, Rect, Row, rows_of

MAX_EDGES = 8000
"""More drawn lines than this are a picture, not a table."""

_FEWEST_EDGES = 5
_MOST_CROSSINGS = 4000  # of rules; more are a map or a chart
_HEADER_CELLS = 2
_ROWS_OF_PROSE = 3  # between rules are a table, though its cells hold sentences
_SNAP = 2.0  # points by which lines that meet may miss each other
_ENDS = 3  # lines that end at one place make a side of a table, drawn or not
_SPANNED_ROWS = 3  # at most at a table's head, whose cells may reach over several columns
_MOST_BESIDE = 2  # rows above the first and below the last shaded one
_PANEL_WORDS = 25  # in each of its cells make a single row boxes of prose side by side
_STRIPES_APART = 2.5  # times the height of the tallest shaded row
_UNRULED = 0.3  # of the rows that rules make are several: there are some only at head and foot of tables
_CROSSING = 1.5  # points by which text may stick out of its cell


@dataclass(frozen=True)
class Grid:
    """A table's cells, the left edges of its columns, the upper edges of its rows, whether it has rules down, and
    whether every other row is shaded.
    """

    cells: tuple[Rect, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    has_sides: bool = True
    is_striped: bool = False

    @property
    def box(self) -> Rect:
        x0, tops, x1, bottoms = zip(*self.cells, strict=True)
        return Rect(min(x0), min(tops), max(x1), max(bottoms))


def find_grids(edges: Sequence[Rect]) -> list[Grid]:
    """The grids that horizontal and vertical lines make, from top to bottom. Rules without columns make one column."""
    across, down = _by_direction(edges)
    if len(across) < _ENDS and len(across) + len(down) < _FEWEST_EDGES:
        return []
    if len({round(edge.x0) for edge in down}) * len({round(edge.top) for edge in across}) > _MOST_CROSSINGS:
        return []
    from pdfplumber.page import Page
    from pdfplumber.table import TableFinder

    closed = [*edges, *_closing(across, down)]
    page = SimpleNamespace(edges=list(map(_as_pdfplumber_edge, closed)))
    grids = []
    for table in TableFinder(cast(Page, page)).tables:
        cells = tuple(Rect(*cell) for cell in table.cells)
        grid = _grid(cells)
        box = grid.box
        beside = (edge for edge in down if box.x0 - _SNAP <= edge.x0 <= box.x1 + _SNAP)
        if any(edge.top < box.bottom and edge.bottom > box.top for edge in beside):
            grids.append(grid)
        else:
            grids += _apart(grid)
    return list(_striped(grids))


def _grid(cells: Iterable[Rect], has_sides: bool = True) -> Grid:
    cells = tuple(cells)
    return Grid(cells, _starts(cell.x0 for cell in cells), _starts(cell.top for cell in cells), has_sides)


def _apart(grid: Grid) -> Iterator[Grid]:
    """The tables in a grid without rules down: where a row is one cell, that is the white between two of them."""
    if len(grid.columns) == 1:
        yield _grid(grid.cells, has_sides=False)
        return
    rows = groupby(sorted(grid.cells, key=lambda cell: cell.top), key=lambda cell: cell.top)
    for divided, run in groupby((list(cells) for _, cells in rows), key=lambda cells: len(cells) > 1):
        if divided:
            yield _grid((cell for cells in run for cell in cells), has_sides=False)


def _striped(grids: Sequence[Grid]) -> Iterator[Grid]:
    """The grids, those of shaded rows that alternate with others put together as one."""
    run: list[Grid] = []
    for grid in [*sorted(grids, key=lambda grid: grid.rows[0]), None]:
        if grid and run and _alternate(run, grid):
            run.append(grid)
            continue
        if len(run) > 1:
            yield _with_rows_between(run)
        else:
            yield from run
        run = [grid] if grid else []


def _alternate(run: Sequence[Grid], below: Grid) -> bool:
    """Whether a grid of one row is the next shaded one of a table: as wide, as many columns, and not far below."""
    above = run[-1]
    most = _MOST_BESIDE if above is run[0] else 1  # the header may be shaded, and the row below it as well
    if len(above.rows) > most or len(below.rows) > 1 or len(above.columns) != len(below.columns):
        return False
    ends = zip([*above.columns, above.box.x1], [*below.columns, below.box.x1], strict=True)
    if any(abs(a - b) > _SNAP for a, b in ends):
        return False
    gap = below.rows[0] - above.box.bottom
    tallest = max(cell.bottom - cell.top for grid in (*run, below) for cell in grid.cells)
    return 0 < gap < _STRIPES_APART * tallest


def _with_rows_between(stripes: Sequence[Grid]) -> Grid:
    edges = [*stripes[0].columns, stripes[0].box.x1]
    cells = [cell for grid in stripes for cell in grid.cells]
    for above, below in pairwise(stripes):
        cells += [Rect(left, above.box.bottom, right, below.rows[0]) for left, right in pairwise(edges)]
    snapped = [Rect(min(edges, key=lambda x: abs(x - c.x0)), c.top, c.x1, c.bottom) for c in cells]
    return replace(_grid(snapped, has_sides=len(edges) > 2), is_striped=True)


def _by_direction(edges: Sequence[Rect]) -> tuple[list[Rect], list[Rect]]:
    across = [edge for edge in edges if edge.x1 - edge.x0 > edge.bottom - edge.top]
    return across, [edge for edge in edges if edge.x1 - edge.x0 <= edge.bottom - edge.top]


def _closing(across: Sequence[Rect], down: Sequence[Rect]) -> Iterator[Rect]:
    """The sides that a table lacks: open at the sides by design, or below where it runs on to the next page."""
    for ends_down in [edge.bottom for edge in down], [edge.top for edge in down]:
        for y in _shared(ends_down):
            ends = [edge.x0 for edge in down if min(abs(edge.top - y), abs(edge.bottom - y)) <= _SNAP]
            if not any(abs(edge.top - y) <= _SNAP and edge.x0 <= min(ends) + _SNAP for edge in across):
                yield Rect(min(ends), y, max(ends), y)
    for x in {*_shared([edge.x0 for edge in across]), *_shared([edge.x1 for edge in across])}:
        for top, bottom in _runs(x, across):
            ruled = (edge for edge in down if abs(edge.x0 - x) <= _SNAP)
            if not any(edge.top <= bottom and edge.bottom >= top - _SNAP for edge in ruled):
                yield Rect(x, top, x, bottom)


def _runs(x: float, across: Sequence[Rect]) -> Iterator[tuple[float, float]]:
    """Where rules end at `x` one below the other, without one that runs through: from which to which."""
    run: list[float] = []
    for edge in sorted(across, key=lambda edge: edge.top):
        if min(abs(edge.x0 - x), abs(edge.x1 - x)) <= _SNAP:
            run.append(edge.top)
        elif edge.x0 < x < edge.x1:
            if len(run) >= _ENDS:
                yield run[0], run[-1]
            run = []
    if len(run) >= _ENDS:
        yield run[0], run[-1]


def _shared(values: Iterable[float]) -> list[float]:
    """Places at which at least three lines end."""
    ordered, places, run = sorted(values), [], 1
    for before, value in pairwise(ordered):
        run = run + 1 if value - before <= _SNAP else 1
        if run == _ENDS:
            places.append(value)
    return places


def _as_pdfplumber_edge(edge: Rect) -> dict[str, Any]:
    width, height = edge.x1 - edge.x0, edge.bottom - edge.top
    orientation = "h" if width > height else "v"
    return {**edge._asdict(), "width": width, "height": height, "orientation": orientation, "object_type": "line"}


def _starts(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(sorted(set(values)))


def set_tables(pieces: list[Piece], grids: Sequence[Grid], split: Callable[[Piece], list[Piece]]) -> list[Piece]:
    """`pieces` with those that stand in a table replaced by one piece for each of its rows.

    `split` divides a piece into words; it is asked for those that run through several cells. A grid that turns out to
    hold no table leaves its text as it was.
    """
    for grid in (part for whole in grids for part in _parts(whole, pieces)):
        if _is_part(grid, pieces):
            continue  # its rows are told apart by their distance
        if grid.is_striped:
            grid = _extended(grid, pieces)
        elif not grid.has_sides:
            grid = _with_header(grid, pieces)
        box = grid.box
        filled = _fill(grid, [piece for piece in pieces if _within(piece, box)], split)
        if len(grid.columns) == 1 or not _is_table(filled):
            continue
        pieces = [piece for piece in pieces if not _within(piece, box)]
        pieces += [_boxes(grid, filled)] if _is_panels(grid, filled) else _rows(grid, filled)
    return pieces


def _is_part(grid: Grid, pieces: Sequence[Piece]) -> bool:
    """Whether a table has rules or shades at its head and foot only, and rows without any between them."""
    box = grid.box
    if grid.is_striped or len(grid.columns) == 1:
        return False
    gutters = [(x - _SNAP, x) for x in grid.columns[1:]]
    if len(grid.rows) == 1:
        height = box.bottom - box.top
        below = [p for p in pieces if box.bottom < p.top < box.bottom + height and p.x0 < box.x1 and p.x1 > box.x0]
        inside = [p for p in pieces if _within(p, box)]
        columns = {column_of(piece, gutters) for piece in below if not piece.block}
        return len(columns) > 1 and len({column_of(piece, gutters) for piece in inside}) > 1
    if grid.has_sides:
        return False
    heights = {(cell.top, cell.bottom) for cell in grid.cells}
    rows = (
        [p for p in pieces if box.x0 < p.x1 and p.x0 < box.x1 and t <= (p.top + p.bottom) / 2 <= b] for t, b in heights
    )
    return any(hold_rows(row, gutters) for row in rows if not any(piece.block for piece in row))


def _extended(grid: Grid, pieces: Sequence[Piece]) -> Grid:
    """A striped grid with the rows above its first and below its last shaded one."""
    gutters = [(left - _SNAP, left) for left in grid.columns[1:]]
    above = _lines_beside(grid, pieces, -1)
    rows = list(table_rows(above, gutters))
    if all(len(row) == 1 for row in rows) and len(rows) > _MOST_BESIDE:
        rows = [above]  # a header of several lines
    for row in rows[::-1][:_MOST_BESIDE]:
        grid = _with_row(grid, row, -1)
    for row in [*table_rows(_lines_beside(grid, pieces, 1), gutters)][:_MOST_BESIDE]:
        grid = _with_row(grid, row, 1)
    return grid


def _with_header(grid: Grid, pieces: Sequence[Piece]) -> Grid:
    """A grid with the row above it, where the first rule stands below the header."""
    return _with_row(grid, _lines_beside(grid, pieces, -1), -1)


def _with_row(grid: Grid, row: Sequence[Row], down: int) -> Grid:
    """A grid with the lines of a row above (-1) or below (1) it, unless they fill too few of its columns."""
    box = grid.box
    edges = list(pairwise([*grid.columns, box.x1]))
    filled = {column_of(piece, [(left - _SNAP, left) for left, _ in edges[1:]]) for line in row for piece in line}
    if len(filled) < _HEADER_CELLS:
        return grid
    if down > 0:
        top, bottom = box.bottom, max(piece.bottom for line in row for piece in line) + _SNAP
    else:
        top, bottom = min(piece.top for line in row for piece in line) - _SNAP, box.top
    cells = [Rect(left, top, right, bottom) for left, right in edges]
    return replace(grid, cells=(*grid.cells, *cells), rows=_starts((*grid.rows, top)))


def _lines_beside(grid: Grid, pieces: Sequence[Piece], down: int) -> list[Row]:
    """The lines right above (-1) or below (1) a grid, from top to bottom, as far as they keep to its columns."""
    box = grid.box
    edges = list(pairwise([*grid.columns, box.x1]))
    near = [piece for piece in pieces if box.x0 < piece.x1 and piece.x0 < box.x1]
    outside = [p for p in near if (p.bottom > box.bottom + _SNAP if down > 0 else p.top < box.top - _SNAP)]
    found: list[Row] = []
    edge = box.bottom if down > 0 else box.top
    for line in rows_of(outside)[::down]:
        distance = line[0].top - edge if down > 0 else edge - line[0].bottom
        fits = all(any(p.x0 >= x0 - _SNAP and p.x1 <= x1 + _SNAP for x0, x1 in edges) for p in line)
        if distance > line[0].size or not fits or any(piece.block for piece in line):
            break
        found.append(line)
        edge = line[0].bottom if down > 0 else line[0].top
    return found[::down]


def _is_table(filled: dict[Rect, list[Piece]]) -> bool:
    """Whether there are columns, or the one column that is left of a table that runs on from the page before."""
    return len({cell.x0 for cell in filled}) > 1 or (len(filled) > 2 and _fewest_words(filled) < _PANEL_WORDS)


def _is_panels(grid: Grid, filled: dict[Rect, list[Piece]]) -> bool:
    """Whether a grid is boxes of prose that touch: one row of them, all full."""
    return len(grid.rows) == 1 and _fewest_words(filled) >= _PANEL_WORDS


def _fewest_words(filled: dict[Rect, list[Piece]]) -> int:
    return min(sum(len(piece.text.split()) for piece in pieces) for pieces in filled.values())


def _boxes(grid: Grid, filled: dict[Rect, list[Piece]]) -> Piece:
    """Boxes of prose, to be read one after the other."""
    lines = tuple(line for cell in sorted(filled) for line in arrange(filled[cell]))
    return _block(grid.box, lines)


def _parts(grid: Grid, pieces: Sequence[Piece]) -> Iterator[Grid]:
    """The grids with columns that a grid without rules down is: the rules of two tables may have prose between them."""
    divided = grid if len(grid.columns) > 1 else _with_columns(grid, pieces)
    if len(divided.columns) > 1:
        yield divided
        return
    run: list[Rect] = []
    held: list[Piece] = []
    for cell in sorted(grid.cells, key=lambda cell: cell.top):
        inside = [piece for piece in pieces if _within(piece, cell)]
        if run and not have_white_between([*held, *inside]):
            yield _with_columns(_grid(run, has_sides=False), pieces)
            run, held = [], []
        if run or have_white_between(inside):
            run.append(cell)
            held += inside
    if run:
        yield _with_columns(_grid(run, has_sides=False), pieces)


def _with_columns(grid: Grid, pieces: Sequence[Piece]) -> Grid:
    """A grid whose rows have rules between them and its columns have none, divided at the white between them."""
    if len(grid.columns) > 1:
        return grid
    box = grid.box
    inside, may_be_prose = [p for p in pieces if _within(p, box)], len(grid.rows) >= _ROWS_OF_PROSE
    gutters = side_by_side(inside, may_be_prose)
    for top in grid.rows[1 : _SPANNED_ROWS + 1] if len(grid.rows) > 2 * _SPANNED_ROWS else ():
        rest = [piece for piece in inside if (piece.top + piece.bottom) / 2 > top]  # without a title that spans columns
        if len(more := side_by_side(rest, may_be_prose)) > len(gutters):
            inside, gutters = rest, more
    for line in _lines_beside(replace(grid, columns=(box.x0,)), pieces, -1)[::-1] if gutters else ():
        inside = [*line, *inside]  # its header may reach further into the white
        narrower = side_by_side(inside, may_be_prose)
        if len(narrower) < len(gutters):
            break
        gutters = narrower
    edges = [box.x0, *((low + high) / 2 for low, high in gutters), box.x1]
    cells = [Rect(left, row.top, right, row.bottom) for row in grid.cells for left, right in pairwise(edges)]
    return replace(grid, cells=tuple(cells), columns=tuple(edges[:-1]), has_sides=False)


def _within(piece: Piece, box: Rect) -> bool:
    middle = (piece.top + piece.bottom) / 2
    return box.top <= middle <= box.bottom and piece.x0 < box.x1 and piece.x1 > box.x0 and not piece.block


def _fill(grid: Grid, pieces: Sequence[Piece], split: Callable[[Piece], list[Piece]]) -> dict[Rect, list[Piece]]:
    beside: list[list[Rect]] = [[] for _ in grid.rows]  # the cells that each row meets, also those from rows above
    for cell in grid.cells:
        for number in range(bisect_left(grid.rows, cell.top), bisect_left(grid.rows, cell.bottom)):
            beside[number].append(cell)
    filled: dict[Rect, list[Piece]] = {}
    for piece in pieces:
        row = beside[max(bisect_right(grid.rows, (piece.top + piece.bottom) / 2) - 1, 0)]
        cells = [cell for cell in row if _overlaps(piece, cell)]
        if len(cells) == 1:
            filled.setdefault(cells[0], []).append(piece)
            continue
        for word in split(piece):
            filled.setdefault(_cell_of(word, cells or row or grid.cells), []).append(word)
    return filled


def _overlaps(piece: Piece, cell: Rect) -> bool:
    shared = min(piece.x1, cell.x1) - max(piece.x0, cell.x0)
    return shared > min(_CROSSING, (piece.x1 - piece.x0) / 2)


def _cell_of(word: Piece, cells: Sequence[Rect]) -> Rect:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return min(cells, key=lambda c: max(c.x0 - x, x - c.x1, 0) + max(c.top - y, y - c.bottom, 0))


def _rows(grid: Grid, filled: dict[Rect, list[Piece]]) -> Iterator[Piece]:
    by_row: dict[int, list[tuple[int, Rect]]] = {}
    for cell in filled:
        row, column = bisect_right(grid.rows, cell.top) - 1, bisect_right(grid.columns, cell.x0) - 1
        by_row.setdefault(row, []).append((column, cell))
    box = grid.box
    for row, cells in sorted(by_row.items()):
        parts: list[tuple[str, Piece]] = []
        at = 0
        for column, cell in sorted(cells):
            rows = rows_of(filled[cell])
            padding = max(min(words[0].x0 for words in rows) - cell.x0, 0)
            for number, (separator, piece) in enumerate(cell_parts(rows, cell.x1 - cell.x0 - 2 * padding)):
                parts.append((separator if number else "\t" * (column - at), piece))
            at = column
        first = parts[0][1]
        line = Line(parts, box.x0, box.x1, first.baseline, first.size, grid, "\t" * (len(grid.columns) - 1 - at))
        yield _block(Rect(box.x0, grid.rows[row], box.x1, max(cell.bottom for _, cell in cells)), (line,))


def _block(box: Rect, lines: tuple[Line, ...]) -> Piece:
    first = lines[0]
    return Piece(*box, first.baseline, first.size, "\n".join(line.text for line in lines), 0, lines)
