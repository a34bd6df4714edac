"""What is drawn on a PDF page besides text: rules of tables, sides of boxes, marks of list items."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as raw

_STRAIGHT = 0.8  # points by which an end of a horizontal or vertical line may be off
_SHORTEST = 2.0
_MAX_FORM_DEPTH = 5
_MARK_SIZES, _MARK_SKEW = (1.5, 9.0), 0.25  # points across a disc or square before a list item, and how round it is

Line = tuple[float, float, float, float]


class _Matrix(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: "_Matrix") -> "_Matrix":
        """The matrix that applies `first`, then this one."""
        e, f = self.point(first.e, first.f)
        return _Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            e,
            f,
        )


_IDENTITY = _Matrix(1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Drawing:
    """What is drawn on a page, in the file's coordinates (x0, y0, x1, y1): straight lines, and marks as small as a
    list's.
    """

    lines: list[Line]
    marks: list[Line]


def drawing(page: Any, limit: int) -> Drawing:
    """The horizontal and vertical lines and the small marks on a page; none when there are more than `limit`: a
    picture.
    """
    found = Drawing([], [])
    for path, outer in _paths(page):
        box = _bounds(path, outer)
        if _is_mark(box):
            found.marks.append(box)
        else:
            found.lines.extend(_sides(path, outer.after(_matrix(path))))
        if len(found.lines) + len(found.marks) > limit:
            return Drawing([], [])
    return found


def _bounds(item: Any, outer: _Matrix) -> Line:
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges))
    left, low, right, high = (edge.value for edge in edges)
    (ax, ay), (bx, by) = outer.point(left, low), outer.point(right, high)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _is_mark(box: Line) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return _MARK_SIZES[0] <= width <= _MARK_SIZES[1] and abs(width - height) <= _MARK_SKEW * width


def _paths(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    for i in range(raw.FPDFPage_CountObjects(page)):
        yield from _paths_of(raw.FPDFPage_GetObject(page, i), _IDENTITY, 0)


def _paths_of(item: Any, outer: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        if _is_drawn(item):
            yield item, outer
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
        matrix = outer.after(_matrix(item))
        for i in range(raw.FPDFFormObj_CountObjects(item)):
            yield from _paths_of(raw.FPDFFormObj_GetObject(item, i), matrix, depth + 1)


def _is_drawn(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(fill.value or stroke.value)


def _matrix(item: Any) -> _Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _sides(path: Any, matrix: _Matrix) -> Iterator[Line]:
    x, y = ctypes.c_float(), ctypes.c_float()
    x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
    start = at = (0.0, 0.0)
    for i in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        raw.FPDFPathSegment_GetPoint(segment, x_ref, y_ref)
        point = matrix.point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and _is_straight(at, point):
            yield (*at, *point)
        at = point
        if raw.FPDFPathSegment_GetClose(segment):
            if _is_straight(at, start):
                yield (*at, *start)
            at = start


def _is_straight(start: tuple[float, float], end: tuple[float, float]) -> bool:
    across, up = abs(end[0] - start[0]), abs(end[1] - start[1])
    return min(across, up) <= _STRAIGHT and max(across, up) >= _SHORTEST
