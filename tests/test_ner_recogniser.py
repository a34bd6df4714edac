"""What the shipped recogniser finds, on made-up examples of the kinds of text it will meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.ner import recognise, recognise_many


def found(text: str) -> list[tuple[str, str]]:
    return [(entity.label, entity.text) for entity in recognise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a label and its value; honorific and post-nominals stay outside the name
        (
            "Lead: Dr Anjali Perera OBE, Eastmere CCG",
            [("ROLE", "Lead"), ("PERSON", "Anjali Perera"), ("ORG", "Eastmere CCG")],
        ),
        # labels glued to their values, two on a line
        (
            "SRO:Tom Hallworth Clinical Lead: Dr Ngozi Obi",
            [("ROLE", "SRO"), ("PERSON", "Tom Hallworth"), ("ROLE", "Clinical Lead"), ("PERSON", "Ngozi Obi")],
        ),
        # several people, with the separators of a crowded cell
        (
            "Clinical Lead: Mark Penfold, Bushra Anwar/Sean O'Malley",
            [
                ("ROLE", "Clinical Lead"),
                ("PERSON", "Mark Penfold"),
                ("PERSON", "Bushra Anwar"),
                ("PERSON", "Sean O'Malley"),
            ],
        ),
        # nobody is nobody
        ("SRO: TBC", [("ROLE", "SRO")]),
        ("SRO: All organisations", [("ROLE", "SRO")]),
        # a title before a surname
        ("Cllr Rahman thanked Mrs McAllister.", [("PERSON", "Rahman"), ("PERSON", "McAllister")]),
        # two CCGs under one name; "&" and "and" within
        (
            "Priya Nair, Interim Chief Officer, Redmere & Tarn and Wyke Forest CCGs",
            [
                ("PERSON", "Priya Nair"),
                ("ROLE", "Interim Chief Officer"),
                ("ORG", "Redmere & Tarn and Wyke Forest CCGs"),
            ],
        ),
        # a body and its abbreviation are two mentions
        (
            "University Hospitals of Wexmere NHS Trust (UHWM) has a deficit of £12m.",
            [("ORG", "University Hospitals of Wexmere NHS Trust"), ("ORG", "UHWM")],
        ),
        # prose
        (
            "The plan is led by Fiona Hartwell, chief executive of Eastmere County Council.",
            [("PERSON", "Fiona Hartwell"), ("ROLE", "chief executive"), ("ORG", "Eastmere County Council")],
        ),
        # national bodies
        ("It was sent to NHS England and NHS Improvement.", [("ORG", "NHS England"), ("ORG", "NHS Improvement")]),
        # headings, places, footprints and programmes are no entities
        ("CASE FOR CHANGE", []),
        ("Across Norfolk and Waveney the gap is £415m.", []),
        ("The Planned Care programme will save £12m by 2020/21.", []),
        ("Simplify urgent care; reduce admissions; join up budgets.", []),
    ],
)
def test_finds(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@given(st.text(alphabet=st.sampled_from("Dr JaneSmith,:/–\n\t‘’£é𝒜☃ NHSCG.&'()"), max_size=120))
def test_offsets_point_at_the_words(text: str) -> None:
    """Code points, also behind characters that other systems count as two."""
    end = 0
    for entity in recognise(text):
        assert text[entity.start : entity.end] == entity.text
        assert entity.start >= end
        assert entity.text == entity.text.strip() != ""
        end = entity.end


def test_many_texts_give_what_each_gives_alone() -> None:
    texts = ["Lead: Jane Smith, Eastmere CCG", "", "Nothing here.", "SRO: Kwame Boateng"]
    assert recognise_many(texts) == [recognise(text) for text in texts]
