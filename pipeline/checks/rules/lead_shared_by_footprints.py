"""One person as lead of several footprints."""

from collections import defaultdict
from collections.abc import Iterator

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.leads import Lead, footprint_leads, person_key
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import listed

_PLACE_WORD = regex.compile(r"\p{Lu}\p{L}{3,}")
_NO_PLACE = {"university", "hospital", "hospitals", "trust", "health", "care", "council", "county", "city"} | {
    "foundation",
    "partnership",
    "community",
    "clinical",
    "group",
    "children",
    "north",
    "south",
    "east",
    "west",
}


def run(corpus: Corpus) -> Iterator[Draft]:
    by_person: dict[tuple[str, str], list[Lead]] = defaultdict(list)
    for lead in footprint_leads(corpus):
        by_person[lead.document_id, person_key(lead.name)].append(lead)
    for statements in by_person.values():
        footprints = list(dict.fromkeys(lead.footprint_id for lead in statements))
        if len(footprints) > 1:
            yield _draft(corpus, statements, footprints)


def _draft(corpus: Corpus, statements: list[Lead], footprints: list[str]) -> Draft:
    last = statements[-1]
    employers = list(dict.fromkeys(lead.organisation for lead in statements if lead.organisation))
    names = listed(corpus.footprint(footprint) for footprint in footprints)
    return Draft(
        footprint_id=footprints[-1],
        document_id=last.document_id,
        message=f"{last.name} is named as lead of {names}.",
        explanation=(
            f"Each footprint has a lead of its own. {last.name}"
            + (f" ({listed(employers)})" if employers else "")
            + f" stands in {len(footprints)} profiles of {corpus.document(last.document_id)}."
        ),
        record_ids=tuple(lead.record_id for lead in statements),
        quotes=corpus.quotes(statements),
        suggestion=_suggestion(corpus, employers, footprints),
    )


def _suggestion(corpus: Corpus, employers: list[str], footprints: list[str]) -> str | None:
    """Which footprint the employer lies in, where its name says so."""
    places = {word.casefold() for name in employers for word in _PLACE_WORD.findall(name)} - _NO_PLACE
    home = [f for f in footprints if places & {w.casefold() for w in _PLACE_WORD.findall(corpus.footprint(f))}]
    if len(home) != 1:
        return None
    others = [corpus.footprint(footprint) for footprint in footprints if footprint != home[0]]
    return (
        f"{listed(employers)} belongs to {corpus.footprint(home[0])} by its name; the line for {listed(others)} "
        "is probably a copy of it."
    )


RULE = Rule(
    name="lead_shared_by_footprints",
    severity="error",
    meaning="One document names one person as lead of two or more footprints. The finding stands at the later one.",
    remedy="Look up the lead of each footprint; one of the lines was probably copied from its neighbour.",
    example="Jo Bloggs of Northtown Hospitals is named as lead of Northtown and of Southshire.",
    run=run,
)
