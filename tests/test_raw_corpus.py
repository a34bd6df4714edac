"""The project's own documents: made again to the byte, complete, and in nobody else's words."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

RAW = Path(__file__).resolve().parent.parent / "data" / "raw"
PDFS = ("stp-tracker.pdf", "plan-nottinghamshire.pdf")


def pages_of(path: Path) -> list[str]:
    if path.suffix != ".pdf":
        return path.read_text(encoding="utf-8").split("\f")
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdf]


@pytest.fixture(scope="module")
def slides() -> list[str]:
    return pages_of(RAW / "stp-tracker.pdf")


def test_the_script_makes_the_same_bytes_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, RAW / "make.py", "--into", tmp_path], check=True)
    for name in PDFS:
        assert (tmp_path / name).read_bytes() == (RAW / name).read_bytes(), f"{name} is not what make.py makes"


def test_every_source_is_described_and_every_description_has_its_file() -> None:
    described = {entry["file"] for entry in tomllib.loads((RAW / "sources.toml").read_text(encoding="utf-8"))["source"]}
    assert described == {path.name for pattern in ("*.pdf", "*.txt") for path in RAW.glob(pattern)}


def test_each_footprint_has_two_slides_under_its_name(slides: list[str]) -> None:
    footprints = tomllib.loads((RAW / "tracker.toml").read_text(encoding="utf-8"))["footprint"]
    assert [footprint["number"] for footprint in footprints] == list(range(1, 45))
    headings = [slide.split("\n", 1)[0] for slide in slides]
    for footprint in footprints:
        assert headings.count(footprint["name"]) == 1
        assert headings.count(f"{footprint['name']} (2)") == 1


def test_a_slide_reads_as_it_looks(slides: list[str]) -> None:
    """Pound signs, three bullet marks and the order of boxes that stand side by side survive the way into PDF."""
    text = "\n".join(slides)
    assert "Financial gap by 2020/21\nHealthcare: £443 M + Social care: £129 M = Combined: £572 M\n" in text
    assert "Healthcare: £641 M\n+\nSocial care: £107 M\n=\nCombined: £571 M\n" in text
    assert {line[0] for line in text.split("\n") if line[1:2] == " "} >= set("•›–")
    assert "\ufffd" not in text


def six_words(text: str) -> Iterator[str]:
    """Each run of six words, at least five of them no names: headings and `Lead:` lines are facts, not wording."""
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*", text)
    for start in range(len(words) - 5):
        run = words[start : start + 6]
        if sum(word[0].islower() for word in run) >= 5:
            yield " ".join(run).lower()


def test_no_wording_is_taken_from_the_labelled_corpus(corpus_dir: Path) -> None:
    theirs = {run for path in corpus_dir.glob("*.txt") for run in six_words(path.read_text(encoding="utf-8"))}
    assert len(theirs) > 10_000
    ours = {
        run: path.name
        for path in RAW.iterdir()
        if path.suffix in {".pdf", ".txt"}
        for page in pages_of(path)
        for run in six_words(page)
    }
    assert {run: name for run, name in ours.items() if run in theirs} == {}
