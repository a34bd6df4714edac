"""A profile's lists of focuses and considerations: the bullets under the heading, sub-bullets kept with their item.

Out of scope: footnotes, links, and figures that stand under the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from extractors.blocks import Block
from extractors.collect import Collector
from extractors.cues import first_meaning
from extractors.mentions.footprints import footprint_of_title
from extractors.page_ends import offsets_from
from extractors.sections import Passage
from extractors.view import Offsets
from schemas.records import Consideration, Focus

_FOOTNOTE = regex.compile(
    r"^\*?\s?(?:Source|Sources|Note|Ref)\b|^\*{1,2}\S|^\[?\d\]|https?://|\bAccessed \d", regex.IGNORECASE
)
_LINK_ONLY = regex.compile(r"^\W*Link to plan\W*$", regex.IGNORECASE)
_MODELS = {"focuses": Focus, "considerations": Consideration}


@dataclass
class _Item:
    blocks: list[Block] = field(default_factory=list)


def extract_themes(passages: Sequence[Passage], collector: Collector) -> None:
    """Focuses and considerations of profile sections."""
    index = 0
    counters: dict[tuple[str, int], int] = {}
    current: str | None = None
    items: list[_Item] = []
    owner: Passage | None = None

    def flush() -> None:
        nonlocal items
        if owner is not None and current is not None:
            _emit(items, current, owner, counters, collector)
        items = []

    while index < len(passages):
        passage = passages[index]
        block = passage.block
        if passage.attribution != "profile":
            flush()
            current, owner = None, None
        elif (meaning := first_meaning("theme", block.text.strip())) is not None and len(block.text) <= 40:
            flush()
            current, owner = meaning, passage
        elif footprint_of_title(block.text) is not None and not block.mark:
            # a continuation slide ("DORSET (2)"): bullets right behind it go on with the list that stood before it
            flush()
            current = current if index + 1 < len(passages) and passages[index + 1].block.kind == "bullet" else None
            owner = passage if current else None
        elif current is not None:
            if block.kind == "bullet" and not _FOOTNOTE.search(block.text) and block.mark.strip() != "*":
                if items and _is_sub(block, items[-1].blocks[0]):
                    items[-1].blocks.append(block)
                elif not _LINK_ONLY.match(block.text):
                    items.append(_Item([block]))
            elif block.kind in ("heading", "paragraph"):
                flush()
                current, owner = None, None
        index += 1
    flush()


def _is_sub(block: Block, parent: Block) -> bool:
    """Whether a bullet belongs to the item above it: set further in, or marked a., b., o, - under another mark."""
    if block.indent > parent.indent:
        return True
    same = block.mark[:1] == parent.mark[:1] and len(block.mark) == len(parent.mark)
    lettered = bool(regex.search(r"(?:^|\s)\(?[a-z]{1,3}[.)]$", block.mark)) and not regex.search(
        r"[a-z][.)]$", parent.mark
    )
    return (
        block.indent == parent.indent
        and not same
        and (lettered or (parent.mark[-1:] in "›•●▪" and block.mark in ("-", "\u2013", "o", "◦")))
    )


def _emit(
    items: Sequence[_Item], table: str, owner: Passage, counters: dict[tuple[str, int], int], collector: Collector
) -> None:
    for item in items:
        first = item.blocks[0]
        lines = [regex.sub(r"^\(?[a-z][.)]\s+", "", b.text) if b is not first else b.text for b in item.blocks]
        key = (table, owner.section)
        counters[key] = counters.get(key, 0) + 1
        joined = Block(
            first.page,
            "bullet",
            "".join(b.text for b in item.blocks),
            Offsets.of(o for b in item.blocks for o in offsets_from(first.page, b, collector.document.pages)),
        )
        collector.add(
            _MODELS[table],
            joined,
            (0, len(joined.text)),
            footprint_id=owner.footprint_id,
            method="rule",
            extractor=f"{table}.list",
            ordinal=counters[key],
            text="\n".join(lines),
        )
