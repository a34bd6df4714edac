"""Reviewers' decisions: read from their file, tied to the records and findings of this load.

The file is append-only JSON Lines under version control. A decision whose words no longer stand, because the document
or what is read from it has changed, lapses: it stays in the file and in the warehouse, and is applied to nothing.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
from pydantic import ValidationError

from pipeline.warehouse.errors import DecisionError
from schemas.findings import Decision, Finding
from schemas.tables import RECORD_TABLES


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file in its order; none when there is no file.

    Raises DecisionError naming the first line that is no decision.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(f"{path} cannot be read: {error}") from error
    decisions: list[Decision] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            decision = Decision.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise DecisionError(
                f"{path}, line {number}: {where + ': ' if where else ''}{first['msg']}; mend or remove the line"
            ) from error
        if problem := _contradiction(decision):
            raise DecisionError(f"{path}, line {number}: {problem}; mend or remove the line")
        decisions.append(decision)
    return tuple(decisions)


def _contradiction(decision: Decision) -> str | None:
    if decision.finding_id is None and decision.record_id is None:
        return "a decision is about a finding_id or a record_id"
    if (decision.field is None) != (decision.value is None):
        return "a correction has both a field and a value"
    if decision.field is not None and decision.record_id is None:
        return "a correction names the record_id that it corrects"
    if decision.field is not None and decision.status != "corrected":
        return "a decision with a field and a value has the status `corrected`"
    return None


def standing(con: duckdb.DuckDBPyConnection, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions with `lapsed` set on those about records whose record or words are gone.

    Raises DecisionError when a correction names a column that its record's table lacks, or a value of the wrong type.
    """
    decisions = tuple(decisions)
    quotes, tables = _records(con, {d.record_id for d in decisions if d.record_id})
    settled = []
    for decision in decisions:
        lapsed = decision.record_id is not None and not _within(decision.quote, [quotes.get(decision.record_id)])
        if decision.record_id and decision.field is not None and not lapsed:
            _check_correction(con, decision, tables[decision.record_id])
        settled.append(decision.model_copy(update={"lapsed": lapsed}))
    return tuple(settled)


def _records(con: duckdb.DuckDBPyConnection, record_ids: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Quote and table of those records that there are."""
    every = " UNION ALL ".join(
        f"SELECT record_id, quote, '{t.name}' FROM {t.name} WHERE list_contains($ids, record_id)"  # noqa: S608
        for t in RECORD_TABLES
    )
    found = con.execute(every, {"ids": sorted(record_ids)}).fetchall() if record_ids else []
    quotes = {record_id: quote for record_id, quote, _ in found}
    return quotes, {record_id: table for record_id, _, table in found}


def _check_correction(con: duckdb.DuckDBPyConnection, decision: Decision, table: str) -> None:
    columns = {c.name: c for t in RECORD_TABLES if t.name == table for c in t.columns}
    column = columns.get(decision.field or "")
    if column is None:
        raise DecisionError(f"decision {decision.decision_id} corrects {decision.field}, which {table} does not have")
    if decision.value == "":
        return
    known = con.execute(f"SELECT TRY_CAST(? AS {column.sql_type}) IS NOT NULL", [decision.value]).fetchall()[0][0]
    if not known or (column.vocabulary and decision.value not in column.vocabulary):
        wanted = ", ".join(column.vocabulary) or column.sql_type
        column_name = f"{table}.{column.name}"
        raise DecisionError(
            f"decision {decision.decision_id} sets {column_name} to {decision.value!r}, which is not: {wanted}"
        )


def decide(
    findings: Sequence[Finding], decisions: Iterable[Decision]
) -> tuple[tuple[Finding, ...], tuple[Decision, ...]]:
    """Findings with the status that the last standing decision on each gives it, and the decisions in order of time.

    Those lapse whose finding is no longer raised on the same words.
    """
    raised = {finding.finding_id: finding for finding in findings}
    settled = []
    for decision in sorted(decisions, key=lambda d: (d.decided_at, d.decision_id)):
        if decision.finding_id is not None and not decision.lapsed:
            finding = raised.get(decision.finding_id)
            # A correction goes with its record; the finding that led to it may be gone because of it.
            lapsed = decision.record_id is None and not (finding and _within(decision.quote, finding.quotes))
            decision = decision.model_copy(update={"lapsed": lapsed})
            if finding and not lapsed:
                raised[finding.finding_id] = finding.model_copy(update={"status": decision.status})
        settled.append(decision)
    return tuple(raised[finding.finding_id] for finding in findings), tuple(settled)


def _within(words: str, quotes: Iterable[str | None]) -> bool:
    quotes = tuple(quotes)
    return any(quote is not None and words in quote for quote in quotes) or (not words and quotes == ())
