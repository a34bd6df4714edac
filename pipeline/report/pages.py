"""Which pages the report has, and what stands on each."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, pairwise
from operator import itemgetter
from typing import Any

from markupsafe import Markup

from pipeline.checks.catalogue import RULES
from pipeline.report.charts import drawn_by, figures_per_head, per_head_charts
from pipeline.report.contents import Contents, Page, Row
from pipeline.report.crops import with_crops
from pipeline.report.downloads import has_spreadsheets
from pipeline.report.finding_pages import FindingPages
from pipeline.report.per_head import compared, medians, places
from pipeline.report.standing import Standing
from pipeline.report.strip import Paragraph, paragraphs, segments, shares
from pipeline.report.tiles import short_names, tile_maps
from pipeline.report.wording import FACTS, SECTIONS, SEVERITIES, STATES, TABLES, by_head, inhabitants, shown
from schemas.findings import Finding
from schemas.tables import RECORD_TABLES

DOCUMENTS_A_PAGE = 1000
_LEADING = 10
RECORDS_FIRST, RECORDS_A_PAGE = 150, 500
"""Records of a kind on a footprint's own page, and on each of the pages that go on with the rest."""
_REFUSED_SHOWN, _UNTOUCHED_SHOWN = 100, 60
_NOT_SHOWN = {
    *("record_id", "footprint_id", "document_id", "page", "char_start", "char_end", "quote", "boxes", "method"),
    *("extractor", "precision_gbp"),
}
_UNREMARKABLE = {"bound": "exact", "cumulative": False, "approximate": False, "statistic": "total"}
"""What is not worth a column when every row has it."""
_LONG_TEXT = 40
"""Characters from which a column needs room to be read."""


@dataclass(frozen=True)
class RecordTable:
    """The records of one kind on a page.

    `columns` are those in which some row says something, their `kinds` numbers ("n") or long texts ("t"); `quoted` are
    the records whose words stand there already: in a column, or in the row above, from the same place.
    """

    table: str
    count: int
    columns: tuple[str, ...]
    kinds: dict[str, str]
    quoted: frozenset[str]
    rows: tuple[Row, ...]


class Pages:
    """The pages of a report on a warehouse."""

    def __init__(self, contents: Contents, standing: Standing) -> None:
        self._contents = contents
        self._standing = standing
        self._cards = FindingPages(contents)
        self.pictures: dict[str, bytes] = {}
        """PNG pictures that the pages made so far show, by their path in the report."""

    def __iter__(self) -> Iterator[Page]:
        yield from self._documents()  # first: the overview shows what they know of their use
        yield self._overview()
        yield from self._findings()
        yield self._page("footprints.html", footprints=list(self._contents.footprints.values()))
        for profile in self._contents.footprints.values():
            yield from self._footprint(profile)
        yield from self._document_lists()
        counts = Counter(finding.rule for finding in self._contents.findings)
        yield self._page("rules.html", rules=RULES, rule_counts=counts, rule_paths=self._cards.rules)

    def _page(self, path: str, template: str | None = None, **context: Any) -> Page:
        root = "../" * path.count("/")
        return Page(path, template or path, {**self._common, "root": root, "here": path, **context})

    @cached_property
    def _common(self) -> dict[str, Any]:
        """What every page may refer to."""
        contents = self._contents
        return {
            "run": contents.run,
            "is_first_run": contents.is_first_run,
            "has_spreadsheet": has_spreadsheets(),
            "menu": SECTIONS,
            "severities": SEVERITIES,
            "states": STATES,
            "facts": FACTS,
            "tables": TABLES,
            "titles": {document_id: contents.document_title(document_id) for document_id in contents.documents},
            "dates": {document_id: row["stated_on"] for document_id, row in contents.documents.items()},
            "document_paths": self._document_paths,
            "finding_paths": self._cards.paths,
            "footprint_names": {footprint_id: row["name"] for footprint_id, row in contents.footprints.items()},
            "remedies": {rule.name: rule.remedy for rule in RULES},
            "meanings": {rule.name: rule.meaning for rule in RULES},
            "record_totals": self._record_totals,
            "shares": self._shares,
            "new_ids": {finding.finding_id for finding in contents.findings if contents.is_new(finding)},
        }

    @cached_property
    def _shares(self) -> dict[str, dict[str, float]]:
        """How much of each document was used; filled while the pages on documents are made."""
        return {}

    @cached_property
    def _document_paths(self) -> dict[str, str]:
        return {document_id: f"documents/{document_id[:16]}.html" for document_id in self._contents.documents}

    @cached_property
    def _record_totals(self) -> Counter[str]:
        counts = self._contents.counts_by_document
        return Counter({document_id: counts[document_id].total() for document_id in self._contents.documents})

    @cached_property
    def _finding_totals(self) -> Counter[str]:
        return Counter(finding.document_id or "" for finding in self._contents.open_findings)

    def _findings(self) -> Iterator[Page]:
        files = self._cards.files
        for index, (file, held) in enumerate(zip(files, self._cards.pages, strict=True)):
            self._cards.pages[index], pictures = with_crops(self._contents, held)
            self.pictures |= pictures
            groups = self._cards.grouped(index)
            yield self._page(
                file,
                "findings.html",
                groups=groups,
                rule_names=list(self._cards.rules),
                rule_paths=self._cards.rules,
                page_number=index + 1,
                page_count=len(files),
                page_paths=files,
            )

    @property
    def findings_index(self) -> str | None:
        """The script by which a page of findings knows the others, where there are several."""
        return self._cards.index() if len(self._cards.pages) > 1 else None

    def _document_lists(self) -> Iterator[Page]:
        documents = list(self._contents.documents.values())
        pages = [documents[i : i + DOCUMENTS_A_PAGE] for i in range(0, len(documents), DOCUMENTS_A_PAGE)] or [[]]
        files = [f"documents-{number}.html" if number > 1 else "documents.html" for number in range(1, len(pages) + 1)]
        for number, (file, held) in enumerate(zip(files, pages, strict=True), start=1):
            yield self._page(
                file,
                "documents.html",
                documents=held,
                finding_totals=self._finding_totals,
                page_number=number,
                page_count=len(files),
                page_paths=files,
            )

    def _overview(self) -> Page:
        contents = self._contents
        documents = list(contents.documents.values())
        new = [finding for finding in contents.open_findings if contents.is_new(finding)]
        rows = compared(contents.footprints)
        stated = [state for states in contents.coverage.values() for state in states.values()]
        return self._page(
            "index.html",
            documents=documents,
            unreadable=[document for document in documents if document["status"] != "read"],
            read_in_full=sum(document["status"] == "read" for document in documents),
            covered=sum(any(s.startswith("stated") for s in states.values()) for states in contents.coverage.values()),
            complete=sum(state.startswith("stated") for state in stated) / (len(stated) or 1),
            footprints=list(contents.footprints.values()),
            by_severity=contents.by_severity,
            new_findings=new,
            leading=(new or contents.open_findings)[:_LEADING],
            maps=tile_maps(contents.footprints),
            compared=rows,
            medians=medians(rows),
            chart=self._charts(rows),
            outliers=[finding for finding in contents.open_findings if finding.rule == "per_head_outlier"],
            coverage=contents.coverage,
            record_counts=contents.record_counts,
        )

    def _charts(self, rows: Sequence[Row]) -> dict[str, Markup]:
        figures = figures_per_head(rows, short_names())
        drawn = self._standing.drawn("per_head", lambda: per_head_charts(figures), figures, drawn_by())
        return {size: Markup(svg) for size, svg in drawn.items()}  # noqa: S704 - drawn of our own figures

    def _footprint(self, profile: Row) -> Iterator[Page]:
        """The page of a footprint, and those that go on with kinds of which it has many records."""
        footprint_id = profile["footprint_id"]
        contents = self._contents
        findings = [finding for finding in contents.findings if finding.footprint_id == footprint_id]
        path = f"footprints/{footprint_id}.html"
        made_of = (
            *(profile, self._places[footprint_id], contents.coverage[footprint_id], self._shown(findings)),
            *(contents.counts_by_footprint[footprint_id], contents.digests_by_footprint[footprint_id]),
        )
        if self._standing.told(path, made_of) is not None:
            return
        sections, later = list(self._records(footprint_id)), {}
        found_at = {row["record_id"]: f"#r-{row['record_id']}" for section in sections for row in section.rows}
        for section in sections:
            files = []
            for number, first in enumerate(range(RECORDS_FIRST, section.count, RECORDS_A_PAGE), start=2):
                rows = contents.later_records(section.table, footprint_id, first, RECORDS_A_PAGE)
                files.append(f"{footprint_id}-{section.table}-{number}.html")
                found_at |= {row["record_id"]: f"{files[-1]}#r-{row['record_id']}" for row in rows}
                yield self._page(
                    f"footprints/{files[-1]}",
                    "records.html",
                    profile=profile,
                    section=_record_table(section.table, section.count, rows),
                    first=first + 1,
                    last=first + len(rows),
                )
            later[section.table] = files
        more = [f"footprints/{file}" for files in later.values() for file in files]
        self._standing.made(path, [path, *more], {}, made_of)
        yield self._page(
            path,
            "footprint.html",
            profile=profile,
            values=_facts(profile, self._places[footprint_id]),
            states_of=contents.coverage[footprint_id],
            findings=findings,
            sections=sections,
            later=later,
            found_at=found_at,
        )

    @cached_property
    def _places(self) -> dict[str, dict[str, str]]:
        return places(self._contents.footprints)

    def _records(self, footprint_id: str) -> Iterator[RecordTable]:
        counts = self._contents.counts_by_footprint[footprint_id]
        for table in RECORD_TABLES:
            if count := counts[table.name]:
                rows = self._contents.records(table.name, footprint_id, RECORDS_FIRST)
                yield _record_table(table.name, count, rows)

    def _documents(self) -> Iterator[Page]:
        documents = self._contents.documents
        made_of = {document_id: self._made_of(document) for document_id, document in documents.items()}
        changed = []
        for document_id in documents:
            held = self._standing.told(self._document_paths[document_id], made_of[document_id])
            if held is None:
                changed.append(document_id)
            else:
                self._shares[document_id] = held
        for document_id, pages in self._contents.texts(changed):
            found = paragraphs(pages, self._consumed(document_id))
            self._shares[document_id] = {str(use): share for use, share in shares(found).items()}
            path = self._document_paths[document_id]
            self._standing.made(path, [path], self._shares[document_id], made_of[document_id])
            yield self._document(documents[document_id], found)

    def _made_of(self, document: Row) -> object:
        """All that the page on a document shows: its row has the digest of what it was loaded from."""
        return document, self._shown(self._findings_by_document[document["document_id"]])

    def _shown(self, findings: Sequence[Finding]) -> object:
        """All that lines on these findings show."""
        contents, paths = self._contents, self._cards.paths
        return [(f.model_dump(mode="json"), contents.is_new(f), paths[f.finding_id]) for f in findings]

    def _consumed(self, document_id: str) -> dict[int, list[tuple[int, int]]]:
        """What records, refused candidates and observations stand on, page by page."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for page, start, end in self._contents.spans.get(document_id, ()):
            spans.setdefault(page, []).append((start, end))
        return spans

    def _document(self, document: Row, found: Sequence[Paragraph]) -> Page:
        document_id = document["document_id"]
        untouched = [paragraph for paragraph in found if paragraph.use == "money"]
        own = self._contents.footprints_of(document_id)
        return self._page(
            self._document_paths[document_id],
            "document.html",
            document=document,
            segments=segments(found),
            share=shares(found),
            findings=self._findings_by_document[document_id],
            counts=self._contents.counts_by_document[document_id],
            own_footprints=own,
            untouched=untouched[:_UNTOUCHED_SHOWN],
            untouched_count=len(untouched),
            rejected=self._contents.rows(
                "SELECT table_name, value_text, reason, quote, page FROM rejected WHERE document_id = ? "
                "ORDER BY page, char_start LIMIT ?",
                document_id,
                _REFUSED_SHOWN,
            )
            if self._refused[document_id]
            else [],
            rejected_count=self._refused[document_id],
        )

    @cached_property
    def _refused(self) -> Counter[str]:
        """Refused candidates by document."""
        rows = self._contents.rows("SELECT document_id, count(*) AS n FROM rejected GROUP BY document_id")
        return Counter({row["document_id"]: row["n"] for row in rows})

    @cached_property
    def _findings_by_document(self) -> dict[str, list[Finding]]:
        """Findings by the document they stand in; those on several documents by each that they rest on."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self._contents.findings:
            for document_id in {finding.document_id} if finding.document_id else self._contents.documents_of(finding):
                found[document_id].append(finding)
        return found


def _record_table(table: str, count: int, rows: Sequence[Row]) -> RecordTable:
    """Some of the `count` records of a kind, as a table that is worth reading."""
    columns = tuple(name for name in rows[0] if name not in _NOT_SHOWN and _is_telling(name, rows))
    kinds = {name: _kind([row[name] for row in rows]) for name in columns}
    return RecordTable(table, count, columns, kinds, _quoted(columns, rows), tuple(rows))


def _is_telling(column: str, rows: Sequence[Row]) -> bool:
    """Whether a column says something that is not to be expected of every row."""
    return any(row[column] is not None and row[column] != _UNREMARKABLE.get(column) for row in rows)


def _kind(values: Sequence[Any]) -> str:
    """How a column is set: numbers to the right, long texts wide."""
    if any(isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in values):
        return "n"
    return "t" if any(isinstance(value, str) and len(value) > _LONG_TEXT for value in values) else ""


def _quoted(columns: Sequence[str], rows: Sequence[Row]) -> frozenset[str]:
    """The records whose quote is to be read in a column, word for word, or in the row above."""
    place = itemgetter("document_id", "page", "char_start", "char_end")

    def words(text: Any) -> str:
        return " ".join(str(text).split())

    in_column = (row for row in rows if any(words(row[column]) == words(row["quote"]) for column in columns))
    in_row_above = (row for above, row in pairwise(rows) if place(above) == place(row))
    return frozenset(row["record_id"] for row in chain(in_column, in_row_above))


def _facts(profile: Row, places: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The facts of a profile as texts, with the record each rests on."""
    lead = profile["lead"]
    if lead and profile["lead_organisation"]:
        lead = f"{lead}, {profile['lead_organisation']}"
    texts = {"population": inhabitants(profile["population"]), "lead": shown(lead)}
    texts |= {fact: shown(profile[f"{fact}_gbp"]) for fact in FACTS if fact not in texts}
    heads = {"combined_gap": "combined_gap_per_head_gbp", "capital": "capital_per_head_gbp"}
    return {
        fact: {
            "text": texts[fact],
            "record_id": profile[f"{fact}_record_id"],
            "by_head": by_head(profile[heads[fact]]) if fact in heads and profile[heads[fact]] is not None else None,
            "place": places.get(heads.get(fact, "")),
        }
        for fact in FACTS
    }
