"""Which code ran: the package's version, and a digest of all that decides what is read and extracted."""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGE = "stp-extract"
_READERS = ("pdfplumber", "pypdfium2", "regex", "spacy", "rapidfuzz")
_PARTS = (
    ("schemas", ""),
    ("extractors", ""),
    ("pipeline", "reading"),
    ("pipeline", "sources.py"),
    ("pipeline", "ingest.py"),
)
"""Packages, and files and folders in them, that take part in reading and extracting."""


def package_version() -> str:
    """The package's own version, e.g. 0.1.0."""
    return version(_PACKAGE)


@cache
def pipeline_version() -> str:
    """The package's version and a digest of the code, data and libraries that read and extract: 0.1.0+3f2a91c07b1e.

    Two runs with the same pipeline version find the same in the same bytes.
    """
    digest = hashlib.sha256()
    for package, part in _PARTS:
        _add(digest, files(package) / part, f"{package}/{part}")
    for reader in _READERS:
        digest.update(f"{reader}={version(reader)}\n".encode())
    return f"{package_version()}+{digest.hexdigest()[:12]}"


def _add(digest: "hashlib._Hash", entry: Traversable, name: str) -> None:
    if entry.is_dir():
        for inner in sorted(entry.iterdir(), key=lambda inner: inner.name):
            if inner.name != "__pycache__":
                _add(digest, inner, f"{name}/{inner.name}")
    else:
        content = entry.read_bytes()
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
