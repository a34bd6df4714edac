"""Read-only SQL over a warehouse, closed in: no file, no network, no setting can be reached from a query."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipeline.warehouse.build import FRUGAL, first_line
from pipeline.warehouse.errors import NoWarehouseError


class QueryError(ValueError):
    """A query that DuckDB refuses, with its reason in one line."""


@dataclass(frozen=True)
class Answer:
    """Rows of a query, with the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@contextmanager
def reading(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse opened to read. Raises NoWarehouseError when there is none."""
    if not warehouse.is_file():
        raise NoWarehouseError(
            f"there is no warehouse at {warehouse}; make one with `stp refresh`, or name it with --warehouse"
        )
    try:
        con = duckdb.connect(
            str(warehouse),
            read_only=True,
            # read_only alone still reads any local file; see the warehouse's own tables and nothing else.
            config={**FRUGAL, "enable_external_access": "false", "lock_configuration": "true"},
        )
    except duckdb.Error as error:
        raise NoWarehouseError(f"{warehouse} cannot be opened: {first_line(error)}") from error
    with con:
        yield con


def count(con: duckdb.DuckDBPyConnection, table: str, which: str = "true") -> int:
    """Rows of a table, or those for which a condition holds."""
    (rows,) = con.table(table).filter(which).count("*").fetchall()[0]
    return int(rows)


def query(warehouse: Path, sql: str) -> Answer:
    """The answer to a query (the last one, when there are several). Raises QueryError and NoWarehouseError."""
    with reading(warehouse) as con:
        try:
            if con.execute(sql) is None:
                raise QueryError("the query is empty")
            return Answer(tuple(column[0] for column in con.description or ()), tuple(con.fetchall()))
        except duckdb.Error as error:
            raise QueryError(_explained(error)) from error


def _explained(error: duckdb.Error) -> str:
    """DuckDB's reason with its suggestion of a name, where it has one, on one line."""
    lines = [line.strip() for line in str(error).splitlines()]
    hint = next((line for line in lines[1:] if line.startswith(("Did you mean", "Candidate bindings"))), "")
    return f"{lines[0]} {hint}".strip()


def as_csv(answer: Answer) -> str:
    """CSV with a header line. Text that a spreadsheet would run as a formula is made plain by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_spreadsheet_cell(value) for value in row] for row in answer.rows)
    return out.getvalue()


def _spreadsheet_cell(value: Any) -> Any:
    if isinstance(value, (list, dict, tuple)):
        value = _json(value)
    if not isinstance(value, str):
        return value
    value = value.replace("\r", "\n")  # which the csv module does not quote
    return "'" + value if value.startswith(("=", "+", "-", "@", "\t", "\n")) else value


def as_json(answer: Answer) -> str:
    """One JSON array of objects."""
    return "[" + ",\n ".join(_json(row) for row in _objects(answer)) + "]\n"


def as_jsonl(answer: Answer) -> str:
    """One JSON object a line."""
    return "".join(_json(row) + "\n" for row in _objects(answer))


def _objects(answer: Answer) -> Iterator[dict[str, Any]]:
    for row in answer.rows:
        yield dict(zip(answer.columns, row, strict=True))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def printable(value: Any) -> str:
    """A value as one line for a terminal; control characters, which a document could send to it, become visible."""
    if value is None:
        return ""
    if isinstance(value, (list, dict, tuple)):
        value = _json(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    text = f"{value:,}" if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else str(value)
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character in "\n\t\r":
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") else character


def as_table(answer: Answer, width: int | None = None) -> str:
    """Aligned columns under their names, numbers to the right. With a `width`, the last column is cut to fit."""
    cells = [answer.columns, *(tuple(printable(value) for value in row) for row in answer.rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(answer.columns))]
    numeric = [_is_numeric(row[i] for row in answer.rows) for i in range(len(answer.columns))]
    lines = [
        "  ".join(
            cell.rjust(size) if right else cell.ljust(size)
            for cell, size, right in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in (cells[0], tuple("-" * size for size in widths), *cells[1:])
    ]
    count = f"({len(answer.rows):,} row{'' if len(answer.rows) == 1 else 's'})"
    return "".join(_cut(line, width) + "\n" for line in [*lines, count])


def _is_numeric(values: Iterable[Any]) -> bool:
    present = [value for value in values if value is not None]
    return bool(present) and all(isinstance(v, (int, float, Decimal)) and not isinstance(v, bool) for v in present)


def _cut(line: str, width: int | None) -> str:
    return line if width is None or len(line) <= width else line[: width - 1] + "…"
