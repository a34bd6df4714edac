"""What was fetched, from where and when: `sources.lock.json` beside `sources.toml`."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from pipeline.sources import SourceError
from schemas.types import Sha256

PART = ".fetch-"
"""How the name of a file begins that is not yet whole."""


class Held(BaseModel):
    """A file as it was fetched. `final_url` is where redirects led; `etag` and `last_modified` are the server's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    url: str
    final_url: str
    sha256: Sha256
    size: int
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: AwareDatetime


class _Lock(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    files: tuple[Held, ...] = ()


def manifest_path(sources: Path) -> Path:
    """Where the manifest of a sources.toml stands."""
    return sources.with_name(f"{sources.stem}.lock.json")


def read_manifest(path: Path) -> dict[str, Held]:
    """The files held, by name; none where there is no manifest. Raises SourceError for a damaged one."""
    try:
        return {held.file: held for held in _Lock.model_validate_json(path.read_bytes()).files}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error
    except ValidationError as error:
        reason = error.errors()[0]["msg"]
        raise SourceError(f"{path}: cannot be used ({reason}); remove it, and everything is asked for again") from error


def write_manifest(path: Path, held: dict[str, Held]) -> None:
    """The manifest, all of it or the old one."""
    lock = _Lock(files=tuple(held[name] for name in sorted(held)))
    with part(path.parent) as file:
        file.write(lock.model_dump_json(indent=2, exclude_none=True).encode() + b"\n")
        publish(file, path)


@contextmanager
def part(folder: Path) -> Iterator[IO[bytes]]:
    """A new file in the folder, written by name of its own and gone at the end unless it was published."""
    path = folder / f"{PART}{secrets.token_hex(8)}.part"
    try:
        with path.open("x+b") as file:
            yield file
    finally:
        path.unlink(missing_ok=True)


def publish(file: IO[bytes], target: Path) -> None:
    """Give a part that is whole its name, once every byte of it is on disk."""
    file.flush()
    os.fsync(file.fileno())
    Path(file.name).replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove_parts(folder: Path) -> None:
    """Remove what a fetch that was killed left behind."""
    for left_behind in folder.glob(f"{PART}*.part"):
        left_behind.unlink(missing_ok=True)
