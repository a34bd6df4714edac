"""Trains, measures and saves the model of `extractors.ner`."""

import io
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from random import Random

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as run_training
from spacy.util import load_config

from extractors.ner import tokenizer  # noqa: F401  registers the tokenizer that config.cfg names
from pipeline.ner_training.corpus import handwritten_test, write_corpus
from pipeline.ner_training.evaluation import Scores, measure, to_examples
from pipeline.ner_training.vocabulary import Part


@spacy.registry.readers("stp.written_corpus.v1")
def create_corpus_reader(part: Part, seed: int) -> Callable[[Language], Iterator[Example]]:
    """The reader that config.cfg names for its training and development corpora."""

    def read(nlp: Language) -> Iterator[Example]:
        examples = to_examples(nlp, write_corpus(part, seed))
        if part == "train":
            forget_words(examples, Random(seed))
        return iter(examples)

    return read


def forget_words(examples: list[Example], random: Random, rate: float = 0.12) -> None:
    """Make a share of the words look unknown to the model, so that it learns to go by shape, ending and context.

    The norm is the one feature that tells words apart; a forgotten word gets one that no other word has.
    """
    for example in examples:
        for token in example.predicted:
            if token.is_alpha and random.random() < rate:
                token.norm_ = f"?{random.random()}"


def train_ner(
    output: Path,
    *,
    seed: int = 0,
    max_steps: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> Scores:
    """Train the model from nothing, measure it on the held-out part and save it, with its scores, to `output`.

    The same seed gives the same corpus, the same model and the same scores. `max_steps` shortens the training,
    `progress` is called with each line of spaCy's training log. Nothing is written before training has ended.
    """
    overrides: dict[str, int] = {"training.seed": seed}
    if max_steps is not None:
        overrides |= {"training.max_steps": max_steps, "training.eval_frequency": min(300, max_steps)}
    with as_file(files("pipeline.ner_training").joinpath("config.cfg")) as path:
        config = load_config(path, overrides=overrides, interpolate=False)
    log = _Lines(progress or (lambda line: None))
    nlp = init_nlp(config)
    nlp, _ = run_training(nlp, None, stdout=log, stderr=log)

    scores = measure(nlp, generated=write_corpus("test", seed), handwritten=handwritten_test())
    nlp.meta |= {
        "name": "stp_entities",
        "version": "1.0.0",
        "description": "Persons, bodies and roles in English health and care plans",
        "license": "",
        "performance": scores.as_meta(),
    }
    output.mkdir(parents=True, exist_ok=True)
    _without_vocabulary(nlp).to_disk(output)
    return scores


def _without_vocabulary(nlp: Language) -> Language:
    """The same pipeline without the strings it saw in training; it has no use for them, and they double its size."""
    lean = spacy.blank("en").from_config(nlp.config)
    return lean.from_bytes(nlp.to_bytes(exclude=["vocab"]), exclude=["vocab"])


class _Lines(io.TextIOBase):
    """A text stream that hands every finished line to a function; spaCy's console logger writes to streams."""

    def __init__(self, receive: Callable[[str], None]) -> None:
        self._receive = receive
        self._pending = ""

    def write(self, text: str) -> int:
        *lines, self._pending = (self._pending + text).split("\n")
        for line in lines:
            if line.strip():
                self._receive(line)
        return len(text)
