"""Running headers and footers of a document: their parts stand above and below columns, not in them.

On pages that follow, what stood there before shows them; on the first, that they are set smaller than the text and well
apart from it.
"""

import re
from collections.abc import Sequence
from statistics import median_low

from pipeline.reading.pieces import Piece

_ROWS = 2  # at most in each margin
_LEVEL = 0.35  # ems by which baselines of one row may differ
_CLEAR = 1.5  # ems between the baselines of a margin's row and of the text, at least
_SMALLER, _WELL_APART = 0.95, 1.9  # times the size of the text; ems of it between the baselines
_NEAR = 3.0  # points by which a running line may move from page to page
_DIGITS = re.compile(r"\d+")

Key = tuple[str, int]


class Margins:
    """What stood first and last on the pages read so far."""

    def __init__(self) -> None:
        self._seen: set[Key] = set()

    def divide(self, pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
        """The pieces of the header, of the text between, and of the footer."""
        body = list(pieces)
        head = self._take(body, 1)
        foot = self._take(body, -1)
        return head, body, foot

    def _take(self, body: list[Piece], down: int) -> list[Piece]:
        """Remove from `body` the rows at its upper (1) or lower (-1) end that run from page to page."""
        taken: list[Piece] = []
        seen = set(self._seen)
        for _ in range(_ROWS):
            if len(body) < 2 * _ROWS:
                break
            end = min(down * piece.baseline for piece in body)
            row = [piece for piece in body if down * piece.baseline - end <= _LEVEL * piece.size]
            keys = [_key(piece) for piece in row]
            self._seen.update(keys)
            rest = [piece for piece in body if down * piece.baseline - end > _LEVEL * piece.size]
            if not rest or any(piece.block for piece in row):
                break
            gap = min(down * piece.baseline for piece in rest) - end
            if gap < _CLEAR * min(piece.size for piece in row):
                break
            size = median_low(piece.size for piece in rest)
            apart = gap / size
            largest = max(piece.size for piece in row)
            is_small = apart >= _WELL_APART and largest <= _SMALLER * size
            if not is_small and (apart < _CLEAR or largest > size + 1 or not all(_is_known(key, seen) for key in keys)):
                break
            taken += row
            body[:] = rest
        return taken


def _key(piece: Piece) -> Key:
    return _DIGITS.sub("#", piece.text.casefold()), round(piece.baseline / _NEAR)


def _is_known(key: Key, seen: set[Key]) -> bool:
    return any((key[0], key[1] + by) in seen for by in (-1, 0, 1))
