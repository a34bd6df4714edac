"""What amounts are about when their own sentence does not say: entries of lists, pointers back, answers to questions, sums.

"The NHS accounts for £20m of it" is about what the sentence before was about; "£11m" under "Savings are expected from:" is a saving.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import regex

from extractors.context import named_footprints
from extractors.cues import Cue, find_cues
from extractors.patterns import keyed
from extractors.records.headed import announced, decides
from extractors.records.statements import GAP, Statement, classify, continues, find_money_cues
from extractors.records.sums import complete_sums
from extractors.sentences import Sentence

BUILDING = Cue("capital_requirements", keyed("building"), "a new building", 7)
"""What money is asked for that is to build or rebuild something."""

AWARD = Cue("funding", keyed("award"), "an award", 7, extra={"kind": "investment"})
"""What an entry is of a list of awards."""
_LIST_REACH, _CAPTION_REACH = 14, 3
"""Sentences before an entry and behind it within which a list says what it is of."""

_TO_BUILD = keyed(
    r"^(?:[^.;£]{0,50}?\s(?:for|on|towards?)\s(?:\w+\s){0,4}?(?:new |single |rebuilt |bigger )?(?:buildings?|sites?|hubs?|theatres?|wards?|wing|block|units?|premises|estates?|hospitals?|emergency (?:department|centre)s?)\b"
    r"|[^.;£]{0,40}?\sto (?:do up|rebuild|redevelop|refurbish|build|replace|extend|convert|upgrade|modernise|enlarge)\b"
    r"|\s(?:\w+\s){0,4}(?:hub|building|wing|block|unit|theatre|extension|rebuild|refurbishment|redevelopment|centre|hospital)s?\b(?! (?:trust|care|services?|staff|beds?)))",
    regex.IGNORECASE,
)

_ANAPHORA = regex.compile(
    r"^\W*(?:This|That|It|They|These|Those|The figure|The amount|The sum|The total|Of (?:this|that|which|these|it)|Some|Almost|Nearly|Around|"
    r"About|More than|Over|According to|By contrast|(?:Most|Much|Half|Part|A third|The bulk|The largest part|The lion's share) of (?:it|that|this|which|the)|But|And|However|In all|For|Instead|Another|Together|Taken together|In total|Added up|"
    r"The (?:balance|rest|remainder|other)|So far|To date|Already|Only|Same|Ditto|£)\b",
    regex.IGNORECASE,
)
_A_SIDE = regex.compile(
    r"^\W*(?:(?:Adult )?[Ss]ocial care|(?:The )?(?:[Cc]ouncils?'?|[Ll]ocal authorit(?:y|ies)|NHS|CCGs?|[Cc]ommissioners?|[Pp]roviders?|[Tt]rusts|[Hh]ospitals)|Health(?:care)?|Local government)(?:['’]s|['’])? (?:(?:then|itself|alone|element|part|share|side|portion|component|bit) )?(?:adds?|comes to|stands at|accounts? for|makes? up|brings?|contribut(?:es?|ed)|is|are|was|were)\s(?:another |a further |about |around |some |nearly |the other |the remaining |responsible for |put at )*$"
)
"""A side of the system as the subject of a bare figure: 'Social care adds £9m', after a gap."""
_TO_FUND = keyed(
    r"^\W*(?:This|These|It|The (?:money|sum|capital|funding))\s(?:is|are|will be|would be|was)\s(?:used\s)?(?:to|for)\s(?:fund|pay|support|finance|cover|build)",
    regex.IGNORECASE,
)
_POINTS_BACK = regex.compile(
    r"\W*(?:This|That|It|Its (?:price|cost|bill|total)|They|These|Those|The (?:figure|amount|sum|total|bill|answer|cost|money))\b",
    regex.IGNORECASE,
)
_ASKS = keyed(
    r"\b(?:ask(?:s|ed)?|wondered|quer(?:y|ied)|wanted to know|questioned|worked out|works out|could(?: not)? say|knows?|knew)\b[^.]{0,30}?\b(?:what|how much|how many|whether|about|where|for the (?:figure|cost|sum)|the (?:capital|figure|cost|sum|gap|savings?))\b",
    regex.IGNORECASE,
)
"""A question that is reported: 'The chair asked how much capital it would take.'"""
_PART_OF_IT = keyed(
    r"^\s?(?:of (?:it|that|this|them|the (?:total|gap|sum|shortfall|figure|deficit))\b|: of which\b)|^[\"”]?\s(?:in its (?:place|stead)|instead)\b",
    regex.IGNORECASE,
)
_TO_FIGURE = keyed(
    r"\b(?:rises?|rising|rose|climbs?|grows?|grew|goes up|falls?|fell|drops?|shrinks?|increases?|comes?|gets?|get you|reach(?:es)?|takes? (?:it|the figure|the total)|br(?:ing|ings|ought|inging) (?:it|this|that)(?: down)?|"
    r"pushes (?:it|that)|total(?:s|ling)?|adds up|amounts) to\s(?:about |around |some |nearly |almost |over |just |a (?:total|sum) of )?$"
    r"|\b(?:increas|rais|push|lift|tak|swell|bring|driv|bump)(?:es?|s|ed|ing)? (?:it|this|that|the (?:figure|total|gap|sum|deficit|shortfall)) (?:up )?to\s(?:about |around |some |nearly |almost |over |just |a (?:total|sum) of )?$"
    r"|\b(?:[Ii]t|[Tt]his|[Tt]hat)(?:['’](?:d|ll)| would| will| could| might) be\s(?:about |around |some |nearly |almost )?$"
    r"|\b(?:had|has|have|puts?|gave|gives?|shows?|showed) (?:it|this|that|the figure) (?:at|as)\s(?:about |around |some |nearly |almost )?$"
    r"|\b(?:reach|makes? up|accounts? for|put at|estimated at|stands? at|reckoned at|becomes|(?:the|a) total(?: \w+){0,2} is|(?:it|that|this) (?:is|was|would be)|in (?:all|total)|of (?:which|that|this)|an? \w+ one of|one of|you get (?:to )?the)\s(?:about |around |some |nearly |almost )?$",
    regex.IGNORECASE,
)
_ONE_OF = keyed(
    r"\b(?:slice|share|part|portion|chunk|bulk|half|third|quarter|most|much|majority|lump|piece) of (?:this|that|it|the (?:money|sum|total|award|pot|cash|capital)),\s(?:about |around |some |nearly |almost |over )?$|\bone of\s(?:about |around |some |nearly |almost |over )?$",
    regex.IGNORECASE,
)
"""'... reported a deficit of £9m. The hospital trust reported one of £7m.'"""
_NEWER_FIGURE = keyed(
    r"\b(?:an?|the) (?:\w+ )?(?:revised|later|newer|updated|corrected|refreshed|smaller|larger|bigger|lower|higher|rival) (?:\w+ )?(?:figure|estimate|number|sum|amount|total|forecast|projection)(?:,| of| was| is| stood at| came to| put at|:)\s(?:about |around |some |nearly |almost |over |just )?$|"
    r"\b(?:the|that|this) (?:number|figure|estimate|amount|sum|total|bill) (?:now |today |currently )?(?:is|was|stands at|has (?:since |now )?(?:risen|grown|fallen|come down|shrunk|gone up) to)(?: now)?\s[\"']?(?:in the region of |about |around |over |nearly |closer to |nearer )?$",
    regex.IGNORECASE,
)
_NOT_SAVED = keyed(
    r"\b(?:not|n't|never|no longer|without|fail(?:s|ed|ing)? to|unlikely to)\s(?:\w+\s){0,2}(?:lead to|deliver|make|achieve|produce|result in|generate|save|any|the)?\s?(?:\w+[\s-]){0,3}(?:savings?|save)\b[^.;]{0,30}$",
    regex.IGNORECASE,
)
_THAT_IS = regex.compile(
    r"\W*(?:That|This|It|Which)(?:'s| is| was| would be)\b(?! (?:why|because|not|where|when|how|before|after|on top))"
)
_IT_IS = regex.compile(
    r"\b(?:[Ii]t|[Tt]his|[Tt]hat|[Tt]hey|[Tt]he (?:figure|sum|amount|total|number))\b(?:'ll|'s|'d)?\s(?:\w+\s){0,4}?(?:is|was|be|been|comes?|amounts?|stands?|reach(?:es)?|totals?|adds? up|rises?|grows?|put|estimated|expected|worth)\b[^.;£]{0,30}$"
)
_UNTRUE = regex.compile(
    r"\W*(?:(?:This|That|It|Which)(?:'s| is| was)|These are|Those are)\s(?:(?:simply|just|quite|plainly|completely|flatly|totally)\s)?(?:not true|untrue|false|nonsense|a myth|wrong|rubbish)\b",
    regex.IGNORECASE,
)
_THIS_GAP = keyed(
    r"\b(?:this|the) (?:additional |further |extra |resulting )?(?:deficit|gap|shortfall)\b", regex.IGNORECASE
)


_STRONG = 6.0
_SMALLEST_GAP = 10_000_000
_THEME_LASTS = 10
"""Sentences after which it is no longer clear what money is asked for."""
_ANSWER_LASTS = 3
"""Sentences within which a question is answered."""
_ENTRY = 140
"""Letters of the longest entry of a list of footprints."""
_FRAGMENT = 24
"""Letters of a sentence that is but a title: 'Capital. None of the £9m ...'."""
_CAPITAL_LASTS = 40
"""Sentences during which what is asked for is capital, once a text has spoken of capital and not of other funds."""
_TOPIC_LASTS = 5
"""Sentences after which a list is no longer about what was spoken of."""


@dataclass
class _Memory:
    """What the preceding sentences were about."""

    last: Statement | None = None
    """The last amount that was about something."""
    earlier: Statement | None = None
    """The last amount of the sentences before that was about something."""
    list_cue: Cue | None = None
    """What the lead-in of a list was about ('savings are expected from:'), while its entries follow."""
    question: Cue | None = None
    question_at: int = -99
    topic: Cue | None = None
    """What the text was last about in so many words, for lists that only name footprints and amounts."""
    topic_at: int = -99
    theme: Cue | None = None
    """What its surest words were last about, for what is asked for without saying what for."""
    theme_at: int = -99
    capital: Cue | None = None
    """The last word for capital, unless other funds were spoken of after it."""
    capital_at: int = -99
    told: dict[int, Cue] = field(default_factory=dict)
    """What the last amount of each sentence that stated any was about."""
    others_are_gaps: bool = True
    """Whether no amount of the sentence at hand is about anything but gaps."""

    recent: deque[Sentence] = field(default_factory=lambda: deque(maxlen=_TOPIC_LASTS))

    def spoken_of(self, sentence: Sentence) -> Cue | None:
        """What the last few sentences were about in so many words."""
        for earlier in reversed(self.recent):
            if strong := [self.told[earlier.index]] if earlier.index in self.told else _strong_cues(earlier):
                self.topic, self.topic_at = strong[-1], earlier.index
                break
        return self.topic if sentence.index - self.topic_at <= _TOPIC_LASTS else None

    def since(self, sentence: Sentence) -> int:
        """How many sentences ago the last statement stood."""
        return sentence.index - self.last.sentence.index if self.last else 99


def read_statements(sentences: Sequence[Sentence], taken: set[tuple[int, int]]) -> list[Statement]:
    """Every amount of a text with what it is about, in reading order; `taken` holds (block id, offset) of amounts read already."""
    memory = _Memory()
    found: list[Statement] = []
    for index, sentence in enumerate(sentences):
        block = sentence.passage.block
        follows_lead_in = sentence.previous is not None and sentence.previous.text.rstrip().endswith(":")
        if block.kind not in ("bullet", "row") and not _is_entry(sentence) and not follows_lead_in:
            memory.list_cue = None
        follower = sentences[index + 1] if index + 1 < len(sentences) else None
        own = [s for s in classify(sentence) if (id(block), sentence.start + s.money.start) not in taken]
        memory.others_are_gaps = all(s.cue is None or s.means == "financial_gaps" for s in own)
        memory.earlier = memory.last
        statements: list[Statement] = []
        for statement in own:
            placed = _of_kind(_placed(statement, memory), memory)
            if placed.cue is None and statements and statements[-1].inherited and continues(statements[-1], placed):
                placed = placed.about(cast(Cue, statements[-1].cue))
            statements.append(_denied(_unsaved(placed, follower), follower))
            if statements[-1].means != "nothing":
                memory.last = statements[-1]
        found += statements
        _remember(memory, sentence, statements)
    return complete_sums(found, GAP)


def _remember(memory: _Memory, sentence: Sentence, statements: Sequence[Statement]) -> None:
    memory.recent.append(sentence)
    stated = [s.cue for s in statements if s.cue is not None and s.means != "nothing"]
    if stated:
        memory.told[sentence.index] = stated[-1]
    strong = _strong_cues(sentence)
    for cue in [*strong, *stated]:
        if cue.means == "capital_requirements":
            memory.capital, memory.capital_at = cue, sentence.index
        elif cue.means == "funding" and cue.extra.get("kind") in ("transformation", "transition", "stf"):
            memory.capital = None
    if strong:
        memory.theme, memory.theme_at = strong[-1], sentence.index
    opens_list = sentence.text.rstrip().endswith(":")
    asked = _topic(sentence)
    if asked is not None:
        memory.question, memory.question_at = asked, sentence.index
    if opens_list:
        told = statements[-1].cue if statements and statements[-1].means != "nothing" else None
        recent = memory.question if sentence.index - memory.question_at <= 3 else None
        memory.list_cue = asked or told or recent or memory.list_cue


def _placed(statement: Statement, memory: _Memory) -> Statement:
    """The statement, about what its surroundings say where it does not say itself."""
    sentence, money, last = statement.sentence, statement.money, memory.last
    since = memory.since(sentence)
    if _is_award(statement):
        return statement.about(AWARD)
    if (above := announced(sentence, money)) is not None and decides(above, statement.cue):
        return statement.about(above) if above.means != "nothing" else statement.refused(above.reason)
    if memory.list_cue is not None and _yields_to_list(statement):
        return statement.about(memory.list_cue)
    if (
        statement.is_weak
        and _names_footprint_and_amount(sentence)
        and (topic := memory.spoken_of(sentence)) is not None
    ):
        memory.topic_at = sentence.index  # as long as the list goes on
        return statement.about(topic)
    if last is not None and last.cue is not None and since <= 2:
        if since == 1 and _TO_FUND.match(sentence.text):
            return statement.about(last.cue)
        if statement.is_weak and _PART_OF_IT.match(sentence.text[money.end :]):
            return statement.about(last.cue)
    if last is not None and last.cue is not None and since <= 2 and _ONE_OF.search(sentence.text[: money.start]):
        return statement.about(last.cue)
    newer = statement.is_weak and _NEWER_FIGURE.search(sentence.text[: money.start])
    if newer or (statement.is_weak and _TO_FIGURE.search(sentence.text[: money.start])):
        pointed_at = memory.earlier or last
        reach = _TOPIC_LASTS if newer else 2
        if (
            pointed_at is not None
            and pointed_at.cue is not None
            and sentence.index - pointed_at.sentence.index <= reach
        ):
            return statement.about(pointed_at.cue)
    if statement.cue is None and memory.recent and (label := _label_above(memory.recent[-1], statement)) is not None:
        return statement.about(label)
    is_open = statement.is_weak or statement.means == "funding"  # 'share' is a word of funding too
    goes_on = is_open and last is not None and last.means == "financial_gaps" and since <= 1
    if goes_on and _A_SIDE.match(sentence.text[: money.start]):
        return statement.about(GAP)
    if statement.cue is None and (spoken_of := _spoken_of_before(sentence, money.start)) is not None:
        return statement.about(spoken_of)
    if statement.cue is None and (told := _told_next(sentence)) is not None:
        return statement.about(told)
    if statement.cue is None and memory.question is not None and _is_answer(sentence, memory):
        return statement.about(memory.question)
    if statement.is_weak and memory.recent and (title := _title_before(memory.recent[-1], statement)) is not None:
        return statement.about(title)
    if statement.cue is None and _ANAPHORA.match(sentence.text):
        question = memory.question if sentence.index - memory.question_at <= 2 else None
        cue = last.cue if last is not None and since <= 1 else question
        if cue is not None:
            return statement.about(cue)
    if statement.cue is None and memory.recent and (topic := _pointed_at(memory.recent[-1], statement)) is not None:
        return statement.about(topic)
    follows_gap = last is not None and last.means == "financial_gaps" and since <= 2
    telling = {"do_nothing", "residual"} if follows_gap else {"do_nothing"}
    open_gap = statement.cue is None and (memory.others_are_gaps or _is_headed(statement))
    if open_gap and _has_scenario(sentence, telling):
        return statement.about(GAP)
    if statement.cue is not None and statement.cue.extra.get("yields") and _is_cost_of_doing_nothing(statement):
        return statement.about(GAP)
    return _on_topic(statement, memory)


def _is_answer(sentence: Sentence, memory: _Memory) -> bool:
    """Whether a sentence may answer the question before it, which no amount has answered yet."""
    unanswered = memory.last is None or memory.last.sentence.index <= memory.question_at
    return sentence.index == memory.question_at + 1 or (
        unanswered and sentence.index - memory.question_at <= _ANSWER_LASTS
    )


def _title_before(before: Sentence, statement: Statement) -> Cue | None:
    """What a sentence of a word or two announces for the one behind it: 'Capital. None of the £9m has a source.'"""
    if len(before.text) > _FRAGMENT or before.passage.block is not statement.sentence.passage.block or before.money:
        return None
    strong = _strong_cues(before)
    return strong[-1] if strong else None


def _pointed_at(before: Sentence, statement: Statement) -> Cue | None:
    """What 'it' is in 'We cannot do this without capital. It comes to £9m.'"""
    sentence, behind = statement.sentence, statement.sentence.text[statement.money.end :]
    if before.money or before.passage.section != sentence.passage.section:
        return None
    if not (_POINTS_BACK.match(sentence.text) or _PART_OF_IT.match(behind)):
        return None
    strong = _strong_cues(before)
    return strong[-1] if strong else None


def _of_kind(statement: Statement, memory: _Memory) -> Statement:
    """Money allotted where capital is spoken of is invested."""
    is_open = statement.means == "funding" and statement.cue is not None and statement.cue.extra.get("kind") == "other"
    is_capital = memory.theme is not None and memory.theme.means == "capital_requirements"
    if is_open and is_capital and statement.sentence.index - memory.theme_at <= _THEME_LASTS:
        return replace(statement, cue=replace(cast(Cue, statement.cue), extra={"kind": "investment"}))
    return statement


def _names_footprint_and_amount(sentence: Sentence) -> bool:
    """Whether a line is an entry of a list of footprints: 'Kent and Medway: £205m'."""
    names = named_footprints(sentence)
    if not names or len(sentence.money) != 1 or len(sentence.text) > _ENTRY or names[0].start > 4:
        return False
    return bool(
        regex.fullmatch(
            r"[^.;£:]{0,60}?(?:\s?[:\u2013\u2014-]|\s\()\s?[^.;£]{0,50}?",
            sentence.text[names[-1].end : sentence.money[0].start],
        )
    )


def _is_award(statement: Statement) -> bool:
    """Whether an amount is an entry of a list of what areas were given: 'Dorset: up to £9m, for a new ward' under 'Who gets what'."""
    sentence = statement.sentence
    if not _names_footprint_and_amount(sentence) or any(
        cue.weight >= _STRONG and cue.means not in ("capital_requirements", "nothing")
        for cue in _cues_of_entry(sentence)
    ):
        return False
    if any(c.cue.means == "requests" for c in find_cues("list", sentence.text)):
        return False
    return _list_is_of(sentence) == "awards"


def _cues_of_entry(sentence: Sentence) -> list[Cue]:
    """What is said before the amount of an entry."""
    return [c.cue for c in find_money_cues(sentence) if c.end <= sentence.money[0].start]


def _list_is_of(sentence: Sentence) -> str | None:
    """What the list is of that a sentence is an entry of, by the nearest words for it (cues/list.toml)."""
    at, steps = sentence.previous, 0
    while at is not None and steps < _LIST_REACH and at.passage.section == sentence.passage.section:
        if not _names_footprint_and_amount(at):
            if found := find_cues("list", at.text):
                return found[-1].cue.means
            if any(cue.means in ("financial_gaps", "savings") for cue in _strong_cues(at)):
                return None
        at, steps = at.previous, steps + 1
    at, steps = sentence.next, 0
    while at is not None and steps < _CAPTION_REACH:
        if not _names_footprint_and_amount(at) and (found := find_cues("list", at.text)):
            return found[0].cue.means
        at, steps = at.next, steps + 1
    return None


def _spoken_of_before(sentence: Sentence, start: int) -> Cue | None:
    """What 'it' is, where the sentence before has no amount: 'We have a funding gap. By 2020/21 it is expected to be £9m.'"""
    earlier = sentence.previous
    if earlier is None or earlier.money or earlier.passage.section != sentence.passage.section:
        return None
    if earlier.passage.block is not sentence.passage.block or not _IT_IS.search(sentence.text[:start]):
        return None
    strong = _strong_cues(earlier)
    return strong[-1] if strong else None


def _told_next(sentence: Sentence) -> Cue | None:
    """What the next sentence says an amount is: '£9m. That is the size of the gap', '£9m. That is if nothing is done'."""
    follower = sentence.next
    if follower is None or follower.money or not _THAT_IS.match(follower.text):
        return None
    if strong := _strong_cues(follower):
        return strong[0]
    return GAP if _has_scenario(follower, {"do_nothing"}) else None


def _label_above(above: Sentence, statement: Statement) -> Cue | None:
    """What a short line says that stands over a line which begins with the amount: 'Capital requested' over '£80m'."""
    block, sentence = statement.sentence.passage.block, statement.sentence
    begins = block.text[: sentence.start + statement.money.start].strip(" *\u2013-") in (
        "",
        "about",
        "approx",
        "c.",
        "around",
    )
    label = above.passage.block
    if not begins or label is block or label.is_row or len(label.text) > 60 or above.money:
        return None
    if label.text.rstrip().endswith((".", ",", ";")):
        return None
    strong = _strong_cues(above)
    return strong[-1] if strong else None


def _is_headed(statement: Statement) -> bool:
    """Whether the amount's sign and unit stand before a colon with the words that say what it is: 'If nothing is done, £m: NHS 653'."""
    return "£" not in statement.money.text and "£" in statement.sentence.text[: statement.money.start]


def _is_cost_of_doing_nothing(statement: Statement) -> bool:
    """Whether what would be owed or paid is what comes of doing nothing: 'were services to stay as they are, a bill of £200m'."""
    return statement.money.amount >= _SMALLEST_GAP and _has_scenario(statement.sentence, {"do_nothing"})


def _has_scenario(sentence: Sentence, scenarios: set[str]) -> bool:
    """Whether the sentence speaks of a scenario: what comes of doing nothing is a gap, and so is what then remains of one."""
    return any(c.cue.means in scenarios for c in find_cues("scenario", sentence.text))


def _yields_to_list(statement: Statement) -> bool:
    """Whether an entry of a list has no strong word of its own against what the list is about."""
    return statement.cue is None or (statement.cue.weight < 6 and statement.means in ("funding", "nothing"))


def _on_topic(statement: Statement, memory: _Memory) -> Statement:
    """'Derbyshire had bid for £4m' is about capital where the sentences before were."""
    follows = statement.cue.extra.get("follows_topic") if statement.cue else None
    if follows is None:
        return statement
    sentence = statement.sentence
    if _TO_BUILD.match(sentence.text[statement.money.end :]):
        return statement.about(BUILDING)
    near = memory.last.cue if memory.last is not None and memory.since(sentence) <= 4 else None
    theme = memory.theme if sentence.index - memory.theme_at <= _THEME_LASTS else None
    capital = memory.capital if sentence.index - memory.capital_at <= _CAPITAL_LASTS else None
    for cue in (near, memory.spoken_of(sentence), theme, capital):
        if cue is not None and cue.means == "capital_requirements":
            return statement.about(cue)
    return statement.refused("asked for, but nothing says what for") if follows == "only" else statement


def _unsaved(statement: Statement, follower: Sentence | None) -> Statement:
    """A saving that is said not to be made: a gap where the next sentence calls it one, else nothing."""
    if statement.means != "savings" or not _NOT_SAVED.search(statement.sentence.text[: statement.money.start]):
        return statement
    if follower is not None and _THIS_GAP.search(follower.text):
        return statement.about(GAP)
    return statement.refused("a saving that is said not to be made")


def _denied(statement: Statement, follower: Sentence | None) -> Statement:
    """A figure that the next sentence calls untrue is nothing that is stated."""
    if statement.means == "nothing" or follower is None or not _UNTRUE.match(follower.text):
        return statement
    return statement.refused("reported and denied")


def _is_entry(sentence: Sentence) -> bool:
    """A line that is an entry of a list though it bears no bullet: 'Kent and Medway: £40m'."""
    block = sentence.passage.block
    return (
        len(block.text) <= 110
        and bool(sentence.money)
        and (not block.blank_before or ":" in block.text or "\t" in block.text)
    )


def _topic(sentence: Sentence) -> Cue | None:
    """What a sentence without amounts asks about ('How much capital does it take?'), for the answer that follows."""
    if sentence.money or not (sentence.text.rstrip(" \"'”’").endswith(("?", ":")) or _ASKS.search(sentence.text)):
        return None
    strong = _strong_cues(sentence)
    return strong[-1] if strong else None


def _strong_cues(sentence: Sentence) -> list[Cue]:
    """The cues that by themselves say what a passage is about, those within the words around an amount left out."""
    found = sorted(find_money_cues(sentence), key=lambda match: (match.start, -match.end))
    outer = [c for c in found if not any(o is not c and o.start <= c.start and c.end <= o.end for o in found)]
    return [match.cue for match in outer if match.cue.means != "nothing" and match.cue.weight >= _STRONG]
