"""Reading and extracting in child processes: order, limits, and nothing left behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_pdfs import CASES, FONT, TEXT, bomb, good, pdf, stream

from extractors.document import Document, Page
from pipeline.ingest import Ingested, Limits, ingest, ingest_many
from pipeline.reading.child import _check_quote
from pipeline.scratch import Scratch
from pipeline.sources import Source, discover
from schemas.documents import Rejected

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes through /proc")


def source(path: Path) -> Source:
    return discover([path])[0]


def children() -> set[str]:
    """Process numbers of this process's children."""
    return {pid for file in Path("/proc/self/task").glob("*/children") for pid in file.read_text().split()}


@pytest.fixture
def nothing_left(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails the test when a process or a temporary file of the reading is still there after it."""
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = children()
    yield
    assert children() == before
    assert list(temporary.iterdir()) == []


@needs_proc
@pytest.mark.usefixtures("nothing_left")
def test_results_come_in_the_order_of_the_sources(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(good(40))
    for name in "bcde":
        (tmp_path / f"{name}.txt").write_text(f"Document {name}")
    finished: list[str] = []
    results = ingest_many(discover([tmp_path]), Limits(), 2, lambda done: finished.append(done.document.file_name))
    names = [result.document.file_name for result in results]
    assert names == ["a.pdf", "b.txt", "c.txt", "d.txt", "e.txt"]
    assert sorted(finished) == names


def test_what_the_document_states_and_what_is_stated_about_it(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("Example plan\n\nPopulation: 1.2 million\n\fPage two")
    (tmp_path / "sources.toml").write_text('[[source]]\nfile = "plan.txt"\ntitle = "Stated title"\nkind = "plan"\n')
    document = ingest(source(plan), Limits()).document
    assert (document.title, document.kind, document.media_type) == ("Stated title", "plan", "text/plain")
    assert (document.page_count, document.char_count) == (2, len(plan.read_text()) - 1)


def test_records_of_a_pdf_have_boxes_and_quote_the_page(tmp_path: Path) -> None:
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(CASES["owner_password_alone"]())
    result = ingest(source(plan), Limits())
    assert result.extraction
    assert result.extraction.records
    for record in result.extraction.records:
        text = result.pages[record.page - 1].text
        assert text[record.char_start : record.char_end] == record.quote
        assert record.boxes


def test_a_quote_that_does_not_stand_on_its_page_is_a_fault() -> None:
    document = Document("0" * 64, "plan.txt", (Page(1, "A gap of £5m"),))
    wrong = Rejected(
        document_id="0" * 64, page=1, char_start=2, char_end=5, quote="gaP", table_name="financial_gaps",
        footprint_id=None, value_text="5", extractor="gaps.example", reason="none",
    )  # fmt: skip
    with pytest.raises(ValueError, match=r"gaps\.example quotes what does not stand on page 1"):
        _check_quote(document, wrong)


@needs_proc
@pytest.mark.usefixtures("nothing_left")
def test_a_file_that_never_answers_is_given_up(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    silent = Source(pipe, str(pipe), pipe.name, "0" * 64, 0)
    after = tmp_path / "after.txt"
    after.write_text("Still read")
    hung, read = ingest_many([silent, source(after)], Limits(seconds=5), workers=1)
    assert (hung.document.status, hung.document.problem) == ("unreadable", "the time limit of 5 s was reached")
    assert read.document.status == "read"


def test_a_page_that_hangs_is_left_out_and_the_others_are_read(tmp_path: Path) -> None:
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(slow_second_page())
    result = ingest(source(plan), Limits(seconds=20))
    assert result.document.status == "partly_read"
    assert result.document.problem == "page 2: reading it did not end within 5 s"
    assert [problem.page for problem in result.page_problems] == [2]
    assert [bool(page.text) for page in result.pages] == [True, False, True]
    assert [page.status for page in result.pages] == ["read", "unreadable", "read"]
    assert result.pages[1].problem == "reading it did not end within 5 s"


def slow_second_page() -> bytes:
    """Three pages, the second of which takes pdfium ten seconds."""
    resources = b"/Resources << /Font << /F1 5 0 R >> >>"
    node = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R " + resources + b" >>"
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R 6 0 R 3 0 R] /Count 3 >>",
            3: node % 4,
            4: stream(TEXT),
            5: FONT,
            6: node % 7,
            7: stream(bomb(320, b"q Q "), b"/Filter /FlateDecode"),
        }
    )


def test_what_the_machine_could_not_open_may_be_read_another_time(tmp_path: Path) -> None:
    gone, empty = tmp_path / "gone.txt", tmp_path / "empty.txt"
    empty.touch()
    unmounted, nothing = ingest_many([Source(gone, str(gone), gone.name, "0" * 64, 0), source(empty)], Limits(), 1)
    assert (unmounted.document.status, unmounted.passing) == ("unreadable", True)
    assert (nothing.document.status, nothing.passing) == ("unreadable", False)


def test_memory_is_limited(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_bytes(b"words of no interest\n" * 9_000_000)
    result = ingest(source(big), Limits(memory_mb=200, max_characters=10**9))
    assert result.document.status == "unreadable"
    assert "memory limit of 200 MB" in (result.document.problem or "")


@needs_proc
def test_an_interrupt_ends_the_children_at_once(tmp_path: Path) -> None:
    (tmp_path / "slow.pdf").write_bytes(slow_second_page())
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    script = (
        "import sys; from pipeline.ingest import *; from pipeline.sources import discover\n"
        "print('reading', flush=True); list(ingest_many(discover(sys.argv[1:]), Limits(seconds=100), 2))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "slow.pdf")]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(temporary)}
    )
    assert process.stdout
    process.stdout.readline()
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert b"KeyboardInterrupt" in errors
    assert list(temporary.iterdir()) == []
    assert not [pid for pid in Path("/proc").glob("[0-9]*") if str(temporary).encode() in environment(pid)]


def environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


def test_a_result_can_be_sent_between_processes(tmp_path: Path) -> None:
    import pickle

    note = tmp_path / "note.txt"
    note.write_text("A note")
    result = ingest(source(note), Limits())
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301
    assert isinstance(result, Ingested)


def test_what_a_killed_process_left_behind_is_removed_and_what_a_living_one_holds_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left_behind = tmp_path / "stp-scratch-abc"
    left_behind.mkdir()
    (left_behind / "page.png").touch()
    held, other = Scratch(), Scratch()
    assert set(tmp_path.iterdir()) == {held.folder, other.folder}
    held.close()
    assert set(tmp_path.iterdir()) == {other.folder}
    other.close()
