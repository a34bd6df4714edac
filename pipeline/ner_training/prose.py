"""Plain prose about nobody, and other words for the context of names.

Its words are put together at random: what counts is that the model sees thousands of words in which no name hides.
"""

import re
from collections.abc import Callable
from functools import cache
from random import Random

from pipeline.ner_training.notation import Segment
from pipeline.ner_training.parts import table

_ORDINARY_WORD = re.compile(r"\b[a-z]{4,}\b")


@cache
def _words() -> dict[str, list[str]]:
    return {kind: block.split() for kind, block in table("prose")["words"].items()}


@cache
def _shapes() -> list[str]:
    return [line.replace("\\t", "\t") for line in table("prose")["sentences"]["shapes"].strip().splitlines()]


def ordinary_word(random: Random, key: str) -> str:
    """An ordinary word for `{noun}`, `{adjective}`, `{verb}`, `{participle}` or `{adverb}`; "Noun" gives a capital."""
    kind = key.lower()
    drawn = random.choice(_words()[kind])
    if kind == "noun" and random.random() < 0.3:
        drawn = _plural(drawn)
    return drawn if key == kind else drawn.capitalize()


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


class Prose:
    """Sentences from the shapes of prose.toml; `slot` fills what is no plain word (places, sums, years)."""

    def __init__(self, random: Random, slot: Callable[[str], str]) -> None:
        self._random = random
        self._slot = slot

    def sentence(self) -> str:
        """One sentence, heading or table row without a person, a body or a role."""
        return re.sub(r"\{(\w+)\}", lambda match: self.fill(match[1]), self._random.choice(_shapes()))

    def vary(self, segments: list[Segment], rate: float) -> list[Segment]:
        """The passage with a share `rate` of its unlabelled ordinary words exchanged for others."""

        def varied(text: str) -> str:
            return _ORDINARY_WORD.sub(lambda match: self._other(match[0], rate), text)

        return [segment if segment.label else Segment(varied(segment.text)) for segment in segments]

    def opening(self) -> str:
        """A word that may stand before a name at the start of a sentence: "Neither", "However,"."""
        return str(self._random.choice(table("prose")["openings"]["words"].split()))

    def fill(self, key: str) -> str:
        """Text for `{noun}`, `{Noun}` and so on; any other key is a slot of the surroundings."""
        return ordinary_word(self._random, key) if key.lower() in _words() else self._slot(key)

    def _other(self, printed: str, rate: float) -> str:
        if self._random.random() >= rate:
            return printed
        return ordinary_word(self._random, self._random.choice(list(_words())))
