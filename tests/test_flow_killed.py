"""A refresh that is killed at any moment leaves a warehouse that opens, and nothing that disturbs the next refresh."""

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from plans import DORSET, NORFOLK, plans

from pipeline.warehouse.query import query
from schemas.tables import TABLES

STP = [sys.executable, "-c", "from flows.cli import main; main()"]
REFRESH = [*STP, "refresh", "plans", "--warehouse", "w.duckdb", "--report", "report", "--full"]
MOMENTS = 20


def everything() -> dict[str, object]:
    """Every row but of the log of runs, without the run that first raised a finding."""
    columns = {"findings": "* EXCLUDE (first_seen_run)"}
    return {
        table: query(Path("w.duckdb"), f"SELECT {columns.get(table, '*')} FROM {table}").rows
        for table in TABLES
        if table != "runs"
    }


def refresh() -> dict[str, object]:
    subprocess.run(REFRESH, check=True, capture_output=True)
    return everything()


@pytest.mark.slow
def test_kill_at_random_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plans(Path("plans"), dorset=DORSET)
    old = refresh()
    plans(Path("plans"), norfolk=NORFOLK)
    start = time.monotonic()
    new = refresh()
    seconds = time.monotonic() - start
    Path("plans/norfolk.txt").unlink()
    assert refresh() == old
    plans(Path("plans"), norfolk=NORFOLK)

    moments = random.Random(20161021)  # noqa: S311
    for _ in range(MOMENTS):
        with subprocess.Popen(REFRESH, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            time.sleep(moments.uniform(0.1, seconds))
            running.kill()
        assert everything() in (old, new)

    assert refresh() == new
    assert {path.name for path in Path().iterdir()} == {
        "plans",
        "report",
        "w.duckdb",
        "w.duckdb.cache",
        "w.duckdb.previous",
    }
    shutil.rmtree("w.duckdb.cache")
    assert refresh() == new
