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


def test_the_words_above_give_scenario_and_year() -> None:
    text = (
        "IN 2020/21 IF NOTHING IS DONE\n\nThe county: £81m short.\n\nOnce the plan is done\n\nThe county: £2m short.\n"
    )
    found = rows(_PLAN + text, "financial_gaps", "amount_text", "scenario", "financial_year")
    assert found == [("£81m", "do_nothing", "2020/21"), ("£2m", "residual", None)]


def test_the_sentence_before_says_whose_share_an_amount_is() -> None:
    text = "Left as they are, services will be £90m short by 2020/21. Most of that is with the NHS. It is £60m.\n"
    found = rows(_PLAN + text, "financial_gaps", "amount_text", "component", "scenario")
    assert found[1] == ("£60m", "health", "do_nothing")


def test_a_table_of_schemes_and_what_was_asked_for_each_is_of_capital() -> None:
    table = "Area | scheme | asked | outcome\nDorset | new theatre | £8m | waiting\nDevon | hub | £5m | withdrawn\n"
    table += "Somerset | ward block | £3m | refused\n"
    assert rows(table, "capital_requirements", "footprint_id", "purpose") == [
        ("E54000041", "new theatre"),
        ("E54000038", "ward block"),
    ]
    assert rows(table, "funding", "amount_text") == []


def test_a_form_whose_lines_ran_together_has_its_numbered_fields() -> None:
    form = "Return Footprint no. 38 Name Somerset Programme lead Ann Lee "
    form += "Box 2 Size of the challenge (£m, year 5, no action) NHS 120 Local authorities 55 Both 175\n\n"
    form += "Box 3 How will you meet it? Fewer sites. New teams £31m. Not yet costed: offices.\n"
    found = rows(form, "financial_gaps", "amount_text", "component", "scenario")
    assert found == [
        ("120", "health", "do_nothing"),
        ("55", "social_care", "do_nothing"),
        ("175", "combined", "do_nothing"),
    ]
    assert rows(form, "savings", "footprint_id", "amount_text") == [("E54000038", "£31m")]


def test_half_a_sentence_is_no_label_that_refuses_its_amount() -> None:
    text = "The underlying CCG deficit at the close of 2015/16 total £9m.\n"
    assert rows(_PLAN + text, "financial_gaps", "amount_text") == [("£9m",)]
