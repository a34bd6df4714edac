"""One document in, everything it states out: read blocks, divide them among footprints, find mentions, link them to records."""

from collections import Counter
from collections.abc import Iterator, Sequence

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
from extractors.records.names import observe_names, observed_of
from extractors.records.organisations import Told, extract_organisations, told_of
from extractors.records.populations import extract_populations
from extractors.records.tables import extract_tables
from extractors.records.themes import extract_themes
from extractors.sections import Passage, divide, section_rows
from extractors.sentences import read_sentences
from extractors.windows import WINDOW, in_sight, windows


def extract(document: Document, persons: PersonSource = "both", window: int = WINDOW) -> Extraction:
    """Sections, records, refused candidates and observations of a document, in reading order.

    Pure: the same document gives the same result. `persons` is for measuring: who finds persons in running text; `window` is
    how many pages of a long document are read together.
    """
    return Extraction.joined(list(extract_by_window(document, persons, window)))


def extract_by_window(document: Document, persons: PersonSource = "both", window: int = WINDOW) -> Iterator[Extraction]:
    """What `extract` finds, window by window: what was found in one need not be held while the next is read."""
    blocks = document_blocks(document)
    imprint = find_imprint(document, blocks)
    passages = divide(document, blocks)
    del blocks
    texts = [page.text for page in document.pages]
    bare, unit = lost_pound_signs(*texts), usual_unit(texts)
    told: set[Told] = set()
    for pages in windows(document.pages, window):
        held = in_sight(passages, pages)
        found = _read(document, held, persons, bare=bare, unit=unit)
        yield Extraction(
            imprint,
            tuple(section_rows(document, [passage for passage in held if passage.block.page.number in pages])),
            tuple(
                sorted(
                    (r for r in found.records if r.page in pages and _is_new(told_of(r), told)),
                    key=lambda r: (r.page, r.char_start, r.char_end, r.table, r.record_id),
                )
            ),
            tuple(
                sorted(
                    (r for r in found.rejected if r.page in pages),
                    key=lambda r: (r.page, r.char_start, r.char_end, r.table_name, r.reason),
                )
            ),
            tuple(
                sorted(
                    (o for o in found.observations if o.page in pages and _is_new(observed_of(o), told)),
                    key=lambda o: (o.page, o.char_start, o.char_end, o.kind),
                )
            ),
        )


def _is_new(what: Told | None, told: set[Told]) -> bool:
    """Whether it is to be kept: what a document tells once only where no window before has told it."""
    if what is None:
        return True
    is_new = what not in told
    told.add(what)
    return is_new


def _read(
    document: Document, passages: Sequence[Passage], persons: PersonSource, *, bare: bool, unit: int
) -> Collector:
    """Ask every extractor what these passages state."""
    by_area = spread_area_tables(passages)
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
    for sentence in (*sentences, *sentences_by_area):
        sentence.let_go()
    return collector


def usual_unit(texts: Sequence[str]) -> int:
    """The magnitude in which a document states its money (1000000 when it prints millions), for amounts printed without one; else 1."""
    amounts = (money for text in texts for money in find_money(text))
    factors = Counter(money.factor for money in amounts if money.currency == "£")
    with_unit = {f: n for f, n in factors.items() if f > 1}
    if not with_unit or sum(with_unit.values()) < 2:
        return 1
    best = max(with_unit, key=lambda f: with_unit[f])
    return best if best != 1_000_000_000 else 1_000_000
