"""A saving that should be a share of an amount beside it: "£55m, of which 50% will be realised" against £27.0m."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import Cell, Number, grids, number
from pipeline.checks.rule import Draft
from pipeline.checks.wording import plain, pounds

_SHARE = regex.compile(
    r"(?i)(?<![\d.])(?P<percent>\d{1,2})\s?%\s+(?:"
    r"(?:of\s+(?:this|that|the|these)\s+(?:\p{L}+\s+)?(?:benefit|opportunit|saving|potential|total|amount)\p{L}*)"
    r"|cost\s+response|reali[sz]ation|(?:is|are|will\s+be)\s+(?:assumed|reali[sz]ed|delivered))"
)
_AMOUNT = regex.compile(r"(?i)£\s?\d[\d,.]*\s?(?:bn|m|million|billion|k)\b")
_SAME_THING, _SLIGHT = Decimal("0.25"), Decimal("0.05")
"""A result further off than the first share is another quantity; one within the second is worth knowing, no more."""


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        for page, text in corpus.pages.of(document_id).items():
            tables = grids(document_id, page, text) if _SHARE.search(text) else ()
            for row in (row for grid in tables for row in grid.rows):
                yield from _row(corpus, document_id, page, row)


def _row(corpus: Corpus, document_id: str, page: int, row: tuple[Cell, ...]) -> Iterator[Draft]:
    """A cell of words with one share and its amount, and the first amount after it."""
    for cell, following in pairwise(row):
        shares, amounts = list(_SHARE.finditer(cell.text)), [m.group() for m in _AMOUNT.finditer(cell.text)]
        result = number(following.text) if "£" in following.text else None
        if len(shares) != 1 or not amounts or result is None or result.value <= 0:
            continue
        percent = Decimal(shares[0]["percent"])
        whole = min((n for a in amounts if (n := number(a))), key=lambda n: abs(_part(n, percent) - result.value))
        part = _part(whole, percent)
        off = abs(part - result.value)
        if (result.precision + whole.precision * percent / 100) / 2 < off <= _SAME_THING * result.value:
            text = corpus.pages.text(document_id, page)
            yield Draft(
                footprint_id=corpus.footprint_at(document_id, page, cell.start),
                document_id=document_id,
                message=(
                    f"{plain(percent)}% of {pounds(whole.value)} is {pounds(part)}; beside it stands "
                    f"{pounds(result.value)}."
                ),
                explanation=(
                    f"{pounds(whole.value)} x {plain(percent)}% = {pounds(part)}, {pounds(off)} "
                    f"{'less' if part < result.value else 'more'} than printed."
                ),
                quotes=(text[cell.start : row[-1].end].rstrip(),),
                severity="info" if off <= _SLIGHT * result.value else None,
            )


def _part(whole: Number, percent: Decimal) -> Decimal:
    return whole.value * percent / 100
