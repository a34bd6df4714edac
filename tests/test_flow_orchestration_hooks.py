"""Runs of the flow beside each other, and runs that fail: who waits and who is told."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from plans import plans

from flows.request import RefreshRequest
from pipeline.sources import SourceError
from pipeline.warehouse.query import query

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prefect_server")]

RUN = """
import sys
from flows.orchestration import refresh_flow
from flows.request import RefreshRequest
refresh_flow(RefreshRequest.model_validate_json(sys.argv[1]))
"""


def request(folder: Path) -> RefreshRequest:
    places = {name: folder / name for name in ("report", "decisions.jsonl")}
    return RefreshRequest(
        sources=(str(folder / "plans"),),
        warehouse=folder / "w.duckdb",
        report=places["report"],
        decisions=places["decisions.jsonl"],
        workers=1,
    )


def test_a_second_run_for_one_warehouse_waits_for_the_first(tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_URL

    plans(tmp_path / "plans")
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, request(tmp_path).model_dump_json()],
            env={**os.environ, "PREFECT_API_URL": PREFECT_API_URL.value()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    said = [run.communicate(timeout=240)[0] for run in runs]

    assert [run.returncode for run in runs] == [0, 0], said
    log = query(tmp_path / "w.duckdb", "SELECT documents_read, documents_reused FROM runs ORDER BY started_at")
    assert log.rows == ((2, 0), (0, 2))


def test_a_run_that_fails_tells_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.orchestration import refresh_flow

    told = tmp_path / "told.json"
    keep = [sys.executable, "-c", "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())", str(told)]
    monkeypatch.setenv("STP_ON_FAILURE", json.dumps(keep))
    with pytest.raises(SourceError):
        refresh_flow(request(tmp_path))

    notice = json.loads(told.read_text())
    assert notice["event"] == "failure"
    assert "no such file or folder" in notice["message"]


def test_a_run_that_is_ended_from_outside_tells_so_too(tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_URL

    told = tmp_path / "told.json"
    keep = [sys.executable, "-c", "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())", str(told)]
    plans(tmp_path / "plans", **{f"plan-{number}": f"Plan {number}\n" for number in range(300)})
    with subprocess.Popen(
        [sys.executable, "-c", RUN, request(tmp_path).model_dump_json()],
        env={**os.environ, "PREFECT_API_URL": PREFECT_API_URL.value(), "STP_ON_FAILURE": json.dumps(keep)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as run:
        assert run.stdout is not None
        assert any(": read, 1 page" in line for line in run.stdout)
        run.terminate()
        rest = run.stdout.read()

    assert run.returncode == -signal.SIGTERM
    assert "Traceback" not in rest
    assert "termination signal" in json.loads(told.read_text())["message"]
    assert not (tmp_path / "w.duckdb").exists()


def test_what_a_run_found_stands_on_its_page(tmp_path: Path) -> None:
    import httpx
    from prefect.settings import PREFECT_API_URL

    from flows.orchestration import refresh_flow

    (plans(tmp_path / "plans") / "empty.txt").touch()
    refresh_flow(request(tmp_path))

    artifacts = httpx.post(
        f"{PREFECT_API_URL.value()}/artifacts/filter", json={"sort": "CREATED_DESC"}, timeout=60
    ).json()
    latest = {artifact["key"]: artifact["data"] for artifact in reversed(artifacts)}
    assert json.loads(latest["stp-not-read"])[0]["file_name"] == "empty.txt"
    assert (tmp_path / "report/index.html").as_uri() in latest["stp-report"]


@pytest.mark.parametrize(
    ("documents", "sizes"),
    [
        (0, set()),
        (3, {1, 2}),  # one batch a worker: starting a reader would cost more than it reads
        (24, {12}),
        (399, {199, 200}),
        (400, {100}),  # two batches a worker: two readers more for 400 documents
        (1_000, {166, 167}),
        (10_000, {200}),  # no more than may be lost with a worker
    ],
)
def test_batches_are_large_enough_to_be_worth_a_reader(documents: int, sizes: set[int]) -> None:
    from flows.orchestration import _batches

    batches = list(_batches(range(documents), workers=2))  # type: ignore[arg-type]
    assert {len(batch) for batch in batches} == sizes
    assert sorted(number for batch in batches for number in batch) == list(range(documents))  # type: ignore[type-var]
