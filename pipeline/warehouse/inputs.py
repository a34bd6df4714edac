"""All that decides what a load holds, in one digest: where it is the same, a new load would be the same."""

import hashlib
import json
from collections.abc import Sequence

from pipeline.sources import Source
from pipeline.version import load_version
from pipeline.warehouse.cache import ExtractionCache
from schemas.findings import Decision


def document_inputs(source: Source, cache: ExtractionCache) -> str:
    """A digest of a document with all that is stated about it, of the limits and of the code."""
    return _digest(load_version(), cache.key(source), *source.duplicates)


def inputs_of(sources: Sequence[Source], cache: ExtractionCache, decisions: Sequence[Decision]) -> str:
    """A digest of the documents' digests and the decisions. The order of the sources does not matter."""
    documents = sorted(document_inputs(source, cache) for source in sources)
    return _digest(load_version(), documents, [decision.model_dump(mode="json") for decision in decisions])


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
