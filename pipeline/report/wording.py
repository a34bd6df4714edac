"""How the report writes numbers, dates and the words of hostile documents."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import regex

from pipeline.checks.wording import people, pounds

SECTIONS = {
    "index.html": "Overview",
    "findings.html": "Findings",
    "footprints.html": "Footprints",
    "documents.html": "Documents",
    "rules.html": "Rules",
}
"""The report's pages that every page leads to."""
FACTS = {
    "population": "Population",
    "lead": "Lead",
    "health_gap": "Healthcare gap",
    "social_care_gap": "Social care gap",
    "combined_gap": "Combined gap",
    "capital": "Capital",
}
STATES = {
    "stated": ("●", "stated"),
    "stated_differing": ("◐", "stated, differing"),
    "not_stated": ("○", "not stated"),
    "unreadable": ("✕", "document unreadable"),
}
SEVERITIES = {
    "error": ("▲", "cannot both be true"),
    "warning": ("◆", "needs a decision"),
    "info": ("●", "worth knowing"),
}
TABLES = {
    "populations": "Populations",
    "leads": "Leads",
    "financial_gaps": "Financial gaps",
    "capital_requirements": "Capital",
    "savings": "Savings",
    "funding": "Funding",
    "ics_status": "Integrated care status",
    "focuses": "Focuses",
    "considerations": "Considerations",
    "organisations": "Organisations",
    "activity_changes": "Changes in activity",
    "dashboard_scores": "Dashboard scores",
}
MISSING = "–"
_HEADINGS = dict.fromkeys(("amount_text", "people_text", "value_text"), "as printed") | {
    "amount_gbp_low": "from",
    "amount_gbp_high": "to",
    "amount_gbp": "amount",
    "ordinal": "no.",
}
_INVISIBLE = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Co}--\n\t\N{SOFT HYPHEN}]", regex.VERSION1)
_VOCABULARY = regex.compile(r"[a-z]+(?:_[a-z]+)+")


def visible(text: Any) -> str:
    """Text without control characters and marks that change the direction of writing: they become a visible sign."""
    words = str(text)
    if words.isprintable():  # as most are, and quickly known to be
        return words
    return _INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", words)


def shown(value: Any) -> str:
    """A value of a record for a reader: amounts as pounds, numbers with thousands set off, nothing for NULL."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return pounds(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.4g}"
    if isinstance(value, datetime):
        return f"{value:%-d %B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value)
    text = visible(value)
    return text.replace("_", " ") if _VOCABULARY.fullmatch(text) else text


def by_head(value: Decimal | None) -> str:
    """Pounds a head."""
    return MISSING if value is None else f"£{value:,.0f}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def heading(column: str) -> str:
    """A column's name over a table: "scenario", "as printed"."""
    return _HEADINGS.get(column) or column.removesuffix("_gbp").replace("_", " ")


def inhabitants(count: int | None) -> str:
    """A number of people."""
    return MISSING if count is None else people(count)
