"""Fetching from a server that is slow, cuts off, lies and leads astray: a clear line, and nothing half-written."""

import hashlib
import http.server
import json
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, cycle
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from pipeline.fetch import Fetched, FetchLimits, Watcher, fetch
from pipeline.fetch.addresses import why_not
from pipeline.sources import SourceError, discover

PDF = b"%PDF-1.7\n" + b"1 0 obj << >> endobj\n" * 200 + b"%%EOF\n"
SIGN_IN = b"<!DOCTYPE html><html><body>Please sign in</body></html>"
QUICK = FetchLimits(seconds=20, idle_seconds=5, max_bytes=100_000, attempts=3, first_wait=0.01)

Answer = Callable[["Handler"], None]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by path; what it knows of each request is kept on the server."""

    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.answers[self.path](self)

    def send(self, body: bytes, status: int = 200, **headers: Any) -> None:
        """A response whose headers may say what they like."""
        self.send_response(status)
        fields = {"Content-Type": "application/pdf", "Content-Length": len(body)}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in fields.items():
            if value is not None:
                self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    """A web server of this computer; `answers` says what each path gives."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what is tested here."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as served:
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield served
        served.shutdown()
        thread.join()


def sources(folder: Path, *entries: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "sources.toml"
    path.write_text(
        "".join("[[source]]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in entry.items()) for entry in entries),
        encoding="utf-8",
    )
    return path


def fetched(folder: Path, server: Server, answer: Answer, limits: FetchLimits = QUICK, **entry: str) -> Fetched:
    """What became of one PDF that the server answers like this."""
    server.answers["/plan.pdf"] = answer
    listed = {"file": "plan.pdf", "url": server.url("/plan.pdf"), **entry}
    (one,) = fetch(sources(folder, listed), limits, allow_private=True)
    return one


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def give(body: bytes, **headers: Any) -> Answer:
    return lambda handler: handler.send(body, **headers)


def cut_off(handler: Handler) -> None:
    handler.send(PDF[:1000], Content_Length=len(PDF))


def cut_off_without_length(handler: Handler) -> None:
    handler.send(PDF[:1000], Content_Length=None)


def more_than_announced(handler: Handler) -> None:
    handler.send(PDF, Content_Length=1000)


def silent(handler: Handler) -> None:
    handler.connection.recv(1)  # until the client gives up


def dripping(handler: Handler) -> None:
    handler.send(b"", Content_Length=len(PDF))
    for byte in cycle(PDF):
        handler.wfile.write(bytes([byte]))
        time.sleep(0.05)


def dripping_head(handler: Handler) -> None:
    for byte in chain(b"HTTP/1.1 200 OK\r\nX-Mood: ", cycle(b"z")):
        handler.wfile.write(bytes([byte]))
        time.sleep(0.05)


def endless(handler: Handler) -> None:
    handler.send(b"", Content_Length=None)
    while True:
        handler.wfile.write(PDF)


def redirect(target: str) -> Answer:
    return lambda handler: handler.send(b"", status=302, Location=target)


def no_http(handler: Handler) -> None:
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")


@pytest.mark.parametrize(
    ("answer", "limits", "reason"),
    [
        (cut_off, {}, f"the connection was cut off after 1,000 of {len(PDF):,} bytes, the last of 3 times"),
        (cut_off_without_length, {}, "the connection was cut off: the PDF has no end, the last of 3 times"),
        (more_than_announced, {}, "the server sent more than the 1,000 bytes that it announced"),
        (silent, {"idle_seconds": 0.2, "attempts": 2}, "127.0.0.1 did not answer for 0.2 seconds, the last of 2 times"),
        (dripping, {"seconds": 0.5}, "it took longer than 0.5 seconds"),
        (dripping_head, {"seconds": 0.5}, "it took longer than 0.5 seconds"),
        (endless, {}, "it is too large: more than 100,000 bytes"),
        (give(PDF, Content_Length=10**12), {}, "it is too large: 1,000,000,000,000 bytes, and the limit is 100,000"),
        (redirect("http://169.254.169.254/latest/"), {}, "169.254.169.254 is a link-local address"),
        (redirect("http://[::ffff:169.254.169.254]/"), {}, "is an IPv4 address written as IPv6"),
        (redirect("file:///etc/passwd"), {}, "only http and https are, not file"),
        (redirect("/plan.pdf"), {}, "more than 5 redirects"),
        (redirect("http://user:secret@example.org/"), {}, "carries a user name or password"),
        (
            give(SIGN_IN, Content_Type="text/html; charset=utf-8"),
            {},
            "the server sent text/html where a PDF was expected",
        ),
        (give(SIGN_IN), {}, "the server sent a page where a PDF was expected"),
        (give(b""), {}, "the server sent nothing"),
        (give(PDF, Content_Encoding="gzip"), {}, "the server sent it compressed (gzip), unasked"),
        (give(b"", status=404), {}, "the server answered 404 (Not Found)"),
        (give(b"", status=304), {}, "the server answered 304 (Not Modified)"),
        (give(PDF[:100], status=206), {}, "the server answered 206 (Partial Content)"),
        (give(b"", status=503), {}, "the server answered 503 (Service Unavailable), the last of 3 times"),
        (give(b"", status=503, Retry_After=3600), {}, "the server answered 503 (Service Unavailable)"),
        (no_http, {}, "127.0.0.1 broke the connection off or spoke no HTTP, the last of 3 times"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_goes_wrong_is_one_line_and_the_old_file_stays(
    tmp_path: Path, server: Server, answer: Answer, limits: dict[str, Any], reason: str
) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"%PDF of last week")
    one = fetched(tmp_path, server, answer, FetchLimits(**{**vars(QUICK), **limits}))

    assert one.outcome == "failed"
    assert reason in (one.problem or "")
    assert "\n" not in (one.problem or "")
    assert (tmp_path / "plan.pdf").read_bytes() == b"%PDF of last week"
    assert files(tmp_path) == {"plan.pdf", "sources.toml"}


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"file": "../plan.pdf"}, "its file is no plain name"),
        ({"file": "/srv/plan.pdf"}, "its file is no plain name"),
        ({"file": "a/plan.pdf"}, "its file is no plain name"),
        ({"file": "..\\plan.pdf"}, "its file is no plain name"),
        ({"file": ".plan.pdf"}, "its file is no plain name"),
        ({"file": "plan\u202e.pdf"}, "its file name is too long or has characters that are none"),
        ({"file": "x" * 300 + ".pdf"}, "its file name is too long"),
        ({"file": "sources.toml"}, "its file name ends in none of"),
        ({"url": "file:///etc/hostname"}, "only http and https are, not file"),
        ({"url": "ftp://example.org/plan.pdf"}, "only http and https are, not ftp"),
        ({"url": "plan.pdf"}, "only http and https are, not a bare name"),
        ({"url": "http:///plan.pdf"}, "names no host"),
        ({"url": "http://[fe80::1]/plan.pdf"}, "fe80::1 is a link-local address"),
        ({"url": "http://0.0.0.0/plan.pdf"}, "0.0.0.0 is no address of a server"),
        ({"url": "http://nowhere.invalid/plan.pdf"}, "the host nowhere.invalid is not known"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_entry_that_leads_astray_is_refused_and_the_others_are_fetched(
    tmp_path: Path, server: Server, entry: dict[str, str], reason: str
) -> None:
    server.answers["/other.pdf"] = give(PDF)
    bad = {"file": "plan.pdf", "url": server.url("/plan.pdf"), **entry}
    listed = sources(tmp_path / "in", bad, {"file": "other.pdf", "url": server.url("/other.pdf")})
    first, second = fetch(listed, QUICK, allow_private=True)

    assert first.outcome == "failed"
    assert reason in (first.problem or "")
    assert second.outcome == "fetched"
    assert files(tmp_path / "in") == {"other.pdf", "sources.toml", "sources.lock.json"}
    assert files(tmp_path) == {"in"}


def test_a_document_arrives_whole_and_the_manifest_says_from_where(tmp_path: Path, server: Server) -> None:
    server.answers["/moved.pdf"] = give(PDF, ETag='"v1"')
    one = fetched(tmp_path, server, redirect("moved.pdf"))

    assert one == Fetched("plan.pdf", "fetched", len(PDF))
    assert (tmp_path / "plan.pdf").read_bytes() == PDF
    (held,) = json.loads((tmp_path / "sources.lock.json").read_text())["files"]
    assert held.pop("fetched_at").endswith("Z")
    assert held == {
        "file": "plan.pdf",
        "url": server.url("/plan.pdf"),
        "final_url": server.url("/moved.pdf"),
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "size": len(PDF),
        "content_type": "application/pdf",
        "etag": '"v1"',
    }
    assert server.asked[0][1]["User-Agent"].startswith("stp-extract/")


def test_what_has_not_changed_is_not_sent_again(tmp_path: Path, server: Server) -> None:
    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == '"v1"':
            handler.send(b"", status=304)
        else:
            handler.send(PDF, ETag='"v1"', Last_Modified="Fri, 21 Oct 2016 09:00:00 GMT")

    assert fetched(tmp_path, server, answer).outcome == "fetched"
    written = (tmp_path / "plan.pdf").stat().st_mtime_ns
    assert fetched(tmp_path, server, answer).outcome == "unchanged"
    assert server.asked[-1][1]["If-Modified-Since"] == "Fri, 21 Oct 2016 09:00:00 GMT"
    assert (tmp_path / "plan.pdf").stat().st_mtime_ns == written

    (tmp_path / "plan.pdf").write_bytes(b"edited by hand")  # then the server's answer would say nothing about it
    assert fetched(tmp_path, server, answer).outcome == "fetched"
    assert (tmp_path / "plan.pdf").read_bytes() == PDF


def test_a_server_that_knows_no_conditions_gives_no_change_either(tmp_path: Path, server: Server) -> None:
    assert [fetched(tmp_path, server, give(PDF)).outcome for _ in range(2)] == ["fetched", "unchanged"]


def test_a_busy_server_is_asked_again(tmp_path: Path, server: Server) -> None:
    def busy_once(handler: Handler) -> None:
        handler.send(PDF, status=200 if len(server.asked) > 1 else 503, Retry_After=0)

    waits: list[tuple[str, float]] = []

    class Waits(Watcher):
        def on_wait(self, file: str, reason: str, seconds: float) -> None:
            waits.append((reason, seconds))

    server.answers["/plan.pdf"] = busy_once
    listed = sources(tmp_path, {"file": "plan.pdf", "url": server.url("/plan.pdf")})
    (one,) = fetch(listed, QUICK, allow_private=True, watcher=Waits())
    assert one.outcome == "fetched"
    ((reason, seconds),) = waits
    assert reason == "the server answered 503 (Service Unavailable)"
    assert 0.005 <= seconds <= 0.01


def test_another_sha256_than_the_listed_one_is_refused(tmp_path: Path, server: Server) -> None:
    expected = hashlib.sha256(PDF).hexdigest()
    assert fetched(tmp_path, server, give(PDF), sha256=expected.upper()).outcome == "fetched"
    asked = len(server.asked)
    assert fetched(tmp_path, server, give(PDF), sha256=expected).outcome == "unchanged"
    assert len(server.asked) == asked  # what is listed is there: nobody need be asked

    other = hashlib.sha256(b"another").hexdigest()
    one = fetched(tmp_path, server, give(PDF + b"more %%EOF"), sha256=other)
    assert one.outcome == "failed"
    assert f"and {other} is expected; the old file stays" in (one.problem or "")
    assert (tmp_path / "plan.pdf").read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "content_type", "body", "passes"),
    [
        ("plan.txt", "text/plain", b"Population: 765,000", True),
        ("plan.txt", "text/html", b"Population: 765,000", False),
        ("plan.txt", "application/octet-stream", SIGN_IN, False),
        ("plan.html", "text/html", SIGN_IN, True),
        ("plan.html", "text/html", PDF, False),
        ("plan.docx", "application/zip", b"PK\x03\x04 and so on", True),
        ("plan.docx", "application/zip", SIGN_IN, False),
        ("plan.pdf", "binary/octet-stream", PDF, True),
        ("plan.pdf", None, PDF, True),
    ],
)
def test_a_document_is_what_its_name_says(
    tmp_path: Path, server: Server, name: str, content_type: str | None, body: bytes, passes: bool
) -> None:
    one = fetched(tmp_path, server, give(body, Content_Type=content_type), file=name)
    assert (one.outcome == "fetched") is passes, one


def test_private_addresses_are_closed_unless_opened(tmp_path: Path, server: Server) -> None:
    server.answers["/plan.pdf"] = give(PDF)
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1"):
        url = f"http://{host}:{server.server_port}/plan.pdf"
        (one,) = fetch(sources(tmp_path, {"file": "plan.pdf", "url": url}), QUICK)
        assert "is a loopback address (--allow-private permits it)" in (one.problem or "")
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "closed"),
    [
        ("8.8.8.8", None),
        ("2606:4700::1111", None),
        ("64:ff9b::808:808", None),
        ("10.1.2.3", "private"),
        ("192.168.0.1", "private"),
        ("fd00::1", "private"),
        ("::1", "loopback"),
        ("169.254.169.254", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("240.0.0.1", "reserved"),
        ("100.64.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("::ffff:8.8.8.8", "IPv4 address written as IPv6"),
        ("64:ff9b::a00:1", "private"),
        ("2002:7f00:1::", "loopback"),
    ],
)
def test_which_addresses_are_closed(address: str, closed: str | None) -> None:
    reason = why_not(address)
    assert reason is None if closed is None else closed in (reason or "")
    assert (why_not(address, allow_private=True) is None) == (closed in (None, "private", "loopback"))


def test_the_connection_goes_to_the_address_that_was_checked(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that names a public address to the check and this computer to the connection is not believed."""
    real, lookups, connected = socket.getaddrinfo, Counter[str](), []

    def rebinding(host: str, *arguments: Any, **more: Any) -> Any:
        lookups[host] += 1
        if host == "plans.example.org":
            host = "192.0.32.8" if lookups[host] == 1 else "127.0.0.1"
        return real(host, *arguments, **more)

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address[0])
        raise OSError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", connect)
    url = f"http://plans.example.org:{server.server_port}/plan.pdf"
    once = FetchLimits(**{**vars(QUICK), "attempts": 1})
    (one,) = fetch(sources(tmp_path, {"file": "plan.pdf", "url": url}), once)

    assert connected == ["192.0.32.8"]
    assert lookups["plans.example.org"] == 1
    assert "plans.example.org cannot be reached" in (one.problem or "")


def test_one_request_at_a_time_to_each_host(tmp_path: Path, server: Server) -> None:
    busy, most = 0, 0

    def counted(handler: Handler) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        time.sleep(0.02)
        busy -= 1
        handler.send(PDF)

    entries = []
    for number in range(6):
        server.answers[f"/{number}.pdf"] = counted
        host = "127.0.0.1" if number % 2 else "localhost"
        server.answers[f"/to/{number}.pdf"] = redirect(server.url(f"/{number}.pdf"))
        url = f"http://{host}:{server.server_port}/to/{number}.pdf"
        entries.append({"file": f"{number}.pdf", "url": url})
    done = fetch(sources(tmp_path, *entries), QUICK, allow_private=True)
    assert [(one.file, one.outcome) for one in done] == [(f"{number}.pdf", "fetched") for number in range(6)]
    assert most == 1


def test_two_fetches_into_one_folder_do_not_run_at_once(tmp_path: Path, server: Server) -> None:
    problems: list[str] = []

    def fetch_meanwhile(handler: Handler) -> None:
        try:
            fetch(tmp_path / "sources.toml", QUICK, allow_private=True)
        except SourceError as error:
            problems.append(str(error))
        handler.send(PDF)

    assert fetched(tmp_path, server, fetch_meanwhile).outcome == "fetched"
    assert problems == [f"{tmp_path}: another fetch into this folder is running; wait for it to end"]


def test_what_a_killed_fetch_left_behind_is_cleared_and_never_a_document(tmp_path: Path, server: Server) -> None:
    (tmp_path / ".fetch-0123456789abcdef.part").write_bytes(PDF[:100])
    assert discover([tmp_path]) == []
    assert fetched(tmp_path, server, give(PDF)).outcome == "fetched"
    assert files(tmp_path) == {"plan.pdf", "sources.toml", "sources.lock.json"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[source]", "cannot be used"),
        ("[[source]]\nurl = 'https://example.org/plan.pdf'", "source.0.file: Field required"),
        ("[[source]]\nfile = 'a.pdf'\nsha265 = ''", "source.0.sha265: Extra inputs are not permitted"),
        ("[[source]]\nfile = 'a.pdf'\nsha256 = 'abc'", "source.0.sha256: String should match pattern"),
        ("[[source]]\nfile = 'a.pdf'\n[[source]]\nfile = 'A.pdf'", "the file 'a.pdf' is listed more than once"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_as_a_whole(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"sources\.toml: ") as refused:
        fetch(tmp_path / "sources.toml")
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    listed = sources(tmp_path, {"file": "plan.pdf", "url": "https://example.org/plan.pdf"})
    (tmp_path / "sources.lock.json").write_text("{", encoding="utf-8")
    with pytest.raises(SourceError, match=r"sources\.lock\.json: cannot be used .* remove it"):
        fetch(listed)


def test_the_command_prints_a_line_for_each_document_and_ends_with_its_status(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def stp_fetch(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["stp", "fetch", *arguments])
        try:
            main()
        except SystemExit as end:
            return int(end.code or 0), *capfd.readouterr()
        return 0, *capfd.readouterr()

    server.answers |= {"/plan.pdf": give(PDF), "/page.pdf": give(SIGN_IN, Content_Type="text/html")}
    plan, page = ({"file": f"{n}.pdf", "url": server.url(f"/{n}.pdf")} for n in ("plan", "page"))
    listed = str(sources(tmp_path, plan, page))

    assert stp_fetch(listed, "--allow-private") == (
        1,
        "plan.pdf: fetched, 0.00 MB\n2 documents: 1 fetched, 0 unchanged, 1 failed.\n",
        "stp: page.pdf: not fetched: the server sent text/html where a PDF was expected\n",
    )
    sources(tmp_path, plan)
    assert stp_fetch(listed, "--allow-private") == (
        0, "plan.pdf: unchanged, 0.00 MB\n1 document: 0 fetched, 1 unchanged, 0 failed.\n", ""
    )  # fmt: skip
    sources(tmp_path, {"file": "plan.pdf"})
    assert stp_fetch(listed) == (0, f"No document in {listed} has a url: there is nothing to fetch.\n", "")
    status, out, err = stp_fetch(str(tmp_path / "nothing.toml"))
    assert (status, out) == (2, "")
    assert err == f"stp: {tmp_path / 'nothing.toml'}: no such file; name the sources.toml that lists what to fetch\n"
