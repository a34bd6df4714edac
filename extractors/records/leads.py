"""Leads in running text and lists: who is stated to hold a role in the plan, the partnership or one of its programmes.

Officers of one member body, authors, critics, spokespeople and predecessors are refused.
"""

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.collect import Collector, Span
from extractors.context import named_footprints
from extractors.cues import find_cues
from extractors.mentions.organisations import find_organisations
from extractors.mentions.persons import (
    Person,
    PersonSource,
    find_person_patterns,
    may_name_person,
    person_at_label,
)
from extractors.ner import recognise
from extractors.patterns import keyed
from extractors.records.lead_labels import describe
from extractors.records.lead_roles import Setting, StatedRole, stated_role
from extractors.sentences import Sentence
from schemas.records import Lead

_LONGEST = 1200
"""A longer sentence is a page's flattened layout, not a statement."""
_MAY_NAME_A_LEAD = keyed(
    r"\b(?:lead\w*|led|front\w*|head\w*|chair\w*|SROs?|responsible|director|convenor|convener|helm|spearhead\w*|runs?|steer\w*|overse\w*|charge|footprint|chief|manager|sponsors?|driving|fort|\(STP)\b|\s[\u2013:-]\s|\w:\s|\(",
    regex.IGNORECASE,
)
_LIST_OF_LEADS = keyed(r"\b(?:leads?|leaders?|chosen|appointed|named|in charge|selected|nominated)\b", regex.IGNORECASE)
_LIST_OF_ROLES = keyed(
    r"^[^.;:]{0,40}?\b(?P<role>SROs?|senior responsible (?:officers|owners)|(?:priority |programme |workstream |executive )(?:leads|sponsors|directors)|clinical leads)\b[^.;:]{0,40}(?P<end>:|$)",
    regex.IGNORECASE,
)
_INLINE_LIST = keyed(
    r"\b(?P<role>SROs|(?:priority|programme|workstream|executive|clinical) (?:SROs|leads|sponsors))\b[^.;:\u2013]{0,20}\s?[:\u2013]\s",
    regex.IGNORECASE,
)
_WHO_LEADS = keyed(
    r"\bwho(?:'s| is| will be)? (?:leads?|leading|heads?|heading|runs?|running|in charge|accountable|responsible)\b[^.?]{0,60}\?$",
    regex.IGNORECASE,
)
_LAYOUT_OF_LEADS = keyed(
    r"^[^.;()]{3,110}\s?[\u2013\u2014:\t-]\s|\((?:STP|footprint|area)\s?:|\b(?:chair|leads?\b|leader\b|boss\b|SROs?\b|sponsors?\b)",
    regex.IGNORECASE,
)
_LABELS_OR_DASHES = regex.compile(r"\s[\u2013-]\s|:\s")
_SPEAKS = keyed(r"\b(?:said|says|told|warned|added|argued|claimed)\b")
_DESCRIBES = regex.compile(r"\s?(?:,|\(|\s[\u2013-]\s|\bof\b|\bat\b|\s\bfrom\b)(?P<words>.{2,200})")
_NO_DESCRIPTION = regex.compile(
    r"\.\s|;|\bsaid\b|\btold\b|\bhas said\b|\(footprint|\bwho (?:also|is lead|leads|fronts|heads|chairs)\b|,\sin (?:his|her|their) role\b|\bSTP Lead\b"
    r"|\s(?:is|has been|was|becomes|remains|stays|leads|heads|chairs|holds)\b(?! also (?:the|chief))"
)


def extract_leads(sentences: Sequence[Sentence], collector: Collector, persons: PersonSource = "both") -> None:
    """Leads stated in running text; persons that a label has named already are left alone."""
    labelled = {(r.page, r.char_start, r.char_end) for r in collector.records if isinstance(r, Lead)}
    reader = _Reader(collector, labelled, persons)
    for sentence in sentences:
        if not sentence.passage.is_snippet:
            reader.read(sentence)


class _Reader:
    """Reads sentences in order; remembers the footprint named last and the list that is open."""

    def __init__(self, collector: Collector, labelled: set[tuple[int, int, int]], source: PersonSource) -> None:
        self.collector, self.labelled, self.source = collector, labelled, source
        self.last_footprint: str | None = None
        self.list_role: str | None = None
        self.asked = False
        """Whether the sentence before asked who leads the plan."""

    def read(self, sentence: Sentence) -> None:
        """Add or refuse every person of the sentence."""
        opened = _opened_list(sentence)
        asked, self.asked = self.asked, bool(_WHO_LEADS.search(sentence.text.rstrip()))
        is_entry = sentence.passage.block.kind in ("bullet", "row") or _is_short_entry(sentence)
        if opened is not None:
            self.list_role = opened
        elif not is_entry:
            self.list_role = None
        in_list = bool(asked or self.list_role)
        persons = _persons(sentence, self.source, in_list=in_list) if len(sentence.text) < _LONGEST else []
        for index, person in enumerate(persons):
            low = persons[index - 1].end if index else 0
            high = persons[index + 1].start if index + 1 < len(persons) else len(sentence.text)
            if not self._is_labelled(sentence, person):
                self._decide(
                    Setting(sentence, person, low, high, "STP lead" if asked else self._list_role(sentence, person))
                )
        named = {n.footprint_id for n in named_footprints(sentence)}
        if len(named) == 1:
            self.last_footprint = named.pop()

    def _list_role(self, sentence: Sentence, person: Person) -> str | None:
        """The role of the list that the person stands in, opened in the sentence itself or before it."""
        inline = list(_INLINE_LIST.finditer(sentence.text, 0, person.start))
        return _role_of_list(inline[-1]["role"]) if inline else self.list_role

    def _is_labelled(self, sentence: Sentence, person: Person) -> bool:
        page = sentence.passage.block.page.number
        start, end = sentence.passage.block.span(*sentence.block_span(person.start, person.end))
        return any(p == page and a <= start and end <= b for p, a, b in self.labelled)

    def _decide(self, setting: Setting) -> None:
        sentence, person = setting.sentence, setting.person
        found = stated_role(setting)
        footprint_id = (found.footprint_id if found else None) or self._footprint(setting)
        if found is None:
            if find_cues("job", setting.after[:120]) or _SPEAKS.search(sentence.text):
                span = (person.start, min(person.end + 60, len(sentence.text)))
                self._reject(
                    setting, span, footprint_id, "no role in the plan, the partnership or a programme is stated"
                )
            return
        span = (found.start, found.end)
        if _is_past(setting, found):
            self._reject(setting, span, footprint_id, "a predecessor, not who holds the role")
        elif footprint_id is None:
            self._reject(setting, span, None, "its footprint cannot be known")
        else:
            self._add(setting, found, footprint_id)

    def _add(self, setting: Setting, found: StatedRole, footprint_id: str) -> None:
        position, organisation = describe(_apposition(setting.after))
        if organisation is None and position is None:
            position, organisation = _job_before(setting.before)
        if position and position.casefold() == found.role.casefold():
            position = None  # the role again is no job
        person = setting.person
        self.collector.add(
            Lead,
            setting.sentence.passage.block,
            setting.sentence.block_span(found.start, found.end),
            footprint_id=footprint_id,
            method="ner" if person.by_model else "rule",
            extractor="leads.sentence",
            name=person.name,
            honorific=person.honorific,
            post_nominals=person.post_nominals,
            role=found.role,
            position=position,
            organisation=organisation,
            programme=found.programme,
        )

    def _reject(self, setting: Setting, span: Span, footprint_id: str | None, reason: str) -> None:
        self.collector.reject(
            "leads",
            setting.sentence.passage.block,
            setting.sentence.block_span(*span),
            footprint_id=footprint_id,
            value_text=setting.person.name,
            extractor="leads.sentence",
            reason=reason,
        )

    def _footprint(self, setting: Setting) -> str | None:
        """The footprint named with the person, else the passage's, else the one named last."""
        names = named_footprints(setting.sentence)
        inside = [n for n in names if setting.low <= n.start < setting.high]
        behind = [n for n in inside if n.start >= setting.person.end]
        for mention in behind or inside or names:
            return mention.footprint_id
        return setting.sentence.passage.footprint_id or self.last_footprint


def _opened_list(sentence: Sentence) -> str | None:
    """The role that a lead-in gives to the entries behind it: 'Those chosen are:' STP lead, 'Programme SROs:' SRO."""
    match = _LIST_OF_ROLES.match(sentence.text)
    if match and (match["end"] or sentence.passage.block.kind == "heading"):
        return _role_of_list(match["role"])
    if sentence.text.rstrip().endswith(":") and _LIST_OF_LEADS.search(sentence.text):
        return "STP lead"
    return None


def _role_of_list(words: str) -> str:
    """'Programme sponsors' -> 'Programme sponsor'; however SROs are written, 'SRO'."""
    if regex.search(r"\bSROs?$|\bsenior responsible\b", words, regex.IGNORECASE):
        return "SRO"
    return words[:1].upper() + words[1:].removesuffix("s")


def _is_short_entry(sentence: Sentence) -> bool:
    """A line without a bullet that can be an entry: 'Stroke - Dr NAME (GP)'."""
    text = sentence.passage.block.text
    return len(text) <= 110 and bool(_LABELS_OR_DASHES.search(text)) and not text.rstrip().endswith(".")


def _persons(sentence: Sentence, source: PersonSource, *, in_list: bool) -> list[Person]:
    """Persons of a sentence: what is built like a name and is no place and no body, confirmed by an honorific, by an entry's layout
    or by the recogniser; and the names that only the recogniser saw."""
    text = sentence.text
    if not (may_name_person(text) and _MAY_NAME_A_LEAD.search(text)):
        return []
    taken = [(m.start, m.end) for m in sentence.footprints]
    taken += [(m.start, m.end) for m in sentence.organisations]
    taken += [(m.start, m.end) for m in sentence.bodies]
    patterns = [p for p in find_person_patterns(text) if not any(a < p.end and p.start < b for a, b in taken)]
    if source == "rules":
        return patterns
    can_lead = bool(patterns) and (in_list or _may_state_a_role(text))
    if source == "model":
        patterns = []
    recognised = [e for e in recognise(text) if e.label == "PERSON"] if can_lead else []
    persons = [
        p
        for p in patterns
        if p.honorific
        or p.post_nominals
        or _stands_in_entry(text, p)
        or any(e.start < p.end and p.start < e.end for e in recognised)
    ]
    for entity in recognised:
        overlaps = any(p.start < entity.end and entity.start < p.end for p in persons) or any(
            a < entity.end and entity.start < b for a, b in taken
        )
        person = None if overlaps else person_at_label(entity.text)
        if person is not None and " " in person.name:
            start, end = entity.start + person.start, entity.start + person.end
            persons.append(replace(person, start=start, end=end, by_model=True))
    return sorted(persons, key=lambda p: p.start)


def _may_state_a_role(text: str) -> bool:
    """Whether the recogniser, the dearest step of all, can find a lead here."""
    return bool(_LAYOUT_OF_LEADS.search(text) or find_cues("lead", text) or find_cues("role", text))


def _stands_in_entry(text: str, person: Person) -> bool:
    """Whether layout alone shows a person: 'Kent - NAME (chief officer, Kent CCG)', 'NAME, chief officer'."""
    before, after = text[: person.start], text[person.end :]
    if regex.search(r"\s[\u2013-]\s$", before) and after.startswith(" ("):
        return True
    return after.startswith(", ") and any(job.start <= 6 for job in find_cues("job", after[:70]))


def _is_past(setting: Setting, found: StatedRole) -> bool:
    """Whether the words say that the person held the role before."""
    text, person = setting.sentence.text, setting.person
    before = regex.split(r"[.;,]", setting.before[-40:])[-1]
    near = before + text[person.start : min(setting.high, person.end + 60)]
    if any(setting.cues("not now", part) for part in (text[found.start : found.end], near)):
        return True
    return bool(setting.cues("gave way", setting.before))


def _apposition(after: str) -> str:
    """The words behind a name that describe the person: up to the verb that begins another thought."""
    match = _DESCRIBES.match(after)
    if not match:
        return ""
    words = _NO_DESCRIPTION.split(str(match["words"]))[0]
    return regex.sub(r"^\s*who(?:,)?\s(?:besides being|is(?: also)?|as well as being)\s", "", words)


def _job_before(before: str) -> tuple[str | None, str | None]:
    """'Oxfordshire CCG chief executive NAME': the job and body that stand before a name."""
    tail = before[-120:]
    jobs = find_cues("job", tail)
    if not jobs or tail[jobs[-1].end :].strip(" ,"):
        return None, None
    bodies = [b for b in find_organisations(tail[: jobs[-1].start]) if not b.is_national]
    name = bodies[-1].name if bodies and len(tail[bodies[-1].end : jobs[-1].start].strip(" '’s,")) <= 3 else None
    return tail[jobs[-1].start : jobs[-1].end], name
