"""Precision, recall and F1 of a warehouse, per table, against labels.

A record is right when its key (see `sameness`) equals a label's; rows that say the same thing twice count once. A
record with a footprint that matches no label is wrong where the labels are complete, which they are

- in a document and table that has labels;
- in a short text: for every table of STATEMENTS;
- in a collection of profiles: for the footprints that have labels, in every table but the lists;
- in a document labelled as stating nothing: for every table of STATEMENTS.

A record without a footprint is never wrong, a dashboard's cell apart. Of the labels that were found, `evidence` is the
share whose record quotes the labelled words, `exact` the share whose further attributes agree too.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path, PurePath
from typing import Any

from pipeline.evaluation.labels import Label, Labels
from pipeline.evaluation.sameness import LISTS, MATCHES, Match, plain, same_attribute, same_words
from pipeline.warehouse.query import reading

STATEMENTS = (
    *("populations", "leads", "financial_gaps", "capital_requirements", "savings", "funding"),
    "ics_status",
)
_SHORT_TEXT = 3000
"""Characters up to which a document is labelled in full: half a page or so."""
_COLLECTION = 15
"""Footprints in one table of labels from which a document is a collection of profiles."""
_ALIKE = 0.85
"""Likeness from which two list items are the same."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Extracted:
    """Rows by document (its name without suffix) and table, and the length of each document in characters."""

    rows: dict[tuple[str, str], list[Row]]
    lengths: dict[str, int]


@dataclass
class Score:
    """One table's count of labels found and missed, and of rows that are wrong."""

    found: int = 0
    with_evidence: int = 0
    exactly: int = 0
    missed: list[Label] = field(default_factory=list)
    wrong: list[tuple[str, Row]] = field(default_factory=list)
    is_list: bool = False

    @property
    def labels(self) -> int:
        return self.found + len(self.missed)

    @property
    def precision(self) -> float:
        return self._share(self.found, self.found + len(self.wrong))

    @property
    def recall(self) -> float:
        return self._share(self.found, self.labels)

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def evidence(self) -> float:
        return 1.0 if self.is_list else self._share(self.with_evidence, self.found)

    @property
    def exact(self) -> float:
        return 1.0 if self.is_list else self._share(self.exactly, self.found)

    @staticmethod
    def _share(part: int, whole: int) -> float:
        return part / whole if whole else 1.0

    def figures(self) -> dict[str, float]:
        """The figures under the names that scripts read."""
        return {
            "labels": self.labels,
            "tp": self.found,
            "fp": len(self.wrong),
            "fn": len(self.missed),
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "evidence": self.evidence,
            "exact": self.exact,
        }


def read_extracted(warehouse: Path) -> Extracted:
    """What a warehouse holds in the tables that are scored."""
    rows: dict[tuple[str, str], list[Row]] = {}
    with reading(warehouse) as con:
        documents = con.execute("SELECT document_id, file_name, char_count FROM documents").fetchall()
        names = {document_id: PurePath(file_name).stem for document_id, file_name, _ in documents}
        for table in (*MATCHES, *LISTS):
            cursor = con.execute(f"SELECT * FROM {table} ORDER BY document_id, page, char_start")  # noqa: S608 - our own name
            columns = [column[0] for column in cursor.description]
            for values in cursor.fetchall():
                row = dict(zip(columns, values, strict=True))
                rows.setdefault((names[row["document_id"]], table), []).append(row)
    return Extracted(rows, {PurePath(file_name).stem: length for _, file_name, length in documents})


def evaluate(labels: Labels, extracted: Extracted, strict: bool) -> dict[str, Score]:
    """The score of every table that has labels or wrong rows."""
    scores: dict[str, Score] = {}
    for table in (*MATCHES, *LISTS):
        score = Score(is_list=table in LISTS)
        for document in sorted(_documents(labels, extracted, table)):
            wanted, said = labels.of(document, table), extracted.rows.get((document, table), [])
            if _is_collection(labels, extracted, document):
                said = [row for row in said if row["footprint_id"] in _labelled(labels, document, table)]
            if table in LISTS:
                _score_list(score, document, wanted, said)
            else:
                _score_statements(score, document, wanted, said, MATCHES[table], strict)
        if score.labels or score.wrong:
            scores[table] = score
    return scores


def _documents(labels: Labels, extracted: Extracted, table: str) -> set[str]:
    """Documents in which the labels of a table are complete."""
    documents = {document for document, labelled in labels.by_table if labelled == table}
    if table in STATEMENTS:
        documents |= labels.stating_nothing
        documents |= {document for document in labels.documents if _is_short(extracted, document)}
    if table not in LISTS:
        documents |= {document for document in labels.documents if _is_collection(labels, extracted, document)}
    return documents


def _is_short(extracted: Extracted, document: str) -> bool:
    return extracted.lengths.get(document, _SHORT_TEXT + 1) <= _SHORT_TEXT


def _is_collection(labels: Labels, extracted: Extracted, document: str) -> bool:
    counts = (len({label.footprint for label in labels.of(document, t)} - {None}) for t in STATEMENTS)
    return not _is_short(extracted, document) and max(counts) >= _COLLECTION


def _labelled(labels: Labels, document: str, table: str) -> set[str | None]:
    """Footprints of a collection whose labels are complete: in a list those with items, else all with labels."""
    own = {label.footprint for label in labels.of(document, table)}
    return own if table in LISTS else own | labels.footprints(document)


def _score_list(score: Score, document: str, wanted: list[Label], said: list[Row]) -> None:
    unused = list(said)
    for label in wanted:
        words = _item(label.fields["text"])
        match = next(
            (
                row
                for row in unused
                if row["footprint_id"] == label.footprint
                and SequenceMatcher(None, words, _item(row["text"])).ratio() >= _ALIKE
            ),
            None,
        )
        if match is None:
            score.missed.append(label)
        else:
            unused.remove(match)
            score.found += 1
    score.wrong += [(document, row) for row in unused]


def _item(value: str) -> str:
    return plain(value).replace("\n", " ")


def _score_statements(
    score: Score, document: str, wanted: list[Label], said: list[Row], match: Match, strict: bool
) -> None:
    rows: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in said:
        rows[match.key(row["footprint_id"], row, strict)].append(row)
    allowed: set[tuple[Any, ...]] = set()
    counted: set[tuple[Any, ...]] = set()
    for label in wanted:
        variants = [(match.key(footprint, fields, strict), fields) for footprint, fields in label.variants()]
        allowed.update(key for key, _ in variants)
        if label.optional or variants[0][0] in counted:
            continue
        counted.add(variants[0][0])
        hits = [(row, fields) for key, fields in variants for row in rows.get(key, [])]
        if not hits:
            score.missed.append(label)
            continue
        score.found += 1
        score.with_evidence += _quoted(label, (row for row, _ in hits))
        score.exactly += any(
            all(same_attribute(name, row.get(name), fields.get(name)) for name in match.attributes)
            for row, fields in hits
        )
    score.wrong += [
        (document, same[0])
        for key, same in rows.items()
        if key not in allowed and (same[0]["footprint_id"] or not match.place)
    ]


def _quoted(label: Label, rows: Iterable[Row]) -> bool:
    return any(same_words(row["quote"], words) for row in rows for words in (label.quote, *label.alt_quotes))
