"""The models as the warehouse's contract: its columns, its ids, and what a row may not say."""

from decimal import Decimal
from typing import Any

import duckdb
import jsonschema
import pytest
from pydantic import ValidationError

from schemas.footprints import all_footprints, footprint_code
from schemas.records import FinancialGap, Focus, Population
from schemas.tables import RECORD_TABLES, TABLES, ddl, json_schema
from schemas.types import Box

FIRST = "record_id footprint_id document_id page char_start char_end quote boxes method extractor"
AMOUNT = "amount_gbp amount_gbp_high bound amount_text precision_gbp"
FURTHER = {
    "populations": "people people_text approximate scope subject statistic",
    "leads": "name honorific post_nominals role position organisation programme",
    "financial_gaps": f"{AMOUNT} component scenario financial_year period cumulative organisation",
    "capital_requirements": f"{AMOUNT} purpose organisation",
    "savings": f"{AMOUNT} programme financial_year period basis cumulative organisation",
    "funding": "amount_gbp_low amount_gbp_high bound amount_text kind period purpose organisation",
    "ics_status": "status programme",
    "focuses": "ordinal text",
    "considerations": "ordinal text",
    "organisations": "name abbreviation organisation_type",
    "activity_changes": "metric change unit period",
    "dashboard_scores": "row_name metric value_text value unit",
}
PLACE = {"document_id": "0" * 64, "page": 1, "char_start": 0, "char_end": 4, "quote": "£80m"}
FOUND = {"footprint_id": footprint_code(1), "method": "rule", "extractor": "test"}
GAP: dict[str, Any] = {
    **PLACE, **FOUND, "amount_gbp": Decimal(80_000_000), "amount_text": "£80m", "precision_gbp": Decimal(1_000_000),
    "component": "combined", "scenario": "do_nothing",
}  # fmt: skip


@pytest.mark.parametrize("table", RECORD_TABLES, ids=lambda table: table.name)
def test_a_record_table_has_the_columns_that_readers_were_promised(table: Any) -> None:
    assert [column.name for column in table.columns] == f"{FIRST} {FURTHER[table.name]}".split()


def test_duckdb_makes_every_table_with_its_comments() -> None:
    with duckdb.connect() as con:
        con.execute(ddl())
        made = con.execute("SELECT table_name, comment FROM duckdb_tables() ORDER BY table_oid").fetchall()
    assert made == [(table.name, table.description) for table in TABLES.values()]


def test_what_is_never_null_cannot_be_stored_as_null() -> None:
    with duckdb.connect() as con:
        con.execute(ddl())
        with pytest.raises(duckdb.ConstraintException, match="NOT NULL"):
            con.execute("INSERT INTO pages (document_id, page, text) VALUES ('d', 1, NULL)")


def test_json_schema_describes_a_row_of_each_table() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(TABLES)
    gap = FinancialGap.identified(**GAP, boxes=(Box(x0=1, top=2, x1=3, bottom=4),)).model_dump(mode="json")
    one_row = {**schema, **schema["properties"]["financial_gaps"]}
    jsonschema.validate(gap, one_row)
    for wrong in ({"scenario": "worst_case"}, {"boxes": [{"x0": "left"}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**gap, **wrong}, one_row)


def test_an_id_depends_on_place_and_value_and_not_on_who_found_it() -> None:
    record = FinancialGap.identified(**GAP)
    assert FinancialGap.identified(**GAP).record_id == record.record_id
    assert FinancialGap.identified(**{**GAP, "method": "ner", "extractor": "other"}).record_id == record.record_id
    for change in ({"char_start": 1}, {"page": 2}, {"component": "health"}, {"amount_gbp": Decimal(81_000_000)}):
        assert FinancialGap.identified(**{**GAP, **change}).record_id != record.record_id


def test_the_same_words_in_two_tables_are_two_records() -> None:
    item = {**PLACE, **FOUND, "ordinal": 1, "text": "£80m"}
    assert Focus.identified(**item).record_id != FinancialGap.identified(**GAP).record_id


@pytest.mark.parametrize(
    "wrong",
    [
        {"footprint_id": "E54000045"},
        {"footprint_id": "Dorset"},
        {"page": 0},
        {"quote": ""},
        {"financial_year": "2020-21"},
        {"scenario": "worst_case"},
        {"amount_gbp": Decimal("0.001")},
        {"colour": "red"},
    ],
    ids=str,
)
def test_a_row_that_says_what_it_cannot_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FinancialGap.identified(**{**GAP, **wrong})


def test_a_population_has_people() -> None:
    population = {**PLACE, **FOUND, "people_text": "0", "approximate": False, "scope": "footprint"}
    with pytest.raises(ValidationError, match="greater than 0"):
        Population.identified(**population, people=0)


def test_the_gazetteer_has_the_44_footprints_under_their_codes() -> None:
    assert [footprint.footprint_id for footprint in all_footprints()] == [footprint_code(n) for n in range(1, 45)]
    for number in (0, 45):
        with pytest.raises(ValueError, match=f"no footprint {number}"):
            footprint_code(number)
