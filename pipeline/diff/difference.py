"""What a comparison of two warehouses says. Its JSON is this model.

Every change has a tier: red, an own figure of a footprint changed or vanished; yellow, something else that stood in the
old warehouse is another or gone, or a finding was opened; green, something came in, or a finding was closed.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer, computed_field

from schemas.types import FindingStatus, Severity

Tier = Literal["red", "yellow", "green"]


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


Value = bool | int | float | Annotated[Decimal, PlainSerializer(_number, when_used="json")] | date | str | None
"""What a column holds."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Load(_Model):
    """One of the two warehouses: its file and the run that wrote it."""

    warehouse: str
    run_id: str | None
    finished_at: datetime | None
    pipeline_version: str | None


class Passage(_Model):
    """Where a record stands, and in which words."""

    record_id: str
    file_name: str
    page: int
    quote: str


class FieldChange(_Model):
    """A column with its value before and after; None where there was or is none."""

    column: str
    before: Value
    after: Value


class FigureChange(_Model):
    """A figure of a footprint's profile that is another now, is no longer stated, or is stated for the first time."""

    change: Literal["changed", "vanished", "stated"]
    footprint_id: str
    fact: str
    before: Value
    after: Value
    passage_before: Passage | None
    passage_after: Passage | None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def tier(self) -> Tier:
        return "green" if self.change == "stated" else "red"


class DocumentChange(_Model):
    """A document that came, went, or is another: other bytes under its name, or other facts about it."""

    change: Literal["added", "gone", "changed"]
    file_name: str
    document_id_before: str | None
    document_id_after: str | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def has_other_bytes(self) -> bool:
        return self.change == "changed" and self.document_id_before != self.document_id_after

    @computed_field  # type: ignore[prop-decorator]
    @property
    def tier(self) -> Tier:
        return "green" if self.change == "added" else "yellow"


class RecordChange(_Model):
    """A statement that came, went, or has another value. `fields` are the columns in which the two differ."""

    change: Literal["added", "gone", "changed"]
    table: str
    footprint_id: str | None
    fields: tuple[FieldChange, ...]
    passage_before: Passage | None
    passage_after: Passage | None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def tier(self) -> Tier:
        return "green" if self.change == "added" else "yellow"


class FindingChange(_Model):
    """A finding that a reviewer meets for the first time, need no longer look at, or that says something else now.

    `status` is what it came to: open, what a reviewer decided, or `not found` where the check finds nothing any more.
    """

    change: Literal["opened", "closed", "changed"]
    rule: str
    severity: Severity
    footprint_id: str | None
    file_name: str | None
    finding_id_before: str | None
    finding_id_after: str | None
    status: FindingStatus | Literal["not found"]
    message: str
    fields: tuple[FieldChange, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def tier(self) -> Tier:
        return "green" if self.change == "closed" else "yellow"


Change = FigureChange | DocumentChange | RecordChange | FindingChange


class Difference(_Model):
    """Everything that changed from one warehouse to the other. `notes` say what could not be compared."""

    old: Load
    new: Load
    documents: tuple[DocumentChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    records: tuple[RecordChange, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.documents or self.figures or self.records or self.findings)

    def changes(self, tier: Tier) -> Iterator[Change]:
        """The changes of a tier: documents, figures, findings, records."""
        kinds: tuple[tuple[Change, ...], ...] = (self.documents, self.figures, self.findings, self.records)
        for changes in kinds:
            yield from (change for change in changes if change.tier == tier)

    def counts(self) -> dict[str, Counter[str]]:
        """How many documents, figures, records and findings changed in which way."""
        kinds: dict[str, tuple[Change, ...]] = {
            "documents": self.documents,
            "figures": self.figures,
            "records": self.records,
            "findings": self.findings,
        }
        return {kind: Counter(change.change for change in changes) for kind, changes in kinds.items()}
