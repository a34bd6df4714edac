"""Hostile and odd PDFs: none crashes or holds up a run, each is reported with its reason, and good ones still load."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hostile_pdfs import CASES, HEAVY, good, mutations

from pipeline.ingest import Ingested, Limits, ingest_many
from pipeline.sources import discover

LIMITS = Limits(seconds=8, memory_mb=600)

REASONS = {
    "empty": "empty",
    "text_in_disguise": "not a PDF",
    "random_bytes": "not a PDF",
    "first_half": "truncated",
    "without_its_end": "truncated",
    "password": "password",
    "unknown_encryption": "encrypted",
    "no_pages": "damaged",
    "pages_in_a_circle": "damaged",
    "a_hundred_thousand_pages": "100,000",
    "bomb": "crashed|memory|did not end",
    "half_a_million_rules": "did not end|drawn",
    "forms_that_double_thirty_times": "crashed|memory|did not end",
}
STILL_READ = ("junk_before", "junk_after", "owner_password_alone", "xref_points_nowhere", "script_on_opening")


def ingested(folder: Path, cases: Iterable[str]) -> dict[str, Ingested]:
    """What comes of these cases, with a good document at either end, two at a time."""
    for name in cases:
        (folder / f"{name}.pdf").write_bytes(CASES[name]())
    (folder / "000.pdf").write_bytes(good(2))
    (folder / "zzz.pdf").write_bytes(good(3))
    results = ingest_many(discover([folder]), LIMITS, workers=2)
    return {Path(result.document.file_name).stem: result for result in results}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ingested]:
    return ingested(tmp_path_factory.mktemp("odd"), CASES.keys() - HEAVY)


def check(result: Ingested, name: str) -> None:
    """Read, or reported with a reason."""
    document = result.document
    assert document.status == "read" or document.problem
    if name in REASONS:
        assert document.status == "unreadable"
        assert re.search(REASONS[name], document.problem or "")


@pytest.mark.parametrize("name", sorted(CASES.keys() - HEAVY))
def test_an_odd_pdf_is_read_or_reported(odd: dict[str, Ingested], name: str) -> None:
    check(odd[name], name)


@pytest.mark.parametrize("name", STILL_READ)
def test_a_pdf_that_others_open_is_read(odd: dict[str, Ingested], name: str) -> None:
    assert odd[name].document.status == "read"
    assert odd[name].document.char_count == odd["zzz"].document.char_count


def test_good_documents_beside_odd_ones_load(odd: dict[str, Ingested]) -> None:
    assert [odd[name].document.status for name in ("000", "zzz")] == ["read", "read"]
    assert [odd[name].document.page_count for name in ("000", "zzz")] == [2, 3]


@pytest.mark.slow
def test_heavy_pdfs_cost_no_more_than_their_limits(tmp_path: Path) -> None:
    results = ingested(tmp_path, sorted(HEAVY))
    for name, result in results.items():
        check(result, name)
    assert results["zzz"].document.status == "read"


@pytest.mark.slow
def test_five_hundred_mutations_of_a_good_pdf(tmp_path: Path) -> None:
    for number, data in enumerate(mutations(500, seed=20161021)):
        (tmp_path / f"{number:03}.pdf").write_bytes(data)
    (tmp_path / "good.pdf").write_bytes(good())
    results = []
    for result in ingest_many(discover([tmp_path]), LIMITS, workers=os.cpu_count() or 1):
        check(result, result.document.file_name)
        results.append(result)
    assert results[-1].document.status == "read"
