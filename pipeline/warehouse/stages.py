"""What the stages of a run cost: seconds by the clock and the memory of the largest process.

A load's row in the log is written before it is published, and what is published is not touched again. So what its last
stages cost is kept in a file, and the next load adds it to the row.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from schemas.findings import RunStage

_UNITS_PER_MB = 2**20 if sys.platform == "darwin" else 2**10
_OWN = Path("/proc/self")
_KEPT = "last-run.json"


class Stages:
    """Measures stages as they run, one after the other."""

    def __init__(self) -> None:
        self._done: list[RunStage] = []
        self._running: _Running | None = None

    @contextmanager
    def measured(self, stage: str) -> Iterator[None]:
        """Measure what is done inside; a stage that fails is none of a load's."""
        self._running = _Running(stage)
        yield
        self._done = list(self.so_far())
        self._running = None

    def so_far(self) -> tuple[RunStage, ...]:
        """The stages that are done, and the one at hand as far as it has come."""
        return (*self._done, self._running.cost()) if self._running else tuple(self._done)


def keep_stages(folder: Path, run_id: str, stages: Stages) -> None:
    """Keep what the stages of a run cost in a folder, for the next one. Raises OSError where that cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {"run_id": run_id, "stages": [stage.model_dump() for stage in stages.so_far()]}
    (folder / _KEPT).write_text(json.dumps(kept), encoding="utf-8")


def kept_stages(folder: Path) -> dict[str, tuple[RunStage, ...]]:
    """What is kept there of the last run, by its id; nothing where there is nothing that can be understood."""
    try:
        kept = json.loads((folder / _KEPT).read_text(encoding="utf-8"))
        return {str(kept["run_id"]): tuple(RunStage(**stage) for stage in kept["stages"])}
    except (OSError, ValueError, KeyError, TypeError):  # ValueError: no JSON, or stages of another version
        return {}


class _Running:
    """A stage from its beginning, at which the peak of this process is forgotten where the system can do that."""

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self._began = time.monotonic()
        self._children = _seconds_of_children()
        with suppress(OSError):
            (_OWN / "clear_refs").write_text("5")

    def cost(self) -> RunStage:
        seconds = round(time.monotonic() - self._began, 3)
        read = _seconds_of_children() != self._children  # by children that have ended since
        peak = max(_own_peak_mb(), _peak_mb(resource.RUSAGE_CHILDREN) if read else 0.0)
        return RunStage(stage=self._stage, seconds=seconds, peak_memory_mb=round(peak, 1))


def _own_peak_mb() -> float:
    """The most memory that this process has held: since the stage began on Linux, elsewhere since its own beginning."""
    with suppress(OSError):
        for line in (_OWN / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 2**10
    return _peak_mb(resource.RUSAGE_SELF)


def _peak_mb(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / _UNITS_PER_MB


def _seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
