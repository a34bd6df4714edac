"""Serve the refresh on a schedule, through a Prefect server."""

import asyncio
import json
import logging
import os
from collections.abc import Callable
from datetime import datetime

import httpx
from pydantic import ValidationError

from flows.orchestration import refresh_flow  # isort: skip - quietens Prefect before the next ones import it
from prefect.client.schemas.schedules import CronSchedule
from prefect.schedules import Cron, Schedule
from prefect.server.schemas.schedules import CronSchedule as Calendar
from prefect.settings import get_current_settings
from prefect.types.entrypoint import EntrypointType

from flows.request import RefreshRequest
from pipeline.settings import Notices, SettingError, settings

_FIELDS = 5


def serve(request: RefreshRequest, name: str, cron: str, timezone: str, say: Callable[[str], None]) -> None:
    """Refresh at these times until the process is stopped. Raises SettingError when that cannot begin."""
    schedule, first = times(cron, timezone)
    server = _server()
    _hand_on(settings())
    say(f"Refreshing {request.warehouse} by cron {cron!r} ({timezone}), first on {first:%A %d %B %Y at %H:%M}.")
    say(f"Server: {server}; deployment: {refresh_flow.name}/{name}. Ctrl-C stops it.")
    logging.getLogger("asyncio").addFilter(_no_cancellation)
    refresh_flow.serve(
        name=name,
        schedule=schedule,
        parameters={"request": request.model_dump(mode="json")},
        description=f"Refreshes {request.warehouse}",
        limit=1,
        global_limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
        print_starting_message=False,
    )


def _no_cancellation(record: logging.LogRecord) -> bool:
    """Whether to log this: not that a task was cancelled, which asyncio of Python 3.11 tells of as of an error.

    It does so when the command is stopped while the connection to a run that has just ended is still open.
    """
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def times(cron: str, timezone: str) -> tuple[Schedule, datetime]:
    """The schedule and the first time it names from now. Raises SettingError."""
    if len(cron.split()) != _FIELDS and not cron.startswith("@"):
        raise SettingError(
            f"--cron {cron!r}: has {len(cron.split())} fields, not 5 (minute hour day month weekday), as in '0 6 * * 1'"
        )
    try:
        CronSchedule(cron=cron, timezone=timezone)
    except ValidationError as error:
        if error.errors()[0]["loc"][0] == "timezone":
            raise SettingError(f"--timezone {timezone!r}: is no time zone, such as Europe/London") from error
        raise SettingError(f"--cron {cron!r}: is no time (minute hour day month weekday), as in '0 6 * * 1'") from error
    try:
        (first,) = asyncio.run(Calendar(cron=cron, timezone=timezone).get_dates(1))
    except ValueError as error:
        raise SettingError(f"--cron {cron!r}: is a time that never comes") from error
    return Cron(cron, timezone=timezone), first


def _server() -> str:
    url = get_current_settings().api.url
    if not url:
        raise SettingError(
            "there is no Prefect server to keep the schedule: start one with `prefect server start`, and set"
            " PREFECT_API_URL=http://127.0.0.1:4200/api"
        )
    try:
        httpx.get(f"{url}/health", timeout=10).raise_for_status()
    except httpx.HTTPError as error:
        raise SettingError(
            f"the Prefect server at {url} does not answer ({str(error) or type(error).__name__})"
        ) from error
    return url


def _hand_on(notices: Notices) -> None:
    """A run is a process of its own, in another folder maybe: give it the recipients in its environment."""
    for name, recipient in notices.model_dump(mode="json", include=set(Notices.model_fields)).items():
        if recipient:
            given = recipient if isinstance(recipient, str) else json.dumps(recipient)
            os.environ[f"STP_{name.upper()}"] = given
