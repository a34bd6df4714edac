"""Changes in activity, beds, staff and use of services: '25% reduction in admissions', '200 hospital beds to be cut'."""

from collections.abc import Sequence

import regex

from extractors.collect import Collector
from extractors.context import find_owner
from extractors.mentions.years import find_years
from extractors.patterns import KeyedPattern, keyed
from extractors.sections import Passage
from extractors.sentences import Sentence
from schemas.records import ActivityChange

_WHAT = r"[A-Za-z&][\w&/' -]{2,60}?"
_STOP = (
    r"(?=\s(?:by|over|from|to|in|at|for|and|with|due|required|which|within|through|across|who|compared)\b|[.,;()]|$)"
)
_DOWN = r"(?:reduction|decrease|fall|drop|cut|decline|improvement)"
_UP = r"(?:increase|rise|growth)"
_NOUNS = r"(?P<unit>beds?|staff|admissions?|attendances?|referrals?|appointments?|doctors|nurses|GPs|posts|jobs|spells|visits|bed days|people|patients|checks|hubs|WTE)"
_PATTERNS: tuple[tuple[int, KeyedPattern], ...] = (
    (
        -1,
        keyed(
            rf"(?P<n>\d+(?:\.\d+)?)\s?(?P<unit>%)\s(?:{_DOWN})s?\s(?:in|of)\s(?:the\s)?(?P<what>{_WHAT}){_STOP}",
            regex.IGNORECASE,
        ),
    ),
    (
        1,
        keyed(
            rf"(?P<n>\d+(?:\.\d+)?)\s?(?P<unit>%)\s(?:{_UP})s?\s(?:in|of)\s(?:the\s)?(?P<what>{_WHAT}){_STOP}",
            regex.IGNORECASE,
        ),
    ),
    (
        -1,
        keyed(rf"(?P<n>\d+(?:\.\d+)?)\s?(?P<unit>%)\s(?:fewer|less)\s(?P<what>{_WHAT}){_STOP}", regex.IGNORECASE),
    ),
    (
        -1,
        keyed(rf"(?P<n>\d+(?:\.\d+)?)\s?(?P<unit>%)\s(?P<what>[a-z][\w&/' -]{{2,50}}?)\s{_DOWN}\b", regex.IGNORECASE),
    ),
    (
        -1,
        keyed(
            rf"(?:{_DOWN}|reduc(?:e|ed|ing))\s(?:in|of)?\s?(?:the\s)?(?P<what>{_WHAT})\sby\s(?P<n>\d+(?:\.\d+)?)\s?(?P<unit>%)",
            regex.IGNORECASE,
        ),
    ),
    (
        -1,
        keyed(
            r"(?P<what>[A-Za-z][\w&/'() -]{2,50}?)\s(?:being\s|is\s|are\s|to be\s|will be\s)?(?:improved|reduced|cut|lowered|down)\sby\s(?P<n>\d+(?:\.\d+)?)\s?(?P<unit>%)",
            regex.IGNORECASE,
        ),
    ),
    (
        1,
        keyed(
            r"(?P<what>[A-Za-z][\w&/'() -]{2,50}?)\s(?:being\s|is\s|are\s|to be\s|will be\s)?(?:increased|raised|up)\sby\s(?P<n>\d+(?:\.\d+)?)\s?(?P<unit>%)",
            regex.IGNORECASE,
        ),
    ),
    (1, keyed(r"(?P<what>[A-Z][\w &'/-]{3,50}):\s?\+(?P<n>\d+(?:\.\d+)?)\s?(?P<unit>%)")),
    (-1, keyed(r"(?P<what>[A-Z][\w &'/-]{3,50}):\s?-(?P<n>\d+(?:\.\d+)?)\s?(?P<unit>%)")),
    (
        -1,
        keyed(
            rf"(?P<n>\d[\d,]*)\s(?P<what>(?:[a-z][\w-]+\s){{0,4}}?{_NOUNS})\s(?:to be\s|will be\s|would be\s|are to be\s|being\s)?(?:cut|closed|avoided|lost|removed|shut|reduced)\b",
            regex.IGNORECASE,
        ),
    ),
    (
        -1,
        keyed(
            r"\b(?:Acute|Community|Hospital|Inpatient)?\s?beds?\sdown\s(?:by\s)?(?P<n>\d[\d,]*)\b(?P<what>)(?P<unit>)",
            regex.IGNORECASE,
        ),
    ),
    (
        1,
        keyed(
            rf"(?P<n>\d[\d,]*)\s(?:more|extra|additional)\s(?P<what>(?:[a-z][\w-]+\s){{0,4}}?{_NOUNS})",
            regex.IGNORECASE,
        ),
    ),
    (-1, keyed(rf"(?P<n>\d[\d,]*)\sfewer\s(?P<what>(?:[a-z][\w-]+\s){{0,4}}?{_NOUNS})", regex.IGNORECASE)),
    (
        -1,
        keyed(
            rf"\b(?:clos(?:e|ing|ure of)|reduction (?:in|of)|cut(?:ting)?|los(?:e|ing|s of))\s(?P<n>\d[\d,]*)\s(?P<what>(?:[a-z][\w-]+\s){{0,3}}?{_NOUNS})",
            regex.IGNORECASE,
        ),
    ),
    (
        1,
        keyed(
            rf"\bfree(?:ing)?\sup\s(?:\d-)?(?P<n>\d[\d,]*)\s(?P<what>(?:[a-z][\w-]+\s){{0,3}}?{_NOUNS})",
            regex.IGNORECASE,
        ),
    ),
)


def extract_activity(passages: Sequence[Passage], sentences: Sequence[Sentence], collector: Collector) -> None:
    """Activity changes of running text."""
    for sentence in sentences:
        if sentence.passage.is_snippet or not sentence.has_digit:
            continue
        taken: list[tuple[int, int]] = []
        for sign, pattern in _PATTERNS:
            for match in pattern.finditer(sentence.text):
                if any(a < match.end() and match.start() < b for a, b in taken):
                    continue
                taken.append(match.span())
                _add(sentence, match, sign, collector)


def _add(sentence: Sentence, match: "regex.Match[str]", sign: int, collector: Collector) -> None:
    owner = find_owner(sentence, match.start(), match.end())
    value = float(match["n"].replace(",", ""))
    what = " ".join(match["what"].split()) or match.group().split(" down")[0].strip()
    years = [y for y in find_years(sentence.text) if y.start >= match.start() - 40]
    footprint_id = owner.footprint_id if sentence.passage.attribution != "none" or owner.reason == "" else None
    collector.add(
        ActivityChange,
        sentence.passage.block,
        sentence.block_span(*match.span()),
        footprint_id=footprint_id,
        method="rule",
        extractor="activity_changes.sentence",
        metric=what,
        change=sign * value,
        unit=match["unit"] if match["unit"] else "beds",
        period=years[0].text if years else None,
    )
