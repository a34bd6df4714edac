"""The refresh as a Prefect flow: the same sequence, each stage a task, documents read by several workers.

Nothing else of the project imports Prefect. Its telemetry fails where there is no network, and is switched off first.
"""

import atexit
import hashlib
import os
import sys

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")  # 20 are few for a busy machine


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
from contextlib import contextmanager  # noqa: E402
from math import ceil  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any, ParamSpec, TypeVar  # noqa: E402

from prefect import flow, get_client, get_run_logger, task  # noqa: E402
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import FlowRun, State, TaskRun  # noqa: E402
from prefect.concurrency.sync import concurrency  # noqa: E402
from prefect.exceptions import ObjectAlreadyExists  # noqa: E402
from prefect.flows import Flow  # noqa: E402
from prefect.futures import PrefectFuture, as_completed  # noqa: E402
from prefect.logging.loggers import flow_run_logger  # noqa: E402
from prefect.tasks import Task  # noqa: E402

from flows.hooks import failure, new_errors, tell  # noqa: E402
from flows.outcome import RefreshResult  # noqa: E402
from flows.refresh import refresh  # noqa: E402
from flows.request import RefreshRequest  # noqa: E402
from pipeline.checks.wording import counted  # noqa: E402
from pipeline.ingest import IngestError, ingest_many  # noqa: E402
from pipeline.remote import within  # noqa: E402
from pipeline.settings import settings  # noqa: E402
from pipeline.sources import Source  # noqa: E402
from pipeline.warehouse.cache import ExtractionCache  # noqa: E402

P = ParamSpec("P")
T = TypeVar("T")

_BATCHES_PER_WORKER = 4
"""So that every worker is busy to the end."""
_LARGE_BATCH = 200
"""Documents. Each batch starts a reader, which costs as much as reading some 5 documents of 26 short pages: where there
is no more than one reader for so many beyond one for each worker, they cost less than 5%. A batch is what is read again
when a worker is lost."""
_FLOW_SECONDS = 24 * 60 * 60
"""Documents have limits of their own, which their readers keep; this one is for a disk or a network that hangs."""


def tell_of_failure(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Tell whoever is to be told that a run failed or crashed."""
    if recipient := settings().on_failure:
        request = RefreshRequest.model_validate(flow_run.parameters.get("request", {}))
        if problem := tell(recipient, failure(request, state.message or state.name or "no reason given")):
            flow_run_logger(flow_run, flow).warning(problem)


@flow(
    name="stp-refresh",
    description="Read plan documents, publish the warehouse, write the validation report.",
    timeout_seconds=_FLOW_SECONDS,
    on_failure=[tell_of_failure],
    on_crashed=[tell_of_failure],
)
def refresh_flow(request: RefreshRequest = RefreshRequest()) -> RefreshResult:  # noqa: B008 - frozen
    """Read plan documents, publish the warehouse, write the validation report.

    Args:
        request: what to refresh, and where to; paths are relative to the folder in which the worker runs
    """
    notices = settings()
    with one_at_a_time(request.warehouse):
        result = refresh(request, Tasks())
    _show(result)
    if notices.on_new_errors and (notice := new_errors(result)):
        get_run_logger().warning(notice.message)
        if problem := tell(notices.on_new_errors, notice):
            get_run_logger().warning(problem)
    return result


@contextmanager
def one_at_a_time(warehouse: Path | str) -> Iterator[None]:
    """Wait until no other run of this server refreshes the warehouse.

    The warehouse's own lock would refuse the second one. A run that dies gives its place up within minutes.
    """
    place = str(warehouse.resolve()) if isinstance(warehouse, Path) else warehouse
    limit = f"stp-refresh {Path(place).name} {hashlib.sha256(place.encode()).hexdigest()[:12]}"
    with get_client(sync_client=True) as client:
        try:
            client.upsert_global_concurrency_limit_by_name(limit, 1)
        except ObjectAlreadyExists:
            get_run_logger().debug("another run has just made the limit %s", limit)
    with concurrency(limit, strict=True, raise_on_lease_renewal_failure=False):
        yield


def _show(result: RefreshResult) -> None:
    """Artifacts on the run's page: the figures, what was not read, and where the report is."""
    create_markdown_artifact(key="stp-refresh", markdown=result.markdown(), description="What the refresh did")
    if result.incomplete:
        create_table_artifact(
            key="stp-not-read",
            table=[incomplete._asdict() for incomplete in result.incomplete],
            description="Documents that could not be read in full",
        )
    if not result.report_problem:
        page = within(result.reported, "index.html")
        link = page.resolve().as_uri() if isinstance(page, Path) else page
        create_link_artifact(key="stp-report", link=link, link_text=str(page), description="The report")


class Tasks:
    """Stages as tasks of the flow at hand; documents are read in batches by the flow's task runner."""

    def stage(self, name: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        def run_stage() -> T:
            return work(*args, **kwargs)

        return task(name=name, cache_policy=NO_CACHE)(run_stage)()

    def read(
        self, sources: Sequence[Source], cache: ExtractionCache, workers: int, meanwhile: Callable[[], None]
    ) -> None:
        waiting = deque(_batches(sources, workers))
        running: list[PrefectFuture[None]] = []

        def fill() -> None:
            while waiting and len(running) < workers:
                running.append(read_documents.submit(waiting.popleft(), cache))

        fill()
        meanwhile()
        while running:
            done = next(as_completed(running))
            done.result()
            running.remove(done)
            fill()


def _batches(sources: Sequence[Source], workers: int) -> Iterator[Sequence[Source]]:
    """Documents taken in turn, for those of one length often stand together; as many batches for each worker."""
    each = min(1 + len(sources) // (_LARGE_BATCH * workers), _BATCHES_PER_WORKER)
    count = min(max(each * workers, ceil(len(sources) / _LARGE_BATCH)), len(sources))
    for first in range(count):
        yield sources[first::count]


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
