"""Standing in the integrated care system programme: lists of areas by wave, designations, and stated intentions.

`candidate` is a stated intention or expectation. General talk about such systems states nothing of a footprint.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractors.collect import Collector
from extractors.context import named_footprints
from extractors.labelled import label_meaning
from extractors.mentions.footprints import FootprintMention
from extractors.patterns import KeyedPattern, keyed
from extractors.sections import Passage
from extractors.sentences import Sentence
from schemas.records import IcsStatus
from schemas.types import IcsStage

_PROGRAMME = keyed(
    r"(?:shadow\s)?(?:integrated care systems?(?:\s\(ICSs?\))?|integrated care programme|accountable care (?:systems?|organi[sz]ations?|partnerships?|status|programme)(?:/(?:systems?|organi[sz]ations?))*(?:\s\(AC[SO]s?\))?|\bICSs?\b|\bACSs?\b|\bACOs?\b)",
    regex.IGNORECASE,
)
_WAVES: tuple[tuple[IcsStage, KeyedPattern], ...] = (
    (
        "first_wave",
        keyed(
            r"\bfirst[- ]wave\b|\bwave (?:one|1)\b|\b(?:one|among|some) of the first\b|\bamong the first\b|\bfirst (?:ten|eight|10|8|cohort)\b|\bfirst (?:group of )?[\"'\u201c\u2018]?(?:ACSs?|ICSs?|(?:accountable|integrated) care systems?)\b|\bto go first\b|\b(?:one|among|all) of (?:the )?eight\b|\bthe first to (?:be(?:come)?|win|get|gain|be (?:given|named|granted))\b|\b(?:first|original|initial|inaugural) (?:\w+ )?(?:areas?|group|batch|tranche|set|round|sites?|places?|parts|systems?|intake|line-?up)\b|\b(?:eight|ten|8|10) (?:first|original|initial)\b|\b(?:first|original|initial) (?:eight|ten|8|10)\b|\b(?:pioneers?|trail-?blazers?|front-?runners?)\b(?=.{0,60}\b(?:ICSs?|ACSs?|care systems?)\b)|\bfirst[- ](?:tranche|batch|round|phase|intake)\b|\bfirst (?:\w+ )?group of\b",
            regex.IGNORECASE,
        ),
    ),
    (
        "second_wave",
        keyed(
            r"\bsecond[- ]wave\b|\bwave (?:two|2)\b|\bsecond cohort\b|\bmore areas?\b|\badded to the\b(?=.{0,40}\bprogramme\b)|\bnewcomers?\b|\bjoin(?:ing|ed)?\b(?=.{0,60}\bprogramme\b)|\bsecond (?:\w+ )?(?:group|batch|tranche|set|round|intake)\b|\b(?:next|latest|newest|new) (?:\w+ )?(?:ACSs?|ICSs?|(?:accountable|integrated) care systems?|group|batch|tranche|wave|intake)\b|\b(?:four|4|three|3|a further|another) (?:more|further|additional|others?|new)\b(?=.{0,80}\b(?:ICSs?|ACSs?|care systems?|programme)\b)|\b(?:next|latest) to (?:be(?:come)?|join|win|gain)\b|\bsecond[- ](?:tranche|batch|round|phase|intake)\b|\b(?:next|further|another|additional|extra) four\b|\bfour (?:more|further|additional|extra|new)\b|\bfour (?:\w+ )?(?:areas|systems|partnerships|STPs) (?:that (?:were|are) )?(?:added|admitted|to join|joining)\b",
            regex.IGNORECASE,
        ),
    ),
    (
        "third_wave",
        keyed(
            r"\bthird[- ](?:wave|tranche|batch|round|phase|intake|cohort)\b|\bthird (?:\w+ )?group\b|\bwave (?:three|3)\b",
            regex.IGNORECASE,
        ),
    ),
    (
        "devolution",
        keyed(
            r"\bdevolution (?:areas?|deals?|sites?|pilots?)\b|^\W*devolution\W*$|\bdevolved (?:health|areas?|system|status)\b|\bdevo(?:lved)?\b",
            regex.IGNORECASE,
        ),
    ),
)
_DESIGNATED = keyed(
    r"\b(?:designated|named|chosen|selected|confirmed|appointed|announced|approved|became|become|becoming|is (?:one of|among|a|an)|are|as|joined|will join|is in|in the|part of|have been|has been|was|were)\b",
    regex.IGNORECASE,
)
_HOPES = keyed(
    r"\b(?:hop(?:es?|ed|ing)|wants?|wanted|wish(?:es)?|aims?|aiming|intends?|appl(?:y|ied|ies|ying)|bid(?:s|ding)?|expects? to|expected to|seek(?:s|ing)?|would like|keen|aspir\w+|interest(?:ed)?|set (?:its|their|our|itself)|on the (?:road|way|path)|candidates?|trying|preparing)\b",
    regex.IGNORECASE,
)
"""Words of intention: before a wave they make it no more than hoped for."""
_INTENT = keyed(
    r"\b(?:appl(?:y|ied|ies|ying)|bid(?:s|ding)? (?:for|to)|set (?:its|their|our) sights|on the (?:road|way|path)|prepar(?:es?|ing)|keen|interest(?:ed)?|seek(?:s|ing)?|aspir\w+|wish(?:es)?|like to (?:be|become)|set (?:itself|ourselves)|working (?:to(?:wards)?|on)|plans?|planned|planning|intends?|intention|aims?|aiming|ambition|hop(?:es?|ing)|to (?:become|form|establish|create|develop|implement|move|be)|create|creating|establish(?:ing)?|develop(?:ing|ment)?|form(?:ing)?|candidate|"
    r"expect(?:s|ed)?|due to|initiative|propos(?:es?|al|ed)|explor(?:es?|ing)|will (?:become|have|be|establish|create|form|develop|move)|mov(?:e|ing) to(?:wards)?|express intention|turn(?:ing)? .{0,40}into|would (?:become|turn)|set up|vision|journey|evolve|by (?:April|20\d\d)|shadow form|wants? to)\b",
    regex.IGNORECASE,
)
_ASPIRING = keyed(
    r"\b(?:aspiring|aspirant|would-be|prospective|hopeful|candidate|future|emerging)(?: to be(?:come)? an?)?\W{1,2}(?:first[- ]wave |second[- ]wave |next[- ]wave )?$",
    regex.IGNORECASE,
)
"""What stands before the programme's name where an area is called no more than a candidate: 'as an aspiring ICS'."""
_LEAD_IN = keyed(
    r"\b(?:(?:on|make up|makes up|comprises?) the list|the list|line-?up|they|these|those|which|chosen|named|picked|selected|areas|places|systems|sites|STPs|partnerships|newcomers|members|two|three|four|five|eight|ten|following)\b",
    regex.IGNORECASE,
)
"""Words of a lead-in that lets a list go on about what was announced before: 'On the list are:'."""
_GENERAL = keyed(
    r"\b(?:NHSE|NHSI|NHS England|legality|judicial|consultation on|contract(?:ing|ual)?|campaigners|critics|opponents|privatisation|term for|is a term|definition|guidance|inquiry|select committee|policy|national(?:ly)?|across England|report|paper|turned down|model in the US|pitfalls?)\b",
    regex.IGNORECASE,
)
_DEVOLUTION_AREAS = keyed(
    r"\bdevolution areas?\b\s*\((?:e\.g\.|such as|including|i\.e\.)?(?P<list>[^)]{3,160})\)", regex.IGNORECASE
)
_DEAL = keyed(
    r"\b(?:one of|among|as|are) (?:the )?(?:two|three|four) (?:health )?devolution (?:areas|sites|regions|deals)\b|\b(?:the|both|its|one of the|are|is one of) (?:two |three |four )?(?:areas|systems|places|regions) with (?:a )?(?:health )?devolution (?:deals?|agreements?|status)\b|\bdevolved (?:status|powers)\b|\b(?:is|was|became) (?:a|the first) (?:health )?devolution (?:area|site)\b|\b(?:running|runs|run) its own (?:health|NHS)\b[^.;]{0,40}\bdevolution\b|\b(?:health|NHS|care)\b[^.;]{0,80}\b(?:was|were|has been|have been|is|are) devolved\b|\b(?:health )?devolution (?:deals?|agreements?|settlements?)\b|\b(?:control|charge) of (?:its|their) (?:own )?(?:[\w£.]+ ){0,4}?(?:budgets?|money|spending|services)\b(?=.{0,80}\b(?:devolution|devolved|devo)\b)|\bfirst (?:\w+ )?(?:region|area|city|county|part of England)\b.{0,40}\b(?:control of|given such|to be given|to take)\b",
    regex.IGNORECASE,
)
_NO_DEAL = keyed(
    r"\b(?:no devolution|rejected|ruled out|broke down|collapsed|fell through|abandoned)\b|\b(?:talks|negotiat\w+|bid(?:ding)? for|wants?|hop(?:es|ing) for|seek(?:s|ing)?|calls? for|propos(?:ed|al)|possible)\b[^.;]{0,30}\bdevolution\b",
    regex.IGNORECASE,
)
_OWN_DEAL = regex.compile(
    r"[^.;]{0,40}\b(?:its|whose|their) own (?:deal|agreement|settlement)\b|,? (?:too|also) (?:has|signed)\b"
)
_SEVERAL_DEALS = keyed(
    r"\b(?:two|three|four) (?:\w+ ){0,2}(?:with )?(?:health )?devolution\b|\bdevolution (?:deals|agreements|settlements)\b|\bboth\b",
    regex.IGNORECASE,
)
_FOLLOWED = regex.compile(r"\b(?:following|after|behind|like|unlike|besides|with|in|at) (?:the\s)?$")
"""What stands before an area that had such a deal earlier, or where it was only announced."""
_BESIDE = regex.compile(r"\b(?:(?:along|together) with|as well as|beside|the other being) (?:the\s)?$")
_JOINED = regex.compile(r"[\s,;]*(?:(?:and|or|&|plus|with|as well as)\s)?(?:the\s)?(?:[\"'\u2018\u201c])?")
_BECOMING = keyed(
    r"\b(?:(?:the|our|this) (?:STP|partnership|plan|footprint|system|area|county|patch)|we|it)\b[^.;]{0,60}\b(?:aims?|hopes?|plans?|intends?|wants?|expects?|expected|due|ambition|working|interest|apply|applied|bid|will|would)\b[^.;]{0,60}\b(?:becom(?:e|ing)|form(?:ing)?|creat(?:e|ing)|establish(?:ing)?|be|have|turn(?:ing)? into|mov(?:e|ing) to(?:wards)?|develop(?:ing)?)\b",
    regex.IGNORECASE,
)
_SUBJECT = regex.compile(
    r"\W*(?:(?:the|our|this) (?:STP|partnership|plan|footprint|system|area|county|patch|local NHS)|we|our ambition|our aim)\b",
    regex.IGNORECASE,
)
_NEGATED = keyed(
    r"\b(?:no plans? to|not (?:yet )?(?:plan|intend|seek|a candidate|part of)|ruled out|rejects?|refused|never|without becoming|would not|do(?:es)? not (?:want|expect|intend|plan|wish)|not expect|failed|unsuccessful|missed out|lost out|(?:was|were|is|are|be|been) not (?:yet )?(?:among|one|chosen|picked|named|selected|accepted|on the list|included|in the|part of)|\bnot (?:yet )?been (?:chosen|picked|named|selected|accepted)|(?:was|were) (?:left out|omitted)|\bwhether\b[^.;]{0,80}\b(?:should|ought|will|would|can|could|is|are)\b|\b(?:will|may|might|(?:due|yet|still) to) be (?:announced|named|chosen|picked|known|decided)\b|\b(?:is|are) yet to be\b|decided against|decided not to|turned down|will not be (?:considered|an?)|rather wait|no longer (?:wants|plans|intends)|not (?:made|make) the|withdr(?:ew|awn|aw)|not ready|(?:does|did|do) not mention|f(?:alls|ell|alling) short|dropped from|pulled out|fell through|broke down|collapsed|miss(?:ed|ing) the cut|passed over|overlooked|dropped (?:its|the|their) (?:bid|plans?|application)|abandoned|shelved)\b",
    regex.IGNORECASE,
)
_CHOSEN = keyed(
    r"\b(?:(?:those|areas) (?:chosen|picked|named|selected)|(?:is|are) (?:both |all )?in it|confirmed (?:as well|too)|also (?:chosen|confirmed|named|picked)|newcomers|new(?:ly chosen)? members?|(?:the|these) (?:two|three|four|five) are)\b",
    regex.IGNORECASE,
)
_TRIES = keyed(
    r"\b(?:hop(?:es?|ed|ing)|intends?|aims?|aiming|wants?|expects?|plans?|is keen|are keen|is due|would like|wish(?:es)?|is preparing) to (?:become one|be (?:included|admitted|accepted|chosen|next|one|in (?:it|the next))|try again|join|follow|apply|bid|get in|become one|go next)\b|\bhats? in(?:to)? the ring\b"
    r"|\b(?:wants?|hop(?:es?|ing) for|has applied for|have applied for|is bidding for|expects?) (?:the )?(?:same )?status\b|\b(?:has|have) (?:applied|put in (?:a bid|an application|its name))\b|\b(?:is|are) (?:applying|bidding|next in line|in the queue)\b|\b(?:might|may|could|should) (?:follow|be (?:next|among the next)|come next)\b",
    regex.IGNORECASE,
)
_GOES_ON = regex.compile(r"^\W*(?:It|They|The county|The area)\b|\bthe (?:System|partnership|footprint|STP)\b")
_ALSO = regex.compile(
    r"[,;]?\s(?:and )?(?:as|so) (?:do(?:es)?|did|has|have|is|are|will|would)\s(?:the\s)?$|\s(?:both|likewise|too) and (?:the\s)?$"
)
"""What joins another area to what was said of the first: 'X hopes to become one, as does Y'."""
_SHADOW = keyed(
    r"\b(?:(?:was|were|been|being|is|are) (?:given|granted|awarded|named|made|designated)|won|gained|got|has|have|had|received)\b(?: \w+){0,3} \bshadow (?:integrated care system|accountable care system|ICS|ACS)\b(?: status| systems?)?",
    regex.IGNORECASE,
)
"""The first areas were in the programme in shadow form; none that came later was."""
_IT_IS_US = keyed(
    r"\b(?:the (?:county|area|partnership|STP|system|footprint)|we|it) (?:hopes?|wants?|aims?|intends?|expects?|plans?)\b",
    regex.IGNORECASE,
)
_CHOSEN_AS = keyed(
    r"(?<!\bto be |\bbeing |\bget )\b(?:chosen|named|confirmed|selected|designated|announced|picked|accepted)\b",
    regex.IGNORECASE,
)
_LABELLED = regex.compile(r"\W*(?P<label>[A-Za-z][A-Za-z ]{2,40}?)\s?[:=]\s?(?P<value>[^:]{1,80})")
_ORDER = regex.compile(r"(?:first|second|third|one|two|three|[123])\b", regex.IGNORECASE)
_STAGES: dict[str, IcsStage] = {
    "first": "first_wave", "one": "first_wave", "1": "first_wave", "second": "second_wave", "two": "second_wave", "2": "second_wave",
    "third": "third_wave", "three": "third_wave", "3": "third_wave",
}  # fmt: skip
_NUMBERED = regex.compile(r"\s*\(\d{1,2}\)\s*$")


def extract_ics(passages: Sequence[Passage], sentences: Sequence[Sentence], collector: Collector) -> None:
    """Statuses in lists under a heading or lead-in, and in sentences."""
    listed = _lists(sentences, collector)
    announced: _Announced | None = None
    about = next((m for s in sentences[:3] if (m := _PROGRAMME.search(s.text))), None)
    labelled = _standings(passages, collector)
    for index, sentence in ((i, part) for i, s in enumerate(sentences) for part in _parts(s)):
        if (id(sentence.passage.block), sentence.start) in listed or sentence.passage.is_snippet:
            continue
        if id(sentence.passage.block) in labelled:
            continue
        match = _PROGRAMME.search(sentence.text)
        if match is None and about is not None and sentence.footprints:
            match = next((m for _, p in _WAVES[:3] if (m := p.search(sentence.text))), None)
        if match is not None:
            _sentence(sentence, match, sentences[max(0, index - 2) : index], collector)
            announced = _Announced(index, _wave(sentence.text), match.group())
        elif not _devolution(sentence, collector) and announced is not None:
            # a text about the programme speaks of it throughout
            before = sentences[max(0, index - 2) : index]
            _follower(sentence, before, 1 if about else index - announced.index, announced, collector)


def _parts(sentence: Sentence) -> list[Sentence]:
    """A sentence, cut at the semicolons behind which another area's intention is stated: 'X is one already; Y hopes to be accepted'."""
    if ";" not in sentence.text:
        return [sentence]
    cuts = [
        match.end() for match in regex.finditer(r";\s", sentence.text) if _TRIES.search(sentence.text[match.end() :])
    ]
    bounds = [0, *cuts, len(sentence.text)]
    return [
        replace(sentence, start=sentence.start + low, end=sentence.start + high)
        for low, high in itertools.pairwise(bounds)
        if high > low
    ]


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
        elif text.endswith(":") and (before := _last_announced(sentences, index)):
            title, wave, recent = before[0], before[1], index
        elif index - recent > 8:
            title, wave = "", None
    return used


def _announcement(before: Sequence[Sentence]) -> tuple[str, IcsStage | None] | None:
    """(programme, wave) of which the sentences before a list's lead-in spoke: 'The first ... systems. The chosen eight are:'."""
    for sentence in reversed(before):
        if (match := _PROGRAMME.search(sentence.text)) and _wave(sentence.text):
            return match.group(), _wave(sentence.text)
    return None


def _last_announced(sentences: Sequence[Sentence], index: int) -> tuple[str, IcsStage | None] | None:
    """What a list's lead-in goes on about: said shortly before, or further up where the lead-in points back to it."""
    reach = 8 if _LEAD_IN.search(sentences[index].text) else 3
    return _announcement(sentences[max(0, index - reach) : index])


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


def _follower(
    sentence: Sentence, before: Sequence[Sentence], distance: int, announced: _Announced, collector: Collector
) -> None:
    """'Those chosen are X; Y; and Z' after a sentence about a wave; 'X intends to try again' after one about the programme."""
    status: IcsStage | None = None
    if announced.wave is not None and distance <= 2 and _CHOSEN.search(sentence.text):
        status = announced.wave
    elif distance <= 6 and _TRIES.search(sentence.text) and not _NEGATED.search(sentence.text):
        status = "candidate"
    if status is None:
        return
    named = [(m.footprint_id, m.start, m.end) for m in sentence.footprints if m.footprint_id and not m.is_body]
    owner = None
    if not named:
        owner = _spoken_of(sentence, before) or (
            sentence.passage.footprint_id if _IT_IS_US.search(sentence.text) else None
        )
    if owner:
        named = [(owner, 0, 1)]
    for footprint_id, start, end in named:
        collector.add(
            IcsStatus,
            sentence.passage.block,
            sentence.block_span(*sentence.clause(start, end)),
            footprint_id=footprint_id,
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
    if (deal := _DEAL.search(text)) and not _NO_DEAL.search(text):
        places = [m for m in sentence.footprints if m.footprint_id and not m.is_body]
        for other in places[1:]:
            if own := _OWN_DEAL.match(text, other.end):
                collector.add(
                    IcsStatus,
                    block,
                    sentence.block_span(other.start, own.end()),
                    footprint_id=other.footprint_id,
                    method="rule",
                    extractor="ics_status.devolution",
                    status="devolution",
                    programme="devolution",
                )
        owners = _with_a_deal(sentence, deal.start(), places)
        for owner in filter(None, owners):
            collector.add(
                IcsStatus,
                block,
                sentence.block_span(*_around(sentence, deal.start(), deal.end(), places if len(owners) > 1 else [])),
                footprint_id=owner,
                method="rule",
                extractor="ics_status.devolution",
                status="devolution",
                programme=deal.group(),
            )
        return any(owners)
    return False


def _with_a_deal(sentence: Sentence, deal: int, places: Sequence[FootprintMention]) -> list[str | None]:
    """The footprints of which the sentence says that they have the deal at offset `deal`: the last named before it, and
    those joined to that one; not one that it only follows. Without a name, the one that the document is about."""
    own = [place for place in places if not _FOLLOWED.search(sentence.text, 0, place.start)]
    if not own:
        return [sentence.passage.footprint_id]
    before = [index for index, place in enumerate(own) if place.end <= deal]
    first = before[-1] if before else 0
    if not _SEVERAL_DEALS.search(sentence.text):
        return [own[first].footprint_id]
    while first and _JOINED.fullmatch(sentence.text[own[first - 1].end : own[first].start]):
        first -= 1
    beside = (m.footprint_id for m in places if m.start > deal and _BESIDE.search(sentence.text, 0, m.start))
    return list(dict.fromkeys([*_together(sentence, own[first:]), *beside]))


def _sentence(sentence: Sentence, match: "regex.Match[str]", before: Sequence[Sentence], collector: Collector) -> None:
    """The standing that a sentence states; `match` is the programme, or the wave where the whole text is about the programme."""
    text, block = sentence.text, sentence.passage.block
    if _devolution(sentence, collector):
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
    if _NEGATED.search(_clause_of(sentence, match)):
        status = None
    elif wave in ("first_wave", "second_wave", "third_wave") and (_DESIGNATED.search(text) or len(text) < 60 or named):
        cue = next(p for stage, p in _WAVES if stage == wave).search(text)
        hoped = _ASPIRING.search(text[: match.start()]) or (
            cue is not None and (hope := _HOPES.search(text[: cue.start()])) and not _CHOSEN_AS.search(text, hope.end())
        )
        status = "candidate" if hoped else wave
    elif (named and (shadow := _SHADOW.search(text)) and not _HOPES.search(text[: shadow.end()])) or (
        bare and sentence.passage.attribution == "profile" and block.kind == "bullet"
    ):
        status = "first_wave"
    elif _ASPIRING.search(text[: match.start()]) and (named or sentence.passage.attribution in ("profile", "document")):
        status = "candidate"
    elif _GENERAL.search(text):
        status = None
    elif _INTENT.search(text) and (
        named or sentence.passage.attribution == "profile" or _BECOMING.search(text) or _SUBJECT.match(text)
    ):
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
    owners = _together(sentence, named) if named else [owner]
    for footprint_id in dict.fromkeys(owners):
        collector.add(
            IcsStatus,
            block,
            sentence.block_span(*_around(sentence, match.start(), match.end(), named)),
            footprint_id=footprint_id,
            method="rule",
            extractor="ics_status.sentence",
            status=status,
            programme=match.group(),
        )


def _clause_of(sentence: Sentence, match: "regex.Match[str]") -> str:
    """The words around a match up to where a clause ends or a 'but' turns."""
    low, high = sentence.clause(match.start(), match.end())
    for turn in regex.finditer(r"\b(?:but|although)\b", sentence.text):
        if turn.end() <= match.start():
            low = max(low, turn.end())
        elif turn.start() >= match.end():
            high = min(high, turn.start())
    return sentence.text[low:high]


def _together(sentence: Sentence, named: Sequence[FootprintMention]) -> list[str | None]:
    """The footprints of the list that begins with the first one named: 'A, B and C have applied'."""
    found = [named[0].footprint_id]
    for previous, mention in itertools.pairwise(named):
        if not _JOINED.fullmatch(sentence.text[previous.end : mention.start]):
            break
        found.append(mention.footprint_id)
    also = (mention for mention in named[1:] if _ALSO.search(sentence.text, 0, mention.start))
    return [*found, *(mention.footprint_id for mention in also)]


def _standings(passages: Sequence[Passage], collector: Collector) -> set[int]:
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
        order = _ORDER.match(value)
        status = _wave(value) or (_STAGES.get(order.group().casefold()) if order else None)
        if status is None and _HOPES.search(value):
            status = "candidate"
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


def _spoken_of(sentence: Sentence, before: Sequence[Sentence]) -> str | None:
    """The one footprint of the sentences before, where this one goes on about it ('It is in the second wave')."""
    if not _GOES_ON.search(sentence.text):
        return None
    for last in reversed(before):
        named = {m.footprint_id for m in named_footprints(last)}
        if named and last.passage.section == sentence.passage.section:
            return named.pop() if len(named) == 1 else None
    return None


def _around(sentence: Sentence, start: int, end: int, named: Sequence[FootprintMention]) -> tuple[int, int]:
    low, high = sentence.clause(start, end)
    if named and named[0].start < low:
        low = 0
    return low, high
