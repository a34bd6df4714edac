"""Which code ran: the package's version, and a digest of all that decides what is read and extracted."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGE = "stp-extract"
_READERS = ("pdfplumber", "pypdfium2", "regex", "spacy", "rapidfuzz")
_LOADERS = ("duckdb", "jinja2", "regex", "rapidfuzz")
_PARTS = (
    ("schemas", ""),
    ("extractors", ""),
    ("pipeline", "reading"),
    ("pipeline", "sources.py"),
    ("pipeline", "ingest.py"),
)
"""Packages, and files and folders in them, that take part in reading and extracting."""
_LOADING = (("pipeline", "warehouse"), ("pipeline", "checks"), ("pipeline", "report"))
"""Those that take part in making a warehouse and a report of what was extracted."""


def package_version() -> str:
    """The package's own version, e.g. 0.1.0."""
    return version(_PACKAGE)


@cache
def pipeline_version() -> str:
    """The package's version and a digest of the code, data and libraries that read and extract: 0.1.0+3f2a91c07b1e.

    Two runs with the same pipeline version find the same in the same bytes.
    """
    return f"{package_version()}+{_digest(_PARTS, _READERS)}"


@cache
def load_version() -> str:
    """The pipeline version and a digest of the code that loads, checks and reports.

    Two runs with the same load version make the same warehouse and the same report of the same sources and decisions.
    """
    return f"{pipeline_version()}+{_digest(_LOADING, _LOADERS)}"


def _digest(parts: Iterable[tuple[str, str]], libraries: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for package, part in parts:
        _add(digest, files(package) / part, f"{package}/{part}")
    for library in libraries:
        digest.update(f"{library}={version(library)}\n".encode())
    return digest.hexdigest()[:12]


def _add(digest: "hashlib._Hash", entry: Traversable, name: str) -> None:
    if entry.is_dir():
        for inner in sorted(entry.iterdir(), key=lambda inner: inner.name):
            if inner.name != "__pycache__":
                _add(digest, inner, f"{name}/{inner.name}")
    else:
        content = entry.read_bytes()
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
