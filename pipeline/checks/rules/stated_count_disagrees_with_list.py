"""A stated number of things, followed by a list of another length."""

from collections.abc import Iterator

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.stated_lists import Announcement, InSentence, announcements, in_sentences
from pipeline.checks.wording import counted


def within(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        for stated in announcements(corpus.pages.of(document_id)):
            if stated.number not in (len(stated.items), stated.nested):
                yield _draft(corpus, document_id, stated)
        for page, text in corpus.pages.of(document_id).items():
            for listed in in_sentences(text):
                if listed.number != listed.given:
                    yield _in_sentence(corpus, document_id, page, listed)


def _in_sentence(corpus: Corpus, document_id: str, page: int, listed: InSentence) -> Draft:
    """A list within a sentence. Where pairs joined by "and" may be counted either way, it is an info."""
    unsure = listed.least <= listed.number <= listed.most
    line = corpus.passage(document_id, page, listed.start, listed.end)
    return Draft(
        footprint_id=corpus.footprint_at(document_id, page, listed.start),
        document_id=document_id,
        message=f"{listed.number} {listed.noun} are announced, but {counted(listed.given, 'item')} are listed.",
        explanation=(
            f"With each “and” between items there would be up to {listed.most}."
            if unsure
            else "The items are counted between the commas."
        ),
        quotes=(line,),
        severity="info" if unsure else None,
        about=(line,),
    )


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
    meaning=(
        "A sentence says how many things follow, and the list that follows has another number of items. Within a "
        "sentence, where pairs joined by “and” may be counted either way, it is an info."
    ),
    remedy="Compare with the original: an item may have been lost in reading, or the count was not brought up to date.",
    example="Six programmes were agreed: (a list of five).",
    within=within,
)
