"""Tables as extractors see them: consecutive rows with header, caption, unit and numbers. Rows are TAB-separated or piped lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractors.blocks import Block
from extractors.labelled import label_meaning
from extractors.sections import Passage

_NUMBER = regex.compile(
    r"(?P<open>\()?\s?(?P<minus>-|\u2013)?\s?(?P<currency>£)?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<unit>k|m|mn|bn|million|billion)?\s?(?P<close>\))?(?P<percent>%)?(?P<words>\s[A-Za-z][A-Za-z ]{2,44})?",
    regex.IGNORECASE,
)
_EMPTY = regex.compile(r"[-\u2013\u2014.\s]*")
"""A cell that states nothing: blank, or a dash."""
_AMOUNT = regex.compile(r"£\s?\d")
_THOUSANDS = regex.compile(r"£?\s?'\s?000s?|\b000s\b|£\s?k\b|\bthousands?\b|£\s?0{3}\b", regex.IGNORECASE)
_MILLIONS = regex.compile(r"£\s?'?\s?m(?:n|illions?)?\b|\(\s?m\s?\)|\bmillions?\b", regex.IGNORECASE)
_FACTORS = {
    "k": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}


@dataclass(frozen=True)
class Number:
    """A numeric cell at block.text[start:end]; `factor` is 0 when the cell prints no unit of its own."""

    start: int
    end: int
    text: str
    value: Decimal
    decimals: int
    factor: int
    is_percent: bool
    is_bracketed: bool
    has_pound: bool
    words: str = ""
    """What the cell says behind the figure: 'saving', 'Additional Cost'."""


@dataclass(frozen=True)
class Row:
    """A body row: its label (leftmost words) and its numeric cells by column index."""

    passage: Passage
    label: str
    numbers: dict[int, Number]

    @property
    def block(self) -> Block:
        return self.passage.block


@dataclass(frozen=True)
class Table:
    """Header texts by column, the words above the table, the unit (1000, 1000000, or None when no unit is printed), and the body."""

    caption: str
    header: dict[int, str]
    header_rows: tuple[Passage, ...]
    unit: int | None
    rows: tuple[Row, ...]

    @property
    def words(self) -> str:
        return " ".join([self.caption, *self.header.values()])


def numeric_cell(block: Block, index: int) -> Number | None:
    """The number that a cell consists of, or None when it holds anything else."""
    start, end = block.cells[index]
    text = block.text[start:end].strip()
    match = _NUMBER.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    if match["words"] and not match["currency"]:
        return None
    digits = match["number"].replace(",", "")
    value = Decimal(digits)
    if match["open"] or match["minus"]:
        value = -value
    offset = start + block.text[start:end].index(text)
    return Number(
        offset, offset + len(text), text, value, len(digits.split(".")[1]) if "." in digits else 0,
        _FACTORS[match["unit"].casefold()] if match["unit"] else 0, bool(match["percent"]), bool(match["open"]), bool(match["currency"]),
        (match["words"] or "").strip(),
    )  # fmt: skip


def find_tables(passages: Sequence[Passage]) -> Iterator[Table]:
    """Runs of rows with at least one numeric row; a new header within a run begins a new table."""
    run: list[Passage] = []
    before: list[Passage] = []
    for passage in [*passages, None]:
        if passage is not None and passage.block.is_row and (not run or _goes_on(run[-1].block, passage.block)):
            run.append(passage)
            continue
        if run:
            yield from _split(run, before)
            before, run = run[-1:], []
        if passage is not None and passage.block.is_row:
            run.append(passage)
        elif passage is not None:
            before = [*before[-2:], passage]


def _goes_on(above: Block, below: Block) -> bool:
    """Whether two rows are of one table: those at a page's end and the next one's head where they have as many cells."""
    return above.page is below.page or (above.page.wraps is not None and len(above.cells) == len(below.cells))


def _numbers(block: Block) -> dict[int, Number]:
    return {i: n for i in range(len(block.cells)) if (n := numeric_cell(block, i)) is not None}


def _split(run: Sequence[Passage], before: Sequence[Passage]) -> Iterator[Table]:
    # a sentence that only goes on from the page before is no caption
    caption = " ".join(p.block.text for p in before if len(p.block.text) <= 140 and not p.block.text[0].islower())
    header: list[Passage] = []
    body: list[Row] = []
    for passage in run:
        numbers = _numbers(passage.block)
        label = _label(passage.block)
        is_header = (
            not numbers
            and not (label and len(passage.block.cells) == 1)
            and not (header and _AMOUNT.search(passage.block.text))
        ) or (bool(numbers) and _all_years(passage.block, numbers))
        if body and any(passage.block.text == above.block.text for above in header):
            continue  # the header, printed again where the table goes on: its other rows may not be
        filled = [i for i in range(len(passage.block.cells)) if not _EMPTY.fullmatch(passage.block.cell(i))]
        if is_header and body and (len([i for i in filled if i > 0]) >= 2):
            yield _table(caption, header, body)
            header, body = [], []
        if is_header and not body:
            header.append(passage)
        else:
            if not body and _are_key_facts(header):
                header = []
            body.append(Row(passage, label, numbers))
    if body:
        yield _table(caption, header, body)


def _are_key_facts(header: Sequence[Passage]) -> bool:
    """Whether rows above the first with a figure are pairs of a label and its value, so that none is the header of the figure."""
    filled = [[p.block.cell(i) for i in range(len(p.block.cells)) if p.block.cell(i)] for p in header]
    if any(len(cells) != 2 or not p.block.cell(0) for cells, p in zip(filled, header, strict=True)):
        return False
    return len(header) > 1 or any(label_meaning(cells[0]) not in (None, "gap", "capital") for cells in filled)


def _all_years(block: Block, numbers: dict[int, Number]) -> bool:
    return all(2000 <= abs(n.value) <= 2035 and n.text.isdigit() for n in numbers.values())


def _label(block: Block) -> str:
    words: list[str] = []
    for index in range(len(block.cells)):
        text = block.cell(index)
        if text and numeric_cell(block, index) is None and not regex.fullmatch(r"[-\u2013]+", text):
            if words and len(text) > 60:
                break
            words.append(text)
        elif words or numeric_cell(block, index) is not None:
            break
    return " ".join(words[:2])


def _table(caption: str, header_rows: Sequence[Passage], body: Sequence[Row]) -> Table:
    header: dict[int, str] = {}
    for passage in header_rows[-4:]:
        for index in range(len(passage.block.cells)):
            if text := passage.block.cell(index):
                header[index] = f"{header.get(index, '')} {text}".strip()
    words = " ".join([caption, *header.values(), *(p.block.text for p in header_rows)])
    unit = 1_000 if _THOUSANDS.search(words) else 1_000_000 if _MILLIONS.search(words) else None
    return Table(caption, header, tuple(header_rows), unit, tuple(body))
