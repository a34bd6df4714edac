"""Findings, reviewers' decisions and the log of runs."""

from datetime import datetime

from pydantic import Field

from schemas.types import FindingScope, FindingStatus, FootprintId, Model, Severity, Sha256


class Finding(Model):
    """One contradiction, gap or oddity, in words a reviewer can act on."""

    finding_id: str = Field(description="stable: hash of what does not change from run to run")
    first_seen_run: str = Field(description="run_id of the run that first raised it")
    rule: str = Field(description="name of the check, see the catalogue")
    severity: Severity = Field(
        description="error = cannot both be true; warning = needs a decision; info = worth knowing"
    )
    footprint_id: FootprintId | None = Field(description="footprint it is about; NULL when about none or all")
    document_id: Sha256 | None = Field(description="document it stands in; NULL when about several")
    message: str = Field(description="one plain-English sentence with the figures")
    explanation: str = Field(description="the arithmetic, or the two statements")
    record_ids: tuple[str, ...] = Field(default=(), description="records it rests on")
    quotes: tuple[str, ...] = Field(default=(), description="the words it rests on")
    suggestion: str | None = Field(default=None, description="the single change that would reconcile it, and why")
    status: FindingStatus = Field(default="open", description="open, or what a reviewer decided")
    scope: FindingScope = Field(
        default="corpus", description="what was looked at to raise it: its document alone, or all documents together"
    )


class Decision(Model):
    """A reviewer's decision on a finding or a record; kept in decisions.jsonl, applied again by every refresh."""

    decision_id: str = Field(description="stable id")
    decided_at: datetime = Field(description="when, UTC")
    reviewer: str = Field(description="who decided, as they sign")
    finding_id: str | None = Field(default=None, description="finding decided on")
    record_id: str | None = Field(default=None, description="record corrected")
    status: FindingStatus = Field(description="accepted, corrected or dismissed")
    field: str | None = Field(default=None, description="column corrected")
    value: str | None = Field(default=None, description="corrected value, as text")
    quote: str = Field(description="the words it was made on; when they no longer stand the decision lapses")
    reason: str = Field(description="why")
    lapsed: bool = Field(default=False, description="whether the quote no longer stands")


class RunStage(Model):
    """What one stage of a run cost."""

    stage: str = Field(description="discover, read, load, check, publish, compare or report")
    seconds: float = Field(ge=0, description="by the clock")
    peak_memory_mb: float = Field(ge=0, description="most that one process of the run held during the stage")


class Run(Model):
    """One finished load; written last, so that a load without its row is not a load."""

    run_id: str = Field(description="id of the run")
    started_at: datetime = Field(description="UTC")
    finished_at: datetime = Field(description="UTC")
    pipeline_version: str = Field(description="version of the code that ran")
    documents_read: int = Field(ge=0, description="documents read anew")
    documents_reused: int = Field(ge=0, description="documents taken from the cache")
    documents_unreadable: int = Field(ge=0, description="documents that could not be read in full")
    pages: int = Field(ge=0, description="pages loaded")
    records: int = Field(ge=0, description="records loaded")
    rejected: int = Field(ge=0, description="candidates refused")
    findings: int = Field(ge=0, description="findings raised")
    inputs: str | None = Field(
        default=None, description="digest of all that decides what a load holds; NULL where only some was read"
    )
    stages: tuple[RunStage, ...] = Field(
        default=(), description="cost of its stages; those after the check are added by the next load"
    )
