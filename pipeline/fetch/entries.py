"""What a `sources.toml` asks to be fetched.

[[source]]
file = "plan.pdf"                       # a plain name: it goes into the folder of the toml
url = "https://example.org/plan.pdf"
sha256 = "..."                          # optional: nothing else is accepted
"""

import datetime
import tomllib
import unicodedata
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from pipeline.fetch.addresses import checked_url
from pipeline.fetch.errors import RefusedError
from pipeline.sources import SUPPORTED_SUFFIXES, SourceError


class Entry(BaseModel):
    """One document as it is listed; what says where and which it is, and what `stp refresh` makes of the rest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    url: str | None = None
    sha256: Annotated[str, StringConstraints(to_lower=True, pattern=r"^[0-9a-fA-F]{64}$")] | None = None
    title: str | None = None
    publisher: str | None = None
    kind: str | None = None
    date: datetime.date | None = None
    licence: str | None = None


class _Listed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: tuple[Entry, ...] = ()


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries that have a url, in the order of the file. Raises SourceError for a file that cannot be used."""
    try:
        listed = _Listed.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise SourceError(f"{path}: no such file; name the sources.toml that lists what to fetch") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path}: cannot be used: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SourceError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    names = [entry.file.casefold() for entry in listed.source]
    if twice := next((entry.file for entry in listed.source if names.count(entry.file.casefold()) > 1), None):
        raise SourceError(f"{path}: the file {twice!r} is listed more than once")
    return tuple(entry for entry in listed.source if entry.url is not None)


def refuse_unusable(entry: Entry) -> None:
    """Raise RefusedError for a file name that is no plain name of a document, or a url that is not for the web."""
    name = entry.file
    if name != Path(name).name or "\\" in name or name.startswith("."):
        raise RefusedError("its file is no plain name; it would be written outside the folder or hidden in it")
    if len(name.encode()) > 200 or any(unicodedata.category(character).startswith("C") for character in name):
        raise RefusedError("its file name is too long or has characters that are none")
    if Path(name).suffix.lower() not in SUPPORTED_SUFFIXES:
        raise RefusedError(f"its file name ends in none of {', '.join(sorted(SUPPORTED_SUFFIXES))}")
    checked_url(entry.url or "")
