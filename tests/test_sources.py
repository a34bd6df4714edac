"""Which documents are found, and what sources.toml says of them."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.sources import SourceError, discover


def names(folder: Path) -> list[str]:
    return [source.file_name for source in discover([folder])]


def test_a_folder_gives_its_documents_by_path_and_skips_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".cache").mkdir()
    for name in ("b/plan.pdf", "z.txt", "a.MD", ".hidden.txt", ".cache/x.txt", "README.md", "make.py", "sources.toml"):
        (tmp_path / name).write_text(f"# {name}\n")
    assert names(tmp_path) == ["a.MD", "plan.pdf", "z.txt"]


def test_a_file_that_is_named_is_always_taken(tmp_path: Path) -> None:
    notes = tmp_path / "minutes.asc"
    notes.write_text("Minutes")
    assert [source.path for source in discover([str(notes)])] == [notes]
    assert discover([str(notes)])[0].location == str(notes)


def test_identical_bytes_are_one_document(tmp_path: Path) -> None:
    for name in ("first.txt", "second.txt"):
        (tmp_path / name).write_text("The same words")
    (source,) = discover([tmp_path])
    assert source.file_name == "first.txt"
    assert source.duplicates == (str(tmp_path / "second.txt"),)


def test_a_file_that_is_given_twice_is_no_duplicate_of_itself(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("Plan")
    (source,) = discover([tmp_path, plan])
    assert source.duplicates == ()


def test_sources_toml_states_what_the_document_does_not(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("Plan")
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nfile = "plan.txt"\ntitle = "The plan"\ndate = 2016-10-21\nurl = "https://example.org/plan"\n'
    )
    (source,) = discover([tmp_path])
    assert (source.title, source.stated_on) == ("The plan", date(2016, 10, 21))
    assert source.location == "https://example.org/plan"


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[[source]\n", "sources.toml: cannot be used"),
        ('[[source]]\nfile = "a.txt"\ntitel = "A slip"\n', "source.0.titel"),
        ('[[source]]\nfile = "a.txt"\ndate = "last spring"\n', "source.0.date"),
    ],
)
def test_a_malformed_sources_toml_is_one_clear_line(tmp_path: Path, toml: str, says: str) -> None:
    (tmp_path / "a.txt").write_text("A")
    (tmp_path / "sources.toml").write_text(toml)
    with pytest.raises(SourceError, match=says) as raised:
        discover([tmp_path])
    assert "\n" not in str(raised.value).strip()


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("nowhere.pdf", "no such file or folder"),
        ("https://example.org/plan.pdf", "stp fetch"),
        ("/dev/null", "neither"),
    ],
)
def test_a_location_that_cannot_be_used_says_why(location: str, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        discover([location])
