"""What the report tells, read from a published warehouse."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb

from pipeline.checks.catalogue import RULES
from pipeline.checks.corpus import Pages
from pipeline.warehouse.query import reading
from schemas.findings import Finding
from schemas.tables import RECORD_TABLES

Row = dict[str, Any]

_EVIDENCE = ("record_id", "footprint_id", "document_id", "page", "char_start", "char_end", "quote", "boxes")
_RECORDS_AT_ONCE, _CHARACTERS_AT_ONCE = 2_000, 2_000_000
_READING_ORDER = "document_id, page, char_start, record_id"


class Contents:
    """A warehouse as the report sees it. Rows are dictionaries by column; large tables are read when asked for."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def rows(self, sql: str, *parameters: Any) -> list[Row]:
        """The result of a query."""
        cursor = self._con.execute(sql, parameters)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    @cached_property
    def runs(self) -> list[Row]:
        """Every load, the latest first."""
        return self.rows("SELECT * FROM runs ORDER BY started_at DESC, run_id DESC")

    @property
    def run(self) -> Row:
        """The load that the report is about."""
        return self.runs[0]

    @property
    def is_first_run(self) -> bool:
        """Whether nothing was published before, so that everything is new."""
        return len(self.runs) == 1

    @cached_property
    def documents(self) -> dict[str, Row]:
        """Documents by id, in order of file name."""
        return {d["document_id"]: d for d in self.rows("SELECT * FROM documents ORDER BY file_name, document_id")}

    @cached_property
    def footprints(self) -> dict[str, Row]:
        """The profile of every footprint by its code, in order of number."""
        return {f["footprint_id"]: f for f in self.rows("SELECT * FROM footprint_profile ORDER BY footprint_id")}

    @cached_property
    def coverage(self) -> dict[str, dict[str, str]]:
        """For every footprint the state of each of its facts."""
        states: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.rows("SELECT footprint_id, fact, state FROM coverage"):
            states[row["footprint_id"]][row["fact"]] = row["state"]
        return states

    @cached_property
    def findings(self) -> list[Finding]:
        """Every finding, gravest first, in the order of the catalogue."""
        gravity = {"error": 0, "warning": 1, "info": 2}
        places = {rule.name: place for place, rule in enumerate(RULES)}
        found = [Finding(**row) for row in self.rows("SELECT * FROM findings")]
        return sorted(
            found,
            key=lambda f: (gravity[f.severity], places.get(f.rule, 99), f.footprint_id or "", f.finding_id),
        )

    @property
    def open_findings(self) -> list[Finding]:
        """Findings that no reviewer has decided on."""
        return [finding for finding in self.findings if finding.status == "open"]

    @property
    def by_severity(self) -> Counter[str]:
        """Open findings by severity."""
        return Counter(finding.severity for finding in self.open_findings)

    def is_new(self, finding: Finding) -> bool:
        """Whether the last load raised it for the first time."""
        return bool(finding.first_seen_run == self.run["run_id"]) and not self.is_first_run

    @cached_property
    def record_counts(self) -> dict[str, int]:
        """Records by table."""
        return {table.name: int(self._con.table(table.name).count("*").fetchall()[0][0]) for table in RECORD_TABLES}

    def records(self, table: str, footprint_id: str, limit: int) -> list[Row]:
        """The first records of a table that belong to a footprint, in reading order."""
        group = self._groups.get(footprint_id, (footprint_id, footprint_id))
        return self._first_records(table, limit, *group).get(footprint_id, [])

    def later_records(self, table: str, footprint_id: str, first: int, limit: int) -> list[Row]:
        """Records of a footprint after the first ones, in the same order."""
        return self.rows(
            f"SELECT * FROM {table} WHERE footprint_id = ? "  # noqa: S608 - names of our own models
            f"ORDER BY {_READING_ORDER} LIMIT ? OFFSET ?",
            footprint_id,
            limit,
            first,
        )

    @cached_property
    def _groups(self) -> dict[str, tuple[str, str]]:
        """For every footprint the first and the last one of the group that records are read for together."""
        groups: list[list[str]] = []
        held = 0
        for footprint_id in sorted(self.footprints):
            count = self.counts_by_footprint[footprint_id].total()
            if not groups or held + count > _RECORDS_AT_ONCE:
                groups.append([])
                held = 0
            groups[-1].append(footprint_id)
            held += count
        return {footprint_id: (group[0], group[-1]) for group in groups for footprint_id in group}

    @lru_cache(maxsize=len(RECORD_TABLES))  # noqa: B019 - contents live as long as the report is being written
    def _first_records(self, table: str, limit: int, first: str, last: str) -> dict[str, list[Row]]:
        """The first records of a group of footprints: a query for each takes longer, one for all holds them all."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(
            f"SELECT * FROM {table} WHERE footprint_id BETWEEN ? AND ? "  # noqa: S608 - names of our own models
            f"QUALIFY row_number() OVER (PARTITION BY footprint_id ORDER BY {_READING_ORDER}) <= ? "
            f"ORDER BY {_READING_ORDER}",
            first,
            last,
            limit,
        ):
            found[row["footprint_id"]].append(row)
        return dict(found)

    @cached_property
    def counts_by_footprint(self) -> dict[str, Counter[str]]:
        """Records of every footprint by table."""
        return self._counts("footprint_id")

    @cached_property
    def digests_by_footprint(self) -> dict[str, Counter[str]]:
        """For every footprint a digest of its records by table, which tells one set of records from another."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for table in RECORD_TABLES:
            rows = self._con.execute(
                "SELECT footprint_id, bit_xor(hash(record_id, coalesce(title, file_name))) "  # noqa: S608 - our own names
                f"FROM {table.name} JOIN documents USING (document_id) GROUP BY footprint_id"
            )
            for footprint_id, digest in rows.fetchall():
                found[footprint_id][table.name] = digest
        return found

    @cached_property
    def counts_by_document(self) -> dict[str, Counter[str]]:
        """Records of every document by table."""
        return self._counts("document_id")

    def _counts(self, column: str) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for table in RECORD_TABLES:
            counted = self._con.table(table.name).aggregate(f"{column} AS owner, count(*) AS n", column)
            for owner, count in counted.fetchall():
                found[owner][table.name] = count
        return found

    def statements(self, record_ids: Sequence[str]) -> dict[str, Row]:
        """Where these records stand, by id, with their table."""
        found: dict[str, Row] = {}
        for table in RECORD_TABLES:
            query = (
                f"SELECT {', '.join(_EVIDENCE)} FROM {table.name} "  # noqa: S608 - names of our own models
                "SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS record_id) USING (record_id)"
            )
            for row in self.rows(query, list(record_ids)):
                found[row["record_id"]] = {**row, "table": table.name}
        return found

    @cached_property
    def spans(self) -> dict[str, list[tuple[int, int, int]]]:
        """For every document page and offsets of all that records, refused candidates and observations stand on."""
        found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for table in (*(table.name for table in RECORD_TABLES), "rejected", "observations"):
            relation = self._con.table(table).select("document_id", "page", "char_start", "char_end").distinct()
            for document_id, *span in relation.fetchall():
                found[document_id].append((span[0], span[1], span[2]))
        return found

    def footprints_of(self, document_id: str) -> list[str]:
        """The footprints that a document has records of."""
        return self._footprints_by_document.get(document_id, [])

    @cached_property
    def _footprints_by_document(self) -> dict[str, list[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for table in RECORD_TABLES:
            relation = self._con.table(table.name).filter("footprint_id IS NOT NULL")
            for document_id, footprint_id in relation.select("document_id", "footprint_id").distinct().fetchall():
                found[document_id].add(footprint_id)
        return {document_id: sorted(footprints) for document_id, footprints in found.items()}

    def documents_of(self, finding: Finding) -> frozenset[str]:
        """The documents that a finding's records stand in."""
        return frozenset(self._documents_by_record[r] for r in finding.record_ids if r in self._documents_by_record)

    @cached_property
    def _documents_by_record(self) -> dict[str, str]:
        wanted = {record for finding in self.findings if not finding.document_id for record in finding.record_ids}
        return {record_id: row["document_id"] for record_id, row in self.statements(sorted(wanted)).items()}

    def texts(self, documents: Collection[str]) -> Iterator[tuple[str, dict[int, str]]]:
        """These documents, in no order to rely on, with their text by page."""
        return Pages(self._con, most=_CHARACTERS_AT_ONCE).each(documents)

    def document_title(self, document_id: str) -> str:
        """A document's title, or its file name."""
        document = self.documents[document_id]
        return str(document["title"] or document["file_name"])


@contextmanager
def contents_of(warehouse: Path) -> Iterator[Contents]:
    """A warehouse opened for its report. Raises NoWarehouseError where there is none."""
    with reading(warehouse) as con:
        yield Contents(con)


@dataclass(frozen=True)
class Page:
    """One file of the report: its path in the folder, the template that makes it, and what the template is given."""

    path: str
    template: str
    context: dict[str, Any]
