"""Dividing: which stretch of a document speaks of which footprint.

A stretch is attributed by a heading that consists of a footprint's name ('DORSET (2)', '26. Mid and South Essex'); else by what the
document says of itself ('Footprint name: ...', its title), else by the one footprint that the text speaks of. Snippets of other
documents at the end of a page dump are attributed to nobody.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import regex

from extractors.blocks import Block
from extractors.document import Document
from extractors.mentions.footprints import find_footprints, footprint_of_title
from schemas.documents import SectionRow

Attribution = Literal["profile", "document", "snippet", "none"]

_SELF_DESCRIPTION = regex.compile(
    r"(?:footprint\s(?:name|details)|name\sof\s(?:the\s)?footprint)(?:\s(?:and|&)\s(?:no|number)\.?)?\s*:\s*(?P<name>.{3,120}?)(?=\s+(?:Region|NHS region|Nominated)|$|\t|\()",
    regex.IGNORECASE,
)
_SELF_NUMBER = regex.compile(r"\bfootprint (?:no\.?|number)\s?:?\s?(?P<number>\d{1,2})\b", regex.IGNORECASE)
"""A cover form's number of its footprint, which its name confirms: 'Footprint no. 15 Region Midlands Name Leicester, ...'."""
_AS_SUBJECT = regex.compile(
    r"(?:'s)?\s(?:has published|have published|STP|ICS|footprint|sustainability (?:and|&) transformation|(?:five-year |draft )?plan\b)",
    regex.IGNORECASE,
)
_SUBJECT_BEFORE = regex.compile(
    r"\b(?:plan|STP|blueprint|footprint) (?:for|of|in|covering) (?:the )?$", regex.IGNORECASE
)
"""Words beside a footprint's name that make it what a text is about, though it is named but once."""
_SURELY_ABOUT = 9.0
"""So much weight of places and bodies shows what a text is about that names its footprint but once."""
_MORE = regex.compile(
    r"(?:More information|Read more|View more|Related (?:documents|presentations)|Similar documents|Show more)\W*",
    regex.IGNORECASE,
)


@dataclass(frozen=True)
class Passage:
    """A block with what it stands under. `heading` is the nearest heading above it within its section."""

    block: Block
    footprint_id: str | None
    attribution: Attribution
    heading: str = ""
    heading_block: Block | None = field(default=None, repr=False)
    section: int = 0
    below_heading: int = 0
    """How many blocks below its heading it stands."""

    @property
    def is_snippet(self) -> bool:
        return self.attribution == "snippet"


def divide(document: Document, blocks: Sequence[Block]) -> list[Passage]:
    """Every block with the footprint of the stretch it stands in."""
    tail = _tail_start(blocks)
    body = blocks[:tail]
    whole = document_footprint(body)
    profiles = [(i, f) for i, b in enumerate(body) if (f := _profile_heading(b))]
    at = {i for i, _ in profiles}
    # lines of names one below the other are a list of footprints, not the heads of empty profiles
    listed = {i for i in at if i + 1 in at and not body[i + 1].blank_before}
    listed |= {i + 1 for i in listed}
    profiles = [(i, f) for i, f in profiles if i not in listed]
    # one heading that names a footprint may be a running title; a document of profiles has several, or numbers them
    as_profiles = len({f for _, f in profiles}) >= 2 or any(_is_numbered(body[i]) for i, _ in profiles)
    starts = dict(profiles) if as_profiles else {}
    upper = sum(body[i].text.upper() == body[i].text for i in starts) > len(starts) / 2 if starts else False
    passages: list[Passage] = []
    attribution: Attribution = "document" if whole else "none"
    current, section = whole, 0
    heading_block: Block | None = None
    heading, heading_at = "", 0
    for index, block in enumerate(blocks):
        if index == tail:
            current, attribution, heading_block, section = None, "snippet", None, section + 1
        elif index in starts:
            if starts[index] != current or attribution != "profile":
                section += 1
            current, attribution, heading_block = starts[index], "profile", None
        elif attribution == "profile" and upper and _ends_profile(block):
            current, attribution, heading_block, section = whole if not as_profiles else None, "none", None, section + 1
        if block.kind == "heading" and index not in starts:
            heading, heading_block, heading_at = block.text, block, index
        elif title := _column_title(block):
            heading, heading_block, heading_at = title, block, index
        passages.append(
            Passage(
                block,
                current,
                attribution,
                heading if heading_block else "",
                heading_block,
                section,
                index - heading_at,
            )
        )
    return passages


def _column_title(block: Block) -> str:
    """The title of a slide's left column, where the line runs on into the right one: 'Financial gap by 2020/21 | Capital: ...'."""
    filled = [i for i in range(len(block.cells)) if block.cell(i)]
    if len(filled) != 2 or filled[0] != 0:
        return ""
    title = block.cell(0)
    if ":" not in block.cell(filled[1]) and not regex.search(r"\b(?:gap|deficit)\b", title):
        return ""
    return title if regex.fullmatch(r"[A-Z][A-Za-z]+(?:\s[A-Za-z]+){1,4}(?:\s20\d\d(?:[/-]\d{2,4})?)?", title) else ""


def _profile_heading(block: Block) -> str | None:
    if (
        block.kind in ("heading", "paragraph", "bullet")
        and len(block.text) <= 120
        and (not block.mark or block.mark[0].isdigit() or block.mark.startswith("#"))
    ):
        return footprint_of_title(block.text)
    return None


def _is_numbered(block: Block) -> bool:
    return bool(regex.match(r"\d{1,2}[.)]", block.mark or block.text))


def _ends_profile(block: Block) -> bool:
    """A heading in the same dress as the profiles' (capitals) that names no footprint."""
    letters = [c for c in block.text if c.isalpha()]
    return (
        block.kind == "heading"
        and len(letters) >= 6
        and block.text.upper() == block.text
        and ":" not in block.text[:-1]
        and " " in block.text
    )


def _tail_start(blocks: Sequence[Block]) -> int:
    """Index at which snippets of other documents begin: a run of (title, excerpt that repeats the title, 'More information')."""
    links = [i for i, b in enumerate(blocks) if _MORE.fullmatch(b.text)]
    if len(links) < 3:
        return len(blocks)
    first = links[0]
    start = first - 1
    while start > 0:
        title, excerpt = blocks[start - 1].text, blocks[start].text
        words = title.split()[:4]
        if words and excerpt.startswith(" ".join(words)):
            return start - 1
        if first - start >= 4:
            break
        start -= 1
    return max(first - 2, 0)


def document_footprint(blocks: Sequence[Block]) -> str | None:
    """The one footprint that a document is about, or None when it speaks of several or of none."""
    for block in blocks[:60]:
        if match := _SELF_DESCRIPTION.search(block.text):
            for mention in find_footprints(match["name"] + " STP"):
                if mention.footprint_id:
                    return mention.footprint_id
        if number := _SELF_NUMBER.search(block.text):
            code = f"E540000{int(number['number']):02d}"
            if any(m.footprint_id == code and m.strength == "name" for m in find_footprints(block.text)):
                return code
    weights: defaultdict[str, float] = defaultdict(float)
    named: set[str] = set()
    times: defaultdict[str, int] = defaultdict(int)
    for position, block in enumerate(blocks):
        for mention in find_footprints(block.text):
            if mention.footprint_id is None:
                continue
            weight = 1.0 if mention.is_body else 3.0 if mention.strength == "name" else 1.5
            if position < 3 and not mention.is_body:
                weight *= 2
            weights[mention.footprint_id] += weight
            if mention.strength == "name" and not mention.is_body:
                named.add(mention.footprint_id)
                is_subject = position < 3 or _AS_SUBJECT.match(block.text, mention.end)
                is_subject = is_subject or _SUBJECT_BEFORE.search(block.text[: mention.start])
                times[mention.footprint_id] += 2 if is_subject else 1
    if not weights:
        return None
    (best, score), *others = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:2]
    rival = others[0][1] if others else 0.0
    if len(named) == 1:
        # the only footprint called by its name: places of others may be mentioned, but not more than itself
        (only,) = named
        other = max((w for f, w in weights.items() if f != only), default=0.0)
        is_all_about = weights[only] >= _SURELY_ABOUT and weights[only] >= 4 * other
        if times[only] < 2 and len(blocks) > 6 and not is_all_about:
            return None  # named in passing
        return only if weights[only] >= 1.2 * other else None
    if best in named and times[best] >= 4 * max(n for f, n in times.items() if f != best):
        return best
    if score < 2.5 * rival or (best not in named and score < 2):
        return None
    return best


def section_rows(document: Document, passages: Sequence[Passage]) -> list[SectionRow]:
    """Sections as the warehouse stores them: one row per stretch of a page with one attribution."""
    rows: list[SectionRow] = []
    groups: dict[tuple[int, int], list[Passage]] = {}
    for passage in passages:
        groups.setdefault((passage.section, passage.block.page.number), []).append(passage)
    for (_, page), members in groups.items():
        blocks = [m.block for m in members if m.block.offsets]
        if not blocks:
            continue
        start, end = blocks[0].offsets[0], min(blocks[-1].offsets[-1] + 1, len(blocks[-1].page.text))
        stamp = f"{document.document_id}|{page}|{start}|{end}"
        heading = blocks[0].text if blocks[0].kind == "heading" or footprint_of_title(blocks[0].text) else None
        rows.append(
            SectionRow(
                section_id=hashlib.sha256(stamp.encode()).hexdigest()[:20],
                document_id=document.document_id,
                footprint_id=members[0].footprint_id,
                heading=heading,
                page=page,
                char_start=start,
                char_end=end,
            )
        )
    return rows
