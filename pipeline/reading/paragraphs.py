"""Which lines of a page begin a paragraph, and which only go on where the line before ran out of room."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.reading.pieces import Line, begins_item

_PARAGRAPH = 1.15  # times the leading
_USUAL_LEADING = 1.2  # ems, where a page shows no wrapped lines
_LOOSEST_LEADING = 3.0  # ems
_HEADING = 1.12  # ratio of sizes that sets two lines apart
_FULL, _FULL_LETTERS = 0.8, 30  # a line that was broken at the right edge: share of the next one's width, and letters
_REACHES = 0.9  # of the next one's right end
_ROUNDING = 0.3  # points
_OPEN_END = re.compile(r"[^.!?:;”\"']\s*$")
_SPACE, _TOLERANCE = 0.25, 0.2  # ems of a space, and by which a word may be measured wrongly
_THIN, _WIDE = re.compile(r"[ijltfrI.,:;'’!()\s-]"), re.compile(r"[A-HK-Zmw£%–]")
_THIN_LESS, _WIDE_MORE = 0.45, 0.3  # of a usual letter
_BOX_LINES = 3  # that ran out of room show where a box ends
_INDENT = 4.0  # ems by which the lines of one box begin apart
_LABEL = re.compile(r"[A-Z][\w &/'(),-]{0,60}:(?:\s|$)")
_UNFINISHED = re.compile(
    r"(?:[,(&/–-]|\b(?:the|of|and|or|in|on|a|an|to|for|with|by|at|from|is|are|was|will|be|that|its|our|which|per|"
    r"as|under|over|than))$"
)


def mark_paragraphs(lines: Sequence[Line]) -> None:
    """Set `new_paragraph` on lines that stand notably further from the one before than lines of their size do, and
    `wraps` on those whose first word had no room left there.
    """
    leading = _leading(lines)
    for before, line in pairwise(lines):
        line.new_paragraph = _begins_paragraph(before, line, leading)
    for box in _boxes(lines):
        _mark_wraps(box)


def _leading(lines: Sequence[Line]) -> float:
    """Distance of baselines, in ems, within this page's paragraphs: that after lines which reach the right edge."""
    ratios = []
    for before, line in pairwise(lines):
        distance = line.baseline - before.baseline
        if (
            0 < distance < _LOOSEST_LEADING * line.size
            and _same_size(before, line)
            and before.table is line.table is None
        ):
            full = before.x1 - before.x0 >= _FULL * (line.x1 - line.x0) and len(before.text) > _FULL_LETTERS
            if full and before.x1 >= line.x1 * _REACHES:
                ratios.append(distance / line.size)
    if not ratios:
        return _USUAL_LEADING
    return sorted(ratios)[len(ratios) // 4]


def _same_size(first: Line, second: Line) -> bool:
    return max(first.size, second.size) <= _HEADING * min(first.size, second.size)


def _begins_paragraph(before: Line, line: Line, leading: float) -> bool:
    if before.table is not None and before.table is line.table:
        return False
    if before.table is not line.table or not _same_size(before, line):
        return True
    distance = line.baseline - before.baseline
    if distance < 0:  # the top of the next column: a sentence may run on
        line.wraps = bool(_OPEN_END.search(before.text)) and line.text[:1].islower()
        return not line.wraps
    return distance > _PARAGRAPH * leading * line.size + _ROUNDING


def _boxes(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Runs of lines that one frame may have been set in: of one size, beginning at about the same place."""
    start = 0
    for index, (before, line) in enumerate(pairwise(lines), start=1):
        apart = abs(line.x0 - before.x0) > _INDENT * line.size or not _same_size(before, line)
        if apart or line.table is not None or before.table is not None or line.baseline < before.baseline:
            yield lines[start:index]
            start = index
    yield lines[start:]


def _mark_wraps(box: Sequence[Line]) -> None:
    """Mark the lines of a box that go on from the one before.

    A box may be narrower than its column: it ends where its longest line does if lines enough ran out of room there.
    """
    breaks = [(above, below) for above, below in pairwise(box) if not (below.new_paragraph or begins_item(below.text))]
    if not breaks:
        return
    column = max(line.right for line in box)
    end = max(line.x1 for line in box)
    full = [not _has_room(above, below, end) for above, below in breaks]
    is_narrow = sum(full) >= max(_BOX_LINES, _FULL * len(full))
    full = full if is_narrow else [not _has_room(above, below, column) for above, below in breaks]
    is_prose = sum(full) >= _BOX_LINES
    for (above, below), ran_out in zip(breaks, full, strict=True):
        if _UNFINISHED.search(above.text) or below.text[0].islower():
            below.wraps = True
        elif is_narrow or (len(above.text) >= _FULL_LETTERS and (is_prose or not _LABEL.match(below.text))):
            below.wraps = ran_out


def _has_room(above: Line, below: Line, right: float) -> bool:
    """Whether the first word of the line below would have fitted behind the line above."""
    word = below.text.split(maxsplit=1)[0]
    width = (below.x1 - below.x0) * _weight(word) / _weight(below.text)
    return above.x1 + _SPACE * above.size + width < right - _TOLERANCE * above.size


def _weight(text: str) -> float:
    """About how wide a text is set, in letters of usual width."""
    thin, wide = len(_THIN.findall(text)), len(_WIDE.findall(text))
    return len(text) - _THIN_LESS * thin + _WIDE_MORE * wide
