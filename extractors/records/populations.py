"""Populations: labels ('Population: 1.7 M') and sentences ('a footprint covering approximately 780,000 people').

Out of scope, and refused: how many people a service reaches, how many have a condition, rates per 100,000.
"""

from collections.abc import Sequence

import regex

from extractors.collect import Collector
from extractors.context import find_owner, named_footprints
from extractors.mentions.footprints import FootprintMention
from extractors.mentions.people import Count, find_counts, find_malformed
from extractors.patterns import KeyedPattern, keyed
from extractors.sentences import Sentence
from schemas.records import Population
from schemas.types import Scope, Statistic

_NOUN_AFTER = keyed(
    r"^\s?(?:\([Mmk]\)\s?)?(?:strong\s|-strong\s)?(?P<adj>(?:(?:local|registered|resident|older|more|extra|fewer|additional|other|of our|of its|of the|cluster|natural|weighted|GP[- ]registered)\s){0,3})(?P<noun>of us|who live|people|population|populations|residents|patients|inhabitants|persons|citizens|individuals|local people|souls|men, women and children|users|population's)\b",
    regex.IGNORECASE,
)
_BEFORE = keyed(
    r"\b(?:populations?|pop\.?(?:\s?=)?|(?:registered|GP|patient) lists?|(?:people|residents|patients)(?=\s(?:is|are|of|numbers?|totals?|:)))\b(?:\s(?:size|base|served|footprint|count|level|here))?(?:,?\s(?:of|is|was|being|which is|that is|totals?|totalling|stands at|numbers?|numbering|at|size of|has grown to|around|estimated at|for(?=\s\w+\sis)|ranging from|from|between)){0,3}\s?(?:about|around|approximately|some|nearly|almost|over|more than|just over|just under|circa|c\.?|an estimated|roughly|up to|only|well over|close to)?\.?[\s:(=]{0,4}$",
    regex.IGNORECASE,
)
_HOME = keyed(
    r"\b(?:home to|tak(?:es?|ing) in|we are|there are|headcount|has|have|serv(?:es|ing|ed)|cover(?:s|ing|ed)|look(?:s|ing)? after|car(?:es|ing) for|(?:live|lives|living|reside|resides) in|live here|responsible for|on behalf of|health(?: and (?:well-?being|care))? of|for (?:its|our|the|their|all|all of the|some|about|around|more than|over|nearly|almost)|of (?:our|its)|across|our|its|the county's|the area's|the city's|total(?:s|ling)?|population|populations)\b[^.;£]{0,40}$",
    regex.IGNORECASE,
)
_LIVE_AFTER = keyed(
    r"^[^.;]{0,30}\b(?:live|lives|living|reside|who live|registered with|in (?:the|our) (?:area|county|footprint|patch|region|STP)|across (?:the|our)|it serves|we serve|served)\b",
    regex.IGNORECASE,
)
_NON_PEOPLE = regex.compile(
    r"^\s?(?:\w+[\s-]){0,3}(?:visits?|appointments?|admissions?|attendances?|cases|calls|checks|assessments|referrals|scans|staff|nurses|beds|GPs|doctors|jobs|homes|miles|operations|procedures|signatures?|episodes|households|responses|hours|days|deaths|births|properties|tests|posts|wte|spells|prescriptions|employees|workers|volunteers|bed days|services|sq|square|pounds|copies|students|followers|views|spectators|protesters|campaigners|marchers)\b",
    regex.IGNORECASE,
)
_CONDITION = keyed(
    r"^\s?(?:\w+\s){0,3}(?:people|patients|residents|adults|individuals|persons|men|women|children)\s(?:(?:with|aged|over|under|suffering|waiting|diagnosed|living with|who (?!live)|have|had|has|are|were|will|to|could|would|could be|signed|die|died|attend|attended|took|responded|in (?:hospital|care|contact|need|work|employment|poverty)|on|at risk|surviv|work(?:s|ed|ing)?\b|(?:are |were )?employed|a (?:year|day|week|month)|each|every|per|marched|joined|visited|seen|treated|supported|benefit)\b)",
    regex.IGNORECASE,
)
_REACH_BEFORE = keyed(
    r"\b(?:more|extra|additional|fewer|another|further|prevention for|support(?:ing|ed)? for|screening for|offered to|access for|help(?:ing|ed)?|treat(?:s|ed|ing)?|see(?:s|ing)?|saw|benefit(?:ing|s)?|reach(?:es|ing|ed)?|recruit(?:s|ed|ing)?|train(?:s|ed|ing)?|employ(?:s|ed|ing)?|signed by|delivery of (?:\w+\s){0,3}for|care (?:will be )?(?:for|to)|enroll?(?:s|ed|ing)?|assess(?:ed|ing)?|need(?:s|ing)? care|delays? to|waiting list of|petition)\s(?:about |around |over |more than |nearly |almost |some |up to |an? (?:extra|additional) )?$",
    regex.IGNORECASE,
)
_AT_WORK = regex.compile(r"^\s?(?:\w+\s){0,2}(?:work|are employed|are paid)\b", regex.IGNORECASE)
_AILING = keyed(
    r"^\s?(?:\w+\s){0,2}(?:people|patients|residents|adults|children)\s(?:with|aged|suffering|diagnosed|waiting)\b(?! (?:a |their )?GP)",
    regex.IGNORECASE,
)
_FEWEST = 2_000
_SURELY_A_POPULATION = 250_000
"""So many people, of whom nothing particular is said, are the population of somewhere."""
_PART = keyed(
    r"\b(?:hubs?|localit(?:y|ies)|communit(?:y|ies) of|clusters?|neighbourhoods?|networks?|MCPs?|multi-?special\w+|practices|care teams?|integrated teams?|groups of|population segments|local communities|natural communities|place[- ]based|federations?)\b",
    regex.IGNORECASE,
)
_NATIONAL = keyed(
    r"\b(?:England|nationally|national|country|UK|average|footprints (?:range|cover|nationally)|the (?:largest|smallest|biggest)|STPs? (?:range|cover|serve)|each (?:STP|footprint)|typical(?:ly)?|federations covering|largest footprints?|across all|44)\b|\bA (?:STP|footprint)\b|\bSTP\?",
    regex.IGNORECASE,
)
_STATISTICS: tuple[tuple[Statistic, KeyedPattern], ...] = (
    ("average", keyed(r"\b(?:average|mean|typical)(?:ly)?\b[^.;,]{0,40}$", regex.IGNORECASE)),
    ("maximum", keyed(r"\b(?:largest|biggest|maximum|most populous)\b[^.;,]{0,40}$", regex.IGNORECASE)),
    (
        "minimum",
        keyed(r"\b(?:smallest|minimum|at least|as small as|least populous)\b[^.;,]{0,40}$", regex.IGNORECASE),
    ),
)
_US_BEFORE = keyed(
    r"\b(?:there are|there're|we are|we're|the|all|of us|us)\s(?:about |around |nearly |almost |over |some |more than )?$",
    regex.IGNORECASE,
)
_WE_ARE = keyed(
    r"\b(?:we are|there are|takes? in|home to)\s(?:about |around |nearly |almost |over |some |more than )?$",
    regex.IGNORECASE,
)
_ORGANISATION_BEFORE = keyed(
    r"\b(?:CCG|clinical commissioning group|federation|practices|trust|council)\b", regex.IGNORECASE
)
_OWN = keyed(
    r"\b(?:our|its|the|this|their|whole|entire) (?:\w+ )?(?:footprint|STP|area|patch|county|system|partnership|region|plan|local health)\b|\b(?:our|its|their)\b[^.;]{0,30}$|\bSTP\b|\bfootprint\b|\bpopulation\b|\bcounty\b",
    regex.IGNORECASE,
)


def extract_populations(sentences: Sequence[Sentence], collector: Collector, *, taken: set[tuple[int, int]]) -> None:
    """Population statements of running text; `taken` holds (block id, offset) of the numbers that a label has used already."""
    for sentence in sentences:
        if not sentence.has_digit and "million" not in sentence.text.casefold():
            continue
        for start, end, text in find_malformed(sentence.text):
            collector.reject(
                "populations",
                sentence.passage.block,
                sentence.block_span(start, end),
                footprint_id=sentence.passage.footprint_id,
                value_text=text,
                extractor="populations.sentence",
                reason="cannot be read with certainty: the comma may be a decimal point",
            )
        amounts = [
            (m.start, m.end) for m in sentence.money if m.currency != "£" or "£" in m.text or not sentence.bare_money
        ]
        for count in find_counts(sentence.text):
            if (
                any(a < count.end and count.start < b for a, b in amounts)
                or (id(sentence.passage.block), sentence.start + count.start) in taken
            ):
                continue
            if count.text.isdigit() and 1900 <= count.low <= 2050:
                continue  # a year
            previous = (
                sentences[sentence.index - 1]
                if sentence.index and sentences[sentence.index - 1].passage.section == sentence.passage.section
                else None
            )
            _statement(sentence, count, previous, sentences[max(0, sentence.index - 4) : sentence.index], collector)


def _statement(
    sentence: Sentence,
    count: Count,
    previous: Sentence | None,
    before_sentences: Sequence[Sentence],
    collector: Collector,
) -> None:
    text, block = sentence.text, sentence.passage.block
    before, after = regex.sub(r"\bc(?:a|irca)?\.\s?$", "", text[: count.start]), text[count.end :]
    noun = _NOUN_AFTER.match(after)
    if noun and noun["noun"].casefold() == "of us" and not _US_BEFORE.search(before):
        noun = None
    labelled = _BEFORE.search(before[-90:])
    if not noun and not labelled:
        return None
    if _NON_PEOPLE.match(after) and not (noun and noun["noun"].casefold() in ("people", "population", "residents")):
        return None
    span = sentence.block_span(*sentence.clause(count.start, count.end))

    def refuse(reason: str) -> None:
        collector.reject(
            "populations",
            block,
            span,
            footprint_id=sentence.passage.footprint_id,
            value_text=count.text,
            extractor="populations.sentence",
            reason=reason,
        )

    if regex.search(r"\bper\s$", before) or (noun and regex.search(r"\bper\s(?:head of\s)?$", before)):
        return refuse("a rate per number of people, not a population")
    if noun and not labelled and count.low < _FEWEST:
        return refuse("too few people for a population")
    if noun and (
        _AT_WORK.match(after) or _AILING.match(after) or (_CONDITION.match(after) and not _LIVE_AFTER.match(after))
    ):
        return refuse("people in a particular situation, not a population")
    if noun and _REACH_BEFORE.search(before[-80:]):
        return refuse("people whom a service reaches, not a population")
    if (
        (
            not labelled
            and noun
            and noun["noun"].casefold() not in ("population", "populations")
            and count.low < _SURELY_A_POPULATION
            and not (_HOME.search(before[-70:]) or _LIVE_AFTER.match(after) or noun["adj"].strip())
        )
        and not regex.search(r"\bpopulations? (?:of|is)\b", text, regex.IGNORECASE)
        and not (len(text) < 60 and not regex.search(r"\b(?:is|are|was|were|have|will)\b", text))
    ):
        return refuse("a number of people, but nothing says that it is a population")
    owner = find_owner(sentence, count.start, count.end, None, before_sentences)
    scope, footprint_id = _scope(sentence, count, owner.footprint_id, previous)
    if footprint_id is None and scope == "footprint":
        return refuse("its footprint cannot be known")
    statistic: Statistic = next((s for s, p in _STATISTICS if p.search(before[-70:])), "total")
    values: list[tuple[int, Statistic]] = [(count.low, "minimum" if count.high else statistic)]
    if count.high:
        values.append((count.high, "maximum"))
    for people, stat in values:
        collector.add(
            Population,
            block,
            span,
            footprint_id=footprint_id,
            method="rule",
            extractor="populations.sentence",
            people=people,
            people_text=count.text,
            approximate=count.is_hedged,
            scope=scope,
            subject=None,
            statistic=stat,
        )
    return None


def _scope(
    sentence: Sentence, count: Count, footprint_id: str | None, previous: Sentence | None
) -> tuple[Scope, str | None]:
    text = sentence.text
    low, high = _local_clause(text, count)
    clause = text[low:high]
    named = [m for m in sentence.footprints if m.strength == "name" and not m.is_body and low <= m.start < high]
    if sentence.passage.is_snippet:
        return "organisation", None
    if regex.search(r"\bFederations covering\b|\bnew GP contract\b|\beligible\b", text):
        return "national", None
    if (
        count.high is None
        and regex.search(r"\bpractices\b|\bpilot\b", clause, regex.IGNORECASE)
        and count.low < 250_000
    ):
        return ("place", footprint_id) if footprint_id else ("national", None)
    if (count.high is not None and count.high <= 250_000) or (count.low <= 120_000 and _PART.search(clause)):
        return ("national", None) if footprint_id is None else ("care_hub", footprint_id)
    if (
        _NATIONAL.search(clause)
        and not named
        and (
            regex.search(
                r"\b(?:average|largest|smallest|range|ranging|national|nationally|England|country|UK|typical|federations)",
                clause,
                regex.IGNORECASE,
            )
            or footprint_id is None
        )
    ):
        return "national", None
    if named:
        return "footprint", named[0].footprint_id
    if footprint_id is None:
        return "national", None
    if regex.search(
        r"\b(?:middle|north|south|east|west|part|parts|rest|half|edge|remainder) of the (?:county|area|footprint)\b",
        clause,
        regex.IGNORECASE,
    ):
        return "place", footprint_id
    if _WE_ARE.search(text[: count.start]) and count.low >= 200_000:
        return "footprint", footprint_id
    if _body_before(sentence, count, clause, low):
        return "organisation", footprint_id
    place = _place(sentence, low, high)
    if place is not None:
        return "place", place.footprint_id or footprint_id
    if (
        not _OWN.search(clause.replace("population", "").replace("Population", ""))
        and previous is not None
        and _ORGANISATION_BEFORE.search(previous.text)
        and not named_footprints(previous)
    ):
        return "organisation", footprint_id
    if count.low < 150_000 or regex.search(r"\bpractices?\b|\bfederations?\b|\bpilot\b", clause, regex.IGNORECASE):
        return "place", footprint_id
    return "footprint", footprint_id


def _local_clause(text: str, count: Count) -> tuple[int, int]:
    """The words that belong to a number: up to a semicolon, a bracket, or a comma behind which another subject begins."""
    low, high = 0, len(text)
    for match in regex.finditer(r";|\s[\u2013\u2014]\s|,\swith\s|,\s(?:and|but|while)\s", text):
        if match.end() <= count.start:
            low = match.end()
        elif match.start() >= count.end:
            high = match.start()
            break
    return low, high


def _body_before(sentence: Sentence, count: Count, clause: str, low: int) -> bool:
    for body in sentence.organisations:
        if not body.is_national and low <= body.start and abs(body.start - count.start) < 110:
            return True
    return bool(
        regex.search(
            r"\b(?:the|its|this|our|each|local) (?:CCG|trust|council|hospital|clinical commissioning group|borough|federation|member practices)\b|\b\d+ (?:member |individual )?practices\b",
            clause,
            regex.IGNORECASE,
        )
    ) and not regex.search(r"\b(?:county|footprint|STP)\b", clause)


def _place(sentence: Sentence, low: int, high: int) -> FootprintMention | None:
    places = [m for m in sentence.footprints if m.strength == "place" and not m.is_body and low <= m.start < high]
    if len(places) == 1 and not _OWN.search(sentence.text[low : places[0].start]):
        return places[0]
    return None
