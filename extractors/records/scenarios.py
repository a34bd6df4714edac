"""In which scenario a gap opens: doing nothing, as things stand, or after the plan - as its sentence, its heading or its neighbours say."""

from typing import cast

import regex

from extractors.cues import nearest_meaning
from extractors.mentions.years import Year
from extractors.patterns import keyed
from extractors.records.components import between_neighbours
from extractors.records.headed import entry_label, words_above
from extractors.records.statements import Statement
from extractors.sentences import Sentence
from schemas.types import Scenario

_HISTORIC_YEARS = frozenset({"2011/12", "2012/13", "2013/14", "2014/15", "2015/16", "2016/17"})

_AHEAD = keyed(
    r"\b(?:expected|forecast|predicted|projected|set|due|likely|will|would|could|may|might)\b|\b(?:grow|rise|climb|increase)(?:s|ing)? to\b|\bbecomes?\b",
    regex.IGNORECASE,
)
_PAST = keyed(
    r"\b(?:ended|finished|closed|posted|recorded|reported|ran|overspent|lost|was|were|had|made)\b(?!\s(?:forecast|expected|projected|predicted|to be|set to|due to))",
    regex.IGNORECASE,
)

_ANSWERS = regex.compile(r"\W*(?:The (?:answer|figure|result|sum|total|bill)|That|This|It|Then)\b")
"""'We asked what would happen if nothing were done. The answer was £20m': the sentence before says in which scenario."""

_SUPPOSES = regex.compile(
    r"\?\W*$|^\W*(?:But |And |Yet )?[Dd]oing nothing (?:(?:is|was)(?: not|n['’]t| never| hardly| no longer| no)|cannot be|could not be) (?:an? |the )?(?:real )?option\b|^\W*(?:Suppose|Imagine|Assume|Say|Do |Leave|Keep|Let|Carry)\b"
)

_ADDS = regex.compile(
    r"^\W*(?:That|This|It|The (?:figure|gap|sum|forecast|estimate|projection)|These|Both|All of (?:this|that))\b.{0,30}\b(?:assumes?|assumed|supposes?|(?:if|unless) (?:we|they|it|you|nothing|no)\b|is (?:if|what|on the basis)|would be|before|presumes?|is based|was what|was based)\b",
    regex.IGNORECASE,
)


def scenario_of(statement: Statement, year: Year | None, inherited: Scenario | None, *, is_of_body: bool) -> Scenario:
    """The scenario that the words nearest to an amount name, else the one it takes over (`inherited`), else what stands around its
    sentence says. A gap of a year that is over, and what a body reports of itself, is how things stand; else it stays unspecified."""
    sentence, money = statement.sentence, statement.money
    low, high = sentence.clause(money.start, money.end)
    is_told = bool(_PAST.search(sentence.text, low, money.start))
    is_past = bool(year and (year.financial_year in _HISTORIC_YEARS or (is_told and year.financial_year == "2017/18")))
    is_ahead = bool(year and year.financial_year and year.financial_year > "2018/19")
    without = {"do_nothing"} if is_past else {"baseline"} if is_ahead else set()
    spans = [between_neighbours(sentence, money, low, high), (low, high), (0, len(sentence.text))]
    # behind an amount the next one's label begins, where amounts have labels
    glued = [] if statement.label is not None else [(m.start, m.end) for m in sentence.money if m is not money]
    for span in [statement.label] if statement.label is not None else spans:
        if meaning := nearest_meaning(
            "scenario", sentence.text, money.start, money.end, span=span, without=frozenset(without), others=glued
        ):
            return cast(Scenario, meaning)
    if inherited == "baseline" and _AHEAD.search(sentence.text, low, money.start):
        inherited = None  # a deficit of today is not what it is expected to grow to
    if inherited is not None:
        return inherited
    if asked := _scenario_around(sentence):
        return asked
    is_surplus = bool(statement.cue and statement.cue.extra.get("surplus"))
    if is_past or (is_surplus and is_told) or (is_of_body and not (year and year.financial_year)):
        return "baseline"  # what a body reports of itself is how it stands
    return "residual" if is_surplus else "unspecified"


def sentence_that_adds(sentence: Sentence) -> Sentence | None:
    """The next sentence, where it only says in which case the amounts of this one hold ('That assumes no change')."""
    behind = sentence.next
    if behind is None or behind.money or behind.passage.section != sentence.passage.section:
        return None
    return behind if _ADDS.match(behind.text) else None


def _scenario_around(sentence: Sentence) -> Scenario | None:
    """The scenario that the heading or the question before asks about ('What if we did nothing?'), or that the next sentence adds
    ('That assumes no change')."""
    passage, before = sentence.passage, sentence.previous
    around: list[str] = []
    if sentence.money and entry_label(sentence, sentence.money[0]) is not None:
        around += words_above(sentence)
    elif passage.below_heading <= 2 and passage.block.kind != "heading":
        around.append(passage.heading)
    if (
        before is not None
        and not before.money
        and before.passage.section == passage.section
        and (_SUPPOSES.search(before.text) or (before.passage.block is passage.block and _ANSWERS.match(sentence.text)))
    ):
        around.append(before.text)
    if (added := sentence_that_adds(sentence)) is not None:
        around.append(added.text)
    for words in around:
        if (meaning := nearest_meaning("scenario", words, 0, 0)) in ("do_nothing", "residual"):
            return cast(Scenario, meaning)
    return None
