"""A refresh that is killed at any moment leaves a warehouse that opens, and nothing that disturbs the next refresh."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from plans import DORSET, NORFOLK, plans

from pipeline.warehouse.query import reading
from schemas.tables import TABLES

MOMENTS = 50

DRIVER = """
import ctypes, os, signal, sys, tempfile, time
from pathlib import Path
from flows.refresh import refresh
from flows.request import RefreshRequest
import extractors.extract, pipeline.checks.findings, pipeline.diff, pipeline.report.write  # longer than a refresh
request = RefreshRequest(sources=("plans",), warehouse="w.duckdb", report="report", decisions="none", workers=1)
tempfile.gettempdir()  # which tries the folder out with a file of its own
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: what killed ones had started becomes this one's child
for line in sys.stdin:
    if line == "wait\\n":
        try:
            while True:
                os.wait()
        except ChildProcessError:
            print("done", flush=True)
            continue
    child = os.fork()
    if not child:
        try:
            refresh(request)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
        os._exit(0)
    if (seconds := float(line)) >= 0:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print("done", flush=True)
"""
"""Refreshes once for each line, in a process that it kills after so many seconds, or leaves alone where it is -1. At
`wait` it waits until what the killed ones had started has ended too.
"""


def everything() -> dict[str, object]:
    """Every row but of the log of runs, without the run that first raised a finding."""
    columns = {"findings": "* EXCLUDE (first_seen_run)"}
    tables = [table for table in TABLES if table != "runs"]
    with reading(Path("w.duckdb")) as con:
        return {t: con.execute(f"SELECT {columns.get(t, '*')} FROM {t}").fetchall() for t in tables}


@pytest.mark.slow
def test_kill_at_random_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("temporary").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary"), "PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen(
        [sys.executable, "-c", DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as driver:
        assert driver.stdin
        assert driver.stdout
        say, listen = driver.stdin, driver.stdout

        def refresh(killed_after: float | str = -1) -> None:
            say.write(f"{killed_after}\n")
            say.flush()
            assert listen.readline() == "done\n"

        _disturb(refresh)
        say.close()
    assert list(Path("temporary").iterdir()) == []


def _disturb(refresh: Callable[..., None]) -> None:
    plans(Path("plans"), dorset=DORSET)
    refresh()
    one = everything()
    plans(Path("plans"), norfolk=NORFOLK)
    began = time.monotonic()
    refresh()
    seconds, both = time.monotonic() - began, everything()
    there = {"plans", "report", "temporary", "w.duckdb", "w.duckdb.cache", "w.duckdb.previous"}
    assert {path.name for path in Path().iterdir()} == there

    moments = random.Random(20161021)  # noqa: S311
    for moment in range(MOMENTS):
        wanted = both if moment % 2 else one
        if wanted is both:
            plans(Path("plans"), norfolk=NORFOLK)
        else:
            Path("plans/norfolk.txt").unlink()
        refresh(moments.uniform(0, seconds if wanted is both else seconds / 2))
        assert everything() in (one, both)
        if moment % 3 == 2:  # after three kills one upon the other
            refresh()
            assert everything() == wanted
            assert {path.name for path in Path().iterdir()} == there
    refresh("wait")
    plans(Path("plans"), dorset=DORSET.replace("765,000", "766,000"))
    refresh()  # reads a document, and with that clears away what readers left behind
