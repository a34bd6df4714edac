"""A text rendered as slides, as a report and in two columns reads the same again."""

import re
from pathlib import Path

import pytest
from renderings import RENDERINGS

from pipeline.reading import Limits, read

TEXT = """EXAMPLE COUNTY

Population: 1.2 million

- Lead: Ann Example, Example County CCG
- The partners want one laboratory for the three hospitals, and a shared record that every clinician can read and add to
- Priorities are set by the board each autumn

Table of savings

Programme\t2017/18 £m\t2018/19 £m\tWho answers for it
Urgent and emergency care\t12.4\t24.8\tThe chief nurse of the larger of the two trusts
Planned care\t8.1\t\tTo be named
Total\t20.5\t24.8\t

If nothing is done, health and social care together will be £341.66m short by 2020/21, and no single programme can \
make up for that; this is why the plan speaks of all of them at once and adds the figures up only at the end.

THE SECOND PART

A single closing sentence stands here.
"""


def words(text: str) -> list[str]:
    """Words of a text, those that a line broke at a hyphen put together."""
    return re.sub(r"(?<=\w)-\s(?=\w)", "-", text).split()


@pytest.mark.parametrize("kind", RENDERINGS)
def test_words_and_rows_are_the_same_again(tmp_path: Path, kind: str) -> None:
    RENDERINGS[kind](TEXT, tmp_path / "text.pdf")
    reading = read(tmp_path / "text.pdf", Limits())
    text = "\n\n".join(page.text for page in reading.document.pages)
    assert words(text) == words(TEXT)
    assert [line for line in text.split("\n") if "\t" in line] == [line for line in TEXT.split("\n") if "\t" in line]


@pytest.mark.slow
@pytest.mark.parametrize("kind", RENDERINGS)
def test_the_corpus_keeps_its_words(tmp_path: Path, corpus_dir: Path, kind: str) -> None:
    for file in sorted(corpus_dir.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        RENDERINGS[kind](text, tmp_path / f"{file.stem}.pdf")
        pages = read(tmp_path / f"{file.stem}.pdf", Limits()).document.pages
        wanted, found = set(re.findall(r"[A-Za-z0-9£.,%]{3,}", text)), " ".join(page.text for page in pages)
        kept = sum(word in found for word in wanted) / len(wanted)
        assert kept > 0.98, file.name
