"""Short texts as documents, for tests of extraction."""

import hashlib

from extractors.document import Document, Extraction, Page
from extractors.extract import extract
from schemas.records import Record


def document(text: str, name: str = "text.txt") -> Document:
    """A text as a document; form feeds split its pages."""
    pages = tuple(Page(i + 1, page) for i, page in enumerate(text.split("\f")))
    return Document(hashlib.sha256(text.encode()).hexdigest(), name, pages)


def read(text: str) -> Extraction:
    """Everything extraction finds in a text; every quote is the slice it says it is."""
    extraction = extract(document(text))
    pages = text.split("\f")
    for item in (*extraction.records, *extraction.rejected, *extraction.observations):
        assert pages[item.page - 1][item.char_start : item.char_end] == item.quote
    return extraction


def rows(text: str, table: str, *columns: str) -> list[tuple[object, ...]]:
    """The chosen columns of a table's records, in reading order."""
    return [tuple(getattr(record, column) for column in columns) for record in _of(read(text), table)]


def _of(extraction: Extraction, table: str) -> list[Record]:
    return [record for record in extraction.records if record.table == table]
