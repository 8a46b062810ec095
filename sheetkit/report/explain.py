"""A rule, problem code, column or setting in plain words."""

from collections.abc import Iterator

from sheetkit.errors import SheetkitError
from sheetkit.log.problems import CODES
from sheetkit.template.model import Column, Rule, Setting, Template
from sheetkit.words import heading, join, nearest


def explain_lines(name: str, template: Template) -> list[str]:
    """Return what a name means: everything it means, since a flag and a column may share a name.

    Raises SheetkitError with the nearest name, or the kinds of names there are.
    """
    wanted = heading(name)
    found: list[list[str]] = []
    for rule in template.rules:
        if wanted in (rule.name, heading(rule.title)):
            found.append(list(_rule(rule)))
    if wanted in CODES:
        found.append(list(_code(wanted)))
    for column in template.columns:
        if wanted == column.name or wanted in column.headings:
            found.append(list(_column(column)))
    for setting in template.settings:
        if wanted in (setting.name, heading(setting.title)):
            found.append(list(_setting(setting)))
    if not found:
        raise SheetkitError(_unknown(name, template))
    return [line for number, lines in enumerate(found) for line in ([""] if number else []) + lines]


def _rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.title} ({rule.name}) is a flag."
    yield rule.description
    yield f"It holds when: {rule.source}"
    yield f"Colour: {rule.colour or 'none, the word alone'}"


def _code(code: str) -> Iterator[str]:
    title = CODES[code].title
    yield f"{code} is a problem ({CODES[code].severity}): {title[0].lower()}{title[1:]}."
    yield CODES[code].explanation


def _column(column: Column) -> Iterator[str]:
    yield f"{column.title} ({column.name}) is a column{' that must be filled in' if column.required else ''}."
    yield column.prompt
    if column.choices:
        yield f"One of: {join((choice.title for choice in column.choices), 'or')}."
    if column.aliases:
        yield f"Also found under: {join(column.aliases, 'or')}."


def _setting(setting: Setting) -> Iterator[str]:
    yield f"{setting.name} is a setting, usually {setting.default:g}: {setting.title}."
    yield setting.description


def _unknown(name: str, template: Template) -> str:
    rules = [rule.name for rule in template.rules]
    known = [
        *rules,
        *CODES,
        *(column.title for column in template.columns),
        *(item.name for item in template.settings),
    ]
    near = nearest(name, known)
    if near:
        return f"There is no flag, problem, column or setting {name!r}: did you mean {near!r}?"
    return (
        f"There is no flag, problem, column or setting {name!r}. The flags are {join(rules)}; the problems "
        f"{join(CODES)}; the columns stand in the log's headings."
    )
