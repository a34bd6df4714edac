"""One document in, everything it states out: read blocks, divide them among footprints, find mentions, link them to records."""

from collections import Counter

from extractors.area_tables import spread_area_tables
from extractors.collect import Collector
from extractors.document import Document, Extraction
from extractors.imprint import find_imprint
from extractors.mentions.money import find_money, lost_pound_signs
from extractors.mentions.persons import PersonSource
from extractors.page_ends import document_blocks
from extractors.records.activity import extract_activity
from extractors.records.comparisons import extract_comparisons
from extractors.records.dashboard import extract_dashboards
from extractors.records.flattened import extract_flattened
from extractors.records.ics import extract_ics
from extractors.records.labels import extract_labels
from extractors.records.leads import extract_leads
from extractors.records.money import extract_money
from extractors.records.names import observe_names
from extractors.records.organisations import extract_organisations
from extractors.records.populations import extract_populations
from extractors.records.tables import extract_tables
from extractors.records.themes import extract_themes
from extractors.sections import divide, section_rows
from extractors.sentences import read_sentences


def extract(document: Document, persons: PersonSource = "both") -> Extraction:
    """Sections, records, refused candidates and observations of a document, in reading order.

    Pure: the same document gives the same result. `persons` is for measuring: who finds persons in running text.
    """
    blocks = document_blocks(document)
    passages = divide(document, blocks)
    by_area = spread_area_tables(passages)
    text = "\n".join(page.text for page in document.pages)
    bare = lost_pound_signs(text)
    unit = usual_unit(text)
    del text  # as long as the document, and not needed again
    sentences = read_sentences(passages, bare_money=bare)
    sentences_by_area = sentences if by_area is passages else read_sentences(by_area, bare_money=bare)
    collector = Collector(document)
    taken = extract_labels(by_area, collector, unit=unit)
    compared = extract_comparisons(passages, collector)
    taken |= compared | extract_tables(passages, collector, compared)
    extract_dashboards(passages, collector)
    extract_money(sentences, collector, unit=unit, taken=taken)
    extract_flattened(sentences, collector)
    extract_populations(sentences_by_area, collector, taken=taken)
    extract_leads(sentences_by_area, collector, persons)
    extract_ics(by_area, sentences_by_area, collector)
    extract_themes(passages, collector)
    extract_organisations(passages, sentences, collector)
    extract_activity(passages, sentences, collector)
    observe_names(passages, sentences, collector)
    return Extraction(
        find_imprint(document, blocks),
        tuple(section_rows(document, passages)),
        tuple(sorted(collector.records, key=lambda r: (r.page, r.char_start, r.char_end, r.table, r.record_id))),
        tuple(sorted(collector.rejected, key=lambda r: (r.page, r.char_start, r.char_end, r.table_name, r.reason))),
        tuple(sorted(collector.observations, key=lambda o: (o.page, o.char_start, o.char_end, o.kind))),
    )


def usual_unit(text: str) -> int:
    """The magnitude in which a document states its money (1000000 when it prints millions), for amounts printed without one; else 1."""
    factors = Counter(money.factor for money in find_money(text) if money.currency == "£")
    with_unit = {f: n for f, n in factors.items() if f > 1}
    if not with_unit or sum(with_unit.values()) < 2:
        return 1
    best = max(with_unit, key=lambda f: with_unit[f])
    return best if best != 1_000_000_000 else 1_000_000
