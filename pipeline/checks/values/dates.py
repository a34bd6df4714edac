"""Dates that cannot be: one out of the order of its list, and financial years that run backwards."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import regex

from extractors.patterns import keyed
from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.wording import listed

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_DATED = regex.compile(
    rf"(?i)^[ \t]*(?:[-•›*–·▪|][ \t]*)?(?P<date>(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ]+)?"
    rf"(?P<month>{_MONTH})(?:[ ]*(?:/|and|to|-|–)[ ]*{_MONTH})?[ ]+(?P<year>20\d\d))\b(?![/\d])"
)
_BACKWARDS = regex.compile(r"(?<![\d/.-])20(?P<first>\d\d)/(?P<second>\d\d)(?![\d/.-])")
_DAY_IN_YEAR = keyed(rf"(?i)\b\d{{1,2}}(?:st|nd|rd|th)?[ ]+{_MONTH}[ ]+20\d\d/\d\d\b")
_LAST_MONTH = 12
"""A second number up to this may be a month."""
_ENOUGH, _BETWEEN = 4, 3
"""Dated lines that make a list, and lines without a date that may stand between two of them."""


class Dated(NamedTuple):
    """A line that begins with a date; `place` sorts."""

    start: int
    end: int
    written: str
    place: tuple[int, int, int]

    def moved(self, years: int) -> tuple[int, int, int]:
        """The date so many years later."""
        return self.place[0] + years, *self.place[1:]


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        for page, text in corpus.pages.of(document_id).items():
            for dates in _lists(text):
                yield from _out_of_order(corpus, document_id, page, dates)
        yield from _impossible_years(corpus, document_id)


def _lists(text: str) -> Iterator[list[Dated]]:
    """Runs of lines that begin with a date."""
    run: list[Dated] = []
    position, since = 0, 0
    for line in text.split("\n"):
        if "20" in line and (match := _DATED.match(line)) is not None:
            month = _MONTHS.index(match["month"][:3].casefold()) + 1
            place = int(match["year"]), month, int(match["day"] or 0)
            run.append(Dated(position + match.start("date"), position + len(line.rstrip()), match["date"], place))
            since = 0
        elif line.strip():
            since += 1
            if since > _BETWEEN and run:
                yield run
                run = []
        position += len(line) + 1
    if run:
        yield run


def _out_of_order(corpus: Corpus, document_id: str, page: int, dates: list[Dated]) -> Iterator[Draft]:
    """The one place where a list in order of time goes back by less than a year, as a slip in a year makes it."""
    falls = [(index, a, b) for index, (a, b) in enumerate(pairwise(dates)) if _before(b, a)]
    if len(dates) < _ENOUGH or len(falls) != 1:
        return
    index, early, late = falls[0]
    previous = dates[index - 1].place if index else (0, 0, 0)
    following = dates[index + 2].place if index + 2 < len(dates) else (9999, 0, 0)
    fitting = []
    if previous <= early.moved(-1) <= late.place:
        fitting.append(f"{early.written.rpartition(' ')[0]} {early.place[0] - 1}")
    if early.place <= late.moved(1) <= following:
        fitting.append(f"{late.written.rpartition(' ')[0]} {late.place[0] + 1}")
    if not fitting:
        return
    text = corpus.pages.text(document_id, page)
    yield Draft(
        footprint_id=corpus.footprint_at(document_id, page, early.start),
        document_id=document_id,
        message=f"In a list of dates {early.written} stands before {late.written}.",
        explanation=f"The other {len(dates) - 2} dates of the list are in order.",
        quotes=tuple(text[date.start : date.end] for date in (early, late)),
        suggestion=f"It would be in order with {listed(fitting, 'or')}.",
    )


def _before(one: Dated, other: Dated) -> bool:
    """Whether one date is before the other; a month alone is before none of its days."""
    if 0 in (one.place[2], other.place[2]):
        return one.place[:2] < other.place[:2]
    return one.place < other.place


def _impossible_years(corpus: Corpus, document_id: str) -> Iterator[Draft]:
    """Years such as "2018/17", and a day that is dated with a financial year; one finding for a document."""
    found: list[tuple[str | None, str, str]] = []
    for page, text in corpus.pages.of(document_id).items():
        wrong = [m for m in _BACKWARDS.finditer(text) if int(m["first"]) > int(m["second"]) > _LAST_MONTH]
        for match in sorted([*wrong, *_DAY_IN_YEAR.finditer(text)], key=lambda match: match.start()):
            passage = corpus.passage(document_id, page, match.start(), match.end())
            found.append((corpus.footprint_at(document_id, page, match.start()), match.group(), passage))
    if found:
        written = list(dict.fromkeys(f"“{words}”" for _, words, _ in found))
        yield Draft(
            footprint_id=found[0][0],
            document_id=document_id,
            message=f"{listed(written)} {'is no year or date' if len(written) == 1 else 'are no years or dates'}.",
            explanation="A financial year ends in the year after it begins, and a day lies in one calendar year.",
            quotes=tuple(dict.fromkeys(passage for *_, passage in found)),
            severity="info",
            about=tuple(written),
        )
