"""Bodies we know beforehand (extractors/data/organisations.toml): short names, abbreviations, and where a joint name divides.

For what no pattern can decide: that 'Kettering General' and 'UHL' are trusts, and that 'Redditch and Bromsgrove' is one CCG.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import get_args

import regex

from extractors.gazetteer import Matcher, Name, fold_words, footprint_matcher, load_data
from extractors.patterns import keyed
from schemas.types import OrganisationType


@dataclass(frozen=True)
class KnownBody:
    """A body at text[start:end], by a name or abbreviation of the gazetteer."""

    start: int
    end: int
    name: str
    organisation_type: OrganisationType


_TAIL = regex.compile(
    r"(?:\s(?:NHS|Foundation|Trust|FT|University|Teaching|Hospitals?|Healthcare|Acute|Group|Services?|of|and|&|CCG|County))+$"
)
_HOSPITAL = keyed(
    r"\b(?:(?:[A-Z][\w'-]+\s){1,3}(?:General|District|Royal|University|County|Community|Acute|Infirmary|Healthcare|Hospitals?|Hosp)"
    r"(?:\s(?:Hospitals?|Hosp|Infirmary))?|(?:Royal|Queen|King|St|Great)\s[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,2})\b"
)
_NOT_HOSPITAL = keyed(
    r"^(?:The\s)?(?:District|General|Royal|County|Community|Acute|University|Royal College|British|Attorney|Director|Secretary|Royal Commission|King's Fund|Kings Fund)"
)


@cache
def _bodies() -> tuple[tuple[str, str, OrganisationType], ...]:
    """(spelling, official name, type) of every name, alias and short form."""
    found: list[tuple[str, str, OrganisationType]] = []
    for group in load_data("organisations.toml")["group"]:
        if group.get("national"):
            continue
        for kind in get_args(OrganisationType):
            for body in group.get(kind, ()):
                spellings = {body["name"], *body.get("aliases", ())}
                spellings |= {_TAIL.sub("", name) for name in spellings} if kind.startswith("NHS") else set()
                found += [(spelling, body["name"], kind) for spelling in sorted(spellings)]
    return tuple(found)


@cache
def _homes() -> dict[str, str]:
    """The footprint of every body that has one, by its spellings in small letters."""
    return {
        spelling.casefold(): f"E540000{group['footprint']:02d}"
        for group in load_data("organisations.toml")["group"]
        if group.get("footprint")
        for kind in get_args(OrganisationType)
        for body in group.get(kind, ())
        for name in (body["name"], *body.get("aliases", ()))
        for spelling in (name, _TAIL.sub("", name), regex.sub("^NHS ", "", name))
    }


def footprint_of_body(name: str) -> str | None:
    """ONS code of the footprint whose plan a body was a partner to; None for a body of several, or one we do not know."""
    return _homes().get(name.casefold()) or _homes().get(_TAIL.sub("", regex.sub("^NHS ", "", name)).casefold())


@cache
def _matcher() -> Matcher:
    """Names of at least two words that are no place and no footprint."""
    matcher = Matcher()
    places = footprint_matcher()
    for spelling, name, kind in _bodies():
        is_place = any(m.text == spelling for m in places.find(spelling))
        if len(fold_words(spelling)) >= 2 and not is_place:
            matcher.add(spelling, Name(name, "body", None, kind))
    return matcher


@cache
def _abbreviations() -> dict[str, tuple[str, OrganisationType]]:
    """Abbreviations that only one body bears."""
    borne: Counter[str] = Counter()
    known: dict[str, tuple[str, OrganisationType]] = {}
    for group in load_data("organisations.toml")["group"]:
        for kind in get_args(OrganisationType):
            for body in group.get(kind, ()):
                for abbreviation in body.get("abbreviations", ()):
                    borne[abbreviation] += 1
                    if not group.get("national"):
                        known[abbreviation] = (body["name"], kind)
    return {a: b for a, b in known.items() if borne[a] == 1 and len(a) >= 3}


_CAPITALS = regex.compile(r"\b[A-Z][A-Za-z&]*[A-Z]\w*\b")


def find_known_bodies(text: str) -> list[KnownBody]:
    """Bodies by short name or abbreviation, and hospitals by the pattern of their names, in reading order."""
    found = [
        KnownBody(m.start, m.end, m.text, m.name.detail)  # type: ignore[arg-type]
        for m in _matcher().find(text)
    ]
    for match in _CAPITALS.finditer(text):
        if (body := _abbreviations().get(match.group())) and not _covered(found, match):
            found.append(KnownBody(match.start(), match.end(), match.group(), body[1]))
    for match in _HOSPITAL.finditer(text):
        if not _NOT_HOSPITAL.match(match.group()) and not _covered(found, match):
            found.append(KnownBody(match.start(), match.end(), match.group(), "NHS trust"))
    return sorted(found, key=lambda b: b.start)


def _covered(found: list[KnownBody], match: "regex.Match[str]") -> bool:
    return any(b.start < match.end() and match.start() < b.end for b in found)


@cache
def _short_names() -> frozenset[str]:
    """CCGs and trusts without the words that end their names, folded: 'guy s st thomas'."""
    return frozenset(
        _fold(_TAIL.sub("", regex.sub(r"^NHS\s|\sClinical Commissioning Group$", "", spelling)))
        for spelling, _, kind in _bodies()
        if kind == "CCG" or kind.startswith("NHS")
    )


@cache
def _official() -> dict[str, str]:
    return {_fold(spelling): name for spelling, name, _ in _bodies()}


def official_name(name: str) -> str:
    """The name under which we know a body, or the name as it is: 'East Staffs CCG' -> 'East Staffordshire CCG'."""
    return _official().get(_fold(name), name)


def _fold(name: str) -> str:
    return regex.sub(r"[^a-z]+", " ", name.casefold().replace("&", "and")).strip()


def split_names(text: str) -> list[str]:
    """The names that share a plural suffix: 'Wyre Forest and Redditch & Bromsgrove' has two, as the gazetteer knows the second.

    Without help from the gazetteer every 'and' and comma separates.
    """
    parts = [p for p in regex.split(r"(,\s(?:and\s)?|\s(?:and|&)\s)", text) if p]
    words, links = parts[0::2], [*parts[1::2], ""]
    names: list[str] = []
    index = 0
    while index < len(words):
        best = 1
        for size in range(2, 5):
            if index + size <= len(words) and _fold(_joined(words, links, index, size)) in _short_names():
                best = size
        names.append(_joined(words, links, index, best).strip())
        index += best
    return names


def _joined(words: list[str], links: list[str], index: int, size: int) -> str:
    return "".join(
        word + (links[index + i] if i < size - 1 else "") for i, word in enumerate(words[index : index + size])
    )
