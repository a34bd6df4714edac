"""The whole fetch: every entry of a `sources.toml` that has a url, one request at a time to each host."""

import fcntl
import hashlib
import os
import random
import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal

import httpx

from pipeline.fetch.download import Downloader, FetchLimits, Received, Turns
from pipeline.fetch.entries import Entry, read_entries, refuse_unusable
from pipeline.fetch.errors import FetchError, RefusedError, UnavailableError
from pipeline.fetch.manifest import Held, manifest_path, part, publish, read_manifest, remove_parts, write_manifest
from pipeline.fetch.network import Clock
from pipeline.sources import SourceError

_HOSTS_AT_ONCE = 4


@dataclass(frozen=True)
class Fetched:
    """What became of one entry; `problem` says why a failed one failed. A file that failed stands as it was."""

    file: str
    outcome: Literal["fetched", "unchanged", "failed"]
    size: int = 0
    problem: str | None = None


class Watcher:
    """Is told how a fetch gets on, from several threads. This one keeps quiet."""

    def on_bytes(self, file: str, received: int, total: int | None) -> None:
        """How much of a file is there, of how much if that is known."""

    def on_wait(self, file: str, reason: str, seconds: float) -> None:
        """An attempt failed, the next follows after these seconds."""

    def on_done(self, fetched: Fetched) -> None:
        """An entry is done with."""


def fetch(
    sources: Path, limits: FetchLimits | None = None, allow_private: bool = False, watcher: Watcher | None = None
) -> tuple[Fetched, ...]:
    """Download what a `sources.toml` lists into its folder; what became of each entry, in the order of the file.

    A file that has not changed on the server is not downloaded again. Raises SourceError when the list or its manifest
    cannot be used, or when another fetch into the same folder is running.
    """
    entries = read_entries(sources)
    with _alone_in(sources.parent):
        remove_parts(sources.parent)
        run = _Fetch(sources, limits or FetchLimits(), allow_private, watcher or Watcher())
        return run.all(entries)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise SourceError(f"{folder}: another fetch into this folder is running; wait for it to end") from error
    finally:
        os.close(descriptor)


class _Fetch:
    def __init__(self, sources: Path, limits: FetchLimits, allow_private: bool, watcher: Watcher) -> None:
        self._folder, self._manifest = sources.parent, manifest_path(sources)
        self._limits, self._watcher = limits, watcher
        self._held = read_manifest(self._manifest)
        self._writing, self._stop = threading.Lock(), threading.Event()
        self._downloader = Downloader(limits, allow_private, httpx.create_ssl_context(), Turns())

    def all(self, entries: tuple[Entry, ...]) -> tuple[Fetched, ...]:
        by_host: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_host[_host(entry)].append(entry)
        with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
            try:
                done = [fetched for group in pool.map(self._group, by_host.values()) for fetched in group]
            except BaseException:
                self._stop.set()
                raise
        by_file = {fetched.file: fetched for fetched in done}
        return tuple(by_file[entry.file] for entry in entries)

    def _group(self, entries: list[Entry]) -> list[Fetched]:
        done = []
        for entry in entries:
            try:
                fetched = self._one(entry)
            except FetchError as error:
                fetched = Fetched(entry.file, "failed", problem=str(error))
            except OSError as error:
                fetched = Fetched(entry.file, "failed", problem=f"it cannot be written ({error.strerror or error})")
            self._watcher.on_done(fetched)
            done.append(fetched)
        return done

    def _one(self, entry: Entry) -> Fetched:
        refuse_unusable(entry)
        target = self._folder / entry.file
        if target.is_dir():
            raise RefusedError("there is a folder of its name")
        there = _digest(target)
        if there is not None and there == entry.sha256:
            return Fetched(entry.file, "unchanged", target.stat().st_size)
        with part(self._folder) as file:
            received = self._persistently(entry, self._conditions(entry, there), file)
            if received is None:
                return Fetched(entry.file, "unchanged", target.stat().st_size)
            if entry.sha256 not in (None, received.sha256):
                raise RefusedError(
                    f"its sha256 is {received.sha256}, and {entry.sha256} is expected; "
                    + ("the old file stays" if there else "nothing was kept")
                )
            if received.sha256 != there:
                publish(file, target)
        self._remember(entry, received)
        return Fetched(entry.file, "unchanged" if received.sha256 == there else "fetched", received.size)

    def _conditions(self, entry: Entry, there: str | None) -> dict[str, str]:
        """What to ask so that an unchanged document is not sent again; nothing when the file here is another."""
        held = self._held.get(entry.file)
        if held is None or (held.url, held.sha256) != (entry.url, there) or entry.sha256 is not None:
            return {}
        conditions = {"If-None-Match": held.etag, "If-Modified-Since": held.last_modified}
        return {name: value for name, value in conditions.items() if value}

    def _persistently(self, entry: Entry, conditions: dict[str, str], file: IO[bytes]) -> Received | None:
        """Attempt until it works, or until attempts or time run out."""
        clock = Clock(self._limits.seconds, self._stop)
        for attempt in range(1, self._limits.attempts + 1):
            try:
                return self._downloader.attempt(
                    entry.url or "",
                    entry.file,
                    conditions,
                    file,
                    clock,
                    lambda received, total: self._watcher.on_bytes(entry.file, received, total),
                )
            except UnavailableError as error:
                wait = self._wait(attempt, error.wait)
                if attempt == self._limits.attempts or wait >= clock.left():
                    tries = "" if attempt == 1 else f", the last of {attempt} times"
                    raise RefusedError(f"{error}{tries}") from error
                self._watcher.on_wait(entry.file, str(error), wait)
                clock.sleep(wait)
        raise RefusedError("no attempt is allowed")

    def _wait(self, attempt: int, asked: float | None) -> float:
        """Twice as long after each attempt, less a random half so that many do not come back at once."""
        wait = self._limits.first_wait * 2.0 ** (attempt - 1) * random.uniform(0.5, 1)  # noqa: S311 - no secret
        return min(max(wait, asked or 0), self._limits.longest_wait)

    def _remember(self, entry: Entry, received: Received) -> None:
        held = Held(
            file=entry.file,
            url=entry.url or "",
            final_url=received.final_url,
            sha256=received.sha256,
            size=received.size,
            content_type=received.content_type,
            etag=received.etag,
            last_modified=received.last_modified,
            fetched_at=datetime.now(UTC).replace(microsecond=0),
        )
        with self._writing:
            self._held[entry.file] = held
            write_manifest(self._manifest, self._held)


def _host(entry: Entry) -> str:
    try:
        return httpx.URL(entry.url or "").host
    except httpx.InvalidURL:
        return ""  # refused when its turn comes


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
