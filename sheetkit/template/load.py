"""Load a template from TOML. Every mistake in it is refused here, so that nothing fails later."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sheetkit.errors import TemplateError
from sheetkit.expression.parse import Choices, Scope
from sheetkit.expression.tree import Node, Type, type_of
from sheetkit.ooxml import limits
from sheetkit.palette import PALETTE
from sheetkit.template.load_columns import RESERVED, free_name, read_columns
from sheetkit.template.load_rules import names_of_dates, parse_expression, read_reminders, read_rule
from sheetkit.template.model import AS_OF, Column, ColumnKind, Group, Roles, Setting, Step, Template, TextSetting
from sheetkit.template.rule import Rule
from sheetkit.template.sentence import SENTENCE_VALUES
from sheetkit.template.toml_table import TomlTable
from sheetkit.text import Words, did_you_mean, match_key

MAX_SOURCE = 200_000  # characters of a template's TOML
MAX_DOTS = 100  # of a line: the time to parse a key grows with the square of its dots
_NOT_IGNORED = "\xa0✓✔☑✅√"  # a no-break space, which counts as a space already, and the ticks
_T = TypeVar("_T", Group, Setting | TextSetting, Rule)


def load_template(source: str, file: str) -> Template:
    """Return the template that `source` declares. `file` names it in messages.

    Raises TemplateError with one sentence that names file, table and key.
    """
    top = TomlTable(_parsed(source, file), file)
    head, role_table = top.table("template"), top.table("roles")
    nothing, yes = _words(top.table("words", optional=True))
    kinds = ("group", "setting", "column", "value", "rule", "step", "reminder")
    tables = {kind: top.tables(kind) for kind in kinds}
    top.reject_unknown_keys()
    groups = _unique(tables["group"], [_group(table) for table in tables["group"]])
    columns = read_columns(tables["column"], [group.name for group in groups], nothing)
    column_names = [column.name for column in columns]
    every_setting = _unique(tables["setting"], [_setting(table, column_names) for table in tables["setting"]])
    settings = [setting for setting in every_setting if isinstance(setting, Setting)]
    text_settings = [setting for setting in every_setting if isinstance(setting, TextSetting)]
    scope = replace(_scope(columns, settings, yes), has_week=_has_week(tables["setting"], text_settings))
    values = _values(tables["value"], scope, column_names)
    scope = replace(scope, values=values)
    columns = [_live(column, table, scope) for column, table in zip(columns, tables["column"], strict=True)]
    for column, table in zip(columns, tables["column"], strict=True):
        _check_bounds(table, column, columns, values)
    fields = [*scope.columns, *scope.values, *scope.settings, *SENTENCE_VALUES]
    rules = _unique(tables["rule"], [read_rule(table, scope, columns, fields) for table in tables["rule"]])
    reminders = read_reminders(tables["reminder"], fields, [setting.name for setting in text_settings])
    template = Template(
        name=head.name(hyphens=True),
        version=head.integer("version", maximum=1_000_000),
        title=head.text("title", max_length=100),
        description=head.text("description", max_length=200),
        sheet=_sheet_name(head),
        table=_excel_name(head, "table", head.text("table")),
        rows=head.integer("rows", maximum=100_000),
        on_track=head.text("on_track", max_length=40),
        steps=tuple(_step(table) for table in tables["step"]),
        columns=tuple(columns),
        groups=tuple(groups),
        settings=tuple(settings),
        values=values,
        rules=tuple(rules),
        roles=_roles(role_table, columns, values, [rule.name for rule in rules]),
        source=source,
        text_settings=tuple(text_settings),
        reminders=tuple(reminders),
        yes=yes,
    )
    head.reject_unknown_keys()
    _check_whole(head, tables["rule"], template)
    return template


def _parsed(source: str, file: str) -> dict[str, Any]:
    if len(source) > MAX_SOURCE:
        raise TemplateError(
            f"{file}: a template can have {MAX_SOURCE:,} characters at most, and this one has {len(source):,}."
        )
    if "\ufffe" in source or "\uffff" in source:  # the source is stored in each log, in XML
        raise TemplateError(f"{file}: it contains a character that no workbook can hold (U+FFFE or U+FFFF).")
    if any(line.count(".") > MAX_DOTS for line in source.splitlines()):
        raise TemplateError(f"{file}: a line can have {MAX_DOTS} dots at most.")
    try:
        return tomllib.loads(source)
    except (ValueError, RecursionError) as error:  # ValueError: TOMLDecodeError, or a number of 5,000 digits
        raise TemplateError(f"{file}: this is not valid TOML: {error}.") from None


def _group(table: TomlTable) -> Group:
    group = Group(table.text("name"), table.text("title", max_length=40), table.one_of("colour", PALETTE))
    table.reject_unknown_keys()
    return group


def _step(table: TomlTable) -> Step:
    step = Step(table.text("title", max_length=40), table.text("text", max_length=600))
    table.reject_unknown_keys()
    return step


def _setting(table: TomlTable, columns: Sequence[str]) -> Setting | TextSetting:
    name = _excel_name(table, "name", free_name(table, columns))
    title, description = table.text("title", max_length=80), table.text("description")
    kind = table.one_of("type", ("number", "text", "weekdays"), "number")
    setting = (
        Setting(name, title, description, table.number("default"))
        if kind == "number"
        else TextSetting(name, title, description, is_week=kind == "weekdays")
    )
    table.reject_unknown_keys()
    return setting


def _has_week(tables: list[TomlTable], settings: Sequence[TextSetting]) -> bool:
    """Return whether a setting names the working days. Raises TemplateError where several do."""
    weeks = [setting.name for setting in settings if setting.is_week]
    for table in tables:
        if table.values["name"] in weeks[1:]:
            raise table.fail("type", f"{weeks[0]!r} names the working days already")
    return bool(weeks)


def _words(table: TomlTable) -> tuple[Words, tuple[str, ...]]:
    """Return the words for nothing and for yes, as match keys."""
    nothing, yes = (tuple(dict.fromkeys(map(match_key, table.texts(key)))) for key in ("nothing", "yes"))
    for key, words in (("nothing", nothing), ("yes", yes)):
        if "" in words:
            raise table.fail(key, "a word in the list is blank")
        if sum(limits.utf16_length(word) + 2 for word in words) + 6 > (most := limits.MAX_FORMULA_TEXT):
            raise table.fail(key, f"all words together can have {most} characters at most, to fit into a formula")
    ignored = table.texts("ignored")
    for character in ignored:
        if len(character) != 1 or character.isalnum() or character in _NOT_IGNORED:
            raise table.fail("ignored", f"{character!r} is not one sign, such as a dot or a dash")
    words = Words(nothing, "".join(ignored))
    for word in yes:
        if word in words:
            raise table.fail("yes", f"{word!r} means nothing already")
    table.reject_unknown_keys()
    return words, yes


def _scope(columns: list[Column], settings: list[Setting], yes: tuple[str, ...]) -> Scope:
    return Scope(
        columns={column.name: column.type for column in columns if not column.is_live},
        choices={
            column.name: Choices(
                {match_key(choice.title): choice.match_keys for choice in column.choices},
                match_key(column.default) if column.default else None,
            )
            for column in columns
            if column.choices
        },
        settings={setting.name: setting.default for setting in settings},
        nothing={column.name: column.nothing for column in columns},
        yes=yes,
    )


def _values(tables: list[TomlTable], scope: Scope, columns: Sequence[str]) -> dict[str, Node]:
    values: dict[str, Node] = {}
    for table in tables:
        name = free_name(table, [*columns, *scope.settings, *values])
        values = {**values, name: parse_expression(table, "is", replace(scope, values=values), None)}
        table.reject_unknown_keys()
    return values


def _live(column: Column, table: TomlTable, scope: Scope) -> Column:
    if column.kind is not ColumnKind.LIVE:
        return column
    live = parse_expression(table, "is", scope, Type.NUMBER)
    when = parse_expression(table, "when", scope, Type.CONDITION)
    table.reject_unknown_keys()
    return replace(column, live=live, live_when=when)


def _roles(table: TomlTable, columns: list[Column], values: dict[str, Node], rules: list[str]) -> Roles:
    def column(key: str, kind: ColumnKind, *, optional: bool = False) -> Any:
        names = [column.name for column in columns if column.kind is kind]
        return table.one_of(key, names, None) if optional else table.one_of(key, names)

    dates = names_of_dates(columns, values)
    status = column("status", ColumnKind.CHOICE)
    item = column("item", ColumnKind.TEXT)
    by_name = {column.name: column for column in columns}
    titles = [choice.title for choice in by_name[status].choices]
    roles = Roles(
        id=column("id", ColumnKind.TEXT),
        item=item,
        person=column("person", ColumnKind.TEXT),
        start=column("start", ColumnKind.DATE),
        due=table.one_of("due", dates),
        promise=column("promise", ColumnKind.DATE, optional=True),
        checkpoint=column("checkpoint", ColumnKind.DATE, optional=True),
        out=table.one_of("out", [name for name, node in values.items() if type_of(node) is Type.CONDITION]),
        status=status,
        open=table.one_of("open", titles),
        paused=table.one_of("paused", titles),
        email=column("email", ColumnKind.TEXT, optional=True),
        done=table.one_of("done", titles, None),
        back=column("back", ColumnKind.DATE, optional=True),
        copy=column("copy", ColumnKind.TEXT, optional=True),
        late=table.one_of("late", rules),
        unchecked=table.one_of("unchecked", rules, None),
        result=column("result", ColumnKind.TEXT, optional=True),
        checked_in=column("checked_in", ColumnKind.DATE, optional=True),
    )
    table.reject_unknown_keys()
    if by_name[status].default != roles.open:
        should = f"{roles.open!r} should also be the default of the column {status!r}"
        raise table.fail("open", f"{should}: a blank cell counts as open")
    if roles.paused == roles.open:
        raise table.fail("paused", f"{roles.paused!r} is the choice for 'open' already")
    if by_name[item].sequence is not None:
        raise table.fail("item", f"the column {item!r} is pre-filled, so no line would ever be blank")
    return roles


def _check_bounds(table: TomlTable, column: Column, columns: Sequence[Column], values: dict[str, Node]) -> None:
    """Raise TemplateError where the minimum or maximum of a date column is not a date itself."""
    dates = names_of_dates(columns, values)
    for key, bound in (("minimum", column.minimum), ("maximum", column.maximum)):
        if bound is not None and bound not in dates and (key, bound) != ("maximum", AS_OF):
            raise table.fail(key, f"{bound!r} is not a date column or value{did_you_mean(bound, dates)}")


def _check_whole(head: TomlTable, rules: list[TomlTable], template: Template) -> None:
    """Raise TemplateError for mistakes that only show in the whole template."""
    if template.table.lower() in (*RESERVED, *(setting.name for setting in template.all_settings)):
        raise head.fail("table", f"{template.table!r} is also the name of a setting")
    flags = [column.name for column in template.columns if column.kind is ColumnKind.FLAG]
    if len(flags) != 1:
        raise TemplateError(f"{head.where}: exactly one column should have the type 'flag', not {len(flags)}.")
    closed = [choice.title for choice in template.status.choices if choice.title != template.roles.open]
    taken = [match_key(text) for text in (*closed, template.on_track)]
    for table, rule in zip(rules, template.rules, strict=True):
        if match_key(rule.title) in taken:
            raise table.fail("title", f"{rule.title!r} is also what the Flag shows for lines without a flag")


def _excel_name(table: TomlTable, key: str, name: str) -> str:
    problem = limits.name_problem(name)
    if problem:
        raise table.fail(key, f"Excel does not accept the name {name!r}: {problem}")
    return name


def _sheet_name(table: TomlTable) -> str:
    name: str = table.text("sheet", max_length=limits.MAX_SHEET_NAME)
    if not name.isalnum() or name.lower() in ("history", "settings", "guide", "holidays"):
        advice = "use one word, other than History, Settings, Holidays and Guide"
        raise table.fail("sheet", f"the sheet cannot be named {name!r}: {advice}")
    return name


def _unique(tables: list[TomlTable], items: list[_T]) -> list[_T]:
    for number, item in enumerate(items):
        for other in items[:number]:
            if item.name == other.name:
                raise tables[number].fail("name", f"the name {item.name!r} is taken already")
            if match_key(item.title) == match_key(other.title):
                raise tables[number].fail("title", f"{other.name!r} has the title {other.title!r} already")
    return items
