"""Documents that could not be read, or not in full."""

from collections.abc import Iterator

from pipeline.checks.contents_lists import CutShort, cut_short
from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import counted


def within(corpus: Corpus) -> Iterator[Draft]:
    for short in cut_short(corpus):
        yield _cut_short(corpus, short)


def _cut_short(corpus: Corpus, short: CutShort) -> Draft:
    return Draft(
        footprint_id=corpus.main_footprint(short.document_id),
        document_id=short.document_id,
        message=(
            f"The contents of {corpus.document(short.document_id)} go to page {short.beyond[-1].page}, "
            f"but its last page is {short.last_page}."
        ),
        explanation=(
            f"{counted(len(short.beyond), 'chapter')} should begin later; that a figure is not stated says nothing."
        ),
        quotes=(*(entry.printed for entry in short.beyond), short.foot),
        suggestion="Look for a whole copy of the document.",
        severity="warning",
        about=("cut short", str(short.last_page)),
    )


def run(corpus: Corpus) -> Iterator[Draft]:
    for source in corpus.sources.values():
        if source.status == "read":
            continue
        nothing = source.status == "unreadable"
        reason = (source.problem or "no reason is known").strip().rstrip(".")
        yield Draft(
            footprint_id=None,
            document_id=source.document_id,
            message=f"{source.file_name} could not be read{'' if nothing else ' in full'}: {reason}.",
            explanation="Nothing of it is in the warehouse."
            if nothing
            else "What could be read of it is in the warehouse.",
            severity="error" if nothing else "warning",
            about=(source.status, source.problem or ""),
        )


RULE = Rule(
    name="document_unreadable",
    severity="error",
    meaning=(
        "Nothing, or not all, of a document could be read. A document that was read in part, or that ends before the "
        "last chapter of its own list of contents, is a warning."
    ),
    remedy="Replace the file by a whole, unprotected copy, or take it out of the sources.",
    example="plan.pdf could not be read: it is protected by a password.",
    run=run,
    within=within,
)
