"""The findings as files for other programs: JSON, CSV and an Excel sheet."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from pipeline.report.contents import Contents
from pipeline.report.wording import visible
from schemas.findings import Finding

COLUMNS = (
    *("finding_id", "severity", "rule", "status", "footprint_id", "footprint", "document", "message", "explanation"),
    *("suggestion", "quotes", "record_ids", "first_seen_run", "is_new"),
)
_WIDTHS = {
    "message": 60,
    "explanation": 60,
    "suggestion": 50,
    "quotes": 70,
    "footprint": 30,
    "document": 30,
    "rule": 32,
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def findings_json(contents: Contents) -> str:
    """Every finding as it stands in the warehouse, with whether it is new."""
    rows = [{**finding.model_dump(mode="json"), "is_new": contents.is_new(finding)} for finding in contents.findings]
    return json.dumps({"run_id": contents.run["run_id"], "findings": rows}, ensure_ascii=False, indent=1) + "\n"


def findings_csv(contents: Contents) -> str:
    """Every finding on a line, for a spreadsheet: words that it would run as a formula are made plain."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_lines(contents))
    return out.getvalue()


def has_spreadsheets() -> bool:
    """Whether Excel files can be written: they come with the `excel` extra."""
    return find_spec("openpyxl") is not None


def findings_workbook(contents: Contents) -> bytes:
    """Every finding in a row of an Excel sheet, as text only, with a filter in the heading row."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, NamedStyle

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Findings")
    sheet.freeze_panes = "A2"
    for index, column in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + index)].width = _WIDTHS.get(column, 18)

    for name, bold in (("heading", True), ("finding", False)):
        book.add_named_style(NamedStyle(name, Font(bold=bold), alignment=Alignment(wrap_text=True, vertical="top")))

    def cell(value: str, style: str = "finding") -> Any:
        made = WriteOnlyCell(sheet, value=value)
        made.data_type, made.style = "s", style
        return made

    sheet.append([cell(column, "heading") for column in COLUMNS])
    lines = list(_lines(contents))
    for line in lines:
        sheet.append([cell(value) for value in line])
    sheet.auto_filter.ref = f"A1:{chr(ord('A') + len(COLUMNS) - 1)}{len(lines) + 1}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(contents: Contents) -> Iterator[list[str]]:
    for finding in contents.findings:
        row = _row(contents, finding)
        yield [plain_cell(row[column]) for column in COLUMNS]


def _row(contents: Contents, finding: Finding) -> dict[str, Any]:
    footprint = contents.footprints.get(finding.footprint_id or "")
    document = contents.documents.get(finding.document_id or "")
    return {
        **finding.model_dump(),
        "footprint": footprint["name"] if footprint else None,
        "document": document["file_name"] if document else None,
        "is_new": "yes" if contents.is_new(finding) else "no",
    }


def plain_cell(value: Any) -> str:
    """A value as the text of a spreadsheet's cell: lists a line each, nothing that the spreadsheet would calculate."""
    if value is None:
        return ""
    text = visible("\n".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else value)
    return f"'{text}" if text.startswith(_FORMULA) else text[:32000]
