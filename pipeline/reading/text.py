"""Plain text and Markdown in the encodings people have, split into pages at form feeds."""

import codecs
import re

from pipeline.reading.model import UnreadableError

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def pages_of_text(data: bytes) -> list[str]:
    """The pages of a text file; CRLF and CR become LF. Raises UnreadableError for what is empty or not text."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableError("the file is empty" if not data else "the file holds no text, only white space")
    pages = text.split("\f")
    if not pages[-1].strip() and len(pages) > 1:  # a form feed that ends the last page opens no further one
        pages.pop()
    return pages


def decode(data: bytes) -> str:
    """Text in UTF-8 or Windows-1252, or in UTF-16 or UTF-32 with a byte order mark."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            break
    else:
        if b"\0" in data:
            raise UnreadableError("binary, not text")
        text = data.decode("utf-8", errors="windows-1252")
    if len(_CONTROL.findall(text)) > len(text) // 100:
        raise UnreadableError("binary, not text")
    return text


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows-1252: a whole file in it, or a pasted pound sign in a UTF-8 file."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes([b]).decode("cp1252", errors="replace") for b in wrong), error.end


codecs.register_error("windows-1252", _as_windows_1252)
