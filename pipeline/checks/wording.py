"""How findings speak of money, people, names and lists."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

COMPONENTS = {
    "health": "healthcare",
    "social_care": "social care",
    "combined": "combined",
    "provider": "providers",
    "commissioner": "commissioners",
    "unspecified": "unspecified",
}


def pounds(amount: Decimal) -> str:
    """An amount as a reader would write it: £464m, £1.074bn, £341.66m, £948,400, -£49m."""
    sign, size = ("-" if amount < 0 else ""), abs(amount)
    for magnitude, unit in ((Decimal(10**9), "bn"), (Decimal(10**6), "m")):
        scaled = size / magnitude
        if scaled >= 1 and scaled == round(scaled, 4):
            return f"{sign}£{plain(scaled)}{unit}"
    return f"{sign}£{size:,.0f}" if size == round(size) else f"{sign}£{size:,.2f}"


def plain(number: Decimal) -> str:
    """A number with its thousands set off and without zeros behind the point: 1,113, 57.7."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def people(count: int) -> str:
    """A number of people: 930,000, 1.4 million."""
    millions = Decimal(count) / 10**6
    if count >= 10**6 and millions == round(millions, 2):
        return f"{plain(millions)} million"
    return f"{count:,}"


def listed(names: Iterable[str], last: str = "and") -> str:
    """A, B and C; with semicolons where a name has a comma or an "and" of its own."""
    items = list(names)
    if len(items) < 2:
        return "".join(items)
    if any(", " in item or " and " in item for item in items):
        return f"{'; '.join(items[:-1])}; {last} {items[-1]}"
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """1 footprint, 38 footprints."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def sum_of(amounts: Sequence[Decimal]) -> str:
    """The amounts and what they come to: £464m + £107m = £571m."""
    terms = "".join(
        (" + " if amount >= 0 else " - ") * (i > 0) + pounds(amount if i == 0 else abs(amount))
        for i, amount in enumerate(amounts)
    )
    return f"{terms} = {pounds(sum(amounts, Decimal(0)))}"
