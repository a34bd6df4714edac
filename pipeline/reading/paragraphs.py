"""Which lines of a page begin a paragraph."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.reading.pieces import Line

_PARAGRAPH = 1.15  # times the leading
_USUAL_LEADING = 1.2  # ems, where a page shows no wrapped lines
_LOOSEST_LEADING = 3.0  # ems
_HEADING = 1.12  # ratio of sizes that sets two lines apart
_FULL, _FULL_LETTERS = 0.8, 30  # a line that was broken at the right edge: share of the next one's width, and letters
_REACHES = 0.9  # of the next one's right end
_ROUNDING = 0.3  # points
_OPEN_END = re.compile(r"[^.!?:;”\"']\s*$")


def mark_paragraphs(lines: Sequence[Line]) -> None:
    """Set `new_paragraph` on lines that stand notably further from the one before than lines of their size do."""
    leading = _leading(lines)
    for before, line in pairwise(lines):
        line.new_paragraph = _begins_paragraph(before, line, leading)


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
        return not (_OPEN_END.search(before.text) and line.text[:1].islower())
    return distance > _PARAGRAPH * leading * line.size + _ROUNDING
