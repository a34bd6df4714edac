"""What a check is, and what it hands in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.checks.corpus import Corpus
from schemas.types import Severity


@dataclass(frozen=True)
class Draft:
    """A finding before it has an id.

    `severity` is the rule's own unless the draft says otherwise. `about` is what makes the finding the same one in the
    next run, beside rule, footprint and document; it is the quotes and the message's figures unless the draft says
    otherwise.
    """

    footprint_id: str | None
    document_id: str | None
    message: str
    explanation: str
    record_ids: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    suggestion: str | None = None
    severity: Severity | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One check: its name, how grave its findings are, what they mean and what to do about them.

    `within` finds what a document shows by itself: nothing that it hands in may depend on another document, for a
    refresh asks it of new and changed documents only. `run` finds what it takes all documents to see.
    `example` is a made-up case, for the page that explains the rules.
    """

    name: str
    severity: Severity
    meaning: str
    remedy: str
    example: str
    run: Callable[[Corpus], Iterable[Draft]] = lambda corpus: ()
    within: Callable[[Corpus], Iterable[Draft]] = lambda corpus: ()
