"""Gap and capital by head of population: the footprints compared, and where each stands among them."""

from collections.abc import Mapping, Sequence
from statistics import median

from pipeline.report.contents import Row
from pipeline.report.wording import by_head, ordinal

COLUMNS = {"gap": "combined_gap_per_head_gbp", "capital": "capital_per_head_gbp"}


def compared(profiles: Mapping[str, Row]) -> list[Row]:
    """The profiles with one of the figures, the largest gap first."""
    found = [row for row in profiles.values() if any(row[column] is not None for column in COLUMNS.values())]
    gap = COLUMNS["gap"]
    return sorted(found, key=lambda row: (row[gap] is None, -(row[gap] or 0), row["name"]))


def medians(rows: Sequence[Row]) -> dict[str, str]:
    """The middle of each figure, in pounds a head."""
    values = {key: [row[column] for row in rows if row[column] is not None] for key, column in COLUMNS.items()}
    return {key: by_head(median(found) if found else None) for key, found in values.items()}


def places(profiles: Mapping[str, Row]) -> dict[str, dict[str, str]]:
    """Where each footprint stands by each column: "the 3rd highest of 44". Equal figures share a place."""
    found: dict[str, dict[str, str]] = {footprint_id: {} for footprint_id in profiles}
    for column in COLUMNS.values():
        values = sorted((row[column] for row in profiles.values() if row[column] is not None), reverse=True)
        for footprint_id, row in profiles.items():
            if row[column] is not None:
                place = values.index(row[column]) + 1
                told = "the highest" if place == 1 else f"the {ordinal(place)} highest"
                found[footprint_id][column] = f"{told} of {len(values)}"
    return found
