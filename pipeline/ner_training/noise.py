"""What printing, scanning and typing do to a text: wrapped lines, capitals, bullets, misread letters, lost blanks."""

from random import Random

from pipeline.ner_training.notation import Segment

_BULLETS = ["• ", "- ", "* ", "- › ", " ", "· ", "o ", "1. ", "a) ", "– ", "**", "\t", "> ", "| ", "(ii)  "]
_MISREAD = [("m", "rn"), ("I", "l"), ("l", "I"), ("l", "1"), ("O", "0"), ("rn", "m"), ("i", "l"), ("fi", "f"), ("e", "c"), ("T", "I")]


def weather(segments: list[Segment], random: Random) -> list[Segment]:
    """The segments as a document might print them; most are left as they are, labels stay with their words."""
    chance = random.random()
    if chance < 0.03:
        segments = [Segment(segment.text.upper(), segment.label) for segment in segments]
    elif chance < 0.09:
        segments = _misread(segments, random)
    elif chance < 0.14:
        segments = _lose_blanks(segments, random)
    elif chance < 0.22:
        segments = _wrap(segments, random)
    if random.random() < 0.1:
        segments = [Segment(random.choice(_BULLETS)), *segments]
    if random.random() < 0.1 and segments and segments[-1].label is None:
        last = segments[-1].text.rstrip(".;,")
        segments = [*segments[:-1], Segment(last)] if last else segments[:-1]
    return segments


def _misread(segments: list[Segment], random: Random) -> list[Segment]:
    seen, printed = random.choice(_MISREAD)
    return [Segment(segment.text.replace(seen, printed, random.randint(1, 2)), segment.label) for segment in segments]


def _lose_blanks(segments: list[Segment], random: Random) -> list[Segment]:
    """"SRO: Jane" becomes "SRO:Jane" or "SRO :Jane"; "Smith, Rao" becomes "Smith,Rao"; a blank doubles."""
    seen, printed = random.choice([(": ", ":"), (": ", " :"), (", ", ","), (" – ", "– "), (" - ", "-"), (" ", "  "), (". ", ".")])
    return [Segment(segment.text.replace(seen, printed), segment.label) for segment in segments]


def _wrap(segments: list[Segment], random: Random) -> list[Segment]:
    """Some blanks become line breaks, as in a narrow column or a table cell."""
    wrap = random.choice(["\n", "\n", " \n", "\n\t", "\n "])
    rate = random.choice([0.08, 0.2])
    wrapped = []
    for text, label in segments:
        words = text.split(" ")
        joined = words[0]
        for word in words[1:]:
            joined += (wrap if random.random() < rate else " ") + word
        wrapped.append(Segment(joined, label))
    return wrapped
