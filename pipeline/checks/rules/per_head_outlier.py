"""Gap and capital per head against the other footprints."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from pipeline.checks.fences import Fences, fences
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.statements import statements
from pipeline.checks.wording import counted, people, pounds
from schemas.types import Severity


class Measure(NamedTuple):
    """A figure of the profile that is compared by head; capital is lumpier than need, so it weighs less."""

    column: str
    record_column: str
    name: str
    severity: Severity


_MEASURES = (
    Measure("combined_gap_gbp", "combined_gap_record_id", "combined gap", "warning"),
    Measure("capital_gbp", "capital_record_id", "capital requirement", "info"),
)


class PerHead(NamedTuple):
    footprint_id: str
    name: str
    population: int
    population_record_id: str
    amount: Decimal
    record_id: str

    @property
    def by_head(self) -> float:
        return float(self.amount) / self.population


def run(corpus: Corpus) -> Iterator[Draft]:
    for measure in _MEASURES:
        rows = corpus.fetch(PerHead, _query(measure))
        usual = fences([row.by_head for row in rows])
        if usual is None:
            continue
        ranked = sorted(rows, key=lambda row: row.by_head)
        for row in rows:
            if usual.outside(row.by_head):
                yield _draft(corpus, measure, row, ranked, usual)


def _query(measure: Measure) -> str:
    return f"""
        SELECT footprint_id, name, population, population_record_id,
            {measure.column} AS amount, {measure.record_column} AS record_id
        FROM footprint_profile WHERE population > 0 AND {measure.column} > 0
        ORDER BY footprint_id
    """  # noqa: S608 - names of our own columns


def _draft(corpus: Corpus, measure: Measure, row: PerHead, ranked: list[PerHead], usual: Fences) -> Draft:
    high = row.by_head > usual.high
    times = row.by_head / usual.middle
    share = f"{times:.1f} times the median" if high else f"{times:.0%} of the median"
    order = ranked[::-1] if high else ranked
    next_one = order[order.index(row) + 1]
    basis = statements(corpus, row.record_id, row.population_record_id)
    return Draft(
        footprint_id=row.footprint_id,
        document_id=basis[0].document_id if len({s.document_id for s in basis}) == 1 else None,
        message=f"The {measure.name} of {row.name} is £{row.by_head:,.0f} a head, {share} (£{usual.middle:,.0f}).",
        explanation=(
            f"{pounds(row.amount)} / {people(row.population)} people = £{row.by_head:,.0f} a head. "
            f"Of {counted(len(ranked), 'footprint')} the usual range ends at "
            f"£{usual.high if high else usual.low:,.0f}; the next {'highest' if high else 'lowest'} is "
            f"{next_one.name} with £{next_one.by_head:,.0f}."
        ),
        record_ids=tuple(s.record_id for s in basis),
        quotes=tuple(corpus.passage_of(s) for s in basis),
        suggestion=(
            "The amount may be summed over several years, or one of the two figures misprinted." if high else None
        ),
        severity=measure.severity,
        about=(measure.column,),
    )


RULE = Rule(
    name="per_head_outlier",
    severity="warning",
    meaning=(
        "A footprint's gap or capital by head of population lies outside the quartile fences of all footprints "
        "(one and a half times the interquartile range beyond the quartiles). For capital it is an info."
    ),
    remedy="Check the amount and the population: a sum over several years or a lost digit shows up here.",
    example="Southshire's gap of £600m for 500,000 people is £1,200 a head, 2.8 times the median.",
    run=run,
)
