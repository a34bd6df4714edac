"""What each amount of money in running text is about: the nearest cue decides, and what cannot be decided is refused with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractors.cues import Cue, CueMatch, find_cues
from extractors.mentions.money import Money
from extractors.patterns import keyed
from extractors.sentences import Sentence

GAP = Cue("financial_gaps", keyed("gap"), "a gap")
"""What an amount is about that only its context shows to be a gap."""
_LABELLED = regex.compile(r"[A-Za-z)]\s?:\s?(?:about |around |c\.? ?|approx\.? |up to |over )?$")
UNEXPLAINED = "no word near it says what the amount is"
_FARTHEST = 95.0
_SURE = 6.0
"""The weight from which a cue alone says what an amount is about."""
_BREAKS: tuple[tuple["regex.Pattern[str]", float], ...] = (
    (regex.compile(r";"), 60.0),
    (regex.compile(r"\s[\u2013\u2014]\s"), 14.0),
    (regex.compile(r","), 6.0),
    (regex.compile(r"\b(?:but|while|whereas|although|though)\b"), 25.0),
    (regex.compile(r"\b(?:and|or)\b"), 5.0),
    (regex.compile(r"\b(?:who|which)\b"), 20.0),
    (regex.compile(r"\bwho (?:has |have |had )?(?:receiv|got|get|was given|were given|$)"), 75.0),
    (regex.compile(r"[()]"), 6.0),
    (regex.compile(r"\bto (?:close|bridge|fill|plug|meet|address|reduce|cut|cover|tackle|offset)\b"), 40.0),
    (
        regex.compile(
            r"\b(?:despite|on top of|as well as|in addition to|rather than|instead of|compared (?:to|with)|against)\b"
        ),
        20.0,
    ),
)
_COORDINATED = regex.compile(r"[^.]{0,48}?(?:,|;|:|\||=|\+|\band\b|\bor\b|\bplus\b|/|\()[^.£]{0,40}")


_NEXT_LABEL = regex.compile(r"\s(?!(?:NHS|England|STPs?|CCGs?)\b)\p{Lu}\p{Ll}+(?:\s\p{Ll}|\s\(|:|\s\d|\s£|$)")
_OTHER_VALUE = regex.compile(r"(?<![\w/.,-])(?!(?:19|20)\d\d\b)\d+(?:,\d{3})*(?:\.\d+)?%?\s(?=\p{Lu}|20\d\d)")
"""A figure that is no amount ('GP practices 63 Capital £9m'): behind it another label begins."""
_TELLS = regex.compile(
    r"\b(?:is|are|was|were|will|would|has|have|had|could|can|may|might|must|should|said|says|needs?|means?|makes?|costs?|gets?|and so)\b"
)
_BREAKS_DOWN = regex.compile(r"(?:\s[a-z(][^.;£]{0,60})?:\s(?:about |around |up to |over |some |nearly )?")
"""A colon between two amounts: the second is a part of the first, '£8m for new teams: £3m for cancer, ...'."""
_SHARES_VERB = regex.compile(
    r"[^.;:£(]{0,24}?(?:,\s?and|,|\sand|\sor|\splus)\s(?:then |another |a further |an extra |an? |the |up to |about |around |over |some |nearly )*"
)
_REVISED = regex.compile(
    r",?\s(?:but|though|and)\s(?:it\s)?(?:(?:is|was|has|now|could|may|might|would|will|since|then|be|been|risen|fallen|grown|climbed|to|revised|down|up"
    r"|currently|thought|estimated|put|at|later|as|high|much|about|around|nearer)\s)+"
)
"""The same figure at another time: 'was forecast to be £20m but is now £25m'."""
_AGAINST = regex.compile(
    r"[^.;:£]{0,40}\b(?:against|compared with|out of) (?:an?|the|its|their|this year's) (?:\w+ )?(?:plan|target|goal|total)(?:ned figure)? of\s(?:about |around |some |nearly )?"
)
"""What was done and what was planned: '£9m was achieved against a plan of £12m'."""
_BARE_SIDE = regex.compile(r"\s\p{Lu}[\w ]{2,20}\s")
"""The next side of the system, without a mark: 'Spend: NHS £2bn Councils £800m'."""
_TURNS = regex.compile(r"\b(?:but|while|whereas|although|though)\b")


@dataclass(frozen=True)
class Statement:
    """An amount with what it is about. Offsets are within the sentence. `cue` may stand in the sentence before (`inherited`)."""

    sentence: Sentence
    money: Money
    cue: Cue | None
    cue_span: tuple[int, int] | None
    reason: str = ""
    inherited: bool = False
    label: tuple[int, int] | None = None
    """Where its label stands, in a line of several labelled amounts: nothing else says what it is."""
    parts: tuple["Statement", ...] = ()
    """The amounts it is the sum of, where the arithmetic shows it."""

    @property
    def means(self) -> str:
        return self.cue.means if self.cue else "nothing"

    @property
    def is_weak(self) -> bool:
        """Whether nothing strong near the amount says what it is about."""
        return self.cue is None or (self.cue.weight < _SURE and not self.inherited)

    def about(self, cue: Cue, *, parts: tuple["Statement", ...] = ()) -> "Statement":
        """The same amount, about what another sentence was about."""
        return replace(self, cue=cue, cue_span=None, reason="", inherited=True, parts=parts)

    def refused(self, reason: str) -> "Statement":
        """The same amount, about nothing that is recorded."""
        return replace(self, cue=None, cue_span=None, reason=reason)


def _distance(text: str, money: Money, others: Sequence[Money], cue: CueMatch) -> float:
    if cue.end <= money.start:
        between, penalty = text[cue.end : money.start], 2.0
        low, high = cue.end, money.start
    elif cue.start >= money.end:
        # in 'Savings: £4m Capital: £9m' the words behind an amount are the next one's label
        between, penalty = text[money.end : cue.start], 40.0 if _stands_behind_label(text, money) else 0.0
        low, high = money.end, cue.start
        if "£" not in money.text and "£" in text:
            return _FARTHEST + 1  # in a list whose heading gives sign and unit, names stand before their amounts
    else:
        return -cue.cue.weight
    distance = len(between) + penalty - cue.cue.weight
    if between.strip() in ("", "-", "of", ":"):
        distance -= 6
    for other in others:
        if other is not money and low <= other.start and other.end <= high:
            distance += 45
    for pattern, cost in _BREAKS:
        distance += cost * len(pattern.findall(between))
    return distance


def _stands_behind_label(text: str, money: Money) -> bool:
    """Whether a colon shows that what names an amount stands before it."""
    return text[: money.start].rstrip().endswith(":")


def classify(sentence: Sentence) -> list[Statement]:
    """Every amount of the sentence with the cue that governs it, in reading order."""
    if not sentence.money:
        return []
    found = find_money_cues(sentence)
    cues = [c for c in found if not any(_cuts(m, c) for m in sentence.money)]
    statements: list[Statement] = []
    for money in sentence.money:
        label = _label(sentence, statements[-1].money.end if statements else 0, money)
        if label is not None and (about := _about_label(sentence, label, money, cues)) is not None:
            before = statements[-1] if statements else None
            if about.cue is None and before and before.cue and _names_only_a_side(sentence.text[slice(*label)]):
                about = replace(about, cue=before.cue, cue_span=before.cue_span, reason=before.reason)
            statements.append(about)
            continue
        ranked = sorted(
            ((_distance(sentence.text, money, sentence.money, c), c) for c in cues if _governs(c, money)),
            key=lambda pair: pair[0],
        )
        best = ranked[0] if ranked and ranked[0][0] <= _FARTHEST else None
        previous = statements[-1] if statements else None
        if previous and previous.cue and _takes_over(sentence, previous, money, cues, best):
            statements.append(Statement(sentence, money, previous.cue, previous.cue_span))
        elif best is None:
            statements.append(Statement(sentence, money, None, None, UNEXPLAINED))
        else:
            cue = best[1]
            statements.append(Statement(sentence, money, cue.cue, (cue.start, cue.end), cue.cue.reason))
    return _with_shared_verbs(sentence, statements)


def find_money_cues(sentence: Sentence) -> tuple[CueMatch, ...]:
    """The words that say what an amount is: single ones (money.toml) and, where there is one, those around it (money_frames.toml)."""
    single = find_cues("money", sentence.text)
    return find_cues("money_frames", sentence.text) + single if sentence.money else single


def _governs(cue: CueMatch, money: Money) -> bool:
    """Whether a cue can say what an amount is: words around another amount are that one's."""
    return cue.start <= money.start < cue.end or cue.cue.name != "money_frames"


def _cuts(money: Money, cue: CueMatch) -> bool:
    """Whether a cue and an amount overlap without the one lying within the other ('spend £9m on new buildings')."""
    return money.start < cue.end and cue.start < money.end and not (cue.start <= money.start and money.end <= cue.end)


def continues(previous: Statement, statement: Statement) -> bool:
    """Whether an amount goes on with the one before it in its sentence: 'hospitals put in £9m of this, prescribing £2m'."""
    return _is_coordinated(statement.sentence.text, previous.money, statement.money)


def _is_coordinated(text: str, previous: Money, money: Money) -> bool:
    between = text[previous.end : money.start]
    if _REVISED.fullmatch(between) or _AGAINST.fullmatch(between):
        return True
    if _TURNS.search(between):
        return False
    if _COORDINATED.fullmatch(between):
        return True
    # 'schemes are down for £34m, and changes to how people are looked after are down for £30m'
    verb = regex.search(r"\w+\s\w+\s$", text[: previous.start])
    return bool(verb and len(between) <= 100 and regex.search(r"(?:,|;|\band)\s", between) and verb.group() in between)


def _label(sentence: Sentence, low: int, money: Money) -> tuple[int, int] | None:
    """Where the label of an amount stands in a line of several: 'Do nothing: £9m Savings found: £5m'."""
    if _is_template(sentence):
        values = list(_OTHER_VALUE.finditer(sentence.text, low, money.start))
        return (values[-1].end() if values else low), money.start
    is_line = (
        len(sentence.money) > 1
        and sum(_LABELLED.search(sentence.text[: m.start]) is not None for m in sentence.money) > 1
    )
    return (low, money.start) if is_line and _LABELLED.search(sentence.text[low : money.start]) else None


def _is_template(sentence: Sentence) -> bool:
    """Whether a filled-in form lost its lines and colons: labels and amounts alternate, and no verb joins them."""
    if len(sentence.money) < 2:
        return False
    text, first, last = sentence.text, sentence.money[0].start, sentence.money[-1].end
    return bool(
        any(_NEXT_LABEL.match(text, m.end) for m in sentence.money)
        and not _TELLS.search(text, max(first - 60, 0), min(last + 20, len(text)))
    )


def _names_only_a_side(label: str) -> bool:
    """'With social care', 'commissioners': a label of the same thing for another part of the system."""
    return len(label) <= 40 and any(find_cues("component", label))


def _about_label(
    sentence: Sentence, label: tuple[int, int], money: Money, cues: Sequence[CueMatch]
) -> Statement | None:
    """The amount as its label says; None where the label has no word for it and what stands before may tell."""
    inside = [c for c in cues if label[0] <= c.start and c.end <= label[1]]
    if inside:
        cue = min(inside, key=lambda c: _distance(sentence.text, money, sentence.money, c))
        return Statement(sentence, money, cue.cue, (cue.start, cue.end), cue.cue.reason, label=label)
    if any(c.cue.means == "do_nothing" for c in find_cues("scenario", sentence.text[slice(*label)])):
        return Statement(sentence, money, GAP, label, label=label)
    return Statement(sentence, money, None, None, UNEXPLAINED, label=label) if _is_template(sentence) else None


def _takes_over(
    sentence: Sentence,
    previous: Statement,
    money: Money,
    cues: Sequence[CueMatch],
    best: tuple[float, CueMatch] | None,
) -> bool:
    """Whether an amount is about what the one before it is about: as a part of it, or as the next of a list without words of its own."""
    if previous.money.is_rate:
        return False
    if _is_share(sentence, previous, money, best):
        return True
    between = sentence.text[previous.money.end : money.start]
    next_side = _BARE_SIDE.fullmatch(between) is not None and _names_only_a_side(between)
    return (
        (next_side or _is_coordinated(sentence.text, previous.money, money))
        and not any(previous.money.end <= c.start and c.end <= money.start for c in cues)
        and (best is None or best[0] > (12 if best[1].cue.weight < 8 else 20))
    )


def _is_share(sentence: Sentence, previous: Statement, money: Money, best: tuple[float, CueMatch] | None) -> bool:
    """Whether a colon makes an amount a part of the one before it, which words of its own do not deny."""
    if previous.cue is None or previous.means == "nothing" or previous.cue.weight < _SURE:
        return False
    if not _BREAKS_DOWN.fullmatch(sentence.text, previous.money.end, money.start):
        return False
    if best is None or best[1].end <= previous.money.start or best[1].cue.weight < _SURE:
        return True
    span = previous.cue_span  # a word among those that say what the whole is
    return span is not None and span[0] <= best[1].start and best[1].end <= span[1]


def _with_shared_verbs(sentence: Sentence, statements: list[Statement]) -> list[Statement]:
    """The statements, an amount without words of its own taking those behind the next: '£26m, and then £19m, will be invested in'."""
    for index in range(len(statements) - 2, -1, -1):
        one, two = statements[index], statements[index + 1]
        is_behind = two.cue_span is not None and two.cue_span[0] >= two.money.end
        if one.cue is None and is_behind and _SHARES_VERB.fullmatch(sentence.text, one.money.end, two.money.start):
            statements[index] = replace(one, cue=two.cue, cue_span=two.cue_span, reason=two.reason)
    return statements
