"""Gaps, savings, capital and funding stated in running text: one record per amount, with the attributes its words decide."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import regex

from extractors.collect import Collector, Span
from extractors.context import Owner, find_owner
from extractors.cues import Cue, nearest_meaning
from extractors.mentions.money import Money
from extractors.mentions.organisations import find_organisations
from extractors.mentions.years import Year, find_years, is_cumulative
from extractors.records.statements import Statement, classify, inherit, topic
from extractors.sentences import Sentence
from schemas.footprints import all_footprints
from schemas.records import CapitalRequirement, FinancialGap, Funding, Saving
from schemas.types import Component, FundingKind, SavingsBasis, Scenario

_EACH = regex.compile(
    r"\b(?:are among them|is among them|among them|each|both|respectively|include|including|such as)\b"
)
_BASIS: tuple[tuple[SavingsBasis, "regex.Pattern[str]"], ...] = (
    (
        "delivered",
        regex.compile(
            r"\b(?:delivered|achieved|made|has saved|have saved|generat(?:ed|ing)|saved|realised)\b", regex.IGNORECASE
        ),
    ),
    ("identified", regex.compile(r"\bidentified\b", regex.IGNORECASE)),
    (
        "potential",
        regex.compile(
            r"\b(?:potential(?:ly)?|could|might|may|possible|projected|opportunit(?:y|ies)|estimated)\b",
            regex.IGNORECASE,
        ),
    ),
    (
        "target",
        regex.compile(
            r"\b(?:target(?:s|ed|ing)?|must|needs? to|required to|have to|has to|aims? to|challenge[d]? to)\b",
            regex.IGNORECASE,
        ),
    ),
)
_GAP_CUE = Cue("financial_gaps", regex.compile("deficit"), "this additional deficit")
_THIS_GAP = regex.compile(
    r"\b(?:this|the) (?:additional |further |extra |resulting )?(?:deficit|gap|shortfall)\b", regex.IGNORECASE
)
_CHANGE_BEFORE = regex.compile(
    r"\b(?:increas|ris|ros|grow|grew|reduc|fall|fell|improv|worsen|deteriorat|climb|up|down|cut|narrow|widen|slipp|jump)\w*\s(?:\w+\s)?by\s(?:about|around|some|nearly|almost|over|more than|up to|a further)?\s?$",
    regex.IGNORECASE,
)
_CHANGE_AFTER = regex.compile(
    r"^\s(?:lower|higher|better|worse|smaller|bigger|larger|less|more) than\b(?! (?:\w+\s){0,4}(?:income|budget|funding))",
    regex.IGNORECASE,
)
_NOT_SAVED = regex.compile(
    r"\b(?:not|n't|never|no longer|without|fail(?:s|ed|ing)? to|unlikely to)\s(?:\w+\s){0,2}(?:lead to|deliver|make|achieve|produce|result in|generate|save|any|the)?\s?(?:\w+[\s-]){0,3}(?:savings?|save)\b[^.;]{0,30}$",
    regex.IGNORECASE,
)
_PURPOSE = regex.compile(
    r"^[^.;]{0,24}?\b(?P<purpose>(?:in|into|to|for|towards?|on)\s(?!(?:20\d\d|the (?:next|coming|last)|each|every|total|all\b|be\b|between|some))[a-z'\"][^.;()]{4,110})",
    regex.IGNORECASE,
)
_HISTORIC_YEARS = frozenset({"2011/12", "2012/13", "2013/14", "2014/15", "2015/16", "2016/17"})


@dataclass
class _Memory:
    """What the preceding sentences were about."""

    statements: list[Statement] = field(default_factory=list)
    component: Component | None = None
    component_at: int = -99
    gap: FinancialGap | None = None
    gap_sentence: Sentence | None = None
    unsaved: Statement | None = None
    list_cue: Cue | None = None
    """What the lead-in of a list was about ('savings are expected from:'), while its bullets follow."""
    question: Cue | None = None
    question_at: int = -99


def extract_money(
    sentences: Sequence[Sentence], collector: Collector, *, unit: int, taken: set[tuple[int, int]]
) -> None:
    """Records of all four money tables. `unit` is the magnitude that amounts of this document usually have, for those printed
    without one; `taken` holds (block id, offset) of amounts that another reading has already used."""
    memory = _Memory()
    for sentence in sentences:
        block = sentence.passage.block
        statements = [s for s in classify(sentence) if (id(block), sentence.start + s.money.start) not in taken]
        if block.kind not in ("bullet", "row") and not _is_entry(sentence):
            memory.list_cue = None
        question = memory.question if sentence.index - memory.question_at <= 2 else None
        statements = [_in_list(s, memory.list_cue) for s in inherit(statements, memory.statements, question)]
        statements = [_on_topic(s, memory) for s in statements]
        if sentence.text.rstrip().endswith(":") and statements and statements[-1].means != "nothing":
            memory.list_cue = statements[-1].cue
        if (asked := topic(sentence)) is not None:
            memory.question, memory.question_at = asked, sentence.index
            if sentence.text.rstrip().endswith(":"):
                memory.list_cue = asked
        for statement in statements:
            _record(statement, sentences, collector, memory, unit)
        if statements:
            memory.statements = statements
        elif (
            memory.unsaved is not None
            and sentence.index - memory.unsaved.sentence.index == 1
            and _THIS_GAP.search(sentence.text)
        ):
            _add(
                memory.unsaved,
                sentences,
                collector,
                memory,
                unit,
                find_owner(memory.unsaved.sentence, memory.unsaved.money.start, memory.unsaved.money.end),
            )


def _on_topic(statement: Statement, memory: _Memory) -> Statement:
    """'Derbyshire had bid for £4m' is about capital where the sentences before were."""
    cue, earlier = statement.cue, memory.statements[-1] if memory.statements else None
    if cue is not None and cue.extra.get("follows_topic"):
        if (
            earlier is not None
            and earlier.means == "capital_requirements"
            and statement.sentence.index - earlier.sentence.index <= 4
        ):
            return Statement(statement.sentence, statement.money, earlier.cue, None, inherited=True)
        return Statement(statement.sentence, statement.money, None, None, "asked for, but nothing says what for")
    return statement


def _is_entry(sentence: Sentence) -> bool:
    """A line that is an entry of a list though it bears no bullet: 'Kent and Medway: £40m'."""
    block = sentence.passage.block
    return (
        len(block.text) <= 110
        and bool(sentence.money)
        and (not block.blank_before or ":" in block.text or "\t" in block.text)
    )


def _in_list(statement: Statement, cue: Cue | None) -> Statement:
    """A bullet's amount without a strong cue of its own is about what the list's lead-in was about."""
    if cue is not None and (
        statement.cue is None or (statement.cue.weight < 6 and statement.means in ("funding", "nothing"))
    ):
        return Statement(statement.sentence, statement.money, cue, None, inherited=True)
    return statement


def _record(
    statement: Statement, sentences: Sequence[Sentence], collector: Collector, memory: _Memory, unit: int
) -> None:
    sentence, money = statement.sentence, statement.money
    before = _paragraph_before(sentences, sentence)
    block = sentence.passage.block
    table = statement.means if statement.means != "nothing" else "financial_gaps"
    span = sentence.block_span(money.start, money.end)
    owner = find_owner(sentence, money.start, money.end, float(_pounds(money, unit)), before)

    def refuse(reason: str) -> None:
        collector.reject(
            table,
            block,
            _quote(statement),
            footprint_id=owner.footprint_id,
            value_text=money.text,
            extractor=f"money.{statement.means}",
            reason=reason,
        )

    if money.currency != "£":
        collector.observe(
            "currency_unexpected",
            block,
            _quote(statement),
            footprint_id=owner.footprint_id,
            extractor="money.currency",
            detail={"currency": money.currency, "amount": money.text},
        )
        return refuse(f"not in pounds: {money.currency}")
    if statement.means == "nothing":
        return refuse(statement.reason)
    if money.is_rate:
        return refuse("a rate per head or unit, not an amount")
    if money.amount == 0:
        return refuse("nought: no amount is stated")
    if table == "financial_gaps" and (
        _CHANGE_BEFORE.search(sentence.text[: money.start]) or _CHANGE_AFTER.match(sentence.text[money.end :])
    ):
        return refuse("a change of a figure, not the figure")
    if table == "savings" and _NOT_SAVED.search(sentence.text[: money.start]):
        memory.unsaved = Statement(sentence, money, _GAP_CUE, None, inherited=True)
        return refuse("a saving that is said not to be made")
    if _is_share_of_national(sentence, money):
        owner = Owner(None, None, "a national fund of which a share is meant")
    if money.lacks_unit:
        if unit == 1 or statement.inherited:
            return refuse("printed without a unit, and nothing near it has one")
        collector.observe(
            "unit_missing",
            block,
            _quote(statement),
            footprint_id=owner.footprint_id,
            extractor="money.unit",
            detail={"assumed_factor": unit, "table": table, "amount": money.text},
        )
    if owner.footprint_id is None and not _worth_keeping(owner):
        return refuse(owner.reason or "its footprint cannot be known")
    del span
    for footprint_id in _footprints(sentence, owner, money):
        _add(statement, sentences, collector, memory, unit, Owner(footprint_id, owner.organisation, owner.reason))
    return None


def _worth_keeping(owner: Owner) -> bool:
    """National statements are kept without a footprint; what belongs to nobody known is refused."""
    return owner.reason.startswith(("national", "larger", "a national"))


def _footprints(sentence: Sentence, owner: Owner, money: Money) -> list[str | None]:
    """Usually one; several when a sentence says the same of each footprint in a list."""
    names = {f.name for f in all_footprints()}
    clause = [m for m in sentence.footprints if not m.is_body and (m.strength == "name" or m.canonical in names)]
    distinct = list(dict.fromkeys(m.footprint_id for m in clause))
    if len(distinct) >= 2 and owner.organisation is None and _EACH.search(sentence.text):
        links = [sentence.text[a.end : b.start] for a, b in itertools.pairwise(clause)]
        if all(regex.fullmatch(r"(?:,|,?\sand|\s&)\s(?:the\s)?", link) for link in links):
            return list(distinct)
    return [owner.footprint_id]


def _add(
    statement: Statement, sentences: Sequence[Sentence], collector: Collector, memory: _Memory, unit: int, owner: Owner
) -> None:
    sentence, money = statement.sentence, statement.money
    block = sentence.passage.block
    clause_text = sentence.text[slice(*sentence.clause(money.start, money.end))]
    year = governing_year(sentence, money, statement.means)
    surplus = bool(statement.cue and statement.cue.extra.get("surplus"))
    common: dict[str, Any] = {
        "footprint_id": owner.footprint_id,
        "method": "rule",
        "extractor": f"{statement.means}.sentence",
        "organisation": owner.organisation,
        "amount_text": money.text,
        "bound": money.bound,
    }
    amounts = amount_columns(money, unit, negative=surplus)
    quote = _quote(statement)
    match statement.means:
        case "financial_gaps":
            goes_on = _goes_on(statement, memory.gap_sentence) or _is_pointing(statement, memory.gap_sentence)
            earlier = memory.gap if memory.gap is not None and goes_on else None
            scenario = _scenario(statement, year, surplus, earlier.scenario if earlier and year is None else None)
            financial_year, period = (year.financial_year, year.period) if year else (None, None)
            if earlier is not None and year is None and scenario == earlier.scenario:
                financial_year, period = earlier.financial_year, earlier.period
            if year is None and financial_year is None and period is None:
                financial_year = _heading_year(sentence)
            component = _component(statement, memory, owner)
            memory.gap = (
                collector.add(
                    FinancialGap,
                    block,
                    quote,
                    **common,
                    **amounts,
                    component=component,
                    scenario=scenario,
                    financial_year=financial_year,
                    period=period,
                    cumulative=_cumulative(clause_text, year, money),
                )
                or memory.gap
            )
            memory.gap_sentence = sentence
            memory.component, memory.component_at = component, sentence.index
        case "savings":
            collector.add(
                Saving,
                block,
                quote,
                **common,
                **amounts,
                basis=_basis(clause_text),
                financial_year=year.financial_year if year else None,
                period=year.period if year else None,
                cumulative=_cumulative(clause_text, year, money),
            )
        case "capital_requirements":
            collector.add(CapitalRequirement, block, quote, **common, **amounts, purpose=purpose(sentence, money))
        case "funding":
            low, high = amounts["amount_gbp"], amounts["amount_gbp_high"] or amounts["amount_gbp"]
            kind = cast(FundingKind, (statement.cue.extra.get("kind") if statement.cue else None) or "other")
            collector.add(
                Funding,
                block,
                quote,
                **common,
                amount_gbp_low=low,
                amount_gbp_high=high,
                kind=kind,
                period=year.text.removeprefix("by ") if year else None,
                purpose=purpose(sentence, money),
            )


def _pounds(money: Money, unit: int) -> Decimal:
    return money.amount * unit if money.lacks_unit else money.amount


def amount_columns(money: Money, unit: int, *, negative: bool = False) -> dict[str, Any]:
    """amount_gbp, amount_gbp_high and precision_gbp of an amount; `unit` multiplies what was printed without one."""
    factor = Decimal(unit if money.lacks_unit else 1)
    sign = -1 if negative else 1
    amount, high = money.amount * factor * sign, money.high * factor * sign if money.high is not None else None
    return {
        "amount_gbp": amount.quantize(Decimal("0.01")),
        "amount_gbp_high": high.quantize(Decimal("0.01")) if high is not None else None,
        "precision_gbp": max(money.precision * factor, Decimal("0.01")).quantize(Decimal("0.01")),
    }


def governing_year(sentence: Sentence, money: Money, means: str) -> Year | None:
    """The year that the words give to an amount: within its clause, nearest; for a gap also the sentence's only year."""
    years = [y for y in sentence.years if y.financial_year or y.period or not y.text.isdigit()]
    low, high = sentence.clause(money.start, money.end)
    inside = [y for y in years if low <= y.start and y.end <= high and not _between_other(sentence, money, y)]
    if not inside and means == "financial_gaps":
        inside = [y for y in years if y.financial_year] if len({y.text for y in years}) == 1 else []
    if not inside:
        return None
    return min(
        inside,
        key=lambda y: (
            money.start - y.end if y.end <= money.start else y.start - money.end,
            0 if y.financial_year else 1,
        ),
    )


def _between_other(sentence: Sentence, money: Money, year: Year) -> bool:
    """Whether another amount stands between this amount and the year, and no 'by' or 'in' ties them over it."""
    low, high = (year.end, money.start) if year.end <= money.start else (money.end, year.start)
    return (
        any(m is not money and low <= m.start and m.end <= high for m in sentence.money)
        and year.start > money.end
        and bool(regex.search(r"\band\b|,", sentence.text[low:high]))
        and any(
            regex.match(r"[^.;,]{0,14}$", sentence.text[m.end : year.start])
            for m in sentence.money
            if m.end <= year.start
        )
    )


def _cumulative(text: str, year: Year | None, money: Money) -> bool:
    if is_cumulative(text):
        return True
    if money.is_yearly or regex.search(
        r"\b(?:annual|a year|each year|every year|per (?:year|annum)|recurrent|recurring)\b", text, regex.IGNORECASE
    ):
        return False
    return bool(
        year
        and year.period
        and regex.search(r"\b(?:over|between|during|in total|across|to)\b|-|\u2013", year.text, regex.IGNORECASE)
        and "time" not in year.text
    )


def _component(statement: Statement, memory: _Memory, owner: Owner) -> Component:
    sentence, money = statement.sentence, statement.money
    low, high = sentence.clause(money.start, money.end)
    others = [m for m in sentence.money if m is not money]
    left = max([m.end for m in others if m.end <= money.start] + [low])
    right = min([m.start for m in others if m.start >= money.end] + [high])
    text = _own_words(_without_neighbours(sentence, money))
    if (due := _DUE_TO.match(text[money.end : high])) and (meaning := nearest_meaning("component", due["what"], 0, 0)):
        return cast(Component, meaning)
    if meaning := nearest_meaning("component", text[left:right], money.start - left, money.end - left, within=75):
        return cast(Component, meaning)
    if not others and (
        meaning := nearest_meaning("component", text[low:high], money.start - low, money.end - low, within=110)
    ):
        return cast(Component, meaning)
    if (subject := _SUBJECT.search(text)) and (meaning := nearest_meaning("component", subject["what"], 0, 0)):
        return cast(Component, meaning)
    if owner.organisation and (meaning := _component_of_body(owner.organisation)):
        return meaning
    if memory.component and sentence.index - memory.component_at <= 2:
        return memory.component
    return "unspecified"


def _heading_year(sentence: Sentence) -> str | None:
    """The year of a heading that names the gap ('Financial gap by 2020/21') for the gaps that stand under it."""
    passage = sentence.passage
    if (
        passage.below_heading <= 9
        and passage.block.kind != "heading"
        and regex.search(r"\b(?:gap|deficit|shortfall)\b", passage.heading, regex.IGNORECASE)
    ):
        return next((y.financial_year for y in find_years(passage.heading) if y.financial_year), None)
    return None


def _is_pointing(statement: Statement, earlier: Sentence | None) -> bool:
    """Whether an amount was read by pointing back to a gap stated one or two sentences before."""
    return earlier is not None and statement.inherited and statement.sentence.index - earlier.index <= 2


def _goes_on(statement: Statement, earlier: Sentence | None) -> bool:
    """Whether a sentence goes on about the gap of the sentence before it ('An additional £9m ... results in a total gap of £20m')."""
    sentence = statement.sentence
    return (
        earlier is not None
        and earlier is not sentence
        and earlier.passage.block is sentence.passage.block
        and sentence.index - earlier.index <= (2 if sentence.passage.block.is_row else 1)
        and bool(_GOES_ON.match(sentence.text))
    ) or (earlier is sentence)


_GOES_ON = regex.compile(
    r"^\W*(?:An additional|Additional|A further|Another|This|That|These|The (?!financial|funding|final|forecast|total)|It|Together|In total|Add|Adding|Taken together|Health|Healthcare|The NHS|NHS|Social care|Council|Councils|The councils|The balance|The rest|The other|The remainder|Of (?:that|this|it|which)|Including|With|Of this|Taken together|Adding|Combined)\b"
)
_NAMES = regex.compile(
    r"\b[A-Z][\w'-]+(?:\s(?:and|&|of|[A-Z][\w'-]+))*\s(?:Health(?:care)?|Care|NHS)(?:\s(?:and|&)\s(?:Social\s)?Care)?(?:\s(?:System|Partnership|STP|Trust|FT|Foundation Trust))?\b|\bNHS (?:England|Improvement|Providers|bosses|chiefs|leaders|managers)\b|\bNHSE?\b(?='s (?:boss|chief))"
)


def _own_words(text: str) -> str:
    """The text with names that only happen to hold 'Health', 'Care' or 'NHS' blanked out, offsets kept."""
    return _NAMES.sub(lambda m: " " * len(m.group()), text)


_DUE_TO = regex.compile(
    r"[^.;£]{0,60}?\b(?:attributable|due|relat(?:es?|ed|ing)|belong(?:s|ing)?|down)\s(?:\w+\s)?to\s(?:the\s)?(?P<what>social care|health|the NHS|NHS|providers|commissioners|CCGs|trusts)\b",
    regex.IGNORECASE,
)
_SUBJECT = regex.compile(
    r"\b(?:funding|resources?|budgets?|money|spending|finances|allocations?)\s(?:available\s)?(?:to|for|of|on)\s(?P<what>(?:the\s)?(?:\w+\s){0,2}(?:commissioners|providers|health and (?:social )?care|social care|NHS|CCGs))\b",
    regex.IGNORECASE,
)


def _without_neighbours(sentence: Sentence, money: Money) -> str:
    """The sentence with the words blanked out that are glued to other amounts: 'NHS £11m, councils £3m' has two owners."""
    text = sentence.text
    for other in sentence.money:
        if other is money:
            continue
        if other.start > money.end and (glued := regex.search(r"(?:[\w']+\s){1,2}$", text[money.end : other.start])):
            start = money.end + glued.start()
            if regex.search(r"[,;:(]\s?$", text[money.end : start]):
                text = text[:start] + " " * (other.start - start) + text[other.start :]
        elif other.end < money.start and (
            glued := regex.match(
                r"\s(?:(?:for|in|of|on)\s(?:the\s)?)?[\w']+(?:\s(?:care|side))?(?=[,;)]|\sand\b|\sor\b)",
                text[other.end : money.start],
            )
        ):
            text = text[: other.end] + " " * glued.end() + text[other.end + glued.end() :]
    return text


def _component_of_body(name: str) -> Component | None:
    bodies = find_organisations(name)
    kind = bodies[0].organisation_type if bodies else None
    if kind in ("NHS trust", "NHS foundation trust") or regex.search(r"\b(?:trust|hospital)\b", name, regex.IGNORECASE):
        return "provider"
    if kind == "CCG" or regex.search(r"\bCCG\b|commissioning group", name):
        return "commissioner"
    return "social_care" if kind == "local authority" else None


def _scenario(statement: Statement, year: Year | None, surplus: bool, inherited: Scenario | None) -> Scenario:
    sentence, money = statement.sentence, statement.money
    low, high = sentence.clause(money.start, money.end)
    others = [m for m in sentence.money if m is not money]
    left = max([m.end for m in others if m.end <= money.start] + [low])
    right = min([m.start for m in others if m.start >= money.end] + [high])
    future = bool(year and year.financial_year and year.financial_year not in _HISTORIC_YEARS)
    without: frozenset[str] = frozenset({"baseline"}) if future else frozenset()
    for start, end in ((left, right), (low, high), (0, len(sentence.text))):
        if meaning := nearest_meaning(
            "scenario", sentence.text[start:end], money.start - start, money.end - start, without=without
        ):
            return cast(Scenario, meaning)
    if inherited is not None:
        return inherited
    if year and year.financial_year in _HISTORIC_YEARS:
        return "baseline"
    if surplus and year and year.financial_year:
        return "residual"
    return "unspecified"


def _basis(text: str) -> SavingsBasis:
    return next((basis for basis, pattern in _BASIS if pattern.search(text)), "proposed")


def purpose(sentence: Sentence, money: Money) -> str | None:
    """What the money is for: the words after 'for', 'in' or 'to' that follow the amount."""
    if match := _PURPOSE.match(sentence.text[money.end : money.end + 160]):
        return match["purpose"].strip(" ,")
    return None


def _is_share_of_national(sentence: Sentence, money: Money) -> bool:
    return bool(
        regex.search(
            r"\bshare of (?:the|this|that|a|an)\s(?:additional |national |extra )?$",
            sentence.text[: money.start],
            regex.IGNORECASE,
        )
    )


def _paragraph_before(sentences: Sequence[Sentence], sentence: Sentence) -> list[Sentence]:
    """Preceding sentences that the reader still has in mind: the last six of the same section."""
    first = max(0, sentence.index - 6)
    return [s for s in sentences[first : sentence.index] if s.passage.section == sentence.passage.section]


def _quote(statement: Statement) -> Span:
    """The clause that holds the amount and its cue; the whole sentence when they stand in different clauses."""
    sentence, money = statement.sentence, statement.money
    low, high = sentence.clause(money.start, money.end)
    if statement.cue_span:
        other_low, other_high = sentence.clause(*statement.cue_span)
        low, high = min(low, other_low), max(high, other_high)
    return sentence.block_span(low, high)
