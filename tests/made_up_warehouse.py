"""A small warehouse for tests of checks and report, written as a text with statements marked in it.

    text = Text("Northtown\\nHealthcare: £10m")
    text.gap("£10m", component="health", footprint=1)

Every record's quote is found in the text, so that its offsets are right.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.warehouse.build import create, insert, opened
from schemas.documents import DocumentRow, Observation, PageRow, SectionRow
from schemas.findings import Finding, Run
from schemas.footprints import footprint_code
from schemas.records import (
    CapitalRequirement,
    DashboardScore,
    FinancialGap,
    Focus,
    Funding,
    IcsStatus,
    Lead,
    Organisation,
    Population,
    Record,
    Saving,
)

RUN = "20260102T030405Z-abc123"


class Text:
    """A document of one page with what is stated in it. Footprints are given by number."""

    def __init__(
        self, text: str, name: str = "plan.txt", stated_on: date | None = None, title: str | None = None
    ) -> None:
        self.text, self.name, self.stated_on, self.title = text, name, stated_on, title
        self.document_id = hashlib.sha256((name + text).encode()).hexdigest()
        self.records: list[Record] = []
        self.sections: list[SectionRow] = []
        self.observations: list[Observation] = []
        self.status, self.problem = "read", None
        self.duplicates: tuple[str, ...] = ()

    def evidence(self, quote: str, occurrence: int = 0) -> dict[str, Any]:
        """Where a quote stands. Raises ValueError where it does not."""
        start = -1
        for _ in range(occurrence + 1):
            start = self.text.index(quote, start + 1)
        place = {"page": 1, "char_start": start, "char_end": start + len(quote)}
        return {"document_id": self.document_id, "quote": quote, **place}

    def _add(
        self, model: type[Record], quote: str, footprint: int | None, occurrence: int, fields: dict[str, Any]
    ) -> Record:
        fixed = {"footprint_id": code(footprint), "method": "rule", "extractor": "test"}
        record = model.identified(**self.evidence(quote, occurrence), **{**fixed, **fields})
        self.records.append(record)
        return record

    def section(self, heading: str, footprint: int | None, occurrence: int = 0) -> None:
        """A section that begins at its heading."""
        place = self.evidence(heading, occurrence)
        place.pop("quote")
        identity = f"{self.name}:{place['char_start']}"
        self.sections.append(SectionRow(section_id=identity, footprint_id=code(footprint), heading=heading, **place))

    def population(
        self, quote: str, people: int, footprint: int | None = 1, occurrence: int = 0, **fields: Any
    ) -> Record:
        fixed = {"people": people, "people_text": quote, "approximate": False, "scope": "footprint"}
        return self._add(Population, quote, footprint, occurrence, {**fixed, **fields})

    def lead(self, quote: str, name: str, footprint: int | None = 1, occurrence: int = 0, **fields: Any) -> Record:
        return self._add(Lead, quote, footprint, occurrence, {"name": name, "role": "STP lead", **fields})

    def gap(self, quote: str, millions: float, footprint: int | None = 1, occurrence: int = 0, **fields: Any) -> Record:
        fixed = {"component": "combined", "scenario": "do_nothing", "financial_year": "2020/21"}
        return self._add(FinancialGap, quote, footprint, occurrence, {**amount(quote, millions), **fixed, **fields})

    def capital(
        self, quote: str, millions: float, footprint: int | None = 1, occurrence: int = 0, **fields: Any
    ) -> Record:
        return self._add(CapitalRequirement, quote, footprint, occurrence, {**amount(quote, millions), **fields})

    def saving(
        self, quote: str, millions: float, footprint: int | None = 1, occurrence: int = 0, **fields: Any
    ) -> Record:
        return self._add(Saving, quote, footprint, occurrence, {**amount(quote, millions), **fields})

    def funding(
        self, quote: str, millions: float, footprint: int | None = 1, occurrence: int = 0, **fields: Any
    ) -> Record:
        money = amount(quote, millions)
        fixed = {"amount_gbp_low": money["amount_gbp"], "amount_gbp_high": money["amount_gbp"], "amount_text": quote}
        return self._add(Funding, quote, footprint, occurrence, {**fixed, "kind": "other", **fields})

    def ics(self, quote: str, status: str, footprint: int | None = 1, occurrence: int = 0, **fields: Any) -> Record:
        return self._add(IcsStatus, quote, footprint, occurrence, {"status": status, **fields})

    def focus(self, quote: str, ordinal: int, footprint: int | None = 1, occurrence: int = 0) -> Record:
        return self._add(Focus, quote, footprint, occurrence, {"ordinal": ordinal, "text": quote})

    def organisation(self, quote: str, footprint: int | None = 1, occurrence: int = 0, **fields: Any) -> Record:
        return self._add(
            Organisation, quote, footprint, occurrence, {"name": quote, "organisation_type": "other", **fields}
        )

    def score(
        self, quote: str, row: str, metric: str, footprint: int | None = None, occurrence: int = 0, **fields: Any
    ) -> Record:
        fixed = {"row_name": row, "metric": metric, "value_text": quote, "method": "table"}
        return self._add(DashboardScore, quote, footprint, occurrence, {**fixed, **fields})

    def observe(
        self, kind: str, quote: str, detail: str = "{}", footprint: int | None = 1, occurrence: int = 0
    ) -> None:
        """Something seen that is no record."""
        seen = {
            "kind": kind,
            "footprint_id": code(footprint),
            "value_text": quote,
            "detail": detail,
            "extractor": "test",
        }
        self.observations.append(Observation(**self.evidence(quote, occurrence), **seen))


def code(footprint: int | None) -> str | None:
    """ONS code of a footprint number, None for none."""
    return None if footprint is None else footprint_code(footprint)


def amount(text: str, millions: float) -> dict[str, Any]:
    """The columns of an amount in millions, precise to its last decimal."""
    decimals = len(str(millions).partition(".")[2]) if millions != int(millions) else 0
    return {
        "amount_gbp": Decimal(str(millions)) * 10**6,
        "amount_text": text,
        "precision_gbp": Decimal(10**6) / 10**decimals,
    }


def warehouse(folder: Path, *texts: Text, findings: Iterable[Finding] = (), runs: Sequence[str] = (RUN,)) -> Path:
    """A warehouse file that holds these documents, findings when given, and its runs, the last one being the latest."""
    path = folder / "made-up.duckdb"
    path.write_bytes(_empty())
    found = list(findings)
    with opened(path) as con:
        insert(con, "documents", (document(text) for text in texts))
        insert(con, "pages", (PageRow(document_id=text.document_id, page=1, text=text.text) for text in texts))
        insert(con, "sections", (section for text in texts for section in text.sections))
        insert(con, "observations", (seen for text in texts for seen in text.observations))
        for table in {record.table for text in texts for record in text.records}:
            insert(con, table, (record for text in texts for record in text.records if record.table == table))
        insert(con, "findings", found)
        insert(con, "runs", (run(run_id, day, texts, found) for day, run_id in enumerate(runs, start=2)))
    return path


@cache
def _empty() -> bytes:
    """A warehouse with its schema, views and footprints, and nothing else; made once, for it takes a while."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.duckdb"
        with opened(path) as con:
            create(con)
        return path.read_bytes()


def run(run_id: str, day: int, texts: Sequence[Text], findings: Sequence[Finding]) -> Run:
    """The row of a load on a day of January 2026."""
    moment = datetime(2026, 1, day, 3, 4, 5, tzinfo=UTC)
    return Run(
        run_id=run_id,
        started_at=moment,
        finished_at=moment,
        pipeline_version="0",
        documents_read=len(texts),
        documents_reused=0,
        documents_unreadable=sum(text.status != "read" for text in texts),
        pages=len(texts),
        records=sum(len(text.records) for text in texts),
        rejected=0,
        findings=len(findings),
    )


def document(text: Text) -> DocumentRow:
    """The row of a document."""
    return DocumentRow(
        document_id=text.document_id,
        file_name=text.name,
        source=text.name,
        title=text.title,
        stated_on=text.stated_on,
        media_type="text/plain",
        page_count=1,
        char_count=len(text.text),
        status=text.status,
        problem=text.problem,
        duplicates=text.duplicates,
    )
