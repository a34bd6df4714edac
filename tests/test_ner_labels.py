"""Does the recogniser find the people and bodies that the labels of the corpus name, in the lines that name them?"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from extractors.ner import Label, recognise_many

pytestmark = pytest.mark.slow


class Named(NamedTuple):
    label: Label
    name: str
    lines: str  # the lines of the document that the label's quote touches


def names_in_labels(shared: Path) -> Iterator[Named]:
    """Leads, their organisations and the organisations, wherever the lines say the name as the label does."""
    complete = [path for path in sorted((shared / "gold").glob("*.jsonl")) if path.stem not in ("traps", "findings")]
    for path in [*complete, shared / "wild" / "gold.jsonl"]:
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if entry.get("table") not in ("leads", "organisations") or entry.get("optional"):
                continue
            folder = shared / ("wild" if path.parent.name == "wild" else "corpus")
            lines = _lines_of(folder / entry["doc"], entry["quote"], entry.get("occurrence", 0))
            fields = entry["fields"]
            bodies = fields["name"]
            if entry["table"] == "leads":
                yield Named("PERSON", fields["name"], lines)
                bodies = fields["organisation"] or ""
            for body in filter(None, bodies.split(", ")):
                yield Named("ORG", body, lines)


def _lines_of(document: Path, quote: str, occurrence: int) -> str:
    text = document.read_text(encoding="utf-8")
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quote, start + 1)
    end = text.find("\n", start + len(quote))
    return text[text.rfind("\n", 0, start) + 1 : end if end >= 0 else len(text)]


def essence(name: str) -> str:
    """A name without what may vary: "&", apostrophes, the kind of trust at its end, the suffix that CCGs share."""
    name = re.sub(r"\s+", " ", name.replace("&", "and").replace("’", "'").replace("'", "")).casefold()
    name = name.removeprefix("the ")
    return re.sub(r" (nhs )?(foundation )?(trusts?|ft)$| ccgs?$| clinical commissioning groups?$", "", name)


@pytest.fixture(scope="module")
def named(shared_dir: Path) -> list[Named]:
    return sorted(name for name in set(names_in_labels(shared_dir)) if essence(name.name) in essence(name.lines))


@pytest.mark.parametrize("label", ["PERSON", "ORG"])
def test_nine_in_ten_named_are_found(named: list[Named], label: Label) -> None:
    wanted = [name for name in named if name.label == label]
    found = recognise_many([name.lines for name in wanted])
    missed = [
        name
        for name, entities in zip(wanted, found, strict=True)
        if not any(entity.label == label and essence(name.name) in essence(entity.text) for entity in entities)
    ]
    assert len(wanted) >= 60
    assert 1 - len(missed) / len(wanted) >= 0.9, missed
