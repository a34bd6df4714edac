"""`--log-json`: every line an object, whatever happens."""

import json
from pathlib import Path
from typing import Any

import pytest
from plans import plans
from typer.testing import CliRunner

from flows.cli import app


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def logged(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    ended = CliRunner().invoke(app, ["refresh", "--log-json", "--workers", "1", *arguments])
    assert ended.stdout == ""
    return ended.exit_code, [json.loads(line) for line in ended.stderr.splitlines()]


def test_a_refresh_is_told_stage_by_stage_and_document_by_document() -> None:
    (plans(Path("plans")) / "empty.txt").touch()
    status, lines = logged("plans")

    assert status == 1
    assert {tuple(line)[:5] for line in lines} == {("time", "level", "stage", "document", "message")}
    stages = [line["stage"] for line in lines if line["message"] == "begins"]
    assert stages == ["discover", "read", "load", "check", "publish", "compare", "report"]
    read = {line["document"]: (line["level"], line["message"]) for line in lines if line["stage"] == "read"}
    assert read["dorset.txt"] == ("info", "read")
    assert read["empty.txt"][0] == "warning"
    last = lines[-1]
    assert last["message"] == "published data/curated/stp.duckdb"
    assert (last["documents_read"], last["documents_unreadable"]) == (3, 1)


def test_a_failure_is_a_line_too() -> None:
    status, lines = logged("nowhere")
    assert status == 2
    assert (lines[-1]["level"], lines[-1]["message"]) == ("error", "nowhere: no such file or folder")
