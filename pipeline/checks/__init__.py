"""Rules that look for contradictions, gaps and oddities in a loaded warehouse.

`run_checks` runs the whole catalogue; `docs/rules.md` explains it. A rule is one file in `rules/`, named after it.
"""

from pipeline.checks.catalogue import RULES, rules_markdown
from pipeline.checks.findings import run_checks
from pipeline.checks.rule import Draft, Rule

__all__ = ["RULES", "Draft", "Rule", "rules_markdown", "run_checks"]
