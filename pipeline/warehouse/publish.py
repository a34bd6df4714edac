"""Put a finished warehouse in the place of the old one, all at once.

A draft is built in a folder of its own beside the warehouse and renamed over it when it is whole and on disk. Readers
keep the file that they opened; who opens the path finds the old warehouse or the new one, never half of one. Whatever
ends a refresh, `kill -9` too, the old warehouse stands, and the next refresh clears away what was left behind.
"""

import fcntl
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipeline.warehouse.errors import LockedError, NoWarehouseError, WarehouseError

_DRAFT = "warehouse.duckdb"


@contextmanager
def draft(warehouse: Path) -> Iterator[Path]:
    """Hold the warehouse's lock and give the path of a file to build: `publish` it, or it is thrown away at the end.

    Raises LockedError when another refresh holds the lock, WarehouseError when the folder cannot be written, and
    NoWarehouseError when the path is taken by a file that is none of ours.
    """
    try:
        warehouse.parent.mkdir(parents=True, exist_ok=True)
        refuse_foreign_file(warehouse)
        with locked(warehouse):
            for left_behind in warehouse.parent.glob(_pattern(warehouse)):
                shutil.rmtree(left_behind)
            folder = Path(tempfile.mkdtemp(prefix=_pattern(warehouse).removesuffix("*"), dir=warehouse.parent))
            try:
                yield folder / _DRAFT
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise WarehouseError(f"{warehouse} could not be written: {error.strerror or error}{where}") from error


def _pattern(warehouse: Path) -> str:
    return f".{warehouse.name}.draft-*"


def publish(built: Path, warehouse: Path) -> None:
    """Rename a finished draft over the warehouse once every byte of it is on disk."""
    log = built.with_name(built.name + ".wal")
    if log.exists():
        raise WarehouseError(f"the new warehouse was not closed: {log.name} is left")
    _sync(built)
    # A log left by someone who opened the old file for writing must not be replayed on the new one.
    warehouse.with_name(warehouse.name + ".wal").unlink(missing_ok=True)
    built.replace(warehouse)
    _sync(warehouse.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refuse_foreign_file(warehouse: Path) -> None:
    """Raise NoWarehouseError when the path is taken by something no refresh wrote: it must not be overwritten."""
    if not warehouse.exists():
        return
    problem = None
    if warehouse.is_dir():
        problem = "is a folder"
    else:
        try:
            with duckdb.connect(str(warehouse), read_only=True) as con:
                if not con.execute("FROM duckdb_tables() WHERE table_name = 'runs'").fetchall():
                    problem = "is a DuckDB database of something else"
        except duckdb.Error:
            problem = "cannot be opened by DuckDB (it is no database, or another program has it open for writing)"
    if problem:
        raise NoWarehouseError(f"{warehouse} {problem}; close or remove it, or choose another place with --warehouse")


@contextmanager
def locked(warehouse: Path) -> Iterator[None]:
    """Hold the lock of a warehouse; the file `<warehouse>.lock` says who does and since when.

    The operating system frees the lock with its process, however that ends: a file without a holder is no obstacle.
    Raises LockedError when another process holds it.
    """
    path = warehouse.with_name(warehouse.name + ".lock")
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(descriptor)
            os.close(descriptor)
            raise LockedError(
                f"another refresh of {warehouse} is running ({holder}); wait for it to end and try again"
            ) from None
        if _is_file_at(descriptor, path):
            break
        os.close(descriptor)  # its holder removed the file between our opening and our locking it
    try:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}).encode())
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _is_file_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _holder(descriptor: int) -> str:
    try:
        said = json.loads(os.pread(descriptor, 1000, 0))
        return f"process {said['pid']} on {said['host']}, since {said['since']}"
    except (ValueError, KeyError, TypeError):
        return "it has not yet said which"
