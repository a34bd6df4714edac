"""The twelve record tables of the warehouse: one model per kind of statement, each with its evidence.

A record is a statement *as stated*; judging it is the findings' job. `footprint_id` says where, `organisation`, `scope`
and `role` say whose: a row is the footprint's own figure only when organisation is NULL (scope `footprint`, role
`STP lead`).
"""

import hashlib
import json
from typing import Any, ClassVar, Self

from pydantic import Field

from schemas.types import (
    Bound,
    Box,
    Component,
    FinancialYear,
    FootprintId,
    FundingKind,
    Gbp,
    IcsStage,
    Method,
    Model,
    OrganisationType,
    SavingsBasis,
    Scenario,
    Scope,
    Sha256,
    Statistic,
)


class Evidence(Model):
    """Where a statement stands: `pages.text[char_start:char_end] == quote`, always on one page."""

    document_id: Sha256 = Field(description="sha256 of the source bytes")
    page: int = Field(ge=1, description="1-based physical page")
    char_start: int = Field(ge=0, description="start of the quote in pages.text, in Unicode code points")
    char_end: int = Field(gt=0, description="end of the quote in pages.text, exclusive")
    quote: str = Field(min_length=1, description="the shortest self-sufficient clause, line or cell that states it")


class Record(Evidence):
    """What every record table has first: identity, place, evidence, and which rule produced it."""

    table: ClassVar[str]

    record_id: str = Field(description="stable id from document, table, span and value")
    footprint_id: FootprintId | None = Field(
        description="ONS code of the footprint; NULL when the statement is national or its footprint cannot be known"
    )
    boxes: tuple[Box, ...] | None = Field(
        default=None, description="rectangles of the quote on a PDF page in points, one a line; NULL for text files"
    )
    method: Method = Field(description="what found it: a rule, the entity recogniser, or a table's cells")
    extractor: str = Field(description="which rule produced it, e.g. gaps.label_value")

    @classmethod
    def identified(cls, **fields: Any) -> Self:
        """A record whose `record_id` is computed from document, table, span and value: the same in every run."""
        value = {k: str(v) for k, v in fields.items() if k not in _NOT_VALUE}
        stamp = [cls.table, fields["document_id"], fields["page"], fields["char_start"], fields["char_end"], value]
        digest = hashlib.sha256(json.dumps(stamp, sort_keys=True).encode()).hexdigest()
        return cls(record_id=digest[:20], **fields)


_NOT_VALUE = {*Evidence.model_fields, "boxes", "method", "extractor"}


class Population(Record):
    """A number of people who live in, are registered in or are served by something."""

    table = "populations"

    people: int = Field(gt=0, description="whole persons")
    people_text: str = Field(description="the number as printed")
    approximate: bool = Field(description="whether the words hedge it (about, nearly, circa)")
    scope: Scope = Field(description="whose population: only `footprint` is the footprint's own")
    subject: str | None = Field(default=None, description="who is counted, in the document's words")
    statistic: Statistic = Field(default="total", description="a total, or an average, minimum or maximum of several")


class Lead(Record):
    """A person stated to hold a role in the plan, the partnership or one of its programmes."""

    table = "leads"

    name: str = Field(min_length=1, description="person's name without honorific and post-nominals")
    honorific: str | None = Field(default=None, description="Dr, Sir, Professor...")
    post_nominals: str | None = Field(default=None, description="OBE, CBE...")
    role: str = Field(description="`STP lead` for the footprint's lead, else as written: SRO, Clinical lead...")
    position: str | None = Field(default=None, description="job title")
    organisation: str | None = Field(default=None, description="employer or body as written")
    programme: str | None = Field(default=None, description="programme or workstream the role is held in")


class _Amount(Record):
    """A money statement with its hedge and printed precision."""

    amount_gbp: Gbp = Field(description="pounds; the lower end of a range; positive = the thing the table is about")
    amount_gbp_high: Gbp | None = Field(default=None, description="upper end of a range, else NULL")
    bound: Bound = Field(default="exact", description="as the words say")
    amount_text: str = Field(description="the amount as printed")
    precision_gbp: Gbp = Field(description="size of the last printed digit's place, e.g. 1000000 for £341m")


class FinancialGap(_Amount):
    """A shortfall between money and need: do-nothing, today's, or what remains after the plan. Surplus: negative."""

    table = "financial_gaps"

    component: Component = Field(description="which part of the system")
    scenario: Scenario = Field(description="do_nothing, baseline (today), residual (after the plan), unspecified")
    financial_year: FinancialYear | None = Field(default=None, description="year of the gap; NULL if not one year")
    period: str | None = Field(default=None, description="range of years, as written")
    cumulative: bool = Field(default=False, description="summed over several years")
    organisation: str | None = Field(default=None, description="the part it belongs to; NULL = the footprint's own")


class CapitalRequirement(_Amount):
    """Capital that is needed or asked for. Capital already awarded is funding."""

    table = "capital_requirements"

    purpose: str | None = Field(default=None, description="what it is for, in the document's words")
    organisation: str | None = Field(default=None, description="the part it belongs to; NULL = the footprint's own")


class Saving(_Amount):
    """Money to be saved, or saved. An added cost is negative."""

    table = "savings"

    programme: str | None = Field(default=None, description="programme or scheme, in the document's words")
    financial_year: FinancialYear | None = Field(default=None, description="year of the saving; NULL if not one year")
    period: str | None = Field(default=None, description="range of years, as written")
    basis: SavingsBasis = Field(default="proposed", description="how firm it is")
    cumulative: bool = Field(default=False, description="summed over several years")
    organisation: str | None = Field(default=None, description="the part it belongs to; NULL = the footprint's own")


class Funding(Record):
    """Money allocated, awarded, requested, pooled or to be invested for a purpose; no budget, income or contract."""

    table = "funding"

    amount_gbp_low: Gbp = Field(description="pounds; lower end of a range")
    amount_gbp_high: Gbp = Field(description="pounds; upper end of a range, else equal to the lower")
    bound: Bound = Field(default="exact", description="as the words say")
    amount_text: str = Field(description="the amount as printed")
    kind: FundingKind = Field(description="what kind of money")
    period: str | None = Field(default=None, description="year or range of years, as written")
    purpose: str | None = Field(default=None, description="what it is for, in the document's words")
    organisation: str | None = Field(default=None, description="the part it belongs to; NULL = the footprint's own")


class IcsStatus(Record):
    """An area's standing in the integrated care (accountable care) system programme."""

    table = "ics_status"

    status: IcsStage = Field(description="wave, devolution, or candidate: a stated intention or expectation")
    programme: str | None = Field(default=None, description="the programme as written")


class _Theme(Record):
    ordinal: int = Field(ge=1, description="1-based position in its list")
    text: str = Field(min_length=1, description="the item without its bullet mark; sub-bullets after a newline")


class Focus(_Theme):
    """One item of a footprint's list of focuses or priorities."""

    table = "focuses"


class Consideration(_Theme):
    """One item of a footprint's list of considerations."""

    table = "considerations"


class Organisation(Record):
    """A body named in full as part of the system described."""

    table = "organisations"

    name: str = Field(min_length=1, description="name in full, as written")
    abbreviation: str | None = Field(default=None, description="abbreviation the document defines for it")
    organisation_type: OrganisationType = Field(description="kind of body")


class ActivityChange(Record):
    """A change in activity, beds, staff or use of services."""

    table = "activity_changes"

    metric: str = Field(description="what changes, in the document's words")
    change: float = Field(description="size of the change; negative = reduction")
    unit: str = Field(description="%, beds, staff, admissions...")
    period: str | None = Field(default=None, description="when, as written")


class DashboardScore(Record):
    """One cell of a performance dashboard."""

    table = "dashboard_scores"

    row_name: str = Field(description="name at the head of the row, as written")
    metric: str = Field(description="header over the column, or col_N where there is none to trust")
    value_text: str = Field(description="the cell as printed")
    value: float | None = Field(default=None, description="its number, NULL for words")
    unit: str | None = Field(default=None, description="%, count, category or label")


RECORD_MODELS: tuple[type[Record], ...] = (
    Population,
    Lead,
    FinancialGap,
    CapitalRequirement,
    Saving,
    Funding,
    IcsStatus,
    Focus,
    Consideration,
    Organisation,
    ActivityChange,
    DashboardScore,
)
"""Every record table, in the order in which reports show them. A new kind of record is one more line here."""
