"""PDFs drawn for a test: each with one thing on it that readers get wrong."""

from collections.abc import Callable
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading import Limits, Reading, read

WIDTH, HEIGHT = A4
LEADING = 14.0


def drawn(folder: Path, *pages: Callable[[Canvas], None]) -> Path:
    """A PDF on A4 with a page for each drawing, in Helvetica 11 unless the drawing says otherwise."""
    file = folder / "drawn.pdf"
    canvas = Canvas(str(file), pagesize=A4, invariant=1)
    for page in pages:
        canvas.setFont("Helvetica", 11)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return file


def read_drawn(folder: Path, *pages: Callable[[Canvas], None]) -> Reading:
    """What reading such a PDF in this process yields."""
    return read(drawn(folder, *pages), Limits())


def page_text(folder: Path, page: Callable[[Canvas], None]) -> str:
    """The text of a PDF with this one page."""
    return read_drawn(folder, page).document.pages[0].text


def lines(canvas: Canvas, x: float, y: float, *texts: str, leading: float = LEADING) -> None:
    """Lines below each other, the first with its baseline at `y`, counted from the bottom of the page."""
    for number, text in enumerate(texts):
        canvas.drawString(x, y - number * leading, text)


def grid(canvas: Canvas, xs: list[float], ys: list[float]) -> None:
    """The rules of a table."""
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)
