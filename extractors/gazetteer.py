"""Names we know beforehand - footprints, places, bodies, regions - and one matcher for all of them.

A name is matched by its words, whatever stands between them: case, ampersands, commas, 'the' and hyphens do not matter, so
'Staffordshire & Stoke on Trent' is 'Staffordshire and Stoke-on-Trent'. The longest name wins: in 'South Gloucestershire' there is
no Gloucestershire. The words of a name may be shortened: 'Herefs & Worcs', 'S Yorkshire'. The names and the short forms are data:
schemas/data/footprints.toml, extractors/data/*.toml.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import regex

from schemas.footprints import all_footprints, footprint_code

NameKind = Literal["footprint", "ambiguous", "place", "ambiguous_place", "region", "body"]

_WORD = regex.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019](?!s\b)[A-Za-z]+)?|\d+")
_CAPITALISED = regex.compile(r"\p{Lu}[A-Za-z\u00c0-\u024f]*(?:['\u2019](?!s\b)[A-Za-z]+)?")
_SKIPPED = frozenset({"and", "the", "with"})
_MOST_WORDS = 20_000
_GAP = regex.compile(r"(?:'s?)?[\s,&/.\-\u2013']{0,4}")


@dataclass(frozen=True)
class Name:
    """One known name. `canonical` is how the gazetteer spells it; `weak` counts only with support beside it."""

    canonical: str
    kind: NameKind
    footprint_id: str | None
    detail: str = ""


@dataclass(frozen=True)
class NameMatch:
    """A known name at text[start:end]."""

    start: int
    end: int
    text: str
    name: Name


_COMPASS = frozenset({"north", "south", "east", "west"})
"""Written small by many: 'the plan for north east London'."""


class Matcher:
    """Longest-match lookup of many names by their words."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}
        self._first: dict[str, bool] = {}
        """Capitalised words that were met, and whether a name begins with them."""

    def add(self, spelling: str, name: Name) -> None:
        node = self._root
        words = fold_words(spelling)
        self._first.clear()
        for word in words:
            node = node.setdefault(word, {})
        if words:
            node.setdefault("", name)

    def may_find(self, text: str) -> bool:
        """Whether a capitalised word of the text begins a name: quick, and rarely so."""
        for word in _CAPITALISED.findall(text):
            begins = self._first.get(word)
            if begins is None:
                if len(self._first) > _MOST_WORDS:
                    self._first.clear()
                begins = self._first[word] = any(_below(self._root, _fold(word)))
            if begins:
                return True
        return False

    def find(self, text: str) -> Iterator[NameMatch]:
        """Non-overlapping matches in reading order; the first word of a match must begin with a capital, but for 'north'."""
        if not self.may_find(text):
            return
        words = list(_WORD.finditer(text))
        index = 0
        while index < len(words):
            first = words[index].group()
            match = self._longest(text, words, index) if first[0].isupper() or first in _COMPASS else None
            if match is None:
                index += 1
                continue
            found, index = match
            yield found

    def _longest(self, text: str, words: list["regex.Match[str]"], index: int) -> tuple[NameMatch, int] | None:
        nodes, best, position = [self._root], None, index
        while position < len(words):
            written = words[position].group()
            word = _fold(written)
            if position > index and not _GAP.fullmatch(text, words[position - 1].end(), words[position].start()):
                break
            if below := [node for above in nodes for node in _below(above, word)]:
                nodes = below
                name = next((node[""] for node in nodes if "" in node), None)
                if position == index and word in short_forms("within_names"):
                    pass  # 'Beds' alone is no Bedfordshire
                elif name and written != written.lower():
                    end = words[position].end()
                    best = (NameMatch(words[index].start(), end, text[words[index].start() : end], name), position + 1)
                elif name and position == index:
                    return None
            elif not (word in _SKIPPED and position > index):
                break
            position += 1
        return best


def _below(node: dict[str, Any], word: str) -> Iterator[dict[str, Any]]:
    """The nodes that a word leads to, as it stands and by what it is short for."""
    if word in node:
        yield node[word]
    if full := short_forms("alone").get(word) or short_forms("within_names").get(word):
        below: dict[str, Any] | None = node
        for part in full:
            below = below.get(part) if below else None
        if below:
            yield below


def _fold(word: str) -> str:
    return word.casefold().replace("\u2019", "'")


@cache
def short_forms(kind: str) -> dict[str, tuple[str, ...]]:
    """What the short forms of names stand for, word by word, by the short form: "alone", or only "within_names"."""
    return {short: tuple(fold_words(full)) for short, full in load_data("short_forms.toml")[kind].items()}


def fold_words(name: str) -> list[str]:
    """The words by which a name is matched: casefolded, without 'and', 'the', 'with'."""
    return [w for w in (_fold(m.group()) for m in _WORD.finditer(name)) if w not in _SKIPPED]


def load_data(name: str) -> dict[str, Any]:
    """A TOML file of this package's data."""
    return tomllib.loads(files("extractors").joinpath("data").joinpath(name).read_text(encoding="utf-8"))


_REGIONS = (
    "East of England", "North of England", "South of England", "Midlands and East", "Midlands and the East", "West Midlands", "East Midlands",
    "North West", "North East", "South West", "South East", "Yorkshire and the Humber", "North West England", "North East England",
    "South West England", "South East England", "Thames Valley", "Greater London", "London", "Yorkshire", "North Yorkshire", "Essex", "Surrey",
    "Sussex", "Cumbria", "Hampshire", "Berkshire", "Northern England", "East Anglia", "Wales", "Scotland", "Northern Ireland",
)  # fmt: skip
"""Areas larger than a footprint, or shared by several: their figures belong to no footprint."""


@cache
def footprint_matcher() -> Matcher:
    """Footprints, places within one, and regions."""
    matcher = Matcher()
    for footprint in all_footprints():
        for spelling in (footprint.name, *footprint.aliases, *footprint.brands):
            matcher.add(spelling, Name(footprint.name, "footprint", footprint.footprint_id, spelling))
    for footprint in all_footprints():
        for spelling in footprint.ambiguous:
            matcher.add(spelling, Name(footprint.name, "ambiguous", footprint.footprint_id, spelling))
    for region in _REGIONS:
        matcher.add(region, Name(region, "region", None))
    for number, kinds in load_data("places.toml").items():
        doubtful = set(kinds.get("ambiguous", ()))
        for kind, names in kinds.items():
            if kind == "ambiguous":
                continue
            for place in names:
                matcher.add(
                    place,
                    Name(place, "ambiguous_place" if place in doubtful else "place", footprint_code(int(number)), kind),
                )
    return matcher
