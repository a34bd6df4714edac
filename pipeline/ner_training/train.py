"""Trains, measures and saves the model of `extractors.ner`."""

import io
import re
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import IO, cast

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as run_training
from spacy.util import load_config, registry

from extractors.ner import tokenizer  # noqa: F401  registers the tokenizer that config.cfg names
from pipeline.ner_training.corpus import SIZES, handwritten_test, write_corpus
from pipeline.ner_training.evaluation import Scores, measure, to_examples
from pipeline.ner_training.parts import Part

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@registry.readers("stp.written_corpus.v1")  # type: ignore[untyped-decorator]
def create_corpus_reader(part: Part, seed: int, size: int) -> Callable[[Language], Iterator[Example]]:
    """The reader that config.cfg names for its training and development corpora.

    Training is written anew for every pass over it, with other names and other noise; the development part stays.
    """
    passes = count()

    def read(nlp: Language) -> Iterator[Example]:
        this_pass = next(passes) if part == "train" else 0
        random = Random(f"{seed} {this_pass}")  # noqa: S311  to be repeated, not to be secret
        for example in to_examples(nlp, write_corpus(part, seed, this_pass, size)):
            if part == "train":
                forget_words(example, random)
            yield example

    return read


def forget_words(example: Example, random: Random) -> None:
    """Make some words look unknown to the model, so that it learns to go by shape, ending and context.

    The norm is the one feature that tells words apart; a forgotten word gets one that hardly any other word has. Words
    with a capital, as in names, are forgotten more often than those around them, which are the context.
    """
    for token in example.predicted:
        if token.is_alpha and random.random() < (0.25 if token.is_title and len(token) > 2 else 0.06):
            token.norm_ = f"?{random.randrange(100_000)}"


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
    overrides = {"training.seed": seed, "corpora.train.size": SIZES["train"], "corpora.dev.size": SIZES["dev"]}
    if max_steps is not None:
        few = min(SIZES["train"], 40 * max_steps)
        overrides |= {"training.max_steps": max_steps, "training.eval_frequency": max_steps, "corpora.train.size": few}
    with as_file(files("pipeline.ner_training").joinpath("config.cfg")) as path:
        config = load_config(path, overrides=overrides, interpolate=False)
    log = cast("IO[str]", _Lines(progress or (lambda line: None)))
    with TemporaryDirectory(prefix="stp-ner-") as folder:
        run_training(init_nlp(config), Path(folder), stdout=log, stderr=log)
        nlp = spacy.load(Path(folder, "model-best"))

    scores = measure(nlp, generated=write_corpus("test", seed), handwritten=handwritten_test())
    nlp.meta |= {
        "spacy_version": ">=3.8.7,<3.9.0",
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
    """A text stream, as spaCy's logger wants one, that hands every finished line without its colours to a function."""

    def __init__(self, receive: Callable[[str], None]) -> None:
        self._receive = receive
        self._pending = ""

    def write(self, text: str) -> int:
        *lines, self._pending = (self._pending + text).split("\n")
        for line in lines:
            if line.strip():
                self._receive(_COLOUR.sub("", line))
        return len(text)
