"""Scores in print: a table for the terminal, examples of what went wrong, JSON for scripts, Markdown for the docs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.evaluation.labels import Labels
from pipeline.evaluation.score import Extracted, Score, evaluate
from pipeline.warehouse.query import printable

_TELLING = (
    *("name", "role", "amount_gbp", "amount_gbp_low", "amount_gbp_high", "component", "scenario", "people", "scope"),
    *("financial_year", "status", "text", "change", "row_name", "value_text"),
)


@dataclass(frozen=True)
class Scores:
    """Scores per table, under the lenient and under the strict match."""

    lenient: Mapping[str, Score]
    strict: Mapping[str, Score]


def scores(labels: Labels, extracted: Extracted) -> Scores:
    """Both scores of every labelled table."""
    return Scores(evaluate(labels, extracted, strict=False), evaluate(labels, extracted, strict=True))


def as_text(of: Scores) -> str:
    """One line a table."""
    lines = [
        f"{'table':22}{'labels':>7} | {'lenient P':>9}{'R':>7}{'F1':>7} | {'strict P':>9}{'R':>7}{'F1':>7} "
        f"| {'evidence':>8}{'exact':>7}"
    ]
    for table, strict in of.strict.items():
        lenient = of.lenient.get(table, strict)
        lines.append(
            f"{table:22}{strict.labels:7} | {lenient.precision:9.3f}{lenient.recall:7.3f}{lenient.f1:7.3f} | "
            f"{strict.precision:9.3f}{strict.recall:7.3f}{strict.f1:7.3f} | {strict.evidence:8.3f}{strict.exact:7.3f}"
        )
    return "\n".join(lines) + "\n"


def misses(of: Mapping[str, Score], most: int) -> str:
    """Up to `most` labels that were missed, and rows that are wrong, of each table."""
    lines = []
    for table, score in of.items():
        for label in score.missed[:most]:
            said = json.dumps(label.fields, ensure_ascii=False)
            lines.append(f"MISSED  {table} {label.document} {label.footprint} {said[:160]} | {label.quote[:120]}")
        for document, row in score.wrong[:most]:
            said = json.dumps(
                {name: str(row[name]) for name in _TELLING if row.get(name) is not None}, ensure_ascii=False
            )
            lines.append(f"FALSE   {table} {document} {row['footprint_id']} {said[:160]} | {row['quote'][:120]}")
    return "".join(printable(line) + "\n" for line in lines)


def as_json(of: Scores) -> str:
    """Every figure, for scripts."""

    def plain(scores: Mapping[str, Score]) -> dict[str, Any]:
        return {table: score.figures() for table, score in scores.items()}

    return json.dumps({"lenient": plain(of.lenient), "strict": plain(of.strict)}) + "\n"


def as_markdown(labels: Labels, extracted: Extracted) -> str:
    """The figures over all documents, then of each document."""
    parts = ["## All documents\n", _markdown_table(scores(labels, extracted))]
    for document in sorted(labels.documents | labels.stating_nothing):
        of = scores(labels.only(document), extracted)
        if of.strict:
            parts += [f"## {document}\n", _markdown_table(of)]
    return "\n".join(parts)


def _markdown_table(of: Scores) -> str:
    lines = [
        "| table | labels | lenient P | R | F1 | strict P | R | F1 | evidence | exact |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for table, strict in of.strict.items():
        lenient = of.lenient.get(table, strict)
        figures = (
            *(lenient.precision, lenient.recall, lenient.f1),
            *(strict.precision, strict.recall, strict.f1, strict.evidence, strict.exact),
        )
        lines.append(f"| {table} | {strict.labels} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")
    return "\n".join(lines) + "\n"
