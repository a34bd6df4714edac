"""What is kept of a document is what came out of it, and is found again only by what it came from."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from made_up_warehouse import Text, document

from extractors.document import Extraction, Imprint
from pipeline.ingest import Ingested, Limits
from pipeline.reading.model import PageProblem
from pipeline.sources import Source
from pipeline.warehouse.cache import ExtractionCache
from schemas.documents import PageRow, Rejected
from schemas.types import Box


def a_document() -> tuple[Source, Ingested]:
    text = Text("Northtown £4m\nJo Bloggs 😀", "plan.pdf", stated_on=datetime.date(2016, 10, 21))
    text.section("Northtown", 1)
    text.saving("£4m", 4)
    boxed = text.lead("Jo Bloggs", "Jo Bloggs").model_copy(update={"boxes": (Box(x0=1, top=2, x1=3, bottom=4.5),)})
    text.observe("unit_missing", "£4m", '{"near": "£"}')
    refused = Rejected(
        **text.evidence("4m"), table_name="funding", footprint_id=None, value_text="4m", extractor="t", reason="spent"
    )
    found = Extraction(
        Imprint("A plan", "plan", text.stated_on),
        tuple(text.sections),
        (text.records[0], boxed),
        (refused,),
        tuple(text.observations),
    )
    pages = (PageRow(document_id=text.document_id, page=1, page_label="iv", text=text.text),)
    source = Source(Path("plan.pdf"), "plan.pdf", "plan.pdf", text.document_id, 10, title="A plan")
    return source, Ingested(document(text), pages, found, (PageProblem(2, "a scan", "ocr"),))


def test_what_is_kept_is_what_came_out(tmp_path: Path) -> None:
    cache, (source, ingested) = ExtractionCache(tmp_path, Limits()), a_document()
    assert not cache.has(source)
    assert cache.get(source) is None
    cache.put(source, ingested)
    assert cache.has(source)
    assert cache.get(source) == ingested


@pytest.mark.parametrize("passing", [False, True], ids=["damaged", "crashed"])
def test_a_document_that_could_not_be_read_is_tried_again_only_if_that_may_help(tmp_path: Path, passing: bool) -> None:
    cache, (source, ingested) = ExtractionCache(tmp_path, Limits()), a_document()
    lost = Ingested(ingested.document.model_copy(update={"status": "unreadable"}), (), None, (), passing)
    cache.put(source, lost)
    assert cache.has(source) is not passing
    assert cache.get(source) == lost


@pytest.mark.parametrize(
    ("change", "limits"),
    [
        ({"document_id": "0" * 64}, Limits()),
        ({"location": "elsewhere/plan.pdf"}, Limits()),
        ({"stated_on": datetime.date(2017, 1, 1)}, Limits()),
        ({}, Limits(seconds=1)),
    ],
    ids=["other bytes", "other place", "other date stated beside it", "other limits"],
)
def test_another_document_or_other_limits_are_another_entry(
    tmp_path: Path, change: dict[str, object], limits: Limits
) -> None:
    source, ingested = a_document()
    ExtractionCache(tmp_path, Limits()).put(source, ingested)
    assert not ExtractionCache(tmp_path, limits).has(replace(source, **change))


def test_another_version_of_the_code_reads_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, (source, ingested) = ExtractionCache(tmp_path, Limits()), a_document()
    cache.put(source, ingested)
    monkeypatch.setattr("pipeline.warehouse.cache.pipeline_version", lambda: "0.2.0+abc")
    assert not cache.has(source)
    cache.keep_only([source])
    assert list(tmp_path.glob("*/*")) == []


def test_a_copy_beside_a_document_changes_nothing(tmp_path: Path) -> None:
    cache, (source, ingested) = ExtractionCache(tmp_path, Limits()), a_document()
    cache.put(source, ingested)
    assert cache.has(replace(source, duplicates=("copy.pdf",), path=Path("/absolute/plan.pdf")))


@pytest.mark.parametrize("damage", [b"", b"\x1f\x8b", b"{}"], ids=["empty", "cut off", "no archive"])
def test_a_damaged_entry_is_none(tmp_path: Path, damage: bytes) -> None:
    cache, (source, ingested) = ExtractionCache(tmp_path, Limits()), a_document()
    cache.put(source, ingested)
    (entry,) = tmp_path.glob("*/*")
    entry.write_bytes(damage)
    assert cache.get(source) is None
    assert not cache.has(source)
