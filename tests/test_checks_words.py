"""Names, mentions and claims: what words say against figures, lists and one another."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from made_up_warehouse import RUN, Text, warehouse

from pipeline.checks.corpus import Pages
from pipeline.checks.findings import run_checks
from pipeline.checks.known_names import misspelt_footprints, near_organisation, near_person, other_kind
from schemas.findings import Finding


def found(tmp_path: Path, *texts: Text, rule: str) -> list[Finding]:
    """The findings of one rule on these documents."""
    with duckdb.connect(str(warehouse(tmp_path, *texts)), read_only=True) as con:
        return [finding for finding in run_checks(con, RUN) if finding.rule == rule]


def test_leads_of_two_documents_and_which_is_the_later(tmp_path: Path) -> None:
    plan = Text("Lead: Jo Bloggs, North CCG", "plan.txt", date(2016, 10, 21))
    tracker = Text("Lead: Sam Smith, South CCG", "tracker.txt", date(2018, 7, 1))
    plan.lead("Lead: Jo Bloggs, North CCG", "Jo Bloggs", organisation="North CCG")
    tracker.lead("Lead: Sam Smith, South CCG", "Sam Smith", organisation="South CCG")
    (finding,) = found(tmp_path, plan, tracker, rule="lead_disagrees_between_documents")
    assert finding.document_id is None
    assert finding.suggestion == "The later one is tracker.txt."
    assert finding.explanation == "plan.txt (21 October 2016): Jo Bloggs. tracker.txt (1 July 2018): Sam Smith."


@pytest.mark.parametrize("other", ["Andy Bloggs", "Sir Andrew", "Andrew Blogs"])
def test_a_short_form_or_part_of_a_name_is_no_other_lead(tmp_path: Path, other: str) -> None:
    plan, news = Text("Lead: Andrew Bloggs, North CCG", "plan.txt"), Text(f"{other} of North CCG leads it", "news.txt")
    plan.lead("Lead: Andrew Bloggs, North CCG", "Andrew Bloggs", organisation="North CCG")
    news.lead(f"{other} of North CCG", other, organisation="North CCG")
    assert found(tmp_path, plan, news, rule="lead_disagrees_between_documents") == []


def test_figures_of_two_documents_agree_within_what_is_printed(tmp_path: Path) -> None:
    tracker, paper, plan = (
        Text("Population: 780K", "a.txt"),
        Text("about 780,000 people", "b.txt"),
        Text("1.2m", "c.txt"),
    )
    tracker.population("Population: 780K", 780_000)
    paper.population("about 780,000 people", 780_000, approximate=True)
    assert found(tmp_path, tracker, paper, rule="figure_disagrees_between_documents") == []
    plan.population("1.2m", 1_200_000)
    (finding,) = found(tmp_path, tracker, paper, plan, rule="figure_disagrees_between_documents")
    assert "780,000 in a.txt" in finding.message
    assert "1.2 million in c.txt" in finding.message


def test_a_fact_with_two_values_in_one_document(tmp_path: Path) -> None:
    filler = "Words between the one and the other. " * 20
    text = Text(f"Our population is 1.2m. {filler} There are 1.6m of us. {filler} Of them 1.2m are old.")
    text.population("population is 1.2m", 1_200_000)
    text.population("1.6m of us", 1_600_000)
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert "gives 1.2 million and 1.6 million for the population" in finding.message


def test_the_people_of_one_place_are_not_another_population(tmp_path: Path) -> None:
    text = Text(f"We are 1.87m. {'Words. ' * 80} Those of the coast are about 500,000.")
    text.population("We are 1.87m", 1_870_000)
    text.population("about 500,000", 500_000, approximate=True)
    assert found(tmp_path, text, rule="figure_disagrees_within_document") == []


def test_the_saving_that_three_places_put_elsewhere(tmp_path: Path) -> None:
    text = Text("Urgent care: £4.3m\nBetter urgent care\t£4.3m\nSolution 4 Urgent Care\t£4.252m\n- Urgent care (£4.5m)")
    text.saving("£4.3m", 4.3, programme="Urgent care")
    text.saving("£4.3m", 4.3, occurrence=1, programme="Better urgent care")
    text.saving("£4.252m", 4.252, programme="Solution 4 Urgent Care")
    text.saving("Urgent care (£4.5m)", 4.5)
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert finding.message == "The saving of Urgent care is £4.5m in one place and £4.3m in 3 others."
    assert finding.severity == "error"


def test_a_figure_that_should_be_a_row_without_the_row_in_it(tmp_path: Path) -> None:
    text = Text(
        "Efficiency: £44.1m saving\n\n\tImpact\tYear\nEfficiency\t£60.5m saving\t£9m\n"
        "Staff\t£17.0m saved, included in the above\tincluded above"
    )
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert finding.message.startswith("£44.1m and £17m come to £61.1m, not to the £60.5m")


def test_a_surplus_larger_than_any_plan_makes(tmp_path: Path) -> None:
    text = Text("Combined: £596m\nThe plans leave a surplus of £308m")
    text.gap("Combined: £596m", 596)
    text.gap("surplus of £308m", -308, scenario="residual")
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert "£596m + £308m = £904m" in finding.explanation


def test_a_remainder_that_is_one_of_the_parts(tmp_path: Path) -> None:
    text = Text("Healthcare: £641m\nCombined: £904m\nTotal, minus healthcare savings: £641 million")
    text.gap("Healthcare: £641m", 641, component="health")
    text.gap("Combined: £904m", 904)
    text.gap("minus healthcare savings: £641 million", 641, scenario="residual")
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert "£641m is stated as what remains of £904m, and as its healthcare part" in finding.message


def test_tranches_that_come_to_more_than_the_sum(tmp_path: Path) -> None:
    text = Text(
        "We invested an additional £2.5m. The first tranche of it was £1.3m for nurses. "
        "The second tranche was £1.5m for homes."
    )
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert "£1.3m + £1.5m = £2.8m" in finding.explanation


def test_a_list_under_a_unit_that_makes_it_absurd(tmp_path: Path) -> None:
    text = Text("We were given £2.8m. It goes to: Item k per annum Wards 1,796,400 Clinics 1,000,000 Total 2,796,400")
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert "has a total of 2,796,400, which would be £2.7964bn; the text speaks of £2.8m" in finding.message


def test_a_total_of_the_text_against_the_row_of_the_table(tmp_path: Path) -> None:
    text = Text(
        "Agencies took a twelfth of the total pay costs of £42.9m.\n\n"
        "\tA\tTotal\nIncome\t800\t90,000\nStaff costs\t500\t45,418"
    )
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert "pay costs of £42.9m in all, the table £45.418m: £2.518m apart" in finding.message


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Cornwall Partnerships NHS FT", "Cornwall Partnership NHS Foundation Trust"),
        ("Surrey Country Council", "Surrey County Council"),
        ("Cornwall Partnership NHS FT", None),
        ("East Lancashire Hospitals Trust", None),
        ("North Staffordshire CCG", None),
    ],
)
def test_bodies_written_almost_like_a_known_one(written: str, known: str | None) -> None:
    assert near_organisation(written) == known


def test_people_whose_names_differ_by_a_letter_or_two() -> None:
    assert near_person("Jo Blogs", ["Jo Bloggs"]) == "Jo Bloggs"
    assert near_person("Jo Courteney-Harris", ["Jo Courtney Harris"]) == "Jo Courtney Harris"
    assert near_person("Phil Bloggs", ["Philip Bloggs"]) is None  # a short form
    assert near_person("Jo Smith", ["Jo Bloggs"]) is None


def test_one_person_in_two_spellings(tmp_path: Path) -> None:
    text = Text("SRO: Jo Courteney. Later on: SRO Jo Courtney.")
    text.lead("SRO: Jo Courteney", "Jo Courteney", role="SRO")
    (finding,) = found(tmp_path, text, rule="name_spelling_suspect")
    assert finding.message == "“Jo Courteney” and “Jo Courtney” are probably one person."


def test_a_name_torn_apart_in_a_list(tmp_path: Path) -> None:
    text = Text("Members:\nPeninsula CCG,\nNorth Staffordshire CCG,\nSouth East Staffordshire and Seisdon,\n")
    (finding,) = found(tmp_path, text, rule="name_spelling_suspect")
    assert "South East Staffordshire and Seisdon Peninsula CCG is split over two lines" in finding.message


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("in the Block Country and beyond", ["The Black Country"]),
        ("in the Black Country and beyond", []),
        ("Surrey Country Council", []),
        ("West Surrey and East Sussex", []),
    ],
)
def test_footprints_with_one_word_slightly_wrong(text: str, official: list[str]) -> None:
    assert [misspelt.official for misspelt in misspelt_footprints(text)] == official


def test_aliases_of_one_footprint_are_one_info(tmp_path: Path) -> None:
    text = Text("LUTON AND BEDS\nof Luton\nLUTON AND BEDS (2)")
    for quote in ("LUTON AND BEDS", "LUTON AND BEDS (2)"):
        detail = '{"form": "alias", "resolved": "E54000024", "official": "Milton Keynes, Bedfordshire and Luton"}'
        text.observe("footprint_name", quote, detail, 24)
    (finding,) = found(tmp_path, text, rule="footprint_name_variant")
    assert finding.severity == "info"
    assert finding.message == "Milton Keynes, Bedfordshire and Luton is called “LUTON AND BEDS”."


def test_what_headings_and_lists_call_a_footprint(tmp_path: Path) -> None:
    text = Text(
        "SYSTEMS\nFrimley Health and Care (2)\nWest Berkshire (7)\nBuckinghamshire (8)\n"
        "FRIMLEY HEALTH\nBUCKINGHAMSHIRE, OXFORDSHIRE AND BERKSHIRE WEST\nGLoucestershire"
    )
    text.section("SYSTEMS", None)
    for heading, footprint in (("FRIMLEY", 34), ("BUCKINGHAMSHIRE, OXFORDSHIRE AND BERKSHIRE WEST", 44), ("GLouc", 43)):
        text.section(heading, footprint)
    text.sections[1] = text.sections[1].model_copy(update={"heading": "FRIMLEY HEALTH"})
    text.sections[3] = text.sections[3].model_copy(update={"heading": "GLoucestershire"})
    text.ics("Frimley Health and Care (2)", "first_wave", 34)
    text.ics("West Berkshire (7)", "first_wave", 44)
    text.ics("Buckinghamshire (8)", "first_wave", 44)  # a part, by its own name
    messages = [finding.message for finding in found(tmp_path, text, rule="footprint_name_variant")]
    assert sorted(messages) == [
        "Buckinghamshire, Oxfordshire and Berkshire West is called “West Berkshire”.",
        "Frimley Health is called “Frimley Health and Care”.",
        "Gloucestershire is called “GLoucestershire”.",
    ]


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("Gloucestershire appointed as a second-wave system of integrated care", "warning"),
        ("The hospital merges with one in Gloucestershire, which is in another STP", "info"),
    ],
)
def test_a_profile_that_speaks_of_another_footprint(tmp_path: Path, line: str, severity: str) -> None:
    text = Text(f"BRISTOL\n- {line}")
    detail = '{"mentioned": "E54000043", "as_written": "Gloucestershire", "strength": "name"}'
    text.observe("footprint_mentioned", line, detail, 39)
    (finding,) = found(tmp_path, text, rule="other_footprint_mentioned")
    assert (finding.severity, finding.footprint_id) == (severity, "E54000039")


def profiles(largest: int) -> Text:
    """Populations of all 44 footprints, the last the largest, and a gap for each."""
    gaps = {n: n * (10 + n % 3) for n in range(2, 45)}  # £200, £220 or £240 a head
    lines = [f"Footprint {n}: {n * 50_000} people, gap £{gaps[n]}m" for n in range(2, 45)]
    text = Text("\n".join([f"Footprint 1: {largest} people, gap £3000m", *lines]), "tracker.txt")
    text.population(f"Footprint 1: {largest} people", largest, 1)
    text.gap("gap £3000m", 3000, 1)
    for n in range(2, 45):
        text.population(f"Footprint {n}: {n * 50_000} people", n * 50_000, n)
        text.gap(f"Footprint {n}: {n * 50_000} people, gap £{gaps[n]}m", gaps[n], n)
    return text


def test_the_largest_footprint_is_larger_than_is_claimed(tmp_path: Path) -> None:
    paper = Text("The largest of the footprints has 2.5m people.", "paper.txt")
    paper.population("2.5m people", 2_500_000, None, scope="national", statistic="maximum")
    (finding,) = found(tmp_path, profiles(2_800_000), paper, rule="claim_contradicted")
    assert "is said to have 2.5 million people; Northumberland, Tyne and Wear has 2.8 million" in finding.message
    assert found(tmp_path, profiles(2_500_000), paper, rule="claim_contradicted") == []


def test_a_first_place_that_the_figures_do_not_show(tmp_path: Path) -> None:
    text = Text("CAMBRIDGESHIRE\nThe most financially challenged area when considering its population", "plan.txt")
    text.section("CAMBRIDGESHIRE", 21)
    (finding,) = found(tmp_path, profiles(2_500_000), text, rule="claim_contradicted")
    assert finding.footprint_id == "E54000021"
    assert "number 1: £1,200 a head" in finding.explanation


def test_savings_that_are_partly_funding(tmp_path: Path) -> None:
    text = Text(
        "It will deliver £286m of savings.\n\n"
        "\tYear 4\tYear 5\nWards\t150\t200,000\nHomes\t1\t45,200\nSTF funding\t\t41,600\n"
        "Total solutions\t151\t286,800\n\nThe schemes:\n\n\tSaving\tNow\nAll\t£245.2m\t£1m\nTotal\t£245.2m\t£1m"
    )
    text.saving("£286m of savings", 286)
    (finding,) = found(tmp_path, text, rule="claim_contradicted")
    assert finding.severity == "error"
    assert "£41.6m of them are funding, and the savings themselves come to £245.2m" in finding.message


def test_a_system_listed_as_appointed_and_spoken_of_as_to_come(tmp_path: Path) -> None:
    text = Text(
        "SYSTEMS\nSouth Yorkshire and Bassetlaw (1)\nBlackpool (6)\nLikely candidate to become one\nPlans for 5 systems"
    )
    text.ics("South Yorkshire and Bassetlaw (1)", "first_wave", 9)
    text.ics("Likely candidate to become one", "candidate", 9)
    text.ics("Blackpool (6)", "first_wave", 4)  # a part of its footprint: the rest may well be on its way
    text.ics("Plans for 5 systems", "candidate", 4)
    (finding,) = found(tmp_path, text, rule="claim_contradicted")
    assert finding.footprint_id == "E54000009"


def test_leadership_that_is_confirmed_and_vacant(tmp_path: Path) -> None:
    text = Text("Each programme has a Senior Responsible Officer.\n\nProgramme Manager: TBC")
    (finding,) = found(tmp_path, text, rule="claim_contradicted")
    assert "1 post is to be confirmed" in finding.message


def test_a_programme_that_saves_nothing_under_a_saving(tmp_path: Path) -> None:
    text = Text("Cancer, impact: £7.3m saving\n\nThe programme will not deliver direct cost reductions.")
    text.saving("£7.3m saving", 7.3, programme="Cancer")
    (finding,) = found(tmp_path, text, rule="claim_contradicted")
    assert finding.message == "The page that counts a saving of £7.3m says “will not deliver direct cost reductions”."


def test_what_is_and_is_not_included(tmp_path: Path) -> None:
    text = Text(
        "Sensitivities are not included in our forecast to 2021.\n\n"
        "The sensitivities were applied to our forecast to 2021.\n\n"
        "Sensitivities have been included in the annex."
    )
    (finding,) = found(tmp_path, text, rule="claim_contradicted")
    assert len(finding.quotes) == 2


def test_an_amount_that_is_another_share_of_the_costs(tmp_path: Path) -> None:
    text = Text(
        "£104 million equates to 8% of the cost base.\n\n\tA\tTotal\nStaff costs\t1\t900,000\nFixed costs\t2\t649,000"
    )
    (finding,) = found(tmp_path, text, rule="claim_contradicted")
    assert "of the costs in the table it is 6.7%" in finding.message


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("As agreed in the north the new wards there will close a further {} beds in the first year.", "46"),
        ("By then the trust is to hand in its first plan to us by late {}.", "November"),
        ("Waits there were better than those of all its peers at {} in March.", None),  # 99% is 98.6% rounded
    ],
)
def test_a_sentence_that_is_repeated_with_another_number(tmp_path: Path, sentence: str, value: str | None) -> None:
    first, second = (
        ("December", "November") if value == "November" else ("99%", "98.6%") if value is None else ("99", "46")
    )
    text = Text(f"{sentence.format(first)}\n\n{sentence.format(second)}\n\n{sentence.format(first)}")
    raised = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert len(raised) == (value is not None)
    assert all(f"stands elsewhere with {value} instead of {first}" in finding.message for finding in raised)


def test_a_form_that_is_filled_in_is_no_repeated_sentence(tmp_path: Path) -> None:
    text = Text("\n".join(f"The strategy of our part of the county, {page} of them." for page in (12, 15, 27, 31)))
    assert found(tmp_path, text, rule="figure_disagrees_within_document") == []


def test_bed_days_are_divided_by_the_occupancy(tmp_path: Path) -> None:
    text = Text(
        "It would save 5,674 bed days per year (13 beds at 85% utilisation), and 365 bed days a year (1 beds at 99%)."
    )
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert finding.message.startswith("5,674 bed days a year are 18.3 beds at 85% use")
    assert finding.suggestion == "15.5 x 85% = 13.2: multiplied instead of divided."


def test_one_gap_of_the_whole_and_of_one_body(tmp_path: Path) -> None:
    text = Text("Both councils together are left with a gap of £225m.\nNorthshire County Council is short of £225m.")
    text.gap("gap of £225m", 225, component="social_care")
    text.gap("short of £225m", 225, component="social_care", organisation="Northshire County Council")
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert "of the whole footprint in one place, and of Northshire County Council in another" in finding.message


def test_figures_of_one_body_that_differ_in_the_last_digit(tmp_path: Path) -> None:
    text = Text("NGH\t(26,936)\nNGH, deficit\t(26,937)")
    thousand = {"component": "provider", "organisation": "NGH", "scenario": "baseline", "precision_gbp": 1000}
    text.gap("(26,936)", 26.936, **thousand)
    text.gap("(26,937)", 26.937, **thousand)
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert (finding.severity, finding.message) == (
        "info",
        "Two tables differ in the last digit: £26.936m and £26.937m for NGH.",
    )


def test_beds_that_close_in_two_plans(tmp_path: Path) -> None:
    text = Text(
        "First a reduction in 68 community beds, then we reduce the community bed base by a further 99 beds.\n"
        + "Words. " * 80
        + "\nClosure of 105 community beds is assumed, and of 40 acute beds."
    )
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert finding.message == "The community beds that are to close are put at 68 + 99 = 167 and 105."


def test_beds_that_stay_and_close(tmp_path: Path) -> None:
    text = Text(
        "Northtown bed provision remains in place.\nClosure of 30 beds: 10 at Southtown. 20 at Northtown Hospital."
    )
    (finding,) = found(tmp_path, text, rule="claim_contradicted")
    assert finding.message.startswith("Northtown is said to stay as it is in one place")
    assert finding.quotes[0] == "Northtown bed provision remains in place."


def test_a_programme_without_a_saving_in_one_table_and_with_one_in_another(tmp_path: Path) -> None:
    text = Text(
        "Prevention strategy\tNo saving has been included\t-\nWards\tFewer\t£1m\n\n"
        "Prevention (in wards)\t£6.5m\nWards\t£1m"
    )
    text.saving("£6.5m", 6.5, programme="Prevention (in wards)")
    (finding,) = found(tmp_path, text, rule="claim_contradicted")
    assert finding.message == "“Prevention strategy” counts no saving in one table, and £6.5m in another."


def test_contents_that_go_beyond_the_last_page(tmp_path: Path) -> None:
    contents = (
        "1 Where we are now 2 Words 2 Where we want to be 4 Words 3 How we get there 9 Words 4 When it is done 12 "
    )
    body = " ".join(f"Words of this page. Strategy Page {page}" for page in range(1, 7))
    (finding,) = found(tmp_path, Text(contents + body, "strategy.txt"), rule="document_unreadable")
    assert finding.message == "The contents of strategy.txt go to page 12, but its last page is 6."
    assert finding.quotes[:2] == ("3 How we get there 9", "4 When it is done 12")
    assert finding.quotes[2].endswith("Strategy Page 6")
    whole = " ".join(f"Words of this page. Strategy Page {page}" for page in range(1, 14))
    assert found(tmp_path, Text(contents + whole, "strategy.txt"), rule="document_unreadable") == []


def test_a_profile_that_is_silent_on_what_a_list_says(tmp_path: Path) -> None:
    text = Text(
        "SYSTEMS\nDevon (1)\nDorset (2)\nDEVON\n1.2m people\nDORSET\nAn ICS of the first wave\nKENT\n1.5m people"
    )
    text.section("SYSTEMS", None)
    for name, footprint in (("DEVON", 37), ("DORSET", 41), ("KENT", 32)):
        text.section(name, footprint)
    text.ics("Devon (1)", "first_wave", 37)
    text.ics("Dorset (2)", "first_wave", 41)
    text.ics("An ICS of the first wave", "first_wave", 41)
    (finding,) = found(tmp_path, text, rule="claim_contradicted")
    assert (finding.severity, finding.quotes) == ("info", ("DEVON", "Devon (1)"))


def test_one_amount_for_two_parts_of_a_gap(tmp_path: Path) -> None:
    paper, tracker = Text("a shortfall of £84m", "paper.txt"), Text("Social care: £84m", "tracker.txt")
    paper.gap("a shortfall of £84m", 84, component="commissioner")
    tracker.gap("Social care: £84m", 84, component="social_care")
    (finding,) = found(tmp_path, paper, tracker, rule="figure_disagrees_between_documents")
    assert finding.severity == "info"
    assert "the commissioners' gap in paper.txt" in finding.message


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("Royal Wolverhampton NHS FT", "Royal Wolverhampton NHS Trust"),
        ("Royal Devon and Exeter NHS Trust", "Royal Devon and Exeter NHS Foundation Trust"),
        ("Royal Wolverhampton NHS Trust", None),
        ("Royal Devon and Exeter", None),
    ],
)
def test_trusts_and_foundation_trusts(written: str, official: str | None) -> None:
    assert other_kind(written) == official


def test_a_name_with_and_without_a_hyphen(tmp_path: Path) -> None:
    text = Text("SRO: Jo Bloggs-South\nSRO: Jo Bloggs South")
    text.lead("SRO: Jo Bloggs-South", "Jo Bloggs-South", role="SRO")
    text.lead("SRO: Jo Bloggs South", "Jo Bloggs South", role="SRO")
    (finding,) = found(tmp_path, text, rule="name_spelling_suspect")
    assert (finding.severity, "with and without a hyphen" in finding.message) == ("info", True)


def test_a_gap_a_head_far_above_the_others(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, profiles(2_500_000), rule="per_head_outlier")
    assert finding.footprint_id == "E54000001"
    assert "£1,200 a head, 5.5 times the median (£220)" in finding.message


def test_funding_above_the_whole_gap_and_figures_beyond_belief(tmp_path: Path) -> None:
    text = Text("Combined: £264m, a share of £2400m, and 12000000 people")
    text.gap("Combined: £264m", 264)
    text.funding("a share of £2400m", 2400)
    text.population("12000000 people", 12_000_000)
    severities = {finding.message: finding.severity for finding in found(tmp_path, text, rule="value_out_of_range")}
    assert sorted(severities.values()) == ["info", "warning"]
    assert any(
        "Funding of £2.4bn is more than Northumberland, Tyne and Wear's gap" in message for message in severities
    )


def test_pages_without_text_are_told_together(tmp_path: Path) -> None:
    from pipeline.warehouse.build import insert, opened
    from schemas.documents import PageRow

    def empty(text: Text, page: int, why: str) -> PageRow:
        return PageRow(document_id=text.document_id, page=page, text=" \n", status="without_text", problem=why)

    path = warehouse(tmp_path, text := Text("One page with words"))
    with opened(path) as con:
        con.execute("UPDATE documents SET page_count = 3")
        insert(con, "pages", [empty(text, 2, "a scanned image"), empty(text, 3, "drawn shapes")])
    with duckdb.connect(str(path), read_only=True) as con:
        (finding,) = (f for f in run_checks(con, RUN) if f.rule == "page_without_text")
    assert finding.message == "2 pages of 3 of plan.txt have no text."
    assert finding.explanation == "Nothing was read from page 2 and 3: a scanned image; drawn shapes."
    assert finding.severity == "warning"


def test_pages_are_the_same_whether_all_fit_in_memory_or_hardly_any(tmp_path: Path) -> None:
    texts = [Text(words, f"{number}.txt") for number, words in enumerate(("One", "Two and more", "Three", "Four"))]
    with duckdb.connect(str(warehouse(tmp_path, *texts)), read_only=True) as con:
        for most in (1, 10, 1000):
            pages = Pages(con, most)
            assert sorted(text for _, _, text in pages) == ["Four", "One", "Three", "Two and more"]
            assert [pages.text(text.document_id, 1) for text in texts] == [text.text for text in texts]
            assert pages.of("0" * 64) == {}
