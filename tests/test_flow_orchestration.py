"""The Prefect flow, run for real: the same warehouse as the refresh in one process, and what an operator sees."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from plans import plans

from flows.refresh import refresh
from flows.request import RefreshRequest
from pipeline.warehouse.errors import WarehouseError
from pipeline.warehouse.publish import locked
from pipeline.warehouse.query import query
from schemas.tables import TABLES

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prefect_server")]


def request(folder: Path, name: str) -> RefreshRequest:
    return RefreshRequest(
        sources=(str(folder / "plans"),),
        warehouse=folder / f"{name}.duckdb",
        report=folder / f"{name}-report",
        decisions=folder / "decisions.jsonl",
        workers=2,
    )


def rows(warehouse: Path, table: str) -> Any:
    without = "* EXCLUDE (first_seen_run)" if table == "findings" else "*"
    return query(warehouse, f"SELECT {without} FROM {table}").rows


def messages(api: str, until: str) -> list[str]:
    """The log that the server keeps, once it holds this message of a flow's end; it is sent from time to time."""
    end = time.monotonic() + 300
    while time.monotonic() < end:
        logs = httpx.post(f"{api}/logs/filter", json={"limit": 200}, timeout=60).json()
        if any(log["message"] == until and log["name"] == "prefect.flow_runs" for log in logs):
            return [log["message"] for log in logs]
        time.sleep(0.5)
    raise AssertionError(f"the server has no message {until!r} of a flow")


def test_the_flow_gives_row_for_row_the_same_warehouse(tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_URL

    from flows.orchestration import refresh_flow

    (plans(tmp_path / "plans") / "empty.txt").touch()
    here = refresh(request(tmp_path, "here"))
    there = refresh_flow(request(tmp_path, "there"))

    for table in TABLES:
        if table != "runs":
            assert rows(there.warehouse, table) == rows(here.warehouse, table), table
    assert there.incomplete == here.incomplete
    said = messages(PREFECT_API_URL.value(), until="Finished in state Completed()")
    assert "dorset.txt: read, 1 page" in said
    assert any(line.startswith("empty.txt: unreadable: ") for line in said)
    artifacts = httpx.post(f"{PREFECT_API_URL.value()}/artifacts/filter", json={}).json()
    summaries = [artifact for artifact in artifacts if artifact["key"] == "stp-refresh"]
    assert "| financial_gaps | 4 |" in max(summaries, key=lambda artifact: artifact["created"])["data"]


def test_parameters_are_validated_and_described() -> None:
    from prefect.exceptions import ParameterTypeError

    from flows.orchestration import refresh_flow

    with pytest.raises(ParameterTypeError, match="greater than or equal to 1"):
        refresh_flow({"workers": 0})
    described = refresh_flow.parameters.definitions["RefreshRequest"]["properties"]
    assert all(described[name]["description"] for name in RefreshRequest.model_fields if name != "limits")


def test_a_warehouse_that_is_being_refreshed_fails_the_flow_with_the_reason(tmp_path: Path) -> None:
    from flows.orchestration import refresh_flow

    plans(tmp_path / "plans")
    wanted = request(tmp_path, "w")
    with locked(wanted.warehouse), pytest.raises(WarehouseError, match="another refresh of"):
        refresh_flow(wanted)


def test_a_flow_on_its_own_server_ends_without_noise(tmp_path: Path) -> None:
    plans(tmp_path / "plans")
    wanted = request(tmp_path, "w").model_dump_json()
    run = (
        "from flows.orchestration import refresh_flow; from flows.request import RefreshRequest;"
        f" refresh_flow(RefreshRequest.model_validate_json({wanted!r}))"
    )
    without = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    ended = subprocess.run(
        [sys.executable, "-c", run],
        capture_output=True,
        text=True,
        check=True,
        env={**without, "PREFECT_HOME": str(tmp_path / "prefect")},
    )
    noise = [line for line in ended.stderr.splitlines() if not line[:2].isdigit() and not line.startswith("See https")]
    assert noise == []
    assert "ERROR" not in ended.stderr
