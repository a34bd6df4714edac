"""A long document is read in windows of pages; what comes out does not depend on where one ends and the next begins."""

import pytest
from reading_text import document

from extractors.document import Page
from extractors.extract import extract
from extractors.windows import windows

HEAD = "Sustainability and Transformation Plan for Dorset\n\nThe STP covers 765,000 people and its lead is Jo Bloggs."
TRUST = "Dorset County Hospital NHS Foundation Trust runs the beds."
PAGES = (
    "Savings are expected from:\n\n- beds, £3m\n- drugs, £4m",  # a list that goes on over the page's end
    "- estates, £5m\n\nWithout change the NHS would be £158m short by 2020/21.",
    f"{TRUST}\n\nThe social care gap is £12m. It will not be met from savings of £7m.",
)


def long_document(pages: int) -> str:
    """The head of a plan, and pages that name the same body again and again."""
    return "\f".join([HEAD, *(f"Chapter {number}\n\n{PAGES[number % len(PAGES)]}" for number in range(1, pages))])


@pytest.mark.parametrize("size", [7, 10, 16])
def test_windows_find_what_one_reading_finds(size: int) -> None:
    read = document(long_document(40))
    whole = extract(read)
    assert extract(read, window=size) == whole
    assert {"financial_gaps", "savings", "populations", "leads"} <= {record.table for record in whole.records}


def test_a_body_is_told_once_however_many_windows_name_it() -> None:
    found = extract(document(long_document(40)), window=7).records
    bodies = [record for record in found if record.table == "organisations"]
    assert [(body.page, body.quote) for body in bodies] == [(3, TRUST.removesuffix(" runs the beds."))]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (3, [range(1, 4)]),
        (9, [range(1, 10)]),  # one page more is no window of its own
        (10, [range(1, 9), range(9, 11)]),
        (25, [range(1, 9), range(9, 17), range(17, 26)]),
    ],
)
def test_every_page_is_of_one_window(count: int, expected: list[range]) -> None:
    assert list(windows([Page(number, "") for number in range(1, count + 1)], size=8)) == expected
