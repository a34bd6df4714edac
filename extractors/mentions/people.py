"""Numbers of people: '780,000 people', 'Population: 1.4 million (M)', 'nearly three million', '30-70,000', 'c30,000-70,000'."""

from dataclasses import dataclass

import regex

_WORDS = {
    "half a": 0.5, "a quarter of a": 0.25, "three quarters of a": 0.75, "one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "one and a half": 1.5, "two and a half": 2.5, "one-and-a-half": 1.5, "two-and-a-half": 2.5,
}  # fmt: skip
_FACTORS = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000}
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_UNIT = r"(?:million|thousand|mn|[mk](?![a-z]))"
_HEDGE = (
    r"(?P<hedge>\b(?:about|around|approximately|approx\.?|circa|c\.|c|ca\.?|nearly|almost|some|roughly|over|more than|just (?:over|under)|an estimated|up to|in excess of|close to|well over|at least|"
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
_WORDED = regex.compile(
    rf"{_HEDGE}\b(?P<words>{'|'.join(sorted(_WORDS, key=len, reverse=True))})\s(?P<unit>million)\b", regex.IGNORECASE
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


def _value(number: str, unit: str | None) -> float:
    return float(number.replace(",", "")) * (_FACTORS[unit.casefold()] if unit else 1)


def find_counts(text: str) -> list[Count]:
    """Numbers that may count people, from 1,000 up, in reading order. Percentages, money and dates are no counts."""
    found: list[Count] = []
    for pattern, hedged in ((_GLUED, True), (_COUNT, False)):
        for match in pattern.finditer(text):
            if any(c.start < match.end() and match.start() < c.end for c in found):
                continue
            count = _count(match, hedged)
            if count is not None:
                found.append(count)
    for match in _WORDED.finditer(text):
        if not any(c.start < match.end() and match.start() < c.end for c in found):
            value = round(_WORDS[match["words"].casefold()] * 1_000_000)
            start = match.start("words")
            found.append(Count(start, match.end(), text[start : match.end()], value, None, bool(match["hedge"])))
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
    return Count(
        start,
        match.end(),
        match.string[start : match.end()],
        round(low),
        round(high) if high is not None else None,
        is_hedged,
    )


def find_malformed(text: str) -> list[tuple[int, int, str]]:
    """Numbers that cannot be read with certainty, such as '1,7million': (start, end, text)."""
    return [(m.start(), m.end(), m.group()) for m in _MALFORMED.finditer(text)]
