"""Amounts of money: '£341.66 M', '£167M and £247M', '£500-£600 million', '£85/£97M', and '220m' where a document lost its pound signs.

Read by pattern on the text, because tokenisers glue amounts together. What an amount is about is not decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractors.patterns import KeyedPattern, keyed
from schemas.types import Bound

_FACTORS = {
    "k": 1_000, "thousand": 1_000, "'000": 1_000, "000": 1_000,
    "m": 1_000_000, "mn": 1_000_000, "mln": 1_000_000, "mil": 1_000_000, "mill": 1_000_000, "million": 1_000_000, "millions": 1_000_000,
    "b": 1_000_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000, "billions": 1_000_000_000,
    "tn": 1_000_000_000_000, "trillion": 1_000_000_000_000,
}  # fmt: skip
_WORDS = {
    "half a": Decimal("0.5"), "a quarter of a": Decimal("0.25"), "three quarters of a": Decimal("0.75"), "a": Decimal(1), "one and a half": Decimal("1.5"),
}  # fmt: skip

_UNITS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: i for i, word in enumerate(_UNITS, 1)} | {word: 10 * i for i, word in enumerate(_TENS, 2)}
_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_UNITS[:9])}))?|{'|'.join(reversed(_UNITS))})"
_BELOW_THOUSAND = rf"(?:(?:an?|{_BELOW_HUNDRED})\shundred(?:\sand\s{_BELOW_HUNDRED})?|{_BELOW_HUNDRED})"
_IN_WORDS = rf"(?:(?:a|{_BELOW_THOUSAND})\sthousand(?:,?\s(?:and\s)?{_BELOW_THOUSAND})?|{_BELOW_THOUSAND})"

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = r"(?:millions?|billions?|trillion|thousand|mill?|mln|mn|bn|tn|[kmb](?![a-z]))"
_CURRENCY = r"(?:£|\uFFFD|Â£|€|US\$|\$|GBP\s?)"

_AMOUNT = regex.compile(
    rf"(?P<currency>{_CURRENCY})\s?(?P<number>{_NUMBER})(?:\s?(?P<unit>{_UNIT}))?(?![\d])"
    rf"(?:(?P<plus>\+))?",
    regex.IGNORECASE,
)
_BARE = regex.compile(
    rf"(?<![\w.,£$€/-])(?P<number>{_NUMBER})\s?(?P<unit>millions?|billions?|mn|bn|[kmb](?![a-z]))(?![\w])(?P<plus>\+)?",
    regex.IGNORECASE,
)
_WORDED = keyed(
    rf"(?<!\b(?:third|quarter|half|thirds|quarters|fifth|tenth)s? of )\b(?P<words>{'|'.join(sorted(_WORDS, key=len, reverse=True))}|{_IN_WORDS})\s(?P<unit>millions?|billions?)\s(?:of\s)?(?:pounds?|quid)\b",
    regex.IGNORECASE,
)
_RANGE_TAIL = regex.compile(rf"\s?(?:-|\u2013|to)\s?(?P<number>{_NUMBER})\s?(?P<unit>{_UNIT})(?!\w)", regex.IGNORECASE)
_POUNDS_AFTER = regex.compile(r"\s(?:million\s)?(?:pounds?|quid)\b", regex.IGNORECASE)

_LINK_RANGE = regex.compile(r"\s?(?:-|\u2013|\u2014|to|and)\s?", regex.IGNORECASE)
_CHANGES_FROM = keyed(
    r"\b(?:widen|grow|grew|grown|rise|rose|risen|rising|increas|climb|jump|leap|leapt|swell|swollen|balloon|soar|shrink|shrunk|shrank|narrow|fall|fell|fallen|drop|slip|cut|reduc|revis|move|went|gone|go|come|came|down|up)\w*(?:\s\w+){0,3}\sfrom\s(?:about\s|around\s|some\s|nearly\s)?$",
    regex.IGNORECASE,
)
"""'The gap widened from £8m to £9m' states two amounts, no range."""
_BEFORE_RANGE = keyed(
    r"\b(?:between|from|range of|ranging from)\s(?:about\s|around\s|approximately\s)?$", regex.IGNORECASE
)

_BEFORE: tuple[tuple[Bound, KeyedPattern], ...] = (
    ("at_most", keyed(r"(?:\bup to|\bas much as|\bat most|\b(?:no|not) more than|\ba maximum of|(?<!\bno )(?<!\bnot )\bless than|\bunder|\bbelow|\bas high as|\bto a maximum of|\bnot exceeding)(?:\s(?:an?|another|about|around|some|the|additional|estimated))*\s$", regex.IGNORECASE)),
    ("at_least", keyed(r"(?:\bat least|(?<!\bno )(?<!\bnot )\bmore than|\bover|\babove|\bin excess of|\b(?:no|not) less than|\bupwards of|\bexceed(?:s|ing)?|\ba minimum of|\bgreater than|\bwell over|\bbeyond|\bnorth of|\bexceeded)(?:\s(?:an?|another|the|additional|estimated))*\s$|>\s?$", regex.IGNORECASE)),
    ("about", keyed(r"(?:\babout|\baround|\bapprox(?:imately|\.)?|\bcirca|\bc\.?|\bca\.?|\bnearly|\balmost|\bsome|\broughly|\bin the region of|\bin the order of|\bof the order of|\bclose to|\bnearer(?: to)?|\ban estimated|\ban? approximate|\bjust (?:over|under|short of)|~|\bcirca\.)(?:\s(?:an?|another|the|additional))*\s?$", regex.IGNORECASE)),
)  # fmt: skip
_AFTER: tuple[tuple[Bound, KeyedPattern], ...] = (
    ("at_least", keyed(r"^\+|^\s(?:or|and) (?:more|above|over|higher)\b|^\splus\b", regex.IGNORECASE)),
    ("at_most", keyed(r"^\s(?:or|and) (?:less|below|under|lower|fewer)\b", regex.IGNORECASE)),
    ("about", keyed(r"^\s(?:or so|or thereabouts|approximately)\b", regex.IGNORECASE)),
)
_RATE_AFTER = keyed(
    r"^\s?(?:\(?(?:per|a|for each|for every|every|each)\s(?:(?:one\s)?of (?:its|our|their|the|those)\s)?(?:(?:weighted |registered )?(?:head|person|patient|capita|residents?|citizen|adult|child|home|bed|bed day|day|hour|"
    r"visit|appointment|week|night|month|fortnight|quarter|member|man|woman|household|prescription|item|case|episode|attendance|session|unit|shift|place)\b)|^\s?\(?per\s(?!(?:annum|year|cent|locality|area|place|footprint|system|county)\b)[a-z]+\b)",
    regex.IGNORECASE,
)
_YEARLY_AFTER = keyed(
    r"^\s?(?:\(?(?:per|a|each|every|an)\s(?:year|annum)|p\.?a\.?\b|annually|yearly|recurrently)", regex.IGNORECASE
)


@dataclass(frozen=True)
class Money:
    """An amount at text[start:end]. Pounds unless `currency` says otherwise; `high` is set for a range; `factor` 1 = no unit printed."""

    start: int
    end: int
    text: str
    amount: Decimal
    high: Decimal | None
    bound: Bound
    precision: Decimal
    currency: str
    factor: int
    is_rate: bool = False
    is_yearly: bool = False
    joined: bool = False
    """Whether it shares its unit with the amount before it, as in '£85/£97M'."""

    @property
    def lacks_unit(self) -> bool:
        """Printed without million or thousand although small: '£212.4', '£400' (but not '£1,250,000')."""
        return self.factor == 1 and self.amount < 10_000 and "," not in self.text


def _precision(number: str, factor: int) -> Decimal:
    digits = number.replace(",", "")
    if "." in digits:
        return Decimal(factor).scaleb(-len(digits.split(".")[1]))
    if factor > 1:
        return Decimal(factor)
    trailing = len(digits) - len(digits.rstrip("0"))
    return Decimal(10) ** min(trailing, len(digits) - 1)


def _bound(text: str, start: int, end: int) -> Bound:
    before, after = text[max(0, start - 40) : start], text[end : end + 20]
    for bound, pattern in _AFTER:
        if pattern.search(after):
            return bound
    for bound, pattern in _BEFORE:
        if pattern.search(before):
            return bound
    return "exact"


def _in_figures(words: str) -> Decimal:
    """'two hundred and fifty' is 250, 'one thousand and ten' 1010; 'half a' (billion) is 0.5."""
    if words in _WORDS:
        return _WORDS[words]
    thousands = total = 0
    for word in regex.split(r"[\s,-]+", words):
        if word == "thousand":
            thousands, total = max(total, 1) * 1000, 0
        else:
            total = max(total, 1) * 100 if word == "hundred" else total + _SMALL.get(word, 0)
    return Decimal(thousands + total)


def _factor(unit: str | None) -> int:
    return _FACTORS[unit.casefold()] if unit else 1


@dataclass
class _Raw:
    start: int
    end: int
    number: str
    unit: str | None
    currency: str
    plus: bool


def _raw(text: str, bare: bool) -> list[_Raw]:
    found = [
        _Raw(m.start(), m.end(), m["number"], m["unit"], m["currency"].strip(), bool(m["plus"]))
        for m in _AMOUNT.finditer(text)
    ]
    if bare:
        taken = {i for r in found for i in range(r.start, r.end)}
        for m in _BARE.finditer(text):
            if m.start() not in taken:
                found.append(_Raw(m.start(), m.end(), m["number"], m["unit"], "", bool(m["plus"])))
    else:
        for m in _BARE.finditer(text):
            if _POUNDS_AFTER.match(text, m.end()) and not any(r.start <= m.start() < r.end for r in found):
                found.append(_Raw(m.start(), m.end(), m["number"], m["unit"], "", False))
    for raw in [r for r in found if r.unit is None]:
        if tail := _RANGE_TAIL.match(text, raw.end):  # £500-600 million
            found.append(_Raw(tail.start("number"), tail.end(), tail["number"], tail["unit"], "", False))
    return sorted(found, key=lambda r: r.start)


def _normal_currency(currency: str) -> str:
    return "$" if "$" in currency else "€" if "€" in currency else "£"


def find_money(text: str, *, bare: bool = False) -> list[Money]:
    """Amounts in reading order. `bare` reads '220m' as money: for documents that lost every pound sign."""
    return list(_find(text, bare))


def _find(text: str, bare: bool) -> Iterator[Money]:
    raws = _raw(text, bare)
    index = 0
    worded = [
        Money(m.start(), m.end(), m.group(), _in_figures(m["words"].casefold()) * _factor(m["unit"]), None, _bound(text, m.start(), m.end()),
              Decimal(_factor(m["unit"])), "£", _factor(m["unit"]))
        for m in _WORDED.finditer(text)
    ]  # fmt: skip
    yield from worded
    while index < len(raws):
        first = raws[index]
        second = raws[index + 1] if index + 1 < len(raws) else None
        index += 1
        if second is not None:
            between = text[first.end : second.start]
            is_range = bool(regex.fullmatch(r"\s?(?:-|\u2013|\u2014|to)\s?", between, regex.IGNORECASE)) or (
                bool(_LINK_RANGE.fullmatch(between))
                and bool(_BEFORE_RANGE.search(text[max(0, first.start - 40) : first.start]))
            )
            if _CHANGES_FROM.search(text[max(0, first.start - 60) : first.start]) and first.unit == second.unit:
                is_range = False
            if is_range:
                unit = first.unit or second.unit
                factor, factor_high = _factor(unit), _factor(second.unit or unit)
                low, high = (
                    Decimal(first.number.replace(",", "")) * factor,
                    Decimal(second.number.replace(",", "")) * factor_high,
                )
                if low < high:
                    yield _money(
                        text,
                        first.start,
                        second.end,
                        low,
                        high,
                        _precision(second.number, factor_high),
                        first.currency,
                        factor_high,
                    )
                    index += 1
                    continue
            if between.strip() == "/" and first.unit is None and second.unit is not None:
                factor = _factor(second.unit)
                for raw, joined in ((first, False), (second, True)):
                    amount = Decimal(raw.number.replace(",", "")) * factor
                    yield _money(
                        text,
                        raw.start,
                        raw.end,
                        amount,
                        None,
                        _precision(raw.number, factor),
                        raw.currency,
                        factor,
                        joined=joined,
                    )
                index += 1
                continue
        factor = _factor(first.unit)
        amount = Decimal(first.number.replace(",", "")) * factor
        yield _money(
            text, first.start, first.end, amount, None, _precision(first.number, factor), first.currency, factor
        )


def _money(
    text: str,
    start: int,
    end: int,
    amount: Decimal,
    high: Decimal | None,
    precision: Decimal,
    currency: str,
    factor: int,
    *,
    joined: bool = False,
) -> Money:
    after = text[end : end + 40]
    bound = _bound(text, start, end) if high is None else "exact"
    if text[start:end].endswith("+"):
        bound = "at_least"
    return Money(
        start, end, text[start:end], amount, high, bound, precision, _normal_currency(currency), factor,
        is_rate=bool(_RATE_AFTER.search(after)), is_yearly=bool(_YEARLY_AFTER.search(after)), joined=joined,
    )  # fmt: skip


_HEADED = keyed(r"£\s?(?P<unit>millions?|mn|m|bn|k|'?000s?)\b(?!\s?\d)", regex.IGNORECASE)
_HEADED_FIGURE = regex.compile(
    r"(?<=[A-Za-z):=\u2013\u2014-]\s)(?!(?:19|20)\d\d\b)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,4}(?:\.\d+)?)(?=\s+(?!Jan|Feb|Mar|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec)[A-Z(]|\s*[;,|)]|\s*$)"
)


_IN_BRACKETS = regex.compile(r"\s?\((?P<inside>[^()£]{6,120})\)")
_PART_FIGURE = regex.compile(
    r"(?<![\d.,])(?!(?:19|20)\d\d\b)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,4}(?:\.\d+)?)(?![\d%/]|[.,]\d)"
)


def find_bracketed_parts(text: str, whole: Money) -> list[Money]:
    """Amounts printed without sign and unit in brackets behind their sum: '£571m (health 464, social care 107)'."""
    bracket = _IN_BRACKETS.match(text, whole.end)
    if bracket is None or whole.factor == 1 or whole.high is not None:
        return []
    found = [
        _money(text, m.start(), m.end(), Decimal(m["number"].replace(",", "")) * whole.factor, None, _precision(m["number"], whole.factor), "£", whole.factor)
        for m in _PART_FIGURE.finditer(text, *bracket.span("inside"))
    ]  # fmt: skip
    is_sum = len(found) > 1 and abs(sum(m.amount for m in found) - whole.amount) <= max(
        whole.precision, *(m.precision for m in found)
    )
    return found if is_sum else []


def unit_of_heading(text: str) -> tuple[int, int] | None:
    """(offset behind it and its bracket, factor) of a unit that stands for figures to come, as in 'Largest requests, £m:' or
    '(£m, year 5)'; None where there is none."""
    match = _HEADED.search(text)
    if match is None:
        return None
    in_bracket = text.rfind("(", 0, match.start()) > text.rfind(")", 0, match.start())
    end = text.find(")", match.end()) if in_bracket else -1
    return max(end + 1, match.end()), _FACTORS[match["unit"].casefold().removesuffix("s")]


def find_headed_money(text: str, start: int, factor: int) -> list[Money]:
    """Amounts printed without sign and unit behind a word, under a heading that gives both: 'Kent - 205', 'NHS 653 Social care 212'."""
    stop = text.find("£", start)
    return [
        _money(text, m.start(), m.end(), Decimal(m["number"].replace(",", "")) * factor, None, _precision(m["number"], factor), "£", factor)
        for m in _HEADED_FIGURE.finditer(text, start, stop if stop >= 0 else len(text))
    ]  # fmt: skip


def lost_pound_signs(*texts: str) -> bool:
    """Whether a document that speaks of money prints no pound sign at all: then '220m' and '50k' are money."""
    return not any("£" in text for text in texts) and sum(len(_BARE.findall(text)) for text in texts) >= 5
