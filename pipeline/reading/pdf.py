"""PDF: pages in reading order with the place of every character, tables as rows, scanned pages told apart."""

import re
import time
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.document import Document, Page, PrintedLine, PrintedLines
from pipeline.reading import ocr
from pipeline.reading.layout import arrange
from pipeline.reading.limits import Limits
from pipeline.reading.margins import Margins
from pipeline.reading.model import PageProblem, Progress, Reading, UnreadableError, status_of
from pipeline.reading.ocr import RecognisedText
from pipeline.reading.open_pages import OpenPages
from pipeline.reading.page_labels import labelled
from pipeline.reading.pdfium import PageText
from pipeline.reading.pieces import NOWHERE, Line, Piece, Rect, list_marks
from pipeline.reading.tables import MAX_EDGES, find_grids, set_tables
from schemas.types import Box

MEDIA_TYPE = "application/pdf"

_INDENT = "  "  # before an item of a list within a list
_WORD_GAP = 0.15  # ems of white between words
_BOX_GAP = 1.0  # ems of white on a line at which one box ends and the next begins
_FEW_CHARACTERS = 20  # a page with a picture and no more text than this is a scan with a stamp or a page number
_GARBLED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_GARBLED_SHARE = 0.3
_OCR_SHARE = 0.6  # of a document's time may go into scanned pages
_HEAD_LINES, _FOOT_LINES = 12, 6  # of a page that may go on from another or be gone on with
_TAIL_BYTES, _PADDING_BYTES = 2048, 65536


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


class Composed(NamedTuple):
    """The text of a page, which of pdfium's characters it is made of, where a line ran out of room, and its first and
    last lines.
    """

    text: str
    map: PageMap
    wraps: tuple[int, ...] = ()
    edges: PrintedLines = PrintedLines()


class PdfGeometry:
    """Boxes of the text of a PDF, measured when they are asked for."""

    def __init__(self, pages: OpenPages, maps: dict[int, PageMap], recognised: dict[int, RecognisedText]) -> None:
        self._pages, self._maps, self._recognised = pages, maps, recognised

    def boxes(self, page: int, start: int, end: int) -> tuple[Box, ...]:
        """One box per printed line that covers exactly the words of `text[start:end]` of that page."""
        text = self._recognised.get(page) or self._pages.page(page)
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
        self._pages.close()


def read_pdf(
    path: Path, file_name: str, document_id: str, limits: Limits, skip: Mapping[int, str], progress: Progress
) -> Reading:
    """Read a PDF page by page. Raises UnreadableError where no page can be read."""
    document = _open(path)
    try:
        count = len(document)
        if count == 0:
            raise UnreadableError("a PDF without pages")
        if count > limits.max_pages:
            raise UnreadableError(f"too many pages: {count:,}, the limit is {limits.max_pages:,}")
        reader = _Reader(document, limits, time.monotonic() + _OCR_SHARE * limits.seconds)
        for number in range(1, count + 1):
            progress(number)
            if number in skip:
                reader.leave_out(number, skip[number])
            else:
                reader.read(number)
        status, reason = status_of(reader.pages, reader.problems)
        if cut := _cut_off(path):
            status = "partly_read" if status == "read" else status
            reason = f"{cut}; {reason}" if reason else cut
        if status == "unreadable":
            raise UnreadableError(reason or "no page holds text")
        pages = labelled(reader.pages, _stated_labels(document))
        geometry = PdfGeometry(reader.open_pages, reader.maps, reader.recognised)
        read = Document(document_id, file_name, pages)
        return Reading(read, MEDIA_TYPE, status, reason, tuple(reader.problems), geometry)
    except BaseException:
        document.close()
        raise


class _Reader:
    """Reads one page after the other and keeps what came of them."""

    def __init__(self, document: pdfium.PdfDocument, limits: Limits, ocr_until: float) -> None:
        self._limits, self._ocr_until = limits, ocr_until
        self.open_pages = OpenPages(document)
        self.pages: list[Page] = []
        self.maps: dict[int, PageMap] = {}
        self.problems: list[PageProblem] = []
        self.recognised: dict[int, RecognisedText] = {}
        self._characters = 0
        self._margins = Margins()

    def leave_out(self, number: int, reason: str) -> None:
        self._keep(number, Composed("", PageMap()), PageProblem(number, reason))

    def read(self, number: int) -> None:
        try:
            page = self.open_pages.page(number)
        except pdfium.PdfiumError:
            self.leave_out(number, "the page is damaged")
            return
        composed = compose(_groups(page, page.characters(), self._margins))
        problem = _problem(page, number, composed.text)
        if problem and ocr.available() and (seconds := self._ocr_until - time.monotonic()) > 0:
            composed, problem = self._recognise(page, number, seconds) or (composed, problem)
        if problem or not page.is_small:
            self.open_pages.shut(number)
        self._keep(number, composed, problem)

    def _recognise(self, page: PageText, number: int, seconds: float) -> tuple[Composed, PageProblem] | None:
        scale = ocr.scale(page.frame.width, page.frame.height)
        try:
            words = ocr.recognise(page.picture(scale), scale, seconds)
        except TimeoutError:
            return None
        if not words:
            return None
        self.recognised[number] = RecognisedText(words)
        composed = compose([(0, arrange(words))])
        return composed, PageProblem(number, "read by OCR from a picture: check it against the page", "ocr")

    def _keep(self, number: int, composed: Composed, problem: PageProblem | None) -> None:
        self._characters += len(composed.text)
        if self._characters > self._limits.max_characters:
            limit = f"{self._limits.max_characters:,}"
            raise UnreadableError(f"too much text: more than {limit} characters by page {number}")
        self.pages.append(Page(number, composed.text, wraps=composed.wraps, edges=composed.edges))
        self.maps[number] = composed.map
        if problem:
            self.problems.append(problem)


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError("protected by a password; save a copy without it") from error
        if getattr(error, "err_code", None) == raw.FPDF_ERR_SECURITY:
            raise UnreadableError("encrypted in a way that is not known; save a copy without it") from error
        raise UnreadableError(_cut_off(path) or "damaged: no PDF reader can open it") from error


def _cut_off(path: Path) -> str | None:
    """Why the file looks truncated, if it does: a PDF ends with a mark."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL_BYTES - _PADDING_BYTES, 0))
        tail = file.read().rstrip(b"\0\r\n\t ")[-_TAIL_BYTES:]
    return None if b"%%EOF" in tail else "truncated: the end of the file is missing"


def _stated_labels(document: pdfium.PdfDocument) -> list[str]:
    """The labels that the file itself gives its pages, unless they only count from 1."""
    labels = [document.get_page_label(index) for index in range(min(len(document), 50))]
    if all(label in ("", str(index)) for index, label in enumerate(labels, start=1)):
        return []
    return [document.get_page_label(index) for index in range(len(document))]


def _groups(page: PageText, characters: str, margins: Margins) -> list[tuple[int, list[Line]]]:
    """The lines of a page by the direction they run in, those that run as the page is displayed first."""
    groups = []
    for turn, pieces in sorted(page.pieces(characters).items(), key=lambda group: group[0] % 4):
        if turn == 0:
            rules, marks = page.drawing(MAX_EDGES)
            pieces += list_marks(pieces, marks)
            if rules:
                pieces = set_tables(pieces, find_grids(rules), lambda piece: page.split(piece, 0, _WORD_GAP))
            groups += [(turn, arrange(part)) for part in margins.divide(pieces) if part]
        else:
            groups.append((turn, arrange(pieces)))
    return groups


def compose(groups: list[tuple[int, list[Line]]]) -> Composed:
    """The text of a page and the map of its characters, written together so that they cannot disagree."""
    out: list[str] = []
    at = 0
    page_map = PageMap()
    wraps: list[int] = []
    printed: list[PrintedLine] = []
    for turn, lines in groups:
        for index, line in enumerate(lines):
            ends = "\n\n" if line.new_paragraph or index == 0 else "\n"
            if out:
                if line.wraps and index:
                    wraps.append(at)
                out.append(ends)
                at += len(ends)
            if line.depth:
                out.append(_INDENT * line.depth)
                at += len(_INDENT) * line.depth
            begin = at
            for separator, piece in line.parts:
                out += (separator, piece.text)
                at += len(separator)
                if piece.start != NOWHERE:
                    page_map.add(at, piece, turn)
                at += len(piece.text)
            out.append(line.tail)
            at += len(line.tail)
            if turn == 0 and line.table is None:
                printed.append(PrintedLine(begin, at, line.x0, line.baseline, line.size, line.room))
    if len(printed) > _HEAD_LINES + _FOOT_LINES:
        printed = printed[:_HEAD_LINES] + printed[-_FOOT_LINES:]
    return Composed("".join(out), page_map, tuple(wraps), PrintedLines(printed))


def _problem(page: PageText, number: int, text: str) -> PageProblem | None:
    visible = sum(map(len, text.split()))
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
