"""The stages of a load, each on a draft's file: fill it with documents; check what it holds and log the run."""

import secrets
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipeline.checks.expectations import Expectations, judged
from pipeline.ingest import Ingested, ingest
from pipeline.sources import Source
from pipeline.version import pipeline_version
from pipeline.warehouse.build import create, insert, insert_documents, opened
from pipeline.warehouse.cache import ExtractionCache
from pipeline.warehouse.decisions import decide, standing
from pipeline.warehouse.errors import WarehouseError
from pipeline.warehouse.history import History, Loaded, carried, findings_within
from pipeline.warehouse.inputs import document_inputs
from pipeline.warehouse.invariants import uphold
from pipeline.warehouse.query import count
from pipeline.warehouse.stages import Stages
from schemas.findings import Decision, Run
from schemas.tables import RECORD_TABLES


@dataclass(frozen=True)
class RunStart:
    """A run's id and when it began."""

    run_id: str
    started_at: datetime

    @classmethod
    def now(cls) -> "RunStart":
        """A run that begins now; ids sort by time."""
        now = datetime.now(UTC)
        return cls(f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}", now)


def begin(draft: Path) -> None:
    """Begin a new file: every table and view, and the footprints. Raises WarehouseError when it cannot be written."""
    with opened(draft) as con:
        create(con)


def load(
    draft: Path, sources: Sequence[Source], cache: ExtractionCache, old: Path, carry: Sequence[Loaded] = ()
) -> None:
    """Load every source from the cache into a file that was begun, and these documents as the old warehouse has them.

    Raises WarehouseError when something cannot be written, or something that must hold of every load does not.
    """
    with opened(draft) as con, ExitStack() as stack:
        if carry:
            stack.enter_context(carried(con, old, carry))
        # An entry that was damaged since it was found is read again here: rare, and not worth a pass of its own.
        documents = (_stated(cache.get(source) or ingest(source, cache.limits), source, cache) for source in sources)
        insert_documents(con, documents, carry=bool(carry))
        uphold(con)


def _stated(ingested: Ingested, source: Source, cache: ExtractionCache) -> Ingested:
    """What came of a document, with what is no part of it in the cache: its other names, and what it is loaded from."""
    more = {"duplicates": source.duplicates, "inputs": document_inputs(source, cache)}
    return replace(ingested, document=ingested.document.model_copy(update=more))


def check(
    draft: Path,
    start: RunStart,
    read: int,
    decisions: Sequence[Decision],
    history: History,
    inputs: str | None,
    stages: Stages,
    old: Path,
    carry: Sequence[Loaded] = (),
) -> None:
    """Tie the reviewers' decisions to what was loaded, run the checks, store what they find, and last the log of runs.

    `read` is how many documents were read anew, `inputs` the digest of `inputs_of` where all sources were loaded. What
    the documents that were carried over from the old warehouse show each by itself is carried over too.
    Raises DecisionError when a correction cannot be applied.
    """
    from pipeline.checks.findings import run_checks  # every rule: long to import, and not needed before

    with opened(draft) as con:
        decisions = standing(con, decisions)
        insert(con, "decisions", decisions)
        known = findings_within(old, carry) if carry else ()
        fresh = _others(con, carry) if carry else None
        found = run_checks(con, start.run_id, dict(history.first_seen), known, fresh)
        findings, settled = decide(found, decisions)
        insert(con, "findings", findings)
        con.execute("DELETE FROM decisions")
        insert(con, "decisions", settled)
        insert(con, "runs", [*history.runs, _finished(con, start, read, inputs, stages)])


def _others(con: duckdb.DuckDBPyConnection, carry: Sequence[Loaded]) -> list[str]:
    """The ids of the documents that are not carried over."""
    carried_ids = {document.document_id for document in carry}
    return [i for (i,) in con.execute("SELECT document_id FROM documents").fetchall() if i not in carried_ids]


def judge(draft: Path, expectations: Expectations) -> tuple[str, ...]:
    """Hold a finished draft against what the engineer expects of a load.

    Returns what to be warned of. Raises WarehouseError when the load holds too little to be published.
    """
    with opened(draft) as con:
        verdict = judged(con, expectations)
    if verdict.failures:
        raise WarehouseError(f"nothing was published, expectations fail: {'; '.join(verdict.failures)}")
    return tuple(verdict.warnings)


def load_again(draft: Path, old: Path, start: RunStart, history: History, inputs: str, stages: Stages) -> None:
    """The old warehouse once more, with this run in its log: for a run that has nothing to change."""
    shutil.copyfile(old, draft)
    with opened(draft) as con:
        con.execute("DELETE FROM runs")
        insert(con, "runs", [*history.runs, _finished(con, start, 0, inputs, stages)])


def _finished(con: duckdb.DuckDBPyConnection, start: RunStart, read: int, inputs: str | None, stages: Stages) -> Run:
    return Run(
        run_id=start.run_id,
        started_at=start.started_at,
        finished_at=datetime.now(UTC),
        pipeline_version=pipeline_version(),
        documents_read=read,
        documents_reused=count(con, "documents") - read,
        documents_unreadable=count(con, "documents", "status <> 'read'"),
        pages=count(con, "pages"),
        records=sum(count(con, table.name) for table in RECORD_TABLES),
        rejected=count(con, "rejected"),
        findings=count(con, "findings"),
        inputs=inputs,
        stages=stages.so_far(),
    )
