"""Standing in the integrated care system programme, by layout: lists of areas by wave, and labels ('ICS status: first wave')."""

from collections.abc import Sequence

import regex

from extractors.collect import Collector
from extractors.cues import every_cue, first_cue, speaks_of
from extractors.labelled import label_meaning
from extractors.mentions.footprints import FootprintMention, footprint_of_title
from extractors.sections import Passage
from extractors.sentences import Sentence
from schemas.records import IcsStatus
from schemas.types import IcsStage

WAVES: tuple[IcsStage, ...] = ("first_wave", "second_wave", "third_wave")
_LABELLED = regex.compile(r"\W*(?P<label>[A-Za-z][A-Za-z ]{2,40}?)\s?[:=]\s?(?P<value>[^:]{1,80})")
_NUMBERED = regex.compile(r"\s*\(\d{1,2}\)\s*$")
_ITEM, _CELL, _LONG_REACH, _REACH = 90, 50, 8, 3
"""Characters of the longest line that is an item, of the longest cell; sentences that a lead-in looks back, with and without words that point."""


def wave_of(text: str) -> IcsStage | None:
    """The first wave, in order of the waves, that a text speaks of."""
    found = {c.cue.means for c in every_cue("ics", text)}
    return next((wave for wave in WAVES if wave in found), None)


def extract_ics_lists(sentences: Sequence[Sentence], collector: Collector) -> set[tuple[int, int]]:
    """Areas that a list names under 'Integrated care systems', numbered or by wave: (block id, offset) of the items read."""
    used: set[tuple[int, int]] = set()
    title, wave, recent = "", None, 0
    for index, sentence in enumerate(sentences):
        block, text = sentence.passage.block, sentence.text.strip()
        if sentence.passage.is_snippet:
            break
        is_item = (
            title
            and (block.kind == "bullet" or (len(text) <= _ITEM and not block.is_row))
            and sentence.passage.attribution != "profile"
        )
        if is_item and (names := _areas(sentence)):
            legend = _legend(sentences, index)
            status: IcsStage = wave or (
                "first_wave" if _NUMBERED.search(text) and legend else "second_wave" if legend else "first_wave"
            )
            collector.add(
                IcsStatus,
                block,
                sentence.block_span(0, len(sentence.text)),
                footprint_id=names[0].footprint_id,
                method="rule",
                extractor="ics_status.list",
                status=status,
                programme=title[:80],
            )
            used.add((id(block), sentence.start))
            recent = index
            continue
        leads_in = block.kind == "heading" or text.endswith(":")
        if (name := _programme(text)) and (leads_in or wave_of(text)) and not sentence.money:
            title, wave, recent = name, wave_of(text), index
        elif title and leads_in and (new_wave := wave_of(text) or _devolution(text)):
            wave, recent = new_wave, index
        elif text.endswith(":") and (before := _last_announced(sentences, index)):
            title, wave, recent = before[0], before[1], index
        elif index - recent > _LONG_REACH:
            title, wave = "", None
    return used


def _devolution(text: str) -> IcsStage | None:
    return "devolution" if speaks_of("ics", {"devolution"}, text) else None


def _programme(text: str) -> str | None:
    first = first_cue("ics", "programme", text)
    return text[first.start : first.end] if first else None


def _last_announced(sentences: Sequence[Sentence], index: int) -> tuple[str, IcsStage | None] | None:
    """(programme, wave) that a list's lead-in goes on about: said shortly before, or further up where the lead-in points back
    to it: 'The first ... systems. The chosen eight are:'."""
    points = any(c.cue.means == "lead_in" for c in every_cue("ics", sentences[index].text))
    for sentence in reversed(sentences[max(0, index - (_LONG_REACH if points else _REACH)) : index]):
        if (name := _programme(sentence.text)) and (wave := wave_of(sentence.text)):
            return name, wave
    return None


def _areas(sentence: Sentence) -> list[FootprintMention]:
    """The footprints of a list's item, which begins with them and says next to nothing else; none of any other sentence."""
    text = sentence.text.strip()
    names = [m for m in sentence.footprints if m.footprint_id and not m.is_body]
    if not names or names[0].start - (len(sentence.text) - len(sentence.text.lstrip())) > 5:
        return []
    bare = _NUMBERED.sub("", text).strip(" .;:•")
    bare = regex.sub(r"(?:;|,)?\s(?:and|or)$", "", bare).strip(" ;,")
    goes_on = sentence.passage.block.kind == "bullet" and bool(
        regex.match(r"\s?[,(]|\s(?:and|with)\s", sentence.text[names[0].end :])
    )
    return names if goes_on or len(bare) - (names[-1].end - names[0].start) <= 14 else []


def _legend(sentences: Sequence[Sentence], index: int) -> bool:
    """Whether a caption such as 'First-wave ICSs' stands under the list: then only the numbered items belong to that wave."""
    return any(wave_of(s.text) == "first_wave" and len(s.text) < 60 for s in sentences[index + 1 : index + 24])


def extract_ics_labels(passages: Sequence[Passage], collector: Collector) -> set[int]:
    """Standings at labels: 'ICS status: first wave', 'ICS wave <TAB> 2'. Returns the ids of the blocks that were read."""
    used: set[int] = set()
    for passage in passages:
        block = passage.block
        if passage.footprint_id is None or passage.is_snippet or len(block.text) > 160:
            continue
        if block.is_row and len(block.cells) == 2:
            label, value = block.cell(0), block.cell(1)
        elif match := _LABELLED.fullmatch(block.text):
            label, value = match["label"], match["value"]
        else:
            continue
        if label_meaning(label) != "ICS standing":
            continue
        status = _at_label(value)
        if status is not None:
            collector.add(
                IcsStatus,
                block,
                (0, len(block.text)),
                footprint_id=passage.footprint_id,
                method="table" if block.is_row else "rule",
                extractor="ics_status.label_value",
                status=status,
                programme=label.strip(),
            )
            used.add(id(block))
    return used


def extract_ics_rows(passages: Sequence[Passage], collector: Collector) -> set[int]:
    """Standings in a table whose rows begin with an area: 'Dorset <TAB> ICS, wave 1'. Returns the ids of the blocks that were read."""
    used: set[int] = set()
    speaks = False
    for passage in passages:
        block = passage.block
        if not block.is_row or passage.is_snippet:
            speaks = _programme(block.text) is not None
            continue
        speaks = speaks or _programme(block.text) is not None
        owner = footprint_of_title(block.cell(0))
        if not (speaks and owner):
            continue
        for index in range(1, len(block.cells)):
            value = block.cell(index)
            status = _at_label(value) if 0 < len(value) <= _CELL else None
            if status is not None:
                collector.add(
                    IcsStatus,
                    block,
                    (block.cells[0][0], block.cells[index][1]),
                    footprint_id=owner,
                    method="table",
                    extractor="ics_status.table",
                    status=status,
                    programme=value,
                )
                used.add(id(block))
    return used


def _at_label(value: str) -> IcsStage | None:
    """What is said behind the label: 'first', '2', 'aspiring'."""
    means = {c.cue.means for c in every_cue("ics", value)}
    if "refused" in means:
        return None
    if means & {"hoped", "sought"}:
        return "candidate"
    if wave := wave_of(value) or _devolution(value):
        return wave
    order = next((c.cue.extra["wave"] for c in every_cue("ics", value) if c.cue.means == "order"), None)
    standing: IcsStage | None = order
    return standing
