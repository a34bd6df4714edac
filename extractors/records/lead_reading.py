"""Who leads the plan, read from a sentence as a whole: words of leading, what is led, and the person to whom they attach.

A word of leading (a title: 'the overall lead of the plan'; a verb: 'fronts the partnership'; a role spoken of before: 'the post')
counts where what is led is the plan, the partnership or the footprint. It attaches to the nearest person to whom the words between
can join it; the words that do join are few (a copula, an apposition, 'as', a relative clause), and whichever stand between them do
not matter. What vetoes it: another role, a part of the plan, another body, a preposition that makes the title someone else's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from extractors.context import named_footprints
from extractors.cues import CueMatch, find_cues
from extractors.mentions.persons import Person
from extractors.patterns import keyed
from extractors.records.lead_setting import StatedRole, cues_of, speaks_of_plan
from extractors.sentences import Sentence

Led = Literal["plan", "it", "other", "nothing"]
"""What is led: the plan; what was spoken of before; something else; or nothing is said of it."""

_FARTHEST = 110
"""Characters between a person and the words of leading; more make a doubtful statement."""
_OF = regex.compile(r"\s(?:of|for|on|across|in|behind|within|to)\s")
_TIME = regex.compile(
    r"(?:now|good|an?(?:other| further| second| third)? (?:year|month|term|while)|another|years?|months?|the (?:time|moment|past|last|next|first|meantime|interim)|(?:two|three|four|five|six|\d+|several|many|a few|some) (?:years|months|weeks)|(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December|20\d\d|spring|summer|autumn|winter|early|late|mid)\b|behalf)",
    regex.IGNORECASE,
)
_PHRASE_ENDS = regex.compile(
    r"[.;:()\t\n\u2013\u2014\"\u201c\u201d]|,|\s(?:who|which|that|but|as|since|until|till|while|when|where|after|before|because|from|is|was|are|were|has|have|had|will|would|said|says|told|by|and (?:is|was|has|will|who|chief|the|also|leads|chairs|runs|as|in|at)|alongside|besides|with|through|whose|during|at|following|despite)\b"
)
_PREPOSITION = regex.compile(
    r"\s(?:of|for|in|across|to|on|within|against|about|over|behind|around|into)\s", regex.IGNORECASE
)
_AGAINST = regex.compile(r"\s(?:against|about|over|into)\s")
_WORD = regex.compile(r"[\w&'\u2019-]+")
_IT = regex.compile(r"(?:it|this|them|us|both|things|everything|matters|all this|the show)\b", regex.IGNORECASE)
_DETERMINER = regex.compile(r"^(?:the|its|whose|our|their|this|that|a|an|his|her|my)$", regex.IGNORECASE)
_MODIFIER = regex.compile(
    r"^(?:overall|executive|nominated|new|newest|first|second|third|fourth|latest|next|interim|acting|joint|designated|named|senior|chief|system|county|area|current|present|full-time|part-time|permanent|accountable|local|official|then|own|sole|single|principal|main|health|care|and|transformation|sustainability|footprint|programme|officer|appointed|project|NHS|top|original|established|long-standing|identified|agreed|de|facto|\w+-wide|responsible|independent|the|two|three|co|today's)$",
    regex.IGNORECASE,
)
"""What may stand before a title without saying of what."""
_SPEECH = regex.compile(
    r"\b(?:said|says|told|tells|asked (?:the|its|whether)|thanked|welcomed|invited|introduced|replied|criticised|accused|wrote|writes|warned|believes|claims?|argued|thinks|added|met|praised|urged|questioned|deputi[sz]\w+|congratulated|interviewed|reports to|answers to|advis\w+|supports?|supporting|works (?:for|with|to)|worked (?:for|with))\b"
)
_BREAK = regex.compile(r"[.!?]\s|;|\t\s?\t|:\s[^:]*:")
_OPEN = regex.compile(r"(?<=^\s?\([^()]*);")
"""Within brackets behind a name: 'NAME (chief officer; lead of the STP)'."""
_HIS_TITLE = regex.compile(
    r"(?:;|\b(?:as|be|is|was|been|being|become|becomes|became|becoming|remains?|stays?|stays on as|named|appointed|made|chosen|picked|selected|nominated|elected|designated|confirmed|unveiled|also|now|formally|simultaneously|currently|again|who|its|but|had|has|have|kept|keeps|keeping|holds?|held|retains?|retained|takes?|took|taken|taking|accept(?:s|ed)|assum(?:es|ed)|given|offered|handed|role of|post of|job of|position of|mantle of|capacity of|title of|duties of|acts?|serves?|doubles?(?: up)?|both|called|still)|[,(\u2013\u2014:\t/|-]|\]|^)\s*$",
    regex.IGNORECASE,
)
"""What joins a title to a person before it: right before the title."""
_AND_TITLE = regex.compile(r"[,(\u2013:-].*\s(?:and|&|/)\s*$|\s(?:is|was|as|both)\s.*\s(?:and|&)\s*$")
_NEW_CLAUSE = regex.compile(
    r"\s(?:should|would|will|must|may|might|could|can|said|says|told|has|had|is|was|wants?|needs?|thinks|believes)\b"
)
_COPULA = r"(?:is|was|are|being|will be|has been|have been|is to be|remains|continues to be|to be|became|becomes|is now|was named as|is named as|is given as|goes to|went to|fell to|falls to|passed to|passes to|has passed to|has gone to|moved to|moves to|(?:is|was|has been|will be|being|now) (?:\w+ )?(?:held|filled|taken(?: on| over| up)?|occupied|done|carried out|performed|played|discharged) by|held by|filled by|in the (?:person|shape) of|called|named|in the hands of|rests with|lies with|belongs to|sits with|down to|(?:stops|rests) with|accepted by|comes from|came from|entrusted to|handed to|given to|transferred to)"
_TO_NAME = keyed(
    rf"(?:[^.;]{{0,70}}?(?:\b{_COPULA}\b|[,:(\u2013\u2014\t|=-]|\s-\s|[?]))?\s*(?:(?:now|currently|still|the|its|one|a|an|none other than|of course|since \w+ ?\d*,?|at present|again|officially|Mr|our|for the (?:moment|time being))\s)*(?P<who>(?:[\w&'\u2019.-]+\s|,\s){{0,14}})",
    regex.IGNORECASE,
)
_JOINED = regex.compile(rf"\b{_COPULA}\b|[,:(\u2013\u2014\t|=?-]", regex.IGNORECASE)
_WRONG_WAY = regex.compile(
    r"\b(?:with|for|against|from|than|after|about|under|via|like|replac\w+|succe\w+|behind|and|or|but|when|if|that|said|told|of|on|in|at)\s(?:the\s)?$",
    regex.IGNORECASE,
)
"""Before a name: the name is not who the title is."""
_DOES = regex.compile(
    r"(?:|,|['\u2019](?:s|d|ll))(?:\s(?:has|should|would|the one|have|had|will|is|was|to|been|be|also|now|who|and|currently|who's|he|she|himself|herself|still|then|for|agreed|asked|appointed|chosen|picked|nominated|brought in|continues|formally|whose job is|tasked|selected|remains|stays|be the one|one|man|woman|person|the|executive|official|figure|leader|whose|task|job|it|when|while|whilst|as|well|both|besides|with|alongside|combines?|combining|charged|going|next|year|April|January|May|since|20\d\d|in|from|until|being|concentrates?|focus(?:es)?|on|order))*\s?",
    regex.IGNORECASE,
)
_ASKED = regex.compile(
    r"\s(?:is|was) the (?:person|man|woman|one|executive|figure)(?:\s[\w']+){0,4}?\s(?:asked|chose|picked|appointed|wanted)"
)
_OTHERS_DO = regex.compile(r"\b(?:which|that|whose|it|they|but)\s?(?:\w+\s)?$")
_SUBJECT_NEAR = regex.compile(r",\s(?:the|a|an|its|this|our)\s[^,]*$")


_IN_SEAT = regex.compile(
    r"\b(?:in|at|on|into|with|to|holds?|holding|has|have|takes?|took|taken|taking|picks? up|picked up|got|given|handed)\s(?:up\s|over\s)?$"
)


@dataclass(frozen=True)
class _Head:
    """Words of leading at text[start:end], with what belongs to them, and the footprint that they name."""

    kind: str
    start: int
    end: int
    led: Led
    footprint_id: str | None = None


@dataclass(frozen=True)
class Told:
    """What was told before a sentence: the text before it, for what 'it' and 'the role' stand for, the sentence right before it,
    for what 'its' stands for, and whether the document speaks of the plan again and again."""

    before: str
    last: str
    about_plan: bool

    @property
    def of_plan(self) -> bool:
        return self.about_plan or speaks_of_plan(self.before)


def read_leads(sentence: Sentence, persons: Sequence[Person], told: Told) -> dict[int, StatedRole]:
    """The persons (by their start) who are stated to lead the plan, each with the words that state it."""
    found: dict[int, StatedRole] = {}
    for head in _heads(sentence, told):
        nearest = min(_attachments(sentence, head, persons), key=lambda a: a[0], default=None)
        if nearest is None:
            continue
        _, person = nearest
        start, end = min(head.start, person.start), max(head.end, person.end)
        found.setdefault(person.start, StatedRole(start, end, "STP lead", head.footprint_id))
    return found


def names_a_lead(sentence: Sentence, told: Told) -> bool:
    """Whether a sentence speaks of who leads the plan: the heading 'The man in charge of the STP'."""
    return any(True for _ in _heads(sentence, told))


def _heads(sentence: Sentence, told: Told) -> Iterator[_Head]:
    """The words of leading in a sentence of which the plan is what is led."""
    for cue in find_cues("lead_head", sentence.text):
        match cue.cue.means:
            case "title" | "chief" | "seat" | "duty":
                head = _title(sentence, cue, told)
            case "role":
                head = _role(sentence, cue, told)
            case _:
                head = _deed(sentence, cue, told)
        if head is not None:
            yield head


def _title(sentence: Sentence, cue: CueMatch, told: Told) -> _Head | None:
    text = sentence.text
    start, before, whose, area = _words_before(sentence, cue.start)
    if before == "other":
        return None
    end, led = cue.end, before
    if of := _OF.match(text, cue.end):
        if not _TIME.match(text, of.end()):
            behind, stop, named = what_is_led(sentence, of.end())
            if behind == "other":
                return None
            if behind == "plan" or (behind == "it" and told.of_plan):
                end, led, area = stop, "plan", named or area
    elif _PART.match(text, cue.end):
        return None
    kind, here = cue.cue.means, text[max(0, start - 120) : start]
    if led == "plan":
        return _Head(kind, start, end, "plan", area)
    if kind in ("seat", "duty"):
        is_spoken_of = speaks_of_plan(here) or speaks_of_plan(told.before) or bool(named_footprints(sentence))
        return _Head(kind, start, end, "it", area) if is_spoken_of and not _BODY.search(here[-60:]) else None
    if kind == "chief":
        return None
    if whose in ("its", "whose", "their", "our") and _is_the_plans(whose, here, told):
        return _Head("title", start, end, "plan", area)
    spoken_of = told.of_plan or speaks_of_plan(here) or bool(named_footprints(sentence))
    is_a_lead = regex.match(r"(?i)lead\b", text[cue.start : cue.end]) and (
        whose == "the" or _BECOMES.search(text[:start])
    )
    clause = regex.split(r"[.;]\s", here)[-1]
    if is_a_lead and spoken_of and not _BODY.search(clause[-60:]):
        return _Head("title", start, end, "it", area)
    return None


_BRACKETS = regex.compile(r"\([^()]*\)")
_BECOMES = regex.compile(r"\b(?:as|is|be|becomes?|became|remains?|stays|was|been)\s$")
_HEALTH_AND = regex.compile(r"\b(?:health|sustainability|social|chair|SRO|convenor|sponsor)\s$", regex.IGNORECASE)
_PART = regex.compile(r"(?:\son)?\s(?:clinician|nurse|doctor|GP|consultant|author|member|councillor)\b|'s\s")
_BODY = keyed(
    r"\b(?:council|trust|CCG|group|party|campaign|union|hospital|authority|federation|Healthwatch|committee|practice|company|service)s?\b",
    regex.IGNORECASE,
)


def _is_the_plans(whose: str, here: str, told: Told) -> bool:
    """Whether 'its lead' is the plan's: of plan and bodies, the one that was named last, or the subject of the sentence before."""
    here = _BRACKETS.sub("", here)
    if whose == "whose" or speaks_of_plan(here) or _BODY.search(here):
        last_body = max((m.start() for m in _BODY.finditer(here)), default=-1)
        return speaks_of_plan(here[max(last_body, 0) :]) or (last_body < 0 and told.about_plan)
    body = _BODY.search(told.last)
    return speaks_of_plan(told.last[: body.start()]) if body else told.of_plan


def _words_before(sentence: Sentence, at: int) -> tuple[int, Led, str, str | None]:
    """The words that belong to a title before it: (where they begin, what they say is led, its determiner, the footprint named)."""
    text, led, whose, area = sentence.text, "nothing", "", None
    start = at
    while True:
        gap = regex.search(r"[\s\u2019'-]*$", text[:start])
        stop = gap.start() if gap else start
        mention = next((m for m in sentence.footprints if m.end in (stop, start, start - 1) and m.end <= start), None)
        if (
            mention is not None
            and mention.end > 0
            and regex.fullmatch(r"(?:['\u2019]s?)?\s?", text[mention.end : start])
        ):
            if mention.is_body:
                return start, "other", whose, None
            if mention.strength == "name":
                led, area = "plan", mention.footprint_id
            start = mention.start
            continue
        word = regex.search(r"[\w&/-]+(?:['\u2019]s?)?\s?$", text[:start])
        if word is None or start - word.end() > 0:
            break
        bare = regex.sub(r"['\u2019]s?$|\s", "", word.group().strip())
        if _DETERMINER.match(bare):
            whose, start = bare.casefold(), word.start()
            break
        if _is("other", bare) or find_cues("programme", bare):
            return start, "other", whose, None
        if bare in ("and", "&") and not _HEALTH_AND.search(text[: word.start()]):
            break
        if _is("plan", bare):
            led = led if bare.casefold() == "programme" else "plan"
        elif not _MODIFIER.match(bare) and not regex.fullmatch(r"[A-Z]{2,6}", bare):
            if word.group().rstrip().endswith(("'s", "\u2019s", "s'", "s\u2019")) and led != "plan":
                return start, "other", whose, None
            break
        start = word.start()
    return start, led, whose, area  # type: ignore[return-value]


def _is(means: str, word: str) -> bool:
    return any(c.cue.means == means and c.end - c.start == len(word) for c in find_cues("lead_object", word))


def _role(sentence: Sentence, cue: CueMatch, told: Told) -> _Head | None:
    """'the post', 'this' where the words before speak of who leads the plan."""
    before = told.before[-300:] + " " + sentence.text[: cue.start]
    titles = [c for c in find_cues("lead_head", before) if c.cue.means in ("title", "does")]
    roles = list(find_cues("role", before))
    if (
        not titles
        or not speaks_of_plan(before)
        or (roles and roles[-1].cue.means != "STP lead" and roles[-1].start > titles[-1].start)
    ):
        return None
    if any(_is("other", w) for w in _WORD.findall(before[max(0, titles[-1].start - 25) : titles[-1].start])):
        return None
    return _Head("role", cue.start, cue.end, "plan")


def _deed(sentence: Sentence, cue: CueMatch, told: Told) -> _Head | None:
    """A verb of leading with the plan behind it, or before it in 'a plan which she has led'."""
    text = sentence.text
    if "overse" in text[cue.start : cue.end] and _WATCHES.search(text):
        return None  # the regional director, not the lead
    behind = regex.match(r"\s", text[cue.end :])
    if behind is None and not _LED.search(text[cue.start : cue.end]):
        return None
    led, end, area = what_is_led(sentence, cue.end + 1) if behind else ("nothing", cue.end, None)
    if behind and _TIME.match(text, cue.end + 1):
        led, end = "it", cue.end  # 'will be taking over the lead in November'
    if led == "plan" or (led == "it" and (told.of_plan or speaks_of_plan(text[: cue.start]))):
        return _Head("does", cue.start, end, "plan", area)
    before = _WHICH_SHE.search(text[: cue.start]) if _LED.search(text[cue.start : cue.end]) else None
    if before is None:
        return None
    low = max(0, before.start() - 90)
    is_plan = speaks_of_plan(text[low : before.start()]) or named_footprints(sentence, (low, before.start()))
    if is_plan and not _BODY.search(text[max(low, before.start() - 40) : before.start()]):
        return _Head("which", before.start(), cue.end, "plan")
    return None


_WATCHES = keyed(r"\bNHS (?:England|Improvement)\b|\bregional\b")
_LED = regex.compile(r"\bled$")
_WHICH_SHE = regex.compile(r",?\s(?:which|that)?\s?(?:he|she)\s$")


def what_is_led(sentence: Sentence, start: int) -> tuple[Led, int, str | None]:
    """(what is led, where its words end, the footprint named) of the phrase that begins at `start` of the sentence."""
    text = sentence.text
    if it := _IT.match(text, start):
        return "it", it.end(), None
    areas = [m for m in sentence.footprints if m.start >= start]
    names = [(m.start, m.end) for m in areas]
    stop = min(len(text), start + 130)
    ends = [m.start() for m in _PHRASE_ENDS.finditer(text, start, stop) if not _inside(m.start(), names)]
    spans = [(b.start, b.end) for b in sentence.organisations] + [(b.start, b.end) for b in sentence.bodies]
    bodies = [low for low, high in spans if not speaks_of_plan(text[low:high])]
    stop = min([*ends, stop])
    if body := [at for at in bodies if start <= at < stop]:
        stop = min(body)
        if not speaks_of_plan(text[start:stop]):
            return "other", stop, None
    at = start
    parts = [m for m in _PREPOSITION.finditer(text, start, stop) if not _inside(m.start(), names)]
    for end, behind, word in [*((m.start(), m.end(), m.group()) for m in parts), (stop, stop, "")]:
        led, area = _phrase(sentence, at, end)
        if led == "plan" and area is None:
            area = next(
                (m.footprint_id for m in areas if m.strength == "name" and not m.is_body and m.start < stop), None
            )
        if led != "nothing":
            return led, end, area
        if _AGAINST.fullmatch(word):
            return "other", end, None
        at = behind
    return "nothing", stop, None


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _phrase(sentence: Sentence, start: int, end: int) -> tuple[Led, str | None]:
    """What one phrase without preposition names: 'the county's draft plan', 'Dorset', 'the delivery'."""
    text = sentence.text[start:end]
    if not text.strip():
        return "nothing", None
    inside = [m for m in sentence.footprints if start <= m.start < end]
    words = list(text)
    for mention in inside:
        if mention.is_body:
            return "other", None
        for index in range(mention.start - start, min(mention.end, end) - start):
            words[index] = " "
    rest = "".join(words)
    cues = find_cues("lead_object", rest)
    plans = [c for c in cues if c.cue.means == "plan"]
    if any(c.cue.means == "other" for c in cues) or find_cues("programme", rest):
        return "other", None
    named = next((m.footprint_id for m in inside if m.strength == "name"), None)
    if named is None and len({m.footprint_id for m in inside}) == 1 and len(inside) > 1:
        named = inside[0].footprint_id  # an area by its parts
    if plans:
        return "plan", named
    left = regex.sub(
        r"\W", "", "".join(" " if any(c.start <= i < c.end for c in cues) else ch for i, ch in enumerate(rest))
    )
    if left:
        return "other", None
    return ("plan", named) if named else ("other" if inside else "nothing", None)


def _attachments(sentence: Sentence, head: _Head, persons: Sequence[Person]) -> Iterator[tuple[float, Person]]:
    """(cost, person) of those to whom words of leading can belong; the cheapest is who leads."""
    for person in persons:
        others = [p for p in persons if p is not person]
        if person.start >= head.end:
            low, high, behind = head.end, person.start, True
        elif person.end <= head.start:
            low, high, behind = person.end, head.start, False
        else:
            continue
        if _gave_way(sentence.text[: person.start]):
            continue
        between = sentence.text[low:high]
        crossed = sum(low <= p.start < high for p in others)
        for other in others if not behind else ():
            before, after = sentence.text[low : max(low, other.start)], sentence.text[other.end : high]
            if low <= other.start < high and (verb := _SUCCEEDS.search(before)):
                between, crossed = before[: verb.start()] + after, 0  # 'NAME replaced OTHER as lead'
        if len(between) > _FARTHEST or _BREAK.search(_OPEN.sub(",", between)) or crossed > 1:
            continue
        cost = _cost_behind(sentence, head, between) if behind else _cost_before(sentence, head, between)
        if cost is not None:
            yield cost + 60 * crossed, person


_SUCCEEDS = regex.compile(
    r"(?:,?\swho)?(?:\s(?:has|had|have|is to|will|who|is|was|and))*\s(?:to\s)?(?:succeed(?:s|ed|ing)?|replac(?:es?|ed|ing)|follow(?:s|ed|ing)?|(?:takes?|took|taken|taking) over from)\s(?:[^.;,]{0,60}\s)?$"
)


def _gave_way(before: str) -> bool:
    """Whether the words before a name say that another came in this person's place."""
    return any(c.end == len(before) for c in cues_of("gave way", before))


def _cost_behind(sentence: Sentence, head: _Head, between: str) -> float | None:
    """What it costs to join words of leading to a name behind them; None where nothing joins them."""
    if _SPEECH.search(between) or _holds_other_role(between):
        return None
    if head.kind in ("role", "duty"):
        return float(len(between)) if _FALLS_TO.match(between) else None
    if _WRONG_WAY.search(between):
        return None
    if head.kind == "does":
        joined = _IS_WHO.match(between)
        return float(len(between)) if joined else None
    if head.kind == "which":
        return float(len(between))
    if not _TO_NAME.fullmatch(between) or (between.strip() and not _JOINED.search(between)):
        return None
    if not between.strip():
        return 0.0 if between else None
    is_copula = regex.match(rf"[^.;,]{{0,40}}\b{_COPULA}\b", between, regex.IGNORECASE)
    return len(between) - (10 if is_copula else 0)


_FALLS_TO = regex.compile(rf"[^.;,]{{0,60}}\b{_COPULA}\b\s|\s?[:\u2013]\s", regex.IGNORECASE)
"""Between a role and a name: 'the post has gone to NAME', 'leadership: NAME'."""
_IS_WHO = regex.compile(
    r"[^.;,]{0,40}\b(?:is|are|was|were|will be|has been|remains|stands?|sits)\s|[^.;,]{0,60}\b(?:turned to|chosen|chose|picked|appointed|named|brought in|hired|recruited|asked)\s"
)
"""Between a verb of leading and a name behind it: 'leading the plan is NAME', 'to lead the plan they have turned to NAME'."""


def _cost_before(sentence: Sentence, head: _Head, between: str) -> float | None:
    """What it costs to join words of leading to a name before them; None where nothing joins them."""
    if head.kind in ("role", "which", "duty"):
        return None
    if head.kind == "seat":
        return float(len(between)) if _IN_SEAT.search(between) and not _OTHERS_DO.search(between) else None
    if head.kind == "does":
        if _SPEECH.search(between) or _OTHERS_DO.search(between) or _holds_other_role(between):
            return None
        described = regex.sub(
            r"^(?:,\s[^.;]{3,90}?(?=,|\swho\b)|\s\([^()]{2,80}\)|\s(?:of|at|from)\s[^,.;]{3,60}?(?=,|\s(?:is|was|has|had|will|would|who|to|agreed|leads|heads)\b))",
            "",
            between,
        )
        described = _ASKED.sub(" is asked", described)
        return float(len(between)) if _DOES.fullmatch(described) else None
    if _SPEECH.search(between) and not regex.search(r"\bas\s$", between):
        return None
    if not (_HIS_TITLE.search(between) or _AND_TITLE.search(between)):
        return None
    if (
        regex.search(r",\s*$", between)
        and _NEW_CLAUSE.match(sentence.text, head.end)
        and regex.search(r"\b(?:is|was|has|will)\b", between)
    ):
        return None
    return len(between) - (10 if regex.search(r"\b(?:is|was|as|be|been|becomes|became|remains)\s$", between) else 0)


def _holds_other_role(between: str) -> bool:
    return any(c.cue.means != "STP lead" for c in find_cues("role", between))
