"""Footprints side by side: tables whose columns or rows are footprints, and lists such as 'Area; gap; capital' with an entry for each.

A figure belongs to the footprint of its column or row; what it is about is said by the other heading, else by the caption.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import regex

from extractors.blocks import Block
from extractors.collect import Collector
from extractors.cues import Cue, find_cues, nearest_meaning
from extractors.gazetteer import footprint_matcher
from extractors.mentions.footprints import footprint_of_title
from extractors.mentions.money import Money, find_headed_money, find_money, unit_of_heading
from extractors.mentions.years import find_years, is_cumulative
from extractors.patterns import keyed
from extractors.records.amounts import amount_columns
from extractors.sections import Passage
from schemas.records import CapitalRequirement, FinancialGap, Funding, Saving
from schemas.types import Component, FundingKind, Scenario

_ALL_OF_IT = "(health and social care)"
_LONGEST_CAPTION = 240
_PART_OF_IT = regex.compile(r"^\W*(?:o/w|of which|incl(?:uding|\.)?|thereof|share of)\b", regex.IGNORECASE)
"""The header of a column that is a part of the column before it: 'Gap | of which social care'."""
_OF_FOOTPRINTS = regex.compile(r"\W*(?:STPs?|footprints?|systems?|plans?|areas?|partnerships?)\b", regex.IGNORECASE)
"""What stands over a column of footprints' names."""
_ABBREVIATION = regex.compile(r"[A-Z][A-Z&]{1,5}")
_SCHEMES = regex.compile(
    r"\b(?:schemes?|projects?|sites?|buildings?|what for|for what|purpose|proposals?)\b", regex.IGNORECASE
)
"""The header of a column that says what each amount beside it was asked for: such a table is of capital."""
_WITHDRAWN = regex.compile(r"\b(?:withdrawn|not submitted|not pursued|dropped|abandoned|cancelled)\b", regex.IGNORECASE)
_REQUEST = Cue("capital_requirements", keyed("request"), "a sum asked for a scheme")
_SEPARATOR = regex.compile(r"\s?;\s|\s\|\s")


@dataclass(frozen=True)
class _Line:
    """A row of the comparison: its block and its cells as (start, end) into the block's text."""

    passage: Passage
    cells: tuple[tuple[int, int], ...]

    @property
    def block(self) -> Block:
        return self.passage.block

    def text(self, index: int) -> str:
        if index >= len(self.cells):
            return ""
        return self.block.text[slice(*self.cells[index])].strip(" \u2013-")


def extract_comparisons(passages: Sequence[Passage], collector: Collector) -> set[tuple[int, int]]:
    """Money of every comparison. Returns (block id, offset) of the characters of every cell that was read."""
    taken: set[tuple[int, int]] = set()
    for caption, lines in _runs(passages):
        columns = next((c for line in lines[:2] if len(set((c := _footprints(line)).values())) >= 2), None)
        named = _named_rows(lines)
        if columns is not None:
            caption = f"{caption} {_ALL_OF_IT}" if _has_both_parts(lines) else caption
            for line in lines:
                for column, footprint_id in columns.items():
                    taken |= _read(line, column, footprint_id, line.text(0), caption, collector)
        elif len({footprint_id for _, footprint_id in named.values()}) >= 2 or (
            named and min(named) and _OF_FOOTPRINTS.match(lines[min(named) - 1].text(0))
        ):
            head = lines[: min(named)]
            metrics = _metrics(head, max(len(line.cells) for line in lines))
            requests = _requests(metrics)
            for index, (name, footprint_id) in named.items():
                for column in range(name + 1, len(lines[index].cells)):
                    metric = metrics[column]
                    if column in requests:
                        taken |= _read_request(lines[index], column, footprint_id, metric, requests[column], collector)
                    else:
                        taken |= _read(lines[index], column, footprint_id, metric, caption, collector)
    return taken


def _requests(metrics: Sequence[str]) -> dict[int, int]:
    """The columns of what was asked for, each with the column that says what for; none in a table that is not of schemes."""
    schemes = next((c for c, metric in enumerate(metrics) if _SCHEMES.search(metric)), None)
    if schemes is None:
        return {}
    return {c: schemes for c, m in enumerate(metrics) if any(x.cue.means == "requests" for x in find_cues("list", m))}


def _metrics(head: Sequence[_Line], count: int) -> list[str]:
    """What stands over each column; a part of the column before it says whose part it is: 'Gap | of which social care'."""
    metrics = [" ".join(line.text(column) for line in head).strip() for column in range(count)]
    whole = 0
    for column, metric in enumerate(metrics):
        if not _PART_OF_IT.match(metric):
            whole = column
        elif whole:
            if nearest_meaning("component", metric, 0, 0) == "social_care" and _ALL_OF_IT not in metrics[whole]:
                metrics[whole] += f" {_ALL_OF_IT}"
            metrics[column] = f"{metric} {metrics[whole].removesuffix(_ALL_OF_IT)}"
    return metrics


def _named_rows(lines: Sequence[_Line]) -> dict[int, tuple[int, str]]:
    """The rows that are a footprint's: the cell that names it, the first or behind a number the second, and the footprint."""
    found = {}
    for index, line in enumerate(lines):
        name = 1 if regex.fullmatch(r"\d{1,2}[.)]?", line.text(0)) else 0
        if footprint_id := footprint_of_title(line.text(name)):
            found[index] = name, footprint_id
    if found:
        # among others a bare abbreviation is a footprint too, though elsewhere it means something else: 'NEL'
        for index, line in enumerate(lines):
            if index not in found and _ABBREVIATION.fullmatch(line.text(0)):
                spelled = next(iter(footprint_matcher().find(f"{line.text(0)} STP")), None)
                if spelled is not None and spelled.name.footprint_id:
                    found[index] = 0, spelled.name.footprint_id
    return found


def _has_both_parts(lines: Sequence[_Line]) -> bool:
    """Whether health and social care have a row each, so that a total is of both."""
    parts = {nearest_meaning("component", line.text(0), 0, 0) for line in lines}
    return {"health", "social_care"} <= parts


def _footprints(line: _Line) -> dict[int, str]:
    """The footprint that each cell of a row consists of, the first cell left out."""
    return {i: f for i in range(1, len(line.cells)) if (f := footprint_of_title(line.text(i)))}


def _runs(passages: Sequence[Passage]) -> Iterator[tuple[str, list[_Line]]]:
    """Rows of one table, or lines cut by the same mark into as many parts, with the short line above them."""
    run: list[_Line] = []
    before = caption = ""
    for passage in [*passages, None]:
        line = _line(passage) if passage is not None and not passage.is_snippet else None
        fits = line is not None and (not run or _alike(run[-1], line))
        if run and not fits:
            if len(run) >= 2:
                yield caption, run
            run = []
        if line is not None:
            caption = caption if run else before
            run.append(line)
        elif passage is not None:
            before = passage.block.text if len(passage.block.text) <= _LONGEST_CAPTION else ""


def _line(passage: Passage) -> _Line | None:
    block = passage.block
    if block.is_row:
        return _Line(passage, block.cells)
    if len(block.text) > 200:
        return None
    cuts = [0, *(x for m in _SEPARATOR.finditer(block.text) for x in m.span()), len(block.text)]
    cells = tuple(zip(cuts[::2], cuts[1::2], strict=True))
    return _Line(passage, cells) if len(cells) >= 2 else None


def _alike(one: _Line, other: _Line) -> bool:
    if one.block.is_row or other.block.is_row:
        return one.block.is_row and other.block.is_row and one.block.page is other.block.page
    return abs(len(one.cells) - len(other.cells)) <= 1


def _read(
    line: _Line, column: int, footprint_id: str, metric: str, caption: str, collector: Collector
) -> set[tuple[int, int]]:
    text = line.text(column)
    if not any(c.isdigit() for c in text) or len(text) > 90:
        return set()
    start, end = line.cells[column]
    cue = _about(f"{metric} {text}") or _about(caption)
    if cue is None or cue.means == "nothing":
        return set()
    amounts = _amounts(line.block.text[start:end], f"{caption} {metric}")
    for money in amounts:
        words = _own_words(line.block.text[start:end], money, amounts)
        _add(line.block, (start, end), footprint_id, cue, money, (words, metric, caption), collector)
    return {(id(line.block), offset) for offset in range(start, end)} if amounts else set()


def _about(words: str) -> Cue | None:
    found = find_cues("money", words)
    return max(found, key=lambda c: c.cue.weight).cue if found else None


def _read_request(
    line: _Line, column: int, footprint_id: str, metric: str, schemes: int, collector: Collector
) -> set[tuple[int, int]]:
    """The amount that a footprint asked for a scheme, in a table of schemes; none where it was withdrawn or is a body's."""
    start, end = line.cells[column]
    cells = {(id(line.block), offset) for offset in range(start, end)}
    amounts = _amounts(line.block.text[start:end], metric)
    is_withdrawn = any(_WITHDRAWN.search(line.text(i)) for i in range(len(line.cells)))
    if len(amounts) != 1 or is_withdrawn:
        return cells
    purpose = line.text(schemes) or None
    _add(line.block, (start, end), footprint_id, _REQUEST, amounts[0], ("", metric, ""), collector, purpose=purpose)
    return cells


def _amounts(text: str, headings: str) -> list[Money]:
    found = [m for m in find_money(text) if m.currency == "£" and not m.is_rate and not m.lacks_unit]
    unit = unit_of_heading(headings)
    if not found and unit and regex.fullmatch(r"\s*\(?-?[\d,.]+\)?\s*", text):
        # find_headed_money wants a word before a figure
        found = [
            Money(m.start - 2, m.end - 2, m.text, m.amount, m.high, m.bound, m.precision, m.currency, m.factor)
            for m in find_headed_money("x " + text.lstrip(), 0, unit[1])
        ]
    return found


def _own_words(text: str, money: Money, amounts: Sequence[Money]) -> str:
    """The words of a cell behind an amount, up to the next one; those before it where none are behind."""
    later = [m.start for m in amounts if m.start >= money.end]
    behind = text[money.end : min([*later, len(text)])]
    return behind if regex.search("[A-Za-z]{3}", behind) else text[: money.start]


def _add(
    block: Block,
    span: tuple[int, int],
    footprint_id: str,
    cue: Cue,
    money: Money,
    headings: tuple[str, str, str],
    collector: Collector,
    purpose: str | None = None,
) -> None:
    years = [y for words in headings[:2] for y in find_years(words)] or (
        find_years(headings[2]) if cue.means == "financial_gaps" else []
    )
    year = next((y.financial_year for y in years if y.financial_year), None)
    period = None if year else next((y.period for y in years if y.period), None)
    columns: dict[str, Any] = {
        "footprint_id": footprint_id,
        "method": "table" if block.is_row else "rule",
        "extractor": f"{cue.means}.comparison",
        "organisation": None,
        "amount_text": money.text,
        "bound": money.bound,
    }
    amounts = amount_columns(money, 1, negative=bool(cue.extra.get("surplus")))
    cumulative = any(is_cumulative(words) for words in headings)
    if cue.means == "financial_gaps":
        collector.add(
            FinancialGap, block, span, **columns, **amounts, financial_year=year, period=period, cumulative=cumulative,
            component=cast(Component, _meaning("component", headings)),
            scenario=cast(Scenario, _meaning("scenario", headings)),
        )  # fmt: skip
    elif cue.means == "savings":
        collector.add(
            Saving, block, span, **columns, **amounts, programme=None, basis="proposed", financial_year=year, period=period,
            cumulative=cumulative,
        )  # fmt: skip
    elif cue.means == "capital_requirements":
        collector.add(CapitalRequirement, block, span, **columns, **amounts, purpose=purpose)
    else:
        collector.add(
            Funding, block, span, **columns, amount_gbp_low=amounts["amount_gbp"],
            amount_gbp_high=amounts["amount_gbp_high"] or amounts["amount_gbp"],
            kind=cast(FundingKind, cue.extra.get("kind") or "other"), period=year or period, purpose=None,
        )  # fmt: skip


def _meaning(name: str, headings: Sequence[str]) -> str:
    """What the nearest of the cell's words, its metric and the caption says; 'unspecified' where none does."""
    return next((m for words in headings if (m := nearest_meaning(name, words, 0, 0))), "unspecified")
