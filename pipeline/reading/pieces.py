"""Pieces of text on a page and the lines that they make. Pure geometry, in points from the top left corner as
displayed.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

LIST_MARK = "•"
NOWHERE = -1
"""Start of a piece that is drawn and no character of the page."""

_ROW_TOLERANCE = 0.35  # ems by which baselines of one line may differ
_RAISED, _SMALL = 0.75, 0.85  # a footnote mark: how far above the line, in ems, and how small beside it
_COPY_OFFSET = 0.15  # ems by which a text is shifted where it is printed twice to look bold
_MARK_GAP = 4.0  # ems at most between a list mark and its text
_APART = 1.0  # ems between the text of a column and a mark in the next
_SPACE_GAP = 0.12  # ems of white that are a space
_BULLET = re.compile(r"(?:[•●○◦▪■□➢►▶›»·∙*oØü§\-–—\uf0a7\uf0b7\uf0d8\uf0fc]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])")
_MARKS = "•●○◦▪■□➢►▶›»·∙\uf0a7\uf0b7"
_ITEM = re.compile(rf"[•●○◦▪■□➢►▶›»·∙]\s*\S|{_BULLET.pattern}\s+\S")


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

    The rows of one table have the same `table`. `column` is where the text of the column begins and ends that a line of
    prose stands in. `wraps`: it goes on where the line before ran out of room. `depth`: lists that a
    list item's own stands in. `room`: ems of white behind it in its column, endless where nothing shows how far that
    reaches.
    """

    parts: list[tuple[str, Piece]]
    x0: float
    x1: float
    baseline: float
    size: float
    table: object = None
    tail: str = ""
    new_paragraph: bool = False
    wraps: bool = False
    depth: int = 0
    column: tuple[float, float] = (0.0, 0.0)
    room: float = math.inf

    @property
    def text(self) -> str:
        if len(self.parts) == 1 and not self.tail and not self.parts[0][0]:
            return self.parts[0][1].text  # as on most lines, which are asked for it many times
        return "".join(separator + piece.text for separator, piece in self.parts) + self.tail


Row = list[Piece]


def is_bullet(text: str) -> bool:
    """Whether `text` is a list mark and nothing else: the white after it is no gutter."""
    return bool(_BULLET.fullmatch(text))


def begins_item(text: str) -> bool:
    """Whether `text` is a list item: a mark and words."""
    return bool(_ITEM.match(text))


def begins_list(piece: Piece) -> bool:
    """Whether a piece is the mark of a list item that is no letter or number, with or without its words."""
    return piece.text[0] in _MARKS and (len(piece.text) == 1 or not piece.text[1].isdigit())


def list_marks(pieces: Sequence[Piece], marks: Sequence[Rect]) -> Iterator[Piece]:
    """Those of the drawn `marks` that stand before a line of text: a web page's list marks are no letters."""
    for mark in marks:
        middle = (mark.top + mark.bottom) / 2
        level = [p for p in pieces if p.baseline - p.size < middle < p.baseline]
        before = [p for p in level if p.x0 <= mark.x0 < p.x1 + _APART * p.size]
        after = min((p for p in level if p.x0 >= mark.x1), key=lambda p: p.x0, default=None)
        if after and not before and after.x0 - mark.x1 < _MARK_GAP * after.size:
            yield Piece(*mark, after.baseline, after.size, LIST_MARK, NOWHERE)


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


def gap_text(before: Piece, after: Piece) -> str:
    """What stands between two pieces of a line: a space or nothing."""
    if is_bullet(before.text) and after.x0 == before.x1:
        return " "
    return " " if after.x0 - before.x1 >= _SPACE_GAP * max(before.size, after.size) else ""
