"""What a load takes in, in which order, and what it refuses."""

from pathlib import Path

import duckdb
import pytest
from made_up_warehouse import Text, document

from extractors.document import Extraction, Imprint
from pipeline.ingest import Ingested
from pipeline.warehouse.build import create, insert_documents, opened
from pipeline.warehouse.errors import WarehouseError
from pipeline.warehouse.invariants import uphold
from schemas.documents import PageRow
from schemas.types import Box


def ingested(text: Text) -> Ingested:
    """A made-up document as reading and extracting would have yielded it."""
    page = PageRow(document_id=text.document_id, page=1, text=text.text)
    found = Extraction(Imprint(), tuple(text.sections), tuple(text.records), (), tuple(text.observations))
    return Ingested(document(text), (page,), found, ())


def loaded(folder: Path, *documents: Ingested) -> duckdb.DuckDBPyConnection:
    path = folder / "w.duckdb"
    with opened(path) as con:
        create(con)
        insert_documents(con, documents)
        uphold(con)
    return duckdb.connect(str(path), read_only=True)


def test_rows_stand_in_reading_order_whatever_the_order_of_arrival(tmp_path: Path) -> None:
    texts = [Text(f"{n}: first £1m, then £2m", f"{n}.txt") for n in range(3)]
    for text in texts:
        text.saving("£2m", 2)
        text.saving("£1m", 1)

    def rows(name: str, order: list[Text]) -> list[tuple[object, ...]]:
        (tmp_path / name).mkdir()
        with loaded(tmp_path / name, *map(ingested, order)) as con:
            return con.execute("SELECT document_id, char_start, amount_text FROM savings").fetchall()

    there = rows("there", texts)
    assert there == rows("back", texts[::-1])
    assert there == sorted(there)


def test_a_quote_is_cut_by_code_points_also_behind_emoji_and_combining_accents(tmp_path: Path) -> None:
    text = Text("😀 e\u0301 ﬁ \u202e£3m")
    text.capital("£3m", 3)
    with loaded(tmp_path, ingested(text)) as con:
        sliced = "SELECT substr(text, char_start + 1, char_end - char_start) FROM capital_requirements JOIN pages"
        assert con.execute(f"{sliced} USING (document_id, page)").fetchall() == [("£3m",)]


def test_money_boxes_and_awkward_words_arrive_unchanged(tmp_path: Path) -> None:
    words = "'quoted'; DROP TABLE savings; -- \\ \" \t£0.01"
    text = Text(words + "\nline")
    text.records.append(
        text.saving(words, 0.01).model_copy(
            update={"boxes": (Box(x0=1, top=2.5, x1=3, bottom=4),), "record_id": "boxed", "programme": words}
        )
    )
    with loaded(tmp_path, ingested(text)) as con:
        row = con.execute(
            "SELECT amount_gbp::VARCHAR, programme, boxes FROM savings WHERE record_id = 'boxed'"
        ).fetchall()
    assert row == [("10000.00", words, [{"x0": 1.0, "top": 2.5, "x1": 3.0, "bottom": 4.0}])]


def test_a_long_page_is_one_row(tmp_path: Path) -> None:
    text = Text("A line of a long page. " * 1_000_000)  # 23 MB, beyond DuckDB's limit for a JSON object
    with loaded(tmp_path, ingested(text)) as con:
        assert con.execute("SELECT length(text) FROM pages").fetchall() == [(len(text.text),)]


def test_a_quote_that_does_not_stand_at_its_place_is_refused(tmp_path: Path) -> None:
    text = Text("They save £4m and £5m.")
    text.records.append(text.saving("£4m", 4).model_copy(update={"char_start": 0, "record_id": "elsewhere"}))
    with pytest.raises(WarehouseError, match=r"1 rows break the rule that savings quote the words at their place"):
        loaded(tmp_path, ingested(text))


def test_a_record_that_comes_twice_is_refused(tmp_path: Path) -> None:
    text = Text("They save £4m.")
    text.records.append(text.saving("£4m", 4))
    with pytest.raises(WarehouseError, match="a record has an id of its own"):
        loaded(tmp_path, ingested(text))


def test_words_that_are_no_unicode_text_are_refused_in_one_line(tmp_path: Path) -> None:
    text = Text("They save £4m.")
    row = ingested(text)
    broken = Ingested(row.document.model_copy(update={"title": "\ud800"}), row.pages, row.extraction, ())
    with pytest.raises(WarehouseError, match=r"^a row of documents cannot be written") as error:
        loaded(tmp_path, broken)
    assert "\n" not in str(error.value)
