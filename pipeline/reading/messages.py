"""What pipeline.ingest and its reading processes say to each other."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractors.document import Extraction, Page
from pipeline.reading.limits import Limits
from pipeline.reading.model import PageProblem
from schemas.types import ReadStatus

PROGRESS = struct.Struct("=qd")
"""The page at hand (or OPENING, EXTRACTING) and the clock's time when it began, in the file that both sides hold."""
OPENING, EXTRACTING = 0, -1
FRAME = struct.Struct("=Q")
"""Length of the pickled answer that follows."""


@dataclass(frozen=True)
class Task:
    """One document to read, leaving out pages that hung or crashed before, which `skip` names with the reason."""

    path: Path
    file_name: str
    document_id: str
    limits: Limits
    skip: Mapping[int, str]


@dataclass(frozen=True)
class Started:
    """The document is being opened: its time begins."""


@dataclass(frozen=True)
class Pages:
    """The text of some pages, in their order."""

    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Read:
    """All pages are sent, and what reading yielded besides; extraction follows."""

    media_type: str
    status: ReadStatus
    problem: str | None
    page_problems: tuple[PageProblem, ...]


@dataclass(frozen=True)
class Failed:
    """Reading or extracting failed, with a plain reason; `exits` when this process is of no further use, `passing` when
    the fault is the machine's and not the document's, so that another try may do better.
    """

    reason: str
    exits: bool = False
    passing: bool = False


@dataclass(frozen=True)
class Extracted:
    """What was found in some of the pages, in their order; `last` when there are no more."""

    extraction: Extraction
    last: bool


Answer = Started | Pages | Read | Extracted | Failed
