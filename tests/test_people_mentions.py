"""Numbers of people."""

import pytest

from extractors.mentions.people import find_counts, find_malformed


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1.4 million (M)", 1_400_000, None),
        ("300K", 300_000, None),
        ("nearly three million people", 3_000_000, None),
        ("30-70,000 people", 30_000, 70_000),  # the first thousand is left out
        ("30-70k", 30_000, 70_000),
        ("c30,000-70,000", 30_000, 70_000),
        ("30,000- 70,000", 30_000, 70_000),  # a stray space
        ("0.3 to 2.8 million", 300_000, 2_800_000),
        ("9+ million", 9_000_000, None),
        ("three-quarters of a million", 750_000, None),
        ("one point three million", 1_300_000, None),
        ("two and a half million", 2_500_000, None),
        ("two hundred and seventy thousand", 270_000, None),
    ],
)
def test_counts(text: str, low: int, high: int | None) -> None:
    [count] = find_counts(text)
    assert (count.low, count.high) == (low, high)


@pytest.mark.parametrize(("text", "hedged"), [("about 5,000", True), ("circa 30,000", True), ("30,000", False)])
def test_hedges(text: str, hedged: bool) -> None:
    assert find_counts(text)[0].is_hedged is hedged


def test_a_decimal_comma_is_not_guessed_at() -> None:
    assert find_counts("1,7million people") == []
    assert [text for _, _, text in find_malformed("1,7million people")] == ["1,7million"]
