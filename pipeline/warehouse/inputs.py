"""All that decides what a load holds, in one digest: where it is the same, a new load would be the same."""

import hashlib
import json
from collections.abc import Sequence

from pipeline.sources import Source
from pipeline.version import load_version
from pipeline.warehouse.cache import ExtractionCache
from schemas.findings import Decision


def inputs_of(sources: Sequence[Source], cache: ExtractionCache, decisions: Sequence[Decision]) -> str:
    """A digest of the documents with all that is stated about them, of the limits, the code and the decisions.

    The order of the sources does not matter.
    """
    documents = sorted([cache.key(source), *source.duplicates] for source in sources)
    decided = [decision.model_dump(mode="json") for decision in decisions]
    return hashlib.sha256(json.dumps([load_version(), documents, decided]).encode()).hexdigest()
