"""What a log collector sees of a refresh: one JSON object a line on standard error.

Every line has time (UTC), level, stage, document (a file name, or null) and message.
"""

import json
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from flows.outcome import RefreshResult
from flows.refresh import InProcess
from pipeline.ingest import Ingested
from pipeline.warehouse.query import printable

Level = Literal["info", "warning", "error"]


@dataclass
class JsonLog:
    """A log of one refresh. The stage it is in is known from the last one that began."""

    stream: TextIO = field(default_factory=lambda: sys.stderr)
    stage: str = "start"
    _began: float = field(default_factory=time.monotonic)

    def runner(self) -> InProcess:
        """A runner in this process that writes to this log."""
        return InProcess(self._on_stage, self._on_read)

    def write(self, level: Level, message: str, document: str | None = None, **more: Any) -> None:
        """Write one line."""
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": level,
            "stage": self.stage,
            "document": document,
            "message": printable(message),
            **more,
        }
        self.stream.write(json.dumps(line) + "\n")
        self.stream.flush()

    def result(self, result: RefreshResult) -> None:
        """Write what the refresh came to: a line for each document that left or was not read, then the figures."""
        for name, status, problem in result.incomplete:
            self.write("warning", f"{status}: {problem}", name)
        for name in result.removed:
            self.write("info", "left the warehouse", name)
        if result.report_problem:
            self.write("warning", f"the report was not written: {result.report_problem}")
        self._end_stage("done")
        run = result.run.model_dump(mode="json", exclude={"started_at", "finished_at"})
        open_findings = {f"open_{severity}": count for severity, count in result.findings.items()}
        self.write("info", f"published {result.published}", None, **run, **open_findings)

    def _on_stage(self, name: str) -> None:
        self._end_stage(name)
        self.write("info", "begins")

    def _end_stage(self, following: str) -> None:
        if self.stage != "start":
            self.write("info", "ends", seconds=round(time.monotonic() - self._began, 3))
        self.stage, self._began = following, time.monotonic()

    def _on_read(self, ingested: Ingested, total: int) -> None:
        document, found = ingested.document, len(ingested.extraction.records) if ingested.extraction else 0
        self.write(
            "info" if document.status == "read" else "warning",
            document.status + (f": {document.problem}" if document.problem else ""),
            document.file_name,
            pages=document.page_count,
            records=found,
        )
