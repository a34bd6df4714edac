"""A footprint's own figures as documents state them, and which of them cannot both be true."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from pipeline.checks.wording import people, pounds


class Stated(NamedTuple):
    """One statement of a fact. Populations are in persons, everything else in pounds."""

    footprint_id: str
    fact: str
    record_id: str
    document_id: str
    page: int
    char_start: int
    char_end: int
    amount: Decimal
    precision: Decimal
    bound: str

    @property
    def told(self) -> str:
        """The amount for a sentence."""
        hedge = {"about": "about ", "at_least": "at least ", "at_most": "at most "}.get(self.bound, "")
        return hedge + (people(int(self.amount)) if self.fact == "population" else pounds(self.amount))


_ABOUT = Decimal("0.05")


def agree(a: Stated, b: Stated) -> bool:
    """Whether both can be true: equal within printed precision, a hedge taken at its word."""
    if "at_least" in (a.bound, b.bound) or "at_most" in (a.bound, b.bound):
        low, high = sorted((a, b), key=lambda stated: stated.amount)
        if low.bound == "at_least" or high.bound == "at_most":
            return True
    allowed = max(a.precision, b.precision)
    if "about" in (a.bound, b.bound):
        allowed = max(allowed, _ABOUT * max(abs(a.amount), abs(b.amount)))
    return abs(a.amount - b.amount) < allowed or a.amount == b.amount


def stated_facts(corpus: Corpus) -> dict[tuple[str, str], list[Stated]]:
    """Every statement of every own fact, by footprint and fact, in reading order."""
    facts: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for stated in corpus.select(Stated, "own_facts"):
        facts[stated.footprint_id, stated.fact].append(stated)
    return facts


def distinct(stated: Iterable[Stated]) -> list[Stated]:
    """The first statement of each amount that no earlier one agrees with."""
    found: list[Stated] = []
    for one in stated:
        if not any(agree(one, other) for other in found):
            found.append(one)
    return found
