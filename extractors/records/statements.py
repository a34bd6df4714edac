"""What each amount of money in running text is about: the nearest cue decides, and what cannot be decided is refused with its reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.cues import Cue, CueMatch, find_cues
from extractors.mentions.money import Money
from extractors.sentences import Sentence

_FARTHEST = 95.0
_BREAKS: tuple[tuple["regex.Pattern[str]", float], ...] = (
    (regex.compile(r";"), 60.0),
    (regex.compile(r"\s[\u2013\u2014]\s"), 14.0),
    (regex.compile(r","), 6.0),
    (regex.compile(r"\b(?:but|while|whereas|although|though)\b"), 25.0),
    (regex.compile(r"\b(?:and|or)\b"), 5.0),
    (regex.compile(r"\b(?:who|which)\b"), 20.0),
    (regex.compile(r"[()]"), 6.0),
    (regex.compile(r"\bto (?:close|bridge|fill|plug|meet|address|reduce|cut|cover|tackle|offset)\b"), 40.0),
    (
        regex.compile(
            r"\b(?:despite|on top of|as well as|in addition to|rather than|instead of|compared (?:to|with)|against)\b"
        ),
        20.0,
    ),
)
_COORDINATED = regex.compile(r"[^.]{0,48}?(?:,|;|:|\band\b|\bor\b|\bplus\b|/|\()[^.£]{0,40}")


@dataclass(frozen=True)
class Statement:
    """An amount with what it is about. Offsets are within the sentence. `cue` may stand in the sentence before (`inherited`)."""

    sentence: Sentence
    money: Money
    cue: Cue | None
    cue_span: tuple[int, int] | None
    reason: str = ""
    inherited: bool = False

    @property
    def means(self) -> str:
        return self.cue.means if self.cue else "nothing"


def _distance(text: str, money: Money, others: Sequence[Money], cue: CueMatch) -> float:
    if cue.end <= money.start:
        between, penalty = text[cue.end : money.start], 2.0
        low, high = cue.end, money.start
    elif cue.start >= money.end:
        between, penalty = text[money.end : cue.start], 0.0
        low, high = money.end, cue.start
    else:
        return 0.0
    distance = len(between) + penalty - cue.cue.weight
    if between.strip() in ("", "-", "of", ":"):
        distance -= 6
    for other in others:
        if other is not money and low <= other.start and other.end <= high:
            distance += 45
    for pattern, cost in _BREAKS:
        distance += cost * len(pattern.findall(between))
    return distance


def classify(sentence: Sentence) -> list[Statement]:
    """Every amount of the sentence with the cue that governs it, in reading order."""
    if not sentence.money:
        return []
    cues = find_cues("money", sentence.text)
    cues = [c for c in cues if not any(m.start < c.end and c.start < m.end for m in sentence.money)]
    statements: list[Statement] = []
    for money in sentence.money:
        ranked = sorted(
            ((_distance(sentence.text, money, sentence.money, c), c) for c in cues), key=lambda pair: pair[0]
        )
        best = ranked[0] if ranked and ranked[0][0] <= _FARTHEST else None
        previous = statements[-1] if statements else None
        if (
            previous
            and previous.cue
            and _COORDINATED.fullmatch(sentence.text[previous.money.end : money.start])
            and not any(previous.money.end <= c.start and c.end <= money.start for c in cues)
            and (best is None or best[0] > 12)
        ):
            statements.append(Statement(sentence, money, previous.cue, previous.cue_span))
        elif best is None:
            statements.append(Statement(sentence, money, None, None, "no word near it says what the amount is"))
        else:
            cue = best[1]
            statements.append(Statement(sentence, money, cue.cue, (cue.start, cue.end), cue.cue.reason))
    return statements


_ANAPHORA = regex.compile(
    r"^(?:\W*)(?:This|That|It|They|These|Those|The figure|The amount|The sum|The total|Of (?:this|that|which|these)|Some|Almost|Nearly|Around|About|More than|Over|According to|By contrast|But|And|However|In all|For|Instead|Another|Another|£)\b",
    regex.IGNORECASE,
)


_TO_FUND = regex.compile(
    r"^\W*(?:This|These|It|The (?:money|sum|capital|funding))\s(?:is|are|will be|would be|was)\s(?:used\s)?(?:to|for)\s(?:fund|pay|support|finance|cover|build)",
    regex.IGNORECASE,
)


_PART_OF_IT = regex.compile(
    r"^\s?(?:of (?:it|that|this|them|the (?:total|gap|sum|shortfall|figure|deficit))\b|for which (?:we|there|nobody)\b)",
    regex.IGNORECASE,
)
_TO_FIGURE = regex.compile(
    r"\b(?:rises?|rising|climbs?|grows?|goes up|increases?|comes?|gets?|get you|takes? (?:it|the figure|the total)|br(?:ing|ings|ought|inging) (?:it|this|that)(?: down)?|pushes (?:it|that)|total(?:s|ling)?|adds up|amounts) to\s(?:about |around |some |nearly |almost |over |just |a (?:total|sum) of )?$|\b(?:makes? up|accounts? for|put at|estimated at|stands? at|reckoned at)\s(?:about |around |some |nearly |almost )?$",
    regex.IGNORECASE,
)


def inherit(
    statements: Sequence[Statement], earlier: Sequence[Statement], question: Cue | None = None
) -> Iterator[Statement]:
    """Amounts without a cue of their own take what the sentence before them was about, when they point back to it."""
    last = next((s for s in reversed(earlier) if s.cue and s.means != "nothing"), None)
    for statement in statements:
        if (
            last is not None
            and last.sentence.index == statement.sentence.index - 1
            and _TO_FUND.match(statement.sentence.text)
        ):
            yield Statement(statement.sentence, statement.money, last.cue, None, inherited=True)
            continue
        text, money = statement.sentence.text, statement.money
        points_back = _PART_OF_IT.match(text[money.end :]) or _TO_FIGURE.search(text[: money.start])
        if (
            last is not None
            and points_back
            and statement.sentence.index - last.sentence.index <= 2
            and _is_weak(statement)
        ):
            yield Statement(statement.sentence, money, last.cue, None, inherited=True)
            continue
        if statement.cue is None and _ANAPHORA.match(statement.sentence.text):
            cue = last.cue if last is not None and statement.sentence.index - last.sentence.index <= 1 else question
            if cue is not None:
                yield Statement(statement.sentence, statement.money, cue, None, inherited=True)
                continue
        yield statement


def _is_weak(statement: Statement) -> bool:
    """Whether nothing strong near the amount says what it is about."""
    return statement.cue is None or (statement.cue.weight < 6 and not statement.inherited)


def topic(sentence: Sentence) -> Cue | None:
    """What a sentence without amounts asks about ('How much capital does it take?'), for the answer that follows."""
    if sentence.money or not sentence.text.rstrip().endswith(("?", ":")):
        return None
    cues = [c for c in find_cues("money", sentence.text) if c.cue.means != "nothing"]
    strong = [c for c in cues if c.cue.weight >= 6]
    return strong[-1].cue if strong else None
