"""Leads in running text and lists: who is stated to hold a role in the plan, the partnership or one of its programmes.

Officers of one member body, authors, critics, spokespeople and predecessors are refused.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import regex

from extractors.blocks import Block
from extractors.collect import Collector, Span
from extractors.context import named_footprints
from extractors.cues import find_cues
from extractors.known_bodies import footprint_of_body
from extractors.mentions.footprints import footprint_of_title
from extractors.mentions.organisations import find_organisations
from extractors.mentions.persons import Person, PersonSource, person_at_label
from extractors.patterns import keyed
from extractors.records import lead_roles, lead_verbs
from extractors.records.lead_labels import describe
from extractors.records.lead_persons import StandIns, persons_by_name
from extractors.records.lead_reading import Told, names_a_lead, read_leads
from extractors.records.lead_setting import Setting, StatedRole
from extractors.sentences import Sentence
from extractors.view import Offsets
from schemas.records import Lead

_LONGEST = 1200
"""A longer sentence is a page's flattened layout, not a statement."""
_LIST_OF_LEADS = keyed(r"\b(?:leads?|leaders?|chosen|appointed|named|in charge|selected|nominated)\b", regex.IGNORECASE)
_LIST_OF_ROLES = keyed(
    r"^[^.;:]{0,40}?\b(?P<role>SROs?|senior responsible (?:officers|owners)|(?:priority |programme |workstream |executive )(?:leads|sponsors|directors)|(?:workstreams|priorities|programmes) and their (?P<of>leads|sponsors|SROs)|clinical leads)\b[^.;:]{0,40}(?P<end>:|$)",
    regex.IGNORECASE,
)
_INLINE_LIST = keyed(
    r"\b(?P<role>SROs|(?:priority|programme|workstream|executive|clinical) (?:SROs|leads|sponsors))\b[^.;:\u2013]{0,20}\s?[:\u2013]\s",
    regex.IGNORECASE,
)
_WHO_LEADS = keyed(
    r"\bwho(?:'s| is| will be)? (?:(?:meant|supposed) to be )?(?:leads?|leading|heads?|heading|runs?|running|in charge|accountable|responsible|behind)\b[^.?]{0,60}\?$",
    regex.IGNORECASE,
)
_ASKS = keyed(r"\bask(?:s|ed)\b")
_WHO_LEADS_HEADING = keyed(
    r"^\W*(?:\d{1,2}[.)]?\s)?who(?:'s| is)? (?:leads?|leading|heads?|runs?|in charge)(?: (?:it|this|us|of it|the (?:\w+ )?(?:plan|STP|partnership|work)))?\W*$",
    regex.IGNORECASE,
)
_THESE_LEAD = keyed(
    r"\b(?:these are|here are|below are|the following|those|individuals|people|names) (?:the |who |of )[^.;]{0,60}\b(?:lead|leads|leaders|convene|head|agreed to)\b|\bfootprint leaders\b",
    regex.IGNORECASE,
)
_STP = keyed(r"\bSTP\b|\bsustainability (?:and|&) transformation\b", regex.IGNORECASE)
_LEADERSHIP = keyed(
    r"^\W*(?:\d{1,2}[.)]?\s)?(?:the |our |STP |plan )?(?:leadership|leader|lead|in charge|who(?:'s| is) in charge)\W*$",
    regex.IGNORECASE,
)
_WHO_ONE_IS = regex.compile(r"\s?(?:,[^.;]{3,120}|\([^()]{3,110}\))?[.]?")
_TELLS = regex.compile(r"\b(?:is|was|are|were|has|have|had|will|said|says|told|chairs|would)\b")
_SPEAKS = keyed(r"\b(?:said|says|told|warned|added|argued|claimed)\b")
_DESCRIBES = regex.compile(r"\s?(?:,|\(|\s[\u2013-]\s|\t|\bof\b|\bat\b|\s\bfrom\b)(?P<words>.{2,200})")
_NO_DESCRIPTION = regex.compile(
    r"\.\s|;|\bsaid\b|\btold\b|\bhas said\b|\(footprint|\bwho (?:also|is lead|leads|fronts|heads|chairs)\b|,\sin (?:his|her|their) role\b|\bSTP Lead\b"
    r"|\s(?:is|has been|was|becomes|remains|stays|leads|heads|chairs|holds)\b(?! also (?:the|chief))"
)
_OF_PLAN = keyed(
    r"(?:lead(?:er)?|chief executive),? (?:of |for )?[^.;]{3,80}\b(?:STP|ICS|partnership)\b", regex.IGNORECASE
)
"""Below a name: 'Lead, Dorset STP'."""
_AS = regex.compile(r",?\sas\s(?:the\s|its\s|an?\s)?")
_BOTH = regex.compile(r"\s(?:and|&)\s(?:the\s)?")

WAYS: tuple[Callable[[Setting], StatedRole | None], ...] = (
    lead_verbs.took_over,
    lead_verbs.followed_by,
    lead_verbs.led_by,
    lead_verbs.leads,
    lead_verbs.appointed,
    lead_roles.title_behind,
    lead_verbs.is_lead,
    lead_verbs.area_given,
    lead_roles.title_before,
    lead_roles.chair,
    lead_roles.its_officer,
    lead_roles.chief_of_area,
    lead_roles.lead_of_area,
    lead_roles.area_before,
    lead_roles.area_behind,
    lead_roles.officer_of_area,
    lead_roles.listed,
    lead_roles.tagged,
    lead_verbs.leads_on,
    lead_roles.programme_entry,
)
"""The ways in which words state a role, in the order in which they are asked."""
_WAYS_OF_TWO = (lead_verbs.led_by, lead_verbs.leads)
"""The ways that may hold for two persons together: 'A and B lead the plan', 'led by A and B'."""


def extract_leads(sentences: Sequence[Sentence], collector: Collector, persons: PersonSource = "both") -> None:
    """Leads stated in running text; persons that a label has named already are left alone."""
    labelled = {(r.page, r.char_start, r.char_end) for r in collector.records if isinstance(r, Lead)}
    reader = _Reader(collector, labelled, persons, sentences)
    for sentence in sentences:
        if not sentence.passage.is_snippet:
            reader.read(sentence)
    for signature in signatures(sentences):
        reader.read(signature)


class _Reader:
    """Reads sentences in order; remembers the footprint named last and the list that is open."""

    def __init__(
        self,
        collector: Collector,
        labelled: set[tuple[int, int, int]],
        source: PersonSource,
        sentences: Sequence[Sentence],
    ) -> None:
        self.collector, self.labelled, self.source = collector, labelled, source
        self.sentences = sentences
        self.stand_ins = StandIns(sentences, source)
        self.about_plan = any(_STP.search(s.text) for s in sentences[:4]) or (
            sum(bool(_STP.search(s.text)) for s in sentences) >= 2
        )
        self.last_footprint: str | None = None
        self.list_role: str | None = None
        self.by_area = False
        """Whether the entries of the open list must name an area each to count."""
        self.strays = 0
        """Sentences since the list was announced that are no entries of it."""
        self.asked = False
        """Whether the sentence before asked who leads the plan."""

    def read(self, sentence: Sentence) -> None:
        """Add or refuse every person of the sentence."""
        opened = _opened_list(sentence)
        asked, self.asked = self.asked, _asks_who_leads(sentence)
        is_entry = sentence.passage.block.kind in ("bullet", "row") or _is_short_entry(sentence)
        if opened is not None:
            self.list_role, self.by_area = opened
            self.strays = 0
        elif self.list_role and not (is_entry or self._is_under_area(sentence) or footprint_of_title(sentence.text)):
            self.strays += 1  # a list of areas may begin a few sentences behind what announces it
            if not self.by_area or self.strays > 3:
                self.list_role = None
        in_list = bool(asked or self.list_role)
        persons = persons_by_name(sentence, self.source, in_list=in_list) if len(sentence.text) < _LONGEST else []
        is_stood_for = self.stand_ins.may_be_in(sentence)
        previous = self._previous(sentence) + (" the plan" if asked else "") if persons or is_stood_for else ""
        last = self.sentences[sentence.index - 1].text if sentence.index else ""
        stand_ins = list(self.stand_ins.find(sentence, persons)) if is_stood_for else []
        everybody = [*persons, *(person for person, _ in stand_ins)]
        told = Told(previous, last, self.about_plan)
        leading = read_leads(sentence, everybody, told) if everybody else {}
        for index, person in enumerate(persons):
            low = persons[index - 1].end if index else 0
            high = persons[index + 1].start if index + 1 < len(persons) else len(sentence.text)
            if self._is_labelled(sentence, person):
                continue
            role = "STP lead" if asked or self._answers_heading(sentence, person) else self._list_role(sentence, person)
            setting = Setting(sentence, person, low, high, role, previous, last, self.about_plan)
            self._decide(
                setting, stated_role(setting) or leading.get(person.start) or _together(setting, persons, index)
            )
        for person, start in stand_ins:
            high = min((p.start for p in persons if p.start >= person.end), default=len(sentence.text))
            low = max((p.end for p in persons if p.end <= person.start), default=0)
            setting = Setting(sentence, person, low, high, None, previous, last, self.about_plan)
            if (found := stated_role(setting) or leading.get(person.start)) is not None:
                self._decide(setting, replace(found, start=min(found.start, start)))
        named = {n.footprint_id for n in named_footprints(sentence)}
        if len(named) == 1:
            self.last_footprint = named.pop()

    def _previous(self, sentence: Sentence) -> str:
        """The text before a sentence in its stretch: what 'it' and 'its' may stand for."""
        before = self.sentences[max(0, sentence.index - 2) : sentence.index]
        return " ".join(s.text for s in before if s.passage.section == sentence.passage.section)

    def _list_role(self, sentence: Sentence, person: Person) -> str | None:
        """The role of the list that the person stands in, opened in the sentence itself or before it."""
        inline = list(_INLINE_LIST.finditer(sentence.text, 0, person.start))
        if inline:
            return _role_of_list(inline[-1]["role"])
        return (
            None
            if self.by_area
            and self.list_role == "STP lead"
            and not (named_footprints(sentence) or self._is_under_area(sentence))
            else self.list_role
        )

    def _answers_heading(self, sentence: Sentence, person: Person) -> bool:
        """Whether a sentence below the heading 'Leadership' is no more than a name and who that is."""
        above = self.sentences[sentence.index - 1] if sentence.index else None
        if above is None or above.passage.block.kind != "heading":
            return False
        if not _LEADERSHIP.match(above.text) and not names_a_lead(above, Told("", "", self.about_plan)):
            return False
        behind = sentence.text[person.end :].rstrip()
        return person.start <= 1 and bool(_WHO_ONE_IS.fullmatch(behind)) and not _TELLS.search(behind)

    def _is_under_area(self, sentence: Sentence) -> bool:
        """Whether a line stands right below one that is an area's name: 'Dorset / NAME, chief officer'."""
        above = self.sentences[sentence.index - 1] if sentence.index and not sentence.start else None
        return (
            above is not None
            and not sentence.passage.block.blank_before
            and above.text == above.passage.block.text
            and footprint_of_title(above.text) is not None
        )

    def _is_labelled(self, sentence: Sentence, person: Person) -> bool:
        place = self.collector.evidence(sentence.passage.block, sentence.block_span(person.start, person.end))
        page, start, end = place["page"], place["char_start"], place["char_end"]
        return any(p == page and a <= start and end <= b for p, a, b in self.labelled)

    def _decide(self, setting: Setting, found: StatedRole | None) -> None:
        sentence, person = setting.sentence, setting.person
        found = _as_something_else(setting, found) if found else None
        footprint_id = (found.footprint_id if found else None) or self._footprint(setting, found)
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
        elif _is_denied(setting, found):
            self._reject(setting, span, footprint_id, "the role is denied, or only thought of")
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

    def _footprint(self, setting: Setting, found: StatedRole | None) -> str | None:
        """The footprint named in the words that state the role, or with the person, else the passage's, else the one named last."""
        names = named_footprints(setting.sentence)
        text = setting.sentence.text
        names = [n for n in names if not text[: n.start].endswith("from ")]  # 'came in from Devon'
        for mention in (n for n in names if found and found.start <= n.start < found.end):
            return mention.footprint_id
        inside = [n for n in names if setting.low <= n.start < setting.high]
        behind = [n for n in inside if n.start >= setting.person.end]
        for mention in behind or inside or names:
            return mention.footprint_id
        return setting.sentence.passage.footprint_id or _home(setting, found) or self.last_footprint


def _home(setting: Setting, found: StatedRole | None) -> str | None:
    """The footprint of the body that a lead comes from, where the document names none: a plan is led from within."""
    if found is None or found.role != "STP lead":
        return None
    _, organisation = describe(_apposition(setting.after))
    return footprint_of_body(organisation) if organisation else None


def stated_role(setting: Setting) -> StatedRole | None:
    """The role that is stated of a person, or None."""
    return next((role for way in WAYS if (role := way(setting)) is not None), None)


def _together(setting: Setting, persons: Sequence[Person], index: int) -> StatedRole | None:
    """The role that a person has together with a neighbour: 'A and B lead the plan', 'the plan is led by A and B'."""
    text = setting.sentence.text
    for first, second in ((index, index + 1), (index - 1, index)):
        if first < 0 or second >= len(persons) or not _BOTH.fullmatch(text[persons[first].end : persons[second].start]):
            continue
        low = persons[first - 1].end if first else 0
        high = persons[second + 1].start if second + 1 < len(persons) else len(text)
        both = replace(setting.person, start=persons[first].start, end=persons[second].end)
        pair = replace(setting, person=both, low=low, high=high)
        if role := next((role for way in _WAYS_OF_TWO if (role := way(pair)) is not None), None):
            return role
    return None


def signatures(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """A line that is a name, and the line below that says who it is, as one sentence: the end of a letter, the head of a column."""
    for first, second in itertools.pairwise(sentences):
        above, below = first.passage.block, second.passage.block
        if above is below and above.is_row:
            person = person_at_label(first.text)
            if person and person.end >= len(first.text.rstrip()) and find_cues("role", second.text):
                yield Sentence(first.passage, first.start, second.end, first.index)
            continue
        if (
            first.start
            or first.end < len(above.text)
            or second.start
            or above.is_row
            or below.is_row
            or above.page is not below.page
            or len(above.text) > 60
            or below.blank_before
        ):
            continue
        person = person_at_label(above.text)
        if person is None or person.end < len(above.text.rstrip(" ,")) or person.start > 1:
            continue
        roles = find_cues("role", second.text[:160])
        jobs = find_cues("job", second.text[:60])
        is_of_plan = bool(_OF_PLAN.match(second.text))
        if not is_of_plan and (not roles or not ((jobs and jobs[0].start <= 4) or roles[0].start <= 12)):
            continue
        comma = ("" if above.text.rstrip().endswith(",") else ",") + " "
        text = above.text.rstrip() + comma + below.text
        name = above.offsets[: len(above.text.rstrip())]
        gap = [name[-1]] * (len(text) - len(name) - len(below.text))
        offsets = Offsets.of([*name, *gap, *below.offsets])
        block = Block(above.page, "paragraph", text, offsets, blank_before=above.blank_before)
        yield replace_block(second, block)


def replace_block(sentence: Sentence, block: Block) -> Sentence:
    """The sentence of a block that was put together from several; it stands where the given sentence stood."""
    return Sentence(replace(sentence.passage, block=block), 0, len(block.text), sentence.index)


def _asks_who_leads(sentence: Sentence) -> bool:
    """Whether the sentence asks who leads, so that the next one answers: 'Who is in charge?', or as a heading 'WHO RUNS IT'."""
    text = sentence.text.rstrip()
    if _WHO_LEADS.search(text) or (_ASKS.search(text) and _WHO_LEADS.search(text.rstrip(".") + "?")):
        return True
    return len(sentence.text) <= 50 and bool(_WHO_LEADS_HEADING.match(sentence.text))


def _opened_list(sentence: Sentence) -> tuple[str, bool] | None:
    """The role that a lead-in gives to the entries behind it: 'Those chosen are:' STP lead, 'Programme SROs:' SRO; and whether
    only entries that name an area count."""
    is_heading = sentence.passage.block.kind == "heading"
    if _THESE_LEAD.search(sentence.text):
        return "STP lead", True
    match = _LIST_OF_ROLES.match(sentence.text)
    if match and (match["end"] or is_heading):
        return _role_of_list(match["role"]), False
    if sentence.passage.block.is_row:
        return None
    if sentence.text.rstrip().endswith(":") and _LIST_OF_LEADS.search(sentence.passage.block.text):
        return "STP lead", not _LIST_OF_LEADS.search(sentence.text)
    if is_heading and _LIST_OF_LEADS.search(sentence.text):
        return "STP lead", True
    return None


def _role_of_list(words: str) -> str:
    """'Programme sponsors' -> 'Programme sponsor'; however SROs are written, 'SRO'."""
    if regex.search(r"\bSROs?$|\bsenior responsible\b", words, regex.IGNORECASE):
        return "SRO"
    if match := regex.match(r"(workstream|priorit|programme)\w* and their (lead|sponsor)", words, regex.IGNORECASE):
        return f"{match[1].capitalize().replace('Priorit', 'Priority')} {match[2]}"
    return words[:1].upper() + words[1:].removesuffix("s")


def _is_short_entry(sentence: Sentence) -> bool:
    """A line without a bullet that can be an entry: 'Stroke - Dr NAME (GP)'."""
    text = sentence.passage.block.text
    return len(text) <= 110 and bool(regex.search(r"\s[\u2013-]\s|:\s", text)) and not text.rstrip().endswith(".")


def _as_something_else(setting: Setting, found: StatedRole) -> StatedRole:
    """The role that stands right behind the name, where it is not the lead's: 'the programme, under NAME as independent chair'."""
    words = _AS.match(setting.after)
    if found.role != "STP lead" or words is None:
        return found
    other = next((c for c in find_cues("role", setting.after[:80]) if c.start == words.end()), None)
    if other is None or other.cue.means in ("STP lead", "as written"):
        return found
    return replace(found, end=setting.person.end + other.end, role=other.cue.means)


def _is_past(setting: Setting, found: StatedRole) -> bool:
    """Whether the words say that the person held the role before."""
    text, person = setting.sentence.text, setting.person
    if lead_verbs.follows(setting.before):
        return bool(setting.cues("not now", text[person.end : min(setting.high, person.end + 60)]))
    before = regex.split(r"[.;,]", setting.before[-40:])[-1]
    if found.start < person.start and found.end == person.end:
        before = ""  # the words of leading stand before the name: what is said before them is said of another's time
    near = before + text[person.start : min(setting.high, person.end + 60)]
    for part in (text[max(0, found.start - 12) : found.end], near):
        handed = setting.cues("led by", part)  # 'has handed over the lead to NAME' ends another's time
        if any(not any(h.start <= c.start < h.end for h in handed) for c in setting.cues("not now", part)):
            return True
    behind = regex.split(r"[.;]\s|\sand\s(?:is|was|has)\b", text[found.end : found.end + 70])[0]
    if setting.cues("was until", text[found.start : found.end] + behind):
        return True
    return bool(setting.cues("gave way", setting.before) or setting.cues("left", text[person.end :]))


def _is_denied(setting: Setting, found: StatedRole) -> bool:
    """Whether the words between the person and the role deny it or only think of it: 'was not appointed STP lead'."""
    text = setting.sentence.text
    between = text[found.start : found.end]
    before = regex.split(r"[.;,]", setting.before[-24:])[-1]
    clause = regex.split(r"[.;]\s", text[max(0, found.start - 90) : found.start])[-1]
    if regex.search(r"\bwould\b", between) and regex.match(r"[^.;]{0,20}\bif\b", text[found.end :]):
        return True
    if setting.cues("only thought", clause):
        return True
    return bool(setting.cues("not so", between) or regex.search(r"\b(?:[Ii]f|[Ww]hether|[Uu]nless)\s$", before))


def _apposition(after: str) -> str:
    """The words behind a name that describe the person: up to the verb that begins another thought."""
    match = _DESCRIBES.match(after)
    if not match:
        return ""
    words = regex.sub(r"^\s*who(?:,)?\s(?:besides being|is(?: also)?|as well as being)\s", "", str(match["words"]))
    return _NO_DESCRIPTION.split(words)[0]


def _job_before(before: str) -> tuple[str | None, str | None]:
    """'Oxfordshire CCG chief executive NAME': the job and body that stand before a name."""
    tail = before[-120:]
    jobs = find_cues("job", tail)
    if not jobs or tail[jobs[-1].end :].strip(" ,"):
        return None, None
    bodies = [b for b in find_organisations(tail[: jobs[-1].start]) if not b.is_national]
    name = bodies[-1].name if bodies and len(tail[bodies[-1].end : jobs[-1].start].strip(" '’s,")) <= 3 else None
    return tail[jobs[-1].start : jobs[-1].end], name
