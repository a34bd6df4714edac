"""Which code ran: the package's version, and a digest of all that decides what is read and extracted."""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGE = "stp-extract"
_READERS = ("pdfplumber", "pypdfium2", "regex", "spacy", "rapidfuzz")
_NO_PART_IN_READING = {"__pycache__", "warehouse", "checks", "report", "evaluation", "ner_training"}


def package_version() -> str:
    """The package's own version, e.g. 0.1.0."""
    return version(_PACKAGE)


@cache
def pipeline_version() -> str:
    """The package's version and a digest of the code, data and libraries that read and extract: 0.1.0+3f2a91c07b1e.

    Two runs with the same pipeline version find the same in the same bytes.
    """
    digest = hashlib.sha256()
    for package in ("schemas", "extractors", "pipeline"):
        _add(digest, files(package), package)
    for reader in _READERS:
        digest.update(f"{reader}={version(reader)}\n".encode())
    return f"{package_version()}+{digest.hexdigest()[:12]}"


def _add(digest: "hashlib._Hash", folder: Traversable, name: str) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name in _NO_PART_IN_READING:
            continue
        if entry.is_dir():
            _add(digest, entry, f"{name}/{entry.name}")
        else:
            content = entry.read_bytes()
            digest.update(f"{name}/{entry.name} {len(content)}\n".encode())
            digest.update(content)
