"""Rows of tables by the words of their label and their last figure, to hold what a text says of them against."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import grids
from pipeline.checks.totals import Line

UNITS = (Decimal(1), Decimal(1000), Decimal(10**6))
"""What the numbers of a table that does not say so may be in."""

_SAME = {"pay": "staff", "workforce": "staff", "revenue": "income"}


class Row(NamedTuple):
    """A table's row with its last figure, in the table's own unit and without its sign, and how the row is printed."""

    words: frozenset[str]
    value: Decimal
    precision: Decimal
    printed: str


def labelled_rows(corpus: Corpus, document_id: str) -> list[list[Row]]:
    """The rows of each table of a document that have a label and several figures."""
    pages = corpus.pages.of(document_id).items()
    return [rows for page, text in pages for rows in _tables(document_id, page, text)]


def _tables(document_id: str, page: int, text: str) -> Iterator[list[Row]]:
    for grid in grids(document_id, page, text):
        found = []
        for cells in grid.rows:
            line = Line(cells)
            if line.label and len(line.numbers) > 1:
                last = line.numbers[max(line.numbers)]
                printed = text[cells[0].start : cells[-1].end].strip()
                found.append(Row(label_words(line.label), abs(last.value), last.precision, printed))
        yield found


def label_words(label: str) -> frozenset[str]:
    """A label's words in the singular, the same for quantities that go by two names."""
    words = (word.casefold().removesuffix("s") for word in regex.findall(r"\p{L}+", label))
    return frozenset(_SAME.get(word, word) for word in words)
