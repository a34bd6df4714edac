"""Pages from which nothing could be read."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import counted, listed

_SHOWN = 12
_BLANK = "nothing is printed there"


class Empty(NamedTuple):
    document_id: str
    pages: list[int]
    page_count: int
    problems: list[str]


def run(corpus: Corpus) -> Iterator[Draft]:
    query = r"""
        SELECT document_id, list(page ORDER BY page) AS pages, any_value(page_count) AS page_count,
            list(DISTINCT pages.problem ORDER BY pages.problem) FILTER (pages.problem IS NOT NULL) AS problems
        FROM pages JOIN documents USING (document_id)
        WHERE NOT regexp_matches(pages.text, '\w') AND documents.status <> 'unreadable' AND page_count > 1
        GROUP BY document_id ORDER BY document_id
    """
    for empty in corpus.fetch(Empty, query):
        shown = listed(str(page) for page in empty.pages[:_SHOWN])
        more = f" and {len(empty.pages) - _SHOWN} more" if len(empty.pages) > _SHOWN else ""
        many = len(empty.pages) * 2 > empty.page_count
        yield Draft(
            footprint_id=corpus.main_footprint(empty.document_id),
            document_id=empty.document_id,
            message=(
                f"{counted(len(empty.pages), 'page')} of {empty.page_count} of {corpus.document(empty.document_id)} "
                f"{'has' if len(empty.pages) == 1 else 'have'} no text."
            ),
            explanation=f"Nothing was read from page {shown}{more}: {'; '.join(empty.problems or [_BLANK])}.",
            severity="warning" if many else None,
            about=tuple(str(page) for page in empty.pages),
        )


RULE = Rule(
    name="page_without_text",
    severity="info",
    meaning="A page holds no text: it is blank, a picture or a scan. When most pages are, it is a warning.",
    remedy="Look at the pages; where they are scans, read the document again with text recognition.",
    example="3 of 40 pages of a plan have no text.",
    run=run,
)
