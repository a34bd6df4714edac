"""What is said to remain of a gap, and is to the pound one of the parts that the gap was made of."""

from collections.abc import Iterator
from itertools import product

from pipeline.checks.corpus import Corpus
from pipeline.checks.gaps import Gap, comparable_gaps
from pipeline.checks.rule import Draft
from pipeline.checks.wording import COMPONENTS, pounds


def drafts(corpus: Corpus) -> Iterator[Draft]:
    own: dict[tuple[str, str], list[Gap]] = {}
    for gap in comparable_gaps(corpus):
        if gap.organisation is None and not gap.cumulative:
            own.setdefault((gap.document_id, gap.footprint_id), []).append(gap)
    for gaps in own.values():
        left = [gap for gap in gaps if gap.scenario == "residual" and gap.component in ("combined", "unspecified")]
        before = [gap for gap in gaps if gap.scenario == "do_nothing"]
        parts = [gap for gap in before if gap.component in ("health", "social_care")]
        wholes = [gap for gap in before if gap.component == "combined"]
        for remainder, part, whole in product(left, parts, wholes):
            if remainder.amount_gbp == part.amount_gbp < whole.amount_gbp:
                yield _draft(corpus, remainder, part, whole)
                break


def _draft(corpus: Corpus, remainder: Gap, part: Gap, whole: Gap) -> Draft:
    saved = whole.amount_gbp - remainder.amount_gbp
    basis = (remainder, part, whole)
    return Draft(
        footprint_id=remainder.footprint_id,
        document_id=remainder.document_id,
        message=(
            f"{pounds(remainder.amount_gbp)} is stated as what remains of {pounds(whole.amount_gbp)}, and as its "
            f"{COMPONENTS[part.component]} part before anything is saved."
        ),
        explanation=(
            f"{pounds(whole.amount_gbp)} - {pounds(remainder.amount_gbp)} = {pounds(saved)} would have to be saved, "
            "exactly the other part."
        ),
        record_ids=tuple(gap.record_id for gap in basis),
        quotes=tuple(corpus.passage_of(gap) for gap in basis),
        suggestion="One of the two is probably a copy of the other.",
    )
