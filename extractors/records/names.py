"""Observations on names for the checks: footprints called by another name, and footprints spoken of in another's profile."""

from collections.abc import Sequence

from extractors.collect import Collector
from extractors.gazetteer import fold_words
from extractors.mentions.footprints import footprint_of_title
from extractors.sections import Passage
from extractors.sentences import Sentence
from schemas.documents import Observation
from schemas.footprints import all_footprints


def observed_of(observation: Observation) -> tuple[str | None, str] | None:
    """What is observed but once in a document with this; None where it may well be observed again."""
    if observation.kind != "footprint_name":
        return None
    return observation.footprint_id, f"called {' '.join(fold_words(observation.value_text or ''))}"


def observe_names(passages: Sequence[Passage], sentences: Sequence[Sentence], collector: Collector) -> None:
    """`footprint_name` for headings that call a footprint by an alias; `footprint_mentioned` for others named within a profile."""
    official = {f.footprint_id: f.name for f in all_footprints()}
    seen: set[tuple[str, str]] = set()
    for passage in passages:
        block = passage.block
        if passage.attribution != "profile" or block.is_row:
            continue
        footprint_id = footprint_of_title(block.text) if len(block.text) <= 120 else None
        if footprint_id is None or fold_words(block.text)[: len(fold_words(official[footprint_id]))] == fold_words(
            official[footprint_id]
        ):
            continue
        if (footprint_id, " ".join(fold_words(block.text))) in seen:
            continue
        seen.add((footprint_id, " ".join(fold_words(block.text))))
        collector.observe(
            "footprint_name",
            block,
            (0, len(block.text)),
            footprint_id=footprint_id,
            extractor="names.heading",
            detail={"resolved": footprint_id, "official": official[footprint_id], "score": 100, "form": "alias"},
        )
    for sentence in sentences:
        if sentence.passage.attribution != "profile" or footprint_of_title(sentence.text) is not None:
            continue
        for mention in sentence.footprints:
            if mention.footprint_id and mention.footprint_id != sentence.passage.footprint_id and not mention.is_body:
                collector.observe(
                    "footprint_mentioned",
                    sentence.passage.block,
                    sentence.block_span(0, len(sentence.text)),
                    footprint_id=sentence.passage.footprint_id,
                    extractor="names.profile",
                    detail={
                        "mentioned": mention.footprint_id,
                        "as_written": mention.text,
                        "strength": mention.strength,
                    },
                )
