"""Running headers and footers are no part of what a page says; its canonical text keeps them."""

from pathlib import Path

from drawn_pdfs import lines, read_drawn
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Page
from extractors.page_ends import document_blocks


def texts(*pages: str, labels: tuple[str, ...] = ("1", "2", "3")) -> list[list[str]]:
    document = Document("0", "plan.pdf", tuple(Page(n, text, labels[n - 1]) for n, text in enumerate(pages, start=1)))
    blocks = document_blocks(document)
    return [[block.text for block in blocks if block.page is page] for page in document.pages]


def page(words: str, number: int) -> str:
    return f"Example STP: draft\tOFFICIAL\n\n{words}\n\nwww.example.org\t{number}"


def test_the_first_page_keeps_them_and_numbers_go_from_all() -> None:
    assert texts(page("One laboratory.", 1), page("Capital: £3m", 2), page("The end.", 3)) == [
        ["Example STP: draft\tOFFICIAL", "One laboratory.", "www.example.org"],
        ["Capital: £3m"],
        ["The end."],
    ]


def test_the_header_of_a_table_that_goes_on_stays() -> None:
    first, second, third = texts(*(f"Programme\tSaving\nBody {word}\t£{word}m" for word in ("3", "4", "5")))
    assert (first[0], second[0], third[0]) == ("Programme\tSaving",) * 3


def test_a_number_that_is_not_the_page_s_stays() -> None:
    assert texts("Beds\n\n30", "Doctors\n\n17", "Nurses\n\n3")[:2] == [["Beds", "30"], ["Doctors", "17"]]


def test_a_title_on_some_slides_stays() -> None:
    slides = ("Focuses\n\n- Cancer", "Leads\n\n- A name", "Focuses\n\n- Children", "Finance\n\n- £3m")
    assert texts(*slides, labels=("1", "2", "3", "4"))[2] == ["Focuses", "Children"]


def test_small_print_in_the_margin_of_a_single_page_heads_nothing(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 72, 760, "Surrey Heartlands", "", "It asks for £3m of capital.", "It meets in spring.")
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 815, "Partnership plan: final draft")
        canvas.drawString(72, 30, "www.example.org")
        canvas.drawString(500, 30, "12")

    blocks = document_blocks(read_drawn(tmp_path, page).document)
    assert blocks[0].text == "Surrey Heartlands"
    assert [block.kind for block in blocks[-2:]] == ["paragraph", "paragraph"]
