"""One amount that is the gap of the whole footprint in one place and of one body in another; figures of one body that
differ in their last digit.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.statements import statements
from pipeline.checks.wording import COMPONENTS, listed, pounds

_OWNERS = """
    SELECT
        own.footprint_id, own.document_id, own.component, own.amount_gbp, own.quote AS own_quote,
        own.record_id AS own_record_id, min(body.organisation) AS organisation,
        list(body.quote ORDER BY body.page, body.char_start, body.record_id) AS body_quotes,
        list(body.record_id ORDER BY body.page, body.char_start, body.record_id) AS body_record_ids
    FROM financial_gaps AS own
    INNER JOIN financial_gaps AS body
        ON body.document_id = own.document_id AND body.footprint_id = own.footprint_id
        AND body.component = own.component AND body.amount_gbp = own.amount_gbp AND body.organisation IS NOT NULL
    WHERE own.organisation IS NULL AND own.component IN ('health', 'social_care') AND own.amount_gbp > 0
    GROUP BY ALL
    HAVING count(DISTINCT body.organisation) = 1
    ORDER BY own.document_id, own.footprint_id, own.component, own.amount_gbp, own.record_id
"""
_NEARLY = """
    SELECT
        one.footprint_id, one.document_id, one.organisation, one.amount_gbp, other.amount_gbp AS other_gbp,
        [min(one.record_id), min(other.record_id)] AS record_ids
    FROM financial_gaps AS one
    INNER JOIN financial_gaps AS other USING (document_id, footprint_id, organisation, component)
    WHERE one.amount_gbp < other.amount_gbp AND one.precision_gbp = other.precision_gbp
      AND other.amount_gbp - one.amount_gbp <= 2 * one.precision_gbp AND one.precision_gbp <= 1000
    GROUP BY ALL
    ORDER BY one.document_id, one.footprint_id, one.organisation, one.amount_gbp
"""
_BODY = regex.compile(r"\b(?:Councils?|CCGs?|Trusts?|FT|authorities)\b")


class TwoOwners(NamedTuple):
    footprint_id: str
    document_id: str
    component: str
    amount_gbp: Decimal
    own_quote: str
    own_record_id: str
    organisation: str
    body_quotes: list[str]
    body_record_ids: list[str]


class Nearly(NamedTuple):
    footprint_id: str
    document_id: str
    organisation: str
    amount_gbp: Decimal
    other_gbp: Decimal
    record_ids: list[str]


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for found in corpus.fetch(TwoOwners, _OWNERS):
        # A sentence that names several bodies may well speak of all of them.
        if all(len(_BODY.findall(quote)) < 2 for quote in found.body_quotes):
            yield _owners(corpus, found)
    together: dict[tuple[str, str], list[Nearly]] = defaultdict(list)
    for nearly in corpus.fetch(Nearly, _NEARLY):
        together[nearly.document_id, nearly.footprint_id].append(nearly)
    for group in together.values():
        yield _last_digits(corpus, group)


def _owners(corpus: Corpus, found: TwoOwners) -> Draft:
    return Draft(
        footprint_id=found.footprint_id,
        document_id=found.document_id,
        message=(
            f"{pounds(found.amount_gbp)} is the {COMPONENTS[found.component]} gap of the whole footprint in one place, "
            f"and of {found.organisation} in another."
        ),
        explanation="One body cannot have the gap of the whole footprint while others have gaps of their own.",
        record_ids=(found.own_record_id, *found.body_record_ids),
        quotes=corpus.quotes(statements(corpus, found.own_record_id, *found.body_record_ids)),
        about=(found.component, str(found.amount_gbp), found.own_quote),
    )


def _last_digits(corpus: Corpus, group: list[Nearly]) -> Draft:
    told = listed(f"{pounds(n.amount_gbp)} and {pounds(n.other_gbp)} for {n.organisation}" for n in group)
    record_ids = tuple(record_id for nearly in group for record_id in nearly.record_ids)
    return Draft(
        footprint_id=group[0].footprint_id,
        document_id=group[0].document_id,
        message=f"Two tables differ in the last digit: {told}.",
        explanation="Rounding at different steps does that; it should be the same figure.",
        record_ids=record_ids,
        quotes=corpus.quotes(statements(corpus, *record_ids)),
        severity="info",
    )
