"""What the report tells, read from a published warehouse in one go."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.warehouse.query import reading
from schemas.findings import Finding
from schemas.tables import RECORD_TABLES


@dataclass(frozen=True)
class Contents:
    """Everything the pages show. Rows of tables are dictionaries by column name."""

    run: dict[str, Any]
    documents: list[dict[str, Any]]
    footprints: dict[str, dict[str, Any]]
    findings: list[Finding]
    record_counts: dict[str, int]

    @property
    def by_severity(self) -> Counter[str]:
        """Open findings by severity."""
        return Counter(finding.severity for finding in self.findings if finding.status == "open")

    def new(self, finding: Finding) -> bool:
        """Whether the last run raised it for the first time."""
        return bool(finding.first_seen_run == self.run["run_id"])


def read_contents(warehouse: Path) -> Contents:
    """Read a warehouse for its report. Raises NoWarehouseError where there is none."""
    with reading(warehouse) as con:

        def rows(sql: str) -> list[dict[str, Any]]:
            cursor = con.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        findings = [Finding(**row) for row in rows("SELECT * FROM findings")]
        return Contents(
            run=rows("SELECT * FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 1")[0],
            documents=rows("SELECT * FROM documents ORDER BY file_name, document_id"),
            footprints={row["footprint_id"]: row for row in rows("SELECT * FROM footprint_profile")},
            findings=findings,
            record_counts={table.name: con.table(table.name).count("*").fetchall()[0][0] for table in RECORD_TABLES},
        )
