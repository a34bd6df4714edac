"""What the first rules find and, as important, what they leave alone."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from made_up_warehouse import RUN, Text, code, warehouse

from pipeline.checks.catalogue import RULES, rules_markdown
from pipeline.checks.findings import run_checks
from pipeline.checks.passages import passage_span
from pipeline.checks.reconciliation import Elsewhere, Term, digit_slip, single_changes
from schemas.findings import Finding


def found(
    tmp_path: Path, *texts: Text, rule: str | None = None, previous: dict[str, str] | None = None
) -> list[Finding]:
    """The findings on these documents, of one rule where it is named."""
    with duckdb.connect(str(warehouse(tmp_path, *texts)), read_only=True) as con:
        return [f for f in run_checks(con, RUN, previous) if rule in (None, f.rule)]


def profile(healthcare: float, social: float, combined: float) -> Text:
    """A profile with three figures as plans print them."""
    text = Text(f"Healthcare: £{healthcare}m + Social care: £{social}m = Combined: £{combined}m")
    text.gap(f"Healthcare: £{healthcare}m", healthcare, component="health")
    text.gap(f"Social care: £{social}m", social, component="social_care")
    text.gap(f"Combined: £{combined}m", combined)
    return text


GAPS = "gap_components_disagree_with_total"


def test_components_that_do_not_add_up_are_an_error_with_the_arithmetic(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, profile(297, 151, 548), rule=GAPS)
    assert finding.severity == "error"
    assert finding.footprint_id == "E54000001"
    assert "£297m + £151m = £448m" in finding.explanation
    assert "Combined: £548m" in " ".join(finding.quotes)


@pytest.mark.parametrize(
    ("healthcare", "social", "combined"),
    [(341.66, 57.7, 399.3), (317, 99, 415.6), (653, 212, 864), (299, 70, 369)],
)
def test_a_difference_that_rounding_explains_is_no_finding(
    tmp_path: Path, healthcare: float, social: float, combined: float
) -> None:
    assert found(tmp_path, profile(healthcare, social, combined), rule=GAPS) == []


def test_bodies_that_come_to_more_than_their_component_are_found_and_the_amended_one_is_named(tmp_path: Path) -> None:
    text = Text(
        "Social care will be short of £256m and the total gap is £542m.\n"
        "The county expects a gap of £225m.\n"
        "The city's figure was amended in December to £38m."
    )
    text.gap("short of £256m", 256, component="social_care")
    text.gap("total gap is £542m", 542)
    text.gap("gap of £225m", 225, component="social_care", organisation="Northshire County Council")
    text.gap("amended in December to £38m", 38, component="social_care", organisation="Northtown City Council")
    (finding,) = found(tmp_path, text, rule=GAPS)
    assert "£7m more than the stated social care gap of £256m" in finding.message
    assert "the total of £542m would be £549m" in finding.message
    assert finding.suggestion is not None
    assert "Northtown City Council's £38m is said to have been amended, from £31m" in finding.suggestion


def test_bodies_that_come_to_less_than_their_component_say_nothing(tmp_path: Path) -> None:
    text = Text("Social care £256m: county £125m, city £38m")
    text.gap("Social care £256m", 256, component="social_care")
    text.gap("county £125m", 125, component="social_care", organisation="the county")
    text.gap("city £38m", 38, component="social_care", organisation="the city")
    assert found(tmp_path, text, rule=GAPS) == []


def millions(name: str, value: float, precision: float = 1) -> Term:
    return Term(name, Decimal(str(value)) * 10**6, Decimal(str(precision)) * 10**6)


def test_the_engine_finds_the_figure_that_was_copied_from_the_neighbour() -> None:
    parts, total = (millions("healthcare", 641), millions("social care", 107)), millions("combined", 571)
    neighbour = Elsewhere("healthcare", Decimal(641_000_000), "Northtown, 2 profiles earlier", 2)
    far_away = Elsewhere("combined", Decimal(571_000_000), "Southtown, 20 profiles later", 20)
    (change,) = single_changes(parts, total, [neighbour, far_away])
    assert (change.term.name, change.value) == ("healthcare", 464_000_000)
    assert "also the healthcare figure of Northtown" in change.reasons[0]


def test_the_engine_finds_the_dropped_digit() -> None:
    parts = (millions("healthcare", 809), millions("social care", 265))
    (change,) = single_changes(parts, millions("combined", 1740, 10))
    assert (change.term.name, change.value) == ("combined", 1_074_000_000)


def test_the_engine_offers_both_figures_when_nothing_decides_between_them() -> None:
    parts, total = (millions("healthcare", 297), millions("social care", 151)), millions("combined", 548)
    offered = single_changes(parts, total, plausible=lambda term, value: term.name != "social care")
    assert {change.value for change in offered} == {448_000_000, 397_000_000}


@pytest.mark.parametrize(
    ("printed", "meant", "how"),
    [
        ("1740000000", "1074000000", "dropped"),
        ("9350000", "9530000", "swapped"),
        ("548000000", "448000000", "one digit"),
        ("42000000", "420000000", "unit or decimal point"),
    ],
)
def test_how_digits_go_wrong(printed: str, meant: str, how: str) -> None:
    slip = digit_slip(Decimal(printed), Decimal(meant))
    assert slip is not None
    assert how in slip[0]


def test_unrelated_figures_are_not_explained_by_a_slip() -> None:
    assert digit_slip(Decimal(571_000_000), Decimal(748_000_000)) is None


def test_an_amount_without_its_unit_is_read_like_its_neighbours(tmp_path: Path) -> None:
    text = Text("Gap: £281m\nProposed savings of £74.8")
    saving = text.saving("Proposed savings of £74.8", 74.8)
    text.observe("unit_missing", "£74.8", '{"assumed_factor": 1000000, "table": "savings"}')
    (finding,) = found(tmp_path, text, rule="unit_missing")
    assert finding.severity == "error"
    assert finding.record_ids == (saving.record_id,)
    assert finding.suggestion == "Read it as £74.8m, in the unit of its neighbours."


def test_a_cell_without_its_unit_is_a_warning_for_its_row_shows_it(tmp_path: Path) -> None:
    text = Text("Planned care\t£6.7m\t£1.5")
    text.observe("unit_missing", "£1.5", '{"assumed_factor": 1000000, "table": "savings"}')
    (finding,) = found(tmp_path, text, rule="unit_missing")
    assert (finding.severity, finding.quotes) == ("warning", ("Planned care\t£6.7m\t£1.5",))


def test_dollars_among_pounds(tmp_path: Path) -> None:
    text = Text("It needs £159m (and \\$21m by 2020/21) for digital work")
    text.observe("currency_unexpected", "\\$21m", '{"currency": "$"}')
    (finding,) = found(tmp_path, text, rule="currency_unexpected")
    assert finding.suggestion == "Read it as £21m."


def test_a_shared_lead_is_one_finding_at_the_later_footprint(tmp_path: Path) -> None:
    text = Text("BRISTOL\nLead: Jo Bloggs, Bristol Hospitals\nBATH\nLead: Jo  Bloggs, Bristol Hospitals")
    first = text.lead("Lead: Jo Bloggs, Bristol Hospitals", "Jo Bloggs", 39, organisation="Bristol Hospitals")
    second = text.lead("Lead: Jo  Bloggs, Bristol Hospitals", "Jo  Bloggs", 40, organisation="Bristol Hospitals")
    (finding,) = found(tmp_path, text, rule="lead_shared_by_footprints")
    assert finding.footprint_id == "E54000040"
    assert finding.record_ids == (first.record_id, second.record_id)
    assert finding.suggestion is not None
    assert finding.suggestion.startswith("Bristol Hospitals belongs to Bristol, North Somerset")


@pytest.mark.parametrize(
    ("organisation", "position", "severity"),
    [
        (None, None, "warning"),
        (None, "Chief Executive", "warning"),
        ("five local CCGs", None, "info"),
        ("Success Regime", None, "info"),
    ],
)
def test_a_lead_without_an_employer(
    tmp_path: Path, organisation: str | None, position: str | None, severity: str
) -> None:
    text = Text("Lead: Jo Bloggs")
    text.lead("Lead: Jo Bloggs", "Jo Bloggs", organisation=organisation, position=position)
    (finding,) = found(tmp_path, text, rule="lead_organisation_missing")
    assert finding.severity == severity


def test_the_employer_that_another_document_gives_is_suggested(tmp_path: Path) -> None:
    paper, tracker = (
        Text("Author: Jo Bloggs, STP lead", "paper.txt"),
        Text("Lead: Jo Bloggs, Northtown CCG", "tracker.txt"),
    )
    paper.lead("Jo Bloggs, STP lead", "Jo Bloggs")
    tracker.lead("Lead: Jo Bloggs, Northtown CCG", "Jo Bloggs", organisation="Northtown CCG")
    (finding,) = found(tmp_path, paper, tracker, rule="lead_organisation_missing")
    assert finding.suggestion == "tracker.txt gives Northtown CCG."


def test_a_fact_is_missing_when_no_document_states_it(tmp_path: Path) -> None:
    tracker = Text("KENT\nPopulation: 1.5m\nCombined: £486m\nLead: Jo Bloggs, Kent CCG", "tracker.txt")
    tracker.section("KENT", 32)
    tracker.population("Population: 1.5m", 1_500_000, 32)
    tracker.gap("Combined: £486m", 486, 32)
    tracker.lead("Lead: Jo Bloggs, Kent CCG", "Jo Bloggs", 32, organisation="Kent CCG")
    news = Text("Kent wants £75m of capital. Devon has 1.2m people.", "news.txt")
    news.population("1.2m people", 1_200_000, 37)  # one fact is no profile: nothing of Devon's is missing
    (finding,) = found(tmp_path, tracker, news, rule="figure_missing")
    assert (finding.footprint_id, finding.message) == (
        code(32),
        "No capital requirement is stated for Kent and Medway.",
    )
    assert finding.quotes == ("KENT",)
    news.capital("£75m of capital", 75, 32)
    assert found(tmp_path, tracker, news, rule="figure_missing") == []


def test_a_news_article_owes_no_figure(tmp_path: Path) -> None:
    news = Text("Health chiefs speak\nKent has 1.5m people and a gap of £486m. Jo Bloggs of Kent CCG leads it.")
    news.section("Health chiefs speak", 32)
    news.population("1.5m people", 1_500_000, 32)
    news.gap("gap of £486m", 486, 32)
    news.lead("Jo Bloggs of Kent CCG", "Jo Bloggs", 32, organisation="Kent CCG")
    assert found(tmp_path, news, rule="figure_missing") == []


def test_a_lead_in_a_sentence_owes_no_employer_that_some_document_gives(tmp_path: Path) -> None:
    news = Text("Jo Bloggs leads the plan and met the press.", "news.txt")
    news.lead("Jo Bloggs leads the plan", "Jo Bloggs")
    (finding,) = found(tmp_path, news, rule="lead_organisation_missing")
    assert finding.severity == "info"
    tracker = Text("Lead: Jo Bloggs, Northtown CCG", "tracker.txt")
    tracker.lead("Lead: Jo Bloggs, Northtown CCG", "Jo Bloggs", organisation="Northtown CCG")
    assert found(tmp_path, news, tracker, rule="lead_organisation_missing") == []


def test_savings_are_held_against_both_parts_of_a_gap_without_a_total(tmp_path: Path) -> None:
    text = Text("The NHS is £473m short and social care £155m. The plan saves £628m.")
    text.gap("NHS is £473m short", 473, component="health")
    text.gap("social care £155m", 155, component="social_care")
    text.saving("saves £628m", 628)
    assert found(tmp_path, text, rule="savings_exceed_gap") == []


def test_savings_above_the_gap_and_the_funding_counted_among_them(tmp_path: Path) -> None:
    text = Text("Combined: £230m\nSavings of £252m including funding of £48m")
    text.gap("Combined: £230m", 230)
    text.saving("Savings of £252m", 252)
    text.funding("funding of £48m", 48)
    (finding,) = found(tmp_path, text, rule="savings_exceed_gap")
    assert "£252m - £230m = £22m" in finding.explanation
    assert "without it they are £204m, £26m short of the gap" in finding.explanation


def test_savings_of_one_programme_or_body_are_not_held_against_the_gap(tmp_path: Path) -> None:
    text = Text("Combined: £230m. Estates save £252m, the trust £300m.")
    text.gap("Combined: £230m", 230)
    text.saving("Estates save £252m", 252, programme="Estates")
    text.saving("the trust £300m", 300, organisation="the trust")
    assert found(tmp_path, text, rule="savings_exceed_gap") == []


@pytest.mark.parametrize(("kind", "severity"), [("transition", "warning"), ("other", "info")])
def test_funding_above_the_gap(tmp_path: Path, kind: str, severity: str) -> None:
    text = Text("Combined: £168m\nFunding of £247m")
    text.gap("Combined: £168m", 168)
    text.funding("Funding of £247m", 247, kind=kind)
    (finding,) = found(tmp_path, text, rule="value_out_of_range")
    assert (finding.severity, finding.explanation) == (severity, "£247m / £168m = 1.5.")


def test_a_national_sum_in_a_profile(tmp_path: Path) -> None:
    text = Text("KENT\nCombined: £486m\nA share of the national £2.4bn")
    text.section("KENT", 32)
    text.gap("Combined: £486m", 486, 32)
    text.funding("national £2.4bn", 2400, None)
    (finding,) = found(tmp_path, text, rule="value_out_of_range")
    assert (finding.footprint_id, finding.severity) == (code(32), "info")
    assert finding.suggestion == "It is not counted as money of Kent and Medway."


def test_an_unreadable_document_is_an_error_with_its_reason(tmp_path: Path) -> None:
    text = Text("", "locked.pdf")
    text.status, text.problem = "unreadable", "it is protected by a password"
    (finding,) = found(tmp_path, text)
    assert (finding.rule, finding.severity) == ("document_unreadable", "error")
    assert finding.message == "locked.pdf could not be read: it is protected by a password."


def test_ids_last_and_a_finding_keeps_the_run_that_first_raised_it(tmp_path: Path) -> None:
    (first,) = found(tmp_path, profile(297, 151, 548), rule=GAPS)
    assert first.first_seen_run == RUN
    (again,) = found(tmp_path, profile(297, 151, 548), rule=GAPS, previous={first.finding_id: "an-earlier-run"})
    assert (again.finding_id, again.first_seen_run) == (first.finding_id, "an-earlier-run")


def test_a_passage_is_the_line_without_its_bullet() -> None:
    text = "Costs\n- › Savings of £10 are planned\nMore"
    first, last = passage_span(text, text.index("£10"), text.index("£10") + 3)
    assert text[first:last] == "Savings of £10 are planned"


def test_of_a_long_line_the_passage_is_the_sentence() -> None:
    text = "Much is said first. " * 30 + "The gap is £12m by 2020/21. " + "Much is said after. " * 30
    start = text.index("£12m")
    first, last = passage_span(text, start, start + 4)
    assert text[first:last] == "The gap is £12m by 2020/21."


def test_the_page_on_rules_names_every_rule() -> None:
    page = rules_markdown()
    assert all(f"## {rule.name}" in page for rule in RULES)


def test_copies_of_a_document_are_worth_knowing(tmp_path: Path) -> None:
    text = Text("Words", "plan.txt")
    text.duplicates = ("copies/plan (1).txt",)
    with duckdb.connect(str(warehouse(tmp_path, text)), read_only=True) as con:
        (finding,) = run_checks(con, RUN)
    assert finding.message == "The same bytes as plan.txt also stand in plan (1).txt."
    assert finding.severity == "info"
