"""Persons: honorific, name, post-nominals. In running text the entity recogniser proposes, a pattern confirms; at labels the pattern reads."""

from dataclasses import dataclass
from typing import Literal

import regex

HONORIFIC = r"(?:Dr|Sir|Dame|Prof(?:essor)?|Mr|Mrs|Ms|Miss|Mx|Cllr|Coun|Councillor|Rt\.?\sHon|Lord|Lady|Baroness|Rev|Revd|Ald(?:erman)?|Drs?\(s\)|Hon)\.?"
_POST = r"(?:OBE|CBE|MBE|KBE|DBE|KCB|CB|DL|QC|KC|MP|FRCP|FRCGP|FRCS|FRCN|PhD|MD|MBA|RN|BSc|MSc|QPM|JP|CPFA|FCA)"
_PARTICLE = r"(?:van|von|de|der|den|del|della|di|da|dos|la|le|al|el|bin|ibn|ap|ter|ten|St\.?)"
_PART = (
    r"(?:(?:O'|D'|Mc|Mac|De|Le|La|Fitz)?\p{Lu}\p{Ll}+(?:[-'](?!s\b)\p{L}+)*|[A-Z]\.(?:\s?[A-Z]\.)?|[A-Z](?=\s[A-Z]))"
)
_NAME = rf"{_PART}(?:[^\S\t](?:{_PARTICLE}\s){{0,2}}{_PART}){{1,3}}"
_HONORIFIC = regex.compile(HONORIFIC)
_PERSON = regex.compile(
    rf"(?<![\w'-])(?:(?P<honorific>{HONORIFIC}(?:\s{HONORIFIC})?)\s+)?(?P<name>{_NAME})(?:,?\s(?P<post>{_POST}(?:,?\s{_POST})*)(?!\w))?(?!\w)"
)
_NAME_LIKE = regex.compile(rf"\p{{Lu}}[\w'.-]*\s(?:{_PARTICLE}\s){{0,2}}\p{{Lu}}")
_NEVER = frozenset(
    {"NHS", "STP", "CCG", "HUNDREDS", "THOUSANDS", "MORE", "HEALTH", "DOCTORS", "PATIENTS", "HAS", "ARE", "WILL"}
)
_CAPITALS = regex.compile(
    rf"(?:^|(?<=[.:;|\t]\s?))(?:(?P<honorific>(?i:{HONORIFIC}))\s+)?(?P<name>\p{{Lu}}[\p{{Lu}}'-]{{2,}}(?:\s\p{{Lu}}[\p{{Lu}}.'-]{{2,}}){{1,2}})(?P<post>(?!))?(?=,|\s\((?![A-Z]{{4}})|\s[a-z])"
)
"""A name in capitals, where a line or a sentence begins: 'ANN LEE, who leads the plan'."""
_LABELLED = regex.compile(
    rf"\s*(?:(?P<honorific>{HONORIFIC}(?:\s{HONORIFIC})?)\s*)?(?P<name>(?:\p{{L}}\.|\p{{L}}[\w'-]*)(?:[^\S\t](?:{_PARTICLE}\s){{0,2}}(?!{_POST}(?!\w))(?:\p{{Lu}}\.|\p{{Lu}}[\w'-]*)){{1,3}})(?:,?\s(?P<post>{_POST}(?:,?\s{_POST})*)(?!\w))?"
)
_NOT_NAMES = regex.compile(
    r"\b(?:NHS|STP|CCG|Trust|Council|Hospitals?|University|Health(?:care)?|Care|Foundation|Board|Group|Plan|Programme|Partnership|Service|Services|System|Committee|Strategy|Review|Report|Forward|View|Five|Year|"
    r"Transformation|Sustainability|Commissioning|Clinical|Chief|Executive|Officer|Director|Chair(?:man|woman)?|Leader|Lead|Accountable|Interim|Senior|Responsible|Medical|Finance|Regional|National|Social|Primary|Mental|Urgent|"
    r"Emergency|Public|England|London|Yorkshire|County|City|Borough|District|North|South|East|West|Greater|Upper|Lower|Royal|General|Practice|Community|Acute|Better|Together|Our|The|This|These|Those|That|What|When|Where|Who|Why|How|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Act|House|Street|Road|Centre|Center|Park|Hall|Square|Lane|Station|Regime|Success|"
    r"Secretary|Minister|Government|Department|Labour|Conservative|Liberal|Party|Parliament|Telegraph|Post|Times|News|Journal|Chronicle|Guardian|Mail|Evening|Union|Association|Society|College|Alliance|Federation|Network|Fund|"
    r"Accident|Key|Next|Item|Minutes|Agenda|Page|Figure|Table|Appendix|Section|Chapter|Objective|Footprint|Area|Region|Population|Nominated|Contact|Email|Name|Number|All|Organisations|Local|Joint|Managing|Deputy|Vice|Acting|"
    r"Integrated|Accountable|Multi|Speciality|Specialty|Prevention|Workforce|Digital|Estates?|Capital|Revenue|Funding|Financial|Savings?|Gap|Deficit|Children|Adult|Adults|Older|People|Frail|Elderly|Cancer|Maternity|Stroke|Dementia|"
    r"Cross|Red|In|At|On|Of|By|To|As|If|So|Over|After|Before|Since|While|During|Among|British|United|Kingdom|European|And|For|With|From|But|Not|New|Old|Big|Great|Isle|Isles|Valley|Shire|Bay|Coast|Vale|Council's|Impact|Communications|Engagement|Project|Support|Risk|Objective|Description|Relevant|Critical|Friend|Manager|Sponsor|Author|Contact|Email|Tel|Independent|Programme's|Programmes|Medway|Head|Manager|President|Spokesman|Spokeswoman|Councillors?|Under|Into|Success|Meanwhile|However|Yesterday|Today|Earlier|Later|Instead|Elsewhere|Succeeding|Replacing|Following|Asked|Speaking|Says|Said|Led|Headed|Appointed|Named|Finally|Also|Then|Once|Now|Mayor|Former|Lead(?:ing|er)?|Pictured|Boss|Bosses|Convenor|Ask|Meet|Enter|Then|Hats|Thank|Dear|Ex)\b"
)
NOBODY = regex.compile(
    r"^\s*(?:TBC|TBA|tbc|to be (?:confirmed|appointed|announced|agreed)|vacant|vacancy|n/?a|none|all\b.*|various\b.*|not (?:yet )?(?:known|appointed|confirmed).*|awaiting.*)\b",
    regex.IGNORECASE,
)


PersonSource = Literal["both", "rules", "model"]
"""Who finds persons in running text: patterns and the recogniser together, or one of them alone (to measure it)."""


@dataclass(frozen=True)
class Person:
    """A person at text[start:end]; the span covers honorific and post-nominals."""

    start: int
    end: int
    name: str
    honorific: str | None
    post_nominals: str | None
    by_model: bool = False
    """Whether only the recogniser saw it."""


def _person(match: "regex.Match[str]") -> Person:
    honorific = match["honorific"]
    if honorific and honorific.rstrip(".").casefold().startswith("dr"):
        honorific = "Dr"
    return Person(
        match.start(),
        match.end(),
        _as_name(match["name"]),
        honorific.rstrip(".") if honorific else None,
        match["post"],
    )


def _as_name(words: str) -> str:
    """A name with single spaces; one in capitals as it is usually written: 'ANN LEE-MOOR' -> 'Ann Lee-Moor'."""
    name = " ".join(words.split())
    return name.title() if name.isupper() and len(name) > 5 else name


def may_name_person(text: str) -> bool:
    """Whether two capitalised words stand together: quick, and no name is without."""
    return _NAME_LIKE.search(text) is not None


def find_person_patterns(text: str) -> list[Person]:
    """Everything in a text that is built like a person's name; the caller must know that a person can stand there."""
    found = [
        _person(match)
        for match in _CAPITALS.finditer(text)
        if not any(_NOT_NAMES.fullmatch(word.title()) or word in _NEVER for word in match["name"].split())
    ]
    position = 0
    while match := _PERSON.search(text, position):
        words = match["name"].split()
        cut = next((i for i, w in enumerate(words) if _NOT_NAMES.fullmatch(w)), None)
        if any(_HONORIFIC.fullmatch(w) for w in words):
            position = match.start("name") + len(words[0])  # 'Sir Andrew' is no full name, nor is 'Ask Sir Andrew'
        elif cut is None:
            found.append(_person(match))
            position = match.end()
        elif cut >= 2:
            end = match.start("name")
            for word in words[:cut]:
                end = text.index(word, end) + len(word)
            honorific = match["honorific"]
            found.append(
                Person(match.start(), end, " ".join(words[:cut]), honorific.rstrip(".") if honorific else None, None)
            )
            position = end
        else:
            position = match.start("name") + len(words[0])
    return sorted(found, key=lambda p: p.start)


def initials(name: str) -> str:
    """'Ann Lee-Moor' -> 'AL'."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _two_names(words: list[str]) -> bool:
    """Four capitalised words in a row without a particle are two people whose separator was lost."""
    return len(words) == 4 and all(w[0].isupper() and len(w) > 2 for w in words)


def person_at_label(text: str, start: int = 0) -> Person | None:
    """The person who stands right behind a label such as 'Lead:'; None for 'TBC', 'All organisations' and the like."""
    rest = text[start:]
    if NOBODY.match(rest):
        return None
    match = _LABELLED.match(rest)
    if match is None:
        return None
    words = match["name"].split()
    cut = next((i for i, w in enumerate(words) if _NOT_NAMES.fullmatch(w)), 2 if _two_names(words) else len(words))
    if (
        cut == 2
        and len(words) == 3
        and not rest[match.end() :].strip(" ,;")
        and words[2] in ("North", "South", "East", "West", "Head", "Street", "Hall", "Park")
    ):
        cut = 3  # nothing else stands at the label: the word is a surname
    if cut < 2 and not (cut == 1 and match["honorific"]):
        return None
    person = _person(match)
    if cut < len(words):
        end = match.start("name")
        for word in words[:cut]:
            end = rest.index(word, end) + len(word)
        return Person(start + person.start, start + end, " ".join(words[:cut]), person.honorific, None)
    return Person(
        start + match.start("honorific") if match["honorific"] else start + match.start("name"),
        start + person.end,
        person.name,
        person.honorific,
        person.post_nominals,
    )
