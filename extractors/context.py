"""Whose figure it is: the footprint, an organisation or place within it, another footprint, a region or the nation.

Decided by explicit words near the figure; a part's figure carries the part, a national one carries no footprint.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.known_bodies import KnownBody, footprint_of_body
from extractors.mentions.footprints import FootprintMention
from extractors.mentions.organisations import OrganisationMention
from extractors.patterns import keyed
from extractors.sentences import Sentence

_NATIONAL = keyed(
    r"(?<!\bNHS\s)(?<!Health\s)(?<!Education\s)(?<!\b\w+est (?:\w+ ){0,2}in )(?<!\b(?:any|anywhere|else|elsewhere|most|worst) (?:\w+ )?in )\bEngland\b(?!\sfor\b)(?!'s (?:NHS )?(?:chief|boss)| and (?:NHS )?Improvement)|\b[Nn]ationally\b|\bnational\b(?!\s(?:guidance|template|vision|average|priorit|must|standard|polic|living|tariff|director))"
    r"|\b[Nn]ationwide\b|\b[Aa]cross the country\b|\b[Aa]cross England\b|(?<!\b(?:both|two|three|these|those|our|neighbouring) )\bSTPs\b|(?<!est (?:\w+ ){0,2}in )\bthe country\b|\bcountry as a whole\b|\bUK\b|\bBritain\b|\bthe Department(?:'s)?\b|\bDepartment (?:of|for) Health\b|\bTreasury\b|\bParliament\b|\bspending review\b|\bthe Chancellor\b|\b(?:spring|autumn) (?:Budget|Statement)\b|\bNHS Improvement,|\bhead of NHS\b"
    r"|\b(?:all|across|of) (?:the )?44\b|\b44 (?:footprints|STPs|areas|plans)\b|\b(?:the )?NHS (?:as a whole|overall|in total)\b|\bministers?\b(?=.{0,30}\bpromis)|\b[Tt]he Government\b|\b(?:\d\d|most|half|many|some|several|[Oo]ther|[Pp]revious|[Ee]arlier) (?:of (?:the|all) )?(?:\d\d )?(?:footprints?|STPs|waves?)\b"
    r"|\b(?:[Tt]he|[Aa]ll|these|those) (?:two|three|four|five|six|seven|eight|nine|ten|\w+teen|\d{1,2}) (?:\w+ ){0,2}(?:areas|systems|footprints|partnerships|regions|vanguards)\b(?=[^.]{0,40}\b(?:between|share|among|altogether|in all)\b)|\b[Mm]inisters have (?:now )?(?:committed|pledged|promised|found|set aside|announced)\b"
    r"|\bNHS England's\b(?=\s(?:£|own|running|budget|fund|allocat|total))|\bFive Year Forward View\b(?=.{0,60}\b(?:gap|£|billion|bn)\b)",
)
_ASKED = keyed(r"\b(?:to|from|by|with|via|on|upon)\s(?:the\s)?$", regex.IGNORECASE)
"""Whom money is asked from or given by does not own it: 'a bid to the Treasury for ...'."""
_AREAS = regex.compile(r"\b(?:STPs|footprints|areas|plans|systems|waves)$")
"""Not a giver: what goes 'to 15 STPs' is of none of them."""
_AGREES = keyed(
    r"\s(?:agrees?|approves?|allows?|permits?|says yes|signs|(?:has |have )?(?:agreed|approved|signed off)|money|cash|capital|cheque)\b"
)
"""Who has to agree does not own the money either: '£20m, if the Treasury agrees'."""
_GIVES = regex.compile(
    r"(?: of Health)?(?: and Social Care)?\s(?:(?:has|have|had)\s)?(?:awarded|awards|gave|given|granted|handed|agreed|allocated|approved|released|promised|found)\b"
)
_TO_HERE = regex.compile(
    r"^[^.;£]{0,70}?\b(?:to|towards?|into|for)\s(?:[^.;£]{0,20}\b)?(?:our|the (?:two|three|four|local|county|area|merger|city)|local|this (?:area|county|plan))\b"
)
"""'The Department awarded £9m towards the merger of the two hospitals': what is given here is ours."""
_REGION_NOUN = keyed(
    r"\bregional (?:deficit|gap|total|shortfall|position|overspend|figure|control total)\b|\bregion as a whole\b|\bthe region\b(?=.{0,40}\bas a whole\b)|\bregion-wide\b",
    regex.IGNORECASE,
)
_OWN_WORDS = keyed(
    r"\b(?:our|the|this|its|local|their|whole|entire|county|regional|area)(?:'s)?\s(?:own\s)?(?:\w+\s){0,2}(?:STP|footprint|plan|system|patch|area|county|local|health economy|health and (?:social )?care (?:system|economy)|partnership|region|community)\b|\bcounty\b|\bthe area\b|\bhere\b|\blocally\b|\bSTP\b",
    regex.IGNORECASE,
)
_GENERIC_PART = keyed(
    r"\b(?P<part>(?:the|its|one|that|this|each|local|which|whose|his|her|their|acute|hospital|our)(?:'s)? ?(?:(?:acute|hospital|county|city|borough|district|foundation|ambulance|mental health|community|commissioning|local) ){0,2}(?:trust|hospital|council|CCG|clinical commissioning group|commissioning group|authority|provider|ambulance service|surgery|hospice|university|care home|(?:GP )?practice|fire service|fire authority|police force|school|college|(?:\w+ )?company|charity|club|firm)s?)\b(?! sector)(?!'s (?:chief|chair|boss|leader|spokes|own chief)| (?:chief|chair|boss|leader|spokes|executive))",
    regex.IGNORECASE,
)
_A_GROUP = keyed(
    r"\b(?P<part>University Hospitals)\b(?! (?:of|NHS|[A-Z]))|\b[Aa] (?P<part>(?:[A-Z][\w-]+\s){0,2}(?:acute|hospital|mental health|community|ambulance|foundation|fire|police|GP|private) (?:trust|group|service|force|practice|company|firm))\b"
)
_BY_DEEDS = regex.compile(
    r"\b(?:(?!NHS|STP|CCG|ICS|ACS|BMA|BBC|HSJ|NAO|GP)[A-Z]{3,6}|(?!The |All |Our |Local |In |By |Both |NHS )(?:[A-Z][\w-]+\s){1,2}[A-Z][\w-]+)"
    r"\b(?=\s(?:(?:has|had|itself|alone)\s)?(?:posted|ended|finished|ran up|recorded|overspent|made a (?:loss|surplus|deficit)|closed(?: the year)?(?= £| in| with))\b|'s\s(?:is|was)\s(?:about |around |some )?£)"
    r"|(?-i:\b[A-Z][\w-]+\s)(?:(?:county|city|borough|district|town) )?(?:council|hospital|trust)\b(?=\s(?:must|has|have|had|is|was|will|would|needs?|expects?|faces?|says it)\b)"
)
"""A body known by what only bodies do ('XYZ posted a surplus of £9m', 'West Anyshire closed £9m in the red') or by its kind in small
letters ('Anytown council must find £9m')."""
_AND = regex.compile(r"\s(?:and|&)\s(?:the\s)?")
_SIDE_BEHIND = regex.compile(
    r"\s(?:relates? to|is|was|falls? to|sits with|comes from|belongs to|for|in|of)\s(?:the\s|our\s|its\s)?(?:providers|commissioners|trusts|CCGs|health|NHS|councils|social care)\b"
)
_SPEAKER = keyed(
    r"(?:\b(?:by|says|said) (?:(?:Dr|Sir|Dame|Prof|Mr|Mrs|Ms)\.?\s)?(?:[A-Z][\w'-]+\s){1,3}(?:of|from|at)\s(?:the\s)?|\b(?:according to|says?|said|told|claims?|claimed|warn(?:s|ed)|analysis (?:by|from)|figures? from|report (?:by|from)|study by|reckons?|estimates? (?:by|from)|commissioned by|published by|by|chief executive (?:of|at)|boss(?:es)? (?:of|at|in)|officer (?:of|at)|chair(?:man)? of|leader of|spokes\w+ (?:of|for|at)|director (?:of|at)|(?:head|director|chief|chair\w*|manager|spokes\w+|communications|officer|boss|leader)\b[^,;.]{0,40}\s(?:of|at|for))\s(?:the\s)?)$",
    regex.IGNORECASE,
)
_SPEAKS = keyed(
    r"^(?:'s)?(?:,\s(?:which|who)\s[^,;£]{3,60},|,?\s(?:which|who))?\s(?:says?|said|told|claims?|claimed|warn(?:s|ed)|has (?:said|warned|claimed|found|calculated)|estimates?|reckons?|disputes?|puts?|described|revealed|'s (?:answer|figure|estimate))\b|^\s(?:argues?|argued|believes?|believed|maintains?|maintained|insists?|insisted|concedes?|conceded|fears?|feared|calculates?|calculated|admits?|admitted)(?=,|\s(?:that\s)?(?:the|this|our) (?:county|area|system|footprint|region|NHS|patch)\b)|^'s (?:answer|figure|estimate|analysis|chief|boss|chair)",
    regex.IGNORECASE,
)
_RUN_UP_BY = regex.compile(
    r"\b(?:reported|recorded|posted|run up|racked up|incurred|made|forecast|announced|faced|owed|needed|sought|lost) by (?:the )?$"
)
"""'A deficit of £6m was reported by the trust': who reports a deficit has it."""
_IS_TOLD_OF = regex.compile(
    r"\b(?:says?|said|told \w+|claim(?:s|ed)?|warn(?:s|ed)|reckons?)\s(?:that\s)?(?:the\s)?$", regex.IGNORECASE
)
_ACTS = regex.compile(
    r"^\s(?:itself\s|alone\s)?(?:will|would|could|is|was|has|had|faces?|faced|needs?|must|may|might|lost|ended|ran|expects?|owes?|overspent)\b"
)
"""'Campaigners say the hospital will lose £8m': it is spoken of, not speaking."""
_OF_ITSELF = regex.compile(
    r"^[^.;£]{0,40}\b(?:(?:its|their) own|(?:it|they) (?:will|would|is|are|was|were|has|have|had|faces?|needs?|must|expects?|lost|ended))\b"
)
"""'The council says its own budget will be £12m short': it speaks of itself."""
_ONE_OF_SEVERAL = regex.compile(
    r"\b(?:[Cc]ouncils?|CCGs?|[Tt]rusts?|NHS|[Pp]artners|[Aa]uthorit(?:y|ies)) (?:and|with) (?:the )?$"
)
"""'the councils and the CCG will pool £8m': it is not the CCG's alone."""
_ITS_SITES = regex.compile(r"\s(?:sites|services|buildings|estate|care|beds)\b")
"""'£9m for our hospital sites': no hospital keeps that account."""
_ONE_OF_TWO = regex.compile(r"\bbetween\s[^,;.£]{2,40}\sand\s(?:the\s)?$|\bboth (?:the )?$")
"""'split between the NHS and the council': the amount is not the council's."""
_COMPARED_WITH = regex.compile(
    r"\b(?:(?:that|those) of|than(?: in| for)?|unlike|compared (?:to|with)|dwarfs)\s(?:the )?$"
)
"""'Our request for £90m dwarfs that of Dorset': the footprint behind the amount is another's."""
_OUT_OF = regex.compile(r"^\W*(?:Out o|O)f (?:the|this|that)\s(?:\w+\s)?$")
"""'Of the £90m by which the area is short, the trust's own share is £8m': the whole is not the trust's."""
_ITS_AMOUNT = regex.compile(
    r"(?:\s(?:STP|plan|footprint|system))?'s?\s(?:[\w-]+\s){0,3}?(?:about |around |some |nearly |over )?"
    r"|(?:\s(?:STP|plan|footprint|system))?(?:'s?)?\s(?:[\w-]+\s){0,2}?(?:total|gap|deficit|shortfall|hole|figure)(?:,| of| is| at|:)?\s(?:about |around |some |nearly |over )?"
)
_PART_ACTS = regex.compile(
    r"\b[A-Z][\w-]+'s? (?:\w+ )?(?:hospitals|trusts|councils|CCGs|GPs|practices|hospital|trust|council|CCG)\b"
)
"""'Leicester's hospitals forecast a £9m deficit, and the county's plan knows it': the plan comes in too late to own it."""
_TURNS_TO = regex.compile(r";|,\s(?:and|but|which|while|whereas|so)\b|\.\s|\s[\u2013\u2014-]\s")
_LARGEST_PLAUSIBLE = 3_000_000_000


@dataclass(frozen=True)
class Owner:
    """Whose a figure is. `organisation` None and `footprint_id` set = the footprint's own. `reason` says what decided against that."""

    footprint_id: str | None
    organisation: str | None = None
    reason: str = ""
    is_place: bool = False
    """Whether `organisation` is a place within the footprint, which keeps no accounts of its own."""

    @property
    def is_of_body(self) -> bool:
        """Whether a body owns it, which reports of itself."""
        return self.organisation is not None and not self.is_place


def named_footprints(sentence: Sentence, span: tuple[int, int] | None = None) -> list[FootprintMention]:
    """Footprints called by their name in the sentence or a part of it, bodies' names left out."""
    low, high = span or (0, len(sentence.text))
    return [
        m for m in sentence.footprints if m.strength == "name" and not m.is_body and low <= m.start and m.end <= high
    ]


def find_owner(
    sentence: Sentence,
    start: int,
    end: int,
    amount: float | None = None,
    before: Sequence[Sentence] = (),
    *,
    label: tuple[int, int] | None = None,
) -> Owner:
    """The owner of the figure at text[start:end] of a sentence. `before` are the preceding sentences of its paragraph, nearest last;
    `label` is where its label stands, in a line of several amounts: no other words say whose it is."""
    if sentence.passage.is_snippet:
        return Owner(None, None, "stands in a snippet of another document")
    text = sentence.text
    clause = (label[0], end) if label is not None else _with_subject(sentence, sentence.clause(start, end))
    if _OUT_OF.search(text[:start]) and (comma := text.find(", ", end)) > 0:
        clause = clause[0], min(clause[1], comma)
    in_clause = named_footprints(sentence, clause)
    here = in_clause or named_footprints(sentence)
    here = [m for m in here if m.start < end or not _COMPARED_WITH.search(text[end : m.start])]
    if here and all(m.start >= end for m in here) and _PART_ACTS.search(text, clause[0], start):
        turn = _TURNS_TO.search(text, end, here[0].start)
        here, clause = ([], (clause[0], min(clause[1], turn.start()))) if turn else (here, clause)
    footprint = _nearest(sentence, here, start, end).footprint_id if here else None
    default = sentence.passage.footprint_id or _carried(_behind_list(sentence, before))
    if amount is not None and amount >= _LARGEST_PLAUSIBLE:
        return Owner(None, None, "larger than any footprint could state: a national figure")
    clause_text = text[slice(*clause)]
    organisation = _organisation(sentence, clause, start, end)
    if organisation and _is_of_footprint_before(sentence, here, organisation, start):
        organisation = None
    body_at = text.rfind(organisation, clause[0], start) - clause[0] if organisation else -1
    if not in_clause and body_at != 0:
        for match in _NATIONAL.finditer(clause_text):
            behind = clause[0] + match.start() - end
            if (
                behind <= 45
                and match.start() >= body_at
                and not _AGREES.match(clause_text, match.end())
                and not _outweighs(clause_text, match.start())
                and not (_ASKED.search(clause_text[: match.start()]) and not _AREAS.search(match.group()))
                and not (default and _gives_here(sentence, clause[0] + match.end(), end))
            ):
                return Owner(None, None, f"national: '{match.group()}'")
        if body_at < 0 and (region := _region(sentence, clause)):
            return Owner(None, None, f"a region's: '{region}'")
    if organisation:
        own = footprint or sentence.passage.footprint_id
        place = own or footprint_of_body(organisation) or default or _place_footprint(sentence, clause)
        return Owner(place, organisation, f"belongs to {organisation}")
    if footprint is None and (part := _part(sentence, clause, start, end, default)):
        return part
    if footprint is None and default is None and before and (named := _place_before(before)):
        return named
    if footprint is None and clause[0] and _PRONOUN.search(text, clause[0], start):
        earlier = _organisation(sentence, (0, clause[0]), clause[0], clause[0])
        if earlier is not None:
            return Owner(default, earlier, f"belongs to {earlier}, of which the sentence spoke before")
    if footprint is None and (spoken_of := _spoken_of(sentence, start, before)):
        place = default or footprint_of_body(spoken_of)
        return Owner(place, spoken_of, f"belongs to {spoken_of}, of which the sentence before speaks")
    return Owner(footprint or default)


_ITS_OWN_GAP = regex.compile(
    r"\b(?:the|this|our|its) (?:plan|STP|area|county|footprint|system|partnership)(?:'s)? (?:\w+\s){0,2}(?:gap|deficit|shortfall|hole|overspend)\b",
    regex.IGNORECASE,
)
"""'The hospital's overspend of £5m is dwarfed by the plan's gap of £90m': the second is nobody's but the footprint's."""
_NAMED_BODY = regex.compile(
    r"\b(?:[A-Z][\w'-]*\s|and\s|of\s|&\s|in\s){0,5}(?:[A-Z][\w'-]*\s(?:[A-Z][\w'-]*\s){0,3})?"
    r"(?:Hospitals?|Infirmary|Healthcare|Trust|FT|CCG|Council|University|Ambulance Service)\b"
)
_PLURALS = ("trusts", "hospitals", "councils", "ccgs", "groups", "authorities", "providers")
_PRONOUN = regex.compile(r"\b(?:it|its|their|they|itself)\b")
_TAIL = regex.compile(
    r"(?:(?:'s)?\s(?:NHS|[Uu]niversity|[Tt]eaching|[Gg]eneral|[Dd]istrict|[Cc]ommunity|[Aa]cute|[Hh]ospitals?|Hosp|[Hh]ealthcare|Foundation|[Tt]rust|FT|CCG))+\b"
)
"""What a body's short name goes on with: 'Kettering General' in 'Kettering General Hospital'."""
_POINTS_BACK = regex.compile(
    r"^\W*(?:This|That|It|Its|They|Their|These|Those|He|She)\b|\b(?:that|when|where|as|said|says|wrote|reported|admitted) (?:it|they)\b"
)


def _is_of_footprint_before(
    sentence: Sentence, here: Sequence[FootprintMention], organisation: str, start: int
) -> bool:
    """Whether a footprint stands between a body and the amount, which is the footprint's: 'the trust's £9m and the Dorset STP's £90m'."""
    body_at = sentence.text.rfind(organisation, 0, start)
    return any(
        body_at < m.start and m.end <= start and _ITS_AMOUNT.fullmatch(sentence.text, m.end, start) for m in here
    )


def _with_subject(sentence: Sentence, clause: tuple[int, int]) -> tuple[int, int]:
    """The clause with the one before it where it has no subject of its own: 'The trust was on plan, with a surplus of £2m'."""
    if sentence.text[: clause[0]].endswith(", with "):
        return sentence.clause(clause[0] - 7, clause[0] - 6)[0], clause[1]
    return clause


def _spoken_of(sentence: Sentence, start: int, before: Sequence[Sentence]) -> str | None:
    """The body that 'it' is, where the sentence points back and the sentences before it in its block lead to one."""
    pointing = sentence.text[:start]
    for earlier in reversed(before):
        if not _POINTS_BACK.search(pointing) or earlier.passage.block is not sentence.passage.block:
            return None
        if named_footprints(earlier):
            return None
        if organisation := _organisation(earlier, (0, len(earlier.text)), len(earlier.text), len(earlier.text)):
            return organisation
        pointing = earlier.text
    return None


def _place_before(before: Sequence[Sentence]) -> Owner | None:
    """A part of a footprint that the passage before has named, where no footprint is known otherwise."""
    for sentence in reversed(before[-2:]):
        places = [m for m in sentence.footprints if m.strength == "place" and not m.is_body]
        if len({m.footprint_id for m in places}) == 1:
            return Owner(
                places[0].footprint_id, places[0].text, f"belongs to {places[0].text}, a part of the footprint"
            )
    return None


def _nearest(sentence: Sentence, mentions: Sequence[FootprintMention], start: int, end: int) -> FootprintMention:
    """The footprint nearest to text[start:end]; one behind another amount is far."""

    def distance(mention: FootprintMention) -> int:
        low, high = (mention.end, start) if mention.end <= start else (end, mention.start)
        between = sum(low <= money.start and money.end <= high for money in sentence.money)
        opens_next = mention.start >= end and bool(
            regex.search(r"(?:[,;]|\band)\s$", sentence.text[end : mention.start])
        )
        return high - low + 60 * between + (0 if mention.end <= start else 10) + 60 * opens_next

    return min(mentions, key=distance)


def _behind_list(sentence: Sentence, before: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences before without bullets that speak of several footprints: a paragraph goes on with none of them."""
    bullets = [s for s in before if s.passage.block.kind == "bullet"]
    if (
        sentence.passage.block.kind == "bullet"
        or len({m.footprint_id for s in bullets for m in named_footprints(s)}) < 2
    ):
        return before
    return before[list(before).index(bullets[-1]) + 1 :]


def _carried(before: Sequence[Sentence]) -> str | None:
    """The footprint that was named last, where the sentences before name no other."""
    for sentence in reversed(before):
        named = {m.footprint_id for m in named_footprints(sentence)}
        if len(named) == 1:
            return named.pop()
        if named:
            return None
    return None


def _gives_here(sentence: Sentence, behind_giver: int, behind_amount: int) -> bool:
    """Whether the nation stands in the clause as the giver of money that goes to the footprint or its bodies."""
    if behind_giver >= behind_amount or not _GIVES.match(sentence.text, behind_giver):
        return False
    return _TO_HERE.match(sentence.text[behind_amount:]) is not None


def _outweighs(text: str, position: int) -> bool:
    """Whether the clause speaks of the footprint itself although a national word stands in it ('our share of national funding')."""
    return bool(
        regex.search(
            r"\b(?:our|its|the footprint's|indicative) (?:\w+\s){0,2}share\b|\bshare of (?:the )?national\b",
            text[max(0, position - 40) : position + 20],
            regex.IGNORECASE,
        )
    )


def _region(sentence: Sentence, clause: tuple[int, int]) -> str | None:
    parts = [m for m in sentence.footprints if m.strength == "place" and not m.is_body]
    for mention in sentence.footprints:
        if (
            mention.strength == "region"
            and not mention.is_body
            and clause[0] <= mention.start < clause[1]
            and not parts
            and not sentence.text[: mention.start].endswith((" part of ", " corner of ", " bit of "))
        ):
            return mention.text
    if match := _REGION_NOUN.search(sentence.text[slice(*clause)]):
        return match.group()
    return None


def _place_footprint(sentence: Sentence, clause: tuple[int, int]) -> str | None:
    found = {m.footprint_id for m in sentence.footprints if m.footprint_id and clause[0] <= m.start < clause[1]}
    return found.pop() if len(found) == 1 else None


def _owns(sentence: Sentence, clause: tuple[int, int], mention_start: int, mention_end: int) -> bool:
    """Whether a body in the clause is what the figure belongs to, rather than who says or commissions it."""
    text = sentence.text
    before, behind = text[:mention_start], text[mention_end:]
    if _RUN_UP_BY.search(before):
        return True
    if _SPEAKER.search(before):
        return bool(_IS_TOLD_OF.search(before) and _ACTS.match(behind))
    if _SPEAKS.match(behind):
        return bool(_OF_ITSELF.match(behind))
    return not _ONE_OF_TWO.search(before)


def _organisation(sentence: Sentence, clause: tuple[int, int], start: int, end: int) -> str | None:
    """The body nearest to a figure in its clause, by name or as 'the trust'; else the one whose name is the label of the line."""
    text = sentence.text
    named = [o for o in sentence.bodies_named if not (isinstance(o, OrganisationMention) and o.is_national)]
    found = [(b.start, b.end, _full_name(text, b), 160) for b in named if clause[0] <= b.start and b.end <= clause[1]]
    for match in [*_GENERIC_PART.finditer(text, *clause), *_A_GROUP.finditer(text, *clause)]:
        covered = any(low < match.end() and match.start() < high for low, high, *_ in found)
        of_several = _ONE_OF_SEVERAL.search(text[: match.start()]) is not None
        of_several = of_several or _ITS_SITES.match(text, match.end()) is not None
        is_several = match["part"].casefold().endswith(_PLURALS) and match["part"] != "University Hospitals"
        if not (covered or of_several or is_several):
            found.append((match.start(), match.end(), str(match["part"]), 110))
    for match in _BY_DEEDS.finditer(text, *clause):
        known = any(
            m.start < match.end() and match.start() < m.end and m.strength != "place" for m in sentence.footprints
        )
        if not known and not any(low < match.end() and match.start() < high for low, high, *_ in found):
            found.append((match.start(), match.end(), match.group(), 110))
    for body in (_body_around(text, m) for m in sentence.footprints if m.is_body):
        if body is None or body.start() < clause[0] or body.end() > clause[1]:
            continue
        if not any(low < body.end() and body.start() < high for low, high, *_ in found):
            found.append((body.start(), body.end(), body.group(), 110))
    near = [
        (_far(text, low, high, start, end), name)
        for low, high, name, reach in found
        if (start - high if high <= start else low - end) <= reach
        and all(_owns(sentence, clause, *body) for body in _joined_to(text, (low, high), found))
        and not _is_of_next(sentence, end, low)
    ]
    if near:
        nearest = min(near)
        nearer_own = any(start - m.end() < nearest[0] for m in _ITS_OWN_GAP.finditer(text, clause[0], start))
        return None if nearer_own else nearest[1]
    labels = [b for b in named if b.start <= 3 and regex.match(r"[^:.;£]{0,25}:\s", text[b.end :])]
    return labels[0].name if labels and clause[0] >= labels[0].end else None


def _joined_to(text: str, body: tuple[int, int], found: Sequence[tuple[int, int, str, int]]) -> list[tuple[int, int]]:
    """A body and the one that 'and' joins it to: 'commissioned by A and B' is said of both."""
    before = [(low, high) for low, high, *_ in found if high < body[0] and _AND.fullmatch(text, high, body[0])]
    return [body, *before]


def _is_of_next(sentence: Sentence, end: int, body: int) -> bool:
    """Whether another amount stands between a figure and a body, and the words behind the figure say what side it is of:
    '£90m relates to providers and in particular £70m relates to the trust'."""
    following = next((m.start for m in sentence.money if m.start >= end), body)
    return following < body and _SIDE_BEHIND.match(sentence.text[end:following]) is not None


def _body_around(text: str, mention: FootprintMention) -> "regex.Match[str] | None":
    """The name that a place is a part of, though no gazetteer has it: 'Royal Sussex County Hospital'."""
    return next((m for m in _NAMED_BODY.finditer(text) if m.start() <= mention.start and mention.end <= m.end()), None)


def _full_name(text: str, body: OrganisationMention | KnownBody) -> str:
    """The name of a body, with the words that a short name goes on with."""
    tail = None if isinstance(body, OrganisationMention) else _TAIL.match(text, body.end)
    return text[body.start : tail.end()].removeprefix("The ") if tail else body.name


def _far(text: str, low: int, high: int, start: int, end: int) -> int:
    """How far text[low:high] is from text[start:end]; what opens the next part of a sentence is far: 'UHB £9m in surplus, SaTH £5m ...'."""
    if high <= start:
        return start - high
    return low - end + (100 if regex.search(r"(?:[,;]|\band)\s(?:the\s)?$", text[end:low]) else 0)


def _part(sentence: Sentence, clause: tuple[int, int], start: int, end: int, default: str | None) -> Owner | None:
    """A single place within the footprint that the figure is said to be of."""
    text = sentence.text
    places = [
        m
        for m in sentence.footprints
        if m.strength == "place" and not m.is_body and clause[0] <= m.start and m.end <= clause[1]
    ]
    if len(places) != 1 or _OWN_WORDS.search(text[slice(*clause)]):
        return None
    place = places[0]
    near = start - place.end if place.end <= start else place.start - end
    if near > 90 or _SPEAKS.match(text[place.end :]):
        return None
    if not (
        regex.search(r"\b(?:in|for|at|across|of|within|around)\s(?:the\s)?$", text[: place.start])
        or text[place.end :].startswith("'s")
        or regex.match(r"\s(?:health|local|economy|care)", text[place.end :])
        or place.start == clause[0]
    ):
        return None
    return Owner(
        place.footprint_id or default, place.text, f"belongs to {place.text}, a part of the footprint", is_place=True
    )
