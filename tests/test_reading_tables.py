"""Tables whose rules do not show their cells: shaded rows, rules at head and foot, none at all."""

from pathlib import Path

import pytest
from drawn_pdfs import page_text
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

COLUMNS = (72, 250, 340)
ROWS = (
    ("Programme", "2017/18", "2018/19"),
    ("Urgent and emergency", "12.4", "24.8"),
    ("Planned care", "", "8.1"),
    ("Mental health", "3.0", "3.5"),
    ("Total", "15.4", "36.4"),
)
HEIGHT = 22


def wrapped(text: str) -> list[str]:
    """A cell's lines: the longest label needs two."""
    return text.split(" and ", 1)[0:1] + [f"and {rest}" for rest in text.split(" and ", 1)[1:]]


def rows(canvas: Canvas, top: float, *, shaded: bool = False) -> list[float]:
    """Draws ROWS from `top` down, every other one on a shade; returns the edges between them, from the upper one on."""
    edges = [top]
    for number, row in enumerate(ROWS):
        height = HEIGHT + 12 * (max(len(wrapped(cell)) for cell in row) - 1)
        if shaded and number % 2:
            canvas.setFillColor(HexColor("#dde6f0"))
            canvas.rect(66, edges[-1] - height, 340, height, stroke=0, fill=1)
            canvas.setFillColor(HexColor("#000000"))
        for x, cell in zip(COLUMNS, row, strict=True):
            for line, words in enumerate(wrapped(cell)):
                canvas.drawString(x, edges[-1] - 14 - 12 * line, words)
        edges.append(edges[-1] - height)
    return edges


def striped(canvas: Canvas) -> None:
    rows(canvas, 700, shaded=True)


def ruled_at_head_and_foot(canvas: Canvas) -> None:
    edges = rows(canvas, 700)
    for y in (edges[0], edges[1], edges[-1]):
        canvas.line(66, y, 406, y)


def boxed(canvas: Canvas) -> None:
    edges = rows(canvas, 700)
    canvas.rect(66, edges[-1], 340, edges[0] - edges[-1])
    canvas.line(66, edges[1], 406, edges[1])


def bare(canvas: Canvas) -> None:
    rows(canvas, 700)


@pytest.mark.parametrize("drawing", [striped, ruled_at_head_and_foot, boxed, bare])
def test_each_row_is_a_line_with_all_its_cells(tmp_path: Path, drawing: object) -> None:
    text = page_text(tmp_path, drawing)  # type: ignore[arg-type]
    assert text.split("\n") == ["\t".join(row) for row in ROWS]


def test_a_table_right_below_another_has_its_own_columns(tmp_path: Path) -> None:
    table = (("Site", "Beds", "Staff in post"), ("Stone", "105", "43"), ("Leek", "9", "1"))

    def page(canvas: Canvas) -> None:
        below = rows(canvas, 700)[-1]
        for line, row in enumerate(table):
            for x, cell in zip((72, 180, 280), row, strict=True):
                canvas.drawString(x, below - 14 - HEIGHT * line, cell)

    assert [line.split("\t") for line in page_text(tmp_path, page).split("\n")[-3:]] == [list(row) for row in table]
