"""Tukey's quartile fences: what is far from the rest of its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

ENOUGH = 8
"""With fewer values than this there is no telling what is usual."""


@dataclass(frozen=True)
class Fences:
    """Where the usual ends: beyond `low` or `high` a value is an outlier, beyond twice as far out it is a far one."""

    low: float
    middle: float
    high: float
    spread: float

    def outside(self, value: float) -> bool:
        return not self.low <= value <= self.high

    def far_outside(self, value: float) -> bool:
        """Beyond three times the interquartile range from the quartiles instead of one and a half."""
        return not self.low - 1.5 * self.spread <= value <= self.high + 1.5 * self.spread


def fences(values: Sequence[float]) -> Fences | None:
    """The fences of some values; None where there are too few to say, or no spread to measure by."""
    if len(values) < ENOUGH:
        return None
    first, _, third = quantiles(values, n=4, method="inclusive")
    spread = third - first
    if spread <= 0:
        return None
    return Fences(first - 1.5 * spread, median(values), third + 1.5 * spread, spread)
