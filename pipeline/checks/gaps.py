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


def elsewhere(corpus: Corpus, group: list[Gap], gaps: list[Gap]) -> list[Elsewhere]:
    """The own gaps that other profiles of the same document, or other documents on the same footprint, state."""
    first = group[0]
    order = list(dict.fromkeys(gap.footprint_id for gap in gaps if gap.document_id == first.document_id))
    here = order.index(first.footprint_id)
    found = []
    for gap in gaps:
        if gap.organisation is not None or gap.cumulative != first.cumulative:
            continue
        if gap.document_id == first.document_id and gap.footprint_id != first.footprint_id:
            away = order.index(gap.footprint_id) - here
            where = f"{corpus.footprint(gap.footprint_id)}, {_profiles_away(away)}"
            found.append(Elsewhere(gap.term.name, gap.amount_gbp, where, abs(away)))
        elif gap.document_id != first.document_id and gap.like[1:] == first.like[1:]:
            found.append(Elsewhere(gap.term.name, gap.amount_gbp, corpus.document(gap.document_id), 0))
    return found


def _profiles_away(count: int) -> str:
    direction = "earlier" if count < 0 else "later"
    return f"{abs(count)} profile{'s' if abs(count) > 1 else ''} {direction} in the same document"
