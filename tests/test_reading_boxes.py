"""Boxes of quotes, against the places at which the words were drawn."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from drawn_pdfs import HEIGHT, drawn, read_drawn
from renderings import FONT, register_font
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import getAscentDescent, stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading import Limits, read
from schemas.types import Box

WORDS = [
    "people",
    "live",
    "in",
    "the",
    "county",
    "and",
    "its",
    "gap",
    "by",
    "2020/21",
    "is",
    "£341.66m",
    "or",
    "12%",
    "of",
    "all",
    "that",
    "care",
    "costs,",
    "officers",
    "said",
]


class Drawn(NamedTuple):
    """A word, its line and where it stands: the height of its font, from its lowest to its highest letters."""

    text: str
    line: int
    box: Box


def words(font: str, size: float, columns: int, seed: int) -> list[Drawn]:
    """Words of a page of text in `columns`, in reading order."""
    chance = random.Random(seed)  # noqa: S311 - the same on every run
    ascent, descent = getAscentDescent(font, size)
    width, found, line = (A4[0] - 120) / columns - 20, [], 0
    for column in range(columns):
        for y in range(60, 760, round(size * 1.3)):
            x = left = 60 + column * (width + 20)
            for word in chance.choices(WORDS, k=100):
                end = x + stringWidth(word, font, size)
                if end > left + width:
                    break
                found.append(Drawn(word, line, Box(x0=x, top=y - ascent, x1=end, bottom=y - descent)))
                x = end + stringWidth(" ", font, size)
            line += 1
    return found


def draw(canvas: Canvas, placed: list[Drawn], font: str, size: float) -> None:
    canvas.setFont(font, size)
    descent = getAscentDescent(font, size)[1]
    for word in placed:
        canvas.drawString(word.box.x0, HEIGHT - word.box.bottom - descent, word.text)


def area(box: Box) -> float:
    return max(box.x1 - box.x0, 0) * max(box.bottom - box.top, 0)


def shared(one: Box, other: Box) -> float:
    return area(
        Box(
            x0=max(one.x0, other.x0),
            top=max(one.top, other.top),
            x1=min(one.x1, other.x1),
            bottom=min(one.bottom, other.bottom),
        )
    )


def quotes(text: str, placed: list[Drawn], seed: int) -> Iterator[tuple[int, int, list[Drawn]]]:
    """Some quotes of one to thirty words: where each begins and ends in the text, and its words."""
    chance = random.Random(seed)  # noqa: S311
    starts, at = [], 0
    for word in placed:
        at = text.index(word.text, at)
        starts.append(at)
        at += len(word.text)
    for _ in range(60):
        first = chance.randrange(len(placed))
        last = min(first + chance.randrange(30), len(placed) - 1)
        yield starts[first], starts[last] + len(placed[last].text), placed[first : last + 1]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize(("font", "size"), [("Helvetica", 11), ("Times-Roman", 9), ("Courier", 10), (FONT, 12)])
def test_boxes_cover_the_words_and_nothing_else(tmp_path: Path, font: str, size: float, columns: int) -> None:
    register_font()
    placed = words(font, size, columns, seed=columns)
    reading = read_drawn(tmp_path, lambda canvas: draw(canvas, placed, font, size))
    geometry, text = reading.geometry, reading.document.pages[0].text
    assert geometry
    for start, end, quoted in quotes(text, placed, seed=7):
        boxes = geometry.boxes(1, start, end)
        assert len(boxes) == len({word.line for word in quoted})
        covered = sum(shared(box, word.box) for box in boxes for word in quoted)
        assert covered >= 0.95 * sum(area(word.box) for word in quoted)
        others = [word for word in placed if word not in quoted]
        assert sum(shared(box, word.box) for box in boxes for word in others) <= 0.1 * covered


def test_a_part_of_a_word_has_its_own_box(tmp_path: Path) -> None:
    reading = read_drawn(tmp_path, lambda canvas: canvas.drawString(72, 700, "£341.66m,"))
    assert reading.geometry
    (whole,) = reading.geometry.boxes(1, 0, 9)
    (amount,) = reading.geometry.boxes(1, 0, 8)
    assert whole.x1 - amount.x1 == pytest.approx(stringWidth(",", "Helvetica", 11), abs=0.1)


def test_white_space_has_no_box(tmp_path: Path) -> None:
    reading = read_drawn(tmp_path, lambda canvas: canvas.drawString(72, 700, "one two"))
    assert reading.geometry
    assert reading.geometry.boxes(1, 3, 4) == ()


def test_the_cells_of_a_row_have_a_box_each(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for number, row in enumerate((("Area", "Gap"), ("Devon", "£5m"), ("Kent", "£7m"))):
            for x, cell in zip((72, 300), row, strict=True):
                canvas.drawString(x, 700 - 14 * number, cell)

    reading = read_drawn(tmp_path, page)
    text = reading.document.pages[0].text
    assert reading.geometry
    name, gap = reading.geometry.boxes(1, text.index("Devon"), text.index("£5m") + 3)
    assert (name.x0, gap.x0) == pytest.approx((72, 300), abs=0.5)


def test_boxes_are_measured_from_the_corner_that_is_shown(tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    file = drawn(tmp_path, lambda canvas: canvas.drawString(172, HEIGHT - 200, "word"))
    document = PdfDocument(file)
    document[0].set_cropbox(100, 100, 500, HEIGHT - 50)
    document.save(tmp_path / "cropped.pdf")
    reading = read(tmp_path / "cropped.pdf", Limits())
    assert reading.geometry
    (box,) = reading.geometry.boxes(1, 0, 4)
    assert (box.x0, box.bottom) == pytest.approx((72, 150 + 0.22 * 11), abs=0.5)
