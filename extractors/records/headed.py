"""What amounts stand under: the heading or lead-in of a list says what its entries are about where they do not say it themselves.

"We can save money too. / Urgent care: £22m." - the entry is a saving. What a heading announces is data (cues/lead_in.toml).
"""

from collections.abc import Iterator

import regex

from extractors.blocks import opens_field
from extractors.cues import Cue, load_cues
from extractors.mentions.money import Money
from extractors.sentences import Sentence

_HEDGE = r"(?:about|around|nearly|over|up to|some|between|approximately|approx\.?|c\.|at least|more than|under|almost|from|a further|another|roughly)"
_LABEL = regex.compile(
    rf"\W*(?P<label>(?:[\p{{L}}\d(‘'\"][^.;?!£]{{0,90}}?)?)\s?(?:\([^()£]{{2,40}}\)\s?)?(?P<mark>[:=|\t\u2013\u2014-]?)\s*(?:{_HEDGE}\s){{0,2}}[\"']?"
)
_REST = regex.compile(
    r"[+\"']?\s?(?:or (?:so|more)|a year|each year|per annum|p\.?a\.?)?\s?(?:\([^()]{2,60}\))?\s*(?:[.;]?\s*$|(?P<opens>[:\u2013\u2014]|(?:for|on|from|to|in|into|towards|by)\b))"
)
"""What follows an amount behind its label; behind one that opens its entry, words that say what it is of."""
_TELLS = regex.compile(
    r"\b(?:is|are|was|were|will|would|has|have|had|could|can|may|might|must|should|said|says|need|needs|means|makes|costs?|get|gets|got|faces?|saves?|comes|stands|totals|adds|if|when|because|we|they|it)\b",
    regex.IGNORECASE,
)
"""Words of a sentence, which no label holds."""
_ASIDE = regex.compile(r"\W*[\[(][^\])]*[\])]\W*$")
"""'[picture: a map]' between a lead-in and what it announces, or above both."""
_LONGEST_ENTRY, _LONGEST_LEAD_IN, _LONGEST_HEADING = 190, 150, 90
_LONGEST_OWN_LABEL = 40
"""Letters of a label that says what its entry is of; a longer one is half a sentence ('The trust deficit at the end of ...')."""
_START, _LONGEST_LABEL = 3, 90
_FARTHEST_LEAD_IN, _FARTHEST_HEADING = 14, 12
_SURE = 6.0


def announced(sentence: Sentence, money: Money) -> Cue | None:
    """What the lead-in or heading above an entry of a list says that its amount is, or that it is nothing to record; None where the
    sentence is no entry, or nothing above it says."""
    label = entry_label(sentence, money)
    if label is None:
        return None
    for words in words_above(sentence):
        if (cue := _announces(words, label, sentence.text)) is not None:
            return cue
    return None


def decides(announced_cue: Cue, own: Cue | None) -> bool:
    """Whether what is announced counts against what an entry's own words say."""
    if announced_cue.extra.get("of_all") or own is None:
        return True
    if announced_cue.means == "funding" and own.means in ("funding", "capital_requirements"):
        return own.extra.get("kind") in (None, "other")
    return own.weight < _SURE and own.means in ("funding", "nothing")


def entry_label(sentence: Sentence, money: Money) -> str | None:
    """The label of an amount in an entry of a list ('Urgent care' in 'Urgent care: £22m', '' in '£22m: urgent care'); None where the
    sentence is none."""
    if len(sentence.text) > _LONGEST_ENTRY or (sentence.money and sentence.money[0].start < money.start):
        return None
    block = sentence.passage.block
    if (
        sentence.start
        and not block.is_row
        and block.text[: sentence.start].strip(" *•–-")
        and not _follows_entry(sentence)
    ):
        return None  # within a paragraph
    match = _LABEL.fullmatch(sentence.text, 0, money.start)
    if match is None or _TELLS.search(match["label"]):
        return None
    label, rest = str(match["label"]).strip(), sentence.text[money.end :]
    if not match["mark"] and block.kind != "bullet":
        ends = _REST.match(rest)
        if ends is None or (label and ends["opens"]) or _TELLS.search(rest[:80]):
            return None  # words of a sentence: 'Savings, at £9m, match ...'
    return label


def words_above(sentence: Sentence) -> Iterator[str]:
    """The words that an entry stands under, nearest first: the lead-in of its list, its heading."""
    lead_in = lead_in_of(sentence)
    if lead_in is not None:
        yield lead_in.passage.block.text[: lead_in.end][-_LONGEST_LEAD_IN:]
    passage = sentence.passage
    is_below = passage.block.kind != "heading" and 0 < passage.below_heading <= _FARTHEST_HEADING
    if (
        is_below
        and passage.heading
        and len(passage.heading) <= _LONGEST_HEADING
        and (lead_in is None or passage.heading != lead_in.text)
    ):
        yield passage.heading


def lead_in_of(sentence: Sentence) -> Sentence | None:
    """The sentence above the list in which this one is an entry ('We can save money too.'), its heading where nothing stands between."""
    if (opening := _opening_of_field(sentence)) is not None:
        return opening
    above = sentence.previous
    for _ in range(_FARTHEST_LEAD_IN):
        if above is None or above.passage.section != sentence.passage.section:
            return None
        if not _is_entry(above) and not _ASIDE.fullmatch(above.text):
            break
        above = above.previous
    else:
        return None
    if above.money or len(above.text) > _LONGEST_LEAD_IN or "|" in above.text:
        return None
    return above


def _is_entry(sentence: Sentence) -> bool:
    if sentence.money:
        return entry_label(sentence, sentence.money[0]) is not None
    return sentence.passage.block.kind == "bullet"


def _opening_of_field(sentence: Sentence) -> Sentence | None:
    """The opening of the form's field in which a sentence stands, where its lines ran together: 'Box 4 How will you meet it? ...'."""
    at = sentence.previous
    for _ in range(_FARTHEST_LEAD_IN):
        if at is None or at.passage.block is not sentence.passage.block:
            return None
        if opens_field(at.text):
            return None if at.money else at
        at = at.previous
    return None


def _follows_entry(sentence: Sentence) -> bool:
    """Whether entries stand one behind the other in a paragraph: 'Urgent care: £22m. Prescribing: £9m.'"""
    before = sentence.previous
    if before is None or before.passage.block is not sentence.passage.block:
        return False
    if _opening_of_field(sentence) is not None:
        return True
    return len(before.text) <= _LONGEST_ENTRY and (bool(before.money) or before.text.rstrip().endswith(":"))


def _announces(words: str, label: str, text: str) -> Cue | None:
    for cue in load_cues("lead_in"):
        of_label = cue.extra.get("of_all") and len(label) <= _LONGEST_OWN_LABEL
        if not cue.pattern.search(words) and not (of_label and cue.pattern.search(label)):
            continue
        if (labels := cue.extra.get("labels")) and not regex.search(labels, label or text, regex.IGNORECASE):
            continue
        return cue
    return None


def is_of_listed_area(sentence: Sentence) -> bool:
    """Whether an entry stands in a list of areas' amounts, so that only its own label says whose it is."""
    if not sentence.money or not entry_label(sentence, sentence.money[0]):
        return False
    before = sentence.previous
    if before is None or not before.money or not before.footprints or before.passage.block is sentence.passage.block:
        return False
    return before.footprints[0].start <= _START and before.money[0].start <= _LONGEST_LABEL
