"""What an installation promises: one version, a lock that fits, data files in the wheel, layers that hold."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
LOCK = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")


def test_the_installed_version_is_the_one_of_pyproject() -> None:
    assert version("stp-extract") == PROJECT["project"]["version"]


def test_the_lock_names_every_requirement_of_pyproject() -> None:
    project = PROJECT["project"]
    requirements = project["dependencies"] + [r for extra in project["optional-dependencies"].values() for r in extra]
    names = {re.match(r"[\w-]+", requirement).group() for requirement in requirements}
    locked = set(re.findall(r"^([\w-]+)==", LOCK, flags=re.MULTILINE))
    assert names - locked == set()


def test_every_line_of_the_lock_has_hashes_and_none_an_address() -> None:
    assert "://" not in LOCK
    for requirement in re.split(r"\n(?=\S)", LOCK):
        assert "--hash=sha256:" in requirement, requirement.splitlines()[0]


def test_the_wheel_carries_every_data_file_of_the_packages(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())

    files = (path for name in PACKAGES for path in (REPOSITORY / name).rglob("*") if path.is_file())
    expected = {path.relative_to(REPOSITORY).as_posix() for path in files if "__pycache__" not in path.parts}
    assert expected - packed == set()
    assert not any(name.startswith(("tests/", "data/")) for name in packed)
