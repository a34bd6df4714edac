"""Money printed without its magnitude."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import pounds

_NUMBER = regex.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_MAGNITUDES = {1000: "thousands", 10**6: "millions", 10**9: "billions"}


class Seen(NamedTuple):
    footprint_id: str | None
    document_id: str
    page: int
    char_start: int
    char_end: int
    value_text: str
    detail: str
    record_ids: list[str]


def run(corpus: Corpus) -> Iterator[Draft]:
    for seen in corpus.select(Seen, "unit_missing"):
        passage = corpus.passage(seen.document_id, seen.page, seen.char_start, seen.char_end)
        factor = int(json.loads(seen.detail).get("assumed_factor") or 0)
        unit = _MAGNITUDES.get(factor)
        number = _NUMBER.search(seen.value_text)
        amount = Decimal(number.group().replace(",", "")) * factor if number and unit else None
        yield Draft(
            footprint_id=seen.footprint_id,
            document_id=seen.document_id,
            message=f"{seen.value_text.strip()} is printed without a unit"
            + (f"; the amounts around it are in {unit}." if unit else "."),
            explanation=(
                f"As printed it is {seen.value_text.strip()}, a sum no plan would mention"
                + (f"; the warehouse reads it as {pounds(amount)}." if amount else ".")
            ),
            record_ids=tuple(seen.record_ids),
            quotes=(passage,),
            suggestion=f"Read it as {pounds(amount)}, in the unit of its neighbours." if amount else None,
            severity="warning" if "\t" in passage or "|" in passage else None,  # a table's other cells show its unit
        )


RULE = Rule(
    name="unit_missing",
    severity="error",
    meaning="An amount stands without the million or thousand that its neighbours have. In a table it is a warning.",
    remedy="Check the amount against the footprint's own plan; the warehouse holds it in the unit of its neighbours.",
    example="Proposed savings of £95.2 beside a gap of £310m.",
    run=run,
)
