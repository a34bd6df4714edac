"""Running headers and footers: what stands at the edge of page after page says nothing where it stands.

The first page that bears one keeps it, as a title page does; page numbers go from all of them. A document of a page or two
shows them by their letters, smaller than the text's, and by their distance from it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median_low
from typing import NamedTuple

import regex

from extractors.document import Page

_EDGE_LINES = 3
_FEWEST_PAGES, _LEAST_SHARE = 3, 0.4  # that bear a line which is a running one
_NEAR = 3.0  # points
_SMALLER, _WELL_APART = 0.95, 1.9  # times the size of the text; ems of it between the baselines
_LETTERS = regex.compile(r"\p{L}.*\p{L}.*\p{L}", regex.DOTALL)
_DIGITS = regex.compile(r"\d+")
_LINE = regex.compile(r"[^\n]*\S[^\n]*")
_NUMBER = r"(?:(?:page|slide)\s*)?(?P<label>\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?"
_NUMBER_ALONE = regex.compile(rf"\W*{_NUMBER}\W*", regex.IGNORECASE)
_NUMBER_LAST = regex.compile(rf"(?:\s*[\t|]|\s+(?=page|slide))\s*{_NUMBER}\s*$", regex.IGNORECASE)
_NUMBER_FIRST = regex.compile(rf"^\s*{_NUMBER}\s*[\t|]\s*", regex.IGNORECASE)

Span = tuple[int, int]
Key = tuple[str, int]
"""A line's words, each number as #, and how far down the page it stands where that is known, in steps of `_NEAR`."""


class Running(NamedTuple):
    """The stretches of a page that are a running header or footer or its number: those to pass over, those to keep, and
    those of them that are set in the page's margin and head nothing.
    """

    hidden: list[Span]
    kept: list[Span]
    aside: list[Span]


def running_spans(pages: Sequence[Page]) -> list[Running]:
    """For each page, what runs from page to page."""
    edges = [list(_edges(page)) for page in pages]
    seen = Counter(key for page, found in zip(pages, edges, strict=True) for key in _keys(page, found))
    least = max(_FEWEST_PAGES, _LEAST_SHARE * len(pages))
    running = {key for key in seen if sum(seen[key[0], key[1] + by] for by in (-1, 0, 1)) >= least}
    kept: set[str] = set()
    is_short = len(pages) < _FEWEST_PAGES
    return [_of_page(page, found, running, kept, is_short) for page, found in zip(pages, edges, strict=True)]


def _edges(page: Page) -> Iterator[list[Span]]:
    """The first lines of a page from its top down, and the last ones from its foot up."""
    lines = [match.span() for match in _LINE.finditer(page.text)]
    yield lines[:_EDGE_LINES]
    yield lines[: -_EDGE_LINES - 1 : -1]


def _keys(page: Page, edges: list[list[Span]]) -> set[Key]:
    return {_key(page, span) for lines in edges for span in lines if not _is_row_of_table(page, span)}


def _key(page: Page, span: Span) -> Key:
    words = _DIGITS.sub("#", " ".join(page.text[slice(*span)].casefold().split()))
    level = next((line.baseline for line in page.edges if span[0] <= line.start < span[1]), 0.0)
    return words, round(level / _NEAR)


def _is_row_of_table(page: Page, span: Span) -> bool:
    """A table that goes on begins every page with its header; the parts of a running header have no row beside them."""
    if "\t" not in page.text[slice(*span)]:
        return False
    after = page.text[span[1] + 1 :].split("\n", 1)[0]
    before = page.text[: max(span[0] - 1, 0)].rsplit("\n", 1)[-1]
    return "\t" in after or "\t" in before


def _of_page(page: Page, edges: list[list[Span]], running: set[Key], kept: set[str], is_short: bool) -> Running:
    hidden, shown = set[Span](), set[Span]()
    apart = set(_set_apart(page))
    for lines in edges:
        for span in lines:
            key, number = _key(page, span), _number_in(page, span)
            is_running = (key in running or (is_short and span in apart)) and not _is_row_of_table(page, span)
            if number == span or (is_running and _LETTERS.search(key[0]) and key[0] in kept):
                hidden.add(span)
            elif is_running and _LETTERS.search(key[0]):
                kept.add(key[0])
                shown.add(span)
                if number:
                    hidden.add(number)
            else:
                break
    return Running(sorted(hidden), sorted(shown), sorted(shown & apart))


def _set_apart(page: Page) -> Iterator[Span]:
    """The first and last lines of a page that are smaller than its text and well apart from it."""
    lines = list(page.edges)
    if len(lines) < 3:
        return
    size = median_low(line.size for line in lines)
    for edge, next_to_it in ((lines[0], lines[1]), (lines[-1], lines[-2])):
        gap = abs(edge.baseline - next_to_it.baseline)
        if edge.size <= _SMALLER * size and gap >= _WELL_APART * size:
            yield edge.start, edge.end


def _number_in(page: Page, span: Span) -> Span | None:
    """Where the number of the page stands in a line, the whole line where it holds nothing else."""
    line = page.text[slice(*span)]
    if (alone := _NUMBER_ALONE.fullmatch(line)) and alone["label"] == page.label:
        return span
    for pattern in (_NUMBER_LAST, _NUMBER_FIRST):
        if (match := pattern.search(line)) and match["label"] == page.label:
            return span[0] + match.start(), span[0] + match.end()
    return None
