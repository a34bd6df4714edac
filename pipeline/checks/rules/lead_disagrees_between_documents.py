"""Two documents, two leads."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from pipeline.checks.corpus import Corpus
from pipeline.checks.leads import Lead, footprint_leads, person_key
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import counted, listed

_SAME_PERSON = 85
"""Names at least this similar are spellings of one; name_spelling_suspect speaks of those."""
_SHORT_FORM = 2
"""Letters that a short form has in common with the whole first name."""
_STYLES = frozenset(("sir", "dame", "dr", "prof", "professor", "mr", "mrs", "ms", "cllr", "lord", "lady"))


def run(corpus: Corpus) -> Iterator[Draft]:
    by_footprint: dict[str, dict[str, list[Lead]]] = defaultdict(lambda: defaultdict(list))
    for lead in footprint_leads(corpus):
        by_footprint[lead.footprint_id][lead.document_id].append(lead)
    for footprint_id, by_document in by_footprint.items():
        documents = sorted(by_document.values(), key=lambda leads: corpus.age(leads[0].document_id))
        if any(not _in_common(a, b) for i, a in enumerate(documents) for b in documents[i + 1 :]):
            yield _draft(corpus, footprint_id, documents)


def _in_common(ours: list[Lead], theirs: list[Lead]) -> bool:
    """Whether two documents name one person between them, small differences in spelling aside."""
    return any(_same_person(a.name, b.name) for a in ours for b in theirs)


@lru_cache(10_000)
def _same_person(a: str, b: str) -> bool:
    """Whether two names may be one person's: nearly the same, a short form (Andy, Andrew), or a part of the other."""
    ours, theirs = (person_key(name).split() for name in (a, b))
    if ratio(" ".join(ours), " ".join(theirs)) >= _SAME_PERSON:
        return True
    short, long = sorted(([w for w in words if w not in _STYLES] for words in (ours, theirs)), key=len)
    return bool(short) and (
        set(short) <= set(long) or (short[-1] == long[-1] and short[0][:_SHORT_FORM] == long[0][:_SHORT_FORM])
    )


def _draft(corpus: Corpus, footprint_id: str, documents: list[list[Lead]]) -> Draft:
    told = [(leads[0].document_id, list(dict.fromkeys(lead.name for lead in leads))) for leads in documents]
    dated = [document for document, _ in told if corpus.sources[document].stated_on]
    apart = corpus.documents_apart(document for document, _ in told)
    holders: dict[str, list[str]] = defaultdict(list)
    for document, names in told:
        holders[listed(names)].append(document)
    return Draft(
        footprint_id=footprint_id,
        document_id=None,
        message=f"Documents differ on who leads {corpus.footprint(footprint_id)}: "
        + f"{listed(_named(apart, names, where) for names, where in holders.items())}.",
        explanation=" ".join(f"{corpus.dated(document)}: {listed(names)}." for document, names in told),
        record_ids=tuple(lead.record_id for leads in documents for lead in leads),
        quotes=corpus.quotes(lead for leads in documents for lead in leads),
        suggestion=f"The later one is {apart[dated[-1]]}." if len(dated) == len(told) else None,
        about=tuple(person_key(name) for _, names in told for name in names),
    )


def _named(apart: dict[str, str], names: str, documents: list[str]) -> str:
    """A lead and who names them: the latest document by its title."""
    others = f" and {counted(len(documents) - 1, 'other')}" if len(documents) > 1 else ""
    return f"{names} in {apart[documents[-1]]}{others}"


RULE = Rule(
    name="lead_disagrees_between_documents",
    severity="warning",
    meaning="Two documents name different people as lead of one footprint.",
    remedy="Leads change: check the dates, and keep the later one unless it is the one in error.",
    example="The plan of 2016 names Jo Bloggs, the tracker of 2018 names Sam Smith.",
    run=run,
)
