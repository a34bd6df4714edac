"""Read a document of any supported kind into pages of canonical text, with positions where pages have them."""

import hashlib
from collections.abc import Set
from pathlib import Path

from extractors.document import Document, Page
from pipeline.reading.limits import Limits
from pipeline.reading.model import Geometry, PageProblem, Progress, Reading, UnreadableError
from pipeline.reading.text import pages_of_text

__all__ = ["Geometry", "Limits", "PageProblem", "Reading", "UnreadableError", "read"]

_HEAD_BYTES = 1024  # within which a PDF says that it is one
_TEXT_TYPES = {".md": "text/markdown"}


def read(
    path: Path,
    limits: Limits,
    *,
    file_name: str | None = None,
    document_id: str | None = None,
    skip: Set[int] = frozenset(),
    progress: Progress = lambda page: None,
) -> Reading:
    """Read one document in this process. What kind it is, its bytes decide, then its suffix.

    `skip` names pages to leave out, `progress` is told the number of each page before it is read. Raises
    UnreadableError, with a plain reason, where nothing can be read. The caller closes `geometry`.
    """
    name = file_name or path.name
    try:
        with path.open("rb") as file:
            identity = document_id or hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise UnreadableError(f"cannot be opened ({error.strerror})") from error
    if b"%PDF-" in head:
        from pipeline.reading.pdf import read_pdf  # loads pdfium, which text files do not need

        return read_pdf(path, name, identity, limits, skip, progress)
    if path.suffix.lower() == ".pdf":
        raise UnreadableError("the file is empty" if not head else "not a PDF: it does not begin as one")
    return _read_text(path, limits, name, identity)


def _read_text(path: Path, limits: Limits, name: str, identity: str) -> Reading:
    size = path.stat().st_size
    if size > limits.max_characters * 4:
        raise UnreadableError(f"too long: {size:,} bytes, the limit is {limits.max_characters:,} characters")
    texts = pages_of_text(path.read_bytes())
    if len(texts) > limits.max_pages:
        raise UnreadableError(f"too many pages: {len(texts):,}, the limit is {limits.max_pages:,}")
    pages = tuple(Page(number, text) for number, text in enumerate(texts, start=1))
    return Reading(Document(identity, name, pages), _TEXT_TYPES.get(path.suffix.lower(), "text/plain"), "read")
