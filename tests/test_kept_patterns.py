"""What is worked out of patterns is kept beside the bytecode, and serves only the code that worked it out."""

import subprocess
import sys
from pathlib import Path

import pytest
import regex

from extractors import patterns
from extractors.patterns import WorkedOut, keyed
from pipeline.reading import kept_patterns
from pipeline.reading.kept_patterns import KeptPatterns

GAP = (r"\bgap of £(?P<millions>\d+)m\b", int(regex.IGNORECASE))


@pytest.fixture
def nothing_worked_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WorkedOut:
    """As at the start of a process, in a folder without bytecode."""
    empty = WorkedOut()
    for module in (patterns, kept_patterns):
        monkeypatch.setattr(module, "worked_out", empty)
    monkeypatch.setattr(kept_patterns, "cache_from_source", lambda source: str(tmp_path / "patterns.pyc"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return empty


def work_out_and_keep(worked_out: WorkedOut) -> None:
    kept = KeptPatterns()
    assert keyed(*GAP).search("a Gap of £4m")
    kept.add()
    worked_out.keys.clear()
    worked_out.compiled.clear()


def test_the_next_process_finds_what_this_one_worked_out(nothing_worked_out: WorkedOut) -> None:
    work_out_and_keep(nothing_worked_out)
    KeptPatterns()
    assert nothing_worked_out.keys == {GAP: (("gap of £",), ("m",))}
    match = keyed(*GAP).search("the GAP OF £41m is left")
    assert match
    assert match["millions"] == "41"


def test_what_is_kept_is_not_written_again(nothing_worked_out: WorkedOut, tmp_path: Path) -> None:
    work_out_and_keep(nothing_worked_out)
    (file,) = tmp_path.iterdir()
    before = file.stat().st_mtime_ns
    work_out_and_keep(nothing_worked_out)
    assert file.stat().st_mtime_ns == before
    assert list(tmp_path.iterdir()) == [file]


def test_what_modules_compile_when_they_are_imported_is_kept_too(nothing_worked_out: WorkedOut) -> None:
    kept = KeptPatterns()
    with kept.at_hand():
        assert regex.compile(*GAP).search("a gap of £4m")
    assert list(nothing_worked_out.compiled) == [GAP]
    with kept.at_hand():
        assert regex.compile(*GAP).search("a gap of £4m")
    assert regex.compile is patterns._compile


def test_a_damaged_file_is_passed_over(nothing_worked_out: WorkedOut, tmp_path: Path) -> None:
    work_out_and_keep(nothing_worked_out)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    KeptPatterns()
    assert not nothing_worked_out.compiled


def test_other_code_works_it_out_anew(nothing_worked_out: WorkedOut, monkeypatch: pytest.MonkeyPatch) -> None:
    work_out_and_keep(nothing_worked_out)
    monkeypatch.setattr(kept_patterns, "_code", lambda: b"the next version")
    KeptPatterns()
    assert not nothing_worked_out.compiled


def test_nothing_is_kept_where_python_is_to_write_no_bytecode(
    nothing_worked_out: WorkedOut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    work_out_and_keep(nothing_worked_out)
    assert list(tmp_path.iterdir()) == []


def test_the_recogniser_does_without_the_command_line_of_spacy() -> None:
    lines = (
        "import sys",
        "from extractors.ner import recognise",
        "assert recognise('Lead: Jo Bloggs')",
        "assert 'spacy.cli' not in sys.modules",
        "import spacy.cli.info, spacy",
        "assert spacy.info(silent=True)['spacy_version'] == spacy.__version__",
    )
    subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True)
