"""Labels and their values: 'Lead: Name', a cell and its left neighbour, a heading over lines that begin with a person.

What a label stands for is data (cues/label.toml).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.blocks import Block
from extractors.cues import find_cues, load_cues
from extractors.mentions.persons import person_at_label
from extractors.patterns import keyed
from extractors.sections import Passage

_SEPARATOR = keyed(r"\s?:\s*|(?<=[a-z])\s?=\s?|(?<=[A-Za-z)])(?:\s[\u2013-]\s?|[\u2013-]\s)")
_BRACKET = regex.compile(r"\s?\([^()]{2,60}\)$")


_ROLE_WORD = regex.compile(
    r"programme|project|workstream|executive|overall|clinical|medical|finance|financial|risk|quality"
    r"|communications|communication|engagement|digital|workforce|estates|stp|footprint|nominated"
    r"|system|senior|responsible|officer|owner|sro|lead|leads|director|manager|support|sponsor|board"
    r"|deputy|transformation|operational|nursing|and|&|of|the|for|chair|strategic|delivery"
    r"|commissioning|it|ig|hr|od|pmo"
)
"""Words of which the label of a role is made; the label ends where another word stands."""


@dataclass(frozen=True)
class Labelled:
    """A label and its value within a block: offsets into the block's text."""

    passage: Passage
    label: str
    start: int
    value: tuple[int, int]

    @property
    def block(self) -> Block:
        return self.passage.block


def find_labels(passages: Sequence[Passage]) -> Iterator[Labelled]:
    """Label and value pairs, in lines ('Lead: ...') and in rows (label in one cell, value in the next)."""
    for index, passage in enumerate(passages):
        block = passage.block
        if block.is_row:
            yield from _row_labels(passage)
            continue
        yield from _pairs(passage, 0, len(block.text))
        yield from _form(passage)
        if block.kind == "heading" and index + 1 < len(passages):
            yield from _below(passages, index)


def _pairs(passage: Passage, low: int, high: int) -> Iterator[Labelled]:
    """Labels with their values within a stretch of a block's text: each value ends where the next label begins."""
    text = passage.block.text
    found: list[tuple[str, int, int]] = []
    for match in _SEPARATOR.finditer(text, low, high):
        floor = found[-1][2] if found else low
        is_key = match.group().strip() == "="
        if (label := _label_before(text, floor, match.start(), is_key=is_key)) is not None:
            found.append((text[label : match.start()], label, match.end()))
    for order, (label_text, start, value) in enumerate(found):
        end = found[order + 1][1] if order + 1 < len(found) else high
        if text[value:end].strip():
            yield Labelled(passage, label_text, start, (value, end))


_FEWEST_FIELDS = 3


def _form(passage: Passage) -> Iterator[Labelled]:
    """The fields of a form whose cells ran into one another without colons: 'Region North Nominated lead NAME (job, body) Programme lead NAME'.

    What its fields are called is data (cues/form.toml); three of them make a form."""
    text = passage.block.text
    fields = [c for c in find_cues("form", text) if c.start == 0 or not text[c.start].islower()]
    if len({c.cue.means for c in fields}) < _FEWEST_FIELDS:
        return
    for order, field in enumerate(fields):
        end = fields[order + 1].start if order + 1 < len(fields) else len(text)
        label = text[field.start : field.end]
        if (
            field.cue.means not in ("lead", "programme", "population")
            or text[field.end : end].lstrip()[:1] == ":"
            or not text[field.end : end].strip()
        ):
            continue
        yield Labelled(passage, label, field.start, (field.end, end))


def _label_before(text: str, floor: int, end: int, *, is_key: bool) -> int | None:
    """Where the label that ends at `end` begins: the whole stretch, or its longest end that is the label of a role.

    A key ('| chief_officer = ...') is a label as a whole, also of a role that prose would name in passing."""
    stretch = text[floor:end]
    begin = floor + len(stretch) - len(stretch.lstrip(" \t+=,;|{"))
    if end - begin <= 90 and label_meaning(text[begin:end]) not in ((None,) if is_key else (None, "other role")):
        return begin
    bracket = _BRACKET.search(stretch)
    words = list(regex.finditer(r"[A-Za-z&]+(?:\([A-Za-z ]+\))?", stretch[: bracket.start()] if bracket else stretch))
    best = None
    for word in reversed(words):
        bare = regex.sub(r"\(.*", "", word.group()).casefold()
        if not _ROLE_WORD.fullmatch(bare) and not (
            word is words[-1] and stretch[word.start() - 1 : word.start()] == "("
        ):
            break
        start = floor + word.start()
        if word.group()[0].isupper() and label_meaning(text[start:end]) is not None:
            best = start
    return best


_LEADS_OF_AREAS = regex.compile(r"\b(?:STP|footprint|system) lead(?:er)?s$", regex.IGNORECASE)
"""Below such a heading every line is of another area: a list, no label's values."""


def _below(passages: Sequence[Passage], index: int) -> Iterator[Labelled]:
    """A heading that is the label of a role ('Board Sponsor'): each line below it that begins with a person is a value."""
    heading = passages[index].block
    meaning = label_meaning(heading.text.rstrip(" :"))
    of_areas = _LEADS_OF_AREAS.search(heading.text)
    if meaning is None or meaning in ("population", "capital", "gap", "impact") or len(heading.text) > 40 or of_areas:
        return
    for passage in passages[index + 1 : index + 5]:
        text = passage.block.text.rstrip()
        if passage.block.is_row or person_at_label(text) is None or (text.endswith(".") and len(text) > 80):
            return
        yield Labelled(passage, heading.text.rstrip(" :"), 0, (0, len(passage.block.text)))


def _row_labels(passage: Passage) -> Iterator[Labelled]:
    block = passage.block
    for index, (start, end) in enumerate(block.cells):
        text = block.text[start:end]
        pairs = list(_pairs(passage, start, end))
        yield from pairs
        bare = text.strip().rstrip(":").strip()
        if bare and not pairs:
            follower = next(((a, b) for a, b in block.cells[index + 1 :] if block.text[a:b].strip()), None)
            if follower and label_meaning(bare) is not None and index == 0:
                yield Labelled(passage, bare, start, follower)


def label_meaning(label: str) -> str | None:
    """What a label stands for (cues/label.toml), or None."""
    bare = regex.sub(r"^(?:\d{1,2}[.)]|[-•›\u2013])\s*", "", label).replace("_", " ").strip(" .|{")
    return next((cue.means for cue in load_cues("label") if cue.pattern.search(bare)), None)
