"""The generated pages say what the code says."""

from pathlib import Path

import pytest
from conftest import REPOSITORY

from flows.cli import app
from flows.docs import main, pages
from schemas.tables import TABLES


@pytest.mark.parametrize("name", ["cli.md", "data-dictionary.md", "ner-model-card.md", "rules.md", "schema.json"])
def test_a_page_has_not_drifted(name: str) -> None:
    written = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
    assert written == pages()[name], "run `make docs`"


def test_drift_is_noticed_and_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--check"]) == 1
    assert main([]) == 0
    assert main(["--check"]) == 0
    (tmp_path / "docs/cli.md").write_text("old", encoding="utf-8")
    assert main(["--check"]) == 1


def test_every_command_and_every_column_has_its_place() -> None:
    generated = pages()
    for command in app.registered_commands:
        assert f"## stp {(command.name or command.callback.__name__).replace('_', '-')}" in generated["cli.md"]
    for table in TABLES.values():
        for column in table.columns:
            assert f"| `{column.name}` | {column.sql_type} |" in generated["data-dictionary.md"]
