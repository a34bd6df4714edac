"""Standing in the integrated care system programme: lists of areas by wave, designations, and stated intentions.

`candidate` is a stated intention or expectation. General talk about such systems states nothing of a footprint.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.collect import Collector
from extractors.context import named_footprints
from extractors.mentions.footprints import FootprintMention
from extractors.patterns import KeyedPattern, keyed
from extractors.sections import Passage
from extractors.sentences import Sentence
from schemas.records import IcsStatus
from schemas.types import IcsStage

_PROGRAMME = keyed(
    r"(?:shadow\s)?(?:integrated care systems?(?:\s\(ICSs?\))?|accountable care (?:systems?|organi[sz]ations?|partnerships?|status|programme)(?:/(?:systems?|organi[sz]ations?))*(?:\s\(AC[SO]s?\))?|\bICSs?\b|\bACSs?\b|\bACOs?\b)",
    regex.IGNORECASE,
)
_WAVES: tuple[tuple[IcsStage, KeyedPattern], ...] = (
    (
        "first_wave",
        keyed(
            r"\bfirst[- ]wave\b|\bwave (?:one|1)\b|\b(?:one|among|some) of the first\b|\bamong the first\b|\bfirst (?:ten|eight|10|8|cohort)\b|\bfirst (?:ICSs?|integrated care systems?)\b",
            regex.IGNORECASE,
        ),
    ),
    (
        "second_wave",
        keyed(
            r"\bsecond[- ]wave\b|\bwave (?:two|2)\b|\bsecond cohort\b|\bfour more areas?\b|\bmore areas?\b|\bnewcomers?\b|\bjoin(?:ing|ed)?\b(?=.{0,60}\bprogramme\b)",
            regex.IGNORECASE,
        ),
    ),
    ("third_wave", keyed(r"\bthird[- ]wave\b|\bwave (?:three|3)\b|\bthird cohort\b", regex.IGNORECASE)),
    (
        "devolution",
        keyed(
            r"\bdevolution (?:areas?|deals?|sites?|pilots?)\b|^\W*devolution\W*$|\bdevolved (?:health|areas?|system)\b|\bdevo(?:lved)?\b",
            regex.IGNORECASE,
        ),
    ),
)
_DESIGNATED = keyed(
    r"\b(?:designated|named|chosen|selected|confirmed|appointed|announced|approved|became|become|becoming|is (?:one of|among|a|an)|are|as|joined|will join|is in|in the|part of|have been|has been|was|were)\b",
    regex.IGNORECASE,
)
_INTENT = keyed(
    r"\b(?:working (?:to(?:wards)?|on)|plans?|planned|planning|intends?|intention|aims?|aiming|ambition|hop(?:es?|ing)|to (?:become|form|establish|create|develop|implement|move|be)|create|creating|establish(?:ing)?|develop(?:ing|ment)?|form(?:ing)?|candidate|"
    r"expect(?:s|ed)?|due to|initiative|propos(?:es?|al|ed)|explor(?:es?|ing)|will (?:become|have|be|establish|create|form|develop|move)|mov(?:e|ing) to(?:wards)?|express intention|turn(?:ing)? .{0,40}into|would (?:become|turn)|set up|vision|journey|evolve|by (?:April|20\d\d)|shadow form|wants? to)\b",
    regex.IGNORECASE,
)
_GENERAL = keyed(
    r"\b(?:NHSE|NHSI|NHS England|legality|judicial|consultation on|contract(?:ing|ual)?|campaigners|critics|opponents|privatisation|term for|is a term|definition|guidance|inquiry|select committee|policy|national(?:ly)?|across England|report|paper|turned down|model in the US|pitfalls?)\b",
    regex.IGNORECASE,
)
_DEVOLUTION_AREAS = keyed(
    r"\bdevolution areas?\b\s*\((?:e\.g\.|such as|including|i\.e\.)?(?P<list>[^)]{3,160})\)", regex.IGNORECASE
)
_DEAL = keyed(r"\bdevolution (?:deal|agreement|settlement)\b", regex.IGNORECASE)
_BECOMING = keyed(
    r"\b(?:(?:the|our|this) (?:STP|partnership|plan|footprint|system|area|county|patch)|we|it)\b[^.;]{0,60}\b(?:aims?|hopes?|plans?|intends?|wants?|expects?|expected|due|ambition|working|interest|apply|applied|bid|will|would)\b[^.;]{0,60}\b(?:becom(?:e|ing)|form(?:ing)?|creat(?:e|ing)|establish(?:ing)?|be|have|turn(?:ing)? into|mov(?:e|ing) to(?:wards)?|develop(?:ing)?)\b",
    regex.IGNORECASE,
)
_NEGATED = keyed(
    r"\b(?:no plans? to|not (?:yet )?(?:plan|intend|seek|a candidate|part of)|ruled out|rejects?|refused|never|without becoming)\b",
    regex.IGNORECASE,
)
_CHOSEN = keyed(
    r"\b(?:(?:those|areas) (?:chosen|picked|named|selected)|(?:is|are) (?:both |all )?in it|newcomers|new(?:ly chosen)? members?|(?:the|these) (?:two|three|four|five) are)\b",
    regex.IGNORECASE,
)
_TRIES = keyed(
    r"\b(?:hop(?:es?|ed|ing)|intends?|aims?|aiming|wants?|expects?) to (?:be included|try again|join|follow|be next|be in (?:it|the next))\b|\bhats? in(?:to)? the ring\b",
    regex.IGNORECASE,
)
_GOES_ON = regex.compile(r"^\W*(?:It|They|The county|The area)\b|\bthe (?:System|partnership|footprint|STP)\b")
_GOES_ON_LISTING = regex.compile(r"(?:;|,)?\s(?:and|or)$")
_NUMBERED = regex.compile(r"\s*\(\d{1,2}\)\s*$")


def extract_ics(passages: Sequence[Passage], sentences: Sequence[Sentence], collector: Collector) -> None:
    """Statuses in lists under a heading or lead-in, and in sentences."""
    listed = _lists(sentences, collector)
    announced: _Announced | None = None
    for index, sentence in enumerate(sentences):
        if (id(sentence.passage.block), sentence.start) in listed or sentence.passage.is_snippet:
            continue
        if (match := _PROGRAMME.search(sentence.text)) is not None:
            _sentence(sentence, sentences[max(0, index - 2) : index], collector)
            announced = _Announced(index, _wave(sentence.text), match.group())
        elif not _devolution(sentence, collector) and announced is not None:
            _follower(sentence, index - announced.index, announced, collector)


def _lists(sentences: Sequence[Sentence], collector: Collector) -> set[tuple[int, int]]:
    """Areas that a list names under 'Integrated care systems', numbered or by wave: (block id, offset) of the items read."""
    used: set[tuple[int, int]] = set()
    title, wave, recent = "", None, 0
    for index, sentence in enumerate(sentences):
        block, text = sentence.passage.block, sentence.text.strip()
        if sentence.passage.is_snippet:
            break
        is_item = title and (block.kind == "bullet" or len(text) <= 90) and sentence.passage.attribution != "profile"
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
        if (
            (match := _PROGRAMME.search(text))
            and (block.kind == "heading" or text.endswith(":") or _wave(text))
            and not sentence.money
        ):
            title, recent = match.group(), index
            wave = _wave(text)
        elif title and (block.kind == "heading" or text.endswith(":")) and (new_wave := _wave(text)):
            wave, recent = new_wave, index
        elif index - recent > 8:
            title, wave = "", None
    return used


def _areas(sentence: Sentence) -> list[FootprintMention]:
    """The footprints of an item that names them and says next to nothing else; none of any other."""
    text = sentence.text.strip()
    names = [m for m in sentence.footprints if m.footprint_id and not m.is_body]
    bare = _NUMBERED.sub("", text).strip(" .;:•")
    bare = _GOES_ON_LISTING.sub("", bare).strip(" ;,")
    whole = (
        len(names) >= 1
        and names[0].start - (len(sentence.text) - len(sentence.text.lstrip())) <= 5
        and len(bare) - (names[-1].end - names[0].start) <= 14
    )
    return names if whole else []


def _wave(text: str) -> IcsStage | None:
    return next((stage for stage, pattern in _WAVES if pattern.search(text)), None)


def _legend(sentences: Sequence[Sentence], index: int) -> bool:
    """Whether a caption such as 'First-wave ICSs' stands under the list: then only the numbered items belong to that wave."""
    return any(_wave(s.text) == "first_wave" and len(s.text) < 60 for s in sentences[index + 1 : index + 24])


@dataclass(frozen=True)
class _Announced:
    """The programme, and the wave if any, that a sentence spoke of last."""

    index: int
    wave: IcsStage | None
    programme: str


def _follower(sentence: Sentence, distance: int, announced: _Announced, collector: Collector) -> None:
    """'Those chosen are X; Y; and Z' after a sentence about a wave; 'X intends to try again' after one about the programme."""
    status: IcsStage | None = None
    if announced.wave is not None and distance <= 2 and _CHOSEN.search(sentence.text):
        status = announced.wave
    elif distance <= 6 and _TRIES.search(sentence.text) and not _NEGATED.search(sentence.text):
        status = "candidate"
    if status is None:
        return
    for mention in named_footprints(sentence):
        collector.add(
            IcsStatus,
            sentence.passage.block,
            sentence.block_span(*sentence.clause(mention.start, mention.end)),
            footprint_id=mention.footprint_id,
            method="rule",
            extractor="ics_status.follower",
            status=status,
            programme=announced.programme,
        )


def _devolution(sentence: Sentence, collector: Collector) -> bool:
    """Read a devolution deal, or a list of devolution areas in brackets; whether there was one."""
    text, block = sentence.text, sentence.passage.block
    if devolution := _DEVOLUTION_AREAS.search(text):
        for mention in sentence.footprints:
            if devolution.start("list") <= mention.start < devolution.end("list") and mention.footprint_id:
                collector.add(
                    IcsStatus,
                    block,
                    sentence.block_span(devolution.start(), mention.end),
                    footprint_id=mention.footprint_id,
                    method="rule",
                    extractor="ics_status.devolution",
                    status="devolution",
                    programme="devolution area",
                )
        return True
    if (deal := _DEAL.search(text)) and not _NEGATED.search(text):
        places = [m for m in sentence.footprints if m.footprint_id and not m.is_body]
        owner_of_deal = places[0].footprint_id if places else sentence.passage.footprint_id
        if owner_of_deal:
            collector.add(
                IcsStatus,
                block,
                sentence.block_span(*sentence.clause(deal.start(), deal.end())),
                footprint_id=owner_of_deal,
                method="rule",
                extractor="ics_status.devolution",
                status="devolution",
                programme=deal.group(),
            )
            return True
    return False


def _sentence(sentence: Sentence, before: Sequence[Sentence], collector: Collector) -> None:
    text, block = sentence.text, sentence.passage.block
    if _devolution(sentence, collector):
        return
    match = _PROGRAMME.search(text)
    if match is None:
        return
    wave = _wave(text)
    named = [m for m in sentence.footprints if m.footprint_id and not m.is_body]
    # a list of places says where the system is; where none is named, the section or the document does
    owner = (
        named[0].footprint_id
        if named
        else sentence.passage.footprint_id
        if sentence.passage.attribution in ("profile", "document")
        else _spoken_of(sentence, before)
    )
    bare = len(text.split()) <= 3 or bool(regex.match(r"(?:ICSs?|ACSs?)\s(?:[\u2013-]|$)", text))
    status: IcsStage | None = None
    if wave in ("first_wave", "second_wave", "third_wave") and (_DESIGNATED.search(text) or len(text) < 60):
        status = wave
    elif bare and sentence.passage.attribution == "profile" and block.kind == "bullet":
        status = "first_wave"
    elif _NEGATED.search(text) or _GENERAL.search(text):
        status = None
    elif _INTENT.search(text) and (named or sentence.passage.attribution == "profile" or _BECOMING.search(text)):
        status = "candidate"
    elif (
        named
        and sentence.passage.attribution == "profile"
        and regex.search(r"\b(?:is|are) (?:an? )?(?:\w+ )?(?:ICSs?|ACSs?|integrated care systems?)\b", text)
    ):
        status = "first_wave"
    if status is None or owner is None:
        if named or sentence.passage.attribution == "profile":
            collector.reject(
                "ics_status",
                block,
                sentence.block_span(match.start(), match.end()),
                footprint_id=owner,
                value_text=match.group(),
                extractor="ics_status.sentence",
                reason="speaks of such systems without stating a footprint's standing",
            )
        return
    collector.add(
        IcsStatus,
        block,
        sentence.block_span(*_around(sentence, match.start(), match.end(), named)),
        footprint_id=owner,
        method="rule",
        extractor="ics_status.sentence",
        status=status,
        programme=match.group(),
    )


def _spoken_of(sentence: Sentence, before: Sequence[Sentence]) -> str | None:
    """The one footprint of the sentences before, where this one goes on about it ('It is in the second wave')."""
    if not _GOES_ON.search(sentence.text):
        return None
    near = [s for s in before if s.passage.section == sentence.passage.section]
    named = {m.footprint_id for s in near for m in named_footprints(s)}
    return named.pop() if len(named) == 1 else None


def _around(sentence: Sentence, start: int, end: int, named: Sequence[FootprintMention]) -> tuple[int, int]:
    low, high = sentence.clause(start, end)
    if named and named[0].start < low:
        low = 0
    return low, high
