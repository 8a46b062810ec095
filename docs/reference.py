"""Make the reference of the columns, flags, settings and problems: ``python docs/reference.py``.

It is derived from the template and from the problem codes; a test sees that the page in the repository is current.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sheetkit.log.problems import CODES
from sheetkit.template.model import Column, Template
from sheetkit.template.store import shipped

PAGE = Path(__file__).resolve().parent / "reference.md"


def page(template: Template) -> str:
    """Return the page in Markdown."""
    return "\n".join(_lines(template)) + "\n"


def _lines(template: Template) -> Iterator[str]:
    yield f"# {template.title}: columns, flags, settings and problems"
    yield ""
    yield "Made from `templates/handoff.toml` and the problem codes: `python docs/reference.py`; a test keeps it so."
    yield ""
    yield "## Columns"
    yield ""
    yield "| Column | What it is | What goes in | Also found under |"
    yield "|---|---|---|---|"
    for column in template.columns:
        must = " **Needed.**" if column.required else ""
        cells = (f"**{column.title}** `{column.name}`", f"{column.description}{must}", _content(column))
        yield _row(*cells, ", ".join(column.aliases))
    yield ""
    yield "## Flags"
    yield ""
    yield "In order: a line shows the first that holds, and only open lines have one."
    yield ""
    yield "| Flag | What it means | It holds when |"
    yield "|---|---|---|"
    for rule in template.rules:
        yield _row(f"**{rule.title}** `{rule.name}`", rule.description, f"`{rule.source}`")
    yield ""
    yield "## Settings"
    yield ""
    yield "| Setting | What it does | Usually |"
    yield "|---|---|---|"
    for setting in template.settings:
        yield _row(f"{setting.title} `{setting.name}`", setting.description, f"{setting.default:g}")
    yield ""
    yield "## Problems"
    yield ""
    yield "| Problem | How bad | What it means, and what to do |"
    yield "|---|---|---|"
    for name, code in CODES.items():
        yield _row(f"`{name}`", code.severity, f"{code.title}. {code.explanation}")


def _content(column: Column) -> str:
    if column.is_live:
        return "the log works it out"
    if column.choices:
        return ", ".join(choice.title for choice in column.choices)
    return f"such as {column.example}" if column.example else ""


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(shipped()), encoding="utf-8")
