"""The training corpus: templates filled with names, and hand-written sentences, in three parts that share no names.

train: templates_train and sentences_train, the latter several times with other names in them
dev:   the same templates and an eighth of the sentences, with names of the development part; chooses the best step
test:  templates_test and sentences_test, with names of the test part; nothing in them is seen in training
"""

from collections.abc import Iterator
from random import Random
from zlib import crc32

from pipeline.ner_training.noise import weather
from pipeline.ner_training.notation import Passage, Segment, join, parse, read_lines
from pipeline.ner_training.parts import Part
from pipeline.ner_training.writer import Writer

SIZES: dict[Part, int] = {"train": 20_000, "dev": 1_000, "test": 2_000}
_PROSE_SHARE = 0.2
_SENTENCE_REPEATS = 8


def write_corpus(part: Part, seed: int = 0, variant: int = 0, size: int | None = None) -> list[Passage]:
    """All passages of a part, always the same for the same seed and variant (another variant has other names).

    `size` is the number of passages made from templates, `SIZES` if not given; the hand-written ones come on top.
    """
    random = Random(f"{part} {seed} {variant}")  # noqa: S311  to be repeated, not to be secret
    writer = Writer(part, random)
    return list(_join_some(writer, _segments(part, writer, size or SIZES[part]), random))


def handwritten_test() -> list[Passage]:
    """The held-out hand-written sentences alone, exactly as written."""
    return [join(parse(line)) for line in read_lines("sentences_test.txt")]


def _segments(part: Part, writer: Writer, size: int) -> Iterator[list[Segment]]:
    templates = list(read_lines("templates_test.txt" if part == "test" else "templates_train.txt"))
    for number in range(size):
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


def _join_some(writer: Writer, all_segments: Iterator[list[Segment]], random: Random) -> Iterator[Passage]:
    """Weathered passages; some follow each other in one text, as lines of a page or sentences of a paragraph do."""
    passages = [weather(segments, random) for segments in all_segments]
    random.shuffle(passages)
    while passages:
        segments = passages.pop()
        while passages and random.random() < 0.35:
            segments = [*segments, Segment(random.choice([" ", " ", "\n", "\n", "\n\n", "\t"])), *passages.pop()]
        yield join(segments)
