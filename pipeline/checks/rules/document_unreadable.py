"""Documents that could not be read, or not in full."""

from collections.abc import Iterator

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule


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
    meaning="Nothing, or not all, of a document could be read. A document that was read in part is a warning.",
    remedy="Replace the file by a whole, unprotected copy, or take it out of the sources.",
    example="plan.pdf could not be read: it is protected by a password.",
    run=run,
)
