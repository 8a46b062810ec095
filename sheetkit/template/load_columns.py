"""The columns of a template: their headings, choices and limits, each checked against what Excel takes."""

import re
from collections.abc import Collection

from sheetkit.expression.parse import FUNCTIONS
from sheetkit.ooxml import limits
from sheetkit.template.model import Choice, Column, ColumnKind
from sheetkit.template.sentence import SPOKEN
from sheetkit.template.toml_table import TomlTable
from sheetkit.text import heading_key

_WIDEST = 255  # characters, Excel's widest column
_COUNTED = re.compile(r".*[0-9]", re.DOTALL)
RESERVED = ("as_of", *SPOKEN, *FUNCTIONS)  # words that the rule language or sentences use themselves


def read_columns(tables: list[TomlTable], groups: list[str]) -> list[Column]:
    """Return the columns that `tables` declare; `groups` are the groups they may belong to."""
    columns: list[Column] = []
    owners: dict[str, str] = {}
    for table in tables:
        column = _column(table, groups)
        if any(column.name == other.name for other in columns):
            raise table.fail("name", f"another column is named {column.name!r} already")
        for key, text in [("title", column.title), *(("aliases", alias) for alias in column.aliases)]:
            if heading_key(text) in owners:
                raise table.fail(key, f"the heading {text!r} means the column {owners[heading_key(text)]!r} already")
            owners[heading_key(text)] = column.name
        columns.append(column)
    return columns


def _column(table: TomlTable, groups: list[str]) -> Column:
    name = free_name(table)
    title = table.text("title")
    for key, text in [("title", title), *(("aliases", alias) for alias in table.texts("aliases"))]:
        problem = limits.heading_problem(text)
        if problem:
            raise table.fail(key, f"Excel would not take the heading {text!r}: {problem}")
    if limits.utf16_length(title) > limits.MAX_PROMPT_TITLE:
        raise table.fail(
            "title",
            f"{title!r} is over {limits.MAX_PROMPT_TITLE} characters, the most an input message shows",
        )
    kind = ColumnKind(table.one_of("type", [kind.value for kind in ColumnKind], ColumnKind.TEXT.value))
    constraints = table.table("constraints", optional=True)
    column = Column(
        name=name,
        title=title,
        kind=kind,
        description=table.text("description"),
        group=table.one_of("group", groups),
        width=table.number("width", least=3, most=_WIDEST),
        example=table.text("example", ""),
        aliases=table.texts("aliases"),
        required=constraints.flag("required") if kind not in (ColumnKind.FLAG, ColumnKind.LIVE) else False,
        unique=constraints.flag("unique") if kind is ColumnKind.TEXT else False,
        minimum=constraints.text("minimum", None) if kind is ColumnKind.DATE else None,
        maximum=constraints.text("maximum", None) if kind is ColumnKind.DATE else None,
        choices=_choices(table, constraints) if kind is ColumnKind.CHOICE else (),
        default=table.text("default", None) if kind is ColumnKind.CHOICE else None,
        sequence=table.text("sequence", None) if kind is ColumnKind.TEXT else None,
    )
    constraints.finish()
    if column.default is not None and column.default not in [choice.title for choice in column.choices]:
        raise table.fail("default", f"{column.default!r} is not one of the choices")
    if column.sequence is not None and not _COUNTED.fullmatch(column.sequence):
        raise table.fail("sequence", f"{column.sequence!r} should end in the number that is counted up")
    if limits.utf16_length(column.prompt) > limits.MAX_PROMPT:
        raise table.fail(
            "description",
            f"with the example it is over {limits.MAX_PROMPT} characters, the most a prompt shows",
        )
    if kind is not ColumnKind.LIVE:
        table.finish()
    return column


def _choices(table: TomlTable, constraints: TomlTable) -> tuple[Choice, ...]:
    titles = constraints.texts("enum")
    problem = limits.list_problem(list(titles)) if titles else "a choice column needs a list of choices"
    if problem:
        raise constraints.fail("enum", problem)
    for title in titles:
        if '"' in title:
            raise constraints.fail("enum", f"the choice {title!r} holds a quotation mark, which ends a list in Excel")
    synonyms = table.table("synonyms", optional=True)
    choices = tuple(Choice(title, synonyms.texts(title)) for title in titles)
    synonyms.finish()
    owners: dict[str, str] = {}
    for choice in choices:
        for spelling in choice.words:
            if not spelling or spelling in owners:
                other = f"means {owners[spelling]!r} already" if spelling else "is blank"
                raise table.fail("synonyms", f"the word {spelling!r} for {choice.title!r} {other}")
            owners[spelling] = choice.title
    if sum(limits.utf16_length(spelling) + 2 for spelling in owners) + 2 > limits.MAX_FORMULA_TEXT:
        raise table.fail(
            "synonyms", f"all words together have {limits.MAX_FORMULA_TEXT} characters at most in a formula"
        )
    return choices


def free_name(table: TomlTable, taken: Collection[str] = ()) -> str:
    """Return the table's name, which means nothing else in a rule or a sentence."""
    name = table.name()
    if name in taken or name in RESERVED:
        raise table.fail("name", f"the name {name!r} is taken already")
    return name
