"""Leads whose employer is not stated, or only described."""

from collections import defaultdict
from collections.abc import Iterator

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.leads import Lead, footprint_leads, person_key
from pipeline.checks.rule import Draft, Rule

_DESCRIBED = regex.compile(
    r"(?i)\b(?:of|across|for) (?:the |all )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|local)\b"
    r"|^(?:the )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|local)\b"
)
_UNDERTAKING = regex.compile(r"(?i)\b(?:regime|programme|program|plan|partnership board|transformation|stp)\b")
_BODY = regex.compile(
    r"(?i)\b(?:ccgs?|trusts?|ft|councils?|hospitals?|authority|clinical commissioning|university|nhs england)\b"
)
_PROSE = regex.compile(r"[.;:!?][\"'”’)]*$")
"""A sentence need not say for whom somebody works; a line of a profile or a list of names should."""


def run(corpus: Corpus) -> Iterator[Draft]:
    leads = footprint_leads(corpus)
    by_person: dict[tuple[str, str, str], list[Lead]] = defaultdict(list)
    for lead in leads:
        by_person[lead.document_id, lead.footprint_id, person_key(lead.name)].append(lead)
    employed = {(lead.footprint_id, person_key(lead.name)) for lead in leads if _names_a_body(lead)}
    for statements in by_person.values():
        if any(_names_a_body(lead) for lead in statements):
            continue
        listed = [lead for lead in statements if not _PROSE.search(corpus.passage_of(lead))]
        described = next((words for lead in listed if (words := _description(corpus, lead))), None)
        if not described and any(_BODY.search(corpus.passage_of(lead)) for lead in statements):
            continue
        first = statements[0]
        if listed or (first.footprint_id, person_key(first.name)) not in employed:
            yield _draft(corpus, statements, leads, described, in_prose=not listed)


def _names_a_body(lead: Lead) -> bool:
    """Whether the statement says for whom the lead works: a body's own name, not a description of one."""
    if not lead.organisation or _DESCRIBED.search(lead.organisation):
        return False
    return bool(_BODY.search(lead.organisation)) or not _UNDERTAKING.search(lead.organisation)


def _description(corpus: Corpus, lead: Lead) -> str | None:
    """What stands in the place of an employer's name: "five local CCGs", "Success Regime"."""
    after = corpus.passage_of(lead).partition(lead.name)[2]
    found = _DESCRIBED.search(after)
    return lead.organisation or lead.programme or (after[found.start() :].strip() if found else None)


def _draft(corpus: Corpus, statements: list[Lead], leads: list[Lead], described: str | None, in_prose: bool) -> Draft:
    lead = statements[0]
    position = next((s.position for s in statements if s.position), None)
    lead_of = f"lead of {corpus.footprint(lead.footprint_id)}"
    if described:
        message = f"{lead.name}, {lead_of}, comes with a description instead of an employer."
        explanation = f"“{described}” names no organisation that employs the lead."
    elif in_prose:
        message = f"{lead.name} is named as {lead_of}, and no document says for which organisation {lead.name} works."
        explanation = "The sentence does not say it either."
    elif position:
        message = f"{lead.name}, {lead_of}, has a title but no organisation."
        explanation = f"“{position}” stands without saying of which organisation."
    else:
        message = f"{lead.name} is named as {lead_of} without an organisation."
        explanation = "Nothing follows the name."
    elsewhere = _elsewhere(lead, leads)
    basis = [*statements, *([elsewhere] if elsewhere else [])]
    return Draft(
        footprint_id=lead.footprint_id,
        document_id=lead.document_id,
        message=message,
        explanation=explanation,
        record_ids=tuple(one.record_id for one in basis),
        quotes=corpus.quotes(basis),
        suggestion=f"{corpus.document(elsewhere.document_id)} gives {elsewhere.organisation}." if elsewhere else None,
        severity="info" if described or in_prose else None,
        about=(person_key(lead.name),),
    )


def _elsewhere(lead: Lead, leads: list[Lead]) -> Lead | None:
    """Another document's statement of the same lead that names the organisation."""
    return next(
        (
            other
            for other in leads
            if other.document_id != lead.document_id
            and other.footprint_id == lead.footprint_id
            and person_key(other.name) == person_key(lead.name)
            and _names_a_body(other)
        ),
        None,
    )


RULE = Rule(
    name="lead_organisation_missing",
    severity="warning",
    meaning=(
        "A footprint's lead is named without the organisation that employs them. "
        "It is an info where the organisation is described, not named, and where the lead is named in a sentence only."
    ),
    remedy="Take the organisation from another document, as the suggestion does where there is one.",
    example="Lead: Jo Bloggs, with nothing after the name.",
    run=run,
)
