"""From what the rules hand in to findings: ids that last from run to run, and the order reviewers read them in."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence

import duckdb
import regex

from pipeline.checks.catalogue import RULES
from pipeline.checks.corpus import Corpus, only
from pipeline.checks.rule import Draft, Rule
from schemas.findings import Finding
from schemas.types import FindingScope

_FIGURE = regex.compile(r"\d[\d,.]*\d|\d")
_GRAVITY = {"error": 0, "warning": 1, "info": 2}


def run_checks(
    con: duckdb.DuckDBPyConnection,
    run_id: str,
    previous: Mapping[str, str] | None = None,
    known: Sequence[Finding] = (),
    fresh: Collection[str] | None = None,
) -> list[Finding]:
    """What every rule of the catalogue finds in a loaded warehouse, gravest first.

    `previous` gives, for the findings of the last published warehouse, the run that first raised each: they keep it.
    Where `known` are the findings of scope `document` of all documents but the `fresh` ones, only these are looked at
    each by itself. The order and the ids depend on the warehouse's content alone.
    """
    findings = {finding.finding_id: finding for finding in known}

    def keep(rule: Rule, drafts: Iterable[Draft], scope: FindingScope) -> None:
        for draft in drafts:
            finding = _finding(rule, draft, run_id, previous or {}, scope)
            findings.setdefault(finding.finding_id, finding)

    corpus = Corpus(con)
    if fresh is None:
        for rule in RULES:
            keep(rule, rule.within(corpus), "document")
    elif fresh:
        with only(con, fresh):
            alone = Corpus(con)
            for rule in RULES:
                keep(rule, rule.within(alone), "document")
    for rule in RULES:
        keep(rule, rule.run(corpus), "corpus")
    return sorted(findings.values(), key=_reading_order)


def finding_id(rule: str, footprint_id: str | None, document_id: str | None, about: Iterable[str]) -> str:
    """An id from what does not change from run to run; spacing, case and punctuation of the quotes do not matter."""
    content = json.dumps([rule, footprint_id, document_id, sorted({_bare(text) for text in about})])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _bare(text: str) -> str:
    return regex.sub(r"[^\p{L}\p{N}.£$]+", " ", text.casefold()).strip()


def _finding(rule: Rule, draft: Draft, run_id: str, previous: Mapping[str, str], scope: FindingScope) -> Finding:
    about = draft.about or (*draft.quotes, *_FIGURE.findall(draft.message))
    identity = finding_id(rule.name, draft.footprint_id, draft.document_id, about)
    return Finding(
        finding_id=identity,
        first_seen_run=previous.get(identity, run_id),
        rule=rule.name,
        severity=draft.severity or rule.severity,
        footprint_id=draft.footprint_id,
        document_id=draft.document_id,
        message=draft.message,
        explanation=draft.explanation,
        record_ids=draft.record_ids,
        quotes=draft.quotes,
        suggestion=draft.suggestion,
        scope=scope,
    )


def _reading_order(finding: Finding) -> tuple[object, ...]:
    catalogue = [rule.name for rule in RULES]
    return (
        _GRAVITY[finding.severity],
        catalogue.index(finding.rule),
        finding.footprint_id or "",
        finding.document_id or "",
        finding.finding_id,
    )
