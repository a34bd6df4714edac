"""Which role the words around a person's name state: by verb, by title, by an area's or a programme's list."""

from collections.abc import Callable
from dataclasses import dataclass

import regex

from extractors.context import named_footprints
from extractors.cues import CueMatch, find_cues
from extractors.mentions.persons import Person
from extractors.patterns import keyed
from extractors.sentences import Sentence
from schemas.footprints import all_footprints

_FOOTPRINT_NAMES = frozenset(f.name for f in all_footprints())
_PLAN = keyed(
    r"\bSTPs?\b|\bfootprint\b|\bSustainability (?:and|&) Transformation\b|\b(?:the|this|that|draft|county's|area's|local|our|five-year)\s(?:\w+[\s-]){0,8}?(?:plan|blueprint|partnership|programme|process|ICS)\b"
    r"|\bthe (?:local |whole |joint )?(?:work|effort|drive|project)(?: (?:for|in|across) |\b)|\bplan\b|\btransformation (?:plan|programme|partnership)\b|\b(?:integrated|accountable) care system\b",
    regex.IGNORECASE,
)
_NOT_A_PLAN = keyed(
    r"\s(?:a|an|the)?\s?(?:campaign|protest|group|team|march|council|opposition|review|inquiry|petition|trust|CCG|union)",
    regex.IGNORECASE,
)
_BOARD = keyed(
    r"(?:the |its |our )?(?P<what>(?:\w+[\s-]){0,5}?(?:Success Regime|STP(?: programme)?(?: board)?|partnership(?: board)?|programme board|footprint|transformation (?:board|programme)|steering group|plan|workstream|reference group|advisory group|clinical (?:board|group)))\b",
    regex.IGNORECASE,
)
_CHAIR_OF = keyed(
    r"\b(?P<role>(?:independent\s|interim\s)?chair(?:man|woman|person)?)\sof\sthe\s(?:\w+[\s-]){0,6}?(?:Success Regime|STP(?: programme)?(?: board)?|partnership(?: board)?|programme board|footprint|transformation (?:board|programme)|steering group|plan)\b",
    regex.IGNORECASE,
)
_CHAIRED_BY = keyed(
    r"\b(?:STP|partnership|programme board|transformation board|steering group|footprint)[\w ]{0,40} is (?:\w+ )?chaired by (?:the )?$",
    regex.IGNORECASE,
)
_APPOINTED = keyed(r"\b(?:appointed|chosen|named|picked|selected|asked|nominated)\s$", regex.IGNORECASE)
_TO_LEAD = keyed(
    r"^[^.;]{0,140}?\bto (?:lead|head(?: up)?|front|run|oversee)\b|^[^.;]{0,140}?\bas (?:the |its |their )?(?:\w+ ){0,4}(?:lead|leader|head)\b",
    regex.IGNORECASE,
)
_SPEAKS_OF = keyed(r"\b(?:said|told|asked|replied|criticised|accused|wrote to|met)\b", regex.IGNORECASE)
_TO_THE_NAME = regex.compile(
    r"[\s,:(\u2013-]{0,3}(?:[^.;:]{0,70}?(?:,|\bis\b|\bas\b|:|\()\s?)?(?:is\s)?(?:the\s|now\s)?"
)
_AREA_BEFORE = regex.compile(r"[^.;()]{3,110}?\s?[\u2013\u2014:\t-]\s?")
_TAGGED = keyed(r"\((?:STP|footprint|area)\s?:\s?[^)]{3,90}\)")


@dataclass(frozen=True)
class StatedRole:
    """A role and the part of the sentence that states it. `footprint_id` where the words themselves say whose."""

    start: int
    end: int
    role: str
    footprint_id: str | None = None
    programme: str | None = None


@dataclass(frozen=True)
class Setting:
    """A person in a sentence, the words before and behind up to the neighbouring persons, and the list it stands in.

    `list_role` is the role that a list's lead-in gives to everybody in it ('Programme SROs:'), or None.
    """

    sentence: Sentence
    person: Person
    low: int
    high: int
    list_role: str | None = None

    @property
    def before(self) -> str:
        return self.sentence.text[self.low : self.person.start]

    @property
    def after(self) -> str:
        return self.sentence.text[self.person.end : self.high]

    def cues(self, means: str, text: str) -> list[CueMatch]:
        return [c for c in find_cues("lead", text) if c.cue.means == means]


def stated_role(setting: Setting) -> StatedRole | None:
    """The role that is stated of a person, or None."""
    return next((role for way in _WAYS if (role := way(setting)) is not None), None)


def _led_by(setting: Setting) -> StatedRole | None:
    """'The county plan is led by NAME'."""
    led = setting.cues("led by", setting.before)
    if not led or len(setting.before) - led[-1].end > 90 or regex.search(r"[.;]", setting.before[led[-1].end :]):
        return None
    at = setting.low + led[-1].start
    if _PLAN.search(setting.sentence.text[max(0, at - 200) : at]) or named_footprints(setting.sentence):
        start = setting.low + _clause_start(setting.before[: led[-1].start])
        return StatedRole(start, setting.person.end, "STP lead")
    return None


def _leads(setting: Setting) -> StatedRole | None:
    """'NAME, who is leading the county plan'."""
    for leads in setting.cues("leads", setting.after):
        if regex.search(r"[.;]", setting.after[: leads.start]):
            break
        target = setting.after[leads.end : leads.end + 140]
        at = setting.person.end + leads.end
        plan = _PLAN.search(target)
        names = [m for m in named_footprints(setting.sentence) if at <= m.start < at + 40]
        if (plan or names) and not _NOT_A_PLAN.match(target):
            end = at + plan.end() if plan else names[0].end
            return StatedRole(setting.person.start, min(end, setting.high), "STP lead")
    return None


def _appointed(setting: Setting) -> StatedRole | None:
    """'They appointed NAME to lead the plan'."""
    to_lead = _TO_LEAD.match(setting.after)
    if to_lead and _APPOINTED.search(setting.before) and _PLAN.search(setting.after[to_lead.end() :][:120]):
        start = max(setting.low, setting.person.start - 12)
        return StatedRole(start, setting.person.end + to_lead.end(), "STP lead")
    return None


def _is_lead(setting: Setting) -> StatedRole | None:
    """'NAME is the new county lead'; 'whose lead is NAME'."""
    for cue in setting.cues("is lead", setting.after):
        if cue.start == 0 or _is_apposition(setting.after[: cue.start]):
            return StatedRole(setting.person.start, setting.person.end + cue.end, "STP lead")
    for cue in setting.cues("lead is", setting.before):
        return StatedRole(setting.low + cue.start, setting.person.end, "STP lead")
    return None


def _is_apposition(text: str) -> bool:
    """Whether the words between a name and its verb only describe the person: ', chief officer of the CCG,' or '(GP)'."""
    return bool(regex.fullmatch(r"\s?(?:,[^.;]{3,110}|\([^()]{3,80}\)|\sfrom\s[^.;,]{3,50})", text))


def _title_behind(setting: Setting) -> StatedRole | None:
    """'NAME, chief officer of the CCG and STP lead'."""
    after = setting.after[:220]
    for cue in find_cues("role", after):
        between = after[: cue.start]
        if regex.search(r"[.;](?!\s?(?:uk|com))", between) or _SPEAKS_OF.search(between):
            continue
        if cue.cue.means == "STP lead" or len(between) <= 140:
            role = _role_name(cue, after)
            return StatedRole(setting.person.start, setting.person.end + cue.end, role)
    return None


def _title_before(setting: Setting) -> StatedRole | None:
    """'the STP lead, NAME'."""
    offset = max(0, len(setting.before) - 160)
    tail = setting.before[offset:]
    for cue in reversed(find_cues("role", tail)):
        if _TO_THE_NAME.fullmatch(tail[cue.end :]):
            start = setting.low + offset + cue.start
            return StatedRole(start, setting.person.end, _role_name(cue, tail))
    return None


def _role_name(cue: CueMatch, text: str) -> str:
    """The role as the warehouse writes it; 'as written' in the document's words."""
    if cue.cue.means != "as written":
        return cue.cue.means
    words = regex.sub(r"^(?:the|its|our|their)\s|\s(?:of|for|to|at) (?:the|our|its) .*$", "", text[cue.start : cue.end])
    bare = regex.sub(r"^.*?'s\s", "", words)
    return bare[:1].upper() + bare[1:]


def _chair(setting: Setting) -> StatedRole | None:
    """'the chair of the local partnership, NAME'; 'NAME chairs the programme board'; 'the board is chaired by NAME'."""
    if (chair := _CHAIR_OF.search(setting.before)) and len(setting.before[chair.end() :].strip(" ,")) <= 3:
        return StatedRole(setting.low + chair.start(), setting.person.end, chair["role"].casefold())
    if chaired := _CHAIRED_BY.search(setting.before):
        return StatedRole(setting.low + chaired.start(), setting.person.end, "chair")
    for cue in setting.cues("chairs", setting.after):
        board = _BOARD.match(setting.after, cue.end)
        if board and (cue.start == 0 or _is_apposition(setting.after[: cue.start])):
            end = setting.person.end + board.end()
            return StatedRole(setting.person.start, end, "chair", programme=board["what"])
    return None


def _area_before(setting: Setting) -> StatedRole | None:
    """'Somerset - Dr NAME (chair, Somerset CCG)': an area, its lead, who they are."""
    after, person, sentence = setting.after, setting.person, setting.sentence
    describes = after.lstrip().startswith(("(", ",", "\u2013", "-")) or not after.strip()
    if setting.low or not describes or not _AREA_BEFORE.fullmatch(setting.before):
        return None
    names = named_footprints(sentence, (0, person.start)) or [
        m for m in sentence.footprints if m.end <= person.start and m.canonical in _FOOTPRINT_NAMES
    ]
    if not names or names[0].start > 4 or names[-1].end < len(setting.before.rstrip(" \t:\u2013\u2014-")) - 5:
        return None
    closing = after.find(")") + 1 if after.lstrip().startswith("(") else len(after.rstrip(" .;"))
    return StatedRole(names[0].start, person.end + max(closing, 0), "STP lead", names[-1].footprint_id)


def _listed(setting: Setting) -> StatedRole | None:
    """An entry of a list whose lead-in names the role: 'NAME, body', or 'Stroke - NAME' for a programme's."""
    if setting.list_role is None:
        return None
    text, person = setting.sentence.text, setting.person
    entry = regex.search(
        r"(?:^|[;:)\u2013]\s?)\s*(?P<programme>[^;:()\u2013]{2,60}?)\s?[\u2013:-]\s?$", text[: person.start]
    )
    if setting.list_role == "STP lead":
        return None if text[: person.start].strip() else StatedRole(person.start, len(text.rstrip(" ;,.")), "STP lead")
    if entry:
        closing = regex.match(r"\s?\([^()]*\)", text[person.end :])
        end = person.end + (closing.end() if closing else 0)
        return StatedRole(entry.start("programme"), end, setting.list_role, programme=entry["programme"])
    return None


def _tagged(setting: Setting) -> StatedRole | None:
    """'NAME, chief executive (footprint: X)'."""
    tag = _TAGGED.search(setting.after)
    if tag and not regex.search(r"[.]\s", setting.after[: tag.start()]):
        return StatedRole(setting.person.start, setting.person.end + tag.end(), "STP lead")
    return None


def _clause_start(text: str) -> int:
    match = regex.search(r"(?:^|[.;]\s)(?=[^.;]*$)", text)
    return match.end() if match else 0


_WAYS: tuple[Callable[[Setting], StatedRole | None], ...] = (
    _led_by,
    _leads,
    _appointed,
    _title_behind,
    _is_lead,
    _title_before,
    _chair,
    _area_before,
    _listed,
    _tagged,
)
