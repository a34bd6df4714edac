"""Pictures of quotes with their words marked."""

import io
from pathlib import Path

import pytest
from drawn_pdfs import drawn, lines
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading import Limits, read
from pipeline.reading.images import Excerpt, excerpt_images
from schemas.types import Box

FINE = Excerpt(1, (Box(x0=72, top=100, x1=90, bottom=110),))


def page(canvas: Canvas) -> None:
    lines(canvas, 72, 700, "The gap is £5m, and", "capital is £90m.")


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return drawn(tmp_path, page)


def marked(png: bytes | None) -> tuple[tuple[int, int], int]:
    """Size of a picture, and how many of its points are marked."""
    assert png
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    points = picture.get_flattened_data() if hasattr(picture, "get_flattened_data") else picture.getdata()
    return picture.size, sum(red > 200 and blue < 190 for red, _, blue in points)


def test_an_excerpt_shows_the_quote_and_marks_its_words(pdf: Path) -> None:
    reading = read(pdf, Limits())
    text = reading.document.pages[0].text
    assert reading.geometry
    short = Excerpt(1, reading.geometry.boxes(1, text.index("£5m"), text.index("£5m") + 3))
    long = Excerpt(1, reading.geometry.boxes(1, 0, len(text)))
    (short_size, short_marked), (long_size, long_marked) = map(marked, excerpt_images({pdf: [short, long]})[pdf])
    assert short_size < long_size
    assert 0 < short_marked < long_marked


def test_what_cannot_be_drawn_is_none_and_the_rest_is_drawn(pdf: Path, tmp_path: Path) -> None:
    beside = Excerpt(1, (Box(x0=5000, top=5000, x1=5010, bottom=5010),))
    no_page = Excerpt(9, FINE.boxes)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing else")
    drawn = excerpt_images({broken: [FINE, FINE], pdf: [beside, no_page, FINE]})
    assert drawn[broken] == [None, None]
    assert [bool(image) for image in drawn[pdf]] == [False, False, True]


def test_drawing_stops_when_time_is_up(pdf: Path) -> None:
    assert excerpt_images({pdf: [FINE]}, seconds=0.001) == {pdf: [None]}
