"""What an amount's words say beyond what it is about: its columns, its year, whether it is summed over years, its purpose."""

from decimal import Decimal
from typing import Any

import regex

from extractors.mentions.money import Money
from extractors.mentions.years import Year, is_cumulative
from extractors.patterns import keyed
from extractors.sentences import Sentence

_PURPOSE = regex.compile(
    r"^[^.;]{0,24}?\b(?P<purpose>(?:in|into|to|for|towards?|on)\s(?!(?:20\d\d|the (?:next|coming|last)|each|every|total|all\b|be\b|between|some))[a-z'\"][^.;()]{4,110})",
    regex.IGNORECASE,
)
_YEARLY = keyed(r"\b(?:annual|a year|each year|every year|per (?:year|annum)|recurrent|recurring)\b", regex.IGNORECASE)
_LAST_YEAR = regex.compile(
    r"\b(?:last|this|the current|the previous) (?:financial )?year\b|\bcurrently\b|\bat present\b|\balready\b|\bnow\s(?:about |around |some )?$",
    regex.IGNORECASE,
)
_THIS_YEAR = regex.compile(
    r"\s(?:at present|currently|today|now)\b|[^,;£.]{0,30}\s(?:last|this|next|the current|the previous) (?:financial )?year\b"
)
_OF_WHICH = regex.compile(r"\bof (?:which|that|it|this)\b|\bincluding\b")
_STRETCH = regex.compile(r"\b(?:over|between|during|in total|across|to)\b|-|\u2013", regex.IGNORECASE)


def pounds(money: Money, unit: int) -> Decimal:
    """The amount in pounds; `unit` multiplies what was printed without one."""
    return money.amount * unit if money.lacks_unit else money.amount


def amount_columns(money: Money, unit: int, *, negative: bool = False) -> dict[str, Any]:
    """amount_gbp, amount_gbp_high and precision_gbp of an amount; `unit` multiplies what was printed without one."""
    factor = Decimal(unit if money.lacks_unit else 1)
    sign = -1 if negative else 1
    amount, high = money.amount * factor * sign, money.high * factor * sign if money.high is not None else None
    return {
        "amount_gbp": amount.quantize(Decimal("0.01")),
        "amount_gbp_high": high.quantize(Decimal("0.01")) if high is not None else None,
        "precision_gbp": max(money.precision * factor, Decimal("0.01")).quantize(Decimal("0.01")),
    }


def governing_year(
    sentence: Sentence, money: Money, *, any_of_sentence: bool = False, label: tuple[int, int] | None = None
) -> Year | None:
    """The year that the words give to an amount: the nearest in its clause; `any_of_sentence` takes the sentence's only year too.
    In a line of several amounts, each behind its `label`, no other label's year is its own."""
    years = [y for y in sentence.years if y.financial_year or y.period or not y.text.isdigit()]
    if label is not None and not any_of_sentence:
        years = [y for y in years if label[0] <= y.start < label[1] or y.start - money.end in (0, 1, 2)]
    low, high = sentence.clause(money.start, money.end)
    if (bracket := _bracket(sentence.text, money)) is not None:
        inside = [y for y in years if bracket[0] <= y.start and y.end <= bracket[1]]
        years = inside or [y for y in years if y.end <= bracket[0]]
    inside = [y for y in years if low <= y.start and y.end <= high and not _belongs_to_another(sentence, money, y)]
    if _is_of_last_year(sentence, money, low):
        inside = [y for y in inside if not _stands_behind_another(sentence, money, y)]
        any_of_sentence = False
    if not inside and sentence.text[:low].rstrip().endswith(":"):
        label = sentence.clause(low - 3, low - 2)
        inside = [y for y in years if label[0] <= y.start and y.end <= label[1]]
    years = [y for y in years if ";" not in sentence.text[min(y.end, money.end) : max(y.start, money.start)]]
    if not inside and any_of_sentence and len({y.text for y in years}) == 1:
        inside = [y for y in years if y.financial_year]
    return min(
        inside,
        key=lambda y: (
            money.start - y.end if y.end <= money.start else y.start - money.end,
            0 if y.financial_year else 1,
        ),
        default=None,
    )


def _bracket(text: str, money: Money) -> tuple[int, int] | None:
    """The brackets that an amount stands in among other words; what follows them is not about it: '£9m by 2021 (NHS £5m), and ...'."""
    start, end = text.rfind("(", 0, money.start), text.find(")", money.end)
    if start < 0 or end < 0 or ")" in text[start : money.start] or "(" in text[money.end : end]:
        return None
    if not regex.search("[A-Za-z]{3}", text[start : money.start] + text[money.end : end]):
        return None  # the amount alone, put in after what it is the amount of
    return start, end


def _is_of_last_year(sentence: Sentence, money: Money, low: int) -> bool:
    """Whether the words before an amount say when, without naming the year: 'a shortfall last year of £9m and ... £20m in 2020/21'."""
    left = max([m.end for m in sentence.money if m.end <= money.start] + [low])
    return bool(_LAST_YEAR.search(sentence.text, left, money.start) or _THIS_YEAR.match(sentence.text, money.end))


def _stands_behind_another(sentence: Sentence, money: Money, year: Year) -> bool:
    return any(money.end <= m.start and m.end <= year.start for m in sentence.money) or bool(
        regex.search(
            r"\band (?:that|by|in|on|would|will|could)\b", sentence.text[money.end : max(year.start, money.end)]
        )
    )


def _belongs_to_another(sentence: Sentence, money: Money, year: Year) -> bool:
    """Whether a year behind the amount stands right behind another amount: '£5m and £9m by 2021'."""
    if year.start < money.end or not regex.search(r"\band\b|,", sentence.text[money.end : year.start]):
        return False
    return any(
        m is not money
        and money.end <= m.start
        and m.end <= year.start
        and regex.match(r"[^.;,]{0,14}$", sentence.text[m.end : year.start])
        for m in sentence.money
    )


def is_cumulative_amount(sentence: Sentence, money: Money, year: Year | None) -> bool:
    """Whether an amount is summed over several years."""
    low, high = sentence.clause(money.start, money.end)
    for other in sentence.money:
        if other.end <= money.start and _OF_WHICH.search(sentence.text, other.end, money.start):
            low = max(low, other.end)  # a part of a sum over years is no such sum itself
    text = sentence.text[low:high]
    if is_cumulative(text):
        return True
    if money.is_yearly or _YEARLY.search(text):
        return False
    return bool(year and year.period and _STRETCH.search(year.text) and "time" not in year.text)


def purpose(sentence: Sentence, money: Money) -> str | None:
    """What the money is for: the words after 'for', 'in' or 'to' that follow the amount."""
    if match := _PURPOSE.match(sentence.text[money.end : money.end + 160]):
        return match["purpose"].strip(" ,")
    return None
