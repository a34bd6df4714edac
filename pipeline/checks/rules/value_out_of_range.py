"""Values that their kind cannot have, or that stand alone among the others of their column."""

from collections.abc import Iterator

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.values import columns, dates, figures, jumps


def within(corpus: Corpus) -> Iterator[Draft]:
    yield from columns.drafts(corpus)
    yield from dates.drafts(corpus)
    yield from jumps.drafts(corpus)


RULE = Rule(
    name="value_out_of_range",
    severity="warning",
    meaning=(
        "A value is one that its kind can hardly have, or stands alone in its dashboard column: far outside the "
        "quartile fences, printed with other decimals, or at the wrong end for its row's label; a yearly figure leaps "
        "in the last year; or a date is out of the order of its list. Values just outside the fences, columns that do "
        "not vary, a financial year that runs backwards, and pooled or national funding larger than the whole gap are "
        "an info."
    ),
    remedy="Compare with the original: misread cells and national sums taken for local ones show up here.",
    example="76.8% in a column whose other values lie between 0% and 52.2%.",
    run=figures.drafts,
    within=within,
)
