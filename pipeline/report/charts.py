"""Charts of the report, drawn by Vega-Lite as SVG while it is written; their colours are the page's own.

Each chart is a Vega-Lite specification in `data/`, given its figures and a name here.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import regex
from markupsafe import Markup

from pipeline.report.contents import Row
from pipeline.report.per_head import COLUMNS
from pipeline.report.wording import by_head

_WIDTHS = {"wide": 560, "narrow": 128}
"""Pixels between the names and the figures of a chart, for a screen and for a telephone."""
_ROOT = regex.compile(r'<svg [^>]*?(width="\d+" height="\d+" viewBox="[^"]+")>')


def has_charts() -> bool:
    """Whether charts can be drawn: Vega-Lite comes with the `charts` extra."""
    return find_spec("vl_convert") is not None


def per_head_charts(profiles: Sequence[Row], labels: dict[str, str]) -> dict[str, Markup]:
    """Combined gap and capital a head of these footprints, in their order, as a wide and a narrow chart.

    The labels are their short names by code. There is no chart where there is no figure, or no Vega-Lite.
    """
    if not profiles or not has_charts():
        return {}
    values = [
        {"label": labels[row["footprint_id"]]}
        | {key: None if row[column] is None else float(row[column]) for key, column in COLUMNS.items()}
        | {f"{key}_text": by_head(row[column]) for key, column in COLUMNS.items()}
        for row in profiles
    ]
    name = f"Combined gap and capital a head of {len(profiles)} footprints; the table below has the figures"
    return {size: _drawn("per_head", values, width, name) for size, width in _WIDTHS.items()}


def _drawn(chart: str, values: Sequence[Row], width: int, name: str) -> Markup:
    """A chart as an SVG element to stand in a page."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg({**_specification(chart), "data": {"values": values}, "width": width})
    # Within a page the element needs no name space, and has what a screen reader says of it.
    return Markup(_ROOT.sub(rf'<svg role="img" aria-label="{name}" \1>', svg, count=1))  # noqa: S704 - of our own figures


@cache
def _specification(chart: str) -> dict[str, Any]:
    text = files("pipeline.report.data").joinpath(f"{chart}.vl.json").read_text(encoding="utf-8")
    specification: dict[str, Any] = json.loads(text)
    return specification
