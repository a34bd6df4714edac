"""A PDF page through pypdfium2's raw interface: its text in stretches, their places, single characters, drawn lines.

Asking pdfium for every character's box takes three times as long as reading the text. So stretches are measured
whole, and single characters only where it matters: at wide gaps, in tables, and for the quotes of records. All
coordinates that leave this module are points from the top left corner of the page as it is displayed.
"""

import ctypes
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.reading.drawing import drawing
from pipeline.reading.gutters import SPLIT_GAP
from pipeline.reading.pieces import NOWHERE, Piece, Rect, is_bullet

_LINE = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_WIDE_AVERAGE = 0.75  # ems a character: there must be a gap in the stretch
_SOFT_HYPHENS = "\ufffe\x02"  # pdfium's marks for a hyphen at which a line ends
_BULLET_GAPS = 6  # the white after a list mark may be this many times a gap and is none
_WHITE = frozenset((0x00, 0x09, 0x0A, 0x0D, 0x20, 0xA0))
_USUAL_DESCENT, _DEEPEST, _SHALLOWEST = -0.21, -0.3, -0.15  # ems; some fonts state nonsense
_ASKEW = 0.05  # quarter turns by which a line may be off
_ANY_TURN = -1
_SCAN_SHARE = 0.4
_MANY_OBJECTS = 50
_MANY_CHARACTERS = 20_000
_UNFIT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Frame:
    """How the page is displayed: its visible box in the file's coordinates, and its rotation in quarter turns
    clockwise.
    """

    left: float
    low: float
    right: float
    high: float
    turns: int

    @property
    def width(self) -> float:
        return self.high - self.low if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.high - self.low

    def shows(self, piece: Piece) -> bool:
        """Whether any of it is within the page."""
        return piece.x1 > 0 and piece.x0 < self.width and piece.bottom > 0 and piece.top < self.height

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.turns:
            case 0:
                return x - self.left, self.high - y
            case 1:
                return y - self.low, x - self.left
            case 2:
                return self.right - x, y - self.low
            case _:
                return self.high - y, self.right - x

    def origin_of(self, x: float, y: float) -> tuple[float, float]:
        """The point of the file that is displayed at (x, y)."""
        match self.turns:
            case 0:
                return x + self.left, self.high - y
            case 1:
                return y + self.left, x + self.low
            case 2:
                return self.right - x, y + self.low
            case _:
                return self.right - y, self.high - x

    def rect(self, x0: float, y0: float, x1: float, y1: float) -> Rect:
        if self.turns == 0 and x0 <= x1 and y0 <= y1:  # nearly always
            return Rect(x0 - self.left, self.high - y1, x1 - self.left, self.high - y0)
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return Rect(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


class PageText:
    """The text of one page. It is native memory until it is closed."""

    def __init__(self, document: pdfium.PdfDocument, index: int) -> None:
        self._page = document[index]
        try:
            self._textpage = self._page.get_textpage()
        except BaseException:
            self._page.close()
            raise
        self._handle = self._textpage.raw
        self.frame = _frame(self._page)
        self._frames = [replace(self.frame, turns=(self.frame.turns - turn) % 4) for turn in range(4)]
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._edge_refs = [ctypes.byref(edge) for edge in self._edges]
        self._rect = raw.FS_RECTF()
        self._rect_ref = ctypes.byref(self._rect)
        self._matrix = raw.FS_MATRIX()
        self._matrix_ref = ctypes.byref(self._matrix)
        self._xy = (ctypes.c_double(), ctypes.c_double())
        self._xy_refs = [ctypes.byref(value) for value in self._xy]

    def close(self) -> None:
        self._textpage.close()
        self._page.close()

    def characters(self) -> str:
        """Every character of the page in pdfium's order: the one at index i is pdfium's i-th."""
        count = raw.FPDFText_CountChars(self._handle)
        if count <= 0:
            return ""
        text: str = self._textpage.get_text_range()
        if len(text) != count or any("\ud800" <= c <= "\udfff" for c in _UNFIT.findall(text)):
            text = "".join(chr(raw.FPDFText_GetUnicode(self._handle, i) or 0xFFFD) for i in range(count))
        return _UNFIT.sub("\ufffd", text)

    def pieces(self, text: str) -> dict[int, list[Piece]]:
        """The pieces of `characters()` by the direction they run in: 0 as displayed, 1 to 3 quarter turns clockwise,
        -1 askew.

        Pieces that run in another direction are measured as if the page were turned so that they can be read.
        """
        found: dict[int, list[Piece]] = {}
        for match in _LINE.finditer(text):
            start, end = match.span()
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start == end:
                continue
            turn, size = self._font(_typical(text, start, end))
            frame = self._upright(turn)
            shown = (piece for piece in self._measured(text, start, end, size, frame) if frame.shows(piece))
            found.setdefault(turn, []).extend(shown)
        return found

    def split(self, piece: Piece, turn: int, gap: float = SPLIT_GAP) -> list[Piece]:
        """A piece divided at every gap of at least `gap` ems, measured character by character."""
        if piece.start == NOWHERE:
            return [piece]
        return self._split(piece.text, piece.start, piece.size, self._upright(turn), gap)

    def stretch_box(self, start: int, end: int, turn: int) -> Rect | None:
        """The box of a stretch on one line: as wide as its characters advance, as high as its font's em, from its
        descent up.

        None where nothing but white is in it.
        """
        frame = self._upright(turn)
        head = next((i for i in range(start, end) if not self._is_white(i)), None)
        if head is None or not (first := self._character(head, frame)):
            return None
        last = self._character(next(i for i in range(end - 1, head - 1, -1) if not self._is_white(i)), frame) or first
        bottom = self._baseline(head, frame) - self._descent(head) * (size := self._font(head)[1])
        corners = frame.origin_of(first.x0, bottom - size), frame.origin_of(max(last.x1, first.x1), bottom)
        return self.frame.rect(*corners[0], *corners[1])

    def has_image(self) -> bool:
        """Whether a picture covers a good part of the page, as in a scan."""
        area = self.frame.width * self.frame.height
        return any(_area(raw.FPDFPage_GetObject(self._page.raw, i)) > _SCAN_SHARE * area for i in self._objects())

    def picture(self, pixels_per_point: float) -> Any:
        """The page as a grey PIL image."""
        bitmap = self._page.render(scale=pixels_per_point, grayscale=True)
        try:
            return bitmap.to_pil().copy()
        finally:
            bitmap.close()

    @property
    def is_small(self) -> bool:
        """Whether the page is no larger than pages of text are."""
        return raw.FPDFText_CountChars(self._handle) < _MANY_CHARACTERS and len(self._objects()) < _MANY_CHARACTERS

    def has_drawing(self) -> bool:
        """Whether much is drawn on the page, as where letters were turned into outlines."""
        return sum(1 for _ in self._objects()) >= _MANY_OBJECTS

    def _objects(self) -> range:
        return range(raw.FPDFPage_CountObjects(self._page.raw))

    def drawing(self, limit: int) -> tuple[list[Rect], list[Rect]]:
        """Horizontal and vertical lines, and small marks, drawn on the page; none when there are more than `limit`."""
        found = drawing(self._page.raw, limit)
        return [self.frame.rect(*line) for line in found.lines], [self.frame.rect(*mark) for mark in found.marks]

    def _upright(self, turn: int) -> Frame:
        return self._frames[max(turn, 0)]

    def _font(self, index: int) -> tuple[int, float]:
        """The direction in which the character at `index` runs as displayed, and the height of its em."""
        size: float = raw.FPDFText_GetFontSize(self._handle, index) or 1.0
        if not raw.FPDFText_GetMatrix(self._handle, index, self._matrix_ref):
            return 0, abs(size)
        matrix = self._matrix
        quarters = -math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        height = abs(size) * math.hypot(matrix.c, matrix.d) or 1.0
        if abs(quarters - round(quarters)) > _ASKEW:
            return _ANY_TURN, height
        return (round(quarters) + self.frame.turns) % 4, height

    def _measured(self, text: str, start: int, end: int, size: float, frame: Frame) -> list[Piece]:
        """One stretch of pdfium's text as pieces: one, unless there is a wide gap in it."""
        rects = self._rects(start, end - start, frame)
        if not rects:
            return []
        x0, top, x1, bottom = _around(rects) if len(rects) > 1 else rects[0]
        apart = any(b.x0 - a.x1 >= SPLIT_GAP * size or b.x0 < a.x0 or b.top > a.bottom for a, b in pairwise(rects))
        if apart or (end - start > 3 and (x1 - x0) / (end - start) > _WIDE_AVERAGE * size):
            return self._split(_shown(text[start:end]), start, size, frame, SPLIT_GAP)
        baseline = self._baseline(_typical(text, start, end), frame)
        return [Piece(x0, top, x1, bottom, baseline, size, _shown(text[start:end]), start)]

    def _split(self, text: str, start: int, size: float, frame: Frame, gap: float) -> list[Piece]:
        pieces: list[Piece] = []
        piece: Piece | None = None
        for offset, character in enumerate(text):
            if character.isspace():
                continue
            box = self._character(start + offset, frame)
            if piece and (box is None or self._continues(piece, box, gap * size)):
                piece.text = text[piece.start - start : offset + 1]
                if box:  # a hyphen that pdfium took for a broken word has none
                    piece.x1, piece.top = max(piece.x1, box.x1), min(piece.top, box.top)
                    piece.bottom = max(piece.bottom, box.bottom)
            elif box:
                index = start + offset
                piece = Piece(*box, 0, 0, character, index)
                pieces.append(piece)
        for piece in pieces:
            index = piece.start + _typical(piece.text, 0, len(piece.text))
            piece.baseline, piece.size = self._baseline(index, frame), self._font(index)[1]
        return pieces

    @staticmethod
    def _continues(piece: Piece, box: Rect, gap: float) -> bool:
        if box.top >= piece.bottom or box.bottom <= piece.top or box.x0 < piece.x0:
            return False
        return box.x0 - piece.x1 < gap or (is_bullet(piece.text) and box.x0 - piece.x1 < _BULLET_GAPS * gap)

    def _rects(self, start: int, count: int, frame: Frame) -> list[Rect]:
        rects = []
        left, top, right, bottom = self._edges
        for i in range(raw.FPDFText_CountRects(self._handle, start, count)):
            raw.FPDFText_GetRect(self._handle, i, *self._edge_refs)
            rects.append(frame.rect(left.value, bottom.value, right.value, top.value))
        return rects

    def _character(self, index: int, frame: Frame) -> Rect | None:
        if not raw.FPDFText_GetLooseCharBox(self._handle, index, self._rect_ref):
            return None
        rect = self._rect
        return frame.rect(rect.left, rect.bottom, rect.right, rect.top)

    def _is_white(self, index: int) -> bool:
        return raw.FPDFText_GetUnicode(self._handle, index) in _WHITE

    def _descent(self, index: int) -> float:
        """How far the font reaches below the line, in ems (negative)."""
        font = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(self._handle, index))
        descent = ctypes.c_float()
        if not font or not raw.FPDFFont_GetDescent(font, 1.0, ctypes.byref(descent)):
            return _USUAL_DESCENT
        return min(max(descent.value, _DEEPEST), _SHALLOWEST) if descent.value else _USUAL_DESCENT

    def _baseline(self, index: int, frame: Frame) -> float:
        raw.FPDFText_GetCharOrigin(self._handle, index, *self._xy_refs)
        return frame.point(self._xy[0].value, self._xy[1].value)[1]


def _around(rects: Sequence[Rect]) -> Rect:
    return Rect(
        min(r.x0 for r in rects), min(r.top for r in rects), max(r.x1 for r in rects), max(r.bottom for r in rects)
    )


def _frame(page: pdfium.PdfPage) -> Frame:
    left, low, right, high = page.get_bbox()
    return Frame(left, low, right, high, page.get_rotation() // 90 % 4)


def _area(item: Any) -> float:
    if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_IMAGE:
        return 0.0
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges))
    left, low, right, high = (edge.value for edge in edges)
    return (right - left) * (high - low)


def _typical(text: str, start: int, end: int) -> int:
    """A character that has the size of most of a stretch: not its first, which may be a list mark."""
    middle = (start + end) // 2
    return middle if not text[middle].isspace() else middle - 1


def _shown(text: str) -> str:
    return text[:-1] + "-" if text[-1] in _SOFT_HYPHENS else text
