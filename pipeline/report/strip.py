"""How much of a document was read to some purpose: its paragraphs as consumed, boilerplate, or untouched."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

Use = Literal["consumed", "boilerplate", "money", "untouched"]
Spans = Mapping[int, Sequence[tuple[int, int]]]
"""What was consumed on each page, as half-open offsets."""

_PARAGRAPH = regex.compile(r"\S(?:.*\S)?(?:\n[^\n]*\S[^\n]*)*")
_MONEY = regex.compile(r"£\s?\d|\d(?:m|bn)\b")
_CONTENTS_LINE = regex.compile(r"[.\s\t]{2,}\d{1,3}$")
_DIGITS = bytes.maketrans(b"0123456789", b" " * 10)
_FEW_WORDS, _REPEATED = 4, 3
_MOST_SEGMENTS = 600


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a page and what became of it. `money` is untouched with an amount in it."""

    page: int
    text: str
    use: Use


@dataclass(frozen=True)
class Segment:
    """A stretch of the document of one use, from its beginning (0) to its end (1)."""

    start: float
    end: float
    use: Use
    first_page: int
    last_page: int


def paragraphs(pages: Mapping[int, str], consumed: Spans) -> list[Paragraph]:
    """Every paragraph of a document in order."""
    found = [(page, match) for page, text in pages.items() for match in _PARAGRAPH.finditer(text)]
    bare = [_bare(match.group()) for _, match in found]
    times = Counter(bare)
    return [
        Paragraph(page, match.group(), _use(match, consumed.get(page, ()), times[words]))
        for (page, match), words in zip(found, bare, strict=True)
    ]


def _bare(text: str) -> bytes:
    """A paragraph without its numbers, by which running heads and feet are recognised; of bytes it is quickly had."""
    return b" ".join(text.encode().translate(_DIGITS).lower().split())


def _use(match: "regex.Match[str]", spans: Sequence[tuple[int, int]], times: int) -> Use:
    if any(start < match.end() and match.start() < end for start, end in spans):
        return "consumed"
    text = match.group()
    if times >= _REPEATED or (text[-1].isdigit() and _CONTENTS_LINE.search(text)):
        return "boilerplate"
    if _MONEY.search(text):
        return "money"
    return "boilerplate" if len(text.split(maxsplit=_FEW_WORDS)) < _FEW_WORDS else "untouched"


def shares(found: Sequence[Paragraph]) -> dict[Use, float]:
    """The share of each use in the document's characters, 0 to 1."""
    total = sum(len(paragraph.text) for paragraph in found) or 1
    uses: tuple[Use, ...] = ("consumed", "boilerplate", "money", "untouched")
    return {use: sum(len(p.text) for p in found if p.use == use) / total for use in uses}


def segments(found: Sequence[Paragraph]) -> list[Segment]:
    """Stretches of one use after another, no more than a picture can show: in a long document the finest are merged."""
    total = sum(len(paragraph.text) for paragraph in found) or 1
    least = total / _MOST_SEGMENTS
    return list(_merged(found, total, least))


def _merged(found: Sequence[Paragraph], total: int, least: float) -> Iterator[Segment]:
    start = position = 0
    held: list[Paragraph] = []
    for paragraph in found:
        if held and paragraph.use != held[-1].use and position - start >= least:
            yield _segment(held, start, position, total)
            start, held = position, []
        held.append(paragraph)
        position += len(paragraph.text)
    if held:
        yield _segment(held, start, position, total)


def _segment(held: Sequence[Paragraph], start: int, end: int, total: int) -> Segment:
    """One stretch; where several uses were merged the one with most text gives it its colour, money first."""
    weights: Counter[Use] = Counter()
    for paragraph in held:
        weights[paragraph.use] += len(paragraph.text)
    use: Use = "money" if weights["money"] else weights.most_common(1)[0][0]
    return Segment(start / total, end / total, use, held[0].page, held[-1].page)
