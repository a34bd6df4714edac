"""The changes in words, in the order in which a reviewer reads them."""

from collections.abc import Iterator
from itertools import groupby, islice
from typing import NamedTuple

from pipeline.checks.wording import counted
from pipeline.diff.difference import (
    Change,
    Difference,
    DocumentChange,
    FieldChange,
    FigureChange,
    FindingChange,
    Load,
    Passage,
    Tier,
)
from pipeline.report.wording import TABLES, shown
from schemas.footprints import all_footprints

TIERS: dict[Tier, str] = {
    "red": "a footprint's own figure changed or vanished",
    "yellow": "changed or gone, and findings opened",
    "green": "added, and findings closed",
}
FACT_NAMES = {
    "population": "Population",
    "lead": "Lead",
    "lead_organisation": "Lead's organisation",
    "health_gap_gbp": "Healthcare gap",
    "social_care_gap_gbp": "Social care gap",
    "combined_gap_gbp": "Combined gap",
    "capital_gbp": "Capital",
}


class Told(NamedTuple):
    """A change in words, and the passages before and after it."""

    change: str
    what: str
    words: str
    before: Passage | None = None
    after: Passage | None = None


class Group(NamedTuple):
    """The changes of one footprint, or those of documents or of no footprint."""

    name: str
    footprint_id: str | None
    changes: tuple[Told, ...]


class Part(NamedTuple):
    """A tier with its groups; `left_out` changes were too many to show."""

    tier: Tier
    meaning: str
    number: int
    groups: tuple[Group, ...]
    left_out: int


def parts(difference: Difference, at_most: int) -> Iterator[Part]:
    """The tiers that have changes, each with the first `at_most` of them."""
    names = {footprint.footprint_id: footprint.name for footprint in all_footprints()}
    for tier, meaning in TIERS.items():
        changes = sorted(difference.changes(tier), key=_group_order)
        if not changes:
            continue
        groups = tuple(
            Group(
                names.get(footprint_id, footprint_id) if footprint_id else other,
                footprint_id or None,
                tuple(map(told, group)),
            )
            for (_, footprint_id, other), group in groupby(islice(changes, at_most), key=_group_order)
        )
        yield Part(tier, meaning, len(changes), groups, max(0, len(changes) - at_most))


def _group_order(change: Change) -> tuple[int, str, str]:
    if isinstance(change, DocumentChange):
        return 0, "", "Documents"
    return (1, change.footprint_id, "") if change.footprint_id else (2, "", "No footprint")


def told(change: Change) -> Told:
    """A change in words."""
    if isinstance(change, DocumentChange):
        words = ["other bytes"] if change.has_other_bytes else []
        return Told(change.change, change.file_name, "; ".join(words + [_field(field) for field in change.fields]))
    if isinstance(change, FigureChange):
        values = [shown(value) for value in (change.before, change.after) if value is not None]
        return Told(
            change.change, FACT_NAMES[change.fact], " → ".join(values), change.passage_before, change.passage_after
        )
    if isinstance(change, FindingChange):
        return Told(change.change, f"{change.severity} {change.rule}", _finding(change))
    one_sided = change.change != "changed"
    fields = [field for field in change.fields if not (one_sided and field.column == "footprint_id")]
    # What is printed says no more than its value, unless the value has stayed.
    fields = [field for field in fields if not field.column.endswith("_text")] or fields
    return Told(
        change.change,
        TABLES[change.table],
        "; ".join(_stated(field) if one_sided else _field(field) for field in fields),
        change.passage_before,
        change.passage_after,
    )


def _field(field: FieldChange) -> str:
    return f"{_column(field)} {shown(field.before)} → {shown(field.after)}"


def _stated(field: FieldChange) -> str:
    return f"{_column(field)} {shown(field.after if field.before is None else field.before)}"


def _column(field: FieldChange) -> str:
    return field.column.removesuffix("_gbp").replace("_", " ")


def _finding(change: FindingChange) -> str:
    if change.change == "closed":
        return f"{change.message} ({change.status})"
    was = next((field.before for field in change.fields if field.column == "message"), None)
    return change.message + (f" (before: {was})" if was else "")


def load_words(load: Load, with_file: bool = True) -> str:
    """The run that wrote a warehouse, and where the warehouse is."""
    run = f"load {load.run_id}, {shown(load.finished_at)} UTC" if load.run_id else "no run"
    return f"{load.warehouse} ({run})" if with_file or not load.run_id else f"the {run}"


def summary(difference: Difference) -> Iterator[tuple[str, str]]:
    """How many of each kind changed, and how: ("Records", "2 changed, 1 added")."""
    for kind, counts in difference.counts().items():
        yield kind.capitalize(), ", ".join(f"{number:,} {change}" for change, number in counts.items()) or "no change"


def more(left_out: int) -> str:
    """What is said in place of changes that are too many to show."""
    return f"and {counted(left_out, 'more change')} (`stp diff --format json` has them all)"
