"""Statements of any record table by their record id, for findings that rest on views."""

from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from schemas.tables import RECORD_TABLES

_EVERY = "\nUNION ALL ".join(
    f"SELECT record_id, document_id, page, char_start, char_end FROM {table.name}"  # noqa: S608 - our own names
    for table in RECORD_TABLES
)


class Statement(NamedTuple):
    """Where a record stands."""

    record_id: str
    document_id: str
    page: int
    char_start: int
    char_end: int


def statements(corpus: Corpus, *record_ids: str) -> list[Statement]:
    """The statements with these ids, in the order asked for."""
    query = f"SELECT * FROM ({_EVERY}) WHERE list_contains(?, record_id)"  # noqa: S608 - our own names
    found = {statement.record_id: statement for statement in corpus.fetch(Statement, query, list(record_ids))}
    return [found[record_id] for record_id in record_ids if record_id in found]
