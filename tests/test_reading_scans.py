"""Pages without text: recognised, reported, and read by tesseract where it is installed."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from drawn_pdfs import drawn, lines
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading import Limits, Reading, UnreadableError, ocr, read

WORDS = ("Population: 1.2 million", "Capital required: 90 million pounds")


def scan(canvas: Canvas) -> None:
    """A page that is a picture of two lines of text, 72 points from its left edge, 100 from its top."""
    picture = Image.new("L", (2480, 3508), 255)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(60)
    for number, line in enumerate(WORDS):
        pen.text((300, 417 + number * 120), line, fill=0, font=font)
    data = io.BytesIO()
    picture.save(data, "PNG")
    canvas.drawImage(ImageReader(data), 0, 0, 595.28, 841.89)


def printed(canvas: Canvas) -> None:
    lines(canvas, 72, 700, "An ordinary page with text.")


def outlines(canvas: Canvas) -> None:
    for number in range(200):
        canvas.bezier(72 + number, 700, 80 + number, 710, 90 + number, 690, 95 + number, 700)


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PATH", "")
    ocr.available.cache_clear()
    yield
    ocr.available.cache_clear()


@pytest.mark.usefixtures("no_tesseract")
class TestWithoutTesseract:
    def test_a_scanned_page_is_reported_and_the_others_are_read(self, tmp_path: Path) -> None:
        reading = read(drawn(tmp_path, printed, scan), Limits())
        assert reading.status == "partly_read"
        assert reading.problem == "page 2: a scanned image without text"
        assert [(problem.page, problem.kind) for problem in reading.page_problems] == [(2, "without_text")]

    def test_a_document_of_scans_cannot_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableError, match="scanned image"):
            read(drawn(tmp_path, scan, scan), Limits())

    def test_letters_drawn_as_outlines_are_reported(self, tmp_path: Path) -> None:
        reading = read(drawn(tmp_path, printed, outlines), Limits())
        assert reading.problem == "page 2: drawn shapes without text"

    def test_an_empty_page_is_no_problem(self, tmp_path: Path) -> None:
        reading = read(drawn(tmp_path, printed, lambda canvas: None), Limits())
        assert (reading.status, reading.page_problems) == ("read", ())


class TestWithTesseract:
    @pytest.fixture
    def reading(self, tmp_path: Path, tesseract: Path) -> Reading:
        pytest.importorskip("pytesseract", reason="needs the extra `ocr`")
        return read(drawn(tmp_path, printed, scan), Limits())

    def test_a_scanned_page_is_read_and_marked(self, reading: Reading) -> None:
        assert reading.document.pages[1].text.split() == " ".join(WORDS).split()
        assert reading.status == "read"
        assert [(problem.page, problem.kind) for problem in reading.page_problems] == [(2, "ocr")]

    def test_its_words_have_boxes(self, reading: Reading) -> None:
        text = reading.document.pages[1].text
        start = text.index("Capital")
        assert reading.geometry
        (box,) = reading.geometry.boxes(2, start, start + len(WORDS[1]))
        assert box.x0 == pytest.approx(72, abs=3)
        assert box.top == pytest.approx(100 + 120 * 72 / 300, abs=8)
