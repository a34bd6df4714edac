"""What extractors write into: records, refusals and observations of one document, each with its evidence."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from extractors.blocks import Block
from extractors.document import Document
from extractors.page_ends import parts_by_page
from schemas.documents import Observation, Rejected
from schemas.records import Record

Span = tuple[int, int]
_VALUES = ("amount_text", "people_text", "name")  # of which a record has one that its quote should hold
R = TypeVar("R", bound=Record)


def _with_emphasis(text: str, start: int, end: int) -> tuple[int, int]:
    """A span widened by the emphasis mark that would otherwise stay open: 'Lead:** Name' -> '**Lead:** Name'."""
    if text.count("**", start, end) % 2:
        if text.startswith("**", max(start - 2, 0)) and start >= 2:
            return start - 2, end
        if text.startswith("**", end):
            return start, end + 2
    return start, end


class Collector:
    """Gathers what the extractors find. Spans are given in a block's text; evidence is in the page's canonical text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.records: list[Record] = []
        self.rejected: list[Rejected] = []
        self.observations: list[Observation] = []
        self._seen: set[str] = set()

    def evidence(self, block: Block, span: Span, value: str | None = None) -> dict[str, Any]:
        """The evidence columns for a span of a block. Where a page's end cuts it, the part on the page that holds `value`,
        else the longest."""
        page, (start, end) = block.page, block.span(*span)
        if end > len(page.text):
            parts = list(parts_by_page(block, *span, self.document.pages))
            parts.sort(key=lambda part: part[1] - part[2])
            holding = (part for part in parts if value and value in part[0].text[part[1] : part[2]])
            page, start, end = next(holding, parts[0])
        start, end = _with_emphasis(page.text, start, end)
        return {
            "document_id": self.document.document_id,
            "page": page.number,
            "char_start": start,
            "char_end": end,
            "quote": page.text[start:end],
        }

    def add(self, model: type[R], block: Block, span: Span, **values: Any) -> R | None:
        """One record; the same statement at the same place is kept once (None when it stood already)."""
        value = next((values[name] for name in _VALUES if values.get(name)), None)
        record = model.identified(**self.evidence(block, span, value), **values)
        if record.record_id in self._seen:
            return None
        self._seen.add(record.record_id)
        self.records.append(record)
        return record

    def reject(
        self,
        table: str,
        block: Block,
        span: Span,
        *,
        footprint_id: str | None,
        value_text: str,
        extractor: str,
        reason: str,
    ) -> None:
        """A candidate that was considered and refused."""
        self.rejected.append(
            Rejected(
                **self.evidence(block, span, value_text),
                table_name=table,
                footprint_id=footprint_id,
                value_text=value_text,
                extractor=extractor,
                reason=reason,
            )
        )

    def observe(
        self,
        kind: str,
        block: Block,
        span: Span,
        *,
        footprint_id: str | None,
        extractor: str,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Something a check will want to see."""
        evidence = self.evidence(block, span)
        self.observations.append(
            Observation(
                **evidence,
                kind=kind,
                footprint_id=footprint_id,
                value_text=evidence["quote"],
                detail=json.dumps(dict(detail or {}), sort_keys=True, default=str),
                extractor=extractor,
            )
        )
