"""Charts of the report, drawn by Vega-Lite as SVG while it is written; their colours are the page's own.

Each chart is a Vega-Lite specification in `data/`, given its figures and a name here.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import regex

from pipeline.report.contents import Row
from pipeline.report.per_head import COLUMNS
from pipeline.report.wording import by_head

_WIDTHS = {"wide": 560, "narrow": 128}
"""Pixels between the names and the figures of a chart, for a screen and for a telephone."""
_ROOT = regex.compile(r'<svg [^>]*?(width="\d+" height="\d+" viewBox="[^"]+")>')


def drawn_by() -> str | None:
    """The version of Vega-Lite's library, which comes with the `charts` extra; None where it is not installed."""
    return version("vl-convert-python") if find_spec("vl_convert") else None


def figures_per_head(profiles: Sequence[Row], labels: dict[str, str]) -> list[Row]:
    """What the charts of combined gap and capital a head show of these footprints, in their order.

    The labels are their short names by code.
    """
    return [
        {"label": labels[row["footprint_id"]]}
        | {key: None if row[column] is None else float(row[column]) for key, column in COLUMNS.items()}
        | {f"{key}_text": by_head(row[column]) for key, column in COLUMNS.items()}
        for row in profiles
    ]


def per_head_charts(figures: Sequence[Row]) -> dict[str, str]:
    """A wide and a narrow chart of `figures_per_head`, as SVG; none where there is no figure, or no Vega-Lite."""
    if not figures or not drawn_by():
        return {}
    name = f"Combined gap and capital a head of {len(figures)} footprints; the table below has the figures"
    return {size: _drawn("per_head", figures, width, name) for size, width in _WIDTHS.items()}


def _drawn(chart: str, values: Sequence[Row], width: int, name: str) -> str:
    """A chart as an SVG element to stand in a page."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg({**_specification(chart), "data": {"values": values}, "width": width})
    # Within a page the element needs no name space, and has what a screen reader says of it.
    return _ROOT.sub(rf'<svg role="img" aria-label="{name}" \1>', svg, count=1)


@cache
def _specification(chart: str) -> dict[str, Any]:
    text = files("pipeline.report.data").joinpath(f"{chart}.vl.json").read_text(encoding="utf-8")
    specification: dict[str, Any] = json.loads(text)
    return specification
