"""The passages that findings rest on, each in its context, as the cards show them side by side."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import regex

from pipeline.checks.passages import passage_span
from pipeline.report.contents import Contents, Row
from schemas.findings import Finding
from schemas.types import Box

_CONTEXT, _CONTEXT_LINES = 120, 2
"""Characters of context before and after a passage, and lines."""
_SHORT = 800
"""Characters of a passage beside which the reasons are set."""
_NOWHERE: Row = {"footprint_id": None}
_BLANK_LINES = regex.compile(r"\n(?:[ \t]*\n)+")


@dataclass(frozen=True)
class Mark:
    """Words of a page that a finding rests on. `rank` is their place among the finding's records and quotes."""

    page: int
    start: int
    end: int
    rank: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Part:
    """A piece of a passage; `marked` where it is what the finding rests on."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Passage:
    """A stretch of a page with everything in it that a finding rests on, and some words around."""

    document_id: str
    page: int
    parts: tuple[Part, ...]
    boxes: tuple[Box, ...]
    rank: int

    @property
    def quote(self) -> str:
        """The marked words."""
        return " … ".join(" ".join(part.text.split()) for part in self.parts if part.marked)


@dataclass(frozen=True)
class Card:
    """A finding with its passages, ready to be shown."""

    finding: Finding
    passages: tuple[Passage, ...]
    is_new: bool
    homes: dict[str, str]
    """The footprint of each record that has one, by record id."""
    latest: frozenset[str] = frozenset()
    """Documents that are later than another one on the card."""
    images: dict[int, str] = field(default_factory=dict)
    """Pictures of passages by their place among them, as paths within the report."""

    @property
    def is_short(self) -> bool:
        """Whether the words leave room for the reasons beside them: one passage of prose, without a picture."""
        text = "".join(part.text for part in self.passages[0].parts) if len(self.passages) == 1 else "\t"
        return "\t" not in text and len(text) <= _SHORT and not self.images


def cards(contents: Contents, findings: Sequence[Finding]) -> list[Card]:
    """The cards of these findings, in their order.

    Passages of one document are looked up together, so that each document is read once however many findings it has.
    """
    statements = contents.statements(sorted({record for finding in findings for record in finding.record_ids}))
    wanted: dict[str, list[tuple[int, int, Row | None, str]]] = defaultdict(list)
    for index, finding in enumerate(findings):
        for rank, (document_id, statement, quote) in enumerate(_wanted(finding, statements)):
            wanted[document_id].append((index, rank, statement, quote))
    passages: dict[int, list[Passage]] = defaultdict(list)
    for document_id, pages in contents.texts(wanted):
        marks: dict[int, list[Mark]] = defaultdict(list)
        for index, rank, statement, quote in wanted[document_id]:
            mark = _of_record(statement, rank) if statement else _of_words(pages, quote, rank)
            if mark is not None:
                marks[index].append(mark)
        for index, found in marks.items():
            passages[index] += _passages(document_id, pages, found)
    return [
        Card(
            finding,
            tuple(sorted(passages[index], key=lambda passage: passage.rank)),
            contents.is_new(finding),
            {
                r: statements[r]["footprint_id"]
                for r in finding.record_ids
                if statements.get(r, _NOWHERE)["footprint_id"]
            },
            _latest(contents, {passage.document_id for passage in passages[index]}),
        )
        for index, finding in enumerate(findings)
    ]


def _latest(contents: Contents, documents: set[str]) -> frozenset[str]:
    """Those of these documents with the latest date; none where one has no date, or all have the same."""
    dates = {document_id: contents.documents[document_id]["stated_on"] for document_id in documents}
    if None in dates.values() or len(set(dates.values())) < 2:
        return frozenset()
    return frozenset(document_id for document_id, date in dates.items() if date == max(dates.values()))


def _wanted(finding: Finding, statements: dict[str, Row]) -> Iterator[tuple[str, Row | None, str]]:
    """Where to look for what a finding rests on: its records, and the quotes that are no record's."""
    documents = dict.fromkeys([finding.document_id] if finding.document_id else [])
    covered = []
    for record_id in finding.record_ids:
        if (statement := statements.get(record_id)) is not None:
            documents[statement["document_id"]] = None
            covered.append(statement["quote"])
            yield statement["document_id"], statement, statement["quote"]
    for quote in finding.quotes:
        if not any(quote in words or words in quote for words in covered):
            for document_id in documents:
                yield document_id, None, quote


def _of_record(statement: Row, rank: int) -> Mark:
    boxes = tuple(Box(**box) for box in statement["boxes"] or ())
    return Mark(statement["page"], statement["char_start"], statement["char_end"], rank, boxes)


def _of_words(pages: Mapping[int, str], quote: str, rank: int) -> Mark | None:
    """The first place in a document where a quote stands, which is an exact slice of one of its pages."""
    for page, text in pages.items():
        if (start := text.find(quote)) >= 0:
            return Mark(page, start, start + len(quote), rank)
    return None


def _passages(document_id: str, pages: Mapping[int, str], marks: Sequence[Mark]) -> Iterator[Passage]:
    """The marks of a document as passages; those that stand near one another share one."""
    held: list[Mark] = []
    for mark in sorted((m for m in marks if m.page in pages), key=lambda m: (m.page, m.start, m.end)):
        if held and (mark.page != held[0].page or mark.start - max(m.end for m in held) > 2 * _CONTEXT):
            yield _passage(document_id, pages[held[0].page], held)
            held = []
        held.append(mark)
    if held:
        yield _passage(document_id, pages[held[0].page], held)


def _passage(document_id: str, text: str, marks: Sequence[Mark]) -> Passage:
    """One passage: its sentences or lines, the words before and after, what is marked in between."""
    spans = [passage_span(text, mark.start, mark.end) for mark in marks]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    parts, position = [Part(_before(text, first), False)], first
    for mark in _disjoint(marks):
        parts += [Part(text[position : mark.start], False), Part(text[mark.start : mark.end], True)]
        position = mark.end
    parts += [Part(text[position:last], False), Part(_after(text, last), False)]
    boxes = tuple(dict.fromkeys(box for mark in marks for box in mark.boxes))
    told = tuple(Part(_BLANK_LINES.sub("\n", part.text), part.marked) for part in parts if part.text)
    return Passage(document_id, marks[0].page, told, boxes, min(mark.rank for mark in marks))


def _disjoint(marks: Sequence[Mark]) -> list[Mark]:
    """Marks in order, those that overlap joined to one."""
    joined: list[Mark] = []
    for mark in marks:
        if joined and mark.start <= joined[-1].end:
            joined[-1] = replace(joined[-1], end=max(joined[-1].end, mark.end))
        else:
            joined.append(mark)
    return joined


def _before(text: str, start: int) -> str:
    """Some whole words before a place, an ellipsis where the page has more."""
    first = max(0, start - _CONTEXT)
    if first > 0:
        first = min(text.find(" ", first, start) + 1 or start, start)
    lines = _lines(text[first:start].lstrip())
    kept = lines[-_CONTEXT_LINES - 1 :]
    return ("… " if first > 0 or len(kept) < len(lines) else "") + "\n".join(kept)


def _after(text: str, end: int) -> str:
    """Some whole words after a place, an ellipsis where the page has more."""
    last = min(len(text), end + _CONTEXT)
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    lines = _lines(text[end:last].rstrip())
    kept = lines[: _CONTEXT_LINES + 1]
    return "\n".join(kept) + (" …" if last < len(text) or len(kept) < len(lines) else "")


def _lines(text: str) -> list[str]:
    """The lines of a text, without blank ones between them."""
    return _BLANK_LINES.sub("\n", text).split("\n")
