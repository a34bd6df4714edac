"""The attributes of a gap stated in running text: which part of the system it is of, in which scenario, in which year."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import regex

from extractors.context import Owner, named_footprints
from extractors.cues import nearest_meaning
from extractors.mentions.years import find_years
from extractors.patterns import keyed
from extractors.records.amounts import governing_year, is_cumulative_amount
from extractors.records.components import (
    component_of_body,
    component_of_share,
    component_of_whole,
    is_less_without_care,
    is_more_with_care,
    is_split_in_two,
    own_component,
)
from extractors.records.headed import words_above
from extractors.records.scenarios import scenario_of, sentence_that_adds
from extractors.records.statements import Statement
from extractors.sentences import Sentence
from schemas.records import FinancialGap
from schemas.types import Component, Scenario

_GOES_ON = regex.compile(
    r"^\W*(?:An additional|Additional|A further|Another|This|That|These|The (?!financial|funding|final|forecast|total)|It|Its|Together|In total|Add|Adding|Added up|Taken together|Health|Healthcare|The NHS|NHS|"
    r"Social care|Council|Councils|The councils|The balance|The rest|The other|The remainder|Local authorit(?:y|ies)|(?:A|An|The) (?:revised|later|newer|updated|corrected|refreshed|smaller|larger|bigger|lower|higher|rival)|In the (?:last|final) year|Of (?:that|this|it|which)|Including|With|Combined|In the last of|Same)\b"
    r"|\b(?:same|ditto|in that year|of (?:that|this|it)|all told|remaining)\b",
)

_ITS = regex.compile(r"\W*(?:[\d.()]+\s)?(?:It|Its|They|Their|That|This)\b")

_LONGEST_ENTRY = 110
"""Letters of an entry in a list of footprints and amounts."""

_GAP_HEADING = keyed(r"\b(?:gap|deficit|shortfall)\b", regex.IGNORECASE)

_WHOLE: dict[frozenset[Component], Component] = {
    frozenset({"health", "social_care"}): "combined",
    frozenset({"provider", "social_care"}): "combined",
    frozenset({"provider", "commissioner"}): "health",
}

"""What the sum of two parts is the gap of."""


@dataclass
class GapReader:
    """Reads gaps in reading order and remembers the one before, whose attributes a following sentence takes over."""

    last: FinancialGap | None = None
    last_sentence: Sentence | None = None
    component: Component = "unspecified"
    component_at: int = -99
    read: dict[tuple[int, int], Component] = field(default_factory=dict)
    """The component of every gap so far, by its sentence and where its amount stands."""

    def attributes(self, statement: Statement, owner: Owner, followers: Sequence[Statement] = ()) -> dict[str, Any]:
        """component, scenario, financial_year, period and cumulative of a gap; `followers` are the amounts stated next."""
        sentence, money = statement.sentence, statement.money
        year = governing_year(sentence, money, any_of_sentence=True)
        earlier = self.last if self._goes_on(statement) and not self._changes_owner(owner) else None
        # a label that names no scenario of its own goes on with that of the one before it, where the year is the same
        goes_on = year is None or (
            statement.label is not None and earlier and earlier.financial_year == year.financial_year
        )
        inherited = earlier.scenario if earlier and goes_on else None
        scenario = scenario_of(statement, year, inherited, is_of_body=owner.is_of_body)
        financial_year, period = (year.financial_year, year.period) if year else (None, None)
        if earlier is not None and year is None and scenario == earlier.scenario:
            financial_year, period = earlier.financial_year, earlier.period
        opening = _opening_of_list(sentence) if statement.inherited else None
        if opening is not None and scenario == "unspecified":
            scenario = cast(Scenario, nearest_meaning("scenario", opening.text, 0, 0) or scenario)
        if financial_year is None and period is None and year is None:
            others = (opening, sentence_that_adds(sentence))
            financial_year = _heading_year(sentence) or next((y for other in others if (y := _only_year(other))), None)
        return {
            "component": self._component(statement, owner, followers),
            "scenario": scenario,
            "financial_year": financial_year,
            "period": period,
            "cumulative": is_cumulative_amount(sentence, money, year),
        }

    def remember(self, statement: Statement, gap: FinancialGap) -> None:
        """Keep a gap for the sentences that follow. A part of a combined gap leaves the whole in mind."""
        self.last, self.last_sentence = gap, statement.sentence
        self.read[statement.sentence.index, statement.money.start] = gap.component
        is_part = self.component == "combined" and gap.component in ("health", "social_care")
        if is_part and statement.sentence.index - self.component_at <= 1:
            pass  # the whole stays in mind
        elif statement.sentence.index == self.component_at and gap.component not in (self.component, "combined"):
            self.component = "unspecified"  # two parts in one breath: what follows may be of either
        else:
            self.component = gap.component
        self.component_at = statement.sentence.index

    def _goes_on(self, statement: Statement) -> bool:
        """Whether a statement goes on about the gap before it ('An additional £9m ... results in a gap of £20m')."""
        sentence, earlier = statement.sentence, self.last_sentence
        if earlier is None:
            return False
        distance = sentence.index - earlier.index
        if distance == 0 or (statement.inherited and distance <= 2):
            return True
        near = earlier.passage.block is sentence.passage.block and distance <= (
            2 if sentence.passage.block.is_row else 1
        )
        return near and bool(_GOES_ON.search(sentence.text))

    def _component(self, statement: Statement, owner: Owner, followers: Sequence[Statement]) -> Component:
        parts = frozenset(
            own_component(part) or self.read.get((part.sentence.index, part.money.start), "unspecified")
            for part in statement.parts
        )
        if found := _WHOLE.get(parts):
            return found
        if owner.organisation and (of_body := component_of_body(owner.organisation)):
            return of_body
        if found := component_of_whole(statement, followers):
            return found
        if found := own_component(statement) or component_of_share(statement.sentence):
            return found
        follower = followers[0] if followers else None
        if follower is not None and is_more_with_care(statement, follower):
            return "health"
        if follower is not None and is_less_without_care(statement, follower):
            return "combined"
        if follower is not None and is_split_in_two(statement, follower):
            return "combined"
        near = statement.sentence.index - self.component_at <= 2
        goes_on = near and owner.organisation is None and not self._changes_owner(owner)
        goes_on = goes_on and (self.last is None or self.last.footprint_id == owner.footprint_id)
        if statement.sentence.passage.block.kind == "bullet":
            goes_on = goes_on and self._goes_on(statement)  # a bullet speaks for itself
        if goes_on and not self._is_of_another_year(statement):
            return self.component
        return "unspecified"

    def _changes_owner(self, owner: Owner) -> bool:
        """Whether the gap before was a body's and this is the footprint's: nothing of that one is taken over."""
        return self.last is not None and self.last.organisation is not None and owner.organisation is None

    def _is_of_another_year(self, statement: Statement) -> bool:
        """Whether the words give this gap a financial year and the one before another: then they are not of one breath."""
        if _ITS.match(statement.sentence.text):
            return False
        year = governing_year(statement.sentence, statement.money)
        earlier = self.last.financial_year if self.last else None
        return bool(year and year.financial_year and earlier and year.financial_year != earlier)


def _opening_of_list(sentence: Sentence) -> Sentence | None:
    """The sentence above a list of footprints and amounts ('Norfolk and Waveney: £20m') in which this one is an entry."""
    opening: Sentence | None = sentence
    while opening is not None and len(opening.text) <= _LONGEST_ENTRY and opening.money and named_footprints(opening):
        opening = opening.previous
    return opening if opening is not None and opening is not sentence and not opening.money else None


def _only_year(sentence: Sentence | None) -> str | None:
    years = {y.financial_year for y in sentence.years if y.financial_year} if sentence is not None else set()
    return years.pop() if len(years) == 1 else None


def _heading_year(sentence: Sentence) -> str | None:
    """The year of a heading that names the gap ('Financial gap by 2020/21') or says in which case it opens ('2020/21 if nothing is
    done') for the gaps that stand under it."""
    for words in words_above(sentence):
        if _GAP_HEADING.search(words) or nearest_meaning("scenario", words, 0, 0):
            return next((y.financial_year for y in find_years(words) if y.financial_year), None)
    return None
