"""What the text says of a scenario's deficits, against the table that gives them year by year."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import grids, number
from pipeline.checks.labelled_rows import UNITS
from pipeline.checks.rule import Draft
from pipeline.checks.totals import Line
from pipeline.checks.wording import counted, pounds

_SCENARIO = r"do[- ](?P<scenario>nothing|something|minimum)"
_AMOUNT = r"(?P<amount>£\s?\d[\d,.]*\s?(?:bn|m|million|billion)\b)"
_CUMULATIVE = regex.compile(
    rf"(?i)\b{_SCENARIO}[\"'”’]*\s+(?:\p{{L}}+\s+){{0,3}}?cumulative\s+(?:deficit|gap|shortfall)\s+of\s+{_AMOUNT}"
)
_LAST_YEAR = regex.compile(
    rf"(?i)\b{_SCENARIO}[\"'”’]*\s+(?:[\p{{L}}-]+\s+){{0,3}}(?:deficit|gap|shortfall)\b"
    rf"[^.;\n£]{{0,60}}?\b20\d\d/\d\d\b[^.;\n£]{{0,60}}?{_AMOUNT}"
)
_ANY = regex.compile(rf"(?i)\b{_SCENARIO}")
_ROW = regex.compile(rf"(?i)^\W*{_SCENARIO}\b.*\b(?:deficit|gap|shortfall)")
_YEARS = 3
"""Numbers that a row must have to be one of years."""
_NEAR, _SAME_THING = Decimal("0.02"), Decimal(2)
"""A last year's figure this near is the same one cut short; a sum further apart than this factor is another thing."""


class Row(NamedTuple):
    """A scenario's deficits year by year, in the table's own unit; a deficit is positive."""

    scenario: str
    deficits: tuple[Decimal, ...]
    precision: Decimal
    printed: str


class Stated(NamedTuple):
    """An amount that the text gives for a scenario."""

    page: int
    start: int
    end: int
    scenario: str
    amount_text: str
    value: Decimal
    precision: Decimal


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        pages = {page: text for page, text in corpus.pages.of(document_id).items() if _ANY.search(text)}
        rows = [row for page, text in pages.items() for row in _rows(document_id, page, text)]
        for row in rows:
            yield from _sums(corpus, document_id, row, list(_stated(pages, _CUMULATIVE, row.scenario)))
            yield from _last_years(corpus, document_id, row, list(_stated(pages, _LAST_YEAR, row.scenario)))


def _rows(document_id: str, page: int, text: str) -> Iterator[Row]:
    for grid in grids(document_id, page, text):
        for cells in grid.rows:
            line = Line(cells)
            match = _ROW.match(line.label) if len(line.numbers) >= _YEARS else None
            if match is not None:
                numbers = list(line.numbers.values())
                printed = text[cells[0].start : cells[-1].end].strip()
                deficits = tuple(-n.value for n in numbers)
                yield Row(match["scenario"].casefold(), deficits, numbers[0].precision, printed)


def _stated(pages: dict[int, str], words: "regex.Pattern[str]", scenario: str) -> Iterator[Stated]:
    for page, text in pages.items():
        for match in words.finditer(text):
            amount = number(match["amount"])
            if amount is not None and match["scenario"].casefold() == scenario:
                place = page, match.start(), match.end()
                yield Stated(*place, scenario, match["amount"], amount.value, amount.precision)


def _sums(corpus: Corpus, document_id: str, row: Row, stated: list[Stated]) -> Iterator[Draft]:
    """A cumulative deficit that is not the sum of the years."""
    whole = abs(sum(row.deficits, Decimal(0)))
    for one in stated:
        unit = next((u for u in UNITS if one.value / _SAME_THING <= whole * u <= one.value * _SAME_THING), None)
        allowed = one.precision / 2 + row.precision * (unit or 0) * len(row.deficits) / 2
        if unit is None or abs(whole * unit - one.value) <= allowed:
            continue
        terms = " + ".join(pounds(deficit * unit) for deficit in row.deficits).replace("+ -", "- ")
        yield Draft(
            footprint_id=corpus.footprint_at(document_id, one.page, one.start),
            document_id=document_id,
            message=(
                f"The text has a cumulative do-{one.scenario} deficit of {pounds(one.value)}; the table's "
                f"{counted(len(row.deficits), 'year')} come to {pounds(whole * unit)}."
            ),
            explanation=(
                f"{terms} = {pounds(whole * unit)}, {pounds(abs(whole * unit - one.value))} "
                f"{'more' if whole * unit > one.value else 'less'} than stated."
            ),
            quotes=tuple(
                dict.fromkeys(
                    (
                        _to_the_amount(corpus, document_id, one),
                        row.printed,
                        *_repeats(corpus, document_id, one.amount_text),
                    )
                )
            ),
            about=(one.amount_text, row.printed),
        )
        return


def _last_years(corpus: Corpus, document_id: str, row: Row, stated: list[Stated]) -> Iterator[Draft]:
    """The last year's deficit, which the text gives nearly like the table, though not by rounding."""
    last = row.deficits[-1]
    for one in stated:
        unit = next((u for u in UNITS if abs(last * u - one.value) <= _NEAR * one.value), None)
        if unit is not None and abs(last * unit - one.value) > (one.precision + row.precision * unit) / 2:
            yield Draft(
                footprint_id=corpus.footprint_at(document_id, one.page, one.start),
                document_id=document_id,
                message=(
                    f"The text has a do-{one.scenario} deficit of {pounds(one.value)}, the table "
                    f"{pounds(last * unit)}; the one does not round to the other."
                ),
                explanation=f"{pounds(one.value)} - {pounds(last * unit)} = {pounds(one.value - last * unit)}.",
                quotes=(corpus.passage(document_id, one.page, one.start, one.end), row.printed),
                severity="info",
            )
            return


def _to_the_amount(corpus: Corpus, document_id: str, one: Stated) -> str:
    """The passage as far as the amount: what follows may be another scenario's, and right."""
    passage = corpus.passage(document_id, one.page, one.start, one.end)
    return passage[: passage.index(one.amount_text) + len(one.amount_text)]


def _repeats(corpus: Corpus, document_id: str, amount: str) -> list[str]:
    """Further passages with the same amount, as a figure of its own."""
    found = []
    for page, text in corpus.pages.of(document_id).items():
        for match in regex.finditer(regex.escape(amount) + r"(?!\d)", text):
            if _CUMULATIVE.search(corpus.passage(document_id, page, match.start(), match.end())):
                continue
            found.append(corpus.passage(document_id, page, match.start(), match.end()))
    return list(dict.fromkeys(found))
