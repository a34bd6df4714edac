"""An amount that is said to be a share of the cost base, which the table of costs gives another size."""

from collections.abc import Iterator
from decimal import Decimal

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import number
from pipeline.checks.labelled_rows import UNITS, Row, labelled_rows
from pipeline.checks.rule import Draft
from pipeline.checks.wording import pounds

_SHARE = regex.compile(
    r"(?i)(?P<amount>£\s?\d[\d,.]*\s?(?:bn|m|million|billion))\s+(?:equates? to|is|represents?|amounts? to)\s+"
    r"(?P<percent>\d{1,2}(?:\.\d)?)\s?%\s+of\s+the\s+(?:[\w/]+\s+){0,2}cost base\b"
)
_SLACK = Decimal("0.5")
"""Half a percentage point is rounding."""


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        tables = labelled_rows(corpus, document_id)
        for page, text in corpus.pages.of(document_id).items():
            for match in _SHARE.finditer(text):
                yield from _share(corpus, document_id, page, match, tables)


def _share(
    corpus: Corpus, document_id: str, page: int, match: "regex.Match[str]", tables: list[list[Row]]
) -> Iterator[Draft]:
    stated, percent = number(match["amount"]), Decimal(match["percent"])
    for table in tables:
        costs = [row for row in table if "cost" in row.words]
        base = sum((row.value for row in costs), Decimal(0))
        if stated is None or len(costs) < 2 or not base:
            continue
        shares = [(unit, 100 * stated.value / (base * unit)) for unit in UNITS]
        unit, share = min(shares, key=lambda pair: abs(pair[1] - percent))
        if _SLACK < abs(share - percent) <= percent / 2:
            would_be = round(base * unit * percent / 100, -5)
            yield Draft(
                footprint_id=corpus.footprint_at(document_id, page, match.start()),
                document_id=document_id,
                message=(
                    f"{pounds(stated.value)} is said to be {percent}% of the cost base; "
                    f"of the costs in the table it is {share:.1f}%."
                ),
                explanation=(
                    f"The table's costs come to {' + '.join(pounds(row.value * unit) for row in costs)} = "
                    f"{pounds(base * unit)}; {percent}% of it would be {pounds(would_be)}."
                ),
                quotes=(
                    corpus.passage(document_id, page, match.start(), match.end()),
                    *(row.printed for row in costs),
                ),
            )
            return
