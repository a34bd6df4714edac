"""Settings: from `stp.toml` in the working folder, from the environment (`STP_...`), from flags, the later ones first.

A nested one is written `[limits] seconds = 60` in the file and `STP_LIMITS__SECONDS=60` in the environment. A list is
written as JSON in the environment: `STP_SOURCES='["plans", "letters"]'`.
"""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from pipeline.reading.limits import Limits
from pipeline.recipients import Recipient
from pipeline.remote import Place, default_mirror

SETTINGS_FILE = Path("stp.toml")


class SettingError(ValueError):
    """A setting that cannot be used: one line that names it and where it stands."""


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Places(BaseModel):
    """What to read, where to put it, and at what cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: tuple[str, ...] = Field(
        default=("data/raw",), min_length=1, description="files, folders and URLs to read; they are the whole set"
    )
    warehouse: Place = Field(default=Path("data/curated/stp.duckdb"), description="DuckDB file to publish")
    report: Place = Field(default=Path("data/curated/report"), description="folder to write the validation report to")
    decisions: Place = Field(
        default=Path("data/curated/decisions.jsonl"), description="reviewers' decisions to apply; there need not be any"
    )
    expectations: Place | None = Field(
        default=None, description="file of what a load is expected to hold; too little, and it is not published"
    )
    workers: int = Field(
        default_factory=_processors,
        ge=1,
        le=256,
        description="documents read at the same time; by default one a processor",
    )
    keep: int = Field(
        default=3, ge=0, le=1000, description="earlier warehouses to keep beside the warehouse; 0 keeps none"
    )
    mirror: Path = Field(default_factory=default_mirror, description="folder for local copies of what URLs name")
    limits: Limits = Field(default=Limits(), description="what one document may cost before it is given up")


class Notices(BaseModel):
    """Who is told of what a refresh did."""

    on_failure: Recipient | None = Field(
        default=None, description="address or command to tell when a refresh could publish nothing"
    )
    on_new_errors: Recipient | None = Field(
        default=None, description="address or command to tell when a refresh raised errors that were not there before"
    )


class Settings(BaseSettings, Notices, Places):
    """`Places` and `Notices` as the file and the environment set them."""

    model_config = SettingsConfigDict(
        env_prefix="STP_", env_nested_delimiter="__", toml_file=SETTINGS_FILE, frozen=True, extra="forbid"
    )

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *args: PydanticBaseSettingsSource, **kwargs: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags (given as arguments) before the environment before the file."""
        return kwargs["init_settings"], kwargs["env_settings"], TomlConfigSettingsSource(settings_cls)


def settings(**flags: Any) -> Settings:
    """The settings in force; a flag that is None was not given. Raises SettingError."""
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"{SETTINGS_FILE}: {error}") from error
    except SettingsError as error:
        raise SettingError(f"{error} (a list is written as JSON)") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingError(f"{_origin(first['loc'], given)}: {first['msg']}") from error


class Setting(NamedTuple):
    """One setting in force: its dotted name, value, where that came from, and what it means."""

    name: str
    value: Any
    origin: str
    meaning: str


def in_force() -> tuple[Setting, ...]:
    """Every setting with its value and origin. Raises SettingError."""
    return tuple(_in_force(settings(), ()))


def _in_force(model: BaseModel, path: tuple[str, ...]) -> Iterator[Setting]:
    for name, field in type(model).model_fields.items():
        value, here = getattr(model, name), (*path, name)
        if isinstance(value, BaseModel):
            yield from _in_force(value, here)
        else:
            yield Setting(".".join(here), value, _origin(here, {}), field.description or "")


def _origin(path: tuple[int | str, ...], flags: dict[str, Any]) -> str:
    """Where a setting comes from, in the order in which one hides the other."""
    names = [str(part) for part in path]
    if names[0] in flags:
        return f"--{names[0]}"
    for depth in range(len(names), 0, -1):
        variable = "STP_" + "__".join(names[:depth]).upper()
        if variable in {name.upper() for name in os.environ}:
            return variable
    if SETTINGS_FILE.is_file():
        there: Any = tomllib.loads(SETTINGS_FILE.read_text(encoding="utf-8"))
        for name in names:
            there = there.get(name) if isinstance(there, dict) else there
        if there is not None:
            return f"{SETTINGS_FILE}, {'.'.join(names)}"
    return "default"
