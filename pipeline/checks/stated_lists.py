"""Sentences that announce a number of things and the list that follows them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import regex

_WORDS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()  # noqa: SIM905
NUMBERS = {word: value for value, word in enumerate(_WORDS, start=2)}

_ANNOUNCEMENT = regex.compile(
    rf"""(?<![\d£$,./%–-])\b(?P<number>\d{{1,2}}|{"|".join(NUMBERS)})\s+
    (?P<noun>(?:[\p{{L}}'’&/-]+\s+){{0,3}}?(?:\p{{L}}[\p{{L}}'’-]*s|(?-i:\p{{Lu}}{{2,}})))
    (?:\s+(?:within|of|in|for|across|below|from|on|with|which|that|as|to|under|are|is)\b[^:;.]*)?
    \s*[:;][*_\s]*$""",
    regex.IGNORECASE | regex.VERBOSE,
)
_LEADS_IN, _EMPHASIS = (":", ";"), "*_ \t\r\u00a0"
_NOT_LISTED = regex.compile(
    r"(?i)\b(?:years?|months?|weeks?|days?|hours?|minutes?|pages?|people|patients?|beds?|times|places|sites)$"
)
_VERB = regex.compile(r"(?i)\b(?:has|have|had|will|would|can|could|must|should)\b")
_ITEM = regex.compile(
    r"(?P<indent>[ \t]*)(?P<mark>(?:[-•›*–·▪\uf0b7o][ \t]+)*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)][ \t]+)?)(?=\S)"
)


@dataclass(frozen=True)
class Stretch:
    """A stretch of one page of a document."""

    page: int
    start: int
    end: int


@dataclass(frozen=True)
class Announcement:
    """A line that says how many things follow, and the items that do. `nested` counts those of deeper levels too."""

    number: int
    noun: str
    line: Stretch
    items: tuple[Stretch, ...]
    nested: int

    def stretches(self) -> Iterator[Stretch]:
        """The list as printed, from its first to its last item on each page."""
        for page in dict.fromkeys(item.page for item in self.items):
            here = [item for item in self.items if item.page == page]
            yield Stretch(page, here[0].start, here[-1].end)


def announcements(pages: dict[int, str]) -> Iterator[Announcement]:
    """Every announced list of a document, given its pages in order."""
    lines = [line for page, text in pages.items() for line in _lines(page, text)]
    for index, (page, start, line, _) in enumerate(lines):
        if len(line) > 2000 or line.rstrip(_EMPHASIS)[-1:] not in _LEADS_IN:
            continue
        if (match := _ANNOUNCEMENT.search(line)) is None:
            continue
        noun, word = match["noun"], match["number"].casefold()
        rest = line[match.end("noun") :]
        if _NOT_LISTED.search(noun) or (_VERB.search(rest) and not regex.match(r"\s+(?:which|that)\b", rest)):
            continue
        found = list(_items(lines[index + 1 :]))
        if items := tuple(item for item, top in found if top):
            stated = NUMBERS.get(word) or int(word)
            yield Announcement(stated, noun, Stretch(page, start, start + len(line)), items, len(found))


class InSentence(NamedTuple):
    """A sentence that says how many things follow and names them. `least` and `most` are the numbers that its commas
    and its "and"s allow; `given` is the likeliest.
    """

    number: int
    noun: str
    start: int
    end: int
    given: int
    least: int
    most: int


_IN_SENTENCE = regex.compile(
    rf"""(?<![\w£$,./%–-])(?P<number>\d{{1,2}}|{"|".join(NUMBERS)})\s+
    (?P<noun>(?:\p{{L}}[\p{{L}}'’-]*\s+){{0,2}}?(?:areas?|themes|priorities|objectives|principles|workstreams|programmes
    |portfolios|elements|aims|goals|schemes|specialt(?:ies)|specialities|services|conditions|challenges|gaps))\b
    [^.:;–\n\d]{{0,90}}?[ ]?(?:[:–]|[ ]-)[ ]+
    (?P<items>[^.:\n–]{{12,400}})(?=[.\n]|$)""",
    regex.IGNORECASE | regex.VERBOSE,
)
_NUMBER = re.compile(rf"\b(?:\d{{1,2}}|{'|'.join(''.join(f'[{c}{c.upper()}]' for c in word) for word in NUMBERS)})\s")
"""A number that may be counted with; `re` passes over the letters that begin none faster than `regex` does."""
_MARK = re.compile("(?:[:–]| -) ")
_FARTHEST = 300
"""Characters before the mark of a list within which its number stands."""
_AND = regex.compile(r"\s+(?:and|&)\s+")
_WORDS_OF_ITEM = 8


def in_sentences(text: str) -> Iterator[InSentence]:
    """Every list that is counted and given within one sentence: "three areas: wards, clinics and homes"."""
    for match in _counted(text):
        separator = ";" if ";" in match["items"] else ","
        pieces = [piece.strip() for piece in match["items"].split(separator) if piece.strip()]
        if len(pieces) < 2 or any(len(piece.split()) > _WORDS_OF_ITEM for piece in pieces) or "\t" in match["items"]:
            continue
        ands = [len(_AND.findall(piece)) for piece in pieces]
        goes_on = regex.match(r"(?:and|&)\s", pieces[-1]) is not None
        count = len(pieces) + (1 if separator == "," and ands[-1] and not goes_on else 0)
        word = match["number"].casefold()
        number = NUMBERS.get(word) or int(word)
        yield InSentence(number, match["noun"], *match.span(), count, len(pieces), len(pieces) + sum(ands))


def _counted(text: str) -> "Iterator[regex.Match[str]]":
    """The matches of `_IN_SENTENCE`, looked for where a number stands before a mark that a list may stand behind."""
    end = 0
    for mark in _MARK.finditer(text):
        for number in _NUMBER.finditer(text, max(end, mark.start() - _FARTHEST), mark.start()):
            if number.start() >= end and (match := _IN_SENTENCE.match(text, number.start())) is not None:
                end = match.end()
                yield match
        end = max(end, mark.start())


class _Line(NamedTuple):
    """A line of a page; `edge` where it may be a running head or foot."""

    page: int
    start: int
    text: str
    edge: bool


_EDGE, _SHORT = 3, 80


def _lines(page: int, text: str) -> Iterator[_Line]:
    lines = text.split("\n")
    printed = [index for index, line in enumerate(lines) if line.strip()]
    edges = {index for index in (*printed[:_EDGE], *printed[-_EDGE:]) if len(lines[index]) <= _SHORT}
    position = 0
    for index, line in enumerate(lines):
        yield _Line(page, position, line, index in edges)
        position += len(line) + 1


def _items(lines: list[_Line]) -> Iterator[tuple[Stretch, bool]]:
    """The items of the list that begins here, and whether each is of the list's own level.

    A blank line may stand between items, and the list may go on overleaf, past a running foot and head; an unmarked
    line goes on with the item before it unless a blank line has ended that.
    """
    level: tuple[int, str] | None = None
    blank = False
    for page, start, line, edge in lines:
        if not line.strip():
            blank = True
            continue
        item = _ITEM.match(line)
        if item is None or not item["mark"].strip():
            if level is None or (blank and not edge):
                return
            continue
        own = len(item["indent"].expandtabs(4)), _kind(item["mark"])
        if level is None:
            level = own
        if own[0] < level[0] or (own[0] == level[0] and own[1] != level[1]):
            return
        yield Stretch(page, start + len(item["indent"]), start + len(line.rstrip())), own[0] == level[0]
        blank = False


def _kind(mark: str) -> str:
    """What sort of mark an item has: its bullets, with a number or letter as 1."""
    return regex.sub(r"\s", "", regex.sub(r"\w+", "1", mark))
