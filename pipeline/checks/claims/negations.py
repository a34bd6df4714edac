"""Two sentences on one subject of which one says that it is included and the other that it is not."""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from extractors.patterns import keyed
from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft

_INCLUSION = keyed(
    r"(?i)\b(?P<subject>\p{L}{6,})\s+(?:have|has|are|is|were|was)\s+(?P<not>not\s+)?(?:yet\s+)?(?:been\s+)?"
    r"(?:included|applied|reflected|incorporated|factored)\s+(?:in|to|into|within)\s+(?:the\s+)?(?P<object>[^.;:\n]{4,60})"
)
_SHOWN = 2
_WORD = regex.compile(r"\p{L}[\p{L}-]{4,}")
_VAGUE = frozenset(
    ("figures", "amounts", "numbers", "following", "savings", "changes", "actions", "services", "therefore")
)


class Said(NamedTuple):
    """That something is, or is not, included in something."""

    page: int
    start: int
    end: int
    subject: str
    negated: bool
    objects: frozenset[str]
    words: str


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        said = [s for page, text in corpus.pages.of(document_id).items() for s in _said(page, text)]
        for denied in (s for s in said if s.negated):
            against = [s for s in said if not s.negated and s.subject == denied.subject and s.objects & denied.objects]
            if against:
                other = min(against, key=lambda s: (abs(s.page - denied.page), abs(s.start - denied.start)))
                quotes = tuple(corpus.passage(document_id, s.page, s.start, s.end) for s in (denied, other))
                yield Draft(
                    footprint_id=corpus.footprint_at(document_id, denied.page, denied.start),
                    document_id=document_id,
                    message=(
                        f"The {denied.subject} are said not to be in “{denied.words}” in one place, and to be in "
                        f"“{other.words}” in another."
                    ),
                    explanation=" against ".join(
                        f"“{corpus.pages.text(document_id, one.page)[one.start : one.end].strip()}”"
                        for one in (denied, other)
                    )
                    + ".",
                    quotes=quotes,
                )


def _said(page: int, text: str) -> Iterator[Said]:
    for match in _INCLUSION.finditer(text):
        subject = match["subject"].casefold()
        objects = frozenset(word.casefold() for word in _WORD.findall(match["object"]))
        if subject not in _VAGUE and objects:
            words = " ".join(regex.sub(r"[\"'“”‘’]", "", match["object"]).split()[:_SHOWN])
            yield Said(page, match.start(), match.end(), subject, bool(match["not"]), objects, words)
