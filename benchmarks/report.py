"""How long the report of thousands of documents takes to write, and its pages take to open and to filter in a browser.

    python benchmarks/report.py [--documents N]

The documents are made up, each with two findings and more. Needs playwright and a Chromium ($STP_CHROMIUM or on the
PATH).
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

from many_documents import large_warehouse  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from pipeline.report.write import write_report  # noqa: E402

MOST_SECONDS, MOST_BYTES = 3.0, 5_000_000
_LOADED = (
    "() => { const [page] = performance.getEntriesByType('navigation'); return page.loadEventEnd - page.startTime; }"
)
_FILTERED = """() => {
  const form = document.querySelector(".filters");
  const start = performance.now();
  form.elements.footprint.selectedIndex = 5;
  form.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.getBoundingClientRect();
  return performance.now() - start;
}"""


def opened(browser: Browser, file: Path) -> tuple[float, float | None]:
    """Seconds until a page has loaded, and until its filter has worked where it has one."""
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    loaded = page.evaluate(_LOADED) / 1000
    filtered = page.evaluate(_FILTERED) / 1000 if page.locator(".filters").count() else None
    page.close()
    return loaded, filtered


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    documents = parser.parse_args().documents
    chromium = os.environ.get("STP_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("chromium is not on the PATH: install it, or name it in STP_CHROMIUM")
    with tempfile.TemporaryDirectory(prefix="stp-bench-") as scratch, sync_playwright() as started:
        warehouse, report = large_warehouse(Path(scratch), documents), Path(scratch) / "report"
        began = time.process_time()
        write_report(warehouse, report)
        pages = list(report.rglob("*.html"))
        sys.stdout.write(
            f"{documents:,} documents: {time.process_time() - began:.1f} s to write {len(pages):,} pages\n"
        )
        largest = max(path.stat().st_size for path in pages)
        verdict = "ok  " if largest <= MOST_BYTES else "MISS"
        sys.stdout.write(f"{verdict} the largest page has {largest / 1e6:.1f} MB (wanted: {MOST_BYTES / 1e6:.0f})\n")
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for file in (
            report / "index.html",
            report / "findings.html",
            max(report.glob("findings-*.html"), key=lambda path: path.stat().st_size),
            report / "documents.html",
            max((report / "footprints").iterdir(), key=lambda path: path.stat().st_size),
        ):
            loaded, filtered = opened(browser, file)
            verdict = "ok  " if loaded <= MOST_SECONDS else "MISS"
            also = f", {filtered:.2f} s to filter" if filtered is not None else ""
            sys.stdout.write(f"{verdict} {loaded:.2f} s to open {file.relative_to(report)}{also}\n")
        browser.close()


if __name__ == "__main__":
    main()
