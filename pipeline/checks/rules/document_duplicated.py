"""One document under several names."""

from collections.abc import Iterator
from pathlib import PurePath

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import listed


def run(corpus: Corpus) -> Iterator[Draft]:
    for source in corpus.sources.values():
        if source.duplicates:
            copies = [PurePath(place).name for place in source.duplicates]
            yield Draft(
                footprint_id=None,
                document_id=source.document_id,
                message=f"The same bytes as {source.file_name} also stand in {listed(copies)}.",
                explanation=f"It was read once; what it states counts once. Left out: {listed(source.duplicates)}.",
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
