"""Make the PDFs of this folder again from the content that lies beside them.

    python data/raw/make.py [--into FOLDER]

`tracker.toml` becomes slides, `plan.toml` a report on A4. The same content gives the same bytes on every machine:
reportlab's invariant mode, the document's own date instead of the clock, and no compression, because zlib's output
differs between builds. Needs reportlab.
"""

import argparse
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

HERE = Path(__file__).parent
Content = dict[str, Any]
Item = str | list[str]

INK, ACCENT, PALE, RULE = HexColor("#1d2b36"), HexColor("#0b5563"), HexColor("#e8f0f1"), HexColor("#8fa3a8")

TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=10.5, leading=14.5, textColor=INK, spaceAfter=7)
BULLET = ParagraphStyle("bullet", TEXT, leftIndent=14, bulletIndent=2, spaceAfter=3)
HEADING = ParagraphStyle(
    "heading",
    TEXT,
    fontName="Helvetica-Bold",
    fontSize=17,
    leading=21,
    textColor=ACCENT,
    spaceBefore=10,
    keepWithNext=1,
)
SUBHEADING = ParagraphStyle("subheading", HEADING, fontSize=12, leading=15, spaceBefore=6, spaceAfter=5)
CELL = ParagraphStyle("cell", TEXT, fontSize=9.5, leading=12, spaceAfter=0)
NUMBER = ParagraphStyle("number", CELL, alignment=TA_RIGHT)
SLIDE_TEXT = ParagraphStyle("slide-text", TEXT, fontSize=13, leading=17, spaceAfter=4)
SLIDE_BULLET = ParagraphStyle(
    "slide-bullet", SLIDE_TEXT, fontSize=14, leading=18, bulletFontSize=14, leftIndent=16, bulletIndent=2
)
SLIDE_SUB_BULLET = ParagraphStyle(
    "slide-sub-bullet", SLIDE_TEXT, fontSize=12.5, leading=15, leftIndent=32, bulletIndent=20
)
SLIDE_HEADING = ParagraphStyle("slide-heading", SLIDE_TEXT, fontName="Helvetica-Bold", fontSize=14, textColor=ACCENT)
NOTE = ParagraphStyle("note", TEXT, fontSize=8.5, leading=11, textColor=HexColor("#52636b"))


def markup(text: str) -> str:
    """Text of the content files as reportlab's markup: `**bold**` is the only mark there is."""
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))


def bullets(items: Iterable[Item], mark: str, style: ParagraphStyle, sub_style: ParagraphStyle) -> list[Flowable]:
    lines: list[Flowable] = []
    for item in items:
        text, *subs = [item] if isinstance(item, str) else item
        lines.append(Paragraph(markup(text), style, bulletText=mark))
        for sub in subs:
            lettered = re.fullmatch(r"([a-z]\.) (.+)", sub)
            own_mark, sub_text = lettered.groups() if lettered else ("-", sub)
            lines.append(Paragraph(markup(sub_text), sub_style, bulletText=own_mark))
    return lines


# --- slides ---------------------------------------------------------------------------------------------------------

WIDTH, HEIGHT, MARGIN, BAND = 720.0, 405.0, 36.0, 52.0
GAP_TITLE = "Financial gap by 2020/21"
GAP_PARTS = (("healthcare", "Healthcare"), ("social_care", "Social care"), ("combined", "Combined"))


class Slides:
    """A deck under construction: each method draws on the current slide, `start` begins the next."""

    def __init__(self, path: Path, content: Content) -> None:
        self.canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), pageCompression=0, invariant=1)
        self.canvas.setTitle(content["title"])
        self.canvas.setAuthor(content["author"])
        self.footer = content["footer"]

    def start(self, heading: str) -> None:
        if self.canvas.getPageNumber() > 1 or self.canvas.getCurrentPageContent().strip():
            self.canvas.showPage()
        self.canvas.setFillColor(ACCENT)
        self.canvas.rect(0, HEIGHT - BAND, WIDTH, BAND, stroke=0, fill=1)
        size = 22.0
        while stringWidth(heading, "Helvetica-Bold", size) > WIDTH - 2 * MARGIN:
            size -= 0.5
        self.canvas.setFillColor(white)
        self.canvas.setFont("Helvetica-Bold", size)
        self.canvas.drawString(MARGIN, HEIGHT - BAND / 2 - size / 3, heading)

    def foot(self, place: str = "") -> None:
        self.canvas.setFillColor(NOTE.textColor)
        self.canvas.setFont("Helvetica", 8)
        words = [self.footer, *([place] if place else []), f"slide {self.canvas.getPageNumber()}"]
        self.canvas.drawString(MARGIN, 14, "  |  ".join(words))

    def panel(self, bottom: float, height: float) -> None:
        self.canvas.setFillColor(PALE)
        self.canvas.rect(MARGIN - 10, bottom - 4, WIDTH - 2 * MARGIN + 20, height + 10, stroke=0, fill=1)

    def fill(self, flowables: Sequence[Flowable], x: float, y: float, width: float, height: float) -> None:
        """Set flowables from the top of a box; what does not fit is an error, never silently lost."""
        rest = list(flowables)
        frame = Frame(x, y, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        frame.addFromList(rest, self.canvas)
        if rest:
            raise ValueError(f"slide {self.canvas.getPageNumber()} is full: shorten {rest[0].getPlainText()!r}")

    def save(self) -> None:
        self.canvas.save()


def cover_slide(deck: Slides, cover: Content) -> None:
    canvas = deck.canvas
    canvas.setFillColor(ACCENT)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    canvas.setFillColor(white)
    for text, size, y in ((cover["heading"], 40, 230), (cover["subtitle"], 18, 195), (cover["lines"][0], 12, 60)):
        canvas.setFont("Helvetica-Bold" if size == 40 else "Helvetica", size)
        canvas.drawString(MARGIN * 2, y, text)


def general_slide(deck: Slides, slide: Content) -> None:
    deck.start(slide["heading"])
    columns = slide.get("column") or [slide]
    width = (WIDTH - 2 * MARGIN) / len(columns)
    for number, column in enumerate(columns):
        title = [Paragraph(markup(column["title"]), SLIDE_HEADING)] if "title" in column else []
        lines = bullets(column["bullets"], "•", SLIDE_BULLET, SLIDE_SUB_BULLET)
        deck.fill([*title, *lines], MARGIN + number * width, 70, width - 14, HEIGHT - BAND - 92)
    if "note" in slide:
        deck.fill([Paragraph(markup(slide["note"]), NOTE)], MARGIN, 30, WIDTH - 2 * MARGIN, 30)
    deck.foot()


def footprint_slides(deck: Slides, footprint: Content) -> None:
    mark = footprint.get("bullet", "•")
    place = f"{footprint['region']}, footprint {footprint['number']}"
    full = WIDTH - 2 * MARGIN

    deck.start(footprint["name"])
    facts = [
        f"**Population:** {footprint['population']}",
        f"**Lead:** {footprint['lead']}",
        *footprint.get("notes", []),
    ]
    lines = [Paragraph(markup(fact), SLIDE_TEXT) for fact in facts]
    height = sum(line.wrap(full, HEIGHT)[1] + SLIDE_TEXT.spaceAfter for line in lines)
    top = HEIGHT - BAND - 16 - height
    deck.panel(top, height)
    deck.fill(lines, MARGIN, top, full, height)
    focuses = bullets(footprint["focuses"], mark, SLIDE_BULLET, SLIDE_SUB_BULLET)
    deck.fill([Paragraph("Focuses", SLIDE_HEADING), *focuses], MARGIN, 50, full, top - 68)
    if "footnote" in footprint:
        deck.fill([Paragraph(markup(footprint["footnote"]), NOTE)], MARGIN, 26, full, 20)
    deck.foot(place)

    deck.start(f"{footprint['name']} (2)")
    considerations = bullets(footprint["considerations"], mark, SLIDE_BULLET, SLIDE_SUB_BULLET)
    deck.fill([Paragraph("Relevant considerations", SLIDE_HEADING), *considerations], MARGIN, 180, full, 156)
    money_panel(deck, footprint)
    deck.foot(place)


def money_panel(deck: Slides, footprint: Content) -> None:
    gap = footprint["gap"]
    stated = [f"{label}: {gap[key]}" for key, label in GAP_PARTS if key in gap]
    money = list(footprint.get("money", []))
    if "capital" in footprint:
        money.append(f"**Capital funding required: {footprint['capital']}**")
    sentences = [Paragraph(markup(line), SLIDE_TEXT) for line in money]
    full, bottom, height = WIDTH - 2 * MARGIN, 34.0, 132.0
    deck.panel(bottom, height)
    title = Paragraph(GAP_TITLE, SLIDE_HEADING)
    if gap["layout"] == "stacked":  # label and value a line, with the signs between them on lines of their own
        signs = ["+", "="][3 - len(stated) :]
        lines = [text for pair in zip(stated, [*signs, ""], strict=True) for text in pair if text]
        stack = [Paragraph(markup(line), ParagraphStyle("stack", SLIDE_TEXT, spaceAfter=1)) for line in lines]
        deck.fill([title, *stack], MARGIN, bottom, 190, height)
        deck.fill(sentences, MARGIN + 215, bottom, full - 215, height)
        return
    if gap["layout"] == "row":
        deck.fill([title], MARGIN, bottom + height - 24, full, 24)
        boxes(deck.canvas, stated, bottom + height - 56)
        deck.fill(sentences, MARGIN, bottom, full, height - 64)
        return
    if gap["layout"] == "heading":
        head = [title, Paragraph(markup(stated[0]), SLIDE_TEXT)]
    else:
        sum_line = stated[0] if len(stated) == 1 else f"{stated[0]} + {stated[1]} = {stated[2]}"
        head = [Paragraph(markup(f"**{GAP_TITLE}:** {sum_line}"), SLIDE_TEXT)]
    deck.fill([*head, Spacer(0, 6), *sentences], MARGIN, bottom, full, height)


def boxes(canvas: Canvas, stated: Sequence[str], y: float) -> None:
    """The three parts of a gap side by side, each in a box."""
    width, step = 180.0, 215.0
    for number, (text, sign) in enumerate(zip(stated, ("+", "=", ""), strict=True)):
        x = MARGIN + number * step
        canvas.setFillColor(white)
        canvas.setStrokeColor(ACCENT)
        canvas.roundRect(x, y, width, 30, 5, stroke=1, fill=1)
        canvas.setFillColor(INK)
        canvas.setFont("Helvetica", 13)
        canvas.drawCentredString(x + width / 2, y + 10.5, text)
        canvas.drawCentredString(x + (width + step) / 2, y + 10.5, sign)


def make_tracker(content: Content, path: Path) -> None:
    deck = Slides(path, content)
    cover_slide(deck, content["cover"])
    for slide in content["slide"]:
        general_slide(deck, slide)
    for footprint in content["footprint"]:
        footprint_slides(deck, footprint)
    deck.save()


# --- the plan -------------------------------------------------------------------------------------------------------


def ruled_table(block: Content) -> Flowable:
    numeric, bold_rows = set(block.get("numeric", [])), set(block.get("bold_rows", []))

    def row_of(cells: Sequence[str], bold: bool) -> list[Paragraph]:
        return [
            Paragraph(
                f"<b>{markup(cell)}</b>" if bold or (column == 0 and block.get("labels")) else markup(cell),
                NUMBER if column in numeric else CELL,
            )
            for column, cell in enumerate(cells)
        ]

    header = [row_of(block["header"], bold=True)] if "header" in block else []
    rows = [row_of(cells, bold=number in bold_rows) for number, cells in enumerate(block["rows"])]
    style: list[tuple[Any, ...]] = [("GRID", (0, 0), (-1, -1), 0.6, RULE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if header:
        style.append(("BACKGROUND", (0, 0), (-1, 0), PALE))
    table = Table(
        [*header, *rows], [width * mm for width in block["widths"]], repeatRows=len(header), style=style, hAlign="LEFT"
    )
    return KeepTogether([table, Spacer(0, 8)])


RENDERERS: dict[str, Callable[[Content], list[Flowable]]] = {
    "heading": lambda block: [Paragraph(markup(block["text"]), HEADING)],
    "subheading": lambda block: [Paragraph(markup(block["text"]), SUBHEADING)],
    "text": lambda block: [Paragraph(markup(block["text"]), TEXT)],
    "bullets": lambda block: [*bullets(block["items"], "•", BULLET, BULLET), Spacer(0, 6)],
    "table": lambda block: [ruled_table(block)],
    "page": lambda _: [PageBreak()],
}


def make_plan(content: Content, path: Path) -> None:
    left, bottom, width, height = 20 * mm, 22 * mm, A4[0] - 40 * mm, A4[1] - 44 * mm

    def cover_page(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.addPageLabel(0, prefix="cover")
        canvas.setFillColor(ACCENT)
        canvas.rect(0, A4[1] - 92 * mm, A4[0], 14 * mm, stroke=0, fill=1)

    def body_page(canvas: Canvas, _: BaseDocTemplate) -> None:
        printed = canvas.getPageNumber() - 1  # the cover has no number, so page 1 is the second sheet
        if printed == 1:
            canvas.addPageLabel(1, style="ARABIC", start=1)
        canvas.setFillColor(NOTE.textColor)
        canvas.setFont("Helvetica", 8.5)
        canvas.drawString(left, 12 * mm, content["footer"])
        canvas.drawRightString(A4[0] - left, 12 * mm, f"Page {printed}")

    frame = Frame(left, bottom, width, height, leftPadding=0, rightPadding=0)
    document = BaseDocTemplate(
        str(path), pagesize=A4, title=content["title"], author=content["author"], pageCompression=0, invariant=1
    )
    document.addPageTemplates(
        [PageTemplate("cover", frame, cover_page), PageTemplate("body", frame, onPageEnd=body_page)]
    )
    cover = content["cover"]
    story: list[Flowable] = [
        NextPageTemplate("body"),
        Spacer(0, 82 * mm),
        Paragraph(markup(cover["heading"]), ParagraphStyle("cover", HEADING, fontSize=34, leading=42)),
        Paragraph(markup(cover["subtitle"]), SUBHEADING),
        Spacer(0, 12 * mm),
        *(Paragraph(markup(line), TEXT) for line in cover["lines"]),
        PageBreak(),
    ]
    for block in content["block"]:
        story += RENDERERS[block["kind"]](block)
    document.build(story)


# --- both -----------------------------------------------------------------------------------------------------------


def make(source: str, target: str, render: Callable[[Content, Path], None], folder: Path) -> None:
    content = tomllib.loads((HERE / source).read_text(encoding="utf-8"))
    day: date = content["date"]
    # reportlab takes the moment of making from here, and from nowhere else that a caller can reach.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))
    render(content, folder / target)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the PDFs of data/raw again.")
    parser.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="where to write (default: data/raw)")
    folder: Path = parser.parse_args().into
    make("tracker.toml", "stp-tracker.pdf", make_tracker, folder)
    make("plan.toml", "plan-nottinghamshire.pdf", make_plan, folder)


if __name__ == "__main__":
    main()
