"""Cue words as data: which words make an amount a gap, a saving, capital, funding - or none of these - and what else they say.

Each file in extractors/data/cues holds entries with a pattern and an example; adding a cue is adding a line. A test checks that every
example is matched by its own pattern.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from regex import IGNORECASE, compile

from extractors.gazetteer import load_data
from extractors.patterns import KeyedPattern, Keys, fold, keyed


@dataclass(frozen=True)
class Cue:
    """One cue: what it stands for, its pattern, a sentence that holds it, and a weight (higher wins at equal distance)."""

    means: str
    pattern: KeyedPattern
    example: str
    weight: float = 0.0
    reason: str = ""
    extra: dict[str, Any] = field(default_factory=dict, hash=False)
    name: str = ""
    """The file it comes from."""


@dataclass(frozen=True)
class CueMatch:
    """A cue at text[start:end]."""

    start: int
    end: int
    cue: Cue


_BEHIND_AMOUNT = r"(?<=(?:million|billion|[mb]n?|k)(?: pounds)?\s(?:(?:a|each|every|per)\s(?:year|annum)\s)?)"
"""What '<amount>' in a pattern stands for: a place right behind an amount, whose unit is what it ends in."""
_NAMED = compile(r"\{(?P<name>[a-z_]+)\}")
_MOST_WORDS, _FEW = 20_000, 4
_KNOWN = {"means", "pattern", "example", "weight", "reason"}


def all_cues() -> dict[str, tuple[Cue, ...]]:
    """Every file of cues by its name. Raises what `load_cues` raises."""
    folder = files("extractors") / "data" / "cues"
    return {name: load_cues(name) for name in sorted(Path(entry.name).stem for entry in folder.iterdir())}


@cache
def load_cues(name: str) -> tuple[Cue, ...]:
    """The cues of a file, e.g. 'money'. Raises ValueError for an entry without pattern, meaning or example."""
    cues = []
    data = load_data(f"cues/{name}.toml")
    for row in data["cue"]:
        missing = {"means", "pattern", "example"} - set(row)
        if missing:
            raise ValueError(f"cues/{name}.toml: an entry lacks {', '.join(sorted(missing))}: {row}")
        cues.append(
            Cue(
                row["means"],
                keyed(
                    _spelled_out(row["pattern"].replace("<amount>", _BEHIND_AMOUNT), data.get("words", {})), IGNORECASE
                ),
                row["example"],
                float(row.get("weight", data.get("weight", 0))),
                row.get("reason", ""),
                {k: v for k, v in row.items() if k not in _KNOWN},
                name,
            )
        )
    return tuple(cues)


def _spelled_out(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with the words that {name} stands for. Raises ValueError for a name that the file does not explain."""
    while named := _NAMED.search(pattern):
        if named["name"] not in words:
            raise ValueError(f"no words are called {named.group()}: {pattern}")
        pattern = f"{pattern[: named.start()]}(?:{words[named['name']]}){pattern[named.end() :]}"
    return pattern


@lru_cache(maxsize=512)
def find_cues(name: str, text: str) -> tuple[CueMatch, ...]:
    """Every cue of a file in a text, in reading order; where two overlap, the longer stays, or the weightier. A sentence is asked about several times."""
    kept: list[CueMatch] = []
    for match in sorted(every_cue(name, text), key=lambda c: (c.start - c.end, c.start, -c.cue.weight)):
        if not any(k.start < match.end and match.start < k.end for k in kept):
            kept.append(match)
    return tuple(sorted(kept, key=lambda c: c.start))


def every_cue(name: str, text: str) -> tuple[CueMatch, ...]:
    """Every cue of a file in a text, in reading order, those too that overlap."""
    found = [
        CueMatch(m.start(), m.end(), cue)
        for cue in _likely(name, fold(text))
        for m in cue.pattern.compiled.finditer(text)
        if m.end() > m.start()
    ]
    return tuple(sorted(found, key=lambda c: c.start))


def first_cue(name: str, means: str, text: str) -> CueMatch | None:
    """The first of `every_cue` that has this meaning; the others are not looked for."""
    found = (
        CueMatch(m.start(), m.end(), cue)
        for cue in _likely(name, fold(text), {means})
        if (m := cue.pattern.compiled.search(text)) and m.group()
    )
    return min(found, key=lambda match: match.start, default=None)


def speaks_of(name: str, means: Set[str], text: str) -> bool:
    """Whether a cue of one of these meanings occurs."""
    return any(cue.pattern.compiled.search(text) for cue in _likely(name, fold(text), means))


def stands_before(name: str, means: str, text: str, end: int) -> bool:
    """Whether a cue of this meaning, whose pattern ends in `$`, ends at an offset."""
    return any(cue.pattern.search(text[:end]) for cue in load_cues(name) if cue.means == means)


def nearest_meaning(
    name: str,
    text: str,
    start: int,
    end: int,
    *,
    span: tuple[int, int] | None = None,
    within: int = 400,
    without: frozenset[str] = frozenset(),
    others: Sequence[tuple[int, int]] = (),
) -> str | None:
    """Meaning of the cue nearest to text[start:end]; at equal distance the one that stands first in the file. Commas, and an
    'and' before the amount, keep a cue at a distance. Only cues within `span` count, none whose meaning is in `without`,
    and none right behind one of the `others` (start, end): that one's it is."""
    low, high = span or (0, len(text))
    order = {cue.pattern.pattern: i for i, cue in enumerate(load_cues(name))}
    ranked = sorted(
        (
            start - c.end + 20 * _turns(text[c.end : start])
            if c.end <= start
            else max(c.start - end, 0) + 1 + 20 * text.count(",", end, c.start),
            order[c.cue.pattern.pattern],
            c.cue.means,
        )
        for c in find_cues(name, text)
        if low <= c.start and c.end <= high and c.cue.means not in without
        if not any(0 <= c.start - end_of_other <= 1 for _, end_of_other in others)
    )
    return ranked[0][2] if ranked and ranked[0][0] <= within else None


def _turns(text: str) -> int:
    """How often the words between a cue and what follows it turn to something else."""
    return text.count(",") + text.count(" and ")


def first_meaning(name: str, text: str) -> str | None:
    """Meaning of the first entry of a file (in file order) whose pattern occurs; None when none does."""
    return next((cue.means for cue in _likely(name, fold(text)) if cue.pattern.compiled.search(text)), None)


def _likely(name: str, folded: str, means: Set[str] = frozenset()) -> list[Cue]:
    """The cues of a file, or those of some meanings, in its order, that are worth trying on a text, given folded."""
    cues, index = _indexed(name, frozenset(means))
    if index is None:
        return [cue for cue in cues if cue.pattern.may_match(folded)]
    places = {place for word in folded.split() for place in index[word]}
    return [cue for place in sorted(places) if (cue := cues[place]).pattern.may_match(folded)]


@cache
def _indexed(name: str, means: frozenset[str]) -> tuple[tuple[Cue, ...], "_ByWord | None"]:
    """The cues of a file, or those of some meanings; and which of them a word lets match, unless they are few."""
    cues = tuple(cue for cue in load_cues(name) if not means or cue.means in means)
    return cues, _ByWord([cue.pattern.keys for cue in cues]) if len(cues) > _FEW else None


class _ByWord(dict[str, tuple[int, ...]]):
    """For every word that was met, which patterns of a list it lets match: most words let none."""

    def __init__(self, keys: Sequence[Keys]) -> None:
        # what stands in one word of each key of the set that shows most; nothing, which stands in all, where none shows anything
        parts = [[[max(key.split(), key=len, default="") for key in words] for words in of] for of in keys]
        self._parts = [max(of, key=lambda words: (min(map(len, words)), -len(words)), default=[""]) for of in parts]

    def __missing__(self, word: str) -> tuple[int, ...]:
        if len(self) > _MOST_WORDS:
            self.clear()
        found = tuple(place for place, parts in enumerate(self._parts) if any(part in word for part in parts))
        self[word] = found
        return found
