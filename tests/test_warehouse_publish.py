"""Publishing: all at once, one at a time, and nothing left behind."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import pytest
from made_up_warehouse import Text
from made_up_warehouse import warehouse as made_up

from pipeline.warehouse.build import opened
from pipeline.warehouse.errors import LockedError, NoWarehouseError, WarehouseError
from pipeline.warehouse.publish import draft, locked, publish
from pipeline.warehouse.query import query


def put(warehouse: Path, *names: str, then: str = "SELECT 1") -> None:
    """Publish a warehouse of documents with these names, after a last statement."""
    with draft(warehouse) as built:
        made_up(built.parent, *(Text(f"This is {name}.", name) for name in names)).rename(built)
        with opened(built) as con:
            con.execute(then)
        publish(built, warehouse)


def names(warehouse: Path) -> list[str]:
    return [row[0] for row in query(warehouse, "SELECT file_name FROM documents ORDER BY 1").rows]


def everything_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_new_warehouse_takes_the_place_of_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    warehouse = tmp_path / "not yet there" / "w.duckdb"
    put(warehouse, "old")
    put(warehouse, "new")

    assert names(warehouse) == ["new"]
    assert everything_in(warehouse.parent) == {"w.duckdb"}


def test_a_load_that_fails_leaves_the_old_warehouse(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    put(warehouse, "old")

    with pytest.raises(WarehouseError, match="could not be built: Catalog Error"):
        put(warehouse, "new", then="INSERT INTO no_such_table VALUES (1)")

    assert names(warehouse) == ["old"]
    assert everything_in(tmp_path) == {"w.duckdb"}


def test_a_draft_that_was_not_closed_is_not_published(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    with draft(warehouse) as built, opened(built) as con:
        con.execute("CREATE TABLE t AS SELECT 1")
        with pytest.raises(WarehouseError, match="was not closed"):
            publish(built, warehouse)
    assert not warehouse.exists()


def test_who_has_the_warehouse_open_keeps_what_they_opened(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    put(warehouse, "old")
    read = f"import duckdb; c = duckdb.connect({str(warehouse)!r}, read_only=True); print('open', flush=True)"
    read += "; input(); print(c.execute('SELECT file_name FROM documents').fetchall())"
    with subprocess.Popen(
        [sys.executable, "-c", read], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        put(warehouse, "new")
        assert reader.communicate("\n")[0] == "[('old',)]\n"
    assert names(warehouse) == ["new"]


def _read_until(stop: Event, warehouse: Path, seen: "multiprocessing.Queue[object]") -> None:
    counts = set()
    try:
        while not stop.is_set():
            counts.add(
                query(warehouse, "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM pages)").rows[0]
            )
        seen.put(counts)
    except Exception as error:  # reported to the test
        seen.put(repr(error))


def test_a_reader_in_a_loop_sees_no_error_and_never_half_a_load(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    put(warehouse, "a")
    context = multiprocessing.get_context("spawn")
    stop, seen = context.Event(), context.Queue()
    reader = context.Process(target=_read_until, args=(stop, warehouse, seen))
    reader.start()
    try:
        for round_ in range(12):
            put(warehouse, *"abcd"[: 1 + round_ % 4])
    finally:
        stop.set()
    assert seen.get(timeout=60) <= {(n, n) for n in (1, 2, 3, 4)}
    reader.join(timeout=60)


def test_a_second_refresh_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    with locked(warehouse):
        holder = json.loads((tmp_path / "w.duckdb.lock").read_text())
        with (
            pytest.raises(LockedError, match=rf"process {os.getpid()} on .*, since {holder['since'][:10]}"),
            locked(warehouse),
        ):
            pass
    with locked(warehouse):
        pass
    assert everything_in(tmp_path) == set()


_HANG = """
import sys, time
from pathlib import Path
from pipeline.warehouse.build import create, opened
from pipeline.warehouse.publish import draft
with draft(Path(sys.argv[1])) as built, opened(built) as con:
    create(con)
    print("building", flush=True)
    time.sleep(60)
"""


def test_what_a_killed_refresh_leaves_behind_is_no_obstacle_and_is_cleared(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    put(warehouse, "old")
    with subprocess.Popen([sys.executable, "-c", _HANG, str(warehouse)], stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "building\n"
        with pytest.raises(LockedError, match=str(killed.pid)):
            put(warehouse, "other")
        killed.send_signal(signal.SIGKILL)

    assert len(everything_in(tmp_path)) == 3  # the warehouse, the lock's file, the draft's folder
    assert names(warehouse) == ["old"]
    put(warehouse, "new")
    assert names(warehouse) == ["new"]
    assert everything_in(tmp_path) == {"w.duckdb"}


def test_a_log_left_by_someone_who_wrote_to_the_old_file_is_not_replayed_on_the_new_one(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    put(warehouse, "old")
    write = (
        f"import duckdb, os; c = duckdb.connect({str(warehouse)!r}); c.execute('DELETE FROM documents'); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", write], check=False)
    assert (tmp_path / "w.duckdb.wal").exists()

    put(warehouse, "new")
    assert names(warehouse) == ["new"]


def test_a_file_of_another_kind_is_never_overwritten(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text("precious")
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as con:
        con.execute("CREATE TABLE mine AS SELECT 1")

    for path, reason in ((report, "cannot be opened by DuckDB"), (other, "a DuckDB database of something else")):
        before = path.read_bytes()
        with pytest.raises(NoWarehouseError, match=reason):
            put(path, "new")
        assert path.read_bytes() == before
    with pytest.raises(NoWarehouseError, match="is a folder"):
        put(tmp_path, "new")


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WarehouseError, match=r"could not be written: .*\(.*file") as error:
        put(tmp_path / "file" / "w.duckdb", "new")
    assert "\n" not in str(error.value)
