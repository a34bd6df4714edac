"""Read and extract documents in child processes, each within limits, so that no document can end a run.

A child reads one document after another. One that hangs, crashes or runs out of memory is replaced; when it was at a
page, the document is read again without that page, within the same time.
"""

import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import starmap
from typing import IO, cast

from extractors.document import Extraction, Page
from pipeline.reading.limits import Limits
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
from pipeline.reading.model import PageProblem
from pipeline.scratch import Scratch
from pipeline.sources import Source
from schemas.documents import DocumentRow, PageRow

__all__ = ["IngestError", "Ingested", "Limits", "ingest", "ingest_many"]

_START_SECONDS = 120
_POLL_SECONDS = 0.1
_READ_BYTES = 2**20
_PAGE_SHARE = 0.25  # of a document's time may go into one page before it is left out
_MAX_SKIPPED = 3
_OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL)  # how native code ends itself then
_THREADS = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS")  # workers are the parallelism


class IngestError(Exception):
    """Reading processes cannot be started at all: a broken installation, no fault of a document."""


@dataclass(frozen=True)
class Ingested:
    """One document with all that came out of it. `extraction` is None when nothing could be extracted."""

    document: DocumentRow
    pages: tuple[PageRow, ...]
    extraction: Extraction | None
    page_problems: tuple[PageProblem, ...]
    passing: bool = False
    """Whether it was a crash, or the machine's fault, that nothing could be read: another try may do better."""


def ingest(source: Source, limits: Limits) -> Ingested:
    """Read and extract one document in a child process. A bad document is a result with its reason, never an
    exception.
    """
    (result,) = ingest_many([source], limits, workers=1)
    return result


def ingest_many(
    sources: Sequence[Source],
    limits: Limits,
    workers: int,
    on_done: Callable[[Ingested], None] | None = None,
) -> Iterator[Ingested]:
    """Results in the order of `sources`, read by up to `workers` children at a time.

    `on_done` is called for each document as it finishes, in whatever order. Closing the iterator, or an interrupt,
    ends the children. Raises IngestError when children cannot be started.
    """
    pool = _Pool([_Job(index, source, limits) for index, source in enumerate(sources)], workers)
    done: dict[int, Ingested] = {}
    try:
        for index in range(len(sources)):
            while index not in done:
                for job in pool.finished():
                    done[job.index] = job.result()
                    if on_done:
                        on_done(done[job.index])
            yield done.pop(index)
    finally:
        pool.close()


@dataclass
class _Job:
    """One document on its way: what has come of it so far, and what was given up."""

    index: int
    source: Source
    limits: Limits
    spent: float = 0.0
    skipped: dict[int, str] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    read: Read | None = None
    parts: list[Extraction] = field(default_factory=list)
    extraction: Extraction | None = None
    failure: str | None = None
    passing: bool = False

    @property
    def finished(self) -> bool:
        return self.failure is not None or self.extraction is not None

    def task(self) -> Task:
        self.pages, self.read, self.parts = [], None, []  # whatever came of it when it was tried before
        left = self.limits.model_copy(update={"seconds": max(self.limits.seconds - self.spent, 0.1)})
        return Task(self.source.path, self.source.file_name, self.source.document_id, left, dict(self.skipped))

    def accept(self, answer: Answer) -> None:
        if isinstance(answer, Pages):
            self.pages += answer.pages
        elif isinstance(answer, Read):
            self.read = answer
        elif isinstance(answer, Extracted):
            self.parts.append(answer.extraction)
            if answer.last:
                self.extraction = Extraction.joined(self.parts)
        elif isinstance(answer, Failed):
            self.failure, self.passing = answer.reason, answer.passing

    def lose(self, reason: str, page: int, seconds: float, passing: bool) -> None:
        """The child was lost at `page`: leave that page out next time, or give the document up."""
        self.spent += seconds
        at = f" on page {page}" if page > 0 else " while extracting" if page == EXTRACTING else ""
        if page > 0 and len(self.skipped) < _MAX_SKIPPED and self.spent < self.limits.seconds * (1 - _PAGE_SHARE / 2):
            self.skipped[page] = reason
        else:
            self.failure, self.passing = reason + at, passing

    def result(self) -> Ingested:
        source, read = self.source, self.read
        imprint = self.extraction.imprint if self.extraction else None
        problems_of_pages = read.page_problems if read else tuple(starmap(PageProblem, sorted(self.skipped.items())))
        with_problem = {problem.page: problem for problem in problems_of_pages}
        pages = tuple(
            PageRow(
                document_id=source.document_id,
                page=page.number,
                page_label=page.label,
                text=page.text,
                status=problem.kind if (problem := with_problem.get(page.number)) else "read",
                problem=problem.reason if problem else None,
            )
            for page in (self.pages if read else ())
        )
        status = (
            "unreadable" if read is None else "partly_read" if self.failure and read.status == "read" else read.status
        )
        problems = [reason for reason in (read.problem if read else None, self.failure) if reason]
        document = DocumentRow(
            document_id=source.document_id,
            file_name=source.file_name,
            source=source.location,
            title=source.title or (imprint and imprint.title) or None,
            publisher=source.publisher,
            kind=source.kind or (imprint and imprint.kind) or None,
            stated_on=source.stated_on or (imprint and imprint.stated_on) or None,
            media_type=read.media_type if read else "application/octet-stream",
            page_count=len(pages),
            char_count=sum(len(page.text) for page in pages),
            status=status,
            problem="; ".join(problems) or None,
        )
        return Ingested(document, pages, self.extraction, problems_of_pages, self.passing and status == "unreadable")


class _Pool:
    """Up to `workers` children and the jobs that wait for one."""

    def __init__(self, jobs: Sequence[_Job], workers: int) -> None:
        self._waiting = deque(jobs)
        self._workers = max(workers, 1)
        self._children: list[_Child] = []
        self._selector = selectors.DefaultSelector()

    def finished(self) -> Iterator[_Job]:
        """Hand out work, wait a moment, and give back the jobs that came to an end."""
        idle = [child for child in self._children if child.job is None]
        while len(idle) < len(self._waiting) and len(self._children) < self._workers:
            idle.append(_Child(self._selector))
            self._children.append(idle[-1])
        for child in idle[: len(self._waiting)]:
            child.give(self._waiting.popleft())
        for key, _ in self._selector.select(_POLL_SECONDS):
            key.data.receive()
        for child in list(self._children):
            child.judge()
            job = child.job
            if child.gone:
                child.end()
                self._children.remove(child)
            elif job is None or not job.finished:
                continue
            child.job = None
            if job and job.finished:
                yield job
            elif job:
                self._waiting.appendleft(job)

    def close(self) -> None:
        """End the children, whatever they are at."""
        for child in self._children:
            child.end()
        self._selector.close()


class _Child:
    """A reading process, what it is working on, and how long it has been at it."""

    def __init__(self, selector: selectors.BaseSelector) -> None:
        self.job: _Job | None = None
        self.gone = False
        self._scratch = Scratch()  # what its libraries and tesseract write goes here too
        self._progress = self._scratch.file("progress")
        self._errors = self._scratch.file("errors")
        self._buffer = bytearray()
        self._selector = selector
        self._began: float | None = None
        self._created = time.monotonic()
        self._ever_began = False
        self._memory_mb = 0
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "pipeline.reading.child", str(self._progress.fileno())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            pass_fds=(self._progress.fileno(),),
            env={**os.environ, **dict.fromkeys(_THREADS, "1"), "TMPDIR": str(self._scratch.folder)},
            start_new_session=True,
        )
        self._stdin, self._stdout = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        os.set_blocking(self._stdout.fileno(), False)
        selector.register(self._stdout, selectors.EVENT_READ, self)

    def give(self, job: _Job) -> None:
        self.job, self._began, self._memory_mb = job, None, job.limits.memory_mb
        os.pwrite(self._progress.fileno(), PROGRESS.pack(OPENING, time.monotonic()), 0)
        with suppress(BrokenPipeError):  # it has died: receive() will see that
            pickle.dump(job.task(), self._stdin)
            self._stdin.flush()

    def receive(self) -> None:
        """Take in what the child has written; notice when it is gone."""
        ended = False
        while not ended:
            try:
                data = os.read(self._stdout.fileno(), _READ_BYTES)
            except BlockingIOError:
                break
            self._buffer += data
            ended = not data
        while (answer := self._next_answer()) is not None:
            if isinstance(answer, Started):
                self._began, self._ever_began = time.monotonic(), True
            elif isinstance(answer, Failed) and answer.exits:
                self._lost(answer.reason)
                return
            elif self.job:
                self.job.accept(answer)
        if ended:
            self._lost(self._how_it_ended(), passing=True)

    def _next_answer(self) -> Answer | None:
        if len(self._buffer) < FRAME.size:
            return None
        end = FRAME.size + FRAME.unpack_from(self._buffer)[0]
        if len(self._buffer) < end:
            return None
        with memoryview(self._buffer) as sent:  # not a copy: the pages of a long document are megabytes
            answer: Answer = pickle.loads(sent[FRAME.size : end])  # noqa: S301 - our own child
        del self._buffer[:end]
        return answer

    def judge(self) -> None:
        """Give up on a child that takes too long for its document, or for one page of it."""
        if self.job is None or self.job.finished or self.gone:
            return
        now = time.monotonic()
        if self._began is None:
            if now - self._created > _START_SECONDS and not self._ever_began:
                raise IngestError(f"the reading process does not start within {_START_SECONDS} s")
            return
        limit, left = self.job.limits.seconds, self.job.limits.seconds - self.job.spent
        page, since = self._at()
        if now - self._began > left:
            self._lost(f"the time limit of {limit:g} s was reached")
        elif page > 0 and now - since > limit * _PAGE_SHARE:
            self._lost(f"reading it did not end within {limit * _PAGE_SHARE:g} s")

    def _at(self) -> tuple[int, float]:
        page, since = PROGRESS.unpack(os.pread(self._progress.fileno(), PROGRESS.size, 0))
        return page, since

    def _lost(self, reason: str, passing: bool = False) -> None:
        self.gone = True
        if self.job is None or self.job.finished:
            return
        seconds = time.monotonic() - self._began if self._began else 0.0
        self.job.lose(reason, self._at()[0], seconds, passing)

    def _how_it_ended(self) -> str:
        code = self._process.wait()
        if not self._ever_began:
            self._errors.seek(0)
            lines = self._errors.read().decode(errors="replace").strip().splitlines()
            raise IngestError(f"the reading process does not start: {lines[-1] if lines else f'exit status {code}'}")
        if code < 0:
            memory = f"; it may have run out of its {self._memory_mb} MB" if -code in _OUT_OF_MEMORY else ""
            return f"the reading process crashed ({signal.Signals(-code).name}{memory})"
        return f"the reading process ended with status {code}"

    def end(self) -> None:
        """Leave no process and no file behind."""
        with suppress(KeyError):
            self._selector.unregister(self._stdout)
        with suppress(ProcessLookupError):  # its group: tesseract, where that is at work
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for file in (self._stdin, self._stdout, self._progress, self._errors):
            with suppress(BrokenPipeError):
                file.close()
        self._scratch.close()
