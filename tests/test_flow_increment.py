"""A refresh after a change: what stands of the old load, and what is read anew, make the load of a refresh in full."""

import contextlib
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY

from flows.outcome import RefreshResult
from flows.refresh import refresh
from flows.request import RefreshRequest
from pipeline.checks.catalogue import RULES
from pipeline.checks.corpus import Corpus, only
from pipeline.checks.findings import run_checks
from pipeline.report.write import write_report
from pipeline.warehouse.query import query, reading
from schemas.footprints import all_footprints
from schemas.tables import TABLES

pytestmark = pytest.mark.slow

PLANS = [*sorted((REPOSITORY / "tests/texts").glob("*.txt"))[::20], *(REPOSITORY / "data/raw").glob("*.[pt][dx][ft]")]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a load of a dozen documents, some of which have findings of many kinds."""
    folder = tmp_path_factory.mktemp("increment")
    (folder / "plans").mkdir()
    for plan in PLANS:
        shutil.copy(plan, folder / "plans")
    with contextlib.chdir(folder):
        refreshed("w")
    return folder


@pytest.fixture
def here(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def refreshed(name: str, **more: Any) -> RefreshResult:
    places = {"warehouse": Path(f"{name}.duckdb"), "report": Path(name), "decisions": Path("decisions.jsonl")}
    return refresh(RefreshRequest(sources=("plans",), workers=2, **places, **more))


def everything(name: str) -> dict[str, Any]:
    """Every row of every table in its order, without what tells one run from another."""
    columns = {"findings": "* EXCLUDE (first_seen_run)"}
    tables = [table for table in TABLES if table != "runs"]
    return {t: query(Path(f"{name}.duckdb"), f"SELECT {columns.get(t, '*')} FROM {t}").rows for t in tables}


@pytest.mark.usefixtures("here")
def test_after_changed_new_and_removed_documents_the_load_is_that_of_a_refresh_in_full() -> None:
    changed, removed, *_ = sorted(Path("plans").glob("*.txt"))
    changed.write_text(changed.read_text(encoding="utf-8").replace("£", "£ 1"), encoding="utf-8")
    removed.unlink()
    Path("plans/new.txt").write_text("Dorset\n\nPopulation: 765,000\n\nThe deficit of Norfolk is £95.2.\n")
    before = everything("w")

    result = refreshed("w")
    assert (result.run.documents_read, result.removed) == (2, (removed.name,))
    refreshed("anew")
    assert everything("w") == everything("anew")
    assert everything("w") != before


@pytest.mark.usefixtures("here")
def test_pages_on_what_has_not_changed_are_left_and_say_what_they_would_say_again() -> None:
    changed = sorted(Path("plans").glob("*.txt"))[0]
    changed.write_text(changed.read_text(encoding="utf-8") + "\nA line more.\n", encoding="utf-8")
    refreshed("w")  # with it comes the page on what has changed, to which every other page leads
    changed.write_text(changed.read_text(encoding="utf-8") + "\nAnd one more.\n", encoding="utf-8")
    written = {
        path: path.stat().st_mtime_ns for folder in ("documents", "footprints") for path in Path("w", folder).iterdir()
    }
    refreshed("w")
    left = [path.parent.name for path, time in written.items() if path.exists() and path.stat().st_mtime_ns == time]
    assert left.count("documents") == len(PLANS) - 1
    assert left.count("footprints") > len(all_footprints()) / 2

    shutil.copytree("w", "anew")
    (Path("anew") / ".stp-standing").unlink()
    write_report(Path("w.duckdb"), Path("anew"))
    assert told("w") == told("anew")


def told(report: str) -> dict[str, str]:
    """Every page of a report without the line that names the load it was written for."""
    pages = {path.relative_to(report): path.read_text(encoding="utf-8") for path in Path(report).rglob("*.html")}
    return {str(path): re.sub("Written for load .*", "", text) for path, text in pages.items()}


@pytest.mark.usefixtures("here")
def test_rows_are_carried_over_and_not_made_again() -> None:
    shutil.rmtree("w")  # so that there is something to do, and no document to read
    for entry in Path("w.duckdb.cache").glob("*/*.gz"):
        entry.write_bytes(b"damaged, which goes unnoticed as long as nobody opens it")
    before = everything("w")

    assert not refreshed("w").unchanged
    assert everything("w") == before


def test_what_a_document_shows_by_itself_does_not_depend_on_the_others(loaded: Path) -> None:
    with reading(loaded / "w.duckdb") as con:
        found = [finding for finding in run_checks(con, "run") if finding.scope == "document"]
        together = {(f.rule, f.document_id, f.message, f.explanation, f.quotes, f.record_ids) for f in found}
        alone = set()
        for (document_id,) in con.execute("SELECT document_id FROM documents").fetchall():
            with only(con, [document_id]):
                corpus = Corpus(con)
                drafts = [(rule.name, draft) for rule in RULES for draft in rule.within(corpus)]
            alone |= {(n, d.document_id, d.message, d.explanation, d.quotes, d.record_ids) for n, d in drafts}
    assert len({rule for rule, *_ in together}) > 4
    assert alone == together
