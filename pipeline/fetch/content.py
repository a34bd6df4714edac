"""Whether what a server sent is what the file's name promises. A sign-in page with the name of a PDF is no plan."""

from pathlib import Path

import regex

from pipeline.fetch.errors import RefusedError, UnavailableError

HEAD_BYTES = 1024
"""How much of the beginning and of the end `check_bytes` needs."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_ANY = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/force-download"})
_TYPES = {
    ".pdf": {"application/pdf", "application/x-pdf"},
    ".html": {"text/html", "application/xhtml+xml"},
    ".htm": {"text/html", "application/xhtml+xml"},
    ".txt": {"text/plain"},
    ".md": {"text/plain", "text/markdown", "text/x-markdown"},
    ".docx": {_OFFICE + "wordprocessingml.document", "application/zip"},
    ".pptx": {_OFFICE + "presentationml.presentation", "application/zip"},
}
_NAMES = {".pdf": "a PDF", ".docx": "a Word document", ".pptx": "a slide deck", ".html": "a page", ".htm": "a page"}
_PAGE = regex.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", regex.I | regex.S
)


def check_type(name: str, content_type: str) -> None:
    """Raise RefusedError when the Content-Type does not go with the file's name; one that says nothing passes."""
    suffix, media_type = Path(name).suffix.lower(), content_type.partition(";")[0].strip().lower()
    if media_type not in _ANY | _TYPES[suffix]:
        raise RefusedError(f"the server sent {media_type[:80]} where {_expected(suffix)} was expected")


def check_bytes(name: str, head: bytes, tail: bytes, complete: bool) -> None:
    """Raise RefusedError when the first and last bytes do not go with the file's name.

    `complete` says whether the server told how much there is; where it did not, a PDF without its end was cut off.
    """
    suffix = Path(name).suffix.lower()
    found = _kind(head)
    if not head:
        raise RefusedError("the server sent nothing")
    if found not in {".pdf": {"a PDF"}, ".docx": {"a ZIP file"}, ".pptx": {"a ZIP file"}}.get(
        suffix, {"text", "a page"}
    ):
        raise RefusedError(f"the server sent {found} where {_expected(suffix)} was expected")
    if suffix in (".txt", ".md") and found == "a page":
        raise RefusedError(f"the server sent a web page where {_expected(suffix)} was expected")
    if suffix == ".pdf" and not complete and b"%%EOF" not in tail:
        raise UnavailableError("the connection was cut off: the PDF has no end")


def _kind(head: bytes) -> str:
    if b"%PDF-" in head:
        return "a PDF"
    if head.startswith(b"PK\x03\x04"):
        return "a ZIP file"
    if _PAGE.match(head):
        return "a page"
    return "text"


def _expected(suffix: str) -> str:
    return _NAMES.get(suffix, "a text")
