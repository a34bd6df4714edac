"""What was read and extracted, kept per document beside the warehouse: an unchanged document is not read again.

An entry is found by all that decides what comes out: the document's bytes, what was stated about it beside the file,
the limits, the version of the code, and whether scans can be read here. Entries are compressed JSON, checked against
the models when they are read back: a damaged one is as good as none.
"""

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator, ValidationError

from extractors.document import Extraction, Imprint
from pipeline.ingest import Ingested, Limits
from pipeline.reading import ocr
from pipeline.reading.model import PageProblem
from pipeline.sources import Source
from pipeline.version import pipeline_version
from schemas.documents import DocumentRow, Observation, PageRow, Rejected, SectionRow
from schemas.records import RECORD_MODELS, Record

_MODELS = {model.table: model for model in RECORD_MODELS}
_STATED = tuple(f.name for f in fields(Source) if f.name not in ("path", "size", "duplicates"))


def _named(record: Record) -> list[Any]:
    return [record.table, record.model_dump(mode="json")]


def _from_named(value: Any) -> Record:
    if not (isinstance(value, list) and len(value) == 2 and value[0] in _MODELS):
        raise ValueError("a record is kept as its table's name and its row")
    return _MODELS[value[0]].model_validate(value[1])


class _Found(BaseModel):
    model_config = ConfigDict(extra="forbid")

    imprint: Imprint
    sections: tuple[SectionRow, ...]
    records: tuple[Annotated[Record, PlainSerializer(_named), PlainValidator(_from_named)], ...]
    rejected: tuple[Rejected, ...]
    observations: tuple[Observation, ...]


class _Entry(BaseModel):
    """What is kept of one document: `Ingested`, with the table of each record."""

    model_config = ConfigDict(extra="forbid")

    document: DocumentRow
    pages: tuple[PageRow, ...]
    found: _Found | None
    page_problems: tuple[PageProblem, ...]
    passing: bool

    @classmethod
    def of(cls, ingested: Ingested) -> "_Entry":
        found = None
        if e := ingested.extraction:
            found = _Found.model_construct(
                imprint=e.imprint,
                sections=e.sections,
                records=e.records,
                rejected=e.rejected,
                observations=e.observations,
            )
        return cls.model_construct(
            document=ingested.document,
            pages=ingested.pages,
            found=found,
            page_problems=ingested.page_problems,
            passing=ingested.passing,
        )

    def ingested(self) -> Ingested:
        extraction = None
        if f := self.found:
            extraction = Extraction(f.imprint, f.sections, f.records, f.rejected, f.observations)
        return Ingested(self.document, self.pages, extraction, self.page_problems, self.passing)


@dataclass(frozen=True)
class ExtractionCache:
    """A folder of entries. `limits` are part of what an entry is found by."""

    folder: Path
    limits: Limits

    @classmethod
    def beside(cls, warehouse: Path, limits: Limits) -> Self:
        """The cache of a warehouse, in `<warehouse>.cache/`."""
        return cls(warehouse.with_name(warehouse.name + ".cache"), limits)

    def has(self, source: Source) -> bool:
        """Whether the document need not be read again.

        One that is damaged, or costs more than the limits allow, will be so again. One whose reading process crashed,
        or that the machine could not open, is tried each time.
        """
        return self._path(source).is_file()

    def get(self, source: Source) -> Ingested | None:
        """What came of the document when it was last read; None when that is not known, or the entry is damaged."""
        for path in (self._path(source), self._path(source, passing=True)):
            try:
                return _Entry.model_validate_json(gzip.decompress(path.read_bytes())).ingested()
            except FileNotFoundError:
                continue
            except (OSError, EOFError, zlib.error, ValidationError):
                path.unlink(missing_ok=True)
        return None

    def put(self, source: Source, ingested: Ingested) -> None:
        """Keep what came of a document, all of it or nothing."""
        path = self._path(source, ingested.passing)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(gzip.compress(_Entry.of(ingested).model_dump_json().encode(), compresslevel=1, mtime=0))
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def keep_only(self, sources: Iterable[Source]) -> None:
        """Remove the entries of every document but these, and those of other versions and limits."""
        kept = {self._path(source, passing) for source in sources for passing in (False, True)}
        for path in self.folder.glob("*/*"):
            if path not in kept:
                path.unlink(missing_ok=True)

    def key(self, source: Source) -> str:
        """What an entry is found by: the document, and a digest of all else that decides what comes of it."""
        stated = {name: str(getattr(source, name)) for name in _STATED}
        key = json.dumps([pipeline_version(), self.limits.model_dump(), stated, ocr.available()], sort_keys=True)
        return f"{source.document_id}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"

    def _path(self, source: Source, passing: bool = False) -> Path:
        suffix = ".failed.json.gz" if passing else ".json.gz"
        return self.folder / source.document_id[:2] / f"{self.key(source)}{suffix}"
