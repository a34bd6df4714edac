"""Web pages, with Beautiful Soup (the extra `office`): one page of text, a line a paragraph, table rows with tabs."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.reading.office import needs_extra

HTML = "text/html"

_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]"
    "|header|hr|html|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_APART = re.compile("article|blockquote|dl|footer|h[1-6]|header|ol|p|section|table|ul")
_UNSEEN = ("script", "style", "template", "noscript", "head", "svg", "select", "button")
_MOST_CELLS = 1000  # of a row; a colspan of a million is no table
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)


def looks_like_html(head: bytes) -> bool:
    """Whether a file begins as a web page does."""
    return bool(_PAGE.match(head))


def text_of_html(path: Path) -> str:
    """The visible text of a web page."""
    needs_extra("office", "bs4")
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(path.read_bytes(), "html.parser")
    for unseen in soup(_UNSEEN):
        unseen.decompose()
    return re.sub(r"\n{3,}", "\n\n", "".join(_pieces(soup))).strip()


def _pieces(soup: Any) -> Iterator[str]:
    """Words and the white between them. Goes through the page in one run, however deep it is nested."""
    from bs4.element import NavigableString, PreformattedString

    block: Any = None
    is_data: dict[int, bool] = {}
    for node in soup.descendants:
        if node.name == "br":
            yield "\n"
        if not isinstance(node, NavigableString) or isinstance(node, PreformattedString) or not node.strip():
            continue
        table = next((p for p in node.parents if p.name == "table"), None)
        if table is not None and id(table) not in is_data:
            is_data[id(table)] = _holds_data(table)
            if is_data[id(table)]:
                yield "\n\n" + "\n".join(_rows(table)) + "\n\n"
        if table is not None and is_data[id(table)]:
            block = None
            continue
        parent = next((p for p in node.parents if _BLOCK.fullmatch(p.name)), soup)
        if parent is not block:
            mark = "- " if parent.name == "li" and parent.find(string=lambda s: bool(s.strip())) is node else ""
            apart = _is_apart(parent) or _is_apart(block)
            yield ("\n\n" if apart else "\n") + mark
        elif node[0].isspace():
            yield " "
        block = parent
        yield " ".join(node.split()) + (" " if node[-1].isspace() else "")


def _is_apart(block: Any) -> bool:
    return block is not None and bool(_APART.fullmatch(block.name))


def _holds_data(table: Any) -> bool:
    """Whether a table has rows and no further tables in it: else it is there for the layout."""
    return table.find("table") is None and table.find("tr") is not None


def _rows(table: Any) -> Iterator[str]:
    reaching: dict[int, int] = {}  # column -> rows that a cell from above still covers
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            while reaching.get(len(cells), 0) and len(cells) < _MOST_CELLS:
                cells.append("")
            first, wide, high = len(cells), _span(cell, "colspan"), _span(cell, "rowspan")
            cells += [" ".join(cell.get_text(" ").split()), *[""] * (wide - 1)]
            reaching = {**reaching, **dict.fromkeys(range(first, first + wide), high)}
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
        if any(cells):
            yield "\t".join(cells)


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(max(int(value), 1), _MOST_CELLS) if value.isdecimal() else 1
