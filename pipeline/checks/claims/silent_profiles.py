"""An area that a document lists as an integrated care system, and whose profile in it does not say so."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft

_QUERY = """
    WITH profiles AS (
        SELECT document_id, footprint_id, any_value(heading ORDER BY page, char_start) AS heading
        FROM sections WHERE footprint_id IS NOT NULL AND heading IS NOT NULL
        GROUP BY document_id, footprint_id
        QUALIFY count(*) OVER (PARTITION BY document_id) >= 3
    ),
    placed AS (
        SELECT
            ics.record_id, ics.document_id, ics.footprint_id, ics.page, ics.char_start, ics.char_end, ics.status,
            ics.quote, section.footprint_id AS section_footprint_id
        FROM ics_status AS ics
        ASOF LEFT JOIN sections AS section
            ON ics.document_id = section.document_id
            AND ics.page * 1e10 + ics.char_start >= section.page * 1e10 + section.char_start
        WHERE ics.footprint_id IS NOT NULL
    )
    SELECT
        placed.record_id, placed.footprint_id, placed.document_id, placed.page, placed.char_start, placed.char_end,
        placed.quote, profiles.heading
    FROM placed
    INNER JOIN profiles USING (document_id, footprint_id)
    WHERE placed.section_footprint_id IS DISTINCT FROM placed.footprint_id AND placed.status LIKE '%_wave'
      AND NOT EXISTS (
          FROM placed AS own
          WHERE own.document_id = placed.document_id AND own.footprint_id = placed.footprint_id
            AND own.section_footprint_id = own.footprint_id
      )
    QUALIFY row_number() OVER (
        PARTITION BY placed.document_id, placed.footprint_id ORDER BY placed.page, placed.char_start
    ) = 1
    ORDER BY placed.document_id, placed.page, placed.char_start
"""


class Listed(NamedTuple):
    record_id: str
    footprint_id: str
    document_id: str
    page: int
    char_start: int
    char_end: int
    quote: str
    heading: str


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for found in corpus.fetch(Listed, _QUERY):
        name = corpus.footprint(found.footprint_id)
        yield Draft(
            footprint_id=found.footprint_id,
            document_id=found.document_id,
            message=f"{name} is listed as an integrated care system; its profile does not mention it.",
            explanation=f"“{found.quote.strip()}” stands in the list.",
            record_ids=(found.record_id,),
            quotes=(found.heading, corpus.passage_of(found)),
            severity="info",
            about=("ics", found.quote),
        )
