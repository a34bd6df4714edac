"""Whatever stands on a page, its text holds each piece once, and the map leads from the text back to it."""

from pathlib import Path

from drawn_pdfs import lines, read_drawn
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Page
from pipeline.reading.layout import arrange
from pipeline.reading.page_labels import labelled
from pipeline.reading.pdf import compose
from pipeline.reading.pieces import Piece, is_bullet

WORDS = st.text(st.sampled_from("abcdefgh£123.,%-•"), min_size=1, max_size=12)


@st.composite
def pages_of_pieces(draw: st.DrawFn) -> list[Piece]:
    """Pieces anywhere on a page, also on top of each other, numbered as pdfium numbers characters."""
    pieces, start = [], 0
    for number, text in enumerate(draw(st.lists(WORDS, max_size=40))):
        x, baseline = draw(st.floats(0, 500)), draw(st.integers(1, 40)) * 20.0
        size = draw(st.sampled_from([7.0, 10.0, 18.0]))
        marked = f"{text}{number}"  # no two alike: a copy of a text on the same place is left out
        pieces.append(
            Piece(x, baseline - size, x + len(marked) * size / 2, baseline + 2, baseline, size, marked, start)
        )
        start += len(marked) + 1
    return pieces


@given(pages_of_pieces())
def test_every_piece_is_in_the_text_once_and_the_map_leads_to_it(pieces: list[Piece]) -> None:
    text, page_map, *_ = compose([(0, arrange(pieces))])
    starts = list(page_map.starts)
    assert sorted(starts) == [piece.start for piece in pieces]
    by_start = {piece.start: piece.text for piece in pieces}
    for offset, start, count in zip(page_map.offsets, starts, page_map.counts, strict=True):
        assert text[offset : offset + count] == by_start[start]
    assert "".join(text.split()) == "".join(by_start[start] for start in starts)


@given(pages_of_pieces(), st.floats(0, 1), st.floats(0, 1))
def test_a_slice_leads_to_its_own_characters(pieces: list[Piece], one: float, other: float) -> None:
    text, page_map, *_ = compose([(0, arrange(pieces))])
    characters = {piece.start + i: c for piece in pieces for i, c in enumerate(piece.text)}
    start, end = sorted((round(one * len(text)), round(other * len(text))))
    led_to = [characters[i] for first, last, _ in page_map.stretches(start, end) for i in range(first, last)]
    assert "".join(led_to) == "".join(text[start:end].split())


def test_a_list_mark_is_told_from_a_word() -> None:
    assert all(map(is_bullet, ("•", "–", "1.", "(a)", "iv)", "›")))
    assert not any(map(is_bullet, ("a", "2017", "1.5", "£", "and)")))


def test_page_numbers_that_count_on_are_labels_and_others_are_not() -> None:
    texts = ("Contents\n1", "44 footprints\n2", "2016\nwords\n3", "Page 4 of 4\nwords")
    pages = labelled([Page(number, text) for number, text in enumerate(texts, start=11)])
    assert [page.label for page in pages] == ["1", "2", "3", "4"]


def test_labels_of_the_file_stand_in_where_none_is_printed() -> None:
    pages = labelled([Page(1, "Cover"), Page(2, "Words\n1"), Page(3, "Words\n2")], ["cover", "1", "2"])
    assert [page.label for page in pages] == ["cover", "1", "2"]


def test_the_parts_of_a_running_header_stand_in_no_column(tmp_path: Path) -> None:
    left, right = (
        ["The board wants one laboratory for all", "three hospitals by 2019, so"] * 3,
        ["It meets in spring"] * 6,
    )

    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 800, "Example STP: draft")
        canvas.drawString(440, 800, "OFFICIAL")
        lines(canvas, 72, 760, *left)
        lines(canvas, 320, 760, *(f"{line} and in the autumn," for line in right))

    first, second = (page.text.split("\n") for page in read_drawn(tmp_path, page, page).document.pages)
    assert [line for line in second if line][:3] == ["Example STP: draft\tOFFICIAL", *left[:2]]
    assert first.index("OFFICIAL") > 2  # nothing shows yet that it runs


PROSE = "The plan for this county is one of forty-four, and it"


def test_a_line_drawn_out_to_fill_its_column_is_no_row(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 72, 700, PROSE)
        words, x = ("LANCASHIRE", "AND", "SOUTH"), 72.0
        end = x + canvas.stringWidth(PROSE, "Helvetica", 11)
        widths = [canvas.stringWidth(word, "Helvetica", 11) for word in words]
        for word, width in zip(words, widths, strict=True):
            canvas.drawString(x, 660, word)
            x += width + (end - 72 - sum(widths)) / 2
        lines(canvas, 72, 646, "CUMBRIA")
        lines(canvas, 72, 600, PROSE)
        for x, year in ((72, "2017/18"), (160, "2018/19"), (270, "2019/20")):
            canvas.drawString(x, 560, year)

    text = read_drawn(tmp_path, page).document.pages[0].text
    assert "LANCASHIRE AND SOUTH\nCUMBRIA" in text
    assert "2017/18\t2018/19\t2019/20" in text


def test_lists_side_by_side_are_read_one_after_the_other_though_they_are_short(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 72, 700, "• Urgent care")
        lines(canvas, 320, 700, "• Planned care", "• Cancer")
        lines(canvas, 56, 660, "A line below both of them")

    text = read_drawn(tmp_path, page).document.pages[0].text
    assert text.split() == [
        "•",
        "Urgent",
        "care",
        "•",
        "Planned",
        "care",
        "•",
        "Cancer",
        "A",
        "line",
        "below",
        "both",
        "of",
        "them",
    ]
