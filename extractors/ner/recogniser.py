"""Persons, bodies and roles in a text, by the project's own small spaCy model.

The model (`model/`, package data) is trained by `pipeline.ner_training`; what it can and cannot do is measured in
docs/ner-model-card.md. It is loaded once per process, at the first call, so that importing extractors stays fast.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Label = Literal["PERSON", "ORG", "ROLE"]
MODEL_PATH = Path(__file__).parent / "model"


class Entity(NamedTuple):
    """A span of the text that was given: `text[start:end] == entity.text`, offsets in Unicode code points.

    PERSON is the name alone, without honorific and post-nominals ("Jane Smith" of "Dr Jane Smith OBE").
    ORG is one body, its abbreviation in brackets a second one; a shared name such as "Redmere & Tarn and Wyke Forest
    CCGs" is one. ROLE is a job title or a role in a plan ("Interim Chief Officer", "SRO").
    """

    start: int
    end: int
    label: Label
    text: str


def recognise(text: str) -> list[Entity]:
    """The entities of one text (a line, a cell, a paragraph or a page), in order, never overlapping."""
    return _entities(load_model()(text))


def recognise_many(texts: Sequence[str]) -> list[list[Entity]]:
    """`recognise` for many texts in one go, which is several times faster for short ones; same order as `texts`."""
    docs: Iterable[Doc] = load_model().pipe(texts, batch_size=256)
    return [_entities(doc) for doc in docs]


@cache
def load_model() -> "Language":
    """The shipped pipeline. Raises OSError when the package was installed without its model."""
    import spacy

    from extractors.ner import tokenizer  # noqa: F401  registers the tokenizer that the model's config names

    return spacy.load(MODEL_PATH)


def _entities(doc: "Doc") -> list[Entity]:
    return [Entity(ent.start_char, ent.end_char, cast(Label, ent.label_), ent.text) for ent in doc.ents]
