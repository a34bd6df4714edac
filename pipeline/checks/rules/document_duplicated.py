"""One document under several names."""

from collections.abc import Iterator

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import listed


def run(corpus: Corpus) -> Iterator[Draft]:
    for document_id, copies in sorted(corpus.duplicates.items()):
        if (source := corpus.sources.get(document_id)) is not None and copies:
            yield Draft(
                footprint_id=None,
                document_id=document_id,
                message=f"The same bytes as {source.file_name} also stand in {listed(copies)}.",
                explanation="It was read once; what it states counts once.",
                about=tuple(copies),
            )


RULE = Rule(
    name="document_duplicated",
    severity="info",
    meaning="Several of the sources are one document, byte for byte. It stands in the warehouse once.",
    remedy="Take the copies out of the sources, or leave them: nothing is counted twice.",
    example="The same bytes as plan.pdf also stand in plan (1).pdf.",
    run=run,
)
