"""Load the rules and reminders of a template: conditions, and sentences for the log's owner and for other people."""

from collections.abc import Collection, Mapping, Sequence

from sheetkit.errors import ExpressionError
from sheetkit.expression.parse import Scope, parse
from sheetkit.expression.tree import Node, Type, type_of
from sheetkit.palette import PALETTE
from sheetkit.template.model import Column, ColumnKind
from sheetkit.template.rule import THIS_WEEK, TODAY, Advice, Reminder, Rule
from sheetkit.template.sentence import Sentence
from sheetkit.template.toml_table import MAX_SENTENCE, TomlTable
from sheetkit.text import did_you_mean

_SUBJECT = "How is it going?"  # of messages for a rule without a subject of its own
_ASK = "Please tell me by {reply_by} how it is going."
_LIST = "{lines}"  # the paragraph of a reminder that the list of hand-offs replaces
_MAX_DAYS = 3_650  # before or after the due day


def read_rule(table: TomlTable, scope: Scope, columns: list[Column], fields: Sequence[str]) -> Rule:
    """Return the rule that a table declares; `fields` are the names of the values that sentences can show."""
    names = [column.name for column in columns if not column.is_live]
    dates = names_of_dates(columns, scope.values)
    cells = table.texts("cells")
    for cell in cells:
        if cell not in names:
            raise table.fail("cells", f"there is no column {cell!r}{did_you_mean(cell, names)}")
    rule = Rule(
        name=table.name(),
        title=table.text("title", max_length=40),
        description=table.text("description"),
        source=table.text("when"),
        condition=parse_expression(table, "when", scope, Type.CONDITION),
        why=table.sentence("why", fields),
        do_next=table.sentence("do_next", fields),
        subject=table.sentence("subject", fields, _SUBJECT),
        ask=table.sentence("ask", fields, _ASK),
        headline=table.text("headline", table.text("title").lower(), max_length=40),
        instead=tuple(_advice(variant, scope, fields) for variant in table.tables("instead")),
        act=table.one_of("act", (TODAY, THIS_WEEK, *dates), TODAY),
        colour=table.one_of("colour", PALETTE, None),
        whole_row=table.boolean("whole_row"),
        cells=cells,
    )
    if (rule.whole_row or cells) and rule.colour is None:
        raise table.fail("colour", "a rule that colours the row or cells needs a colour")
    table.reject_unknown_keys()
    return rule


def _advice(table: TomlTable, scope: Scope, fields: Sequence[str]) -> Advice:
    keys = ("why", "do_next", "subject", "ask")
    sentences = {key: table.sentence(key, fields) for key in keys if key in table.values}
    advice = Advice(parse_expression(table, "when", scope, Type.CONDITION), **sentences)
    table.reject_unknown_keys()
    return advice


def read_reminders(tables: list[TomlTable], values: Collection[str], settings: Collection[str]) -> list[Reminder]:
    """Return the reminders that `tables` declare, by day, the earliest first.

    `values` are the names that their sentences can show, `settings` the names of the text settings.
    """
    reminders: list[Reminder] = []
    for table in tables:
        reminder = _reminder(table, values, settings)
        for other in reminders:
            if other.name == reminder.name:
                raise table.fail("name", f"the name {other.name!r} is taken already")
            if other.days == reminder.days:
                raise table.fail("days", f"{other.name!r} is due on that day already")
        reminders.append(reminder)
    return sorted(reminders, key=lambda reminder: reminder.days)


def _reminder(table: TomlTable, values: Collection[str], settings: Collection[str]) -> Reminder:
    before, after = _paragraphs(table, values)
    reminder = Reminder(
        name=table.name(),
        days=table.integer("days", minimum=-_MAX_DAYS, maximum=_MAX_DAYS),
        subject=table.sentence("subject", values),
        before=before,
        line=table.sentence("line", values),
        after=after,
        copy_to=table.one_of("copy_to", settings, None),
    )
    table.reject_unknown_keys()
    return reminder


def _paragraphs(table: TomlTable, values: Collection[str]) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Return the paragraphs before the list of hand-offs and those after it."""
    texts = table.texts("text")
    if texts.count(_LIST) != 1:
        raise table.fail("text", f"one of its paragraphs should be '{_LIST}', where the hand-offs are listed")
    for text in texts:
        if len(text) > MAX_SENTENCE:
            raise table.fail("text", f"a paragraph can have {MAX_SENTENCE} characters at most, not {len(text):,}")
    place = texts.index(_LIST)
    sentences = [table.as_sentence("text", text, values) for text in (*texts[:place], *texts[place + 1 :])]
    return tuple(sentences[:place]), tuple(sentences[place:])


def names_of_dates(columns: Sequence[Column], values: Mapping[str, Node]) -> list[str]:
    """Return the names of the columns and values that are dates."""
    date_columns = [column.name for column in columns if column.kind is ColumnKind.DATE]
    return date_columns + [name for name, node in values.items() if type_of(node) is Type.DATE]


def parse_expression(table: TomlTable, key: str, scope: Scope, want: Type | None) -> Node:
    """Return the tree of an expression of the type `want`, or of any type but text where it is None."""
    source = table.text(key)
    try:
        node = parse(source, scope, want=want)
    except ExpressionError as error:
        raise table.fail(key, str(error)) from None
    if type_of(node) is Type.TEXT:
        raise table.fail(key, f"{source!r} is a text, where a date, a number or a condition is needed")
    return node
