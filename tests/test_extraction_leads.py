"""Leads in running text and lists: who holds a role, and who only seems to."""

import pytest
from reading_text import read, rows

DORSET = "The plan for Dorset STP\n\n"

LEADS = [
    # by verb, before and behind the name
    ("The plan is led by Dr Ann Lee, chief officer of Dorset CCG.", [("Ann Lee", "STP lead")]),
    ("Ann Lee, who fronts the plan, welcomed the news.", [("Ann Lee", "STP lead")]),
    ("Tom Cole has been asked by the partners to lead the plan.", [("Tom Cole", "STP lead")]),
    ("Tom Cole, chief executive of Dorset CCG, is in the driving seat.", [("Tom Cole", "STP lead")]),
    # other roles keep their own names
    ("Ann Lee is the partnership's chief officer.", [("Ann Lee", "Chief officer")]),
    ("Tom Cole starts as finance lead in April.", [("Tom Cole", "Finance lead")]),
    ("Dr Ann Lee chairs the clinical advisory group.", [("Ann Lee", "chair")]),
    # a lead-in gives everybody in the list a role
    ("Programme SROs: stroke \u2013 Ann Lee; estates \u2013 Tom Cole", [("Ann Lee", "SRO"), ("Tom Cole", "SRO")]),
    # a question that the next sentence answers
    ("Who leads the plan? Dr Ann Lee, chief officer of Dorset CCG.", [("Ann Lee", "STP lead")]),
    ("Boss: Ann Lee until 2017; now Tom Cole", [("Tom Cole", "STP lead")]),
]


@pytest.mark.parametrize(("text", "expected"), LEADS, ids=[text[:40] for text, _ in LEADS])
def test_leads(text: str, expected: list[tuple[object, ...]]) -> None:
    assert rows(DORSET + text, "leads", "name", "role") == expected


REFUSED = [
    # an officer of one body who speaks about the plan
    ("Ann Lee, chief executive of Poole Hospital, said that the plan was sound.", "no role in the plan"),
    # who went before
    ("Ann Lee stood down as STP lead in May.", "a predecessor"),
    ("Lead: TBC", "names nobody"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[text[:40] for text, _ in REFUSED])
def test_who_is_no_lead_is_refused(text: str, reason: str) -> None:
    extraction = read(DORSET + text)
    assert not [r for r in extraction.records if r.table == "leads"]
    assert [r.reason for r in extraction.rejected if r.table_name == "leads" and r.reason.startswith(reason)]


def test_lines_of_people_are_people_each() -> None:
    text = DORSET + "Present:\nAnn Lee, Chief Officer, Dorset CCG and STP lead\nTom Cole, Director, Poole Hospital"
    assert rows(text, "leads", "name") == [("Ann Lee",)]


@pytest.mark.parametrize(
    ("words", "position"),
    [
        ("The STP lead, Ann Lee, a retired surgeon, was pleased.", "a retired surgeon"),
        # what the person does is no job
        ("The STP lead, Ann Lee, has called the state of hospitals grave.", None),
    ],
)
def test_a_position_is_a_job_or_a_description(words: str, position: str | None) -> None:
    assert rows(DORSET + words, "leads", "name", "position") == [("Ann Lee", position)]
