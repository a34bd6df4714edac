"""Labels: what a person read in a document, one JSON object a line.

`doc` is the file's name, `table` a record table (`none`: the document states nothing that any table holds; `findings`
are no records and are passed over), `footprint` an ONS code or null, `fields` the table's columns, `quote` the words.
Further: `optional` (a judgement call: missing it or finding it is no error), `accept` (values that are as good, by
field), `alt_quotes` (words that are as good), `as_written` (the name of a dashboard's row).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path, PurePath
from typing import Any

from pydantic import BaseModel, Field, ValidationError, field_validator

_MOST_VARIANTS = 500


class LabelError(ValueError):
    """A file of labels that cannot be read: one line that names the file and the line in it."""


class Label(BaseModel):
    """One statement that a document makes."""

    doc: str
    table: str
    footprint: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    quote: str = ""
    optional: bool = False
    accept: dict[str, list[Any]] = Field(default_factory=dict)
    alt_quotes: tuple[str, ...] = ()
    as_written: str | None = None

    @field_validator("accept", mode="before")
    @classmethod
    def _lists(cls, accept: dict[str, Any]) -> dict[str, list[Any]]:
        return {name: value if isinstance(value, list) else [value] for name, value in accept.items()}

    @property
    def document(self) -> str:
        """The document's name without its suffix: labels hold for the text as PDF too."""
        return PurePath(self.doc).stem

    def variants(self) -> Iterator[tuple[str | None, dict[str, Any]]]:
        """Footprint and fields as labelled, then with every combination of the values that are as good."""
        fields, accept = dict(self.fields), dict(self.accept)
        if self.table == "dashboard_scores":
            fields |= {"row_name": self.as_written, "value_text": fields.get("value")}
            if "value" in accept:
                accept["value_text"] = accept["value"]
        footprints = [self.footprint, *accept.pop("footprint", [])]
        choices = [[(name, value) for value in [fields.get(name), *others]] for name, others in accept.items()]
        for footprint, *chosen in islice(product(footprints, *choices), _MOST_VARIANTS):
            yield footprint, {**fields, **dict(chosen)}


@dataclass(frozen=True)
class Labels:
    """Labels by document and table, and the documents that are labelled as stating nothing."""

    by_table: dict[tuple[str, str], list[Label]]
    stating_nothing: frozenset[str]

    @property
    def documents(self) -> frozenset[str]:
        """Documents with labels."""
        return frozenset(document for document, _ in self.by_table)

    def of(self, document: str, table: str) -> list[Label]:
        """Labels of one table of one document."""
        return self.by_table.get((document, table), [])

    def footprints(self, document: str) -> set[str]:
        """Every footprint that a label of the document carries."""
        return {
            label.footprint
            for (name, _), labels in self.by_table.items()
            if name == document
            for label in labels
            if label.footprint
        }

    def only(self, document: str) -> "Labels":
        """The labels of one document."""
        return Labels(
            {key: labels for key, labels in self.by_table.items() if key[0] == document},
            self.stating_nothing & {document},
        )


def read_labels(paths: Iterable[Path]) -> Labels:
    """Labels of several files. Raises LabelError naming the first line that is no label."""
    by_table: dict[tuple[str, str], list[Label]] = {}
    nothing = set()
    for path in paths:
        for label in _labels(path):
            if label.table == "none":
                nothing.add(label.document)
            elif label.table != "findings":
                by_table.setdefault((label.document, label.table), []).append(label)
    return Labels(by_table, frozenset(nothing))


def _labels(path: Path) -> Iterator[Label]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield Label.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise LabelError(f"{path}, line {number}: {where + ': ' if where else ''}{first['msg']}") from error
