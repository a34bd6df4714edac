"""The attributes of a gap stated in running text: which part of the system it is of, in which scenario, in which year."""

from dataclasses import dataclass, field
from typing import Any, cast

import regex

from extractors.context import Owner
from extractors.cues import find_cues, nearest_meaning
from extractors.known_bodies import find_known_bodies
from extractors.mentions.money import Money
from extractors.mentions.organisations import find_organisations
from extractors.mentions.years import Year, find_years
from extractors.patterns import keyed
from extractors.records.amounts import governing_year, is_cumulative_amount
from extractors.records.statements import Statement
from extractors.sentences import Sentence
from schemas.records import FinancialGap
from schemas.types import Component, Scenario

_HISTORIC_YEARS = frozenset({"2011/12", "2012/13", "2013/14", "2014/15", "2015/16", "2016/17"})
_GOES_ON = regex.compile(
    r"^\W*(?:An additional|Additional|A further|Another|This|That|These|The (?!financial|funding|final|forecast|total)|It|Its|Together|In total|Add|Adding|Added up|Taken together|Health|Healthcare|The NHS|NHS|"
    r"Social care|Council|Councils|The councils|The balance|The rest|The other|The remainder|Of (?:that|this|it|which)|Including|With|Combined|In the last of|Same)\b"
    r"|\b(?:same|ditto|in that year|of (?:that|this|it)|all told|remaining)\b",
)
_DUE_TO = keyed(
    r"[^.;£]{0,60}?\b(?:attributable|due|relat(?:es?|ed|ing)|belong(?:s|ing)?|down)\s(?:\w+\s)?to\s(?:the\s)?(?P<what>social care|health|the NHS|NHS|providers|commissioners|CCGs|trusts)\b",
    regex.IGNORECASE,
)
_SUBJECT = keyed(
    r"\b(?:funding|resources?|budgets?|money|spending|finances|allocations?)\s(?:available\s)?(?:to|for|of|on)\s(?P<what>(?:the\s)?(?:\w+\s){0,2}(?:commissioners|providers|health and (?:social )?care|social care|NHS|CCGs))\b",
    regex.IGNORECASE,
)
_NAMES = keyed(
    r"\b(?!(?:The|Our|Its|Their|In|For|If|Local|This|That|Both|Today|With|Without|Unless|While|But|And|Even|By|On) )[A-Z][\w'-]+(?:\s(?:and|&|of|[A-Z][\w'-]+))*\s(?:(?:Health(?:care)?|Care)(?:\s(?:and|&)\s(?:Social\s)?Care)?(?:\s(?:System|Partnership|STP|Trust|FT|Foundation Trust))?|NHS\s(?:System|Partnership|Trust|FT|Foundation Trust|Foundation))\b|\bNHS (?:England|Improvement|Providers|bosses|chiefs|leaders|managers)\b|\bNHSE?\b(?='s (?:boss|chief))"
)
_CONDITION = keyed(
    r"\b(?:if|unless|should|were)\s(?![^,.;:()£]*\b(?:included|counted|added|care is|set aside|left out|excluded|taken out|brought in)\b)[^,.;:()£]*(?=[,.;:()]|$)",
    regex.IGNORECASE,
)
"""What would have to happen says nothing of whose gap it is: '£20m in debt if its hospitals stay as they are'."""
_CARE_ADDED = keyed(
    r"\b(?:including|includes|include|with|plus|once|when|if|adding|adds?|counting|count|throw in|bring in)\s(?:in\s)?(?:the\s)?(?:cost of\s)?(?:adult\s)?(?:council(?:s'|'s)?\s)?"
    r"(?:social[\s-](?:care|services)|council(?:s'|'s|s)?(?:[\s-]run)?\s(?:care|services)|care\b)"
    r"|\bsocial care (?:is |was |are )?(?:included|counted|added|taken into account|on top)\b"
    r"|\b(?:once|when|with|if) (?:the )?(?:\w+ )?(?:councils|local authorities|boroughs)\b(?: (?:are|is|were|was))?(?: (?:added|counted|included|brought))?(?: in)?",
    regex.IGNORECASE,
)
_BEHIND = regex.compile(
    r"\s(?:of (?:it|this|that|which)\s)?(?:is\s|was\s|falls\s|lies\s|sits\s)?(?P<what>(?:in|for|on|from|within|with|to)\s(?:the\s|its\s|our\s|local\s|area's\s)*[^,;.£]{2,60})",
    regex.IGNORECASE,
)
"""'£9m in local government': what stands right behind an amount is of it, whatever stands before."""
_LED_BY_WORDS = regex.compile(r"(?:[,;:(]|\band)\s?(?P<words>(?:\b(?!(?:and|or|plus)\b)[\w']+\s){1,2})$")
"""The words right before the next amount are that one's: ', councils £3m'."""
_OWN_SUBJECT = regex.compile(
    r"(?:[,;]|\band)\s(?P<words>[^,;£]{3,60}\s(?:being|is|are|was|were|at|accounts? for|makes? up|adds?|comes? to|a further|another)\s)$"
)
"""... and so is a subject of its own: ', councils' share of that being £3m'."""
_FOLLOWED_BY_WORDS = regex.compile(
    r"\s(?:(?:for|in|of|on)\s(?:the\s)?)?[\w']+(?:\s(?:care|side))?(?=[,;)]|\sand\b|\sor\b)"
)
_CARE_LEFT_OUT = regex.compile(
    r"\s(?:\(?without|excluding|before|not counting|leaving out|ignoring)\s(?:adult\s)?(?:social care|councils?|the councils)|\s\(?(?:for |in )?(?:the\s)?(?:health|NHS) (?:only|alone)\b",
    regex.IGNORECASE,
)
_BECOMES = regex.compile(
    r"\b(?:is|becomes?|rises?|comes?|reaches|would be|grows?|totals?|climbs?|goes up)\b[^.;£]{0,14}$", regex.IGNORECASE
)
_ONE_SIDE = keyed(
    r"\b(?:(?P<health>health|NHS)|(?P<social_care>social care|councils?))\s(?:care\s|side\s)?(?:only|alone)\b",
    regex.IGNORECASE,
)
_HEALTH_SERVICE = keyed(
    r"\b(?:the|our|local|\w+'s)\s(?:local\s)?(?:NHS|health service)\b(?:\sin\s(?:the\s)?\w+)?(?:,[^,]{3,80},)?\s"
    r"(?:will|would|could|may|might|faces?|ran|runs|is|was|has|had|ended|finished|overspent|needs?)\b",
    regex.IGNORECASE,
)
_SPLIT_BETWEEN = regex.compile(
    r"\s(?:between|for|to|in|on)\s(?P<first>[^,;.£]{3,40}?)\s(?:and|&)\s(?P<second>[^,;.£]{3,40}?)(?=[,;.)]|\srespectively|$)",
    regex.IGNORECASE,
)
_PAST = keyed(
    r"\b(?:ended|finished|closed|posted|recorded|reported|ran|overspent|lost|was|were|had|made)\b(?!\s(?:forecast|expected|projected|predicted|to be|set to|due to))",
    regex.IGNORECASE,
)
_REST_OF = regex.compile(
    r"\b(?:rest|remainder|balance) of (?:the|that|this|its|their)\s(?:\w+\s)?(?:about |around |some )?$",
    regex.IGNORECASE,
)
_SUPPOSES = regex.compile(r"\?\W*$|^\W*(?:Suppose|Imagine|Assume|Say|Do |Leave|Keep|Let|Carry)\b")
_ADDS = regex.compile(
    r"^\W*(?:That|This|It|The (?:figure|gap|sum|forecast|estimate|projection)|These|Both|All of (?:this|that))\b.{0,30}\b(?:assumes?|assumed|supposes?|is (?:if|what|on the basis)|would be|before|presumes?|is based|was what|was based)\b",
    regex.IGNORECASE,
)
_ITS = regex.compile(r"\W*(?:[\d.()]+\s)?(?:It|Its|They|Their|That|This)\b")
_GAP_HEADING = keyed(r"\b(?:gap|deficit|shortfall)\b", regex.IGNORECASE)
_WHOLE: dict[frozenset[Component], Component] = {
    frozenset({"health", "social_care"}): "combined",
    frozenset({"provider", "social_care"}): "combined",
    frozenset({"provider", "commissioner"}): "health",
}
"""What the sum of two parts is the gap of."""


@dataclass
class GapReader:
    """Reads gaps in reading order and remembers the one before, whose attributes a following sentence takes over."""

    last: FinancialGap | None = None
    last_sentence: Sentence | None = None
    component: Component = "unspecified"
    component_at: int = -99
    read: dict[tuple[int, int], Component] = field(default_factory=dict)
    """The component of every gap so far, by its sentence and where its amount stands."""

    def attributes(self, statement: Statement, owner: Owner, follower: Statement | None = None) -> dict[str, Any]:
        """component, scenario, financial_year, period and cumulative of a gap; `follower` is the amount stated next."""
        sentence, money = statement.sentence, statement.money
        year = governing_year(sentence, money, any_of_sentence=True)
        earlier = self.last if self._goes_on(statement) and not self._changes_owner(owner) else None
        inherited = earlier.scenario if earlier and year is None else None
        scenario = _scenario(statement, year, inherited, is_of_body=owner.is_of_body)
        financial_year, period = (year.financial_year, year.period) if year else (None, None)
        if earlier is not None and year is None and scenario == earlier.scenario:
            financial_year, period = earlier.financial_year, earlier.period
        if financial_year is None and period is None and year is None:
            financial_year = _heading_year(sentence)
        return {
            "component": self._component(statement, owner, follower),
            "scenario": scenario,
            "financial_year": financial_year,
            "period": period,
            "cumulative": is_cumulative_amount(sentence, money, year),
        }

    def remember(self, statement: Statement, gap: FinancialGap) -> None:
        """Keep a gap for the sentences that follow. A part of a combined gap leaves the whole in mind."""
        self.last, self.last_sentence = gap, statement.sentence
        self.read[statement.sentence.index, statement.money.start] = gap.component
        is_part = self.component == "combined" and gap.component in ("health", "social_care")
        if is_part and statement.sentence.index - self.component_at <= 1:
            pass  # the whole stays in mind
        elif statement.sentence.index == self.component_at and gap.component not in (self.component, "combined"):
            self.component = "unspecified"  # two parts in one breath: what follows may be of either
        else:
            self.component = gap.component
        self.component_at = statement.sentence.index

    def _goes_on(self, statement: Statement) -> bool:
        """Whether a statement goes on about the gap before it ('An additional £9m ... results in a gap of £20m')."""
        sentence, earlier = statement.sentence, self.last_sentence
        if earlier is None:
            return False
        distance = sentence.index - earlier.index
        if distance == 0 or (statement.inherited and distance <= 2):
            return True
        near = earlier.passage.block is sentence.passage.block and distance <= (
            2 if sentence.passage.block.is_row else 1
        )
        return near and bool(_GOES_ON.search(sentence.text))

    def _component(self, statement: Statement, owner: Owner, follower: Statement | None) -> Component:
        parts = frozenset(
            own_component(part) or self.read.get((part.sentence.index, part.money.start), "unspecified")
            for part in statement.parts
        )
        if found := _WHOLE.get(parts):
            return found
        if owner.organisation and (of_body := _component_of_body(owner.organisation)):
            return of_body
        if found := own_component(statement):
            return found
        if follower is not None and _is_more_with_care(statement, follower):
            return "health"
        if follower is not None and _is_less_without_care(statement, follower):
            return "combined"
        near = statement.sentence.index - self.component_at <= 2
        goes_on = near and owner.organisation is None and not self._changes_owner(owner)
        if statement.sentence.passage.block.kind == "bullet":
            goes_on = goes_on and self._goes_on(statement)  # a bullet speaks for itself
        if goes_on and not self._is_of_another_year(statement):
            return self.component
        return "unspecified"

    def _changes_owner(self, owner: Owner) -> bool:
        """Whether the gap before was a body's and this is the footprint's: nothing of that one is taken over."""
        return self.last is not None and self.last.organisation is not None and owner.organisation is None

    def _is_of_another_year(self, statement: Statement) -> bool:
        """Whether the words give this gap a financial year and the one before another: then they are not of one breath."""
        if _ITS.match(statement.sentence.text):
            return False
        year = governing_year(statement.sentence, statement.money)
        earlier = self.last.financial_year if self.last else None
        return bool(year and year.financial_year and earlier and year.financial_year != earlier)


def _is_more_with_care(statement: Statement, follower: Statement) -> bool:
    """Whether the amount stated next is this one with social care added: '£641m, or £904m with social care'."""
    sentence, other = statement.sentence, follower.sentence
    if follower.money.amount <= statement.money.amount or other.index - sentence.index > 1:
        return False
    start = statement.money.end if other is sentence else 0
    later = [m.start for m in other.money if m.start >= follower.money.end]
    stop = min([*later, follower.money.end + 60, len(other.text)])
    return bool(_CARE_ADDED.search(other.text, start, stop))


def _is_with_care(sentence: Sentence, money: Money) -> bool:
    """Whether an amount is the one before it with social care added: '£110m in the red, rising to £190m with council care'."""
    smaller = any(m.end <= money.start and m.amount < money.amount for m in sentence.money)
    left = max([m.end for m in sentence.money if m.end <= money.start], default=0)
    if smaller and (before := _CARE_ADDED.search(sentence.text, left, money.start)):
        return bool(_BECOMES.search(sentence.text[before.end() : money.start]))
    stop = min([m.start for m in sentence.money if m.start >= money.end] + [money.end + 60, len(sentence.text)])
    added = _CARE_ADDED.search(sentence.text, money.end, stop)
    return smaller and added is not None and not regex.search(r"[,;:.]\s", sentence.text[money.end : added.start()])


def _is_less_without_care(statement: Statement, follower: Statement) -> bool:
    """Whether the amount stated next is this one with social care left out: '£864m, or £653m without social care'."""
    other = follower.sentence
    if follower.money.amount >= statement.money.amount or other.index - statement.sentence.index > 1:
        return False
    return bool(_CARE_LEFT_OUT.match(other.text, follower.money.end))


def split_component(statement: Statement) -> Component | None:
    """The component of one of two amounts that two words behind them share out: '£190m and £36m for the NHS and councils'."""
    sentence, money = statement.sentence, statement.money
    index = sentence.money.index(money)
    for first in (index, index - 1):
        if first < 0 or first + 1 >= len(sentence.money):
            continue
        one, two = sentence.money[first : first + 2]
        match = _SPLIT_BETWEEN.match(sentence.text, two.end)
        if match is None or not regex.fullmatch(r"\s?(?:and|to|,|/)\s?", sentence.text[one.end : two.start]):
            continue
        found = [nearest_meaning("component", match[group], 0, 0) for group in ("first", "second")]
        if None not in found and found[0] != found[1]:
            return cast(Component, found[index - first])
    return None


def own_component(statement: Statement) -> Component | None:
    """What the words around an amount say it is the gap of, words that belong to other amounts left out."""
    sentence, money = statement.sentence, statement.money
    if shared_out := split_component(statement):
        return shared_out
    if _is_with_care(sentence, money):
        return "combined"
    low, high = sentence.clause(money.start, money.end)
    left, right = _between_neighbours(sentence, money, low, high)
    if statement.label is not None:
        return cast(Component | None, nearest_meaning("component", sentence.text[slice(*statement.label)], 0, 0))
    whole = _without_neighbours(sentence, money)
    text = _own_words(sentence, whole)
    if _REST_OF.search(text[: money.start]):
        return "combined" if _parts_before(sentence, money) else None
    if (due := _DUE_TO.match(text[money.end : high])) and (meaning := nearest_meaning("component", due["what"], 0, 0)):
        return cast(Component, meaning)
    behind = _BEHIND.match(text[:right], money.end)
    if behind and (meaning := nearest_meaning("component", behind["what"], 0, 0, within=14)):
        return cast(Component, meaning)
    if meaning := nearest_meaning("component", text[left:right], money.start - left, money.end - left, within=75):
        return cast(Component, meaning)
    alone = all(m is money for m in sentence.money)
    if alone and (
        meaning := nearest_meaning("component", text[low:high], money.start - low, money.end - low, within=110)
    ):
        return cast(Component, meaning)
    if alone and (side := _ONE_SIDE.search(sentence.text)):
        return "health" if side["health"] else "social_care"
    if alone and _HEALTH_SERVICE.search(text):
        return "health"
    if (label := _label_of_clause(sentence, low)) and (meaning := nearest_meaning("component", label, 0, 0)):
        return cast(Component, meaning)
    if alone and any(c.cue.means == "combined" for c in find_cues("component", whole)):
        return "combined"
    if (subject := _SUBJECT.search(text)) and (meaning := nearest_meaning("component", subject["what"], 0, 0)):
        return cast(Component, meaning)
    return None


def _parts_before(sentence: Sentence, money: Money) -> bool:
    """Whether a smaller amount stands before this one in the sentence, as a part of it."""
    return any(m.end <= money.start and m.amount < money.amount for m in sentence.money)


def _label_of_clause(sentence: Sentence, low: int) -> str:
    """The words before the colon that a clause stands behind: 'Providers' control totals: surplus £8m'."""
    if not sentence.text[:low].rstrip().endswith(":"):
        return ""
    start = sentence.clause(low - 3, low - 2)[0]
    return sentence.text[start:low] if not any(start <= m.start < low for m in sentence.money) else ""


def _between_neighbours(sentence: Sentence, money: Money, low: int, high: int) -> tuple[int, int]:
    """The part of text[low:high] that lies between the amounts before and behind this one."""
    others = [m for m in sentence.money if m is not money]
    left = max([m.end for m in others if m.end <= money.start] + [low])
    right = min([m.start for m in others if m.start >= money.end] + [high])
    return left, right


def _own_words(sentence: Sentence, text: str) -> str:
    """The text with conditions blanked out and names of bodies, also those that only hold 'Health', 'Care' or 'NHS'; offsets kept."""
    for body in sentence.bodies_named:
        text = text[: body.start] + " " * (body.end - body.start) + text[body.end :]
    text = _NAMES.sub(lambda m: " " * len(m.group()), text)
    return _CONDITION.sub(lambda m: " " * len(m.group()), text)


def _without_neighbours(sentence: Sentence, money: Money) -> str:
    """The sentence with the words blanked out that belong to other amounts: 'NHS £11m, councils £3m' has two owners."""
    text = sentence.text
    for other in sentence.money:
        if other is money:
            continue
        if other.start > money.end:
            between = text[money.end : other.start]
            glued = _LED_BY_WORDS.search(between) or _OWN_SUBJECT.search(between)
            if glued:
                start = money.end + glued.start("words")
                text = text[:start] + " " * (other.start - start) + text[other.start :]
        elif other.end < money.start and (glued := _FOLLOWED_BY_WORDS.match(text[other.end : money.start])):
            text = text[: other.end] + " " * glued.end() + text[other.end + glued.end() :]
    return text


def _component_of_body(name: str) -> Component | None:
    kinds = [body.organisation_type for body in find_organisations(name)]
    kinds += [body.organisation_type for body in find_known_bodies(name)]
    kind = kinds[0] if kinds else None
    if kind in ("NHS trust", "NHS foundation trust") or regex.search(r"\b(?:trust|hospital)\b", name, regex.IGNORECASE):
        return "provider"
    if kind == "CCG" or regex.search(r"\bCCG\b|commissioning group", name):
        return "commissioner"
    return "social_care" if kind == "local authority" else None


def _scenario(statement: Statement, year: Year | None, inherited: Scenario | None, *, is_of_body: bool) -> Scenario:
    sentence, money = statement.sentence, statement.money
    low, high = sentence.clause(money.start, money.end)
    is_told = bool(_PAST.search(sentence.text, low, money.start))
    is_past = bool(year and (year.financial_year in _HISTORIC_YEARS or (is_told and year.financial_year == "2017/18")))
    is_ahead = bool(year and year.financial_year and year.financial_year > "2018/19")
    without = {"do_nothing"} if is_past else {"baseline"} if is_ahead else set()
    spans = [_between_neighbours(sentence, money, low, high), (low, high), (0, len(sentence.text))]
    for span in [statement.label] if statement.label is not None else spans:
        if meaning := nearest_meaning(
            "scenario", sentence.text, money.start, money.end, span=span, without=frozenset(without)
        ):
            return cast(Scenario, meaning)
    if inherited is not None:
        return inherited
    if asked := _scenario_around(sentence):
        return asked
    is_surplus = bool(statement.cue and statement.cue.extra.get("surplus"))
    if is_past or (is_surplus and is_told) or (is_of_body and not (year and year.financial_year)):
        return "baseline"  # what a body reports of itself is how it stands
    return "residual" if is_surplus else "unspecified"


def _scenario_around(sentence: Sentence) -> Scenario | None:
    """The scenario that the heading or the question before asks about ('What if we did nothing?'), or that the next sentence adds
    ('That assumes no change')."""
    passage, before, behind = sentence.passage, sentence.previous, sentence.next
    around = []
    if passage.below_heading <= 2 and passage.block.kind != "heading":
        around.append(passage.heading)
    if (
        before is not None
        and not before.money
        and before.passage.section == passage.section
        and _SUPPOSES.search(before.text)
    ):
        around.append(before.text)
    if (
        behind is not None
        and not behind.money
        and behind.passage.section == passage.section
        and _ADDS.match(behind.text)
    ):
        around.append(behind.text)
    for words in around:
        if (meaning := nearest_meaning("scenario", words, 0, 0)) in ("do_nothing", "residual"):
            return cast(Scenario, meaning)
    return None


def _heading_year(sentence: Sentence) -> str | None:
    """The year of a heading that names the gap ('Financial gap by 2020/21') for the gaps that stand under it."""
    passage = sentence.passage
    if passage.below_heading <= 9 and passage.block.kind != "heading" and _GAP_HEADING.search(passage.heading):
        return next((y.financial_year for y in find_years(passage.heading) if y.financial_year), None)
    return None
