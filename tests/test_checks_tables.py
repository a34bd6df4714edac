"""Tables recomputed, dashboards read against themselves, lists counted."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from made_up_warehouse import RUN, Text, warehouse

from pipeline.checks.fences import fences
from pipeline.checks.findings import run_checks
from pipeline.checks.grids import grids, number
from pipeline.checks.stated_lists import announcements
from pipeline.checks.totals import wrong_totals
from schemas.findings import Finding


def found(tmp_path: Path, *texts: Text, rule: str) -> list[Finding]:
    """The findings of one rule on these documents."""
    with duckdb.connect(str(warehouse(tmp_path, *texts)), read_only=True) as con:
        return [finding for finding in run_checks(con, RUN) if finding.rule == rule]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("(33,429)", -33429),
        ("£245.2m saving", 245_200_000),
        ("(£9.9m) Additional Cost", -9_900_000),
        ("£9.9m additional cost", -9_900_000),
        ("£12.0m saving £3.5m", 15_500_000),
        ("£6.7m £1.5", 8_200_000),  # the second amount takes the unit of the first
        ("£17.0m saved, included in the above", None),
        ("-", None),
        ("Solution 2", None),
        ("2017/18", None),
    ],
)
def test_what_a_cell_holds(cell: str, value: int | None) -> None:
    read = number(cell)
    assert (read.value if read else None) == (None if value is None else Decimal(value))


def wrong(table: str) -> list[str]:
    """The names of the columns whose totals do not add up, over all rows of a table."""
    (grid,) = grids("d", 1, table)
    return [mismatch.name for row in wrong_totals(grid) for mismatch in row.mismatches]


def test_a_column_that_differs_while_the_others_fit() -> None:
    table = "\tNorth\tSouth\tEast\nWards\t10\t20\t30\nClinics\t5\t6\t7\nTotal\t15\t26\t73"
    assert wrong(table) == ["East"]


def test_nested_subtotals_costs_in_brackets_and_rounding_add_up() -> None:
    table = (
        "\t2017\t2018\n"
        "Wards\t1,002\t2,001\nClinics\t(201)\t(302)\nTotal providers\t801\t1,700\n"
        "North CCG\t100\t(50)\nSouth CCG\t50\t25\nTotal CCGs\t150\t(25)\n"
        "Total\t951\t1,675"
    )
    assert wrong(table) == []


def test_a_balance_is_what_was_there_and_what_came() -> None:
    table = "\tA\tB\nDo-nothing deficit\t(150)\t(160)\nEstates\t10\t20\nWards\t30\t40\nTotal solutions\t40\t60\n"
    assert wrong(table + "Remaining deficit\t(110)\t(100)") == []


def test_a_surplus_row_is_computed_from_the_signed_rows_above() -> None:
    table = (
        "\tA\tB\tC\nIncome\t100\t200\t300\nStaff\t(60)\t(90)\t(100)\nOther\t(50)\t(90)\t(100)\nSurplus\t(10)\t20\t109"
    )
    assert wrong(table) == ["C"]


def test_columns_without_a_sum_are_left_alone() -> None:
    assert wrong("\tA\tB\nLife expectancy\t79.7\t83.1\nHealthy years\t62.8\t63.4\nTotal score\t3\t4") == []


def test_a_row_whose_last_column_is_not_the_sum_of_the_others() -> None:
    rows = "\n".join(f"Trust {n}\t{n}\t{n + 1}\t{2 * n + 1}" for n in range(10, 16))
    assert wrong(f"\tQ1\tQ2\tYear\n{rows}\nTrust X\t10\t10\t25") == ["Year"]


def test_a_swapped_digit_in_a_total_is_found_with_its_correction(tmp_path: Path) -> None:
    text = Text("\tA\tB\nStaff\t1,212\t100\nEstates\t2,500\t200\nDigital\t8,507\t300\nTotal\t12,291\t600")
    (finding,) = found(tmp_path, text, rule="table_total_mismatch")
    assert finding.severity == "error"
    assert "A: 1,212 + 2,500 + 8,507 = 12,219; printed 12,291" in finding.explanation
    assert finding.suggestion == "A would add up with “Total” 12,219 instead of 12,291."
    assert finding.quotes[0] == "Total\t12,291\t600"


def test_a_table_that_goes_on_overleaf_is_added_up_as_one(tmp_path: Path) -> None:
    head = "\tAssumption\tSaving\tFirst year\n"
    text = Text(
        f"{head}Estates\ta\t£10.0m\t£1.0m\nWards\tb\t£20.0m\t£2.0m\n\nNote\n\n"
        f"{head}Digital\tc\t£5.0m\t£0.5m\nTotal\t\t£35.0m\t£3.5m"
    )
    assert found(tmp_path, text, rule="table_total_mismatch") == []


def test_a_table_without_a_unit_is_one_finding(tmp_path: Path) -> None:
    text = Text("\tDeficit\nNorth\t(26,936)\nSouth\t(17,236)")
    for amount in ("(26,936)", "(17,236)"):
        text.observe("unit_missing", amount, f'{{"assumed_factor": 1000, "amount": "{amount}"}}')
    (finding,) = found(tmp_path, text, rule="unit_missing")
    assert finding.message == (
        "A table on page 1 does not say what its amounts are in; 2 amounts of it are read in thousands."
    )
    assert finding.severity == "warning"


def test_a_cell_in_which_one_of_two_amounts_lost_its_unit(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, Text("Planned care\t£6.5m\t£6.7m £1.5\nOther\t£1m\t£2m"), rule="unit_missing")
    assert finding.suggestion == "Read it as £1.5m."


def test_a_document_that_lost_its_pound_signs(tmp_path: Path) -> None:
    text = Text("The gap is 220m. We spend 50k here, 1.3m there, 16.8m on wards and 37m on the fund.")
    (finding,) = found(tmp_path, text, rule="unit_missing")
    assert "has no pound sign; 5 amounts" in finding.message


LIST = (
    "There are {count} programmes in the plan:\n\n- wards\n- clinics\n  - one more level\n- homes\n\nThen other things."
)


@pytest.mark.parametrize(("count", "findings"), [("three", 0), ("3", 0), ("five", 1), ("4", 0)])
def test_a_stated_count_and_the_list_that_follows(tmp_path: Path, count: str, findings: int) -> None:
    # Four is right as well, if the indented item counts.
    text = Text(LIST.format(count=count))
    assert len(found(tmp_path, text, rule="stated_count_disagrees_with_list")) == findings


@pytest.mark.parametrize(
    ("sentence", "severities"),
    [
        ("Three areas were chosen: wards, clinics and homes.", []),
        ("We have 3 priorities – Prevention, early help and self care; Wards and clinics; Homes.", []),
        ("Five areas were chosen: wards, clinics and homes.", ["warning"]),
        ("Four areas were chosen: wards and clinics, care homes and dentists.", ["info"]),  # three or four
        ("We will see 35 services across North, South and East\n- › Merger of wards, clinics and homes", []),
    ],
)
def test_a_list_counted_and_given_in_one_sentence(tmp_path: Path, sentence: str, severities: list[str]) -> None:
    raised = found(tmp_path, Text(sentence), rule="stated_count_disagrees_with_list")
    assert [finding.severity for finding in raised] == severities


@pytest.mark.parametrize(
    "line",
    [
        "The 8 systems and 2 areas have shown:",  # the list is of what they have shown
        "In the next two years:",
        "It cost £12 in 3 places:",
        "We will see 20% fewer beds:",
    ],
)
def test_numbers_that_announce_no_list(line: str) -> None:
    assert list(announcements({1: f"{line}\n\n- one\n- two\n- three\n- four"})) == []


def test_a_list_goes_on_overleaf_past_the_page_number() -> None:
    (stated,) = announcements(
        {1: "We have 4 aims:\n\n- one\n- two\n\nPage 1", 2: "A running head\n\n- three\n- four\n"}
    )
    assert len(stated.items) == 4


def dashboard(rows: list[str], legend: str = "") -> Text:
    """A dashboard of a name, a category and two numbers a row; footprints of the first names are known."""
    text = Text("STP\tOverall\tWaits\tBeds\n" + "\n".join(rows) + "\n\n" + legend)
    for number_of_row, row in enumerate(rows, start=1):
        name, category, *values = row.split("\t")
        start = text.text.index(row)
        offset = start + len(name) + 1
        known = number_of_row if number_of_row < 40 else None
        text.score(category, name, "Overall label", known, text.text[:offset].count(category), unit="text")
        for metric, value in zip(("Waits", "Beds"), values, strict=True):
            offset = text.text.index(value, offset)
            text.score(
                value,
                name,
                metric,
                known,
                _nth(text.text, value, offset),
                value=float(value.strip("%").replace(",", "")),
            )
            offset += len(value)
    return text


def _nth(text: str, words: str, position: int) -> int:
    """Which occurrence of some words stands at a position."""
    count, at = 0, text.index(words)
    while at < position:
        count, at = count + 1, text.index(words, at + 1)
    return count


def rows(**odd: str) -> list[str]:
    """Twelve ordinary rows, some replaced."""
    names = [f"Shire {letter}" for letter in "ABCDEFGHIJKL"]
    ordinary = {
        name: f"{name}\tCategory {1 + i % 2} - {('good', 'fair')[i % 2]}\t9{i % 9}.5%\t1{i:02}"
        for i, name in enumerate(names)
    }
    return [odd.get(name[-1], row) for name, row in ordinary.items()]


LEGEND = "- Category 1: good\n- Category 2: fair\n- Category 3: poor"


def test_a_number_and_a_label_that_contradict_the_legend(tmp_path: Path) -> None:
    text = dashboard(rows(C="Shire C\tCategory 3 - good\t92.5%\t102"), LEGEND)
    (finding,) = found(tmp_path, text, rule="category_label_mismatch")
    assert finding.severity == "error"
    assert finding.footprint_id == "E54000003"
    assert finding.suggestion == "Either the number should be 1 or the label “poor”."


def test_without_a_legend_the_other_rows_say_what_a_number_means(tmp_path: Path) -> None:
    text = dashboard(rows(C="Shire C\tCategory 2 - good\t92.5%\t102"))
    (finding,) = found(tmp_path, text, rule="category_label_mismatch")
    assert "In 6 other rows category 2 means “fair”" in finding.explanation


def test_a_name_that_stands_twice_with_different_scores(tmp_path: Path) -> None:
    text = dashboard(rows(D="Shire C\tCategory 2 - fair\t97.5%\t119"), LEGEND)
    (finding,) = found(tmp_path, text, rule="duplicate_row")
    assert (finding.severity, "with different scores" in finding.message) == ("error", True)


def test_values_that_stand_alone_in_their_column(tmp_path: Path) -> None:
    text = dashboard(rows(E="Shire E\tCategory 1 - good\t94.5%\t999", F="Shire F\tCategory 2 - fair\t94.55%\t105"))
    messages = {f.message: f.severity for f in found(tmp_path, text, rule="value_out_of_range")}
    assert messages["“Shire E” has 999 in “Beds”, far from all others."] == "warning"
    assert messages["“Shire F” has 94.55% in “Waits”, the only value there with 2 decimals."] == "warning"
    assert len(messages) == 2


def test_a_lone_value_far_out_is_found_in_a_column_that_is_spread_out(tmp_path: Path) -> None:
    values = [100 + n % 10 for n in range(20)] + [88, 122, 123, 3]  # a sixth is outside the fences, one far outside
    text = dashboard([f"Shire {n}\tgood\t9{n:02}.5%\t{value}" for n, value in enumerate(values)])
    told = [f.message for f in found(tmp_path, text, rule="value_out_of_range") if "“Beds”" in f.message]
    assert told == ["“Shire 23” has 3 in “Beds”, far from all others."]


def test_a_column_in_which_nothing_varies_is_worth_knowing(tmp_path: Path) -> None:
    text = dashboard([f"Shire {n}\t{'good' if n % 2 else 'fair'}\t9{n:02}.5%\t8" for n in range(12)])
    (finding,) = found(tmp_path, text, rule="value_out_of_range")
    assert (finding.message, finding.severity) == ("All 12 rows have 8 in “Beds”.", "info")


def test_a_date_out_of_the_order_of_its_list(tmp_path: Path) -> None:
    table = "24 October 2016\tLaunch\n25 Nov 2016\tClose\n15 Dec 2017\tResults\nJan 2017\tReport"
    (finding,) = found(tmp_path, Text(table), rule="value_out_of_range")
    assert finding.message == "In a list of dates 15 Dec 2017 stands before Jan 2017."
    assert finding.suggestion == "It would be in order with 15 Dec 2016 or Jan 2018."
    in_order = table.replace("15 Dec 2017", "15 Dec 2016")
    assert found(tmp_path, Text(in_order), rule="value_out_of_range") == []


@pytest.mark.parametrize(("head", "findings"), [("2017/18\t2018/19\t2019/20\t2020/21", 1), ("N\tS\tE\tTotal", 0)])
def test_a_yearly_figure_that_leaps_in_the_last_year(tmp_path: Path, head: str, findings: int) -> None:
    text = Text(f"Scheme\t{head}\nEstates\t1,000\t2,000\t2,000\t22,000\nWards\t1,000\t2,000\t3,000\t4,000")
    raised = found(tmp_path, text, rule="value_out_of_range")
    assert [f.message for f in raised] == [
        "“Estates” is 22,000 in the last year of its table, after 2,000 in the year before."
    ] * findings


def test_years_that_run_backwards_are_told_of_once(tmp_path: Path) -> None:
    text = Text("Plans for 2018/17 and 2018/19, due by 23rd December 2017/18.\nSee uploads/2015/12/plan.pdf, 2015/12.")
    (finding,) = found(tmp_path, text, rule="value_out_of_range")
    assert finding.message == "“2018/17” and “23rd December 2017/18” are no years or dates."


def test_a_number_that_two_rows_of_a_table_bear(tmp_path: Path) -> None:
    rows = [f"Scheme {n}\tTitle {n}\t{n},000" for n in (1, 2, 3, 4, 5, 5, 6)]
    (finding,) = found(tmp_path, Text("\n".join(rows)), rule="duplicate_row")
    assert finding.message == "“Scheme 5” stands twice in the table on page 1: “Title 5” and “Title 5”."
    assert found(tmp_path, Text("\n".join(dict.fromkeys(rows))), rule="duplicate_row") == []


def test_list_items_of_the_profile_before(tmp_path: Path) -> None:
    text = Text(
        "NORTH\nWards at home\nLocal clinics\nCancer\nSOUTH\nPrevention\nWards at home\nLocal clinics\nCancer care"
    )
    for ordinal, item in enumerate(("Wards at home", "Local clinics", "Cancer"), start=1):
        text.focus(item, ordinal, 2)
    for ordinal, (item, nth) in enumerate((("Prevention", 0), ("Wards at home", 1), ("Local clinics", 1)), start=1):
        text.focus(item, ordinal, 5, nth)
    (finding,) = found(tmp_path, text, rule="duplicate_row")
    assert finding.footprint_id == "E54000005"
    assert "“Wards at home” and “Local clinics”, one after the other" in finding.explanation


def test_a_cumulative_deficit_is_the_sum_of_its_years(tmp_path: Path) -> None:
    table = "Do Nothing Deficit\t(100,000)\t(200,000)\t(300,000)\nDo Something Deficit\t(100,000)\t(50,000)\t10,000\n"
    text = Text(
        f"{table}\nThe do-something has a cumulative deficit of £114m, the do-nothing cumulative deficit of £600m."
    )
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert "deficit of £114m; the table's 3 years come to £140m" in finding.message
    assert finding.explanation.startswith("£100m + £50m - £10m = £140m, £26m more than stated")


def test_the_last_year_in_text_and_table(tmp_path: Path) -> None:
    table = "Do Nothing Deficit\t(100,400)\t(200,300)\t(285,402)\nDo Something Deficit\t(1,000)\t(2,000)\t(3,000)\n"
    text = Text(f"{table}\nThe do-nothing deficit in 2020/21 is forecast to be £286m.")
    (finding,) = found(tmp_path, text, rule="figure_disagrees_within_document")
    assert (finding.severity, finding.explanation) == ("info", "£286m - £285.402m = £598,000.")


@pytest.mark.parametrize(
    ("cells", "severity"),
    [
        ("Costs rise by £8.5m. 70% cost response\t£6.7m saving", "warning"),
        ("A total of £55m, only 50% of this benefit will be had\t£27.0m saving", "info"),
        ("Spend of £46.5m, rising by £10.4m. 70% cost response\t£7.3m saving", None),
        ("Costs of £40m, 5% cost response\t£27.0m saving", None),  # another quantity
    ],
)
def test_a_saving_that_is_a_share_of_what_stands_beside_it(tmp_path: Path, cells: str, severity: str | None) -> None:
    text = Text(f"Scheme\t{cells}\nOther\tnone\t-")
    assert [f.severity for f in found(tmp_path, text, rule="figure_disagrees_within_document")] == (
        [severity] if severity else []
    )


def test_fences_need_enough_values_and_some_spread() -> None:
    assert fences([1.0, 2.0, 3.0]) is None
    assert fences([5.0] * 20) is None
    usual = fences([float(n) for n in range(1, 21)])
    assert usual is not None
    assert not usual.outside(20)
    assert usual.outside(40)
    assert not usual.far_outside(40)
    assert usual.far_outside(60)
