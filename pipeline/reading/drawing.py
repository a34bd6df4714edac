"""The straight lines that are drawn on a PDF page: rules of tables, sides of boxes."""

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as raw

_STRAIGHT = 0.8  # points by which an end of a horizontal or vertical line may be off
_SHORTEST = 2.0
_MAX_FORM_DEPTH = 5

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


def straight_lines(page: Any, limit: int) -> list[Line]:
    """Horizontal and vertical lines (x0, y0, x1, y1) in the file's coordinates; none when there are more than
    `limit`: a drawing.
    """
    lines: list[Line] = []
    for path, matrix in _paths(page):
        lines += _sides(path, matrix)
        if len(lines) > limit:
            return []
    return lines


def _paths(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    for i in range(raw.FPDFPage_CountObjects(page)):
        yield from _paths_of(raw.FPDFPage_GetObject(page, i), _IDENTITY, 0)


def _paths_of(item: Any, outer: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        if _is_drawn(item):
            yield item, outer.after(_matrix(item))
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
