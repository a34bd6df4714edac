"""Tables in canonical text, and the numbers in their cells.

A row of a table is one line with its cells between tabs (or Markdown pipes). Nothing here knows what a table is about.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import regex

_PIPE_RULE = regex.compile(r"[\s|:-]+$")
_CELL_NUMBER = regex.compile(
    r"(?P<open>\()?\s*(?P<minus>[-–])?\s*(?P<pound>£)?\s*(?<![\w.,])"
    r"(?P<digits>\d{1,3}(?:,\d{3})++(?:\.\d++)?|\d++(?:\.\d++)?)"
    r"\s*(?P<unit>bn|billion|m|million|k|%)?(?![\w.])\s*(?P<close>\))?",
    flags=regex.IGNORECASE,
)
_ELSEWHERE = regex.compile(r"(?i)included\s+(?:in|within|above)")
_ADVERSE = regex.compile(r"(?i)\b(?:additional|added|extra)\s+cost")
_UNITS = {"bn": 10**9, "billion": 10**9, "m": 10**6, "million": 10**6, "k": 1000}


@dataclass(frozen=True)
class Number:
    """What a cell says. `precision` is the size of the last printed digit's place; money in pounds where it says so."""

    value: Decimal
    precision: Decimal
    percent: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell with its place on the page, without the spaces around it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Grid:
    """A run of table rows on one page, from `start` to `end`. Rows may differ in length."""

    document_id: str
    page: int
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def start(self) -> int:
        return self.rows[0][0].start

    @property
    def end(self) -> int:
        return self.rows[-1][-1].end


def grids(document_id: str, page: int, text: str) -> Iterator[Grid]:
    """The tables of a page, in order: two or more table rows with nothing between them."""
    if "\t" not in text and "|" not in text:
        return
    rows: list[tuple[Cell, ...]] = []
    position = 0
    for line in text.split("\n"):
        cells = tuple(_cells(line, position)) if "\t" in line or "|" in line else ()
        if cells:
            rows.append(cells)
        elif rows and not (line.strip() and _PIPE_RULE.match(line)):
            if len(rows) > 1:
                yield Grid(document_id, page, tuple(rows))
            rows = []
        position += len(line) + 1
    if len(rows) > 1:
        yield Grid(document_id, page, tuple(rows))


def _cells(line: str, position: int) -> Iterator[Cell]:
    """The cells of a line; none where it is no table row."""
    if "\t" in line:
        separator = "\t"
    elif line.lstrip().startswith("|") and line.count("|") > 1:
        if _PIPE_RULE.match(line):
            return
        separator = "|"
    else:
        return
    pieces = line.split(separator)
    offset = position
    for index, piece in enumerate(pieces):
        outer = separator == "|" and index in (0, len(pieces) - 1) and not piece.strip()
        if not outer:
            start = offset + len(piece) - len(piece.lstrip())
            yield Cell(piece.strip(), start, start + len(piece.strip()))
        offset += len(piece) + 1


@lru_cache(maxsize=4096)
def number(text: str) -> Number | None:
    """The number that a cell holds: brackets and "additional cost" make it negative, several amounts are added up.

    None for words, for a dash, and for an amount that is said to be counted elsewhere in the table. A bare number
    counts only where it is all that the cell holds; among words an amount shows by its pound sign.
    """
    if _ELSEWHERE.search(text):
        return None
    found = list(_CELL_NUMBER.finditer(text))
    bare = len(found) == 1 and not regex.sub(r"[\s()£%-]", "", text.replace(found[0].group(), "", 1))
    if not bare:
        found = [match for match in found if match["pound"]]
    if not found:
        return None
    unit = next((match["unit"] for match in found if match["unit"]), None)
    parts = [_value(match, unit) for match in found]
    sign = -1 if _ADVERSE.search(text) and all(part.value > 0 for part in parts) else 1
    total = sum((part.value for part in parts), Decimal(0))
    return Number(sign * total, max(part.precision for part in parts), parts[0].percent)


def _value(match: regex.Match[str], unit: str | None) -> Number:
    """One number with its sign; one without a unit takes that of its neighbour in the cell."""
    digits = match["digits"].replace(",", "")
    own = (match["unit"] or unit or "").lower()
    factor = _UNITS.get(own, 1)
    decimals = len(digits.partition(".")[2])
    negative = match["minus"] or (match["open"] and match["close"])
    return Number(
        Decimal(digits) * factor * (-1 if negative else 1), Decimal(factor) / 10**decimals, percent=own == "%"
    )
