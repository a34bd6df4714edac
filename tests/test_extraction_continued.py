"""What a table says goes on where the table does: on the next page, under its header again."""

from extractors.document import Document, Page
from extractors.extract import extract
from schemas.records import Organisation

FIRST = """Name of footprint and no:\tExampleshire (10)
Organisations within footprints:\tNorth Example CCG,
\tSouth Example CCG,"""
SECOND = """Name of footprint and no:\tExampleshire (10)
\tExample and Little Example Partnership
\tTrust (ELEPT),
\tExample County Council (ECC)"""


def test_bodies_listed_in_a_table_that_goes_on() -> None:
    document = Document("0" * 64, "plan.pdf", (Page(1, FIRST), Page(2, SECOND)))
    found = [r for r in extract(document).records if isinstance(r, Organisation)]
    assert [(r.page, r.name) for r in found if r.page == 2] == [
        (2, "Example and Little Example Partnership Trust"),
        (2, "Example County Council"),
    ]
