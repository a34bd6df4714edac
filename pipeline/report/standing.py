"""What stands from the report before: pages on documents that would be written again word for word, and charts."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.version import load_version

_LIST = ".stp-documents"


class Standing:
    """The pages on documents and the charts that a report has, each with a digest of all that it was made of.

    The list is taken away while a report is written: after one that was cut short, nothing is known to stand.
    """

    def __init__(self, directory: Path, *common: object) -> None:
        """`common` is what every page shows beside its document."""
        self._directory = directory
        self._common = common
        self._before: dict[str, Any] = _read(directory / _LIST)
        self._now: dict[str, Any] = {}
        (directory / _LIST).unlink(missing_ok=True)
        self.kept: list[str] = []
        """Paths of the pages that still stand."""

    def shares(self, path: str, *made_of: object) -> dict[str, float] | None:
        """How much of its document was used, where the page at this path still stands; None where it is to be made."""
        digest = self._digest(made_of)
        held = self._before.get(path)
        if not (held and held["made_of"] == digest and (self._directory / path).is_file()):
            return None
        self._now[path] = held
        self.kept.append(path)
        return dict(held["shares"])

    def made(self, path: str, shares: dict[str, float], *made_of: object) -> None:
        """Note that a page is made, and of what."""
        self._now[path] = {"made_of": self._digest(made_of), "shares": shares}

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
