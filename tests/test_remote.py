"""Sources, warehouse, decisions and report that URLs name: `memory://` for a store that others see only whole files of,
`local://` for one that outlives its process.
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from plans import DORSET, NORFOLK
from pydantic import ValidationError

from flows.outcome import RefreshResult
from flows.refresh import InProcess, refresh
from flows.request import RefreshRequest
from pipeline.remote import Mirror, RemoteError, local
from pipeline.sources import SourceError, discover
from pipeline.warehouse.errors import WarehouseError
from pipeline.warehouse.query import query
from schemas.tables import TABLES


@pytest.fixture
def store() -> Iterator[Any]:
    """An empty store with both plans in it."""
    memory = fsspec.filesystem("memory")
    with contextlib.suppress(FileNotFoundError):
        memory.rm("/", recursive=True)
    memory.pipe({"/plans/dorset.txt": DORSET.encode(), "/plans/sub/norfolk.txt": NORFOLK.encode()})
    yield memory
    memory.rm("/", recursive=True)


def refreshed(machine: Path, warehouse: str = "memory://out/w.duckdb") -> tuple[RefreshResult, list[str]]:
    """What a refresh on a machine with this mirror did, and which documents it read."""
    read: list[str] = []
    runner = InProcess(on_read=lambda ingested, total: read.append(ingested.document.file_name))
    request = RefreshRequest(
        sources=("memory://plans",),
        warehouse=warehouse,
        report="memory://out/report",
        decisions="memory://out/decisions.jsonl",
        mirror=machine,
        workers=1,
    )
    return refresh(request, runner), sorted(read)


def rows(warehouse: Path) -> dict[str, Any]:
    columns = {"findings": "* EXCLUDE (first_seen_run)"}
    tables = [table for table in TABLES if table != "runs"]
    return {table: query(warehouse, f"SELECT {columns.get(table, '*')} FROM {table}").rows for table in tables}


@pytest.mark.slow
def test_a_refresh_from_store_to_store_reads_only_what_has_changed_whatever_machine_it_runs_on(
    store: Any, tmp_path: Path
) -> None:
    first, read = refreshed(tmp_path / "one")
    assert read == ["dorset.txt", "norfolk.txt"]
    assert first.lines()[-2:] == ["Warehouse: memory://out/w.duckdb", "Report:    memory://out/report/index.html"]
    assert b"Dorset" in store.cat("/out/report/index.html")
    assert not [name for name in store.find("/out") if name.endswith(".part")]
    assert [source for (source,) in query(first.warehouse, "SELECT source FROM documents ORDER BY 1").rows] == [
        "memory://plans/dorset.txt",
        "memory://plans/sub/norfolk.txt",
    ]

    assert refreshed(tmp_path / "one")[0].unchanged
    store.pipe("/plans/dorset.txt", DORSET.replace("765,000", "766,000").encode())
    store.rm("/plans/sub/norfolk.txt")
    later, read = refreshed(tmp_path / "another machine")
    assert (read, later.removed) == (["dorset.txt"], ("norfolk.txt",))
    assert refreshed(tmp_path / "one")[0].unchanged

    there = Mirror(tmp_path / "a reader").fetch("memory://out/w.duckdb")
    assert query(there, "SELECT people FROM populations").rows == ((766_000,),)
    assert query(there, "SELECT count(*) FROM runs").rows == ((4,),)
    refreshed(tmp_path / "one", "memory://elsewhere/w.duckdb")
    assert rows(Mirror(tmp_path / "a reader").fetch("memory://elsewhere/w.duckdb")) == rows(there)


@pytest.mark.usefixtures("store")
def test_a_warehouse_that_somebody_else_changed_meanwhile_is_left_as_it_is(store: Any, tmp_path: Path) -> None:
    mirror = Mirror(tmp_path)
    store.pipe("/out/w.duckdb", b"old")
    mirror.fetch("memory://out/w.duckdb").write_bytes(b"ours")
    store.pipe("/out/w.duckdb", b"theirs")
    with pytest.raises(RemoteError, match=r"memory://out/w\.duckdb was changed by somebody else"):
        mirror.put("memory://out/w.duckdb")
    assert store.cat("/out/w.duckdb") == b"theirs"


@pytest.mark.slow
def test_a_store_that_fails_half_way_leaves_the_old_warehouse(
    store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed(tmp_path)
    before = store.cat("/out/w.duckdb")

    def no_room(self: Any, local_path: str, name: str, **_: Any) -> None:
        self.pipe(name, Path(local_path).read_bytes()[:1000])
        raise OSError("no room")

    monkeypatch.setattr(type(store), "put_file", no_room)
    store.pipe("/plans/dorset.txt", DORSET.replace("765,000", "766,000").encode())
    with pytest.raises(
        WarehouseError, match=r"could not be put in its place: memory://out/w\.duckdb: OSError: no room"
    ):
        refreshed(tmp_path)
    assert store.cat("/out/w.duckdb") == before
    assert not [name for name in store.find("/out") if name.endswith(".part")]

    monkeypatch.undo()
    refreshed(tmp_path)
    assert query(Mirror(tmp_path / "b").fetch("memory://out/w.duckdb"), "SELECT max(people) FROM populations").rows == (
        (1_100_000,),
    )


def test_files_that_are_gone_from_a_store_are_gone_from_the_mirror(store: Any, tmp_path: Path) -> None:
    mirror = Mirror(tmp_path)
    assert [source.file_name for source in discover(["memory://plans"], mirror)] == ["dorset.txt", "norfolk.txt"]
    store.rm("/plans/dorset.txt")
    assert [source.file_name for source in discover(["memory://plans"], mirror)] == ["norfolk.txt"]
    (one,) = discover(["memory://plans/sub/norfolk.txt"], mirror)
    assert one.location == "memory://plans/sub/norfolk.txt"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("memory://nowhere", "memory://nowhere: no such file or folder"),
        ("nonsense://plans", "nonsense://plans: ValueError: Protocol not known: nonsense"),
        ("s3://bucket/plans", "s3://bucket/plans: .*s3fs"),
    ],
)
def test_a_url_that_cannot_be_used_is_one_line(url: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=says):
        discover([url], Mirror(tmp_path))


def test_a_file_url_is_a_path() -> None:
    assert local("file:///srv/old%20plans") == Path("/srv/old plans")
    assert RefreshRequest(warehouse="file:///srv/stp.duckdb").warehouse == Path("/srv/stp.duckdb")


def test_places_are_handed_on_as_json() -> None:
    request = RefreshRequest(warehouse="s3://bucket/stp.duckdb", report=Path("report"))
    assert RefreshRequest.model_validate_json(request.model_dump_json()) == request
    assert RefreshRequest.model_validate(request.model_dump(mode="json")) == request
    assert RefreshRequest.model_json_schema()["properties"]["warehouse"]["type"] == "string"
    with pytest.raises(ValidationError, match="named by a path or a URL"):
        RefreshRequest(warehouse=7)


@pytest.mark.slow
def test_the_commands_take_urls(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/dorset.txt").write_text(DORSET, encoding="utf-8")
    warehouse, report = f"local://{tmp_path}/out/w.duckdb", f"local://{tmp_path}/out/report"

    def stp(*arguments: str) -> str:
        ended = subprocess.run(
            [sys.executable, "-c", "from flows.cli import main; main()", *arguments],
            env={"PATH": "/usr/bin:/bin", "STP_MIRROR": str(tmp_path / "mirror")},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    said = stp("refresh", f"file://{tmp_path}/plans", "--warehouse", warehouse, "--report", report)
    assert f"Report:    {report}/index.html" in said
    assert (tmp_path / "out/report/index.html").is_file()
    assert "765,000" in stp("query", "SELECT people FROM populations", "--warehouse", warehouse)
    (tmp_path / "out/report/index.html").unlink()
    stp("report", "--warehouse", warehouse, "--report", report)
    assert (tmp_path / "out/report/index.html").is_file()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["report", "w.duckdb", "w.duckdb.cache"]


def test_a_store_that_does_not_answer_is_not_taken_for_an_empty_one(
    store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unanswered(*_: Any, **__: Any) -> None:
        raise ConnectionResetError("the connection was reset")

    mirror, place = Mirror(tmp_path), "memory://plans/dorset.txt"
    copy = mirror.fetch(place)
    monkeypatch.setattr(type(store), "info", unanswered)
    for ask in (mirror.fetch, mirror.put, mirror.fetch_folder, mirror.put_folder):
        with pytest.raises(RemoteError, match="the connection was reset"):
            ask(place)
    assert copy.read_text() == DORSET
