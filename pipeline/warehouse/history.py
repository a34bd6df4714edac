"""What a new warehouse carries over from the one that it replaces."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from pydantic import ValidationError

from pipeline.sources import Source
from pipeline.warehouse.errors import NoWarehouseError, WarehouseError
from pipeline.warehouse.query import reading
from schemas.findings import Run
from schemas.tables import TABLES


@dataclass(frozen=True)
class History:
    """Earlier runs, the run that first raised each finding, and location and file name of the last load's documents."""

    runs: tuple[Run, ...] = ()
    first_seen: tuple[tuple[str, str], ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
    problem: str | None = None

    @classmethod
    def of(cls, warehouse: Path, needed: bool = False) -> "History":
        """The history of a warehouse; an empty one where there is none, with the reason where it is not understood.

        Raises NoWarehouseError when one is `needed` and there is none.
        """
        if not warehouse.exists():
            if needed:
                raise NoWarehouseError(f"there is no warehouse at {warehouse} to update; refresh once without --only")
            return cls()
        try:
            with reading(warehouse) as con:
                columns = ", ".join(Run.model_fields)
                runs = con.execute(f"SELECT {columns} FROM runs ORDER BY started_at, run_id").fetchall()  # noqa: S608 - our own names
                return cls(
                    tuple(Run(**dict(zip(Run.model_fields, run, strict=True))) for run in runs),
                    tuple(con.execute("SELECT finding_id, first_seen_run FROM findings").fetchall()),
                    tuple(con.execute("SELECT source, file_name FROM documents ORDER BY source").fetchall()),
                )
        except (duckdb.Error, ValidationError, NoWarehouseError) as error:
            return cls(
                problem=f"another version wrote the old warehouse, its history is not kept ({type(error).__name__})"
            )


@contextmanager
def carried(con: duckdb.DuckDBPyConnection, warehouse: Path, replaced: Iterable[Source]) -> Iterator[None]:
    """Have the documents of a published warehouse at hand, as `old` and `carried`, but those that are read again.

    Raises WarehouseError when the warehouse has other columns than this version writes.
    """
    replaced = tuple(replaced)
    con.execute(f"ATTACH '{str(warehouse).replace(chr(39), chr(39) * 2)}' AS old (READ_ONLY)")
    try:
        _refuse_other_columns(con)
        con.execute(
            "CREATE TEMP TABLE carried AS SELECT document_id FROM old.documents "
            "WHERE NOT list_contains($locations, source) AND NOT list_contains($ids, document_id)",
            {"locations": [s.location for s in replaced], "ids": [s.document_id for s in replaced]},
        )
        yield
        con.execute("DROP TABLE carried")
    finally:
        con.execute("DETACH old")


def _refuse_other_columns(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'old'")
    there = set(rows.fetchall())
    wanted = [(table.name, column.name) for table in TABLES.values() for column in table.columns]
    if missing := next((f"{table}.{column}" for table, column in wanted if (table, column) not in there), None):
        raise WarehouseError(f"another version wrote the old warehouse (it has no {missing}); refresh it in full")
