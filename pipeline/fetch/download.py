"""One attempt at one document: ask, follow redirects, and write what comes into a part."""

import email.utils
import hashlib
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import IO

import httpx

from pipeline.fetch.addresses import checked_url
from pipeline.fetch.content import HEAD_BYTES, check_bytes, check_type
from pipeline.fetch.errors import RefusedError, UnavailableError
from pipeline.fetch.network import CONNECTION_ERRORS, CheckedTransport, Clock
from pipeline.version import package_version

_BUSY = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True)
class FetchLimits:
    """What one document may cost. `seconds` is the whole of it, with every attempt and every wait in between."""

    seconds: float = 300
    idle_seconds: float = 30
    max_bytes: int = 200 * 10**6
    attempts: int = 4
    first_wait: float = 1
    longest_wait: float = 60
    redirects: int = 5


@dataclass(frozen=True)
class Received:
    """A document in a part, whole and of the right kind."""

    final_url: str
    sha256: str
    size: int
    content_type: str | None
    etag: str | None
    last_modified: str | None


class Turns:
    """One request at a time to each host."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._hosts: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    @contextmanager
    def at(self, host: str, clock: Clock) -> Iterator[None]:
        """Wait for one's turn; that time does not count."""
        with self._guard:
            turn = self._hosts[host]
        begun = time.monotonic()
        with turn:
            clock.extend(time.monotonic() - begun)
            yield


@dataclass(frozen=True)
class Downloader:
    """How documents are asked for."""

    limits: FetchLimits
    allow_private: bool
    context: ssl.SSLContext
    turns: Turns

    def attempt(
        self,
        url: str,
        name: str,
        conditions: dict[str, str],
        part: IO[bytes],
        clock: Clock,
        on_bytes: Callable[[int, int | None], None],
    ) -> Received | None:
        """Download into an emptied part; None when the document has not changed by these conditions.

        Raises RefusedError, or UnavailableError where another attempt may help.
        """
        part.seek(0)
        part.truncate()
        transport = CheckedTransport(self.context, clock, self.allow_private)
        with httpx.Client(
            transport=transport,
            trust_env=False,  # a proxy of the environment would look names up itself, unchecked
            timeout=self.limits.idle_seconds,
            headers={
                "User-Agent": f"stp-extract/{package_version()}",
                "Accept": "*/*",
                "Accept-Encoding": "identity",
                "Connection": "close",
                **conditions,
            },
        ) as client:
            here = checked_url(url)
            try:
                for _ in range(self.limits.redirects + 1):
                    with self.turns.at(here.host, clock), client.stream("GET", here) as response:
                        if not response.has_redirect_location:
                            return self._received(response, name, bool(conditions), part, on_bytes)
                        here = _redirected(here, response.headers["location"])
            except CONNECTION_ERRORS as error:
                clock.left()
                raise UnavailableError(_reason(error, here.host, self.limits.idle_seconds)) from error
        raise RefusedError(f"more than {self.limits.redirects} redirects")

    def _received(
        self,
        response: httpx.Response,
        name: str,
        is_conditional: bool,
        part: IO[bytes],
        on_bytes: Callable[[int, int | None], None],
    ) -> Received | None:
        if response.status_code == HTTPStatus.NOT_MODIFIED and is_conditional:
            return None
        _check_status(response)
        headers = response.headers
        if headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
            raise RefusedError(f"the server sent it compressed ({headers['content-encoding'][:40]}), unasked")
        check_type(name, headers.get("content-type", ""))
        announced = headers.get("content-length", "")
        total = int(announced) if announced.isdecimal() else None
        if total is not None and total > self.limits.max_bytes:
            raise RefusedError(f"it is too large: {total:,} bytes, and the limit is {self.limits.max_bytes:,}")
        size, digest = self._write(response, total, part, on_bytes)
        part.seek(0)
        head = part.read(HEAD_BYTES)
        part.seek(max(0, size - HEAD_BYTES))
        is_known = total is not None or "transfer-encoding" in headers
        check_bytes(name, head, part.read(HEAD_BYTES), complete=is_known)
        return Received(
            str(response.url),
            digest,
            size,
            headers.get("content-type"),
            headers.get("etag"),
            headers.get("last-modified"),
        )

    def _write(
        self,
        response: httpx.Response,
        total: int | None,
        part: IO[bytes],
        on_bytes: Callable[[int, int | None], None],
    ) -> tuple[int, str]:
        """Size and sha256 of what came."""
        size, digest = 0, hashlib.sha256()
        on_bytes(0, total)
        try:
            for chunk in response.iter_raw():
                size += len(chunk)
                if size > self.limits.max_bytes:
                    raise RefusedError(f"it is too large: more than {self.limits.max_bytes:,} bytes")
                part.write(chunk)
                digest.update(chunk)
                on_bytes(size, total)
        except CONNECTION_ERRORS as error:
            if "Timeout" in type(error).__name__:
                raise
            of = f" of {total:,}" if total is not None else ""
            raise UnavailableError(f"the connection was cut off after {size:,}{of} bytes") from error
        return size, digest.hexdigest()


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    said = f"the server answered {status}" + (f" ({HTTPStatus(status).phrase})" if status in set(HTTPStatus) else "")
    if status in _BUSY:
        raise UnavailableError(said, wait=_retry_after(response.headers.get("retry-after", "")))
    if status != HTTPStatus.OK:
        raise RefusedError(said)


def _retry_after(said: str) -> float | None:
    """Seconds to wait, given as such or as the date when they end."""
    if said.strip().isdecimal():
        return float(said)
    try:
        until = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _redirected(here: httpx.URL, location: str) -> httpx.URL:
    try:
        return checked_url(here.join(location))
    except (httpx.InvalidURL, RefusedError) as error:
        raise RefusedError(f"{here.host} redirects to what is not fetched: {error}") from error


def _reason(error: Exception, host: str, idle_seconds: float) -> str:
    kind = type(error).__name__
    if "Timeout" in kind:
        return f"{host} did not answer for {idle_seconds:g} seconds"
    if "Protocol" in kind:
        return f"{host} broke the connection off or spoke no HTTP"
    return f"{host} cannot be reached ({str(error) or kind})"
