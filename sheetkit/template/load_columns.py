"""Load the columns of a template: headings, choices and limits, checked against what Excel accepts."""

import re
from collections.abc import Collection
from dataclasses import replace

from sheetkit.expression.parse import FUNCTIONS
from sheetkit.expression.working_days import COUNT_NAME, DAYS_OFF_NAME, WEEK_NAME
from sheetkit.ooxml import limits
from sheetkit.patterns import lazy_pattern
from sheetkit.template.model import Choice, Column, ColumnKind
from sheetkit.template.sentence import SENTENCE_VALUES
from sheetkit.template.toml_table import MAX_NUMBER, TomlTable
from sheetkit.text import Words, heading_key

_MAX_WIDTH = 255  # characters, of a column in Excel
_MAX_SYNONYMS = 1_000  # characters, of a formula that can have 8,192
_ENDS_IN_DIGIT = lazy_pattern(r".*[0-9]", re.DOTALL)
# Names with a meaning in rules and sentences.
RESERVED = ("as_of", WEEK_NAME, DAYS_OFF_NAME, COUNT_NAME, *SENTENCE_VALUES, *FUNCTIONS)


def read_columns(tables: list[TomlTable], groups: list[str], nothing: Words) -> list[Column]:
    """Return the columns that `tables` declare; `groups` are the names of the groups they can belong to.

    `nothing` are the match keys of the words for nothing. In a choice column, choices come first.
    """
    columns: list[Column] = []
    owners: dict[str, str] = {}
    for table in tables:
        column = _column(table, groups)
        column = replace(column, nothing=Words((key for key in nothing if _says_nothing(key, column)), nothing.ignored))
        if any(column.name == other.name for other in columns):
            raise table.fail("name", f"the name {column.name!r} is taken already")
        for key, text in [("title", column.title), *(("aliases", alias) for alias in column.aliases)]:
            if heading_key(text) in owners:
                raise table.fail(key, f"the heading {text!r} means the column {owners[heading_key(text)]!r} already")
            owners[heading_key(text)] = column.name
        columns.append(column)
    _check_fallbacks(tables, columns)
    return columns


def _says_nothing(key: str, column: Column) -> bool:
    """Return whether a word for nothing leaves a cell of a column blank: a choice comes first, and 0 is a number."""
    return key not in column.canonical and not (column.kind is ColumnKind.NUMBER and key.isdecimal())


def _check_fallbacks(tables: Collection[TomlTable], columns: Collection[Column]) -> None:
    """Raise TemplateError where a fallback is a column's title, or means its own column anyway."""
    titles = {heading_key(column.title): column.name for column in columns}
    for table, column in zip(tables, columns, strict=True):
        for text in column.fallbacks:
            key = heading_key(text)
            if key in titles or key in column.headings:
                raise table.fail("fallbacks", f"the heading {text!r} means {titles.get(key, column.name)!r} already")


def _column(table: TomlTable, groups: list[str]) -> Column:
    name = free_name(table)
    title = table.text("title")
    problem = limits.heading_problem(title)
    if problem:
        raise table.fail("title", f"Excel does not accept the heading {title!r}: {problem}")
    for key in ("aliases", "fallbacks"):
        if not all(map(heading_key, table.texts(key))):
            raise table.fail(key, "a heading in the list is blank")
    if limits.utf16_length(title) > (most := limits.MAX_PROMPT_TITLE):
        raise table.fail("title", f"{title!r} has more than {most} characters, and Excel shows no more above a prompt")
    kind = ColumnKind(table.one_of("type", [kind.value for kind in ColumnKind], ColumnKind.TEXT.value))
    constraints = table.table("constraints", optional=True)
    choices = _choices(table, constraints) if kind is ColumnKind.CHOICE else ()
    table.table("ticks", optional=True)  # in logs that earlier versions made
    column = Column(
        name=name,
        title=title,
        kind=kind,
        description=table.text("description"),
        group=table.one_of("group", groups),
        width=table.number("width", minimum=3, maximum=_MAX_WIDTH),
        printed=table.boolean("printed"),
        example=table.text("example", ""),
        aliases=table.texts("aliases"),
        fallbacks=table.texts("fallbacks"),
        required=constraints.boolean("required") if kind not in (ColumnKind.FLAG, ColumnKind.LIVE) else False,
        unique=constraints.boolean("unique") if kind is ColumnKind.TEXT else False,
        minimum=constraints.text("minimum", None) if kind is ColumnKind.DATE else None,
        maximum=constraints.text("maximum", None) if kind is ColumnKind.DATE else None,
        lowest=constraints.number("minimum", None, minimum=-MAX_NUMBER) if kind is ColumnKind.NUMBER else None,
        highest=constraints.number("maximum", None, minimum=-MAX_NUMBER) if kind is ColumnKind.NUMBER else None,
        choices=choices,
        default=table.text("default", None) if kind is ColumnKind.CHOICE else None,
        sequence=table.text("sequence", None) if kind is ColumnKind.TEXT else None,
    )
    constraints.reject_unknown_keys()
    if column.default is not None and column.default not in [choice.title for choice in column.choices]:
        raise table.fail("default", f"{column.default!r} is not one of the choices")
    if column.sequence is not None and not _ENDS_IN_DIGIT.fullmatch(column.sequence):
        raise table.fail("sequence", f"{column.sequence!r} should end in a number, as in 'H-0001'")
    if column.lowest is not None and column.highest is not None and column.lowest > column.highest:
        raise constraints.fail("minimum", f"{column.lowest:g} is more than the maximum, {column.highest:g}")
    if limits.utf16_length(column.prompt) > limits.MAX_PROMPT:
        raise table.fail(
            "description",
            f"with the example it has more than {limits.MAX_PROMPT} characters, and Excel shows no more in a prompt",
        )
    if kind is not ColumnKind.LIVE:
        table.reject_unknown_keys()
    return column


def _choices(table: TomlTable, constraints: TomlTable) -> tuple[Choice, ...]:
    titles = constraints.texts("enum")
    problem = limits.list_problem(list(titles)) if titles else "a choice column needs a list of choices"
    if problem:
        raise constraints.fail("enum", problem)
    for title in titles:
        if '"' in title:
            problem = f"the choice {title!r} contains a quotation mark, which Excel does not allow in a list"
            raise constraints.fail("enum", problem)
    synonyms = table.table("synonyms", optional=True)
    choices = tuple(Choice(title, synonyms.texts(title)) for title in titles)
    synonyms.reject_unknown_keys()
    owners: dict[str, str] = {}
    for choice in choices:
        for key in choice.match_keys:
            if not key or key in owners:
                problem = f"means {owners[key]!r} already" if key else "is blank"
                raise table.fail("synonyms", f"the synonym {key!r} of {choice.title!r} {problem}")
            owners[key] = choice.title
    if sum(limits.utf16_length(key) + 2 for key in owners) > _MAX_SYNONYMS:
        raise table.fail(
            "synonyms", f"all synonyms together can have {_MAX_SYNONYMS:,} characters at most, to fit into a formula"
        )
    return choices


def free_name(table: TomlTable, taken: Collection[str] = ()) -> str:
    """Return the table's name. Raises TemplateError where it is one of `taken` or RESERVED."""
    name = table.name()
    if name in taken or name in RESERVED:
        raise table.fail("name", f"the name {name!r} is taken already")
    return name
