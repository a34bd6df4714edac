"""Tables whose columns are parted by runs of spaces: what is one, and where its cells stand."""

from extractors.columns import spaced_rows


def cells(*lines: str) -> dict[int, list[str]]:
    return {i: [lines[i][a:b] for a, b in row] for i, row in spaced_rows(lines).items()}


def test_a_header_stands_over_the_column_it_is_nearest_to() -> None:
    lines = (
        "Gap           Health   With social care",
        "Dorset           158                229",
        "Devon                               557",
    )
    assert cells(*lines) == {
        0: ["Gap", "Health", "With social care"],
        1: ["Dorset", "158", "229"],
        2: ["Devon", "", "557"],
    }


def test_a_short_label_between_rows_is_one_of_them() -> None:
    assert cells("Trusts      4      5", "Of these", "Acute       3      4")[1] == ["Of these"]
    assert 1 not in cells("Trusts      4      5", "None of these is final.", "Acute       3      4")


def test_wide_spaces_make_no_table() -> None:
    assert cells("Votes for: 51     Against: 0     Abstentions: 11", "Page 2          Minutes") == {}
    assert cells("7   Travel at 45p a mile.  None objected.", "8   Next meeting.  To be held on 3 May.") == {}
