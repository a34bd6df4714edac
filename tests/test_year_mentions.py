"""Years and horizons."""

import pytest

from extractors.mentions.years import find_years, is_cumulative, is_yearly


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("in 2020/21", "2020/21"),
        ("in 2015-16", "2015/16"),
        ("in 2020/2021", "2020/21"),
        ("in 2020/1", "2020/21"),
        ("in 15/16", "2015/16"),
        ("by 2021", "2020/21"),  # the plans' horizon is the year that ends in 2021
        ("by March 2021", "2020/21"),
        ("by 2020", None),  # could be either of two years
        ("in 2018", None),
        ("2016/17 to 2020/21", None),  # a range is no year
        ("over the next five years", None),
    ],
)
def test_financial_year(text: str, year: str | None) -> None:
    [found] = find_years(text)
    assert found.financial_year == year


@pytest.mark.parametrize("text", ["2016/17 to 2020/21", "over the next five years", "2017-21", "in five years' time"])
def test_ranges_are_periods(text: str) -> None:
    assert find_years(text)[0].period == text


@pytest.mark.parametrize("text", ["open 24/7", "on 1/4/17", "£15/16m", "version 2.0"])
def test_no_years(text: str) -> None:
    assert find_years(text) == []


def test_yearly_and_cumulative_are_one_word_apart() -> None:
    assert is_yearly("an annual shortfall")
    assert not is_cumulative("an annual shortfall")
    assert is_cumulative("a cumulative shortfall")
    assert not is_yearly("a cumulative shortfall")
