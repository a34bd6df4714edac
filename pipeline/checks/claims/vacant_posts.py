"""Leadership that is said to be in place, and posts that are to be confirmed."""

from collections.abc import Iterator

from extractors.patterns import KeyedPattern, keyed
from pipeline.checks.corpus import Corpus
from pipeline.checks.rule import Draft
from pipeline.checks.wording import counted

_POST = r"(?:senior responsible|SRO|programme director|lead)"
_IN_PLACE = keyed(
    rf"(?i)\b(?:(?:each|every) (?:programme|workstream|project) has (?:a|an) {_POST}"
    rf"|all (?:programmes|workstreams) have (?:a|an|their) {_POST}"
    r"|(?:leadership|SROs?|senior responsible officers?)\b[^.\n]{0,140}?"
    r"\b(?:has|have) been (?:confirmed|appointed|identified))"
)
_VACANT = keyed(
    r"(?i)\b(?:(?:programme |clinical |project )?(?:SRO|director|lead|manager))\s*(?:\([^)]*\))?\s*[:–-]\s*"
    r"(?:TBC|TBA|to be confirmed|to be appointed|vacant|all organisations)\b"
)
_SHOWN = 4


def drafts(corpus: Corpus) -> Iterator[Draft]:
    for document_id in corpus.sources:
        claims, vacant = (list(_passages(corpus, document_id, words)) for words in (_IN_PLACE, _VACANT))
        if claims and vacant:
            yield Draft(
                footprint_id=claims[0][0],
                document_id=document_id,
                message=f"Every programme is said to have its leaders, but {counted(len(vacant), 'post')} "
                + ("is to be confirmed or shared." if len(vacant) == 1 else "are to be confirmed or shared."),
                explanation=f"“{vacant[0][2]}” against “{claims[0][2]}”.",
                quotes=tuple(dict.fromkeys(passage for _, passage, _ in [*claims[:_SHOWN], *vacant[:_SHOWN]])),
                about=tuple(words for *_, words in claims),
            )


def _passages(corpus: Corpus, document_id: str, words: KeyedPattern) -> Iterator[tuple[str | None, str, str]]:
    """Footprint, passage and words of each match."""
    for page, text in corpus.pages.of(document_id).items():
        for match in words.finditer(text):
            footprint_id = corpus.footprint_at(document_id, page, match.start())
            yield footprint_id, corpus.passage(document_id, page, match.start(), match.end()), match.group()
