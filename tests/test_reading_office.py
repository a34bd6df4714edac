"""Web pages, Word documents and slide decks give text of the same shape as any other document."""

from pathlib import Path

import pytest

from pipeline.reading import Limits, UnreadableError, read, web

docx = pytest.importorskip("docx", reason="needs the extra `office`")
pptx = pytest.importorskip("pptx", reason="needs the extra `office`")


def html(folder: Path, body: str, encoding: str = "utf-8") -> str:
    file = folder / "page.html"
    file.write_bytes(
        f"<!DOCTYPE html><html><head><title>Not shown</title></head><body>{body}</body></html>".encode(encoding)
    )
    reading = read(file, Limits())
    assert reading.media_type == web.HTML
    return reading.document.pages[0].text


class TestWebPages:
    def test_paragraphs_lists_and_line_breaks(self, tmp_path: Path) -> None:
        body = "<h1>The plan</h1><p>A gap of\n <b>£5m</b>, or<br>more.</p><ul><li>beds</li><li><p>nurses</p></li></ul>"
        assert html(tmp_path, body) == "The plan\n\nA gap of £5m, or\nmore.\n\n- beds\n\nnurses"

    def test_what_is_not_shown_is_not_read(self, tmp_path: Path) -> None:
        assert html(tmp_path, "<script>var gap = '£9m'</script><!-- £8m --><style>p {}</style><p>£5m</p>") == "£5m"

    def test_merged_cells_keep_the_columns_below_them(self, tmp_path: Path) -> None:
        table = (
            "<table><tr><th rowspan=2>Area</th><th colspan=2>Gap, £m</th></tr><tr><th>Health</th><th>Care</th></tr>"
            "<tr><td>Devon</td><td>80</td><td></td></tr></table>"
        )
        assert (
            html(tmp_path, f"<p>Gaps</p>{table}<p>End</p>")
            == "Gaps\n\nArea\tGap, £m\t\n\tHealth\tCare\nDevon\t80\t\n\nEnd"
        )

    def test_a_table_that_is_there_for_the_layout_is_no_table(self, tmp_path: Path) -> None:
        inner = "<table><tr><td>Kent</td><td>£7m</td></tr></table>"
        assert html(tmp_path, f"<table><tr><td>Menu</td><td>{inner}</td></tr></table>") == "Menu\n\nKent\t£7m"

    def test_the_page_says_its_encoding(self, tmp_path: Path) -> None:
        assert html(tmp_path, "<meta charset='windows-1252'><p>£5m</p>", "cp1252") == "£5m"

    def test_a_page_nested_very_deep_is_read(self, tmp_path: Path) -> None:
        assert html(tmp_path, "<div>" * 3000 + "deep" + "</div>" * 3000) == "deep"


class TestWordDocuments:
    @pytest.fixture
    def document(self, tmp_path: Path) -> str:
        document = docx.Document()
        document.add_heading("The plan", 1)
        document.add_paragraph("A gap of £5m.")
        document.add_paragraph("beds", style="List Bullet")
        document.add_paragraph("nurses", style="List Bullet")
        table = document.add_table(rows=3, cols=3)
        table.cell(0, 1).merge(table.cell(0, 2)).text = "Gap, £m"
        for column, text in enumerate(("Area", "Health", "Care")):
            table.cell(1, column).text = text
        for column, text in enumerate(("Devon", "80", "wrapped\nwords")):
            table.cell(2, column).text = text
        document.add_paragraph("The end.")
        document.save(tmp_path / "plan.docx")
        return read(tmp_path / "plan.docx", Limits()).document.pages[0].text

    def test_text_lists_and_tables_in_their_order(self, document: str) -> None:
        assert document == (
            "The plan\n\nA gap of £5m.\n\n• beds\n• nurses\n\n"
            "\tGap, £m\t\nArea\tHealth\tCare\nDevon\t80\twrapped words\n\nThe end."
        )


class TestSlideDecks:
    @pytest.fixture
    def pages(self, tmp_path: Path) -> list[str]:
        from pptx.util import Cm

        deck = pptx.Presentation()
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = "Dorset"
        body = slide.placeholders[1].text_frame
        body.text = "Prevention at scale"
        body.add_paragraph().text = "One network"
        body.paragraphs[1].level = 1
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        for left, text in ((14, "Capital: £90m"), (2, "Gap: £5m")):
            slide.shapes.add_textbox(Cm(left), Cm(3), Cm(8), Cm(2)).text_frame.text = text
        table = slide.shapes.add_table(2, 2, Cm(2), Cm(8), Cm(12), Cm(3)).table
        for index, text in enumerate(("Area", "Score", "Kent", "9")):
            table.cell(index // 2, index % 2).text = text
        deck.save(tmp_path / "deck.pptx")
        return [page.text for page in read(tmp_path / "deck.pptx", Limits()).document.pages]

    def test_a_slide_is_a_page(self, pages: list[str]) -> None:
        assert pages[0] == "Dorset\n\n• Prevention at scale\n  • One network"

    def test_boxes_are_read_from_left_to_right_and_tables_by_row(self, pages: list[str]) -> None:
        assert pages[1] == "Gap: £5m\n\nCapital: £90m\n\nArea\tScore\nKent\t9"


@pytest.mark.parametrize("name", ["plan.docx", "deck.pptx"])
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 not really", "damaged, or not a"),
        (b"plain words", "damaged, or not a"),
        (b"\xd0\xcf\x11\xe0 and so on", "password, or in the old binary format"),
    ],
)
def test_an_office_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableError, match=reason):
        read(tmp_path / name, Limits())
