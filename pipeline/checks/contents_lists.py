"""Whether a document goes as far as its own list of contents says."""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus

_FOOT = regex.compile(r"\bPage\s+(?P<page>\d{1,3})\b(?!\s*(?:of|to|-|–)\s*\d)")
_CHAPTER = regex.compile(
    r"(?<!\S)(?P<number>\d{1,2})\.?\s+(?P<title>\p{Lu}[^\d\n]{4,90}?)[\s.…·]+(?P<page>\d{1,3})(?!\S)"
)
_CHAPTERS, _FEET = 3, 5
"""Entries that make a list of contents, and numbered feet in a row that say how far a document goes."""


class Entry(NamedTuple):
    """A chapter of a list of contents, with the page it should begin on."""

    chapter: int
    page: int
    printed: str


class CutShort(NamedTuple):
    """A document whose contents go beyond its last page."""

    document_id: str
    last_page: int
    foot: str
    beyond: tuple[Entry, ...]


def cut_short(corpus: Corpus) -> Iterator[CutShort]:
    """The documents of which chapters are listed that begin after the last page that is there."""
    for document_id in corpus.sources:
        pages = corpus.pages.of(document_id)
        feet = _feet(pages)
        if len(feet) < _FEET:
            continue
        last, page, match = feet[-1]
        entries = _contents(pages)
        beyond = tuple(entry for entry in entries if entry.page > last)
        if beyond and len(entries) >= _CHAPTERS and len(beyond) < len(entries):
            yield CutShort(document_id, last, corpus.passage(document_id, page, match.start(), match.end()), beyond)


def _feet(pages: dict[int, str]) -> list[tuple[int, int, "regex.Match[str]"]]:
    """The numbered feet of a document from its first page on, while they count up: what is appended has its own."""
    found: list[tuple[int, int, regex.Match[str]]] = []
    for page, text in pages.items():
        for match in _FOOT.finditer(text):
            if int(match["page"]) != len(found) + 1:
                return found
            found.append((len(found) + 1, page, match))
    return found


def _contents(pages: dict[int, str]) -> list[Entry]:
    """Chapters 1, 2, 3... on rising pages; one of them may have been misread."""
    entries: list[Entry] = []
    for text in pages.values():
        for match in _CHAPTER.finditer(text):
            chapter, page = int(match["number"]), int(match["page"])
            before = entries[-1] if entries else Entry(0, 1, "")
            if before.chapter < chapter <= before.chapter + 2 and page >= before.page:
                entries.append(Entry(chapter, page, match.group()))
    return entries
