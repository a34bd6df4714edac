"""Pictures of passages as printed, for the cards of findings on PDF documents that are still where they were read."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.reading.images import Excerpt, excerpt_images
from pipeline.report.contents import Contents
from pipeline.report.evidence import Card

_MOST_PASSAGES, _SECONDS = 2, 60.0
"""Pictures on one card, and what one picture may take."""


def with_crops(contents: Contents, cards: Sequence[Card]) -> tuple[list[Card], dict[str, bytes]]:
    """The cards with pictures of their passages, and the pictures as PNG by their path in the report.

    A passage whose document is no PDF, has moved or has changed, or whose page cannot be drawn in time, has none.
    """
    wanted: dict[str, list[tuple[int, int, Excerpt]]] = defaultdict(list)
    for index, card in enumerate(cards):
        for place, passage in enumerate(card.passages[:_MOST_PASSAGES]):
            if passage.boxes:
                wanted[passage.document_id].append((index, place, Excerpt(passage.page, passage.boxes)))
    files = {source: document_id for document_id in wanted if (source := _source(contents, document_id))}
    drawn = excerpt_images({file: [e for _, _, e in wanted[of]] for file, of in files.items()}, seconds=_SECONDS)
    images: dict[int, dict[int, str]] = defaultdict(dict)
    pictures: dict[str, bytes] = {}
    for file, document_id in files.items():
        for (index, place, _), picture in zip(wanted[document_id], drawn[file], strict=True):
            if picture:
                path = f"crops/{hashlib.sha256(picture).hexdigest()[:16]}.png"
                pictures[path] = picture
                images[index][place] = path
    return [replace(card, images=images.get(index, {})) for index, card in enumerate(cards)], pictures


def _source(contents: Contents, document_id: str) -> Path | None:
    """The file of a PDF document, if it is there and its bytes are the ones that were read."""
    document = contents.documents[document_id]
    if document["media_type"] != "application/pdf" or "://" in document["source"]:
        return None
    source = Path(document["source"])
    try:
        unchanged = hashlib.sha256(source.read_bytes()).hexdigest() == document_id
    except OSError:
        return None
    return source if unchanged else None
