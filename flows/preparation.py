"""What the later stages need and no document decides, done while documents are read.

Their modules are imported here, and by the functions that need them, so that reading begins before that: a reader takes
a second to its first page.
"""

from pathlib import Path

from pipeline.warehouse.load import begin


def prepare(draft: Path) -> None:
    """Begin the draft's file; import and compile what checking, comparing and reporting take.

    Raises WarehouseError when the file cannot be written.
    """
    begin(draft)

    from pipeline.checks.findings import run_checks  # noqa: F401
    from pipeline.checks.known_names import prepare_names
    from pipeline.diff.page import template
    from pipeline.report.downloads import has_spreadsheets
    from pipeline.report.write import prepare_templates

    prepare_names()
    template()
    prepare_templates()
    if has_spreadsheets():
        import xlsxwriter  # noqa: F401
