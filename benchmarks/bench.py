# ruff: noqa: T201 - a script speaks by printing
"""How fast a cold refresh is beside the bare libraries, and what memory it takes, on the same PDFs in one run.

    python benchmarks/bench.py [--pages N] [--long N] [--texts FOLDER]

Three programs read the same made-up plans: pypdfium2's text in one process, pdfplumber's in two, and `stp refresh` with
two workers, which also extracts, loads, checks and reports. With --texts, a folder of texts is rendered as reports
with ruled tables and measured as well. Needs reportlab.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]

from mix import PAGES_PER_DOCUMENT, write_mix  # noqa: E402
from renderings import portrait  # noqa: E402

WORKERS = 2
FASTER_THAN_PDFPLUMBER, SLOWER_THAN_PDFIUM = 4.0, 6.0
MOST_MEGABYTES, MOST_GROWTH = 600, 1.1

_PDFIUM = """
import sys, pypdfium2
for file in sys.argv[1:]:
    document = pypdfium2.PdfDocument(file)
    for page in document:
        page.get_textpage().get_text_range()
        page.close()
    document.close()
"""
_PDFPLUMBER = """
import sys, pdfplumber
from concurrent.futures import ProcessPoolExecutor
def read(file):
    with pdfplumber.open(file) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
if __name__ == "__main__":
    with ProcessPoolExecutor({workers}) as pool:
        list(pool.map(read, sys.argv[1:]))
"""


class Run(NamedTuple):
    """What a program took: seconds by the clock, seconds of processor time, the most memory of one of its processes."""

    seconds: float
    work: float
    megabytes: float


def run(command: list[str]) -> Run:
    """Run a program to its end. A refresh may exit with 1: published, with a document that was not read in full."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command[:3]} ended with status {process.returncode}")
    work = usage.ru_utime + usage.ru_stime
    return Run(seconds, work, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))


def refresh(folder: Path, scratch: Path) -> Run:
    """A refresh into a new warehouse, with nothing in its cache."""
    places = ["--warehouse", str(scratch / f"{folder.name}.duckdb"), "--report", str(scratch / f"{folder.name}-report")]
    program = [sys.executable, "-c", "from flows.cli import main; main()"]
    return run([*program, "refresh", str(folder), *places, "--workers", str(WORKERS)])


def bare(script: str, files: list[Path], scratch: Path) -> Run:
    """One of the bare loops over these files."""
    program = scratch / "loop.py"
    program.write_text(script.replace("{workers}", str(WORKERS)))
    return run([sys.executable, str(program), *map(str, files)])


def compare(name: str, files: list[Path], pages: int, scratch: Path) -> None:
    """Measure the three programs on these files and say how they compare."""
    pdfium, pdfplumber = bare(_PDFIUM, files, scratch), bare(_PDFPLUMBER, files, scratch)
    ours = refresh(files[0].parent, scratch)
    print(f"\n{name}: {pages:,} pages in {len(files)} documents")
    for label, result in (
        ("pypdfium2, 1 process", pdfium),
        ("pdfplumber, 2 processes", pdfplumber),
        ("stp refresh, 2 workers", ours),
    ):
        per_page = 1000 * result.seconds / pages
        print(
            f"  {label:24} {result.seconds:8.1f} s {per_page:8.2f} ms a page"
            f" ({1000 * result.work / pages:.2f} ms of processor time) {result.megabytes:6.0f} MB"
        )
    verdict("times as fast as pdfplumber", pdfplumber.seconds / ours.seconds, FASTER_THAN_PDFPLUMBER, at_least=True)
    verdict("times the time of pypdfium2", ours.seconds / pdfium.seconds, SLOWER_THAN_PDFIUM)


def grow(short: int, long: int, scratch: Path, one_document: bool = False) -> None:
    """Measure a refresh of few and of many pages, in documents of a usual size or in one."""
    print(f"\nGrowth from {short:,} to {long:,} pages{' of one document' if one_document else ''}")
    runs = {}
    for pages in (short, long):
        folder = scratch / f"pages-{pages}{'-in-one' if one_document else ''}"
        write_mix(folder, pages, per_document=pages if one_document else PAGES_PER_DOCUMENT)
        runs[pages] = refresh(folder, scratch)
        print(
            f"  {pages:6,} pages {runs[pages].seconds:8.1f} s"
            f" ({1000 * runs[pages].work / pages:.2f} ms a page of processor time) {runs[pages].megabytes:6.0f} MB"
        )
    verdict("time a page", runs[long].seconds / long / (runs[short].seconds / short), MOST_GROWTH)
    verdict("MB of the largest process", runs[long].megabytes, MOST_MEGABYTES)
    verdict("times the memory", runs[long].megabytes / runs[short].megabytes, MOST_GROWTH)


def verdict(what: str, value: float, limit: float, at_least: bool = False) -> None:
    """Say whether a figure is within its limit."""
    met = value >= limit if at_least else value <= limit
    print(
        f"  {'ok  ' if met else 'MISS'} {value:.2f} {what} (wanted: {'at least' if at_least else 'at most'} {limit:g})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1200, help="pages on which the programs are compared")
    parser.add_argument("--short", type=int, default=200, help="pages of the short refresh")
    parser.add_argument("--long", type=int, default=5000, help="pages of the long refresh; 0 leaves it out")
    parser.add_argument("--texts", type=Path, help="folder of texts to be rendered and measured too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stp-bench-") as folder:
        scratch = Path(folder)
        compare("Made-up plans", write_mix(scratch / "mix", arguments.pages), arguments.pages, scratch)
        if arguments.texts:
            rendered = scratch / "texts"
            rendered.mkdir()
            for text in sorted(arguments.texts.glob("*.txt")):
                portrait(text.read_text(encoding="utf-8"), rendered / f"{text.stem}.pdf")
            compare(f"Texts of {arguments.texts}", sorted(rendered.iterdir()), count_pages(rendered), scratch)
        if arguments.long:
            grow(arguments.short, arguments.long, scratch)
            grow(arguments.short, arguments.long, scratch, one_document=True)


def count_pages(folder: Path) -> int:
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(file)) for file in folder.iterdir())


if __name__ == "__main__":
    main()
