"""When two records, in two warehouses, are the same statement.

A record's id rests on the bytes of its document and its place there, so that it changes with the first line that
somebody inserts. What stays is looked for in the same document, that is the same bytes, or the file of the same source
or name, from the surest sign to the weakest. What one pass has paired, the next leaves alone.
"""

from typing import NamedTuple

from schemas.tables import Table

_NOT_COMPARED = {
    *("record_id", "document_id", "page", "char_start", "char_end", "quote", "boxes", "method", "extractor"),
    "ordinal",  # a bullet that moved down because another was put before it is no other bullet
    "precision_gbp",  # follows from amount_text
}

IDENTITY = {
    "populations": ("scope", "subject", "statistic"),
    "leads": ("role", "programme"),
    "financial_gaps": ("component", "scenario", "financial_year", "period", "cumulative", "organisation"),
    "capital_requirements": ("purpose", "organisation"),
    "savings": ("programme", "financial_year", "period", "basis", "cumulative", "organisation"),
    "funding": ("kind", "period", "purpose", "organisation"),
    "ics_status": ("programme",),
    "organisations": ("name",),
    "activity_changes": ("metric", "unit", "period"),
    "dashboard_scores": ("row_name", "metric"),
}
"""The columns that say what a record is about, as against what it says of it. Focuses and considerations have none."""


class Pass(NamedTuple):
    """Rows with the same key are paired in the order in which they stand.

    `only` restricts that to keys with as many rows on both sides (`balanced`) or one on each (`single`).
    """

    key: tuple[str, ...]
    only: str | None = None
    is_same: bool = False
    """Whether what it pairs is unchanged."""
    where: str = "true"


RECORD_PASSES = (
    Pass(("pair", "table_name", "footprint_id", "value", "bare"), is_same=True),
    Pass(("pair", "table_name", "footprint_id", "value"), is_same=True),
    # Another value at the same place of the same bytes: the reading has changed.
    Pass(("document_id", "table_name", "page", "char_start", "char_end"), only="balanced"),
    Pass(("pair", "table_name", "footprint_id", "bare"), only="balanced"),
    # The same words around another figure.
    Pass(("pair", "table_name", "footprint_id", "mould"), only="balanced"),
    # The same words, now taken to speak of another footprint.
    Pass(("pair", "table_name", "bare"), only="balanced"),
    Pass(("pair", "table_name", "footprint_id", "about"), only="single", where="about IS NOT NULL"),
)
FINDING_PASSES = (
    Pass(("rule", "footprint_id", "pair", "message"), only="balanced"),
    Pass(("rule", "footprint_id", "pair", "quotes"), only="balanced"),
    Pass(("rule", "footprint_id", "pair", "mould"), only="balanced"),
    Pass(("rule", "footprint_id", "pair"), only="single"),
)
DOCUMENT_PASSES = (
    Pass(("source",), only="single"),
    Pass(("file_name",), only="balanced"),
)


def compared(table: Table) -> tuple[str, ...]:
    """The columns of a record table in which a change is a change."""
    return tuple(column.name for column in table.columns if column.name not in _NOT_COMPARED)
