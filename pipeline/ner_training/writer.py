"""Fills templates with labelled names, and writes the prose around them."""

import re
from random import Random

from pipeline.ner_training.bodies import Bodies
from pipeline.ner_training.notation import Segment, parse
from pipeline.ner_training.parts import Part
from pipeline.ner_training.people import People
from pipeline.ner_training.prose import Prose
from pipeline.ner_training.roles import draw_role, in_lower_case, in_some_case
from pipeline.ner_training.surroundings import Surroundings

_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
# Between the names of a list, and before its last one.
_SEPARATORS = [
    *[(", ", " and ")] * 2,
    *[(", ", last) for last in (", ", "/", " & ", " or ")],
    *[(sign, sign) for sign in ("/", " / ", "; ", "\n")],
    (".", "/"),
]
# Around a body's abbreviation.
_BRACKETS = [*[(" (", ")")] * 3, ("\n\t(", ")"), (" (‘", "’)"), (" [", "]"), (" – ", "")]
_BODY_KINDS = {"ccg", "trust", "acute", "council", "national", "company", "local"}


class Writer:
    """Writes passages with the names of one part of the corpus."""

    def __init__(self, part: Part, random: Random) -> None:
        self._varies = part != "test"
        self._random = random
        self._people = People(part, random)
        surroundings = Surroundings(part, random, self._people)
        self._bodies = Bodies(part, random, surroundings.fill)
        self._prose = Prose(random, surroundings.slot)

    def chance(self, share: float) -> bool:
        """True in that share of all cases."""
        return self._random.random() < share

    def prose(self) -> list[Segment]:
        """One to four sentences in which nobody is named."""
        return [Segment(" ".join(self._prose.sentence() for _ in range(self._random.choice([1, 1, 1, 2, 3, 4]))))]

    def fill(self, template: str) -> list[Segment]:
        """Segments of a template with every choice made and every slot filled."""
        while choice := _CHOICE.search(template):
            template = template[: choice.start()] + self._random.choice(choice[1].split("|")) + template[choice.end() :]
        filled: list[Segment] = []
        for text, label in parse(template):
            done = 0
            for slot in _SLOT.finditer(text):
                filled.append(Segment(text[done : slot.start()], label))
                filled.extend(self._slot(slot[1]))
                done = slot.end()
            filled.append(Segment(text[done:], label))
        return self._varied([segment for segment in filled if segment.text])

    def rename(self, segments: list[Segment]) -> list[Segment]:
        """A hand-written sentence with most of its persons and bodies renamed."""
        return self._varied([self._renamed(segment) for segment in segments])

    def _varied(self, segments: list[Segment]) -> list[Segment]:
        """Other words around the names, so that no template is learnt by heart; the test part is left as written."""
        if not self._varies:
            return segments
        if self.chance(0.5):
            segments = self._prose.vary(segments, 0.15)
        if segments and segments[0].label and self.chance(0.1):
            segments = [Segment(self._prose.opening() + " "), *segments]
        return segments

    def _renamed(self, segment: Segment) -> Segment:
        random = self._random
        if segment.label == "PERSON" and random.random() < 0.8:
            return Segment(self._people.name() if " " in segment.text else self._people.surname(), "PERSON")
        if segment.label == "ORG" and random.random() < 0.6:
            return Segment(self._bodies.abbreviation() if segment.text.isupper() else self._bodies.name(), "ORG")
        return segment

    def _slot(self, key: str) -> list[Segment]:
        if key == "person":
            return self._titled()
        if key in ("people", "people_bare"):
            return self._list_of_people(titles=key == "people")
        if key == "mr":
            return [Segment(self._people.title_before_surname() + " "), Segment(self._people.surname(), "PERSON")]
        if key == "surname":
            return [Segment(self._people.surname(), "PERSON")]
        if key == "given":
            return [Segment(self._people.given_name(), "PERSON")]
        if key == "org":
            return [Segment(self._bodies.name(), "ORG")]
        if key in _BODY_KINDS:
            return [Segment(self._bodies.name(key), "ORG")]
        if key == "abbr":
            return [Segment(self._bodies.abbreviation(), "ORG")]
        if key == "org_abbr":
            return self._body_with_abbreviation()
        if key == "role":
            return [Segment(in_some_case(draw_role(self._random), self._random), "ROLE")]
        if key == "role_lc":
            return [Segment(in_lower_case(draw_role(self._random)), "ROLE")]
        return [Segment(self._prose.fill("area" if key == "place" else key))]

    def _titled(self, titles: bool = True) -> list[Segment]:
        random = self._random
        segments = [Segment(self._people.name(), "PERSON")]
        if titles and random.random() < 0.25:
            segments.insert(0, Segment(self._people.honorific() + " "))
        if titles and random.random() < 0.05:
            segments.append(Segment(random.choice([" ", " ", ", "]) + self._people.post_nominals()))
        return segments

    def _list_of_people(self, titles: bool) -> list[Segment]:
        random = self._random
        separator, last = random.choice(_SEPARATORS)
        people = self._titled(titles)
        for remaining in range(random.randint(1, 4), 0, -1):
            people += [Segment(last if remaining == 1 else separator), *self._titled(titles)]
        return people

    def _body_with_abbreviation(self) -> list[Segment]:
        random = self._random
        name = self._bodies.name(random.choice(["trust", "trust", "ccg", "council", "national", "local"]))
        words = re.findall(r"[A-Za-z]\w+", name)
        initials = "".join(word[0] for word in words if word not in ("and", "of", "the"))
        short = initials if len(initials) > 1 and random.random() < 0.7 else self._bodies.abbreviation()
        before, after = random.choice(_BRACKETS)
        return [Segment(name, "ORG"), Segment(before), Segment(short, "ORG"), Segment(after)]
