"""Make the reference of the columns, flags, settings and problems: ``python docs/reference.py``.

It is derived from the template and from the problem codes; a test sees that the page in the repository is current.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    columns = ((column, " **Needed.**" if column.required else "") for column in template.columns)
    yield from _table(
        ("Column", "What it is", "What goes in", "Also found under"),
        (
            (f"**{one.title}** `{one.name}`", f"{one.description}{must}", _content(one), ", ".join(one.aliases))
            for one, must in columns
        ),
    )
    yield ""
    yield "## Flags"
    yield ""
    yield "In order: a line shows the first that holds, and only open lines have one."
    yield ""
    yield from _table(
        ("Flag", "What it means", "It holds when"),
        ((f"**{rule.title}** `{rule.name}`", rule.description, f"`{rule.source}`") for rule in template.rules),
    )
    yield ""
    yield "## Settings"
    yield ""
    yield from _table(
        ("Setting", "What it does", "Usually"),
        (
            *((f"{one.title} `{one.name}`", one.description, f"{one.default:g}") for one in template.settings),
            *((f"{one.title} `{one.name}`", one.description, "empty") for one in template.text_settings),
        ),
    )
    yield ""
    yield "## Problems"
    yield ""
    yield from _table(
        ("Problem", "How bad", "What it means, and what to do"),
        ((f"`{name}`", code.severity, f"{code.title}. {code.explanation}") for name, code in CODES.items()),
    )


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield "|" + "---|" * len(headings)
    for cells in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _content(column: Column) -> str:
    if column.is_live:
        return "the log works it out"
    if column.choices:
        return ", ".join(choice.title for choice in column.choices)
    return f"such as {column.example}" if column.example else ""


if __name__ == "__main__":
    PAGE.write_text(page(shipped()), encoding="utf-8")
