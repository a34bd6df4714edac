"""Fill a new DuckDB file in bulk: the schema, documents with all they state, the views.

Rows go through one NDJSON file per table, which DuckDB reads with the column types of the models. They are sorted on
the way in, so that the same input gives the same rows in the same order whatever order documents were read in.
"""

import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import IO, Self

import duckdb
from pydantic import BaseModel
from pydantic_core import PydanticSerializationError

from pipeline.ingest import Ingested
from pipeline.warehouse.errors import WarehouseError
from schemas.documents import DocumentRow, PageRow, SectionRow
from schemas.footprints import all_footprints
from schemas.records import Evidence
from schemas.tables import RECORD_TABLES, TABLES, Table, ddl

FRUGAL: dict[str, str | bool | int | float | list[str]] = {
    "allocator_flush_threshold": "1MB",
    "allocator_bulk_deallocation_flush_threshold": "1MB",
}
"""Settings with which DuckDB gives back memory that it no longer uses, instead of keeping 128 MB of it at hand."""
_OF_A_DOCUMENT = (DocumentRow, PageRow, SectionRow, Evidence)
_EVIDENCE = ("document_id", "page", "char_start", "char_end", "quote", "boxes", "method", "extractor")
_ROW_ORDER = (
    *("number", "started_at", "decided_at", "document_id", "page", "char_start", "char_end"),
    *("record_id", "section_id", "decision_id", "table_name", "kind", "extractor", "value_text", "reason", "detail"),
    *("rule", "footprint_id", "finding_id"),
)
"""Columns that put a table's rows in reading order, and in one order only; those that a table lacks are passed over."""


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file opened for writing. A DuckDB or file error inside becomes a WarehouseError with its first line."""
    try:
        with duckdb.connect(str(path), config=FRUGAL) as con:
            con.execute("SET TimeZone = 'UTC'")
            yield con
    except (duckdb.Error, OSError) as error:
        raise WarehouseError(f"the new warehouse could not be built: {first_line(error)}") from error


@contextmanager
def in_one_go(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Statements as one transaction: each by itself would wait for the disk."""
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


def first_line(error: Exception) -> str:
    """The first line of an error's message, without DuckDB's hints and excerpts of the query."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Every table with its comments, the views, and the 44 footprints."""
    with in_one_go(con):
        con.execute(ddl())
        _run(con, "corrections.sql")
        for table in RECORD_TABLES:
            con.execute(_corrected_view(table))
        _run(con, "profile.sql")
    insert(con, "footprints", all_footprints())


def _run(con: duckdb.DuckDBPyConnection, script: str) -> None:
    con.execute(files("pipeline.warehouse").joinpath(script).read_text(encoding="utf-8"))


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[BaseModel]) -> None:
    """Rows of one table in bulk."""
    with Bulk(con) as bulk:
        for row in rows:
            bulk.add(table, row)


def insert_documents(con: duckdb.DuckDBPyConnection, documents: Iterable[Ingested], carry: bool = False) -> None:
    """Documents with their pages, sections, records, refused candidates and observations, one in memory at a time.

    With `carry`, inside `history.carried`, together with the documents that are carried over.
    """
    with Bulk(con, carry) as bulk:
        deque(map(bulk.add_document, documents), maxlen=0)  # so that none is held when they are loaded


class Bulk:
    """Collects rows in one NDJSON file per table and loads them all at the end."""

    def __init__(self, con: duckdb.DuckDBPyConnection, carry: bool = False) -> None:
        self._con = con
        self._carry = carry
        self._open = ExitStack()
        self._written: dict[str, IO[bytes]] = {}
        self._longest = 0

    def __enter__(self) -> Self:
        database = self._con.execute("SELECT path FROM duckdb_databases() WHERE database_name = current_database()")
        path = database.fetchall()[0][0]
        beside = Path(path).parent if path else None  # where there is room for the warehouse, there is for its rows
        self._folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix=".stp-load-", dir=beside)))
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        with self._open:
            if error is None:
                with in_one_go(self._con):
                    self._load()

    def add(self, table: str, row: BaseModel) -> None:
        """One row, whose model is the table's."""
        if table not in self._written:
            self._written[table] = self._open.enter_context((self._folder / f"{table}.ndjson").open("wb"))
        try:
            line = row.model_dump_json().encode() + b"\n"
        except PydanticSerializationError as error:
            raise WarehouseError(f"a row of {table} cannot be written: {first_line(error)}") from error
        self._longest = max(self._longest, len(line))
        self._written[table].write(line)

    def add_document(self, document: Ingested) -> None:
        """A document and everything found in it."""
        self.add("documents", document.document)
        for page in document.pages:
            self.add("pages", page)
        found = document.extraction
        if found is None:
            return
        for table, rows in (
            ("sections", found.sections),
            ("rejected", found.rejected),
            ("observations", found.observations),
        ):
            for row in rows:
                self.add(table, row)
        for record in found.records:
            self.add(record.table, record)

    def _load(self) -> None:
        for table in TABLES.values():
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            sources, parameters = [], []
            if written := self._written.get(table.name):
                written.close()
                sources.append(f"SELECT {columns} FROM {_ndjson(table)}")  # noqa: S608 - names of our own models
                parameters = [written.name, self._longest + 1]
            if self._carry and issubclass(table.model, _OF_A_DOCUMENT):
                sources.append(f"SELECT {columns} FROM old.{table.name} SEMI JOIN carried USING (document_id)")  # noqa: S608
            if sources:
                order = ", ".join(f'"{name}"' for name in _ROW_ORDER if any(name == c.name for c in table.columns))
                rows = " UNION ALL ".join(sources)
                self._con.execute(f"INSERT INTO {table.name} FROM ({rows}) ORDER BY {order}", parameters)


def _ndjson(table: Table) -> str:
    types = ", ".join(f"\"{column.name}\": '{column.sql_type}'" for column in table.columns)
    return f"read_json(?, format = 'newline_delimited', columns = {{{types}}}, maximum_object_size = ?)"


def _corrected_view(table: Table) -> str:
    """A record table as reviewers corrected it: the last standing decision on a column replaces what is stated."""
    columns = ", ".join(
        f"r.{c.name}"
        if c.name == "record_id" or c.name in _EVIDENCE
        else f"CASE WHEN list_contains(map_keys(c.fields), '{c.name}') "
        f"THEN CAST(c.fields['{c.name}'] AS {c.sql_type}) ELSE r.{c.name} END AS {c.name}"
        for c in table.columns
    )
    name = f"corrected_{table.name}"
    return (
        f"CREATE VIEW {name} AS SELECT {columns}, c.corrected_at "  # noqa: S608 - names of our own models
        f"FROM {table.name} r LEFT JOIN corrections c USING (record_id);"
        f"COMMENT ON VIEW {name} IS '{table.name} as reviewers corrected them; corrected_at is NULL where nobody did';"
    )
