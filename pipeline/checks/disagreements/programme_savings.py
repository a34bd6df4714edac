"""The saving of one programme, which most statements put at one value and one at a value near it."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.wording import counted, pounds

_QUERY = r"""
    WITH named AS (
        -- A bullet such as "Urgent care (£4.5m)" names its programme, too.
        SELECT *, CASE WHEN quote LIKE '%(£%)' THEN
            regexp_extract(quote, '^(\p{L}[\p{L} &/-]+?) ?\(£[^()]*\)$', 1)
        END AS bullet
        FROM savings
    )
    SELECT record_id, footprint_id, document_id, page, char_start, char_end, amount_gbp, precision_gbp,
        coalesce(programme, bullet) AS programme
    FROM named
    WHERE (programme IS NOT NULL OR length(bullet) BETWEEN 3 AND 61) AND organisation IS NULL AND NOT cumulative
      AND bound IN ('exact', 'about') AND amount_gbp_high IS NULL AND basis <> 'delivered'
    ORDER BY document_id, page, char_start, amount_gbp DESC, record_id
"""
_FILLER = frozenset(
    ("and", "the", "of", "in", "for", "a", "solution", "programme", "plan", "pathway", "pathways", "strategy", "scheme")
)
_NEAR = Decimal("0.25")
"""Values further apart than this share of the larger belong to different things under one name."""


class Saving(NamedTuple):
    record_id: str
    footprint_id: str | None
    document_id: str
    page: int
    char_start: int
    char_end: int
    amount_gbp: Decimal
    precision_gbp: Decimal
    programme: str

    def agrees(self, other: "Saving") -> bool:
        """Equal within the last printed digit of the coarser one, for plans cut digits off as often as they round."""
        return abs(self.amount_gbp - other.amount_gbp) <= max(self.precision_gbp, other.precision_gbp)

    def near(self, other: "Saving") -> bool:
        largest = max(abs(self.amount_gbp), abs(other.amount_gbp))
        return abs(self.amount_gbp - other.amount_gbp) <= _NEAR * largest


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for savings in _whole(corpus).values():
        for odd in savings:
            same = [s for s in savings if s is not odd and s.near(odd) and _one_programme(s, odd)]
            others = [s for s in same if not s.agrees(odd)]
            if len(others) > 1 and len(others) == len(same) and all(a.agrees(others[0]) for a in others):
                yield _draft(corpus, odd, others)


def _whole(corpus: Corpus) -> dict[tuple[str, str | None], list[Saving]]:
    """Savings by document and footprint; of a table's row the largest, the others being its years."""
    rows: dict[tuple[str, int, int], Saving] = {}
    for saving in corpus.fetch(Saving, _QUERY):
        text = corpus.pages.text(saving.document_id, saving.page)
        line = text.rfind("\n", 0, saving.char_start) + 1
        if (best := rows.get((saving.document_id, saving.page, line))) is None or (
            abs(saving.amount_gbp) > abs(best.amount_gbp)
        ):
            rows[saving.document_id, saving.page, line] = saving
    found: dict[tuple[str, str | None], list[Saving]] = defaultdict(list)
    for saving in rows.values():
        found[saving.document_id, saving.footprint_id].append(saving)
    return found


@cache
def _words(programme: str) -> frozenset[str]:
    """A programme's name without filler words."""
    return frozenset(regex.findall(r"\p{L}+", programme.casefold())) - _FILLER


def _one_programme(a: Saving, b: Saving) -> bool:
    """Whether one name holds all words of the other, at least two unless they are the same."""
    shorter, longer = sorted((_words(a.programme), _words(b.programme)), key=len)
    return bool(shorter) and shorter <= longer and (len(shorter) > 1 or shorter == longer)


def _draft(corpus: Corpus, odd: Saving, others: list[Saving]) -> Draft:
    usual = others[0]
    basis = [odd, *others]
    return Draft(
        footprint_id=odd.footprint_id,
        document_id=odd.document_id,
        message=(
            f"The saving of {odd.programme} is {pounds(odd.amount_gbp)} in one place and "
            f"{pounds(usual.amount_gbp)} in {counted(len(others), 'other')}."
        ),
        explanation=(
            f"{pounds(odd.amount_gbp)} - {pounds(usual.amount_gbp)} = {pounds(odd.amount_gbp - usual.amount_gbp)}; "
            f"elsewhere it is called {usual.programme}."
        ),
        record_ids=tuple(saving.record_id for saving in basis),
        quotes=corpus.quotes(basis),
        suggestion=f"{pounds(usual.amount_gbp)} is what the other places agree on.",
        severity="error",
        about=(odd.programme, str(odd.amount_gbp), str(usual.amount_gbp)),
    )
