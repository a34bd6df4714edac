"""What was read and extracted, kept per document beside the warehouse: an unchanged document is not read again.

An entry is found by all that decides what comes out: the document's bytes, what was stated about it beside the file,
the limits, the version of the code, and whether scans can be read here. Entries are lines of JSON, compressed, and
checked against the models when they are read back: a damaged one is as good as none. A row is a line, so that no more
than the rows of a document need be held.
"""

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from io import BufferedWriter
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from extractors.document import Extraction, Imprint
from pipeline.ingest import Ingested, Limits
from pipeline.reading import ocr
from pipeline.reading.model import PageProblem
from pipeline.sources import Source
from pipeline.version import pipeline_version
from schemas.documents import DocumentRow, Observation, PageRow, Rejected, SectionRow
from schemas.records import RECORD_MODELS

_ROWS: dict[str, type[BaseModel]] = {
    "pages": PageRow,
    "sections": SectionRow,
    "rejected": Rejected,
    "observations": Observation,
    **{model.table: model for model in RECORD_MODELS},
}
_BUFFER = 2**18
_STATED = tuple(f.name for f in fields(Source) if f.name not in ("path", "size", "duplicates"))


class _Head(BaseModel):
    """The first line of an entry: a document without its rows. `imprint` is None when nothing could be extracted."""

    model_config = ConfigDict(extra="forbid")

    document: DocumentRow
    page_problems: tuple[PageProblem, ...]
    passing: bool
    imprint: Imprint | None


def _written(ingested: Ingested) -> Iterator[bytes]:
    """The lines of an entry: its head, and each row behind the name of its table."""
    found = ingested.extraction
    head = _Head.model_construct(
        document=ingested.document,
        page_problems=ingested.page_problems,
        passing=ingested.passing,
        imprint=found.imprint if found else None,
    )
    yield head.model_dump_json().encode() + b"\n"
    yield from (_line("pages", row) for row in ingested.pages)
    if found:
        yield from (_line("sections", row) for row in found.sections)
        yield from (_line(row.table, row) for row in found.records)
        yield from (_line("rejected", row) for row in found.rejected)
        yield from (_line("observations", row) for row in found.observations)


def _line(table: str, row: BaseModel) -> bytes:
    return f"{table} {row.model_dump_json()}\n".encode()


def _read(lines: Iterator[bytes]) -> Ingested:
    """The document of an entry. Raises ValueError where a line is none of an entry's."""
    head = _Head.model_validate_json(next(lines, b""))
    rows: dict[str, list[Any]] = {"pages": [], "sections": [], "rejected": [], "observations": [], "records": []}
    for line in lines:
        name, _, row = line.partition(b" ")
        table = name.decode()
        if table not in _ROWS:
            raise ValueError(f"there are no rows of {table}")
        rows[table if table in rows else "records"].append(_ROWS[table].model_validate_json(row))
    found = {table: tuple(of_table) for table, of_table in rows.items()}
    pages = found.pop("pages")
    extraction = Extraction(imprint=head.imprint, **found) if head.imprint else None
    return Ingested(head.document, pages, extraction, head.page_problems, head.passing)


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
                with gzip.open(path) as file:
                    return _read(iter(file))
            except FileNotFoundError:
                continue
            except (OSError, EOFError, zlib.error, ValueError):  # ValueError: a line that is none of an entry's
                path.unlink(missing_ok=True)
        return None

    def put(self, source: Source, ingested: Ingested) -> None:
        """Keep what came of a document, all of it or nothing."""
        path = self._path(source, ingested.passing)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                packed = gzip.GzipFile(filename="", mode="wb", compresslevel=1, fileobj=file, mtime=0)
                with BufferedWriter(packed, _BUFFER) as lines:
                    lines.writelines(_written(ingested))
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
