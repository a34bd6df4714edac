"""Queries by users: answered, printed, and closed in."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from made_up_warehouse import Text, warehouse

from pipeline.warehouse.errors import NoWarehouseError
from pipeline.warehouse.query import Answer, QueryError, as_csv, as_json, as_jsonl, as_table, query


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = Text("They save £4m in Northtown.")
    text.saving("£4m", 4, programme="Beds")
    return warehouse(tmp_path_factory.mktemp("query"), text)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "FROM glob('/*')",
        "COPY savings TO 'savings.csv'",
        "EXPORT DATABASE 'copy'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET threads = 1",
        "DELETE FROM savings",
        "CREATE TABLE mine AS SELECT 1",
        "SELECT 1; DROP TABLE savings",
    ],
)
def test_a_query_reaches_nothing_but_the_warehouse_and_changes_nothing(
    made_up: Path, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QueryError) as error:
        query(made_up, sql)
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []
    assert query(made_up, "SELECT count(*) FROM savings").rows == ((1,),)


def test_a_misspelt_name_gets_a_suggestion(made_up: Path) -> None:
    with pytest.raises(QueryError, match='Did you mean "savings"'):
        query(made_up, "FROM saving")
    with pytest.raises(QueryError, match='Candidate bindings: "programme"'):
        query(made_up, "SELECT program FROM savings")


def test_there_is_no_warehouse(tmp_path: Path) -> None:
    with pytest.raises(NoWarehouseError, match="make one with `stp refresh`"):
        query(tmp_path / "w.duckdb", "SELECT 1")
    (tmp_path / "w.duckdb").write_text("no database")
    with pytest.raises(NoWarehouseError, match="cannot be opened"):
        query(tmp_path / "w.duckdb", "SELECT 1")


def test_json_keeps_pounds_dates_lists_and_nulls(made_up: Path) -> None:
    more = "0.5::DECIMAL(3,2) AS half, DATE '2016-10-21' AS day, [1, 2] AS list"
    answer = query(made_up, f"SELECT amount_gbp, organisation, {more} FROM savings")
    row = {"amount_gbp": 4_000_000, "organisation": None, "half": 0.5, "day": "2016-10-21", "list": [1, 2]}
    assert json.loads(as_json(answer)) == [row]
    assert json.loads(as_jsonl(answer)) == row


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_spreadsheet_does_not_run_what_a_document_says(words: str) -> None:
    (_, row) = csv.reader(io.StringIO(as_csv(Answer(("words", "number"), ((words, -5),)))))
    assert row == ["'" + words.replace("\r", "\n"), "-5"]


def test_a_table_aligns_numbers_and_shows_nothing_for_null() -> None:
    answer = Answer(("name", "gap"), (("Dorset", 229_000_000), ("Devon", None)))
    assert as_table(answer).splitlines() == [
        "name            gap",
        "------  -----------",
        "Dorset  229,000,000",
        "Devon",
        "(2 rows)",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("\x1b[2Jgone", "\N{REPLACEMENT CHARACTER}[2Jgone"),
        ("a\u202eb", "a\N{REPLACEMENT CHARACTER}b"),
        ("two\nlines\tand a tab", "two lines and a tab"),
    ],
)
def test_a_document_cannot_write_to_the_terminal(value: Any, shown: str) -> None:
    assert as_table(Answer(("quote",), ((value,),))).splitlines()[2] == shown


def test_a_long_line_is_cut_to_the_terminal() -> None:
    lines = as_table(Answer(("quote",), (("word " * 50,),)), width=40).splitlines()
    assert max(map(len, lines)) == 40
    assert lines[2].endswith("…")
