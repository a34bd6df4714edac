"""The refresh: from plan documents to a published warehouse and its report. The sequence is written once, here.

How its stages run is the runner's business: in this process, or as the tasks of a Prefect flow (flows.orchestration).
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from flows.outcome import RefreshResult, outcome
from flows.preparation import prepare
from flows.request import LocalRequest, RefreshRequest
from pipeline.checks.expectations import read_expectations
from pipeline.ingest import Ingested, ingest_many
from pipeline.remote import Mirror, RemoteError
from pipeline.report.folder import CHANGES, report_stands
from pipeline.sources import Source, discover
from pipeline.warehouse.cache import ExtractionCache
from pipeline.warehouse.decisions import read_decisions
from pipeline.warehouse.errors import WarehouseError
from pipeline.warehouse.history import History, Loaded
from pipeline.warehouse.inputs import document_inputs, inputs_of
from pipeline.warehouse.load import RunStart, check, judge, load, load_again
from pipeline.warehouse.previous import keep_previous
from pipeline.warehouse.publish import draft, publish
from pipeline.warehouse.stages import Stages, keep_stages, kept_stages

P = ParamSpec("P")
T = TypeVar("T")


class Runner(Protocol):
    """How the stages of a refresh run."""

    def stage(self, name: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do one stage."""
        ...

    def read(
        self, sources: Sequence[Source], cache: ExtractionCache, workers: int, meanwhile: Callable[[], None]
    ) -> None:
        """Read, divide and extract these documents, and keep what comes out in the cache; do `meanwhile` beside it."""
        ...


@dataclass(frozen=True)
class InProcess:
    """Stages one after the other in this process; documents are read in child processes."""

    on_stage: Callable[[str], None] = lambda name: None
    on_read: Callable[[Ingested, int], None] = lambda ingested, total: None

    def stage(self, name: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        self.on_stage(name)
        return work(*args, **kwargs)

    def read(
        self, sources: Sequence[Source], cache: ExtractionCache, workers: int, meanwhile: Callable[[], None]
    ) -> None:
        self.on_stage("read")
        with ThreadPoolExecutor(max_workers=1) as beside:
            done = ingest_many(sources, cache.limits, workers, lambda ingested: self.on_read(ingested, len(sources)))
            prepared = beside.submit(meanwhile)
            for source, ingested in zip(sources, done, strict=True):
                cache.put(source, ingested)
            prepared.result()


def refresh(request: RefreshRequest, run: Runner | None = None) -> RefreshResult:
    """Refresh, on this machine: what URLs name is brought here first, and what came of it is put there at the end.

    Raises what `refresh_here` raises.
    """
    run, here = run or InProcess(), request.here()
    if not request.away:
        return refresh_here(here, run)
    run.stage("bring", bring, request)
    result = replace(refresh_here(here, run), published=request.warehouse, reported=request.report)
    if problem := run.stage("put", put, request):
        return replace(result, report_problem=result.report_problem or problem)
    return result


def bring(request: RefreshRequest) -> None:
    """Bring the warehouse, its cache, the report, the decisions and the expectations of URLs to this machine."""
    mirror = Mirror(request.mirror)
    try:
        for file in (request.warehouse, request.decisions, request.expectations):
            if file:
                mirror.fetch(file)
        if isinstance(request.warehouse, str):
            mirror.fetch_folder(f"{request.warehouse}.cache")
        if isinstance(request.report, str):
            mirror.fetch_folder(request.report)
    except RemoteError as error:
        raise WarehouseError(str(error)) from error


def put(request: RefreshRequest) -> str | None:
    """Put the warehouse, its cache and the report where URLs name them; why the report could not be, if it could not.

    Raises WarehouseError where the warehouse could not be put in its place.
    """
    mirror = Mirror(request.mirror)
    try:
        mirror.put(request.warehouse)
        if isinstance(request.warehouse, str):
            mirror.put_folder(f"{request.warehouse}.cache")
    except RemoteError as error:
        raise WarehouseError(f"the new warehouse could not be put in its place: {error}") from error
    try:
        mirror.put_folder(request.report, last="index.html")
    except RemoteError as error:
        return str(error)
    return None


def refresh_here(request: LocalRequest, run: Runner) -> RefreshResult:
    """Discover the sources, read (divide, extract) those that have changed, load all, check, publish, report.

    Where nothing has changed since the last load, its rows are published again with this run in the log, and its report
    is left as it is. Where something has, the rows of unchanged documents are carried over.

    Raises SourceError, DecisionError, ExpectationsError and NoWarehouseError for arguments that cannot be used, and
    WarehouseError when nothing could be published; the old warehouse then stands as it was.
    """
    start, stages = RunStart.now(), Stages()
    cache = ExtractionCache.beside(request.warehouse, request.limits)
    decisions = read_decisions(request.decisions)
    expected = read_expectations(request.expectations) if request.expectations else None

    with stages.measured("discover"):
        sources = run.stage("discover", discover, request.sources, Mirror(request.mirror))
    with draft(request.warehouse) as built:
        history = History.of(request.warehouse, needed=request.only, costs=kept_stages(cache.folder))
        changed = [source for source in sources if request.full or request.only or not cache.has(source)]
        inputs = None if request.only else inputs_of(sources, cache, decisions)
        same = history.runs_with(inputs) if inputs and not changed and not request.full else ()
        if inputs and report_stands(request.report, same):
            with stages.measured("load"):
                run.stage("load", load_again, built, request.warehouse, start, history, inputs, stages)
            warnings = run.stage("judge", judge, built, expected) if expected else ()
            with stages.measured("publish"):
                run.stage("publish", publish, built, request.warehouse)
            _keep(stages, start, cache)
            return outcome(request, sources, history, warnings, unchanged=True)
        with stages.measured("read"):
            run.read(changed, cache, request.workers, partial(prepare, built))
        carry = _carried(request, history, sources, changed, cache)
        kept = {document.document_id for document in carry}
        fresh = [source for source in sources if source.document_id not in kept]
        old = request.warehouse
        with stages.measured("load"):
            run.stage("load", load, built, fresh, cache, old, carry)
        with stages.measured("check"):
            run.stage("check", check, built, start, len(changed), decisions, history, inputs, stages, old, carry)
        warnings = run.stage("judge", judge, built, expected) if expected else ()
        previous = keep_previous(request.warehouse, history.last_run, request.keep)
        with stages.measured("publish"):
            run.stage("publish", publish, built, request.warehouse)
        if not request.only:
            cache.keep_only(sources)
    with stages.measured("compare"):
        told = (*warnings, *run.stage("compare", write_changes, previous, request.warehouse, request.report))
    try:
        with stages.measured("report"):
            run.stage("report", report, request.warehouse, request.report)
        _keep(stages, start, cache)
    except Exception as error:  # the warehouse is published, which a report that fails must not make a secret of
        return outcome(request, sources, history, told, f"{type(error).__name__}: {error}")
    return outcome(request, sources, history, told)


def _keep(stages: Stages, start: RunStart, cache: ExtractionCache) -> None:
    with suppress(OSError):  # the log can do without, and what is published stands
        keep_stages(cache.folder, start.run_id, stages)


def _carried(
    request: LocalRequest,
    history: History,
    sources: Sequence[Source],
    changed: Sequence[Source],
    cache: ExtractionCache,
) -> tuple[Loaded, ...]:
    """The documents whose rows are taken over from the old warehouse as they stand there."""
    if request.only:
        return history.others(sources)
    if request.full:
        return ()
    again = {source.document_id for source in changed}
    same = {s.document_id: document_inputs(s, cache) for s in sources if s.document_id not in again}
    return history.unchanged(same)


def report(warehouse: Path, directory: Path) -> None:
    """Write the report. Raises what `write_report` raises."""
    from pipeline.report.write import write_report

    write_report(warehouse, directory)


def write_changes(previous: Path | None, warehouse: Path, directory: Path) -> tuple[str, ...]:
    """Write the report's page on what changed since the load before; without one, there is no such page.

    Returns why it could not be written, where it could not, to be told: what is published does not depend on it.
    """
    from pipeline.diff import diff_warehouses, write_diff_page

    page = directory / CHANGES
    try:
        page.unlink(missing_ok=True)
        if previous:
            write_diff_page(diff_warehouses(previous, warehouse), page, overview="index.html")
    except Exception as error:
        return (f"what changed since the load before is not told ({type(error).__name__}: {error})",)
    return ()
