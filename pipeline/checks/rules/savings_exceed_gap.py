"""Savings larger than the gap they are to close."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import COMPONENTS, pounds


class Excess(NamedTuple):
    footprint_id: str
    document_id: str
    cumulative: bool
    record_id: str
    page: int
    char_start: int
    char_end: int
    amount_gbp: Decimal
    amount_text: str
    gap_record_id: str
    gap_page: int
    gap_start: int
    gap_end: int
    gap_gbp: Decimal
    component: str


class Included(NamedTuple):
    record_id: str
    amount_gbp: Decimal


def run(corpus: Corpus) -> Iterator[Draft]:
    for excess in corpus.select(Excess, "savings_exceed_gap"):
        over = excess.amount_gbp - excess.gap_gbp
        what = "" if excess.component == "unspecified" else f"{COMPONENTS[excess.component]} "
        explanation = f"{pounds(excess.amount_gbp)} - {pounds(excess.gap_gbp)} = {pounds(over)}."
        basis = [excess.record_id, excess.gap_record_id]
        passage = corpus.passage_of(excess)
        if funding := _included(corpus, excess, passage):
            left = excess.amount_gbp - funding.amount_gbp
            short = excess.gap_gbp - left
            explanation += (
                f" The savings are said to include funding of {pounds(funding.amount_gbp)}; without it they are "
                f"{pounds(left)}, {pounds(abs(short))} {'short of' if short > 0 else 'more than'} the gap."
            )
            basis.append(funding.record_id)
        yield Draft(
            footprint_id=excess.footprint_id,
            document_id=excess.document_id,
            message=(
                f"Savings of {pounds(excess.amount_gbp)} exceed the {what}gap of {pounds(excess.gap_gbp)} "
                f"by {pounds(over)}."
            ),
            explanation=explanation,
            record_ids=tuple(basis),
            quotes=(passage, corpus.passage(excess.document_id, excess.gap_page, excess.gap_start, excess.gap_end)),
        )


def _included(corpus: Corpus, excess: Excess, passage: str) -> Included | None:
    """Funding that the same line counts among the savings."""
    if "includ" not in passage.casefold():
        return None
    query = """
        SELECT record_id, amount_gbp_high AS amount_gbp FROM funding
        WHERE document_id = ? AND page = ? AND contains(?, quote) AND abs(char_start - ?) < ? AND amount_gbp_high < ?
        ORDER BY char_start LIMIT 1
    """
    place = (excess.document_id, excess.page, passage, excess.char_start, len(passage), excess.amount_gbp)
    return next(iter(corpus.fetch(Included, query, *place)), None)


RULE = Rule(
    name="savings_exceed_gap",
    severity="warning",
    meaning="The savings of a footprint's plan are larger than the gap that they are to close.",
    remedy="Check both figures, and whether funding was counted as savings; a planned surplus is possible but rare.",
    example="Proposed savings of £330m against a combined gap of £310m.",
    run=run,
)
