"""Own figures beyond what a footprint can have, and funding larger than the whole gap."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.statements import statements
from pipeline.checks.wording import people, pounds


class Beyond(NamedTuple):
    fact: str
    footprint_id: str
    record_id: str
    document_id: str
    page: int
    char_start: int
    char_end: int
    amount: Decimal
    low: Decimal
    high: Decimal
    basis_record_id: str | None


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for beyond in corpus.select(Beyond, "value_out_of_range"):
        yield _funding(corpus, beyond) if "funding" in beyond.fact else _figure(corpus, beyond)


def _figure(corpus: Corpus, beyond: Beyond) -> Draft:
    amount, low, high = (
        people(int(value)) if beyond.fact == "population" else pounds(value)
        for value in (beyond.amount, beyond.low, beyond.high)
    )
    return Draft(
        footprint_id=beyond.footprint_id,
        document_id=beyond.document_id,
        message=f"A {beyond.fact} of {amount} is stated for {corpus.footprint(beyond.footprint_id)}.",
        explanation=f"For one footprint anything outside {low} to {high} is hardly possible.",
        record_ids=(beyond.record_id,),
        quotes=(corpus.passage_of(beyond),),
    )


def _funding(corpus: Corpus, beyond: Beyond) -> Draft:
    """Money that is more than the gap. It is a warning only where the plan itself would take it."""
    basis = statements(corpus, beyond.basis_record_id or "")
    national = beyond.fact == "national funding"
    name = corpus.footprint(beyond.footprint_id)
    times = beyond.amount / beyond.high
    if national:
        told = f"A national sum of {pounds(beyond.amount)} stands in the profile of {name}, whose whole gap is"
    else:
        told = f"Funding of {pounds(beyond.amount)} is more than {name}'s gap of"
    return Draft(
        footprint_id=beyond.footprint_id,
        document_id=beyond.document_id,
        message=f"{told} {pounds(beyond.high)}.",
        explanation=f"{pounds(beyond.amount)} / {pounds(beyond.high)} = {times:.1f}.",
        record_ids=(beyond.record_id, *(s.record_id for s in basis)),
        quotes=(corpus.passage_of(beyond), *(corpus.passage_of(s) for s in basis)),
        suggestion=f"It is not counted as money of {name}." if national else None,
        severity=None if beyond.fact == "funding of the plan" else "info",
    )
