"""Lines of a PDF that only ran out of room are one paragraph in the view; lines that their writer ended stay apart."""

from pathlib import Path

from drawn_pdfs import lines, read_drawn
from reportlab.pdfgen.canvas import Canvas

from extractors.blocks import page_blocks

SENTENCE = (
    "The five trusts and the two councils will share one",
    "Estates team, one payroll and one contract for energy by",
    "April 2019, which Oxford and Reading did two years ago.",
)


def blocks(folder: Path, draw: object) -> list[str]:
    assert callable(draw)
    return [block.text for block in page_blocks(read_drawn(folder, draw).document.pages[0])]


def test_a_line_that_ran_out_of_room_goes_on_also_before_a_capital(tmp_path: Path) -> None:
    assert blocks(tmp_path, lambda c: lines(c, 72, 700, *SENTENCE)) == [" ".join(SENTENCE)]


def test_lines_with_room_for_more_are_of_their_own(tmp_path: Path) -> None:
    bodies = ("Example Hospitals NHS Trust", "Example County Council", "Long Example and Short Example CCG")
    assert blocks(tmp_path, lambda c: lines(c, 72, 700, *bodies)) == list(bodies)


def test_a_narrow_box_beside_nothing_has_its_own_edge(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 20)
        canvas.drawString(72, 760, "One laboratory for the three hospitals")
        canvas.setFont("Helvetica", 11)
        lines(
            canvas,
            72,
            700,
            "The Royal Infirmary keeps",
            "Urgent tests. Everything",
            "Planned goes to Reading,",
            "Oxford",
        )

    assert blocks(tmp_path, page)[1:] == [
        "The Royal Infirmary keeps Urgent tests. Everything Planned goes to Reading, Oxford"
    ]


def test_a_label_begins_a_line_of_its_own_among_short_ones(tmp_path: Path) -> None:
    labels = ("Savings that were proposed: £641 million", "Capital funding required: £77 million")
    assert blocks(tmp_path, lambda c: lines(c, 72, 700, *labels)) == list(labels)


def test_a_word_that_begins_with_a_letter_of_a_list_is_no_item(tmp_path: Path) -> None:
    wrapped = ("The board chose the smallest of the three hospitals and", "of the two sites the one by the railway")
    assert blocks(tmp_path, lambda c: lines(c, 72, 700, *wrapped)) == [" ".join(wrapped)]


def test_an_item_of_a_list_within_a_list_is_indented(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 72, 700, "• Three places", "• Two more")
        lines(canvas, 90, 672, "– Reading", "– Oxford")
        lines(canvas, 72, 644, "• One last")

    found = read_drawn(tmp_path, page).document.pages[0].text
    assert found == "• Three places\n• Two more\n  – Reading\n  – Oxford\n• One last"


def test_a_page_number_at_the_edge_does_not_widen_the_column(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 72, 700, *SENTENCE)
        canvas.drawRightString(560, 40, "Page 7 of 9")

    assert blocks(tmp_path, page)[0] == " ".join(SENTENCE)
