"""Leads: who is stated to hold a role in the plan, the partnership or one of its programmes.

Read at labels ('SRO: ...', 'Nominated lead of the footprint: ...'), in lists ('Name, Organisation (footprint: ...)') and in sentences
by verb ('is led by', 'who fronts'). Officers of one member body, authors, critics, spokespeople and predecessors are refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.collect import Collector
from extractors.context import named_footprints
from extractors.cues import find_cues
from extractors.known_bodies import find_known_bodies
from extractors.mentions.organisations import OrganisationMention, find_organisations
from extractors.ner import recognise
from extractors.mentions.persons import NOBODY, Person, find_person_patterns, person_at_label
from extractors.sections import Passage
from extractors.sentences import Sentence
from schemas.footprints import all_footprints
from schemas.records import Lead

_ROLES_OF_ANYTHING = frozenset({"Chair", "Chairman", "Chairwoman", "Manager", "Director", "Officer", "Owner", "Author"})
_JOIN = regex.compile(r"\s?(?:,|/|&|;|\band\b)\s?")
_AT = regex.compile(r"\s(?:of|at|for|from|with)\s(?:the\s)?|,\s(?:the\s)?|^\s?[\u2013-]\s?")


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
    if first[:1].islower() and len(first) <= 90:
        return first, None
    if first[:1].isupper() and len(first) <= 90 and not regex.search(r"[.;]", first):
        return None, rest if len(rest) <= 90 and rest.count(",") <= 1 else first
    return None, None


def add_lead_at_label(
    passage: Passage, label: str, meaning: str, start: int, value: tuple[int, int], collector: Collector
) -> None:
    """The person or persons behind a role's label; 'TBC' and 'All organisations' are refused."""
    block = passage.block
    text = block.text[value[0] : value[1]]
    role = _role_name(label, meaning)
    if role in _ROLES_OF_ANYTHING:
        if text.strip():
            collector.reject(
                "leads",
                block,
                (start, value[1]),
                footprint_id=passage.footprint_id,
                value_text=text.strip()[:80],
                extractor="leads.label_value",
                reason=f"'{role}' without saying of what",
            )
        return
    if meaning != "STP lead" and any(c.cue.means == "STP lead" for c in find_cues("role", text[:200])):
        role = "STP lead"
    if NOBODY.match(text):
        if text.strip():
            collector.reject(
                "leads",
                block,
                (start, value[1]),
                footprint_id=passage.footprint_id,
                value_text=text.strip()[:80],
                extractor="leads.label_value",
                reason="names nobody",
            )
        return
    position = 0
    first = True
    while person := person_at_label(text, position):
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
            footprint_id=passage.footprint_id,
            method="table" if block.is_row else "rule",
            extractor="leads.label_value",
            name=person.name,
            honorific=person.honorific,
            post_nominals=person.post_nominals,
            role=role,
            position=job,
            organisation=organisation,
            programme=_programme(passage),
        )
        first = False
        if not several or joined is None:
            break
        position = person.end + joined.end()


def _until_next_label(text: str) -> str:
    match = regex.search(r"\s[A-Z][\w &/]{2,40}:", text)
    return text[: match.start()] if match else text


def _role_name(label: str, meaning: str) -> str:
    if meaning != "other role":
        return meaning
    words = " ".join(label.split())
    bare = words.removeprefix("Programme ")
    return words if bare.split()[0] in ("Manager", "Director", "Support", "Board") else bare


def _programme(passage: Passage) -> str | None:
    """The programme of an objective's header row: 'Objective: Focused Prevention' in the same row or the row above."""
    match = regex.search(
        r"\b(?:Objective|Programme|Workstream)\s?:\s*(?P<name>[^\t\n]{3,80}?)(?=\s*(?:Relevant|SRO|\t|$))",
        passage.block.text,
    )
    return match["name"].strip() if match else None


@dataclass(frozen=True)
class _Role:
    start: int
    end: int
    role: str
    footprint_id: str | None = None


_LED_BY = regex.compile(
    r"\b(?:(?:is|was|are|being|be|been|were)\s)?(?:(?:now|currently|jointly|also)\s)?(?:led|fronted|headed(?:\sup)?|spearheaded|overseen|steered|run)\s(?:up\s)?by\s(?:the\s)?",
    regex.IGNORECASE,
)
_LEADS = regex.compile(
    r"(?:,?\s(?:who|and)\s(?:also\s|now\s|currently\s)?|\s(?:also\s|now\s|currently\s)?)(?:is\s(?:also\s|now\s|currently\s)?leading|leads|fronts|heads(?:\sup)?|is heading(?:\sup)?|is fronting|is in charge of|oversees|has been (?:appointed|chosen|named|picked|selected) (?:to (?:lead|head|front|run)|as (?:the )?(?:lead|leader|head))"
    r"|was (?:appointed|chosen|named|picked|selected) (?:to (?:lead|head|front|run)|as (?:the )?(?:lead|leader|head))|will lead|will head|is (?:the )?(?:nominated |overall |STP |footprint |system )?lead(?:er)?(?: for| of| on)?|is to lead|has led|runs|chairs|is at the (?:head|helm) of|was handed the job of leading|leads for (?:all )?(?:the )?partners|(?:has taken|takes|took) charge of|stays at the helm of|was asked (?:\w+\s){0,4}to (?:lead|take the lead)|was picked (?:\w+\s){0,4}to (?:lead|head|run|front))\b",
    regex.IGNORECASE,
)
_IS_LEAD = regex.compile(
    r"(?:,\s(?:the\s)?(?:overall\s)?lead(?=[,.)])|\s(?:is|becomes|became|remains|stays on as|continues as|carries on as|will be)\s(?:the\s|its\s|our\s|their\s)?(?:new\s|overall\s|joint\s)?"
    r"(?:[A-Z&]{2,8}\s|STP\s|footprint\s|county\s|partnership\s)?(?:lead|leader|convenor|convener)\b(?! (?:of the (?:council|opposition|county council|city council)|councillor)))",
)
_LEAD_IS = regex.compile(
    r"\b(?:[Ii]ts|whose|[Tt]he (?:STP|plan|footprint|partnership)(?:'s)?) (?:overall |nominated |new )?lead(?:er)?(?:,| is| will be)\s(?:the\s)?$"
)
_APPOINTED = regex.compile(r"\b(?:appointed|chosen|named|picked|selected|asked|nominated)\s$", regex.IGNORECASE)
_TO_LEAD = regex.compile(
    r"^[^.;]{0,140}?\bto (?:lead|head(?: up)?|front|run|oversee)\b|^[^.;]{0,140}?\bas (?:the |its |their )?(?:\w+ ){0,4}(?:lead|leader|head)\b",
    regex.IGNORECASE,
)
_PLAN = regex.compile(
    r"\bSTPs?\b|\bfootprint\b|\bSustainability (?:and|&) Transformation\b|\b(?:the|this|that|draft|county's|area's|local|our|five-year)\s(?:\w+[\s-]){0,8}?(?:plan|blueprint|partnership|programme|process|ICS)\b|\bthe (?:local |whole |joint )?(?:work|effort|drive|project)(?: (?:for|in|across) |\b)|\bplan\b|\btransformation (?:plan|programme|partnership)\b|\bintegrated care system\b",
    regex.IGNORECASE,
)
_CHAIR = regex.compile(
    r"\b(?P<role>(?:independent\s|interim\s)?chair(?:man|woman|person)?)\sof\sthe\s(?P<what>(?:\w+[\s-]){0,6}?(?:Success Regime|STP(?: programme)?(?: board)?|partnership(?: board)?|programme board|footprint|transformation (?:board|programme)|steering group|plan))\b",
    regex.IGNORECASE,
)
_NOT_NOW = regex.compile(
    r"\b(?:former(?:ly)?|ex-|previous(?:ly)?|predecessor|until (?:\w+ )?20\d\d|stood down|stepp(?:ed|ing) down|resigned|retired|had led|was replaced|succeeded|outgoing|replac(?:es|ed|ing)|left the (?:post|role|job))\b",
    regex.IGNORECASE,
)


def extract_leads(sentences: Sequence[Sentence], collector: Collector) -> None:
    """Leads stated in running text; persons that a label has named already are left alone."""
    labelled = {(r.page, r.char_start, r.char_end) for r in collector.records if isinstance(r, Lead)}
    last_footprint: str | None = None
    listing: bool = False
    for sentence in sentences:
        if sentence.passage.is_snippet:
            continue
        names = named_footprints(sentence)
        listing = _opens_list(sentence) or (listing and sentence.passage.block.kind == "bullet")
        if len(sentence.text) < 1200:
            _sentence_leads(sentence, collector, last_footprint, listing, labelled)
        if names and len({n.footprint_id for n in names}) == 1:
            last_footprint = names[0].footprint_id


def _opens_list(sentence: Sentence) -> bool:
    """'Among those chosen are:' - the bullets that follow name leads."""
    return bool(
        sentence.text.rstrip().endswith(":")
        and regex.search(
            r"\b(?:leads?|leaders?|chosen|appointed|named|in charge|selected|nominated)\b",
            sentence.text,
            regex.IGNORECASE,
        )
    )


def _sentence_leads(
    sentence: Sentence,
    collector: Collector,
    last_footprint: str | None,
    listing: bool,
    labelled: set[tuple[int, int, int]],
) -> None:
    text = sentence.text
    persons = _persons(sentence)
    if not persons:
        return
    for index, person in enumerate(persons):
        nearby_end = persons[index + 1].start if index + 1 < len(persons) else len(text)
        previous_end = persons[index - 1].end if index else 0
        start, end = sentence.passage.block.span(*sentence.block_span(person.start, person.end))
        if any(page == sentence.passage.block.page.number and a <= start and end <= b for page, a, b in labelled):
            continue
        _one(sentence, person, previous_end, nearby_end, collector, last_footprint, listing)


def _persons(sentence: Sentence) -> list[Person]:
    """Persons of a sentence: what is built like a name and is no place and no body, confirmed by an honorific or the recogniser;
    and the names that only the recogniser saw."""
    text = sentence.text
    if not _CUE_OF_LEAD.search(text):
        return []
    taken = [(m.start, m.end) for m in (*sentence.footprints, *sentence.organisations, *sentence.bodies)]
    patterns = [p for p in find_person_patterns(text) if not any(a < p.end and p.start < b for a, b in taken)]
    recognised = [e for e in recognise(text) if e.label == "PERSON"]
    persons = [
        p
        for p in patterns
        if p.honorific or p.post_nominals or any(e.start < p.end and p.start < e.end for e in recognised)
    ]
    for entity in recognised:
        overlaps = any(p.start < entity.end and entity.start < p.end for p in persons) or any(
            a < entity.end and entity.start < b for a, b in taken
        )
        if not overlaps and len(entity.text.split()) >= 2 and person_at_label(entity.text) is not None:
            persons.append(Person(entity.start, entity.end, entity.text, None, None))
    return sorted(persons, key=lambda p: p.start)


_CUE_OF_LEAD = regex.compile(
    r"\b(?:lead\w*|led|front\w*|head\w*|chair\w*|SRO|responsible|director|convenor|convener|helm|spearhead\w*|runs?|steer\w*|overse\w*|charge|footprint|chief|manager|\(STP)\b|\s[\u2013:-]\s|\(",
    regex.IGNORECASE,
)


def _one(
    sentence: Sentence,
    person: Person,
    low: int,
    high: int,
    collector: Collector,
    last_footprint: str | None,
    listing: bool,
) -> None:
    text, block = sentence.text, sentence.passage.block
    before, after = text[low : person.start], text[person.end : high]
    found = _role(text, person, before, after, low, sentence, listing)
    footprint_id = (found.footprint_id if found else None) or _footprint(sentence, person, low, high, last_footprint)
    if found is None:
        jobs = find_cues("job", after[:120])
        if jobs or regex.search(r"\b(?:said|says|told|warned|added|argued|claimed)\b", text):
            collector.reject(
                "leads",
                block,
                sentence.block_span(person.start, min(person.end + 60, len(text))),
                footprint_id=footprint_id,
                value_text=person.name,
                extractor="leads.sentence",
                reason="no role in the plan, the partnership or a programme is stated",
            )
        return
    if _NOT_NOW.search(text[found.start : found.end]) or _NOT_NOW.search(
        text[max(low, person.start - 40) : min(high, person.end + 60)]
    ):
        collector.reject(
            "leads",
            block,
            sentence.block_span(found.start, found.end),
            footprint_id=footprint_id,
            value_text=person.name,
            extractor="leads.sentence",
            reason="a predecessor, not who holds the role",
        )
        return
    if footprint_id is None:
        collector.reject(
            "leads",
            block,
            sentence.block_span(found.start, found.end),
            footprint_id=None,
            value_text=person.name,
            extractor="leads.sentence",
            reason="its footprint cannot be known",
        )
        return
    position, organisation = describe(_apposition(after))
    if organisation is None and position is None:
        position, organisation = _title_before(before)
    collector.add(
        Lead,
        block,
        sentence.block_span(found.start, found.end),
        footprint_id=footprint_id,
        method="rule",
        extractor="leads.sentence",
        name=person.name,
        honorific=person.honorific,
        post_nominals=person.post_nominals,
        role=found.role,
        position=position,
        organisation=organisation,
        programme=None,
    )


def _apposition(after: str) -> str:
    """The words behind a name that describe the person: up to the verb that begins another thought."""
    match = regex.match(r"\s?(?:,|\(|\s[\u2013-]\s|\bof\b|\bat\b|\s\bfrom\b)(?P<words>.{2,200})", after)
    if not match:
        return ""
    words = regex.split(
        r"\.\s|;|\bsaid\b|\btold\b|\bhas said\b|\(footprint|\bwho (?:also|is lead|leads|fronts|heads)\b|,\sin (?:his|her|their) role\b|\bSTP Lead\b",
        words_of(match),
    )[0]
    return regex.sub(r"^\s*who(?:,)?\s(?:besides being|is(?: also)?|as well as being)\s", "", words)


def words_of(match: "regex.Match[str]") -> str:
    return str(match["words"])


def _title_before(before: str) -> tuple[str | None, str | None]:
    """'Oxfordshire CCG chief executive David Smith': the job and body that stand before a name."""
    tail = before[-120:]
    jobs = find_cues("job", tail)
    if not jobs or tail[jobs[-1].end :].strip(" ,"):
        return None, None
    bodies = [b for b in find_organisations(tail[: jobs[-1].start]) if not b.is_national]
    name = bodies[-1].name if bodies and len(tail[bodies[-1].end : jobs[-1].start].strip(" '’s,")) <= 3 else None
    return tail[jobs[-1].start : jobs[-1].end], name


def _role(
    text: str, person: Person, before: str, after: str, low: int, sentence: Sentence, listing: bool
) -> _Role | None:
    # 1. 'the X plan is led by Name'
    if (
        (match := list(_LED_BY.finditer(before)))
        and len(before[match[-1].end() :]) <= 90
        and not regex.search(r"[.;]", before[match[-1].end() :])
    ):
        led = match[-1]
        subject = text[max(0, low + led.start() - 200) : low + led.start()]
        if _PLAN.search(subject) or named_footprints(sentence):
            start = low + (_subject_start(before[: led.start()]))
            return _Role(start, person.end, "STP lead")
    # 2. 'Name, who is leading the X plan'
    for leads in _LEADS.finditer(after):
        if regex.search(r"[.;]", after[: leads.start()]):
            break
        target = after[leads.end() : leads.end() + 160]
        if _PLAN.search(target[:140]) and not regex.match(
            r"\s(?:a|an|the)?\s?(?:campaign|protest|group|team|march|council|opposition|review|inquiry|petition|trust|CCG|union)",
            target,
        ):
            end = person.end + leads.end() + (_PLAN.search(target[:140]).end() if _PLAN.search(target[:140]) else 0)  # type: ignore[union-attr]
            role = "chair" if "chairs" in leads.group() else "STP lead"
            return _Role(person.start, min(end, len(text)), role)
    # 3. 'appointed Name to lead the plan'
    if (
        _APPOINTED.search(before)
        and (match_to := _TO_LEAD.match(after))
        and _PLAN.search(after[match_to.end() : match_to.end() + 120])
    ):
        return _Role(max(low, person.start - 12), person.end + match_to.end(), "STP lead")
    # 3a. 'Name is the new county lead', 'whose lead is Name'
    if (is_lead := _IS_LEAD.match(after)) is not None:
        return _Role(person.start, person.end + is_lead.end(), "STP lead")
    if (whose := _LEAD_IS.search(before)) is not None:
        return _Role(low + whose.start(), person.end, "STP lead")
    # 4. '... STP Lead ...' beside the name
    for cue in find_cues("role", after[:220]):
        between = after[: cue.start]
        if regex.search(r"[.;](?!\s?(?:uk|com))", between) or (cue.cue.means != "STP lead" and len(between) > 140):
            continue
        if regex.search(r"\b(?:said|told|asked|replied|criticised|accused|wrote to|met)\b", between):
            continue
        return _Role(person.start, person.end + cue.end, _named_role(cue.cue.means, after[cue.start : cue.end]))
    for cue in reversed(find_cues("role", before[-160:])):
        offset = max(0, len(before) - 160)
        between = before[offset + cue.end :]
        if (
            regex.fullmatch(
                r"[\s,:(\u2013-]{0,3}(?:[^.;:]{0,70}?(?:,|\bis\b|\bas\b|:|\()\s?)?(?:is\s)?(?:the\s)?", between
            )
            is None
        ):
            continue
        return _Role(
            low + offset + cue.start,
            person.end,
            _named_role(cue.cue.means, before[offset + cue.start : offset + cue.end]),
        )
    # 5. 'the chair of the local Success Regime, Name'
    if (chair := _CHAIR.search(before)) and len(before[chair.end() :].strip(" ,")) <= 3:
        return _Role(low + chair.start(), person.end, chair["role"].casefold())
    # 5a. 'Somerset - Dr Name (chair, Somerset CCG)': an area, its lead, who they are
    if (
        low == 0
        and _AREA_BEFORE.fullmatch(before)
        and (after.lstrip().startswith(("(", ",", "\u2013", "-")) or not after.strip())
    ):
        names = named_footprints(sentence, (0, person.start)) or [
            m for m in sentence.footprints if m.end <= person.start and m.canonical in _FOOTPRINT_NAMES
        ]
        if names and names[0].start <= 4 and names[-1].end >= len(before.rstrip(" \t:\u2013\u2014-")) - 5:
            closing = after.find(")") + 1 if after.lstrip().startswith("(") else len(after.rstrip(" .;"))
            return _Role(names[0].start, person.end + max(closing, 0), "STP lead", names[-1].footprint_id)
    # 5b. 'the partnership board is chaired by Name'
    if chaired := regex.search(
        r"\b(?P<what>(?:STP|partnership|programme board|transformation board|steering group|footprint)[\w ]{0,40}) is (?:\w+ )?chaired by (?:the )?$",
        before,
        regex.IGNORECASE,
    ):
        return _Role(low + chaired.start(), person.end, "chair")
    # 6. an item of a list of leads, '(footprint: X)' behind the name or under a heading that says so
    if listing and sentence.passage.block.kind in ("bullet", "paragraph") and text[: person.start].strip(" ") == "":
        return _Role(person.start, len(text.rstrip(" ;,.")), "STP lead")
    if (tagged := regex.search(r"\((?:STP|footprint|area)\s?:\s?[^)]{3,90}\)", after)) and not regex.search(
        r"[.]\s", after[: tagged.start()]
    ):
        return _Role(person.start, person.end + tagged.end(), "STP lead")
    return None


_AREA_BEFORE = regex.compile(r"[^.;()]{3,110}?\s?[\u2013\u2014:\t-]\s?")
_FOOTPRINT_NAMES = frozenset(f.name for f in all_footprints())


def _breaks_line(sentence: Sentence, start: int, end: int) -> bool:
    """Whether only a line's end stands between two places of a sentence."""
    block = sentence.passage.block
    return any(block.page.text[block.offsets[sentence.start + i]] == "\n" for i in range(start, end))


def _named_role(means: str, words: str) -> str:
    return means


def _subject_start(text: str) -> int:
    match = regex.search(r"(?:^|[.;]\s)(?=[^.;]*$)", text)
    return match.end() if match else 0


def _footprint(sentence: Sentence, person: Person, low: int, high: int, last_footprint: str | None) -> str | None:
    names = named_footprints(sentence)
    inside = [n for n in names if low <= n.start < high]
    behind = [n for n in inside if n.start >= person.end]
    chosen = (behind or inside or names)[:1]
    if chosen:
        return chosen[0].footprint_id
    if sentence.passage.footprint_id:
        return sentence.passage.footprint_id
    return last_footprint
