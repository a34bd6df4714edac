"""What a document says of itself: its date, and what only looks like it."""

from datetime import date

import pytest
from reading_text import read

DATES = [
    ("Governing Body meeting, 13 September 2016", date(2016, 9, 13)),
    ("Draft of October 2016", date(2016, 10, 1)),
    ("Version 3, 21/10/2016", date(2016, 10, 21)),
    # what is to be done by a day, or has been so since, does not date the document
    ("Plans are due by 30 April 2018", None),
    ("In force since 1 April 2017\n\nPublished 4 May 2017", date(2017, 5, 4)),
    # no day of its own: not before the last look at a source
    ("The plan\n\nSee: The county online [Accessed 2 Jul. 2018]; the trust [accessed 26 Jun 2018]", date(2018, 7, 2)),
    ("30 February 2017", None),
]


@pytest.mark.parametrize(("text", "stated_on"), DATES, ids=[text[:40] for text, _ in DATES])
def test_date(text: str, stated_on: date | None) -> None:
    imprint = read(text).imprint
    assert imprint is not None
    assert imprint.stated_on == stated_on
