"""The command `stp fetch`, and what a person sees of it while it runs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.fetch import Fetched, Watcher

_INCOMPLETE = 1


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(fetch)


def fetch(
    sources: Annotated[
        Path, typer.Argument(metavar="SOURCES_TOML", help="The list of documents", show_default=True)
    ] = Path("data/raw/sources.toml"),
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also ask this computer and private networks.")
    ] = False,
    seconds: Annotated[
        float, typer.Option(metavar="S", min=1, help="What a document may take, attempts and waits included")
    ] = 300,
    idle_seconds: Annotated[float, typer.Option(metavar="S", min=0.1, help="How long a server may keep silent")] = 30,
    max_megabytes: Annotated[float, typer.Option(metavar="MB", min=0.001, help="How large a document may be")] = 200,
    attempts: Annotated[int, typer.Option(metavar="N", min=1, max=20, help="How often a busy server is asked")] = 4,
    first_wait: Annotated[
        float, typer.Option(metavar="S", min=0, help="Wait after the first attempt; it doubles with each")
    ] = 1,
) -> None:
    """Download the documents that a sources.toml lists with a url, into its folder.

    What has not changed on the server is not downloaded again: `sources.lock.json`, beside the list, keeps where each
    file came from, when, and its sha256. A document arrives whole or not at all. It is refused when it is not what its
    file name promises, or when its sha256 is not the one listed; the file of before then stays as it was.

    Only http and https are asked, without a proxy, and no address inside a private network unless --allow-private is
    given.

    \b
    Examples:
      stp fetch
      stp fetch plans/sources.toml --max-megabytes 50 && stp refresh plans

    \b
    Exit status:
      0  every document is there, fetched or unchanged
      1  some could not be fetched (they are listed)
      2  the arguments or the list cannot be used
    """
    from pipeline.fetch import FetchLimits
    from pipeline.fetch import fetch as run_fetch

    limits = FetchLimits(
        seconds=seconds,
        idle_seconds=idle_seconds,
        max_bytes=int(max_megabytes * 10**6),
        attempts=attempts,
        first_wait=first_wait,
    )
    with _watched() as watcher:
        done = run_fetch(sources, limits, allow_private, watcher)
    if not done:
        typer.echo(f"No document in {sources} has a url: there is nothing to fetch.")
        return
    counts = [
        f"{sum(one.outcome == outcome for one in done)} {outcome}" for outcome in ("fetched", "unchanged", "failed")
    ]
    typer.echo(f"{len(done)} document{'' if len(done) == 1 else 's'}: {', '.join(counts)}.")
    if any(one.outcome == "failed" for one in done):
        raise typer.Exit(_INCOMPLETE)


def _line(fetched: "Fetched") -> str:
    from pipeline.warehouse.query import printable

    if fetched.outcome == "failed":
        return printable(f"stp: {fetched.file}: not fetched: {fetched.problem}")
    return printable(f"{fetched.file}: {fetched.outcome}, {fetched.size / 10**6:,.2f} MB")


@contextmanager
def _watched() -> Iterator["Watcher"]:
    """A line for each document: failures on standard error, the others on standard output; bars on a terminal."""
    if sys.stderr.isatty():
        with _bars() as watcher:
            yield watcher
    else:
        yield _lines()


def _lines() -> "Watcher":
    from pipeline.fetch import Watcher
    from pipeline.warehouse.query import printable

    class Lines(Watcher):
        def on_wait(self, file: str, reason: str, seconds: float) -> None:
            typer.echo(printable(f"  {file}: {reason}; trying again in {seconds:.1f} s"), err=True)

        def on_done(self, fetched: "Fetched") -> None:
            typer.echo(_line(fetched), err=fetched.outcome == "failed")

    return Lines()


@contextmanager
def _bars() -> Iterator["Watcher"]:
    from threading import Lock

    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
        TransferSpeedColumn,
    )
    from rich.text import Text

    from pipeline.fetch import Watcher
    from pipeline.warehouse.query import printable

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:

        class Bars(Watcher):
            def __init__(self) -> None:
                self._bars: dict[str, TaskID] = {}
                self._guard = Lock()

            def on_bytes(self, file: str, received: int, total: int | None) -> None:
                with self._guard:
                    if file not in self._bars:
                        self._bars[file] = progress.add_task(printable(file), total=total)
                progress.update(self._bars[file], completed=received, total=total)

            def on_wait(self, file: str, reason: str, seconds: float) -> None:
                progress.console.print(Text(printable(f"{file}: {reason}; trying again in {seconds:.1f} s")))

            def on_done(self, fetched: "Fetched") -> None:
                with self._guard:
                    bar = self._bars.pop(fetched.file, None)
                if bar is not None:
                    progress.remove_task(bar)
                progress.console.print(Text(_line(fetched)))

        yield Bars()
