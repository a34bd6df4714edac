"""Which part of the system a gap is of: health, social care or both, providers or commissioners - as the words around an amount say."""

from collections.abc import Sequence
from typing import cast

import regex

from extractors.cues import find_cues, nearest_meaning
from extractors.known_bodies import find_known_bodies
from extractors.mentions.money import Money
from extractors.mentions.organisations import find_organisations
from extractors.patterns import keyed
from extractors.records.statements import Statement
from extractors.sentences import Sentence
from schemas.types import Component

_DUE_TO = keyed(
    r"[^.;£]{0,60}?\b(?:attributable|due|relat(?:es?|ed|ing)|belong(?:s|ing)?|down)\s(?:\w+\s)?to\s(?:the\s)?(?P<what>social care|health|the NHS|NHS|providers|commissioners|CCGs|trusts)\b",
    regex.IGNORECASE,
)

_SUBJECT = keyed(
    r"\b(?:funding|resources?|budgets?|money|spending|finances|allocations?)\s(?:available\s)?(?:to|for|of|on)\s(?P<what>(?:the\s)?(?:\w+\s){0,2}(?:commissioners|providers|health and (?:social )?care|social care|NHS|CCGs))\b",
    regex.IGNORECASE,
)

_CARE_IS_SUBJECT = regex.compile(r"^\W*(?:The |Our )?(?:adult )?social care\b", regex.IGNORECASE)

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

_CARE_RAISES = keyed(
    r"\b(?:social (?:care|services)|councils?|local authorit(?:y|ies)|local government)\b[^.;£]{0,60}?\b(?:increas|rais|push|lift|tak|swell|bring|driv|bump)(?:es?|s|ed|ing)?\s"
    r"(?:it|this|that|the (?:figure|total|gap|sum|deficit|shortfall))\s(?:up )?to\s(?:about |around |some |nearly |almost |over |just |a (?:total|sum) of )?$",
    regex.IGNORECASE,
)
"""'Social care would raise that to £9m': what the gap is with social care added."""

_REST_IS_HEALTH = keyed(
    r"\b(?:the )?(?:rest|remainder|balance|other \S+)\b[^.;£]{0,30}?\b(?:to|is|was|with|for|in|on|falls? (?:to|on)|belongs? to|comes? from|the)\s(?:the )?(?:local )?(?:NHS|health(?: service)?|hospitals)\b",
    regex.IGNORECASE,
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

_IF_IT = keyed(
    r"^\W*(?:And |But )?(?:if|unless|should|were)\s(?:the |our |its |\w+'s |local )*(?P<what>(?:NHS|health service|health and (?:social )?care|social care|councils|commissioners|providers|hospitals and GPs)\b[^,£]{0,60}),\s(?:it|they)(?:'ll|'d|\s)",
    regex.IGNORECASE,
)
"""'If the NHS in the county does not change, it will be £9m short': the condition names the subject."""
_SPLIT_BETWEEN = regex.compile(
    r"\s(?:between|for|to|in|on)\s(?P<first>[^,;.£]{3,40}?)\s(?:and|&)\s(?P<second>[^,;.£]{3,40}?)(?=[,;.)]|\srespectively|$)",
    regex.IGNORECASE,
)

_SPEAKERS = keyed(
    r"\b(?:councils?|CCGs?|trusts?|NHS|commissioners|providers) (?:says?|said|puts? (?!in)|claims?|claimed|warn(?:s|ed)?|told|estimates?|reckons?|argues?|argued|believes?|believed|maintains?|maintained|insists?|insisted|calculates?|calculated|fears?|feared|admits?|admitted|concedes?|conceded|claim)\b"
    r"|\b(?:published|leaked|released|posted|put out|disclosed|issued|circulated)\s(?:[^.;£,]{0,30}\s)?by (?:the |its |their |one |a )?(?:\w+ )?(?:councils?|CCGs?)\b",
    regex.IGNORECASE,
)
"""Who puts a figure on a gap is not thereby the side it is of."""
_REST_OF = regex.compile(
    r"\b(?:rest|remainder|balance) of (?:the|that|this|its|their)\s(?:\w+\s)?(?:about |around |some )?$",
    regex.IGNORECASE,
)


def is_more_with_care(statement: Statement, follower: Statement) -> bool:
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


def is_less_without_care(statement: Statement, follower: Statement) -> bool:
    """Whether the amount stated next is this one with social care left out: '£864m, or £653m without social care'."""
    other = follower.sentence
    if follower.money.amount >= statement.money.amount or other.index - statement.sentence.index > 1:
        return False
    return bool(_CARE_LEFT_OUT.match(other.text, follower.money.end))


def is_split_in_two(statement: Statement, follower: Statement) -> bool:
    """Whether the amount stated next is social care's part of this one and the rest is health's: '£20m was councils', the rest the NHS's'."""
    other = follower.sentence
    if follower.money.amount >= statement.money.amount or other.index - statement.sentence.index > 1:
        return False
    return own_component(follower) == "social_care" and bool(_REST_IS_HEALTH.search(other.text, follower.money.end))


_A_SHARE = regex.compile(
    r"\b(?:most|much|some|part|half|bulk|share|rest|remainder|majority|third|quarter|balance|portion)\b(?: of (?:it|this|that|the \w+))?",
    regex.IGNORECASE,
)
_POINTS_BACK = regex.compile(r"\W*(?:It|That|This|Theirs?|They|Its|The (?:share|sum|figure|amount|bill|part))\b")
_PART_LINK = regex.compile(
    r"[^£;.]{0,40}?(?:\bof (?:which|it|this|that|these|them)\b|\b(?:made up|consisting|composed) of\b|\b(?:compris|includ)(?:es?|ing)\b|\bsplit\b|\bdivided\b|[:(\u2013\u2014]|,? being\b|\bthat is\b)[^£;.]{0,40}$",
    regex.IGNORECASE,
)
_SHARE_BEHIND = regex.compile(
    r"(?: or so)?,? (?:of (?:it|which|this|that|the (?:total|sum|gap))(?! (?:about |around |some |nearly |over )?£)|is (?:for|in|on|the)|relates?|sits|falls|belongs|comes|lies)\b",
    regex.IGNORECASE,
)
"""'£2bn, £1.4bn of it in the NHS': a part of the amount before it."""
_OUT_OF_IT = regex.compile(
    r"\b[Oo]f (?:the (?:total|whole|sum|gap)|th(?:is|at)|these|which),? (?:about |around |some )?$"
)


def component_of_whole(statement: Statement, followers: Sequence[Statement]) -> Component | None:
    """What an amount is the gap of by the parts that follow it in its sentence: a part that is social care's makes it both
    sides', providers and commissioners make it health's."""
    sentence, money = statement.sentence, statement.money
    sides: list[Component] = []
    end = money.end
    if _SHARE_BEHIND.match(sentence.text, end) or _OUT_OF_IT.search(sentence.text[: money.start]):
        return None  # a part itself
    for follower in followers:
        is_gap = follower.means == "financial_gaps" and follower.sentence is sentence
        if not is_gap or follower.money.amount >= money.amount:
            break
        between = sentence.text[end : follower.money.start]
        linked = _PART_LINK.fullmatch(between) or _SHARE_BEHIND.match(sentence.text, follower.money.end)
        if not (linked or (sides and regex.fullmatch(r"[^£.]{0,60}", between))):
            break
        if (side := own_component(follower)) is not None:
            sides.append(side)
        end = follower.money.end
    low, _ = sentence.clause(money.start, money.end)
    left = max([m.end for m in sentence.money if m.end <= money.start] + [low])
    if not sides or nearest_meaning(
        "component", _own_words(sentence, sentence.text)[left : money.start], money.start - left, money.start - left
    ):
        return None
    if "social_care" in sides or sides == ["health"]:
        return "combined"
    return "health" if set(sides) == {"provider", "commissioner"} else None


def component_of_share(sentence: Sentence) -> Component | None:
    """Whose share an amount is by the sentence before it, which has no amount of its own: 'Most of it is for the NHS. It is £9m.'"""
    before = sentence.previous
    if before is None or before.money or before.passage.block is not sentence.passage.block:
        return None
    if not (_POINTS_BACK.match(sentence.text) and _A_SHARE.search(before.text)):
        return None
    return cast(Component | None, nearest_meaning("component", before.text, 0, 0))


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
    left_of = max([m.end for m in sentence.money if m.end <= money.start], default=0)
    if _is_with_care(sentence, money) or _CARE_RAISES.search(sentence.text[left_of : money.start]):
        return "combined"
    low, high = sentence.clause(money.start, money.end)
    left, right = between_neighbours(sentence, money, low, high)
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
    if alone and _CARE_IS_SUBJECT.match(sentence.text):
        return "social_care"
    if alone and (side := _ONE_SIDE.search(sentence.text)):
        return "health" if side["health"] else "social_care"
    if alone and (condition := _IF_IT.match(sentence.text)):
        return cast(Component | None, nearest_meaning("component", condition["what"], 0, 0))
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


def between_neighbours(sentence: Sentence, money: Money, low: int, high: int) -> tuple[int, int]:
    """The part of text[low:high] that lies between the amounts before and behind this one."""
    others = [m for m in sentence.money if m is not money]
    left = max([m.end for m in others if m.end <= money.start] + [low])
    right = min([m.start for m in others if m.start >= money.end] + [high])
    return left, right


def _own_words(sentence: Sentence, text: str) -> str:
    """The text with conditions blanked out and names of bodies, also those that only hold 'Health', 'Care' or 'NHS'; offsets kept."""
    text = _SPEAKERS.sub(lambda m: " " * len(m.group()), text)
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


def component_of_body(name: str) -> Component | None:
    """The side that a body is on: trusts provide, CCGs commission, councils stand for social care; None for a body of another kind."""
    kinds = [body.organisation_type for body in find_organisations(name)]
    kinds += [body.organisation_type for body in find_known_bodies(name)]
    kind = kinds[0] if kinds else None
    if kind in ("NHS trust", "NHS foundation trust") or regex.search(r"\b(?:trust|hospital)\b", name, regex.IGNORECASE):
        return "provider"
    if kind == "CCG" or regex.search(r"\bCCG\b|commissioning group", name):
        return "commissioner"
    return "social_care" if kind == "local authority" else None
