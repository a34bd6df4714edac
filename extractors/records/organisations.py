"""Bodies named in full as part of the system described, each once per document at its first mention, with the abbreviation it defines."""

from collections.abc import Sequence

import regex

from extractors.blocks import Block
from extractors.collect import Collector
from extractors.known_bodies import footprint_of_body, official_name, split_names
from extractors.mentions.organisations import OrganisationMention, find_organisations
from extractors.patterns import keyed
from extractors.sections import Passage
from extractors.sentences import Sentence
from extractors.view import Offsets
from schemas.records import Organisation, Record

_OTHER = keyed(
    r"\b(?P<name>(?!Healthwatch\s)(?:[A-Z][\w'&-]+\s)+(?:(?:and|&|of|the)\s(?:[A-Z][\w'&-]+\s)*){0,2}(?:Limited|Ltd|Health and Well-?\s?[Bb]eing Board|Alliance Board|Local Medical Committee|Healthwatch|Ambulance Service)|Health and Well-?\s?[Bb]eing Board|Healthwatch\s[A-Z][\w-]+(?:\s(?:and|&)\s(?!Healthwatch)[A-Z][\w-]+)?|Age UK\s[A-Z]\w+(?:\s(?:and|&)\s[A-Z]\w+)?|Virgin Care|[A-Z]\w+(?:\s[A-Z]\w+){0,3}\sHealthcare(?=,?\s(?:was|is|has|will|and|to|which)))\b"
)
_EMPTY_NAME = regex.compile(
    r"(?:(?:The|At|GP|LMC|Our|Procedures|Public|Meeting|and|of|the|Continuing|VCS|Primary|Care|Community|Mental|Social|Meeting)\s)*(?:the\s)?(?:Limited|Ltd|Healthcare|Healthwatch|Alliance Board|Federation)$"
)
_BUILDING = regex.compile(r"\s(?:Buildings?|Chambers?|Offices?|House|Hall|Tax|Car Park)\b")
"""What follows the name of a body where a place is meant: 'Leek Council Building'."""
_MEETING_OF = regex.compile(r"^(?:(?:Public|Annual|General)\s)*Meeting\sof\sthe\s")
_LIST_LABEL = keyed(
    r"^(?:organisations|partners?|partner (?:bodies|organisations)|member organisations|bodies)(?: (?:within|in|of) (?:the )?footprints?)?\b",
    regex.IGNORECASE,
)

Told = tuple[str | None, str]
"""Whose name it is, and how it is told from others."""


def extract_organisations(passages: Sequence[Passage], sentences: Sequence[Sentence], collector: Collector) -> None:
    """Organisation records, from lists under a label and from running text and cells."""
    seen: set[Told] = set()
    listed = _listed(passages, collector, seen)
    for passage in passages:
        block = passage.block
        if id(block) in listed or passage.is_snippet or len(block.text) > 6000:
            continue
        text = block.text.replace("\t", "|")  # no name runs from one cell into the next
        mentions = find_organisations(text)
        for mention in mentions:
            if _BUILDING.match(text, mention.end):
                continue
            _add(passage, block, mention, collector, seen)
        for match in _OTHER.finditer(text):
            if not any(m.start < match.end() and match.start() < m.end for m in mentions) and not _EMPTY_NAME.match(
                match["name"]
            ):
                _emit(
                    passage,
                    block,
                    match.start("name"),
                    match.end("name"),
                    match["name"],
                    None,
                    "other",
                    collector,
                    seen,
                )


def _add(passage: Passage, block: Block, mention: OrganisationMention, collector: Collector, seen: set[Told]) -> None:
    if mention.is_national:
        _emit(
            passage,
            block,
            mention.start,
            mention.end,
            mention.name,
            mention.abbreviation,
            "other",
            collector,
            seen,
            footprint_id=None,
        )
        return
    if mention.is_plural:
        suffix = regex.search(
            r"(?:CCG'?s|Clinical Commissioning Groups|NHS (?:Foundation )?Trusts|NHS FTs|FTs|(?:County |City |Borough )?Councils|Trusts)$",
            mention.name,
        )
        if suffix is None:
            return
        singular = regex.sub(r"'?s$", "", suffix.group())
        position = mention.start
        for part in split_names(mention.name[: suffix.start()].strip()):
            offset = block.text.find(part, position)
            if offset >= 0:
                _emit(
                    passage,
                    block,
                    offset,
                    mention.end,
                    f"{part} {singular}",
                    None,
                    mention.organisation_type,
                    collector,
                    seen,
                )
                position = offset + len(part)
        return
    _emit(
        passage,
        block,
        mention.start,
        mention.end,
        mention.name,
        mention.abbreviation,
        mention.organisation_type,
        collector,
        seen,
    )


def _emit(
    passage: Passage,
    block: Block,
    start: int,
    end: int,
    name: str,
    abbreviation: str | None,
    kind: str,
    collector: Collector,
    seen: set[Told],
    *,
    footprint_id: str | None = "",
) -> None:
    if meeting := _MEETING_OF.match(name):
        name, start = name[meeting.end() :], start + meeting.end()
    name = " ".join(name.split())
    # where no footprint is spoken of, a body stands in the one whose plan it is a partner to
    owner = (passage.footprint_id or footprint_of_body(name)) if footprint_id == "" else footprint_id
    told = _told(owner, name)
    if told in seen or len(name) > 110:
        return
    seen.add(told)
    collector.add(
        Organisation,
        block,
        (start, end),
        footprint_id=owner,
        method="rule",
        extractor="organisations.name",
        name=name,
        abbreviation=abbreviation,
        organisation_type=kind,
    )


def told_of(record: Record) -> Told | None:
    """What a document tells but once with this record; None where it may well tell it again."""
    return _told(record.footprint_id, record.name) if isinstance(record, Organisation) else None


def _told(owner: str | None, name: str) -> Told:
    official = official_name(name).casefold().replace("&", "and")
    return owner, regex.sub(r"[^a-z0-9]+", " ", regex.sub(r"^(?:the|nhs)\s", "", official)).strip()


def _listed(passages: Sequence[Passage], collector: Collector, seen: set[Told]) -> set[int]:
    """The bodies of a key-information table: one a line under 'Organisations within footprints', names wrapped on two lines joined."""
    used: set[int] = set()
    index = 0
    while index < len(passages):
        block = passages[index].block
        if block.is_row and _LIST_LABEL.match(block.cell(0)) and block.cell(1):
            lines: list[tuple[Passage, int, int]] = []
            above = {passage.block.text for passage in passages[max(index - _ROWS_ABOVE, 0) : index]}
            while index < len(passages) and passages[index].block.is_row:
                member = passages[index]
                if (
                    lines and member.block.text in above
                ):  # the table's header again, in the next column or on the next page
                    index += 1
                    continue
                if (lines and member.block.cell(0)) or len(member.block.cells) < 2:
                    break
                lines.append((member, *member.block.cells[1]))
                used.add(id(member.block))
                index += 1
            _join_lines(lines, collector, seen)
            continue
        index += 1
    return used


_ROWS_ABOVE = 10  # of a table, among which its header is looked for


def _join_lines(lines: Sequence[tuple[Passage, int, int]], collector: Collector, seen: set[Told]) -> None:
    pending: list[tuple[Passage, int, int]] = []
    for line in lines:
        pending.append(line)
        text = line[0].block.text[line[1] : line[2]].strip()
        if len(pending) > 1 and line[0].block.page is not pending[0][0].block.page:
            _entry(pending[:-1], collector, seen)  # an entry never spans pages
            pending = pending[-1:]
        if text.isdigit():
            pending.pop()
            if line is lines[-1] and pending:
                _entry(pending, collector, seen)
            continue
        if text.endswith((",", ";", ".")) or line is lines[-1] or not text:
            _entry(pending, collector, seen)
            pending = []


def _entry(lines: Sequence[tuple[Passage, int, int]], collector: Collector, seen: set[Told]) -> None:
    passage = lines[0][0]
    chars: list[str] = []
    offsets: list[int] = []
    for order, (member, start, end) in enumerate(lines):
        if order:
            chars.append(" ")
            offsets.append(member.block.offsets[start] if start < len(member.block.offsets) else offsets[-1])
        chars.extend(member.block.text[start:end])
        offsets.extend(member.block.offsets[start:end])
    block = Block(passage.block.page, "paragraph", "".join(chars), Offsets.of(offsets))
    for part in regex.finditer(r"[^,;]+(?:\([^)]*\))?", block.text):
        text = part.group().strip()
        if not text or text.isdigit():
            continue
        mentions = find_organisations(text)
        offset = part.start() + part.group().index(text)
        if mentions:
            mention = mentions[0]
            name = text[: mention.end]
            abbreviation = mention.abbreviation
            _emit(
                passage,
                block,
                offset,
                offset + mention.end,
                name,
                abbreviation,
                mention.organisation_type,
                collector,
                seen,
            )
        elif defined := regex.match(
            r"(?P<name>[A-Z][^()]{3,80}?)\s?\((?P<abbreviation>[A-Z][\w&]{1,9}(?:\sCCG)?)\)", text
        ):
            kind = "NHS trust" if "Healthcare" in defined["name"] or "NHS" in defined["name"] else "other"
            _emit(
                passage,
                block,
                offset,
                offset + len(defined["name"]),
                defined["name"],
                defined["abbreviation"],
                kind,
                collector,
                seen,
            )
        elif regex.match(r"[A-Z]", text) and len(text.split()) <= 9:
            _emit(passage, block, offset, offset + len(text), text.strip(" ,"), None, "other", collector, seen)
