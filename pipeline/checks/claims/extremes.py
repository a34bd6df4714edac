"""What is said of the largest, smallest and average footprint, and of a footprint that is said to be foremost."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from extractors.patterns import keyed
from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.statements import statements
from pipeline.checks.wording import counted, people, pounds
from schemas.types import Severity

_ENOUGH = 36
"""Footprints whose figure must be known before it can be said which is the largest."""
_OF_FOOTPRINTS = regex.compile(r"(?i)\b(?:footprints?|STPs?|sustainability and transformation)\b")


_FOREMOST = keyed(r"(?i)financially challenged|largest|biggest|highest|smallest")


class Claim(NamedTuple):
    footprint_id: str | None
    document_id: str
    record_id: str
    page: int
    char_start: int
    char_end: int
    people: int
    precision: Decimal
    statistic: str


class Ranked(NamedTuple):
    """A footprint's place among all by one figure, the largest first."""

    footprint_id: str
    name: str
    figure: Decimal
    record_id: str
    rank: int
    known: int


_CLAIMS = """
    SELECT footprint_id, document_id, record_id, page, char_start, char_end, people,
        printed_precision(people)::DECIMAL(18, 2) AS precision, statistic
    FROM populations
    WHERE scope = 'national' AND statistic IN ('maximum', 'minimum', 'average')
    ORDER BY document_id, page, char_start, record_id
"""


class Superlative(NamedTuple):
    """Words that claim first place, and the figure of the profile that would show it."""

    words: regex.Pattern[str]
    figure: str
    record: str
    described: str
    largest: bool = True


_SUPERLATIVES = (
    Superlative(
        regex.compile(r"(?i)\bmost financially challenged\b(?=.*\b(?:population|per head|per capita)\b)"),
        "combined_gap_per_head_gbp",
        "combined_gap_record_id",
        "combined gap by head of population",
    ),
    Superlative(
        regex.compile(
            r"(?i)\b(?:largest|biggest|highest) (?:financial )?(?:gap|deficit|shortfall)\b"
            r"(?=.*\b(?:in England|nationally|in the country|of all|of any)\b)"
        ),
        "combined_gap_gbp",
        "combined_gap_record_id",
        "combined gap",
    ),
    Superlative(
        regex.compile(
            r"(?i)\b(?:largest|biggest) (?:of the|of all|STP|footprint)\b"
            r"(?=.*\b(?:in England|nationally|in the country|footprints|STPs)\b)"
        ),
        "population",
        "population_record_id",
        "population",
    ),
    Superlative(
        regex.compile(
            r"(?i)\bsmallest (?:of the|of all|STP|footprint)\b"
            r"(?=.*\b(?:in England|nationally|in the country|footprints|STPs)\b)"
        ),
        "population",
        "population_record_id",
        "population",
        largest=False,
    ),
)


def drafts(corpus: Corpus) -> Iterator[Draft]:
    ranked = _ranked(corpus, "population", "population_record_id")
    if len(ranked) >= _ENOUGH:
        for claim in corpus.fetch(Claim, _CLAIMS):
            passage = corpus.passage_of(claim)
            if _OF_FOOTPRINTS.search(passage):
                yield from _population_claim(corpus, claim, passage, ranked)
    for document_id, page, text in corpus.pages:
        if _FOREMOST.search(text):
            for superlative in _SUPERLATIVES:
                yield from _superlative(corpus, superlative, document_id, page, text)


def _ranked(corpus: Corpus, figure: str, record: str) -> list[Ranked]:
    query = f"""
        SELECT footprint_id, name, {figure}::DECIMAL(18, 2) AS figure, {record} AS record_id,
            rank() OVER (ORDER BY {figure} DESC) AS rank, count(*) OVER () AS known
        FROM footprint_profile WHERE {figure} IS NOT NULL ORDER BY rank, footprint_id
    """  # noqa: S608 - names of our own columns
    return corpus.fetch(Ranked, query)


def _population_claim(corpus: Corpus, claim: Claim, passage: str, ranked: list[Ranked]) -> Iterator[Draft]:
    """A stated largest, smallest or average population against the profiles."""
    severity: Severity = "warning"
    if claim.statistic == "average":
        actual = sum((one.figure for one in ranked), Decimal(0)) / len(ranked)
        basis, shown = (
            [],
            f"the average of {counted(len(ranked), 'footprint')} is {people(int(round(actual, -3)))}",
        )
        severity = "info"
    else:
        extreme = ranked[0] if claim.statistic == "maximum" else ranked[-1]
        actual, basis = extreme.figure, statements(corpus, extreme.record_id)
        shown = f"{extreme.name} has {people(int(extreme.figure))}"
    if abs(actual - claim.people) <= claim.precision / 2:
        return
    kind = {"maximum": "largest", "minimum": "smallest", "average": "average"}[claim.statistic]
    yield Draft(
        footprint_id=claim.footprint_id,
        document_id=claim.document_id,
        message=f"The {kind} footprint is said to have {people(claim.people)} people; {shown}.",
        explanation=f"{people(claim.people)} against {people(int(actual))} in the profiles.",
        record_ids=(claim.record_id, *(one.record_id for one in basis)),
        quotes=(passage, *(corpus.passage_of(one) for one in basis)),
        severity=severity,
        about=(claim.statistic, passage),
    )


def _superlative(corpus: Corpus, superlative: Superlative, document_id: str, page: int, text: str) -> Iterator[Draft]:
    """A footprint that is said to be foremost in something, and is not by its own figures."""
    by_line = {text.rfind("\n", 0, match.start()): match for match in superlative.words.finditer(text)}
    ranked = _ranked(corpus, superlative.figure, superlative.record) if by_line else []
    order = ranked if superlative.largest else ranked[::-1]
    for match in by_line.values():
        footprint_id = corpus.footprint_at(document_id, page, match.start())
        own = next((one for one in order if one.footprint_id == footprint_id), None)
        if own is None or len(order) < _ENOUGH or own.figure == order[0].figure:
            continue
        first = order[0]
        basis = statements(corpus, own.record_id, first.record_id)
        yield Draft(
            footprint_id=footprint_id,
            document_id=document_id,
            message=(
                f"{own.name} is called “{match.group()}”, but is number {order.index(own) + 1} of {len(order)} by "
                f"{superlative.described}."
            ),
            explanation=f"{own.name}: {_told(superlative, own)}; {first.name}, number 1: {_told(superlative, first)}.",
            record_ids=tuple(one.record_id for one in basis),
            quotes=(
                corpus.passage(document_id, page, match.start(), match.end()),
                *(corpus.passage_of(one) for one in basis),
            ),
            about=(match.group(), superlative.figure),
        )


def _told(superlative: Superlative, ranked: Ranked) -> str:
    if superlative.figure == "population":
        return people(int(ranked.figure))
    return f"£{ranked.figure:,.0f} a head" if "per_head" in superlative.figure else pounds(ranked.figure)
