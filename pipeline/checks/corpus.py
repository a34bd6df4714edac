"""What the checks read: the freshly loaded warehouse, its pages, and the names to speak of things by."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from textwrap import shorten
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import duckdb

from pipeline.checks.passages import passage_span

Row = TypeVar("Row", bound=NamedTuple)
_TITLE = 64


class Source(NamedTuple):
    """A document as findings name it. `stated_on` is None where the document does not date itself."""

    document_id: str
    file_name: str
    title: str | None
    stated_on: date | None
    status: str
    problem: str | None


class Section(NamedTuple):
    """A stretch of a document from its heading to the next one, on as many pages as it takes."""

    document_id: str
    footprint_id: str | None
    heading: str | None
    page: int
    char_start: int
    char_end: int


class Corpus:
    """A warehouse being checked. Reading only; nothing here changes it."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, duplicates: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> None:
        self.con = con
        self.duplicates = duplicates
        """Other names of a document's bytes among the sources, by its id."""

    def fetch(self, row: type[Row], sql: str, *parameters: Any) -> list[Row]:
        """The result of a query as rows of this type, whose fields are its columns in order."""
        cursor = self.con.execute(sql, parameters)
        names = tuple(column[0] for column in cursor.description or ())
        if names != row._fields:
            raise TypeError(f"{row.__name__} expects the columns {row._fields}, the query returns {names}")
        return [row(*values) for values in cursor.fetchall()]

    def select(self, row: type[Row], name: str) -> list[Row]:
        """The offending rows of the check `rules/<name>.sql`."""
        return self.fetch(row, sql(name))

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every document by its id, in order of file name."""
        query = """
            SELECT document_id, file_name, title, stated_on, status, problem FROM documents
            ORDER BY file_name, document_id
        """
        return {source.document_id: source for source in self.fetch(Source, query)}

    @cached_property
    def footprint_names(self) -> dict[str, str]:
        """Official name of every footprint by its code."""
        return dict(self.con.execute("SELECT footprint_id, name FROM footprints ORDER BY number").fetchall())

    @cached_property
    def sections(self) -> dict[str, list[Section]]:
        """The sections of every document in reading order."""
        query = """
            SELECT document_id, footprint_id, heading, page, char_start, char_end FROM sections
            ORDER BY document_id, page, char_start
        """
        found: dict[str, list[Section]] = {}
        for section in self.fetch(Section, query):
            found.setdefault(section.document_id, []).append(section)
        return found

    @cached_property
    def pages(self) -> "Pages":
        """The text of every page, read when it is asked for."""
        return Pages(self.con)

    def passage(self, document_id: str, page: int, start: int, end: int) -> str:
        """The line or sentence around a statement, see `passage_span`."""
        text = self.pages.text(document_id, page)
        first, last = passage_span(text, start, end)
        return text[first:last]

    def footprint(self, footprint_id: str | None) -> str:
        """A footprint's name for a sentence; "no footprint" where there is none."""
        return self.footprint_names.get(footprint_id or "", footprint_id or "no footprint")

    def document(self, document_id: str | None) -> str:
        """A document's title for a sentence, in quotation marks, or its file name."""
        source = self.sources.get(document_id or "")
        if source is None:
            return "several documents"
        return f"“{shorten(source.title, _TITLE, placeholder='…')}”" if source.title else source.file_name

    def dated(self, document_id: str) -> str:
        """A document's name with the date that it states for itself, where it does."""
        stated_on = self.sources[document_id].stated_on
        return self.document(document_id) + (f" ({stated_on:%-d %B %Y})" if stated_on else "")

    def age(self, document_id: str) -> tuple[date, str]:
        """Sorts documents by the date that they state, undated ones first."""
        return self.sources[document_id].stated_on or date.min, document_id

    def footprint_at(self, document_id: str, page: int, position: int) -> str | None:
        """The footprint of the section that a position stands in."""
        found = None
        for section in self.sections.get(document_id, []):
            if (section.page, section.char_start) > (page, position):
                break
            found = section.footprint_id
        return found

    def main_footprint(self, document_id: str) -> str | None:
        """The footprint that a document is about: the only one its sections are attributed to, else None."""
        found = {section.footprint_id for section in self.sections.get(document_id, []) if section.footprint_id}
        return found.pop() if len(found) == 1 else None


class Pages:
    """Text of pages by document and number; keeps the document read last."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._held: tuple[str, dict[int, str]] = ("", {})

    def of(self, document_id: str) -> dict[int, str]:
        """Every page of a document by its number, in order."""
        if self._held[0] != document_id:
            query = "SELECT page, text FROM pages WHERE document_id = ? ORDER BY page"
            self._held = (document_id, dict(self._con.execute(query, [document_id]).fetchall()))
        return self._held[1]

    def text(self, document_id: str, page: int) -> str:
        """One page's text. Raises KeyError where the document has no such page."""
        return self.of(document_id)[page]

    def __iter__(self) -> Iterator[tuple[str, int, str]]:
        """Document, page number and text of every page, document by document."""
        ids = self._con.execute("SELECT DISTINCT document_id FROM pages ORDER BY document_id").fetchall()
        for (document_id,) in ids:
            for page, text in self.of(document_id).items():
                yield document_id, page, text


@cache
def sql(name: str) -> str:
    """The text of `rules/<name>.sql`."""
    return files("pipeline.checks.rules").joinpath(f"{name}.sql").read_text(encoding="utf-8")
