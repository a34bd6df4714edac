"""The difference as a page in the report's style; it stands alone, with its style in it."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from pipeline.diff.difference import Difference
from pipeline.diff.wording import load_words, more, parts, summary
from pipeline.report.wording import SECTIONS, visible

_AT_MOST = 2000


@cache
def template() -> Template:
    """The page's template. Everything put into it is escaped, for documents are hostile."""
    made = Environment(
        loader=PackageLoader("pipeline.diff"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = visible
    return made.get_template("difference.html")


def write_diff_page(difference: Difference, path: Path, overview: str | None = None) -> None:
    """Write the page; `overview` is the report's first page, where it stands in a report's folder."""
    style = files("pipeline.report").joinpath("static", "report.css").read_text(encoding="utf-8")
    page = template().render(
        stylesheet=Markup(" ".join(style.split())),  # noqa: S704 - our own
        difference=difference,
        old=load_words(difference.old, with_file=overview is None),
        new=load_words(difference.new, with_file=overview is None),
        summary=tuple(summary(difference)),
        parts=tuple(parts(difference, _AT_MOST)),
        more=more,
        overview=overview,
        menu=SECTIONS,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
