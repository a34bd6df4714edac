"""When a record and a label say the same: values brought to one form, and the columns that a table is matched by."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_HONORIFIC = re.compile(r"^(dr|sir|dame|prof|professor|mr|mrs|ms|miss|cllr|councillor|rt hon|lord|baroness)\.?\s+")
_POST_NOMINALS = re.compile(r"\s+(obe|cbe|mbe|kbe|dbe|phd|md)\b.*$")
_ORGANISATION_WORDS = (
    (re.compile(r"\bnhs foundation trust\b|\bfoundation trust\b|\bnhs ft\b|\bft\b"), "ft"),
    (re.compile(r"\bnhs trust\b"), "trust"),
    (re.compile(r"\bclinical commissioning groups?\b|\bccgs\b"), "ccg"),
    (re.compile(r"&"), " and "),
    (re.compile(r"^(the|nhs)\s+"), ""),
)
_ROLES = (
    ("stp lead", re.compile(r"stp lead|footprint lead|nominated lead|system leader|^lead$|convenor")),
    ("sro", re.compile(r"\bsro\b|senior responsible")),
    ("clinical lead", re.compile(r"clinical lead")),
    ("medical director", re.compile(r"medical director")),
    ("programme director", re.compile(r"programme director")),
)


def plain(value: Any) -> str:
    """Words without case, emphasis, outer punctuation, and differences of space and apostrophe."""
    words = unicodedata.normalize("NFKC", "" if value is None else str(value)).casefold()
    words = re.sub(r"[*_`]+", "", words.replace("’", "'").replace("‘", "'"))
    return re.sub(r"\s+", " ", words).strip(" .;:,")


def letters(value: Any) -> str:
    """Letters and digits alone, to see whether one quote stands in another."""
    return re.sub(r"\W+", "", plain(value))


def person(value: Any) -> str:
    """A name without honorifics and post-nominals."""
    name = plain(value)
    while _HONORIFIC.match(name):
        name = _HONORIFIC.sub("", name)
    return re.sub(r"[^a-z' -]", "", _POST_NOMINALS.sub("", name)).strip()


def organisation(value: Any) -> str:
    """A body's name with its legal form abbreviated."""
    name = plain(value)
    for pattern, short in _ORGANISATION_WORDS:
        name = pattern.sub(short, name)
    return re.sub(r"[^a-z0-9]+", " ", name).strip()


def role(value: Any) -> str:
    """A role under its usual name, other roles as written."""
    words = plain(value)
    return next((name for name, pattern in _ROLES if pattern.search(words)), words)


def number(value: Any) -> float | None:
    """A number to two decimals; None for what is none."""
    try:
        return round(float(value), 2)
    except (TypeError, ValueError):
        return None


def size(value: Any) -> float:
    """A number without its sign; 0 for what is none."""
    return abs(number(value) or 0)


def cell(value: Any) -> str:
    """A dashboard's cell however it is printed: 85.5% = 85.5, 5,441 = 5441, 14.0 = 14, Category 2 - advanced = 2."""
    words = plain(value).removesuffix("%").replace(",", "")
    words = re.sub(r"^-(?=[a-z])", "", re.sub(r"^category\s*(\d+).*", r"\1", words))
    return f"{float(words):g}" if re.fullmatch(r"-?\d+(\.\d+)?", words) else words


def as_is(value: Any) -> Any:
    """A closed vocabulary's value."""
    return value


Part = tuple[str, Callable[[Any], Any]]


@dataclass(frozen=True)
class Match:
    """How a table's rows are matched.

    The columns of the lenient key, those that the strict key adds, and the attributes that are compared once a label is
    found. `place` says whether the lenient key has the footprint; the strict one always has.
    """

    lenient: tuple[Part, ...]
    strict: tuple[Part, ...] = ()
    attributes: tuple[str, ...] = ()
    place: bool = True

    def key(self, footprint: str | None, fields: dict[str, Any], strict: bool) -> tuple[Any, ...]:
        """What a row and a label have in common when they say the same."""
        parts = self.lenient + (self.strict if strict else ())
        return (footprint if strict or self.place else None, *(form(fields.get(name)) for name, form in parts))


_AMOUNT: Part = ("amount_gbp", number)

MATCHES: dict[str, Match] = {
    "populations": Match((("people", number),), (("scope", as_is),), ("statistic",)),
    "leads": Match((("name", person),), (("role", role),), ("organisation", "honorific")),
    "financial_gaps": Match(
        (_AMOUNT,), (("component", as_is), ("scenario", as_is)), ("organisation", "financial_year", "cumulative")
    ),
    "capital_requirements": Match((_AMOUNT,)),
    "savings": Match((_AMOUNT,), (("financial_year", as_is),), ("cumulative",)),
    "funding": Match((("amount_gbp_high", number),), (("amount_gbp_low", number),), ("kind",)),
    "ics_status": Match((), (("status", as_is),)),
    "organisations": Match((("name", organisation),)),
    "activity_changes": Match((("change", size),), (("change", number),)),
    "dashboard_scores": Match((("row_name", plain), ("value_text", cell)), place=False),
}

LISTS = ("focuses", "considerations")
"""Tables whose rows are matched by the likeness of their text."""


def same_attribute(name: str, said: Any, wanted: Any) -> bool:
    """Whether a column that is no part of the key agrees with the label."""
    if name == "organisation":
        return organisation(said) == organisation(wanted)
    if isinstance(wanted, str) or isinstance(said, str):
        return plain(said) == plain(wanted)
    return (said or None) == (wanted or None)


def same_words(said: str, wanted: str) -> bool:
    """Whether one quote stands in the other."""
    a, b = letters(said), letters(wanted)
    return bool(a) and (a in b or b in a)
