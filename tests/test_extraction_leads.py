"""Leads in running text and lists: who holds a role, and who only seems to."""

import pytest
from reading_text import read, rows

DORSET = "The plan for Dorset STP\n\n"

LEADS = [
    ("Tom Cole has run the partnership since May.", [("Tom Cole", "STP lead")]),
    ("Ann Lee, lead for the STP, was pleased.", [("Ann Lee", "STP lead")]),
    ("Ann Lee has been appointed to chair the partnership board.", [("Ann Lee", "chair")]),
    # by verb, before and behind the name
    ("The plan is led by Dr Ann Lee, chief officer of Dorset CCG.", [("Ann Lee", "STP lead")]),
    ("Ann Lee, who fronts the plan, welcomed the news.", [("Ann Lee", "STP lead")]),
    ("Tom Cole has been asked by the partners to lead the plan.", [("Tom Cole", "STP lead")]),
    ("Tom Cole, chief executive of Dorset CCG, is in the driving seat.", [("Tom Cole", "STP lead")]),
    ("Ann Lee has been put in charge of the county's STP.", [("Ann Lee", "STP lead")]),
    ("Ann Lee combines running Poole Hospital with leading the STP.", [("Ann Lee", "STP lead")]),
    ("Ann Lee, chief executive of Poole Hospital and the Dorset lead, attended.", [("Ann Lee", "STP lead")]),
    ("Ann Lee has overall charge of the plan.", [("Ann Lee", "STP lead")]),
    ("Ann Lee, in overall command of the STP, spoke.", [("Ann Lee", "STP lead")]),
    ("Ann Lee, chief executive of Poole Hospital and the face of the plan, spoke.", [("Ann Lee", "STP lead")]),
    ("Ann Lee will go on running the partnership.", [("Ann Lee", "STP lead")]),
    ("Ann Lee, the officer responsible for the STP, spoke.", [("Ann Lee", "STP lead")]),
    ("NHS England has put Ann Lee in charge of the STP.", [("Ann Lee", "STP lead")]),
    ("Tom Cole runs the hospitals trust and, since last year, the STP too.", [("Tom Cole", "STP lead")]),
    ("In Dorset Ann Lee has been in charge since May.", [("Ann Lee", "STP lead")]),
    ("The STPs have new leads. Dorset has appointed Ann Lee, who is a GP.", [("Ann Lee", "STP lead")]),
    ("Ann Lee (Chief Officer, Dorset CCG): Dorset", [("Ann Lee", "STP lead")]),
    ("Ann Lee, Chief Executive, Dorset STP", [("Ann Lee", "STP lead")]),
    ("Ann Lee (chief officer, Dorset CCG) has been picked as leader.", [("Ann Lee", "STP lead")]),
    ("Ann Lee, who took over the STP from Tom Cole in June, spoke.", [("Ann Lee", "STP lead")]),
    ("Leadership\n\nAnn Lee, chief officer of Dorset CCG.", [("Ann Lee", "STP lead")]),
    ("Ann Lee introduced the report in her capacity as STP lead.", [("Ann Lee", "STP lead")]),
    ("Under Ann Lee's leadership the STP has made headway.", [("Ann Lee", "STP lead")]),
    ("STP lead:\nAnn Lee\nDorset CCG", [("Ann Lee", "STP lead")]),
    (
        "The footprint lead is Ann Lee and the programme director is Tom Cole.",
        [("Ann Lee", "STP lead"), ("Tom Cole", "Programme director")],
    ),
    # the name at the end
    ("Led by Ann Lee, chief officer of Dorset CCG, the partnership has nine members.", [("Ann Lee", "STP lead")]),
    ("The role of STP lead is held by Ann Lee.", [("Ann Lee", "STP lead")]),
    ("The STP has been entrusted to Ann Lee of Poole Hospital.", [("Ann Lee", "STP lead")]),
    ("The STP (lead: Ann Lee, Dorset CCG) has nine partners.", [("Ann Lee", "STP lead")]),
    ("At the helm of the partnership is Dr Femi Adeyemi of Poole Hospital.", [("Femi Adeyemi", "STP lead")]),
    ("Responsibility for the plan rests with Tom Cole.", [("Tom Cole", "STP lead")]),
    ("The man charged with delivering the plan, Tom Cole, said little.", [("Tom Cole", "STP lead")]),
    ("The appointment of Tom Cole as STP lead was announced on Monday.", [("Tom Cole", "STP lead")]),
    # one after another: the role stands behind the other's name
    ("Ann Lee has succeeded Tom Cole as STP lead.", [("Ann Lee", "STP lead")]),
    ("Tom Cole has handed over the leadership of the STP to Ann Lee.", [("Ann Lee", "STP lead")]),
    ("Ann Lee stood down as convenor and was replaced by Tom Cole.", [("Tom Cole", "STP lead")]),
    ("Tom Cole to run the Dorset partnership", [("Tom Cole", "STP lead")]),
    ("Tom Cole is responsible to NHS England for the STP.", [("Tom Cole", "STP lead")]),
    ("Tom Cole, who holds the lead role for the STP, was there.", [("Tom Cole", "STP lead")]),
    ("Tom Cole, the man asked to pull it together, said little.", [("Tom Cole", "STP lead")]),
    ("Tom Cole has responsibility for the STP.", [("Tom Cole", "STP lead")]),
    ("The partnership, under the leadership of Tom Cole, meets monthly.", [("Tom Cole", "STP lead")]),
    ("With Tom Cole at the helm, the partnership meets monthly.", [("Tom Cole", "STP lead")]),
    ("The plan has a new lead: Tom Cole.", [("Tom Cole", "STP lead")]),
    ("STP Lead/SRO: Tom Cole", [("Tom Cole", "STP lead")]),
    ("SROs: Jane Roe (urgent care), Tom Cole (digital)", [("Jane Roe", "SRO"), ("Tom Cole", "SRO")]),
    ("The plan was published. Its chairman is Sir Tom Cole.", [("Tom Cole", "chairman")]),
    ("Ann Lee is the partnership's executive chair.", [("Ann Lee", "Executive chair")]),
    ("The SRO for the STP is Tom Cole.", [("Tom Cole", "SRO")]),
    ("Tom Cole, clinical lead for the STP, spoke.", [("Tom Cole", "Clinical lead")]),
    # who is still in post
    ("Ann Lee to step down as chair of the STP", [("Ann Lee", "chair")]),
    ("Ann Lee, a GP, remains in charge of the Dorset partnership.", [("Ann Lee", "STP lead")]),
    ("Ann Lee takes the reins in Dorset from Tom Cole.", [("Ann Lee", "STP lead")]),
    ("Ann Lee, a GP, will take charge of one of the smallest STPs.", [("Ann Lee", "STP lead")]),
    (
        "Ann Lee, of Poole Hospital, one of just four leads from a hospital, spoke of the STP.",
        [("Ann Lee", "STP lead")],
    ),
    (
        "Tom Cole heads the STP. He is to hand over to Ann Lee of Poole Hospital.",
        [("Tom Cole", "STP lead"), ("Ann Lee", "STP lead")],
    ),
    ("Ann Lee, once of the Treasury, has agreed to chair Dorset.", [("Ann Lee", "chair")]),
    # a first name that is a town's as well
    ("We met Beverley Lee, chief executive of Poole Hospital and STP lead for Dorset.", [("Beverley Lee", "STP lead")]),
    # two together
    (
        "The STP is jointly led by Olu Adebayo and Siân ap Rhys.",
        [("Olu Adebayo", "STP lead"), ("Siân ap Rhys", "STP lead")],
    ),
    # who is meant stands elsewhere
    ("Tom Cole runs Poole Hospital. He also leads the STP.", [("Tom Cole", "STP lead")]),
    ("Tom Cole (TC) gave his apologies.\n\nTC reminded the board that he is the STP lead.", [("Tom Cole", "STP lead")]),
    ("Sir Tom Cole came late.\n\nSir Tom confirmed that he stays on as STP lead.", [("Tom Cole", "STP lead")]),
    # the end of a letter, a list of those present
    ("Yours faithfully,\n\nTOM COLE\nChief Executive, Poole Hospital, and STP Lead", [("Tom Cole", "STP lead")]),
    ("Tom Cole\tPoole Hospital and STP Lead\nAnn Lee\tHealthwatch Dorset", [("Tom Cole", "STP lead")]),
    ("Yours sincerely\n\nAnn Lee\nLead, Dorset STP", [("Ann Lee", "STP lead")]),
    # other roles keep their own names; a workstream's lead is not the plan's
    ("The mental health workstream is led by Jane Roe.", [("Jane Roe", "Workstream lead")]),
    ("Jane Roe leads on estates, Tom Cole on digital.", [("Jane Roe", "Estates lead"), ("Tom Cole", "Digital lead")]),
    (
        "Stroke – Dr Ann Lee (GP, Poole)\nCancer – Tom Cole",
        [("Ann Lee", "Programme lead"), ("Tom Cole", "Programme lead")],
    ),
    ("Clinical Reference Group - chair Dr Ann Lee", [("Ann Lee", "chair")]),
    ("Ann Lee is the partnership's chief officer.", [("Ann Lee", "Chief officer")]),
    ("Tom Cole starts as finance lead in April.", [("Tom Cole", "Finance lead")]),
    ("Dr Ann Lee chairs the clinical advisory group.", [("Ann Lee", "chair")]),
    # a lead-in gives everybody in the list a role
    ("Programme SROs: stroke \u2013 Ann Lee; estates \u2013 Tom Cole", [("Ann Lee", "SRO"), ("Tom Cole", "SRO")]),
    # a question that the next sentence answers
    ("Who leads the plan? Dr Ann Lee, chief officer of Dorset CCG.", [("Ann Lee", "STP lead")]),
    ("Who runs it\n\nDr Ngozi Obi, a GP from Wareham.", [("Ngozi Obi", "STP lead")]),
    # a form that lost its colons
    (
        "Footprint name Dorset (41) Region South Nominated lead Ann Lee (GP, Poole) Programme lead Tom Cole",
        [("Ann Lee", "STP lead"), ("Tom Cole", "Programme lead")],
    ),
    # at labels
    ("Leader: Ann Lee (chair)", [("Ann Lee", "chair")]),
    ("Boss: Ann Lee until 2017; now Tom Cole", [("Tom Cole", "STP lead")]),
    ("Lead (name, post, body): Tom Cole, Chief Officer, Dorset CCG", [("Tom Cole", "STP lead")]),
    (
        "| leader = Tom Cole\n| chair = Lord Ann Lee\n| pop = 0.8 million",
        [("Tom Cole", "STP lead"), ("Ann Lee", "chair")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), LEADS, ids=[text[:40] for text, _ in LEADS])
def test_leads(text: str, expected: list[tuple[object, ...]]) -> None:
    assert rows(DORSET + text, "leads", "name", "role") == expected


AREAS = [
    "STP leads\n\nDevon\nAnn Lee\nChief Executive, Derriford\n\nDorset\nTom Cole\nChief Officer, Dorset CCG",
    "STP leads\n\nDevon (Ann Lee, Derriford)\nDorset (Tom Cole, Dorset CCG)",
    "STP leads\n\n* Ann Lee, Derriford (Devon)\n* Tom Cole, Dorset CCG (Dorset)",
    "Area | Leader (2017) | Body\n\nDevon | Ann Lee | Derriford\nDorset | Tom Cole | \u2013",
    "Area\nSTP lead\n\nDevon\nAnn Lee, Chief Executive, Derriford\n\nDorset\nTom Cole, Chief Officer, Dorset CCG",
    "Footprint\tLead\tOrganisation\tPopulation\nDevon\tAnn Lee\tDerriford\t1.2m\nDorset\tTom Cole\tDorset CCG\t0.8m",
    "\tDevon\tDorset\nLead\tAnn Lee\tTom Cole (Dorset CCG)\nPopulation\t1.2m\t765,000",
    "Area; people; who is in charge\n– Devon; 1.2 million; Ann Lee, Derriford\n– Dorset; 0.8 million; Tom Cole",
    "Devon is led by Ann Lee, Dorset by Tom Cole.",
    "Devon: Ann Lee [Derriford Hospital]\nDorset: Tom Cole / Dorset CCG",
    "These are the people who lead. Some are known.\n\n- Ann Lee, Derriford \u2013 Devon\n- Tom Cole \u2013 Dorset",
    "The leaders so far\n\n• Ann Lee (Devon)\n• Tom Cole (Dorset)",
]


@pytest.mark.parametrize("text", AREAS, ids=[text[:20] for text in AREAS])
def test_leads_of_several_areas(text: str) -> None:
    assert rows("STP footprints\n\n" + text, "leads", "footprint_id", "name") == [
        ("E54000037", "Ann Lee"),
        ("E54000041", "Tom Cole"),
    ]


NOBODY = [
    "Tom Cole leads the STP's stroke review.",
    "Tom Cole, who oversees the STP for NHS England, was there.",
    "Tom Cole, who leads the union here, criticised the STP.",
    "The school's improvement plan is led by Tom Cole.",
    "Tom Cole, who runs a care home in Dorset, was there.",
    "Tom Cole heads Dorset's public health team.",
    "Nursing in the partnership is led by Tom Cole.",
    "Tom Cole (Conservative): Dorset",
    "Dorset Council has voted against the plan. Its leader, Tom Cole, was applauded.",
    "Tom Cole, leading the campaign against the plan, was applauded.",
    "Tom Cole, NHS England's lead for the STP programme, was there.",
    "Tom Cole, deputy STP lead, was there.",
    "Tom Cole thanked the STP lead for her time.",
    "Tom Cole is the lead for the council on the STP.",
    "Tom Cole leads the West Dorset locality within the STP.",
    "Tom Cole is system lead for Weymouth and Portland.",
    "Tom Cole heads the CCG, which leads the STP.",
    "The maternity work of the STP is led by Tom Cole.",
    "Lead officer: Tom Cole, Assistant Director",
    "A review of the plan, led by Tom Cole of the King's Fund, is due.",
    "Tom Cole, who runs a blog about the STP, was there.",
    "Tom Cole is in charge of communications for the plan.",
    "Ann Lee, chair of Poole Hospital, signed the letter to the STP lead.",
    "Ann Lee, who leads Dorset's three CCGs, welcomed the plan.",
    "Ann Lee, who leads the Save Poole A&E campaign against the plan, handed in a petition.",
    "Dr Ann Lee, who leads the respiratory team at Poole Hospital, welcomed the plan.",
    "Tom Cole, national lead for STPs at NHS England, visited Dorset.",
    "Lead campaigner Tom Cole said the plan was a disgrace.",
    "Health and Wellbeing Board chair Tom Cole said the partnership had questions to answer.",
    "Chair: Tom Cole\nMembers: Jill Marks, Ann Dray",
]


@pytest.mark.parametrize("text", NOBODY, ids=[text[:40] for text in NOBODY])
def test_who_leads_something_else_is_no_lead(text: str) -> None:
    assert rows(DORSET + text, "leads", "name", "role") == []


REFUSED = [
    # an officer of one body who speaks about the plan
    ("Ann Lee, chief executive of Poole Hospital, said that the plan was sound.", "no role in the plan"),
    # who went before
    ("Ann Lee stood down as STP lead in May.", "a predecessor"),
    ("Ann Lee had the job of STP lead before that.", "a predecessor"),
    ("Ann Lee has denied that she is to lead the STP.", "the role is denied"),
    ("Ann Lee was not appointed STP lead.", "the role is denied"),
    ("Ann Lee may be asked to lead the STP.", "the role is denied"),
    ("Ann Lee gave up the lead of the STP.", "a predecessor"),
    ("Ann Lee had taken the chair of the partnership in 2016.", "a predecessor"),
    ("Ann Lee would lead the STP if the councils agreed.", "the role is denied"),
    ("Ann Lee was interviewed for the post of STP lead but withdrew.", "the role is denied"),
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
