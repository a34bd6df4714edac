"""What a footprint's profile and its coverage show, and why that figure and no other."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from made_up_warehouse import Text, warehouse

from pipeline.warehouse.build import insert, opened
from pipeline.warehouse.decisions import standing
from schemas.findings import Decision, Finding
from schemas.footprints import all_footprints, footprint_code


def look(
    folder: Path, *texts: Text, sql: str, decisions: Sequence[Decision] = (), findings: Sequence[Finding] = ()
) -> Any:
    """The rows of a query over a warehouse that holds these texts."""
    with opened(warehouse(folder, *texts, findings=findings)) as con:
        insert(con, "decisions", standing(con, decisions))
        return con.execute(sql).fetchall()


def profile(folder: Path, *texts: Text, columns: str, **more: Any) -> Any:
    """Columns of the profile of footprint 1."""
    sql = f"SELECT {columns} FROM footprint_profile WHERE footprint_id = '{footprint_code(1)}'"
    return look(folder, *texts, sql=sql, **more)[0]


def state(folder: Path, *texts: Text, fact: str) -> str:
    sql = f"SELECT state FROM coverage WHERE footprint_id = '{footprint_code(1)}' AND fact = '{fact}'"
    return str(look(folder, *texts, sql=sql)[0][0])


def test_every_footprint_has_a_row_also_when_nothing_is_known_of_it(tmp_path: Path) -> None:
    rows = look(tmp_path, sql="SELECT footprint_id, name, population, open_findings FROM footprint_profile")

    assert rows == [(f.footprint_id, f.name, None, 0) for f in all_footprints()]


def test_the_document_with_the_latest_date_wins_and_an_undated_one_comes_last(tmp_path: Path) -> None:
    undated = Text("We serve 3 million people.", "undated.txt")
    undated.population("3 million", 3_000_000)
    older = Text("We serve 1 million people.", "older.txt", stated_on=date(2016, 10, 1))
    older.population("1 million", 1_000_000)
    newer = Text("We serve 2 million people.", "newer.txt", stated_on=date(2017, 10, 1))
    newer.population("2 million", 2_000_000)

    assert profile(tmp_path, undated, older, newer, columns="population") == (2_000_000,)


def test_of_two_undated_documents_the_lower_document_id_wins(tmp_path: Path) -> None:
    texts = [Text(f"It serves {n} million people.", f"{n}.txt") for n in (4, 5)]
    for text, people in zip(texts, (4_000_000, 5_000_000), strict=True):
        text.population(f"{people // 10**6} million", people)
    first = min(texts, key=lambda text: text.document_id)

    assert profile(tmp_path, *texts, columns="population") == (first.records[0].people,)


def test_within_a_document_the_exact_and_most_precise_statement_wins(tmp_path: Path) -> None:
    text = Text("About 1.1m people live here. Some 1,129,253 are registered. We serve 1.13m.")
    text.population("About 1.1m", 1_100_000, approximate=True)
    text.population("1,129,253", 1_129_253)
    text.population("1.13m", 1_130_000)

    assert profile(tmp_path, text, columns="population") == (1_129_253,)


def test_a_part_of_the_footprint_never_stands_for_the_whole(tmp_path: Path) -> None:
    text = Text(
        "The trust is £20m short; the town has 90,000 people; Jo Bloggs is clinical lead; a hospital needs £7m."
    )
    text.gap("£20m", 20, organisation="Northtown Hospitals")
    text.population("90,000", 90_000, scope="place")
    text.lead("Jo Bloggs", "Jo Bloggs", role="Clinical lead")
    text.capital("£7m", 7, organisation="Northtown Hospitals")

    columns = "population, lead, combined_gap_gbp, capital_gbp"
    assert profile(tmp_path, text, columns=columns) == (None, None, None, None)


@pytest.mark.parametrize(
    "other",
    [{"scenario": "residual"}, {"scenario": "baseline"}, {"cumulative": True}, {"financial_year": "2018/19"}],
    ids=lambda other: next(iter(other.values())),
)
def test_the_gap_is_the_do_nothing_gap_of_2020_21_in_one_year(tmp_path: Path, other: dict[str, Any]) -> None:
    text = Text("The gap is £80m. Another figure is £90m.")
    text.gap("£80m", 80)
    text.gap("£90m", 90, **other)

    assert profile(tmp_path, text, columns="combined_gap_gbp") == (80_000_000,)


def test_the_figures_come_with_their_records_and_per_head(tmp_path: Path) -> None:
    text = Text(
        "For 2 million people: health £60m, social care £40m, together £100m. Capital: £50m, of it £10m for beds."
    )
    text.population("2 million", 2_000_000)
    text.gap("£60m", 60, component="health")
    text.gap("£40m", 40, component="social_care")
    text.gap("£100m", 100)
    text.capital("£10m", 10, purpose="beds")
    text.capital("£50m", 50)

    columns = "health_gap_gbp, social_care_gap_gbp, combined_gap_per_head_gbp, capital_per_head_gbp"
    assert profile(tmp_path, text, columns=columns) == (60_000_000, 40_000_000, 50, 25)


def correction(text: Text, field: str, value: str, day: int = 1) -> Decision:
    record = text.records[0]
    return Decision(
        decision_id=f"d{day}",
        decided_at=datetime(2026, 1, day, tzinfo=UTC),
        reviewer="R. Reviewer",
        record_id=record.record_id,
        status="corrected",
        field=field,
        value=value,
        quote=record.quote,
        reason="the annex says otherwise",
    )


def test_a_reviewers_last_correction_comes_before_every_document(tmp_path: Path) -> None:
    old = Text("The gap is £80m.", "old.txt", stated_on=date(2015, 1, 1))
    old.gap("£80m", 80)
    new = Text("The gap is £90m.", "new.txt", stated_on=date(2018, 1, 1))
    new.gap("£90m", 90)
    decisions = [correction(old, "amount_gbp", "81000000", day=1), correction(old, "amount_gbp", "82000000.50", day=2)]

    row = profile(tmp_path, old, new, columns="combined_gap_gbp::VARCHAR, combined_gap_record_id", decisions=decisions)
    assert row == ("82000000.50", old.records[0].record_id)


def test_a_correction_can_say_whose_a_figure_is(tmp_path: Path) -> None:
    text = Text("The gap is £80m.")
    text.gap("£80m", 80)

    theirs = correction(text, "organisation", "Northtown Hospitals")
    assert profile(tmp_path, text, columns="combined_gap_gbp", decisions=[theirs]) == (None,)


def test_an_open_finding_counts_and_a_settled_one_does_not(tmp_path: Path) -> None:
    findings = [
        Finding(
            finding_id=name, first_seen_run="r", rule="figure_missing", severity="warning", document_id=None,
            footprint_id=footprint_code(1), message="m", explanation="e", status=status,
        )
        for name, status in (("a", "open"), ("b", "dismissed"))
    ]  # fmt: skip

    assert profile(tmp_path, columns="open_findings", findings=findings) == (1,)


def test_a_rounded_restatement_does_not_differ(tmp_path: Path) -> None:
    text = Text("We serve 1,129,253 people, that is 1.1 million, more than a million.")
    text.population("1,129,253", 1_129_253)
    text.population("1.1 million", 1_100_000)
    text.population("a million", 1_000_000)

    assert state(tmp_path, text, fact="population") == "stated"


@pytest.mark.parametrize(
    ("first", "second", "differing"),
    [
        ({"millions": 399.36}, {"millions": 399.3}, False),  # cut, not rounded
        ({"millions": 399.3}, {"millions": 399.5}, True),
        ({"millions": 464}, {"millions": 400, "bound": "at_least"}, False),  # "over £400m" leaves room for 464
        ({"millions": 464}, {"millions": 500, "bound": "at_least"}, True),
        ({"millions": 464}, {"millions": 500, "bound": "at_most"}, False),
    ],
)
def test_two_statements_differ_when_they_cannot_both_be_true(
    tmp_path: Path, first: dict[str, Any], second: dict[str, Any], differing: bool
) -> None:
    text = Text("first second")
    text.gap("first", **first)
    text.gap("second", **second)

    assert state(tmp_path, text, fact="combined_gap") == ("stated_differing" if differing else "stated")


def test_a_lead_written_in_capitals_is_the_same_lead(tmp_path: Path) -> None:
    text = Text("Jo Bloggs, JO BLOGGS, Sam Smith")
    text.lead("Jo Bloggs", "Jo Bloggs")
    text.lead("JO BLOGGS", "JO BLOGGS")
    assert state(tmp_path, text, fact="lead") == "stated"


def test_capital_for_two_purposes_is_no_contradiction(tmp_path: Path) -> None:
    text = Text("£10m for beds, £20m for a hub, £50m in all")
    text.capital("£10m", 10, purpose="beds")
    text.capital("£20m", 20, purpose="a hub")
    text.capital("£50m", 50)
    assert state(tmp_path, text, fact="capital") == "stated"


def test_two_leads_differ(tmp_path: Path) -> None:
    text = Text("Jo Bloggs, Sam Smith")
    text.lead("Jo Bloggs", "Jo Bloggs")
    text.lead("Sam Smith", "Sam Smith")
    assert state(tmp_path, text, fact="lead") == "stated_differing"


def test_a_fact_may_hide_in_a_document_that_was_not_read(tmp_path: Path) -> None:
    name = all_footprints()[0].name
    lost = Text("-", f"{name.replace(' ', '_')}-plan.pdf")
    lost.status = "unreadable"
    read = Text("It serves 1 million.", "other.txt")
    read.population("1 million", 1_000_000)

    rows = look(
        tmp_path, lost, read, sql=f"SELECT fact, state FROM coverage WHERE footprint_id = '{footprint_code(1)}'"
    )
    assert dict(rows) == {
        "population": "stated", "lead": "unreadable", "health_gap": "unreadable", "social_care_gap": "unreadable",
        "combined_gap": "unreadable", "capital": "unreadable",
    }  # fmt: skip


def test_what_no_document_states_is_not_stated(tmp_path: Path) -> None:
    text = Text("It serves 1 million.")
    text.population("1 million", 1_000_000)
    assert state(tmp_path, text, fact="lead") == "not_stated"


def test_columns_are_documented_in_the_file_itself(tmp_path: Path) -> None:
    with opened(warehouse(tmp_path)) as con:
        undescribed = con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL UNION ALL "
            "SELECT table_name || '.' || column_name FROM duckdb_columns() "
            "WHERE comment IS NULL AND table_name IN (SELECT table_name FROM duckdb_tables()) UNION ALL "
            "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL"
        ).fetchall()
    assert undescribed == []


def test_the_types_are_those_of_the_contract(tmp_path: Path) -> None:
    with opened(warehouse(tmp_path)) as con:
        types = dict(con.execute("SELECT column_name, column_type FROM (DESCRIBE financial_gaps)").fetchall())
    assert types["amount_gbp"] == "DECIMAL(18,2)"
    assert types["boxes"] == "STRUCT(x0 DOUBLE, top DOUBLE, x1 DOUBLE, bottom DOUBLE)[]"
