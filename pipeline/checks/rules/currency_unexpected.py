"""Another currency among pounds."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule


class Seen(NamedTuple):
    footprint_id: str | None
    document_id: str
    page: int
    char_start: int
    char_end: int
    value_text: str
    detail: str


def run(corpus: Corpus) -> Iterator[Draft]:
    query = """
        SELECT footprint_id, document_id, page, char_start, char_end, value_text, detail
        FROM observations WHERE kind = 'currency_unexpected'
        ORDER BY document_id, page, char_start
    """
    for seen in corpus.fetch(Seen, query):
        detail = json.loads(seen.detail)
        sign = detail.get("currency", "another currency")
        value = str(detail.get("amount") or seen.value_text).replace("\\", "").strip()
        yield Draft(
            footprint_id=seen.footprint_id,
            document_id=seen.document_id,
            message=f"{value} is printed with {sign} in a document that counts in pounds.",
            explanation=f"The amounts around {value} are in £, so the sign is probably a misprint.",
            quotes=(corpus.passage_of(seen),),
            suggestion=f"Read it as {value.replace(sign, '£')}." if sign in value else None,
        )


RULE = Rule(
    name="currency_unexpected",
    severity="error",
    meaning="An amount carries the sign of another currency among amounts in pounds.",
    remedy="Check the amount in the original; a lost or mistaken sign is likelier than foreign money.",
    example="£60m is needed, and a further $12m by 2020/21.",
    run=run,
)
