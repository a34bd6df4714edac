"""The refresh from folder to warehouse: the same in, the same out; what changed is read, the rest is not."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from plans import DORSET, NORFOLK, plans

from flows.outcome import RefreshResult
from flows.refresh import InProcess, refresh
from flows.request import RefreshRequest
from pipeline.warehouse.errors import DecisionError, NoWarehouseError, WarehouseError
from pipeline.warehouse.query import query
from schemas.findings import Decision
from schemas.tables import TABLES

WAREHOUSE = Path("w.duckdb")
ERRORS = "SELECT rule FROM findings WHERE severity = 'error'"


@pytest.fixture(scope="module")
def first_refresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both plans and the warehouse of their first refresh; reading them takes seconds."""
    folder = tmp_path_factory.mktemp("first")
    with contextlib.chdir(folder):
        plans(Path("plans"))
        refreshed()
    return folder


@pytest.fixture
def once(first_refresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a copy of that folder: what has not changed is not read again."""
    shutil.copytree(first_refresh, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def refreshed(*sources: str, **more: Any) -> tuple[RefreshResult, list[str]]:
    """What a refresh of `plans/`, or of these sources, did, and the names of the documents that it read."""
    read: list[str] = []
    runner = InProcess(on_read=lambda ingested, total: read.append(ingested.document.file_name))
    places = {"warehouse": WAREHOUSE, "report": Path("report"), "decisions": Path("decisions.jsonl")}
    request = RefreshRequest(sources=sources or ("plans",), **{"workers": 1, **places, **more})
    return refresh(request, runner), sorted(read)


def rows(sql: str) -> list[tuple[Any, ...]]:
    return list(query(WAREHOUSE, sql).rows)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table in its order, without what tells one run from another."""
    columns = {"findings": "* EXCLUDE (first_seen_run)"}
    return {table: rows(f"SELECT {columns.get(table, '*')} FROM {table}") for table in TABLES if table != "runs"}


@pytest.mark.usefixtures("once")
def test_documents_become_profiles_findings_and_a_report() -> None:
    profiles = "SELECT name, population, lead, combined_gap_gbp::BIGINT FROM footprint_profile"
    assert rows(f"{profiles} WHERE population IS NOT NULL") == [
        ("Norfolk and Waveney", 1_100_000, "Sam Smith", 450_000_000),
        ("Dorset", 765_000, "Jo Bloggs", 229_000_000),
    ]
    assert rows(ERRORS) == [("gap_components_disagree_with_total",)]
    assert Path("report/index.html").is_file()
    assert rows("SELECT documents_read, documents_reused, pages FROM runs") == [(2, 0, 2)]


@pytest.mark.usefixtures("once")
def test_two_refreshes_of_the_same_input_give_the_same_rows_and_ids() -> None:
    before = everything()
    result, read = refreshed("plans/norfolk.txt", "plans/dorset.txt", full=True, workers=2)

    assert result.complete
    assert read == ["dorset.txt", "norfolk.txt"]
    assert everything() == before


@pytest.mark.usefixtures("once")
def test_the_run_that_first_raised_a_finding_is_kept_and_every_run_is_logged() -> None:
    ((first,),) = rows("SELECT run_id FROM runs")
    second, _ = refreshed()

    assert rows("SELECT DISTINCT first_seen_run FROM findings") == [(first,)]
    logged = rows("SELECT run_id, documents_read, documents_reused FROM runs")
    assert logged == [(first, 2, 0), (second.run.run_id, 0, 2)]


@pytest.mark.usefixtures("once")
def test_a_refresh_with_nothing_changed_leaves_rows_and_report_as_they_were() -> None:
    before, index = everything(), Path("report/index.html").stat().st_mtime_ns
    result, _ = refreshed()

    assert result.unchanged
    assert Path("report/index.html").stat().st_mtime_ns == index
    assert everything() == before
    full, _ = refreshed(full=True)
    assert not full.unchanged
    assert everything() == before
    last = "SELECT inputs, documents_read, pages, records, findings FROM runs ORDER BY started_at"
    first, again, in_full = rows(last)
    assert again[0] == first[0] == in_full[0]
    assert again[2:] == first[2:] == in_full[2:]


@pytest.mark.usefixtures("once")
def test_what_is_to_change_is_not_taken_for_unchanged() -> None:
    def unchanged(**more: Any) -> bool:
        return refreshed(**more)[0].unchanged

    Path("report/findings.html").unlink()
    assert not unchanged(), "the report is not whole"
    assert unchanged()
    assert not unchanged(report=Path("elsewhere")), "there is no report there yet"
    shutil.copy("plans/dorset.txt", "plans/copy.txt")
    assert not unchanged(), "a document has got a second name"
    decided(record_id="none", status="accepted", quote="gone")
    assert not unchanged(), "a reviewer has decided"
    refreshed("plans/norfolk.txt", only=True)
    assert not unchanged(), "the last load was not one of these sources"
    assert unchanged()


@pytest.mark.usefixtures("once")
def test_earlier_loads_are_kept_and_the_report_says_what_changed() -> None:
    assert not Path("report/changes.html").exists(), "there is no load before the first"
    ((first,),) = rows("SELECT run_id FROM runs")
    kept = Path("w.duckdb.previous")
    for people in ("766,000", "767,000", "768,000"):
        plans(Path("plans"), dorset=DORSET.replace("765,000", people))
        refreshed(keep=2)
    refreshed(keep=2)

    said = "SELECT people FROM populations ORDER BY people LIMIT 1"
    assert [query(path, said).rows for path in sorted(kept.iterdir())] == [((766_000,),), ((767_000,),)]
    changes = Path("report/changes.html").read_text(encoding="utf-8")
    assert "767,000" in changes
    assert "768,000" in changes
    assert "changes.html" in Path("report/index.html").read_text(encoding="utf-8")

    refreshed(keep=0, full=True)
    assert list(kept.iterdir()) == []
    assert not Path("report/changes.html").exists()
    assert query(WAREHOUSE, "SELECT min(run_id) FROM runs").rows == ((first,),)


@pytest.mark.usefixtures("once")
def test_a_comparison_that_fails_is_a_note_and_no_failure() -> None:
    Path("report/changes.html").mkdir()
    plans(Path("plans"), dorset=DORSET.replace("765,000", "766,000"))
    result, _ = refreshed()
    assert result.complete
    assert result.notes[0].startswith("what changed since the load before is not told")


@pytest.mark.usefixtures("once")
def test_the_log_of_runs_says_what_each_stage_cost() -> None:
    ((before,),) = rows("SELECT stages FROM runs")
    refreshed()
    plans(Path("plans"), dorset=DORSET.replace("765,000", "766,000"))
    refreshed()
    (first,), (unchanged,), (last,) = rows("SELECT stages FROM runs ORDER BY started_at")
    to_the_check, to_the_end = ["discover", "read", "load", "check"], ["publish", "compare", "report"]
    assert [stage["stage"] for stage in first] == to_the_check + to_the_end
    assert [stage["stage"] for stage in unchanged] == ["discover", "load", "publish"]
    assert [stage["stage"] for stage in last] == to_the_check, "the others are not known until the next load"
    assert first[: len(before) - 1] == before[:-1]
    assert sum(stage["seconds"] for stage in first) > 0
    assert all(stage["peak_memory_mb"] > 10 for stage in first)


@pytest.mark.usefixtures("once")
def test_only_what_has_changed_is_read() -> None:
    assert refreshed()[1] == []

    plans(Path("plans"), dorset=DORSET.replace("765,000", "766,000"))
    result, read = refreshed()
    assert read == ["dorset.txt"]
    assert result.removed == ()  # it has changed, it is not gone
    assert rows("SELECT people FROM populations ORDER BY 1") == [(766_000,), (1_100_000,)]

    assert refreshed(limits={"seconds": 99})[1] == ["dorset.txt", "norfolk.txt"]


@pytest.mark.usefixtures("once")
def test_a_damaged_document_is_not_read_again_as_long_as_it_and_the_limits_are_the_same() -> None:
    Path("plans/empty.txt").touch()
    first, read = refreshed()
    assert (read, first.complete) == (["empty.txt"], False)
    again, read = refreshed()
    assert (read, again.unchanged, again.complete) == ([], True, False)
    assert "empty.txt" in refreshed(limits={"seconds": 99})[1]


@pytest.mark.usefixtures("once")
def test_a_warehouse_of_an_earlier_version_hands_on_its_history() -> None:
    ((first,),) = rows("SELECT run_id FROM runs")
    before = everything()
    with duckdb.connect(str(WAREHOUSE)) as con:
        con.execute("UPDATE runs SET inputs = 'of that version'")
        con.execute("ALTER TABLE runs DROP stages; ALTER TABLE documents DROP inputs; ALTER TABLE findings DROP scope")
    with pytest.raises(WarehouseError, match="another version wrote the old warehouse"):
        refreshed("plans/dorset.txt", only=True)

    result, _ = refreshed()
    assert result.notes == ()
    assert rows("SELECT DISTINCT first_seen_run FROM findings") == [(first,)]
    assert rows("SELECT count(*) FROM runs") == [(2,)]
    assert everything() == before


@pytest.mark.usefixtures("once")
def test_what_is_stated_about_a_document_beside_it_matters_too() -> None:
    Path("plans/sources.toml").write_text('[[source]]\nfile = "dorset.txt"\npublisher = "Northtown CCG"\n')

    assert refreshed()[1] == ["dorset.txt"]
    assert rows("SELECT publisher FROM documents ORDER BY file_name") == [("Northtown CCG",), (None,)]


@pytest.mark.usefixtures("once")
def test_a_damaged_cache_is_read_past() -> None:
    before = everything()
    for entry in Path("w.duckdb.cache").glob("*/*.gz"):
        entry.write_bytes(entry.read_bytes()[:100])

    refreshed()
    assert everything() == before


@pytest.mark.usefixtures("once")
def test_a_document_that_is_gone_leaves_the_warehouse_and_the_cache_and_is_named() -> None:
    Path("plans/norfolk.txt").unlink()
    result, _ = refreshed()

    assert result.removed == ("norfolk.txt",)
    assert "  left the warehouse: norfolk.txt" in result.lines()
    assert rows("SELECT file_name FROM documents") == [("dorset.txt",)]
    assert rows(ERRORS) == []
    assert len(list(Path("w.duckdb.cache").glob("*/*"))) == 1


@pytest.mark.usefixtures("once")
def test_a_document_that_was_moved_or_is_named_another_way_is_not_gone() -> None:
    Path("plans/norfolk.txt").rename("plans/norfolk and waveney.txt")
    assert refreshed(str(Path("plans").resolve()))[0].removed == ()


@pytest.mark.usefixtures("once")
def test_only_reads_again_what_is_named_and_leaves_the_rest() -> None:
    changed = {"dorset": DORSET.replace("765,000", "770,000"), "norfolk": NORFOLK.replace("1.1 M", "1.2 M")}
    plans(Path("plans"), **changed)
    result, read = refreshed("./plans/../plans/dorset.txt", only=True)

    assert read == ["dorset.txt"]
    assert result.removed == ()
    assert result.documents == 2
    assert rows("SELECT people FROM populations ORDER BY 1") == [(770_000,), (1_100_000,)]
    assert rows(ERRORS) == [("gap_components_disagree_with_total",)]
    refreshed("plans/dorset.txt", only=True)
    as_updated = everything()
    plans(Path("plans"), norfolk=NORFOLK)
    refreshed()
    assert everything() == as_updated


def test_only_needs_a_warehouse_to_leave_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plans(Path("plans"))
    with pytest.raises(NoWarehouseError, match="without --only"):
        refreshed("plans/dorset.txt", only=True)


@pytest.mark.usefixtures("once")
def test_identical_bytes_under_two_names_are_one_document() -> None:
    plans(Path("plans"), duplicate=DORSET)
    result, _ = refreshed()

    assert result.documents == 2
    assert result.duplicates == (("plans/duplicate.txt", "plans/dorset.txt"),)
    told = "SELECT severity, message FROM findings WHERE rule = 'document_duplicated'"
    assert rows(told) == [("info", "The same bytes as dorset.txt also stand in duplicate.txt.")]

    refreshed("plans/norfolk.txt", only=True)
    assert len(rows(told)) == 1, "which is known without looking at the other sources"


@pytest.mark.usefixtures("once")
def test_another_warehouse_in_the_same_folder_has_a_cache_of_its_own() -> None:
    assert refreshed("plans/dorset.txt", warehouse=Path("other.duckdb"))[1] == ["dorset.txt"]
    assert refreshed()[1] == []


def decided(**fields: Any) -> None:
    """Append a decision to the file of decisions."""
    fixed = {"decided_at": datetime(2026, 1, 1, tzinfo=UTC), "reviewer": "R. Reviewer", "reason": "see the annex"}
    with Path("decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write(Decision(decision_id="d1", **{**fixed, **fields}).model_dump_json() + "\n")


@pytest.mark.usefixtures("once")
def test_decisions_are_applied_again_until_their_words_are_gone() -> None:
    ((finding, quotes),) = rows("SELECT finding_id, quotes FROM findings WHERE severity = 'error'")
    decided(finding_id=finding, quote=quotes[0], status="dismissed")

    result, _ = refreshed()
    assert rows("SELECT status FROM findings WHERE severity = 'error'") == [("dismissed",)]
    assert result.findings["error"] == 0

    plans(Path("plans"), norfolk=NORFOLK.replace("£300 M", "£310 M"))
    result, _ = refreshed()
    assert rows("SELECT status FROM findings WHERE severity = 'error'") == [("open",)]
    assert rows("SELECT lapsed FROM decisions") == [(True,)]
    assert any("1 decision lapsed" in line for line in result.lines())


def a_population() -> dict[str, str]:
    """Record and quote of a population to correct."""
    ((record, quote),) = rows("SELECT record_id, quote FROM populations WHERE people = 765000")
    return {"record_id": record, "quote": quote, "status": "corrected"}


@pytest.mark.usefixtures("once")
def test_a_correction_reaches_the_profile_and_leaves_the_record_as_stated() -> None:
    decided(**a_population(), field="people", value="780000")
    refreshed()

    assert rows("SELECT population FROM footprint_profile WHERE name = 'Dorset'") == [(780_000,)]
    assert rows("SELECT people FROM populations ORDER BY 1") == [(765_000,), (1_100_000,)]


@pytest.mark.usefixtures("once")
@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("people", "many", "sets populations.people to 'many', which is not: BIGINT"),
        ("scope", "county", "which is not: footprint, national"),
        ("amount_gbp", "1", "corrects amount_gbp, which populations does not have"),
    ],
)
def test_a_correction_that_cannot_be_applied_publishes_nothing(field: str, value: str, complaint: str) -> None:
    decided(**a_population(), field=field, value=value)

    with pytest.raises(DecisionError, match=complaint):
        refreshed()
    assert rows("SELECT count(*) FROM runs") == [(1,)]


@pytest.mark.usefixtures("once")
def test_a_run_that_cannot_write_leaves_the_old_warehouse() -> None:
    shutil.rmtree("w.duckdb.cache")
    Path("w.duckdb.cache").write_text("in the way")

    with pytest.raises(WarehouseError, match=r"could not be written: .* \(.*w\.duckdb\.cache"):
        refreshed()
    assert rows("SELECT count(*) FROM runs") == [(1,)]


@pytest.mark.usefixtures("once")
def test_a_report_that_cannot_be_written_does_not_hide_that_the_warehouse_was_published() -> None:
    shutil.rmtree("report")
    Path("report").write_text("in the way")
    result, _ = refreshed()

    assert not result.complete
    assert result.lines()[-1].startswith("Report:    not written (")
    assert rows("SELECT count(*) FROM runs") == [(2,)]


_SMALL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
import flows.refresh  # the limit is for what a refresh writes, not for what importing does
from flows.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
main()
"""


@pytest.mark.usefixtures("once")
def test_a_disk_without_room_is_one_line_and_leaves_the_old_warehouse() -> None:
    full = subprocess.run(
        [sys.executable, "-c", _SMALL_DISK, "refresh", "plans", "--warehouse", "w.duckdb", "--report", "report"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert full.returncode == 3
    assert full.stderr.splitlines()[-1].startswith("stp: ")
    assert "Traceback" not in full.stderr
    assert rows("SELECT count(*) FROM runs") == [(1,)]
    assert not list(Path().glob(".w.duckdb.draft-*"))


@pytest.fixture
def small_disk(once: None, tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MB with the first load on it, which is the working folder."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a file system of a given size can be mounted by root alone")
    shutil.copytree(tmp_path, disk, dirs_exist_ok=True, ignore=shutil.ignore_patterns("disk"))
    with contextlib.chdir(disk):
        yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, 300_000, 1_500_000])
def test_a_full_disk_is_one_line_and_leaves_the_old_warehouse(small_disk: Path, room: int) -> None:
    stp = [sys.executable, "-c", "from flows.cli import main; main()", "refresh", "plans", "--full"]
    stp += ["--warehouse", "w.duckdb", "--report", "report"]
    before = WAREHOUSE.read_bytes()
    Path("filler").write_bytes(bytes(shutil.disk_usage(small_disk).free - room))
    full = subprocess.run(stp, capture_output=True, text=True, check=False)

    assert full.returncode == 3
    assert full.stderr.splitlines()[-1].startswith("stp: ")
    assert "No space left on device" in full.stderr.splitlines()[-1]
    assert "Traceback" not in full.stderr
    assert WAREHOUSE.read_bytes() == before

    Path("filler").unlink()
    subprocess.run(stp, check=True, capture_output=True)
    assert rows("SELECT count(*) FROM runs") == [(2,)]
    assert not [path.name for path in Path().iterdir() if path.name.startswith(".")]


def test_too_little_is_not_published_and_the_old_warehouse_stands(once: None) -> None:
    before = WAREHOUSE.read_bytes()
    Path("expected.toml").write_text("[footprints]\npopulation = 44\n")
    for changed in (False, True):
        if changed:
            Path("plans/letter.txt").write_text("A letter about nothing much.\n")
        with pytest.raises(WarehouseError, match="a population is stated for 2 footprints, at least 44 are expected"):
            refreshed(expectations=Path("expected.toml"))
        assert WAREHOUSE.read_bytes() == before


def test_too_much_is_published_and_told(once: None) -> None:
    Path("expected.toml").write_text("[tables.populations]\nmax_rows = 1\n")
    result, _ = refreshed(expectations=Path("expected.toml"))
    assert any(line.startswith("Note: populations has ") for line in result.lines())
