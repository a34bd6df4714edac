"""Cue files: data that explains itself."""

from pathlib import Path

import pytest

from extractors.cues import all_cues

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", sorted(all_cues()))
def test_every_cue_matches_its_own_example(name: str) -> None:
    silent = [cue.example for cue in all_cues()[name] if not cue.pattern.search(cue.example)]
    assert silent == []


@pytest.mark.parametrize("name", sorted(all_cues()))
def test_every_file_of_cues_is_in_the_guide(name: str) -> None:
    assert f"`extractors/data/cues/{name}.toml`" in (ROOT / "docs/cues.md").read_text(encoding="utf-8")
