"""What a load is expected to hold, in a file beside the sources: too little stops the refresh, too much warns.

    [tables.populations]
    min_rows = 44            # fewer, and nothing is published
    max_rows = 500           # more, and the refresh says so
    filled.people_text = 1.0 # share of rows in which the column says something

    [footprints]
    population = 44          # footprints for which some document states the fact

    [documents]
    min_read = 4             # documents read in full

    [findings]
    max_error = 10           # open findings of a severity

Every part may be left out.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import duckdb
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.checks.wording import counted
from schemas.tables import TABLES

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class ExpectationsError(ValueError):
    """An expectations file that cannot be used, with the reason in one line."""


class Verdict(NamedTuple):
    """Expectations that a load fails: those that stop it, and those to be warned of. One sentence each."""

    failures: list[str]
    warnings: list[str]


class _Expected(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TableExpected(_Expected):
    """What one table should hold."""

    min_rows: Count = 0
    max_rows: Count | None = None
    filled: dict[str, Share] = {}


class FootprintsExpected(_Expected):
    """For how many footprints each fact should be stated."""

    population: Count = 0
    lead: Count = 0
    health_gap: Count = 0
    social_care_gap: Count = 0
    combined_gap: Count = 0
    capital: Count = 0


class DocumentsExpected(_Expected):
    """How many documents should have been read in full."""

    min_read: Count = 0


class FindingsExpected(_Expected):
    """How many open findings there may be."""

    max_error: Count | None = None
    max_warning: Count | None = None


class Expectations(_Expected):
    """A whole expectations file."""

    tables: dict[str, TableExpected] = {}
    footprints: FootprintsExpected = FootprintsExpected()
    documents: DocumentsExpected = DocumentsExpected()
    findings: FindingsExpected = FindingsExpected()


def judged(con: duckdb.DuckDBPyConnection, expected: Expectations) -> Verdict:
    """Hold a loaded and checked warehouse against what is expected of it."""
    failures = [*_too_little(con, expected), *_too_few_footprints(con, expected.footprints)]
    return Verdict(failures, list(_too_much(con, expected)))


def read_expectations(path: Path) -> Expectations:
    """An expectations file.

    Raises ExpectationsError when it cannot be read, or names a table or column that there is not.
    """
    try:
        expected = Expectations(**tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ExpectationsError(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ExpectationsError(f"{path}: {place}: {first['msg'].lower()}") from error
    for name, table in expected.tables.items():
        if name not in TABLES:
            raise ExpectationsError(f"{path}: there is no table {name}; there are {', '.join(sorted(TABLES))}")
        columns = {column.name for column in TABLES[name].columns}
        for column in table.filled:
            if column not in columns:
                raise ExpectationsError(f"{path}: {name} has no column {column}")
    return expected


def _too_little(con: duckdb.DuckDBPyConnection, expected: Expectations) -> Iterator[str]:
    for name, table in expected.tables.items():
        rows = _count(con, f"SELECT count(*) FROM {name}")  # noqa: S608 - checked to be one of our tables
        if rows < table.min_rows:
            yield f"{name} has {counted(rows, 'row')}, at least {table.min_rows:,} are expected"
        for column, share in table.filled.items():
            filled = _count(con, f"SELECT count({column}) FROM {name}")  # noqa: S608 - checked to be one of our columns
            if rows and filled < share * rows:
                yield f"{name}.{column} is filled in {filled / rows:.0%} of the rows, at least {share:.0%} is expected"
    read = _count(con, "SELECT count(*) FROM documents WHERE status = 'read'")
    if read < expected.documents.min_read:
        yield f"{counted(read, 'document')} read in full, at least {expected.documents.min_read} are expected"


def _too_few_footprints(con: duckdb.DuckDBPyConnection, expected: FootprintsExpected) -> Iterator[str]:
    rows = con.execute("SELECT fact, count(*) FROM coverage WHERE state LIKE 'stated%' GROUP BY fact").fetchall()
    stated: dict[str, int] = dict(rows)
    for fact, least in expected.model_dump().items():
        if stated.get(fact, 0) < least:
            words = fact.replace("_", " ")
            yield f"a {words} is stated for {stated.get(fact, 0)} footprints, at least {least} are expected"


def _too_much(con: duckdb.DuckDBPyConnection, expected: Expectations) -> Iterator[str]:
    for name, table in expected.tables.items():
        rows = _count(con, f"SELECT count(*) FROM {name}")  # noqa: S608 - checked to be one of our tables
        if table.max_rows is not None and rows > table.max_rows:
            yield f"{name} has {counted(rows, 'row')}, at most {table.max_rows:,} are expected"
    for severity, most in (("error", expected.findings.max_error), ("warning", expected.findings.max_warning)):
        raised = _count(con, "SELECT count(*) FROM findings WHERE status = 'open' AND severity = ?", severity)
        if most is not None and raised > most:
            yield f"{raised:,} {severity}s are open, at most {most:,} are expected"


def _count(con: duckdb.DuckDBPyConnection, query: str, *parameters: str) -> int:
    return int(con.execute(query, list(parameters)).fetchall()[0][0])
