"""Table cells whose number and label do not belong together."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.grids import Cell, grids
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import counted

_PAIR = r"(?P<kind>\p{L}[\p{L} ]{2,30}?)\s*(?P<number>\d{1,2})\s*[-–:]\s*(?P<label>\p{L}[\p{L} ,'’-]{2,60})"
_CELL = regex.compile(_PAIR)
_LEGEND = regex.compile(rf"^[ \t]*(?:[-•›*–·]\s*)?{_PAIR}\s*$", regex.MULTILINE)
_ENOUGH = 4
"""Rows that must agree on what a number means where no legend says it."""


class Pair(NamedTuple):
    """A cell such as "Category 2 - advanced", with the first cell of its row."""

    kind: str
    number: int
    label: str
    page: int
    row: Cell
    cell: Cell


def within(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        pairs: dict[str, list[Pair]] = defaultdict(list)
        legends: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
        for page, text in corpus.pages.of(document_id).items():
            for pair in _pairs(document_id, page, text):
                pairs[pair.kind].append(pair)
        for text in corpus.pages.of(document_id).values() if pairs else ():
            for entry in _LEGEND.finditer(text):
                legends[_key(entry["kind"])][int(entry["number"])] = (_key(entry["label"]), entry.group().strip())
        for kind, found in pairs.items():
            yield from _mismatches(corpus, document_id, found, legends.get(kind, {}))


def _pairs(document_id: str, page: int, text: str) -> Iterator[Pair]:
    for grid in grids(document_id, page, text):
        for row in grid.rows:
            for cell in row[1:]:
                if (match := _CELL.fullmatch(cell.text)) is not None:
                    yield Pair(_key(match["kind"]), int(match["number"]), _key(match["label"]), page, row[0], cell)


def _key(words: str) -> str:
    return " ".join(words.casefold().split())


def _mismatches(
    corpus: Corpus, document_id: str, pairs: list[Pair], legend: dict[int, tuple[str, str]]
) -> Iterator[Draft]:
    """The cells that contradict the legend, or the use of most rows where there is no legend."""
    meaning = {number: label for number, (label, _) in legend.items()} or _usual(pairs)
    for pair in pairs:
        if meaning.get(pair.number, pair.label) == pair.label:
            continue
        text = corpus.pages.text(document_id, pair.page)
        others = sum(other.number == pair.number and other.label == meaning[pair.number] for other in pairs)
        right = [number for number, label in meaning.items() if label == pair.label]
        name = pair.row.text
        basis = "By the legend" if legend else f"In {counted(others, 'other row')}"
        yield Draft(
            footprint_id=_footprint(corpus, document_id, pair),
            document_id=document_id,
            message=(
                f"“{name}” is in {pair.kind} {pair.number} but labelled “{pair.label}”; "
                f"{pair.kind} {pair.number} is “{meaning[pair.number]}”."
            ),
            explanation=(
                f"{basis} {pair.kind} {pair.number} means “{meaning[pair.number]}”"
                + (f" and “{pair.label}” is {pair.kind} {right[0]}." if right else f"; “{pair.label}” has no number.")
            ),
            record_ids=_records(corpus, document_id, pair),
            quotes=(text[pair.row.start : pair.cell.end], *(line for _, line in legend.values())),
            suggestion=(
                f"Either the number should be {right[0]} or the label “{meaning[pair.number]}”." if right else None
            ),
            about=(name, pair.cell.text),
        )


def _usual(pairs: list[Pair]) -> dict[int, str]:
    """What most rows mean by each number."""
    usual = {}
    for number in {pair.number for pair in pairs}:
        (label, count), *_ = Counter(pair.label for pair in pairs if pair.number == number).most_common(1)
        if count >= _ENOUGH:
            usual[number] = label
    return usual


def _footprint(corpus: Corpus, document_id: str, pair: Pair) -> str | None:
    """The footprint that the row was resolved to."""
    query = """
        SELECT any_value(footprint_id) FROM dashboard_scores
        WHERE document_id = ? AND page = ? AND char_start BETWEEN ? AND ?
    """
    place = [document_id, pair.page, pair.row.start, pair.cell.end]
    (footprint_id,) = corpus.con.execute(query, place).fetchall()[0]
    return str(footprint_id) if footprint_id else None


def _records(corpus: Corpus, document_id: str, pair: Pair) -> tuple[str, ...]:
    """The dashboard records that quote the cell."""
    query = """
        SELECT record_id FROM dashboard_scores
        WHERE document_id = ? AND page = ? AND char_start < ? AND ? < char_end AND char_start >= ?
          AND (value = ? OR lower(value_text) LIKE '%' || ?)
        ORDER BY char_start, record_id
    """
    place = [document_id, pair.page, pair.cell.end, pair.cell.start, pair.row.start, pair.number, pair.label]
    return tuple(record_id for (record_id,) in corpus.con.execute(query, place).fetchall())


RULE = Rule(
    name="category_label_mismatch",
    severity="error",
    meaning="A cell gives a number and a label that do not belong together by the table's legend, or its other rows.",
    remedy="Look the row up in the original; number and label cannot both be right.",
    example="“Category 3 - outstanding” where the legend has “Category 3: making progress”.",
    within=within,
)
