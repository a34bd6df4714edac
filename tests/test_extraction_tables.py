"""Money in tables and in lists that compare footprints: one example a construction, with what must come out."""

import pytest
from reading_text import rows

DORSET = "The plan for Dorset STP\n\n"
"""A title, so that the tables below are about one footprint."""

GAP = ("amount_gbp", "component", "scenario", "financial_year")


def table(*lines: str) -> str:
    """Rows whose cells are parted by tabs, written with bars."""
    return "\n".join("\t".join(cell.strip() for cell in line.split("|")) for line in lines)


GAPS = [
    # health, social care and their total are columns; unit and year stand over the labels
    (
        table("Funding gap by 2020/21 (£m) | Health | Social care | Total", "Do nothing | 40 | 20 | 60"),
        [
            (40_000_000, "health", "do_nothing", "2020/21"),
            (20_000_000, "social_care", "do_nothing", "2020/21"),
            (60_000_000, "combined", "do_nothing", "2020/21"),
        ],
    ),
    # brackets show that a deficit is printed negative, so a plain figure is a surplus
    (
        table("Surplus/(deficit), £'000 | 2019/20", "Do something health position | 1,400", "Health CIP | (200)"),
        [(-1_400_000, "health", "residual", "2019/20")],
    ),
    # without brackets and surpluses a deficit stands as it is
    (table("Deficits (£m) | 2015/16", "Health | 7"), [(7_000_000, "health", "baseline", "2015/16")]),
    # a line of an infobox says no more than it says
    ("| Funding gap | £60m |\n| Region | South |", [(60_000_000, "unspecified", "unspecified", None)]),
]


@pytest.mark.parametrize(("text", "expected"), GAPS, ids=[text[:30] for text, _ in GAPS])
def test_gaps(text: str, expected: list[tuple[object, ...]]) -> None:
    assert rows(DORSET + text, "financial_gaps", *GAP) == expected


def test_neighbours_of_a_lone_year_have_the_years_beside_it() -> None:
    text = table(
        "Solutions | £'000 | £'000 | 2019/20 £'000 | £'000",
        "Solution 1: prevention | 100 | 200 | 300 | 400",
    )
    assert rows(DORSET + text, "savings", "amount_gbp", "financial_year") == [
        (100_000, "2017/18"),
        (200_000, "2018/19"),
        (300_000, "2019/20"),
        (400_000, "2020/21"),
    ]


def test_a_row_of_dashes_is_no_header() -> None:
    text = table(
        "Scheme | Saving 2017/18 | Saving 2018/19", "Hubs | £2m | £3m", "Prevention | - | -", "Estates | £1m | £4m"
    )
    assert rows(DORSET + text, "savings", "amount_gbp", "financial_year") == [
        (2_000_000, "2017/18"),
        (3_000_000, "2018/19"),
        (1_000_000, "2017/18"),
        (4_000_000, "2018/19"),
    ]


def test_what_stands_over_the_labels_is_said_of_every_row() -> None:
    text = table("Transformation costs (£'000) | 2017/18", "Double running staff costs | 850", "Engagement | 75")
    assert rows(DORSET + text, "funding", "amount_gbp_high", "kind", "period") == [
        (850_000, "transformation", "2017/18"),
        (75_000, "transformation", "2017/18"),
    ]


def test_capital_by_scheme() -> None:
    text = table("Capital schemes | £m", "New hub | 12", "Theatres | 20")
    assert rows(DORSET + text, "capital_requirements", "amount_gbp", "purpose") == [
        (12_000_000, "New hub"),
        (20_000_000, "Theatres"),
    ]


COMPARED = [
    # columns are footprints, rows say what
    table(" | Dorset | Devon", "Gap 2020/21 | £60m | £90m", "Capital sought | £30m | none"),
    # rows are footprints, columns say what
    table("Footprint | Gap 2020/21 | Capital sought", "Dorset | £60m | £30m", "Devon | £90m | -"),
    # a list cut by semicolons
    "Area; gap by 2020/21; capital\n- Dorset; £60m; £30m\n- Devon; £90m; none",
]


@pytest.mark.parametrize("text", COMPARED, ids=["columns", "rows", "list"])
def test_footprints_side_by_side(text: str) -> None:
    assert sorted(rows(text, "financial_gaps", "footprint_id", "amount_gbp", "financial_year", "organisation")) == [
        ("E54000037", 90_000_000, "2020/21", None),
        ("E54000041", 60_000_000, "2020/21", None),
    ]
    assert rows(text, "capital_requirements", "footprint_id", "amount_gbp") == [("E54000041", 30_000_000)]


def test_a_column_that_is_a_part_of_the_one_before() -> None:
    text = table(
        "Area | Shortfall 20/21 if no action | o/w LA | Lead & home body",
        "Herefs & Worcs | £30m | £10m | Jo Lee, Worcester CC",
        "Dorset | £20m | £5m | Ann Hill, Poole Hospital",
    )
    assert rows(text, "financial_gaps", "footprint_id", *GAP) == [
        ("E54000019", 30_000_000, "combined", "do_nothing", "2020/21"),
        ("E54000019", 10_000_000, "social_care", "do_nothing", "2020/21"),
        ("E54000041", 20_000_000, "combined", "do_nothing", "2020/21"),
        ("E54000041", 5_000_000, "social_care", "do_nothing", "2020/21"),
    ]
    assert rows(text, "leads", "name", "role") == [("Jo Lee", "STP lead"), ("Ann Hill", "STP lead")]


def test_two_parts_in_a_cell() -> None:
    text = table(" | Dorset | Devon", "Gap | £40m health; £60m with social care | £90m")
    assert ("E54000041", 60_000_000, "combined") in rows(
        text, "financial_gaps", "footprint_id", "amount_gbp", "component"
    )
    assert ("E54000041", 40_000_000, "health") in rows(
        text, "financial_gaps", "footprint_id", "amount_gbp", "component"
    )


def test_columns_parted_by_spaces_keep_their_blank_cells() -> None:
    text = (
        "Do-nothing gap (£m)         2018/19     2020/21\n"
        "Providers                        40          60\n"
        "Commissioners                                45\n"
        "Social care                      10          22\n"
        "Both sides                       50         127\n"
    )
    assert rows(DORSET + text, "financial_gaps", "amount_gbp", "component", "financial_year") == [
        (40_000_000, "provider", "2018/19"),
        (60_000_000, "provider", "2020/21"),
        (45_000_000, "commissioner", "2020/21"),
        (10_000_000, "social_care", "2018/19"),
        (22_000_000, "social_care", "2020/21"),
        (50_000_000, "combined", "2018/19"),
        (127_000_000, "combined", "2020/21"),
    ]


def test_footprints_below_each_other_behind_a_number() -> None:
    text = (
        "Yearly gap in 2020/21 with nothing done, and capital. All figures £m.\n\n"
        "No.   Area        NHS gap    With social care    Capital\n"
        "41    Dorset          158                 229        147\n"
        "37    Devon                               557\n"
    )
    assert rows(text, "financial_gaps", "footprint_id", "amount_gbp", "component", "scenario") == [
        ("E54000041", 158_000_000, "health", "do_nothing"),
        ("E54000041", 229_000_000, "combined", "do_nothing"),
        ("E54000037", 557_000_000, "combined", "do_nothing"),
    ]
    assert rows(text, "capital_requirements", "footprint_id", "amount_gbp") == [("E54000041", 147_000_000)]


def test_what_is_left_after_savings_is_a_gap() -> None:
    text = table("Funding gap (£m) | Health", "Before savings | 60", "After savings | 7")
    assert rows(DORSET + text, "financial_gaps", "amount_gbp", "scenario")[-1] == (7_000_000, "residual")


def test_key_facts_above_a_figure_are_no_header_of_it() -> None:
    text = table("Area | Dorset", "Lead | Jo Lee, Dorset County Council", "Gap by 2020/21 | £60m if nothing is done")
    assert rows(text, "financial_gaps", "amount_gbp", "organisation", "scenario") == [(60_000_000, None, "do_nothing")]
