"""Documents, their pages and sections, and what extraction noticed or refused, as the warehouse stores them."""

from datetime import date

from pydantic import Field

from schemas.records import Evidence
from schemas.types import FootprintId, Model, PageStatus, ReadStatus, Sha256


class DocumentRow(Model):
    """One source document; identical bytes under two names are one document."""

    document_id: Sha256 = Field(description="sha256 of the source bytes")
    file_name: str = Field(description="base name of the file")
    source: str = Field(description="path or URL it was read from")
    title: str | None = Field(default=None, description="title, from the document or sources.toml")
    publisher: str | None = Field(default=None, description="publisher, from sources.toml or the document")
    kind: str | None = Field(default=None, description="plan, tracker, board_paper, letter, news, ...")
    stated_on: date | None = Field(default=None, description="date the document states for itself")
    media_type: str = Field(description="e.g. application/pdf, text/plain")
    page_count: int = Field(ge=0, description="physical pages")
    char_count: int = Field(ge=0, description="code points of text on all pages")
    status: ReadStatus = Field(description="read, partly_read or unreadable")
    problem: str | None = Field(default=None, description="why it could not be read in full")
    duplicates: tuple[str, ...] = Field(default=(), description="paths of further sources with the same bytes")
    inputs: str | None = Field(
        default=None,
        description="digest of all that decides what is loaded of it; where the same, so are the rows",
    )


class PageRow(Model):
    """Canonical text of a page: fixed at reading time, every quote is a slice of it."""

    document_id: Sha256 = Field(description="sha256 of the source bytes")
    page: int = Field(ge=1, description="1-based physical page")
    page_label: str | None = Field(default=None, description="printed page number, where there is one")
    text: str = Field(description="canonical text")
    status: PageStatus = Field(default="read", description="read; ocr = recognised in a picture; or why it lacks text")
    problem: str | None = Field(default=None, description="why it lacks text, or is to be checked against the page")


class SectionRow(Model):
    """A stretch of a document that speaks of one footprint, or of none."""

    section_id: str = Field(description="stable id from document and span")
    document_id: Sha256 = Field(description="sha256 of the source bytes")
    footprint_id: FootprintId | None = Field(description="footprint the section is attributed to, or NULL")
    heading: str | None = Field(description="heading it stands under, as written")
    page: int = Field(ge=1, description="page on which it begins")
    char_start: int = Field(ge=0, description="start in that page's text")
    char_end: int = Field(ge=0, description="end in that page's text, exclusive")


class Rejected(Evidence):
    """A candidate that was considered and refused, with the reason."""

    table_name: str = Field(description="record table it was a candidate for")
    footprint_id: FootprintId | None = Field(description="footprint it would have been attributed to")
    value_text: str = Field(description="the value as printed")
    extractor: str = Field(description="which rule refused it")
    reason: str = Field(description="why, in plain English")


class Observation(Evidence):
    """Something seen in a text that is no statement of fact but that a check needs, e.g. an amount without its unit."""

    kind: str = Field(description="what was seen, e.g. unit_missing, footprint_name, stated_count")
    footprint_id: FootprintId | None = Field(description="footprint of the section it stands in")
    value_text: str = Field(description="the words seen")
    detail: str = Field(default="{}", description="JSON object with what a check needs beyond the words")
    extractor: str = Field(description="which rule saw it")
