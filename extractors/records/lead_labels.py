"""Leads at labels ('SRO: ...', 'Nominated lead of the footprint: ...'), and who a person is: the job and body behind a name."""

import regex

from extractors.collect import Collector
from extractors.cues import find_cues
from extractors.known_bodies import find_known_bodies
from extractors.labelled import Labelled
from extractors.mentions.footprints import find_footprints
from extractors.mentions.organisations import OrganisationMention, find_organisations
from extractors.mentions.persons import NOBODY, person_at_label
from extractors.sections import Passage
from schemas.records import Lead

_ROLES_OF_ANYTHING = frozenset({"Chair", "Chairman", "Chairwoman", "Manager", "Director", "Officer", "Owner", "Author"})
_JOIN = regex.compile(r"\s?(?:,|/|&|;|\.(?=\p{Lu})|\band\b)\s?")


def describe(text: str) -> tuple[str | None, str | None]:
    """(position, organisation) from the words behind a person's name: 'Chief Officer at Blackpool CCG', 'Oxfordshire CCG'."""
    rest = text.strip(" ,;:\u2013-()\t")
    rest = regex.sub(r"\b(?:Contact|Email|E-mail|Tel|Phone|Telephone)\b.*$", "", rest, flags=regex.IGNORECASE).strip(
        " ,;:"
    )
    if not rest:
        return None, None
    bodies = [*find_organisations(rest)] or [
        OrganisationMention(b.start, b.end, b.name, b.organisation_type, None, is_plural=False)
        for b in find_known_bodies(rest)
    ]
    jobs = find_cues("job", rest)
    if bodies:
        local = [b for b in bodies if not b.is_national] or bodies
        # the body that is introduced by 'of', 'at' or directly behind the job is the employer
        body = local[0]
        names = rest[body.start : body.end]
        following = [b for b in local[1:] if regex.fullmatch(r",?\s(?:and\s)?", rest[body.end : b.start])]
        if following and not jobs:
            names = rest[body.start : following[-1].end]
        job = next((j for j in jobs if not (body.start <= j.start < body.end)), None)
        return (rest[job.start : job.end].strip(" ,") if job else None), names.strip()
    if jobs and jobs[0].start < 12:
        job = jobs[0]
        position = rest[: job.end].strip(" ,")
        behind = rest[job.end :]
        if match := regex.match(r"\s?(?:,|of|at|for)\s(?:the\s)?(?P<body>[A-Z][^,.;()]{2,80})", behind):
            return position, match["body"].strip()
        return position, None
    first = rest.split(",")[0].strip()
    if first[:1].islower():
        described = len(first) <= 90 and (jobs or regex.match(r"(?:a|an|the)\s", first))
        return (first if described else None), None
    if first[:1].isupper() and len(first) <= 90 and not regex.search(r"[.;]", first):
        return None, rest if len(rest) <= 90 and rest.count(",") <= 1 else first
    return None, None


def add_lead_at_label(labelled: Labelled, meaning: str, collector: Collector, *, of_the_plan: bool) -> None:
    """The person or persons behind a role's label; 'TBC' and 'All organisations' are refused.

    `of_the_plan`: the label stands among the key facts of a footprint, so that 'Chair' is the chair of its partnership.
    """
    passage, block, start, value = labelled.passage, labelled.block, labelled.start, labelled.value
    label = labelled.label.replace("_", " ").strip(" |{")
    text = block.text[value[0] : value[1]]
    role = _role_name(label, meaning)
    footprint_id = _named_before(block.text[:start]) or passage.footprint_id

    def refuse(reason: str) -> None:
        collector.reject(
            "leads",
            block,
            (start, value[1]),
            footprint_id=footprint_id,
            value_text=text.strip()[:80],
            extractor="leads.label_value",
            reason=reason,
        )

    if role.capitalize() in _ROLES_OF_ANYTHING and not of_the_plan:
        if text.strip():
            refuse(f"'{role}' without saying of what")
        return
    if regex.fullmatch(r"(?i)lead (?:officer|exec\w*)", label) and not of_the_plan:
        refuse(f"'{label}' without saying of what: a report has one too")
        return
    if meaning != "STP lead" and any(c.cue.means == "STP lead" for c in find_cues("role", text[:200])):
        role = "STP lead"
    if NOBODY.match(text):
        if text.strip():
            refuse("names nobody")
        return
    position = 0
    first = True
    while person := person_at_label(text, position):
        if past := _gave_way(text[position : position + 120]):
            collector.reject(
                "leads",
                block,
                (value[0] + person.start, value[0] + person.end),
                footprint_id=footprint_id,
                value_text=person.name,
                extractor="leads.label_value",
                reason="a predecessor, not who holds the role",
            )
            position += past
            continue
        end = value[0] + person.end
        rest = text[person.end :]
        joined = _JOIN.match(rest)
        follower = person_at_label(text, person.end + joined.end()) if joined else None
        several = (
            follower is not None
            and not find_organisations(text[follower.start : follower.end + 40])[:1]
            and meaning != "STP lead"
        )
        job, organisation = (None, None) if several else describe(_until_next_label(rest))
        if organisation is not None:
            found = block.text.find(organisation, end, value[1])
            quote_end = found + len(organisation) if found >= 0 else end
        else:
            quote_end = min(end + (len(_until_next_label(rest).rstrip()) if job else 0), value[1])
        collector.add(
            Lead,
            block,
            (start if first else value[0] + person.start, max(quote_end, end)),
            footprint_id=footprint_id,
            method="table" if block.is_row else "rule",
            extractor="leads.label_value",
            name=person.name,
            honorific=person.honorific,
            post_nominals=person.post_nominals,
            role=_role_beside(rest) or role,
            position=job,
            organisation=organisation,
            programme=_programme(passage),
        )
        first = False
        if not several or joined is None:
            break
        position = person.end + joined.end()


def _named_before(text: str) -> str | None:
    """The footprint that a line names before its label: 'Sector: Dorset. Lead: NAME'; None where it names none, or several."""
    named = {m.footprint_id for m in find_footprints(text) if m.strength == "name" and not m.is_body}
    return named.pop() if len(named) == 1 else None


def _role_beside(rest: str) -> str | None:
    """The role that stands in brackets right behind a name and is not the label's: 'Leader: NAME (chair)'."""
    beside = regex.match(
        r"\s?\((?P<role>(?:independent |interim |executive )?chair(?:man|woman)?|programme director|SRO)\)", rest
    )
    return beside["role"] if beside else None


def _gave_way(text: str) -> int:
    """Where the successor stands in 'Ann Lee until 2017; now Tom Cole' or 'Ann Lee; stood aside for Tom Cole'; 0 where nobody gave way."""
    past = next((c for c in find_cues("lead", text) if c.cue.means == "not now"), None)
    if past is None or len(regex.findall(r"[;.]\s", text[: past.start])) > 1:
        return 0
    successor = regex.compile(r"\b(?:now|for|succeeded by|replaced by)\s(?=[A-Z])").search(text, past.start)
    return successor.end() if successor else len(text)


def _until_next_label(text: str) -> str:
    match = regex.search(r"\s[A-Z][\w &/]{2,40}:", text)
    return text[: match.start()] if match else text


def _role_name(label: str, meaning: str) -> str:
    if meaning != "other role":
        return meaning
    words = " ".join(label.split(",")[0].split())
    bare = words.removeprefix("Programme ")
    return words if bare.split()[0] in ("Manager", "Director", "Support", "Board", "Lead", "lead") else bare


def _programme(passage: Passage) -> str | None:
    """The programme of an objective's header row: 'Objective: Focused Prevention' in the same row or the row above."""
    match = regex.search(
        r"\b(?:Objective|Programme|Workstream)\s?:\s*(?P<name>[^\t\n]{3,80}?)(?=\s*(?:Relevant|SRO|\t|$))",
        passage.block.text,
    )
    return match["name"].strip() if match else None
