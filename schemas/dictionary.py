"""The data dictionary: a Markdown page generated from the models, so that it cannot drift."""

from schemas.tables import OTHER_TABLES, RECORD_TABLES, Table

_INTRODUCTION = """# Data dictionary

Generated from the models in `schemas/` by `make docs`; do not edit. Money is pounds sterling, people are whole
persons, financial years are written `2020/21`. A row is a footprint's own figure only when `organisation` is NULL
(populations: `scope` is `footprint`; leads: `role` is `STP lead`).
"""


def data_dictionary() -> str:
    """Every table with its columns, types and meanings, as Markdown."""
    parts = [
        _INTRODUCTION,
        "## Record tables\n",
        *map(_section, RECORD_TABLES),
        "## Other tables\n",
        *map(_section, OTHER_TABLES),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _section(table: Table) -> str:
    lines = [f"### {table.name}\n", table.description, "", "| column | type | NULL | meaning |", "|---|---|---|---|"]
    for column in table.columns:
        values = f" Values: {', '.join(f'`{v}`' for v in column.vocabulary)}." if column.vocabulary else ""
        nullable = "yes" if column.nullable else "no"
        lines.append(f"| `{column.name}` | {column.sql_type} | {nullable} | {column.description}.{values} |")
    return "\n".join(lines) + "\n"
