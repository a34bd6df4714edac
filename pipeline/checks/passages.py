"""The passage around a statement: enough words to judge it by, still an exact slice of the page."""

import regex

_SENTENCE_END = regex.compile(r"[.!?;][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z•›£])")
_LEAD_IN = regex.compile(r"[\s>*•›·|\uf0b7-]*[ \t]")


def passage_span(text: str, start: int, end: int, limit: int = 360) -> tuple[int, int]:
    """The printed line around `text[start:end]`, or its sentence where the line is longer than `limit` characters.

    Bullet marks and surrounding spaces are left out, and what was given is never cut.
    """
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    if last - first > limit:
        separator = "\t" if "\t" in text[first:last] else None
        if separator:
            first = text.rfind(separator, first, start) + 1 or first
            last = text.find(separator, end, last) if text.find(separator, end, last) >= 0 else last
        if last - first > limit:
            first, last = _sentence(text, first, last, start, end)
        if last - first > limit:
            first, last = _window(text, first, last, start, end, limit)
    return _trim(text, min(first, start), max(last, end), start, end)


def _sentence(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences between `first` and `last` that hold `start` to `end`."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, first, last)]
    return max([e for e in ends if e <= start], default=first), min([e for e in ends if e >= end], default=last)


def _window(text: str, first: int, last: int, start: int, end: int, limit: int) -> tuple[int, int]:
    """As many whole words around `start` to `end` as fit into `limit`."""
    room = max(limit - (end - start), 0) // 2
    left, right = max(first, start - room), min(last, end + room)
    if left > first:
        left = text.find(" ", left, start) + 1 or start
    if right < last:
        right = max(text.rfind(" ", end, right), end)
    return left, right


def _trim(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """Without spaces at the ends and without a bullet mark before the words."""
    if (mark := _LEAD_IN.match(text, first, start)) is not None:
        first = mark.end()
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last
