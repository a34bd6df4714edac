"""A footprint's profile that speaks of another footprint."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import listed

_PROGRAMME = regex.compile(
    r"(?i)\b(?:ICSs?|ACSs?|STP|integrated care|accountable care|wave|vanguards?|devolution|appointed|designated|"
    r"to become|footprint)\b"
)
_RELATION = regex.compile(
    r"(?i)\b(?:which (?:is|are)|who (?:is|are)|merge[rds]*|alliance|partnership with|neighbour\w*|together with|"
    r"shared with|across|border\w*|between|compar\w+|in the [\p{L} ,&-]+ STP)\b"
)
_CORNER = regex.compile(r"\b(?:north|south|east|west|mid)(?:ern)?(?:[ -](?:east|west))?(?:ern)?\s$")
"""Words before a county's name that make it a corner of it, which another footprint may well hold."""
_SUBJECT_WITHIN = 40
"""Characters from the start of the line within which the line is about what it names."""


class Seen(NamedTuple):
    footprint_id: str
    document_id: str
    page: int
    char_start: int
    char_end: int
    quote: str
    detail: str

    @property
    def span(self) -> tuple[int, int]:
        """Where the other footprint's name stands."""
        name = str(json.loads(self.detail).get("as_written", ""))
        start = self.char_start + max(self.quote.find(name), 0)
        return start, min(start + len(name), self.char_end) if name else self.char_end


_QUERY = """
    SELECT footprint_id, document_id, page, char_start, char_end, quote, detail
    FROM observations WHERE kind = 'footprint_mentioned' AND footprint_id IS NOT NULL
    ORDER BY document_id, page, char_start
"""


def run(corpus: Corpus) -> Iterator[Draft]:
    lines: dict[tuple[str, str, int, str], list[Seen]] = defaultdict(list)
    for seen in corpus.fetch(Seen, _QUERY):
        start, end = seen.span
        if _CORNER.search(corpus.pages.text(seen.document_id, seen.page)[:start]):
            continue
        passage = corpus.passage(seen.document_id, seen.page, start, end)
        lines[seen.document_id, seen.footprint_id, seen.page, passage].append(seen)
    for (document_id, footprint_id, _, passage), found in lines.items():
        details = [json.loads(seen.detail) for seen in found]
        about_it = _is_about(passage, [str(detail.get("as_written", "")) for detail in details])
        if not about_it and all(detail.get("strength") == "place" for detail in details):
            continue
        others = list(dict.fromkeys(str(detail["mentioned"]) for detail in details))
        names = listed(corpus.footprint(other) for other in others)
        yield Draft(
            footprint_id=footprint_id,
            document_id=document_id,
            message=f"The profile of {corpus.footprint(footprint_id)} speaks of {names}.",
            explanation=(
                "The line is about the other footprint alone; it may have slipped in from there."
                if about_it
                else "The line relates the two; nothing in it is counted as the other footprint's."
            ),
            quotes=(passage,),
            suggestion=f"The line may belong to the profile of {names}." if about_it else None,
            severity=None if about_it else "info",
        )


def _is_about(passage: str, written: list[str]) -> bool:
    """Whether a line is about a programme of what it names, not about a relation to it."""
    starts = [place for name in written if name and (place := passage.find(name)) >= 0]
    return (
        bool(_PROGRAMME.search(passage))
        and not _RELATION.search(passage)
        and min(starts, default=_SUBJECT_WITHIN) < _SUBJECT_WITHIN
    )


RULE = Rule(
    name="other_footprint_mentioned",
    severity="warning",
    meaning=(
        "The profile of one footprint speaks of a programme of another. A line that relates the two, such as a merger "
        "across the border, is an info."
    ),
    remedy="Check whether the line belongs to the other footprint's profile.",
    example="“Southshire is to become an integrated care system”, in the profile of Northshire.",
    run=run,
)
