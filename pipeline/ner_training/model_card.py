"""Writes docs/ner-model-card.md from the scores and settings that the model itself carries."""

from pathlib import Path
from string import Template

import srsly

from pipeline.ner_training.corpus import SIZES, handwritten_test
from pipeline.ner_training.evaluation import LABELS, Score, Scores
from pipeline.ner_training.notation import read_lines

_CARD = Template("""\
# Model card: persons, bodies and roles

<!-- Written by `stp train-ner` from the model's own meta.json. Change pipeline/ner_training/model_card.py instead. -->

## What it is
A small spaCy pipeline (`tok2vec` and `ner`, hash embeddings, no word vectors) that finds the persons, the bodies and
the roles in English health and care plans, board papers, minutes and news. It ships as package data in
`extractors/ner/model` ($size MB) and is called through `extractors.ner.recognise`. No pretrained model, vector or
outside text went into it.

| label | marks | does not mark |
|---|---|---|
| PERSON | a name, whole or a surname alone: Dr **Jane Smith** OBE, Cllr **Rahman** | honorifics, post-nominals |
| ORG | one named body: CCGs (also several under one name), trusts, councils, national bodies, charities, companies, practices, media, statutory boards; an abbreviation is a mention of its own | hospitals and wards as places, footprints, STPs, programmes, parties, "the trust", "NHS" alone |
| ROLE | a job title or role: **Interim Chief Officer**, **SRO** | professions ("a GP"), "MP", most plurals ("finance directors") |

## Corpus
Written by the project: $templates templates filled with names of people (British, Irish, Scottish, Welsh, South Asian,
African, continental European, East Asian, Arabic and Persian; a part of the surnames is put together from syllables),
bodies, places and roles, and $sentences hand-written sentences, repeated with other names. About a quarter of it names
nobody. Passages are then weathered: capitals, wrapped lines, bullets, letters misread by scanners, lost blanks.
$train_templates passages were made from templates for training. Everything is fixed by a seed.

The **held-out part** ($test_templates passages from $test_template_lines other templates, and $test_sentences other
hand-written sentences) shares no template and no sentence with training, and none of its names of people, places and
bodies: a name's hash decides to which part it belongs.

## Scores on the held-out part
An entity counts when its label and both its ends are right. These are the shipped model's own.

| label | precision | recall | F1 | entities |
|---|---|---|---|---|
$heldout

On its hand-written sentences alone:

| label | precision | recall | F1 | entities |
|---|---|---|---|---|
$handwritten

## Limits
- It knows the world of English health plans around 2016. Abbreviations of bodies that stand without context are guesses.
- A place that is also a surname is told apart by context only. Without context (a list of places in one line) it errs.
- Hospitals named as places are left out, so that "£40m for a new wing at the General" does not become a body's figure.
- Long stretches of text broken by scanning bring false names. Callers look where a candidate stands, and confirm names
  by rules; a person or body found by the model alone is never a record by itself.
- Not a tool to find people in other kinds of text, nor to redact documents.

## Retraining
`stp train-ner` repeats corpus, training and measurement from the seed, in a few minutes on two cores, and writes the
model and this page. The settings are in `pipeline/ner_training/config.cfg` (spaCy $spacy), names and sentences in
`pipeline/ner_training/data`.
""")


def write_model_card(model: Path, card: Path) -> None:
    """Write the card of the model in the folder `model`, from its meta.json, to the file `card`."""
    card.write_text(render_model_card(model), encoding="utf-8")


def render_model_card(model: Path) -> str:
    """The card as Markdown."""
    meta = srsly.read_json(model / "meta.json")
    scores = Scores.from_meta(meta["performance"])
    size = sum(file.stat().st_size for file in model.rglob("*") if file.is_file())
    return _CARD.substitute(
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
