"""Rules that look for contradictions, gaps and oddities in a loaded warehouse.

`findings.run_checks` runs the whole `catalogue`; `docs/rules.md` explains it. A rule is one file in `rules/`, named
after it. This package imports none of them by itself: all together they take long.
"""
