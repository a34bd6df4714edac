"""PDF: pages in reading order with the place of every character, tables as rows, scanned pages told apart."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.document import Document, Page
from pipeline.reading.layout import Line, Piece, arrange
from pipeline.reading.limits import Limits
from pipeline.reading.model import PageProblem, Progress, Reading, UnreadableError, status_of
from pipeline.reading.page_labels import labelled
from pipeline.reading.pdfium import PageText, Rect
from pipeline.reading.tables import MAX_EDGES, find_grids, set_tables
from schemas.types import Box

MEDIA_TYPE = "application/pdf"

_WORD_GAP = 0.15  # ems of white between words
_BOX_GAP = 1.0  # ems of white on a line at which one box ends and the next begins
_FEW_CHARACTERS = 20  # a page with a picture and no more text than this is a scan with a stamp or a page number
_GARBLED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_GARBLED_SHARE = 0.3
_TAIL_BYTES = 2048


@dataclass(frozen=True)
class PageMap:
    """Which of pdfium's characters a page's text is made of.

    `offsets[i]` is where the i-th stretch begins in the text, `starts[i]` the number of its first character,
    `counts[i]` how many there are, `turns[i]` the direction they run in. What stands between stretches is white space
    and nowhere on the page.
    """

    offsets: "array[int]" = field(default_factory=lambda: array("l"))
    starts: "array[int]" = field(default_factory=lambda: array("l"))
    counts: "array[int]" = field(default_factory=lambda: array("l"))
    turns: "array[int]" = field(default_factory=lambda: array("b"))

    def add(self, offset: int, piece: Piece, turn: int) -> None:
        self.offsets.append(offset)
        self.starts.append(piece.start)
        self.counts.append(len(piece.text))
        self.turns.append(turn)

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """First and last-plus-one character and direction of each stretch of `text[start:end]`."""
        for i in range(max(bisect_right(self.offsets, start) - 1, 0), len(self.offsets)):
            offset = self.offsets[i]
            if offset >= end:
                return
            low, high = max(start - offset, 0), min(end - offset, self.counts[i])
            if low < high:
                yield self.starts[i] + low, self.starts[i] + high, self.turns[i]


class PdfGeometry:
    """Boxes of the text of a PDF, measured when they are asked for: that opens the page again."""

    def __init__(self, document: pdfium.PdfDocument, maps: dict[int, PageMap]) -> None:
        self._document, self._maps = document, maps
        self._opened: tuple[int, PageText] | None = None

    def boxes(self, page: int, start: int, end: int) -> tuple[Box, ...]:
        """One box per printed line that covers exactly the words of `text[start:end]` of that page."""
        text = self._page(page)
        found: list[Rect] = []
        for first, last, turn in self._maps[page].stretches(start, end):
            rect = text.stretch_box(first, last, turn)
            if rect and found and _on_one_line(found[-1], rect, turn):
                found[-1] = _union(found[-1], rect)
            elif rect:
                found.append(rect)
        return tuple(Box(**{edge: round(value, 2) for edge, value in rect._asdict().items()}) for rect in found)

    def close(self) -> None:
        """Let go of the file."""
        if self._opened:
            self._opened[1].close()
        self._opened = None
        self._document.close()

    def _page(self, number: int) -> PageText:
        if self._opened and self._opened[0] == number:
            return self._opened[1]
        if self._opened:
            self._opened[1].close()
        self._opened = number, PageText(self._document, number - 1)
        return self._opened[1]


def read_pdf(
    path: Path, file_name: str, document_id: str, limits: Limits, skip: Set[int], progress: Progress
) -> Reading:
    """Read a PDF page by page. Raises UnreadableError where no page can be read."""
    document = _open(path)
    try:
        count = len(document)
        if count == 0:
            raise UnreadableError("a PDF without pages")
        if count > limits.max_pages:
            raise UnreadableError(f"too many pages: {count:,}, the limit is {limits.max_pages:,}")
        pages, maps, problems, characters = [], {}, [], 0
        for number in range(1, count + 1):
            progress(number)
            text, page_map, problem = "", PageMap(), None
            if number in skip:
                problem = PageProblem(number, "left out")
            else:
                text, page_map, problem = _read_page(document, number)
            characters += len(text)
            if characters > limits.max_characters:
                raise UnreadableError(f"too much text: more than {limits.max_characters:,} characters by page {number}")
            pages.append(Page(number, text))
            maps[number] = page_map
            if problem:
                problems.append(problem)
        cut = _cut_off(path)
        status, reason = status_of(pages, problems)
        if cut:
            status, reason = ("partly_read" if status == "read" else status), "; ".join(filter(None, (cut, reason)))
        if status == "unreadable":
            raise UnreadableError(reason or "no page holds text")
        read = Document(document_id, file_name, labelled(pages, _stated_labels(document)))
        return Reading(read, MEDIA_TYPE, status, reason, tuple(problems), PdfGeometry(document, maps))
    except BaseException:
        document.close()
        raise


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError("protected by a password; save a copy without it") from error
        raise UnreadableError(_cut_off(path) or "damaged: no PDF reader can open it") from error


def _cut_off(path: Path) -> str | None:
    """Why the file looks truncated, if it does: a PDF ends with a mark."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL_BYTES, 0))
        return None if b"%%EOF" in file.read() else "truncated: the end of the file is missing"


def _stated_labels(document: pdfium.PdfDocument) -> list[str]:
    """The labels that the file itself gives its pages, unless they only count from 1."""
    labels = [document.get_page_label(index) for index in range(min(len(document), 50))]
    if all(label in ("", str(index)) for index, label in enumerate(labels, start=1)):
        return []
    return [document.get_page_label(index) for index in range(len(document))]


def _read_page(document: pdfium.PdfDocument, number: int) -> tuple[str, PageMap, PageProblem | None]:
    try:
        page = PageText(document, number - 1)
    except pdfium.PdfiumError:
        return "", PageMap(), PageProblem(number, "the page is damaged")
    with page:
        characters = page.characters()
        text, page_map = compose(_groups(page, characters))
        return text, page_map, _problem(page, number, text)


def _groups(page: PageText, characters: str) -> list[tuple[int, list[Line]]]:
    """The lines of a page by the direction they run in, those that run as the page is displayed first."""
    groups = []
    for turn, pieces in sorted(page.pieces(characters).items(), key=lambda group: group[0] % 4):
        if turn == 0 and (edges := page.edges(MAX_EDGES)):
            pieces = set_tables(pieces, find_grids(edges), lambda piece: page.split(piece, 0, _WORD_GAP))
        groups.append((turn, arrange(pieces)))
    return groups


def compose(groups: list[tuple[int, list[Line]]]) -> tuple[str, PageMap]:
    """The text of a page and the map of its characters, written together so that they cannot disagree."""
    out: list[str] = []
    at = 0
    page_map = PageMap()
    for turn, lines in groups:
        for index, line in enumerate(lines):
            ends = "\n\n" if line.new_paragraph or index == 0 else "\n"
            if out:
                out.append(ends)
                at += len(ends)
            for separator, piece in line.parts:
                out += (separator, piece.text)
                at += len(separator)
                page_map.add(at, piece, turn)
                at += len(piece.text)
            out.append(line.tail)
            at += len(line.tail)
    return "".join(out), page_map


def _problem(page: PageText, number: int, text: str) -> PageProblem | None:
    visible = len(re.sub(r"\s", "", text))
    if visible < _FEW_CHARACTERS and page.has_image():
        return PageProblem(number, "a scanned image without text", "without_text")
    if visible == 0 and page.has_drawing():
        return PageProblem(number, "drawn shapes without text", "without_text")
    if visible and len(_GARBLED.findall(text)) > _GARBLED_SHARE * visible:
        return PageProblem(number, "its fonts do not say which letters they draw", "without_text")
    return None


def _on_one_line(before: Rect, after: Rect, turn: int) -> bool:
    if turn % 2:
        before, after = (
            Rect(before.top, before.x0, before.bottom, before.x1),
            Rect(after.top, after.x0, after.bottom, after.x1),
        )
    height = min(before.bottom - before.top, after.bottom - after.top)
    shared = min(before.bottom, after.bottom) - max(before.top, after.top)
    gap = max(after.x0 - before.x1, before.x0 - after.x1)
    return shared > height / 2 and gap < _BOX_GAP * height


def _union(first: Rect, second: Rect) -> Rect:
    return Rect(
        min(first.x0, second.x0), min(first.top, second.top), max(first.x1, second.x1), max(first.bottom, second.bottom)
    )
