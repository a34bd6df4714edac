"""Facts at labels: 'Population: 1.7 M', 'Lead: Name, Organisation', 'Healthcare: £299 M', 'Capital funding required: £148M'.

A label is the words before a colon, or a cell's left neighbour. What a label stands for is data (cues/label.toml).
"""

import itertools
from collections.abc import Sequence
from typing import cast

import regex

from extractors.collect import Collector
from extractors.cues import find_cues, nearest_meaning
from extractors.labelled import Labelled, find_labels, label_meaning
from extractors.mentions.money import Money, find_money
from extractors.mentions.people import find_counts, find_malformed
from extractors.mentions.years import find_years, is_cumulative
from extractors.records.amounts import amount_columns
from extractors.records.lead_labels import add_lead_at_label
from extractors.sections import Passage
from schemas.records import CapitalRequirement, FinancialGap, Population, Saving
from schemas.types import Component, Scenario

_UNIT_OF_PEOPLE = regex.compile(r"(?P<k>\b000s?\b|\bthousands?\b)|\bmillions?\b|\(m\)", regex.IGNORECASE)
"""The magnitude of the figures under a header: 'Population (000s)'."""
_LABEL = regex.compile(r"(?P<label>[A-Za-z][\w .,/&'()\-\u2013]{1,70}?)\s?(?::|(?<=[a-z)])\s[\u2013-](?=\s))\s*")
_COMPONENT_LABEL = regex.compile(
    r"(?P<label>health(?:care)?(?:\s(?:and|&)\s(?:social\s)?care)?|NHS|social\s?care|combined|total(?:\ssystem)?|overall|whole system|providers?|commissioners?|CCGs?|trusts|local authorit(?:y|ies)|councils?)"
    r"(?P<rest>(?:\s(?:funding|financial|total|gap|deficit|shortfall|challenge|only|minus[^:]{0,60}|less[^:]{0,60}|after[^:]{0,60}))*)(?:,[^:£]{0,60})?\s*[:\-\u2013=\t]?\s*$",
    regex.IGNORECASE,
)
_SPLIT = regex.compile(
    r"\b(?P<first>provider?s?|commissioners?)\s?/\s?(?P<second>providers?|commissioners?)\b[^£]{0,20}$",
    regex.IGNORECASE,
)
_COMPONENTS: dict[str, Component] = {
    "health": "health",
    "healthcare": "health",
    "nhs": "health",
    "socialcare": "social_care",
    "combined": "combined",
    "total": "combined",
    "totalsystem": "combined",
    "overall": "combined",
    "wholesystem": "combined",
    "provide": "provider",
    "provider": "provider",
    "providers": "provider",
    "trusts": "provider",
    "commissioner": "commissioner",
    "commissioners": "commissioner",
    "ccg": "commissioner",
    "ccgs": "commissioner",
    "localauthority": "social_care",
    "localauthorities": "social_care",
    "council": "social_care",
    "councils": "social_care",
}
_TELLS = regex.compile(
    r"\b(?:has|is|was|are|were|will|would|have|had|makes?|says?|puts?|face[sd]?|need(?:s|ed)?|expect(?:s|ed)?|spend(?:s)?|overspent)\b",
    regex.IGNORECASE,
)
"""A verb makes a sentence of what stands before a colon."""
_YEAR_BEHIND = regex.compile(r"\s?\(?(?P<year>(?:by|in|for)?\s?20\d\d(?:[/\u2013-]\d{2,4})?)\b")
_NO_GAPS = ("savings", "capital_requirements")
_GAP_HEADING = regex.compile(r"\b(?:gap|deficit|shortfall|do[- ]nothing)\b", regex.IGNORECASE)
_SCENARIO_AFTER = regex.compile(r"\b(?:minus|less|after|residual|remaining|do[- ]something)\b", regex.IGNORECASE)


def extract_labels(passages: Sequence[Passage], collector: Collector, *, unit: int) -> set[tuple[int, int]]:
    """Records at labels. Returns (block id, offset) of the amounts that were read, so that prose does not read them again."""
    taken: set[tuple[int, int]] = set()
    labels = list(find_labels(passages))
    key_facts = _KeyFacts(passages, labels)
    for labelled in labels:
        meaning = label_meaning(labelled.label)
        if labelled.passage.is_snippet or meaning == "ICS standing":
            continue
        if meaning == "population":
            taken |= _population(labelled, collector)
        elif meaning == "capital":
            taken |= _capital(labelled, collector, unit)
        elif meaning == "impact":
            taken |= _impact(labelled, collector, unit)
        elif meaning is not None and meaning != "gap":
            of_the_plan = key_facts.stand_around(labelled)
            add_lead_at_label(labelled, meaning, collector, of_the_plan=of_the_plan)
    for passage in passages:
        if not passage.is_snippet:
            taken |= _gaps(passage, collector, unit)
    return taken


class _KeyFacts:
    """Where a document lists the key facts of a footprint, so that 'Chair' among them is the chair of its partnership."""

    def __init__(self, passages: Sequence[Passage], labels: Sequence[Labelled]) -> None:
        self._at = {id(p.block): i for i, p in enumerate(passages)}
        self._facts = {
            self._at[id(x.block)]
            for x in labels
            if label_meaning(x.label) in ("population", "STP lead", "Programme director", "Clinical lead")
        }

    def stand_around(self, labelled: Labelled) -> bool:
        at = self._at[id(labelled.block)]
        return any(at + i in self._facts for i in range(-6, 7) if i)


def _population(labelled: Labelled, collector: Collector) -> set[tuple[int, int]]:
    block, (start, end) = labelled.block, labelled.value
    value = block.text[start:end]
    footprint_id = labelled.passage.footprint_id
    if malformed := find_malformed(value):
        a, b, text = malformed[0]
        collector.reject(
            "populations",
            block,
            (start + a, start + b),
            footprint_id=footprint_id,
            value_text=text,
            extractor="populations.label_value",
            reason="cannot be read with certainty: the comma may be a decimal point",
        )
        return {(id(block), start + a)}
    unit = _UNIT_OF_PEOPLE.search(labelled.label)
    if unit and (bare := regex.match(r"\s*[\d.,]+\s*$", value)):
        counts = find_counts(f"{bare.group().rstrip()}{'k' if unit['k'] else 'm'}")
    else:
        counts = find_counts(value)
    if not counts or counts[0].start > 40 or footprint_id is None:
        return set()
    count = counts[0]
    stop = start + min(count.end, len(value.rstrip()))
    if closing := regex.match(r"\s?\([Mm]\)", block.text[stop:]):
        stop += closing.end()
    collector.add(
        Population,
        block,
        (labelled.start, stop),
        footprint_id=footprint_id,
        method="table" if block.is_row else "rule",
        extractor="populations.label_value",
        people=count.low,
        people_text=value.strip() if unit else count.text,
        approximate=count.is_hedged,
        scope="footprint",
        subject=labelled.label.strip(),
        statistic="total",
    )
    return {(id(block), start + c.start) for c in counts}


def _capital(labelled: Labelled, collector: Collector, unit: int) -> set[tuple[int, int]]:
    block, (start, end) = labelled.block, labelled.value
    amounts = [m for m in find_money(block.text[start:end]) if m.currency == "£"]
    awarded = regex.match(
        r"\s*(?:already\s)?(?:awarded|approved|allocated|secured|agreed|received|spent)\b", block.text[start:end]
    )
    if not amounts or amounts[0].start > 24 or labelled.passage.footprint_id is None or awarded:
        return set()
    money = amounts[0]
    if money.lacks_unit:
        collector.observe(
            "unit_missing",
            block,
            (labelled.start, start + money.end),
            footprint_id=labelled.passage.footprint_id,
            extractor="capital.label_value",
            detail={"assumed_factor": unit, "table": "capital_requirements", "amount": money.text},
        )
    collector.add(
        CapitalRequirement,
        block,
        (labelled.start, start + money.end),
        footprint_id=labelled.passage.footprint_id,
        method="table" if block.is_row else "rule",
        extractor="capital_requirements.label_value",
        amount_text=money.text,
        bound=money.bound,
        purpose=None,
        organisation=None,
        **amount_columns(money, unit),
    )
    return {(id(block), start + money.start)}


def _impact(labelled: Labelled, collector: Collector, unit: int) -> set[tuple[int, int]]:
    """'Impact by 2021 after removal of double count: £15.2m saving': savings of an objective; an additional cost is negative."""
    block, (start, end) = labelled.block, labelled.value
    taken: set[tuple[int, int]] = set()
    year = next((y.financial_year for y in find_years(labelled.label) if y.financial_year), None)
    text = block.text[start:end]
    programme = regex.search(
        r"\b(?:Objective|Programme|Workstream)\s?:\s*(?P<name>[^\t\n]{3,80}?)(?=\s*(?:Relevant|SRO|\t|$))", block.text
    )
    amounts = [m for m in find_money(text) if m.currency == "£" and m.amount > 0]
    for index, money in enumerate(amounts):
        behind = text[money.end : amounts[index + 1].start if index + 1 < len(amounts) else len(text)]
        if money.start > 60 and index == 0:
            break
        collector.add(
            Saving,
            block,
            (
                labelled.start if index == 0 else start + money.start,
                start + money.end + len(behind.rstrip()) if len(behind) < 40 else start + money.end,
            ),
            footprint_id=labelled.passage.footprint_id,
            method="table" if block.is_row else "rule",
            extractor="savings.impact",
            amount_text=money.text,
            bound=money.bound,
            programme=programme["name"].strip() if programme else None,
            financial_year=year,
            period=None,
            basis="potential" if "potential" in text.casefold() else "proposed",
            cumulative=False,
            organisation=None,
            **amount_columns(
                money,
                unit,
                negative=bool(regex.search(r"\b(?:additional|extra|net)?\s?cost\b", behind, regex.IGNORECASE)),
            ),
        )
        taken.add((id(block), start + money.start))
    return taken


def _gaps(passage: Passage, collector: Collector, unit: int) -> set[tuple[int, int]]:
    """Amounts behind a component's label, in a block that names a gap or stands under a heading that does."""
    block, taken = passage.block, set()
    heading = passage.heading if passage.below_heading <= 9 and _GAP_HEADING.search(passage.heading) else ""
    is_sentence = not (heading or block.is_row) and block.text.rstrip().endswith((".", "?", "!"))
    if (
        is_sentence
        or not (heading or _GAP_HEADING.search(block.text[:120]))
        or passage.footprint_id is None
        or len(block.text) > 400
    ):
        return set()
    amounts = [m for m in find_money(block.text) if m.currency == "£" and not m.is_rate]
    previous = 0
    for money in amounts:
        cell = next((a for a, b in block.cells if a <= money.start < b), 0)
        left = max((a for a, b in block.cells if b <= cell and block.text[a:b].strip()), default=cell)
        before = block.text[max(previous, left) : money.start]
        found = (
            _component(before, money, amounts, block.text)
            if len(block.text) <= 160 or block.is_row or before.rstrip().endswith(":")
            else None
        )
        if any(c.cue.means in _NO_GAPS and c.cue.weight > 0 for c in find_cues("money", before)):
            found = None  # 'Efficiency: trusts £7m' behind a gap is a saving
        own_gap = bool(_GAP_HEADING.search(before))
        is_label = len(before) <= 70 and bool(_LABEL.fullmatch(before.strip() + " ")) and not _TELLS.search(before)
        if found is None and own_gap and is_label:
            said = cast(Component, nearest_meaning("component", before, 0, 0) or "unspecified")
            found = "combined" if said == "unspecified" and _is_whole(money, amounts, block.text) else said, before
        if found is None or not (heading or own_gap or previous or _GAP_HEADING.search(block.text[: money.start])):
            previous = money.end
            continue
        component, label = found
        words = f"{heading} {block.text[: money.start]}"
        behind = _YEAR_BEHIND.match(block.text, money.end)
        years = find_years(behind["year"]) if behind else []
        before_it = before if own_gap and is_label else block.text[: money.start]
        years = years or find_years(before_it) or find_years(heading)
        year = next((y for y in years if y.financial_year), years[0] if years else None)
        scenario: Scenario = (
            "residual"
            if _SCENARIO_AFTER.search(label)
            else _scenario(words)
            if find_cues("scenario", words)
            else "do_nothing"
            if component != "unspecified"
            else "unspecified"
        )
        start = max(previous, left) + (len(before) - len(before.lstrip(" +=\t,;&")))
        start = 0 if not block.is_row and (previous == 0 or money.joined) else start
        collector.add(
            FinancialGap,
            block,
            (start, money.end),
            footprint_id=passage.footprint_id,
            method="table" if block.is_row else "rule",
            extractor="financial_gaps.label_value",
            amount_text=money.text,
            bound=money.bound,
            component=component,
            scenario=scenario,
            financial_year=year.financial_year if year else None,
            period=year.period if year else None,
            cumulative=is_cumulative(words),
            organisation=None,
            **amount_columns(money, unit),
        )
        taken.add((id(block), money.start))
        previous = money.end
    return taken


def _is_whole(money: Money, amounts: Sequence[Money], text: str) -> bool:
    """Whether an amount is the sum of two others of its line, which speaks of social care too: '£330m (health £210m; councils £120m)'."""
    pairs = itertools.combinations([m for m in amounts if m is not money], 2)
    adds_up = any(abs(a.amount + b.amount - money.amount) <= max(a.precision, b.precision) for a, b in pairs)
    return adds_up and bool(regex.search(r"\b(?:social care|councils?|local authorit)", text, regex.IGNORECASE))


def _scenario(words: str) -> Scenario:
    return cast(Scenario, find_cues("scenario", words)[0].cue.means)


def _component(before: str, money: Money, amounts: Sequence[Money], text: str) -> tuple[Component, str] | None:
    index = amounts.index(money)
    if (match := _COMPONENT_LABEL.search(before)) and not regex.search(r"[.!?]\s", before[match.start() :]):
        lead = before[: match.start()].strip(" +=\t,;&:")
        if regex.search(r"\b(?:in|for|of|on|by|to|from|the|and|with|is|was|at)$", lead, regex.IGNORECASE):
            return None  # words of a sentence, no label: '£9m in total: £5m in health, £4m in social care'
        if _TELLS.search(match.group()):
            return None
        bare = not regex.search(r"[:=\u2013\t-]\s*$", match.group())
        if bare and index and not before[: match.start()].strip(" "):
            return None  # said of the amount before it: '£5m NHS, £4m councils'
        if len(lead) <= 60 or _GAP_HEADING.search(lead):
            word = regex.sub(r"[\s-]+", "", match["label"].casefold())
            return (
                "combined" if "and" in match["label"] or "&" in match["label"] else _COMPONENTS.get(word, "unspecified")
            ), match.group()
    partner = amounts[index - 1] if money.joined and index else money
    if match := _SPLIT.search(text[: partner.start]):
        return _COMPONENTS.get(match["second" if money.joined else "first"].casefold(), "unspecified"), match.group()
    return None
