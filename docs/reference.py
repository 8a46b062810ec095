"""Make the reference of the columns, flags, settings and problems: ``python docs/reference.py``.

It is derived from the templates and from the problem codes; a test sees that the page in the repository is current.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sheetkit.log.problems import CODES
from sheetkit.template.model import Column, Template
from sheetkit.template.store import shipped, shipped_names

PAGE = Path(__file__).resolve().parent / "reference.md"


def page(templates: Sequence[Template]) -> str:
    """Return the page in Markdown."""
    return "\n".join(_lines(templates)) + "\n"


def _lines(templates: Sequence[Template]) -> Iterator[str]:
    yield "# Columns, flags, settings and problems"
    yield ""
    yield "Made from the files in `templates/` and the problem codes: `python docs/reference.py`; a test keeps it so."
    yield ""
    for template in templates:
        link = f"[{template.title}](#{_anchor(template.title)})"
        yield f"- {link}, `new --template {template.name}`: {template.description}"
    yield "- [Problems](#problems), the same in all of them."
    for template in templates:
        yield from _template_lines(template)
    yield ""
    yield "## Problems"
    yield ""
    yield from _table(
        ("Problem", "How bad", "What it means, and what to do"),
        ((f"`{name}`", code.severity, f"{code.title}. {code.explanation}") for name, code in CODES.items()),
    )


def _template_lines(template: Template) -> Iterator[str]:
    """Yield the section of one kind of log."""
    yield ""
    yield f"## {template.title}"
    yield ""
    yield f"{template.description} Columns in *italics* go on paper."
    yield ""
    columns = ((column, " **Needed.**" if column.required else "") for column in template.columns)
    yield from _table(
        ("Column", "What it is", "What goes in", "Also found under"),
        (
            (f"{_heading(column)} `{column.name}`", f"{column.description}{must}", _content(column), _others(column))
            for column, must in columns
        ),
    )
    yield ""
    yield "A line shows the first of these flags that holds, and only open lines have one."
    yield ""
    yield from _table(
        ("Flag", "What it means", "It holds when", "Colour"),
        (
            (f"**{rule.title}** `{rule.name}`", rule.description, f"`{rule.source}`", rule.colour or "none")
            for rule in template.rules
        ),
    )
    yield ""
    yield from _table(
        ("Setting", "What it does", "Usually"),
        (
            *((f"{one.title} `{one.name}`", one.description, f"{one.default:g}") for one in template.settings),
            *((f"{one.title} `{one.name}`", one.description, "empty") for one in template.text_settings),
        ),
    )


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _heading(column: Column) -> str:
    return f"***{column.title}***" if column.printed else f"**{column.title}**"


def _others(column: Column) -> str:
    return ", ".join(column.aliases)


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
    PAGE.write_text(page([*map(shipped, shipped_names())]), encoding="utf-8")
