"""Healthcare and social care, providers and commissioners, or the parts by organisation, against the stated total."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.fences import Fences, fences
from pipeline.checks.gaps import Gap, Surroundings, comparable_gaps, together
from pipeline.checks.reconciliation import (
    Term,
    adds_up,
    residual,
    single_changes,
    suggestion,
    tolerance,
)
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import COMPONENTS, listed, pounds, sum_of

_COLLECTIVE = regex.compile(r"(?i)\b(ccgs|trusts|providers|commissioners|councils|authorities|system|economy)\b")
_AMENDED = regex.compile(r"(?i)\b(amended|revised|restated|updated|corrected)\b")


def run(corpus: Corpus) -> Iterator[Draft]:
    gaps = comparable_gaps(corpus)
    usual, around = _usual_share(gaps), Surroundings(corpus, gaps)
    for group in together(gaps):
        own = [gap for gap in group if gap.organisation is None]
        yield from _components(corpus, own, around, usual)
        yield from _split(corpus, own)
        yield from _organisations(corpus, group, own)


def _components(corpus: Corpus, own: list[Gap], around: Surroundings, usual: Fences | None) -> Iterator[Draft]:
    """Healthcare and social care against each combined figure."""
    pairs = list(product(_of(own, "health"), _of(own, "social_care")))
    for total in _different(_of(own, "combined")):
        if not pairs or any(adds_up((h.term, s.term), total.term) for h, s in pairs):
            continue
        health, social = min(pairs, key=lambda pair: _apart(total, pair))
        parts = (health.term, social.term)
        changes = single_changes(parts, total.term, around.of(own), _plausible(*parts, total.term, usual))
        yield _draft(corpus, total, (health, social), own, suggestion(parts, total.term, changes))


def _split(corpus: Corpus, own: list[Gap]) -> Iterator[Draft]:
    """Providers and commissioners against the health or the combined figure, whichever they are a split of."""
    pairs = list(product(_of(own, "provider"), _of(own, "commissioner")))
    totals = _of(own, "health") + _of(own, "combined")
    tried = list(product(pairs, totals))
    if tried and not any(adds_up((p.term, c.term), total.term) for (p, c), total in tried):
        pair, total = min(tried, key=lambda one: _apart(one[1], one[0]))
        parts = (pair[0].term, pair[1].term)
        yield _draft(corpus, total, pair, own, suggestion(parts, total.term, single_changes(parts, total.term)))


def _organisations(corpus: Corpus, group: list[Gap], own: list[Gap]) -> Iterator[Draft]:
    """Parts that bodies state for themselves, where they come to more than the whole of their component.

    Less than the whole says nothing, for not every body need be named. Of a body with several figures the lowest
    counts, and what is said of two bodies together is left out beside what is said of each. Today's deficits are left
    alone: accounts give them on several bases.
    """
    if group[0].scenario != "do_nothing":
        return
    for component in ("health", "social_care", "provider", "commissioner"):
        stated = [gap for gap in _of(group, component) if gap.organisation]
        named = [gap for gap in stated if not _is_collective(gap, stated)]
        lowest: dict[str, Gap] = {}
        for gap in named:
            best = lowest.get(gap.organisation or "")
            if best is None or gap.amount_gbp < best.amount_gbp:
                lowest[gap.organisation or ""] = gap
        parts = list(lowest.values())
        wholes = sorted(_of(own, component), key=lambda gap: gap.amount_gbp)
        terms = [part.term for part in parts]
        if len(parts) < 2 or not wholes or residual(terms, wholes[-1].term) <= tolerance([*terms, wholes[-1].term]):
            continue
        yield _parts_draft(corpus, component, parts, wholes[-1], named, own)


def _is_collective(gap: Gap, stated: list[Gap]) -> bool:
    """Whether a figure is one of several bodies: "the CCGs", or "Northtown and Southtown" beside "Northtown"."""
    name = gap.organisation or ""
    return bool(_COLLECTIVE.search(name)) or any(
        other.organisation and other.organisation != name and other.organisation in name for other in stated
    )


def _parts_draft(
    corpus: Corpus, component: str, parts: list[Gap], whole: Gap, named: list[Gap], own: list[Gap]
) -> Draft:
    """The finding on bodies whose figures come to more than their component, and what it does to the total."""
    amounts = [part.amount_gbp for part in parts]
    come_to = sum(amounts, Decimal(0))
    excess = come_to - whole.amount_gbp
    what = COMPONENTS[component]
    message = (
        f"{listed(f'{part.organisation} ({pounds(part.amount_gbp)})' for part in parts)} come to {pounds(come_to)}, "
        f"{pounds(excess)} more than the stated {what} gap of {pounds(whole.amount_gbp)}"
    )
    explanation = f"{sum_of(amounts)}; stated for {what}: {pounds(whole.amount_gbp)}."
    basis = [whole, *(gap for gap in own if gap.component == component and gap.amount_gbp == whole.amount_gbp)]
    if totals := [gap for gap in own if gap.component == "combined"]:
        total = totals[0]
        rest = total.amount_gbp - whole.amount_gbp
        explanation += (
            f" With the parts the total would be {sum_of([rest, *amounts])}, the text has {pounds(total.amount_gbp)}."
        )
        message += f"; the total of {pounds(total.amount_gbp)} would be {pounds(total.amount_gbp + excess)}"
        basis = [*totals, *basis]
    evidence = list(dict.fromkeys([*basis, *named]))
    return Draft(
        footprint_id=whole.footprint_id,
        document_id=whole.document_id,
        message=f"{message}.",
        explanation=explanation,
        record_ids=tuple(gap.record_id for gap in evidence),
        quotes=corpus.quotes(evidence),
        suggestion=_parts_suggestion(corpus, parts, whole, excess, what, named),
    )


def _parts_suggestion(
    corpus: Corpus, parts: list[Gap], whole: Gap, excess: Decimal, what: str, named: list[Gap]
) -> str:
    """Either the whole is out of date or one part is; a part that is said to have been amended decides."""
    text = f"It would add up with {what} {pounds(whole.amount_gbp + excess)} instead of {pounds(whole.amount_gbp)}"
    for part in parts:
        passages = [corpus.passage_of(gap) for gap in named if gap.organisation == part.organisation]
        cue = next((match.group() for passage in passages if (match := _AMENDED.search(passage))), None)
        if cue:
            before = part.amount_gbp - excess
            was = f", from {pounds(before)} if nothing else changed" if before > 0 else ""
            return f"{text}: {part.organisation}'s {pounds(part.amount_gbp)} is said to have been {cue.lower()}{was}."
    return f"{text}, or with that much less in one of the parts."


def _draft(corpus: Corpus, total: Gap, parts: Sequence[Gap], own: list[Gap], advice: str | None) -> Draft:
    """The finding on two components and their total."""
    terms = [part.term for part in parts]
    difference = residual(terms, total.term)
    named = listed(f"{part.term.name} {pounds(part.amount_gbp)}" for part in parts)
    amounts = [part.amount_gbp for part in parts]
    allowed = tolerance([*terms, total.term])
    basis = [total, *parts]
    repeats = [gap for gap in own if any((gap.component, gap.amount_gbp) == (b.component, b.amount_gbp) for b in basis)]
    evidence = list(dict.fromkeys([*basis, *repeats]))
    return Draft(
        footprint_id=total.footprint_id,
        document_id=total.document_id,
        message=(
            f"{named[0].upper()}{named[1:]} come to {pounds(sum(amounts, Decimal(0)))}, "
            f"{pounds(abs(difference))} {'more' if difference > 0 else 'less'} than the stated total of "
            f"{pounds(total.amount_gbp)}."
        ),
        explanation=(
            f"{sum_of(amounts)}; stated: {pounds(total.amount_gbp)}. "
            f"Rounding explains {pounds(allowed)} at most, the difference is {pounds(abs(difference))}."
        ),
        record_ids=tuple(gap.record_id for gap in evidence),
        quotes=corpus.quotes(evidence),
        suggestion=advice,
    )


def _of(gaps: Iterable[Gap], component: str) -> list[Gap]:
    return [gap for gap in gaps if gap.component == component]


def _different(gaps: Iterable[Gap]) -> list[Gap]:
    """The first statement of each amount."""
    first: dict[Decimal, Gap] = {}
    for gap in gaps:
        first.setdefault(gap.amount_gbp, gap)
    return list(first.values())


def _apart(total: Gap, parts: Iterable[Gap]) -> int:
    """How far the parts stand from the total, in characters; a page counts as a great many."""
    return sum(abs(part.page - total.page) * 10**6 + abs(part.char_start - total.char_start) for part in parts)


def _usual_share(gaps: list[Gap]) -> Fences | None:
    """How much of the combined gap is social care, over the footprints whose figures add up."""
    shares = []
    for group in together(gap for gap in gaps if gap.organisation is None):
        by_component = {gap.component: gap for gap in group}
        if by_component.keys() >= {"health", "social_care", "combined"}:
            health, social, total = (by_component[name].term for name in ("health", "social_care", "combined"))
            if total.value > 0 and adds_up((health, social), total):
                shares.append(float(social.value / total.value))
    return fences(shares)


def _plausible(health: Term, social: Term, total: Term, usual: Fences | None) -> Callable[[Term, Decimal], bool]:
    """Whether a corrected figure leaves social care a usual share of the combined gap."""

    def plausible(term: Term, value: Decimal) -> bool:
        if usual is None:
            return True
        part = value if term == social else social.value
        whole = value if term == total else total.value
        return not usual.outside(float(part / whole))

    return plausible


RULE = Rule(
    name="gap_components_disagree_with_total",
    severity="error",
    meaning=(
        "The parts of a financial gap do not come to the stated total: healthcare and social care, providers and "
        "commissioners, or what single bodies state. Differences that rounding explains do not count."
    ),
    remedy="Look the figures up in the footprint's own plan, and correct the one that was copied wrongly.",
    example="Healthcare £120m and social care £45m, combined £155m: 120 + 45 = 165, £10m more than stated.",
    run=run,
)
