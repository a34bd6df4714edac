"""Facts that a footprint's profile lacks."""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import counted, listed

_FACTS = {
    "population": "population",
    "lead": "lead",
    "gap": "financial gap",
    "capital": "capital requirement",
}


class Missing(NamedTuple):
    footprint_id: str
    fact: str
    documents: list[str]
    footprints_with_it: int
    footprints: int


def run(corpus: Corpus) -> Iterator[Draft]:
    for missing in corpus.select(Missing, "figure_missing"):
        name, fact = corpus.footprint(missing.footprint_id), _FACTS[missing.fact]
        some = counted(missing.footprints, "footprint")
        where = listed(corpus.document(document) for document in missing.documents)
        yield Draft(
            footprint_id=missing.footprint_id,
            document_id=missing.documents[0] if len(missing.documents) == 1 else None,
            message=f"No {fact} is stated for {name}.",
            explanation=(
                f"{where} {'gives' if len(missing.documents) == 1 else 'give'} {name} a profile without a {fact}; "
                f"{missing.footprints_with_it} of the {some} with a profile have one."
            ),
            quotes=tuple(_headings(corpus, missing)),
            about=(missing.fact,),
        )


def _headings(corpus: Corpus, missing: Missing) -> Iterator[str]:
    """The headings of the profile as written, also where they are repeated: "KENT (2)"."""
    for document in missing.documents:
        own = [s for s in corpus.sections.get(document, []) if s.footprint_id == missing.footprint_id and s.heading]
        for section in own:
            text = corpus.pages.text(document, section.page)[section.char_start : section.char_end]
            repeated = regex.escape(section.heading or "") + r"(?:[ \t]*\(\d+\))?"
            yield from dict.fromkeys(regex.findall(rf"(?m)^[ \t]*({repeated})[ \t]*$", text) or [section.heading or ""])


RULE = Rule(
    name="figure_missing",
    severity="warning",
    meaning=(
        "No document states a footprint's population, lead, financial gap or capital requirement, "
        "though one gives it a profile: two of these four facts under its name, or in a plan, in a document that "
        "states three for some footprint."
    ),
    remedy="Look for the figure in the footprint's own plan, and add that document to the sources.",
    example="The profile of Southshire has a population, a lead and a gap, but no capital requirement.",
    run=run,
)
