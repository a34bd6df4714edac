"""Plain texts rendered as PDFs of the kinds that plans are published as, to see what reading them back loses.

Slides, portrait pages with ruled tables, and two columns. Paragraphs wrap, lines with tabs become ruled tables,
headings are larger: the words and figures are those of the text, and nothing else is.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

FONT = "Vera"
_FONT_FILE = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
_LONGEST_HEADING = 90
_LONGEST_PARAGRAPH = 2500
_GRID = [("GRID", (0, 0), (-1, -1), 0.5, HexColor("#888888")), ("VALIGN", (0, 0), (-1, -1), "TOP")]
_PADDING = [(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
_MOST_CELLS = 6  # of a row in one of two columns

Rendering = Callable[[str, Path], None]


def slides(text: str, pdf: Path) -> None:
    """Landscape pages, a new one at every heading in capitals."""
    _build(text, pdf, size=14, page=landscape(A4), columns=1, new_page=str.isupper)


def portrait(text: str, pdf: Path) -> None:
    """A report on A4."""
    _build(text, pdf, size=10.5, page=A4, columns=1)


def two_columns(text: str, pdf: Path) -> None:
    """A brochure: two columns on every page."""
    _build(text, pdf, size=9, page=A4, columns=2)


RENDERINGS: dict[str, Rendering] = {"slides": slides, "portrait": portrait, "two_columns": two_columns}


def register_font() -> None:
    """Make FONT known to reportlab: it comes with it and, unlike Helvetica, is embedded."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, _FONT_FILE))


def _build(
    text: str,
    pdf: Path,
    size: float,
    page: tuple[float, float],
    columns: int,
    new_page: Callable[[str], bool] = lambda heading: False,
) -> None:
    register_font()
    width, height = page
    margin, gutter = 48.0, 24.0
    each = (width - 2 * margin - gutter * (columns - 1)) / columns
    frames = [
        Frame(margin + i * (each + gutter), margin, each, height - 2 * margin, 0, 0, 0, 0) for i in range(columns)
    ]
    document = BaseDocTemplate(str(pdf), pagesize=page, invariant=1)
    whole = Frame(margin, margin, width - 2 * margin, height - 2 * margin, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("columns", frames), PageTemplate("wide", [whole])])
    document.build(list(_flowables(text, size, (each, width - 2 * margin), new_page)))


def _flowables(
    text: str, size: float, widths: tuple[float, float], new_page: Callable[[str], bool]
) -> Iterator[Flowable]:
    body = ParagraphStyle("body", fontName=FONT, fontSize=size, leading=size * 1.25, spaceAfter=size * 0.25)
    heading = ParagraphStyle("heading", body, fontSize=size * 1.4, leading=size * 1.7, spaceBefore=size * 0.5)
    lines = text.replace("\f", "\n").split("\n")
    at = 0
    for is_table, group in groupby(lines, key=lambda line: "\t" in line):
        block = list(group)
        before, after = lines[at - 1 : at], lines[at + len(block) : at + len(block) + 1]
        at += len(block)
        if is_table and len(block) > 1:
            yield from _table_in_place(block, size, *widths)
            continue
        around = [*before, *block, *after]
        for index, line in enumerate(block, start=len(before)):
            if not line.strip():
                yield Spacer(1, size * 0.5)
            elif _is_heading(around, index):
                if new_page(line):
                    yield PageBreak()
                yield Paragraph(_markup(line), heading)
            else:
                yield from _paragraphs(line, body)


def _is_heading(lines: list[str], index: int) -> bool:
    line = lines[index].strip()
    alone = not any(
        neighbour.strip() for neighbour in (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
    )
    return alone and len(line) < _LONGEST_HEADING and line[-1].isalnum() and not re.match(r"\W|\d+\.", line)


def _paragraphs(line: str, body: ParagraphStyle) -> Iterator[Paragraph]:
    """A line as a paragraph, or several where it is longer than a page; a list item is indented."""
    item = re.match(r"(\s*)(?:[-•›*]|\d+\.)\s", line)
    style = ParagraphStyle("item", body, leftIndent=12 + 6 * len(item[1]), firstLineIndent=-8) if item else body
    rest = line.replace("\t", " ").strip()
    while rest:
        cut = len(rest) if len(rest) <= _LONGEST_PARAGRAPH else rest.rfind(" ", 0, _LONGEST_PARAGRAPH)
        yield Paragraph(_markup(rest[:cut]), style)
        rest = rest[cut:].strip()


def _table_in_place(lines: list[str], size: float, column: float, page: float) -> Iterator[Flowable]:
    """A table in its column, or on a page of its own where it is too wide for that."""
    if column == page or max(line.count("\t") for line in lines) < _MOST_CELLS:
        yield _table(lines, size, column)
        yield Spacer(1, size * 0.6)
    else:
        yield from (NextPageTemplate("wide"), PageBreak(), _table(lines, size, page))
        yield from (NextPageTemplate("columns"), PageBreak())


def _table(lines: list[str], size: float, width: float) -> Table:
    rows = [line.split("\t") for line in lines]
    count = max(map(len, rows))
    rows = [row + [""] * (count - len(row)) for row in rows]
    size, widths = _column_widths(rows, size * 0.85, width)
    style = ParagraphStyle("cell", fontName=FONT, fontSize=size, leading=size * 1.2)
    cells = [[Paragraph(_markup(cell), style) if cell.strip() else "" for cell in row] for row in rows]
    repeated = int(max(map(len, rows[0])) < _LONGEST_HEADING)
    style_commands = [*_GRID, *_PADDING, ("FONTSIZE", (0, 0), (-1, -1), size)]
    return Table(cells, widths, repeatRows=repeated, splitInRow=1, style=style_commands)


def _column_widths(rows: list[list[str]], size: float, width: float) -> tuple[float, list[float]]:
    """A font size, `size` or less, at which no word has to be broken, and how wide the columns then are."""
    while True:
        words = [
            max(pdfmetrics.stringWidth(word, FONT, size) for cell in c for word in [*_markup(cell).split(), ""])
            for c in zip(*rows, strict=True)
        ]
        least = [word + 5 for word in words]
        if (spare := width - sum(least)) >= 0:
            break
        size *= 0.9
    weights = [min(max(map(len, column)), 200) + 1 for column in zip(*rows, strict=True)]
    return size, [word + spare * weight / sum(weights) for word, weight in zip(least, weights, strict=True)]


def _markup(text: str) -> str:
    return escape(re.sub("[\ue000-\uf8ff]", "•", text))
