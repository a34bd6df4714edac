"""Does the recogniser find the people and bodies that the labels of the corpus name, in the lines that name them?"""

from pathlib import Path

import pytest

from extractors.document import Document, Page
from pipeline.evaluation.labels import Label, Labels, read_labels
from pipeline.evaluation.names import Named, find_names, names_in_labels
from pipeline.reading import read
from pipeline.reading.limits import Limits


def labels_of(**fields: str | None) -> Labels:
    label = Label(doc="a.txt", table="leads", fields=fields, quote="Jane Smith")
    return Labels({("a", "leads"): [label]}, frozenset())


def document(text: str) -> Document:
    return Document("0" * 64, "a.txt", (Page(1, text, None),))


def test_names_are_looked_for_in_the_lines_that_the_quote_touches() -> None:
    text = "Elsewhere.\nLead: Jane Smith, Eastmere & Tarn CCG\nMore."
    named = names_in_labels(labels_of(name="Jane Smith", organisation="Eastmere and Tarn CCG"), [document(text)])
    line = "Lead: Jane Smith, Eastmere & Tarn CCG"
    assert named == [Named("ORG", "Eastmere and Tarn CCG", line), Named("PERSON", "Jane Smith", line)]
    found = find_names(named)
    assert (found["PERSON"].by_model, found["ORG"].by_model, found["ORG"].by_rules) == (1, 1, 1)


def test_a_body_that_is_described_or_not_printed_is_not_looked_for() -> None:
    text = "Jane Smith is chief officer of five local CCGs."
    assert names_in_labels(labels_of(name="Jane Smith", organisation="five local CCGs"), [document(text)]) == [
        Named("PERSON", "Jane Smith", text)
    ]
    assert names_in_labels(labels_of(name="J Smith", organisation="Eastmere CCG"), [document(text)]) == []


@pytest.mark.slow
def test_nine_in_ten_that_the_corpus_names_are_found(shared_dir: Path) -> None:
    labels = [path for path in sorted((shared_dir / "gold").glob("*.jsonl")) if path.stem not in ("traps", "findings")]
    texts = [read(path, Limits(), file_name=path.name).document for path in (shared_dir / "corpus").glob("*.txt")]
    for found in find_names(names_in_labels(read_labels(labels), texts)).values():
        assert found.names >= 50
        assert found.by_model / found.names >= 0.9, found.missed_by_model
