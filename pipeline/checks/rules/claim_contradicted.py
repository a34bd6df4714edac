"""Claims that the documents' own figures contradict."""

from collections.abc import Iterator

from pipeline.checks.claims import (
    every_footprint,
    extremes,
    ics_standing,
    kept_open,
    negations,
    no_saving,
    savings_with_funding,
    share_of_costs,
    silent_profiles,
    vacant_posts,
)
from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule


def within(corpus: Corpus) -> Iterator[Draft]:
    for kind in (
        savings_with_funding,
        share_of_costs,
        every_footprint,
        ics_standing,
        silent_profiles,
        vacant_posts,
        kept_open,
        no_saving,
        negations,
    ):
        yield from kind.drafts(corpus)


RULE = Rule(
    name="claim_contradicted",
    severity="warning",
    meaning=(
        "What a document says in general is contradicted by figures, tables or other words: the largest footprint, a "
        "first place, savings that are partly funding, a table that covers every footprint, a system listed as "
        "appointed and spoken of as to come, leadership confirmed and vacant, a hospital that stays as it is and loses "
        "beds, a programme that saves nothing and has a saving. Where the document's own tables show it by arithmetic "
        "it is an error; a profile that is silent on what a list says of it is an info."
    ),
    remedy="Read both passages; correct the claim, or the figure that it is about.",
    example="“The largest footprint covers 2.5m people” beside a profile with 2.8m.",
    run=extremes.drafts,
    within=within,
)
