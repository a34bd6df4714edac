"""Warehouses of before, kept beside the one in force: to compare with, or to go back to."""

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path


def folder_of(warehouse: Path) -> Path:
    """Where the earlier loads of a warehouse are kept: `<warehouse>.previous/`."""
    return warehouse.with_name(warehouse.name + ".previous")


def keep_previous(warehouse: Path, run_id: str | None, keep: int) -> Path | None:
    """Keep the warehouse in force, which the run of this id loaded, before another takes its place.

    Where the run is not known, because another version wrote the warehouse, its file's time stands for it.

    At most `keep` are held, the latest by run id, as further names of their files: that takes no time and, until they
    leave, no room of their own. Returns its path, or None where none is to be kept.
    """
    folder = folder_of(warehouse)
    if not warehouse.exists():
        return None
    kept = folder / f"{run_id or _written(warehouse)}.duckdb"
    if keep:
        folder.mkdir(exist_ok=True)
        with suppress(FileExistsError):  # from a run that was ended before it could publish
            _link(warehouse, kept)
    for old in sorted(folder.glob("*.duckdb"), reverse=True)[keep:]:
        old.unlink(missing_ok=True)
    return kept if keep else None


def _written(file: Path) -> str:
    return f"{datetime.fromtimestamp(file.stat().st_mtime, UTC):%Y%m%dT%H%M%SZ}"


def _link(file: Path, name: Path) -> None:
    try:
        os.link(file, name)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        beside = name.with_suffix(".new")
        shutil.copyfile(file, beside)
        beside.replace(name)
