"""Every rule, in the order in which they are explained and reported, and the page that explains them."""

from pipeline.checks.rule import Rule
from pipeline.checks.rules import (
    currency_unexpected,
    document_unreadable,
    figure_missing,
    gap_components_disagree_with_total,
    lead_organisation_missing,
    lead_shared_by_footprints,
    savings_exceed_gap,
    unit_missing,
)

RULES: tuple[Rule, ...] = (
    gap_components_disagree_with_total.RULE,
    unit_missing.RULE,
    currency_unexpected.RULE,
    lead_shared_by_footprints.RULE,
    lead_organisation_missing.RULE,
    figure_missing.RULE,
    savings_exceed_gap.RULE,
    document_unreadable.RULE,
)

_INTRODUCTION = """# Rules

Generated from the catalogue in `pipeline/checks/` by `make docs`; do not edit. A finding's severity says what it asks
of a reader: `error` = two statements that cannot both be true, or one that cannot be read as it stands; `warning` =
probably wrong, or in need of a decision; `info` = worth knowing. What rounding to the printed digits explains is no
finding. Findings propose corrections; none is ever applied by itself.
"""


def rules_markdown() -> str:
    """The catalogue as a page: what each rule means, what to do, and an example."""
    table = ["| rule | severity |", "|---|---|"]
    table += [f"| [{rule.name}](#{rule.name}) | {rule.severity} |" for rule in RULES]
    return "\n\n".join([_INTRODUCTION.rstrip(), "\n".join(table), *map(_section, RULES)]) + "\n"


def _section(rule: Rule) -> str:
    return (
        f"## {rule.name}\n\nUsually `{rule.severity}`. {rule.meaning}\n\n"
        f"**What to do.** {rule.remedy}\n\n**Example.** {rule.example}"
    )
