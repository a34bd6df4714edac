"""The files of a report, written from a published warehouse."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report.contents import Contents, contents_of
from pipeline.report.downloads import findings_csv, findings_json, findings_workbook, has_spreadsheets
from pipeline.report.folder import CHANGES, begin, finish
from pipeline.report.pages import Pages
from pipeline.report.standing import Standing
from pipeline.report.summary import findings_markdown
from pipeline.report.wording import by_head, heading, inhabitants, shown, visible


def write_report(warehouse: Path, directory: Path) -> None:
    """Write the report on a warehouse into a folder, which is made where it is missing.

    Files of an earlier report that this one has not are removed; nothing else in the folder is touched. A page on a
    document or a footprint that would say the same again stands, and goes on naming the load that it was written for.
    Raises NoWarehouseError where there is no warehouse, and OSError where the folder cannot be written.
    """
    with contents_of(warehouse) as contents:
        run_id = str(contents.run["run_id"])
        begin(directory)
        changes = CHANGES if (directory / CHANGES).is_file() else None
        standing = Standing(directory, changes, has_spreadsheets())
        written = []
        for path, data in _files(contents, changes, standing):
            target = directory / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            written.append(path)
    written += standing.kept
    standing.write()
    finish(directory, run_id, written)


def _files(contents: Contents, changes: str | None, standing: Standing) -> Iterator[tuple[str, bytes]]:
    """Every file of the report that is to be written, by its path in the folder.

    `changes` is the page on what the load changed.
    """
    made = templates()
    made.globals["changes"] = changes
    pages = Pages(contents, standing)
    for page in pages:
        yield page.path, made.get_template(page.template).render(page.context).encode()
    yield from pages.pictures.items()
    yield "static/report.js", _static("report.js").encode()
    if pages.findings_index:
        yield "static/findings.js", pages.findings_index.encode()
    yield "findings.md", findings_markdown(contents).encode()
    yield "findings.json", findings_json(contents).encode()
    yield "findings.csv", findings_csv(contents).encode("utf-8-sig")  # the mark by which Excel knows UTF-8
    if has_spreadsheets():
        yield "findings.xlsx", findings_workbook(contents)


def _static(name: str) -> str:
    return files("pipeline.report").joinpath("static", name).read_text(encoding="utf-8")


def prepare_templates() -> None:
    """Compile every template, which needs no contents."""
    for name in templates().list_templates():
        templates().get_template(name)


@cache
def templates() -> Environment:
    """The report's templates. Everything put into a page is escaped, for documents are hostile."""
    made = Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # In the page itself, so that a page alone can be sent round; it is ours, so that it may stand there unescaped.
    made.globals["stylesheet"] = Markup(" ".join(_static("report.css").split()))  # noqa: S704
    made.filters |= {
        "visible": visible,
        "shown": shown,
        "inhabitants": inhabitants,
        "by_head": by_head,
        "heading": heading,
    }
    return made
