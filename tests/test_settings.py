"""Where a setting comes from: flag before environment before file before default."""

from pathlib import Path

import pytest

from pipeline.reading.limits import Limits
from pipeline.settings import SettingError, in_force, settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def origin(name: str) -> tuple[object, str]:
    (setting,) = [setting for setting in in_force() if setting.name == name]
    return setting.value, setting.origin


def test_each_place_hides_the_one_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert origin("warehouse") == (Path("data/curated/stp.duckdb"), "default")
    (folder / "stp.toml").write_text('warehouse = "file.duckdb"\n[limits]\nseconds = 60\n')
    assert origin("warehouse") == (Path("file.duckdb"), "stp.toml, warehouse")
    assert origin("limits.seconds") == (60, "stp.toml, limits.seconds")
    monkeypatch.setenv("STP_WAREHOUSE", "environment.duckdb")
    monkeypatch.setenv("STP_LIMITS__SECONDS", "70")
    assert origin("warehouse") == (Path("environment.duckdb"), "STP_WAREHOUSE")
    assert origin("limits.seconds") == (70, "STP_LIMITS__SECONDS")
    assert settings(warehouse=Path("flag.duckdb")).warehouse == Path("flag.duckdb")


@pytest.mark.parametrize(
    ("file", "complaint"),
    [
        ("warehous = 'x'", "stp.toml, warehous: Extra inputs are not permitted"),
        ("workers = 0", "stp.toml, workers: Input should be greater than or equal to 1"),
        ("sources = []", "stp.toml, sources: Tuple should have at least 1 item"),
        ("workers =", "stp.toml: Invalid value"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_place(folder: Path, file: str, complaint: str) -> None:
    (folder / "stp.toml").write_text(file)
    with pytest.raises(SettingError, match=complaint):
        settings()


def test_a_list_in_the_environment_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STP_SOURCES", '["plans", "letters"]')
    assert settings().sources == ("plans", "letters")
    monkeypatch.setenv("STP_SOURCES", "plans")
    with pytest.raises(SettingError, match="a list is written as JSON"):
        settings()


def test_limits_are_the_same_after_a_journey_as_json() -> None:
    limits = Limits()
    assert Limits.model_validate_json(limits.model_dump_json()).model_dump_json() == limits.model_dump_json()
