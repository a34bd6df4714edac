"""The cards of findings divided into pages that a browser opens at once."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby

from markupsafe import escape

from pipeline.report.contents import Contents
from pipeline.report.evidence import Card, cards
from pipeline.report.wording import visible
from schemas.findings import Finding

MOST_CARDS, MOST_BYTES = 100, 1_000_000
"""What a page holds at most, in cards and in the words on them; the markup around is as much again at worst."""


class FindingPages:
    """On which page of the report each finding stands. Rules follow each other by their gravest finding."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    @cached_property
    def pages(self) -> list[list[Card]]:
        """The cards of each page; one page without cards where there are no findings."""
        return list(_divided(cards(self._contents, self._ordered))) or [[]]

    @cached_property
    def _ordered(self) -> list[Finding]:
        """Findings by rule, in a rule what is new first."""
        found = self._contents.findings
        places = {rule: place for place, rule in enumerate(dict.fromkeys(finding.rule for finding in found))}
        return sorted(found, key=lambda finding: (places[finding.rule], not self._contents.is_new(finding)))

    @cached_property
    def files(self) -> list[str]:
        """The file of each page."""
        return [
            f"findings-{number}.html" if number > 1 else "findings.html" for number in range(1, len(self.pages) + 1)
        ]

    @cached_property
    def paths(self) -> dict[str, str]:
        """Where each finding's card stands, by its id."""
        return {
            card.finding.finding_id: f"{file}#f-{card.finding.finding_id}"
            for file, held in zip(self.files, self.pages, strict=True)
            for card in held
        }

    @cached_property
    def rules(self) -> dict[str, tuple[str, int]]:
        """Where each rule's findings begin, and how many there are."""
        counts = Counter(finding.rule for finding in self._contents.findings)
        paths: dict[str, tuple[str, int]] = {}
        for file, held in zip(self.files, self.pages, strict=True):
            for card in held:
                rule = card.finding.rule
                paths.setdefault(rule, (f"{file}#{rule}", counts[rule]))
        return paths

    def grouped(self, index: int) -> list[tuple[str, list[Card]]]:
        """The cards of a page by rule."""
        return [(rule, list(group)) for rule, group in groupby(self.pages[index], lambda card: card.finding.rule)]

    def index(self) -> str:
        """Every finding in a line, as a script: by it the filter of one page knows what stands on the others."""
        rows = [
            {
                "page": number,
                "path": self.paths[card.finding.finding_id],
                "severity": card.finding.severity,
                "rule": card.finding.rule,
                "footprint": card.finding.footprint_id or "",
                "new": "yes" if card.is_new else "no",
                "message": visible(card.finding.message),
            }
            for number, held in enumerate(self.pages, start=1)
            for card in held
        ]
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        return f"window.everyFinding = [\n{lines}\n];\n"


def _divided(found: Sequence[Card]) -> Iterator[list[Card]]:
    held: list[Card] = []
    size = 0
    for card in found:
        weight = _weight(card)
        if held and (len(held) == MOST_CARDS or size + weight > MOST_BYTES):
            yield held
            held, size = [], 0
        held.append(card)
        size += weight
    if held:
        yield held


def _weight(card: Card) -> int:
    """The bytes that a card's words take in a page, where a sign such as & takes several."""
    words = [card.finding.message, card.finding.explanation, card.finding.suggestion or ""]
    words += [part.text for passage in card.passages for part in passage.parts]
    return sum(len(escape(word).encode()) for word in words)
