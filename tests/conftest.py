"""What every test may rely on, and what some of them need from outside the repository.

`shared` (the labelled corpus), `chromium` and `tesseract` may be absent: a test that asks for their fixture is then
skipped with the reason, or fails where STP_REQUIRE names them (`STP_REQUIRE=chromium,tesseract`).
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parent.parent

settings.register_profile("stp", deadline=None, derandomize=True)
settings.load_profile("stp")


def pytest_configure(config: pytest.Config) -> None:
    """Give Prefect a home of its own, so that a test run neither reads nor leaves anything in the user's."""
    home = tempfile.TemporaryDirectory(prefix="stp-prefect-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    os.environ.pop("PREFECT_API_URL", None)
    os.environ.update(
        DO_NOT_TRACK="1",
        PREFECT_HOME=home.name,
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
    )


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """Prefect's own server on a database of its own, for tests that run a flow; it stops with the tests."""
    from prefect.testing.utilities import prefect_test_harness  # seconds to import, and few tests need it

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder with the labelled corpus: $STP_SHARED, else `shared` beside the repository."""
    folder = Path(os.environ.get("STP_SHARED") or REPOSITORY.parent / "shared")
    if not (folder / "corpus").is_dir():
        absent("shared", f"the labelled corpus is not at {folder} (set STP_SHARED to the folder that holds corpus/)")
    return folder


@pytest.fixture(scope="session")
def corpus_dir(shared_dir: Path) -> Path:
    """The seed documents of the labelled corpus."""
    return shared_dir / "corpus"


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A Chromium or Chrome to open reports in: $STP_CHROMIUM, else the first on the PATH."""
    return program("chromium", os.environ.get("STP_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def tesseract() -> Path:
    """The tesseract program, which reads scanned pages."""
    return program("tesseract", "tesseract")


def program(requirement: str, *names: str | None) -> Path:
    """The first of these programs that there is."""
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        absent(requirement, f"{requirement} is not installed")
    return Path(found)


def absent(requirement: str, reason: str) -> NoReturn:
    """Skip the test, or fail it where STP_REQUIRE says that this has to be there."""
    if requirement in os.environ.get("STP_REQUIRE", "").replace(" ", "").split(","):
        pytest.fail(f"{reason}, and STP_REQUIRE asks for {requirement}", pytrace=False)
    pytest.skip(reason)
