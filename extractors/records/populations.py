"""Populations: labels ('Population: 1.7 M') and sentences ('a footprint covering approximately 780,000 people').

Out of scope, and refused: how many people a service reaches, how many have a condition, rates per 100,000.
"""

from collections.abc import Sequence

import regex

from extractors.collect import Collector
from extractors.context import find_owner, named_footprints
from extractors.mentions.footprints import FootprintMention, footprint_of_title
from extractors.mentions.people import Count, find_counts, find_malformed
from extractors.patterns import KeyedPattern, keyed
from extractors.records.headcounts import is_of_part, is_of_people, is_of_size, why_no_population
from extractors.sentences import Sentence
from schemas.records import Population
from schemas.types import Scope, Statistic

_NOUN_AFTER = keyed(
    r"^\s?(?:\([Mmk]\)\s?)?(?:strong\s|-strong\s)?(?:(?-i:[A-Z][\w'-]+)\s(?:(?:and|&)\s)?){0,4}(?P<adj>(?:(?:local|registered|resident|older|more|extra|fewer|additional|other|of our|of its|of the|cluster|natural|weighted|GP[- ]registered)\s){0,3})(?P<noun>of us|who live|live here|people|folk|inhabitants|population|populations|residents|patients|inhabitants|persons|citizens|individuals|local people|souls|men, women and children|men and women|heads|lives|islanders|mainlanders|Londoners|names on|users|population's)\b",
    regex.IGNORECASE,
)
_BEFORE = keyed(
    r"\b(?:populations?|pop\.?(?:\s?=)?|number of (?:residents|people|patients|inhabitants)(?:\s(?:here|served|registered))?,?|(?:registered|GP|patient) lists?|(?:people|residents|patients)(?=\s(?:is|are|of|numbers?|totals?|:)))\b(?:\s(?:size|base|served|footprint|count|level|here))?(?:,?\s(?:of|is|was|being|which is|that is|totals?|totalling|stands at|numbers?|numbering|at|size of|has grown to|around|estimated at|for(?=\s\w+\sis)|ranging from|from|between|now|approaching|will (?:be|reach)|(?:is |are |was )?(?:put|reckoned|estimated|given|taken|counted|reported|thought|said) (?:at|as|to be)|(?:is |are )?(?:expected|forecast|projected|set|due) to (?:be|reach|grow to|rise to|rise from|grow from))){0,3}\s?(?:about|around|approximately|some|nearly|almost|over|more than|just over|just under|circa|c\.?|an estimated|roughly|up to|only|well over|close to)?\.?[\s:(=]{0,4}$",
    regex.IGNORECASE,
)
_HOME = keyed(
    r"\b(?:home to|speaks? for|tak(?:es?|ing) in|we are|there are|headcount|has|have|serv(?:es|ing|ed)|cover(?:s|ing|ed)|look(?:s|ing)? after|car(?:es|ing) for|(?:live|lives|living|reside|resides) in|live here|responsible for|on behalf of|health(?: and (?:well-?being|care))? of|for (?:its|our|the|their|all|all of the|some|about|around|more than|over|nearly|almost)|of (?:our|its)|across|our|its|the county's|the area's|the city's|total(?:s|ling)?|population|populations)\b[^.;£]{0,40}$",
    regex.IGNORECASE,
)
_LIVE_AFTER = keyed(
    r"^[^.;]{0,30}\b(?:live|lives|living|reside|who live|registered with|in (?:the|our) (?:area|county|footprint|patch|region|STP)|(?:are|were|is) (?:now )?(?:registered|on (?:our|its|the) (?:GP )?(?:practices' )?lists|covered|spread|served)|on the lists|c[ao]me (?:within|under)|across (?:the|our)|it serves|we serve|served)\b",
    regex.IGNORECASE,
)
_LABEL_BEFORE = regex.compile(r"\b(?:Population|POPULATION|Residents|Pop\.?)(?: (?:size|served))?\s?[:=]?\s?$")
"""'Population 470,000 Square miles 1,347': the label before a number holds, whatever stands behind."""
_ON_A_LIST = regex.compile(
    r"\s(?:(?:people|patients|residents)\s)?(?:are|were|is)\s(?:now\s)?(?:registered (?:with|at)|on (?:our|its|the|their) (?:GP )?(?:practices' )?lists?)",
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
    r"\b(?:(?:checks?|schemes?|screening|programmes?|clinics?|support|advice|vaccin\w+|training|jobs?|insurance|contracts?|homes|places|beds|appointments?|courses?|classes|grants?|packages?|tests?) for|more|extra|additional|fewer|another|further|prevention for|support(?:ing|ed)? for|screening for|offered to|access for|help(?:ing|ed)?|treat(?:s|ed|ing)?|see(?:s|ing)?|saw|benefit(?:ing|s)?|reach(?:es|ing|ed)?|recruit(?:s|ed|ing)?|train(?:s|ed|ing)?|employ(?:s|ed|ing)?|signed by|delivery of (?:\w+\s){0,3}for|care (?:will be )?(?:for|to)|enroll?(?:s|ed|ing)?|assess(?:ed|ing)?|need(?:s|ing)? care|delays? to|waiting list of|petition)\s(?:about |around |over |more than |nearly |almost |some |up to |an? (?:extra|additional) )?$",
    regex.IGNORECASE,
)
_CARES_FOR = regex.compile(
    r"\b(?:care|cares|caring|plan|plans|planning|provide care|provides care) for\s(?:\w+\s){0,2}$", regex.IGNORECASE
)
"""Who cares for as many people as live in a footprint serves them all."""
_AT_WORK = regex.compile(r"^\s?(?:\w+\s){0,2}(?:work|are employed|are paid)\b", regex.IGNORECASE)
_AILING = keyed(
    r"^\s?(?:\w+\s){0,2}(?:people|patients|residents|adults|children)\s(?:with|aged|suffering|diagnosed|waiting)\b(?! (?:a |their )?GP)",
    regex.IGNORECASE,
)
_PEOPLE_NOUNS = ("people", "population", "residents", "citizens", "inhabitants", "souls")
_FEWEST = 2_000
_SURELY_A_POPULATION = 250_000
"""So many people, of whom nothing particular is said, are the population of somewhere."""
_LEAST_OF_A_FOOTPRINT, _MOST_OF_A_FOOTPRINT = 250_000, 4_000_000
"""No footprint has fewer people, or more."""
_GOES_ON_AS_POPULATION = regex.compile(
    r"\s*(?:$|[.,;:!?)\u2013\u2014\"\u201d\t/|\u2022]|-\s|and\b|or\b|but\b|live|living|lived|who (?:live|lived|rely|depend|look)|in\b|across\b|within\b|of (?:the|our|this|all)\b|here\b|there\b|locally\b|served\b|registered\b|whom\b"
    r"|between\b|from\b(?! the)|on (?:our|its|the|GP) |spread|scattered|stretch|c[ao]me (?:within|under)|(?:are|is|were|was) (?:now |to be )?(?:served|covered|registered|spread|affected|on (?:our|its|the)|in (?:the|our|it)|involved)\b"
    r"|depend|rel(?:y|ied)|call (?:this|the|our|it)|look to|to (?:think of|care for|look after|serve|plan for)|over an area|by 20|for whom|[({\[]|we\b|it (?:serves|covers)|that (?:we|it|the)|with a GP\b|where\b|as (?:of|at)\b|at (?:the|20)|\d|strong\b|throughout\b|around\b|either\b|today\b|now\b|all\b)",
    regex.IGNORECASE,
)
"""What may stand behind a number of people who are a population: any other verb tells what only they do."""
_GROWS_TO = keyed(
    r"\b(?:grow(?:s|ing|n)?|ris(?:e|es|ing)|expect(?:s|ed|ing)?|increas(?:e|es|ing)|reach(?:es|ing)?|going up|climb(?:s|ing)?|forecast|projected|heading)\b[^.;]{0,40}?\b(?:to|of|be|for|expect|from [\d.,]+(?: million| ?m)? to|reach(?:es)?)\s(?:about |around |over |some |nearly |almost |more than )?$"
    r"|\bexpect(?:s|ing)?\s$|\bby 20\d\d (?:there will be|we (?:will|shall) be)\s(?:about |around |over |some |nearly )?$",
    regex.IGNORECASE,
)
_ALL_OF_THEM = regex.compile(
    r"\b(?:its|our|their|all(?: of)? (?:the|its|our)|the (?:county|area|city|region)'s|\w+'s)\s(?:about |around |some |nearly |more than )?$",
    regex.IGNORECASE,
)
_SERVES = keyed(
    r"\b(?:home to|serv(?:es|ing)|cover(?:s|ing)|look(?:s|ing)? after|speaks? for|speaking for|answers? for|tak(?:es?|ing) in|caters? for|populations? of|communities of|hubs of|scale of)\s(?:\w+\s){0,3}$",
    regex.IGNORECASE,
)
_NUMBER_WORD = regex.compile(r"(?:million|thousand)\b", regex.IGNORECASE)
_ASKS_HOW_MANY = keyed(
    r"^\W*how many (?:do|does|are|is|of)\b[^?]{0,60}\?\s*$|\bhow many (?:people|residents|of us|patients)\b(?!.{0,30}\b(?:work|staff|employ|sign|attend|wait))[^?]{0,60}\?\s*$|\bhow (?:big|large) is (?:the|our|its|your) (?:population|area|footprint|STP)\b[^?]{0,40}\?\s*$|^\W*(?:how many people|population|who (?:does it|do we) (?:cover|serve))\W*$",
    regex.IGNORECASE,
)
_OF_THEM = regex.compile(
    r"\sof them\b(?!\s(?:are|were|have|had|with|aged|over|under|live alone|smoke)\b)", regex.IGNORECASE
)
_PEOPLE_BEFORE = keyed(r"\b(?:people|residents|patients|inhabitants|citizens|everyone|everybody)\b", regex.IGNORECASE)
"""'Everyone registered with our practices counts. There are 1.4 million of them.'"""
_PEOPLE_ABOVE = keyed(r"\b(?:populations?|people|residents|inhabitants|headcount)\b", regex.IGNORECASE)
_ENTRY_OF_PEOPLE = regex.compile(
    r"\W*(?P<area>\p{Lu}[^;:\u2013\d]{2,80}?)\s?(?:[:\u2013\t;,-]|\s-)\s*(?:about |around |some |nearly |over |c\.?\s?)?(?P<count>[\d.,]+(?:\s?(?:million|m|k))?)(?:\s(?:people|residents))?\W*"
)
_PLACE_RIGHT_BEFORE = regex.compile(
    r"(?:'s|,|\s\(|\shas|\sand its|:|\sis home to|\s\u2013|,? with|,? where|,? home to|,? which has|\salone,? (?:has|with))?(?:\s(?:its|a|the|some|about|around|over|nearly|pop\.?|(?:\w+\s)?population(?:\sof)?|almost|of|more than)){0,4}\s?\(?$"
)
_PART = keyed(
    r"\b(?:hubs?|localit(?:y|ies)|communit(?:y|ies) of|clusters?|neighbourhoods?|networks?|MCPs?|multi-?special\w+|practices|care teams?|integrated teams?|groups of|population segments|local communities|natural communities|place[- ]based|federations?)\b",
    regex.IGNORECASE,
)
_NATIONAL = keyed(
    r"\b(?:England|nationally|national|country|UK|average|footprints (?:range|cover|nationally)|the (?:largest|smallest|biggest)|STPs (?:range|cover|serve)|each (?:STP|footprint)|typical(?:ly)?|federations covering|largest footprints?|across all|44)\b|\bA (?:STP|footprint)\b|\bSTP\?",
    regex.IGNORECASE,
)
_ONE_OF_MANY = regex.compile(
    r"\b(?:one of|among) (?:the )?(?:\w+ )?(?:largest|smallest|biggest|larger|smaller|bigger)\b[^,;]{0,40}(?:in (?:the country|England)|of (?:England's|the) (?:44|footprints|STPs)(?: footprints| STPs)?)?|\b(?:the )?(?:second|third|fourth) (?:largest|smallest|biggest)\b[^,;]{0,30}",
    regex.IGNORECASE,
)
"""A footprint's rank among the others, which makes its people no national figure."""
_OF_US = regex.compile(r"\s?of us\b", regex.IGNORECASE)
_HEADLESS = regex.compile(
    r"\+?\s?(?:$|[.,;:!?()\[\]\"'\u201d\u2019\u2013\u2014/|\t\u2022-]|(?:and|or|but|of us|of them|of whom|in|on|at|by|to|for|from|across|within|throughout|between|with|who|whom|which|that|is|are|was|were|live|lives|living|dwell|reside|registered|enrolled|here|there|strong|all|each|more or less|or so|plus|give or take|today|now|locally|spread|scattered|as|according|under|over|we|it|they|has|have|growing|rising|served|covered|when|where|while|if|not|today's|this|last|these|those|make|makes)\b)",
    regex.IGNORECASE,
)
"""What stands behind a number that names nothing it counts."""
_NAME_RIGHT_BEFORE = regex.compile(
    r"(?: STP| footprint| patch| area| plan)?(?:'s)?(?:\s?[:\u2013\u2014\t(,-]\s?|\s(?:has |had |is |was |with |its |alone )?)(?:its )?(?:about|around|some|nearly|almost|over|more than|c\.?|circa|approximately|approx\.?|roughly|just over|just under|~)?\s?"
)
_LIVES = regex.compile(r"\s?(?:\w+\s){0,2}(?:who )?(?:lives?|living|lived)\b", regex.IGNORECASE)
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
    r"\b(?:we are|there (?:are|were)|takes? in|home to)\s(?:about |around |nearly |almost |over |some |more than )?$",
    regex.IGNORECASE,
)
_OF_THIS_AREA = regex.compile(
    r"\s?(?:people|residents|inhabitants|citizens|men, women and children|of us)\s(?:of|in|across|throughout|who live in)\s(?:the whole (?:of the )?|all (?:of )?)?(?:this|our|the)\s(?:whole\s)?(?:county|area|footprint|patch|STP|region)\b",
    regex.IGNORECASE,
)
_WE_SERVE = keyed(
    r"\bwe\s(?:\w+\s)?(?:spend|serve|look after|care for|cover|plan for)\b[^.;]{0,40}\s$", regex.IGNORECASE
)
"""'We' who serve as many people as live in a footprint are its partners, whoever says so."""
_AT_THE_COUNT = regex.compile(
    r"\s?(?:at|by|in|according to|from) the (?:last |latest |most recent |20\d\d )?(?:count|census|estimates?)\b"
)
_ORGANISATION_BEFORE = keyed(
    r"\b(?:CCG|clinical commissioning group|federation|practices|trust|council)\b(?! areas?\b)", regex.IGNORECASE
)
_OWN = keyed(
    r"\b(?:our|its|the|this|their|whole|entire) (?:\w+ )?(?:footprint|STP|area|patch|county|system|partnership|region|plan|local health)\b|\b(?:our|its|their)\b[^.;]{0,30}$|\bSTP\b|\bfootprint\b|\bpopulation\b|\bcounty\b",
    regex.IGNORECASE,
)


def extract_populations(sentences: Sequence[Sentence], collector: Collector, *, taken: set[tuple[int, int]]) -> None:
    """Population statements of running text; `taken` holds (block id, offset) of the numbers that a label has used already."""
    heads_a_list = False
    for sentence in sentences:
        block = sentence.passage.block
        if heads_a_list and (entry := _ENTRY_OF_PEOPLE.fullmatch(sentence.text)) and _entry(sentence, entry, collector):
            continue
        if block.kind == "heading" or sentence.text.rstrip().endswith(":"):
            heads_a_list = bool(_PEOPLE_ABOVE.search(sentence.text)) and not sentence.money
        if not sentence.has_digit and not _NUMBER_WORD.search(sentence.text):
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


def _entry(sentence: Sentence, entry: "regex.Match[str]", collector: Collector) -> bool:
    """Read 'Dorset \u2013 765,000' of a list of populations; whether it was one."""
    footprint_id = footprint_of_title(entry["area"])
    counts = find_counts(sentence.text[entry.start("count") :])
    if footprint_id is None or not counts or not _LEAST_OF_A_FOOTPRINT <= counts[0].low <= _MOST_OF_A_FOOTPRINT:
        return False
    collector.add(
        Population,
        sentence.passage.block,
        sentence.block_span(0, len(sentence.text)),
        footprint_id=footprint_id,
        method="rule",
        extractor="populations.list",
        people=counts[0].low,
        people_text=counts[0].text,
        approximate=counts[0].is_hedged,
        scope="footprint",
        subject=None,
        statistic="total",
    )
    return True


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
    if (
        noun
        and noun["noun"].casefold() == "of us"
        and not (_US_BEFORE.search(before) or _LIVE_AFTER.match(after) or count.low >= _LEAST_OF_A_FOOTPRINT)
    ):
        noun = None
    labelled = _BEFORE.search(before[-90:])
    of_them = (
        count.low >= _LEAST_OF_A_FOOTPRINT
        and previous is not None
        and _OF_THEM.match(after)
        and _PEOPLE_BEFORE.search(previous.text)
    )
    asked = previous is not None and _ASKS_HOW_MANY.search(previous.text) and count.start <= 40
    grown = (
        count.low >= _LEAST_OF_A_FOOTPRINT
        and _GROWS_TO.search(before[-90:])
        and _PEOPLE_ABOVE.search((previous.text if previous else "") + before)
    )
    on_a_list = _ON_A_LIST.match(after) or (
        count.low >= _LEAST_OF_A_FOOTPRINT and _AT_THE_COUNT.match(after) and _PEOPLE_BEFORE.search(before)
    )
    beside = _beside_another(sentence, count)
    owner = find_owner(sentence, count.start, count.end, None, before_sentences) if _is_large(count) else None
    owner_id = (owner.footprint_id or _owner_all_the_same(sentence, count, owner.reason)) if owner else None
    is_whole = count.high is None and is_of_size(count, owner_id)
    is_counted = is_whole and _is_counted(sentence, count, previous, noun is not None)
    if not (noun or labelled or asked or grown or on_a_list or beside or of_them or is_counted):
        return None
    is_plain = noun is not None and noun["noun"].casefold() in _PEOPLE_NOUNS
    if _NON_PEOPLE.match(after) and not _LABEL_BEFORE.search(before) and not is_plain:
        return None
    low, high = sentence.clause(count.start, count.end)
    if text[:low].endswith(", with "):
        low, _ = sentence.clause(low - 7, low - 7)  # 'Wirral, with a population of 321,000'
    if labelled:
        low = min(low, max(0, len(before) - 90) + labelled.start())
    span = sentence.block_span(low, high)

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

    if is_whole and not _LABEL_BEFORE.search(before) and (reason := why_no_population(sentence, count)):
        return refuse(reason)
    if regex.search(r"\bper\s$", before) or (noun and regex.search(r"\bper\s(?:head of\s)?$", before)):
        return refuse("a rate per number of people, not a population")
    is_said = bool(labelled or asked or grown or on_a_list or beside or of_them or is_whole)
    if noun and regex.search(r"\b(?:more|extra|fewer|additional)\b", noun["adj"], regex.IGNORECASE):
        return refuse("a change in a number of people, not a population")
    if noun and not labelled and count.low < _FEWEST:
        return refuse("too few people for a population")
    is_all = _place_right_before(sentence, count) is not None or (
        count.low >= _LEAST_OF_A_FOOTPRINT
        and (_ALL_OF_THEM.search(before) or (noun and noun["noun"].casefold() in ("residents", "inhabitants")))
    )
    is_served = _SERVES.search(before[-60:])
    if noun and not (is_said or is_all or is_served or _GOES_ON_AS_POPULATION.match(after, noun.end())):
        return refuse("people in a particular situation, not a population")
    if noun and (
        _AT_WORK.match(after)
        or _AILING.match(after)
        or (
            _CONDITION.match(after)
            and not is_whole
            and not is_all
            and not _LIVE_AFTER.match(after)
            and not _GOES_ON_AS_POPULATION.match(after, noun.end())
        )
    ):
        return refuse("people in a particular situation, not a population")
    cares = count.low >= _LEAST_OF_A_FOOTPRINT and _CARES_FOR.search(before)
    if noun and _REACH_BEFORE.search(before[-80:]) and not cares:
        return refuse("people whom a service reaches, not a population")
    if (
        (
            not is_said
            and noun
            and noun["noun"].casefold() not in ("population", "populations")
            and count.low < _SURELY_A_POPULATION
            and not (is_all or _HOME.search(before[-70:]) or _LIVE_AFTER.match(after) or noun["adj"].strip())
        )
        and not regex.search(r"\bpopulations? (?:of|is)\b", text, regex.IGNORECASE)
        and not (len(text) < 60 and not regex.search(r"\b(?:is|are|was|were|have|will)\b", text))
    ):
        return refuse("a number of people, but nothing says that it is a population")
    if owner is None:
        owner_id = find_owner(sentence, count.start, count.end, None, before_sentences).footprint_id
    scope, footprint_id = _scope(sentence, count, owner_id, previous)
    if scope == "footprint" and not labelled and is_of_part(count, footprint_id):
        scope = "place"
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


def _is_large(count: Count) -> bool:
    return _LEAST_OF_A_FOOTPRINT <= count.low <= _MOST_OF_A_FOOTPRINT


def _is_counted(sentence: Sentence, count: Count, previous: Sentence | None, has_noun: bool) -> bool:
    """Whether a number of a footprint's size counts its people: words near it, above it or the bare name before it say so."""
    if has_noun:
        return True
    if not _HEADLESS.match(sentence.text, count.end):
        return False
    if is_of_people(sentence, count):
        return True
    if previous is not None and len(previous.text) <= 160 and _PEOPLE_ABOVE.search(previous.text):
        return True
    if _PEOPLE_ABOVE.search(sentence.passage.heading):
        return True
    if "£" in sentence.text or (previous is not None and "£" in previous.text):
        return False
    return any(
        m.end <= count.start and _NAME_RIGHT_BEFORE.fullmatch(sentence.text, m.end, count.start)
        for m in named_footprints(sentence)
    )


def _owner_all_the_same(sentence: Sentence, count: Count, reason: str) -> str | None:
    """The passage's footprint where the words that speak of the nation or a region only rank it or add a detail behind a comma."""
    if count.low > _MOST_OF_A_FOOTPRINT or count.low < _LEAST_OF_A_FOOTPRINT:
        return None
    is_rank = reason.startswith("national") and (
        _ONE_OF_MANY.search(sentence.text)
        or (is_of_size(count, sentence.passage.footprint_id) and not _is_national(sentence.text, count))
    )
    region = reason.rpartition(": ")[2].strip("'")
    is_detail = reason.startswith("a region's") and regex.search(
        rf",[^,;]*\b{regex.escape(region)}\b", sentence.text[count.end :]
    )
    return sentence.passage.footprint_id if is_rank or is_detail else None


def _is_national(text: str, count: Count) -> bool:
    """Whether words of the nation stand before a number or right behind it, and not only in what a comma adds."""
    detail = regex.search(r"[,;(]|\s[\u2013-]\s", text[count.end :])
    return _NATIONAL.search(text[: count.end + detail.start() if detail else len(text)]) is not None


def _beside_another(sentence: Sentence, count: Count) -> bool:
    """'Devon (1.2 million people) and Dorset (765,000)': a number in brackets behind a footprint's name, where another says of what."""
    text = sentence.text
    if not (text[count.end : count.end + 1] == ")" and _PEOPLE_ABOVE.search(text[: count.start])):
        return False
    return count.low >= _LEAST_OF_A_FOOTPRINT and any(
        m.end <= count.start and text[m.end : count.start].strip() == "(" for m in named_footprints(sentence)
    )


def _scope(
    sentence: Sentence, count: Count, footprint_id: str | None, previous: Sentence | None
) -> tuple[Scope, str | None]:
    text = sentence.text
    low, high = _local_clause(text, count)
    clause = _ONE_OF_MANY.sub("", text[low:high])
    named = [m for m in sentence.footprints if m.strength == "name" and not m.is_body and low <= m.start < high]
    if sentence.passage.is_snippet:
        return "organisation", None
    if count.low > _MOST_OF_A_FOOTPRINT:
        return "national", None
    if (place := _place_right_before(sentence, count)) is not None:
        return "place", place.footprint_id or footprint_id
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
        and not (is_of_size(count, footprint_id) and not _is_national(text, count))
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
    if _BODY_SERVES.search(text[: count.start]):
        return "organisation", footprint_id
    if named:
        nearest = {m.footprint_id for m in named}
        return "footprint", footprint_id if footprint_id in nearest else named[0].footprint_id
    if footprint_id is None:
        return "national", None
    if regex.search(
        r"\b(?:middle|north|south|east|west|part|parts|rest|half|edge|remainder) of the (?:county|area|footprint)\b",
        clause,
        regex.IGNORECASE,
    ):
        return "place", footprint_id
    around = text[count.end :]
    if count.low >= 200_000 and (_WE_ARE.search(text[: count.start]) or _OF_US.match(around)):
        return "footprint", footprint_id
    if count.low >= 200_000 and (_OF_THIS_AREA.match(around) or _WE_SERVE.search(text[: count.start])):
        return "footprint", footprint_id
    lives = _LIVES.match(around)
    if not lives and _body_before(sentence, count, clause, low, is_whole=is_of_size(count, footprint_id)):
        return "organisation", footprint_id
    if is_of_size(count, footprint_id):
        return "footprint", footprint_id
    place = _place(sentence, low, high)
    if place is not None:
        return "place", place.footprint_id or footprint_id
    if (
        not lives
        and not _OWN.search(clause.replace("population", "").replace("Population", ""))
        and previous is not None
        and _ORGANISATION_BEFORE.search(previous.text)
        and not named_footprints(previous)
    ):
        return "organisation", footprint_id
    if _ON_A_LIST.match(around) and count.low >= _LEAST_OF_A_FOOTPRINT:
        return "footprint", footprint_id
    if count.low < _LEAST_OF_A_FOOTPRINT or regex.search(
        r"\bpractices?\b|\bfederations?\b|\bpilot\b", clause, regex.IGNORECASE
    ):
        return "place", footprint_id
    return "footprint", footprint_id


def _place_right_before(sentence: Sentence, count: Count) -> FootprintMention | None:
    """The part of a footprint whose people are counted: 'Wirral, with a population of 321,000', "Hartlepool's 92,000 people"."""
    for mention in sentence.footprints:
        is_near = mention.strength == "place" and not mention.is_body and 0 <= count.start - mention.end <= 50
        if is_near and _PLACE_RIGHT_BEFORE.fullmatch(sentence.text[mention.end : count.start]):
            return mention
    return None


def _local_clause(text: str, count: Count) -> tuple[int, int]:
    """The words that belong to a number: up to a semicolon, a bracket, or a comma behind which another subject begins."""
    low, high = 0, len(text)
    for match in regex.finditer(
        r";|\s[\u2013\u2014]\s|,\swith\s|,\s(?:and|but|while)\s|(?P<behind>,\s(?:which|where|(?:a|the) (?:number|figure|total))\s)",
        text,
    ):
        if match.end() <= count.start and not match["behind"]:
            low = match.end()
        elif match.start() >= count.end:
            high = match.start()
            break
    return low, high


_BODY_SERVES = keyed(
    r"\b(?:trust|CCG|clinical commissioning group|council|hospital|federation|ambulance service|practice)\s(?:\w+\s)?(?:serv|cover|look|treat|car|is responsible|are responsible|provid|see|commission)\w*\b[^.;,]{0,40}$",
    regex.IGNORECASE,
)
"""'The trust serves 1.2m people across the county': the people it serves, whatever county they live in."""
_A_BODY = keyed(
    r"\b(?:the|its|this|our|each|local) (?:CCG|trust|council|hospital|clinical commissioning group|federation|member practices)\b",
    regex.IGNORECASE,
)


def _body_before(sentence: Sentence, count: Count, clause: str, low: int, *, is_whole: bool) -> bool:
    for body in sentence.organisations:
        is_near = not body.is_national and low <= body.start and abs(body.start - count.start) < 110
        if is_near and not regex.match(r"\s(?:areas?|patch)\b", sentence.text[body.end :]):
            return True
    of_practices = not is_whole and regex.search(r"\b\d+ (?:member |individual )?practices\b", clause, regex.IGNORECASE)
    is_of_body = of_practices or _A_BODY.search(clause)
    return bool(is_of_body and not regex.search(r"\b(?:county|footprint|STP)\b", clause))


def _place(sentence: Sentence, low: int, high: int) -> FootprintMention | None:
    places = [m for m in sentence.footprints if m.strength == "place" and not m.is_body and low <= m.start < high]
    if len(places) == 1 and not _OWN.search(sentence.text[low : places[0].start]):
        return places[0]
    return None
