"""Words on scanned pages, read by tesseract (the extra `ocr` and the program itself)."""

import shutil
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from pipeline.reading.pieces import Piece, Rect

_RESOLUTION = 300
_MOST_PIXELS = 30_000_000
_LEAST_CONFIDENCE = 30.0  # percent; below this tesseract reads dirt
_DESCENT = 0.22  # of a line's height is below its baseline
_LINE = ("block_num", "par_num", "line_num")


@cache
def available() -> bool:
    """Whether scanned pages can be read here."""
    return find_spec("pytesseract") is not None and shutil.which("tesseract") is not None


def scale(width: float, height: float) -> float:
    """Pixels a point at which to draw a page of this size, in points, for tesseract."""
    wanted = _RESOLUTION / 72
    return float(min(wanted, (_MOST_PIXELS / (width * height)) ** 0.5))


def recognise(image: Any, pixels_per_point: float, seconds: float) -> list[Piece]:
    """The words of a page's picture as pieces, numbered as if the words' letters were counted one after the other.

    Raises TimeoutError after `seconds`.
    """
    import pytesseract

    try:
        found = pytesseract.image_to_data(image, output_type=pytesseract.Output.DICT, timeout=seconds)
    except RuntimeError as error:  # pytesseract's own way to say that time is up
        raise TimeoutError from error
    pieces: list[Piece] = []
    lines: dict[tuple[int, ...], tuple[float, float]] = {}
    letters = 0
    for index, word in enumerate(found["text"]):
        left, top = found["left"][index] / pixels_per_point, found["top"][index] / pixels_per_point
        width, height = found["width"][index] / pixels_per_point, found["height"][index] / pixels_per_point
        line = tuple(found[key][index] for key in _LINE)
        if found["level"][index] == 4:
            lines[line] = top, height
        if not word.strip() or float(found["conf"][index]) < _LEAST_CONFIDENCE:
            continue
        line_top, line_height = lines.get(line, (top, height))
        baseline = line_top + line_height * (1 - _DESCENT)
        pieces.append(Piece(left, top, left + width, top + height, baseline, line_height, word.strip(), letters))
        letters += len(word.strip())
    return pieces


class RecognisedText:
    """The words that were read on a page, and where they are."""

    def __init__(self, words: Sequence[Piece]) -> None:
        self._words = words
        self._starts = [word.start for word in words]

    def stretch_box(self, start: int, end: int, turn: int) -> Rect | None:
        """The box of letters of one word, taken to be equally wide."""
        word = self._words[bisect_right(self._starts, start) - 1]
        letter = (word.x1 - word.x0) / len(word.text)
        first, last = start - word.start, end - word.start
        return Rect(word.x0 + first * letter, word.top, word.x0 + last * letter, word.bottom)

    def close(self) -> None:
        """Nothing is held open."""
