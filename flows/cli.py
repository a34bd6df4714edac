"""The command `stp`. What a command does lives elsewhere; here are its words, its arguments and its exit status.

Exit status: 0 done; 1 done, but some document could not be read in full; 2 unusable arguments; 3 nothing published, the
old warehouse stands. Modules that take long to import are imported by the command that needs them.
"""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from flows import differences, fetching, schedule
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
    from pipeline.settings import Settings

INCOMPLETE, UNUSABLE, NOT_PUBLISHED = 1, 2, 3

app = typer.Typer(
    name="stp",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class Form(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"


class RecordForm(StrEnum):
    """How records are printed."""

    table = "table"
    jsonl = "jsonl"


def main() -> None:
    """Run `stp`; an error that a user can act on is one line and an exit status, never a traceback."""
    try:
        app()
    except Exception as error:
        _fail(error)


def _fail(error: Exception) -> NoReturn:
    message, status = _judged(error)
    typer.echo(f"stp: {message}", err=True)
    sys.exit(status)


def _judged(error: Exception) -> tuple[str, int]:
    """One line for the user, and the exit status. With STP_TRACEBACK set, a fault in the program is raised again."""
    from pipeline.checks.expectations import ExpectationsError
    from pipeline.evaluation.labels import LabelError
    from pipeline.ingest import IngestError
    from pipeline.remote import RemoteError
    from pipeline.settings import SettingError
    from pipeline.sources import SourceError
    from pipeline.warehouse.errors import DecisionError, NoWarehouseError, WarehouseError
    from pipeline.warehouse.query import QueryError

    unusable = (
        SourceError,
        SettingError,
        DecisionError,
        ExpectationsError,
        LabelError,
        QueryError,
        NoWarehouseError,
        RemoteError,
    )
    if isinstance(error, (*unusable, WarehouseError, IngestError, OSError)):
        return str(error), UNUSABLE if isinstance(error, unusable) else NOT_PUBLISHED
    if os.environ.get("STP_TRACEBACK"):
        raise error
    reason = (str(error).strip() or "no reason given").splitlines()[0]
    fault = f"a fault in the program ({type(error).__name__}: {reason}); set STP_TRACEBACK=1 to see where"
    return fault, NOT_PUBLISHED


def _version(wanted: bool) -> None:
    if wanted:
        from pipeline.version import package_version

        typer.echo(f"stp {package_version()}")
        raise typer.Exit


@app.callback(epilog="Start with `stp refresh`; `stp COMMAND --help` explains a command.")
def stp(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Turn Sustainability and Transformation Plan documents into a DuckDB warehouse with evidence and findings.

    \b
    stp refresh                        read data/raw, publish the warehouse and the report
    stp query "FROM footprint_profile" ask the warehouse
    stp extract plan.pdf               see what one document states
    """


def _settings(**flags: Any) -> "Settings":
    from pipeline.settings import settings

    return settings(**flags)


def _warehouse(given: str | None) -> Path:
    """The warehouse as a local file: itself, or a copy of the one that a URL names."""
    from pipeline.remote import Mirror

    chosen = _settings(warehouse=given)
    return Mirror(chosen.mirror).fetch(chosen.warehouse)


@app.command()
def refresh(
    sources: SourcesArgument = None,
    warehouse: WarehouseOption = None,
    report: ReportOption = None,
    decisions: DecisionsOption = None,
    expectations: ExpectationsOption = None,
    workers: WorkersOption = None,
    full: FullOption = False,
    only: Annotated[
        bool, typer.Option("--only", help="Read SOURCES again, leave the rest of the warehouse as it is.")
    ] = False,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Log in JSON, one object a line on standard error, and print nothing.")
    ] = False,
) -> None:
    """Read documents, publish the warehouse, write the report.

    SOURCES are the whole set: a document that is no longer among them leaves the warehouse. A document that has not
    changed is not read again. Readers of the warehouse are not disturbed; they see the old one until the new one is
    whole.

    \b
    Examples:
      stp refresh
      stp refresh plans/ letter.txt --warehouse /srv/stp.duckdb --report /srv/www/stp
      stp refresh --only plans/dorset.pdf

    \b
    Exit status:
      0  published
      1  published, but some document could not be read in full (they are listed)
      2  the arguments cannot be used
      3  nothing published, the old warehouse stands
    """
    from flows.hooks import refresh_and_tell
    from flows.logs import JsonLog
    from flows.progress import watched
    from flows.request import RefreshRequest

    chosen = _settings(
        sources=tuple(sources) if sources else None,
        warehouse=warehouse,
        report=report,
        decisions=decisions,
        expectations=expectations,
        workers=workers,
    )
    request = RefreshRequest.of(chosen, full, only)
    if log_json:
        log = JsonLog()
        try:
            result = refresh_and_tell(request, log.runner(), chosen, lambda line: log.write("warning", line))
        except Exception as error:
            message, status = _judged(error)
            log.write("error", message)
            raise typer.Exit(status) from error
        log.result(result)
    else:
        with watched() as runner:
            result = refresh_and_tell(request, runner, chosen, lambda line: typer.echo(f"stp: {line}", err=True))
        for line in result.lines():
            typer.echo(line)
    if not result.complete:
        raise typer.Exit(INCOMPLETE)


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document", show_default=False)],
    form: Annotated[RecordForm, typer.Option("--format", "-f", help="How to print the records")] = RecordForm.table,
    why: Annotated[
        bool, typer.Option("--why", help="Also show which rule found each record, and what was refused and why.")
    ] = False,
) -> None:
    """Show what one document states; no warehouse is read or written.

    \b
    Examples:
      stp extract plan.pdf
      stp extract plan.pdf --why
      stp extract plan.pdf --format jsonl | jq 'select(.table == "leads") | .name'
    """
    from flows.listing import as_jsonl, as_tables
    from pipeline.ingest import ingest
    from pipeline.sources import SourceError, discover

    if file.is_dir():
        raise SourceError(f"{file}: is a folder; name one document")
    ingested = ingest(discover([file])[0], _settings().limits)
    typer.echo((as_jsonl if form is RecordForm.jsonl else as_tables)(ingested, why), nl=False)
    if ingested.document.status != "read":
        typer.echo(f"stp: {ingested.document.file_name}: not read in full: {ingested.document.problem}", err=True)
        raise typer.Exit(INCOMPLETE)


@app.command()
def query(
    sql: Annotated[
        str, typer.Argument(metavar="SQL", help="A query, or - to read it from standard input", show_default=False)
    ],
    form: Annotated[Form, typer.Option("--format", "-f", help="How to print the rows")] = Form.table,
    warehouse: WarehouseOption = None,
) -> None:
    """Ask the warehouse in SQL. Nothing can be written, and no other file can be read.

    \b
    Examples:
      stp query "SHOW TABLES"
      stp query "DESCRIBE financial_gaps"
      stp query "SELECT name, population, combined_gap_gbp FROM footprint_profile ORDER BY 3 DESC NULLS LAST"
      stp query "FROM findings WHERE severity = 'error'" --format csv > errors.csv
    """
    from pipeline.warehouse import query as warehouse_query

    answer = warehouse_query.query(_warehouse(warehouse), sys.stdin.read() if sql == "-" else sql)
    printers = {
        Form.table: lambda a: warehouse_query.as_table(a, _width()),
        Form.csv: warehouse_query.as_csv,
        Form.json: warehouse_query.as_json,
        Form.jsonl: warehouse_query.as_jsonl,
    }
    typer.echo(printers[form](answer), nl=False)


def _width() -> int | None:
    """Columns of the terminal; None where there is none, and lines may be as long as they are."""
    return os.get_terminal_size().columns if sys.stdout.isatty() else None


@app.command()
def evaluate(
    labels: Annotated[list[Path], typer.Argument(metavar="LABELS", help="Labelled JSONL files", show_default=False)],
    warehouse: WarehouseOption = None,
    misses: Annotated[
        int, typer.Option(metavar="N", min=0, help="Show up to N misses and false rows of each table")
    ] = 0,
    lenient: Annotated[bool, typer.Option("--lenient", help="Show those of the lenient match.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print every figure as JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown tables, also of each document.")] = False,
    documents: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH",
            help="Read these documents instead of a warehouse, and print the page docs/accuracy.md. May be repeated.",
        ),
    ] = None,
) -> None:
    """Compare the warehouse with labels: precision, recall and F1 of each table.

    The strict match takes attributes into account that the lenient one leaves out, such as a gap's component.
    `evidence` is the share of the labels found whose record quotes the labelled words, `exact` the share whose further
    attributes agree.

    \b
    Examples:
      stp evaluate labels/*.jsonl
      stp evaluate labels/tracker.jsonl --misses 5
      stp evaluate labels/*.jsonl --documents corpus > docs/accuracy.md
    """
    from pipeline.evaluation import figures
    from pipeline.evaluation.labels import read_labels
    from pipeline.evaluation.score import read_extracted

    wanted = read_labels(labels)
    if documents:
        from pipeline.evaluation.accuracy import accuracy_page

        typer.echo(accuracy_page(wanted, documents), nl=False)
        return
    extracted = read_extracted(_warehouse(warehouse))
    if markdown:
        typer.echo(figures.as_markdown(wanted, extracted), nl=False)
        return
    scores = figures.scores(wanted, extracted)
    typer.echo(figures.as_json(scores) if json else figures.as_text(scores), nl=False)
    if misses and not json:
        typer.echo(figures.misses(scores.lenient if lenient else scores.strict, misses), nl=False)


@app.command()
def report(warehouse: WarehouseOption = None, report: ReportOption = None) -> None:
    """Write the validation report of the warehouse again.

    \b
    Example:
      stp report --report /srv/www/stp
    """
    from pipeline.remote import Mirror, within
    from pipeline.report.write import write_report
    from pipeline.warehouse.query import reading

    chosen = _settings(report=report)
    mirror, file = Mirror(chosen.mirror), _warehouse(warehouse)
    with reading(file):
        pass  # says so when there is none
    write_report(file, mirror.path(chosen.report))
    mirror.put_folder(chosen.report, last="index.html")
    typer.echo(f"Report: {within(chosen.report, 'index.html')}")


@app.command()
def train_ner(
    output: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write the model to", show_default=False)],
    seed: Annotated[int, typer.Option(metavar="N", help="The same seed gives the same model")] = 0,
) -> None:
    """Train the entity recogniser from nothing, on the corpus that the project writes itself.

    Takes some minutes, and prints how well the model does on held-out passages. The model in use is the one that the
    package ships.

    \b
    Example:
      stp train-ner extractors/ner/model
    """
    from pipeline.ner_training.train import train_ner as train
    from pipeline.warehouse.query import Answer, as_table

    scores = train(output, seed=seed, progress=lambda line: typer.echo(line, err=True))
    rows = [(part, label, *score) for part, of_part in scores._asdict().items() for label, score in of_part.items()]
    columns = ("passages", "label", *next(iter(scores.heldout.values()))._fields)
    typer.echo(as_table(Answer(columns, tuple(rows))), nl=False)


@app.command()
def config() -> None:
    """Show every setting, its value and where that comes from.

    Settings stand in `stp.toml` in the working folder, in the environment, or in flags; later ones hide earlier ones.

    \b
    Examples:
      STP_WAREHOUSE=/srv/stp.duckdb stp config
      echo 'limits = {seconds = 60}' > stp.toml && stp config
    """
    from pipeline.settings import in_force
    from pipeline.warehouse.query import Answer, as_table

    rows = tuple((s.name, _spelled(s.value), s.origin, s.meaning) for s in in_force())
    typer.echo(as_table(Answer(("setting", "value", "from", "meaning"), rows), _width()), nl=False)


def _spelled(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


fetching.register(app)
differences.register(app)
schedule.register(app)
