"""Read a document of any supported kind into pages of canonical text, with positions where pages have them."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from extractors.document import Document, Page
from pipeline.reading import office, web
from pipeline.reading.limits import Limits
from pipeline.reading.model import Geometry, PageProblem, Progress, Reading, UnreadableError, status_of
from pipeline.reading.page_labels import labelled
from pipeline.reading.text import pages_of_text

__all__ = ["Geometry", "Limits", "PageProblem", "Reading", "UnreadableError", "read"]

_HEAD_BYTES = 1024  # within which a PDF says that it is one
_WEB_SUFFIXES = (".html", ".htm")
_MOST_BYTES = 4  # that a character takes in any encoding


def read(
    path: Path,
    limits: Limits,
    *,
    file_name: str | None = None,
    document_id: str | None = None,
    skip: Mapping[int, str] = MappingProxyType({}),
    progress: Progress = lambda page: None,
) -> Reading:
    """Read one document in this process. What kind it is, its bytes decide, then its suffix.

    `skip` names pages to leave out and why, `progress` is told the number of each page before it is read. Raises
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
    suffix = path.suffix.lower()
    if b"%PDF-" in head:
        from pipeline.reading.pdf import read_pdf  # loads pdfium, which other files do not need

        return read_pdf(path, name, identity, limits, skip, progress)
    if not head:
        raise UnreadableError("the file is empty")
    if suffix == ".pdf":
        raise UnreadableError("not a PDF: it does not begin as one")
    if suffix == ".pptx":
        slides, problems = office.slides_of_pptx(path)
        return _reading(slides, office.PPTX, name, identity, limits, problems)
    if suffix == ".docx":
        return _reading([office.text_of_docx(path)], office.DOCX, name, identity, limits)
    if suffix in _WEB_SUFFIXES or web.looks_like_html(head):
        return _reading([web.text_of_html(path)], web.HTML, name, identity, limits)
    if (size := path.stat().st_size) > limits.max_characters * _MOST_BYTES:
        raise UnreadableError(f"too long: {size:,} bytes, the limit is {limits.max_characters:,} characters")
    media_type = "text/markdown" if suffix == ".md" else "text/plain"
    return _reading(pages_of_text(path.read_bytes()), media_type, name, identity, limits)


def _reading(
    texts: Sequence[str],
    media_type: str,
    name: str,
    identity: str,
    limits: Limits,
    problems: Sequence[PageProblem] = (),
) -> Reading:
    if len(texts) > limits.max_pages:
        raise UnreadableError(f"too many pages: {len(texts):,}, the limit is {limits.max_pages:,}")
    if (characters := sum(map(len, texts))) > limits.max_characters:
        raise UnreadableError(f"too much text: {characters:,} characters, the limit is {limits.max_characters:,}")
    pages = tuple(Page(number, text) for number, text in enumerate(texts, start=1))
    status, reason = status_of(pages, problems)
    if status == "unreadable":
        raise UnreadableError(reason or "it holds no text")
    return Reading(Document(identity, name, labelled(pages)), media_type, status, reason, tuple(problems))
