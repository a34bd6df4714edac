"""The page numbers that are printed on pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.document import Page

_EDGE_LINES = 2  # a number stands on one of the first or last lines
_LEAST_SHARE = 0.3  # of the pages must count on together
_ALONE = re.compile(
    r"\W*(?:(?:page|slide)\s*)?(?P<label>\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b(?:page|slide)\s*(?P<label>\d{1,4})\b|[\t|]\s*(?P<last>\d{1,4})\s*$|^\s*(?P<first>\d{1,4})\s*[\t|]",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def labelled(pages: Sequence[Page], fallback: Sequence[str] = ()) -> tuple[Page, ...]:
    """`pages` with the numbers printed on them, where these count on from page to page; else with `fallback`, if given.

    A number is believed when the pages agree on it: "7" on the third page and "8" on the fourth.
    """
    candidates = [dict(_candidates(page)) for page in pages]
    offsets = Counter(
        value - page.number for page, found in zip(pages, candidates, strict=True) for value in found.values()
    )
    trusted = [offset for offset, count in offsets.items() if count >= max(2, _LEAST_SHARE * len(pages))]
    by_offset = {offset: offsets[offset] for offset in trusted}
    result = []
    for index, (page, found) in enumerate(zip(pages, candidates, strict=True)):
        fitting = [label for label, value in found.items() if value - page.number in by_offset]
        fitting.sort(key=lambda label, page=page, found=found: -by_offset[found[label] - page.number])  # type: ignore[misc]
        label = fitting[0] if fitting else fallback[index] if index < len(fallback) else ""
        result.append(replace(page, label=label or None))
    return tuple(result)


def _candidates(page: Page) -> Iterator[tuple[str, int]]:
    lines = [line for line in page.text.split("\n") if line.strip()]
    for line in {*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]}:
        if whole := _ALONE.fullmatch(line):
            yield whole["label"], _value(whole["label"])
        else:
            for match in _NAMED.finditer(line):
                label = match["label"] or match["last"] or match["first"]
                yield label, int(label)


def _value(label: str) -> int:
    if label.isdecimal():
        return int(label)
    values = [_ROMAN[letter] for letter in label.lower()]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
