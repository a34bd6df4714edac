"""What the checks read: the freshly loaded warehouse, its pages, and the names to speak of things by."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from textwrap import shorten
from typing import Any, NamedTuple, Protocol, TypeVar

import duckdb

from pipeline.checks.passages import passage_span
from schemas.tables import TABLES

Row = TypeVar("Row", bound=NamedTuple)
_TITLE = 64


class Source(NamedTuple):
    """A document as findings name it. `stated_on` is None where the document does not date itself; `duplicates` are
    the paths of further sources with the same bytes.
    """

    document_id: str
    file_name: str
    title: str | None
    stated_on: date | None
    status: str
    problem: str | None
    duplicates: list[str]


class Section(NamedTuple):
    """A stretch of a document from its heading to the next one, on as many pages as it takes."""

    document_id: str
    footprint_id: str | None
    heading: str | None
    page: int
    char_start: int
    char_end: int


class Located(Protocol):
    """Whatever stands somewhere in a document: a record, an observation, a claim."""

    @property
    def document_id(self) -> str: ...
    @property
    def page(self) -> int: ...
    @property
    def char_start(self) -> int: ...
    @property
    def char_end(self) -> int: ...


@lru_cache(maxsize=4096)
def _shortened(title: str) -> str:
    return shorten(title, _TITLE, placeholder="…")


class Corpus:
    """A warehouse being checked. Reading only; nothing here changes it."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

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
            SELECT document_id, file_name, title, stated_on, status, problem, duplicates FROM documents
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

    def passage_of(self, stated: Located) -> str:
        """The line or sentence that states it."""
        return self.passage(stated.document_id, stated.page, stated.char_start, stated.char_end)

    def quotes(self, statements: Iterable[Located], most: int | None = None) -> tuple[str, ...]:
        """The lines or sentences that state them, each once, in this order, and no more than so many."""
        found: dict[str, None] = {}
        for stated in statements:
            found[self.passage_of(stated)] = None
            if len(found) == most:
                break
        return tuple(found)

    def footprint(self, footprint_id: str | None) -> str:
        """A footprint's name for a sentence; "no footprint" where there is none."""
        return self.footprint_names.get(footprint_id or "", footprint_id or "no footprint")

    def document(self, document_id: str | None) -> str:
        """A document's title for a sentence, in quotation marks, or its file name."""
        source = self.sources.get(document_id or "")
        if source is None:
            return "several documents"
        return f"“{_shortened(source.title)}”" if source.title else source.file_name

    def documents_apart(self, document_ids: Iterable[str]) -> dict[str, str]:
        """The names of several documents for a sentence, with the file name where two of them bear one title."""
        names = {document_id: self.document(document_id) for document_id in document_ids}
        times = Counter(names.values())
        return {
            document_id: f"{name} ({self.sources[document_id].file_name})" if times[name] > 1 else name
            for document_id, name in names.items()
        }

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
    """Text of pages by document and number. Documents are read in the order of `Corpus.sources`, in batches of up to
    `most` characters, or one alone, and the batch read last is kept: all there is, where that is no more.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, most: int = 8_000_000) -> None:
        self._con = con
        self._most = most
        self._held: dict[str, dict[int, str]] = {}
        self._at = -1
        """The batch that is held."""
        self._alone: tuple[str, dict[int, str]] = ("", {})
        """A document of another batch that was asked for by itself."""

    @cached_property
    def _batches(self) -> list[list[str]]:
        batches: list[list[str]] = []
        room = 0
        for document_id, size in self._con.execute(
            "SELECT document_id, sum(length(text))::BIGINT FROM pages JOIN documents USING (document_id) "
            "GROUP BY document_id, file_name ORDER BY file_name, document_id"
        ).fetchall():
            if not batches or size > room:
                batches.append([])
                room = self._most
            batches[-1].append(document_id)
            room -= size
        return batches

    @cached_property
    def _batch_of(self) -> dict[str, int]:
        return {document_id: at for at, batch in enumerate(self._batches) for document_id in batch}

    def _read(self, documents: list[str]) -> dict[str, dict[int, str]]:
        query = """
            SELECT document_id, page, text FROM pages WHERE document_id IN (SELECT unnest(?)) ORDER BY document_id, page
        """
        found: dict[str, dict[int, str]] = {}
        for document_id, page, text in self._con.execute(query, [documents]).fetchall():
            found.setdefault(document_id, {})[page] = text
        return found

    def _hold(self, at: int) -> dict[str, dict[int, str]]:
        if at != self._at:
            self._held = {}  # before the next is read, so that two are never held
            self._held, self._at = self._read(self._batches[at]), at
        return self._held

    def of(self, document_id: str) -> dict[int, str]:
        """Every page of a document by its number, in order."""
        if document_id in self._held:
            return self._held[document_id]
        at = self._batch_of.get(document_id)
        if at is None:
            return {}
        if at in (0, self._at + 1):  # who goes through the documents has come here, or begins again
            return self._hold(at)[document_id]
        if self._alone[0] != document_id:
            self._alone = document_id, self._read([document_id])[document_id]
        return self._alone[1]

    def each(self, documents: Collection[str]) -> Iterator[tuple[str, dict[int, str]]]:
        """These documents with their pages, none where nothing could be read; batch by batch, so that few are read."""
        for at, batch in enumerate(self._batches):
            if wanted := [document_id for document_id in batch if document_id in documents]:
                held = self._hold(at)
                yield from ((document_id, held[document_id]) for document_id in wanted)
        yield from ((document_id, {}) for document_id in documents if document_id not in self._batch_of)

    def text(self, document_id: str, page: int) -> str:
        """One page's text. Raises KeyError where the document has no such page."""
        return self.of(document_id)[page]

    def __iter__(self) -> Iterator[tuple[str, int, str]]:
        """Document, page number and text of every page, document by document."""
        for at, batch in enumerate(self._batches):
            held = self._hold(at)
            for document_id in batch:
                for page, text in held[document_id].items():
                    yield document_id, page, text


@contextmanager
def only(con: duckdb.DuckDBPyConnection, document_ids: Collection[str]) -> Iterator[None]:
    """Have the tables show these documents alone: views that exist for this connection stand before them."""
    database = con.execute("SELECT current_database()").fetchall()[0][0].replace('"', '""')
    tables = [
        t.name for t in TABLES.values() if t.name != "findings" and any(c.name == "document_id" for c in t.columns)
    ]
    con.execute(
        "CREATE TEMP TABLE looked_at AS SELECT unnest($ids::VARCHAR[]) AS document_id", {"ids": [*document_ids]}
    )
    for table in tables:
        own = f'"{database}".main.{table}'
        con.execute(f"CREATE TEMP VIEW {table} AS FROM {own} SEMI JOIN looked_at USING (document_id)")
    try:
        yield
    finally:
        for table in tables:
            con.execute(f"DROP VIEW temp.{table}")
        con.execute("DROP TABLE temp.looked_at")


@cache
def sql(name: str) -> str:
    """The text of `rules/<name>.sql`."""
    return files("pipeline.checks.rules").joinpath(f"{name}.sql").read_text(encoding="utf-8")
