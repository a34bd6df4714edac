"""What a report's folder tells of the report in it: which load it is on, and which files are its own."""

from collections.abc import Collection
from pathlib import Path

CHANGES = "changes.html"
"""The page on what a load changed, where there is one; it is written by who has both loads (pipeline.diff)."""

_MANIFEST, _RUN = ".stp-report", ".stp-run"


def report_stands(directory: Path, runs: Collection[str]) -> bool:
    """Whether the folder holds the whole report on one of these runs."""
    try:
        of_run = (directory / _RUN).read_text(encoding="utf-8")
        written = (directory / _MANIFEST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return of_run in runs and all((directory / path).is_file() for path in written)


def begin(directory: Path) -> None:
    """Make the folder where it is missing. From now on no whole report is in it."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / _RUN).unlink(missing_ok=True)


def finish(directory: Path, run_id: str, written: Collection[str]) -> None:
    """Remove what an earlier report wrote and this one did not, and note that the whole report on a run is there."""
    _remove_stale(directory, set(written))
    (directory / _MANIFEST).write_text("\n".join(sorted(written)) + "\n", encoding="utf-8")
    (directory / _RUN).write_text(run_id, encoding="utf-8")


def _remove_stale(directory: Path, written: set[str]) -> None:
    manifest = directory / _MANIFEST
    if not manifest.is_file():
        return
    for path in manifest.read_text(encoding="utf-8").splitlines():
        stale = directory / path
        if path not in written and stale.resolve().is_relative_to(directory.resolve()):
            stale.unlink(missing_ok=True)
