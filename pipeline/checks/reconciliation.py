"""Which single change would make a statement add up.

The engine knows how figures go wrong when they are copied (a digit dropped, swapped or misread, a unit lost, a figure
taken from the profile next door) and looks for the one figure whose correction explains both what is printed and what
the others require. It only proposes: nothing here changes a record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.checks.wording import listed, pounds

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Term:
    """One figure of a sum. `precision` is the size of the last printed digit's place."""

    name: str
    value: Decimal
    precision: Decimal


@dataclass(frozen=True)
class Elsewhere:
    """The same kind of figure stated somewhere else. `distance` counts profiles between; 0 is the same footprint."""

    name: str
    value: Decimal
    where: str
    distance: int


@dataclass(frozen=True)
class Change:
    """A figure that would have to read differently, and what speaks for it. The heavier, the likelier."""

    term: Term
    value: Decimal
    reasons: tuple[str, ...]
    weight: int


NEIGHBOURING = 3
"""Profiles that stand at most this far apart are neighbours, from whom a figure is easily copied."""


def tolerance(terms: Sequence[Term]) -> Decimal:
    """What rounding to the printed digits can explain: half of each figure's last place."""
    return sum((term.precision for term in terms), _NOTHING) / 2


def residual(parts: Sequence[Term], total: Term) -> Decimal:
    """How much the parts exceed the total."""
    return sum((part.value for part in parts), _NOTHING) - total.value


def adds_up(parts: Sequence[Term], total: Term) -> bool:
    """Whether rounding explains the difference between the parts and the total."""
    return abs(residual(parts, total)) <= tolerance([*parts, total])


def single_changes(
    parts: Sequence[Term],
    total: Term,
    elsewhere: Sequence[Elsewhere] = (),
    plausible: Callable[[Term, Decimal], bool] = lambda _term, _value: True,
    signed: bool = False,
) -> list[Change]:
    """The likeliest corrections of one figure each, several where none is likelier than the others.

    `plausible` says whether a figure may read like that at all; what it refuses is proposed only when nothing else is.
    No figure is turned negative, unless they are `signed`, and none changes its sign.
    """
    excess = residual(parts, total)
    needed = [(total, total.value + excess), *((part, part.value - excess) for part in parts)]
    changes = []
    for term, value in needed:
        possible = value * term.value > 0 if signed else value > 0
        if possible and (reasons := _reasons(term, value, elsewhere)):
            weight = sum(weight for _, weight in reasons) - (0 if plausible(term, value) else _IMPLAUSIBLE)
            changes.append(Change(term, value, tuple(reason for reason, _ in reasons), weight))
    heaviest = max((change.weight for change in changes), default=0)
    return [change for change in changes if change.weight > heaviest - _CLOSE]


_STATED_ELSEWHERE, _NEIGHBOUR, _SLIP, _LOOSE_SLIP, _FAR_COPY = 8, 6, 4, 2, 1
_IMPLAUSIBLE, _CLOSE = 3, 2


def _reasons(term: Term, needed: Decimal, elsewhere: Sequence[Elsewhere]) -> list[tuple[str, int]]:
    """What explains that `term` is printed as it is though `needed` was meant, each with its weight."""
    reasons = []
    if (slip := digit_slip(term.value, needed)) is not None:
        reasons.append(slip)
    same_kind = [other for other in elsewhere if other.name == term.name]
    for other in same_kind:
        if other.distance == 0 and other.value == needed:
            reasons.append((f"{other.where} states {pounds(needed)}", _STATED_ELSEWHERE))
            break
    copied = sorted(
        (other for other in same_kind if other.distance and other.value == term.value), key=lambda o: o.distance
    )
    if copied:
        nearest = copied[0]
        weight = _NEIGHBOUR if nearest.distance <= NEIGHBOURING else _FAR_COPY
        reasons.append((f"the printed {pounds(term.value)} is also the {term.name} figure of {nearest.where}", weight))
    return reasons


def digit_slip(printed: Decimal, meant: Decimal) -> tuple[str, int] | None:
    """How the digits of `meant` became those of `printed`, and the weight of that; None if they did not."""
    ours, theirs = _significant(printed), _significant(meant)
    if ours == theirs:
        return "the digits are the same, the unit or decimal point differs", _SLIP
    if _without_one(theirs, ours):
        return f"a digit was dropped from {pounds(meant)}", _SLIP
    if _without_one(ours, theirs):
        return f"a digit too many is printed for {pounds(meant)}", _SLIP
    ours, theirs = _aligned(printed, meant)
    if len(ours) != len(theirs) or len(ours) < 2:
        return None
    differing = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if len(differing) == 1:
        return f"one digit of {pounds(meant)} was changed", _SLIP
    if len(differing) == 2 and sorted(ours) == sorted(theirs):
        return f"two digits of {pounds(meant)} were swapped", _SLIP
    if sorted(ours) == sorted(theirs) and len(set(ours)) > 1:
        return f"the digits of {pounds(meant)} stand in another order", _LOOSE_SLIP
    return None


def _significant(amount: Decimal) -> str:
    """Digits without the zeros at either end: £1.74bn and £174m are both 174."""
    return "".join(str(digit) for digit in abs(amount).as_tuple().digits).strip("0")


def _without_one(longer: str, shorter: str) -> bool:
    """Whether leaving one inner digit out of `longer` gives `shorter`."""
    return len(longer) == len(shorter) + 1 >= 3 and any(
        longer[:i] + longer[i + 1 :] == shorter for i in range(1, len(longer))
    )


def _aligned(a: Decimal, b: Decimal) -> tuple[str, str]:
    """Both amounts as digits down to the last place that either of them uses."""
    unit = Decimal("0.01")
    for size in (10**9, 10**8, 10**7, 10**6, 10**5, 10**4, 1000, 100, 10, 1):
        if a % size == 0 and b % size == 0:
            unit = Decimal(size)
            break
    return str(int(abs(a) / unit)), str(int(abs(b) / unit))


def suggestion(parts: Sequence[Term], total: Term, changes: Sequence[Change]) -> str | None:
    """The proposed changes as one sentence with the arithmetic; None when there are none."""
    if not changes:
        return None
    told = [f"{_arithmetic(parts, total, change)} ({listed(change.reasons)})" for change in changes]
    if len(told) == 1:
        return f"It would add up with {told[0]}."
    return f"It would add up with either {listed(told, 'or')}; the text does not decide between them."


def _arithmetic(parts: Sequence[Term], total: Term, change: Change) -> str:
    names = f"{change.term.name} {pounds(change.value)} instead of {pounds(change.term.value)}"
    if change.term == total:
        return f"{names}: {' + '.join(pounds(part.value) for part in parts)} = {pounds(change.value)}"
    others = [pounds(part.value) for part in parts if part != change.term]
    return f"{names}: {pounds(total.value)} - {' - '.join(others)} = {pounds(change.value)}"
