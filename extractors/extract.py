"""One document in, everything it states out."""

from extractors.document import Document, Extraction, Imprint


def extract(document: Document) -> Extraction:
    """Sections, records, refused candidates and observations of a document, in reading order."""
    return Extraction(Imprint(), (), (), (), ())
