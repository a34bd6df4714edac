"""The 44 footprints of 2016: codes, names, regions and the names people use for them."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import Field

from schemas.types import FootprintId, Model


class Footprint(Model):
    """One of NHS England's 44 Sustainability and Transformation Plan areas of 2016."""

    footprint_id: FootprintId = Field(description="ONS code, E540000NN with NN = NHS England's number")
    number: int = Field(ge=1, le=44, description="NHS England's footprint number")
    name: str = Field(description="NHS England's name of 2016")
    region: str = Field(description="NHS England region")
    aliases: tuple[str, ...] = Field(default=(), description="other names in use")
    brands: tuple[str, ...] = Field(default=(), description="names of its partnership or programme")
    ambiguous: tuple[str, ...] = Field(
        default=(), description="names that mean the footprint only beside STP, footprint, plan..."
    )


@cache
def all_footprints() -> tuple[Footprint, ...]:
    """The gazetteer, in order of number."""
    data = tomllib.loads(files("schemas").joinpath("data/footprints.toml").read_text(encoding="utf-8"))
    return tuple(sorted((Footprint(**row) for row in data["footprint"]), key=lambda f: f.number))


def footprint_code(number: int) -> str:
    """ONS code of a footprint number: 1 -> 'E54000001'. Raises ValueError outside 1 to 44."""
    if not 1 <= number <= 44:
        raise ValueError(f"there is no footprint {number}: NHS England numbered them 1 to 44")
    return f"E540000{number:02d}"
