"""Load a template from TOML and refuse every mistake when it is made, not when it hurts."""

import tomllib
from collections.abc import Iterable
from typing import Any, TypeVar

from sheetkit.errors import ExpressionError, TemplateError
from sheetkit.expression.parse import Choices, Scope, parse
from sheetkit.expression.tree import Node, Type, type_of
from sheetkit.template.model import Choice, Column, Group, Kind, Roles, Rule, Setting, Step, Template
from sheetkit.template.reader import Table
from sheetkit.template.sentence import Sentence, parse_sentence
from sheetkit.words import did_you_mean, heading, word
from sheetkit.xlsx import limits
from sheetkit.xlsx.look import PALETTE

MAX_SOURCE = 200_000  # characters of a template's TOML
SPOKEN = ("missing", "row")  # values that sentences may show beside columns and named values
_T = TypeVar("_T", Group, Setting, Rule)


def load_template(source: str, file: str) -> Template:
    """Return the template that `source`, the text of `file`, declares. Raises TemplateError, one sentence."""
    if len(source) > MAX_SOURCE:
        raise TemplateError(f"{file}: a template has {MAX_SOURCE:,} characters at most, this one has {len(source):,}.")
    try:
        values = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TemplateError(f"{file}: this is not valid TOML: {error}.") from None
    top = Table(values, file)
    head = top.table("template")
    groups = _unique(head, [_group(table) for table in top.tables("group")])
    settings = _unique(head, [_setting(table) for table in top.tables("setting")])
    column_tables = top.tables("column")
    columns = _columns(column_tables, [group.name for group in groups])
    scope = _scope(columns, settings)
    named = _values(top.tables("value"), scope)
    scope = Scope(scope.columns, scope.choices, scope.settings, named)
    columns = [_live(column, table, scope) for column, table in zip(columns, column_tables, strict=True)]
    rules = _unique(head, [_rule(table, scope, columns) for table in top.tables("rule")])
    template = Template(
        name=_plain_name(head, head.text("name")),
        version=head.whole("version"),
        title=head.text("title", most=100),
        description=head.text("description"),
        sheet=_sheet_name(head),
        table=_excel_name(head, "table", head.text("table")),
        rows=head.whole("rows", most=100_000),
        on_track=head.text("on_track", most=40),
        steps=tuple(_step(table) for table in top.tables("step")),
        columns=tuple(columns),
        groups=tuple(groups),
        settings=tuple(settings),
        values=named,
        rules=tuple(rules),
        roles=_roles(top.table("roles"), columns, named, [rule.name for rule in rules]),
        source=source,
    )
    head.finish()
    top.finish()
    _check_names(head, template)
    return template


def _group(table: Table) -> Group:
    group = Group(table.text("name"), table.text("title", most=40), table.one_of("colour", PALETTE))
    table.finish()
    return group


def _step(table: Table) -> Step:
    step = Step(table.text("title", most=40), table.text("text", most=600))
    table.finish()
    return step


def _setting(table: Table) -> Setting:
    name = _excel_name(table, "name", _plain_name(table, table.text("name")))
    if name == "as_of":
        raise table.fail("name", "'as_of' is the moment itself and no setting")
    setting = Setting(name, table.text("title", most=80), table.text("description"), table.number("default"))
    table.finish()
    return setting


def _columns(tables: list[Table], groups: list[str]) -> list[Column]:
    columns: list[Column] = []
    owners: dict[str, str] = {}
    for table in tables:
        column = _column(table, groups)
        if any(column.name == other.name for other in columns):
            raise table.fail("name", f"another column is named {column.name!r} already")
        for key, text in [("title", column.title), *(("aliases", alias) for alias in column.aliases)]:
            if heading(text) in owners:
                raise table.fail(key, f"the heading {text!r} means the column {owners[heading(text)]!r} already")
            owners[heading(text)] = column.name
        columns.append(column)
    return columns


def _column(table: Table, groups: list[str]) -> Column:
    name = _plain_name(table, table.text("name"))
    title = table.text("title")
    for key, text in [("title", title), *(("aliases", alias) for alias in table.texts("aliases"))]:
        problem = limits.heading_problem(text)
        if problem:
            raise table.fail(key, f"Excel would not take the heading {text!r}: {problem}")
    if limits.units(title) > limits.MAX_PROMPT_TITLE:
        raise table.fail(
            "title",
            f"{title!r} is over {limits.MAX_PROMPT_TITLE} characters, the most an input message shows",
        )
    kind = Kind(table.one_of("type", [kind.value for kind in Kind], Kind.TEXT.value))
    constraints = table.table("constraints", optional=True)
    column = Column(
        name=name,
        title=title,
        kind=kind,
        description=table.text("description"),
        group=table.one_of("group", groups),
        width=table.number("width", least=3),
        example=table.text("example", ""),
        aliases=table.texts("aliases"),
        required=constraints.flag("required"),
        unique=constraints.flag("unique"),
        minimum=constraints.text("minimum", None),
        maximum=constraints.text("maximum", None),
        choices=_choices(table, constraints) if kind is Kind.CHOICE else (),
        default=table.text("default", None) if kind is Kind.CHOICE else None,
        sequence=table.text("sequence", None) if kind is Kind.TEXT else None,
    )
    constraints.finish()
    if column.default is not None and column.default not in [choice.title for choice in column.choices]:
        raise table.fail("default", f"{column.default!r} is not one of the choices")
    if column.sequence is not None and not column.sequence[-1:].isdigit():
        raise table.fail("sequence", f"{column.sequence!r} should end in the number that is counted up")
    if limits.units(prompt(column)) > limits.MAX_PROMPT:
        raise table.fail(
            "description",
            f"with the example it is over {limits.MAX_PROMPT} characters, the most a prompt shows",
        )
    if kind is not Kind.LIVE:
        table.finish()
    return column


def prompt(column: Column) -> str:
    """Return the input message of a column: what to enter, with an example."""
    return f"{column.description} Example: {column.example}" if column.example else column.description


def _choices(table: Table, constraints: Table) -> tuple[Choice, ...]:
    titles = constraints.texts("enum")
    problem = limits.list_problem(list(titles)) if titles else "a choice column needs a list of choices"
    if problem:
        raise constraints.fail("enum", problem)
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
    if sum(limits.units(spelling) + 2 for spelling in owners) > limits.MAX_FORMULA_TEXT:
        raise table.fail(
            "synonyms", f"all words together have {limits.MAX_FORMULA_TEXT} characters at most in a formula"
        )
    return choices


def _scope(columns: list[Column], settings: list[Setting]) -> Scope:
    return Scope(
        columns={column.name: column.type for column in columns if not column.is_live},
        choices={
            column.name: Choices(
                {word(choice.title): choice.words for choice in column.choices},
                word(column.default) if column.default else None,
            )
            for column in columns
            if column.choices
        },
        settings={setting.name: setting.default for setting in settings},
    )


def _values(tables: list[Table], scope: Scope) -> dict[str, Node]:
    named: dict[str, Node] = {}
    for table in tables:
        name = _plain_name(table, table.text("name"))
        known = Scope(scope.columns, scope.choices, scope.settings, named)
        if name in known.names():
            raise table.fail("name", f"the name {name!r} is taken already")
        named = {**named, name: _parse(table, "is", known, None)}
        table.finish()
    return named


def _live(column: Column, table: Table, scope: Scope) -> Column:
    if column.kind is not Kind.LIVE:
        return column
    live = _parse(table, "is", scope, Type.NUMBER)
    when = _parse(table, "when", scope, Type.CONDITION)
    table.finish()
    return Column(**{**column.__dict__, "live": live, "live_when": when})


def _rule(table: Table, scope: Scope, columns: list[Column]) -> Rule:
    names = [column.name for column in columns if not column.is_live]
    shown = [*names, *scope.values, *scope.settings, *SPOKEN]
    cells = table.texts("cells")
    for cell in cells:
        if cell not in names:
            raise table.fail("cells", f"there is no column {cell!r}{did_you_mean(cell, names)}")
    rule = Rule(
        name=_plain_name(table, table.text("name")),
        title=table.text("title", most=40),
        description=table.text("description"),
        source=table.text("when"),
        condition=_parse(table, "when", scope, Type.CONDITION),
        why=_sentence(table, "why", shown),
        do_next=_sentence(table, "do_next", shown),
        colour=table.one_of("colour", PALETTE, None),
        whole_row=table.flag("whole_row"),
        cells=cells,
    )
    if (rule.whole_row or cells) and rule.colour is None:
        raise table.fail("colour", "a rule that colours the row or cells needs a colour")
    table.finish()
    return rule


def _roles(table: Table, columns: list[Column], values: dict[str, Node], rules: list[str]) -> Roles:
    def column(key: str, kind: Kind, *, optional: bool = False) -> Any:
        named = [column.name for column in columns if column.kind is kind]
        return table.one_of(key, named, None) if optional else table.one_of(key, named)

    dates = [column.name for column in columns if column.kind is Kind.DATE]
    dates += [name for name, node in values.items() if type_of(node) is Type.DATE]
    status = column("status", Kind.CHOICE)
    titles = next([choice.title for choice in item.choices] for item in columns if item.name == status)
    roles = Roles(
        id=column("id", Kind.TEXT),
        item=column("item", Kind.TEXT),
        person=column("person", Kind.TEXT),
        start=column("start", Kind.DATE),
        due=table.one_of("due", dates),
        out=table.one_of("out", [name for name, node in values.items() if type_of(node) is Type.CONDITION]),
        status=status,
        open=table.one_of("open", titles),
        paused=table.one_of("paused", titles),
        email=column("email", Kind.TEXT, optional=True),
        late=table.one_of("late", rules),
        unchecked=table.one_of("unchecked", rules),
    )
    table.finish()
    if next(item.default for item in columns if item.name == status) != roles.open:
        raise table.fail(
            "open",
            f"{roles.open!r} should also be the default of the column {status!r}: a blank one counts as open",
        )
    return roles


def _parse(table: Table, key: str, scope: Scope, want: Type | None) -> Node:
    source = table.text(key)
    try:
        node = parse(source, scope, want=want)
    except ExpressionError as error:
        raise table.fail(key, str(error)) from None
    if type_of(node) is Type.TEXT:
        raise table.fail(key, f"{source!r} is a text, where a date, a number or a condition is needed")
    return node


def _sentence(table: Table, key: str, names: list[str]) -> Sentence:
    try:
        return parse_sentence(table.text(key, most=300), names)
    except TemplateError as error:
        raise table.fail(key, str(error)) from None


def _check_names(head: Table, template: Template) -> None:
    """Check what only shows when all parts are known."""
    known = [*template.by_name, *template.values]
    dates = [name for name in known if _is_date(template, name)]
    for column in template.columns:
        for key in ("minimum", "maximum"):
            bound = getattr(column, key)
            if bound is not None and (bound not in dates or column.kind is not Kind.DATE):
                raise TemplateError(
                    f"{head.where}, column {column.name!r}, key {key!r}: {bound!r} is no date column or value"
                    f"{did_you_mean(bound, dates)}."
                )
    names = [template.table.lower(), "as_of", *(setting.name for setting in template.settings)]
    if len(set(names)) != len(names):
        raise head.fail("table", f"{template.table!r} is also the name of a setting")


def _is_date(template: Template, name: str) -> bool:
    if name in template.values:
        return type_of(template.values[name]) is Type.DATE
    return template.by_name[name].kind is Kind.DATE


def _plain_name(table: Table, name: str) -> str:
    if (
        not name.isidentifier()
        or not name.isascii()
        or name != name.lower()
        or name in ("and", "or", "not", "if", "else")
    ):
        raise table.fail("name", f"{name!r} should be small letters, digits and underscores, a letter first")
    return name


def _excel_name(table: Table, key: str, name: str) -> str:
    problem = limits.name_problem(name)
    if problem:
        raise table.fail(key, f"Excel would not take the name {name!r}: {problem}")
    return name


def _sheet_name(table: Table) -> str:
    name: str = table.text("sheet", most=limits.MAX_SHEET_NAME)
    if not name.isalnum() or name.lower() in ("history", "settings", "guide"):
        raise table.fail("sheet", f"Excel or this workbook would not take a sheet named {name!r}: use one plain word")
    return name


def _unique(head: Table, items: Iterable[_T]) -> list[_T]:
    listed = list(items)
    for number, item in enumerate(listed):
        for other in listed[:number]:
            if item.name == other.name or item.title == other.title:
                kind = type(item).__name__.lower()
                raise TemplateError(
                    f"{head.where.split(',')[0]}: two {kind}s are named {item.name!r} or {item.title!r}."
                )
    return listed
