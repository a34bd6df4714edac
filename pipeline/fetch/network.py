"""The connection to a server: made to an address that was checked, ended when the time is up, counted byte by byte.

httpx asks a host name to be looked up and connects to whatever comes back. Here the name is looked up once, every
address is checked, and the connection goes to one of these: a name server that answers differently the second time is
not asked a second time. Certificates are still checked against the name.
"""

import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx
import regex

from pipeline.fetch.addresses import checked_addresses
from pipeline.fetch.errors import RefusedError

CONNECTION_ERRORS = (httpx.TransportError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)
"""What a lost, late or garbled connection raises while a response is read."""

_END_OF_HEAD = regex.compile(rb"\n\r?\n")
_INTERIM = regex.compile(rb"HTTP/1\.\d 1\d\d")
_AFTERWORD_SECONDS = 0.2


class Clock:
    """What is left of the time that a document may take."""

    def __init__(self, seconds: float, stop: threading.Event) -> None:
        self._seconds, self._stop = seconds, stop
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, more than none. Raises RefusedError when the time is up or the program is to end."""
        if self._stop.is_set():
            raise RefusedError("interrupted")
        left = self._end - time.monotonic()
        if left <= 0:
            raise RefusedError(f"it took longer than {self._seconds:g} seconds")
        return left

    def within(self, timeout: float | None) -> float:
        """The shorter of a timeout and the time left."""
        return self.left() if timeout is None else min(timeout, self.left())

    def extend(self, seconds: float) -> None:
        """Add time that was spent waiting for one's turn."""
        self._end += seconds

    def sleep(self, seconds: float) -> None:
        """Wait, but not after the program is to end."""
        self._stop.wait(seconds)


class CheckedTransport(httpx.BaseTransport):
    """Sends each request over a new connection to a checked address."""

    def __init__(self, context: ssl.SSLContext, clock: Clock, allow_private: bool) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_keepalive_connections=0,
            network_backend=_CheckedBackend(clock, allow_private),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body as it comes in; afterwards it is known whether the server had sent more than it announced."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._response.stream, Iterable)  # noqa: S101 - the pool is a synchronous one
        yield from self._response.stream
        headers = httpx.Headers(self._response.headers)
        announced = headers.get("content-length", "")
        sender = self._response.extensions.get("network_stream")
        if announced.isdecimal() and "transfer-encoding" not in headers and isinstance(sender, _CountedStream):
            sender.listen_on()
            if sender.body_received > int(announced):
                raise RefusedError(f"the server sent more than the {int(announced):,} bytes that it announced")

    def close(self) -> None:
        self._response.close()


class _CheckedBackend(httpcore.NetworkBackend):
    def __init__(self, clock: Clock, allow_private: bool) -> None:
        self._clock, self._allow_private = clock, allow_private
        self._connections = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in checked_addresses(host, port, self._allow_private):
            try:
                made = self._connections.connect_tcp(
                    address, port, self._clock.within(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _CountedStream(made, self._clock)
        raise failure

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)


class _CountedStream(httpcore.NetworkStream):
    """A connection within the time limit that counts what is received after the head of the response."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream, self._clock = stream, clock
        self._head: bytes | None = b""
        self.body_received = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._clock.within(timeout))
        if self._head is None:
            self.body_received += len(data)
        else:
            self._read_head(self._head + data)
        return data

    def _read_head(self, head: bytes) -> None:
        while end := _END_OF_HEAD.search(head):
            head, rest = head[: end.end()], head[end.end() :]
            if not _INTERIM.match(head):
                self._head, self.body_received = None, len(rest)
                return
            head = rest
        self._head = head

    def listen_on(self) -> None:
        """Wait a moment for bytes that should not come."""
        try:
            self.read(1, _AFTERWORD_SECONDS)
        except (httpcore.TimeoutException, httpcore.NetworkError):
            return  # the server is silent or gone, as it should be

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _CountedStream(
            self._stream.start_tls(ssl_context, server_hostname, self._clock.within(timeout)), self._clock
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
