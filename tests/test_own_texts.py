"""The project's own labelled texts (tests/texts): how much of what they state is found, and that no trap is sprung.

Set A and set B were written by different hands. The floors stand a little below what is reached: a change that loses
a class of phrasing falls through them.
"""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from reading_text import document

from extractors.extract import extract
from pipeline.evaluation.labels import read_labels
from pipeline.evaluation.score import Extracted, evaluate
from schemas.records import Record

TEXTS = Path(__file__).parent / "texts"
VALUE = {
    "populations": "people_text",
    "leads": "name",
    "financial_gaps": "amount_text",
    "capital_requirements": "amount_text",
    "savings": "amount_text",
    "funding": "amount_text",
}

FLOORS = {
    # table: (least precision, least recall in set A, in set B)
    "populations": (0.96, 0.93, 0.95),
    "leads": (0.97, 0.95, 0.95),
    "financial_gaps": (0.96, 0.97, 0.97),
    "capital_requirements": (0.94, 0.88, 0.92),
    "savings": (0.94, 0.95, 0.95),
    "funding": (0.94, 0.95, 0.95),
    "ics_status": (0.97, 0.94, 0.94),
}
LEAST_STRICT_GAPS = 0.94
"""F1 of gaps with component and scenario right."""


@cache
def records(name: str) -> tuple[Record, ...]:
    """Everything read from one of the texts."""
    return extract(document((TEXTS / name).read_text(encoding="utf-8"), name)).records


def extracted(which: str) -> Extracted:
    """The rows of a set, as the evaluation takes them."""
    rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    lengths = {}
    for path in sorted(TEXTS.glob(f"{which}[0-9]*.txt")):
        lengths[path.stem] = len(path.read_text(encoding="utf-8"))
        for record in records(path.name):
            rows[path.stem, record.table].append(record.model_dump())
    return Extracted(rows, lengths)


@pytest.mark.slow
@pytest.mark.parametrize("which", ["a", "b"])
def test_enough_is_found_and_hardly_anything_invented(which: str) -> None:
    scores = evaluate(read_labels([TEXTS / f"labels_{which}.jsonl"]), extracted(which), strict=False)
    for table, (precision, *recall) in FLOORS.items():
        assert scores[table].precision >= precision, f"{table}: {scores[table].wrong}"
        assert scores[table].recall >= recall["ab".index(which)], f"{table}: {[m.quote for m in scores[table].missed]}"
    strict = evaluate(read_labels([TEXTS / f"labels_{which}.jsonl"]), extracted(which), strict=True)
    assert strict["financial_gaps"].f1 >= LEAST_STRICT_GAPS


def is_own(record: Record) -> bool:
    """Whether a record is a footprint's own figure or lead."""
    if record.footprint_id is None:
        return False
    if record.table == "populations":
        return getattr(record, "scope", None) == "footprint"
    if record.table == "leads":
        return getattr(record, "role", None) == "STP lead"
    return getattr(record, "organisation", None) is None


def traps() -> list[dict[str, str]]:
    """What must not become a footprint's own fact: the words, and why."""
    return [
        json.loads(line) for which in "ab" for line in (TEXTS / f"traps_{which}.jsonl").read_text("utf-8").splitlines()
    ]


def stated(name: str, table: str, value: str) -> bool:
    """Whether the labels of a text have this value in this table: then a record of it is no trap."""
    lines = (TEXTS / f"labels_{name[0]}.jsonl").read_text("utf-8").splitlines()
    labels = [json.loads(line) for line in lines]
    return any(label["doc"] == name and label["table"] == table and value in label["quote"] for label in labels)


@pytest.mark.slow
def test_no_trap_becomes_a_footprints_own_fact() -> None:
    sprung = []
    for trap in traps():
        words = " ".join(trap["quote"].split())
        for record in records(trap["doc"]):
            value = getattr(record, VALUE[record.table]) if record.table in VALUE else None
            quote = " ".join(record.quote.split())
            if not (value and is_own(record) and value in words and (words in quote or quote in words)):
                continue
            if not stated(trap["doc"], record.table, value):
                sprung.append((trap["doc"], record.table, value, trap["why"]))
    assert sprung == []
