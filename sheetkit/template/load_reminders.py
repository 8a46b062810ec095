"""Load the reminders of a template: the steps in which people are asked for what they have."""

from collections.abc import Collection

from sheetkit.template.rule import Reminder
from sheetkit.template.sentence import Sentence
from sheetkit.template.toml_table import MAX_SENTENCE, TomlTable

LIST = "{lines}"  # the paragraph of a draft in whose place the hand-offs are listed
_MAX_DAYS = 3_650  # before or after the due day


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
    if texts.count(LIST) != 1:
        raise table.fail("text", f"one of its paragraphs should be '{LIST}', where the hand-offs are listed")
    for text in texts:
        if len(text) > MAX_SENTENCE:
            raise table.fail("text", f"a paragraph can have {MAX_SENTENCE} characters at most, not {len(text):,}")
    place = texts.index(LIST)
    before, after = (
        tuple(table.as_sentence("text", text, values) for text in part) for part in (texts[:place], texts[place + 1 :])
    )
    return before, after
