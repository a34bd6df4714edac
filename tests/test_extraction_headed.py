"""What amounts stand under: lists whose heading or lead-in says what their entries are."""

import pytest
from reading_text import rows

_PLAN = "The plan for Somerset\n\n"


def test_a_lead_in_says_what_the_entries_below_it_are() -> None:
    text = "We could manage on less.\nWe can save money.\nNight cover: £3 million.\nBetter buying: £9 million.\n"
    assert rows(_PLAN + text, "savings", "amount_text") == [("£3 million",), ("£9 million",)]


def test_a_heading_of_needs_makes_buildings_capital_and_leaves_the_rest() -> None:
    text = "3. WHAT WE NEED\n\nTheatres: £21m.\nPatience: £4m.\n"
    assert rows(_PLAN + text, "capital_requirements", "amount_text") == [("£21m",)]


def test_a_list_of_awards_is_funding_though_it_is_of_capital() -> None:
    text = "Winners of the capital round:\n- Dorset: £12m\n- Norfolk and Waveney: £9m, for two wards\n"
    found = rows(text, "funding", "footprint_id", "kind")
    assert found == [("E54000041", "investment"), ("E54000022", "investment")]
    assert rows(text, "capital_requirements", "amount_text") == []


@pytest.mark.parametrize(
    "heading",
    ["Our hospitals' finances", "Contracts let this year", "The picture across England", "Where the money goes now"],
)
def test_a_list_of_something_else_is_nothing_of_the_footprints_own(heading: str) -> None:
    text = f"{_PLAN}{heading}\n\nMusgrove: £6m in deficit.\nSaved: £9m.\n"
    assert [
        r
        for table in ("financial_gaps", "savings")
        for r in rows(text, table, "amount_text", "organisation")
        if r[1] is None
    ] == []


def test_a_sentence_is_no_entry_of_a_list() -> None:
    text = "Savings by theme\n\nThe new road would cost £9m, the county council says.\n"
    assert rows(_PLAN + text, "savings", "amount_text") == []
