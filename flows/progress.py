"""What a person sees of a refresh while it runs: a bar where a terminal is attached, plain lines elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from flows.refresh import InProcess
from pipeline.checks.wording import counted
from pipeline.ingest import Ingested
from pipeline.warehouse.query import printable

_DOING = {
    "bring": "Bringing what URLs name to this machine",
    "discover": "Looking for documents",
    "read": "Reading",
    "load": "Loading",
    "check": "Checking",
    "judge": "Holding against expectations",
    "publish": "Publishing",
    "compare": "Comparing with the load before",
    "report": "Writing the report",
    "put": "Putting the warehouse and the report in their places",
}


@contextmanager
def watched() -> Iterator[InProcess]:
    """A runner in this process that shows its progress on standard error."""
    if sys.stderr.isatty():
        with _bar() as runner:
            yield runner
    else:
        yield _lines()


def _line_of(ingested: Ingested) -> str:
    document = ingested.document
    if document.status == "unreadable":
        return printable(f"{document.file_name}: not read: {document.problem}")
    found = len(ingested.extraction.records) if ingested.extraction else 0
    problem = f"; {document.problem}" if document.problem else ""
    return printable(
        f"{document.file_name}: {counted(document.page_count, 'page')}, {counted(found, 'record')}{problem}"
    )


def _lines() -> InProcess:
    done = 0

    def on_read(ingested: Ingested, total: int) -> None:
        nonlocal done
        done += 1
        sys.stderr.write(f"  {done}/{total} {_line_of(ingested)}\n")

    def on_stage(name: str) -> None:
        sys.stderr.write(_DOING[name] + "\n")
        sys.stderr.flush()

    return InProcess(on_stage, on_read)


@contextmanager
def _bar() -> Iterator[InProcess]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.text import Text

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def on_stage(name: str) -> None:
            progress.reset(task, total=None, description=_DOING[name])

        def on_read(ingested: Ingested, total: int) -> None:
            progress.update(task, advance=1, total=total)
            progress.console.print(Text(_line_of(ingested)))

        yield InProcess(on_stage, on_read)
