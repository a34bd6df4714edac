"""Who is spoken of in a sentence that may name a lead: persons by name, and by what stands for them ('He', 'Mr Lee', 'AL')."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import regex

from extractors.cues import find_cues
from extractors.mentions.footprints import FootprintMention
from extractors.mentions.persons import (
    Person,
    PersonSource,
    find_person_patterns,
    initials,
    may_name_person,
    person_at_label,
)
from extractors.ner import recognise
from extractors.patterns import keyed
from extractors.sentences import Sentence

_MAY_NAME_A_LEAD = keyed(
    r"\b(?:lead\w*|led|front\w*|head\w*|chair\w*|SROs?|responsib\w+|lead role|carr(?:y|ies|ied) the can|followed by|pull it|director|convene\w*|convenor|helm|reins|hands|spearhead\w*|runs?|steer\w*|overse\w*|charged?|footprint|chief|manager|manages|sponsors?|running|driving|fort|behind|succee\w+|replac\w+|appoint\w*|takes|took|hand(?:s|ed|ing)?|command|control|face|figurehead|entrust\w*|direct(?:s|ed)|goes to|put together|drawn up|written|pass(?:es|ed|ing)|co-?ordinat\w+|boss|person|officer|looks after|under|\(STP)\b|\s[\u2013:-]\s|\w:\s|\(|\t",
    regex.IGNORECASE,
)
_LAYOUT_OF_LEADS = keyed(
    r"^[^.;()]{3,110}\s?[\u2013\u2014:\t-]\s|\((?:STP|footprint|area)\s?:|\t|'s? (?:new )?chief,?\s|\b(?:chair|leads?\b|leader\b|boss\b|SROs?\b|sponsors?\b|helm\b|reins\b|at the head of|succeed|replac|followed by|asked to|to (?:lead|head|run|front|oversee|steer)|in charge\b|command\b|control of|figurehead|face of|entrusted|hand(?:ed|s|ing)?\b|leadership|\bled by|headed by|has appointed|goes to|takes on|chair(?:man|woman)\b|carried the can|t[ao]kes? over|took over)",
    regex.IGNORECASE,
)
_SAID_OF_ONE = regex.compile(
    r":\s|\s[\u2013-]\s|,\s(?:the|its|our)\s(?:[\w'\u2019]+\s)?|\s(?:will\s(?:continue|stay on|remain)|continues|stays on|remains)\s(?:as\s)?"
)
"""What stands between a name and a job: 'NAME, the STP's leader', 'NAME: programme director', 'NAME will continue as finance lead'."""
_STANDS_FOR = regex.compile(
    r"\b(?P<who>[Hh]e|[Ss]he|him|her(?=[.,;]|$))\b(?!/)(?:['\u2019]s\b(?! own))?"
    r"|(?:^|[.:;]\s|^[Tt]hat\s|\b(?:says|said|jokes|joked|adds|added|insists)\s)(?P<who>(?:[Tt]he|[Ii]ts)\s(?:(?!STP|NHS England)[\w&-]+(?:['\u2019]s?)?\s){0,6}?(?:chief executive|chief officer|accountable officer|managing director|chair(?:man|woman)?|boss|GP)\b(?:\sof\s(?:[A-Z][\w&'-]+(?:\s(?:of|and|for|the))*\s?){1,6})?)(?=,?\s(?:is|has|will|should|leads|heads|who|was|also|now|took|takes|became|becomes)\b)"
)
"""What stands for a person named before: 'she', 'The Anytown chief executive'."""
_MAY_STAND_IN = regex.compile(
    r"\b(?:[Hh]e|[Ss]he|him|her|[Tt]he [^.;]{0,60}(?:chief executive|chief officer|accountable officer|managing director|chair(?:man|woman)?|boss|GP)|Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|Lord|Lady|Baroness|Sir|Dame)\b|^\p{Lu}\p{Ll}[\p{L}'-]+(?:,\swho\b|\s\p{Ll})"
)
_BY_SURNAME = keyed(
    r"\b(?P<honorific>Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|Lord|Lady|Baroness|Sir|Dame)\.?\s(?P<name>\p{Lu}[\p{L}'-]+)(?!['\w])(?!\s\p{Lu})"
)
_BARE_SURNAME = regex.compile(
    r"^(?P<name>\p{Lu}\p{Ll}[\p{L}'-]+)(?=,\swho\b|\s(?:is|leads|heads|fronts|will|has|becomes|became|remains|stays|runs|took|takes|chairs)\b)"
)
_PROSE = regex.compile(r"[.!?][\"'\u2019\u201d)]?\s*$")
"""A whole sentence, where a name is hardly a heading's."""
_GOES_ON = regex.compile(
    r",\s\p{Ll}|['\u2019]s\s|\sof\s\p{Lu}|\s(?:who|has|had|is|was|will|would|as|said|says|told|leads|heads|runs|takes|took|becomes|became|remains|stays)\s"
)
"""What stands behind a name in a sentence: 'NAME of', 'NAME has', 'NAME, the'."""
_PLAIN = regex.compile(r"[^\w\s]|\s\p{Ll}{2}")
_CUES = ("lead", "role", "lead_head")
_NOTE = regex.compile(r"\[\w{1,3}\]")
_SURNAME = regex.compile(r"\s\p{Lu}\p{Ll}[\p{L}'-]+,\s")
_INITIALS = regex.compile(r"\b(?P<name>[A-Z]{2,3})\b")
_DEFINED = regex.compile(r"\s\((?P<initials>[A-Z]{2,3})\)")


def persons_by_name(sentence: Sentence, source: PersonSource, *, in_list: bool) -> list[Person]:
    """Persons of a sentence: what is built like a name and is no place and no body, confirmed by an honorific, by an entry's layout
    or by the recogniser, which in a whole sentence need only not take it for something else; and the names that it alone saw."""
    text = sentence.text
    if not may_name_person(text) or not (in_list or _MAY_NAME_A_LEAD.search(text) or find_cues("lead_head", text)):
        return []
    taken = [(m.start, m.end) for m in sentence.footprints if not _is_first_name(text, m)]
    taken += [(m.start, m.end) for m in sentence.organisations]
    taken += [(m.start, m.end) for m in sentence.bodies]
    patterns = [p for p in find_person_patterns(text) if not any(a < p.end and p.start < b for a, b in taken)]
    patterns += _behind_areas(sentence)
    if source == "rules":
        return patterns
    can_lead = bool(patterns) and (in_list or _may_state_a_role(text))
    if source == "model":
        patterns = []
    entities = recognise(_without_notes(text)) if can_lead else []
    recognised = [e for e in entities if e.label == "PERSON"]
    others = [e for e in entities if e.label != "PERSON"]
    persons = [
        p
        for p in patterns
        if p.honorific
        or p.post_nominals
        or _stands_in_entry(text, p, in_list=in_list)
        or any(e.start < p.end and p.start < e.end for e in recognised)
        or (
            _stands_in_sentence(sentence, p)
            and not any(e.start <= p.start and p.end <= e.end and len(e.text) > p.end - p.start for e in others)
        )
    ]
    for entity in recognised:
        overlaps = any(p.start < entity.end and entity.start < p.end for p in persons) or any(
            a < entity.end and entity.start < b for a, b in taken
        )
        bare = entity.text.lstrip("abcdefghijklmnopqrstuvwxyz ")
        person = None if overlaps else person_at_label(bare)
        if person is not None and " " in person.name:
            first = entity.end - len(bare)
            start, end = first + person.start, first + person.end
            persons.append(replace(person, start=start, end=end, by_model=True))
    return sorted(persons, key=lambda p: p.start)


def _without_notes(text: str) -> str:
    """A text with spaces for the numbers of its notes, which would stick to names: 'NAME.[9]'."""
    return _NOTE.sub(lambda note: " " * len(note.group()), text)


def _is_first_name(text: str, place: FootprintMention) -> bool:
    """Whether what is read as a place is somebody's first name, whose job stands behind: 'Beverley NAME, chief executive'."""
    words = text[place.start : place.end]
    if " " in words or not (surname := _SURNAME.match(text, place.end)):
        return False
    return any(job.start <= 6 for job in find_cues("job", text[surname.end() : surname.end() + 70]))


def _behind_areas(sentence: Sentence) -> list[Person]:
    """Persons whose name stands right behind an area's: 'In Dorset NAME has been in charge', 'Dorset NAME' is nobody's name."""
    areas = {m.end for m in sentence.footprints if sentence.text[m.end : m.end + 1] == " "}
    nobody = [(o.start, o.end) for o in sentence.organisations] + [(b.start, b.end) for b in sentence.bodies]
    found = []
    for end in sorted(areas):
        for person in find_person_patterns(sentence.text[end:])[:1]:
            start, stop = end + person.start, end + person.end
            glued = any(p.start < end < p.end for p in find_person_patterns(sentence.text[:stop]))
            if person.start == 1 and glued and not any(a < stop and start < b for a, b in nobody):
                found.append(replace(person, start=start, end=stop))
    return found


def _may_state_a_role(text: str) -> bool:
    """Whether the recogniser, the dearest step of all, can find a lead here."""
    return bool(
        _LAYOUT_OF_LEADS.search(text)
        or find_cues("lead", text)
        or find_cues("role", text)
        or find_cues("lead_head", text)
    )


def _stands_in_sentence(sentence: Sentence, person: Person) -> bool:
    """Whether what is built like a name stands in running text, and is hardly a heading's: 'NAME of the trust', 'NAME, who'."""
    if _PROSE.search(sentence.text):
        return bool(_PLAIN.match(sentence.text, person.end))
    return not sentence.passage.block.is_row and bool(_GOES_ON.match(sentence.text, person.end))


def _stands_in_entry(text: str, person: Person, *, in_list: bool) -> bool:
    """Whether what stands around it shows a person: 'Kent - NAME (chief officer, Kent CCG)', 'NAME, chief officer'."""
    before, after = text[: person.start], text[person.end :]
    if after.startswith("\t") and not before.strip():
        return True
    if regex.search(r"(?:^|[\u2013:;\t-]\s?)$", before) and (
        after.startswith(" (") or (in_list and regex.match(r"[;,.]|\s?[\u2013-]\s|\s{2}|\s\d|$", after))
    ):
        return True
    if after.startswith(", ") and any(job.start <= 6 for job in find_cues("job", after[:70])):
        return True
    said = _SAID_OF_ONE.match(after)
    return said is not None and any(job.start <= said.end() for job in find_cues("job", after[:70]))


def _by_surname_alone(match: "regex.Match[str]") -> Person | None:
    """'Mr Lee', of whom the document gives no more."""
    if match["honorific"] not in ("Mr", "Mrs", "Ms", "Miss", "Dr") or not find_person_patterns(f"Ann {match['name']}"):
        return None
    return Person(match.start(), match.end(), match["name"], match["honorific"], None)


class StandIns:
    """What stands for a person of the document elsewhere: a pronoun, a surname, initials."""

    def __init__(self, sentences: Sequence[Sentence], source: PersonSource) -> None:
        self._sentences, self._source = sentences, source

    def may_be_in(self, sentence: Sentence) -> bool:
        """Whether a word of the sentence may stand for a person."""
        text = sentence.text
        return bool(_MAY_STAND_IN.search(text) or (self._by_initials and _INITIALS.search(text)))

    def find(self, sentence: Sentence, known: Sequence[Person]) -> Iterator[tuple[Person, int]]:
        """Where `may_be_in`: (person at the words that stand for them, where their name begins if it stands in the sentence before, else where those words do)."""
        text = sentence.text
        if not any(find_cues(cues, text) for cues in _CUES):
            return
        taken = [(p.start, p.end) for p in known]
        for match in _STANDS_FOR.finditer(text):
            at, end = match.span("who")
            named = [p for p in known if p.end <= at]
            if any(p.start <= at < p.end or end <= p.start <= end + 2 for p in known):
                continue
            if named:
                yield replace(named[-1], start=at, end=end), named[-1].start
            elif before := self._spoken_of(sentence):
                person, offset = before
                yield replace(person, start=at, end=end), offset
        meant: list[tuple[regex.Match[str], Person | None]] = []
        for match in _BY_SURNAME.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                meant.append((match, self._full_name(match["name"], match["honorific"], sentence.index)))
        if surname := _BARE_SURNAME.match(text):
            meant.append((surname, self._full_name(surname["name"], None, sentence.index)))
        for match in _INITIALS.finditer(text) if self._by_initials else ():
            if text[match.start() - 1 : match.start()] != "(":
                meant.append((match, self._by_initials.get(match["name"])))
        for words, full in meant:
            if full is None and "honorific" in words.re.groupindex:
                full = _by_surname_alone(words)
            if full is not None:
                yield replace(full, start=words.start(), end=words.end()), words.start()

    def _spoken_of(self, sentence: Sentence) -> tuple[Person, int] | None:
        """Whom 'He' or 'She' means: the first person of the sentence before; and where the name begins, counted from this sentence."""
        if sentence.index == 0:
            return None
        previous = self._sentences[sentence.index - 1]
        if previous.passage.section != sentence.passage.section or previous.passage.is_snippet:
            return None
        persons = persons_by_name(previous, self._source, in_list=True)
        if not persons:
            return None
        same_block = previous.passage.block is sentence.passage.block
        # 'Ann Lee runs the trust. She ...', but 'The board passed it to Ann Lee. She ...'
        is_described = regex.match(r",[^.;]{3,110}[.]?\s*$", previous.text[persons[-1].end :])
        person = persons[0] if persons[0].start < 8 and not (is_described and len(persons) > 1) else persons[-1]
        return person, person.start + previous.start - sentence.start if same_block else 0

    def _full_name(self, name: str, honorific: str | None, index: int) -> Person | None:
        """The person of the document who bears this surname, or with Sir and Dame this first name; the nearest before, else behind."""
        by_first = honorific in ("Sir", "Dame")
        pattern = regex.compile(
            rf"\b{name}\s\p{{Lu}}" if by_first else rf"\b\p{{Lu}}[\p{{L}}.'-]+\s(?:\p{{L}}+\s)?{regex.escape(name)}\b"
        )
        for sentence in [*reversed(self._sentences[:index]), *self._sentences[index:]]:
            if name not in sentence.text or not pattern.search(sentence.text):
                continue
            for person in find_person_patterns(sentence.text):
                words = person.name.split()
                if words[0 if by_first else -1] == name and len(words) > 1:
                    return person
        return None

    @cached_property
    def _by_initials(self) -> dict[str, Person]:
        """Persons whose initials the document gives: 'Ann Lee (AL)'."""
        found: dict[str, Person] = {}
        for sentence in self._sentences:
            if "(" not in sentence.text:
                continue
            for match in _DEFINED.finditer(sentence.text):
                for person in find_person_patterns(sentence.text[: match.start()]):
                    if person.end == match.start() and initials(person.name) == match["initials"]:
                        found[match["initials"]] = person
        return found
