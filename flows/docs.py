"""Write the generated parts of docs/: `python -m flows.docs`. With `--check`, only say which of them have drifted.

Run from the repository's folder. Exit status 1 with `--check` when a page is not what the code says.
"""

import json
import sys
from pathlib import Path

import duckdb
from typer.testing import CliRunner

from extractors.ner.recogniser import MODEL_PATH
from flows.cli import app
from pipeline.checks.catalogue import rules_markdown
from pipeline.ner_training.model_card import render_model_card
from pipeline.warehouse.build import create
from schemas.dictionary import data_dictionary
from schemas.tables import json_schema

_DOCS = Path("docs")


def pages() -> dict[str, str]:
    """Every generated page by its file name in docs/."""
    return {
        "data-dictionary.md": data_dictionary() + _views(),
        "schema.json": json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n",
        "rules.md": rules_markdown(),
        "cli.md": _commands(),
        "ner-model-card.md": render_model_card(MODEL_PATH),
    }


def _views() -> str:
    """The views with their columns, as the warehouse itself describes them."""
    parts = ["\n## Views\n"]
    with duckdb.connect() as con:
        create(con)
        views = con.execute(
            "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal AND view_name NOT LIKE 'corrected_%' "
            "ORDER BY view_name = 'own_figures', view_name = 'corrections', view_oid"
        ).fetchall()
        for view, meaning in views:
            columns = con.execute(
                "SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns() WHERE table_name = ? "
                "ORDER BY column_index",
                [view],
            ).fetchall()
            parts += [f"### {view}\n", _sentence(meaning), "", "| column | type | meaning |", "|---|---|---|"]
            parts += [f"| `{name}` | {sql_type} | {comment} |" for name, sql_type, comment in columns]
            parts.append("")
    parts.append(
        "### corrected_...\n\n"
        "One for each record table, with the same columns: the records as reviewers corrected them. "
        "`corrected_at` is NULL where nobody did."
    )
    return "\n".join(parts) + "\n"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."


def _commands() -> str:
    """The help of every command, as a terminal of 100 columns shows it."""
    parts = ["# Commands\n", "Generated from the commands' own help by `make docs`; do not edit.\n", _help()]
    for command in app.registered_commands:
        name = command.name or getattr(command.callback, "__name__", "").replace("_", "-")
        parts += [f"## stp {name}\n", _help(name)]
    return "\n".join(parts).rstrip() + "\n"


def _help(*command: str) -> str:
    shown = CliRunner().invoke(app, [*command, "--help"], prog_name="stp", terminal_width=100)
    return f"```\n{shown.output.strip()}\n```\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` compare them. Returns the exit status."""
    drifted = []
    for name, content in pages().items():
        path = _DOCS / name
        if path.is_file() and path.read_text(encoding="utf-8") == content:
            continue
        drifted.append(path)
        if "--check" not in arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
    said = "{} is not what the code says: run `make docs`\n" if "--check" in arguments else "wrote {}\n"
    sys.stdout.writelines(said.format(path) for path in drifted)
    return 1 if drifted and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
