"""The command line as people and scripts meet it: what it prints, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from plans import NORFOLK, plans
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from flows.cli import main
from pipeline.warehouse.publish import locked


class Ended(NamedTuple):
    status: int | str | None
    out: str
    err: str


class Stp:
    """Runs `stp` in a folder of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capfd = monkeypatch, capfd

    def __call__(self, *arguments: object) -> Ended:
        self._monkeypatch.setattr(sys, "argv", ["stp", *map(str, arguments)])
        self._capfd.readouterr()
        try:
            main()
            status: int | str | None = 0
        except SystemExit as end:
            status = end.code or 0
        return Ended(status, *self._capfd.readouterr())


@pytest.fixture
def stp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Stp:
    monkeypatch.chdir(tmp_path)
    return Stp(monkeypatch, capfd)


def test_refresh_says_what_it_read_and_found_and_where_it_is(stp: Stp) -> None:
    plans(Path("data/raw"))
    ended = stp("refresh")

    assert ended.status == 0
    assert ended.out.startswith("Read 2 documents, reused 0: 2 documents, 2 pages.\n")
    assert "Open findings: 1 error, " in ended.out
    assert ended.out.endswith("Warehouse: data/curated/stp.duckdb\nReport:    data/curated/report/index.html\n")
    assert "Reading\n" in ended.err
    assert "dorset.txt: 1 page, " in ended.err
    assert Path("data/curated/stp.duckdb").is_file()
    assert Path("data/curated/report/index.html").is_file()


def test_files_that_cannot_be_read_are_findings_and_the_others_load(stp: Stp) -> None:
    folder = plans(Path("plans"))
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    Canvas(str(folder / "whole.pdf")).save()
    (folder / "cut off.pdf").write_bytes((folder / "whole.pdf").read_bytes()[:300])
    (folder / "whole.pdf").unlink()
    locked_away = Canvas(str(folder / "password.pdf"), encrypt=StandardEncryption("user", "owner"))
    locked_away.drawString(72, 720, "Population: 1 million")
    locked_away.save()
    ended = stp("refresh", folder, "--warehouse", "w.duckdb", "--report", "report")

    bad = {"empty.txt", "binary.txt", "cut off.pdf", "password.pdf"}
    assert ended.status == 1
    assert {line.split(": ")[1].split(" (")[0] for line in ended.out.splitlines() if "not read in full" in line} == bad
    documents = stp("query", "SELECT file_name, status FROM documents", "--format", "json", "-w", "w.duckdb")
    assert {row["file_name"]: row["status"] for row in json.loads(documents.out)} == {
        "dorset.txt": "read", "norfolk.txt": "read", **dict.fromkeys(bad, "unreadable")
    }  # fmt: skip
    found = stp(
        "query", "SELECT d.file_name, f.message FROM findings f JOIN documents d USING (document_id) "
        "WHERE rule = 'document_unreadable'", "--format", "json", "-w", "w.duckdb",
    )  # fmt: skip
    assert {row["file_name"] for row in json.loads(found.out)} == bad
    assert all(row["message"] for row in json.loads(found.out))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["refresh", "no such folder"], "no such folder: no such file or folder"),
        (["refresh", "--workers", "0"], "Invalid value for '--workers'"),
        (["refresh", "plans", "--warehouse", "plans"], "plans is a folder"),
        (["refresh", "plans", "--warehouse", "plans/norfolk.txt"], "cannot be opened by DuckDB"),
        (["refresh", "plans", "--decisions", "plans/norfolk.txt"], "norfolk.txt, line 1: Invalid JSON"),
        (["refresh", "plans/norfolk.txt", "--only"], "refresh once without --only"),
        (["extract", "plans"], "is a folder; name one document"),
        (["query", "SELECT 1"], "there is no warehouse at data/curated/stp.duckdb"),
        (["report"], "there is no warehouse at data/curated/stp.duckdb"),
        (["evaluate", "plans/norfolk.txt"], "norfolk.txt, line 1: Invalid JSON"),
        (["evaluate", "nothing.jsonl"], "nothing.jsonl cannot be read"),
        (["nonsense"], "No such command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_unusable_arguments_end_with_status_2_and_one_line(stp: Stp, arguments: list[str], reason: str) -> None:
    plans(Path("plans"))
    ended = stp(*arguments)

    assert ended.status == 2
    assert reason in ended.err
    assert "Traceback" not in ended.err


def test_a_warehouse_that_is_being_refreshed_ends_with_status_3(stp: Stp) -> None:
    plans(Path("plans"))
    with locked(Path("w.duckdb")):
        ended = stp("refresh", "plans", "--warehouse", "w.duckdb")

    assert ended.status == 3
    assert "stp: another refresh of w.duckdb is running (process " in ended.err
    assert not Path("w.duckdb").exists()


def test_extract_prints_records_as_tables_or_lines(stp: Stp) -> None:
    plan = plans(Path("plans")) / "norfolk.txt"
    table, lines = stp("extract", plan), stp("extract", plan, "--format", "jsonl")

    assert table.status == lines.status == 0
    assert "financial_gaps\n" in table.out
    assert "label_value" not in table.out
    records = [json.loads(line) for line in lines.out.splitlines()]
    for record in records:
        assert NORFOLK[record["char_start"] : record["char_end"]] == record["quote"]
    (lead,) = [record for record in records if record["table"] == "leads"]
    assert (lead["name"], lead["organisation"]) == ("Sam Smith", "Southtown Council")
    assert not Path("data").exists()


def test_extract_says_which_rule_found_a_record_when_asked_why(stp: Stp) -> None:
    ended = stp("extract", plans(Path("plans")) / "norfolk.txt", "--why")
    assert "populations.label_value" in ended.out


def test_extract_of_a_file_that_cannot_be_read_ends_with_status_1(stp: Stp) -> None:
    Path("empty.txt").touch()
    ended = stp("extract", "empty.txt")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("stp: empty.txt: not read in full: ")


def test_query_prints_what_was_asked_for(stp: Stp, monkeypatch: pytest.MonkeyPatch) -> None:
    stp("refresh", plans(Path("plans")), "--warehouse", "w.duckdb", "--report", "report")
    sql = "SELECT name, population FROM footprint_profile WHERE name = 'Dorset'"

    monkeypatch.setenv("STP_WAREHOUSE", "w.duckdb")
    assert stp("query", sql).out.splitlines() == [
        "name    population", "------  ----------", "Dorset     765,000", "(1 row)"
    ]  # fmt: skip
    assert stp("query", sql, "--format", "csv").out == "name,population\nDorset,765000\n"
    assert json.loads(stp("query", sql, "-f", "jsonl").out) == {"name": "Dorset", "population": 765000}
    wrong = stp("query", "SELECT nothing")
    assert (wrong.status, wrong.out) == (2, "")
    assert stp("query", " ").err == "stp: the query is empty\n"


def test_config_shows_where_a_setting_comes_from(stp: Stp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STP_WAREHOUSE", "elsewhere.duckdb")
    lines = stp("config").out.splitlines()
    assert any(line.split()[:3] == ["warehouse", "elsewhere.duckdb", "STP_WAREHOUSE"] for line in lines)


def test_a_fault_in_the_program_is_one_line_too(stp: Stp, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("what no one thought of\nand more")

    monkeypatch.setattr("pipeline.settings.in_force", fail)
    ended = stp("config")
    assert ended.status == 3
    assert ended.err == (
        "stp: a fault in the program (RuntimeError: what no one thought of); set STP_TRACEBACK=1 to see where\n"
    )
    monkeypatch.setenv("STP_TRACEBACK", "1")
    with pytest.raises(RuntimeError):
        stp("config")


def test_help_is_quick(tmp_path: Path) -> None:
    """Typing `stp --help` loads neither DuckDB nor spaCy nor Prefect; reading their source alone would take seconds."""
    run = [sys.executable, "-X", "importtime", "-c", "from flows.cli import main; main()", "--help"]
    loaded = subprocess.run(run, capture_output=True, text=True, check=True, cwd=tmp_path).stderr
    packages = {line.rpartition("|")[2].strip().partition(".")[0] for line in loaded.splitlines()}
    assert "flows" in packages
    assert packages.isdisjoint({"duckdb", "jinja2", "prefect", "pydantic", "regex", "spacy"})


def test_a_pipe_that_is_closed_early_is_no_fault(tmp_path: Path) -> None:
    plans(tmp_path / "plans")
    stp_ = [sys.executable, "-c", "from flows.cli import main; main()"]
    environment = {**os.environ, "STP_WAREHOUSE": str(tmp_path / "w.duckdb"), "STP_REPORT": str(tmp_path / "report")}
    subprocess.run([*stp_, "refresh", str(tmp_path / "plans")], env=environment, check=True, capture_output=True)
    query = [*stp_, "query", "FROM range(1000000)"]
    with subprocess.Popen(query, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as piped:
        assert piped.stdout is not None
        assert piped.stderr is not None
        piped.stdout.readline()
        piped.stdout.close()
        assert b"Traceback" not in piped.stderr.read()
