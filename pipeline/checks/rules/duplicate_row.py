"""A name or number that stands twice in one table, and list items that two profiles share."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.dashboards import DashboardRow, dashboards, placed
from pipeline.checks.grids import Grid, grids
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.statements import statements
from pipeline.checks.wording import counted, listed

_NUMBERED = regex.compile(r"(?P<word>\p{L}[\p{L} ]{2,24}?)\s+(?P<number>\d{1,2})")
_ENOUGH = 5
"""Numbered rows that make a numbered table."""


class Shared(NamedTuple):
    """Items of one profile that an earlier one has, too."""

    footprint_id: str
    document_id: str
    other_footprint_id: str
    items: list[str]
    record_ids: list[str]


def within(corpus: Corpus) -> Iterator[Draft]:
    yield from _names(corpus)
    for document_id in corpus.sources:
        for page, text in corpus.pages.of(document_id).items():
            for grid in grids(document_id, page, text):
                yield from _numbers(corpus, grid, text)
    for shared in corpus.select(Shared, "duplicate_row"):
        yield _shared(corpus, shared)


def _numbers(corpus: Corpus, grid: Grid, text: str) -> Iterator[Draft]:
    """A number that two rows of a numbered table bear, as in "Solution 12", "Solution 12"."""
    numbered = [(row, match) for row in grid.rows if (match := _NUMBERED.fullmatch(row[0].text)) is not None]
    counts = Counter(int(match["number"]) for _, match in numbered)
    twice = [number for number, count in counts.items() if count > 1]
    if len(counts) < _ENOUGH or len(twice) != 1 or counts[twice[0]] > 2 or len({m["word"] for _, m in numbered}) > 1:
        return
    rows = [row for row, match in numbered if int(match["number"]) == twice[0]]
    name = rows[0][0].text
    titles = listed(f"“{next((cell.text for cell in row[1:] if cell.text), '')}”" for row in rows)
    yield Draft(
        footprint_id=corpus.footprint_at(grid.document_id, grid.page, grid.start),
        document_id=grid.document_id,
        message=f"“{name}” stands twice in the table on page {grid.page}: {titles}.",
        explanation=f"The other {counted(len(counts) - 1, 'number')} of the table stand once.",
        quotes=tuple(text[row[0].start : row[-1].end].strip() for row in rows),
        severity="warning",
        about=(name, titles),
    )


def _shared(corpus: Corpus, shared: Shared) -> Draft:
    own, other = corpus.footprint(shared.footprint_id), corpus.footprint(shared.other_footprint_id)
    return Draft(
        footprint_id=shared.footprint_id,
        document_id=shared.document_id,
        message=f"{len(shared.items)} focuses of {own} are those of {other}, word for word.",
        explanation=f"Both profiles have {listed(f'“{item}”' for item in shared.items)}, one after the other.",
        record_ids=tuple(shared.record_ids),
        quotes=corpus.quotes(statements(corpus, *shared.record_ids)),
        suggestion=f"One of the profiles may hold a copy of the other's list; {own}'s comes later.",
        severity="warning",
        about=(shared.other_footprint_id, *shared.items),
    )


def _names(corpus: Corpus) -> Iterator[Draft]:
    """Rows of a dashboard that bear one name."""
    for rows in dashboards(corpus):
        named: dict[str, list[DashboardRow]] = defaultdict(list)
        for row in rows:
            named[row.name.casefold()].append(row)
        for same in named.values():
            if len(same) > 1:
                yield _draft(corpus, rows, same)


def _draft(corpus: Corpus, rows: tuple[DashboardRow, ...], same: list[DashboardRow]) -> Draft:
    last = same[-1]
    values = [[score.value_text for score in row.scores] for row in same]
    differing = any(value != values[0] for value in values)
    places = listed(str(rows.index(row) + 1) for row in same)
    by_order = placed(corpus, rows).get(last)
    times = "twice" if len(same) == 2 else f"{len(same)} times"
    return Draft(
        footprint_id=last.footprint_id,
        document_id=last.document_id,
        message=f"“{last.name}” stands {times} in the dashboard on page {last.page}"
        + (", with different scores." if differing else "."),
        explanation=f"Rows {places} of {len(rows)} bear the same name"
        + ("; one of them must be somebody else's." if differing else "."),
        record_ids=tuple(score.record_id for row in same for score in row.scores),
        quotes=tuple(dict.fromkeys(row.text(corpus) for row in same)),
        suggestion=(
            f"Row {rows.index(last) + 1} stands in the alphabetical place of {corpus.footprint(by_order)}."
            if by_order
            else None
        ),
        severity=None if differing else "warning",
        about=(last.name,),
    )


RULE = Rule(
    name="duplicate_row",
    severity="error",
    meaning=(
        "Two rows of a dashboard bear the same name. It is a warning where their scores are the same too, where two "
        "rows of a numbered table bear one number, and where two profiles share several list items word for word."
    ),
    remedy="Look both up in the original; one was probably misread or copied.",
    example="Southshire stands in rows 9 and 10, with 91.0% in one and 91.2% in the other.",
    within=within,
)
