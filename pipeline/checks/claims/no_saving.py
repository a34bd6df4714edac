"""A programme that is said to save nothing, under a heading with a saving or with a saving in another table."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from extractors.patterns import keyed
from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import grids
from pipeline.checks.rule import Draft
from pipeline.checks.wording import pounds

_NONE = keyed(
    r"(?i)\b(?:will not|does not|do not|cannot) (?:deliver|produce|generate|make|release|yield) (?:any )?"
    r"(?:direct |cash[- ]releasing |financial )?(?:cost reductions?|savings?)\b"
)
_QUERY = """
    SELECT record_id, footprint_id, page, char_start, char_end, amount_gbp FROM savings
    WHERE document_id = ? AND page BETWEEN ? - 1 AND ? AND organisation IS NULL
      AND (page < ? OR char_start < ?)
    ORDER BY page DESC, char_start DESC, record_id LIMIT 1
"""
_NEAR = 4000
_NOT_COUNTED = regex.compile(
    r"(?i)\bno (?:financial |cash |direct )?savings? (?:has|have|is|are) (?:been )?(?:included|counted|assumed)\b"
)
_BY_NAME = """
    SELECT record_id, footprint_id, page, char_start, char_end, amount_gbp FROM savings
    WHERE document_id = ? AND organisation IS NULL AND amount_gbp > 0
      AND regexp_matches(lower(programme), '\\b' || ? || '\\b')
    ORDER BY amount_gbp DESC, page, char_start, record_id LIMIT 1
"""
_LABEL_WORD = regex.compile(r"\p{L}{5,}")


class Saving(NamedTuple):
    record_id: str
    footprint_id: str | None
    page: int
    char_start: int
    char_end: int
    amount_gbp: Decimal


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id, page, text in corpus.pages:
        yield from _rows(corpus, document_id, page, text)
        for match in _NONE.finditer(text):
            before = corpus.fetch(Saving, _QUERY, document_id, page, page, page, match.start())
            if not before or before[0].amount_gbp <= 0 or _far(before[0], page, match.start()):
                continue
            saving = before[0]
            yield Draft(
                footprint_id=saving.footprint_id,
                document_id=document_id,
                message=f"The page that counts a saving of {pounds(saving.amount_gbp)} says “{match.group()}”.",
                explanation="A programme that reduces no cost has no saving to count.",
                record_ids=(saving.record_id,),
                quotes=(
                    corpus.passage(document_id, page, match.start(), match.end()),
                    corpus.passage(document_id, saving.page, saving.char_start, saving.char_end),
                ),
            )


def _rows(corpus: Corpus, document_id: str, page: int, text: str) -> Iterator[Draft]:
    """Rows in which a programme counts no saving, though a saving bears its name elsewhere."""
    if not _NOT_COUNTED.search(text):
        return
    for row in (row for grid in grids(document_id, page, text) for row in grid.rows):
        said = next((match for cell in row[1:] if (match := _NOT_COUNTED.search(cell.text)) is not None), None)
        name = _LABEL_WORD.search(row[0].text) if said else None
        found = corpus.fetch(Saving, _BY_NAME, document_id, name.group().casefold()) if name else []
        if said and found:
            saving = found[0]
            yield Draft(
                footprint_id=saving.footprint_id,
                document_id=document_id,
                message=f"“{row[0].text}” counts no saving in one table, and {pounds(saving.amount_gbp)} in another.",
                explanation=f"“{said.group()}” against {pounds(saving.amount_gbp)}.",
                record_ids=(saving.record_id,),
                quotes=(
                    text[row[0].start : row[-1].end].strip(),
                    corpus.passage(document_id, saving.page, saving.char_start, saving.char_end),
                ),
            )


def _far(saving: Saving, page: int, position: int) -> bool:
    """Whether the saving belongs to something else: far above on the page, or not at the foot of the page before."""
    return saving.page == page and position - saving.char_end > _NEAR
