"""The process in which documents are read: `python -m pipeline.reading.child FD`, started by pipeline.ingest.

A PDF can hang or crash native code, which no time limit inside a process can stop. So the parent gives this process
one document at a time on standard input, gets its answers on standard output, and ends it when it takes too long. FD
is a file of 16 bytes in which this process keeps the number of the page at hand and when it began, for the parent to
look at.
"""

import os
import pickle
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import BinaryIO

from extractors.document import Document, Extraction, Page
from pipeline.reading import Geometry, Reading, UnreadableError, read
from pipeline.reading.confinement import confine, limit_memory
from pipeline.reading.kept_patterns import KeptPatterns
from pipeline.reading.messages import (
    EXTRACTING,
    FRAME,
    OPENING,
    PROGRESS,
    Answer,
    Extracted,
    Failed,
    Pages,
    Read,
    Started,
    Task,
)
from schemas.documents import Observation, Rejected
from schemas.records import Record

_PAGES_AT_ONCE = 200
_OVERTIME_SECONDS = 10  # the parent ends a slow process itself; this is for one whose parent is gone


def main() -> None:
    """Read documents until standard input ends."""
    answers = _private_stdout()
    confine()
    progress = int(sys.argv[1])
    while True:
        try:
            task = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the parent
        except EOFError:
            return
        try:
            _work(task, answers, progress)
        except MemoryError:
            _send(answers, Failed(f"the memory limit of {task.limits.memory_mb} MB was reached", exits=True))
            return


def _private_stdout() -> BinaryIO:
    """Standard output for answers alone: what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _send(answers: BinaryIO, answer: Answer) -> None:
    data = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
    answers.write(FRAME.pack(len(data)))
    answers.write(data)
    answers.flush()


def _work(task: Task, answers: BinaryIO, progress: int) -> None:
    def at(page: int) -> None:
        os.pwrite(progress, PROGRESS.pack(page, time.monotonic()), 0)

    at(OPENING)
    limit_memory(task.limits)
    signal.setitimer(signal.ITIMER_REAL, task.limits.seconds + _OVERTIME_SECONDS)
    _send(answers, Started())
    try:
        reading = read(
            task.path, task.limits, file_name=task.file_name, document_id=task.document_id, skip=task.skip, progress=at
        )
    except UnreadableError as reason:
        _send(answers, Failed(str(reason), passing=_is_the_machines(reason.__cause__)))
        return
    except MemoryError:
        raise
    except Exception as error:  # a reader's bug on one document is that document's problem
        reason_given = f"reading failed ({type(error).__name__}: {error})"
        _send(answers, Failed(reason_given, passing=_is_the_machines(error)))
        return
    try:
        for pages in _batches(reading.document.pages):
            _send(answers, Pages(pages))
        _send(answers, Read(reading.media_type, reading.status, reading.problem, reading.page_problems))
        at(EXTRACTING)
        waiting: Extraction | None = None
        for part in _extracted(reading):
            if waiting:
                _send(answers, Extracted(waiting, last=False))
            waiting = part
        if waiting:
            _send(answers, Extracted(waiting, last=True))
    except MemoryError:
        raise
    except Exception as error:
        _send(answers, Failed(f"extraction failed ({type(error).__name__}: {error})"))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if reading.geometry:
            reading.geometry.close()


def _batches(pages: Sequence[Page]) -> Iterator[tuple[Page, ...]]:
    """The text of all pages, some at a time: a long document in one piece would stand in memory twice more."""
    for start in range(0, len(pages), _PAGES_AT_ONCE):
        yield tuple(Page(page.number, page.text, page.label) for page in pages[start : start + _PAGES_AT_ONCE])


def _is_the_machines(error: BaseException | None) -> bool:
    """Whether the operating system refused something; libraries raise OSError without its number for damaged files."""
    return isinstance(error, OSError) and error.errno is not None


@cache
def _kept_patterns() -> KeptPatterns:
    return KeptPatterns()


def _extracted(reading: Reading) -> Iterator[Extraction]:
    kept = _kept_patterns()
    with kept.at_hand():  # what is imported brings much that a process that only finds broken files can spare
        from extractors.extract import extract_by_window

    for extraction in extract_by_window(reading.document):
        kept.add()
        yield _with_evidence(reading, extraction)


def _with_evidence(reading: Reading, extraction: Extraction) -> Extraction:
    """Make sure that all of it is quoted as it stands, and say where it stands on the pages."""
    found: tuple[Record | Rejected | Observation, ...] = (
        *extraction.records,
        *extraction.rejected,
        *extraction.observations,
    )
    for evidence in found:
        _check_quote(reading.document, evidence)
    if reading.geometry is None:
        return extraction
    return replace(extraction, records=tuple(_with_boxes(r, reading.geometry) for r in extraction.records))


def _check_quote(document: Document, evidence: Record | Rejected | Observation) -> None:
    text = document.pages[evidence.page - 1].text
    if text[evidence.char_start : evidence.char_end] != evidence.quote:
        raise ValueError(f"{evidence.extractor} quotes what does not stand on page {evidence.page}: {evidence.quote!r}")


def _with_boxes(record: Record, geometry: Geometry) -> Record:
    return record.model_copy(update={"boxes": geometry.boxes(record.page, record.char_start, record.char_end) or None})


if __name__ == "__main__":
    main()
