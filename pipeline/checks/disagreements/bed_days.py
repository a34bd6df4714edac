"""Bed days a year, and the beds that they are said to be at a stated occupancy."""

from collections.abc import Iterator

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft

_CONVERTED = regex.compile(
    r"(?i)(?P<days>\d{1,3}(?:,\d{3})+|\d{3,6})\s+bed[ -]days\s+(?:per|a|each)\s+(?:year|annum)\s*\(?"
    r"(?P<beds>\d{1,4})\s+beds\b[^.;\n]{0,40}?(?P<percent>\d{2})\s?%"
)
_YEAR = 365


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id, page, text in corpus.pages:
        for match in _CONVERTED.finditer(text) if "bed" in text else ():
            days, stated, percent = (int(match[name].replace(",", "")) for name in ("days", "beds", "percent"))
            full = days / _YEAR
            needed = full * 100 / percent
            if abs(needed - stated) > 1:
                yield Draft(
                    footprint_id=corpus.footprint_at(document_id, page, match.start()),
                    document_id=document_id,
                    message=(
                        f"{days:,} bed days a year are {needed:.1f} beds at {percent}% use; the text has {stated}."
                    ),
                    explanation=(
                        f"{days:,} / {_YEAR} = {full:.1f} beds in use all year; {full:.1f} / {percent}% = {needed:.1f}."
                    ),
                    quotes=(corpus.passage(document_id, page, match.start(), match.end()),),
                    suggestion=(
                        f"{full:.1f} x {percent}% = {full * percent / 100:.1f}: multiplied instead of divided."
                        if abs(full * percent / 100 - stated) <= 1
                        else None
                    ),
                )
