"""Financial years, ranges of years and horizons: '2020/21', '2020-2021', '2020/1', 'by 2021', 'over the next five years'."""

from dataclasses import dataclass

import regex

from extractors.patterns import keyed

_DASH = r"[/\-\u2013]"
_YEAR_PAIR = regex.compile(
    rf"(?<![\d/.£,])(?:FY\s?)?(?P<a>20\d\d)\s?{_DASH}\s?(?P<b>20\d\d|\d\d|\d)(?![\d%])(?!{_DASH}\d)", regex.IGNORECASE
)
_SHORT_PAIR = regex.compile(r"(?<![\d/.£,\-\u2013])(?:FY\s?)?(?P<a>[12]\d)/(?P<b>[12]\d)(?![\d/%])", regex.IGNORECASE)
_BY_YEAR = keyed(
    r"\b(?P<lead>by|come|until|to)\s(?:the\s)?(?P<what>(?:end\sof\s(?:the\sfinancial\syear\s|the\syear\s)?)?(?:(?:31(?:st)?\s)?March\s|April\s|year\s)?)(?P<year>20\d\d)(?![\d/\-\u2013])",
    regex.IGNORECASE,
)
_IN_YEAR = regex.compile(r"(?<![\d/£,.])(?P<year>20[012]\d)(?![\d/,%]|[\-\u2013]\d)")
_SPAN = keyed(
    r"\b(?:over|in|during|across|for|within|throughout)\s(?:each of\s)?(?:the\s)?(?:(?:next|coming|following|last|past|previous|first)\s)?"
    r"(?:(?:two|three|four|five|six|seven|ten|\d{1,2})[\s-]years?|lifetime of the plan|life of the plan|(?:two|three|four|five|5)[\s-]year (?:period|plan|term))"
    r"(?:'s? time)?|\b(?:the\s)?(?:next|coming|last|past)\s(?:two|three|four|five|six|\d{1,2})\syears|\b(?:two|three|four|five|5)[\s-]year period",
    regex.IGNORECASE,
)
_RANGE_LINK = regex.compile(r"\s?(?:to|-|\u2013|and|until|through)\s?", regex.IGNORECASE)
_PER_YEAR = keyed(
    r"\b(?:per annum|a year|each year|every year|per year|annually|p\.a\.|annual|yearly|recurrent(?:ly)?|in-year|year on year)\b",
    regex.IGNORECASE,
)
_CUMULATIVE = keyed(
    r"\b(?:cumulative(?:ly)?|accumulated|aggregate[d]?|in total over|added together|summed|from now (?:until|to)|between now and|since then|mount(?:s|ed|ing)? up|year (?:up)?on year|over (?:all )?(?:the )?(?:plan's |next |whole )*(?:three|four|five|six) years|saved\b.{0,30}\bso far|over the (?:whole |full )?(?:\w+[\s-])?(?:year )?period|total over)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True)
class Year:
    """A year or stretch of time at text[start:end]; `financial_year` is None when it is not exactly one financial year."""

    start: int
    end: int
    text: str
    financial_year: str | None
    period: str | None = None


def financial_year(first: int) -> str:
    """'2020/21' for 2020."""
    return f"{first}/{(first + 1) % 100:02d}"


def _pair(a: str, b: str) -> tuple[int, bool] | None:
    """First year and whether the pair is one financial year (consecutive); None when it is neither a year nor a range."""
    first = int(a) if len(a) == 4 else 2000 + int(a)
    last = int(b) if len(b) == 4 else (first // 10 * 10 + int(b) if len(b) == 1 else first // 100 * 100 + int(b))
    if last == first + 1:
        return first, True
    return (first, False) if first < last <= first + 15 else None


def find_years(text: str) -> list[Year]:
    """Years and periods in reading order; 'by 2021' is 2020/21, 'by 2020' and a lone '2020' leave the year open."""
    found: list[Year] = []
    for pattern in (_YEAR_PAIR, _SHORT_PAIR):
        for match in pattern.finditer(text):
            if (pair := _pair(match["a"], match["b"])) and not _overlaps(found, match):
                first, single = pair
                found.append(
                    Year(
                        match.start(),
                        match.end(),
                        match.group(),
                        financial_year(first) if single else None,
                        None if single else match.group(),
                    )
                )
    found.sort(key=lambda y: y.start)
    found = _merge_ranges(text, found)
    for match in _BY_YEAR.finditer(text):
        if not _overlaps(found, match):
            year = int(match["year"])
            what = (match["what"] or "").casefold()
            fixed = financial_year(year - 1) if year == 2021 or "march" in what else None
            found.append(Year(match.start(), match.end(), match.group(), fixed))
    for match in _SPAN.finditer(text):
        if not _overlaps(found, match):
            found.append(Year(match.start(), match.end(), match.group(), None, match.group()))
    for match in _IN_YEAR.finditer(text):
        if not _overlaps(found, match):
            found.append(Year(match.start(), match.end(), match.group(), None))
    return sorted(found, key=lambda y: y.start)


def _overlaps(found: list[Year], match: "regex.Match[str]") -> bool:
    return any(y.start < match.end() and match.start() < y.end for y in found)


def _merge_ranges(text: str, years: list[Year]) -> list[Year]:
    """'2016/17 to 2020/21' is a period, not two years."""
    merged: list[Year] = []
    for year in years:
        if (
            merged
            and _RANGE_LINK.fullmatch(text[merged[-1].end : year.start])
            and merged[-1].financial_year
            and year.financial_year
        ):
            link = text[merged[-1].end : year.start].strip().casefold()
            before = text[max(0, merged[-1].start - 12) : merged[-1].start].casefold()
            if link != "and" or "between" in before:
                first = merged.pop()
                merged.append(
                    Year(first.start, year.end, text[first.start : year.end], None, text[first.start : year.end])
                )
                continue
        merged.append(year)
    return merged


def is_yearly(text: str) -> bool:
    """Whether words say that an amount recurs every year."""
    return bool(_PER_YEAR.search(text))


def is_cumulative(text: str) -> bool:
    """Whether words say that an amount is summed over several years."""
    return bool(_CUMULATIVE.search(text))
