"""Gaps, savings, capital and funding stated in running text: one record per amount, with whose it is and what its words decide."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import regex

from extractors.collect import Collector, Span
from extractors.context import Owner, find_owner
from extractors.patterns import KeyedPattern, keyed
from extractors.records.amounts import amount_columns, governing_year, is_cumulative_amount, pounds, purpose
from extractors.records.discourse import read_statements
from extractors.records.gaps import GapReader
from extractors.records.headed import is_of_listed_area
from extractors.records.statements import Statement
from extractors.sentences import Sentence
from schemas.footprints import all_footprints
from schemas.records import CapitalRequirement, FinancialGap, Funding, Saving
from schemas.types import FundingKind, SavingsBasis

_EACH = keyed(
    r"\b(?:apiece|are among them|is among them|among them|each|both|respectively|include|including|such as)\b"
)
_BASIS: tuple[tuple[SavingsBasis, KeyedPattern], ...] = (
    (
        "delivered",
        keyed(
            r"\b(?:delivered|achieved|made|has saved|have saved|generat(?:ed|ing)|saved|realised)\b", regex.IGNORECASE
        ),
    ),
    (
        "identified",
        keyed(
            r"\bidentified\b|\b(?:already|now) in place\b|\bin place\b[^.;]{0,20}\b(?:clos|cover|bridg|address|account|me)\w*",
            regex.IGNORECASE,
        ),
    ),
    (
        "potential",
        keyed(
            r"\b(?:potential(?:ly)?|could|might|may|possible|projected|opportunit(?:y|ies)|estimated)\b",
            regex.IGNORECASE,
        ),
    ),
    (
        "target",
        keyed(
            r"\b(?:target(?:s|ed|ing)?|must|needs? to|required to|have to|has to|aims? to|challenge[d]? to)\b",
            regex.IGNORECASE,
        ),
    ),
)
_CHANGE_BEFORE = keyed(
    r"\b(?:increas|ris|ros|grow|grew|reduc|fall|fell|improv|worsen|deteriorat|climb|up|down|cut|narrow|widen|slipp|jump)\w*\s(?:\w+\s)?by\s(?:about|around|some|nearly|almost|over|more than|up to|a further)?\s?$",
    regex.IGNORECASE,
)
_CHANGE_AFTER = keyed(
    r"^\s(?:lower|higher|better|worse|smaller|bigger|larger|less|more) than\b(?! (?:[\w']+\s){0,5}"
    r"(?:income|budget|funding|needs?|required|gets?|got|has|have|had|receive[sd]?|can|earn(?:s|ed)?|afford|given|paid|allocated|available|coming|spending|expenditure|outgoings|costs)\b)",
    regex.IGNORECASE,
)
_SHARE_OF_NATIONAL = keyed(
    r"\b(?:share of (?:the|this|that|a|an)|(?<!\bas )a share of)\s(?:additional |national |extra |up to |about |around |some |nearly |total of |sum of |pot of |fund of )*$",
    regex.IGNORECASE,
)
_TRANSFORMATION = regex.compile(
    r"\btransformation(?:al)? (?:fund(?:ing|s)?|money|cash|pot)\b|\b[Ff]or transformation\b", regex.IGNORECASE
)
_SMALLEST_GAP = 50_000
_SMALLEST_OF_PLAN = 10_000
_OF_THE_PLAN = ("funding", "savings", "capital_requirements")
_WHOLE_FUND = 300_000_000
"""The transformation fund gave no footprint a third of this; who speaks of so much speaks of the fund of all England."""
_CUTS_OF_COUNCILS = keyed(
    r"(?<!(?:NHS|health) and )\b(?:councils?|(?:local|unitary) authorit(?:y|ies)|government|ministers|chancellor|grants?|public health|whitehall|austerity|libraries|youth services|police|schools)\b(?! (?:and|&) (?:NHS|health))",
    regex.IGNORECASE,
)
_PLANNED = keyed(
    r"\b(?:plan(?:s|ned|ning)?|propos(?:e|es|ed|ing|als?)|STPs?|footprint|targets?|aim(?:s|ed|ing)?|need(?:s|ed)?|must|would|could|will|should|intend(?:s|ed)?|hop(?:e|es|ed|ing)|expect(?:s|ed)?|order(?:s|ed)?|has to|have to|had to|seek(?:s|ing)?|by 20\d\d|sav(?:e|ing|ings))\b",
    regex.IGNORECASE,
)
_OF_EACH = regex.compile(
    r"\b(?:each|every|per|a|the average) (?:household|home|person|patient|resident|family|parent|carer|taxpayer|child|adult|pensioner|customer|member|nurse|doctor)\b",
    regex.IGNORECASE,
)
_BUDGET_OF = regex.compile(
    r"\b(?:budgets?|accounts|annual report|financial (?:statements?|strategy|outlook)|council tax|treasury management|MTFS)\b",
    regex.IGNORECASE,
)
_OF_PLAN = regex.compile(
    r"\b(?:STP|footprint|sustainability|NHS|health|system|partnership|transformation plan)\b", regex.IGNORECASE
)
_OTHER_SERVICE = keyed(
    r"\b(?:schools?|children's services|special educational needs|SEND|police|fire service|highways|roads?|housing revenue|leisure|librar(?:y|ies)|waste|transport|street lighting|academ(?:y|ies))\s(?:budgets? |account |services? )?(?:is|are|was|were|will|would|has|have|had|faces?|overspent|overspend|gap|deficit|shortfall|by)\b",
    regex.IGNORECASE,
)
_EARLIER = keyed(r"\b(?:in|during|back in) 20(?:0\d|1[0-3])\b(?![-/])", regex.IGNORECASE)
_IN_ERROR = keyed(
    r"\b(?:wrongly|mistakenly|erroneously|incorrectly|in error|by mistake|misprint(?:s|ed)?|(?:was|were|had been|proved|turned out) (?:to be )?(?:quite |simply )?(?:wrong|mistaken|an? (?:error|mistake))|has since been withdrawn|was later withdrawn)\b",
    regex.IGNORECASE,
)
_LARGEST_FUNDING = 1_000_000_000
"""No footprint was given so much for a purpose; who speaks of so much speaks of all there is to spend."""
_JOINED = regex.compile(r"(?:,|,?\sand|\s&)\s(?:the\s)?")
_PARTS = 3
"""Amounts behind one that may be its parts."""
_IN_MIND = 6
"""Preceding sentences of a section that a reader still has in mind."""


def extract_money(
    sentences: Sequence[Sentence], collector: Collector, *, unit: int, taken: set[tuple[int, int]]
) -> None:
    """Records of all four money tables. `unit` is the magnitude that amounts of this document usually have, for those printed
    without one; `taken` holds (block id, offset) of amounts that another reading has already used."""
    gaps = GapReader()
    statements = read_statements(sentences, taken)
    keeper = _keeper_of_accounts(sentences)
    for index, statement in enumerate(statements):
        followers = statements[index + 1 : index + 1 + _PARTS]
        _Candidate(statement, sentences, collector, unit, followers, keeper).decide(gaps)


class _Candidate:
    """An amount on its way to a record or a refusal."""

    def __init__(
        self,
        statement: Statement,
        sentences: Sequence[Sentence],
        collector: Collector,
        unit: int,
        followers: Sequence[Statement],
        keeper: str | None,
    ) -> None:
        self.followers = followers
        self.statement, self.collector, self.unit = statement, collector, unit
        self.sentence, self.money = statement.sentence, statement.money
        self.block = self.sentence.passage.block
        self.table = statement.means if statement.means != "nothing" else "financial_gaps"
        self.before = _paragraph_before(sentences, self.sentence)
        is_whole_fund = (
            statement.cue is not None and statement.cue.extra.get("kind") == "stf" and self.money.amount >= _WHOLE_FUND
        )
        if is_whole_fund or _SHARE_OF_NATIONAL.search(self.sentence.text[: self.money.start]):
            self.owner = Owner(None, None, "a national fund of which a share is meant")
        else:
            amount = float(pounds(self.money, unit))
            before = () if is_of_listed_area(self.sentence) else self.before
            self.owner = find_owner(
                self.sentence, self.money.start, self.money.end, amount, before, label=statement.label
            )

        if keeper and self.owner.organisation is None and not _OF_PLAN.search(self.sentence.text):
            self.owner = replace(self.owner, organisation=keeper)

    def decide(self, gaps: GapReader) -> None:
        """Add its record, or refuse it and say why."""
        if (reason := self._refusal()) is not None:
            self.collector.reject(
                self.table,
                self.block,
                _quote(self.statement),
                footprint_id=self.owner.footprint_id,
                value_text=self.money.text,
                extractor=f"money.{self.statement.means}",
                reason=reason,
            )
            if self.money.currency != "£":
                self._observe("currency_unexpected", currency=self.money.currency)
            return
        if self.money.lacks_unit:
            self._observe("unit_missing", assumed_factor=self.unit, table=self.table)
        for footprint_id in _footprints(self.sentence, self.owner):
            self._add(replace(self.owner, footprint_id=footprint_id), gaps)

    def _refusal(self) -> str | None:
        money, text = self.money, self.sentence.text
        if money.currency != "£":
            return f"not in pounds: {money.currency}"
        if self.statement.means == "nothing":
            return self.statement.reason
        if money.is_rate:
            return "a rate per head or unit, not an amount"
        if self.table == "financial_gaps" and not money.lacks_unit and money.amount < _SMALLEST_GAP:
            return "too small to be the gap of a system or a body"
        if self.table in _OF_THE_PLAN and not money.lacks_unit and money.amount < _SMALLEST_OF_PLAN:
            return "too small to be an amount of the plan"
        if self.owner.organisation and self.owner.organisation.casefold().startswith(("whose ", "his ", "her ")):
            return "belongs to a body that is not named"
        if money.amount == 0:
            return "nought: no amount is stated"
        if self.table in ("financial_gaps", "funding") and (
            _CHANGE_BEFORE.search(text[: money.start]) or _CHANGE_AFTER.match(text[money.end :])
        ):
            return "a change of a figure, not the figure"
        if self.statement.cue is not None and self.statement.cue.extra.get("cuts") and not self.owner.is_of_body:
            if _CUTS_OF_COUNCILS.search(text):
                return "cuts of a council or of its grant, no saving of the plan"
            if not any(_PLANNED.search(s.text) for s in (*self.before[-1:], self.sentence)):
                return "cuts that nothing says are of the plan"
        if self.table == "financial_gaps" and _OTHER_SERVICE.search(
            text, *self.sentence.clause(money.start, money.end)
        ):
            return "of a service that is no part of the NHS or of social care"
        if self.table in ("savings", "capital_requirements") and _EARLIER.search(
            text, *self.sentence.clause(money.start, money.end)
        ):
            return "of a time before these plans"
        if _IN_ERROR.search(text, *self.sentence.clause(money.start, money.end)):
            return "said to have been wrong"
        if self.table == "funding" and self.owner.footprint_id and money.amount >= _LARGEST_FUNDING:
            return "too much to be allotted to one footprint: a budget"
        if money.lacks_unit and _OF_EACH.search(text):
            return "a rate per head or unit, not an amount"
        if money.lacks_unit and (self.unit == 1 or self.statement.inherited):
            return "printed without a unit, and nothing near it has one"
        # national statements are kept without a footprint; what belongs to nobody known is refused
        if self.owner.footprint_id is None and not self.owner.reason.startswith(("national", "larger", "a national")):
            return self.owner.reason or "its footprint cannot be known"
        return None

    def _observe(self, kind: str, **detail: Any) -> None:
        self.collector.observe(
            kind,
            self.block,
            _quote(self.statement),
            footprint_id=self.owner.footprint_id,
            extractor="money.unit" if kind == "unit_missing" else "money.currency",
            detail={**detail, "amount": self.money.text},
        )

    def _add(self, owner: Owner, gaps: GapReader) -> None:
        statement, sentence, money = self.statement, self.sentence, self.money
        is_opposite = bool(statement.cue and statement.cue.extra.get("surplus"))
        amounts = amount_columns(money, self.unit, negative=is_opposite)
        columns: dict[str, Any] = {
            "footprint_id": owner.footprint_id,
            "method": "rule",
            "extractor": f"{statement.means}.sentence",
            "organisation": owner.organisation,
            "amount_text": money.text,
            "bound": money.bound,
        }
        add, quote = self.collector.add, _quote(statement)
        year = governing_year(sentence, money, label=statement.label)
        match statement.means:
            case "financial_gaps":
                attributes = gaps.attributes(statement, owner, self.followers)
                if gap := add(FinancialGap, self.block, quote, **columns, **amounts, **attributes):
                    gaps.remember(statement, gap)
            case "savings":
                clause = sentence.text[slice(*sentence.clause(money.start, money.end))]
                add(
                    Saving,
                    self.block,
                    quote,
                    **columns,
                    **amounts,
                    basis=next((basis for basis, pattern in _BASIS if pattern.search(clause)), "proposed"),
                    financial_year=year.financial_year if year else None,
                    period=year.period if year else None,
                    cumulative=is_cumulative_amount(sentence, money, year),
                )
            case "capital_requirements":
                add(CapitalRequirement, self.block, quote, **columns, **amounts, purpose=purpose(sentence, money))
            case "funding":
                kind = statement.cue.extra.get("kind") if statement.cue else None
                if kind in ("other", "investment") and _TRANSFORMATION.search(sentence.text):
                    kind = "transformation"
                add(
                    Funding,
                    self.block,
                    quote,
                    **columns,
                    amount_gbp_low=amounts["amount_gbp"],
                    amount_gbp_high=amounts["amount_gbp_high"] or amounts["amount_gbp"],
                    kind=cast(FundingKind, kind or "other"),
                    period=year.text.removeprefix("by ") if year else None,
                    purpose=purpose(sentence, money),
                )


def _keeper_of_accounts(sentences: Sequence[Sentence]) -> str | None:
    """The body whose budget or accounts a document is by its title: what it says of no plan is that body's."""
    for sentence in sentences[:2]:
        if len(sentence.text) <= 120 and sentence.bodies_named and _BUDGET_OF.search(sentence.text):
            return sentence.bodies_named[0].name
    return None


def _footprints(sentence: Sentence, owner: Owner) -> list[str | None]:
    """Usually one; several when a sentence says the same of each footprint in a list."""
    names = {f.name for f in all_footprints()}
    listed = [m for m in sentence.footprints if not m.is_body and (m.strength == "name" or m.canonical in names)]
    distinct = list(dict.fromkeys(m.footprint_id for m in listed))
    if len(distinct) >= 2 and owner.organisation is None and _EACH.search(sentence.text):
        links = [sentence.text[a.end : b.start] for a, b in itertools.pairwise(listed)]
        if all(_JOINED.fullmatch(link) for link in links):
            return list(distinct)
    return [owner.footprint_id]


def _paragraph_before(sentences: Sequence[Sentence], sentence: Sentence) -> list[Sentence]:
    first = max(0, sentence.index - _IN_MIND)
    return [s for s in sentences[first : sentence.index] if s.passage.section == sentence.passage.section]


def _quote(statement: Statement) -> Span:
    """The clause that holds the amount and its cue; the whole sentence when they stand in different clauses."""
    sentence, money = statement.sentence, statement.money
    if statement.label is not None:
        return sentence.block_span(statement.label[0], money.end)
    low, high = sentence.clause(money.start, money.end)
    if statement.cue_span:
        other_low, other_high = sentence.clause(*statement.cue_span)
        low, high = min(low, other_low), max(high, other_high)
    return sentence.block_span(low, high)
