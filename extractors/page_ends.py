"""What a page's end cut in two, put together again: a sentence, an item of a list, a row of a table.

Only pages whose words have a place can show that: whether there was room for the next word, how large it is, how far in it
stands. A block that was put together belongs to its first page; its offsets count on into the page behind (see `Block`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from extractors.blocks import Block, join_words, page_blocks
from extractors.document import Document, Page, PrintedLine
from extractors.running import running_spans
from extractors.view import View

Span = tuple[int, int]

_SAME_SIZE = 1.12  # ratio of sizes at most
_FURTHER_IN = 0.5  # ems by which the lines of an item stand further in than its mark
_SAME_PLACE = 0.4  # ems
_SPACE, _LETTER, _TOLERANCE = 0.25, 0.5, 0.2  # ems
_LONG = 30  # letters of a line that may have run out of room
_ENDED = regex.compile(r"[.!?:;][\"')\]]*$")
_UNFINISHED = regex.compile(
    r"(?:[,(&/–-]|\b(?:the|of|and|or|in|on|a|an|to|for|with|by|at|from|is|are|was|will|be|that|its|our|which|per|as|under"
    r"|over|than))$"
)
_GOES_ON = regex.compile(r"[\p{Ll}(&,.;:–-]")
_LABEL = regex.compile(r"[A-Z][\w &/'(),-]{0,60}:(?:\s|$)")
_NUMBER = regex.compile(r"[-(–]?\s?£?\s?\d[\d,.]*\s?(?:k|m|mn|bn|million|billion)?\)?%?")


def document_blocks(document: Document) -> list[Block]:
    """Blocks of every page in reading order, running headers and footers left out, what a page's end cuts put together."""
    running = running_spans(document.pages)
    blocks = [
        _aside_last(page_blocks(page, spans.hidden), spans.aside)
        for page, spans in zip(document.pages, running, strict=True)
    ]
    return join_page_ends(document.pages, blocks, [spans.kept for spans in running])


def _aside_last(blocks: list[Block], aside: Sequence[Span]) -> list[Block]:
    """The blocks of a page, what stands in its margin behind all others: no heading of theirs, and no row of a table."""
    if not aside:
        return blocks
    text = [block for block in blocks if not _overlaps(block, aside)]
    return text + [replace(b, kind="paragraph", cells=(), mark="") for b in blocks if _overlaps(b, aside)]


def join_page_ends(pages: Sequence[Page], blocks: Sequence[list[Block]], running: Sequence[list[Span]]) -> list[Block]:
    """The blocks of all pages in one list. `running` are the running headers and footers that are still in them."""
    joined: list[Block] = []
    before: Page | None = None
    last: int | None = None  # where in `joined` the last block of the page before stands
    shift = 0  # from that block's page to the one at hand
    for page, found, shown in zip(pages, blocks, running, strict=True):
        body = [i for i, block in enumerate(found) if not _overlaps(block, shown)]
        begin = len(joined)
        taken: int | None = None
        if before is not None and last is not None and body and page.wraps is not None:
            shift += len(before.text) + 1
            taken = _continuation(joined, last, [found[i] for i in body], before, page)
            if taken is not None:
                at = body[taken]
                joined[last] = _put_together(joined[last], found[at], shift)
                found = [*found[:at], *found[at + 1 :]]
                body = [i - (i > at) for i in body if i != at]
            _deepen(joined, last, found, before, page)
        joined += found
        if body:
            last, shift = begin + body[-1], 0
        elif taken is None:  # an empty page: nothing goes on over it
            last = None
        before = page
    return joined


def _overlaps(block: Block, spans: Sequence[Span]) -> bool:
    if not spans or not block.offsets:
        return False
    start, end = block.offsets[0], block.offsets[-1] + 1
    return any(low < end and start < high for low, high in spans)


def _continuation(joined: Sequence[Block], last: int, body: Sequence[Block], before: Page, page: Page) -> int | None:
    """Which of the blocks of a page goes on with the last of the page before."""
    cut, first = joined[last], body[0]
    if cut.is_row:
        skipped = _repeated_header(joined, last, body)
        return skipped if skipped < len(body) and _goes_on_row(cut, body[skipped]) else None
    return 0 if not first.is_row and _goes_on(cut, first, before, page) else None


def _repeated_header(joined: Sequence[Block], last: int, body: Sequence[Block]) -> int:
    """How many rows at the head of a page only repeat those at the head of the table on the page before."""
    start = last
    while start > 0 and joined[start - 1].is_row and joined[start - 1].page is joined[last].page:
        start -= 1
    count = 0
    while count < len(body) and start + count < last and body[count].is_row:
        if body[count].text != joined[start + count].text:
            break
        count += 1
    return count


def _goes_on_row(cut: Block, rest: Block) -> bool:
    """Whether a row of a table goes on with the words of the last row of the page before."""
    if not rest.is_row or len(rest.cells) != len(cut.cells):
        return False
    pairs = [(cut.cell(i), rest.cell(i)) for i in range(len(rest.cells)) if rest.cell(i)]
    if not pairs or any(not above or _NUMBER.fullmatch(above) or _NUMBER.fullmatch(below) for above, below in pairs):
        return False
    if rest.cell(0) and not _GOES_ON.match(rest.cell(0)) and not _UNFINISHED.search(cut.cell(0)):
        return False
    return any(
        not _ENDED.search(above) and (bool(_GOES_ON.match(below)) or bool(_UNFINISHED.search(above)))
        for above, below in pairs
    )


def _goes_on(cut: Block, rest: Block, before: Page, page: Page) -> bool:
    """Whether a block at the head of a page is the rest of the last one of the page before."""
    if rest.mark or not cut.text or not rest.text:
        return False
    above, below = _line(before, cut.offsets[-1], cut), _line(page, rest.offsets[0], rest)
    if above is None or below is None:
        return False
    if max(above.size, below.size) > _SAME_SIZE * min(above.size, below.size):
        return False
    word = rest.text.split(maxsplit=1)[0]
    is_full = above.room < _SPACE + _LETTER * len(word) + _TOLERANCE and above.end - above.start >= _LONG
    if cut.kind == "bullet" and is_full and _stands_in_item(cut, above, below, before):
        return True
    if _ENDED.search(cut.text):
        return False
    if _GOES_ON.match(rest.text) or _UNFINISHED.search(cut.text):
        return True
    return is_full and not _LABEL.match(rest.text) and rest.text.upper() != rest.text


def _stands_in_item(item: Block, above: PrintedLine, below: PrintedLine, page: Page) -> bool:
    """Whether a line stands below the words of a list item, and not below its mark."""
    first = _line(page, item.offsets[0], item)
    if first is None:
        return False
    if below.left <= first.left + _FURTHER_IN * first.size:
        return False
    return first.start == above.start or abs(above.left - below.left) < _SAME_PLACE * below.size


def _line(page: Page, offset: int, block: Block) -> PrintedLine | None:
    """The line at the head or foot of a page that a character of a block stands in."""
    if block.page is not page:
        offset -= len(block.page.text) + 1
    return next((line for line in page.edges if line.start <= offset < line.end), None)


def _put_together(cut: Block, rest: Block, shift: int) -> Block:
    """Both as one block."""
    gap, view = shift - 1, View()
    if cut.is_row:
        cells = []
        for index in range(len(cut.cells)):
            if index:
                view.add("\t", gap)
            begin = len(view.text)
            view.add_from(cut.text, cut.offsets, *cut.cells[index])
            if rest.cell(index):
                if cut.cell(index):
                    join_words(view, rest.cell(index), gap, f"{cut.page.text} {rest.page.text}")
                view.add_from(rest.text, rest.offsets, *rest.cells[index], shift=shift)
            cells.append((begin, len(view.text)))
        return replace(cut, text=view.text, offsets=view.offsets, cells=tuple(cells))
    view.add_from(cut.text, cut.offsets, 0, len(cut.text))
    join_words(view, rest.text, gap, f"{cut.page.text} {rest.page.text}")
    view.add_from(rest.text, rest.offsets, 0, len(rest.text), shift=shift)
    kind = "paragraph" if cut.kind == "heading" else cut.kind
    return replace(cut, kind=kind, text=view.text, offsets=view.offsets)


def _deepen(joined: Sequence[Block], last: int, found: list[Block], before: Page, page: Page) -> None:
    """Set the items at the head of a page as far in as those of the list on the page before that begin at one place."""
    places: list[tuple[float, float, int]] = []
    for block in reversed(joined[: last + 1]):
        if block.page is not before or block.kind != "bullet":
            break
        if line := _line(before, block.offsets[0], block):
            places.append((line.left, line.size, block.indent))
    if not places or len({indent for _, _, indent in places}) < 2:
        return
    for index, block in enumerate(found):
        if block.kind != "bullet":
            break
        line = _line(page, block.offsets[0], block)
        if line is None:
            break
        same = (indent for left, size, indent in places if abs(left - line.left) < _SAME_PLACE * size)
        if (indent := next(same, None)) is not None:
            found[index] = replace(block, indent=indent)


def offsets_from(page: Page, block: Block, pages: Sequence[Page]) -> Iterator[int]:
    """The offsets of a block as those of one that begins on an earlier page."""
    shift = sum(len(between.text) + 1 for between in pages[page.number - 1 : block.page.number - 1])
    return (offset + shift for offset in block.offsets)


def parts_by_page(block: Block, start: int, end: int, pages: Sequence[Page]) -> Iterator[tuple[Page, int, int]]:
    """Where `text[start:end]` of a block stands: (page, char_start, char_end) for each page that holds some of it."""
    page, base = block.page, 0
    offsets = sorted(offset for i, offset in enumerate(block.offsets[start:end], start) if not block.text[i].isspace())
    run: list[int] = []
    for offset in offsets:
        while offset - base >= len(page.text) + 1 and page.number < len(pages):
            if run:
                yield page, run[0], run[-1] + 1
            run = []
            base += len(page.text) + 1
            page = pages[page.number]
        run.append(offset - base)
    if run:
        yield page, run[0], run[-1] + 1
