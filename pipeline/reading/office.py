"""Word documents and slide decks, with python-docx and python-pptx (the extra `office`).

A Word document is one page, a deck has a page a slide. Text boxes, comments, speaker notes and charts are not read.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.reading.model import PageProblem, UnreadableError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_MARK = "• "
_INDENT = "  "


def needs_extra(extra: str, *modules: str) -> None:
    """Raise UnreadableError, with the remedy, unless these modules are installed."""
    for module in modules:
        try:
            import_module(module)
        except ModuleNotFoundError as error:
            reason = f"reading this needs the extra `{extra}`: pip install 'stp-extract[{extra}]'"
            raise UnreadableError(reason) from error


def _check_format(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_OLD_FORMAT)) == _OLD_FORMAT:
            raise UnreadableError("protected by a password, or in the old binary format; save it anew without either")


def text_of_docx(path: Path) -> str:
    """The text of a Word document: paragraphs apart, lists with their marks, table rows with tabs."""
    needs_extra("office", "docx")
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    _check_format(path)
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise UnreadableError("damaged, or not a Word document") from error
    return "\n\n".join(_docx_blocks(document))


def _docx_blocks(parent: Any) -> Iterator[str]:
    from docx.table import Table

    def kind(item: Any) -> str:
        return "table" if isinstance(item, Table) else "list" if _is_listed(item) else "paragraph"

    for what, items in groupby(parent.iter_inner_content(), key=kind):
        if what == "table":
            yield from ("\n".join(_docx_rows(table)) for table in items)
        elif what == "list":
            yield "\n".join(_MARK + item.text.strip() for item in items if item.text.strip())
        else:
            yield from (item.text.strip() for item in items if item.text.strip())


def _is_listed(paragraph: Any) -> bool:
    style = paragraph.style.name if paragraph.style is not None else ""
    properties = paragraph._p.pPr
    return (style or "").startswith("List") or (properties is not None and properties.numPr is not None)


def _docx_rows(table: Any) -> Iterator[str]:
    seen: set[Any] = set()
    for row in table.rows:
        cells = []
        for cell in row.cells:  # a merged cell comes once for each place that it covers
            cells.append("" if cell._tc in seen else _flat(_docx_cell(cell)))
            seen.add(cell._tc)
        yield "\t".join(cells)


def _docx_cell(cell: Any) -> Iterator[str]:
    for block in _docx_blocks(cell):
        yield block.replace("\t", " ")


def _flat(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


def slides_of_pptx(path: Path) -> tuple[list[str], list[PageProblem]]:
    """The text of each slide, and the slides that show pictures alone."""
    needs_extra("office", "pptx")
    import pptx
    from pptx.exc import PackageNotFoundError

    _check_format(path)
    try:
        deck = pptx.Presentation(str(path))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise UnreadableError("damaged, or not a slide deck") from error
    slides, problems = [], []
    for number, slide in enumerate(deck.slides, start=1):
        shapes = list(_shapes(slide.shapes))
        text = "\n\n".join(block for shape in _in_reading_order(shapes) if (block := _shape_text(shape)))
        slides.append(text)
        if not text.strip() and any(hasattr(shape, "image") for shape in shapes):
            problems.append(PageProblem(number, "a slide of pictures without text", "without_text"))
    return slides, problems


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _in_reading_order(shapes: Iterable[Any]) -> list[Any]:
    """The title first, then from top to bottom; what begins at about the same height, from left to right."""
    from pptx.util import Cm

    def place(shape: Any) -> tuple[bool, int, int]:
        is_title = shape.is_placeholder and "TITLE" in str(shape.placeholder_format.type)
        return not is_title, (shape.top or 0) // Cm(2), shape.left or 0

    return sorted(shapes, key=place)


def _shape_text(shape: Any) -> str:
    if getattr(shape, "has_table", False):
        return "\n".join(
            "\t".join("" if cell.is_spanned else _flat([cell.text_frame.text]) for cell in row.cells)
            for row in shape.table.rows
        )
    if not shape.has_text_frame:
        return ""
    listed = shape.is_placeholder and any(t in str(shape.placeholder_format.type) for t in ("BODY", "OBJECT"))
    lines = []
    for paragraph in shape.text_frame.paragraphs:
        text = paragraph.text.replace("\v", "\n").strip()
        if text:
            lines.append((_INDENT * paragraph.level + _MARK if listed else "") + text)
    return "\n".join(lines)
