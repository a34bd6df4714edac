"""The training corpus: templates filled with names, and hand-written sentences, in three parts that share no names.

train: templates_train and sentences_train, the latter several times with other names in them
dev:   the same templates and an eighth of the sentences, with names of the development part; chooses the best step
test:  templates_test and sentences_test, with names of the test part; nothing in them is seen in training
"""

import re
from collections.abc import Iterator
from random import Random
from zlib import crc32

from pipeline.ner_training.noise import weather
from pipeline.ner_training.notation import Passage, Segment, join, parse, read_lines
from pipeline.ner_training.prose import Prose
from pipeline.ner_training.vocabulary import Part, Vocabulary

SIZES: dict[Part, int] = {"train": 26_000, "dev": 1_000, "test": 2_000}
_PROSE_SHARE = 0.3
_SENTENCE_REPEATS = 10
_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_BODY_KINDS = {"ccg", "trust", "council", "national", "company", "local"}


def write_corpus(part: Part, seed: int = 0) -> list[Passage]:
    """All passages of a part, always the same for the same seed."""
    random = Random(f"{part} {seed}")
    writer = _Writer(Vocabulary(part, random), random)
    return list(_join_some(writer, _segments(part, writer), random))


def handwritten_test() -> list[Passage]:
    """The held-out hand-written sentences alone, exactly as written."""
    return [join(parse(line)) for line in read_lines("sentences_test.txt")]


def _segments(part: Part, writer: "_Writer") -> Iterator[list[Segment]]:
    templates = list(read_lines("templates_test.txt" if part == "test" else "templates_train.txt"))
    for number in range(SIZES[part]):
        yield writer.fill(templates[number % len(templates)])
        if writer.chance(_PROSE_SHARE):
            yield writer.prose()
    if part == "test":
        yield from (parse(line) for line in read_lines("sentences_test.txt"))
        return
    for line in read_lines("sentences_train.txt"):
        if (crc32(line.encode()) % 8 == 0) == (part == "dev"):
            yield parse(line)
            yield from (writer.rename(parse(line)) for _ in range(_SENTENCE_REPEATS - 1))


def _join_some(writer: "_Writer", all_segments: Iterator[list[Segment]], random: Random) -> Iterator[Passage]:
    """Weathered passages; some follow each other in one text, as lines of a page or sentences of a paragraph do."""
    passages = [weather(segments, random) for segments in all_segments]
    random.shuffle(passages)
    while passages:
        segments = passages.pop()
        while passages and random.random() < 0.35:
            segments = [*segments, Segment(random.choice([" ", " ", "\n", "\n", "\n\n", "\t"])), *passages.pop()]
        yield join(segments)


class _Writer:
    """Fills templates with labelled names."""

    def __init__(self, vocabulary: Vocabulary, random: Random) -> None:
        self._vocabulary = vocabulary
        self._random = random
        self._prose = Prose(random, vocabulary.slot)

    def chance(self, share: float) -> bool:
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
        if self.chance(0.5):
            segments = self._prose.vary(segments, 0.15)
        if segments and segments[0].label and self.chance(0.1):
            segments = [Segment(self._prose.lead_in() + " "), *segments]
        return segments

    def _renamed(self, segment: Segment) -> Segment:
        random, vocabulary = self._random, self._vocabulary
        if segment.label == "PERSON" and random.random() < 0.8:
            return Segment(vocabulary.name() if " " in segment.text else vocabulary.surname(), "PERSON")
        if segment.label == "ORG" and random.random() < 0.6:
            return Segment(vocabulary.abbreviation() if segment.text.isupper() else vocabulary.body(), "ORG")
        return segment

    def _slot(self, key: str) -> list[Segment]:
        vocabulary = self._vocabulary
        if key == "person":
            return self._person()
        if key in ("people", "people_bare"):
            return self._people(titles=key == "people")
        if key == "mr":
            return [Segment(vocabulary.title_before_surname() + " "), Segment(vocabulary.surname(), "PERSON")]
        if key == "surname":
            return [Segment(vocabulary.surname(), "PERSON")]
        if key == "given":
            return [Segment(vocabulary.given_name(), "PERSON")]
        if key == "org":
            return [Segment(vocabulary.body(), "ORG")]
        if key in _BODY_KINDS:
            return [Segment(vocabulary.body(key), "ORG")]
        if key == "abbr":
            return [Segment(vocabulary.abbreviation(), "ORG")]
        if key == "org_abbr":
            return self._body_with_abbreviation()
        if key == "role":
            return [Segment(self._in_some_case(vocabulary.role()), "ROLE")]
        if key == "role_lc":
            return [Segment(_lower(vocabulary.role()), "ROLE")]
        return [Segment(self._prose.fill("area" if key == "place" else key))]

    def _person(self, titles: bool = True) -> list[Segment]:
        random, vocabulary = self._random, self._vocabulary
        segments = [Segment(vocabulary.name(), "PERSON")]
        if titles and random.random() < 0.25:
            segments.insert(0, Segment(vocabulary.honorific() + " "))
        if titles and random.random() < 0.05:
            segments.append(Segment(random.choice([" ", " ", ", "]) + vocabulary.post_nominals()))
        return segments

    def _people(self, titles: bool) -> list[Segment]:
        random = self._random
        separator, last = random.choice(
            [(", ", " and "), (", ", " and "), (", ", ", "), (", ", "/"), ("/", "/"), ("; ", "; "), (", ", " & "), (", ", " or "), ("\n", "\n"), (".", "/"), (" / ", " / ")]
        )
        people = self._person(titles)
        for remaining in range(random.randint(1, 4), 0, -1):
            people += [Segment(last if remaining == 1 else separator), *self._person(titles)]
        return people

    def _body_with_abbreviation(self) -> list[Segment]:
        random, vocabulary = self._random, self._vocabulary
        name = vocabulary.body(random.choice(["trust", "trust", "ccg", "council", "national", "local"]))
        initials = "".join(word[0] for word in re.findall(r"[A-Za-z]\w+", name) if word not in ("and", "of", "the"))
        short = initials if len(initials) > 1 and random.random() < 0.7 else vocabulary.abbreviation()
        before, after = random.choice([(" (", ")"), (" (", ")"), (" (", ")"), ("\n\t(", ")"), (" (‘", "’)"), (" [", "]"), (" – ", "")])
        return [Segment(name, "ORG"), Segment(before), Segment(short, "ORG"), Segment(after)]

    def _in_some_case(self, role: str) -> str:
        chance = self._random.random()
        return _lower(role) if chance < 0.12 else role.upper() if chance < 0.15 else role


def _lower(role: str) -> str:
    """A title in lower case, its abbreviations left alone ("STP lead", "chief executive")."""
    return " ".join(word if word.isupper() else word.lower() for word in role.split(" "))
