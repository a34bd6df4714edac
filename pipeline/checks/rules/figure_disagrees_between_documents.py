"""The same fact, two values in two documents."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from pipeline.checks.facts import Stated, agree, distinct, stated_facts
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.statements import statements
from pipeline.checks.wording import COMPONENTS, counted, listed, pounds

_TOLD, _QUOTED = 5, 30


class OneAmount(NamedTuple):
    """One amount that two documents give as the gap of different parts of a footprint."""

    footprint_id: str
    amount_gbp: Decimal
    record_ids: list[str]
    components: list[str]
    documents: list[str]


def _gap(component: str) -> str:
    """The healthcare gap, the providers' gap."""
    name = COMPONENTS[component]
    return f"{name}' gap" if name.endswith("s") else f"{name} gap"


def _one_amount(corpus: Corpus, twice: OneAmount) -> Draft:
    told = [
        f"the {_gap(component)} in {corpus.document(document)}"
        for component, document in zip(twice.components, twice.documents, strict=True)
    ]
    return Draft(
        footprint_id=twice.footprint_id,
        document_id=None,
        message=f"{pounds(twice.amount_gbp)} is {listed(told)} for {corpus.footprint(twice.footprint_id)}.",
        explanation="The amounts may be equal by chance, or one is put under the wrong name.",
        record_ids=tuple(twice.record_ids),
        quotes=corpus.quotes(statements(corpus, *twice.record_ids)),
        severity="info",
        about=(str(twice.amount_gbp), *twice.components),
    )


def run(corpus: Corpus) -> Iterator[Draft]:
    for (footprint_id, fact), stated in stated_facts(corpus).items():
        by_document = {one.document_id: [s for s in stated if s.document_id == one.document_id] for one in stated}
        if len(by_document) > 1 and _differ(list(by_document.values())):
            yield _draft(corpus, footprint_id, fact, list(by_document.values()))
    for twice in corpus.select(OneAmount, "figure_disagrees_between_documents"):
        yield _one_amount(corpus, twice)


def _differ(documents: list[list[Stated]]) -> bool:
    """Whether two documents have no value in common."""
    return any(
        not any(agree(a, b) for a in ours for b in theirs)
        for i, ours in enumerate(documents)
        for theirs in documents[i + 1 :]
    )


def _draft(corpus: Corpus, footprint_id: str, fact: str, documents: list[list[Stated]]) -> Draft:
    documents = sorted(documents, key=lambda stated: corpus.age(stated[0].document_id))
    told = [(stated[0].document_id, listed(one.told for one in distinct(stated))) for stated in documents]
    apart = corpus.documents_apart(document for document, _ in told)
    holders: dict[str, list[str]] = defaultdict(list)
    for document_id, value in told:
        holders[value].append(document_id)
    dated = [document for document, _ in told if corpus.sources[document].stated_on]
    return Draft(
        footprint_id=footprint_id,
        document_id=None,
        message=f"Documents differ on the {fact} of {corpus.footprint(footprint_id)}: "
        + f"{listed(_some([_held(apart, value, where) for value, where in holders.items()], 'other value'))}.",
        explanation=" ".join(_some([f"{corpus.dated(document)}: {value}." for document, value in told], "document")),
        record_ids=tuple(one.record_id for stated in documents for one in stated),
        quotes=corpus.quotes((one for stated in documents for one in stated), _QUOTED),
        suggestion=f"The latest is {apart[dated[-1]]}." if len(dated) == len(told) else None,
        about=(fact, *holders),
    )


def _held(apart: dict[str, str], value: str, documents: list[str]) -> str:
    """A value and who gives it: the latest by name."""
    others = f" and {counted(len(documents) - 1, 'other')}" if len(documents) > 1 else ""
    return f"{value} in {apart[documents[-1]]}{others}"


def _some(items: list[str], what: str) -> list[str]:
    """The first few, and how many more there are."""
    return items if len(items) <= _TOLD else [*items[:_TOLD], f"{counted(len(items) - _TOLD, f'more {what}')}"]


RULE = Rule(
    name="figure_disagrees_between_documents",
    severity="warning",
    meaning=(
        "Two documents give different values for one fact of a footprint, further apart than rounding explains. One "
        "amount that they give for different parts of the gap is an info."
    ),
    remedy="Decide which one holds; a later document often replaces the earlier figure, and says so.",
    example="The plan of 2016 has a gap of £300m for 2020/21, the tracker of 2018 £330m.",
    run=run,
)
