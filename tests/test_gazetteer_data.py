"""The gazetteers contradict neither themselves nor each other."""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from schemas.types import OrganisationType

ROOT = Path(__file__).parent.parent
KINDS = {"counties", "unitaries", "metropolitan_boroughs", "london_boroughs", "districts", "towns", "areas"}


def load(path: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))


FOOTPRINTS: list[dict[str, Any]] = load("schemas/data/footprints.toml")["footprint"]
PLACES: dict[str, dict[str, list[str]]] = load("extractors/data/places.toml")
PEOPLE: dict[str, int] = load("extractors/data/people.toml")["people"]
GROUPS: list[dict[str, Any]] = load("extractors/data/organisations.toml")["group"]
TYPES: tuple[str, ...] = get_args(OrganisationType)
ORGANISATIONS: list[dict[str, Any]] = [
    {"type": kind, "footprint": group.get("footprint"), **body}
    for group in GROUPS
    for kind in TYPES
    for body in group.get(kind, [])
]


def folded(name: str) -> str:
    """What a reader takes for the same name: "Kent & Medway" and "KENT AND MEDWAY"."""
    words = re.findall(r"\w+", name.casefold().replace("&", " and ").replace("'", ""))
    return " ".join(word for word in words if word != "the")


def borne_by_several(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    """The names, of (name, bearer) pairs, that stand more than once, with their bearers."""
    bearers = defaultdict(list)
    for name, bearer in pairs:
        bearers[folded(name)].append(bearer)
    return {name: found for name, found in bearers.items() if len(found) > 1}


def names(footprint: dict[str, Any]) -> list[str]:
    return [footprint["name"], *footprint["aliases"], *footprint["brands"], *footprint["ambiguous"]]


def test_the_size_of_every_footprint_is_known_and_they_add_up_to_england() -> None:
    assert list(PEOPLE) == [str(footprint["number"]) for footprint in FOOTPRINTS]
    assert 54_000_000 < sum(PEOPLE.values()) < 57_000_000


def test_the_44_footprints_stand_once_each_in_nhs_englands_order() -> None:
    assert [f["number"] for f in FOOTPRINTS] == list(range(1, 45))
    assert [f["footprint_id"] for f in FOOTPRINTS] == [f"E540000{number:02d}" for number in range(1, 45)]


def test_each_region_holds_its_consecutive_numbers() -> None:
    by_region = defaultdict(list)
    for footprint in FOOTPRINTS:
        by_region[footprint["region"]].append(footprint["number"])
    assert by_region == {
        "North": list(range(1, 10)),
        "Midlands and East": list(range(10, 27)),
        "London": list(range(27, 32)),
        "South": list(range(32, 45)),
    }


def test_no_name_of_a_footprint_is_listed_twice_or_claimed_by_another() -> None:
    assert borne_by_several((name, f["number"]) for f in FOOTPRINTS for name in names(f)) == {}


def test_only_abbreviations_are_listed_with_their_stp() -> None:
    with_suffix = {name for f in FOOTPRINTS for name in names(f) if re.search(r" (STP|ICS|footprint)$", name)}
    assert {name for name in with_suffix if not re.fullmatch(r"[A-Z&]{2,4} STP", name)} == set()


def test_places_have_known_kinds_and_stand_under_every_footprint() -> None:
    assert list(PLACES) == [str(number) for number in range(1, 45)]
    assert {kind for places in PLACES.values() for kind in places} == KINDS | {"ambiguous"}


def test_no_place_stands_under_two_footprints() -> None:
    listed = ((name, number) for number, places in PLACES.items() for kind in KINDS for name in places.get(kind, []))
    assert borne_by_several(listed) == {}


def test_ambiguous_places_are_places_of_their_footprint() -> None:
    for number, places in PLACES.items():
        listed = {name for kind in KINDS for name in places.get(kind, [])}
        assert set(places["ambiguous"]) <= listed, number


def test_the_local_authorities_of_2016_are_all_there_but_those_that_footprints_divide() -> None:
    # Divided: County Durham among the unitaries; Cumbria, Essex, Hampshire, North Yorkshire, Suffolk and Surrey
    # among the 27 counties; High Peak, Reigate and Banstead, Scarborough and Waverley among the 201 districts.
    count = Counter({kind: sum(len(places.get(kind, [])) for places in PLACES.values()) for kind in KINDS})
    assert count["unitaries"] == 56 - 1
    assert count["metropolitan_boroughs"] == 36
    assert count["london_boroughs"] == 33
    assert count["counties"] == 27 - 6
    assert count["districts"] == 201 - 4


def test_a_footprints_name_that_is_also_a_place_lies_in_that_footprint() -> None:
    number_of_place = {folded(n): number for number, places in PLACES.items() for k in KINDS for n in places.get(k, [])}
    elsewhere = [
        (name, footprint["number"], number_of_place[folded(name)])
        for footprint in FOOTPRINTS
        for name in names(footprint)
        if number_of_place.get(folded(name), str(footprint["number"])) != str(footprint["number"])
    ]
    assert elsewhere == []


def test_organisations_stand_in_groups_of_known_types_with_known_fields() -> None:
    assert {key for group in GROUPS for key in group} == {"footprint", "national", *TYPES}
    fields = {"type", "footprint", "name", "abbreviations", "aliases", "since", "until"}
    assert {field for organisation in ORGANISATIONS for field in organisation} == fields


def test_each_footprint_has_one_group_of_organisations() -> None:
    assert [group["footprint"] for group in GROUPS if "footprint" in group] == list(range(1, 45))
    assert [group for group in GROUPS if "footprint" in group and "national" in group] == []


def test_a_types_word_ends_the_name() -> None:
    endings = {"CCG": " CCG", "NHS foundation trust": " NHS Foundation Trust", "NHS trust": " Trust"}
    wrong = [o["name"] for o in ORGANISATIONS if not o["name"].endswith(endings.get(o["type"], ""))]
    assert wrong == []


def test_no_name_of_an_organisation_is_claimed_by_another() -> None:
    listed = ((name, o["name"]) for o in ORGANISATIONS for name in [o["name"], *o.get("aliases", [])])
    assert borne_by_several(listed) == {}


def test_no_organisation_lists_an_abbreviation_twice() -> None:
    for organisation in ORGANISATIONS:
        abbreviations = organisation.get("abbreviations", [])
        assert len(set(abbreviations)) == len(abbreviations), organisation


def test_the_209_ccgs_of_2016_are_all_there() -> None:
    in_2016 = [o["name"] for o in ORGANISATIONS if o["type"] == "CCG" and o.get("since", 2016) <= 2016]
    assert len(in_2016) == 209


def test_every_footprint_has_a_ccg_and_a_trust() -> None:
    for wanted in ("CCG", "trust"):
        covered = {o["footprint"] for o in ORGANISATIONS if o["footprint"] and o["type"].endswith(wanted)}
        missing = set(range(1, 45)) - covered
        assert missing == set(), wanted


def test_a_ccg_named_after_a_place_serves_that_places_footprint() -> None:
    number_of_place = {folded(n): number for number, places in PLACES.items() for k in KINDS for n in places.get(k, [])}
    elsewhere = [
        o["name"]
        for o in ORGANISATIONS
        if o["type"] == "CCG"
        and o["footprint"]
        and number_of_place.get(folded(o["name"].removesuffix(" CCG")), str(o["footprint"])) != str(o["footprint"])
    ]
    assert elsewhere == []
