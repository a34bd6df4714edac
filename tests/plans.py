"""Small plans in our own words, for tests that run the pipeline itself."""

from pathlib import Path

DORSET = """Sustainability and Transformation Plan for Dorset
October 2016

DORSET

Population: 765,000
Lead: Jo Bloggs, Northtown CCG
Financial gap by 2020/21: Combined: £229 M
Capital: £147 M
"""

NORFOLK = """Sustainability and Transformation Plan for Norfolk and Waveney
November 2016

NORFOLK AND WAVENEY

Population: 1.1 M
Lead: Sam Smith, Southtown Council
Financial gap by 2020/21: Healthcare: £300 M + Social care: £100 M = Combined: £450 M
"""
"""Its parts come to £50m less than its total."""


def plans(folder: Path, **texts: str) -> Path:
    """A folder with both plans, or with these texts as `<name>.txt`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (texts or {"dorset": DORSET, "norfolk": NORFOLK}).items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder
