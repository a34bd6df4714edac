"""A document as extractors see it: pages of canonical text, and what came out of them.

Canonical text is fixed when the document is read and never changed: every quote is a slice of it. In it
- a line is a printed line, a blank line separates paragraphs;
- a row of a table is one line, its cells separated by a tab (ruled tables of a PDF are written this way by the reader);
- CRLF has become LF; pages of a text file were split at form feeds.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Self

from schemas.documents import Observation, Rejected, SectionRow
from schemas.records import Record


class PrintedLine(NamedTuple):
    """Where a line of running text, `text[start:end]` of its page, stands: its `left` end and `baseline` and the `size` of
    its letters in points, and the `room` in ems that was left behind it, endless where nothing shows how far its column
    reaches.
    """

    start: int
    end: int
    left: float
    baseline: float
    size: float
    room: float


class PrintedLines:
    """Some printed lines of a page, packed: a long document has many pages."""

    __slots__ = ("_values",)

    def __init__(self, lines: Iterable[PrintedLine] = ()) -> None:
        self._values = array("f", (value for line in lines for value in line))

    def __iter__(self) -> Iterator[PrintedLine]:
        count = len(PrintedLine._fields)
        for at in range(0, len(self._values), count):
            start, end, *rest = self._values[at : at + count]
            yield PrintedLine(int(start), int(end), *rest)


@dataclass(frozen=True)
class Page:
    """One physical page. `number` is 1-based; `label` is the printed page number where there is one.

    `wraps` are the offsets of the line breaks at which a sentence only ran out of room, as the place of its words on the
    page shows; None where there is no such place to look at, as in plain text. `edges` are the lines at its head and foot,
    which show what goes on over the page's end.
    """

    number: int
    text: str
    label: str | None = None
    wraps: tuple[int, ...] | None = None
    edges: PrintedLines = field(default_factory=PrintedLines, compare=False, repr=False)


@dataclass(frozen=True)
class Document:
    """A document that was read. `document_id` is the sha256 of its bytes in hex."""

    document_id: str
    file_name: str
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Imprint:
    """What a document states about itself; None where it does not."""

    title: str | None = None
    kind: str | None = None
    stated_on: date | None = None


@dataclass(frozen=True)
class Extraction:
    """Everything extraction found in one document, in reading order."""

    imprint: Imprint
    sections: tuple[SectionRow, ...]
    records: tuple[Record, ...]
    rejected: tuple[Rejected, ...]
    observations: tuple[Observation, ...]

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """What was found in the parts of a document, at least one, as one."""
        return cls(
            parts[0].imprint,
            tuple(row for part in parts for row in part.sections),
            tuple(row for part in parts for row in part.records),
            tuple(row for part in parts for row in part.rejected),
            tuple(row for part in parts for row in part.observations),
        )
