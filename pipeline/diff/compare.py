"""The comparison itself, in SQL over both files: whatever is the same in both never leaves DuckDB."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import duckdb

from pipeline.diff.difference import (
    Difference,
    DocumentChange,
    FieldChange,
    FigureChange,
    FindingChange,
    Load,
    Passage,
    RecordChange,
)
from pipeline.diff.identity import DOCUMENT_PASSES, FINDING_PASSES, IDENTITY, RECORD_PASSES, Pass, compared
from pipeline.scratch import Scratch
from pipeline.warehouse.build import first_line
from pipeline.warehouse.errors import NoWarehouseError
from schemas.tables import RECORD_TABLES, Table

Row = dict[str, Any]

FACTS = {
    "population": "population_record_id",
    "lead": "lead_record_id",
    "lead_organisation": "lead_record_id",
    "health_gap_gbp": "health_gap_record_id",
    "social_care_gap_gbp": "social_care_gap_record_id",
    "combined_gap_gbp": "combined_gap_record_id",
    "capital_gbp": "capital_record_id",
}
"""The columns of `footprint_profile` that state something, and those that name the record they rest on."""

_OWN = ("populations", "leads", "financial_gaps", "capital_requirements")
_OF_A_DOCUMENT = ("file_name", "title", "publisher", "kind", "stated_on", "page_count", "status", "problem")
_OF_A_FINDING = ("severity", "message", "suggestion", "status")
_NEEDED = {
    "documents": {*_OF_A_DOCUMENT, "document_id", "source"},
    "runs": {"run_id", "finished_at"},
    "findings": {*_OF_A_FINDING, "finding_id", "rule", "footprint_id", "document_id", "quotes"},
}
_PLACE = {"record_id", "footprint_id", "document_id", "page", "char_start", "char_end", "quote"}
_ALIKE = 0.8
_WINDOW = 2


def diff_warehouses(old: Path, new: Path) -> Difference:
    """What changed from the old warehouse to the new one. Two loads of the same bytes by the same code do not differ.

    Raises NoWarehouseError where one of them is none that can be compared.
    """
    with _attached(old, new) as con:
        columns = _columns(con)
        _refuse_others(columns, {"old": old, "new": new})
        notes, tables = _comparable(columns)
        _pair_documents(con)
        _pair_records(con, tables)
        _pair_findings(con)
        return Difference(
            old=_load(con, "old", old, columns),
            new=_load(con, "new", new, columns),
            documents=tuple(_documents(con)),
            figures=tuple(_figures(con)),
            records=tuple(change for table, shared in tables for change in _records(con, table, shared)),
            findings=tuple(_findings(con)),
            notes=tuple(notes),
        )


@contextmanager
def _attached(old: Path, new: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Both attached to read, as `old` and `new`, with nothing else in reach of the views that they bring along."""
    for path in (old, new):
        if not path.is_file():
            raise NoWarehouseError(f"there is no warehouse at {path}")
    with ExitStack() as stack:
        con = stack.enter_context(duckdb.connect(config={"temp_directory": f"{new}.tmp"}))
        if old.samefile(new):  # which DuckDB does not attach twice
            new = Path(shutil.copy(new, stack.enter_context(Scratch()).folder))
        for name, path in (("old", old), ("new", new)):
            try:
                con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")
            except duckdb.Error as error:
                raise NoWarehouseError(f"{path} cannot be opened: {first_line(error)}") from error
        con.execute("SET TimeZone = 'UTC'; SET enable_external_access = false; SET lock_configuration = true")
        try:
            yield con
        except duckdb.Error as error:
            raise NoWarehouseError(f"{old} and {new} cannot be compared: {first_line(error)}") from error


def _rows(con: duckdb.DuckDBPyConnection, sql: str, parameters: object = None) -> list[Row]:
    answer = con.execute(sql, parameters)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _columns(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, set[str]]]:
    """The columns of each table of each warehouse."""
    found: dict[str, dict[str, set[str]]] = {"old": {}, "new": {}}
    for side, table, column in con.execute(
        "SELECT database_name, table_name, column_name FROM duckdb_columns() WHERE database_name IN ('old', 'new')"
    ).fetchall():
        found[side].setdefault(table, set()).add(column)
    return found


def _refuse_others(columns: dict[str, dict[str, set[str]]], paths: dict[str, Path]) -> None:
    needed = {**_NEEDED, "footprint_profile": {"footprint_id", *FACTS, *FACTS.values()}, **dict.fromkeys(_OWN, _PLACE)}
    for side, path in paths.items():
        for table, wanted in needed.items():
            if missing := wanted - columns[side].get(table, set()):
                raise NoWarehouseError(
                    f"{path} cannot be compared: it has no {table}.{min(missing)}; "
                    "it is no warehouse, or one that a much older version wrote"
                )


def _comparable(columns: dict[str, dict[str, set[str]]]) -> tuple[list[str], list[tuple[Table, tuple[str, ...]]]]:
    """The record tables with the columns that both warehouses have, and notes on what one of them lacks."""
    notes, tables = [], []
    for table in RECORD_TABLES:
        there = columns["old"].get(table.name, set()) & columns["new"].get(table.name, set())
        if not there >= _PLACE:
            notes.append(f"{table.name} are not compared: one of the warehouses does not have them")
            continue
        tables.append((table, tuple(name for name in compared(table) if name in there)))
        if lacking := [name for name in compared(table) if name not in there]:
            notes.append(f"{table.name} are compared without {', '.join(lacking)}, which one of the warehouses lacks")
    return notes, tables


def _pair(con: duckdb.DuckDBPyConnection, kind: str, passes: Iterable[Pass]) -> None:
    """Fill `<kind>_pairs` (old_id, new_id, is_same) from what stands in `<kind>_old` and `<kind>_new`."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {kind}_pairs (old_id VARCHAR, new_id VARCHAR, is_same BOOLEAN)")
    condition = {None: "true", "balanced": "o.many = n.many", "single": "o.many = 1 AND n.many = 1"}
    for one in passes:
        key = f"row({', '.join(one.key)})::VARCHAR"
        sides = [
            f"""SELECT id, {key} AS key, count(*) OVER (PARTITION BY {key}) AS many,
                    row_number() OVER (PARTITION BY {key} ORDER BY place, id) AS nth
                FROM {kind}_{side} ANTI JOIN {kind}_pairs ON id = {side}_id WHERE {one.where}"""  # noqa: S608
            for side in ("old", "new")
        ]
        con.execute(
            f"""INSERT INTO {kind}_pairs WITH o AS ({sides[0]}), n AS ({sides[1]})
                SELECT o.id, n.id, {one.is_same} FROM o JOIN n USING (key, nth) WHERE {condition[one.only]}"""  # noqa: S608
        )


def _pair_documents(con: duckdb.DuckDBPyConnection) -> None:
    """`document_pairs`, and `<side>_documents` with the id that both sides of a pair share."""
    for side, other in (("old", "new"), ("new", "old")):
        con.execute(
            f"""CREATE TEMP TABLE document_{side} AS SELECT document_id AS id, source, file_name, source AS place
                FROM {side}.documents ANTI JOIN {other}.documents USING (document_id)"""  # noqa: S608
        )
    _pair(con, "document", DOCUMENT_PASSES)
    con.execute(
        """CREATE TEMP TABLE new_documents AS SELECT document_id, file_name, document_id AS pair FROM new.documents;
        CREATE TEMP TABLE old_documents AS SELECT document_id, file_name, coalesce(new_id, document_id) AS pair
            FROM old.documents LEFT JOIN document_pairs ON document_id = old_id"""
    )


def _pair_records(con: duckdb.DuckDBPyConnection, tables: Sequence[tuple[Table, tuple[str, ...]]]) -> None:
    """`record_changes` (table_name, old_id, new_id): pairs that differ, and records without a counterpart."""
    for side, other in (("old", "new"), ("new", "old")):
        selects = [
            f"""SELECT '{table.name}' AS table_name, r.record_id AS id, d.pair, r.footprint_id, r.document_id, r.page,
                    r.char_start, r.char_end, row(r.page, r.char_start, r.char_end) AS place,
                    md5(row({", ".join(f"r.{name}" for name in columns)})::VARCHAR) AS value,
                    {_about(table, columns)} AS about,
                    regexp_replace(trim(r.quote), '\\s+', ' ', 'g') AS bare,
                    regexp_replace(lower(bare), '[0-9][0-9.,]*', '#', 'g') AS mould
                FROM {side}.{table.name} r JOIN {side}_documents d USING (document_id)
                ANTI JOIN {other}.{table.name} USING (record_id)"""  # noqa: S608
            for table, columns in tables
        ]
        con.execute(f"CREATE TEMP TABLE record_{side} AS {' UNION ALL '.join(selects)}")
    _pair(con, "record", RECORD_PASSES)
    _pair_neighbours(con)
    con.execute(
        """CREATE TEMP TABLE record_changes AS
            SELECT table_name, old_id, new_id FROM record_pairs JOIN record_new ON id = new_id WHERE NOT is_same
            UNION ALL SELECT table_name, id, NULL FROM record_old ANTI JOIN record_pairs ON id = old_id
            UNION ALL SELECT table_name, NULL, id FROM record_new ANTI JOIN record_pairs ON id = new_id"""
    )


def _about(table: Table, columns: Sequence[str]) -> str:
    names = [name for name in IDENTITY.get(table.name, ()) if name in columns]
    return f"row({', '.join(f'r.{name}' for name in names)})::VARCHAR" if names else "NULL"


def _pair_neighbours(con: duckdb.DuckDBPyConnection) -> None:
    """Pair what is left where it stands in about the same order and in about the same words, best with best."""
    ranked = """SELECT *, row_number() OVER (PARTITION BY pair, table_name, footprint_id ORDER BY place, id) AS rank
        FROM record_{0} ANTI JOIN record_pairs ON id = {0}_id"""
    con.execute(
        f"""INSERT INTO record_pairs
        WITH o AS ({ranked.format("old")}),
        n AS (
            SELECT * EXCLUDE (rank), unnest(range(rank - {_WINDOW}, rank + {_WINDOW} + 1)) AS rank
            FROM ({ranked.format("new")})
        ),
        near AS (
            SELECT o.id AS old_id, n.id AS new_id, left(o.mould, 200) AS a, left(n.mould, 200) AS b,
                greatest(length(a), length(b)) AS longer
            FROM o JOIN n ON o.pair = n.pair AND o.table_name = n.table_name
                AND o.footprint_id IS NOT DISTINCT FROM n.footprint_id AND o.rank = n.rank
            WHERE abs(length(a) - length(b)) <= (1 - {_ALIKE}) * longer
        ),
        alike AS (
            SELECT old_id, new_id, 1 - levenshtein(a, b) / longer AS likeness FROM near WHERE likeness >= {_ALIKE}
        )
        SELECT old_id, new_id, false FROM alike
        QUALIFY row_number() OVER (PARTITION BY old_id ORDER BY likeness DESC, new_id) = 1
            AND row_number() OVER (PARTITION BY new_id ORDER BY likeness DESC, old_id) = 1"""  # noqa: S608
    )


def _pair_findings(con: duckdb.DuckDBPyConnection) -> None:
    """`finding_pairs`: those of the same id, and those that say the same of a document that is another now."""
    for side, other in (("old", "new"), ("new", "old")):
        con.execute(
            f"""CREATE TEMP TABLE finding_{side} AS
                SELECT f.finding_id AS id, f.rule, f.footprint_id, d.pair, f.message, list_sort(f.quotes) AS quotes,
                    regexp_replace(lower(f.message), '[0-9][0-9.,]*', '#', 'g') AS mould, f.finding_id AS place
                FROM {side}.findings f LEFT JOIN {side}_documents d USING (document_id)
                ANTI JOIN {other}.findings USING (finding_id)"""  # noqa: S608
        )
    _pair(con, "finding", FINDING_PASSES)
    con.execute(
        """INSERT INTO finding_pairs
            SELECT finding_id, finding_id, false FROM old.findings SEMI JOIN new.findings USING (finding_id)"""
    )


def _load(con: duckdb.DuckDBPyConnection, side: str, path: Path, columns: dict[str, dict[str, set[str]]]) -> Load:
    version = "pipeline_version" if "pipeline_version" in columns[side]["runs"] else "NULL"
    last = con.execute(
        f"SELECT run_id, finished_at, {version} FROM {side}.runs ORDER BY finished_at DESC, run_id LIMIT 1"  # noqa: S608
    ).fetchone()
    run_id, finished_at, pipeline_version = last or (None, None, None)
    return Load(warehouse=str(path), run_id=run_id, finished_at=finished_at, pipeline_version=pipeline_version)


def _side_by_side(columns: Iterable[str]) -> str:
    return ", ".join(f"o.{name} AS old_{name}, n.{name} AS new_{name}" for name in columns)


def _changed_fields(row: Row, columns: Iterable[str]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(column=name, before=row[f"old_{name}"], after=row[f"new_{name}"])
        for name in columns
        if row[f"old_{name}"] != row[f"new_{name}"]
    )


def _documents(con: duckdb.DuckDBPyConnection) -> Iterator[DocumentChange]:
    rows = _rows(
        con,
        f"""WITH o AS (SELECT d.*, p.pair FROM old.documents d JOIN old_documents p USING (document_id))
        SELECT {_side_by_side(("document_id", *_OF_A_DOCUMENT))}
        FROM o FULL JOIN new.documents n ON o.pair = n.document_id
        ORDER BY coalesce(n.file_name, o.file_name), n.document_id, o.document_id""",  # noqa: S608
    )
    for row in rows:
        before, after = row["old_document_id"], row["new_document_id"]
        fields = _changed_fields(row, _OF_A_DOCUMENT) if before and after else ()
        if before == after and not fields:
            continue
        yield DocumentChange(
            change="changed" if before and after else "gone" if before else "added",
            file_name=row["new_file_name"] or row["old_file_name"],
            document_id_before=before,
            document_id_after=after,
            fields=fields,
        )


def _figures(con: duckdb.DuckDBPyConnection) -> Iterator[FigureChange]:
    differing = " OR ".join(f"o.{fact} IS DISTINCT FROM n.{fact}" for fact in FACTS)
    rows = _rows(
        con,
        f"""SELECT footprint_id, {_side_by_side(dict.fromkeys((*FACTS, *FACTS.values())))}
        FROM old.footprint_profile o JOIN new.footprint_profile n USING (footprint_id)
        WHERE {differing} ORDER BY footprint_id""",  # noqa: S608
    )
    passages = {side: _passages(con, side, rows) for side in ("old", "new")}
    for row in rows:
        for fact, record_id in FACTS.items():
            before, after = row[f"old_{fact}"], row[f"new_{fact}"]
            if before != after:
                yield FigureChange(
                    change="stated" if before is None else "vanished" if after is None else "changed",
                    footprint_id=row["footprint_id"],
                    fact=fact,
                    before=before,
                    after=after,
                    passage_before=passages["old"].get(row[f"old_{record_id}"]),
                    passage_after=passages["new"].get(row[f"new_{record_id}"]),
                )


def _passages(con: duckdb.DuckDBPyConnection, side: str, rows: Sequence[Row]) -> dict[str | None, Passage]:
    """The passages that these profiles rest on."""
    wanted = sorted({row[f"{side}_{name}"] for row in rows for name in FACTS.values()} - {None})
    every = " UNION ALL ".join(
        f"SELECT record_id, file_name, page, quote FROM {side}.{table} JOIN {side}_documents USING (document_id)"  # noqa: S608
        for table in _OWN
    )
    found = _rows(con, f"FROM ({every}) WHERE list_contains(?, record_id)", [wanted]) if wanted else []
    return {row["record_id"]: Passage(**row) for row in found}


def _records(con: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[str]) -> Iterator[RecordChange]:
    rows = _rows(
        con,
        f"""SELECT {_side_by_side(("record_id", "page", "quote", *columns))},
            od.file_name AS old_file_name, nd.file_name AS new_file_name
        FROM record_changes c
        LEFT JOIN old.{table.name} o ON o.record_id = c.old_id
        LEFT JOIN old_documents od ON od.document_id = o.document_id
        LEFT JOIN new.{table.name} n ON n.record_id = c.new_id
        LEFT JOIN new_documents nd ON nd.document_id = n.document_id
        WHERE c.table_name = ?
        ORDER BY coalesce(n.footprint_id, o.footprint_id), coalesce(nd.file_name, od.file_name),
            coalesce(n.page, o.page), coalesce(n.char_start, o.char_start), n.record_id, o.record_id""",  # noqa: S608
        [table.name],
    )
    for row in rows:
        before, after = _passage(row, "old"), _passage(row, "new")
        yield RecordChange(
            change="changed" if before and after else "gone" if before else "added",
            table=table.name,
            footprint_id=row["new_footprint_id"] if after else row["old_footprint_id"],
            fields=_changed_fields(row, columns),
            passage_before=before,
            passage_after=after,
        )


def _passage(row: Row, side: str) -> Passage | None:
    if row[f"{side}_record_id"] is None:
        return None
    return Passage(**{name: row[f"{side}_{name}"] for name in Passage.model_fields})


def _findings(con: duckdb.DuckDBPyConnection) -> Iterator[FindingChange]:
    kept = ("finding_id", "rule", "footprint_id", *_OF_A_FINDING)
    rows = _rows(
        con,
        f"""SELECT {_side_by_side(kept)}, coalesce(nd.file_name, od.file_name) AS file_name
        FROM old.findings o LEFT JOIN finding_pairs p ON o.finding_id = p.old_id
        FULL JOIN new.findings n ON n.finding_id = p.new_id
        LEFT JOIN old_documents od ON od.document_id = o.document_id
        LEFT JOIN new_documents nd ON nd.document_id = n.document_id
        WHERE o.status IS DISTINCT FROM n.status OR o.severity <> n.severity OR o.message <> n.message
            OR o.suggestion IS DISTINCT FROM n.suggestion
        ORDER BY coalesce(n.footprint_id, o.footprint_id), coalesce(n.rule, o.rule), coalesce(n.message, o.message)""",  # noqa: S608
    )
    for row in rows:
        if change := _finding(row):
            yield change


def _finding(row: Row) -> FindingChange | None:
    """What became of a finding; None where it was decided before and after, or gone with its decision."""
    before, after = row["old_status"], row["new_status"]
    side = "new" if row["new_finding_id"] else "old"
    if before == "open" != after:
        change = "closed"
    elif after == "open" != before:
        change = "opened"
    elif before and after and (before == "open" or before != after):
        change = "changed"
    else:
        return None
    return FindingChange(
        change=change,
        rule=row[f"{side}_rule"],
        severity=row[f"{side}_severity"],
        footprint_id=row[f"{side}_footprint_id"],
        file_name=row["file_name"],
        finding_id_before=row["old_finding_id"],
        finding_id_after=row["new_finding_id"],
        status=after or "not found",
        message=row[f"{side}_message"],
        fields=_changed_fields(row, _OF_A_FINDING) if before and after else (),
    )
