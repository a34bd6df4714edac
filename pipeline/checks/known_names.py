"""Names that are known beforehand, and what is written almost like one of them."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import regex
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from extractors.gazetteer import fold_words, load_data
from pipeline.checks.leads import person_key
from schemas.footprints import all_footprints, footprint_code

_NEAR = 88
"""How alike, out of 100, a written and a known name must be to be taken for one."""
_KIND = frozenset(("nhs", "foundation", "trust", "ft", "ccg", "clinical", "commissioning", "group", "university", "of"))
_WORD = regex.compile(r"\p{Lu}\p{L}+(?:-\p{L}+)*")
_SLIP = 2
_COMPASS = frozenset(("north", "south", "east", "west", "mid", "central", "greater", "northern", "southern"))


def prepare_names() -> None:
    """Put the known names in order beforehand."""
    near_organisation("Some Unknown Body")
    _windows(), _names(), _known_words()


@cache
def known_leads() -> dict[str, tuple[str, ...]]:
    """People known to have led a footprint, by its code."""
    text = files("pipeline.checks.data").joinpath("known_leads.toml").read_text(encoding="utf-8")
    return {footprint_code(int(number)): tuple(names) for number, names in tomllib.loads(text).items()}


@cache
def known_organisations() -> dict[tuple[str, ...], str]:
    """Every known body, under its official name and its aliases, by the words of the name."""
    found: dict[tuple[str, ...], str] = {}
    for group in load_data("organisations.toml")["group"]:
        for bodies in group.values():
            if isinstance(bodies, list):
                for body in bodies:
                    for spelling in (body["name"], *body.get("aliases", ())):
                        found.setdefault(tuple(fold_words(spelling)), body["name"])
    for kinds in load_data("places.toml").values():
        for county in kinds.get("counties", ()):
            found.setdefault(tuple(fold_words(f"{county} County Council")), f"{county} County Council")
    return found


@cache
def _cores() -> dict[tuple[str, ...], str]:
    """Known bodies by what is left of their name without the words that say what kind of body it is."""
    found: dict[tuple[str, ...], str] = {}
    for words, name in known_organisations().items():
        found.setdefault(core(words), name)
    return found


@cache
def _run_together() -> frozenset[str]:
    """Known bodies without spaces and apostrophes: a name that differs in these alone is right."""
    return frozenset("".join(words).replace("'", "") for words in _cores())


def other_kind(written: str) -> str | None:
    """The official name of a trust that is written as a foundation trust and is none, or the other way round."""
    words = fold_words(written)
    official = _by_core().get(core(words), ())
    if len(core(words)) < 2 or len(official) != 1:
        return None
    is_foundation, said_foundation = ("Foundation" in official[0]), bool({"foundation", "ft"} & set(words))
    said_trust = {"nhs", "trust"} <= set(words)
    if said_foundation and not is_foundation and "Trust" in official[0]:
        return official[0]
    return official[0] if said_trust and not said_foundation and is_foundation else None


@cache
def _by_core() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The official names of known bodies by what is left of any of their names without the words of kind."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for words, name in known_organisations().items():
        found.setdefault(core(words), {})[name] = None
    return {key: tuple(names) for key, names in found.items()}


def core(words: Sequence[str]) -> tuple[str, ...]:
    """A name's words without "NHS", "Trust", "CCG" and the like."""
    return tuple(word for word in words if word not in _KIND)


@lru_cache(10_000)
def near_organisation(written: str) -> str | None:
    """The known body that is written almost like this; None where it is written right, or near none or several."""
    own = core(fold_words(written))
    if len(own) < 2 or "".join(own).replace("'", "") in _run_together():
        return None
    scored = [(ratio(" ".join(own), " ".join(known)), name) for known, name in _cores().items() if len(known) > 1]
    best = sorted({name: score for score, name in sorted(scored)}.items(), key=lambda item: -item[1])[:2]
    if not best or best[0][1] < _NEAR or (len(best) > 1 and best[1][1] > best[0][1] - 4):
        return None
    return best[0][0] if _words_differ_little(own, core(fold_words(best[0][0]))) else None


def _words_differ_little(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether no word is another one: "West" is not "East", but "Partnerships" may be "Partnership"."""
    only_ours, only_theirs = set(ours) - set(theirs), set(theirs) - set(ours)
    if (only_ours | only_theirs) & _COMPASS:
        return False
    return all(any(OSA.distance(word, other) <= _SLIP for other in only_theirs) for word in only_ours)


def near_person(name: str, others: Sequence[str]) -> str | None:
    """The one of these names that differs from this one by a slip in spelling, not by a short form (Phil, Philip)."""
    for other in others:
        ours, theirs = person_key(name).split(), person_key(other).split()
        if len(ours) < 2 or len(theirs) < 2 or not (ours[0] == theirs[0] or ours[-1] == theirs[-1]):
            continue
        short_form = ours[0] != theirs[0] and (ours[0].startswith(theirs[0]) or theirs[0].startswith(ours[0]))
        if not short_form and 0 < OSA.distance("".join(ours), "".join(theirs)) <= _SLIP:
            return other
    return None


@dataclass(frozen=True)
class Misspelt:
    """Words at `start` to `end` of a text that are almost a footprint's name."""

    start: int
    end: int
    written: str
    footprint_id: str
    official: str


@cache
def _windows() -> dict[str, list[tuple[int, tuple[str, ...], str, str]]]:
    """For every word of a footprint's name: its place, the name's words, and the footprint."""
    found: dict[str, list[tuple[int, tuple[str, ...], str, str]]] = {}
    for footprint in all_footprints():
        for spelling in (footprint.name, *footprint.aliases):
            words = tuple(fold_words(spelling))
            if len(words) >= 2 and all(len(word) > 3 for word in words):
                for index, word in enumerate(words):
                    found.setdefault(word, []).append((index, words, footprint.footprint_id, footprint.name))
    return found


@cache
def _place_names() -> tuple[tuple[str, ...], ...]:
    """Every footprint and place, as words."""
    places = [name for kinds in load_data("places.toml").values() for names in kinds.values() for name in names]
    spellings = [s for f in all_footprints() for s in (f.name, *f.aliases)] + places
    return tuple(words for spelling in spellings if (words := tuple(fold_words(spelling))))


@cache
def place_words() -> frozenset[str]:
    """Words that occur in the name of a footprint or place."""
    return frozenset(word for words in _place_names() for word in words)


@cache
def _known_words() -> frozenset[str]:
    """Words that begin a known name: next to another one they are right as they stand."""
    return frozenset(words[0] for words in _place_names()) | _COMPASS


def misspelt_footprints(text: str) -> Iterator[Misspelt]:
    """Names of footprints of two or more words in which exactly one word is slightly wrong."""
    tokens = list(_WORD.finditer(text))
    folded = [token.group().casefold() for token in tokens]
    seen: set[int] = set()
    for index, word in enumerate(folded):
        for place, words, footprint_id, official in _windows().get(word, ()):
            first = index - place
            if first < 0 or first + len(words) > len(tokens) or first in seen:
                continue
            window = folded[first : first + len(words)]
            wrong = [i for i, (a, b) in enumerate(zip(window, words, strict=True)) if a != b]
            start, end = tokens[first].start(), tokens[first + len(words) - 1].end()
            near = len(wrong) == 1 and _is_slip(window[wrong[0]], words[wrong[0]])
            if near and tuple(window) not in _names() and end - start <= len(" and ".join(words)) + 4:
                seen.add(first)
                yield Misspelt(start, end, text[start:end], footprint_id, official)


@cache
def _names() -> frozenset[tuple[str, ...]]:
    """Every way of writing a footprint, as words."""
    return frozenset(tuple(fold_words(spelling)) for f in all_footprints() for spelling in (f.name, *f.aliases))


def _is_slip(written: str, meant: str) -> bool:
    return written not in _known_words() and len(meant) > 3 and 0 < OSA.distance(written, meant) <= _SLIP
