"""Tell someone what a refresh did: that it failed, or that it raised errors that were not there before.

A web address is sent the notice as JSON by POST, a command finds it on its standard input. Who cannot be told is no
reason for a refresh to fail.
"""

import subprocess
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.outcome import RefreshResult
from flows.refresh import Runner, refresh
from flows.request import RefreshRequest
from pipeline.checks.wording import counted
from pipeline.recipients import Recipient, Webhook
from pipeline.remote import Place
from pipeline.settings import Notices
from pipeline.warehouse.query import printable, reading

_NEW_ERRORS = """
    SELECT finding_id, rule, footprint_id, message FROM findings
    WHERE first_seen_run = $run AND severity = 'error' AND status = 'open' ORDER BY footprint_id, rule, finding_id
"""
_WEBHOOK_SECONDS = 15
_COMMAND_SECONDS = 60


class NewError(BaseModel):
    """A finding of severity `error` that no earlier run raised."""

    model_config = ConfigDict(frozen=True)

    finding_id: str
    rule: str
    footprint_id: str | None
    message: str


class Notice(BaseModel):
    """What a recipient gets, as JSON."""

    model_config = ConfigDict(frozen=True)

    event: Literal["failure", "new_errors"]
    message: str = Field(description="one line for a person")
    warehouse: Place
    report: Place
    run_id: str | None = Field(default=None, description="the run that published; null when nothing was")
    new_errors: tuple[NewError, ...] = ()


def failure(request: RefreshRequest, reason: str) -> Notice:
    """The notice that a refresh could publish nothing."""
    message = printable(f"The refresh of {request.warehouse} failed: {reason}")
    return Notice(event="failure", message=message, warehouse=request.warehouse, report=request.report)


def new_errors(result: RefreshResult) -> Notice | None:
    """The notice of the errors that this run was the first to raise; None when there are none."""
    with reading(result.warehouse) as con:
        rows = con.execute(_NEW_ERRORS, {"run": result.run.run_id}).fetchall()
    if not rows:
        return None
    errors = tuple(NewError(**dict(zip(NewError.model_fields, row, strict=True))) for row in rows)
    return Notice(
        event="new_errors",
        message=f"The refresh of {result.published} raised {counted(len(errors), 'new error')}",
        warehouse=result.published,
        report=result.reported,
        run_id=result.run.run_id,
        new_errors=errors,
    )


def tell(recipient: Recipient, notice: Notice) -> str | None:
    """Pass a notice on; the reason, in one line, when the recipient could not be told."""
    try:
        if isinstance(recipient, Webhook):
            _post(recipient.url, notice)
        else:
            _run(recipient.argv, notice)
    except _NotToldError as error:
        return printable(f"{recipient} could not be told of the {notice.event}: {error}")
    return None


class _NotToldError(Exception):
    pass


def _post(url: str, notice: Notice) -> None:
    import httpx  # takes long to import, and few refreshes need it

    headers = {"Content-Type": "application/json"}
    try:
        with httpx.Client(timeout=_WEBHOOK_SECONDS, transport=httpx.HTTPTransport(retries=2)) as client:
            answer = client.post(url, content=notice.model_dump_json(), headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _NotToldError(str(error) or type(error).__name__) from error
    if not answer.is_success:
        raise _NotToldError(f"it answered {answer.status_code}")


def _run(argv: tuple[str, ...], notice: Notice) -> None:
    try:
        ended = subprocess.run(
            argv,
            input=notice.model_dump_json().encode(),
            stdout=subprocess.DEVNULL,
            timeout=_COMMAND_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _NotToldError(f"it did not end within {_COMMAND_SECONDS} s") from error
    except (OSError, ValueError) as error:
        raise _NotToldError(getattr(error, "strerror", None) or str(error)) from error
    if ended.returncode:
        raise _NotToldError(f"it ended with status {ended.returncode}")


def refresh_and_tell(
    request: RefreshRequest, run: Runner, notices: Notices, warn: Callable[[str], None]
) -> RefreshResult:
    """Refresh, and tell whoever is to be told; `warn` gets a line for each recipient that could not be.

    Raises what `refresh` raises.
    """
    try:
        result = refresh(request, run)
    except Exception as error:
        _tell(notices.on_failure, failure(request, str(error) or type(error).__name__), warn)
        raise
    if notices.on_new_errors:
        _tell(notices.on_new_errors, new_errors(result), warn)
    return result


def _tell(recipient: Recipient | None, notice: Notice | None, warn: Callable[[str], None]) -> None:
    if recipient and notice and (problem := tell(recipient, notice)):
        warn(problem)
