"""Cue files: data that explains itself."""

import pytest

from extractors.cues import load_cues


@pytest.mark.parametrize(
    "name",
    ["money", "money_frames", "scenario", "component", "label", "lead", "role", "job", "theme", "programme", "form"],
)
def test_every_cue_matches_its_own_example(name: str) -> None:
    silent = [cue.example for cue in load_cues(name) if not cue.pattern.search(cue.example)]
    assert silent == []
