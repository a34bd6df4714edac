"""The refresh from folder to warehouse: the same in, the same out; what changed is read, the rest is not."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from plans import DORSET, NORFOLK, plans

from flows.outcome import RefreshResult
from flows.refresh import InProcess, refresh
from flows.request import RefreshRequest
from pipeline.warehouse.errors import DecisionError, NoWarehouseError, WarehouseError
from pipeline.warehouse.query import query
from schemas.findings import Decision
from schemas.tables import TABLES


def request(folder: Path, *sources: Path, **more: Any) -> RefreshRequest:
    """A refresh of `plans/` in this folder, or of these sources, into this folder."""
    places = {"warehouse": folder / "w.duckdb", "report": folder / "report", "decisions": folder / "decisions.jsonl"}
    return RefreshRequest(sources=tuple(map(str, sources or [folder / "plans"])), **{"workers": 2, **places, **more})


def refreshed(folder: Path, *sources: Path, **more: Any) -> tuple[RefreshResult, list[str]]:
    """What a refresh did, and the names of the documents that it read."""
    read: list[str] = []
    runner = InProcess(on_read=lambda ingested, total: read.append(ingested.document.file_name))
    return refresh(request(folder, *sources, **more), runner), sorted(read)


def rows(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    return list(query(warehouse, sql).rows)


def everything(warehouse: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table in its order, without what tells one run from another."""
    without = {"runs": None, "findings": "* EXCLUDE (first_seen_run)"}
    return {
        table: rows(warehouse, f"SELECT {without.get(table, '*')} FROM {table}") for table in TABLES if table != "runs"
    }


def test_documents_become_profiles_findings_and_a_report(tmp_path: Path) -> None:
    plans(tmp_path / "plans")
    result, _ = refreshed(tmp_path)

    profiles = (
        "SELECT name, population, lead, combined_gap_gbp::BIGINT FROM footprint_profile WHERE population IS NOT NULL"
    )
    assert rows(result.warehouse, profiles) == [
        ("Norfolk and Waveney", 1_100_000, "Sam Smith", 450_000_000),
        ("Dorset", 765_000, "Jo Bloggs", 229_000_000),
    ]
    raised = rows(result.warehouse, "SELECT rule FROM findings WHERE severity = 'error'")
    assert raised == [("gap_components_disagree_with_total",)]
    assert (result.report / "index.html").is_file()
    assert result.complete
    assert result.run.documents_read == result.documents == 2


def test_two_refreshes_of_the_same_input_give_the_same_rows_and_ids(tmp_path: Path) -> None:
    plans(tmp_path / "plans")
    first, _ = refreshed(tmp_path, workers=2)
    before = everything(first.warehouse)
    other_way, _ = refreshed(
        tmp_path, tmp_path / "plans/norfolk.txt", tmp_path / "plans/dorset.txt", full=True, workers=1
    )

    assert everything(other_way.warehouse) == before


def test_the_run_that_first_raised_a_finding_is_kept_and_every_run_is_logged(tmp_path: Path) -> None:
    plans(tmp_path / "plans")
    first, _ = refreshed(tmp_path)
    second, _ = refreshed(tmp_path)

    assert rows(second.warehouse, "SELECT DISTINCT first_seen_run FROM findings") == [(first.run.run_id,)]
    logged = rows(second.warehouse, "SELECT run_id, documents_read, documents_reused FROM runs")
    assert logged == [(first.run.run_id, 2, 0), (second.run.run_id, 0, 2)]


def test_only_what_has_changed_is_read(tmp_path: Path) -> None:
    plans(tmp_path / "plans")
    assert refreshed(tmp_path)[1] == ["dorset.txt", "norfolk.txt"]
    assert refreshed(tmp_path)[1] == []

    plans(tmp_path / "plans", dorset=DORSET.replace("765,000", "766,000"))
    result, read = refreshed(tmp_path)
    assert read == ["dorset.txt"]
    assert result.removed == ()  # it has changed, it is not gone
    assert rows(result.warehouse, "SELECT people FROM populations ORDER BY 1") == [(766_000,), (1_100_000,)]

    assert refreshed(tmp_path, full=True)[1] == ["dorset.txt", "norfolk.txt"]
    assert refreshed(tmp_path, limits={"seconds": 99})[1] == ["dorset.txt", "norfolk.txt"]


def test_what_is_stated_about_a_document_beside_it_matters_too(tmp_path: Path) -> None:
    folder = plans(tmp_path / "plans")
    refreshed(tmp_path)
    (folder / "sources.toml").write_text('[[source]]\nfile = "dorset.txt"\npublisher = "Northtown CCG"\n')

    result, read = refreshed(tmp_path)
    assert read == ["dorset.txt"]
    assert rows(result.warehouse, "SELECT publisher FROM documents ORDER BY file_name") == [("Northtown CCG",), (None,)]


def test_a_damaged_cache_is_read_past(tmp_path: Path) -> None:
    plans(tmp_path / "plans")
    before = everything(refreshed(tmp_path)[0].warehouse)
    for entry in (tmp_path / "w.duckdb.cache").glob("*/*.gz"):
        entry.write_bytes(entry.read_bytes()[:100])

    assert everything(refreshed(tmp_path)[0].warehouse) == before


def test_the_cache_forgets_what_is_no_longer_among_the_sources(tmp_path: Path) -> None:
    folder = plans(tmp_path / "plans")
    refreshed(tmp_path)
    (folder / "norfolk.txt").unlink()
    refreshed(tmp_path)

    assert len(list((tmp_path / "w.duckdb.cache").glob("*/*"))) == 1


def test_a_document_that_is_gone_leaves_the_warehouse_and_is_named(tmp_path: Path) -> None:
    folder = plans(tmp_path / "plans")
    refreshed(tmp_path)
    (folder / "norfolk.txt").unlink()
    result, _ = refreshed(tmp_path)

    assert result.removed == ("norfolk.txt",)
    assert any("norfolk.txt" in line for line in result.lines())
    assert rows(result.warehouse, "SELECT file_name FROM documents") == [("dorset.txt",)]
    assert rows(result.warehouse, "FROM findings WHERE severity = 'error'") == []


def test_only_reads_again_what_is_named_and_leaves_the_rest(tmp_path: Path) -> None:
    folder = plans(tmp_path / "plans")
    refreshed(tmp_path)
    plans(folder, dorset=DORSET.replace("765,000", "770,000"), norfolk=NORFOLK.replace("1.1 M", "1.2 M"))
    result, read = refreshed(tmp_path, folder / "dorset.txt", only=True)

    assert read == ["dorset.txt"]
    assert rows(result.warehouse, "SELECT people FROM populations ORDER BY 1") == [(770_000,), (1_100_000,)]
    assert [rule for (rule,) in rows(result.warehouse, "SELECT rule FROM findings WHERE severity = 'error'")] == [
        "gap_components_disagree_with_total"
    ]
    plans(folder, norfolk=NORFOLK)
    assert everything(result.warehouse) == everything(refreshed(tmp_path)[0].warehouse)


def test_only_needs_a_warehouse_to_leave_as_it_is(tmp_path: Path) -> None:
    folder = plans(tmp_path / "plans")
    with pytest.raises(NoWarehouseError, match="without --only"):
        refreshed(tmp_path, folder / "dorset.txt", only=True)


def test_identical_bytes_under_two_names_are_one_document(tmp_path: Path) -> None:
    plans(tmp_path / "plans", one=DORSET, two=DORSET)
    result, _ = refreshed(tmp_path)

    assert result.documents == 1
    assert [(Path(copy).name, Path(first).name) for copy, first in result.duplicates] == [("two.txt", "one.txt")]


def decided(folder: Path, **fields: Any) -> None:
    """Append a decision to the file of decisions."""
    fixed = {"decided_at": datetime(2026, 1, 1, tzinfo=UTC), "reviewer": "R. Reviewer", "reason": "see the annex"}
    with (folder / "decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write(Decision(decision_id="d1", **{**fixed, **fields}).model_dump_json() + "\n")


def test_decisions_are_applied_again_until_their_words_are_gone(tmp_path: Path) -> None:
    folder = plans(tmp_path / "plans")
    first, _ = refreshed(tmp_path)
    ((finding, quotes),) = rows(first.warehouse, "SELECT finding_id, quotes FROM findings WHERE severity = 'error'")
    decided(tmp_path, finding_id=finding, quote=quotes[0], status="dismissed")

    second, _ = refreshed(tmp_path)
    assert rows(second.warehouse, "SELECT status FROM findings WHERE severity = 'error'") == [("dismissed",)]
    assert second.findings["error"] == 0

    plans(folder, norfolk=NORFOLK.replace("£300 M", "£310 M"))
    third, _ = refreshed(tmp_path)
    assert rows(third.warehouse, "SELECT status FROM findings WHERE severity = 'error'") == [("open",)]
    assert rows(third.warehouse, "SELECT lapsed FROM decisions") == [(True,)]
    assert any("1 decision lapsed" in line for line in third.lines())


def test_a_correction_reaches_the_profile_and_leaves_the_record_as_stated(tmp_path: Path) -> None:
    plans(tmp_path / "plans")
    first, _ = refreshed(tmp_path)
    ((record, quote),) = rows(first.warehouse, "SELECT record_id, quote FROM populations WHERE people = 765000")
    decided(tmp_path, record_id=record, quote=quote, status="corrected", field="people", value="780000")

    second, _ = refreshed(tmp_path)
    assert rows(second.warehouse, "SELECT population FROM footprint_profile WHERE name = 'Dorset'") == [(780_000,)]
    assert rows(second.warehouse, f"SELECT people FROM populations WHERE record_id = '{record}'") == [(765_000,)]


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("people", "many", "sets populations.people to 'many', which is not: BIGINT"),
        ("scope", "county", "which is not: footprint, national"),
        ("amount_gbp", "1", "corrects amount_gbp, which populations does not have"),
    ],
)
def test_a_correction_that_cannot_be_applied_publishes_nothing(
    tmp_path: Path, field: str, value: str, complaint: str
) -> None:
    plans(tmp_path / "plans")
    first, _ = refreshed(tmp_path)
    ((record, quote),) = rows(first.warehouse, "SELECT record_id, quote FROM populations WHERE people = 765000")
    decided(tmp_path, record_id=record, quote=quote, status="corrected", field=field, value=value)

    with pytest.raises(DecisionError, match=complaint):
        refreshed(tmp_path)
    assert rows(first.warehouse, "SELECT count(*) FROM runs") == [(1,)]


def test_a_run_that_cannot_write_leaves_the_old_warehouse(tmp_path: Path) -> None:
    plans(tmp_path / "plans")
    refreshed(tmp_path)
    cache = tmp_path / "w.duckdb.cache"
    for entry in sorted(cache.glob("**/*"), reverse=True):
        entry.rmdir() if entry.is_dir() else entry.unlink()
    cache.rmdir()
    cache.write_text("in the way")

    with pytest.raises(WarehouseError, match=r"could not be written: .* \(.*w\.duckdb\.cache"):
        refreshed(tmp_path)
    assert rows(tmp_path / "w.duckdb", "SELECT count(*) FROM runs") == [(1,)]


_SMALL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from flows.cli import main
import pipeline.warehouse.build  # the limit is for what a refresh writes, not for what importing does
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
main()
"""


def test_a_disk_without_room_is_one_line_and_leaves_the_old_warehouse(tmp_path: Path) -> None:
    plans(tmp_path / "plans")
    refreshed(tmp_path)
    arguments = ["refresh", str(tmp_path / "plans"), "--warehouse", str(tmp_path / "w.duckdb"), "--full"]
    full = subprocess.run(
        [sys.executable, "-c", _SMALL_DISK, *arguments, "--report", str(tmp_path / "report")],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip

    assert full.returncode == 3, full.stderr
    assert full.stderr.strip().splitlines()[-1].startswith("stp: ")
    assert "Traceback" not in full.stderr
    assert rows(tmp_path / "w.duckdb", "SELECT count(*) FROM runs") == [(1,)]
    assert not list(tmp_path.glob(".w.duckdb.draft-*"))


def test_a_document_of_one_warehouse_does_not_reach_another(tmp_path: Path) -> None:
    """The cache lies beside its warehouse: two warehouses in one folder have two."""
    folder = plans(tmp_path / "plans")
    refreshed(tmp_path, folder / "dorset.txt")
    result, read = refreshed(tmp_path, folder / "dorset.txt", warehouse=tmp_path / "other.duckdb")
    assert read == ["dorset.txt"]
    assert json.loads(result.run.model_dump_json())["documents_reused"] == 0
