"""The tile map of England: a tile for each footprint, coloured by a measure in five steps."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from statistics import quantiles

from pipeline.report.contents import Row
from pipeline.report.wording import by_head, inhabitants
from schemas.footprints import footprint_code

_STEPS, _RANKED = 5, 5


@dataclass(frozen=True)
class Measure:
    """What the tiles can be coloured by."""

    key: str
    name: str
    column: str
    text: Callable[[Decimal | int | None], str]


MEASURES = (
    Measure("gap", "Combined gap a head", "combined_gap_per_head_gbp", by_head),  # type: ignore[arg-type]
    Measure("capital", "Capital a head", "capital_per_head_gbp", by_head),  # type: ignore[arg-type]
    Measure("population", "Population", "population", inhabitants),  # type: ignore[arg-type]
    Measure("findings", "Open findings", "open_findings", lambda value: f"{value or 0}"),
)


@dataclass(frozen=True)
class Tile:
    """One footprint's tile: its place, its short name, and the value and colour step of a measure (None: no value)."""

    footprint_id: str
    name: str
    label: str
    column: int
    row: int
    value: str
    step: int | None


@dataclass(frozen=True)
class TileMap:
    """The tiles of one measure, and what its five colours mean."""

    measure: Measure
    tiles: tuple[Tile, ...]
    legend: tuple[str, ...]
    highest: tuple[Tile, ...]
    lowest: tuple[Tile, ...]


@cache
def _places() -> dict[str, tuple[int, int, str]]:
    text = files("pipeline.report.data").joinpath("tiles.toml").read_text(encoding="utf-8")
    return {footprint_code(int(number)): tuple(place) for number, place in tomllib.loads(text).items()}


def short_names() -> dict[str, str]:
    """The short name of each footprint by its code, as on its tile."""
    return {footprint_id: name.replace("\u00ad", "") for footprint_id, (_, _, name) in _places().items()}


def tile_maps(footprints: Mapping[str, Row]) -> list[TileMap]:
    """A map for each measure."""
    return [_tile_map(measure, footprints) for measure in MEASURES]


def _tile_map(measure: Measure, footprints: Mapping[str, Row]) -> TileMap:
    values = [float(row[measure.column]) for row in footprints.values() if row[measure.column] is not None]
    bounds = _bounds(values)
    tiles = []
    for footprint_id, (column, row, label) in _places().items():
        profile = footprints[footprint_id]
        value = profile[measure.column]
        step = None if value is None else sum(float(value) > bound for bound in bounds)
        tiles.append(Tile(footprint_id, profile["name"], label, column, row, measure.text(value), step))
    ranked = sorted(
        (tile for tile in tiles if tile.step is not None),
        key=lambda tile: (-float(footprints[tile.footprint_id][measure.column]), tile.name),
    )
    return TileMap(
        measure,
        tuple(tiles),
        _legend(measure, values, bounds),
        tuple(ranked[:_RANKED]),
        tuple(ranked[: -_RANKED - 1 : -1]),
    )


def _bounds(values: Sequence[float]) -> list[float]:
    """The limits between the steps: a fifth of the values in each, as far as they differ."""
    if len(values) < 2:
        return []
    return sorted(set(quantiles(values, n=_STEPS, method="inclusive")) - {max(values)})


def _legend(measure: Measure, values: Sequence[float], bounds: Sequence[float]) -> tuple[str, ...]:
    if not values:
        return ()
    told = [measure.text(Decimal(round(bound)) if measure.key != "population" else round(bound)) for bound in bounds]
    if not told:
        return (measure.text(Decimal(round(values[0])) if measure.key != "population" else round(values[0])),)
    return (f"to {told[0]}", *(f"to {text}" for text in told[1:]), f"over {told[-1]}")
