"""Footprints called by a name that is not theirs, or not quite."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.dashboards import dashboards, placed
from pipeline.checks.known_names import misspelt_footprints
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import listed

_CONTINUED = regex.compile(r"\s*\(\d+\)$")


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
