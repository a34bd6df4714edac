"""Amounts of money: each line is a trap that a plain pattern falls into."""

from decimal import Decimal

import pytest

from extractors.mentions.money import find_money, lost_pound_signs

M = 1_000_000


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("a gap of £341.66 M", [341_660_000]),  # space before a capital unit
        ("Capital: £ 42 million", [42 * M]),  # space behind the sign
        ("some £1.824 B is short", [1_824 * M]),
        ("£1,113 M", [1_113 * M]),  # thousands of millions
        ("over £641million", [641 * M]),  # no space
        ("£100mn was asked for", [100 * M]),
        ("£k20 aside, £300k", [300_000]),
        ("two million pounds", [2 * M]),
        ("one thousand and twelve million pounds", [1_012 * M]),  # not 12
        ("split of £85/£97M", [85 * M, 97 * M]),  # the unit belongs to both
        ("growth of 3% to 2020/21, 40 beds", []),  # no money at all
        ("220m of road", []),  # a length, where pound signs are printed elsewhere
    ],
)
def test_amounts(text: str, amounts: list[int]) -> None:
    assert [int(m.amount) for m in find_money(text)] == amounts


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between £167M and £247M is wanted", 167, 247),
        ("£500-£600 million", 500, 600),  # the first unit is missing
        ("£500-600 million", 500, 600),  # so is the second sign
        ("£2 to 3bn", 2_000, 3_000),
    ],
)
def test_ranges(text: str, low: int, high: int) -> None:
    [money] = find_money(text)
    assert (money.amount, money.high) == (low * M, high * M)


def test_two_amounts_joined_by_and_are_no_range_unless_between_says_so() -> None:
    assert len(find_money("£26 M this year and £19 M the next")) == 2


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("£40m", "exact"),
        ("about £40m", "about"),
        ("nearly £40m", "about"),
        ("c.£40m", "about"),
        ("up to £40m", "at_most"),
        ("as much as £40m", "at_most"),
        ("more than £40m", "at_least"),
        ("no less than £40m", "at_least"),
        ("£40m or more", "at_least"),
        ("above £40m", "at_least"),
    ],
)
def test_hedges(text: str, bound: str) -> None:
    assert find_money(text)[0].bound == bound


@pytest.mark.parametrize(
    ("text", "precision"),
    [("£341 M", M), ("£341.66 M", 10_000), ("£1.07bn", 10 * M), ("£2 B", 1_000 * M), ("£212.4", Decimal("0.1"))],
)
def test_precision_is_the_place_of_the_last_printed_digit(text: str, precision: Decimal) -> None:
    assert find_money(text)[0].precision == precision


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("savings of £212.4", True),
        ("savings of £400", True),
        ("savings of £212.4m", False),
        ("a grant of £1,250,000", False),
    ],
)
def test_amounts_without_a_unit(text: str, lacks: bool) -> None:
    assert find_money(text)[0].lacks_unit is lacks


def test_rates_are_marked() -> None:
    assert find_money("£30 a head for each practice")[0].is_rate
    assert not find_money("£30m a year")[0].is_rate


def test_dollars_keep_their_currency() -> None:
    assert find_money("a further $21m")[0].currency == "$"


def test_a_document_that_lost_its_pound_signs() -> None:
    text = "The gap is 220m. It needs 30m now, 12m later, 4m for hubs and 50k for training."
    assert lost_pound_signs(text)
    assert [int(m.amount) for m in find_money(text, bare=True)] == [220 * M, 30 * M, 12 * M, 4 * M, 50_000]
    assert not lost_pound_signs("The gap is £220m; 30m, 12m, 4m, 3m and 50k were other numbers.")
