"""Arguments that several commands share."""

from typing import Annotated

import typer

SourcesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="SOURCES", help="Files, folders and URLs to read  [default: data/raw]", show_default=False),
]
WarehouseOption = Annotated[
    str | None,
    typer.Option(
        "--warehouse", "-w", metavar="FILE", help="The warehouse or its URL  [default: data/curated/stp.duckdb]"
    ),
]
ReportOption = Annotated[
    str | None,
    typer.Option("--report", metavar="DIR", help="Folder of the report  [default: data/curated/report]"),
]
DecisionsOption = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Reviewers' decisions to apply  [default: data/curated/decisions.jsonl]"),
]
ExpectationsOption = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="What a load is expected to hold; too little is not published"),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="Documents read at the same time  [default: one a processor]"),
]
FullOption = Annotated[bool, typer.Option("--full", help="Read every document again, also unchanged ones.")]
