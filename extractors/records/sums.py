"""Amounts that arithmetic ties to a gap: '£20m for the NHS ... councils £5m ... £25m in all' are parts and their sum.

An amount that no word near it explains is taken for a gap when it completes a sum with gaps of the same passage.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from extractors.context import named_footprints
from extractors.cues import Cue
from extractors.records.components import own_component
from extractors.records.statements import UNEXPLAINED, Statement
from extractors.sentences import Sentence

_NEAR = 4
"""Sentences within which parts and their sum stand."""
_IN_MIND = 8
"""Amounts before a sum among which a gap is remembered."""
_FLOWS = regex.compile(
    r"\b(?:spend|spending|income|budgets?|turnover|allocations?)\b[^.;]{0,15}:[^;]{0,60}$|\b(?:receiv(?:e|es|ed|ing)|pay|pays|paid|paying|spend|spends|spent|spending|income|budget|allocation)\b[^.;,£]{0,24}$",
    regex.IGNORECASE,
)
"""What comes in or goes out is no gap, though its difference is one: 'we receive £90m and pay £97m, which leaves £7m'."""
_SMALLEST = Decimal(10_000_000)
"""Sums of smaller amounts come about by chance."""


def complete_sums(statements: Sequence[Statement], gap: Cue) -> list[Statement]:
    """The statements, in their order, with those read as gaps that complete a sum, and with the parts of each sum noted at it."""
    found = list(statements)
    for low in range(len(found)):
        high = next((i for i in range(low, len(found)) if not _near(found[low], found[i])), len(found))
        for triple in itertools.combinations(range(low, min(high, low + 7)), 3):
            if triple[0] != low:
                break
            for total, first, second in _orders(found, triple):
                _tie(found, total, (first, second), gap)
    return found


def _near(first: Statement, other: Statement) -> bool:
    return (
        other.sentence.index - first.sentence.index <= _NEAR
        and other.sentence.passage.section == first.sentence.passage.section
        and not _turns_to_another(first.sentence, other.sentence)
    )


def _turns_to_another(first: Sentence, other: Sentence) -> bool:
    """Whether the later sentence turns to a footprint that the first did not speak of: then their amounts have no sum."""
    spoken_of = {m.footprint_id for m in named_footprints(first)} | {first.passage.footprint_id}
    return other is not first and any(m.footprint_id not in spoken_of for m in named_footprints(other))


def _orders(found: Sequence[Statement], triple: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """(total, part, part) when the amounts of a triple add up."""
    first, second, total = sorted(triple, key=lambda i: found[i].money.amount)
    amounts = [found[i].money for i in (first, second, total)]
    if any(m.is_rate or m.high is not None or m.lacks_unit or m.currency != "£" for m in amounts):
        return
    tolerance = max(m.precision for m in amounts)
    if amounts[0].amount >= _SMALLEST and abs(amounts[0].amount + amounts[1].amount - amounts[2].amount) <= tolerance:
        yield total, first, second


def _tie(found: list[Statement], total: int, parts: tuple[int, int], gap: Cue) -> None:
    members = (total, *parts)
    if not any(found[i].means == "financial_gaps" for i in members) and not _are_shares_of_a_gap(found, total, parts):
        return
    stated = {id(found[i].sentence) for i in members if found[i].means == "financial_gaps"}
    if any(found[i].means != "financial_gaps" and not _is_open(found[i], stated) for i in members):
        return
    for i in members:
        if found[i].means != "financial_gaps":
            found[i] = found[i].about(gap)
    found[total] = replace(found[total], parts=tuple(found[i] for i in parts))


def _are_shares_of_a_gap(found: list[Statement], total: int, parts: tuple[int, int]) -> bool:
    """Whether amounts without a word for what they are divide a sum between health and social care where gaps were spoken of before:
    'Same year, same assumption: £20m for the NHS, £5m for care, £25m all told'."""
    if found[total].sentence is not found[parts[0]].sentence:
        return False
    first = min(total, *parts)
    before = [s for s in found[max(0, first - _IN_MIND) : first] if s.means != "nothing"]
    spoken_of = any(s.means == "financial_gaps" for s in before)
    return spoken_of and {own_component(found[i]) for i in parts} == {"health", "social_care"}


def _is_open(statement: Statement, stated: set[int]) -> bool:
    """Whether an amount's own words leave it open what it is; words of spending or cost do where a gap is stated in the same
    sentence (`stated`: ids of those that state one)."""
    if _FLOWS.search(statement.sentence.text[: statement.money.start]):
        return False
    if statement.reason == UNEXPLAINED:
        return True
    is_hint = statement.cue is not None and statement.is_weak and statement.means == "nothing"
    return is_hint and id(statement.sentence) in stated
