"""The corpus, the training and the model's papers."""

from pathlib import Path

import pytest
import spacy

from extractors.ner.recogniser import MODEL_PATH
from pipeline.ner_training.corpus import write_corpus
from pipeline.ner_training.evaluation import to_examples
from pipeline.ner_training.notation import Passage, join, parse
from pipeline.ner_training.parts import Part
from pipeline.ner_training.train import train_ner


def test_notation_marks_names_without_moving_them() -> None:
    assert join(parse("Dr [P Jane Smith],\\t[R Chair]")) == Passage(
        "Dr Jane Smith,\tChair", [(3, 13, "PERSON"), (15, 20, "ROLE")]
    )


def test_the_corpus_is_the_same_for_the_same_seed() -> None:
    assert write_corpus("dev", seed=3) == write_corpus("dev", seed=3)
    assert write_corpus("dev", seed=3) != write_corpus("dev", seed=4)


def test_entities_start_and_end_at_words() -> None:
    for text, entities in write_corpus("dev"):
        assert all(text[start:end].strip() == text[start:end] != "" for start, end, _ in entities)
        ends = [0, *(end for _, end, _ in entities)]
        assert all(start >= before for before, (start, _, _) in zip(ends, entities, strict=False))


def test_held_out_people_are_strangers_to_training() -> None:
    def people(part: Part) -> set[str]:
        return {
            text[start:end] for text, spans in write_corpus(part) for start, end, label in spans if label == "PERSON"
        }

    shared = {name for name in people("train") & people("test") if " " in name}
    assert shared == set()


def test_the_tokenizer_cuts_where_names_begin() -> None:
    """A label must never share a token with what stands outside it, else the model could not learn it."""
    nlp = spacy.load(MODEL_PATH, exclude=["tok2vec", "ner"])
    passages = write_corpus("dev")
    aligned = sum(len(example.reference.ents) for example in to_examples(nlp, passages))
    exact = sum(
        nlp.make_doc(text).char_span(start, end) is not None
        for text, entities in passages
        for start, end, _ in entities
    )
    assert exact / aligned > 0.99


def test_the_model_is_small() -> None:
    assert sum(file.stat().st_size for file in MODEL_PATH.rglob("*") if file.is_file()) < 10_000_000


@pytest.mark.slow
def test_training_is_repeatable(tmp_path: Path) -> None:
    """A few steps teach little, but the same little each time; what is saved can be loaded and used."""
    lines: list[str] = []
    first = train_ner(tmp_path / "first", seed=1, max_steps=40, progress=lines.append)
    second = train_ner(tmp_path / "second", seed=1, max_steps=40)
    assert first == second
    assert any("ENTS_F" in line for line in lines)
    assert spacy.load(tmp_path / "first").pipe_names == ["tok2vec", "ner"]
