"""A sum said to have been spent in tranches, and tranches that do not come to it."""

from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from extractors.patterns import keyed
from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.wording import pounds

_MONEY = r"£?\s?(?<![\d.,])(?P<number>\d++(?:\.\d++)?)\s?(?P<unit>bn|m|k|million)\b"
_WHOLE = regex.compile(
    r"\b(?:invested|spent|allocated|provided|investment of)\b[^.£\d]{0,60}+" + _MONEY, regex.IGNORECASE
)
_TRANCHE = keyed(
    r"\b(?P<ordinal>first|second|third) (?:tranche|instalment|phase|part)\b[^£\d]{0,60}+" + _MONEY, regex.IGNORECASE
)
_UNITS = {"bn": 10**9, "m": 10**6, "million": 10**6, "k": 1000}
_BEFORE, _BETWEEN = 200, 300
"""Characters between the sum and its first tranche, and between one tranche and the next."""


class Sum(NamedTuple):
    """An amount of a sentence, with the ordinal of its tranche."""

    start: int
    end: int
    value: Decimal
    precision: Decimal
    ordinal: str = ""


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id, page, text in corpus.pages:
        tranches = [_sum(match, match["ordinal"].casefold()) for match in _TRANCHE.finditer(text)]
        wholes = [_sum(match) for match in _WHOLE.finditer(text)] if tranches else []
        for place, first in enumerate(tranches):
            following = tranches[place + 1 : place + 3]
            second = next(iter(following), None)
            whole = _before(wholes, first)
            two = first.ordinal == "first" and second is not None and second.ordinal == "second"
            if whole and second and two and not _goes_on(first, following):
                yield from _compared(corpus, document_id, page, whole, first, second)


def _before(wholes: list[Sum], first: Sum) -> Sum | None:
    """The sum that stands shortly before the first tranche."""
    index = bisect_right(wholes, first.start, key=lambda whole: whole.end) - 1
    return wholes[index] if index >= 0 and first.start - wholes[index].end <= _BEFORE else None


def _goes_on(first: Sum, following: list[Sum]) -> bool:
    """Whether the second tranche is far off, or a third one follows."""
    previous = first
    for tranche in following:
        near = tranche.start - previous.end <= _BETWEEN
        if tranche.ordinal == "second" and not near:
            return True
        if tranche.ordinal == "third" and near:
            return True
        previous = tranche
    return False


def _compared(corpus: Corpus, document_id: str, page: int, whole: Sum, first: Sum, second: Sum) -> Iterator[Draft]:
    both = first.value + second.value
    off = both - whole.value
    if abs(off) > (whole.precision + first.precision + second.precision) / 2:
        yield Draft(
            footprint_id=corpus.footprint_at(document_id, page, whole.start),
            document_id=document_id,
            message=(
                f"Two tranches of {pounds(first.value)} and {pounds(second.value)} come to {pounds(both)}, "
                f"not to the {pounds(whole.value)} stated for both."
            ),
            explanation=(
                f"{pounds(first.value)} + {pounds(second.value)} = {pounds(both)}; "
                f"{pounds(abs(off))} {'more' if off > 0 else 'less'} than stated."
            ),
            quotes=tuple(
                dict.fromkeys(corpus.passage(document_id, page, s.start, s.end) for s in (whole, first, second))
            ),
        )


def _sum(match: "regex.Match[str]", ordinal: str = "") -> Sum:
    factor = _UNITS[match["unit"].casefold()]
    decimals = len(match["number"].partition(".")[2])
    value, precision = Decimal(match["number"]) * factor, Decimal(factor) / 10**decimals
    return Sum(match.start(), match.end(), value, precision, ordinal)
