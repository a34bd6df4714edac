"""What a page's end cuts in two is one in the view; its evidence stands on one page."""

from collections.abc import Callable
from pathlib import Path

from drawn_pdfs import grid, lines, read_drawn
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Page
from extractors.extract import extract
from extractors.page_ends import document_blocks
from schemas.records import FinancialGap

FOOT, HEAD = 60, 780
ABOVE = (
    "Dorset is a county of 800,000 people, who are older than most.",
    "The STP for Dorset was published by its three councils, and the",
)


def document(folder: Path, first: object, second: object) -> Document:
    assert callable(first)
    assert callable(second)
    return read_drawn(folder, first, second).document


def texts(folder: Path, first: object, second: object) -> list[str]:
    return [block.text for block in document_blocks(document(folder, first, second))]


def test_a_sentence_goes_on_over_the_page_s_end(tmp_path: Path) -> None:
    read = document(
        tmp_path,
        lambda c: lines(c, 72, FOOT, *ABOVE, "Without change the NHS in Dorset would run up a"),
        lambda c: lines(c, 72, HEAD, "deficit of £158m by 2020/21, which nobody wants."),
    )
    assert document_blocks(read)[-1].text.endswith("would run up a deficit of £158m by 2020/21, which nobody wants.")
    [gap] = [record for record in extract(read).records if isinstance(record, FinancialGap)]
    assert (gap.page, gap.scenario, gap.quote) == (2, "do_nothing", "deficit of £158m by 2020/21, which nobody wants.")
    assert read.pages[1].text[gap.char_start : gap.char_end] == gap.quote


def test_a_sentence_that_ends_with_the_page_ends(tmp_path: Path) -> None:
    found = texts(
        tmp_path, lambda c: lines(c, 72, FOOT, "One pays."), lambda c: lines(c, 72, HEAD, "Estates are sold.")
    )
    assert found == ["One pays.", "Estates are sold."]


def test_a_heading_at_the_head_of_a_page_goes_on_with_nothing(tmp_path: Path) -> None:
    def second(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 16)
        lines(canvas, 72, HEAD, "and so to Somerset")

    assert texts(tmp_path, lambda c: lines(c, 72, FOOT, *ABOVE), second)[-1] == "and so to Somerset"


def test_a_row_that_is_cut_is_one_row_below_one_header(tmp_path: Path) -> None:
    def table(*rows: tuple[str, str]) -> object:
        def draw(canvas: Canvas) -> None:
            ys = [HEAD + 10 - 20 * i for i in range(len(rows) + 1)]
            grid(canvas, [72, 200, 500], ys)
            for y, (left, right) in zip(ys, rows, strict=False):
                canvas.drawString(76, y - 14, left)
                canvas.drawString(204, y - 14, right)

        return draw

    header = ("Programme", "Who answers for it")
    found = texts(
        tmp_path,
        table(header, ("Planned care", "The board"), ("Urgent care", "The chief nurse of the larger")),
        table(header, ("", "of the two trusts"), ("Estates", "The councils")),
    )
    assert found == [
        "Programme\tWho answers for it",
        "Planned care\tThe board",
        "Urgent care\tThe chief nurse of the larger of the two trusts",
        "Programme\tWho answers for it",
        "Estates\tThe councils",
    ]


def test_an_item_of_a_list_within_a_list_stays_one(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        lines(canvas, 72, FOOT + 14, "• New models of care")
        lines(canvas, 90, FOOT, "• Teams for every place")

    blocks = document_blocks(document(tmp_path, first, lambda c: lines(c, 90, HEAD, "• Urgent care at one door")))
    assert [block.indent for block in blocks] == [0, 2, 2]


def test_pages_of_plain_text_are_as_their_writer_divided_them() -> None:
    pages = (Page(1, "Without change the NHS would run up a"), Page(2, "deficit of £158m."))
    assert len(document_blocks(Document("0", "plan.txt", pages))) == 2


def test_a_heading_is_no_running_footer_because_pages_happen_to_end_with_it(tmp_path: Path) -> None:
    def foot(level: float) -> Callable[[Canvas], None]:
        return lambda canvas: lines(canvas, 72, level, "One laboratory.", "Financial gap by 2020/21")

    pages = read_drawn(tmp_path, *map(foot, (90, 180, 300))).document
    assert sum("gap" in block.text for block in document_blocks(pages)) == 3
