"""The command `stp diff`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class DifferenceForm(StrEnum):
    """How a difference is printed."""

    text = "text"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(diff)


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The warehouse of before", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The warehouse of now", show_default=False)],
    form: Annotated[DifferenceForm, typer.Option("--format", "-f", help="How to print it")] = DifferenceForm.text,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write it as a page")] = None,
) -> None:
    """Show what changed between two warehouses: documents, figures of footprints, records, findings.

    Red: a footprint's own figure changed or vanished. Yellow: records and documents that changed or went, findings
    opened. Green: what came in, findings closed. A statement that only moved within its document has not changed.

    \b
    Examples:
      stp diff last-week.duckdb data/curated/stp.duckdb
      stp diff old.duckdb new.duckdb --format json | jq '.figures[] | select(.tier == "red")'
      stp diff old.duckdb new.duckdb --html changes.html

    \b
    Exit status:
      0  compared, whether anything changed or not
      2  one of them is no warehouse that can be compared
    """
    from pipeline.diff import diff_warehouses, difference_text, write_diff_page

    found = diff_warehouses(old, new)
    if form is DifferenceForm.json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        typer.echo(difference_text(found), nl=False)
    if html is not None:
        write_diff_page(found, html)
