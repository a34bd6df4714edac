"""Places that a URL names (`s3://bucket/plans`): what stands there is brought to this machine, what is made here is put
there. Everything in between works on local files.

Any URL that fsspec knows will do; `file://` is a local path like any other. Of each place there is a copy in the
mirror, a local folder: only what has changed is transferred. A file is put under another name first and then moved, so
that whoever reads the URL finds the old file or the new one: where the store moves or copies a file as one step, as
object stores and file systems do, there is never half of one.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

import regex
from pydantic import PlainValidator

_URL = regex.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://")
_STAMPS, _PART = ".stamps.json", ".part"


class RemoteError(Exception):
    """A place that a URL names cannot be read or written: one line that names it."""


def is_url(place: str | Path) -> bool:
    """Whether a place is named by a URL."""
    return isinstance(place, str) and _URL.match(place) is not None


def local(given: str | Path) -> str | Path:
    """A local path, also of a `file://` URL, as a Path; any other URL as it is."""
    if isinstance(given, Path):
        return given
    if given.startswith("file://"):
        return Path(unquote(urlsplit(given).path))
    return given if is_url(given) else Path(given)


def _place(given: object) -> Path | str:
    if not isinstance(given, str | Path):
        raise ValueError("a place is named by a path or a URL")
    return local(given)


Place = Annotated[Path | str, PlainValidator(_place, json_schema_input_type=str)]
"""Where something is, or is to be: a path on this machine, or a URL as text."""


def within(place: Path | str, name: str) -> Path | str:
    """Something in a folder."""
    return place / name if isinstance(place, Path) else f"{place.rstrip('/')}/{name}"


@dataclass(frozen=True)
class Mirror:
    """Local copies of what URLs name, in a folder for each."""

    folder: Path

    def path(self, place: Path | str) -> Path:
        """Where a place is on this machine: itself, or where its copy is or will be."""
        if isinstance(place, Path):
            return place
        parent, _, name = place.rstrip("/").rpartition("/")
        return self.folder / hashlib.sha256(parent.encode()).hexdigest()[:16] / name

    def fetch(self, place: Path | str) -> Path:
        """The file, brought here where it has changed; there is none at the path where there is none at the place."""
        copy = self.path(place)
        if isinstance(place, str):
            with _store(place) as (store, name):
                info = _told(store, name)
                there = {copy.name: (name, info)} if info.get("type") == "file" else {}
                self._bring(store, there, copy.parent, {copy.name})
        return copy

    def fetch_folder(self, place: str, wanted: Callable[[str], bool] = lambda name: True) -> Path | None:
        """The folder with its files of wanted names, at any depth, brought here where they have changed.

        Files that are no longer there are removed here too. None where there is no such folder.
        """
        copy = self.path(place)
        with _store(place) as (store, root):
            if _told(store, root).get("type") != "directory":
                return None
            there = {
                relative: (f"{root}/{relative}", info)
                for relative, info in _listed(store, root).items()
                if wanted(relative) and not relative.endswith(_PART) and ".." not in relative.split("/")
            }
            copy.mkdir(parents=True, exist_ok=True)
            self._bring(store, there, copy, None)
        return copy

    def _bring(self, store: Any, there: dict[str, tuple[str, Any]], folder: Path, only: set[str] | None) -> None:
        """Bring files into a folder, by their path in it; remove known ones (of `only`) that are no longer there."""
        stamps = self._stamps(folder)
        for relative in [known for known in stamps if known not in there and (only is None or known in only)]:
            (folder / relative).unlink(missing_ok=True)
            del stamps[relative]
        for relative, (name, info) in there.items():
            target = folder / relative
            if not target.is_file() or stamps.get(relative, [""])[0] != _stamp(info):
                target.parent.mkdir(parents=True, exist_ok=True)
                part = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_PART}")
                try:
                    store.get_file(name, str(part))
                    part.replace(target)
                finally:
                    part.unlink(missing_ok=True)
                stamps[relative] = [_stamp(info), _digest(target)]
        self._keep(folder, stamps)

    def put(self, place: Path | str) -> None:
        """Put the local copy of a file in its place, unless somebody else has changed that since it was fetched."""
        if isinstance(place, Path):
            return
        copy = self.path(place)
        with _store(place) as (store, name):
            stamps = self._stamps(copy.parent)
            if (info := _told(store, name)) and _stamp(info) != stamps.get(copy.name, [""])[0]:
                raise RemoteError(f"{place} was changed by somebody else meanwhile; it was left as it is")
            _put_and_move(store, copy, name)
            self._keep(copy.parent, {**stamps, copy.name: [_stamp(store.info(name)), _digest(copy)]})

    def put_folder(self, place: Path | str, last: str = "") -> None:
        """Put the files of a local copy's folder in their places, those that have changed since the last time.

        The one called `last`, which leads to the others, comes after them; what was put there before and is gone here
        is removed at the end.
        """
        if isinstance(place, Path):
            return
        copy = self.path(place)
        with _store(place) as (store, root):
            before = self._stamps(copy)
            now = {str(path.relative_to(copy)): _digest(path) for path in _files(copy)}
            there = _listed(store, root)
            for relative in sorted(now, key=lambda relative: (relative == last, relative)):
                if before.get(relative) != [_stamp(there.get(relative, {})), now[relative]]:
                    _put_and_move(store, copy / relative, f"{root}/{relative}")
            for relative in before.keys() - now.keys():
                if relative in there:
                    store.rm_file(f"{root}/{relative}")
            there = _listed(store, root)
            self._keep(copy, {relative: [_stamp(there.get(relative, {})), now[relative]] for relative in now})

    @staticmethod
    def _stamps(folder: Path) -> dict[str, list[str]]:
        """What was last known of each file, there and here: by it the next transfer sees what has changed.

        A damaged list is none.
        """
        try:
            kept = json.loads((folder / _STAMPS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    @staticmethod
    def _keep(folder: Path, stamps: dict[str, list[str]]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{_STAMPS}{_PART}"
        part.write_text(json.dumps(stamps), encoding="utf-8")
        part.replace(folder / _STAMPS)


def default_mirror() -> Path:
    """A folder of the user's cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stp"


def _put_and_move(store: Any, file: Path, name: str) -> None:
    parent, _, last = name.rpartition("/")
    store.makedirs(parent, exist_ok=True)
    part = f"{parent}/.{last}.{secrets.token_hex(4)}{_PART}"
    try:
        store.put_file(str(file), part)
        store.mv(part, name)
    except BaseException:
        if store.exists(part):
            store.rm_file(part)
        raise


def _told(store: Any, name: str) -> dict[str, Any]:
    """What a store tells of what stands at a name, without anything where nothing does.

    The `exists`, `isfile` and `isdir` of stores say no as well when the store could not be asked.
    """
    try:
        told: dict[str, Any] = store.info(name)
    except FileNotFoundError:
        return {}
    return told


def _listed(store: Any, root: str) -> dict[str, dict[str, Any]]:
    """What a store tells of each file of a folder, by its path in the folder; nothing where there is no folder."""
    store.invalidate_cache()
    found = store.find(root, detail=True) if _told(store, root).get("type") == "directory" else {}
    return {name.removeprefix(root).lstrip("/"): info for name, info in found.items()}


def _files(folder: Path) -> Iterator[Path]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return (path for path in files if path.name != _STAMPS and path.suffix != _PART)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamp(info: dict[str, Any]) -> str:
    """What changes when the file at a place does: its size, times and whatever else the store tells."""
    return hashlib.sha256(repr(sorted((str(key), str(value)) for key, value in info.items())).encode()).hexdigest()


@contextmanager
def _store(place: str) -> Iterator[tuple[Any, str]]:
    """The store that a URL is of, and the name in it. Whatever goes wrong inside becomes a RemoteError."""
    from fsspec.core import url_to_fs  # takes long to import, and most refreshes are of local files

    try:
        store, name = url_to_fs(place)
        store.invalidate_cache()
        yield store, name.rstrip("/")
    except RemoteError:
        raise
    except ImportError as error:
        raise RemoteError(f"{place}: {error}") from error
    except Exception as error:  # every store has errors of its own
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise RemoteError(f"{place}: {type(error).__name__}: {reason}") from error
