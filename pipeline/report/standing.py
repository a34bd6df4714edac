"""What stands from the report before: pages that would be written again word for word, and charts."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.version import load_version

_LIST = ".stp-standing"


class Standing:
    """The pages and the charts that a report has, each with a digest of all that it was made of.

    The list is taken away while a report is written: after one that was cut short, nothing is known to stand.
    """

    def __init__(self, directory: Path, *common: object) -> None:
        """`common` is what every page shows beside its subject."""
        self._directory = directory
        self._common = common
        self._before: dict[str, Any] = _read(directory / _LIST)
        self._now: dict[str, Any] = {}
        (directory / _LIST).unlink(missing_ok=True)
        self.kept: list[str] = []
        """Paths of the pages that still stand."""

    def told(self, subject: str, *made_of: object) -> dict[str, Any] | None:
        """What the pages on a subject tell the others, where they still stand; None where they are to be made."""
        held = self._before.get(subject)
        if not (held and held["made_of"] == self._digest(made_of)):
            return None
        if not all((self._directory / path).is_file() for path in held["pages"]):
            return None
        self._now[subject] = held
        self.kept += held["pages"]
        return dict(held["told"])

    def made(self, subject: str, pages: Sequence[str], told: dict[str, Any], *made_of: object) -> None:
        """Note that the pages on a subject are made, of what, and what they tell the others."""
        self._now[subject] = {"made_of": self._digest(made_of), "pages": list(pages), "told": told}

    def drawn(self, name: str, draw: Callable[[], dict[str, str]], *made_of: object) -> dict[str, str]:
        """The charts of this name, drawn where the report before has none of the same figures."""
        digest = self._digest(made_of)
        held = self._before.get(name)
        if not (held and held["made_of"] == digest):
            held = {"made_of": digest, "drawn": draw()}
        self._now[name] = held
        return dict(held["drawn"])

    def write(self) -> None:
        """Keep the list for the next report."""
        (self._directory / _LIST).write_text(json.dumps(self._now), encoding="utf-8")

    def _digest(self, made_of: tuple[object, ...]) -> str:
        whole = json.dumps([load_version(), self._common, made_of], default=str)
        return hashlib.sha256(whole.encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    """The list of the report before; empty where there is none, or none that can be understood."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
