"""Standing in the integrated care system programme, in sentences: areas by wave, devolution deals, stated intentions.

Read clause by clause: a system or a wave, the area that stands nearest, and the word nearest before the system that says how the two
are related - it is one, it wants to be one, it is not. Words are data (cues/ics.toml); lists and labels are in `ics_lists`.

`candidate` is a stated intention or expectation. General talk about such systems states nothing of a footprint.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.collect import Collector
from extractors.context import named_footprints
from extractors.cues import CueMatch, every_cue, speaks_of, stands_before
from extractors.records.ics_lists import WAVES, extract_ics_labels, extract_ics_lists, extract_ics_rows, wave_of
from extractors.sections import Passage
from extractors.sentences import Sentence
from schemas.records import IcsStatus
from schemas.types import IcsStage

_RELATIONS = frozenset({"named", "hoped", "sought", "refused"})
_OF_RELATION = frozenset({"named", "hoped", "sought", "towards", "pointing", "general", "own"})
"""Cues that say nothing where a refusal holds the same words: 'was not chosen'."""
_NEAR, _BEHIND, _SHORT, _LABEL, _FAR = 90, 40, 60, 25, 7
"""Characters: how far before a system a wish for it stands, how far behind it a refusal; a line, a clause so short is a label. Sentences:
nothing is said of the programme so far on."""
_JOINED = regex.compile(
    r"\s?(?:\([A-Z&]{2,6}\))?[\s,;]*(?:(?:and|or|&|plus|with|as well as)\s)?(?:both )?(?:the\s)?[\"'\u2018\u201c(]?"
)
_BEHIND_SYSTEM = regex.compile(
    r"[)\"'\u2019\u201d]?(?:\s(?:programme|status|pilots?|sites?|areas?))?(?:,?\s(?:in|of|for|are|is|covering|across|include|includes|including|called|such as)|:|,|\s[\u2013-])?\s?[(\"'\u2018\u201c]?(?:both )?(?:the )?"
)
_CUT = regex.compile(
    r";\s|[,;]?\s(?:but|although|though|while|whilst|whereas|because)\s|,?\s(?:and\s)?(?:nor|so)\s|,\s(?=(?:which|whose|who)\b)"
)
_TURN = regex.compile(r"(?:[,;]|\s[\u2013-]|[,;]?\s(?:and|nor))\s(?:the\s)?$")
_GOES_ON = regex.compile(r"^\W*(?:It|They|The county|The area)\b|\bthe (?:System|partnership|footprint|STP)\b")
_DEVOLVED = regex.compile(r"\bdev(?:o|olution|olved)\b", regex.IGNORECASE)
_REAL_ONE = regex.compile(r"\b(?:shadow|accountable care (?:systems?|status)|ACSs?)\b", regex.IGNORECASE)
"""Only the first areas were called accountable care systems, or were in the programme in shadow form."""
_NO_SUCH = "speaks of such systems without stating a footprint's standing"


@dataclass(frozen=True)
class _Areas:
    """Footprints that a sentence names together: 'A, B and C'."""

    start: int
    end: int
    footprints: tuple[str, ...]


@dataclass(frozen=True)
class _Topic:
    """The programme, and the wave if any, that a text spoke of last."""

    index: int
    wave: IcsStage | None
    programme: str
    names_areas: bool


@dataclass(frozen=True)
class _Head:
    """The system or wave of a clause, and what the area's standing would be."""

    start: int
    end: int
    means: str
    text: str


def extract_ics(passages: Sequence[Passage], sentences: Sequence[Sentence], collector: Collector) -> None:
    """Statuses in lists under a heading or lead-in, at labels, and in sentences."""
    labelled = extract_ics_labels(passages, collector) | extract_ics_rows(passages, collector)
    listed = extract_ics_lists(sentences, collector)
    about = any(speaks_of("ics", {"programme"}, s.text) for s in sentences[:3])
    topic: _Topic | None = None
    for index, sentence in enumerate(sentences):
        block = sentence.passage.block
        if sentence.passage.is_snippet or id(block) in labelled or (id(block), sentence.start) in listed:
            continue
        distance = 1 if about else index - topic.index if topic else _FAR
        if distance >= _FAR and not speaks_of("ics", {"programme", "devolution"}, sentence.text):
            continue
        reader = _Reader(sentence, topic, distance, collector)
        reader.read(sentences[max(0, index - 2) : index])
        topic = reader.next_topic(index)


class _Reader:
    """One sentence, clause by clause."""

    def __init__(self, sentence: Sentence, topic: _Topic | None, distance: int, collector: Collector) -> None:
        self.sentence, self.text, self.topic, self.collector = sentence, sentence.text, topic, collector
        cues = every_cue("ics", self.text)
        refused = [c for c in cues if c.cue.means == "refused"]
        self.cues = [
            c
            for c in cues
            if c.cue.means not in _OF_RELATION or not any(r.start < c.end and c.start < r.end for r in refused)
        ]
        self.programme = next((c for c in cues if c.cue.means == "programme"), None)
        self.distance = 0 if self.programme else distance
        self.areas = _joined_areas(sentence)

    def next_topic(self, index: int) -> _Topic | None:
        """What the next sentences may go on about."""
        wave = wave_of(self.text)
        if self.programme is None and (wave is None or self.distance >= _FAR):
            return self.topic
        return _Topic(index, wave, self._programme() or "", bool(self.areas))

    def read(self, before: Sequence[Sentence]) -> None:
        """Add what the sentence states; refuse a system that is spoken of without a standing."""
        if self.text.rstrip().endswith("?"):
            return
        spoken_of = _spoken_of(self.sentence, before)
        subject: _Areas | None = None
        stated: dict[str, IcsStage] = {}
        for low, high in self._clauses():
            groups = [a for a in self.areas if low <= a.start < high]
            is_label = high - low < _LABEL
            for head in self._heads(low, high):
                standing = self._standing(head, low, high)
                owners = self._owners(head, groups, subject, low, spoken_of) if standing else None
                if standing is None or owners is None or not (is_label or self._is_said(head, owners, standing)):
                    continue
                for footprint_id in owners.footprints:
                    if footprint_id not in stated or standing != "candidate" or head.means == "sought":
                        stated[footprint_id] = standing
                        self._add(footprint_id, standing, head, min(owners.start, low) if owners.end else low, high)
            subject = next((g for g in groups if not self._is_aside(g)), subject)
        if not stated and self.programme and (self.areas or self.sentence.passage.attribution == "profile"):
            self._refuse(self.programme)

    def _clauses(self) -> Iterator[tuple[int, int]]:
        """Stretches that say one thing each: cut at turns, and where another area comes with a relation of its own."""
        inside = [(a.start, a.end) for a in self.areas]
        cuts = [
            m.end() if m.group().strip() not in (",",) else m.start() + 1
            for m in _CUT.finditer(self.text)
            if not any(low < m.end() and m.start() < high for low, high in inside)
        ]
        for number, group in enumerate(self.areas[1:], 1):
            rest = self.areas[number + 1].start if number + 1 < len(self.areas) else len(self.text)
            previous = self.areas[number - 1].end
            if (
                _TURN.search(self.text[previous : group.start])
                and any(previous <= c.start < group.start for c in self.cues if c.cue.means != "own")
                and any(group.end <= c.start < rest for c in self.cues if c.cue.means in _RELATIONS)
            ):
                cuts.append(group.start)
        bounds = [0, *sorted(set(cuts)), len(self.text)]
        yield from itertools.pairwise(bounds)

    def _heads(self, low: int, high: int) -> list[_Head]:
        """What an area can have a standing in: waves and devolution; else the programme; else what the text speaks of."""
        here = [c for c in self.cues if low <= c.start < high]
        heads: dict[str, _Head] = {}
        for cue in here:
            means = cue.cue.means
            is_wave = means in WAVES and self.distance < _FAR
            own_deal = cue.cue.extra.get("of_topic") and not _DEVOLVED.search(self.text)
            if is_wave or (means == "devolution" and not own_deal):
                heads.setdefault(means, self._head(cue))
        if not heads:
            heads |= {c.cue.means: self._head(c) for c in reversed(here) if c.cue.means == "programme"}
        if not heads and self.distance < _FAR:
            heads |= {c.cue.means: self._head(c) for c in here if c.cue.means in ("sought", "pointing")}
            if not heads and self._is_list_of_announced(low):
                heads["pointing"] = _Head(low, high, "pointing", "")
        return list(heads.values())

    def _head(self, cue: CueMatch) -> _Head:
        """A cue as a head; a wave goes on to the end of the system that it is a wave of."""
        systems = (c.end for c in self.cues if c.cue.means == "programme" and cue.start < c.start <= cue.end + 2)
        return _Head(cue.start, max([cue.end, *systems]), cue.cue.means, self.text[cue.start : cue.end])

    def _is_list_of_announced(self, low: int) -> bool:
        """Whether a sentence begins with several areas, after an announcement that named none."""
        return bool(
            self.topic
            and self.topic.wave
            and not self.topic.names_areas
            and self.distance in (1, 2)
            and self.areas
            and self.areas[0].start <= low + 4
            and len(self.areas[0].footprints) > 1
            and not any(c.cue.means in _RELATIONS for c in self.cues)
        )

    def _standing(self, head: _Head, low: int, high: int) -> IcsStage | None:
        relation = self._relation(head, low, high)
        if relation == "refused":
            return None
        hoped = relation in ("hoped", "sought")
        after = self.sentence.next
        if hoped and after is not None and speaks_of("ics", {"turned_down"}, after.text):
            return None
        match head.means:
            case "first_wave" | "second_wave" | "third_wave":
                return "candidate" if hoped else head.means
            case "devolution":
                return None if hoped else "devolution"
            case "pointing":
                return self.topic.wave if self.topic and self.distance <= 2 else None
            case "sought":
                return "candidate"
        if hoped:
            return "candidate"
        return (self._by_its_name(head, low, high) if relation == "named" else None) or self._towards(head, low, high)

    def _relation(self, head: _Head, low: int, high: int) -> str | None:
        """The relation word nearest before a head in its clause; behind it no wish counts."""
        known = [c for c in self.cues if c.cue.means in _RELATIONS and low <= c.start and c.end <= high]
        before = [c for c in known if c.start < head.start]
        if before:
            *earlier, nearest = sorted(before, key=lambda c: c.end)
            wishes = nearest.cue.means in ("hoped", "sought")
            if wishes and earlier and earlier[-1].cue.means == "refused":
                return "refused"  # 'failed in its bid'
            return None if wishes and head.start - nearest.end > _NEAR else nearest.cue.means
        if any(c.cue.means == "refused" and c.start - head.end <= _BEHIND for c in known):
            return "refused"
        return "named" if any(c.cue.means == "named" for c in known) else None

    def _by_its_name(self, head: _Head, low: int, high: int) -> IcsStage | None:
        """The wave of an area that has been made one, by its date or its name."""
        date = next((c for c in self.cues if c.cue.means == "date" and low <= c.start < high), None)
        if date is not None:
            wave: IcsStage = date.cue.extra["wave"]
            return wave
        return "first_wave" if _REAL_ONE.search(head.text) else None

    def _towards(self, head: _Head, low: int, high: int) -> IcsStage | None:
        if any(c.cue.means == "general" for c in self.cues):
            return None
        near = (c for c in self.cues if c.cue.means == "towards" and low <= c.start and c.end <= head.start)
        return "candidate" if any(head.start - c.end <= _NEAR for c in near) else None

    def _owners(
        self, head: _Head, groups: Sequence[_Areas], subject: _Areas | None, low: int, spoken_of: str | None
    ) -> _Areas | None:
        """Whose standing it is: the areas right behind the system, the nearest before it, the first behind it; without any,
        the subject so far, or the area that is spoken of."""
        own = [g for g in groups if not self._is_aside(g)]
        before = [g for g in own if g.start < head.start]
        behind = [g for g in own if g.start >= head.start]
        related = bool(before) and any(
            before[-1].end <= c.start < head.start for c in self.cues if c.cue.means in _RELATIONS
        )
        direct = bool(behind) and _BEHIND_SYSTEM.fullmatch(self.text, head.end, behind[0].start)
        chosen = behind[0] if direct and not related else before[-1] if before else behind[0] if behind else None
        if chosen is not None and head.means in ("pointing", "sought"):
            return _Areas(own[0].start, own[-1].end, tuple(dict.fromkeys(f for g in own for f in g.footprints)))
        if chosen is not None:
            also = [g for g in groups if g is not chosen and stands_before("ics", "also", self.text, g.start)]
            return _Areas(
                chosen.start,
                chosen.end,
                tuple(dict.fromkeys([*chosen.footprints, *(f for g in also for f in g.footprints)])),
            )
        if subject is not None:
            return subject
        if len(self.areas) == 1 and self.areas[0].start >= head.start and not self.sentence.passage.footprint_id:
            return self.areas[0]
        if self.areas and low:
            return None
        passage = self.sentence.passage
        begins_so = spoken_of and regex.match(r"\W*(?:It|They)\b", self.text)
        whole = passage.footprint_id if passage.attribution in ("profile", "document") else None
        owner = spoken_of if begins_so else whole or spoken_of
        return _Areas(0, 0, (owner,)) if owner else None

    def _is_said(self, head: _Head, owners: _Areas, standing: IcsStage) -> bool:
        """Whether a clause that names no area is about the one that the text is about: 'we', 'the partnership', a profile, a label."""
        if owners.end:
            return True
        if head.means != "programme" and head.means != "sought" and len(self.text) < _SHORT:
            return True
        if self.programme and self.sentence.passage.attribution == "profile":
            return True
        return any(c.cue.means == "own" and (c.start <= head.end or head.means == "devolution") for c in self.cues) or (
            standing == "candidate" and regex.match(r"\W*(?:Our|We)\b", self.text) is not None
        )

    def _is_aside(self, group: _Areas) -> bool:
        return stands_before("ics", "aside", self.text, group.start)

    def _add(self, footprint_id: str, status: IcsStage, head: _Head, low: int, high: int) -> None:
        words = self.text[low:high]
        start = low + len(words) - len(words.lstrip())
        self.collector.add(
            IcsStatus,
            self.sentence.passage.block,
            self.sentence.block_span(start, low + len(words.rstrip(" ,;"))),
            footprint_id=footprint_id,
            method="rule",
            extractor="ics_status.devolution" if status == "devolution" else "ics_status.sentence",
            status=status,
            programme=head.text if status == "devolution" else self._programme(),
        )

    def _programme(self) -> str | None:
        if self.programme is not None:
            return self.text[self.programme.start : self.programme.end]
        return self.topic.programme if self.topic else None

    def _refuse(self, cue: CueMatch) -> None:
        passage = self.sentence.passage
        self.collector.reject(
            "ics_status",
            passage.block,
            self.sentence.block_span(cue.start, cue.end),
            footprint_id=self.areas[0].footprints[0] if self.areas else passage.footprint_id,
            value_text=self.text[cue.start : cue.end],
            extractor="ics_status.sentence",
            reason=_NO_SUCH,
        )


def _joined_areas(sentence: Sentence) -> list[_Areas]:
    found: list[_Areas] = []
    for mention in sentence.footprints:
        if mention.footprint_id is None or mention.is_body:
            continue
        if found and _JOINED.fullmatch(sentence.text, found[-1].end, mention.start):
            last = found.pop()
            together = dict.fromkeys([*last.footprints, mention.footprint_id])
            found.append(_Areas(last.start, mention.end, tuple(together)))
        else:
            found.append(_Areas(mention.start, mention.end, (mention.footprint_id,)))
    return found


def _spoken_of(sentence: Sentence, before: Sequence[Sentence]) -> str | None:
    """The one footprint of the sentences before, where this one goes on about it ('It is in the second wave')."""
    if not _GOES_ON.search(sentence.text):
        return None
    for last in reversed(before):
        named = {m.footprint_id for m in named_footprints(last)}
        if named and last.passage.section == sentence.passage.section:
            return named.pop() if len(named) == 1 else None
    return None
