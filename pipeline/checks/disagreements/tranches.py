"""A sum said to have been spent in tranches, and tranches that do not come to it."""

from collections.abc import Iterator
from decimal import Decimal

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import Number
from pipeline.checks.rule import Draft
from pipeline.checks.wording import pounds

_MONEY = r"£?\s?(?P<{0}>\d+(?:\.\d+)?)\s?(?P<{0}_unit>bn|m|k|million)\b"
_TRANCHES = regex.compile(
    r"(?P<whole_words>\b(?:invested|spent|allocated|provided|investment of)\b[^.£\d]{0,60}"
    + _MONEY.format("whole")
    + r")"
    r".{0,200}?(?P<first_words>\bfirst (?:tranche|instalment|phase|part)\b[^£\d]{0,60}" + _MONEY.format("first") + r")"
    r".{0,300}?(?P<second_words>\bsecond (?:tranche|instalment|phase|part)\b[^£\d]{0,60}"
    + _MONEY.format("second")
    + r")"
    r"(?!.{0,400}?\bthird (?:tranche|instalment|phase|part)\b)",
    regex.IGNORECASE | regex.DOTALL,
)
_UNITS = {"bn": 10**9, "m": 10**6, "million": 10**6, "k": 1000}


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id, page, text in corpus.pages:
        for match in _TRANCHES.finditer(text):
            whole, first, second = (_money(match, name) for name in ("whole", "first", "second"))
            allowed = (whole.precision + first.precision + second.precision) / 2
            off = first.value + second.value - whole.value
            if abs(off) > allowed:
                spans = [match.span(f"{name}_words") for name in ("whole", "first", "second")]
                yield Draft(
                    footprint_id=corpus.footprint_at(document_id, page, match.start()),
                    document_id=document_id,
                    message=(
                        f"Two tranches of {pounds(first.value)} and {pounds(second.value)} come to "
                        f"{pounds(first.value + second.value)}, not to the {pounds(whole.value)} stated for both."
                    ),
                    explanation=(
                        f"{pounds(first.value)} + {pounds(second.value)} = {pounds(first.value + second.value)}; "
                        f"{pounds(abs(off))} {'more' if off > 0 else 'less'} than stated."
                    ),
                    quotes=tuple(dict.fromkeys(corpus.passage(document_id, page, *span) for span in spans)),
                )


def _money(match: "regex.Match[str]", name: str) -> Number:
    factor = _UNITS[match[f"{name}_unit"].casefold()]
    decimals = len(match[name].partition(".")[2])
    return Number(Decimal(match[name]) * factor, Decimal(factor) / 10**decimals)
