"""Decisions of reviewers, as a file under version control holds them."""

from pathlib import Path

import pytest

from pipeline.warehouse.decisions import read_decisions
from pipeline.warehouse.errors import DecisionError

GOOD = (
    '{"decision_id": "d1", "decided_at": "2026-01-01T00:00:00Z", "reviewer": "R. Reviewer", "finding_id": "f1",'
    ' "status": "dismissed", "quote": "words", "reason": "see the annex"}'
)


def test_no_file_and_an_empty_file_are_no_decisions(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "none.jsonl") == ()
    (tmp_path / "empty.jsonl").write_text("\n")
    assert read_decisions(tmp_path / "empty.jsonl") == ()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 2: Invalid JSON"),
        (GOOD.replace('"dismissed"', '"ignored"'), "line 2: status: Input should be 'open', 'accepted'"),
        (GOOD.replace('"f1"', "null"), "line 2: a decision is about a finding_id or a record_id"),
        (GOOD.replace('"reason"', '"field": "people", "reason"'), "line 2: a correction has both a field and a value"),
        (
            GOOD.replace('"reason"', '"field": "people", "value": "1", "reason"'),
            "line 2: a correction names the record_id",
        ),
        (
            GOOD.replace('"reason"', '"record_id": "r", "field": "people", "value": "1", "reason"'),
            "line 2: a decision with a field and a value has the status `corrected`",
        ),
    ],
)
def test_a_malformed_decision_is_named_by_file_and_line(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(f"{GOOD}\n{line}\n")
    with pytest.raises(DecisionError, match=rf"decisions\.jsonl, {complaint}") as error:
        read_decisions(path)
    assert "\n" not in str(error.value)
