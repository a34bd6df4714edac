"""Footprints called by a name that is not theirs, or not quite."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import regex

from extractors.gazetteer import fold_words
from pipeline.checks.corpus import Corpus
from pipeline.checks.dashboards import dashboards, placed
from pipeline.checks.known_names import misspelt_footprints
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import listed

_CONTINUED = regex.compile(r"\s*\(\d+\)$")
_ODD_CASE = regex.compile(r"\p{Lu}{2,}\p{Ll}{3,}")
_PROFILES = 3
"""Footprints with sections of their own that make a document of profiles."""
_SYSTEMS = """
    SELECT footprint_id, page, char_start, trim(quote) AS quote FROM ics_status
    WHERE document_id = ? AND footprint_id IS NOT NULL AND status LIKE '%_wave' AND length(quote) < 80
      AND NOT regexp_matches(quote, '(?i)\\b(ics|acs|wave|appointed|designated|system)\\b')
    ORDER BY page, char_start, record_id
"""


class SystemName(NamedTuple):
    footprint_id: str
    page: int
    char_start: int
    quote: str


class Seen(NamedTuple):
    footprint_id: str | None
    document_id: str
    page: int
    char_start: int
    char_end: int
    quote: str
    detail: str


_QUERY = """
    SELECT footprint_id, document_id, page, char_start, char_end, quote, detail
    FROM observations WHERE kind = 'footprint_name'
    ORDER BY document_id, page, char_start
"""


def within(corpus: Corpus) -> Iterator[Draft]:
    aliases: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    places = _places(corpus)
    taken: set[tuple[str, int, int]] = set()
    for seen in corpus.fetch(Seen, _QUERY):
        detail = json.loads(seen.detail)
        if detail.get("form") == "alias" and detail.get("resolved"):
            aliases[seen.document_id, detail["resolved"]].append(seen)
        elif detail.get("form") in ("approximate", "unknown"):
            taken.add((seen.document_id, seen.page, seen.char_start))
            yield _garbled(corpus, seen, detail, places.get((seen.document_id, seen.page, seen.char_start)))
    for (_, footprint_id), found in aliases.items():
        yield _alias(corpus, footprint_id, found)
    for document_id in corpus.sources:
        for footprint_id, names in _called(corpus, document_id).items():
            if (document_id, footprint_id) not in aliases:
                yield _variants(corpus, document_id, footprint_id, names)
    for document_id, page, text in corpus.pages:
        for misspelt in misspelt_footprints(text):
            if (document_id, page, misspelt.start) not in taken:
                yield Draft(
                    footprint_id=misspelt.footprint_id,
                    document_id=document_id,
                    message=f"“{misspelt.written}” is probably {misspelt.official}.",
                    explanation="All other words of the name agree, and no place or footprint is called that.",
                    quotes=(corpus.passage(document_id, page, misspelt.start, misspelt.end),),
                    suggestion=f"Read it as {misspelt.official}.",
                    about=(misspelt.written,),
                )


def _called(corpus: Corpus, document_id: str) -> dict[str, list[str]]:
    """What a document with profiles calls a footprint where that is not its name: in headings, and in lists of systems.

    A list may name a part of a footprint; only what is the whole of it, or the part in another order of words, counts.
    """
    headings: dict[str, list[str]] = defaultdict(list)
    for section in corpus.sections.get(document_id, []):
        if section.footprint_id and section.heading:
            headings[section.footprint_id].append(_CONTINUED.sub("", " ".join(section.heading.split())))
    if len(headings) < _PROFILES:
        return {}
    listed_as: dict[str, list[str]] = defaultdict(list)
    for name in corpus.fetch(SystemName, _SYSTEMS, document_id):
        if corpus.footprint_at(document_id, name.page, name.char_start) != name.footprint_id:
            listed_as[name.footprint_id].append(name.quote)
    found = {}
    for footprint_id, written in headings.items():
        official = fold_words(corpus.footprint(footprint_id))
        odd = [name for name in written if fold_words(name) != official or _ODD_CASE.match(name)]
        also = [name for name in listed_as[footprint_id] if _renames(_bare_words(name), fold_words(written[0]))]
        if names := list(dict.fromkeys([*odd, *(written[:1] if also else []), *also])):
            found[footprint_id] = names
    return found


def _bare_words(name: str) -> list[str]:
    """A name's words without the number behind it."""
    return fold_words(_CONTINUED.sub("", name))


def _renames(name: list[str], heading: list[str]) -> bool:
    """Whether a listed name is another one for the area of the heading, and not of a part of it."""
    if set(name) > set(heading):
        return True
    runs = [heading[i : i + len(name)] for i in range(len(heading) - len(name) + 1)]
    return set(name) <= set(heading) and name not in runs


def _variants(corpus: Corpus, document_id: str, footprint_id: str, names: list[str]) -> Draft:
    official = corpus.footprint(footprint_id)
    others = [
        _CONTINUED.sub("", name) for name in names if _bare_words(name) != fold_words(official) or _ODD_CASE.match(name)
    ]
    return Draft(
        footprint_id=footprint_id,
        document_id=document_id,
        message=f"{official} is called {listed(f'“{name}”' for name in others)}.",
        explanation=f"The name that NHS England published in 2016 is {official}.",
        quotes=tuple(names),
        severity="info",
        about=tuple(names),
    )


def _places(corpus: Corpus) -> dict[tuple[str, int, int], str]:
    """What the alphabetical order of its dashboard says of each unresolved row, by the row's place."""
    return {
        (row.document_id, row.page, row.start): footprint_id
        for rows in dashboards(corpus)
        for row, footprint_id in placed(corpus, rows).items()
    }


def _garbled(corpus: Corpus, seen: Seen, detail: dict[str, Any], by_order: str | None) -> Draft:
    """A name that is no footprint's. It is resolved only when one footprint is clearly nearest."""
    resolved = detail.get("resolved")
    likely = corpus.footprint(resolved) if resolved else None
    if likely:
        explanation = f"{likely} is the only footprint whose name is near it."
    else:
        explanation = f"The nearest name is {detail.get('official')}, which is not near enough to be sure."
    suggestion = f"Read it as {likely}." if likely else None
    if by_order and by_order != resolved:
        suggestion = f"Its place in the alphabetical order of the rows is that of {corpus.footprint(by_order)}."
    return Draft(
        footprint_id=resolved,
        document_id=seen.document_id,
        message=f"“{seen.quote}” is no footprint's name" + (f"; probably {likely} is meant." if likely else "."),
        explanation=explanation,
        quotes=(corpus.passage_of(seen),),
        suggestion=suggestion,
        about=(seen.quote,),
    )


def _alias(corpus: Corpus, footprint_id: str, found: list[Seen]) -> Draft:
    """Another name of a footprint, all its uses in a document together."""
    written = list(dict.fromkeys(_CONTINUED.sub("", " ".join(seen.quote.split())) for seen in found))
    return Draft(
        footprint_id=footprint_id,
        document_id=found[0].document_id,
        message=f"{corpus.footprint(footprint_id)} is called {listed(f'“{name}”' for name in written)}.",
        explanation=f"The name that NHS England published in 2016 is {corpus.footprint(footprint_id)}.",
        quotes=tuple(dict.fromkeys(seen.quote for seen in found)),
        severity="info",
        about=tuple(written),
    )


RULE = Rule(
    name="footprint_name_variant",
    severity="warning",
    meaning=(
        "A footprint is called by a name that matches no footprint, or one only approximately. Another name in common "
        "use is an info."
    ),
    remedy="Decide which footprint is meant; figures of a name that stays unresolved belong to no footprint.",
    example="“Northshire and Southshore” in a table of footprints, for Northshire and Southshire.",
    within=within,
)
