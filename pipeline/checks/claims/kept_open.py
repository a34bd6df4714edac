"""Beds, wards or a site that are said to stay as they are, and to close in another place."""

from collections.abc import Iterator

import regex

from extractors.patterns import keyed
from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft

_NAME = r"(?P<name>\p{Lu}\p{Ll}+(?:[ ]\p{Lu}\p{Ll}+)?)"
_WHAT = r"(?:beds?|wards?|services?|sites?|units?|hospital)"
_KEPT = keyed(
    rf"\b{_NAME}\s+{_WHAT}\b[^.;\n]{{0,60}}?\b(?:remains?|stays?)\s+(?:in\s+place|open|unchanged|as\s+(?:it\s+is|now|at\s+present))"
)
_SHOWN = 4


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id, page, text in corpus.pages:
        for match in _KEPT.finditer(text) if "remain" in text or "stay" in text else ():
            name = match["name"]
            closed = _closures(corpus, document_id, name)
            if closed:
                kept = corpus.passage(document_id, page, match.start(), match.end())
                yield Draft(
                    footprint_id=corpus.footprint_at(document_id, page, match.start()),
                    document_id=document_id,
                    message=f"{name} is said to stay as it is in one place, and to lose beds or close in another.",
                    explanation=f"“{match.group()}” against “{closed[0][0]}”.",
                    quotes=tuple(dict.fromkeys((kept, *(passage for _, passage in closed[:_SHOWN])))),
                    about=(name, match.group()),
                )


def _closures(corpus: Corpus, document_id: str, name: str) -> list[tuple[str, str]]:
    """The words that close something at a place, and their passages."""
    closed = regex.compile(
        rf"(?i:\bclos(?:ure|ed|ing)\b|\b(?:beds|staffing|costs)\b[^.\n\t]{{0,40}}\b(?:saved|removed|cut))[^\n\t]{{0,120}}?"
        rf"\b(?:at|of)\s+{regex.escape(name)}\b"
    )
    found = []
    for page, text in corpus.pages.of(document_id).items():
        for match in closed.finditer(text):
            found.append((match.group(), corpus.passage(document_id, page, match.start(), match.end())))
    return found
