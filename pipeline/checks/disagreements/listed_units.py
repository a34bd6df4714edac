"""A list of amounts under a unit that makes its total absurd, and the text beside it that shows the right one."""

from collections.abc import Iterator
from decimal import Decimal

import regex

from extractors.patterns import keyed
from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.wording import plain, pounds

_LIST = keyed(
    r"(?P<head>\b\w+\s+£?\s?(?:k|'?000s?|thousands?)(?:\s+per annum)?)\b"
    r"(?P<rows>(?:(?!\s+total\b)[^\n.\d]{3,140}+\d{1,3}(?:,\d{3})++)++)"
    r"\s+(?P<total>total\s+£?(?P<amount>\d{1,3}(?:,\d{3})+))(?![\d,])",
    regex.IGNORECASE,
)
_MONEY = regex.compile(r"£?(?<![\d.,])(?P<number>\d+(?:\.\d+)?)\s?(?P<unit>bn|m|million)\b", regex.IGNORECASE)
_UNITS = {"bn": 10**9, "m": 10**6, "million": 10**6}
_BESIDE = 1500


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id, page, text in corpus.pages:
        for match in _LIST.finditer(text):
            whole = Decimal(match["amount"].replace(",", ""))
            window = text[max(0, match.start() - _BESIDE) : match.end() + _BESIDE]
            offset = max(0, match.start() - _BESIDE)
            amounts = [(m, *_amount(m)) for m in _MONEY.finditer(window)]
            as_headed = any(abs(value - whole * 1000) <= precision for _, value, precision in amounts)
            shown = next((m for m, value, precision in amounts if abs(value - whole) <= precision), None)
            if shown is None or as_headed:
                continue
            yield Draft(
                footprint_id=corpus.footprint_at(document_id, page, match.start()),
                document_id=document_id,
                message=(
                    f"A list headed “{match['head'].strip()}” has a total of {match['amount']}, which would be "
                    f"{pounds(whole * 1000)}; the text speaks of {shown.group().strip()}."
                ),
                explanation=f"Read as whole pounds, {plain(whole)} rounds to {shown.group().strip()}.",
                quotes=(
                    corpus.passage(document_id, page, *match.span("head")),
                    corpus.passage(document_id, page, offset + shown.start(), offset + shown.end()),
                    text[match.start("total") : match.end("total")],
                ),
                suggestion="The amounts of the list are whole pounds; the unit in its heading is wrong.",
                about=(match["head"], match["amount"]),
            )


def _amount(match: "regex.Match[str]") -> tuple[Decimal, Decimal]:
    """Value and precision of an amount of the text."""
    factor = _UNITS[match["unit"].casefold()]
    return Decimal(match["number"]) * factor, Decimal(factor) / 10 ** len(match["number"].partition(".")[2])
