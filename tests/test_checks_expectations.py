"""What a load is held against before it is published."""

from pathlib import Path

import duckdb
import pytest
from made_up_warehouse import Text, warehouse

from pipeline.checks.expectations import ExpectationsError, Verdict, judged, read_expectations


def verdict(folder: Path, expectations: str) -> Verdict:
    """The verdict on a load with one lead, without an organisation, and no population."""
    text = Text("Lead: Jo Bloggs")
    text.lead("Lead: Jo Bloggs", "Jo Bloggs")
    (folder / "expectations.toml").write_text(expectations)
    with duckdb.connect(str(warehouse(folder, text)), read_only=True) as con:
        return judged(con, read_expectations(folder / "expectations.toml"))


def test_what_is_met_says_nothing(tmp_path: Path) -> None:
    met = "[tables.leads]\nmin_rows = 1\nmax_rows = 5\nfilled.name = 1.0\n[footprints]\nlead = 1\n"
    assert verdict(tmp_path, met) == ([], [])


@pytest.mark.parametrize(
    ("expectations", "failure"),
    [
        ("[tables.populations]\nmin_rows = 44", "populations has 0 rows, at least 44 are expected"),
        (
            "[tables.leads]\nfilled.organisation = 0.9",
            "leads.organisation is filled in 0% of the rows, at least 90% is expected",
        ),
        ("[footprints]\npopulation = 44", "a population is stated for 0 footprints, at least 44 are expected"),
        ("[documents]\nmin_read = 2", "1 document read in full, at least 2 are expected"),
    ],
)
def test_too_little_stops_the_load(tmp_path: Path, expectations: str, failure: str) -> None:
    assert verdict(tmp_path, expectations) == ([failure], [])


def test_too_much_is_a_warning(tmp_path: Path) -> None:
    assert verdict(tmp_path, "[tables.leads]\nmax_rows = 0").warnings == ["leads has 1 row, at most 0 are expected"]


@pytest.mark.parametrize(
    ("expectations", "reason"),
    [
        ("[tables.leeds]\nmin_rows = 1", "there is no table leeds"),
        ("[tables.leads]\nfilled.nme = 1.0", "leads has no column nme"),
        ("[tables.leads]\nfilled.name = 90", "tables.leads.filled.name: input should be less than or equal to 1"),
        ("[tables.leads]\nmin_row = 1", "tables.leads.min_row: extra inputs are not permitted"),
        ("[tables", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, expectations: str, reason: str) -> None:
    with pytest.raises(ExpectationsError, match=reason):
        verdict(tmp_path, expectations)
