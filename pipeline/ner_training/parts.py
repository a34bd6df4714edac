"""Which part of the corpus a name belongs to, and the data files that names come from.

A name belongs to exactly one part, decided by its hash: the test part is written with names that training never sees.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Literal
from zlib import crc32

Part = Literal["train", "dev", "test"]


def part_of(name: str) -> Part:
    """15 names in 100 are test, 5 development, the rest training; upper and lower case are one name."""
    bucket = crc32(name.casefold().encode()) % 20
    return "test" if bucket < 3 else "dev" if bucket == 3 else "train"


def names_of(part: Part, names: Iterable[str], core: Iterable[str] = ()) -> list[str]:
    """The names of a part; `core` ones, which a reader must know (NHS England), are training's whatever their hash."""
    known = list(core)
    open_names = [name for name in names if name not in known and part_of(_bare(name)) == part]
    return known + open_names if part == "train" else open_names


def build_name(part: Part, random: Random, pieces: dict[str, list[str]]) -> str:
    """A name of the part put together from a `first` and a `last` piece: Brack + ley."""
    while True:
        name = random.choice(pieces["first"]) + random.choice(pieces["last"])
        if part_of(name) == part:
            return name


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML file of this package's data."""
    return tomllib.loads(files("pipeline.ner_training").joinpath("data", f"{name}.toml").read_text("utf-8"))


def listed(text: str) -> list[str]:
    """Entries of a comma-separated block; a comma that belongs to an entry stands without a blank or after a "\\"."""
    return [entry.strip().replace("\\,", ",") for entry in re.split(r"(?<!\\),\s+", text) if entry.strip()]


def letters(random: Random, number: int) -> str:
    """Capitals, as of an abbreviation."""
    return "".join(random.choice("ABCDEFGHLMNOPRSTUW") for _ in range(number))


def _bare(name: str) -> str:
    return name.removeprefix("The ").removeprefix("the ").replace("Foundation Trust", "Trust")
