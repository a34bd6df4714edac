"""How long a refresh takes when nothing has changed, and when one document has, beside the refresh from nothing.

    python benchmarks/unchanged.py [--documents N]

The documents are short made-up texts, so that what a refresh does beside reading weighs most.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

from schemas.footprints import all_footprints  # noqa: E402

SHARE_OF_COLD, LEAST_SECONDS = 0.05, 2.0


def write_plan(file: Path, chance: random.Random) -> None:
    """A text of a dozen lines about some footprint."""
    name = all_footprints()[chance.randrange(44)].name
    file.write_text(
        f"{name}\n\nPopulation: {chance.uniform(0.3, 2.8):.1f} million\n"
        f"Lead: Jo Bloggs, {name} Council\n\n"
        f"If nothing is done, health and social care will be £{chance.randint(60, 900)}m short by 2020/21.\n"
        f"The programme for urgent care is to save £{chance.randint(2, 60)}m a year from 2018/19.\n"
        f"£{chance.randint(20, 200)} million of capital is needed for the new theatres.\n",
        encoding="utf-8",
    )


def refresh(folder: Path) -> float:
    """Seconds of a refresh, with the start of its process."""
    places = ["--warehouse", str(folder / "w.duckdb"), "--report", str(folder / "report")]
    return stp("refresh", str(folder / "plans"), *places)


def stp(*arguments: str) -> float:
    """Seconds of a command."""
    program = [sys.executable, "-c", "from flows.cli import main; main()", *arguments]
    began = time.monotonic()
    path = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(program, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=path)
    return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=500)
    documents = parser.parse_args().documents
    chance = random.Random(44)  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="stp-bench-") as scratch:
        folder = Path(scratch)
        (folder / "plans").mkdir()
        for number in range(documents):
            write_plan(folder / "plans" / f"plan-{number:05}.txt", chance)
        cold, unchanged = refresh(folder), refresh(folder)
        write_plan(folder / "plans" / "plan-00000.txt", chance)
        refresh(folder)  # the first to have a page on what has changed, to which every other page leads
        write_plan(folder / "plans" / "plan-00000.txt", chance)
        changed, document = refresh(folder), stp("extract", str(folder / "plans" / "plan-00000.txt"))
    limit = max(SHARE_OF_COLD * cold, LEAST_SECONDS)
    sys.stdout.write(f"{documents:,} documents: {cold:.1f} s from nothing, {document:.1f} s to extract one of them\n")
    for what, seconds, most in (("nothing", unchanged, limit), ("one", changed, limit + document)):
        verdict = "ok  " if seconds <= most else "MISS"
        sys.stdout.write(f"{verdict} {seconds:.2f} s with {what} changed (wanted: {most:.1f})\n")


if __name__ == "__main__":
    main()
