"""A stated number of things, followed by a list of another length."""

from collections.abc import Iterator

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.stated_lists import Announcement, announcements
from pipeline.checks.wording import counted


def within(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        for stated in announcements(corpus.pages.of(document_id)):
            if stated.number not in (len(stated.items), stated.nested):
                yield _draft(corpus, document_id, stated)


def _draft(corpus: Corpus, document_id: str, stated: Announcement) -> Draft:
    count = len(stated.items)
    be = "is" if count == 1 else "are"
    difference = abs(stated.number - count)
    line = corpus.passage(document_id, stated.line.page, stated.line.start, stated.line.end)
    lists = (corpus.pages.text(document_id, part.page)[part.start : part.end] for part in stated.stretches())
    return Draft(
        footprint_id=corpus.footprint_at(document_id, stated.line.page, stated.line.start),
        document_id=document_id,
        message=f"{stated.number} {stated.noun} are announced, but {counted(count, 'item')} {be} listed.",
        explanation=(
            f"The list on page {stated.line.page} has {difference} "
            f"{'fewer' if count < stated.number else 'more'} than its introduction says."
        ),
        quotes=(line, *lists),
        about=(line,),
    )


RULE = Rule(
    name="stated_count_disagrees_with_list",
    severity="warning",
    meaning="A sentence says how many things follow, and the list that follows has another number of items.",
    remedy="Compare with the original: an item may have been lost in reading, or the count was not brought up to date.",
    example="Six programmes were agreed: (a list of five).",
    within=within,
)
