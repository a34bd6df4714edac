"""What changed between two warehouses: statements that only moved have not, and what did is told with its words."""

import contextlib
import json
import sys
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from made_up_warehouse import Text, warehouse
from plans import DORSET, NORFOLK, plans

from flows.cli import main
from flows.refresh import refresh
from flows.request import RefreshRequest
from pipeline.diff import Difference, diff_warehouses, difference_text, write_diff_page
from pipeline.warehouse.errors import NoWarehouseError
from schemas.findings import Finding

KENT = DORSET.replace("Dorset", "Kent and Medway").replace("DORSET", "KENT AND MEDWAY").replace("765,000", "1.8 M")
DEVON = DORSET.replace("Dorset", "Devon").replace("DORSET", "DEVON").replace("Jo Bloggs", "Kim Field")

DORSET_ID, NORFOLK_ID = "E54000041", "E54000022"


def refreshed(folder: Path, **texts: str) -> Path:
    """The warehouse of these texts."""
    made = folder / "w.duckdb"
    sources = (str(plans(folder / "plans", **texts)),)
    refresh(
        RefreshRequest(sources=sources, warehouse=made, report=folder / "report", decisions=folder / "d", workers=1)
    )
    return made


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return refreshed(tmp_path_factory.mktemp("before"), dorset=DORSET, norfolk=NORFOLK, kent=KENT)


@pytest.fixture(scope="module")
def edited(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Difference:
    """From the first warehouse to one of edited plans: one went, one came, two say something else."""
    after = refreshed(
        tmp_path_factory.mktemp("edited"),
        dorset="For comment\n\n" + DORSET.replace("765,000", "780,000").replace("Capital: £147 M\n", ""),
        norfolk=NORFOLK.replace("£450 M", "£400 M"),
        devon=DEVON,
    )
    return diff_warehouses(before, after)


def test_two_loads_of_the_same_bytes_do_not_differ(before: Path, tmp_path: Path) -> None:
    again = refreshed(tmp_path, norfolk=NORFOLK, kent=KENT, dorset=DORSET)
    for other in (before, again):
        difference = diff_warehouses(before, other)
        assert difference.is_empty
        assert difference_text(difference).endswith("\nNo difference.\n")
    write_diff_page(diff_warehouses(before, again), tmp_path / "diff.html")
    assert "No difference: the same documents" in (tmp_path / "diff.html").read_text(encoding="utf-8")


def test_a_line_put_in_moves_statements_and_changes_none(before: Path, tmp_path: Path) -> None:
    moved = refreshed(tmp_path, dorset=DORSET, kent=KENT, norfolk="For the board\n\n" + NORFOLK)
    difference = diff_warehouses(before, moved)

    assert [(change.file_name, change.has_other_bytes) for change in difference.documents] == [("norfolk.txt", True)]
    assert not difference.figures + difference.records
    assert not difference.findings  # though the id of a finding rests on its document's bytes


def test_documents_come_go_and_change(edited: Difference) -> None:
    assert [(change.file_name, change.change, change.tier) for change in edited.documents] == [
        ("devon.txt", "added", "green"),
        ("dorset.txt", "changed", "yellow"),
        ("kent.txt", "gone", "yellow"),
        ("norfolk.txt", "changed", "yellow"),
    ]


def test_a_footprints_own_figure_that_changed_or_vanished_is_red(edited: Difference) -> None:
    changes = {(change.footprint_id, change.fact): change for change in edited.figures}
    population = changes[DORSET_ID, "population"]
    assert (population.change, population.before, population.after, population.tier) == (
        "changed", 765_000, 780_000, "red"
    )  # fmt: skip
    assert population.passage_before is not None
    assert population.passage_after is not None
    assert (population.passage_before.quote, population.passage_after.quote) == (
        "Population: 765,000", "Population: 780,000"
    )  # fmt: skip
    assert {
        footprint: {fact: changes[footprint, fact].change for f, fact in changes if f == footprint}
        for footprint in (DORSET_ID, NORFOLK_ID)
    } == {
        DORSET_ID: {"population": "changed", "capital_gbp": "vanished"},
        NORFOLK_ID: {"combined_gap_gbp": "changed"},
    }
    by_tier = {change.change: change.tier for change in edited.figures}
    assert by_tier == {"changed": "red", "vanished": "red", "stated": "green"}


def test_records_are_changed_gone_or_added(edited: Difference) -> None:
    in_dorset = [change for change in edited.records if change.footprint_id == DORSET_ID]
    assert [(change.table, change.change) for change in in_dorset] == [
        ("populations", "changed"),
        ("capital_requirements", "gone"),
    ]
    assert {field.column: (field.before, field.after) for field in in_dorset[0].fields} == {
        "people": (765_000, 780_000),
        "people_text": ("765,000", "780,000"),
    }
    (lead,) = [change for change in edited.records if change.table == "leads" and change.change == "added"]
    assert ("name", None, "Kim Field") in [(field.column, field.before, field.after) for field in lead.fields]


def test_a_finding_whose_figures_were_mended_is_closed(edited: Difference) -> None:
    (mended,) = [change for change in edited.findings if change.rule == "gap_components_disagree_with_total"]
    assert (mended.change, mended.status, mended.tier) == ("closed", "not found", "green")
    assert mended.file_name == "norfolk.txt"


def test_the_text_is_told_in_tiers_by_footprint(edited: Difference) -> None:
    lines = difference_text(edited).splitlines()
    tiers = [line.split()[0] for line in lines if line.startswith(("RED", "YELLOW", "GREEN"))]
    assert tiers == ["RED", "YELLOW", "GREEN"]
    start = lines.index("  Dorset (E54000041)")
    assert lines[start + 1 : start + 4] == [
        "    changed Population: 765,000 → 780,000",
        "    - “Population: 765,000” (dorset.txt, page 1)",
        "    + “Population: 780,000” (dorset.txt, page 1)",
    ]


def test_json_has_the_same_content(edited: Difference) -> None:
    told = json.loads(edited.model_dump_json())
    (gap,) = [f for f in told["figures"] if f["footprint_id"] == NORFOLK_ID]
    assert (gap["before"], gap["after"], gap["tier"]) == (450_000_000, 400_000_000, "red")
    assert {kind: len(told[kind]) for kind in edited.counts()} == {
        kind: counts.total() for kind, counts in edited.counts().items()
    }


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_shows_words_of_documents_as_words(tmp_path: Path) -> None:
    quote = "Lead: <script>alert(1)</script>\u202e"
    empty, full = tmp_path / "old", tmp_path / "new"
    for folder in (empty, full):
        folder.mkdir()
    text = Text(quote, name="<b>plan.txt")
    text.lead(quote, "<script>alert(1)</script>")
    difference = diff_warehouses(warehouse(empty), warehouse(full, text))
    write_diff_page(difference, tmp_path / "deep" / "diff.html", overview="index.html")

    seen = _Seen()
    seen.feed((tmp_path / "deep" / "diff.html").read_text(encoding="utf-8"))
    assert "script" not in seen.tags
    assert "b" not in seen.tags
    assert "Lead: <script>alert(1)</script>\N{REPLACEMENT CHARACTER}" in seen.text
    assert str(tmp_path) not in seen.text  # a report that is passed on says nothing of the machine it was made on
    assert "\u202e" not in difference_text(difference)


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders for warehouses."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    return tmp_path / "old", tmp_path / "new"


def changes(old: Text, new: Text, sides: tuple[Path, Path]) -> list[tuple[str, dict[str, tuple[object, object]]]]:
    """Which records changed in which columns, without the amounts as printed."""
    found = diff_warehouses(warehouse(sides[0], old), warehouse(sides[1], new)).records
    return [
        (c.change, {f.column: (f.before, f.after) for f in c.fields if not f.column.endswith("_text")})
        if c.change == "changed"
        else (c.change, {})
        for c in found
    ]


def test_another_reading_of_the_same_words_is_a_change_of_that_record(sides: tuple[Path, Path]) -> None:
    old, new = Text("We need £40m"), Text("We need £40m")
    old.capital("£40m", 40, footprint=1)
    new.capital("£40m", 40, footprint=2)
    assert changes(old, new, sides) == [("changed", {"footprint_id": ("E54000001", "E54000002")})]


def test_the_same_words_around_another_figure_are_the_same_statement(sides: tuple[Path, Path]) -> None:
    old = Text("Estates save £3m. Pharmacy saves £5m. Theatres save £7m.")
    old.saving("Estates save £3m", 3, programme="Estates")
    old.saving("Pharmacy saves £5m", 5, programme="Pharmacy")
    old.saving("Theatres save £7m", 7, programme="Theatres")
    new = Text("Theatres save £8m. Beds save £2m. Estates save £3m.")
    new.saving("Theatres save £8m", 8, programme="Theatres")
    new.saving("Beds save £2m", 2, programme="Beds")
    new.saving("Estates save £3m", 3, programme="Estates")
    assert sorted(changes(old, new, sides), key=lambda change: change[0]) == [
        ("added", {}),
        ("changed", {"amount_gbp": (7_000_000, 8_000_000)}),
        ("gone", {}),
    ]


def test_a_figure_in_other_words_is_known_by_what_it_is_about(sides: tuple[Path, Path]) -> None:
    old = Text("Some 765,000 people live here. A lead: Jo Bloggs")
    old.population("Some 765,000 people", 765_000)
    old.lead("Jo Bloggs", "Jo Bloggs")
    new = Text("Our plan is led by Sam Smith and is for 0.78 million residents")
    new.lead("Sam Smith", "Sam Smith")
    new.population("0.78 million residents", 780_000)
    assert changes(old, new, sides) == [
        ("changed", {"people": (765_000, 780_000)}),
        ("changed", {"name": ("Jo Bloggs", "Sam Smith")}),
    ]


def test_a_figure_that_is_repeated_once_less_is_gone_once(sides: tuple[Path, Path]) -> None:
    old, new = Text("£40m here, £40m there, £40m"), Text("now £40m here, £40m there")
    for occurrence in range(3):
        old.capital("£40m", 40, occurrence=occurrence)
    for occurrence in range(2):
        new.capital("£40m", 40, occurrence=occurrence)
    assert changes(old, new, sides) == [("gone", {})]


def finding(document: Text, **fields: object) -> Finding:
    """A finding about a text."""
    fixed = {
        "finding_id": "f1",
        "first_seen_run": "r1",
        "rule": "value_out_of_range",
        "severity": "warning",
        "footprint_id": "E54000001",
        "document_id": document.document_id,
        "message": "A gap of £9m is small.",
        "explanation": "",
    }
    return Finding(**{**fixed, **fields})


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"status": "open"}, {"status": "dismissed"}, ("closed", "dismissed")),
        ({"status": "dismissed"}, {"status": "open"}, ("opened", "open")),
        ({"status": "accepted"}, {"status": "dismissed"}, ("changed", "dismissed")),
        ({}, {"severity": "error"}, ("changed", "open")),
        ({}, {"finding_id": "f2", "message": "A gap of £8m is small."}, ("changed", "open")),
        ({}, {"first_seen_run": "r2", "explanation": "on page 2"}, None),
        ({"status": "dismissed"}, None, None),
        (None, {}, ("opened", "open")),
        ({}, None, ("closed", "not found")),
    ],
)
def test_what_becomes_of_a_finding(
    sides: tuple[Path, Path],
    before: dict[str, object] | None,
    after: dict[str, object] | None,
    expected: tuple[str, str] | None,
) -> None:
    text = Text("A gap of £9m")
    old = warehouse(sides[0], text, findings=[] if before is None else [finding(text, **before)])
    new = warehouse(sides[1], text, findings=[] if after is None else [finding(text, **after)])
    found = [(change.change, change.status) for change in diff_warehouses(old, new).findings]
    assert found == ([expected] if expected else [])


def test_what_one_warehouse_does_not_have_is_noted(sides: tuple[Path, Path]) -> None:
    text = Text("We save £3m")
    text.saving("£3m", 3, programme="Estates")
    old, new = warehouse(sides[0], text), warehouse(sides[1], text)
    with duckdb.connect(str(old)) as con:
        con.execute("DROP VIEW corrected_savings; ALTER TABLE savings DROP programme; DROP TABLE focuses CASCADE")
    difference = diff_warehouses(old, new)
    assert difference.records == ()
    assert difference.notes == (
        "savings are compared without programme, which one of the warehouses lacks",
        "focuses are not compared: one of the warehouses does not have them",
    )


def test_what_is_no_warehouse_is_refused_by_name(tmp_path: Path) -> None:
    good = warehouse(tmp_path)
    (tmp_path / "text.duckdb").write_text("no database", encoding="utf-8")
    with duckdb.connect(str(tmp_path / "other.duckdb")) as con:
        con.execute("CREATE TABLE documents (title VARCHAR)")
    for name, reason in (
        ("nothing.duckdb", "there is no warehouse at "),
        ("text.duckdb", "text.duckdb cannot be opened: "),
        ("other.duckdb", "other.duckdb cannot be compared: it has no documents."),
    ):
        with pytest.raises(NoWarehouseError) as refused:
            diff_warehouses(good, tmp_path / name)
        assert reason in str(refused.value)
        assert "\n" not in str(refused.value)


def test_the_command_prints_text_or_json_and_writes_the_page(
    sides: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    text = Text("We save £3m")
    text.saving("£3m", 3)
    old, new = warehouse(sides[0]), warehouse(sides[1], text)
    page = sides[1] / "diff.html"

    def stp_diff(*arguments: object) -> str:
        monkeypatch.setattr(sys, "argv", ["stp", "diff", *map(str, arguments)])
        with contextlib.suppress(SystemExit):
            main()
        return capfd.readouterr().out

    assert "Records: 1 added\n" in stp_diff(old, new)
    assert json.loads(stp_diff(old, new, "--format", "json", "--html", page))["records"][0]["change"] == "added"
    assert "amount £3m" in page.read_text(encoding="utf-8")


def test_a_hundred_thousand_records_are_compared_in_seconds(sides: tuple[Path, Path]) -> None:
    """All ids differ, for the bytes do; one value in a hundred differs."""
    for folder, name, more in zip(sides, ("a", "b"), ("0", "(i % 100 = 0)::INT"), strict=True):
        with duckdb.connect(str(warehouse(folder))) as con:
            con.execute(
                f"""INSERT INTO documents BY NAME SELECT sha256('{name}' || i) AS document_id, i || '.txt' AS file_name,
                    file_name AS source, 'text/plain' AS media_type, 9 AS page_count, 9 AS char_count, 'read' AS status,
                    [] AS duplicates
                FROM range(200) t(i);
                INSERT INTO savings BY NAME SELECT
                    '{name}' || i AS record_id, 'E540000' || lpad((1 + i % 44)::VARCHAR, 2, '0') AS footprint_id,
                    sha256('{name}' || (i % 200)) AS document_id, 1 + i // 10000 AS page, i AS char_start,
                    i + 9 AS char_end, 'Scheme ' || i % 999 || ' saves £' || millions || 'm' AS quote, 'rule' AS method,
                    'test' AS extractor, millions * 1000000 AS amount_gbp, '£' || millions || 'm' AS amount_text,
                    1000000 AS precision_gbp, 'exact' AS bound, 'Scheme ' || i % 999 AS programme,
                    'proposed' AS basis, false AS cumulative
                FROM (SELECT i, 10 + i % 800 + {more} AS millions FROM range(100000) t(i))"""
            )
    difference = diff_warehouses(sides[0] / "made-up.duckdb", sides[1] / "made-up.duckdb")
    assert {kind: dict(counts) for kind, counts in difference.counts().items()} == {
        "documents": {"changed": 200}, "figures": {}, "records": {"changed": 1000}, "findings": {}
    }  # fmt: skip
    assert len(difference_text(difference).splitlines()) < 2000
