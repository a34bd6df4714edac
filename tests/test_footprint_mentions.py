"""Footprints by name, alias, abbreviation, brand and place."""

import pytest

from extractors.mentions.footprints import find_footprints, footprint_of_title, resolve_name


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Staffordshire & Stoke on Trent", 10),  # ampersand, no hyphens
        ("Humber, Coast and Vale", 6),
        ("Coast, Humber and Vale", 6),
        ("Luton, with Milton Keynes and Bedfordshire", 24),
        ("the BNSSG plan", 39),
        ("Joined Up Care Derbyshire", 12),
        ("Northumberland Tyne and Wear", 1),  # no comma
        ("Our Healthier South East London", 30),
        ("Shrops, Telford & Wrekin", 11),  # shortened words
        ("Bucks, Oxon & Berks West", 44),
        ("W, N & E Cumbria", 2),
        ("NE London", 29),
        ("B\u2019ham & Solihull", 17),
    ],
)
def test_names(text: str, number: int) -> None:
    assert [m.footprint_id for m in find_footprints(text)] == [f"E540000{number:02d}"]


def test_what_means_something_else_alone_is_short_for_nothing() -> None:
    assert find_footprints("Beds are full. Ward E is closed") == []


def test_and_within_a_name_does_not_split_a_list() -> None:
    found = find_footprints("West Yorkshire and Cambridgeshire and Peterborough and Devon")
    assert [m.footprint_id for m in found] == ["E54000005", "E54000021", "E54000037"]


def test_the_longest_name_wins() -> None:
    [mention] = find_footprints("in South Gloucestershire")
    assert (mention.footprint_id, mention.strength) == ("E54000039", "place")


def test_a_name_within_a_body_is_marked() -> None:
    [mention] = find_footprints("Devon County Council met")
    assert mention.is_body


@pytest.mark.parametrize(
    ("title", "number"), [("DORSET (2)", 41), ("26. Mid and South Essex", 26), ("Kent & Medway STP", 32)]
)
def test_titles(title: str, number: int) -> None:
    assert footprint_of_title(title) == f"E540000{number:02d}"


@pytest.mark.parametrize("title", ["Dorset hospitals in crisis", "Financial gap", "Outlook"])
def test_titles_that_say_more_are_no_names(title: str) -> None:
    assert footprint_of_title(title) is None


def test_a_misspelt_name_is_resolved_only_where_one_is_clearly_nearest() -> None:
    near = resolve_name("Leicester, Leicestershre and Rutland")
    assert near.footprint_id == "E54000015"
    assert not near.exact
    assert resolve_name("East and West").footprint_id is None
