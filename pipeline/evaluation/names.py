"""How many of the persons and bodies that labels name are found in their lines: by rules, by the model, by both.

What is looked for: the leads' names, and the organisations and their abbreviations in every labelled table, wherever
the lines that a label's quote touches print them. A body that is described and not named ("five local CCGs") is not
looked for. A name is found when an entity or mention of its kind holds it whole; "&", apostrophes and the legal form at
its end may differ.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from extractors.document import Document
from extractors.mentions.organisations import find_organisations
from extractors.mentions.persons import find_person_patterns
from extractors.ner import Label as Kind
from extractors.ner import recognise_many
from pipeline.evaluation.labels import Label, Labels

_LEGAL_FORM = re.compile(r" (nhs )?(foundation )?(trusts?|ft)$| ccgs?$| clinical commissioning groups?$")
_DESCRIBES = re.compile(
    r"(?:an?|and|both|of|two|three|five|the|local|area|county|ccg|clinical|commissioning|council|group|health|hospital"
    r"|trust|['s ])+",
    re.IGNORECASE,
)
"""A body that is described and not named: "five local CCG's", "the hospital trust"."""


class Named(NamedTuple):
    """A person or body that a label names, and the lines of the document that the label's quote touches."""

    kind: Kind
    name: str
    lines: str


class Found(NamedTuple):
    """How many of the names of a kind are found, and which the model misses."""

    names: int
    by_rules: int
    by_model: int
    by_both: int
    missed_by_model: tuple[Named, ...]


def names_in_labels(labels: Labels, documents: Iterable[Document]) -> list[Named]:
    """Every name of the labels that its lines print, once per line."""
    texts = {document.file_name.rpartition(".")[0] or document.file_name: document for document in documents}
    named = {
        name
        for (document, _), of_table in labels.by_table.items()
        if document in texts
        for label in of_table
        if not label.optional and (lines := _lines_of(texts[document], label.quote))
        for name in _names_of(label, lines)
    }
    return sorted(name for name in named if essence(name.name) in essence(name.lines))


def find_names(named: Iterable[Named]) -> Mapping[Kind, Found]:
    """For persons and for bodies, how many of the names are found in their lines."""
    by_kind: dict[Kind, list[Named]] = {"PERSON": [], "ORG": []}
    for name in named:
        by_kind[name.kind].append(name)
    return {kind: _find(kind, names) for kind, names in by_kind.items()}


def essence(name: str) -> str:
    """A name without what may vary: "&", apostrophes, spaces, the legal form at its end."""
    name = re.sub(r"\s+", " ", name.replace("&", "and").replace("’", "'").replace("'", "")).casefold()
    return _LEGAL_FORM.sub("", name.removeprefix("the "))


def _find(kind: Kind, names: list[Named]) -> Found:
    entities = recognise_many([name.lines for name in names])
    model = [_holds(name, (e.text for e in of if e.label == kind)) for name, of in zip(names, entities, strict=True)]
    rules = [_holds(name, _by_rules(name)) for name in names]
    both = [m or r for m, r in zip(model, rules, strict=True)]
    missed = tuple(name for name, found in zip(names, model, strict=True) if not found)
    return Found(len(names), sum(rules), sum(model), sum(both), missed)


def _by_rules(name: Named) -> Iterator[str]:
    if name.kind == "PERSON":
        yield from (person.name for person in find_person_patterns(name.lines))
        return
    for body in find_organisations(name.lines):
        yield body.name
        if body.abbreviation:
            yield body.abbreviation


def _holds(name: Named, found: Iterable[str]) -> bool:
    return any(essence(name.name) in essence(text) for text in found)


def _names_of(label: Label, lines: str) -> Iterator[Named]:
    fields = label.fields
    if label.table == "leads":
        yield Named("PERSON", fields["name"], lines)
    bodies = [fields.get("abbreviation"), fields["name"] if label.table == "organisations" else None]
    bodies += (fields.get("organisation") or "").split(", ")
    for body in bodies:
        if body and not _DESCRIBES.fullmatch(body.replace("’", "'")):
            yield Named("ORG", body, lines)


def _lines_of(document: Document, quote: str) -> str | None:
    """The lines that the quote touches, where it stands first; None where no page has it."""
    for page in document.pages:
        if quote and (start := page.text.find(quote)) >= 0:
            end = page.text.find("\n", start + len(quote))
            return page.text[page.text.rfind("\n", 0, start) + 1 : end if end >= 0 else len(page.text)]
    return None
