"""Every rule, in the order in which they are explained and reported, and the page that explains them."""

from pipeline.checks.rule import Rule
from pipeline.checks.rules import (
    category_label_mismatch,
    claim_contradicted,
    currency_unexpected,
    document_duplicated,
    document_unreadable,
    duplicate_row,
    figure_disagrees_between_documents,
    figure_disagrees_within_document,
    figure_missing,
    footprint_name_variant,
    gap_components_disagree_with_total,
    lead_disagrees_between_documents,
    lead_organisation_missing,
    lead_shared_by_footprints,
    name_spelling_suspect,
    other_footprint_mentioned,
    page_without_text,
    per_head_outlier,
    savings_exceed_gap,
    stated_count_disagrees_with_list,
    table_total_mismatch,
    unit_missing,
    value_out_of_range,
)

RULES: tuple[Rule, ...] = (
    gap_components_disagree_with_total.RULE,
    table_total_mismatch.RULE,
    unit_missing.RULE,
    currency_unexpected.RULE,
    figure_disagrees_within_document.RULE,
    figure_disagrees_between_documents.RULE,
    lead_shared_by_footprints.RULE,
    lead_disagrees_between_documents.RULE,
    lead_organisation_missing.RULE,
    figure_missing.RULE,
    savings_exceed_gap.RULE,
    per_head_outlier.RULE,
    value_out_of_range.RULE,
    footprint_name_variant.RULE,
    name_spelling_suspect.RULE,
    other_footprint_mentioned.RULE,
    stated_count_disagrees_with_list.RULE,
    category_label_mismatch.RULE,
    duplicate_row.RULE,
    claim_contradicted.RULE,
    document_unreadable.RULE,
    page_without_text.RULE,
    document_duplicated.RULE,
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
