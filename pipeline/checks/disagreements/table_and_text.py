"""A total that the text states and a table's row puts elsewhere: "total pay costs of £643m" against its staff costs."""

from collections.abc import Iterator
from decimal import Decimal

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import number
from pipeline.checks.labelled_rows import UNITS, Row, label_words, labelled_rows
from pipeline.checks.rule import Draft
from pipeline.checks.wording import pounds

_STATED = regex.compile(
    r"(?i)\btotal\s+(?P<what>(?:\p{L}+\s+){0,2}(?:costs?|income|expenditure|spend(?:ing)?))\s+"
    r"(?:of|is|was|are|were|amounts? to|comes? to|totals?)\s+(?P<amount>£\s?\d[\d,.]*\s?(?:bn|m|million|billion|k)\b)"
)
_NEAR = Decimal("0.15")
"""A row further off than this share is another quantity."""


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        rows = [row for table in labelled_rows(corpus, document_id) for row in table]
        for page, text in corpus.pages.of(document_id).items():
            for match in _STATED.finditer(text):
                yield from _total(corpus, document_id, page, match, rows)


def _total(corpus: Corpus, document_id: str, page: int, match: "regex.Match[str]", rows: list[Row]) -> Iterator[Draft]:
    """A stated total against the row of that name."""
    stated, what = number(match["amount"]), label_words(match["what"])
    if stated is None or len(what) < 2:
        return
    for row in (row for row in rows if row.words == what):
        unit = next((u for u in UNITS if abs(row.value * u - stated.value) <= _NEAR * stated.value), None)
        off = abs(row.value * unit - stated.value) if unit else Decimal(0)
        if unit and off > stated.precision + row.precision * unit:
            yield Draft(
                footprint_id=corpus.footprint_at(document_id, page, match.start()),
                document_id=document_id,
                message=(
                    f"The text has {match['what']} of {pounds(stated.value)} in all, the table "
                    f"{pounds(row.value * unit)}: {pounds(off)} apart."
                ),
                explanation=f"{pounds(row.value * unit)} - {pounds(stated.value)} = "
                f"{pounds(row.value * unit - stated.value)}.",
                quotes=(corpus.passage(document_id, page, match.start(), match.end()), row.printed),
            )
            return
