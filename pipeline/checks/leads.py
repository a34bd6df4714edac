"""Leads of footprints as several checks compare them."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus

_QUERY = """
    SELECT
        record_id, footprint_id, document_id, page, char_start, char_end, name, position, organisation, programme
    FROM leads
    WHERE role = 'STP lead' AND footprint_id IS NOT NULL
    ORDER BY document_id, page, char_start, record_id
"""
_MARKS, _LETTERS = regex.compile(r"\p{M}"), regex.compile(r"\p{L}+")


class Lead(NamedTuple):
    """One statement that a person leads a footprint."""

    record_id: str
    footprint_id: str
    document_id: str
    page: int
    char_start: int
    char_end: int
    name: str
    position: str | None
    organisation: str | None
    programme: str | None


def footprint_leads(corpus: Corpus) -> list[Lead]:
    """Every statement of a footprint's lead, in reading order."""
    return corpus.fetch(Lead, _QUERY)


@lru_cache(10_000)
def person_key(name: str) -> str:
    """A person's name without case, accents, hyphens and dots: two spellings of one name are equal."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return " ".join(_LETTERS.findall(_MARKS.sub("", plain)))
