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


def run(corpus: Corpus) -> Iterator[Draft]:
    leads = footprint_leads(corpus)
    by_person: dict[tuple[str, str, str], list[Lead]] = defaultdict(list)
    for lead in leads:
        by_person[lead.document_id, lead.footprint_id, person_key(lead.name)].append(lead)
    for statements in by_person.values():
        if not any(_names_a_body(lead) for lead in statements):
            yield _draft(corpus, statements, leads)


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


def _draft(corpus: Corpus, statements: list[Lead], leads: list[Lead]) -> Draft:
    lead = statements[0]
    described = next((words for s in statements if (words := _description(corpus, s))), None)
    position = next((s.position for s in statements if s.position), None)
    lead_of = f"lead of {corpus.footprint(lead.footprint_id)}"
    if described:
        message = f"{lead.name}, {lead_of}, comes with a description instead of an employer."
        explanation = f"“{described}” names no organisation that employs the lead."
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
        severity="info" if described else None,
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
        "It is an info where the organisation is described, not named."
    ),
    remedy="Take the organisation from another document, as the suggestion does where there is one.",
    example="Lead: Jo Bloggs, with nothing after the name.",
    run=run,
)
