"""What a new warehouse carries over from the one that it replaces."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import starmap, takewhile
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import duckdb
from pydantic import ValidationError

from pipeline.sources import Source
from pipeline.warehouse.errors import NoWarehouseError, WarehouseError
from pipeline.warehouse.query import reading
from schemas.findings import Finding, Run, RunStage
from schemas.tables import TABLES


class Loaded(NamedTuple):
    """A document of an earlier load."""

    document_id: str
    location: str
    file_name: str
    inputs: str | None
    """The digest of what it was loaded from."""


def _place(location: str) -> str:
    return location if "://" in location else str(Path(location).resolve())


@dataclass(frozen=True)
class History:
    """Earlier runs, the run that first raised each finding, and the documents of the last load."""

    runs: tuple[Run, ...] = ()
    first_seen: tuple[tuple[str, str], ...] = ()
    documents: tuple[Loaded, ...] = ()
    problem: str | None = None

    def others(self, sources: Iterable[Source]) -> tuple[Loaded, ...]:
        """Documents of the last load that are not among these, neither their bytes nor, however spelt, their places."""
        sources = tuple(sources)
        bytes_ = {source.document_id for source in sources}
        places = {_place(location) for source in sources for location in (source.location, *source.duplicates)}
        return tuple(d for d in self.documents if d.document_id not in bytes_ and _place(d.location) not in places)

    def unchanged(self, inputs: Mapping[str, str]) -> tuple[Loaded, ...]:
        """Documents of the last load that would be loaded from the same again, by their ids' digests of now."""
        return tuple(d for d in self.documents if d.inputs and inputs.get(d.document_id) == d.inputs)

    @property
    def last_run(self) -> str | None:
        """The id of the last run; None where none is known."""
        return self.runs[-1].run_id if self.runs else None

    def runs_with(self, inputs: str) -> tuple[str, ...]:
        """The last runs, as far back as this was what they loaded."""
        same = takewhile(lambda run: run.inputs == inputs, reversed(self.runs))
        return tuple(run.run_id for run in same)

    @classmethod
    def of(
        cls, warehouse: Path, needed: bool = False, costs: Mapping[str, tuple[RunStage, ...]] = MappingProxyType({})
    ) -> "History":
        """The history of a warehouse; an empty one where there is none, with the reason where it is not understood.

        `costs` is what the stages of runs cost, by run id, where more is known than the warehouse tells.

        Raises NoWarehouseError when one is `needed` and there is none.
        """
        if not warehouse.exists():
            if needed:
                raise NoWarehouseError(f"there is no warehouse at {warehouse} to update; refresh once without --only")
            return cls()
        try:
            with reading(warehouse) as con:
                there = set(con.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall())
                known = [name for name in Run.model_fields if ("runs", name) in there]  # earlier versions logged less
                runs = con.execute(f"SELECT {', '.join(known)} FROM runs ORDER BY started_at, run_id").fetchall()  # noqa: S608 - our own names
                inputs = "inputs" if ("documents", "inputs") in there else "NULL"
                documents = con.execute(
                    f"SELECT document_id, source, file_name, {inputs} FROM documents ORDER BY file_name, document_id"  # noqa: S608
                ).fetchall()
                told = (Run(**dict(zip(known, run, strict=True))) for run in runs)
                return cls(
                    tuple(run.model_copy(update={"stages": costs.get(run.run_id, run.stages)}) for run in told),
                    tuple(con.execute("SELECT finding_id, first_seen_run FROM findings").fetchall()),
                    tuple(starmap(Loaded, documents)),
                )
        except (duckdb.Error, ValidationError, NoWarehouseError) as error:
            return cls(
                problem=f"another version wrote the old warehouse, its history is not kept ({type(error).__name__})"
            )


def findings_within(warehouse: Path, documents: Iterable[Loaded]) -> list[Finding]:
    """What these documents of a published warehouse were each found to show by itself, before any decision."""
    ids = [document.document_id for document in documents]
    columns = ", ".join(Finding.model_fields)
    with reading(warehouse) as con:
        rows = con.execute(
            f"SELECT {columns} FROM findings SEMI JOIN (SELECT unnest($ids::VARCHAR[]) AS document_id) "  # noqa: S608
            "USING (document_id) WHERE scope = 'document'",
            {"ids": ids},
        ).fetchall()
    return [Finding(**{**dict(zip(Finding.model_fields, row, strict=True)), "status": "open"}) for row in rows]


@contextmanager
def carried(con: duckdb.DuckDBPyConnection, warehouse: Path, documents: Iterable[Loaded]) -> Iterator[None]:
    """Have these documents of a published warehouse at hand: it is attached as `old`, their ids are in `carried`.

    Raises WarehouseError when the warehouse has other columns than this version writes.
    """
    con.execute(f"ATTACH '{str(warehouse).replace(chr(39), chr(39) * 2)}' AS old (READ_ONLY)")
    try:
        _refuse_other_columns(con)
        ids = [document.document_id for document in documents]
        con.execute("CREATE TEMP TABLE carried AS SELECT unnest($ids::VARCHAR[]) AS document_id", {"ids": ids})
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
