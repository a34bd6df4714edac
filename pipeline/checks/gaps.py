"""Gap statements as several checks compare them."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from pipeline.checks.reconciliation import Elsewhere, Term
from pipeline.checks.wording import COMPONENTS


class Gap(NamedTuple):
    """One stated gap; the footprint's own where `organisation` is None."""

    record_id: str
    footprint_id: str
    document_id: str
    page: int
    char_start: int
    char_end: int
    amount_gbp: Decimal
    precision_gbp: Decimal
    component: str
    scenario: str
    financial_year: str | None
    cumulative: bool
    organisation: str | None

    @property
    def like(self) -> tuple[str, str, str, str | None, bool]:
        """What two gaps share when their components belong together."""
        return self.document_id, self.footprint_id, self.scenario, self.financial_year, self.cumulative

    @property
    def place(self) -> tuple[int, int]:
        """Where in the document it stands."""
        return self.page, self.char_start

    @property
    def term(self) -> Term:
        """As a figure of a sum."""
        return Term(self.organisation or COMPONENTS[self.component], self.amount_gbp, self.precision_gbp)


def comparable_gaps(corpus: Corpus) -> list[Gap]:
    """Every gap of a known footprint that is one definite amount, in reading order."""
    return corpus.select(Gap, "own_gaps")


def together(gaps: Iterable[Gap]) -> list[list[Gap]]:
    """Gaps of one document, footprint, scenario and year, in groups."""
    groups: dict[tuple[object, ...], list[Gap]] = defaultdict(list)
    for gap in gaps:
        groups[gap.like].append(gap)
    return list(groups.values())


class Surroundings:
    """Every own gap by where it stands and what it is of, to find figures that were copied or stated elsewhere."""

    def __init__(self, corpus: Corpus, gaps: Iterable[Gap]) -> None:
        self._corpus = corpus
        self._in_document: dict[str, list[Gap]] = defaultdict(list)
        self._of_kind: dict[tuple[object, ...], list[Gap]] = defaultdict(list)
        for gap in gaps:
            if gap.organisation is None:
                self._in_document[gap.document_id].append(gap)
                self._of_kind[gap.like[1:]].append(gap)

    def of(self, group: list[Gap]) -> list[Elsewhere]:
        """The own gaps of other profiles of the same document, and of other documents on the same footprint."""
        first = group[0]
        here = self._in_document[first.document_id]
        places = {footprint: place for place, footprint in enumerate(dict.fromkeys(gap.footprint_id for gap in here))}
        found = []
        for gap in here:
            if gap.footprint_id != first.footprint_id and gap.cumulative == first.cumulative:
                away = places[gap.footprint_id] - places[first.footprint_id]
                where = f"{self._corpus.footprint(gap.footprint_id)}, {_profiles_away(away)}"
                found.append(Elsewhere(gap.term.name, gap.amount_gbp, where, abs(away)))
        for gap in self._of_kind[first.like[1:]]:
            if gap.document_id != first.document_id:
                found.append(Elsewhere(gap.term.name, gap.amount_gbp, self._corpus.document(gap.document_id), 0))
        return found


def _profiles_away(count: int) -> str:
    direction = "earlier" if count < 0 else "later"
    return f"{abs(count)} profile{'s' if abs(count) > 1 else ''} {direction} in the same document"
