"""The notation of the corpus files: text with labelled spans, `Dr [P Jane Smith], [R Chair], [O Northmoor CCG]`.

A passage is kept as segments, pieces of text with or without a label, so that whatever changes the text afterwards
(noise, capitals, wrapped lines) cannot move a span away from its words.
"""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

LABELS = {"P": "PERSON", "O": "ORG", "R": "ROLE"}
_MARKED = re.compile(r"\[([POR]) ([^\]]+)\]")


class Segment(NamedTuple):
    text: str
    label: str | None = None


class Passage(NamedTuple):
    """Text with its entities as (start, end, label) in code points."""

    text: str
    entities: list[tuple[int, int, str]]


def parse(line: str) -> list[Segment]:
    """Segments of one line of a corpus file; `\\t` and `\\n` stand for a tab and a line break."""
    line = line.replace("\\t", "\t").replace("\\n", "\n")
    segments, done = [], 0
    for marked in _MARKED.finditer(line):
        if marked.start() > done:
            segments.append(Segment(line[done : marked.start()]))
        segments.append(Segment(marked[2], LABELS[marked[1]]))
        done = marked.end()
    if done < len(line):
        segments.append(Segment(line[done:]))
    return segments


def join(segments: list[Segment]) -> Passage:
    """Text and entities of segments; blanks at the edges of a labelled segment stay outside its entity."""
    text, entities = "", []
    for segment in segments:
        if segment.label and segment.text.strip():
            start = len(text) + len(segment.text) - len(segment.text.lstrip())
            entities.append((start, start + len(segment.text.strip()), segment.label))
        text += segment.text
    return Passage(text, entities)


def read_lines(name: str) -> Iterator[str]:
    """Lines of a data file of this package, without blank lines and comments."""
    for line in files("pipeline.ner_training").joinpath("data", name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            yield line
