"""The derived view: what a reader sees, and the way back to the canonical text."""

from hypothesis import given
from hypothesis import strategies as st

from extractors.blocks import page_blocks, sentences
from extractors.document import Page


def texts(text: str) -> list[str]:
    return [block.text for block in page_blocks(Page(1, text))]


def test_markup_and_bullets_are_gone_from_the_view() -> None:
    assert texts("- › **Lead:** Jo Bloggs\n- › [Link](#)") == ["Lead: Jo Bloggs", "Link"]


def test_a_span_leads_back_to_the_canonical_text() -> None:
    page = Page(1, "- › **Lead:**  Jo  Bloggs")
    [block] = page_blocks(page)
    start, end = block.span(*(block.text.index("Jo"), len(block.text)))
    assert page.text[start:end] == "Jo  Bloggs"  # two spaces in the page, one in the view


def test_lines_that_the_width_broke_are_joined() -> None:
    text = (
        "The plan for the county says that spending on hospitals\n"
        "will have to come down by a good deal before the year is out."
    )
    assert len(texts(text)) == 1


def test_hyphens_at_line_ends_are_mended() -> None:
    assert (
        texts("The plan says that all clinical commis-\nsioning groups will work together.")[0].count("commissioning")
        == 1
    )


def test_labels_on_lines_of_their_own_are_not_joined() -> None:
    assert texts("Healthcare: £2m\nSocial care: £1m") == ["Healthcare: £2m", "Social care: £1m"]


def test_rows_keep_their_cells() -> None:
    [row] = page_blocks(Page(1, "| Total | £3m |"))
    assert (row.cell(0), row.cell(1), row.cell(2)) == ("Total", "£3m", "")


def test_abbreviations_end_no_sentence() -> None:
    text = "Dr. Ada Vane leads it. She said so (see p. 4). Costs rise."
    assert [text[a:b].strip() for a, b in sentences(text)] == [
        "Dr. Ada Vane leads it.",
        "She said so (see p. 4).",
        "Costs rise.",
    ]


@given(st.text(alphabet="ab .,\n\t|*-•£1'’()[]#\u00ad", max_size=200))
def test_every_character_of_the_view_comes_from_the_page_in_order(text: str) -> None:
    for block in page_blocks(Page(1, text)):
        assert len(block.offsets) == len(block.text)
        assert list(block.offsets) == sorted(block.offsets)
        if block.text.strip():
            start, end = block.span(0, len(block.text))
            assert 0 <= start < end <= len(text)


def test_the_hyphen_of_a_compound_stays_when_a_line_ends_with_it() -> None:
    [text] = texts(
        "The plan for Stoke-on-\nTrent takes a long-\nterm view of the trans-\nformation of all its hospitals"
    )
    assert text == "The plan for Stoke-on-Trent takes a long-term view of the transformation of all its hospitals"


def test_a_row_parted_by_bars_that_ran_out_of_room_is_one_row() -> None:
    text = "Area | Lead | Body\nDorset | Jo Lee | Dorset Clinical\nCommissioning Group\nKent | Al Fox | Kent CCG"
    page = Page(1, text, wraps=(text.index("\nCommissioning"),))
    rows = [block.text for block in page_blocks(page)]
    assert rows[1:] == ["Dorset\tJo Lee\tDorset Clinical Commissioning Group", "Kent\tAl Fox\tKent CCG"]
