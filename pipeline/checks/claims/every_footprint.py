"""A table that is said to cover every footprint, and has fewer rows."""

from collections.abc import Iterator

import regex

from pipeline.checks.corpus import Corpus
from pipeline.checks.dashboards import DashboardRow, dashboards, placed
from pipeline.checks.rule import Draft
from pipeline.checks.wording import listed

_STP = r"(?:STPs?|footprints?|sustainability and transformation \w+)"
_EVERY = regex.compile(rf"(?i)\b(?:every|each|all)\s+(?:of\s+)?(?:the\s+)?(?:44\s+)?{_STP}\b")
_TABLE = regex.compile(r"(?i)\b(?:dashboard|table|view|scores?|ratings?|progress)\b")
_FORTY_FOUR = regex.compile(rf"(?i)\b44\s+(?:areas\b|{_STP})")


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for rows in dashboards(corpus):
        names = len(corpus.footprint_names)
        document_id = rows[0].document_id
        claim = _first(corpus, document_id, _EVERY, with_words=_TABLE)
        if claim is None or len(rows) >= names:
            continue
        absent = _absent(corpus, rows)
        told = f" Absent: {listed(absent)}." if len(absent) == names - len(rows) else ""
        number = _first(corpus, document_id, _FORTY_FOUR)
        yield Draft(
            footprint_id=None,
            document_id=document_id,
            message=f"The table is said to cover every footprint; it has {len(rows)} rows for {names} footprints.",
            explanation=f"{names} - {len(rows)} = {names - len(rows)} are missing.{told}",
            record_ids=(),
            quotes=(claim, *([number] if number else []), rows[-1].text(corpus)),
            suggestion="Rows may have been lost in reading; compare with the original.",
            severity="error",
            about=(claim,),
        )


def _first(
    corpus: Corpus, document_id: str, words: "regex.Pattern[str]", with_words: "regex.Pattern[str] | None" = None
) -> str | None:
    """The first passage of a document with these words, and with those, if any."""
    for page, text in corpus.pages.of(document_id).items():
        for match in words.finditer(text):
            passage = corpus.passage(document_id, page, match.start(), match.end())
            if with_words is None or with_words.search(passage):
                return passage
    return None


def _absent(corpus: Corpus, rows: tuple[DashboardRow, ...]) -> list[str]:
    """Footprints that no row was resolved to or stands in the place of."""
    there = {row.footprint_id for row in rows} | set(placed(corpus, rows).values())
    return [name for footprint_id, name in corpus.footprint_names.items() if footprint_id not in there]
