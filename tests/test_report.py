"""The report as files: what stands in it, that nothing in it is live, and that it can be written again and again."""

import csv
import io
import json
import sys
import tempfile
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from made_up_warehouse import RUN, Text, warehouse

from pipeline.checks.findings import run_checks
from pipeline.report.charts import figures_per_head, per_head_charts
from pipeline.report.contents import contents_of
from pipeline.report.downloads import plain_cell
from pipeline.report.evidence import cards
from pipeline.report.finding_pages import MOST_BYTES, MOST_CARDS
from pipeline.report.pages import RECORDS_A_PAGE, RECORDS_FIRST
from pipeline.report.per_head import COLUMNS, compared, medians, places
from pipeline.report.standing import Standing
from pipeline.report.strip import paragraphs, segments, shares
from pipeline.report.summary import findings_markdown
from pipeline.report.tiles import tile_maps
from pipeline.report.wording import shown, visible
from pipeline.report.write import write_report
from pipeline.warehouse.errors import NoWarehouseError
from schemas.findings import Finding

HOSTILE = (
    'SOMERSET\nPopulation: 500K <script>alert(1)</script> <img src=x onerror=alert(2)>\nCombined: £596m "&\u202e\n'
)


def hostile(savings: int = 700) -> Text:
    """A document that would like to run in the reader's browser, with a finding on it."""
    text = Text(
        f"{HOSTILE}Savings £{savings}m", "<b>plan</b>.txt", title="=cmd|' /C calc'!A0 <script>alert(0)</script>"
    )
    text.section("SOMERSET", 38)
    text.population("Population: 500K <script>alert(1)</script>", 500_000, 38)
    text.gap('Combined: £596m "&\u202e', 596, 38)
    text.saving(f"Savings £{savings}m", savings, 38)
    return text


def written(folder: Path, *texts: Text, runs: tuple[str, ...] = (RUN,), previous: dict[str, str] | None = None) -> Path:
    """The folder of a report on a warehouse with these documents and what the checks find in them."""
    path = warehouse(folder, *texts)
    with duckdb.connect(str(path), read_only=True) as con:
        findings = run_checks(con, runs[-1], previous)
    path.unlink()
    write_report(warehouse(folder, *texts, findings=findings, runs=runs), folder / "report")
    return folder / "report"


def finding(number: int, **fields: object) -> Finding:
    """A finding of no rule's making."""
    plain = {
        "finding_id": f"{number:016x}",
        "first_seen_run": RUN,
        "rule": "figure_missing",
        "severity": "warning",
        "footprint_id": None,
        "document_id": None,
        "message": f"Finding {number}.",
        "explanation": "Made up.",
    }
    return Finding(**{**plain, **fields})


def test_a_report_has_its_pages_and_they_name_what_was_found(tmp_path: Path) -> None:
    report = written(tmp_path, hostile())
    overview = (report / "index.html").read_text()
    assert "1 document with 1 page gave" in overview
    assert "Savings of £700m exceed the combined gap of £596m by £104m." in overview
    assert "Savings of £700m exceed" in (report / "footprints" / "E54000038.html").read_text()
    assert len(list((report / "footprints").iterdir())) == 44
    assert (report / "rules.html").read_text().count('<section class="rule"') > 20


def test_nothing_that_a_document_says_is_live(tmp_path: Path) -> None:
    report = written(tmp_path, hostile())
    for page in report.rglob("*.html"):
        text = page.read_text()
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page
        assert "\u202e" not in text, page
        assert "<b>plan</b>" not in text, page
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt;"
        in (report / "findings.html").read_text() + (report / "footprints" / "E54000038.html").read_text()
    )


def test_no_page_asks_the_network_for_anything(tmp_path: Path) -> None:
    for page in written(tmp_path, hostile()).rglob("*.html"):
        text = page.read_text()
        assert "http://" not in text, page
        assert "https://" not in text, page


def test_findings_as_json_csv_and_excel(tmp_path: Path) -> None:
    report = written(tmp_path, hostile())
    told = json.loads((report / "findings.json").read_text())
    assert told["run_id"] == RUN
    rows = list(csv.DictReader(io.StringIO((report / "findings.csv").read_text("utf-8-sig"))))
    assert {row["finding_id"] for row in rows} == {f["finding_id"] for f in told["findings"]}
    sheet = openpyxl.load_workbook(report / "findings.xlsx").active
    assert [cell.value for cell in sheet["A"]] == ["finding_id", *(row["finding_id"] for row in rows)]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:N{len(rows) + 1}")


def test_a_report_makes_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no such folder"))
    assert (written(tmp_path, hostile()) / "findings.xlsx").stat().st_size > 5000


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_a_spreadsheet_calculates_nothing(text: str) -> None:
    assert plain_cell(text).startswith("'")


def test_markdown_shows_markup_as_it_is(tmp_path: Path) -> None:
    path = warehouse(tmp_path, hostile(), findings=[finding(1, message="**bold** <b> [link](x) `code` | cell")])
    with contents_of(path) as contents:
        text = findings_markdown(contents)
    assert r"\*\*bold\*\* \<b\> \[link\](x) \`code\` \| cell" in text


def test_a_report_written_again_drops_its_own_stale_pages_and_nothing_else(tmp_path: Path) -> None:
    report = written(tmp_path, hostile(), Text("Something else", "second.txt"))
    (report / "notes.txt").write_text("mine")
    assert len(list((report / "documents").iterdir())) == 2
    written(tmp_path, hostile())
    assert len(list((report / "documents").iterdir())) == 1
    assert (report / "notes.txt").read_text() == "mine"


def test_without_a_warehouse_there_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(NoWarehouseError, match="no warehouse"):
        write_report(tmp_path / "none.duckdb", tmp_path / "report")


def test_what_is_new_since_the_last_load_stands_first(tmp_path: Path) -> None:
    old = finding(1, severity="error", first_seen_run="the-run-before", message="An old error.")
    new = finding(2, severity="info", first_seen_run=RUN, message="A new info.")
    path = warehouse(tmp_path, hostile(), findings=[old, new], runs=("the-run-before", RUN))
    write_report(path, tmp_path / "report")
    overview = (tmp_path / "report" / "index.html").read_text()
    assert "New since the last load" in overview
    assert "A new info." in overview
    assert "An old error." not in overview


def test_many_findings_stand_on_several_pages(tmp_path: Path) -> None:
    many = [finding(number) for number in range(MOST_CARDS + 1)]
    write_report(warehouse(tmp_path, hostile(), findings=many), tmp_path / "report")
    first, second = (tmp_path / "report" / name for name in ("findings.html", "findings-2.html"))
    assert first.read_text().count('<article class="card') == MOST_CARDS
    assert second.read_text().count('<article class="card') == 1
    # The filter of either page knows what stands on the other.
    index = (tmp_path / "report" / "static" / "findings.js").read_text()
    assert all(f'"{path}#f-{number:016x}"' in index for number, path in [(0, first.name), (MOST_CARDS, second.name)])


def test_every_record_of_a_footprint_has_its_evidence_also_where_there_are_many(tmp_path: Path) -> None:
    count = RECORDS_FIRST + RECORDS_A_PAGE + 1
    text = Text("\n".join(f"Gap: £{number}m" for number in range(1, count + 1)), "gaps.txt")
    for number in range(1, count + 1):
        text.gap(f"Gap: £{number}m", number)
    folder = written(tmp_path, text) / "footprints"
    pages = [folder / f"E54000001{name}.html" for name in ("", "-financial_gaps-2", "-financial_gaps-3")]
    rows = [page.read_text().count('<tr id="r-') for page in pages]
    assert rows == [RECORDS_FIRST, RECORDS_A_PAGE, 1]
    assert all(f'href="{page.name}"' in pages[0].read_text() for page in pages[1:])


def test_few_findings_with_many_words_stand_on_several_pages_too(tmp_path: Path) -> None:
    long = [finding(number, explanation="&" * (MOST_BYTES // 11)) for number in range(4)]
    write_report(warehouse(tmp_path, hostile(), findings=long), tmp_path / "report")
    pages = sorted((tmp_path / "report").glob("findings*.html"))
    assert [page.read_text().count('<article class="card') for page in pages] == [2, 2]


def test_figures_that_stand_together_are_one_passage_with_several_marks(tmp_path: Path) -> None:
    text = Text("Healthcare: £10m\n\n\nSocial care: £5m\n\nCombined: £20m\n" + "Other words. " * 60 + "Savings: £30m")
    health, total = text.gap("Healthcare: £10m", 10, component="health"), text.gap("Combined: £20m", 20)
    saving = text.saving("Savings: £30m", 30)
    path = warehouse(tmp_path, text)
    with contents_of(path) as contents:
        records = (total.record_id, health.record_id, saving.record_id)
        (card,) = cards(contents, [finding(1, document_id=text.document_id, record_ids=records)])
    together, apart = card.passages
    assert [part.text for part in together.parts if part.marked] == ["Healthcare: £10m", "Combined: £20m"]
    assert "\n\n" not in "".join(part.text for part in together.parts)
    assert apart.quote == "Savings: £30m"


def test_what_became_of_each_paragraph() -> None:
    pages = {
        1: "Running head of the plan\n\nThe gap is £12m.\n\nWe also lost £9m on drugs.\n\nMuch is said of care here.",
        2: "Running head of the plan\n\nEstates 12\n\nMore is said about care here.",
        3: "Running head of the plan\n\nThe end of what is said.",
    }
    start = pages[1].index("The gap")
    found = paragraphs(pages, {1: [(start, start + 5)]})
    assert [p.use for p in found] == [
        *("boilerplate", "consumed", "money", "untouched"),
        *("boilerplate", "boilerplate", "untouched", "boilerplate", "untouched"),
    ]
    assert sum(shares(found).values()) == pytest.approx(1)
    drawn = segments(found)
    assert (drawn[0].start, drawn[-1].end) == (0, 1)
    assert all(a.end == b.start for a, b in pairwise(drawn))


def test_of_two_documents_the_later_is_marked(tmp_path: Path) -> None:
    old, new = (
        Text(f"Gap of {year}: £{amount}m", f"{year}.txt", date(year, 10, 21))
        for year, amount in [(2016, 500), (2018, 530)]
    )
    records = (old.gap("£500m", 500).record_id, new.gap("£530m", 530).record_id)
    undated = Text("Some say £540m", "undated.txt")
    other = undated.gap("£540m", 540).record_id
    with contents_of(warehouse(tmp_path, old, new, undated)) as contents:
        found = [finding(1, record_ids=records), finding(2, record_ids=(*records, other))]
        dated, unknown = cards(contents, found)
    assert dated.latest == {new.document_id}
    assert unknown.latest == set()


def profile(number: int, gap: int | None, capital: int | None) -> dict[str, Any]:
    """What of a footprint's profile is compared."""
    amounts = (None if amount is None else Decimal(amount) for amount in (gap, capital))
    return {"footprint_id": f"E540000{number:02}", "name": f"F{number}"} | dict(
        zip(COLUMNS.values(), amounts, strict=True)
    )


def test_gap_and_capital_are_compared_by_head() -> None:
    profiles = {p["footprint_id"]: p for p in (profile(1, 300, None), profile(2, None, None), profile(3, 500, 40))}
    rows = compared(profiles)
    assert [row["name"] for row in rows] == ["F3", "F1"]
    assert medians(rows) == {"gap": "£400", "capital": "£40"}
    assert places(profiles)["E54000001"] == {COLUMNS["gap"]: "the 2nd highest of 2"}
    charts = per_head_charts(figures_per_head(rows, {"E54000001": "One", "E54000003": "Three & more"}))
    for chart in charts.values():
        assert chart.startswith('<svg role="img" aria-label="')
        assert "http:" not in chart
        assert [
            text for text in ("One", "Three &amp; more", "£300", "£500", "£40") if f">{text}</text>" not in chart
        ] == []


def test_a_chart_is_drawn_again_when_its_figures_change(tmp_path: Path) -> None:
    drawn = []
    for figure in (1, 1, 2, 2):
        standing = Standing(tmp_path)
        assert standing.drawn("chart", lambda: drawn.append(figure) or {"wide": f"<svg>{figure}"}, [figure]) == {  # noqa: B023
            "wide": f"<svg>{figure}"
        }
        standing.write()
    assert drawn == [1, 2]


def test_without_the_library_of_charts_the_table_stands_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("vl_convert")
    for missing in (False, True):
        if missing:
            monkeypatch.setitem(sys.modules, "vl_convert", None)
        overview = (written(tmp_path, hostile()) / "index.html").read_text()
        assert ("<svg" in overview) is not missing
        assert ("<details open><summary>The figures as a table" in overview) is missing
        assert '<td class="n">£1,192</td>' in overview


def test_what_is_read_in_a_column_or_the_row_above_is_not_quoted_again(tmp_path: Path) -> None:
    text = Text("SOMERSET\nHubs of 30,000 to 50,000 people\nTaunton Trust")
    for people in (30_000, 50_000):
        text.population("Hubs of 30,000 to 50,000 people", people, 38, scope="care_hub", people_text=f"{people:,}")
    text.organisation("Taunton Trust", 38)
    page = (written(tmp_path, text) / "footprints" / "E54000038.html").read_text()
    assert page.count("<q>Hubs of 30,000 to 50,000 people</q>") == 1
    assert "<q>Taunton Trust</q>" not in page


def test_every_footprint_has_a_tile_of_its_own(tmp_path: Path) -> None:
    with contents_of(warehouse(tmp_path, hostile())) as contents:
        maps = tile_maps(contents.footprints)
    for sheet in maps:
        assert len({(tile.column, tile.row) for tile in sheet.tiles}) == 44
        assert len({tile.footprint_id for tile in sheet.tiles}) == 44
    (gap,) = (sheet for sheet in maps if sheet.measure.key == "gap")
    assert {tile.footprint_id: tile.value for tile in gap.tiles}["E54000038"] == "£1,192"


def test_values_as_a_reader_sees_them() -> None:
    assert shown(None) == "–"
    assert shown("do_nothing") == "do nothing"
    assert shown(True) == "yes"
    assert visible("a\u202eb\x07c\nd") == "a\ufffdb\ufffdc\nd"
