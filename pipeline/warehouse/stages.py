"""What the stages of a run cost: seconds by the clock and the memory of the largest process."""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from schemas.findings import RunStage

_UNITS_PER_MB = 2**20 if sys.platform == "darwin" else 2**10


class Stages:
    """Measures stages as they run, one after the other."""

    def __init__(self) -> None:
        self._done: list[RunStage] = []
        self._running: tuple[str, float] | None = None

    @contextmanager
    def measured(self, stage: str) -> Iterator[None]:
        """Measure what is done inside; a stage that fails is none of a load's."""
        self._running = (stage, time.monotonic())
        yield
        self._done = list(self.so_far())
        self._running = None

    def so_far(self) -> tuple[RunStage, ...]:
        """The stages that are done, and the one at hand as far as it has come."""
        if self._running is None:
            return tuple(self._done)
        stage, began = self._running
        seconds = round(time.monotonic() - began, 3)
        return (*self._done, RunStage(stage=stage, seconds=seconds, peak_memory_mb=round(_peak_mb(), 1)))


def _peak_mb() -> float:
    """The most memory that this process, or a reading process that has ended, has held so far."""
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(peaks) / _UNITS_PER_MB
