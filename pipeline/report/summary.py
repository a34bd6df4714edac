"""The findings as one Markdown text, for a pull request or a run's artifact."""

import regex

from pipeline.report.contents import Contents
from schemas.findings import Finding

_SYNTAX = regex.compile(r"([\\`*_{}\[\]<>#|~!&])")


def findings_markdown(contents: Contents) -> str:
    """What was read and every open finding, gravest first, as Markdown."""
    counts = ", ".join(f"{contents.by_severity[s]} {s}" for s in ("error", "warning", "info"))
    lines = [
        "# Findings",
        "",
        f"{len(contents.documents)} documents, {contents.run['records']:,} records. Open findings: {counts}.",
        "",
    ]
    for severity in ("error", "warning", "info"):
        found = [f for f in contents.findings if f.severity == severity and f.status == "open"]
        if found:
            lines += [
                f"## {severity.capitalize()}",
                "",
                *(line for finding in found for line in _item(contents, finding)),
                "",
            ]
    return "\n".join(lines).rstrip() + "\n"


def _item(contents: Contents, finding: Finding) -> list[str]:
    footprint = contents.footprints.get(finding.footprint_id or "")
    where = f" ({plain(footprint['name'])})" if footprint else ""
    new = "**new** " if contents.is_new(finding) else ""
    lines = [f"- {new}`{finding.rule}`{where}: {plain(finding.message)}", f"  {plain(finding.explanation)}"]
    lines += [f"  > {plain(quote)}" for quote in finding.quotes]
    if finding.suggestion:
        lines.append(f"  *Suggestion:* {plain(finding.suggestion)}")
    return lines


def plain(text: str) -> str:
    """Text on one line that Markdown shows as it is: no markup, no HTML."""
    return _SYNTAX.sub(r"\\\1", " ".join(text.split()))
