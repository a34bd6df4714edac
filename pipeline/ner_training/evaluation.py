"""Measures a model on held-out passages with spaCy's own scorer."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Self

from spacy.language import Language
from spacy.training import Example
from spacy.util import filter_spans

from pipeline.ner_training.notation import Passage

LABELS = ("PERSON", "ORG", "ROLE")


class Score(NamedTuple):
    """Shares from 0 to 1; an entity counts when its label and both of its ends are right."""

    precision: float
    recall: float
    f1: float
    entities: int


class Scores(NamedTuple):
    """Scores per label, on all held-out passages and on the hand-written ones among them."""

    heldout: dict[str, Score]
    handwritten: dict[str, Score]

    def as_meta(self) -> dict[str, dict[str, dict[str, float]]]:
        """For the model's meta.json; `from_meta` reads it back."""
        return {
            part: {label: score._asdict() for label, score in scores.items()} for part, scores in self._asdict().items()
        }

    @classmethod
    def from_meta(cls, performance: dict[str, dict[str, dict[str, Any]]]) -> Self:
        """The scores that are kept in a model's meta.json."""
        return cls(
            **{part: {label: Score(**score) for label, score in performance[part].items()} for part in cls._fields}
        )


def to_examples(nlp: Language, passages: Iterable[Passage]) -> Iterator[Example]:
    """spaCy examples of passages; an entity whose ends fall inside tokens is widened to them."""
    for passage in passages:
        doc = nlp.make_doc(passage.text)
        spans = [doc.char_span(*entity, alignment_mode="expand") for entity in passage.entities]
        reference = doc.copy()
        reference.set_ents(filter_spans([span for span in spans if span is not None]))
        yield Example(doc, reference)


def measure(nlp: Language, *, generated: Sequence[Passage], handwritten: Sequence[Passage]) -> Scores:
    """Scores of `nlp` on the held-out part (`generated`, which holds the sentences too) and the sentences alone."""
    return Scores(_per_label(nlp, generated), _per_label(nlp, handwritten))


def _per_label(nlp: Language, passages: Sequence[Passage]) -> dict[str, Score]:
    measured = nlp.evaluate(list(to_examples(nlp, passages)))["ents_per_type"]
    scores = {}
    for label in LABELS:
        precision, recall, f1 = (round(measured.get(label, {}).get(key, 0.0), 4) for key in ("p", "r", "f"))
        entities = sum(entity[2] == label for passage in passages for entity in passage.entities)
        scores[label] = Score(precision, recall, f1, entities)
    return scores
