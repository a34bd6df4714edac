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
_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST = 32000
"""Of the 32,767 characters that Excel's cells hold."""

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
    return find_spec("xlsxwriter") is not None


def findings_workbook(contents: Contents) -> bytes:
    """Every finding in a row of an Excel sheet, as text only, with a filter in the heading row.

    It is made in memory: a file among the system's temporary ones would stay there when the refresh is killed.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, _TEXT_ONLY | {"in_memory": True})
    book.set_properties({"created": contents.run["started_at"]})  # not now: the same findings make the same file
    sheet = book.add_worksheet("Findings")
    layout = {"text_wrap": True, "valign": "top"}
    heading, body = book.add_format(layout | {"bold": True}), book.add_format(layout)
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, _WIDTHS.get(column, 18))
        sheet.write_string(0, index, column, heading)
    last = 0
    for last, line in enumerate(_lines(contents), 1):
        for index, value in enumerate(line):
            sheet.write_string(last, index, value, body)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    book.close()
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
    return f"'{text}"[:_LONGEST] if text.startswith(_FORMULA) else text[:_LONGEST]
