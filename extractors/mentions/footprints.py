"""Footprints spoken of in a text: by name, alias, abbreviation, partnership brand, or a place that lies wholly in one."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex
from rapidfuzz import fuzz, process

from extractors.gazetteer import NameMatch, fold_words, footprint_matcher
from schemas.footprints import Footprint, all_footprints

Strength = Literal["name", "place", "region"]

_SUPPORT = regex.compile(
    r"\s*(?:'s)?\s*(?:\(?STP\b|ICS\b|ACS\b|footprint|sustainability (?:and|&) transformation|health and care partnership|partnership plan|plan\b|system\b)",
    regex.IGNORECASE,
)
_SUPPORT_BEFORE = regex.compile(
    r"(?:footprint|STP|area|plan)(?:\sfor|\sin|\sof|\s?[:\-\u2013])?\s(?:the\s)?$", regex.IGNORECASE
)
_PLACE_BEFORE = regex.compile(r"\b(?:[Ii]n|[Aa]t|across|around|near|from|of)\s(?:[A-Z][\w-]+(?:,|\sand)\s){0,3}$")
_BODY_AFTER = regex.compile(
    r"(?!'s?\sNHS\b(?!\s(?:Foundation\s)?Trust)|\sNHS\s(?:would|will|is|was|has|had|faces?|could|must|needs?|ran|deficit|gap|shortfall|bodies|organisations|plan)\b)(?:'s?)?\s(?:(?:and|&)\s[A-Z][\w-]+\s)*(?:NHS|CCGs?|Clinical|(?:County|City|Borough|District|Metropolitan|Town)\sCouncil|Council|(?:University|Teaching|Community|Acute|General|Royal)\s"
    r"(?:Teaching\s)?Hospitals?|Hospitals?|Healthcare|Partnership(?:s)?\sNHS|Ambulance|Police|Constabulary|University|Trust|FT\b|Foundation|Care\sTrust|Labour|News|Times|Post|Evening|Chamber|LMC|Health and Well)"
)
_BODY_BEFORE = regex.compile(r"(?:University Hospitals?(?: of)?|Royal|Healthwatch|Age UK|Hospitals of)\s(?:the\s)?$")


@dataclass(frozen=True)
class FootprintMention:
    """A footprint at text[start:end]. `strength` name: it was called by its name; place: a part of it was named; region: more than one."""

    start: int
    end: int
    text: str
    footprint_id: str | None
    strength: Strength
    is_body: bool
    """Whether the words are part of an organisation's name, as in 'Devon County Council'."""
    canonical: str


def find_footprints(text: str) -> list[FootprintMention]:
    """Footprints, places and regions in reading order. Ambiguous names count only beside words such as STP, footprint or plan."""
    found = []
    for match in footprint_matcher().find(text):
        kind = match.name.kind
        if match.name.detail.isupper() and match.text.istitle():
            continue  # 'Bob' is no BOB
        if kind == "ambiguous":
            # unsupported, 'Manchester' is still a place of its footprint
            kind = "footprint" if _is_supported(text, match) else "ambiguous_place" if match.text.isupper() else "place"
        if kind == "ambiguous_place":
            if not (_PLACE_BEFORE.search(text[: match.start]) or _BODY_AFTER.match(text, match.end)):
                continue
            kind = "place"
        strength: Strength = "name" if kind == "footprint" else "place" if kind == "place" else "region"
        is_body = bool(_BODY_AFTER.match(text, match.end)) or bool(_BODY_BEFORE.search(text[: match.start]))
        found.append(
            FootprintMention(
                match.start, match.end, match.text, match.name.footprint_id, strength, is_body, match.name.canonical
            )
        )
    return found


def _is_supported(text: str, match: NameMatch) -> bool:
    if match.text.isupper() and len(match.text) <= 8:
        return True
    return bool(_SUPPORT.match(text, match.end)) or bool(_SUPPORT_BEFORE.search(text[: match.start]))


_NOISE = regex.compile(
    r"^(?:\d{1,2}\s?[.)\-:]\s*)+|\s*\(\d{1,2}\)\s*$|\s*\((?:contd|continued|cont'd)\.?\)\s*$|\b(?:STP|ICS|footprint|sustainability (?:and|&) transformation (?:plan|partnership)s?)\b"
    r"|\s*[:\-\u2013]\s*(?:summary|overview|profile|plan)?\s*$",
    regex.IGNORECASE,
)


def footprint_of_title(text: str) -> str | None:
    """The footprint that a heading consists of ('26. Mid and South Essex', 'DORSET (2)'), or None when it says anything else."""
    if "'" not in text and not footprint_matcher().may_find(text):
        return None
    bare = _NOISE.sub(" ", text).strip(" .:-\u2013")
    for match in footprint_matcher().find(bare if not bare.isupper() else bare.title().replace("'S", "'s")):
        if match.name.kind in ("footprint", "ambiguous") and len(fold_words(match.text)) == len(fold_words(bare)):
            return match.name.footprint_id
        return None
    return None


@cache
def _spellings() -> tuple[list[str], list[Footprint]]:
    """The names and aliases of more than one word, folded, and whose they are."""
    words = [(fold_words(s), f) for f in all_footprints() for s in (f.name, *f.aliases)]
    return [" ".join(w) for w, _ in words if len(w) > 1], [f for w, f in words if len(w) > 1]


@dataclass(frozen=True)
class Resolution:
    """What a garbled or unusual name was taken for. `score` 0 to 100; `footprint_id` None when nothing is near enough."""

    footprint_id: str | None
    official: str | None
    score: float
    exact: bool


def resolve_name(written: str) -> Resolution:
    """The footprint that a written name means; approximate only where one candidate is clearly nearest."""
    if footprint_id := footprint_of_title(written):
        official = next(f.name for f in all_footprints() if f.footprint_id == footprint_id)
        return Resolution(footprint_id, official, 100.0, True)
    spellings, footprints = _spellings()
    folded = " ".join(fold_words(written))
    best: dict[str, tuple[float, str]] = {}
    for _, score, index in process.extract(folded, spellings, scorer=fuzz.ratio, limit=12):
        footprint = footprints[index]
        if score > best.get(footprint.footprint_id, (0.0, ""))[0]:
            best[footprint.footprint_id] = (score, footprint.name)
    ranked = sorted(((s, i, n) for i, (s, n) in best.items()), reverse=True)
    if not ranked:
        return Resolution(None, None, 0.0, False)
    runner_up = ranked[1][0] if len(ranked) > 1 else 0.0
    score, footprint_id, name = ranked[0]
    if score >= 82 and score - runner_up >= 8:
        return Resolution(footprint_id, name, score, False)
    return Resolution(None, name, score, False)
