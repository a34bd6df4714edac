"""Every table of the warehouse, generated from the models: columns, DuckDB types, comments, JSON Schema.

Out of scope: views and queries (pipeline.warehouse). Nothing here imports DuckDB.
"""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from schemas.documents import DocumentRow, Observation, PageRow, Rejected, SectionRow
from schemas.findings import Decision, Finding, Run
from schemas.footprints import Footprint
from schemas.records import RECORD_MODELS, Evidence, Record

_LEADING = (
    "record_id",
    "footprint_id",
    "document_id",
    "page",
    "char_start",
    "char_end",
    "quote",
    "boxes",
    "method",
    "extractor",
)
_SQL_TYPES: dict[type, str] = {
    bool: "BOOLEAN",
    int: "BIGINT",
    float: "DOUBLE",
    str: "VARCHAR",
    Decimal: "DECIMAL(18,2)",
    date: "DATE",
    datetime: "TIMESTAMPTZ",
}


@dataclass(frozen=True)
class Column:
    """One column: name, DuckDB type, whether it may be NULL, meaning, and the closed vocabulary if it has one."""

    name: str
    sql_type: str
    nullable: bool
    description: str
    vocabulary: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: name, the model its rows follow, meaning, columns in order."""

    name: str
    model: type[BaseModel]
    description: str
    columns: tuple[Column, ...]

    def ddl(self) -> str:
        """CREATE TABLE and COMMENT statements."""
        columns = ",\n".join(f"  {c.name} {c.sql_type}{'' if c.nullable else ' NOT NULL'}" for c in self.columns)
        comments = [f"COMMENT ON TABLE {self.name} IS {_literal(self.description)};"]
        comments += [
            f"COMMENT ON COLUMN {self.name}.{c.name} IS {_literal(_with_vocabulary(c))};" for c in self.columns
        ]
        return f"CREATE TABLE {self.name} (\n{columns}\n);\n" + "\n".join(comments) + "\n"


def _with_vocabulary(column: Column) -> str:
    return column.description + (f" ({', '.join(column.vocabulary)})" if column.vocabulary else "")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _unwrap(annotation: Any) -> tuple[Any, bool]:
    """An annotation without Annotated and without None, and whether None was allowed."""
    if get_origin(annotation) is Annotated:
        return _unwrap(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [a for a in get_args(annotation) if a is not type(None)]
        if len(inner) != 1:
            raise TypeError(f"a column has one type: {annotation}")
        return _unwrap(inner[0])[0], True
    return annotation, False


def _sql_type(annotation: Any) -> str:
    annotation, _ = _unwrap(annotation)
    if get_origin(annotation) is Literal:
        return "VARCHAR"
    if get_origin(annotation) is tuple:
        return _sql_type(get_args(annotation)[0]) + "[]"
    if issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        return "STRUCT(" + ", ".join(f"{name} {_sql_type(field.annotation)}" for name, field in fields) + ")"
    return _SQL_TYPES[annotation]


def _columns(model: type[BaseModel]) -> Iterator[Column]:
    names = list(model.model_fields)
    if issubclass(model, Record):
        names = [*_LEADING, *(n for n in names if n not in _LEADING)]
    elif issubclass(model, Evidence):
        own = [n for n in names if n not in Evidence.model_fields]
        first = [n for n in ("table_name", "kind", "footprint_id") if n in own]
        names = [*first, *Evidence.model_fields, *(n for n in own if n not in first)]
    for name in names:
        field = model.model_fields[name]
        annotation, nullable = _unwrap(field.annotation)
        vocabulary = get_args(annotation) if get_origin(annotation) is Literal else ()
        if not field.description:
            raise TypeError(f"{model.__name__}.{name} has no description")
        yield Column(name, _sql_type(annotation), nullable, field.description, vocabulary)


def _table(name: str, model: type[BaseModel]) -> Table:
    return Table(name, model, " ".join((model.__doc__ or "").split()), tuple(_columns(model)))


RECORD_TABLES: tuple[Table, ...] = tuple(_table(model.table, model) for model in RECORD_MODELS)
OTHER_TABLES: tuple[Table, ...] = (
    _table("footprints", Footprint),
    _table("documents", DocumentRow),
    _table("pages", PageRow),
    _table("sections", SectionRow),
    _table("findings", Finding),
    _table("decisions", Decision),
    _table("rejected", Rejected),
    _table("observations", Observation),
    _table("runs", Run),
)
TABLES: dict[str, Table] = {table.name: table for table in (*RECORD_TABLES, *OTHER_TABLES)}


def ddl() -> str:
    """The whole schema as SQL, every table and column with its comment."""
    return "\n".join(table.ddl() for table in TABLES.values())


def json_schema() -> dict[str, Any]:
    """JSON Schema of one row of each table, under the table's name in `properties`."""
    references, definitions = models_json_schema([(table.model, "serialization") for table in TABLES.values()])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Warehouse tables",
        "properties": {name: references[table.model, "serialization"] for name, table in TABLES.items()},
        **definitions,
    }
