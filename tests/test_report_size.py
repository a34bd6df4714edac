"""The report of thousands of documents: no page of it is too big to open."""

from pathlib import Path

import pytest
from many_documents import large_warehouse

from pipeline.report.write import write_report

MOST_BYTES = 5_000_000


@pytest.mark.slow
def test_no_page_of_two_thousand_documents_is_too_big(tmp_path: Path) -> None:
    write_report(large_warehouse(tmp_path, 2000), tmp_path / "report")
    sizes = {page.relative_to(tmp_path): page.stat().st_size for page in (tmp_path / "report").rglob("*.html")}
    assert sum(path.parts[1] == "documents" for path in sizes) == 2000
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}
    assert (tmp_path / "report" / "documents-2.html").read_text().count('<tr><th scope="row">') == 1000
    assert (tmp_path / "report" / "static" / "findings.js").stat().st_size < MOST_BYTES
