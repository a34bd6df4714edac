"""The derived view: a page's canonical text as blocks that can be read, each with a map back to canonical offsets.

A block is a heading, a bullet, a paragraph or a table row. In its text emphasis marks, link targets, bullet marks, soft hyphens
and stray spaces are gone, quotes are straight, and lines that a page's width broke are joined; `Block.span` leads back to the
canonical text, so that evidence is never searched for afterwards.
"""

import itertools
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import regex

from extractors.columns import Cells, spaced_rows
from extractors.document import Page
from extractors.view import Offsets, View

BlockKind = Literal["heading", "bullet", "paragraph", "row"]

_REPLACED = {
    "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2032": "'", "`": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"',
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2003": " ", "\u2002": " ", "\u2007": " ",
    "\u2010": "-", "\u2011": "-", "\u2012": "\u2013", "\u2212": "-",
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
}  # fmt: skip
_DROPPED = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}
_STRAIGHTENED = str.maketrans({seen: shown for seen, shown in _REPLACED.items() if len(shown) == 1 and shown != " "})
_IRREGULAR = regex.compile(
    rf"[\[<*_\\\n{''.join(sorted(_DROPPED | {seen for seen in _REPLACED if ord(seen) not in _STRAIGHTENED}))}]|[ \t] "
)
"""What makes a line's view differ from the line in more than single letters."""

# "- › text", "• text", "  ◦ text", "* text", "- a. text", "(i) text", "1. text" ...
_BULLET = regex.compile(
    r"(?P<indent>[ \t]*)(?P<mark>(?:(?:[-*+\u2013\u2014]|[•·●▪◦‣›»○■□➢➤✓✔✗✘\uf0b7\uf0a7\uf0d8\u2022])[ \t]+)+|(?:(?:[•●▪◦›\uf0b7\uf0a7])[ \t]*)+"
    r"|(?:\(?(?:[ivx]{1,4}|[a-hj-z])[.)][ \t]+)|[QA][.:][ \t]+|[o][ \t](?=[A-Z]))"
)
_LONGEST_LETTERED = 5
"""Characters of a mark of letters, such as 'viii.'."""
_NUMBERED = regex.compile(r"(?P<indent>[ \t]*)(?P<mark>\d{1,2}[.)]\s+)")
_RULE_LINE = regex.compile(r"[\s|:+=_-]+")
_HASHES = regex.compile(r"#{1,6}\s+")
_QUOTED = regex.compile(r">\s+")
_LINK = regex.compile(r"!?\[(?P<text>[^\]\n]*)\]\([^)\n]*\)|<(?:https?|mailto)[^>\s]*>")
_EMPHASIS = regex.compile(r"\*\*|__|(?<![\w*])\*(?=\w)|(?<=[\w.,;:!?)])\*(?![\w*])|\\(?=[$*_#\[\]~&])")
_SENTENCE_END = regex.compile(r"[.!?:;]['\")\]]*$")
_ENTRY = regex.compile(r"[A-Z][^.;:]{2,80}?\s[\u2013\u2014-]\s\S")
_PERSON_ENTRY = regex.compile(
    r"(?:(?:Dr|Sir|Dame|Prof|Cllr|Mrs?|Ms)\.?\s)?[A-Z][a-z]+\s[A-Z][\w'-]+(?:\s[A-Z]{2,4})?,\s[A-Z]"
)
_LABEL = regex.compile(r"[A-Z][\w &/'(),-]{0,60}:(?:\s|$)")


@dataclass(frozen=True)
class Block:
    """One readable unit of a page. `text[i]` came from `page.text[offsets[i]]`; cells are (start, end) into `text`.

    Of a block that a page's end cuts in two, `page` is the first, and offsets past its text count on into the next: the first
    character there has the offset len(page.text) + 1.
    """

    page: Page
    kind: BlockKind
    text: str
    offsets: Offsets = field(repr=False)
    indent: int = 0
    mark: str = ""
    cells: tuple[tuple[int, int], ...] = ()
    blank_before: bool = True

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Canonical (char_start, char_end) of `text[start:end]` without surrounding space. Raises ValueError when it is blank."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start == end:
            raise ValueError("a span must hold a word")
        return self.offsets[start], self.offsets[end - 1] + 1

    def cell(self, index: int) -> str:
        """Text of a cell, or '' where the row has none."""
        if index >= len(self.cells):
            return ""
        start, end = self.cells[index]
        return self.text[start:end].strip()

    @property
    def is_row(self) -> bool:
        return self.kind == "row"


def _add_line(view: View, text: str, start: int, end: int) -> None:
    """What a reader sees of a line: in one piece where nothing in it but quotes and dashes is written another way."""
    line = text[start:end]
    if _IRREGULAR.search(line) is None:
        skipped = 1 if line.startswith(" ") and _ends_in_space(view) else 0
        view.add(line[skipped:].translate(_STRAIGHTENED), start + skipped)
        return
    skip = _skipped(text, start, end)
    for i in range(start, end):
        char = text[i]
        if i in skip or char in _DROPPED:
            continue
        if char == "\n":  # within a row that ran out of room
            if not view.text.endswith(("-", " ")):
                view.add(" ", i)
            continue
        for c in _REPLACED.get(char, char):
            if c != " " or not _ends_in_space(view):
                view.add(c, i)


def _ends_in_space(view: View) -> bool:
    return not view.text or view.text[-1] in " \t"


def _skipped(text: str, start: int, end: int) -> set[int]:
    """Offsets of markup in a line: emphasis, escapes, link brackets and targets."""
    skip: set[int] = set()
    for match in _LINK.finditer(text, start, end):
        inner = match.span("text")
        skip.update(i for i in range(match.start(), match.end()) if not inner[0] <= i < inner[1])
    for match in _EMPHASIS.finditer(text, start, end):
        skip.update(range(match.start(), match.end()))
    return skip


@dataclass
class _Line:
    start: int
    end: int
    text: str
    blank_before: bool
    indent: int = 0
    mark: str = ""
    body: int = 0  # canonical offset where the content begins
    cells: Cells = ()  # of a row whose columns are parted by runs of spaces, or by bars without a border: offsets into `text`

    @property
    def content(self) -> str:
        return self.text[self.body - self.start :]

    @property
    def is_row(self) -> bool:
        return bool(self.cells) or _is_table_row(self.text)


def _lines(page: Page, hidden: Sequence[tuple[int, int]]) -> Iterator[_Line]:
    position, blank = 0, True
    for raw in page.text.split("\n"):
        start, end = position, position + len(raw)
        position = end + 1
        for first, last in hidden:
            if start <= first < last <= end:
                start, end = (last, end) if first == start else (start, first)
                raw = page.text[start:end]
        bare = raw.strip()
        if not bare or (not bare[0].isalnum() and _RULE_LINE.fullmatch(raw) and "\t" not in bare):
            blank = True
            continue
        line = _Line(start, end, raw, blank)
        line.body = start + len(raw) - len(raw.lstrip(" "))
        line.indent = line.body - start
        if _is_word(raw, line.body - start):
            yield line
            blank = False
            continue
        for pattern in (_HASHES, _QUOTED):
            if match := pattern.match(raw, line.body - start):
                line.body = start + match.end()
                line.mark = match.group().strip()
        if match := _BULLET.match(raw, line.body - start) or _NUMBERED.match(raw, line.body - start):
            line.mark = match.group("mark").strip()
            line.indent = len(match.group("indent")) + line.indent
            line.body = start + match.end()
        yield line
        blank = False


def _is_word(text: str, start: int) -> bool:
    """Whether a line begins with a word, as most do, and so with no mark: 'iv.' and 'a)' are marks, and so is an 'o'."""
    head = text[start : start + _LONGEST_LETTERED]
    return head[:2].isalpha() and len(head) > 1 and "." not in head and ")" not in head


def _is_table_row(text: str) -> bool:
    stripped = text.strip(" ")
    if stripped.startswith("|") and stripped.count("|") >= 2:
        return True
    return "\t" in stripped and not stripped.endswith("\t" * len(stripped))


_BAR = regex.compile(r"\s\|\s")


def _whole_rows(page: Page, lines: list[_Line]) -> list[_Line]:
    """The lines, those that bars part with what of them ran out of room and stands on the next."""
    if not page.wraps or _BAR.search(page.text) is None:
        return lines
    found: list[_Line] = []
    for line in lines:
        above = found[-1] if found else None
        if above and above.end in page.wraps and _BAR.search(above.text) and not (line.blank_before or line.mark):
            above.end, above.text = line.end, page.text[above.start : line.end]
        else:
            found.append(line)
    return found


def _part_at_bars(lines: Sequence[_Line]) -> None:
    """Give rows without a border their cells, 'Area | People | Lead': three or more, and as many as a line nearby has."""
    bars = [len(_BAR.findall(line.text)) if " | " in line.text else 0 for line in lines]
    for index, line in enumerate(lines):
        nearby = (*bars[max(0, index - 2) : index], *bars[index + 1 : index + 3])
        if bars[index] >= 2 and bars[index] in nearby and not line.is_row:
            at = [0, *(edge for bar in _BAR.finditer(line.text) for edge in bar.span()), len(line.text)]
            line.cells = tuple(zip(at[::2], at[1::2], strict=True))


def _row_block(page: Page, line: _Line) -> Block:
    view = View()
    cells: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(line.cells or _parted(line.text)):
        if index:
            view.strip_end()
            view.add("\t", line.start + start - 1)
        begin = len(view.text)
        _add_line(view, page.text, line.start + start, line.start + end)
        cells.append((begin, len(view.text)))
    return Block(page, "row", view.text, view.offsets, cells=tuple(cells), blank_before=line.blank_before)


def _parted(text: str) -> Cells:
    """(start, end) of the cells of a line that bars or tabs part."""
    separator, position, row = "\t", 0, text
    if text.strip().startswith("|"):
        separator, position = "|", text.index("|") + 1
        row = text[position:].rstrip().removesuffix("|")
    cells = []
    for part in row.split(separator):
        cells.append((position, position + len(part)))
        position += len(part) + 1
    return tuple(cells)


def _continues(previous: _Line, line: _Line, width: int, wraps: Container[int] | None) -> bool:
    """Whether a page's width, not the writer, broke the line before this one."""
    if line.blank_before or line.mark or previous.is_row or line.is_row:
        return False
    if wraps is not None:
        return previous.end in wraps
    before, here = previous.content.rstrip(), line.content.lstrip()
    if not before or not here:
        return False
    if _LABEL.match(here) and not here[0].islower():
        return False
    if any(entry.match(here) and entry.match(before) for entry in (_ENTRY, _PERSON_ENTRY)):
        return False  # two entries of a list: 'Area - Name' over 'Area - Name', 'Name, job' over 'Name, job'
    if here[0].islower() or before.endswith((",", "-", "\u2013")) or here[0] in "(&":
        return len(before) > 12
    if before[-1].isalnum() and before[-1].islower() and len(before) >= 0.8 * width and width >= 40:
        return True
    # a full line that does not end a sentence runs on, also before a capital or a figure
    return len(before) >= 0.72 * width and width >= 40 and not _SENTENCE_END.search(before)


_BROKEN = regex.compile(r"(?P<part>\p{L}+)-$")
_WORD = regex.compile(r"\p{L}+")
_LONGEST_PART = 30
_FIRST_PART = regex.compile(
    "long|short|medium|mid|non|self|well|high|low|full|whole|system|place|one|two|three|four|five|six|ten|year|do|cross"
    "|multi|evidence|face|follow|first|second|third",
    regex.IGNORECASE,
)


_ADVERB = regex.compile(r"(?!anal|catal|paral|electrol)\p{L}{2,}ly", regex.IGNORECASE)
_PARTICIPLE = 5
"""Letters of a word that an adverb goes before: 'locally-' and 'accountable', 'fully-' and 'fledged'."""


def _is_compound(text: str, part: str, rest: str) -> bool:
    """Whether a hyphen at which a line ends belongs to the word: 'long-' and 'term', not 'trans-' and 'formation'.

    The rest of the page shows how the word is written; where it does not, a first part that is a word of its own does.
    """
    if regex.search(rf"\b{part}-{rest}\b", text, regex.IGNORECASE):
        return True
    if regex.search(rf"\b{part}{rest}\b", text, regex.IGNORECASE):
        return False
    return bool(_FIRST_PART.fullmatch(part) or (_ADVERB.fullmatch(part) and len(rest) >= _PARTICIPLE))


def _joined(page: Page, lines: list[_Line]) -> View:
    view = View()
    for index, line in enumerate(lines):
        if index:
            join_words(view, line.content, line.start - 1, page.text)
        _add_line(view, page.text, line.body, line.end)
    view.strip_end()
    return view


def join_words(view: View, rest: str, origin: int, around: str) -> None:
    """Let a view be ready for `rest`, which stood on the next line: mended where a word is broken, else after a space."""
    view.strip_end()
    broken = _BROKEN.search(view.text[-_LONGEST_PART:])
    if broken and (word := _WORD.match(rest)):
        chained = rest[word.end() : word.end() + 1] == "-"  # 'Stoke-' and 'on-Trent'
        if word.group().islower() and not (chained or _is_compound(around, broken["part"], word.group())):
            view.cut(len(view.text) - 1)
    elif view.text:
        view.add(" ", origin)


_HEADING_WORDS = 16
_HEADING_NUMBER = regex.compile(r"^\d{1,2}\.?\s+")
_NUMBER_MARK = regex.compile(r"\d{1,2}[.)]")
_PRICE = regex.compile(r"[£$]\s?\d")


def _kind(lines: list[_Line], text: str) -> BlockKind:
    first = lines[0]
    if first.mark.startswith("#"):
        return "heading"
    bare = _HEADING_NUMBER.sub("", text)
    if (
        (
            (first.mark in ("", ">") or _NUMBER_MARK.fullmatch(first.mark))
            and first.blank_before
            and len(text.split()) <= _HEADING_WORDS
            and len(text) <= 120
        )
        and not text.endswith((".", ",", ";"))
        and bare[:1].isupper()
        and not _PRICE.search(text)
    ):
        return "heading"
    return "bullet" if first.mark and first.mark != ">" else "paragraph"


def page_blocks(page: Page, hidden: Sequence[tuple[int, int]] = ()) -> list[Block]:
    """Blocks of a page in reading order, without the stretches that are `hidden`."""
    blocks: list[Block] = []
    group: list[_Line] = []
    lines = _whole_rows(page, list(_lines(page, hidden)))
    _part_at_bars(lines)
    apart = {index for index, line in enumerate(lines) if line.blank_before}
    for index, cells in spaced_rows(["" if line.is_row else line.text for line in lines], apart).items():
        lines[index].cells = cells
    lengths = sorted(len(line.text) for line in lines if not line.is_row)
    width = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0

    wraps = None if page.wraps is None else frozenset(page.wraps)

    def flush() -> None:
        if group:
            view = _joined(page, group)
            if view.text:
                first = group[0]
                blocks.append(
                    Block(
                        page,
                        _kind(group, view.text),
                        view.text,
                        view.offsets,
                        first.indent,
                        first.mark,
                        blank_before=first.blank_before,
                    )
                )
            group.clear()

    for line in lines:
        if line.is_row:
            flush()
            blocks.append(_row_block(page, line))
        elif group and _continues(group[-1], line, width, wraps):
            group.append(line)
        else:
            flush()
            group.append(line)
    flush()
    return blocks


_MARKS = "\uf0b7\uf0a7\uf0d8•▪●"
_SENTENCE = regex.compile(
    r"\?\s+A[.:]\s+(?=[A-Z\d£'\"])|"
    r"[.!?]['\")\]]*(?:\[\w{1,3}\])*(?<!\.\.)(?<!\b(?:Dr|Mr|Mrs|Ms|Prof|Sir|St|No|Nos|vs|approx|pop|c|ca|e\.g|i\.e|etc|p|pp|para|Cllr|Coun|Hon|Rev|Inc|Ltd|Co|al|fig|Fig|vol|inc)\.)"
    r"(?<!\b[A-Z]\.)\s+(?=['\"(\[]*[A-Z0-9£])"
)
_SENTENCE_OR_ITEM = regex.compile(rf"{_SENTENCE.pattern}|\s+(?=[{_MARKS}]\s)")
_FIELD = r"(?:Box|Section|Question|Field)\s\d{1,2}[.:]?\s+(?=[A-Z])"
"""The numbered fields of a form whose lines ran together: 'Box 3 Size of the gap NHS 40 Councils 20 Box 4 How ...'."""
_SENTENCE_OR_FIELD = regex.compile(
    rf"{_SENTENCE_OR_ITEM.pattern}|(?<!\b(?:see|in|of|and|from|to|under|at|with|per|also))\s+(?={_FIELD})"
)
_HOLDS_FIELD = regex.compile(_FIELD)
_HOLDS_MARK = regex.compile(f"[{_MARKS}]")


def opens_field(text: str) -> bool:
    """Whether a sentence opens a numbered field of a form: 'Box 4 How will you meet it?'."""
    return _HOLDS_FIELD.match(text) is not None


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences of a block's text; abbreviations such as Dr. or p. end none."""
    pattern = _SENTENCE_OR_ITEM if _HOLDS_MARK.search(text) else _SENTENCE
    if _HOLDS_FIELD.search(text):
        pattern = _SENTENCE_OR_FIELD
    cuts = [0, *(m.end() for m in pattern.finditer(text)), len(text)]
    return [(a, b) for a, b in itertools.pairwise(cuts) if text[a:b].strip()]
