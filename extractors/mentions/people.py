"""Numbers of people: '780,000 people', 'Population: 1.4 million (M)', 'nearly three million', '30-70,000', 'c30,000-70,000'."""

from dataclasses import dataclass

import regex

from extractors.patterns import keyed

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FRACTIONS = {
    "half a": 0.5, "a quarter of a": 0.25, "a third of a": 1 / 3, "two thirds of a": 2 / 3, "three quarters of a": 0.75, "a": 1.0,
}  # fmt: skip
_AND_A_BIT = {"a half": 0.5, "a quarter": 0.25, "a third": 1 / 3, "three quarter": 0.75, "three quarters": 0.75}
_OR_SO = regex.compile(
    r"\s?(?:plus\b|or so\b|or thereabouts\b|and a bit\b|and more\b|or more\b|give or take\b|odd\b|-odd\b|-plus\b|\+)",
    regex.IGNORECASE,
)
_FACTORS = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000}
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_UNIT = r"(?:million|thousand|mn|[mk](?![a-z]))"
_HEDGE = (
    r"(?P<hedge>\b(?:about|around|approximately|approx\.?|circa|c\.|c|ca\.?|nearly|almost|some|roughly|over|more than|just (?:over|under)|an estimated|up to|in excess of|close (?:to|on)|well over|at least|approaching|(?:just )?(?:short|shy) of|the thick end of|something like|touching|the best part of|upwards of|"
    r"in the region of|~)\s?)?"
)
_COUNT = regex.compile(
    rf"(?<![\w.,£$/])(?:{_HEDGE})(?P<low>{_NUMBER})(?P<early_plus>\+)?(?:\s?(?P<unit_low>{_UNIT}))?(?:\s?(?P<link>-|\u2013|to)\s?(?P<high>{_NUMBER})(?:\s?(?P<unit_high>{_UNIT}))?)?(?P<plus>\+)?(?![\w/%]|[.,]\d)",
    regex.IGNORECASE,
)
_GLUED = regex.compile(
    rf"(?<![\w])c(?P<low>{_NUMBER})(?:\s?(?P<unit_low>{_UNIT}))?(?:\s?(?:-|\u2013)\s?(?P<high>{_NUMBER})(?:\s?(?P<unit_high>{_UNIT}))?)?(?![\w/%]|[.,]\d)",
    regex.IGNORECASE,
)
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_UNITS[1:10])}))?|{'|'.join(sorted(_UNITS[1:], key=len, reverse=True))})"
_FRACTION = "|".join(name.replace(" ", r"[\s-]") for name in sorted(_FRACTIONS, key=len, reverse=True))
_WORDED = keyed(
    rf"{_HEDGE}\b(?P<words>(?:(?P<whole>{_SMALL})(?:\spoint\s(?P<tenth>{'|'.join(_UNITS[1:10])})|[\s-]and[\s-](?P<bit>a[\s-]half|a[\s-]quarter|a[\s-]third|three[\s-]quarters?))?)|(?P<fraction>{_FRACTION}))[\s-](?P<unit>million)\b(?:\sand\s(?P<behind>a[\s-]half|a[\s-]quarter|a[\s-]third|three[\s-]quarters?)\b)?"
    rf"|(?<=(?:\b(?:our|its|their|this|that|the)|'s)\s){_HEDGE}(?P<words>(?P<unit>million))\b(?=\s(?:people|citizens|residents|inhabitants|patients|souls)\b)"
    rf"|{_HEDGE}\b(?P<words>(?:(?P<hundreds>{_SMALL}|a)\shundred(?:\sand\s(?P<rest>{_SMALL}))?|(?P<below>{_SMALL})))\s(?P<unit>thousand)\b",
    regex.IGNORECASE,
)
_MALFORMED = regex.compile(
    r"(?<![\w.,£])\d,\d{1,2}\s?(?:million|m)\b|(?<![\w.,£])\d{1,3}(?:,\d{3})*,\d{1,2}(?![\d,])(?=\s(?:people|residents|patients))",
    regex.IGNORECASE,
)


@dataclass(frozen=True)
class Count:
    """A number of something at text[start:end]; `high` is set for a range."""

    start: int
    end: int
    text: str
    low: int
    high: int | None
    is_hedged: bool


_DIGIT = regex.compile(r"\d")
_LONGEST_HEDGE = 24
"""Letters before its first digit from which on a text may hold a count."""


def _value(number: str, unit: str | None) -> float:
    return float(number.replace(",", "")) * (_FACTORS[unit.casefold()] if unit else 1)


def find_counts(text: str) -> list[Count]:
    """Numbers that may count people, from 1,000 up, in reading order. Percentages, money and dates are no counts."""
    found: list[Count] = []
    first = _DIGIT.search(text)
    begin = max(first.start() - _LONGEST_HEDGE, 0) if first else len(text)
    for pattern, hedged in ((_GLUED, True), (_COUNT, False)):
        for match in pattern.finditer(text, begin):
            if any(c.start < match.end() and match.start() < c.end for c in found):
                continue
            count = _count(match, hedged)
            if count is not None:
                found.append(count)
    for match in _WORDED.finditer(text):
        if not any(c.start < match.end() and match.start() < c.end for c in found):
            value = _worded(match)
            start = match.start("words")
            words = text[start : match.end()]
            is_hedged = bool(match["hedge"] or _OR_SO.match(text, match.end())) or words.casefold() == "million"
            found.append(Count(start, match.end(), words, value, None, is_hedged))
    return sorted(found, key=lambda c: c.start)


def _count(match: "regex.Match[str]", hedged: bool) -> Count | None:
    groups = match.groupdict()
    unit_low, unit_high = groups.get("unit_low"), groups.get("unit_high")
    low = _value(match["low"], unit_low)
    high = _value(match["high"], unit_high or unit_low) if match["high"] else None
    if high is not None:
        if unit_low is None and low < high:
            if unit_high is not None:
                low = _value(match["low"], unit_high)
            elif low < 1000 <= high and "," in match["high"] and "," not in match["low"]:
                low *= 1000  # 30-70,000
        if not low < high:
            return None
    if low < 1000:
        return None
    start = match.start("low")
    is_hedged = hedged or any(groups.get(sign) for sign in ("hedge", "plus", "early_plus"))
    is_hedged = is_hedged or _OR_SO.match(match.string, match.end()) is not None
    return Count(
        start,
        match.end(),
        match.string[start : match.end()],
        round(low),
        round(high) if high is not None else None,
        is_hedged,
    )


def _worded(match: "regex.Match[str]") -> int:
    """The value of 'two and a half million', 'three-quarters of a million', 'two hundred and seventy thousand'."""

    def number(name: str) -> float:
        words = (match[name] or "").casefold().replace("-", " ").split()
        return sum(_UNITS.index(w) if w in _UNITS else 10 * (_TENS.index(w) + 2) if w in _TENS else 1 for w in words)

    if match["unit"].casefold() == "thousand":
        return round(1000 * (number("below") if match["below"] else 100 * number("hundreds") + number("rest")))
    if match["words"].casefold() == "million":
        return 1_000_000

    def part(name: str, of: dict[str, float]) -> float:
        return of.get(" ".join((match[name] or "").casefold().replace("-", " ").split()), 0.0)

    whole = part("fraction", _FRACTIONS) if match["fraction"] else number("whole") + number("tenth") / 10
    return round(1_000_000 * (whole + part("bit", _AND_A_BIT) + part("behind", _AND_A_BIT)))


def find_malformed(text: str) -> list[tuple[int, int, str]]:
    """Numbers that cannot be read with certainty, such as '1,7million': (start, end, text)."""
    return [(m.start(), m.end(), m.group()) for m in _MALFORMED.finditer(text)]
