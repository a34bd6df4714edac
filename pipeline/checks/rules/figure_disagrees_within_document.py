"""The same fact, two values in one document."""

from collections.abc import Iterator

from pipeline.checks.corpus import Corpus
from pipeline.checks.disagreements import (
    bed_closures,
    bed_days,
    included_rows,
    listed_units,
    own_facts,
    percent_changes,
    programme_savings,
    ranges,
    remainder,
    repeated_sentences,
    scenario_rows,
    shares_of_amounts,
    surplus_after_gap,
    table_and_text,
    tranches,
    two_owners,
)
from pipeline.checks.rule import Draft, Rule


def within(corpus: Corpus) -> Iterator[Draft]:
    for way in (
        own_facts,
        programme_savings,
        included_rows,
        table_and_text,
        scenario_rows,
        shares_of_amounts,
        surplus_after_gap,
        remainder,
        tranches,
        listed_units,
        ranges,
        percent_changes,
        bed_closures,
        bed_days,
        repeated_sentences,
        two_owners,
    ):
        yield from way.drafts(corpus)


RULE = Rule(
    name="figure_disagrees_within_document",
    severity="warning",
    meaning=(
        "One document gives two values for one thing, further apart than rounding explains: a footprint's own figure, "
        "a programme's saving, a sum and its tranches, a share of an amount, a table and the text beside it, a "
        "promised reduction, a sentence that is repeated with another number. A programme's saving against most other "
        "places, or against a table's arithmetic, is an error; two figures that are nearly, but not by rounding, the "
        "same are an info."
    ),
    remedy="Decide which value holds; look for a later amendment that was not carried through.",
    example="The urgent care programme saves £4.3m in the table and £4.5m in the chapter on capital.",
    within=within,
)
