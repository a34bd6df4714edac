"""Gaps, savings, capital and funding in running text: one line a class of phrasing, and one a kind of refusal."""

import pytest
from reading_text import read, rows

DORSET = "The plan for Dorset STP\n\n"
"""A title, so that the texts below are about one footprint."""

GAP = ("amount_text", "component", "scenario", "financial_year")

GAPS = [
    # the gap has no word of its own: two sums are compared
    (
        "If nothing changes the NHS will spend £41m more than it gets in 2020/21.",
        [("£41m", "health", "do_nothing", "2020/21")],
    ),
    ("By 2021 costs would outrun income by £41m.", [("£41m", "unspecified", "unspecified", "2020/21")]),
    # two figures in one clause: the second includes what the first leaves out
    (
        "On present trends the NHS is £41m short by 2020/21, or £60m with social care included.",
        [("£41m", "health", "do_nothing", "2020/21"), ("£60m", "combined", "do_nothing", "2020/21")],
    ),
    # a part that points back takes over scenario and year
    (
        "With no change the gap for health and social care is £60m in 2020/21. The NHS accounts for £41m of it.",
        [("£60m", "combined", "do_nothing", "2020/21"), ("£41m", "health", "do_nothing", "2020/21")],
    ),
    # nothing but arithmetic says what the sum is
    (
        "Unless we act the NHS faces a deficit of £41m by 2020/21. Councils face £19m. Added up, £60m.",
        [
            ("£41m", "health", "do_nothing", "2020/21"),
            ("£19m", "social_care", "do_nothing", "2020/21"),
            ("£60m", "combined", "do_nothing", "2020/21"),
        ],
    ),
    # sign and unit stand in the lead-in only
    (
        "Gap in 2020/21 if nothing is done, £m: NHS 41 Social care 19 Together 60",
        [
            ("41", "health", "do_nothing", "2020/21"),
            ("19", "social_care", "do_nothing", "2020/21"),
            ("60", "combined", "do_nothing", "2020/21"),
        ],
    ),
    # what the plan leaves over is residual although the sentence before was not
    (
        "If nothing is done the gap is £60m by 2020/21. Even after every measure £7m would remain.",
        [("£60m", "unspecified", "do_nothing", "2020/21"), ("£7m", "unspecified", "residual", None)],
    ),
    # what is left out makes the first figure the whole, what is added makes it health alone
    (
        "The gap in 2020/21 is £60m, or £41m without social care.",
        [("£60m", "combined", "unspecified", "2020/21"), ("£41m", "health", "unspecified", "2020/21")],
    ),
    (
        "By 2021 the NHS could be £41m short. That rises to £60m when social care is included.",
        [("£41m", "health", "unspecified", "2020/21"), ("£60m", "combined", "unspecified", "2020/21")],
    ),
    # a side adds to the figure before, is a portion of it, or is left out of it
    (
        "If nothing changed the NHS would be £41m short in 2020/21. Councils would push the total to £60m.",
        [("£41m", "health", "do_nothing", "2020/21"), ("£60m", "combined", "do_nothing", "2020/21")],
    ),
    (
        "A £60m deficit for health and care by 2021 on present trends. The NHS's share is £41m.",
        [("£60m", "combined", "do_nothing", "2020/21"), ("£41m", "health", "do_nothing", "2020/21")],
    ),
    (
        "The county will be £60m short by 2020/21. £19m was put down to social care, and the rest to the NHS.",
        [("£60m", "combined", "unspecified", "2020/21"), ("£19m", "social_care", "unspecified", "2020/21")],
    ),
    # another figure for the same gap
    (
        "It expected a deficit of £60m by 2021 if no action was taken. A later estimate was £55m.",
        [("£60m", "unspecified", "do_nothing", "2020/21"), ("£55m", "unspecified", "do_nothing", "2020/21")],
    ),
    # what would be needed on top, a challenge before anything is done about it
    (
        "We have £1bn. By 2021 we'd need an extra £60m unless we changed.",
        [("£60m", "unspecified", "do_nothing", "2020/21")],
    ),
    (
        "The STP has a system pressure of £60m in 2020/21 before mitigations.",
        [("£60m", "unspecified", "do_nothing", "2020/21")],
    ),
    # the question says in which scenario the answer is, and so may the sentence behind it
    (
        "We asked how the area would fare if none of us changed anything. The answer was £60m in the red by 2020-21.",
        [("£60m", "unspecified", "do_nothing", "2020/21")],
    ),
    (
        "For all of Dorset, £60m. That is if we've not changed by 2020/21.",
        [("£60m", "unspecified", "do_nothing", "2020/21")],
    ),
    ("The area will be £60m adrift in 2020/21, councils included.", [("£60m", "combined", "unspecified", "2020/21")]),
    # of the whole that the footprint is short, the trust has but a part
    (
        "Of the £60m by which the area would be overspent without change, the trust's own contribution is £9m.",
        [("£60m", "unspecified", "do_nothing", None)],
    ),
    # what opens a list holds for its entries, and none takes over what the one before it includes
    (
        "These are the gaps that areas expect in 2020-21 with no changes:\n\n"
        "Kent and Medway: £60m including social care\n\nDorset: £41m",
        [("£60m", "combined", "do_nothing", "2020/21"), ("£41m", "unspecified", "do_nothing", "2020/21")],
    ),
    # two sides share out two figures
    (
        "The do-nothing sum is £60m, split £41m to £19m between the NHS and the council.",
        [
            ("£60m", "combined", "do_nothing", None),
            ("£41m", "health", "do_nothing", None),
            ("£19m", "social_care", "do_nothing", None),
        ],
    ),
    # what would have to happen says nothing of whose gap it is
    (
        "We will be £60m short by 2021 if our hospitals stay as they are.",
        [("£60m", "unspecified", "do_nothing", "2020/21")],
    ),
    # the question above, or the sentence behind, says what would have to happen
    ("What if we did nothing? We would be £60m short in 2020/21.", [("£60m", "unspecified", "do_nothing", "2020/21")]),
    (
        "The gap would be £60m in 2020/21. That assumes nothing is done.",
        [("£60m", "unspecified", "do_nothing", "2020/21")],
    ),
    # an amount that opens its line is explained behind the colon
    (
        "- £60m: what we lack in health and care\n- £41m: of which health",
        [("£60m", "combined", "unspecified", None), ("£41m", "health", "unspecified", None)],
    ),
    # a line of labelled amounts: each is what its own label says
    (
        "Budget: £1.2bn   Do nothing (NHS): £41m   Do nothing (with councils): £60m   Savings found: £33m",
        [("£41m", "health", "do_nothing", None), ("£60m", "combined", "do_nothing", None)],
    ),
    # a gap at two times is two gaps
    (
        "The deficit, now £9m, would become £60m by 2020/21 without action.",
        [("£9m", "unspecified", "baseline", None), ("£60m", "unspecified", "do_nothing", "2020/21")],
    ),
    # the words are in the sentence, the amount is spelt out
    (
        "We are two hundred and fifty million pounds short.",
        [("two hundred and fifty million pounds", "unspecified", "unspecified", None)],
    ),
    # a year that is over is a baseline, whatever the plan says of the future
    ("The NHS here ended 2015/16 with a deficit of £9m.", [("£9m", "health", "baseline", "2015/16")]),
]


@pytest.mark.parametrize(("text", "expected"), GAPS, ids=[text[:40] for text, _ in GAPS])
def test_gaps(text: str, expected: list[tuple[object, ...]]) -> None:
    assert sorted(rows(DORSET + text, "financial_gaps", *GAP), key=str) == sorted(expected, key=str)


OWNERS = [
    # a trust's deficit is the trust's, also where the next sentence only says 'It'
    ("Poole Hospital NHS Foundation Trust ended the year £6m in deficit.", "Poole Hospital NHS Foundation Trust"),
    ("Dorset County Hospital finished 2016/17 £6m in the red.", "Dorset County Hospital"),
    # of two bodies in a sentence the one in its own part
    ("The council is in balance and the CCG is £6m beyond its allocation.", "the CCG"),
    # 'it' leads back to a body, over sentences and within one
    ("A note on Poole Hospital. Last month we wrote that it was £6m in deficit.", "Poole Hospital"),
    ("A member asked about Poole Hospital; we heard that its overspend is £6m.", "Poole Hospital"),
    # who reports a deficit has it; a body may be known by nothing but the place in its name
    ("A deficit of £6m was reported by Dorset County Hospital in 2016/17.", "Dorset County Hospital"),
    ("It is £6m overspent at the Royal Dorset County Hospital.", "Royal Dorset County Hospital"),
    # who is said to face it owns it, also behind a verb of saying
    ("Campaigners claim the hospital will be £6m in the red.", "the hospital"),
    ("The council says its own care budget will be £6m short.", "The council"),
    # a body is known by what only bodies do, or by its kind in small letters
    ("PHFT posted a deficit of £6m.", "PHFT"),
    ("West Poole closed £6m in the red.", "West Poole"),
    ("Poole council must find £6m by 2020.", "Poole council"),
    # what two bodies commission is neither's alone
    ("The care commissioned by Dorset County Council and Poole Council is £6m short.", None),
    # a body that only speaks of the figure does not own it
    ("Poole Hospital NHS Foundation Trust said that the county faces a gap of £6m.", None),
]


@pytest.mark.parametrize(("text", "organisation"), OWNERS, ids=[text[:40] for text, _ in OWNERS])
def test_whose_gap_it_is(text: str, organisation: str | None) -> None:
    assert rows(DORSET + text, "financial_gaps", "footprint_id", "organisation") == [("E54000041", organisation)]


OTHERS = [
    # capital without the word, where the sentences before were about capital
    (
        "Capital of £90m is needed. For the hospital alone we asked for £50m.",
        "capital_requirements",
        [("£90m",), ("£50m",)],
    ),
    # entries under a lead-in say what they are for, never what they are
    (
        "Savings are expected from:\n\n- shared offices, £4m\n- fewer agency nurses, £5m",
        "savings",
        [("£4m",), ("£5m",)],
    ),
    # a saving and the fund that tops it up stand in one sentence
    ("Savings of £20m are planned, and a further £8m should come from the STF.", "savings", [("£20m",)]),
    ("Savings of £20m are planned, and a further £8m should come from the STF.", "funding", [("£8m",)]),
    # money that was promised is no longer asked for
    ("The county asked for capital of £90m and was offered £12m for two health centres.", "funding", [("£12m",)]),
    ("The plan would put £7m into primary care.", "funding", [("£7m",)]),
    # what an amount is shows in the words on both sides of it only
    ("Rebuilding the maternity block would cost £90m.", "capital_requirements", [("£90m",)]),
    ("About £90m is to be spent on the estate.", "capital_requirements", [("£90m",)]),
    ("Trusts expect to find £20m by working more efficiently.", "savings", [("£20m",)]),
    ("£20m would be knocked off running costs.", "savings", [("£20m",)]),
    ("A hospice-at-home service, for which £8m has been put by, starts in May.", "funding", [("£8m",)]),
    ("Some £8m of capital has been awarded to Dorset.", "funding", [("£8m",)]),
    ("A business case for £90m went in last week.", "capital_requirements", [("£90m",)]),
    ("Half of the £20m they say they can release is at the ideas stage.", "savings", [("£20m",)]),
    # a question, also a reported one, says what the first amount behind it is
    ("The board asked what the buildings would cost. It was told £90m.", "capital_requirements", [("£90m",)]),
    # a sentence of one word is the title of the next
    ("Capital. None of the £90m assumed has a source.", "capital_requirements", [("£90m",)]),
    # a form that lost its lines and colons: what stands before an amount is its label
    ("Income £700m Do nothing £158m Efficiency: trusts £75m CCGs £61m Capital £90m", "savings", [("£75m",), ("£61m",)]),
    (
        "Income £700m Do nothing £158m Efficiency: trusts £75m CCGs £61m Capital £90m",
        "capital_requirements",
        [("£90m",)],
    ),
    # off a bill, out of a budget, of a gap
    ("The case looks for £20m a year off the pay bill.", "savings", [("£20m",)]),
    ("It will be £158m short. The plan would find £120m of this.", "savings", [("£120m",)]),
    # what the Government gives is given here, with its parts
    (
        "The Government agreed to put £90m of capital into our hospital sites: £50m for Poole is the largest item.",
        "funding",
        [("£90m",), ("£50m",)],
    ),
    ("Dorset was given £8m to spend on transformation.", "funding", [("£8m",)]),
    # capital promised or in a list of awards, a part of it, money for more or for change, what a fund gives
    ("The merger unlocks £90m of capital promised to the area in July.", "funding", [("£90m",)]),
    ("The county needs £90m of capital to be made available.", "capital_requirements", [("£90m",)]),
    ("Awards to date include £2m for scanners and £38m in capital for a block.", "funding", [("£2m",), ("£38m",)]),
    ("Dorset has been given £60m of capital. A third of this, £20m, is for Poole.", "funding", [("£60m",), ("£20m",)]),
    ("The plan in short:\n\n• £20m more each year for care at home\n• £5m extra for drugs", "funding", [("£20m",)]),
    ("Dorset received £20m with which to redesign care.", "funding", [("£20m",)]),
    ("With STF income of £12m the county breaks even.", "funding", [("£12m",)]),
    ("Some £300,000 a year is to be taken from the Better Care Fund for reablement.", "funding", [("£300,000",)]),
    # an option is paid for once, its running costs every year
    ("The recommended option could cost up to £90m.", "capital_requirements", [("£90m",)]),
    ("The recommended option could cost £9m a year to run.", "capital_requirements", []),
    # what plans have found of a gap is saved
    ("The gap is £100m. Projects already in place account for £60m of it.", "savings", [("£60m",)]),
    # 'it' is what the sentence before spoke of
    ("We cannot do this without capital. It comes to £90m.", "capital_requirements", [("£90m",)]),
]


@pytest.mark.parametrize(("text", "table", "expected"), OTHERS, ids=[f"{t}: {x[:30]}" for x, t, _ in OTHERS])
def test_savings_capital_and_funding(text: str, table: str, expected: list[tuple[object, ...]]) -> None:
    assert rows(DORSET + text, table, "amount_text") == expected


def test_a_list_of_footprints_is_about_what_was_spoken_of() -> None:
    text = "How much capital did each plan ask for?\n\nDorset: £90m\nDevon: £40m\nSomerset: no figure"
    assert rows(text, "capital_requirements", "footprint_id", "amount_text") == [
        ("E54000041", "£90m"),
        ("E54000037", "£40m"),
    ]


def test_a_list_of_awards_is_no_list_of_requests() -> None:
    text = "Ten schemes are to share £200m of capital.\n\nDorset: £90m for a hub\nDevon: up to £40m\nSomerset: nothing"
    assert rows(text, "capital_requirements", "amount_text") == []
    assert rows(text, "funding", "amount_text")[-2:] == [("£90m",), ("£40m",)]


REFUSED = [
    ("Poole's council has had £30m cut from its budget.", "£30m", "money taken away"),
    ("Councils are making cuts of £30m.", "£30m", "cuts of a council"),
    ("Each scheme saves £4m for every £1 spent.", "£4m", "a ratio"),
    ("In 2012 they promised savings of £30m.", "£30m", "of a time before"),
    ("The review had cost £8m.", "£8m", "what a piece of work has cost"),
    ("Visitors put £4m into parking meters.", "£4m", "income"),
    ("The unit, which opened in 2014, cost £8m.", "£8m", "what something has cost"),
    ("The budget for health in the county is £900m.", "£900m", "a budget"),
    ("Managers were paid £900,000 between them.", "£900,000", "pay or fees"),
    ("A contract worth £8m was let.", "£8m", "the value of a contract"),
    ("That is £300 per head of savings.", "£300", "a rate"),
    ("The deficit grew by £8m.", "£8m", "a change of a figure"),
    ("The scheme will not lead to savings of £8m.", "£8m", "a saving that is said not to be made"),
    ("A loan of €8m was repaid.", "€8m", "not in pounds"),
    ("Leaflets say that £8m is to be cut. That is simply untrue.", "£8m", "reported and denied"),
    ("The trust lost £8m of its funding.", "£8m", "money taken away"),
    ("A director, whose trust must make £8m of savings, agreed.", "£8m", "belongs to a body that is not named"),
    ("A Lottery grant of £8m went to the hospice.", "£8m", "a gift"),
    ("Increased spend of £8m is to be met from savings.", "£8m", "spending"),
    ("The jury awarded her £8m.", "£8m", "damages"),
    ("A bridge costing £8m has been agreed.", "£8m", "of something that is no part"),
    ("The pension deficit is £8m.", "£8m", "a pension fund's"),
    ("GPs spend £8m on premises.", "£8m", "spending"),
    ("Children's services are £8m short.", "£8m", "of a service"),
    ("Each household could save £800 with gaps of £8m and £9m elsewhere.", "£800", "a rate"),
    ("Advisers have received £8m since 2010.", "£8m", "pay or fees"),
    ("Invest to save: £1m in, £4m out", "£4m", "a ratio"),
    ("Precept request for next year £48,000.", "£48,000", "a parish or council"),
    ("The grant to the village hall was £5,000.", "£5,000", "too small"),
    ("The fair raised £8m.", "£8m", "a fine, loan, sale or donation"),
    ("Next year brings £8m.", "£8m", "no word near it"),
]


@pytest.mark.parametrize(("text", "value", "reason"), REFUSED, ids=[text[:40] for text, _, _ in REFUSED])
def test_what_is_refused_says_why(text: str, value: str, reason: str) -> None:
    extraction = read(DORSET + text)
    assert not [r for r in extraction.records if getattr(r, "amount_text", None) == value]
    assert [r.reason for r in extraction.rejected if r.value_text == value and r.reason.startswith(reason)]


NOBODYS_OWN = [
    # a national total beside a footprint's name
    "Across England the NHS faces a deficit of £900m.",
    "Nationally, trusts overspent by £900m.",
    # a region's
    "The region as a whole ended the year £30m in deficit.",
    "Nationally, the provider sector's deficit stood at £900m.",
]


@pytest.mark.parametrize("text", NOBODYS_OWN)
def test_what_is_of_no_footprint_carries_none(text: str) -> None:
    assert {footprint for (footprint,) in rows(DORSET + text, "financial_gaps", "footprint_id")} <= {None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dorset is home to 780,000 people.", [(780_000, "footprint")]),
        # a registered list is a population; a number of staff is none
        ("The registered list is 791,000; 20,000 people work for the NHS.", [(791_000, "footprint")]),
        ("pop. 780,000 and growing", [(780_000, "footprint")]),
        # words for numbers, a question and its answer, what it grows to
        ("Three-quarters of a million people live in Dorset.", [(750_000, "footprint")]),
        ("How many people does it cover?\nAround 765,000.", [(765_000, "footprint")]),
        (
            "The population is forecast to rise from 765,000 to 810,000.",
            [(765_000, "footprint"), (810_000, "footprint")],
        ),
        ("Some 791,000 are registered with a GP.", [(791_000, "footprint")]),
        ("Number of residents (2015): 765,000", [(765_000, "footprint")]),
        # a label without a colon, a number without a figure, a number of those spoken of before
        ("Councils 3 Population 765,000 Square miles 1,020", [(765_000, "footprint")]),
        ("It is good news for our million citizens.", [(1_000_000, "footprint")]),
        ("We plan for everyone who lives here. There are 765,000 of them.", [(765_000, "footprint")]),
        ("The population is put at 765,000.", [(765_000, "footprint")]),
        ("Together the three hospitals care for 765,000 people.", [(765_000, "footprint")]),
        # its rank among the others makes it no national figure
        ("Dorset is one of the smallest in the country, with 765,000 people.", [(765_000, "footprint")]),
        # a body's officer speaks of the county's people; the same number again, counted
        (
            "An officer of NHS Dorset CCG called it \u201cright for the 765,000 people of this county\u201d.",
            [(765_000, "footprint")],
        ),
        (
            "Three-quarters of a million people live here (757,000 at the last count).",
            [(750_000, "footprint"), (757_000, "footprint")],
        ),
        ("With 765,000 inhabitants it is among the smaller of the 44 footprints.", [(765_000, "footprint")]),
        # a number of the footprint's size needs but a loose word of people, or none behind its name
        ("Headcount 765,000; CCGs 1; trusts 3.", [(765_000, "footprint")]),
        ("Dorset (0.77m) has one CCG.", [(770_000, "footprint")]),
        ("The county has some 765,000 people, growing at half the national rate.", [(765_000, "footprint")]),
        ("The patients on our practices' lists came to 791,000 in January.", [(791_000, "footprint")]),
        # of that size, but something else; people a trust serves; what is still to come
        ("The surgeries of Dorset made 765,000 appointments.", []),
        ("765,000 people visited the Dorset show.", []),
        ("The trust serves 765,000 people across Dorset.", [(765_000, "organisation")]),
        ("By 2035 Dorset will be home to 860,000 people.", []),
        # a part of it
        ("Bournemouth, with 183,000 people, is the largest town.", [(183_000, "place")]),
        # what only some people do, a change, more people than any footprint has
        ("A quarter of a million people smoke.", []),
        ("By 2021 there will be 95,000 more residents.", []),
        ("Health checks for 400,000 people are planned.", []),
        ("The firm runs insurance schemes covering 12 million people.", [(12_000_000, "national")]),
        # a programme's reach, a condition, too few people
        ("Screening will be offered to 18,000 people.", []),
        ("About 40,000 people with diabetes live in Dorset.", []),
        ("Our survey reached 1,500 residents in Dorset.", []),
    ],
)
def test_populations(text: str, expected: list[tuple[object, ...]]) -> None:
    assert rows(DORSET + text, "populations", "people", "scope") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the parts say what the whole is of
        ("The gap is £158m, of which £40m is the councils'.", [(158, "combined"), (40, "social_care")]),
        ("A hole of £158m by 2021, £118m of it in the NHS.", [(158, "combined"), (118, "health")]),
        (
            "A gap of £158m: providers £100m, commissioners £58m.",
            [(158, "health"), (100, "provider"), (58, "commissioner")],
        ),
        ("A gap of £158m (health 118, social care 40).", [(158, "combined"), (118, "health"), (40, "social_care")]),
        ("The gap is £158m, of which social care makes up a quarter.", [(158, "combined")]),
        # two amounts, no range
        ("The gap grew from £118m to £158m.", [(118, "unspecified"), (158, "unspecified")]),
        # whose part of the system it is, by the subject of a condition or of the NHS of the area
        ("If the NHS in Dorset does not change, it will be £158m short.", [(158, "health")]),
        ("Dorset's NHS will be £158m in the red by 2021.", [(158, "health")]),
    ],
)
def test_the_side_of_a_gap_and_of_its_parts(text: str, expected: list[tuple[int, str]]) -> None:
    found = rows(DORSET + text, "financial_gaps", "amount_gbp", "component")
    assert {(f"{amount:.0f}".removesuffix("000000"), component) for amount, component in found} == {
        (str(millions), component) for millions, component in expected
    }


def test_populations_under_a_header_in_thousands() -> None:
    text = "Footprint\tResidents (000s)\nDevon\t1,160\nDorset\t770"
    assert [people for (people,) in rows(text, "populations", "people")] == [1_160_000, 770_000]


def test_a_bare_abbreviation_is_a_footprint_among_others() -> None:
    text = "STP\tGap\nNWL\t£1,299m\nNEL\t£578m"
    assert [footprint for (footprint,) in rows(text, "financial_gaps", "footprint_id")] == ["E54000027", "E54000029"]


def test_lines_parted_by_bars_are_a_table() -> None:
    text = "Area | People | Lead\n\nDevon | 1,160,000 | Jo Lee\nDorset | 765,000 | vacant"
    assert rows(text, "populations", "footprint_id", "people") == [("E54000037", 1_160_000), ("E54000041", 765_000)]


def test_what_comes_in_and_goes_out_is_no_gap() -> None:
    text = "We expect to receive £1,163m in 2020/21 and would have to pay £1,260m, a shortfall of £97m."
    assert rows(DORSET + text, "financial_gaps", "amount_text") == [("£97m",)]


def test_a_councils_budget_book_is_the_councils() -> None:
    text = "Dorset County Council budget book 2017-18\n\nSavings of £18.3m have been built in."
    assert (None,) not in rows(text, "savings", "organisation")


def test_a_side_behind_one_figure_and_a_trust_behind_the_next() -> None:
    text = "The gap is £160m. £90m relates to providers and in particular £70m relates to Poole Hospital."
    assert rows(DORSET + text, "financial_gaps", "amount_text", "organisation") == [
        ("£160m", None),
        ("£90m", None),
        ("£70m", "Poole Hospital"),
    ]


def test_what_is_compared_owns_nothing() -> None:
    text = "Devon's request of £90m for building dwarfs that of Dorset."
    assert rows(text, "capital_requirements", "footprint_id") == [("E54000037",)]


def test_a_list_of_populations() -> None:
    text = "The people of the STPs\n\nDevon \u2013 1.16 million\nDorset \u2013 765,000"
    assert rows(text, "populations", "footprint_id", "people") == [("E54000037", 1_160_000), ("E54000041", 765_000)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a wave named in one sentence, its areas in the next
        (
            "NHS England has named the third wave of integrated care systems.\n\nThose chosen are Dorset; and Devon.",
            [("E54000041", "third_wave"), ("E54000037", "third_wave")],
        ),
        ("Dorset was in the second batch of integrated care systems.", [("E54000041", "second_wave")]),
        ("Dorset was one of a second group of four integrated care systems.", [("E54000041", "second_wave")]),
        ("Dorset hopes to be chosen for the second round of ICSs.", [("E54000041", "candidate")]),
        ("Dorset withdrew its application to be an integrated care system.", []),
        ("Dorset missed the cut for the second wave of integrated care systems.", []),
        ("Talks on a devolution deal for Dorset broke down.", []),
        (
            "Devon and Dorset come in as the two areas with devolution agreements.",
            [("E54000037", "devolution"), ("E54000041", "devolution")],
        ),
        ("The ICS programme grows. Somerset hopes to join next year.", [("E54000038", "candidate")]),
        # a list whose lead-in names the wave, a heading that does, a sentence in a text about nothing else
        (
            "The first accountable care systems are known.\n\nThe eight:\n- Dorset; and\n- Devon, with Torbay.",
            [("E54000041", "first_wave"), ("E54000037", "first_wave")],
        ),
        ("ICSs\n\nFirst wave: Dorset and Devon.", [("E54000041", "first_wave"), ("E54000037", "first_wave")]),
        (
            "Integrated care systems\n\nArea\tWave\nDorset\tFirst\nDevon\t2",
            [("E54000041", "first_wave"), ("E54000037", "second_wave")],
        ),
        # hoped for, and no more
        ("Dorset hopes to be in the third wave of integrated care systems.", [("E54000041", "candidate")]),
        ("Dorset would like to be an ICS but was not among those chosen.", [("E54000041", "candidate")]),
        ("Dorset calls itself an aspiring integrated care system.", [("E54000041", "candidate")]),
        (
            "Dorset wants to be an integrated care system by 2019, as does Devon.",
            [("E54000041", "candidate"), ("E54000037", "candidate")],
        ),
        # the first and the next, without the word wave; in shadow form as only the first ones were
        ("Dorset is to be among the pioneers of accountable care systems.", [("E54000041", "first_wave")]),
        ("Dorset is one of the latest integrated care systems to be announced.", [("E54000041", "second_wave")]),
        ("Dorset was given shadow ICS status in 2017.", [("E54000041", "first_wave")]),
        # a lead-in that goes on about what was said further up
        (
            "Stevens has said who will be the first to become accountable care systems.\n\nOthers will follow.\n\n"
            "It took months.\n\nNobody was surprised.\n\nOn the list are:\n- Dorset\n- Devon, with Torbay",
            [("E54000041", "first_wave"), ("E54000037", "first_wave")],
        ),
        ("Surrey Heartlands signed a devolution deal in 2017.", [("E54000035", "devolution")]),
        (
            "The two areas with devolution deals, Surrey Heartlands and Greater Manchester, are apart from it.",
            [("E54000035", "devolution"), ("E54000007", "devolution")],
        ),
        (
            "Surrey Heartlands was the next, after Greater Manchester, to agree a devolution deal.",
            [("E54000035", "devolution")],
        ),
        ("Dorset was not picked for the first wave of accountable care systems.", []),
        ("Whether Dorset should be in the second wave of integrated care systems is disputed.", []),
        ("The next integrated care systems will be announced in May, Dorset was told.", []),
        ("Dorset has no plans to become an integrated care system.", []),
        ("Dorset failed in its bid to be an integrated care system.", []),
        ("Dorset was not among the first eight accountable care systems.", []),
        # whose it is: the area at the system, not one that visits it; each clause for itself
        ("People from Devon visited the first-wave integrated care system in Dorset.", [("E54000041", "first_wave")]),
        (
            "Devon was not in the first wave of ICSs; Dorset joined the second wave.",
            [("E54000041", "second_wave")],
        ),
        # by the date, and by what only the first were called
        ("Dorset was named in May 2018 as an integrated care system.", [("E54000041", "second_wave")]),
        ("Dorset has its eye on becoming an integrated care system.", [("E54000041", "candidate")]),
        ("Dorset asked to be in the first wave of ICSs. It wasn't chosen.", []),
        ("Dorset says nothing about accountable care systems.", []),
        ("Dorset's promotion to integrated care system came in May 2018.", [("E54000041", "second_wave")]),
        # a table of areas and where they stand
        (
            "Footprint\tStatus\nDorset\tICS, wave 1\nDevon\taspirant",
            [("E54000041", "first_wave"), ("E54000037", "candidate")],
        ),
        ("What could an integrated care system mean for Dorset? A debate is to be held.", []),
    ],
)
def test_standing_as_an_integrated_care_system(text: str, expected: list[tuple[object, ...]]) -> None:
    assert sorted(rows(text, "ics_status", "footprint_id", "status"), key=str) == sorted(expected, key=str)


def test_bodies_that_share_their_last_words_and_what_is_none() -> None:
    text = "Guy's and St Thomas' and Dartford and Gravesham NHS Trusts share a laboratory in Leek Council Building."
    assert rows(text, "organisations", "name", "footprint_id") == [
        ("Guy's and St Thomas' NHS Trust", "E54000030"),
        ("Dartford and Gravesham NHS Trust", "E54000032"),
    ]


def test_a_list_is_of_what_its_heading_says() -> None:
    entries = "Dorset: up to £100m, for two hospitals\nDevon \u2013 £9m, but spread over five years\n"
    given = "Who gets what in the first round of capital\n\n" + entries
    assert rows(given, "funding", "footprint_id", "amount_text", "kind") == [
        ("E54000041", "£100m", "investment"),
        ("E54000037", "£9m", "investment"),
    ]
    assert rows(given, "capital_requirements", "footprint_id") == []
    wanted = "Capital that the plans ask for\n\n" + entries
    assert rows(wanted, "funding", "footprint_id") == []
    assert len(rows(wanted, "capital_requirements", "footprint_id")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The league of friends has offered £60,000 towards new beds.",
        "The Government has set aside £325m for the best plans; Dorset awaits its fate.",
        "The first allocations, to 15 STPs, were worth £325m.",
        "Spend: NHS £1.2bn Councils £300m",
        "The new leisure centre will cost £14m.",
        "It would have cost £5m rather than saving anything.",
        "Capital receipts of £8m went back to the Treasury.",
        "It saved time, not £9m.",
    ],
)
def test_gifts_national_pots_and_spending_are_nobodys(text: str) -> None:
    own = [r for r in read(DORSET + text).records if r.footprint_id and hasattr(r, "amount_text")]
    assert own == []
