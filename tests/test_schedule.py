"""`stp schedule`: what it refuses, and what it does on a real server."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from conftest import REPOSITORY
from plans import plans

from pipeline.warehouse.query import query

FINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
STP = [sys.executable, "-c", "from flows.cli import main; main()"]


def stp(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    without = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    return subprocess.run(
        [*STP, "schedule", *arguments], capture_output=True, text=True, check=False, env={**without, **environment}
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cron", "timezone", "complaint"),
    [
        ("0 6 * *", "UTC", "has 4 fields, not 5"),
        ("0 25 * * 1", "UTC", "is no time"),
        ("0 6 31 2 *", "UTC", "is a time that never comes"),
        ("0 6 * * 1", "Europe/Londinium", "is no time zone, such as Europe/London"),
        ("0 6 * * 1", "Europe/London", "there is no Prefect server to keep the schedule"),
    ],
)
def test_what_cannot_be_scheduled_is_one_line(cron: str, timezone: str, complaint: str) -> None:
    refused = stp("--cron", cron, "--timezone", timezone)
    assert refused.returncode == 2
    assert complaint in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_one_line() -> None:
    refused = stp("--cron", "0 6 * * 1", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert refused.returncode == 2
    assert refused.stderr.startswith("stp: the Prefect server at http://127.0.0.1:9/api does not answer (")
    assert refused.stderr.count("\n") == 1


def found(api: str, things: str) -> Any:
    """What the server lists; nothing while it is too busy to answer."""
    answer = httpx.post(f"{api}/{things}/filter", json={}, timeout=60)
    return answer.json() if answer.is_success else []


def final_state(api: str, run: Any) -> Any:
    """The state of a run that has come to its end."""
    answer = httpx.get(f"{api}/flow_runs/{run['id']}", timeout=60)
    return answer.json()["state"] if answer.is_success and answer.json()["state"]["type"] in FINAL else None


@pytest.mark.slow
@pytest.mark.usefixtures("prefect_server")
def test_a_scheduled_refresh_runs_tells_and_stops_without_noise(tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_URL

    api = PREFECT_API_URL.value()
    plans(tmp_path / "plans")
    keep = [sys.executable, "-c", "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())"]
    environment = {
        **os.environ,
        "PREFECT_API_URL": api,
        "STP_ON_NEW_ERRORS": json.dumps([*keep, str(tmp_path / "told.json")]),
    }
    arguments = ["--cron", "0 6 * * 1", "--timezone", "Europe/London", "plans", "--warehouse", "w.duckdb"]
    served = subprocess.Popen(
        [*STP, "schedule", *arguments, "--name", "weekly", "--report", "report"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deployment = waited(lambda: next(iter(found(api, "deployments")), None))
        assert deployment["name"] == "weekly"
        assert deployment["global_concurrency_limit"]["limit"] == 1
        assert deployment["schedules"][0]["schedule"]["timezone"] == "Europe/London"
        assert deployment["parameters"]["request"]["warehouse"] == str(tmp_path / "w.duckdb")
        started = waited(lambda: started_run(api, deployment))
        state = waited(lambda: final_state(api, started))
        assert state["type"] == "COMPLETED", state
    finally:
        served.send_signal(signal.SIGTERM)
        out, err = served.communicate(timeout=120)

    assert served.returncode == 0, err
    assert "first on Monday" in out
    assert "Traceback" not in err, err
    assert query(tmp_path / "w.duckdb", "SELECT documents_read FROM runs").rows == ((2,),)
    assert json.loads((tmp_path / "told.json").read_text())["event"] == "new_errors"


def started_run(api: str, deployment: Any) -> Any:
    """A run of the deployment, to be tried again while the server's database is busy."""
    answer = httpx.post(f"{api}/deployments/{deployment['id']}/create_flow_run", json={}, timeout=60)
    return answer.json() if answer.is_success else None


def waited(for_what: Any, seconds: float = 300) -> Any:
    """What this gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := for_what():
            return answer
        time.sleep(1)
    raise AssertionError("it did not come")


@pytest.mark.slow
@pytest.mark.usefixtures("prefect_server")
def test_prefect_yaml_deploys_to_a_work_pool(tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_URL

    api = PREFECT_API_URL.value()
    prefect = [sys.executable, "-m", "prefect", "--no-prompt"]
    environment = {**os.environ, "PREFECT_API_URL": api, "STP_HOME": str(tmp_path)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [*prefect, *arguments], cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    run("work-pool", "create", "stp", "--type", "process")
    run("deploy", "--all")
    (deployment,) = waited(lambda: [one for one in found(api, "deployments") if one["work_pool_name"] == "stp"])
    assert deployment["schedules"][0]["schedule"]["cron"] == "0 6 * * 1"

    plans(tmp_path / "data/raw")
    started = waited(lambda: started_run(api, deployment))
    run("worker", "start", "--pool", "stp", "--run-once")
    state = waited(lambda: final_state(api, started))
    assert state["type"] == "COMPLETED", state
    assert (tmp_path / "data/curated/stp.duckdb").is_file()
