"""Folders for temporary files that outlive no process for long: what a killed one left is removed by the next."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, Self

_PREFIX = "stp-scratch-"


class Scratch:
    """A folder that belongs to this process for as long as it, or the process, lives: it is held by a lock."""

    def __init__(self) -> None:
        for left_behind in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            _remove_unheld(left_behind)
        while True:
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._held = _hold(self.folder)
            if self._held is not None and self.folder.is_dir():
                return  # else another process took it for left behind before it was held

    def file(self, name: str) -> IO[bytes]:
        """A new file in it, to write and read. The system's nameless ones can have a name for a moment too."""
        return (self.folder / name).open("x+b")

    def close(self) -> None:
        """Remove it with all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _hold(folder: Path) -> int | None:
    """The folder, opened and locked; None where it is gone or somebody holds it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _remove_unheld(folder: Path) -> None:
    if (descriptor := _hold(folder)) is not None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)
