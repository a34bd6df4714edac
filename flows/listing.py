"""The records of one document in print."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from pipeline.ingest import Ingested
from pipeline.warehouse.query import Answer, as_table
from schemas.tables import RECORD_TABLES, TABLES, Table

_ALWAYS_LEFT_OUT = {"record_id", "document_id", "char_start", "char_end", "boxes", "quote"}
_WHY = ("method", "extractor")


def as_jsonl(ingested: Ingested, why: bool = False) -> str:
    """One record a line, with its table; with `why`, then every refused candidate under the table name `rejected`."""
    found = ingested.extraction
    if found is None:
        return ""
    rows = [(record.table, record) for record in found.records]
    refused = [("rejected", row) for row in found.rejected] if why else []
    return "".join(
        json.dumps({"table": table, **_ordered(TABLES[table], row)}, ensure_ascii=False) + "\n"
        for table, row in [*rows, *refused]
    )


def _ordered(table: Table, row: BaseModel) -> dict[str, Any]:
    values = row.model_dump(mode="json")
    return {column.name: values[column.name] for column in table.columns}


def as_tables(ingested: Ingested, why: bool = False) -> str:
    """A table of each kind of record, of the columns that have a value; with `why`, also what was refused."""
    found = ingested.extraction
    if found is None:
        return ""
    parts = []
    for table in RECORD_TABLES:
        if rows := [record for record in found.records if record.table == table.name]:
            parts.append(f"{table.name}\n{as_table(_answer(table, rows, why))}")
    if why and found.rejected:
        parts.append(f"refused\n{as_table(_answer(TABLES['rejected'], found.rejected, why))}")
    return "\n".join(parts) or "Nothing was found that belongs in a table.\n"


def _answer(table: Table, rows: Sequence[BaseModel], why: bool) -> Answer:
    shown = [name for name in _shown(table, why) if any(getattr(row, name) is not None for row in rows)]
    return Answer((*shown, "quote"), tuple(tuple(getattr(row, name) for name in (*shown, "quote")) for row in rows))


def _shown(table: Table, why: bool) -> Iterator[str]:
    for column in table.columns:
        if column.name not in _ALWAYS_LEFT_OUT and (why or column.name not in _WHY):
            yield column.name
