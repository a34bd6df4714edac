"""The refresh as a Prefect flow: the same sequence, each stage a task, documents read by several workers.

Nothing else of the project imports Prefect. Its telemetry fails where there is no network, and is switched off first.
"""

import atexit
import os
import sys

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")


@atexit.register
def _let_go_of_duckdb() -> None:
    """Prefect's threads keep the flow, and with it all that its module refers to, to the very end of the process.

    DuckDB would then print pages about types that it could not free. Registered before Prefect is imported, this runs
    after what Prefect does at the end.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith(("flows.", "pipeline.")):
            vars(module).clear()


from collections import deque  # noqa: E402
from collections.abc import Callable, Iterator, Sequence  # noqa: E402
from typing import Any, ParamSpec, TypeVar  # noqa: E402

from prefect import flow, get_run_logger, task  # noqa: E402
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import State, TaskRun  # noqa: E402
from prefect.futures import PrefectFuture, as_completed  # noqa: E402
from prefect.tasks import Task  # noqa: E402

from flows.outcome import RefreshResult, counted  # noqa: E402
from flows.refresh import refresh  # noqa: E402
from flows.request import RefreshRequest  # noqa: E402
from pipeline.ingest import IngestError, ingest_many  # noqa: E402
from pipeline.sources import Source  # noqa: E402
from pipeline.warehouse.cache import ExtractionCache  # noqa: E402

P = ParamSpec("P")
T = TypeVar("T")

_BATCHES_PER_WORKER = 4
"""Enough to keep every worker busy to the end, and few enough that starting a reader stays a small part of a batch."""


@flow(name="stp-refresh", description="Read plan documents, publish the warehouse, write the validation report.")
def refresh_flow(request: RefreshRequest = RefreshRequest()) -> RefreshResult:  # noqa: B008 - frozen
    """Read plan documents, publish the warehouse, write the validation report.

    Args:
        request: what to refresh, and where to; paths are relative to the folder in which the worker runs
    """
    result = refresh(request, Tasks())
    create_markdown_artifact(key="stp-refresh", markdown=result.markdown(), description="What the refresh did")
    return result


class Tasks:
    """Stages as tasks of the flow at hand; documents are read in batches by the flow's task runner."""

    def stage(self, name: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        def run_stage() -> T:
            return work(*args, **kwargs)

        return task(name=name, cache_policy=NO_CACHE)(run_stage)()

    def read(self, sources: Sequence[Source], cache: ExtractionCache, workers: int) -> None:
        waiting = deque(_batches(sources, workers))
        running: list[PrefectFuture[None]] = []
        while waiting or running:
            while waiting and len(running) < workers:
                running.append(read_documents.submit(waiting.popleft(), cache))
            done = next(as_completed(running))
            done.result()
            running.remove(done)


def _batches(sources: Sequence[Source], workers: int) -> Iterator[tuple[Source, ...]]:
    size = max(1, len(sources) // (workers * _BATCHES_PER_WORKER))
    for start in range(0, len(sources), size):
        yield tuple(sources[start : start + size])


def _reading_could_not_start(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """A bad document is a result; what is worth another try is a reader or a disk that failed."""
    return isinstance(state.result(raise_on_failure=False), (IngestError, OSError))


@task(
    name="read",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_condition_fn=_reading_could_not_start,
)
def read_documents(sources: Sequence[Source], cache: ExtractionCache) -> None:
    """Read, divide and extract some documents, and keep what comes out in the cache."""
    log = get_run_logger()
    for source, ingested in zip(sources, ingest_many(sources, cache.limits, workers=1), strict=True):
        cache.put(source, ingested)
        document = ingested.document
        if document.status == "read":
            log.info("%s: read, %s", source.file_name, counted(document.page_count, "page"))
        else:
            log.warning("%s: %s: %s", source.file_name, document.status, document.problem)
