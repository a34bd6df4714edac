"""The files of a report, written from a published warehouse."""

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.report.contents import contents_of
from pipeline.report.summary import findings_markdown


def write_report(warehouse: Path, directory: Path) -> None:
    """Write the report on a warehouse into a folder, which is made where it is missing.

    Raises NoWarehouseError where there is no warehouse, and OSError where the folder cannot be written.
    """
    with contents_of(warehouse) as contents:
        directory.mkdir(parents=True, exist_ok=True)
        page = templates().get_template("index.html").render(contents=contents)
        (directory / "index.html").write_text(page, encoding="utf-8")
        (directory / "findings.md").write_text(findings_markdown(contents), encoding="utf-8")


def templates() -> Environment:
    """The report's templates. Everything put into a page is escaped, for documents are hostile."""
    return Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
