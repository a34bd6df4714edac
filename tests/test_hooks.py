"""Who is told of a refresh, and what they get: a real server on the loopback, a real command."""

import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from plans import NORFOLK, plans

from flows.hooks import Notice, refresh_and_tell, tell
from flows.refresh import InProcess
from flows.request import RefreshRequest
from pipeline.recipients import Command, Webhook
from pipeline.settings import SettingError, Settings, settings
from pipeline.sources import SourceError

NOTICE = Notice(event="failure", message="It failed", warehouse=Path("w.duckdb"), report=Path("report"))
KEEP = "import sys, pathlib; pathlib.Path('told.json').write_text(sys.stdin.read())"


class Listener:
    """A web server that keeps what it is sent, and answers with `status`."""

    def __init__(self, status: int = 204) -> None:
        self.got: list[Any] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                listener.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Keep the test's output clean."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?token=secret"


@pytest.fixture
def listener(request: pytest.FixtureRequest) -> Iterator[Listener]:
    listening = Listener(getattr(request, "param", 204))
    thread = Thread(target=listening.server.serve_forever)
    thread.start()
    yield listening
    listening.server.shutdown()
    listening.server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refreshed(told: Settings) -> list[str]:
    """Refresh `plans/` and give the warnings."""
    warnings: list[str] = []
    places = {"warehouse": Path("w.duckdb"), "report": Path("report"), "decisions": Path("d.jsonl")}
    refresh_and_tell(RefreshRequest(sources=("plans",), workers=1, **places), InProcess(), told, warnings.append)
    return warnings


def test_errors_are_told_once_when_they_are_new(listener: Listener) -> None:
    plans(Path("plans"))
    told = settings(on_new_errors=listener.url)
    assert refreshed(told) == []
    assert refreshed(told) == []

    (notice,) = listener.got
    assert notice["event"] == "new_errors"
    assert notice["message"] == "The refresh of w.duckdb raised 1 new error"
    assert [error["rule"] for error in notice["new_errors"]] == ["gap_components_disagree_with_total"]

    plans(Path("plans"), norfolk=NORFOLK.replace("£300 M", "£310 M"))
    refreshed(told)
    assert len(listener.got) == 2


def test_a_failure_is_told_and_still_a_failure() -> None:
    told = settings(on_failure=[sys.executable, "-c", KEEP])
    with pytest.raises(SourceError):
        refreshed(told)

    notice = json.loads(Path("told.json").read_text())
    assert notice["message"] == "The refresh of w.duckdb failed: plans: no such file or folder"
    assert notice["run_id"] is None


@pytest.mark.parametrize("listener", [500, 302], indirect=True)
def test_an_address_that_refuses_is_one_line_without_its_secret(listener: Listener) -> None:
    assert (tell(Webhook(listener.url), NOTICE) or "").startswith(
        "http://127.0.0.1/... could not be told of the failure: it answered "
    )
    assert len(listener.got) == 1


@pytest.mark.parametrize(
    ("recipient", "reason"),
    [
        (Webhook("http://127.0.0.1:9/hook"), "Connection refused"),
        (Command((sys.executable, "-c", "raise SystemExit(7)")), "it ended with status 7"),
        (Command((sys.executable, "-c", "pass")), None),
        (Command(("no-such-program",)), "No such file or directory"),
        (Command(("/",)), "Permission denied"),
    ],
)
def test_who_cannot_be_told_is_named_with_the_reason(recipient: Webhook | Command, reason: str | None) -> None:
    problem = tell(recipient, NOTICE)
    assert problem is None if reason is None else reason in (problem or "")


def test_a_command_sees_no_shell() -> None:
    assert tell(Command((sys.executable, "-c", KEEP, "; touch harm $(touch harm)")), NOTICE) is None
    assert not Path("harm").exists()


def test_recipients_come_from_the_environment_and_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "stp.toml").write_text('on_new_errors = ["notify", "--team", "plans"]')
    monkeypatch.setenv("STP_ON_FAILURE", "https://example.org/hook")
    assert settings().on_failure == Webhook("https://example.org/hook")
    assert settings().on_new_errors == Command(("notify", "--team", "plans"))
    monkeypatch.setenv("STP_ON_FAILURE", '["notify", "two words"]')
    assert str(settings().on_failure) == "notify 'two words'"


@pytest.mark.parametrize(
    "value", ["file:///etc/passwd", "ftp://example.org", "notify", "[]", "https://", "http://[::1/hook", '[""]']
)
def test_what_is_no_recipient_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STP_ON_FAILURE", value)
    with pytest.raises(SettingError, match=r"STP_ON_FAILURE: .*neither an http\(s\) address nor a command"):
        settings()
