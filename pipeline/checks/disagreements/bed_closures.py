"""How many beds of a kind are to close: numbers that stand together are added up, and the sums compared."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.wording import listed

_KIND = r"(?P<kind>community|acute|hospital)"
_CLOSURES = (
    regex.compile(
        rf"(?i)\b(?:clos(?:ure|ing)|reduction|loss|removal)\s+(?:of|in)\s+(?P<beds>\d{{2,4}})\s+{_KIND}\s+beds\b"
    ),
    regex.compile(
        rf"(?i)\breduc(?:e|es|ed|ing|tion)\b[^.;\n\d]{{0,30}}\b{_KIND}\s+beds?\b[^.;\n\d]{{0,20}}\bby\s+(?:a\s+further\s+)?"
        r"(?P<beds>\d{2,4})\s+beds\b"
    ),
    regex.compile(rf"(?i)\b{_KIND}\s+beds?\s+(?:to\s+be\s+)?(?:cut|reduced|down)\s+(?:by\s+)?(?P<beds>\d{{2,4}})\b"),
)
_TOGETHER = 400
"""Characters within which two numbers are parts of one plan."""


class Closure(NamedTuple):
    page: int
    start: int
    end: int
    beds: int


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        by_kind: dict[tuple[str | None, str], list[Closure]] = defaultdict(list)
        for page, text in corpus.pages.of(document_id).items():
            if "bed" not in text:
                continue
            for match in sorted((m for words in _CLOSURES for m in words.finditer(text)), key=lambda m: m.start()):
                place = corpus.footprint_at(document_id, page, match.start())
                closure = Closure(page, match.start(), match.end(), int(match["beds"]))
                by_kind[place, match["kind"].casefold()].append(closure)
        for (footprint_id, kind), closures in by_kind.items():
            plans = _plans(closures)
            sums = [sum(one.beds for one in plan) for plan in plans]
            if len(set(sums)) > 1 and not any(one.beds in sums and len(plan) > 1 for plan in plans for one in plan):
                yield _draft(corpus, document_id, footprint_id, kind, plans)


def _plans(closures: list[Closure]) -> list[list[Closure]]:
    """Closures that stand close together, each number once."""
    plans: list[list[Closure]] = []
    for one in closures:
        last = plans[-1][-1] if plans else None
        if last and last.page == one.page and one.start - last.end <= _TOGETHER:
            if one.beds not in [other.beds for other in plans[-1]]:
                plans[-1].append(one)
        else:
            plans.append([one])
    return plans


def _draft(corpus: Corpus, document_id: str, footprint_id: str | None, kind: str, plans: list[list[Closure]]) -> Draft:
    told = list(dict.fromkeys(_told(plan) for plan in plans))
    return Draft(
        footprint_id=footprint_id,
        document_id=document_id,
        message=f"The {kind} beds that are to close are put at {listed(told)}.",
        explanation="Each passage gives another number of beds of the same kind.",
        quotes=tuple(
            dict.fromkeys(corpus.passage(document_id, c.page, c.start, c.end) for plan in plans for c in plan)
        ),
        about=(kind, *told),
    )


def _told(plan: list[Closure]) -> str:
    terms = " + ".join(str(closure.beds) for closure in plan)
    return terms if len(plan) == 1 else f"{terms} = {sum(closure.beds for closure in plan)}"
