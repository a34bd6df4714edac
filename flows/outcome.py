"""What a refresh did, in figures and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from flows.request import LocalRequest
from pipeline.checks.wording import counted
from pipeline.remote import within
from pipeline.sources import Source
from pipeline.warehouse.history import History
from pipeline.warehouse.query import count, printable, reading
from schemas.findings import Run
from schemas.tables import RECORD_TABLES


class Incomplete(NamedTuple):
    """A document that could not be read in full: `unreadable` or `partly_read`, and why."""

    file_name: str
    status: str
    problem: str


@dataclass(frozen=True)
class RefreshResult:
    """What a refresh read, loaded and found, and where it stands."""

    warehouse: Path
    """The file on this machine; where a URL names the warehouse, its copy."""
    published: Path | str
    reported: Path | str
    """Where the warehouse and the report are, as they were asked for."""
    run: Run
    documents: int
    records: dict[str, int]
    findings: dict[str, int]
    """Open findings by severity."""
    incomplete: tuple[Incomplete, ...]
    removed: tuple[str, ...]
    """Names of documents that were in the old warehouse and are no longer among the sources."""
    duplicates: tuple[tuple[str, str], ...]
    """Location of a file, and of the one with the same bytes that was read instead."""
    lapsed: int
    """Decisions whose words no longer stand."""
    notes: tuple[str, ...]
    """What else to know of: expectations that too much was found for, a history that could not be read."""
    unchanged: bool
    """Whether nothing had changed since the last load, whose rows and report then stand as they were."""
    report_problem: str | None
    """Why the report could not be written, where it could not."""

    @property
    def complete(self) -> bool:
        """Whether every document could be read in full, and the report written."""
        return not (self.incomplete or self.report_problem)

    def lines(self) -> list[str]:
        """The whole in plain lines, for a terminal."""
        run = self.run
        lines = [
            f"Read {counted(run.documents_read, 'document')}, reused {run.documents_reused}: "
            f"{counted(self.documents, 'document')}, {counted(run.pages, 'page')}."
        ]
        if self.unchanged:
            lines.append("Nothing has changed since the last load: its rows and its report stand.")
        lines += [f"  not read in full: {name} ({problem})" for name, _, problem in self.incomplete]
        lines += [f"  left the warehouse: {name}" for name in self.removed]
        lines += [f"  same bytes, read once: {copy} = {first}" for copy, first in self.duplicates]
        lines.append(f"Found {counted(run.records, 'record')}, refused {counted(run.rejected, 'candidate')}:")
        lines += [f"  {table:22}{count:8,}" for table, count in self.records.items()]
        severities = ", ".join(
            counted(count, severity, "info" if severity == "info" else None)
            for severity, count in self.findings.items()
        )
        lines.append(f"Open findings: {severities}.")
        if self.lapsed:
            lines.append(f"{counted(self.lapsed, 'decision')} lapsed: the words decided on no longer stand.")
        lines += [f"Note: {note}." for note in self.notes]
        written = str(within(self.reported, "index.html"))
        if self.report_problem:
            written = f"not written ({self.report_problem}); `stp report` tries again"
        lines += [f"Warehouse: {self.published}", f"Report:    {written}"]
        return [printable(line) for line in lines]

    def markdown(self) -> str:
        """The whole as Markdown, for Prefect's pages."""
        rows = "\n".join(f"| {table} | {count:,} |" for table, count in self.records.items())
        told = "\n".join(f"    {line}" for line in self.lines() if not line.startswith("  ") or "(" in line)
        return f"# Refresh {self.run.run_id}\n\n{told}\n\n| table | records |\n|---|--:|\n{rows}\n"


def outcome(
    request: LocalRequest,
    sources: Sequence[Source],
    history: History,
    told: Sequence[str] = (),
    report_problem: str | None = None,
    unchanged: bool = False,
) -> RefreshResult:
    """What stands in the warehouse that was just published."""
    with reading(request.warehouse) as con:
        columns = ", ".join(Run.model_fields)
        last = con.execute(f"SELECT {columns} FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 1").fetchall()[0]  # noqa: S608 - our own names
        documents = con.execute("SELECT file_name, status, problem FROM documents ORDER BY file_name").fetchall()
        found = dict(
            con.execute("SELECT severity, count(*) FROM findings WHERE status = 'open' GROUP BY severity").fetchall()
        )
        records = {table.name: count(con, table.name) for table in RECORD_TABLES}
        lapsed = count(con, "decisions", "lapsed")
    return RefreshResult(
        warehouse=request.warehouse,
        published=request.warehouse,
        reported=request.report,
        run=Run(**dict(zip(Run.model_fields, last, strict=True))),
        documents=len(documents),
        records=records,
        findings={severity: found.get(severity, 0) for severity in ("error", "warning", "info")},
        incomplete=tuple(Incomplete(name, status, why or "") for name, status, why in documents if status != "read"),
        removed=() if request.only else tuple(document.file_name for document in history.others(sources)),
        duplicates=tuple((copy, source.location) for source in sources for copy in source.duplicates),
        lapsed=lapsed,
        notes=(*filter(None, [history.problem]), *told),
        unchanged=unchanged,
        report_problem=report_problem,
    )
