"""Where a person stands in a sentence, and whether the words beside it speak of the plan."""

from dataclasses import dataclass

import regex

from extractors.context import named_footprints
from extractors.cues import CueMatch, find_cues, load_cues
from extractors.mentions.footprints import FootprintMention
from extractors.mentions.persons import Person
from extractors.patterns import fold, keyed
from extractors.sentences import Sentence

_PLAN = keyed(
    r"\bSTPs?\b|\bfootprint\b|\bSuccess Regime\b|\bSustainability (?:and|&) Transformation\b|\b(?:the|this|that|draft|county's|area's|local|our|five-year)\s(?:\w+[\s-]){0,8}?(?:plan|blueprint|partnership|programme|process|ICS)\b"
    r"|\bthe (?:local |whole |joint )?(?:work|effort|drive|project)(?: (?:for|in|across) |\b)|\bplan\b|\btransformation (?:plan|programme|partnership)\b|\b(?:integrated|accountable) care system\b",
    regex.IGNORECASE,
)
_OTHER_THING = keyed(
    r"\b(?:campaign\w*|protest\w*|group|teams?|march|councils?|opposition|review|inquiry|petition|trusts?|CCGs?|hospitals?|authorit(?:y|ies)|union|critics?|critique|criticism|discussions?|debates?|delegation|scrutiny|consultation|"
    r"fight|battle|calls?|challenge|revolt|rebellion|marathon|work-?streams?|work streams?|sub-?groups?|consultancy|consultants|charity|charities|surgery|department|unit|service|services|ward|blog|website|page|newsletter|poll|survey|course|workshop|communications|press|media|engagement|workforce|estates|finances?|response|branch|panel|analysis|study|session|meeting|parts?|localit(?:y|ies)|aspects?|elements?|strands?|chapters?|pillars?|themes?|against|opposed|who|which|whose)\b",
    regex.IGNORECASE,
)
"""What is led instead of a plan, though a plan is named behind it: 'the campaign against the plan'."""
_NOT_IT = keyed(
    r"\b(?:campaign\w*|protest\w*|march|opposition|review|inquiry|petition|critics|fight|battle|against|panel|groups?|union|councils?|response|part|localit(?:y|ies)|workforce|estates|schools?|safety|improvement|operational|police|ambulance|maternity|children's)\b",
    regex.IGNORECASE,
)
"""What is led instead, though 'the ... plan' is read in one go: 'the campaign against the plan'."""
_PART_OF_IT = keyed(
    r"'s\s(?!(?:delivery|implementation|development|partners|transformation|work\b(?! on)))|\s(?:[\w-]+\s){0,2}?(?:groups?|panels?|workstreams?|forum|committee|engagement|communications|response|campaign)\b",
    regex.IGNORECASE,
)
"""Behind the plan: what is led is a part of it or belongs to it, 'the plan's patient panel'."""
_WORK = regex.compile(
    r"\s(?:in|within|across|work|side|strands?|elements?|aspects?|efforts?|parts?|groups?|programmes?)\b"
)
_NEXT_VERB = regex.compile(r",\s(?:has\s)?\p{Ll}+ed\s|,\s(?:said|says|told)\s")
"""What stands behind another verb is not what is led: 'who leads the union here, criticised the plan'."""
_TURNS_ASIDE = keyed(r"\b(?:about|against|on|over|into|with|than|like|opposing|opposes)\b", regex.IGNORECASE)
"""Behind such a word the plan is not what is led."""
_STRAIGHT_ON = regex.compile(
    r"\s(?:the\s(?:\w+\s)?(?:work|effort|drive|changes?)\s)?(?:(?:on|for|in|across|at)\s)?(?:the\s|all of\s|the whole of\s)?",
    regex.IGNORECASE,
)
"""Between a verb of leading and an area's name: 'leads for Dorset', but not 'runs a care home in Dorset'."""
_AREA_ENDS = regex.compile(
    r"\W*$|(?:'s?)?\s(?:\w+\s)?(?:partnership|plan|system|footprint|programme)\b|\s?[,.;:)(]|\s(?:and|for|since|until|from|as|with|while|whilst|but|has|is|was|said|says|who|at|after|before|on|too|full)\b|\s(?:ICS|ACS)\b"
)
"""Behind an area's name that stands alone: not 'Dorset's ambulances'."""
_BODY = keyed(
    r"\b(?:councils?|trusts?|CCGs?|groups?|party|campaign\w*|unions?|hospitals?|authority|committee|service|department|company|charity)\b",
    regex.IGNORECASE,
)
_IT = regex.compile(
    r"\W{0,2}(?:it|this|them|us|both|things|everything|matters|all this|the show|the (?:partners|whole(?: (?:thing|exercise|enterprise|business))?)|all (?:of )?(?:it|them|the partners))\b",
    regex.IGNORECASE,
)
_ONE_OF = regex.compile(r"\bone of (?:the|England.s|its)\b", regex.IGNORECASE)
_IT_BEFORE = regex.compile(
    r"^\W*(?:it|they|this|the (?:partners|partnership|bodies|organisations))\b", regex.IGNORECASE
)


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

    `list_role` is the role that a list's lead-in gives to everybody in it ('Programme SROs:'), or None; `previous` is the text
    before the sentence, for what 'it' and 'its' stand for, `last` the sentence before alone; `about_plan`: the document
    speaks of a sustainability and transformation plan again and again.
    """

    sentence: Sentence
    person: Person
    low: int
    high: int
    list_role: str | None = None
    previous: str = ""
    last: str = ""
    about_plan: bool = False

    @property
    def before(self) -> str:
        return self.sentence.text[self.low : self.person.start]

    @property
    def after(self) -> str:
        return self.sentence.text[self.person.end : self.high]

    def cues(self, means: str, text: str) -> list[CueMatch]:
        """The cues of lead.toml with this meaning in a part of the sentence."""
        return cues_of(means, text)

    def plan_behind(self, start: int) -> int | None:
        """Where the plan ends that is named behind a verb of leading at `start` of the words behind the person; None for anything else."""
        target = self.after[start : start + 140]
        target = regex.split(r"[.;]\s", target)[0]
        if plan := _PLAN.search(target):
            between = target[: plan.start()]
            aside = _TURNS_ASIDE.search(between, 5) or _NEXT_VERB.search(between)  # but 'leading on the STP'
            is_part = _PART_OF_IT.match(target, plan.end()) or _is_programmes(between)
            of_many = plan.group() == "STPs" and not _ONE_OF.search(between)
            is_other = _OTHER_THING.search(between) or aside or _NOT_IT.search(plan.group()) or of_many
            return None if is_other or is_part else start + plan.end()
        at = self.person.end + start
        for name in named_footprints(self.sentence):
            if at <= name.start < at + 40:
                behind = self.sentence.text[name.end :]
                if not _STRAIGHT_ON.fullmatch(self.sentence.text[at : name.start]) or not _AREA_ENDS.match(behind):
                    return None
                return name.end - self.person.end
        if (it := _IT.match(target)) and (self._it_is_plan() or "whole" in it.group()):
            return start + it.end()
        return None

    def area_behind(self, start: int) -> FootprintMention | None:
        """The footprint whose own name begins at `start` of the words behind the person, and not a body's or a board's with it."""
        at = self.person.end + start
        for name in named_footprints(self.sentence):
            if 0 <= name.start - at <= 4 and _AREA_ENDS.match(self.sentence.text[name.end :]):
                return name
        return None

    def plan_within(self, start: int, end: int) -> bool:
        """Whether the words of the sentence from `start` to `end` name the plan, and nothing else that is led."""
        words = self.sentence.text[start:end]
        is_named = _PLAN.search(words) or named_footprints(self.sentence, (start, end))
        return bool(is_named) and not _OTHER_THING.search(words)

    def plan_before(self, end: int) -> bool:
        """Whether what is led, in the clause of the sentence that ends at `end`, is the plan, a footprint, or what was spoken of before."""
        clause = regex.split(r"[.;]\s", self.sentence.text[max(0, end - 200) : end])[-1]
        last = regex.split(r",\s", clause.rstrip(", "))[-1]
        if _OTHER_THING.search(last) or _NOT_IT.search(last) or _is_programmes(last):
            return False
        if _PLAN.search(clause) or named_footprints(self.sentence):
            return True
        return bool(_IT_BEFORE.match(clause)) and self._it_is_plan()

    def _it_is_plan(self) -> bool:
        """Whether 'it' is the plan: it was spoken of, or the document is about nothing else and no body was spoken of."""
        return speaks_of_plan(self.previous) or (self.about_plan and not _BODY.search(self.previous))


def cues_of(means: str, text: str) -> list[CueMatch]:
    """The cues of lead.toml with one meaning in a text; they may overlap."""
    folded = fold(text)
    found = [
        CueMatch(m.start(), m.end(), cue)
        for cue in load_cues("lead")
        if cue.means == means and cue.pattern.may_match(folded)
        for m in cue.pattern.compiled.finditer(text)
    ]
    return sorted(found, key=lambda c: c.start)


def _is_programmes(words: str) -> bool:
    """Whether words name what one programme does: 'the maternity work of'."""
    return any(_WORK.match(words, cue.end) for cue in find_cues("programme", words))


def speaks_of_plan(text: str) -> bool:
    """Whether a text speaks of a plan, a partnership or a programme."""
    return bool(_PLAN.search(text))
