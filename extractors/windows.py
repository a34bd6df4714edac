"""A long document in windows of pages, so that what is held at once does not grow with its length.

What is stated on a page is found with the pages around it in sight, and with the head of the document, which says whose it
is. A document that is not much longer than a window is one.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractors.document import Page
from extractors.sections import Passage

WINDOW = 100
"""Pages of a window."""
_SIGHT = 8
"""Pages before and after it that are in sight."""
_HEAD = 3
"""Pages at the document's beginning that always are."""
_REST = 0.25
"""A rest of less than this share of a window is no window of its own."""


def windows(pages: Sequence[Page], size: int = WINDOW) -> Iterator[range]:
    """The numbers of each window's pages, together all of them."""
    count, start = len(pages), 1
    while count - start + 1 >= (1 + _REST) * size:
        yield range(start, start + size)
        start += size
    yield range(start, count + 1)


def in_sight(passages: Sequence[Passage], window: range) -> Sequence[Passage]:
    """The passages of a window, of the pages around it and of the document's head, in reading order."""
    first, last = (bisect_left(passages, page, key=_page) for page in (window.start - _SIGHT, window.stop + _SIGHT))
    head = min(bisect_left(passages, _HEAD + 1, key=_page), first)
    return passages if first == 0 and last == len(passages) else [*passages[:head], *passages[first:last]]


def _page(passage: Passage) -> int:
    return passage.block.page.number
