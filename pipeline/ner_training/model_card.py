"""The page docs/ner-model-card.md, from the scores and settings that the model itself carries."""

from importlib.resources import files
from pathlib import Path
from string import Template

import srsly

from pipeline.ner_training.corpus import SIZES, handwritten_test
from pipeline.ner_training.evaluation import LABELS, Score, Scores
from pipeline.ner_training.notation import read_lines


def render_model_card(model: Path) -> str:
    """The card of the model in this folder, as Markdown."""
    meta = srsly.read_json(model / "meta.json")
    scores = Scores.from_meta(meta["performance"])
    size = sum(file.stat().st_size for file in model.rglob("*") if file.is_file())
    template = files("pipeline.ner_training").joinpath("data", "model_card.md").read_text("utf-8")
    return Template(template).substitute(
        size=round(size / 1e6, 1),
        spacy=meta["spacy_version"],
        templates=_count("templates_train.txt"),
        sentences=_count("sentences_train.txt"),
        train_templates=SIZES["train"],
        test_templates=SIZES["test"],
        test_template_lines=_count("templates_test.txt"),
        test_sentences=len(handwritten_test()),
        heldout=_rows(scores.heldout),
        handwritten=_rows(scores.handwritten),
    )


def _rows(scores: dict[str, Score]) -> str:
    return "\n".join(
        f"| {label} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} | {score.entities} |"
        for label, score in ((label, scores[label]) for label in LABELS)
    )


def _count(name: str) -> int:
    return sum(1 for _ in read_lines(name))
