"""A table that lost its lines and became running text: 'Item Hubs 40,000 Training 20,000 Total 60,000'.

Taken for a table only when its figures add up to its total; what it is about is what the sentence before it was about.
"""

from collections.abc import Sequence
from decimal import Decimal

import regex

from extractors.collect import Collector
from extractors.context import find_owner
from extractors.records.statements import classify
from extractors.sentences import Sentence
from schemas.records import Funding, Saving

_ENTRY = regex.compile(r"(?P<label>[A-Z][A-Za-z,&/' -]{2,90}?)\s£?(?P<number>\d{1,3}(?:,\d{3})+)(?=\s|$)")


def extract_flattened(sentences: Sequence[Sentence], collector: Collector) -> None:
    """Funding or savings of flattened tables whose total proves them."""
    for sentence in sentences:
        if (
            not sentence.has_digit
            or sentence.passage.block.is_row
            or sentence.passage.is_snippet
            or sentence.passage.footprint_id is None
        ):
            continue
        entries = list(_ENTRY.finditer(sentence.text))
        total = next((i for i, e in enumerate(entries) if e["label"].split()[-1] == "Total"), None)
        if total is None or total < 3:
            continue
        values = [Decimal(e["number"].replace(",", "")) for e in entries[: total + 1]]
        first = next((i for i in range(total - 1) if sum(values[i:total]) == values[total]), None)
        if first is not None:
            _emit(sentence, entries[first : total + 1], sentences, collector)


def _emit(
    sentence: Sentence, entries: Sequence["regex.Match[str]"], sentences: Sequence[Sentence], collector: Collector
) -> None:
    table, period = _topic(sentence, sentences)
    if table is None:
        return
    for index, entry in enumerate(entries):
        start = entry.start() if index else _first_label(sentence.text, entry)
        owner = find_owner(sentence, entry.start("number"), entry.end("number"))
        label = sentence.text[start : entry.start("number")].strip()
        amount = Decimal(entry["number"].replace(",", "")).quantize(Decimal("0.01"))
        span = sentence.block_span(start, entry.end())
        if table == "funding":
            collector.add(
                Funding,
                sentence.passage.block,
                span,
                footprint_id=owner.footprint_id,
                method="rule",
                extractor="funding.flattened",
                amount_gbp_low=amount,
                amount_gbp_high=amount,
                bound="exact",
                amount_text=entry["number"],
                kind="other",
                period=period,
                purpose=label,
                organisation=None,
            )
        elif table == "savings":
            collector.add(
                Saving,
                sentence.passage.block,
                span,
                footprint_id=owner.footprint_id,
                method="rule",
                extractor="savings.flattened",
                amount_gbp=amount,
                amount_gbp_high=None,
                bound="exact",
                amount_text=entry["number"],
                precision_gbp=Decimal(1),
                programme=label,
                financial_year=None,
                period=period,
                basis="proposed",
                cumulative=False,
                organisation=None,
            )


def _first_label(text: str, entry: "regex.Match[str]") -> int:
    """Where the first item's label begins: behind the words of the table's header ('Item k per annum ...')."""
    header = regex.search(
        r"\b(?:Item|Scheme|Description|Programme|Project)s?\b(?:\s(?:£?'?k|£?m|000s?|per annum|p\.?a\.?|cost|amount|value|total))*\s",
        text[entry.start() : entry.end()],
        regex.IGNORECASE,
    )
    return entry.start() + (header.end() if header else 0)


def _topic(sentence: Sentence, sentences: Sequence[Sentence]) -> tuple[str | None, str | None]:
    for earlier in reversed(sentences[max(0, sentence.index - 8) : sentence.index + 1]):
        for statement in classify(earlier):
            if statement.means in ("funding", "savings"):
                years = [y.text for y in earlier.years if y.financial_year]
                return statement.means, years[0] if years else None
        if earlier.passage.block is not sentence.passage.block and earlier.money:
            break
    return None, None
