"""A warehouse of thousands of made-up plans, many of which contradict themselves or one another."""

import random
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count, groupby
from pathlib import Path

from made_up_warehouse import RUN, Text, warehouse

from schemas.findings import Finding
from schemas.footprints import all_footprints

_PROGRAMMES = ("Urgent care", "Planned care", "Prevention", "Estates", "Workforce", "Mental health", "Back office")
_PROSE = (
    "Our clinics will move nearer to where people live, and those who run them will be asked what they need. ",
    "The board met twice in the quarter; it took note of what the public had written to it. ",
    "About £{spend}m was spent last year on agencies, which none of us wants to repeat. ",
    "Beds, wards and theatres are counted again each winter, and each winter the count is another. ",
)


def plan(number: int, chance: random.Random) -> Text:
    """A plan of a footprint with some thirty statements in three thousand words."""
    footprint = all_footprints()[number % 44]
    people, health, social = (chance.randint(*span) for span in ((300, 2800), (90, 900), (20, 300)))
    total = health + social + chance.randint(20, 90)
    statements = [
        f"Population: {people},000",
        f"Lead: Jo Bloggs{number % 7}, {footprint.name} Council",
        f"Healthcare: £{health}m",
        f"Social care: £{social}m",
        f"Combined: £{total}m",
        f"Capital: £{(capital := chance.randint(20, 400))}m",
        *(f"{name} is to save £{chance.randint(2, 60)}m" for name in _PROGRAMMES * 3),
    ]
    paragraphs = [
        "".join(chance.choices(_PROSE, k=8)).replace("{spend}", str(chance.randint(2, 40))) for _ in statements
    ]
    body = "\n\n".join(f"{said}\n{prose}" for said, prose in zip(statements, paragraphs, strict=True))
    made = Text(
        f"{footprint.name}\n\n{body}\n",
        f"plan-{number:05}.txt",
        date(2016, 1, 1).replace(month=number % 12 + 1),
        f"Plan of {footprint.name}, number {number}",
    )
    own = footprint.number
    made.population(statements[0], people * 1000, own)
    made.lead(statements[1], f"Jo Bloggs{number % 7}", own, organisation=f"{footprint.name} Council")
    made.gap(statements[2], health, own, component="health")
    made.gap(statements[3], social, own, component="social_care")
    made.gap(statements[4], total, own)
    made.capital(statements[5], capital, own)
    seen: dict[str, int] = {}
    for said in statements[6:]:
        made.saving(said, int(said.rpartition("£")[2][:-1]), own, seen.get(said, 0), programme=said.partition(" is")[0])
        seen[said] = seen.get(said, 0) + 1
    return made


def findings(texts: Sequence[Text]) -> Iterator[Finding]:
    """For each plan that its parts do not come to its total, and that it saves on one thing in several ways; for each
    footprint that its plans differ on every fact.
    """
    ids = map("{:016x}".format, count())
    common = {
        "first_seen_run": RUN,
        "explanation": "These figures are made up, and so is what is wrong with them. " * 4,
    }
    for text in texts:
        gaps = [record for record in text.records if record.table == "financial_gaps"]
        savings = [record for record in text.records if record.table == "savings"]
        for rule, severity, records in (
            ("gap_components_disagree_with_total", "error", gaps),
            ("figure_disagrees_within_document", "warning", savings),
        ):
            yield Finding(
                **common,
                finding_id=next(ids),
                rule=rule,
                severity=severity,
                footprint_id=records[0].footprint_id,
                document_id=text.document_id,
                message=f"The figures of {text.title} do not agree.",
                record_ids=tuple(record.record_id for record in records),
                suggestion="Read them again.",
            )
    records = sorted(
        (record for text in texts for record in text.records if record.table != "savings"),
        key=lambda record: (str(record.footprint_id), record.table),
    )
    for (footprint_id, table), group in groupby(records, key=lambda record: (record.footprint_id, record.table)):
        yield Finding(
            **common,
            finding_id=next(ids),
            rule="figure_disagrees_between_documents",
            severity="warning",
            footprint_id=footprint_id,
            document_id=None,
            message=f"Documents differ on the {table} of {footprint_id}.",
            record_ids=tuple(record.record_id for record in group),
        )


def large_warehouse(folder: Path, documents: int) -> Path:
    """A warehouse of that many plans, the same each time, with two findings and more for each."""
    chance = random.Random(44)  # noqa: S311
    texts = [plan(number, chance) for number in range(documents)]
    return warehouse(folder, *texts, findings=findings(texts))
