"""What reading a document yields."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from extractors.document import Document, Page
from schemas.types import Box, PageStatus, ReadStatus

Progress = Callable[[int], None]
"""Called with the number of the page that is about to be read, so that a page that hangs or crashes can be named."""

_NAMED_PAGES = 10


class UnreadableError(Exception):
    """Nothing of a document can be read; the message is a plain reason that needs no stack trace."""


@dataclass(frozen=True)
class PageProblem:
    """A page that needs a look: without readable text, or whose text was recognised from an image."""

    page: int
    reason: str
    kind: PageStatus = "unreadable"


class Geometry(Protocol):
    """Where the characters of a document stand on its pages."""

    def boxes(self, page: int, start: int, end: int) -> tuple[Box, ...]:
        """One box per printed line that covers exactly the words of `text[start:end]` of that page."""
        ...

    def close(self) -> None:
        """Let go of the file; no boxes can be asked for afterwards."""
        ...


@dataclass(frozen=True)
class Reading:
    """A document as far as it could be read. `geometry` is None where pages have no positions (text files)."""

    document: Document
    media_type: str
    status: ReadStatus
    problem: str | None = None
    page_problems: tuple[PageProblem, ...] = ()
    geometry: Geometry | None = None


def status_of(pages: Sequence[Page], problems: Sequence[PageProblem]) -> tuple[ReadStatus, str | None]:
    """Whether a document was read in full, and if not, why, from the problems of its pages."""
    lost = [problem for problem in problems if problem.kind != "ocr"]
    if not any(page.text.strip() for page in pages):
        return "unreadable", lost[0].reason if lost else "no page holds text"
    if not lost:
        return "read", None
    if len(lost) == 1:
        return "partly_read", f"page {lost[0].page}: {lost[0].reason}"
    named = ", ".join(str(problem.page) for problem in lost[:_NAMED_PAGES]) + (
        ", ..." if len(lost) > _NAMED_PAGES else ""
    )
    return "partly_read", f"{len(lost)} of {len(pages)} pages could not be read: {named} ({lost[0].reason})"
