"""Which documents there are to read: files and folders, what `sources.toml` says of them, and which are copies of
another.

Beside the files, `sources.toml` may state what a document does not say itself. Every key but `file` is optional:

    [[source]]
    file = "plan.pdf"
    title = "Five year plan"
    publisher = "Example Council"
    kind = "plan"
    date = 2016-10-21
    licence = "OGL-UK-3.0"
    url = "https://example.org/plan.pdf"    # where it came from: becomes its location
"""

import datetime
import hashlib
import os
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.remote import Mirror, RemoteError, default_mirror, local

SUPPORTED_SUFFIXES = frozenset({".txt", ".md", ".pdf", ".html", ".htm", ".docx", ".pptx"})
"""What is picked up from a folder; a file that is named is always taken."""

_SOURCES_FILE = "sources.toml"


class SourceError(Exception):
    """A location that does not exist or a sources.toml that cannot be used; the message is one line for the user."""


@dataclass(frozen=True)
class Source:
    """One document to read. `document_id` is the sha256 of its bytes in hex, `location` the path or URL as given."""

    path: Path
    location: str
    file_name: str
    document_id: str
    size: int
    title: str | None = None
    publisher: str | None = None
    kind: str | None = None
    stated_on: datetime.date | None = None
    licence: str | None = None
    duplicates: tuple[str, ...] = ()
    """Locations of further files with the same bytes."""


class _Stated(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    title: str | None = None
    publisher: str | None = None
    kind: str | None = None
    date: datetime.date | None = None
    licence: str | None = None
    url: str | None = None
    sha256: str | None = None


class _SourcesFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: tuple[_Stated, ...] = ()


def discover(locations: Sequence[str | Path], mirror: Mirror | None = None) -> list[Source]:
    """The documents at `locations` (files or folders), each once, in the order given and by path within a folder.

    What a URL names is brought into the mirror first. Raises SourceError for a location that does not exist or cannot
    be read, and for a malformed sources.toml.
    """
    stated_in: dict[Path, dict[str, _Stated]] = {}
    found: dict[str, Source] = {}
    seen: set[Path] = set()
    for path, given in _files(locations, mirror or Mirror(default_mirror())):
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        if path.parent not in stated_in:
            stated_in[path.parent] = _read_sources_file(path.parent / _SOURCES_FILE)
        source = _source(path, given, stated_in[path.parent].get(path.name, _Stated(file=path.name)))
        first = found.setdefault(source.document_id, source)
        if first is not source:
            found[source.document_id] = replace(first, duplicates=(*first.duplicates, source.location))
    return list(found.values())


def _files(locations: Sequence[str | Path], mirror: Mirror) -> Iterator[tuple[Path, str]]:
    for given in locations:
        location = local(given)
        if isinstance(location, str) and not location.startswith(("http://", "https://")):
            yield from _files_at(location, mirror)
            continue
        location = Path(location)
        if location.is_dir():
            yield from ((path, str(path)) for path in _in_folder(location))
        elif location.is_file():
            yield location, str(given)
        elif str(given).startswith(("http://", "https://")):
            raise SourceError(f"{given}: is a web address; fetch it first with `stp fetch`, then name the file")
        elif location.exists():
            raise SourceError(f"{given}: is neither a file nor a folder")
        else:
            raise SourceError(f"{given}: no such file or folder")


def _files_at(url: str, mirror: Mirror) -> Iterator[tuple[Path, str]]:
    """The documents that a URL names, as local copies, with what is stated about them beside them."""
    try:
        if folder := mirror.fetch_folder(
            url, lambda name: name.endswith(_SOURCES_FILE) or _is_document(Path(name).name)
        ):
            for path in _in_folder(folder):
                yield path, f"{url.rstrip('/')}/{path.relative_to(folder).as_posix()}"
        elif (file := mirror.fetch(url)).is_file():
            mirror.fetch(f"{url.rpartition('/')[0]}/{_SOURCES_FILE}")
            yield file, url
        else:
            raise SourceError(f"{url}: no such file or folder")
    except RemoteError as error:
        raise SourceError(str(error)) from error


def _in_folder(folder: Path) -> list[Path]:
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(root, name) for name in names if _is_document(name)]
    return sorted(path for path in files if path.is_file())


def _is_document(name: str) -> bool:
    hidden = name.startswith(".") or name.upper().startswith("README")
    return not hidden and Path(name).suffix.lower() in SUPPORTED_SUFFIXES


def _source(path: Path, given: str, stated: _Stated) -> Source:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as error:
        raise SourceError(f"{given}: cannot be read ({error.strerror})") from error
    return Source(
        path,
        stated.url or given,
        path.name,
        digest,
        size,
        title=stated.title,
        publisher=stated.publisher,
        kind=stated.kind,
        stated_on=stated.date,
        licence=stated.licence,
    )


def _read_sources_file(path: Path) -> dict[str, _Stated]:
    if not path.is_file():
        return {}
    try:
        stated = _SourcesFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path}: cannot be used: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SourceError(f"{path}: {where}: {first['msg']}") from error
    return {entry.file: entry for entry in stated.source}
