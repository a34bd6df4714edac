"""How accurate extraction is, measured on labelled documents themselves: docs/accuracy.md.

The documents are read and extracted in this process, without a warehouse, three times: with the rules and the entity
recogniser together, as a refresh does it, and with each of them alone.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import get_args

from extractors.extract import extract
from extractors.mentions.persons import PersonSource
from extractors.ner import Label as Kind
from pipeline.evaluation.figures import as_markdown, scores
from pipeline.evaluation.labels import Labels
from pipeline.evaluation.names import find_names, names_in_labels
from pipeline.evaluation.score import Extracted
from pipeline.reading import Reading, read
from pipeline.reading.limits import Limits
from pipeline.sources import discover

_PAGE = """# Accuracy

Written by `stp evaluate LABELS --documents FOLDERS`; do not edit. Precision, recall and F1 of each table against
labelled documents. The strict match takes attributes into account that the lenient one leaves out (a gap's component
and scenario, a saving's year). `evidence` is the share of the labels found whose record quotes the labelled words,
`exact` the share whose further attributes agree.

Persons in running text are found by patterns and by the entity recogniser together; the other tables are read by rules
alone. What each contributes to the leads:

{comparison}
Of the persons and bodies that the labels name, these are found in the lines that name them (a body that is described
and not named, as "five local CCGs", is not looked for). The entity recogniser's own papers are in
[ner-model-card.md](ner-model-card.md).

{names}
{tables}"""
_KINDS: dict[Kind, str] = {"PERSON": "persons", "ORG": "bodies"}
_NAMES = {"both": "rules and model", "rules": "rules alone", "model": "model alone"}


def accuracy_page(labels: Labels, documents: Sequence[Path]) -> str:
    """The page, from labels and the folders or files of the documents they label. Raises SourceError for bad paths."""
    readings = [read(source.path, Limits(), file_name=source.file_name) for source in discover(documents)]
    extracted = {source: _extracted(readings, source) for source in get_args(PersonSource)}
    lines = [
        "| persons found by | labels | lenient P | R | F1 | strict P | R | F1 |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for source, rows in extracted.items():
        of = scores(labels, rows)
        if "leads" in of.strict:
            lenient, strict = of.lenient["leads"], of.strict["leads"]
            figures = (
                *(lenient.precision, lenient.recall, lenient.f1),
                *(strict.precision, strict.recall, strict.f1),
            )
            lines.append(f"| {_NAMES[source]} | {strict.labels} | " + " | ".join(f"{f:.3f}" for f in figures) + " |")
    return _PAGE.format(
        comparison="\n".join(lines) + "\n",
        names=_names_found(labels, readings),
        tables=as_markdown(labels, extracted["both"]),
    )


def _names_found(labels: Labels, readings: Iterable[Reading]) -> str:
    lines = [
        "| named in labels | names | recall of rules | of the model | of both |",
        "|---|--:|--:|--:|--:|",
    ]
    for kind, found in find_names(names_in_labels(labels, (reading.document for reading in readings))).items():
        if found.names:
            shares = (count / found.names for count in (found.by_rules, found.by_model, found.by_both))
            lines.append(f"| {_KINDS[kind]} | {found.names} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")
    return "\n".join(lines) + "\n"


def _extracted(readings: Iterable[Reading], persons: PersonSource) -> Extracted:
    rows: dict[tuple[str, str], list[dict[str, object]]] = {}
    lengths: dict[str, int] = {}
    for reading in readings:
        name = PurePath(reading.document.file_name).stem
        lengths[name] = sum(len(page.text) for page in reading.document.pages)
        for record in extract(reading.document, persons).records:
            rows.setdefault((name, record.table), []).append(record.model_dump())
    return Extracted(rows, lengths)
