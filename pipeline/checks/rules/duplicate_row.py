"""A name that stands twice in one dashboard."""

from collections import defaultdict
from collections.abc import Iterator

from pipeline.checks.corpus import Corpus
from pipeline.checks.dashboards import DashboardRow, dashboards, placed
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import listed


def run(corpus: Corpus) -> Iterator[Draft]:
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
    return Draft(
        footprint_id=last.footprint_id,
        document_id=last.document_id,
        message=f"“{last.name}” stands {len(same)} times in the dashboard on page {last.page}"
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
    meaning="Two rows of a dashboard bear the same name. It is a warning where their scores are the same too.",
    remedy="Look both rows up in the original; one name was probably misread or copied.",
    example="Southshire stands in rows 9 and 10, with 91.0% in one and 91.2% in the other.",
    run=run,
)
