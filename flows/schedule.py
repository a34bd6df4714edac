"""The command `stp schedule`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.options import (
    DecisionsOption,
    ExpectationsOption,
    FullOption,
    ReportOption,
    SourcesArgument,
    WarehouseOption,
    WorkersOption,
)

if TYPE_CHECKING:
    from flows.request import RefreshRequest


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(schedule)


def schedule(
    cron: Annotated[str, typer.Option(metavar="CRON", help="When: minute, hour, day, month, weekday")],
    sources: SourcesArgument = None,
    timezone: Annotated[str, typer.Option(metavar="ZONE", help="The time zone that CRON is meant in")] = "UTC",
    warehouse: WarehouseOption = None,
    report: ReportOption = None,
    decisions: DecisionsOption = None,
    expectations: ExpectationsOption = None,
    workers: WorkersOption = None,
    full: FullOption = False,
    name: Annotated[str, typer.Option(metavar="NAME", help="What Prefect's pages call this schedule")] = "scheduled",
) -> None:
    """Refresh again and again, as a Prefect flow. Runs until it is stopped (Ctrl-C or SIGTERM).

    Needs a Prefect server: `prefect server start` starts one on this machine, and PREFECT_API_URL says where it is.
    Paths, settings and recipients of notices are those in force when the schedule starts. Two refreshes of one
    warehouse never run at the same time: the later one waits.

    \b
    Examples:
      export PREFECT_API_URL=http://127.0.0.1:4200/api
      stp schedule --cron "0 6 * * 1" --timezone Europe/London
      stp schedule --cron "30 2 * * *" plans/ --warehouse /srv/stp.duckdb --report /srv/www/stp

    \b
    Exit status:
      0  stopped
      2  the arguments cannot be used, or there is no Prefect server
    """
    from flows.request import RefreshRequest
    from pipeline.settings import settings

    given = {
        "sources": tuple(sources) if sources else None,
        "warehouse": warehouse,
        "report": report,
        "decisions": decisions,
        "expectations": expectations,
        "workers": workers,
    }
    request = RefreshRequest.of(settings(**given), full)

    from flows.serving import serve  # imports Prefect, which takes seconds

    serve(_wherever_it_runs(request), name, cron, timezone, say=typer.echo)


def _absolute(place: str | Path) -> str | Path:
    return place.resolve() if isinstance(place, Path) else place


def _wherever_it_runs(request: "RefreshRequest") -> "RefreshRequest":
    """The same request with absolute paths."""
    from pipeline.remote import local

    return request.model_copy(
        update={
            "sources": tuple(str(_absolute(local(place))) for place in request.sources),
            **{name: _absolute(getattr(request, name)) for name in ("warehouse", "report", "decisions", "mirror")},
            "expectations": request.expectations and _absolute(request.expectations),
        }
    )
