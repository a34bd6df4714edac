"""PDF pages as text: each test draws one thing that readers of PDF get wrong."""

from pathlib import Path

import pytest
from drawn_pdfs import LEADING, grid, lines, page_text, read_drawn
from renderings import FONT, register_font
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

LEFT = (
    "The hospitals agreed to share",
    "one laboratory from the spring",
    "of next year, and one pharmacy",
    "the year after.",
)
RIGHT = (
    "Each council keeps its budget",
    "for social care, but publishes",
    "it beside those of the others",
    "every quarter.",
)


def test_a_line_is_a_printed_line_and_a_wider_gap_a_paragraph(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 72, 700, "The first paragraph runs over two printed lines of", "about the same length.")
        lines(canvas, 72, 660, "The second follows.")

    assert page_text(tmp_path, page) == (
        "The first paragraph runs over two printed lines of\nabout the same length.\n\nThe second follows."
    )


def test_a_word_broken_at_the_end_of_a_line_stays_broken(tmp_path: Path) -> None:
    assert (
        page_text(tmp_path, lambda c: lines(c, 72, 700, "This needs trans-", "formation."))
        == "This needs trans-\nformation."
    )


def test_letters_printed_twice_to_look_bold_count_once(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            lines(canvas, 72 + shift, 700, "Financial gap")
            canvas.drawString(72 + shift, 640, "Capital")
        for number, letter in enumerate("BOLD"):
            for shift in (0, 0.3):
                canvas.drawString(72 + stringWidth("BOLD"[:number], "Helvetica", 11) + shift, 600, letter)

    assert page_text(tmp_path, page) == "Financial gap\n\nCapital\n\nBOLD"


def test_ligatures_read_as_their_letters(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        register_font()
        canvas.setFont(FONT, 11)
        canvas.drawString(72, 700, "five floors")
        canvas.drawString(72, 686, "\ufb01ve \ufb02oors")

    assert page_text(tmp_path, page) == "five floors\nfive floors"


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(72, 760, "What the partners have agreed so far")
        canvas.setFont("Helvetica", 11)
        for number in range(4):  # as some programs write them: line by line across both columns
            canvas.drawString(72, 700 - number * LEADING, LEFT[number])
            canvas.drawString(320, 700 - number * LEADING, RIGHT[number])

    assert page_text(tmp_path, page) == "\n".join(("What the partners have agreed so far", "", *LEFT, "", *RIGHT))


def test_a_heading_above_both_columns_divides_them_though_it_is_short(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for top in (700, 580):
            lines(canvas, 72, top, *LEFT)
            lines(canvas, 320, top, *RIGHT)
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(72, 615, "Beds")

    columns = "\n".join(LEFT) + "\n\n" + "\n".join(RIGHT)
    assert page_text(tmp_path, page) == f"{columns}\n\nBeds\n\n{columns}"


def test_columns_of_short_lines_at_heights_of_their_own_are_no_rows(tmp_path: Path) -> None:
    left, right = (
        ("Healthcare: £3m", "Social care: £2m", "Beds", "Staff"),
        ("Capital: £9m", "Leads", "Savings", "Funds"),
    )

    def page(canvas: Canvas) -> None:
        lines(canvas, 72, 700, *left, leading=20)
        lines(canvas, 200, 694, *right, leading=21)

    assert "\t" not in page_text(tmp_path, page)


def test_text_boxes_side_by_side_on_a_slide_are_not_mixed(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(
            canvas, 72, 700, "Gap by 2020/21", "Health: £200 M", "+", "Care: £50 M", "=", "Combined: £250 M", leading=24
        )
        lines(canvas, 300, 700, "Capital required: £90 million", "Most of it for two new theatres", leading=24)

    text = page_text(tmp_path, page)
    assert text.index("Combined: £250 M") < text.index("Capital required")
    assert "\t" not in text


def test_a_remark_at_the_right_edge_stays_with_its_line(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 72, 700, *LEFT, *RIGHT)
        for line, remark in ((0, "[2]"), (3, "[3, 4]"), (5, "[7]")):
            canvas.drawString(480, 700 - line * LEADING, remark)

    text = page_text(tmp_path, page)
    assert text.split("\n")[:4] == [f"{LEFT[0]}\t[2]", LEFT[1], LEFT[2], f"{LEFT[3]}\t[3, 4]"]


def test_a_list_mark_of_another_size_begins_no_paragraph(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(72, 700, "•")
        canvas.setFont("Helvetica", 11)
        lines(canvas, 82, 700, "an item that runs over two lines, as many do,", "and ends here")

    assert page_text(tmp_path, page) == "• an item that runs over two lines, as many do,\nand ends here"


def test_aligned_columns_of_figures_without_rules_are_rows(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for number, row in enumerate(
            (("Area", "A&E", "Score"), ("Dorset", "91.2%", "12"), ("Mid Essex", "88.0%", "9"))
        ):
            for x, cell in zip((72, 250, 350), row, strict=True):
                canvas.drawString(x, 700 - number * LEADING, cell)

    assert page_text(tmp_path, page) == "Area\tA&E\tScore\nDorset\t91.2%\t12\nMid Essex\t88.0%\t9"


def test_labels_with_wrapped_values_keep_their_order(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 72, 700, "Region:", "Lead:", "Members:")
        lines(canvas, 220, 700, "South West", "Ann Example, Example Council", "Example Council,", "Example Trust")

    assert page_text(tmp_path, page).split("\n") == [
        "Region:\tSouth West",
        "Lead:\tAnn Example, Example Council",
        "Members:\tExample Council,",
        "\tExample Trust",
    ]


def test_a_list_mark_and_its_text_are_one_line(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for number, item in enumerate(("fewer beds", "more nurses", "one records system")):
            canvas.drawString(72, 700 - number * LEADING, "•")
            canvas.drawString(100, 700 - number * LEADING, item)

    assert page_text(tmp_path, page) == "• fewer beds\n• more nurses\n• one records system"


def test_a_list_mark_that_is_drawn_is_a_list_mark(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 72, 700, "Focuses:")
        for number, item in enumerate(("fewer beds", "more nurses", "one records system"), start=1):
            canvas.circle(80, 703 - number * LEADING, 2, fill=1)
            canvas.drawString(90, 700 - number * LEADING, item)

    reading = read_drawn(tmp_path, page)
    text = reading.document.pages[0].text
    assert text == "Focuses:\n• fewer beds\n• more nurses\n• one records system"
    assert reading.geometry
    (item,) = reading.geometry.boxes(1, text.index("• more"), text.index("\n• one"))
    assert item.x0 == pytest.approx(90, abs=0.1)


def test_a_footnote_mark_stays_on_its_line(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "a gap of £90m")
        canvas.setFont("Helvetica", 7)
        canvas.drawString(141, 704.5, "2")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(148, 700, "by 2021")

    assert page_text(tmp_path, page) == "a gap of £90m2 by 2021"


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_shown_turned_reads_as_it_is_shown(tmp_path: Path, turned: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(turned)
        canvas.translate(*{90: (200, 100), 180: (400, 400), 270: (200, 500)}[turned])
        canvas.rotate(turned)
        lines(canvas, 0, 0, "First line of the table of", "contents, second line")

    reading = read_drawn(tmp_path, page)
    assert reading.document.pages[0].text == "First line of the table of\ncontents, second line"
    assert reading.geometry
    first, second = reading.geometry.boxes(1, 0, len(reading.document.pages[0].text))
    assert first.x1 - first.x0 > 5 * (first.bottom - first.top)
    assert second.top - first.top == pytest.approx(LEADING, abs=0.2)


def test_text_that_runs_up_the_margin_comes_last(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(40, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Draft for discussion")
        canvas.restoreState()
        lines(canvas, 72, 700, "The plan in", "two lines")

    reading = read_drawn(tmp_path, page)
    text = reading.document.pages[0].text
    assert text == "The plan in\ntwo lines\n\nDraft for discussion"
    assert reading.geometry
    (box,) = reading.geometry.boxes(1, text.index("Draft"), len(text))
    assert box.bottom - box.top > 5 * (box.x1 - box.x0)


def test_what_is_printed_outside_the_page_is_not_read(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "On the page")
        canvas.drawString(-400, 700, "beside it")

    assert page_text(tmp_path, page) == "On the page"


def test_page_numbers_count_on_and_headers_stay_in_the_text(tmp_path: Path) -> None:
    def numbered(label: str) -> object:
        def page(canvas: Canvas) -> None:
            lines(canvas, 72, 800, "Example plan")
            lines(canvas, 72, 700, f"Words of page {label}, with 12 beds and 2017")
            canvas.drawCentredString(300, 40, label)

        return page

    reading = read_drawn(tmp_path, *map(numbered, ("iii", "iv", "1", "2", "3")))  # type: ignore[arg-type]
    assert [page.label for page in reading.document.pages] == ["iii", "iv", "1", "2", "3"]
    assert all(page.text.startswith("Example plan") for page in reading.document.pages)


def test_a_single_number_on_a_page_is_not_taken_for_its_label(tmp_path: Path) -> None:
    reading = read_drawn(
        tmp_path, lambda c: lines(c, 72, 700, "44", "footprints"), lambda c: lines(c, 72, 700, "No number")
    )
    assert [page.label for page in reading.document.pages] == [None, None]


class TestRuledTables:
    """Every row of a ruled table is one line, its cells separated by tabs."""

    def test_wrapped_cells_and_prose_around(self, tmp_path: Path) -> None:
        def page(canvas: Canvas) -> None:
            canvas.drawString(72, 730, "Savings by programme:")
            grid(canvas, [72, 200, 300], [720, 690, 670])
            lines(canvas, 75, 708, "Care closer", "to home")
            canvas.drawString(205, 708, "£9.5m")
            canvas.drawString(75, 675, "Estates")
            canvas.drawString(205, 675, "£3.0m")
            canvas.drawString(72, 650, "All figures are for 2020/21.")

        assert page_text(tmp_path, page) == (
            "Savings by programme:\n\nCare closer to home\t£9.5m\nEstates\t£3.0m\n\nAll figures are for 2020/21."
        )

    def test_a_header_of_two_rows_with_merged_cells(self, tmp_path: Path) -> None:
        def page(canvas: Canvas) -> None:
            grid(canvas, [72, 160], [720, 700, 680, 660])
            grid(canvas, [160, 320], [720, 700])
            grid(canvas, [160, 240, 320], [700, 680, 660])
            canvas.drawString(190, 705, "Gap in 2020/21, £m")
            for x, y, cell in (
                (170, 685, "Health"),
                (250, 685, "Care"),
                (80, 665, "Devon"),
                (170, 665, "80"),
                (250, 665, "20"),
            ):
                canvas.drawString(x, y, cell)

        assert page_text(tmp_path, page) == "\tGap in 2020/21, £m\t\n\tHealth\tCare\nDevon\t80\t20"

    def test_a_table_that_is_open_at_its_sides(self, tmp_path: Path) -> None:
        def page(canvas: Canvas) -> None:
            for y in (720, 700, 680):
                canvas.line(72, y, 320, y)
            canvas.line(200, 680, 200, 720)
            for x, y, cell in ((80, 705, "Beds"), (210, 705, "-120"), (80, 685, "Nurses"), (210, 685, "+40")):
                canvas.drawString(x, y, cell)

        assert page_text(tmp_path, page) == "Beds\t-120\nNurses\t+40"

    def test_prose_between_two_tables_of_ruled_rows_is_no_row(self, tmp_path: Path) -> None:
        def page(canvas: Canvas) -> None:
            for top in (690, 560):
                for y in (top, top - 20, top - 40):
                    canvas.line(72, y, 480, y)
                for number, programme in enumerate(("Urgent care", "Planned care")):
                    canvas.drawString(72, top - 15 - 20 * number, programme)
                    canvas.drawString(300, top - 15 - 20 * number, "£4m")
            lines(
                canvas, 72, 620, "Between them stands a sentence that runs from one edge of the page to", "the other."
            )

        assert page_text(tmp_path, page).split("\n\n") == [
            "Urgent care\t£4m\nPlanned care\t£4m",
            "Between them stands a sentence that runs from one edge of the page to\nthe other.",
            "Urgent care\t£4m\nPlanned care\t£4m",
        ]

    def test_rules_between_the_rows_alone(self, tmp_path: Path) -> None:
        def page(canvas: Canvas) -> None:
            for y in (690, 660, 630, 600):
                canvas.line(72, y, 400, y)
            canvas.drawString(72, 698, "Programme")
            canvas.drawString(250, 698, "Saving")
            for number, (first, second, value) in enumerate(
                (("Urgent and", "emergency care", "£7m"), ("Planned", "care", "£4m"), ("Mental", "health", "£1m"))
            ):
                lines(canvas, 72, 680 - 30 * number, first, second, leading=12)
                canvas.drawString(250, 680 - 30 * number, value)

        assert page_text(tmp_path, page).split("\n") == [
            "Programme\tSaving",
            "Urgent and emergency care\t£7m",
            "Planned care\t£4m",
            "Mental health\t£1m",
        ]

    def test_a_number_that_its_cell_breaks_is_one_number(self, tmp_path: Path) -> None:
        def page(canvas: Canvas) -> None:
            grid(canvas, [72, 150, 176], [720, 690, 660])
            for y, name, first, second in ((708, "Dorset", "5,4", "41"), (678, "Kent", "6,0", "82")):
                canvas.drawString(75, y, name)
                lines(canvas, 153, y, first, second)

        assert page_text(tmp_path, page) == "Dorset\t5,441\nKent\t6,082"

    def test_boxes_of_prose_are_not_a_table(self, tmp_path: Path) -> None:
        def page(canvas: Canvas) -> None:
            canvas.rect(60, 560, 480, 160)
            canvas.line(300, 560, 300, 720)
            for x, words in ((70, LEFT), (310, RIGHT)):
                lines(canvas, x, 700, *words, *words)

        assert page_text(tmp_path, page) == "\n".join((*LEFT, *LEFT, "", *RIGHT, *RIGHT))

    def test_a_frame_and_underlines_change_nothing(self, tmp_path: Path) -> None:
        def page(canvas: Canvas) -> None:
            canvas.rect(30, 30, 535, 780)
            for y in (698, 598, 498):
                canvas.line(72, y, 200, y)
                canvas.drawString(72, y + 2, "An underlined heading")
                lines(canvas, 72, y - 20, "Some words below it that are longer than it is", "and a second line.")

        assert "\t" not in page_text(tmp_path, page)
