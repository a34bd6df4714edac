"""The unit in which a fact is stated: a sentence of a passage, with the mentions in it, read once and shared by all extractors."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from extractors.blocks import Block, sentences
from extractors.known_bodies import KnownBody, find_known_bodies
from extractors.mentions.footprints import FootprintMention, find_footprints
from extractors.mentions.money import Money, find_bracketed_parts, find_headed_money, find_money, unit_of_heading
from extractors.mentions.organisations import OrganisationMention, find_organisations
from extractors.mentions.years import Year, find_years
from extractors.sections import Passage

_WORDS = regex.compile(
    r"[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2,}|\d[^A-Za-z]*[A-Za-z]{4,}|\b(?:[Pp]op(?:ulation)?|[Rr]esidents|[Pp]eople)\b[^A-Za-z]*\d"
)
"""A cell with words enough to state something; bare figures are read by the table they stand in."""
_DIGIT = regex.compile(r"\d")
_CLAUSE_BREAK = regex.compile(
    r";\s|\s[\u2013\u2014-]\s|,\s(?:but|while|whilst|whereas|although|though|with|where)\s|\s(?:while|whilst|whereas|meaning that|which means(?: that)?)\s|:\s"
)


_MORE_OR_LESS = ("", "+", " or so", " or more", " or less", " plus")
_SAYS = regex.compile(r"[A-Za-z]{3}")
_ENTRY = regex.compile(r"[^.;]{3,80}?(?:\s[\u2013\u2014-]|:)\s?[\d,.]+")
"""An entry of a list of figures: 'Kent and Medway - 205'."""


@dataclass(slots=True)
class Sentence:
    """A sentence of a passage's block; offsets of its mentions count from the start of the block's text.

    A long document has a quarter of a million of them, all held at once: what is found in them stands in slots, and where
    nothing is, as in most, they share the empty tuple.
    """

    passage: Passage
    start: int
    end: int
    index: int
    """Running number in the document, so that extractors can look back."""
    bare_money: bool = False
    previous: "Sentence | None" = field(default=None, repr=False)
    next: "Sentence | None" = field(default=None, repr=False)
    unit_above: int | None = None
    """The magnitude of figures printed without sign and unit, where the lead-in of a list gives it."""

    text: str = field(init=False, compare=False)
    has_digit: bool = field(init=False, compare=False)
    _money: Sequence[Money] | None = field(default=None, init=False, repr=False, compare=False)
    _years: Sequence[Year] | None = field(default=None, init=False, repr=False, compare=False)
    _footprints: Sequence[FootprintMention] | None = field(default=None, init=False, repr=False, compare=False)
    _organisations: Sequence[OrganisationMention] | None = field(default=None, init=False, repr=False, compare=False)
    _bodies: Sequence[KnownBody] | None = field(default=None, init=False, repr=False, compare=False)
    _bodies_named: Sequence[OrganisationMention | KnownBody] | None = field(
        default=None, init=False, repr=False, compare=False
    )
    _breaks: Sequence[tuple[int, int]] | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.text = self.passage.block.text[self.start : self.end]
        self.has_digit = _DIGIT.search(self.text) is not None

    @property
    def money(self) -> Sequence[Money]:
        if self._money is None:
            self._money = self._find_money() or ()
        return self._money

    def _find_money(self) -> Sequence[Money]:
        if not self.has_digit and "million" not in self.text:
            return ()
        found = find_money(self.text, bare=self.bare_money)
        if ")" in self.text:
            found += [part for whole in found for part in find_bracketed_parts(self.text, whole)]
        start, factor = (0, self.unit_above) if self.unit_above else unit_of_heading(self.text) or (0, None)
        if factor is not None and not self.passage.block.is_row:
            headed = find_headed_money(self.text, start, factor)
            found += [h for h in headed if not any(m.start < h.end and h.start < m.end for m in found)]
        return sorted(found, key=lambda m: m.start)

    @property
    def years(self) -> Sequence[Year]:
        if self._years is None:
            self._years = find_years(self.text) or ()
        return self._years

    @property
    def footprints(self) -> Sequence[FootprintMention]:
        if self._footprints is None:
            self._footprints = find_footprints(self.text) or ()
        return self._footprints

    @property
    def organisations(self) -> Sequence[OrganisationMention]:
        if self._organisations is None:
            self._organisations = find_organisations(self.text) or ()
        return self._organisations

    @property
    def bodies(self) -> Sequence[KnownBody]:
        """Bodies by short name, abbreviation or as a hospital, where no name in full stands."""
        if self._bodies is None:
            known = find_known_bodies(self.text.replace("\t", "|"))
            named = self.organisations
            self._bodies = [b for b in known if not any(o.start < b.end and b.start < o.end for o in named)] or ()
        return self._bodies

    @property
    def bodies_named(self) -> Sequence[OrganisationMention | KnownBody]:
        """Every body of the sentence, by the longer of the names where two overlap ('Heart of England NHS Foundation Trust')."""
        if self._bodies_named is None:
            known = find_known_bodies(self.text)
            inner = [o for o in self.organisations if any(b.start < o.start and o.end <= b.end for b in known)]
            whole = [o for o in self.organisations if o not in inner]
            apart = (b for b in known if not any(o.start < b.end and b.start < o.end for o in whole))
            self._bodies_named = [*whole, *apart] or ()
        return self._bodies_named

    def let_go(self) -> None:
        """Forget the sentences beside it: without the ring, their memory is free as soon as nobody reads them any more."""
        self.previous = self.next = None

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause of the sentence around text[start:end] (offsets within the sentence)."""
        if self._breaks is None:
            self._breaks = [match.span() for match in _CLAUSE_BREAK.finditer(self.text)] or ()
        left, right, before = 0, len(self.text), 0
        for low, high in self._breaks:
            if start <= left + 2 and self.text[end:low] in _MORE_OR_LESS:
                continue  # an amount that opens its clause is explained behind the mark: '£557m: what we lack in 2020/21'
            if high <= start:
                before, left = left, high
            elif low >= end:
                right = low
                break
        if not _SAYS.search(self.text[left:start] + self.text[end:right]):
            left = before  # a bare amount is what its label says: 'The challenge for the NHS: £337m'
        return left, right

    def block_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets within the sentence as offsets within the block."""
        return self.start + start, self.start + end


def read_sentences(passages: Sequence[Passage], *, bare_money: bool) -> list[Sentence]:
    """Every sentence of every passage, in reading order; of a table's row those cells that hold words."""
    found: list[Sentence] = []
    unit_above: int | None = None
    for passage in passages:
        block = passage.block
        if not _ENTRY.fullmatch(block.text):
            unit_above = _unit_of_lead_in(block)
        units = block.cells if block.is_row else ((0, len(block.text)),)
        for low, high in units:
            if block.is_row and not _WORDS.search(block.text[low:high]):
                continue
            for start, end in sentences(block.text[low:high]):
                sentence = Sentence(passage, low + start, low + end, len(found), bare_money, unit_above=unit_above)
                if found:
                    sentence.previous, found[-1].next = found[-1], sentence
                found.append(sentence)
    return found


def _unit_of_lead_in(block: Block) -> int | None:
    """The magnitude that a heading or lead-in gives to the list below it: 'The largest requests, in £m:'."""
    if block.is_row or not (block.kind == "heading" or block.text.rstrip().endswith((":", ")"))):
        return None
    unit = unit_of_heading(block.text)
    return unit[1] if unit and unit[0] >= len(block.text.rstrip()) - 2 else None
