"""Plain prose about nobody, and other words for the context of names.

Its words are put together at random: what counts is that the model sees thousands of words in which no name hides.
"""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from random import Random

from pipeline.ner_training.notation import Segment

_LEAD_INS = (
    "Neither Both Yesterday Meanwhile However, Later Today When After Since But And Yet Nor Like Unlike Because Although If "
    "While Then Now Nationally, Locally, Also Only Earlier, Instead Even Afterwards Until Once Whether Again, Overall, First"
).split()
_ORDINARY_WORD = re.compile(r"\b[a-z]{4,}\b")


@cache
def _words() -> dict[str, list[str]]:
    return {kind: block.split() for kind, block in _tables()["words"].items()}


@cache
def _shapes() -> list[str]:
    return [line.replace("\\t", "\t") for line in _tables()["sentences"]["shapes"].strip().splitlines()]


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("pipeline.ner_training").joinpath("data", "prose.toml").read_text("utf-8"))


def word(random: Random, kind: str) -> str:
    """An ordinary word: a noun, an adjective, a verb, a participle or an adverb."""
    return random.choice(_words()[kind])


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
        return [
            segment if segment.label else Segment(_ORDINARY_WORD.sub(lambda match: self._other(match[0], rate), segment.text))
            for segment in segments
        ]

    def lead_in(self) -> str:
        """A word that may stand before a name at the start of a sentence: "Neither", "However,"."""
        return self._random.choice(_LEAD_INS)

    def fill(self, key: str) -> str:
        """Text for `{noun}`, `{Noun}` and so on; any other key is the vocabulary's."""
        if (kind := key.lower()) in _words():
            filling = word(self._random, kind)
            return filling if key == kind else filling.capitalize()
        return self._slot(key)

    def _other(self, printed: str, rate: float) -> str:
        if self._random.random() >= rate:
            return printed
        return word(self._random, self._random.choice(list(_words())))
