"""A surplus after the plan so large that the solutions would have to be far larger than the gap."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.wording import pounds

_QUERY = """
    WITH surpluses AS (
        SELECT footprint_id, document_id, record_id, page, char_start, char_end, -amount_gbp AS surplus_gbp
        FROM financial_gaps
        WHERE amount_gbp < 0 AND scenario IN ('residual', 'unspecified') AND organisation IS NULL
          AND component IN ('combined', 'unspecified') AND NOT cumulative
        UNION ALL
        SELECT footprint_id, document_id, record_id, page, char_start, char_end, amount_gbp
        FROM savings
        WHERE contains(lower(quote), 'surplus') AND organisation IS NULL AND NOT cumulative
    )
    SELECT
        surplus.footprint_id, surplus.document_id, surplus.record_id, surplus.page, surplus.char_start,
        surplus.char_end, surplus.surplus_gbp,
        gap.record_id AS gap_record_id, gap.page AS gap_page, gap.char_start AS gap_start, gap.char_end AS gap_end,
        gap.amount_gbp AS gap_gbp
    FROM surpluses AS surplus
    INNER JOIN financial_gaps AS gap USING (document_id, footprint_id)
    WHERE gap.amount_gbp > 0 AND gap.scenario = 'do_nothing' AND gap.component = 'combined'
      AND gap.organisation IS NULL AND NOT gap.cumulative
      AND surplus.surplus_gbp > gap.amount_gbp * 0.25
    QUALIFY row_number() OVER (
        PARTITION BY surplus.document_id, surplus.page, surplus.char_start
        ORDER BY gap.amount_gbp DESC, gap.page, gap.char_start, surplus.record_id
    ) = 1
    ORDER BY surplus.document_id, surplus.page, surplus.char_start
"""


class Surplus(NamedTuple):
    footprint_id: str
    document_id: str
    record_id: str
    page: int
    char_start: int
    char_end: int
    surplus_gbp: Decimal
    gap_record_id: str
    gap_page: int
    gap_start: int
    gap_end: int
    gap_gbp: Decimal


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for found in corpus.fetch(Surplus, _QUERY):
        needed = found.gap_gbp + found.surplus_gbp
        yield Draft(
            footprint_id=found.footprint_id,
            document_id=found.document_id,
            message=(
                f"A surplus of {pounds(found.surplus_gbp)} is stated after a gap of {pounds(found.gap_gbp)}, "
                f"which would need solutions of {pounds(needed)}, {needed / found.gap_gbp:.1f} times the gap."
            ),
            explanation=(
                f"{pounds(found.gap_gbp)} + {pounds(found.surplus_gbp)} = {pounds(needed)}. If the amount is what the "
                f"solutions are worth instead, {pounds(found.gap_gbp)} - {pounds(found.surplus_gbp)} = "
                f"{pounds(found.gap_gbp - found.surplus_gbp)} is left open."
            ),
            record_ids=(found.record_id, found.gap_record_id),
            quotes=(
                corpus.passage_of(found),
                corpus.passage(found.document_id, found.gap_page, found.gap_start, found.gap_end),
            ),
            suggestion=f"{pounds(found.surplus_gbp)} may be what the solutions are worth, not a surplus.",
        )
