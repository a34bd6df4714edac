"""Documents read on a Dask cluster of two workers: the same warehouse, row for row."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from plans import DORSET, plans

from flows.refresh import refresh
from flows.request import RefreshRequest
from pipeline.warehouse.query import query
from schemas.tables import TABLES

pytest.importorskip("prefect_dask", reason="the extra `dask` is not installed")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prefect_server")]

ON_DASK = """
import sys
from flows.dask import refresh_on_dask
from flows.request import RefreshRequest
if __name__ == "__main__":
    refresh_on_dask(RefreshRequest.model_validate_json(sys.argv[1]))
"""


def test_two_dask_workers_give_row_for_row_the_same_warehouse(tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_URL

    plans(tmp_path / "plans")
    for people in range(800_000, 810_000, 1_000):
        plans(tmp_path / "plans", **{f"dorset-{people}": DORSET.replace("765,000", f"{people:,}")})
    (tmp_path / "plans/empty.txt").touch()
    program = tmp_path / "on_dask.py"
    program.write_text(ON_DASK, encoding="utf-8")
    here, there = (
        RefreshRequest(
            sources=(str(tmp_path / "plans"),),
            warehouse=tmp_path / f"{name}.duckdb",
            report=tmp_path / name,
            decisions=tmp_path / "decisions.jsonl",
            workers=2,
        )
        for name in ("here", "there")
    )
    refresh(here)
    done = subprocess.run(
        [sys.executable, str(program), there.model_dump_json()],
        env={**os.environ, "PREFECT_API_URL": PREFECT_API_URL.value()},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "dorset.txt: read, 1 page" in done.stderr
    for table in TABLES:
        if table != "runs":
            columns = "* EXCLUDE (first_seen_run)" if table == "findings" else "*"
            rows = [query(one.warehouse, f"SELECT {columns} FROM {table}").rows for one in (here, there)]
            assert rows[0] == rows[1], table
    assert query(there.warehouse, "SELECT documents_read FROM runs").rows == ((13,),)
