"""Which lines of a page begin a paragraph, and which only go on where the line before ran out of room."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.reading.pieces import Line, begins_item

Span = tuple[float, float]

_PARAGRAPH = 1.15  # times the leading
_USUAL_LEADING = 1.2  # ems, where a page shows no wrapped lines
_LOOSEST_LEADING = 3.0  # ems
_LOOSE_LEADING, _ALIKE = 1.4, 1.1  # ems, where no line surely goes on; ratio
_HEADING = 1.12  # ratio of sizes that sets two lines apart
_FULL, _FULL_LETTERS = 0.8, 30  # a line that was broken at the right edge: share of the next one's width, and letters
_REACHES = 0.9  # of the next one's right end
_ROUNDING = 0.3  # points
_OPEN_END = re.compile(r"[^.!?:;”\"']\s*$")
_SPACE, _TOLERANCE = 0.25, 0.2  # ems of a space, and by which a word may be measured wrongly
_LETTERS = "cp1252"  # of which widths are known; any other is taken for one of usual width
_THIN = "ijltfrI.,:;'’!()- \t\xa0".encode(_LETTERS)
_WIDE = "ABCDEFGHKLMNOPQRSTUVWXYZmw£%–".encode(_LETTERS)
_THIN_LESS, _WIDE_MORE = 0.45, 0.3  # of a usual letter
_BOX_LINES = 3  # that ran out of room show where a box ends
_SAME_START = 0.4  # ems by which items of one list begin apart
_INDENT = 4.0  # ems by which the lines of one box begin apart
_LABEL = re.compile(r"[A-Z][\w &/'(),-]{0,60}:(?:\s|$)")
_UNFINISHED = re.compile(
    r"(?:[,(&/–-]|\b(?:the|of|and|or|in|on|a|an|to|for|with|by|at|from|is|are|was|will|be|that|its|our|which|per|"
    r"as|under|over|than))$"
)
_LONGEST_UNFINISHED = 5  # letters of the words it lists


def mark_paragraphs(lines: Sequence[Line]) -> None:
    """Set `new_paragraph` on lines that stand notably further from the one before than lines of their size do, `wraps`
    on those whose first word had no room left there, `room` on all whose column has an end, and `depth` on items of
    lists within lists.
    """
    leading = _leading(lines)
    _mark_depth(lines)
    ends = _column_ends(lines)
    for before, line in pairwise(lines):
        line.new_paragraph = _begins_paragraph(before, line, leading, ends)
    full = Counter(
        line.column for before, line in pairwise(lines) if not _has_room(before, line, ends.get(line.column, math.inf))
    )
    for line in lines:
        if full[line.column] >= _BOX_LINES:
            line.room = (ends.get(line.column, math.inf) - line.x1) / line.size
    for box in _boxes(lines):
        _mark_wraps(box, ends.get(box[0].column, math.inf), has_edge=full[box[0].column] >= _BOX_LINES)


def _mark_depth(lines: Sequence[Line]) -> None:
    """Set `depth` on items that stand further in than those of the list they belong to, also in the next column."""
    starts: list[float] = []
    before: Line | None = None
    for line in lines:
        near, left = _SAME_START * line.size, line.x0 - line.column[0]
        goes_on = before is None or line.column == before.column or line.baseline < before.baseline
        if line.table is not None or not goes_on:
            starts = []
        before = line
        if not begins_item(line.text):
            if starts and left < starts[0] - near:
                starts = []
            continue
        while starts and starts[-1] > left + near:
            starts.pop()
        if not starts or starts[-1] < left - near:
            starts.append(left)
        line.depth = len(starts) - 1


def _column_ends(lines: Sequence[Line]) -> dict[Span, float]:
    """How far the text of each column reaches, page numbers and the like at its right apart."""
    ends: dict[Span, float] = {}
    for line in lines:
        if line.table is None and line.x0 < sum(line.column) / 2:
            ends[line.column] = max(ends.get(line.column, 0), line.x1)
    return ends


def _leading(lines: Sequence[Line]) -> float:
    """Distance of baselines, in ems, within this page's paragraphs: that of lines which surely go on, else after lines
    which reach the right edge, as far as lines of one paragraph are ever set apart without any that shows it.
    """
    ratios: list[float] = []
    sure: list[float] = []
    for before, line in pairwise(lines):
        distance = line.baseline - before.baseline
        if (
            0 < distance < _LOOSEST_LEADING * line.size
            and _same_size(before, line)
            and before.table is line.table is None
        ):
            full = before.x1 - before.x0 >= _FULL * (line.x1 - line.x0) and len(before.text) > _FULL_LETTERS
            if full and before.x1 >= line.x1 * _REACHES:
                goes_on = line.text[0].islower() or _is_unfinished(before.text)
                (sure if goes_on else ratios).append(distance / line.size)
    loosest = _ALIKE * max(sure, default=_LOOSE_LEADING)
    ratios = [ratio for ratio in ratios if ratio <= loosest] + sure
    if not ratios:
        return _USUAL_LEADING
    return sorted(ratios)[len(ratios) // 4]


def _same_size(first: Line, second: Line) -> bool:
    return max(first.size, second.size) <= _HEADING * min(first.size, second.size)


def _begins_paragraph(before: Line, line: Line, leading: float, ends: Mapping[Span, float]) -> bool:
    if before.table is not None and before.table is line.table:
        return False
    if before.table is not line.table or not _same_size(before, line):
        return True
    distance = line.baseline - before.baseline
    if distance < 0:  # the top of the next column: a sentence may run on
        end = ends.get(before.column, math.inf)
        is_full = len(before.text) >= _FULL_LETTERS and not _has_room(before, line, end)
        is_full = is_full and not _LABEL.match(line.text) and not line.text.isupper()
        line.wraps = bool(_OPEN_END.search(before.text)) and (line.text[:1].islower() or is_full)
        return not line.wraps or begins_item(line.text)
    return distance > _PARAGRAPH * leading * line.size + _ROUNDING


def _boxes(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Runs of lines that one frame may have been set in: of one size, beginning at about the same place."""
    start = 0
    for index, (before, line) in enumerate(pairwise(lines), start=1):
        apart = abs(line.x0 - before.x0) > _INDENT * line.size or not _same_size(before, line)
        apart = apart or line.column != before.column
        if apart or line.table is not None or before.table is not None or line.baseline < before.baseline:
            yield lines[start:index]
            start = index
    if lines:
        yield lines[start:]


def _mark_wraps(box: Sequence[Line], column: float, has_edge: bool) -> None:
    """Mark the lines of a box that go on from the one before. Its column ends at `column`; `has_edge`: other lines
    ran out of room there.

    A box may be narrower than its column: it ends where its longest line does if lines enough ran out of room there.
    """
    breaks = [(above, below) for above, below in pairwise(box) if not (below.new_paragraph or begins_item(below.text))]
    if not breaks:
        return
    needed = [_needed(above, below) for above, below in breaks]
    end = max(line.x1 for line in box)
    is_narrow = sum(right >= end for right in needed) >= max(_BOX_LINES, _FULL * len(needed))
    full = [right >= (end if is_narrow else column) for right in needed]
    is_prose = sum(full) >= _BOX_LINES
    for (above, below), ran_out in zip(breaks, full, strict=True):
        if _is_unfinished(above.text) or below.text[0].islower() or below.text[0] in "(&":
            below.wraps = True
        elif is_prose or ((has_edge or len(above.text) >= _FULL_LETTERS) and not _LABEL.match(below.text)):
            below.wraps = ran_out


def _is_unfinished(text: str) -> bool:
    """Whether a line ends in a word or mark behind which something must come."""
    return _UNFINISHED.search(text, max(len(text) - _LONGEST_UNFINISHED, 0)) is not None


def _has_room(above: Line, below: Line, right: float) -> bool:
    """Whether the first word of the line below would have fitted behind the line above."""
    return _needed(above, below) < right


def _needed(above: Line, below: Line) -> float:
    """How far a column must reach for the first word of the line below to fit behind the line above."""
    word = below.text.split(maxsplit=1)[0]
    width = (below.x1 - below.x0) * _weight(word) / _weight(below.text)
    return above.x1 + (_SPACE + _TOLERANCE) * above.size + width


def _weight(text: str) -> float:
    """About how wide a text is set, in letters of usual width."""
    letters = text.encode(_LETTERS, "replace")  # bytes, of which some are taken out in a tenth of the time
    thin, wide = (len(letters) - len(letters.translate(None, kind)) for kind in (_THIN, _WIDE))
    return len(text) - _THIN_LESS * thin + _WIDE_MORE * wide
