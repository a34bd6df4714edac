"""What a document says about itself: title, kind, date."""

from collections.abc import Iterator, Sequence
from datetime import date

import regex

from extractors.blocks import Block
from extractors.document import Document, Imprint

_MONTHS = (
    *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?"),
    *("july?", "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_MONTH = {pattern[:3]: number for number, pattern in enumerate(_MONTHS, start=1)}
_DATE = regex.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s)?\b(?P<month>{'|'.join(_MONTHS)})\.?,?\s(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s)?(?P<year>20[01]\d)\b|(?P<d>\d{{1,2}})[./](?P<m>\d{{1,2}})[./](?P<y>20\d\d|\d\d)\b",
    regex.IGNORECASE,
)
_OF_SOMETHING_ELSE = regex.compile(r"\b(?:by|before|until|from|since|between|after|to)\s$", regex.IGNORECASE)
"""What is to be done by a day, or has been so since, does not date the document."""
_ACCESSED = regex.compile(r"\b(?:accessed|retrieved)(?: on)?:?\s(?P<date>.{6,30})", regex.IGNORECASE)
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
    """Title (first heading), kind and date as the first page states them; None for what it does not.

    A document without a date of its own is at least as late as the last day on which it says to have looked a source up.
    """
    first = [b for b in blocks[:40] if b.page.number <= 2]
    title = next((b.text for b in first if b.kind == "heading" and len(b.text.split()) >= 2), None) or (
        first[0].text[:120] if first else None
    )
    head = [b.text for b in first[:14]]
    kind = next((name for name, pattern in _KINDS if any(pattern.search(text[:160]) for text in head)), None)
    stated = next((found for block in first for found in _dates(block.text[:400])), None)
    return Imprint(title[:200] if title else None, kind, stated or _last_access(document))


def _last_access(document: Document) -> date | None:
    texts = (match["date"] for page in document.pages for match in _ACCESSED.finditer(page.text))
    return max((found for text in texts for found in _dates(text)), default=None)


def _dates(text: str) -> Iterator[date]:
    """The days that a text names as its own, in reading order; a month alone is its first day."""
    for match in _DATE.finditer(text):
        if _OF_SOMETHING_ELSE.search(text[: match.start()]):
            continue
        try:
            if match["month"]:
                day = int(match["day"] or match["day2"] or 1)
                yield date(int(match["year"]), _MONTH[match["month"][:3].casefold()], day)
            else:
                year = int(match["y"])
                yield date(year if year > 100 else 2000 + year, int(match["m"]), int(match["d"]))
        except ValueError:
            continue
