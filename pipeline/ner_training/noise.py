"""What printing, scanning and typing do to a text: wrapped lines, capitals, bullets, misread letters, lost blanks."""

from random import Random

from pipeline.ner_training.notation import Segment

_BULLETS = ["• ", "- ", "* ", "- › ", "\uf0b7 ", "· ", "o ", "1. ", "a) ", "– ", "**", "\t", "> ", "| ", "(ii)  "]
# What is printed and what the scanner takes it for.
_MISREAD = ["m rn", "I l", "l I", "l 1", "O 0", "rn m", "i l", "fi f", "e c", "T I"]
# Blanks lost, doubled or misplaced, and other signs where a colon is usual: "SRO:Smith", "SRO :Smith", "SRO > Smith".
_SPACING = [(": ", ":"), (": ", " :"), (", ", ","), (" – ", "– "), (" - ", "-"), (" ", "  "), (". ", ".")]
_SIGNS = [" - ", " – ", " ... ", " > ", " | ", "; ", " -- ", " ", "\n", "\t", ". ", " / ", ", "]
_RESPACED = [*_SPACING, *[(": ", sign) for sign in _SIGNS]]


def weather(segments: list[Segment], random: Random) -> list[Segment]:
    """The segments as a document might print them; most are left as they are, labels stay with their words."""
    chance = random.random()
    if chance < 0.04:
        segments = [Segment(segment.text.upper(), segment.label) for segment in segments]
    elif chance < 0.10:
        segments = _misread(segments, random)
    elif chance < 0.15:
        segments = _respace(segments, random)
    elif chance < 0.22:
        segments = _wrap(segments, random)
    elif chance < 0.26:
        segments = _cut(segments, random)
    if random.random() < 0.1:
        segments = [Segment(random.choice(_BULLETS)), *segments]
    if random.random() < 0.1 and segments and segments[-1].label is None:
        last = segments[-1].text.rstrip(".;,")
        segments = [*segments[:-1], Segment(last)] if last else segments[:-1]
    return segments


def _misread(segments: list[Segment], random: Random) -> list[Segment]:
    printed, seen = random.choice(_MISREAD).split()
    return [Segment(segment.text.replace(printed, seen, random.randint(1, 2)), segment.label) for segment in segments]


def _respace(segments: list[Segment], random: Random) -> list[Segment]:
    printed, instead = random.choice(_RESPACED)
    return [Segment(segment.text.replace(printed, instead), segment.label) for segment in segments]


def _cut(segments: list[Segment], random: Random) -> list[Segment]:
    """Words cut off or run together, as where a scanner takes two columns for one; the names stay whole."""

    def cut(text: str) -> str:
        *words, last = (
            word[: random.randint(1, len(word))] if word and random.random() < 0.3 else word for word in text.split(" ")
        )
        return "".join(word + ("" if random.random() < 0.05 else " ") for word in words) + last

    return [segment if segment.label else Segment(cut(segment.text)) for segment in segments]


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
