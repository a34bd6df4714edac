"""Evaluation: what counts as found, missed and wrong; and the same figures as the independent scorer of the labels."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made_up_warehouse import Text, warehouse

from flows.refresh import refresh
from flows.request import RefreshRequest
from pipeline.evaluation import figures
from pipeline.evaluation.labels import LabelError, Labels, read_labels
from pipeline.evaluation.sameness import cell, organisation, person, role
from pipeline.evaluation.score import Score, evaluate, read_extracted
from schemas.footprints import footprint_code
from schemas.records import Focus

HOME, ELSEWHERE = footprint_code(1), footprint_code(2)


def labels(folder: Path, *labelled: dict[str, Any]) -> Labels:
    """Labels of `plan.txt`, about footprint 1 where they do not say otherwise."""
    path = folder / "labels.jsonl"
    fixed = {"doc": "plan.txt", "footprint": HOME}
    path.write_text("".join(json.dumps({**fixed, **label}) + "\n" for label in labelled), encoding="utf-8")
    return read_labels([path])


def gap(amount: int, quote: str = "words", **more: Any) -> dict[str, Any]:
    fields = {"amount_gbp": amount, "component": "combined", "scenario": "do_nothing", "financial_year": "2020/21"}
    return {"table": "financial_gaps", "fields": {**fields, **more.pop("fields", {})}, "quote": quote, **more}


def scored(folder: Path, text: Text, *labelled: dict[str, Any], strict: bool = True) -> dict[str, Score]:
    return evaluate(labels(folder, *labelled), read_extracted(warehouse(folder, text)), strict)


def counts(score: Score) -> tuple[int, int, int]:
    """Found, missed, wrong."""
    return score.found, len(score.missed), len(score.wrong)


def long_text(*quotes: str) -> Text:
    """A document too long to be labelled in full, with these words at its start."""
    return Text(" ".join(quotes) + " and so on" * 400)


def test_a_label_is_found_missed_or_a_record_is_wrong(tmp_path: Path) -> None:
    text = long_text("A gap of £80m.", "Another of £90m.")
    text.gap("£80m", 80)
    text.gap("£90m", 90)

    score = scored(tmp_path, text, gap(80_000_000, "a gap of £80m"), gap(70_000_000))["financial_gaps"]
    assert counts(score) == (1, 1, 1)
    assert (score.precision, score.recall, score.f1, score.evidence) == (0.5, 0.5, 0.5, 1.0)


def test_the_lenient_match_forgives_an_attribute_and_the_strict_one_does_not(tmp_path: Path) -> None:
    text = long_text("The health gap is £80m.")
    text.gap("£80m", 80, component="unspecified")

    label = gap(80_000_000, fields={"component": "health"})
    assert counts(scored(tmp_path, text, label, strict=False)["financial_gaps"]) == (1, 0, 0)
    (tmp_path / "made-up.duckdb").unlink()
    assert counts(scored(tmp_path, text, label)["financial_gaps"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"accept": {"amount_gbp": [80_000_000]}}, (1, 0, 0)),
        ({"accept": {"amount_gbp": 80_000_000}}, (1, 0, 0)),
        ({"optional": True}, (0, 0, 1)),
        ({}, (0, 1, 1)),
    ],
    ids=["an accepted value", "a single one", "optional", "neither"],
)
def test_a_label_may_accept_other_values_or_be_optional(
    tmp_path: Path, more: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    text = long_text("A gap of some £80m.")
    text.gap("£80m", 80)
    assert counts(scored(tmp_path, text, gap(81_000_000, **more))["financial_gaps"]) == expected


def test_what_is_said_twice_counts_once(tmp_path: Path) -> None:
    text = long_text("A gap of £80m.", "Yes, £80m.")
    text.gap("£80m", 80)
    text.gap("£80m", 80, occurrence=1)
    score = scored(tmp_path, text, gap(80_000_000), gap(80_000_000))["financial_gaps"]
    assert counts(score) == (1, 0, 0)


def test_a_record_without_a_footprint_is_never_wrong(tmp_path: Path) -> None:
    text = long_text("£80m here, £900m in the country.")
    text.gap("£80m", 80)
    text.gap("£900m", 900, footprint=None)
    assert counts(scored(tmp_path, text, gap(80_000_000))["financial_gaps"]) == (1, 0, 0)


def test_a_table_without_labels_is_judged_in_a_short_text_only(tmp_path: Path) -> None:
    for text, wrong in ((Text("£80m gap, 5 people"), True), (long_text("£80m gap, 5 people"), False)):
        text.gap("£80m", 80)
        text.population("5", 5)
        assert ("populations" in scored(tmp_path, text, gap(80_000_000))) is wrong
        (tmp_path / "made-up.duckdb").unlink()


def test_a_text_labelled_as_stating_nothing_has_only_wrong_records(tmp_path: Path) -> None:
    text = long_text("£80m")
    text.gap("£80m", 80)
    nothing = {"table": "none", "fields": {}}
    assert counts(scored(tmp_path, text, nothing)["financial_gaps"]) == (0, 0, 1)


def test_a_collection_of_profiles_is_judged_for_the_labelled_footprints(tmp_path: Path) -> None:
    profiles = [f"Area {n}: {n} people" for n in range(1, 21)]
    text = long_text(*profiles)
    for n in range(1, 21):
        text.population(f"{n} people", n, footprint=n)
        text.capital(f"Area {n}:", n, footprint=n)
    population = {"scope": "footprint"}
    labelled = [
        {"table": "populations", "footprint": footprint_code(n), "fields": {"people": n, **population}}
        for n in range(1, 16)
    ]

    scores = scored(tmp_path, text, *labelled)
    assert counts(scores["populations"]) == (15, 0, 0)
    assert counts(scores["capital_requirements"]) == (0, 0, 15)


def test_list_items_are_matched_by_likeness(tmp_path: Path) -> None:
    text = long_text("Care at home for everyone", "Fewer beds")
    for ordinal, item in enumerate(("Care at home for everyone", "Fewer beds"), start=1):
        fixed = {"footprint_id": HOME, "method": "rule", "extractor": "test"}
        text.records.append(Focus.identified(**text.evidence(item), **fixed, ordinal=ordinal, text=item))
    wanted = {"table": "focuses", "fields": {"text": "Care at home, for everyone."}}
    assert counts(scored(tmp_path, text, wanted)["focuses"]) == (1, 0, 1)


def test_attributes_are_compared_once_a_label_is_found(tmp_path: Path) -> None:
    text = long_text("Lead: Dr Jo Bloggs, Northtown CCG")
    text.lead("Jo Bloggs", "Jo Bloggs", organisation="Northtown Clinical Commissioning Group")

    fields = {"name": "Dr Jo Bloggs OBE", "role": "Footprint lead", "organisation": "Northtown CCG", "honorific": "Dr"}
    score = scored(tmp_path, text, {"table": "leads", "fields": fields, "quote": "Lead: Dr Jo Bloggs"})["leads"]
    assert counts(score) == (1, 0, 0)
    assert (score.evidence, score.exact) == (1.0, 0.0)  # the honorific was not extracted


@pytest.mark.parametrize(
    ("form", "one", "other"),
    [
        (person, "Professor Sir Sam Smith KBE", "sam smith"),
        (organisation, "The Northtown & District NHS Foundation Trust", "Northtown and District FT"),
        (organisation, "Northtown Clinical Commissioning Group", "NHS Northtown CCG"),
        (role, "Senior Responsible Officer", "SRO"),
        (role, "Convenor", "STP lead"),
        (cell, "85.5%", "85.50"),
        (cell, "5,441", "5441"),
        (cell, "Category 2 - advanced", "2"),
    ],
)
def test_ways_to_write_the_same(form: Any, one: str, other: str) -> None:
    assert form(one) == form(other)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [("{", "line 2: Invalid JSON"), ('{"doc": "a.txt"}', "line 2: table: Field required")],
)
def test_a_malformed_label_is_named_by_file_and_line(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(f'{{"doc": "a.txt", "table": "none"}}\n{line}\n')
    with pytest.raises(LabelError, match=rf"labels\.jsonl, {complaint}"):
        read_labels([path])


def test_misses_show_the_label_and_the_row(tmp_path: Path) -> None:
    text = long_text("A gap of £80m.")
    text.gap("£80m", 80)
    shown = figures.misses(scored(tmp_path, text, gap(70_000_000, "the £70m gap")), most=1).splitlines()
    assert shown[0].startswith(f"MISSED  financial_gaps plan {HOME} ")
    assert shown[0].endswith("| the £70m gap")
    assert shown[1].startswith(f"FALSE   financial_gaps plan {HOME} ")


def test_markdown_has_a_table_for_all_and_for_each_document(tmp_path: Path) -> None:
    text = long_text("A gap of £80m.")
    text.gap("£80m", 80)
    wanted = labels(tmp_path, gap(80_000_000))
    page = figures.as_markdown(wanted, read_extracted(warehouse(tmp_path, text)))
    row = "| financial_gaps | 1 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 0.000 | 1.000 |"
    assert page.count(row) == 2
    assert "## plan\n" in page


@pytest.mark.slow
def test_the_figures_are_those_of_the_labels_own_scorer(shared_dir: Path, tmp_path: Path) -> None:
    request = RefreshRequest(
        sources=(str(shared_dir / "corpus"), str(shared_dir / "wild")),
        warehouse=tmp_path / "w.duckdb",
        report=tmp_path / "report",
        decisions=tmp_path / "none.jsonl",
    )
    refresh(request)
    files = [path for path in sorted(shared_dir.glob("*/*.jsonl")) if '"table"' in path.read_text(encoding="utf-8")]
    of = figures.scores(read_labels(files), read_extracted(request.warehouse))
    scorer = [sys.executable, str(shared_dir / "tools/score.py"), str(request.warehouse), *map(str, files)]

    printed = subprocess.run(scorer, capture_output=True, text=True, check=True).stdout
    assert figures.as_text(of) == printed
    plain = subprocess.run([*scorer, "--json"], capture_output=True, text=True, check=True).stdout
    assert json.loads(figures.as_json(of)) == json.loads(plain)
