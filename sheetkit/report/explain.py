"""Explain a rule, problem code, column or setting in plain words."""

import textwrap
from collections.abc import Iterable, Iterator

from sheetkit.errors import SheetkitError
from sheetkit.log.problems import CODES
from sheetkit.log.read.settings import AS_OF, DATE_ORDER
from sheetkit.template.model import Choice, Column, Setting, Template, TextSetting
from sheetkit.template.rule import Rule
from sheetkit.text import did_you_mean, heading_key, natural_list, quote

_NO_BREAK = "\xa0"  # keeps a name of several words on one line
_OTHER_CELLS = {
    AS_OF: "The date and time for which the log shows its flags; usually =NOW(). The review does not use it.",
    DATE_ORDER: "How a date such as 03/04/2026 is meant: DMY, the day first, or MDY, the month first. "
    "While the cell is empty it is never guessed.",
}


def list_lines(template: Template, command: str, width: int) -> Iterator[str]:
    """Yield every name that can be explained, grouped. `command` is how the user calls `explain`."""
    yield f"To read about one of these, add its name: {command} {template.rules[0].name}"
    for group, names in _groups(template).items():
        yield ""
        yield group
        listed = ", ".join(name.replace(" ", _NO_BREAK) for name in names)
        for line in textwrap.wrap(listed, width - 2, break_long_words=False, break_on_hyphens=False):
            yield f"  {line.replace(_NO_BREAK, ' ')}"


def explain_lines(name: str, template: Template, command: str = "sheetkit explain") -> list[str]:
    """Return everything that a name means: a flag and a column may share one.

    Raises SheetkitError with the nearest name, and the command that lists all of them.
    """
    lines = [line for explanation in _explanations(heading_key(name), template) for line in ("", *explanation)]
    if not lines:
        raise SheetkitError(_unknown(name, template, command))
    return lines[1:]


def _explanations(key: str, template: Template) -> Iterator[Iterable[str]]:
    """Yield the lines of each explanation of a name, given by its heading key."""
    yield from (_rule(rule) for rule in template.rules if key in (rule.name, heading_key(rule.title)))
    if key in CODES:
        yield _code(key)
    yield from (_column(one, template) for one in template.columns if key == one.name or key in one.headings)
    for column in template.columns:
        for choice in column.choices:
            if key in map(heading_key, (choice.title, *choice.synonyms)):
                yield _choice(choice, column)
    yield from (_setting(one) for one in template.all_settings if key in (one.name, heading_key(one.title)))
    if key in _OTHER_CELLS:
        yield f"{key} is a cell of the sheet Settings.", _OTHER_CELLS[key]


def _rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.title} ({rule.name}) is a flag."
    yield rule.description
    yield f"It holds when: {rule.source}"
    yield f"Colour: {rule.colour or 'none: the sign and the word'}"


def _code(code: str) -> Iterator[str]:
    title = CODES[code].title
    yield f"{code} is a problem ({CODES[code].severity}): {title[0].lower()}{title[1:]}."
    yield CODES[code].explanation


def _column(column: Column, template: Template) -> Iterator[str]:
    yield f"{column.title} ({column.name}) is a column{' that must be filled in' if column.required else ''}."
    yield column.prompt
    if column.choices:
        yield f"One of: {natural_list((choice.title for choice in column.choices), 'or')}."
        for choice in column.choices:
            if choice.synonyms:
                yield f"{choice.title} may also be written {natural_list(choice.synonyms, 'or')}."
    yes = template.words_for_yes.get(column.name)
    if yes:
        yield f"Where no day is known, it may say {natural_list(yes, 'or')}."
        if "true" in yes:
            yield "In LibreOffice type yes: it turns TRUE in a column of dates into the number 1, which says nothing."
    if column.nothing and column.name in template.blank_tested:
        signs = ["spaces" if sign == " " else sign for sign in column.nothing.ignored]
        however = f", with or without {natural_list(signs, 'or')}" if signs else ""
        yield f"It counts as blank where it says {natural_list(column.nothing, 'or')}{however}."
    if column.aliases:
        yield f"Also found under: {natural_list(column.aliases, 'or')}."
    if column.fallbacks:
        yield f"And, where no other heading means it, under: {natural_list(column.fallbacks, 'or')}."


def _choice(choice: Choice, column: Column) -> Iterator[str]:
    also = f", also written {natural_list(choice.synonyms, 'or')}" if choice.synonyms else ""
    yield f"{choice.title} is a choice of the column {column.title}{also}."
    yield column.prompt


def _setting(setting: Setting | TextSetting) -> Iterator[str]:
    usual = f"{setting.default:g}" if isinstance(setting, Setting) else "blank"
    yield f"{setting.name} is a setting, usually {usual}: {setting.title}."
    yield setting.description


def _groups(template: Template) -> dict[str, list[str]]:
    """Return the names that can be explained, by kind."""
    choices = [choice.title for column in template.columns for choice in column.choices]
    return {
        "Flags": [rule.name for rule in template.rules],
        "Problems": list(CODES),
        "Columns": [column.title for column in template.columns],
        "Choices": list(dict.fromkeys(choices)),
        "Settings": [*(setting.name for setting in template.all_settings), *_OTHER_CELLS],
    }


def _unknown(name: str, template: Template, command: str) -> str:
    explainable = [name for names in _groups(template).values() for name in names]
    return (
        f"There is nothing to explain under the name {quote(name)}{did_you_mean(name, explainable)}. "
        f"`{command}` lists all names."
    )
