"""A footprint's own population, gap or capital, stated twice with different values."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.checks.corpus import Corpus
from pipeline.checks.facts import Stated, distinct, stated_facts
from pipeline.checks.reconciliation import digit_slip
from pipeline.checks.rule import Draft
from pipeline.checks.wording import listed

_BASES = "present gap"
"""Accounts give today's deficit on several bases (normalised, with and without support): those differ rightly."""
_CLOSE = 400


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for (footprint_id, fact), stated in stated_facts(corpus).items():
        for document_id in dict.fromkeys(one.document_id for one in stated):
            here = [one for one in stated if one.document_id == document_id and _BASES not in fact]
            values = distinct(_apart(_of_the_whole(here) if fact == "population" else here))
            if len(values) > 1:
                yield _draft(corpus, footprint_id, fact, document_id, here, values)


def _apart(stated: list[Stated]) -> list[Stated]:
    """Without the smaller of two figures that stand close together: there one is a part or a rounding of the other."""
    return [
        one
        for one in stated
        if not any(
            other.page == one.page and abs(other.char_start - one.char_start) < _CLOSE and other.amount > one.amount
            for other in stated
        )
    ]


def _of_the_whole(stated: list[Stated]) -> list[Stated]:
    """Without numbers of people that are far smaller than another: those live in a part. A slip of a digit is kept."""
    largest = max((one.amount for one in stated), default=Decimal(0))
    return [one for one in stated if one.amount * 2 >= largest or digit_slip(one.amount, largest)]


def _draft(
    corpus: Corpus, footprint_id: str, fact: str, document_id: str, here: list[Stated], values: list[Stated]
) -> Draft:
    told = listed(one.told for one in values)
    return Draft(
        footprint_id=footprint_id,
        document_id=document_id,
        message=f"{corpus.document(document_id)} gives {told} for the {fact} of {corpus.footprint(footprint_id)}.",
        explanation=" ".join(f"Page {one.page}: {one.told}." for one in values),
        record_ids=tuple(one.record_id for one in here),
        quotes=corpus.quotes(here),
        about=(fact, *(one.told for one in values)),
    )
