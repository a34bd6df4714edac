"""Whether a number that may be a footprint's population, by its size, is said to be one.

What may count a whole footprint's people is of that footprint's size (extractors/data/people.toml). Such a number needs but a
loose word of people near it; every other word that says what else it counts rules it out (extractors/data/cues/population.toml).
"""

from collections.abc import Iterator
from functools import cache

from extractors.cues import Cue, load_cues
from extractors.gazetteer import load_data
from extractors.mentions.people import Count
from extractors.sentences import Sentence
from schemas.footprints import footprint_code

_LEAST, _MOST = 0.7, 1.4
"""How far a statement may be from the size known: older counts, registered against resident people, another border."""
_FEW = 0.6
_NEAR = 110
"""Letters on each side of a number that may say what it counts."""


@cache
def _sizes() -> dict[str, int]:
    return {footprint_code(int(number)): people for number, people in load_data("people.toml")["people"].items()}


def is_of_size(count: Count, footprint_id: str | None) -> bool:
    """Whether a number is as large as the footprint's population."""
    size = _sizes().get(footprint_id or "")
    return size is not None and _LEAST * size <= count.low <= _MOST * size


def is_of_part(count: Count, footprint_id: str | None) -> bool:
    """Whether a number is too small for the footprint's whole population."""
    size = _sizes().get(footprint_id or "")
    return size is not None and count.low < _FEW * size


def why_no_population(sentence: Sentence, count: Count) -> str | None:
    """What the number counts instead of a population, as the words around it say; None where they do not."""
    return next((cue.reason for cue in _cues(sentence, count, "nothing")), None)


def is_of_people(sentence: Sentence, count: Count) -> bool:
    """Whether the words around the number speak of people."""
    return any(True for _ in _cues(sentence, count, "people"))


def _cues(sentence: Sentence, count: Count, means: str) -> Iterator[Cue]:
    text = sentence.text
    around = f"{text[max(0, count.start - _NEAR) : count.start]}#{text[count.end : count.end + _NEAR]}"
    return (cue for cue in load_cues("population") if cue.means == means and cue.pattern.search(around))
