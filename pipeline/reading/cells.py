"""The lines of a table's cell put together."""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.reading.pieces import Piece, Row, gap_text

_DIGIT, _TIGHT = 0.5, 1.25  # ems of a digit, and digits that had no room left on a line where a number was broken
_NUMBER_END, _NUMBER_START = re.compile(r"\d[.,–-]?$"), re.compile(r"[\d%]")
_JOB_END = re.compile(r"(?:Director|Manager|Lead|Officer|Chair|Executive|SRO)[-\u2010\u2011]$")  # "Director-", "Jo Lee"
_HYPHENS = "-\u2010\u2011"


def cell_parts(rows: Sequence[Row], width: float = math.inf) -> list[tuple[str, Piece]]:
    """The pieces of a table cell `width` points wide, its lines joined: each piece after what stands before it."""
    parts: list[tuple[str, Piece]] = []
    above: Row | None = None
    for row in rows:
        if above:
            parts.append((_line_joint(above, row, width), row[0]))
        else:
            parts.append(("", row[0]))
        parts += ((gap_text(before, piece), piece) for before, piece in pairwise(row))
        above = row
    return parts


def _line_joint(above: Row, below: Row, width: float) -> str:
    """What joins two lines of a cell: nothing where one word runs on, `Stoke-on-` and `Trent`, `-` and
    `Advanced`, or `5,4` and `41`.
    """
    before, after = above[-1], below[0]
    if _JOB_END.search(before.text) and after.text[0].isupper():
        return " "
    if before.text[-1] in _HYPHENS and not before.text[-2:-1].isspace() and after.text[0].isalnum():
        return ""
    if len(above) == 1 and _NUMBER_END.search(before.text) and _NUMBER_START.match(after.text):
        digit = max((after.x1 - after.x0) / len(after.text), _DIGIT * after.size)
        if " " not in before.text + after.text and before.x1 - before.x0 + digit * _TIGHT >= width:
            return ""
    return " "
