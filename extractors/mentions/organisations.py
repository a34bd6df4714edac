"""Bodies named in a text: CCGs, NHS trusts and foundation trusts, councils and others, with the abbreviations the text defines.

Found by the words that end such names, walking left over the capitalised words that belong to them.
"""

from dataclasses import dataclass

import regex

from extractors.patterns import keyed
from schemas.types import OrganisationType

_SUFFIXES: tuple[tuple[OrganisationType, str], ...] = (
    ("NHS foundation trust", r"NHS\sFoundation\sTrusts?|NHS\sFTs?|Foundation\sTrusts?|FTs?"),
    ("NHS trust", r"NHS\sTrusts?|(?:Hospitals?|Partnership|Community|Healthcare|Health(?:\s(?:and|&)\s(?:Social\s)?Care)?|Care|Ambulance(?:\sService)?|Acute|Teaching)\sTrusts?|(?<=\bHospitals?(?:\sNHS)?\s(?:of|for)\s(?:the\s)?[A-Z]\w+\s)Trusts?"),
    ("CCG", r"(?:NHS\s)?Clinical\sCommissioning\sGroups?|CCG'?s?|CGG"),
    ("local authority", r"(?:County|City|Borough|District|Metropolitan\sBorough|Metropolitan|Town|Unitary|Parish)\sCouncils?|Councils?|County\sCouncil"),
)  # fmt: skip
_SUFFIX = keyed("|".join(rf"(?P<s{i}>\b(?:{p})(?!\w))" for i, (_, p) in enumerate(_SUFFIXES)))
_WORD_BEFORE = regex.compile(
    r"(?<![\w'])(?:(?P<word>(?:St\.|[A-Z][\w'\-]*)|&|and|of|the|on|upon|for|in|with|le|de)|(?P<comma>,))[ ]$"
)
_BEFORE_OF = regex.compile(
    r"(?:Universit(?:y|ies)(?:\s(?:Teaching\s)?Hospitals?)?|Hospitals?|Borough|City|Isles?|Bank|Royal\sBorough|College|Federation|County|Vale|Forest|Duchy)\s$"
)
_BODY_END = frozenset(
    ["Trust", "Trusts", "Council", "Councils", "CCG", "CCGs", "Healthcare", "FT", "FTs", "Board", "Hospital"]
)
_CONNECTORS = frozenset({"&", "and", "of", "the", "on", "upon", "for", "in", "with", "le", "de"})
_STOP = regex.compile(
    r"At|In|For|And|While|As|Both|From|By|With|Our|The|Chief|Executive|Officer|Director|Chair|Chairman"
    r"|Chairwoman|Leader|Lead|Accountable|Interim|Clinical|Managing|Deputy|Chairs|Member|President"
    r"|Medical|Finance|Acting|Joint|Vice|Governor|Secretary|Spokesman|Spokeswoman|Manager|Head|SRO"
    r"|Programme|Councillor|Cllr|When|If|But|That|This|These|Those|Under|Among|Between|Where|Since"
    r"|After|Before|Last|Early|Meanwhile|However|Although|Officers|Executives|Leaders|Its|His|Her|Half"
    r"|Total|Grand|System|Governance|CHAPTER|ONE|TWO|THREE|FOUR|FIVE|SIX|Cabinet|Inclusion|Allocating"
    r"|Public|Meeting|Procedures|Removal|Individual|Commissioners|Providers|Their|Many|Some|Most|Each"
    r"|Every|Either|Neither|Other|Local|All|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve"
    r"|January|February|March|April|May|June|July|August|September|October|November|December|Monday"
    r"|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Nearby|On|Of|Also|Only|Even|Like|Including"
    r"|Named|Not|Now"
)
"""Capitalised words that stand before a name and are no part of it."""
_ABBREVIATION = regex.compile(r"\s?\((?:the\s)?['\"]?(?P<abbreviation>[A-Z][A-Za-z&]{1,9}(?:\sCCG)?)['\"]?\)")
_GENERIC = frozenset({"nhs", "foundation", "county", "city", "borough", "district", "hospital", "hospitals", "acute", "community", "care", "ambulance", "partnership",
                      "local", "health", "mental", "provider", "trust", "council", "ccg", "town", "parish", "metropolitan"})  # fmt: skip

NATIONAL = keyed(
    r"\b(?:NHS (?:England|Improvement|Providers|Confederation|Digital|Property Services|Clinical Commissioners|Trust Development Authority)|NHSE(?:&I|I)?|NHSI|"
    r"Department (?:of|for) Health(?: and Social Care)?|Monitor|Care Quality Commission|CQC|NICE|Health Education England|HEE|Public Health England|PHE|"
    r"British Medical Association|BMA|King'?s Fund|Nuffield Trust|Health Foundation|National Audit Office|NAO|HSJ|Health Service Journal|BBC|Public Accounts Committee|"
    r"(?:HM )?Treasury|Royal College(?:s)? (?:of|for)? ?[A-Z]\w+(?: [A-Z]\w+)?|Local Government Association|LGA|British Red Cross|Healthwatch England|Unison|UNISON|Unite|38 Degrees)\b"
)
"""National bodies and commentators: never the owner of a footprint's figure, never a member of one."""


@dataclass(frozen=True)
class OrganisationMention:
    """A body at text[start:end]. `is_plural`: several share one suffix, as in 'Barnet and Enfield CCGs'."""

    start: int
    end: int
    name: str
    organisation_type: OrganisationType
    abbreviation: str | None
    is_plural: bool
    is_national: bool = False


def find_organisations(text: str) -> list[OrganisationMention]:
    """Bodies named in full, in reading order, without overlaps."""
    found: list[OrganisationMention] = []
    for match in _SUFFIX.finditer(text):
        if found and match.start() < found[-1].end:
            continue
        index = next(i for i in range(len(_SUFFIXES)) if match[f"s{i}"])
        start = _walk_left(text, match.start(), found[-1].end if found else 0)
        name = text[start : match.end()]
        own = [
            w
            for w in regex.findall(r"[A-Za-z][\w'\-]*", text[start : match.start()])
            if w.casefold() not in _GENERIC and w not in _CONNECTORS
        ]
        if not own:
            continue
        end = match.end()
        abbreviation = None
        if defined := _ABBREVIATION.match(text, end):
            abbreviation = defined["abbreviation"]
        plural = bool(regex.search(r"(?:CCG'?s|Groups|Trusts|FTs|Councils)$", match.group()))
        found.append(OrganisationMention(start, end, name, _SUFFIXES[index][0], abbreviation, plural))
    for match in NATIONAL.finditer(text):
        if not any(o.start < match.end() and match.start() < o.end for o in found):
            found.append(
                OrganisationMention(match.start(), match.end(), match.group(), "other", None, False, is_national=True)
            )
    return sorted(found, key=lambda o: o.start)


def _walk_left(text: str, start: int, floor: int) -> int:
    """Where the name that ends in a suffix at `start` begins: over capitalised words and the small words between them."""
    position, begin = start, start
    while position > floor:
        match = _WORD_BEFORE.search(text[floor:position])
        if match is None:
            break
        word = match["word"]
        at = floor + match.start()
        if match["comma"]:
            # 'Leicester, Leicestershire and Rutland CCG': a comma belongs when 'and' has been passed and a capital stands before
            left = text[floor:at].rstrip()
            if " and " in text[at:start] or " & " in text[at:start]:
                last = regex.search(r"([A-Z][\w'\-]+)$", left)
                if (
                    last
                    and not _STOP.fullmatch(last.group())
                    and begin == at + 2 + 0
                    and len(text[at:start]) < 60
                    and not regex.search(r"\b(?:CCGs?|Council|Trust|FT)$", left)
                ):
                    position = at
                    continue
            break
        if word in _CONNECTORS:
            word_before = regex.search(r"([A-Za-z][\w'\-]*)\s$", text[floor:at])
            if (
                word in ("of", "for", "in", "with")
                and not (begin == start and word == "of")
                and not _BEFORE_OF.search(text[floor:at])
            ):
                break
            if word in ("and", "&") and word_before and word_before.group(1) in _BODY_END:
                break
            if regex.match(r"of the\s(?:CCG|Clinical)", text[at:]):
                break  # 'Ann Lee of the CCG' is no body
            position = at
            continue
        if _STOP.fullmatch(word) or word.rstrip(".") in {"Dr", "Mr", "Mrs", "Ms", "Sir", "Prof"}:
            break
        begin = at
        position = at
    name_start = begin
    while match := regex.match(r"(?:and|of|the|&|for|in|with|on|upon)\s", text[name_start:start]):
        name_start += match.end()
    return name_start
