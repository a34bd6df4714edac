"""Figures in tables: deficits by organisation, gaps and savings by year, transformation costs - each cell with its row and column headers.

What a table is about is decided by its header and caption, then by the row's own label. A table about anything else is left alone.
"""

from collections.abc import Sequence, Set
from decimal import Decimal
from typing import Any

import regex

from extractors.collect import Collector
from extractors.cues import nearest_meaning
from extractors.mentions.organisations import find_organisations
from extractors.mentions.years import financial_year, find_years
from extractors.sections import Passage
from extractors.tables import Number, Row, Table, find_tables
from schemas.records import CapitalRequirement, FinancialGap, Funding, Saving

_DEFICIT = regex.compile(r"\b(?:surplus(?:es)?|deficits?|shortfalls?|gaps?)\b", regex.IGNORECASE)
_POSITIVE_GAP = regex.compile(r"^(?!.*\b(?:surplus|deficit|position)\b).*\b(?:gap|shortfall)\b", regex.IGNORECASE)
"""A row whose figures are gaps as they stand, where deficits are negative."""
_SAVING = regex.compile(
    r"\b(?:savings?|solutions?|CIPs?|QIPPs?|efficienc(?:y|ies)|cost reductions?)\b", regex.IGNORECASE
)
_COSTS = regex.compile(
    r"\b(?:transformation|transition|implementation)\b.{0,40}\b(?:costs?|funding|investment|revenue)\b|\binvestment\b|\bfund(?:ing)?\b|\bSTF\b",
    regex.IGNORECASE,
)
_CAPITAL = regex.compile(r"\bcapital\b", regex.IGNORECASE)
_NOT_MONEY = regex.compile(
    r"\b(?:beds?|wte|staff(?!\scosts?)|admissions?|attendances?|spells|patients|population|life expectancy|per 1,?0+|rate|number of|no\.? of|activity|appointments)\b|%",
    regex.IGNORECASE,
)
_DO_NOTHING = regex.compile(r"\bdo[- ]nothing\b", regex.IGNORECASE)
_DO_SOMETHING = regex.compile(r"\bdo[- ]something\b|\bresidual\b|\bafter\b|\bremaining\b", regex.IGNORECASE)
_AROUND_SAVINGS = regex.compile(
    r"\b(?:before|after|post|net of|following)\s(?:\w+\s){0,3}(?:savings?|solutions?|plans?|CIPs?|QIPPs?|efficienc(?:y|ies)|measures|schemes|STP)\b",
    regex.IGNORECASE,
)
"""A gap as it is before the savings are made, or when they have been."""
_TOTAL = regex.compile(r"^\s*(?:grand\s|overall\s|sub-?\s?)?total\b", regex.IGNORECASE)
_ALL = regex.compile(
    r"^\s*(?:(?:grand|sub-?)\s?)?(?:total|both|all|together|combined|altogether|sum|system|overall)\b", regex.IGNORECASE
)
_PROVIDER = regex.compile(r"\bprovider|\btrusts?\b", regex.IGNORECASE)
_CARE = regex.compile(r"\bsocial care\b|\bcouncils?\b|\blocal authorit", regex.IGNORECASE)
_COMMISSIONER = regex.compile(r"\bcommi-?\s?ssioner|\bCC?G|\bCGG\b", regex.IGNORECASE)
_BODY_LABEL = regex.compile(r"^(?:NHS\s)?[A-Z][\w.&' -]{1,60}$")
_SURPLUS = regex.compile(r"\bsurplus(?:es)?\b", regex.IGNORECASE)
_CUMULATIVE = regex.compile(r"\bcumulative\b", regex.IGNORECASE)
_INCOME = regex.compile(
    r"\b(?:income|impairments?|staff costs|variable costs|fixed costs|expenditure|budget|turnover|spend|surplus/)\b",
    regex.IGNORECASE,
)
_ONLY_UNIT = regex.compile(r"(?:£\s?'?\s?(?:000s?|m|k)?|'?000s?)?\s*", regex.IGNORECASE)
_SIDE = regex.compile(
    r"\s*(?:health(?:care)?|NHS|(?:adult )?social care|councils?|local (?:authorities|government)|providers?|trusts|commissioners?|CCGs?|total|combined|overall|health and (?:social )?care)\s*",
    regex.IGNORECASE,
)
"""A label that is a side of the system and nothing else."""
_INCLUDED = regex.compile(r"\bincluded in (?:the )?above\b", regex.IGNORECASE)
_EXTRA_COST = regex.compile(r"\badditional cost\b|\bextra cost\b", regex.IGNORECASE)


def extract_tables(
    passages: Sequence[Passage], collector: Collector, compared: Set[tuple[int, int]] = frozenset()
) -> set[tuple[int, int]]:
    """Records of every table that is about gaps, savings, capital or funding, but for the tables that compare footprints (`compared`).
    Returns (block id, offset) of the characters of every figure that was read, so that prose does not read it again."""
    blocks = {block for block, _ in compared}
    taken: set[tuple[int, int]] = set()
    for table in find_tables([p for p in passages if not p.is_snippet]):
        if any(id(row.block) in blocks for row in table.rows):
            continue
        if len(table.rows) >= 1 and table.rows[0].passage.footprint_id is not None:
            taken |= _read(table, collector)
    return taken


def _read(table: Table, collector: Collector) -> set[tuple[int, int]]:
    section, years = "", _years(table)
    taken: set[tuple[int, int]] = set()
    for row in table.rows:
        if not row.numbers and row.label:
            section = row.label
            continue
        for column, number in row.numbers.items():
            if column == 0:
                continue
            if _cell(table, row, column, number, section, years.get(column), collector):
                taken.update((id(row.block), offset) for offset in range(number.start, number.end))
        if _TOTAL.match(row.label):
            section = ""
    return taken


def _years(table: Table) -> dict[int, str]:
    """The financial year of each column by its header. Where only one column of a row of figures kept its year ('£'000', '£'000',
    '2019/20 £'000'), its neighbours under the same unit are the years before and after it."""
    stated = {c: [y.financial_year for y in find_years(h) if y.financial_year] for c, h in table.header.items()}
    found = {c: years[0] for c, years in stated.items() if c and years}
    figures = sorted({c for row in table.rows for c in row.numbers if c})
    if len(found) != 1 or len(figures) < 3 or figures != list(range(figures[0], figures[-1] + 1)):
        return found
    ((at, year),) = found.items()
    named = [c for c in figures if c != at and c != figures[0] and not _ONLY_UNIT.fullmatch(table.header.get(c, ""))]
    if at not in figures or named or _TOTAL.match(table.header.get(figures[-1], "")):
        return found
    return {c: financial_year(int(year[:4]) + c - at) for c in figures}


def _cell(
    table: Table, row: Row, column: int, number: Number, section: str, year: str | None, collector: Collector
) -> bool:
    """Add the record of a cell; whether there was one to add."""
    header = table.header.get(column, "")
    label = row.label
    is_money = number.has_pound or table.unit is not None
    if number.is_percent or (not is_money and (_NOT_MONEY.search(header) or _NOT_MONEY.search(label))):
        return False
    parts: Sequence[Row] = ()
    about = (
        "savings" if _SAVING.search(number.words) or _EXTRA_COST.search(number.words) else _about(table, header, label)
    )
    if about is None:
        parts = _parts_above(table, row, column)
        meanings = {_about(table, header, part.label) for part in parts}
        about = meanings.pop() if len(meanings) == 1 else None
    if about is None or (_INCLUDED.search(label) or _INCLUDED.search(header)):
        return False
    factor = number.factor or table.unit or _guessed_unit(table, number)
    if factor is None:
        return False
    amount = (number.value * factor).quantize(Decimal("0.01"))
    precision = Decimal(factor).scaleb(-number.decimals)
    years = find_years(header) or find_years(label)
    year = year or next((y.financial_year for y in years if y.financial_year), None)
    if year is None and not years and about == "financial_gaps":
        year = _only_year(table.header.get(0, "")) or (
            _only_year(table.caption) if _DEFICIT.search(table.caption) else None
        )
    period = None if year else next((y.period for y in years if y.period), None)
    passage, block = row.passage, row.block
    columns: dict[str, Any] = {
        "footprint_id": passage.footprint_id,
        "method": "table",
        "extractor": f"{about}.cell",
        "amount_text": number.text,
        "bound": "exact",
        "organisation": None,
    }
    span = (_row_start(row), number.end)
    if table.unit is None and not number.factor:
        collector.observe(
            "unit_missing",
            block,
            span,
            footprint_id=passage.footprint_id,
            extractor="tables.cell",
            detail={"assumed_factor": factor, "table": about, "amount": number.text, "is_table": True},
        )
    exact = {"amount_gbp_high": None, "precision_gbp": max(precision, Decimal("0.01"))}
    if about == "financial_gaps":
        organisation = _organisation(label, header, table)
        component = _component(label, header, section, organisation, table)
        if (
            organisation is None
            and _DEFICIT.search(label)
            and sum(bool(_organisation(label, h, table)) for c, h in table.header.items() if c in row.numbers) >= 2
        ):
            component = "provider"  # the total over the columns, which are bodies
        collector.add(
            FinancialGap,
            block,
            span,
            **{**columns, "organisation": organisation},
            **exact,
            amount_gbp=-amount
            if _is_surplus_positive(table) and not (_POSITIVE_GAP.search(label) and not number.is_bracketed)
            else amount,
            component=component,
            scenario=nearest_meaning("scenario", number.words, 0, 0)
            or _scenario(parts[0].label if parts else label, header, year, organisation, table),
            financial_year=year,
            period=period,
            cumulative=bool(_CUMULATIVE.search(header + label)),
        )
    elif about == "savings":
        if _EXTRA_COST.search(number.words) and amount > 0:
            amount = -amount
        collector.add(
            Saving,
            block,
            span,
            **columns,
            **exact,
            amount_gbp=amount,
            programme=label or None,
            financial_year=year,
            period=period,
            basis="proposed",
            cumulative=bool(_CUMULATIVE.search(header)),
        )
    elif about == "capital_requirements":
        collector.add(CapitalRequirement, block, span, **columns, **exact, amount_gbp=amount, purpose=label or None)
    else:
        kind = (
            "stf"
            if regex.search(r"\bSTF\b", label)
            else "transformation"
            if "ransformation" in table.words
            else "transition"
            if "ransition" in table.words
            else "investment"
        )
        collector.add(
            Funding,
            block,
            span,
            **columns,
            amount_gbp_low=abs(amount),
            amount_gbp_high=abs(amount),
            kind=kind,
            period=year or period,
            purpose=label or None,
        )
    return True


def _only_year(stub: str) -> str | None:
    """The year over the column of labels ('2015/16 finances') is that of every figure beside them."""
    years = {y.financial_year for y in find_years(stub) if y.financial_year}
    return years.pop() if len(years) == 1 else None


def _row_start(row: Row) -> int:
    return next((a for a, b in row.block.cells if row.block.text[a:b].strip()), 0)


def _about(table: Table, header: str, label: str) -> str | None:
    is_captioned = bool(_DEFICIT.search(table.caption)) and not _SAVING.search(table.caption)
    stub = table.header.get(0, "")
    for text in (label, header):
        if (is_captioned or _DEFICIT.search(stub)) and _AROUND_SAVINGS.search(text):
            return "financial_gaps"
        if regex.search(r"\bSTF\b", text) and regex.search(r"fund", text, regex.IGNORECASE):
            return "funding"
        if _DEFICIT.search(text):
            return "financial_gaps"
        if _SAVING.search(text):
            return "savings"
    is_plain = bool(_ONLY_UNIT.fullmatch(header) or find_years(header))
    is_side = is_plain and bool(_SIDE.fullmatch(label))
    if _DEFICIT.search(stub) or (is_captioned and (_DO_NOTHING.search(f"{label} {header}") or is_side)):
        return "financial_gaps"
    if _COSTS.search(stub) and not _INCOME.search(header):
        return "funding"  # 'Transformation costs 2017/18 to 2020/21' over the labels says it of every row
    if _INCOME.search(label + " " + header):
        return None
    words = table.words + " " + " ".join(r.label for r in table.rows)
    headers = " ".join(table.header.values())
    if _DEFICIT.search(header):
        return "financial_gaps"
    if _SAVING.search(headers) or (
        _SAVING.search(words)
        and (
            _SAVING.search(table.caption)
            or sum(bool(_SAVING.search(r.label)) for r in table.rows) * 2 >= len(table.rows)
        )
    ):
        return "savings"
    if _CAPITAL.search(f"{table.caption} {headers}"):
        return "capital_requirements"
    if _COSTS.search(table.caption + " " + headers):
        return "funding"
    return None


def _parts_above(table: Table, row: Row, column: int) -> list[Row]:
    """The rows above that a row without a meaning of its own adds up: 'Both' under the gaps of commissioners and of providers."""
    above = table.rows[: table.rows.index(row)]
    parts = [r for r in above if column in r.numbers and r.numbers.keys() == row.numbers.keys()]
    adds_up = sum(r.numbers[column].value for r in parts) == row.numbers[column].value
    return parts if len(parts) > 1 and adds_up and _ALL.match(row.label) else []


def _guessed_unit(table: Table, number: Number) -> int | None:
    """Thousands, where a table of large figures prints no unit: its bracketed, comma-grouped whole numbers are £'000."""
    values = [n for r in table.rows for n in r.numbers.values() if not n.is_percent]
    grouped = [n for n in values if "," in n.text]
    if number.has_pound or len(grouped) * 2 < len(values) or not any(n.is_bracketed for n in values):
        return None
    return 1_000


def _organisation(label: str, header: str, table: Table) -> str | None:
    """The body of a row or column; totals and scenario rows belong to the footprint."""
    if _TOTAL.match(label) or regex.match(r"\s*total\s*$", header, regex.IGNORECASE):
        return None
    for text, other in ((label, header), (header, label)):
        if _DEFICIT.search(text) or _DO_NOTHING.search(text) or not text:
            continue
        if find_organisations(text):
            return find_organisations(text)[0].name
        if (
            _BODY_LABEL.match(text)
            and _DEFICIT.search(other)
            and not regex.search(r"\b(?:health|social|system|combined)\b", text, regex.IGNORECASE)
        ):
            return text.strip()
    if (
        _DEFICIT.search(label)
        and header
        and not find_years(header)
        and not _DO_NOTHING.search(label)
        and sum(bool(regex.match(r"[A-Z][A-Za-z]*[A-Z]\w*\b", h)) for h in table.header.values()) >= 2
    ):
        return regex.split(r"\s(?:Acute|Mental|Community|Adult)\b", header)[0].strip()
    return None


def _is_surplus_positive(table: Table) -> bool:
    """Whether deficits are printed negative: figures in brackets or with a minus, or surpluses named among them."""
    if any(n.value < 0 for row in table.rows for n in row.numbers.values()):
        return True
    return any(_SURPLUS.search(words) for words in (table.words, *(row.label for row in table.rows)))


def _scenario(label: str, header: str, year: str | None, organisation: str | None, table: Table) -> str:
    for words in (label, header, table.header.get(0, ""), table.caption):
        if _DO_NOTHING.search(words):
            return "do_nothing"
        if _DO_SOMETHING.search(words):
            return "residual"
    if organisation is None and not _has_bodies(table) and not (year and year <= "2016/17"):
        return "unspecified"
    return "baseline"


def _has_bodies(table: Table) -> bool:
    """Whether a table sets out the figures of the bodies of a system."""
    words = " ".join([*table.header.values(), *(row.label for row in table.rows)])
    return bool(_PROVIDER.search(words) or _COMMISSIONER.search(words) or find_organisations(words))


def _component(label: str, header: str, section: str, organisation: str | None, table: Table) -> str:
    for text in (header, section, label):
        if _CARE.search(text) and not organisation:
            return "combined" if regex.search(r"\bhealth\b|\bNHS\b", text, regex.IGNORECASE) else "social_care"
        if _COMMISSIONER.search(text):
            return "commissioner"
        if _PROVIDER.search(text):
            return "provider"
    if organisation is not None:
        return "commissioner" if organisation.startswith("NHS ") and "Trust" not in organisation else "provider"
    for text in (header, label):
        if regex.search(r"\bcombined\b|\bhealth and (?:social )?care\b", text, regex.IGNORECASE):
            return "combined"
        if regex.search(r"\bhealth(?:care)?\b|\bNHS\b", text, regex.IGNORECASE):
            return "health"
    beside = " ".join(table.header.values() if _TOTAL.match(header) else (row.label for row in table.rows))
    if _CARE.search(beside) and (_TOTAL.match(header) or _ALL.match(label)):
        return "combined"
    return "health" if _has_bodies(table) else "unspecified"
