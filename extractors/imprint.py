"""What a document says about itself: title, kind, date."""

from collections.abc import Sequence
from datetime import date

import regex

from extractors.blocks import Block
from extractors.document import Document, Imprint

_MONTHS = {
    m: i + 1
    for i, m in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ]
    )
}
_DATE = regex.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s)?(?P<month>{'|'.join(_MONTHS)}),?\s(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s)?(?P<year>20[01]\d)\b|(?P<d>\d{{1,2}})[./](?P<m>\d{{1,2}})[./](?P<y>20\d\d|\d\d)\b",
    regex.IGNORECASE,
)
_KINDS: tuple[tuple[str, "regex.Pattern[str]"], ...] = (
    ("tracker", regex.compile(r"\btracker\b", regex.IGNORECASE)),
    ("board_paper", regex.compile(r"\b(?:board|committee|governing body|cabinet)\b.{0,60}\b(?:meeting|paper|report|agenda)\b|\bagenda item\b|\bpublic meeting\b", regex.IGNORECASE)),
    ("minutes", regex.compile(r"\bminutes\b", regex.IGNORECASE)),
    ("plan", regex.compile(r"\bsustainability (?:and|&) transformation plan\b.{0,40}$|\bSTP\b.{0,30}\bsubmission\b|\bfive[- ]year plan\b|\bdraft plan\b", regex.IGNORECASE)),
    ("strategy", regex.compile(r"\bstrategy\b", regex.IGNORECASE)),
    ("letter", regex.compile(r"^dear\b|\byours (?:sincerely|faithfully)\b", regex.IGNORECASE)),
    ("presentation", regex.compile(r"\bslides?\b|\bpresentation\b|\bdeveloping accountable care\b", regex.IGNORECASE)),
)  # fmt: skip


def find_imprint(document: Document, blocks: Sequence[Block]) -> Imprint:
    """Title (first heading), kind and date as the first page states them; None for what it does not."""
    first = [b for b in blocks[:40] if b.page.number <= 2]
    title = next((b.text for b in first if b.kind == "heading" and len(b.text.split()) >= 2), None) or (
        first[0].text[:120] if first else None
    )
    head = [b.text for b in first[:14]]
    kind = next((name for name, pattern in _KINDS if any(pattern.search(text[:160]) for text in head)), None)
    stated = next((found for text in (b.text for b in first) if (found := _date(text))), None)
    return Imprint(title[:200] if title else None, kind, stated)


def _date(text: str) -> date | None:
    for match in _DATE.finditer(text[:400]):
        try:
            if match["month"]:
                day = int(match["day"] or match["day2"] or 1)
                return date(int(match["year"]), _MONTHS[match["month"].casefold()], day)
            year = int(match["y"])
            return date(year if year > 100 else 2000 + year, int(match["m"]), int(match["d"]))
        except ValueError:
            continue
    return None
