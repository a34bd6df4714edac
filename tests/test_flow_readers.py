"""Who queries while refreshes go on finds the old load or the new one, whole, and no error."""

import multiprocessing
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from plans import DORSET, NORFOLK, plans

from flows.refresh import refresh
from flows.request import RefreshRequest
from pipeline.warehouse.query import query

REFRESHES = 20
LOADED = """
    SELECT
        (SELECT count(*) FROM runs),
        (SELECT documents_read + documents_reused FROM runs ORDER BY started_at DESC LIMIT 1),
        (SELECT count(*) FROM documents),
        (SELECT count(*) FROM pages),
        (SELECT count(*) FROM populations),
        (SELECT count(*) FROM decisions),
        (SELECT findings FROM runs ORDER BY started_at DESC LIMIT 1) = (SELECT count(*) FROM findings)
"""
DECISION = (
    '{{"decision_id": "d{0}", "decided_at": "2026-01-01T00:00:00Z", "reviewer": "R", "record_id": "none",'
    ' "status": "accepted", "quote": "gone", "reason": "see the annex"}}\n'
)


def read_until(stop: Event, asked: Event, warehouse: Path, seen: "Queue[list[tuple[int, ...]] | str]") -> None:
    """Ask again and again, and once more at the end; hand in the different answers in the order in which they came, or
    the first error.
    """
    answers: list[tuple[int, ...]] = []
    try:
        last = False
        while not last:
            last = stop.wait(0.02)
            (answer,) = query(warehouse, LOADED).rows
            if not answers or answer != answers[-1]:
                answers.append(answer)
            asked.set()
        seen.put(answers)
    except Exception as error:  # reported to the test
        seen.put(repr(error))


@pytest.mark.slow
def test_a_reader_in_a_loop_sees_no_error_and_never_half_a_load(tmp_path: Path) -> None:
    decisions, folder = tmp_path / "decisions.jsonl", plans(tmp_path / "plans", dorset=DORSET)
    request = RefreshRequest(
        sources=(str(folder),), warehouse=tmp_path / "w.duckdb", report=tmp_path / "r", decisions=decisions, workers=1
    )
    refresh(request)
    context = multiprocessing.get_context("spawn")
    stop, asked, seen = context.Event(), context.Event(), context.Queue()
    reader = context.Process(target=read_until, args=(stop, asked, request.warehouse, seen))
    reader.start()
    try:
        assert asked.wait(120)
        for number in range(REFRESHES):
            decisions.write_text("".join(DECISION.format(n) for n in range(number + 1)))
            if number % 5 == 0:
                plans(folder, norfolk=NORFOLK.replace("1.1 M", f"1.{number} M"))
            elif number % 5 == 3:
                (folder / "norfolk.txt").unlink()
            refresh(request)
    finally:
        stop.set()
    answers = seen.get(timeout=60)
    reader.join(timeout=60)

    assert isinstance(answers, list), answers
    assert (answers[0][0], answers[-1][0]) == (1, REFRESHES + 1)
    assert answers == sorted(answers), "a load is never seen again after the next one"
    for runs, said, documents, pages, populations, decided, all_findings in answers:
        assert said == documents == pages == populations
        assert (decided, all_findings) == (runs - 1, True)
