"""Persons, bodies and roles in a text, by the project's own small spaCy model.

The model (`model/`, package data) is trained by `pipeline.ner_training`; what it can and cannot do is measured in
docs/ner-model-card.md. It is loaded once per process, at the first call, so that importing extractors stays fast.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

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
    with _without_command_line():
        import spacy

    from extractors.ner import tokenizer  # noqa: F401  registers the tokenizer that the model's config names

    return spacy.load(MODEL_PATH, exclude=["tokenizer"])  # stored with the model, it is the registered one once more


@contextmanager
def _without_command_line() -> Iterator[None]:
    """Let `import spacy` pass over spaCy's own command line: it brings an HTTP client, and takes as long as the rest."""
    command_line = ("spacy.cli", "spacy.cli.info")
    if "spacy" in sys.modules:
        yield
        return
    for name in command_line:
        sys.modules[name] = ModuleType(name)
    sys.modules["spacy.cli.info"].info = _info  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for name in command_line:
            del sys.modules[name]


def _info(*arguments: Any, **options: Any) -> Any:
    """`spacy.info`, which is what `import spacy` takes from the command line."""
    from spacy.cli.info import info

    return info(*arguments, **options)


def _entities(doc: "Doc") -> list[Entity]:
    return [Entity(ent.start_char, ent.end_char, cast(Label, ent.label_), ent.text) for ent in doc.ents]
