"""What must hold of every load before it is published; a load in which something does not is thrown away."""

from collections.abc import Iterator

import duckdb

from pipeline.warehouse.errors import WarehouseError
from schemas.documents import SectionRow
from schemas.records import Evidence
from schemas.tables import RECORD_TABLES, TABLES

_OTHER_WORDS = """
    SELECT e.document_id, 'page ' || e.page, e.quote FROM {} e LEFT JOIN pages p USING (document_id, page)
    WHERE e.quote IS DISTINCT FROM substr(p.text, e.char_start + 1, e.char_end - e.char_start)
"""
_UNKNOWN_FOOTPRINT = """
    SELECT document_id, footprint_id FROM {} ANTI JOIN footprints USING (footprint_id) WHERE footprint_id IS NOT NULL
"""
_IDS = "SELECT record_id, document_id, '{0}' FROM {0}"


def uphold(con: duckdb.DuckDBPyConnection) -> None:
    """Raise WarehouseError on the first of them that some row breaks, with the number of rows and one of them."""
    for meaning, failing in _invariants():
        rows = con.execute(failing).fetchall()
        if rows:
            raise WarehouseError(
                f"nothing was published: {len(rows)} rows break the rule that {meaning}; first: "
                + ", ".join(str(value) for value in rows[0])
            )


def _invariants() -> Iterator[tuple[str, str]]:
    """Meaning, and SQL that returns the rows for which it does not hold."""
    yield (
        "a document stands in the warehouse once",
        "SELECT file_name, document_id FROM documents QUALIFY count(*) OVER (PARTITION BY document_id) > 1",
    )
    for name, table in TABLES.items():
        if issubclass(table.model, Evidence):
            yield f"{name} quote the words at their place", _OTHER_WORDS.format(name)
        if issubclass(table.model, (Evidence, SectionRow)):
            yield f"{name} name a footprint that there is", _UNKNOWN_FOOTPRINT.format(name)
    every_id = " UNION ALL ".join(_IDS.format(table.name) for table in RECORD_TABLES)
    yield "a record has an id of its own", f"FROM ({every_id}) QUALIFY count(*) OVER (PARTITION BY record_id) > 1"
