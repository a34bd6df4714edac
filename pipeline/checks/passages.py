"""The passage around a statement: enough words to judge it by, still an exact slice of the page."""

import regex

_SENTENCE_END = regex.compile(r"[.!?;][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z•›£])")
_LEAD_IN = regex.compile(r"[\s>*•›·|\uf0b7-]*[ \t]")
_GOES_ON = regex.compile(r"[ ]*(?:\p{Ll}|\d|£|\()")
_UNFINISHED = regex.compile(
    r"(?:[,–]|\b(?:the|of|and|or|in|on|a|an|to|for|with|by|at|from|is|are|was|that|its|which))[ ]*$"
)
_REACH, _LONG_LINE = 6, 400
_FULL_LINE = 45
"""Characters a printed line has at least when the paragraph was wrapped after it."""


def passage_span(text: str, start: int, end: int, limit: int = 360) -> tuple[int, int]:
    """The printed line around `text[start:end]`, or its sentence where that is wrapped over lines or the line is longer
    than `limit` characters. Of a table's long row it is the cell.

    Bullet marks and surrounding spaces are left out, and what was given is never cut.
    """
    # A line may be a whole document; more than a few times the limit away nothing is looked for.
    low, high = max(0, start - _REACH * limit), min(len(text), end + _REACH * limit)
    first, last = text.rfind("\n", low, start) + 1 or low, text.find("\n", end, high)
    last = high if last < 0 else last
    if "\t" in text[first:last]:
        if last - first > limit:
            first, last = _cell(text, first, last, start, end)
    elif last - first <= limit:
        wrapped = _paragraph(text, first, last)
        if wrapped != (first, last):
            sentence = _sentence(text, *wrapped, start, end)
            first, last = sentence if sentence[1] - sentence[0] <= limit else (first, last)
    if last - first > limit:
        first, last = _sentence(text, first, last, start, end)
    if last - first > limit:
        first, last = _window(text, first, last, start, end, limit)
    return _trim(text, min(first, start), max(last, end), start, end)


def _cell(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """The cells that hold `start` to `end`."""
    before, after = text.rfind("\t", first, start), text.find("\t", end, last)
    return (before + 1 if before >= 0 else first), (after if after >= 0 else last)


def _paragraph(text: str, first: int, last: int) -> tuple[int, int]:
    """The lines before and after that a sentence was wrapped over; lines too long to be printed ones are no such."""
    while first > 0:
        before = text.rfind("\n", max(0, first - _LONG_LINE), first - 1) + 1
        if (before == 0 and first > _LONG_LINE) or not _wraps(text[before : first - 1], text[first:last]):
            break
        first = before
    while last < len(text):
        after = text.find("\n", last + 1, last + _LONG_LINE)
        after = min(len(text), last + _LONG_LINE) if after < 0 else after
        line = text[text.rfind("\n", 0, last) + 1 : last]
        if not _wraps(line, text[last + 1 : after]):
            break
        last = after
    return first, last


def _wraps(line: str, following: str) -> bool:
    """Whether a sentence goes on from one line to the next."""
    if len(line) < _FULL_LINE or "\t" in line + following or not following.strip():
        return False
    return bool(_GOES_ON.match(following) or _UNFINISHED.search(line))


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
