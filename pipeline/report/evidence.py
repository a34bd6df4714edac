"""The passages that findings rest on, each in its context, as the cards show them side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.checks.passages import passage_span
from pipeline.report.contents import Contents, Row
from schemas.findings import Finding
from schemas.types import Box

_CONTEXT = 140
"""Characters of context before and after a passage."""


@dataclass(frozen=True)
class Passage:
    """A passage on a page: the words before it, the words of the finding in it (`quote`), and the words after."""

    document_id: str
    page: int
    start: int
    before: str
    quote: str
    after: str
    boxes: tuple[Box, ...] = ()
    record_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A finding with its passages, ready to be shown."""

    finding: Finding
    passages: tuple[Passage, ...]
    is_new: bool
    images: dict[int, str] = field(default_factory=dict)
    """Pictures of passages by their place among them, as paths within the report."""


def cards(contents: Contents, findings: Sequence[Finding]) -> list[Card]:
    """The cards of these findings, in their order.

    Passages of one document are looked up together, so that each document is read once however many findings it has.
    """
    statements = contents.statements(sorted({record for finding in findings for record in finding.record_ids}))
    wanted: dict[str, list[tuple[int, Row | None, str]]] = {}
    for index, finding in enumerate(findings):
        for document_id, statement, quote in _wanted(contents, finding, statements):
            wanted.setdefault(document_id, []).append((index, statement, quote))
    found: list[list[Passage]] = [[] for _ in findings]
    for document_id, places in wanted.items():
        for index, statement, quote in places:
            passage = _by_record(contents, statement) if statement else _by_words(contents, document_id, quote)
            if passage is not None:
                _add(found[index], passage)
    return [
        Card(finding, tuple(_in_order(finding, passages)), contents.is_new(finding))
        for finding, passages in zip(findings, found, strict=True)
    ]


def _wanted(contents: Contents, finding: Finding, statements: dict[str, Row]) -> Iterator[tuple[str, Row | None, str]]:
    """Where to look for what a finding rests on: its records, and the quotes that are no record's."""
    documents = dict.fromkeys([finding.document_id] if finding.document_id else [])
    covered = ""
    for record_id in finding.record_ids:
        if (statement := statements.get(record_id)) is not None:
            documents[statement["document_id"]] = None
            covered += statement["quote"] + "\n"
            yield statement["document_id"], statement, statement["quote"]
    for quote in finding.quotes:
        if quote not in covered:
            for document_id in documents:
                yield document_id, None, quote


def _by_record(contents: Contents, statement: Row) -> Passage | None:
    """The passage around a record's quote."""
    text = contents.pages(statement["document_id"]).get(statement["page"])
    if text is None:
        return None
    start, end = statement["char_start"], statement["char_end"]
    boxes = tuple(Box(**box) for box in statement["boxes"] or ())
    first, last = passage_span(text, start, end)
    return Passage(
        document_id=statement["document_id"],
        page=statement["page"],
        start=first,
        before=_before(text, first) + text[first:start],
        quote=text[start:end],
        after=text[end:last] + _after(text, last),
        boxes=boxes,
        record_ids=(statement["record_id"],),
    )


def _by_words(contents: Contents, document_id: str, quote: str) -> Passage | None:
    """The first place in a document where a quote stands, which is an exact slice of one of its pages."""
    for page, text in contents.pages(document_id).items():
        if (start := text.find(quote)) >= 0:
            end = start + len(quote)
            return Passage(document_id, page, start, _before(text, start), quote, _after(text, end))
    return None


def _before(text: str, start: int) -> str:
    """Some whole words before a place, an ellipsis where the page has more."""
    first = max(0, start - _CONTEXT)
    if first > 0:
        first = min(text.find(" ", first, start) + 1 or start, start)
    return ("… " if first > 0 else "") + text[first:start].lstrip()


def _after(text: str, end: int) -> str:
    """Some whole words after a place, an ellipsis where the page has more."""
    last = min(len(text), end + _CONTEXT)
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    return text[end:last].rstrip() + (" …" if last < len(text) else "")


def _add(passages: list[Passage], new: Passage) -> None:
    """A passage that is not yet there; records on one line are one passage."""
    for index, old in enumerate(passages):
        same_line = (old.document_id, old.page, old.start) == (new.document_id, new.page, new.start)
        if same_line and (old.quote == new.quote or new.quote in old.quote):
            passages[index] = _with_records(old, new)
            return
        if same_line and old.quote in new.quote:
            passages[index] = _with_records(new, old)
            return
    passages.append(new)


def _with_records(passage: Passage, other: Passage) -> Passage:
    records = tuple(dict.fromkeys([*passage.record_ids, *other.record_ids]))
    return Passage(**{**vars(passage), "record_ids": records})


def _in_order(finding: Finding, passages: list[Passage]) -> list[Passage]:
    """Passages in the order of the finding's records, then of its quotes."""
    ranks: dict[Any, int] = {record: rank for rank, record in enumerate(finding.record_ids)}
    quotes = {quote: len(ranks) + rank for rank, quote in enumerate(finding.quotes)}

    def rank(passage: Passage) -> int:
        return min([ranks[r] for r in passage.record_ids if r in ranks] or [quotes.get(passage.quote, 10**6)])

    return sorted(passages, key=rank)
