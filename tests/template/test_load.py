"""A template with a mistake is refused when it is loaded, in one sentence that says where."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.errors import TemplateError
from sheetkit.log.create.log_sheet import create_log
from sheetkit.template.load import MAX_SOURCE, load_template
from sheetkit.template.model import ColumnKind, Template
from sheetkit.template.store import shipped

SOURCE = shipped().source
LONG_PROMPT = "x" * 300

# name: what stands in the shipped template, what is put in its place, and what the refusal must say
MISTAKES = {
    # an unknown key in each kind of table
    "a kind of table that is not known": ("[[rule]]", "[[rules]]", ["'rules'", "did you mean 'rule'"]),
    "a key of [template]": ("on_track =", "on_trak =", ["[template]", "'on_track'", "'on_trak'"]),
    "one key too many in [template]": ("rows = 200", "rows = 200\nrow = 3", ["[template]", "'row'", "'rows'"]),
    "a key of a group": (
        'colour = "grey"\n\n[[group]]',
        'color = "grey"\n\n[[group]]',
        ["[[group]] 'state'", "'color'"],
    ),
    "a key of a step": ("[[step]]", '[[step]]\nnote = "x"', ["[[step]] 6", "'note'"]),
    "a key of a column": ("width = 22", "width = 19\nwidht = 3", ["[[column]] 'flag'", "'widht'", "'width'"]),
    "a key of a live column": ('when = "out"', 'when = "out"\nwen = "out"', ["'days_left'", "'wen'", "'when'"]),
    "a constraint": ("{ unique = true }", "{ uniqe = true }", ["'id', [constraints]", "'uniqe'", "'unique'"]),
    "a synonym of no choice": ('"Waiting for" = [', '"Waitin for" = [', ["'kind', [synonyms]", "'Waiting for'"]),
    "a key of a setting": ("default = 4", "default = 4\nunit = 'h'", ["'checkpoint_after_hours'", "'unit'"]),
    "a key of a value": ('name = "due"\n', 'name = "due"\ntype = "date"\n', ["[[value]] 'due'", "'type'"]),
    "a key of a rule": ("whole_row = true", "whole_rows = true", ["[[rule]] 'overdue'", "'whole_row'"]),
    "a role": ('late = "overdue"', 'latest = "overdue"', ["[roles]", "'late'", "'latest'"]),
    "limits of a number that leave nothing": (
        'name = "notes"',
        'name = "cost"\ntitle = "Cost"\ntype = "number"\ndescription = "x"\ngroup = "papers"\nwidth = 9\n'
        'constraints = { minimum = 9, maximum = 5 }\n\n[[column]]\nname = "notes"',
        ["[[column]] 'cost', [constraints]", "'minimum'", "9 is more than the maximum, 5"],
    ),
    "a limit of a number that is none": (
        'name = "notes"',
        'name = "cost"\ntitle = "Cost"\ntype = "number"\ndescription = "x"\ngroup = "papers"\nwidth = 9\n'
        'constraints = { minimum = "none" }\n\n[[column]]\nname = "notes"',
        ["'cost', [constraints]", "'minimum'", "should be a number"],
    ),
    "is_number() of a text": (
        "not blank(document)",
        "is_number(document)",
        ["not a column of numbers"],
    ),
    # a name that means nothing
    "a column that a rule needs": ("not blank(document)", "not blank(documnet)", ["'no_copy'", "'when'", "'document'"]),
    "a column that a value needs": (
        "is_date(now_expected)",
        "is_date(now_expectd)",
        ["'due'", "'is'", "'now_expected'"],
    ),
    "a function": ("past(due)", "passed(due)", ["'due_soon'", "'passed'", "'past'"]),
    "a column to colour": ('cells = ["checkpoint"]', 'cells = ["chekpoint"]', ["'cells'", "'checkpoint'"]),
    "a column's group": ('group = "papers"', 'group = "paper"', ["'notes'", "'group'", "'papers'"]),
    "a column's type": ('type = "live"', 'type = "life"', ["'days_left'", "'type'", "'live'"]),
    "a colour": ('colour = "amber"', 'colour = "umber"', ["'missing_checkpoint'", "'colour'", "'amber'"]),
    "a bound": ('maximum = "due"', 'maximum = "deu"', ["'checkpoint'", "'maximum'", "'due'"]),
    "a bound that is not a date": (
        'minimum = "handed_off", maximum',
        'minimum = "item", maximum',
        ["'minimum'", "'item'"],
    ),
    "a role's column": ('person = "handed_to"', 'person = "handed_two"', ["[roles]", "'person'", "'handed_to'"]),
    "a role's column of the wrong type": ('start = "handed_off"', 'start = "item"', ["[roles]", "'start'", "'item'"]),
    "a role's rule": ('late = "overdue"', 'late = "overdo"', ["[roles]", "'late'", "'overdue'"]),
    "a role's choice": ('paused = "On hold"', 'paused = "Hold"', ["[roles]", "'paused'", "'On hold'"]),
    "a place in a sentence": ("moved from {expected_back}", "moved from {expectd_back}", ["'why'", "'expected_back'"]),
    "a place's form": (
        'why = "due {due}, {due|ago}"',
        'why = "due {due}, {due|agoo}"',
        ["'overdue'", "'why'", "'ago'"],
    ),
    "a brace without a partner": ('why = "due {due}, {due', 'why = "due {due, {due', ["'why'"]),
    # reminders
    "a key of a reminder": ("days = -2", "day = -2", ["[[reminder]] 'soon'", "'days'", "'day'"]),
    "one key too many in a reminder": ("days = -2", "days = -2\ncopyto = 'x'", ["'soon'", "'copyto'", "'copy_to'"]),
    "a setting that gets a copy": ('copy_to = "escalate_to"', 'copy_to = "escalat_to"', ["'last'", "'escalate_to'"]),
    "a number that gets a copy": ('copy_to = "escalate_to"', 'copy_to = "due_soon_days"', ["'last'", "'copy_to'"]),
    "a value in a reminder's line": (
        'line = "{item?our hand-off}: due',
        'line = "{itme}: due',
        ["'soon'", "'line'", "'item'"],
    ),
    "a value in a reminder's text": ('"this is due shortly:"', '"{handed_two}"', ["'soon'", "'text'", "'handed_to'"]),
    "a draft without its list": (
        '"this is due shortly:", "{lines}",',
        '"this is due shortly:",',
        ["'soon'", "'text'", "'{lines}'"],
    ),
    "two reminders on one day": ("days = 7", "days = 1", ["'later'", "'days'", "'late'"]),
    "two reminders of one name": ('name = "later"', 'name = "late"', ["'name'", "'late'", "taken"]),
    "a setting of an unknown type": ('type = "text"', 'type = "txt"', ["'escalate_to'", "'type'", "'text'"]),
    "a day that is no whole number": ("days = 14", "days = 1.5", ["'last'", "'days'"]),
    # a value of the wrong type
    "a text for a number": ("width = 22", "width = '19'", ["'flag'", "'width'", "a number"]),
    "a number for a text": ('example = "Ana Costa"', "example = 5", ["'handed_to'", "'example'", "a text"]),
    "a fraction for a whole number": ("rows = 200", "rows = 2.5", ["[template]", "'rows'", "a whole number"]),
    "true for a number": ("rows = 200", "rows = true", ["[template]", "'rows'", "a whole number"]),
    "a text for a flag": ("whole_row = true", 'whole_row = "yes"', ["'overdue'", "'whole_row'", "true or false"]),
    "a text for a list": ('aliases = ["Type", "Category"]', 'aliases = "Type"', ["'kind'", "'aliases'", "a list"]),
    "a number in a list": ('["Type", "Category"]', '["Type", 5]', ["'kind'", "'aliases'", "5"]),
    "a text for a table": ("constraints = { unique = true }", "constraints = 'unique'", ["'id'", "'constraints'"]),
    "an array of tables for a table": ("[roles]", "[[roles]]", ["'roles'", "it should be a table"]),
    "no rows": ("rows = 200", "rows = 0", ["'rows'", "0"]),
    "too many rows": ("rows = 200", "rows = 2_000_000", ["'rows'", "100000"]),
    "a column too narrow": ("width = 22", "width = 1", ["'flag'", "'width'"]),
    "a column too wide": ("width = 22", "width = 300", ["'flag'", "'width'", "255"]),
    "no number": ("default = 4", "default = nan", ["'checkpoint_after_hours'", "'default'"]),
    "a number without end": ("default = 4", "default = inf", ["'checkpoint_after_hours'", "'default'"]),
    "a number beyond all bounds": ("default = 4", "default = 1" + "0" * 400, ["'default'", "a number that large"]),
    "a negative setting": ("default = 4", "default = -4", ["'default'", "-4"]),
    # something missing
    "no name": ('name = "kind"\n', "", ["[[column]]", "'name'", "missing"]),
    "no version": ("version = 3\n", "", ["[template]", "'version'", "missing"]),
    "no colour for a group": ('colour = "grey"\n\n[[group]]', "\n[[group]]", ["'state'", "'colour'", "missing"]),
    "no condition": ('when = "out and past(due)"\n', "", ["'overdue'", "'when'", "missing"]),
    "no choices": ('enum = ["Delegated", "Waiting for", "Document"]', "", ["'kind'", "'enum'", "choices"]),
    "no colour for cells": ('colour = "violet"\ncells', "cells", ["'no_copy'", "'colour'"]),
    "a blank title": ('title = "Overdue"', 'title = "  "', ["'overdue'", "'title'", "blank"]),
    "no flag": ('name = "flag"\ntitle = "Flag"\ntype = "flag"', 'name = "flag"\ntitle = "Flag"', ["'flag'", "not 0"]),
    # something twice
    "two columns of one name": ('name = "notes"', 'name = "document"', ["[[column]] 'document'", "'name'"]),
    "two columns of one heading": ('title = "Notes"', 'title = "EMAIL"', ["'notes'", "'title'", "'email'"]),
    "an alias that is a heading": ('"Type", "Category"', '"Type", "notes"', ["'kind'"]),
    "an alias of two columns": (
        '"Note", "Comment", ',
        '"Paper", "Comment", ',
        ["'notes'", "'aliases'", "'Paper'", "'document'"],
    ),
    "two groups of one name": (
        'name = "papers"\ntitle = "Documents"',
        'name = "what"\ntitle = "D"',
        ["'what'", "'name'"],
    ),
    "two settings of one title": (
        'title = "Due soon means within (days)"',
        'title = "The log is reviewed every (days)"',
        ["[[setting]] 'review_every_days'", "'title'"],
    ),
    "two rules of one name": ('name = "slipped"', 'name = "overdue"', ["[[rule]] 'overdue'", "'name'"]),
    "two rules that Excel cannot tell apart": ('title = "Slipped"', 'title = "OVERDUE"', ["'slipped'", "'title'"]),
    "two values of one name": ('name = "span"', 'name = "due"', ["[[value]] 'due'", "taken"]),
    "a value named like a column": ('name = "span"', 'name = "notes"', ["[[value]] 'notes'", "taken"]),
    "a setting named like a column": ('name = "due_soon_days"', 'name = "notes"', ["[[setting]] 'notes'", "taken"]),
    "a setting named as_of": ('name = "review_every_days"', 'name = "as_of"', ["[[setting]] 'as_of'", "'name'"]),
    "a column named like a function": ('name = "notes"', 'name = "blank"', ["[[column]] 'blank'", "'name'"]),
    "a flag that looks like a status": ('title = "Back: close it"', 'title = "done"', ["'returned'", "'title'"]),
    "a flag that looks like none": ('title = "Back: close it"', 'title = "On track"', ["'returned'", "'title'"]),
    "a word for two choices": ('"No" = ["n", "false", ', '"No" = ["n", "Y", ', ["'synonyms'", "'y'", "'Yes'"]),
    "a blank synonym": ('"On hold" = ["on-hold", ', '"On hold" = [" ", ', ["'status'", "'synonyms'", "blank"]),
    # what Excel would not take
    "a heading with a bracket": ('title = "Notes"', 'title = "Notes [all]"', ["'notes'", "'title'", "[ ]"]),
    "a heading with an outer space": ('title = "Notes"', 'title = "Notes "', ["'notes'", "'title'", "space"]),
    "a heading of two lines": ('title = "Notes"', r'title = "Notes\nall"', ["'notes'", "'title'"]),
    "a heading over 32 characters": ('title = "Notes"', f'title = "{"n" * 33}"', ["'notes'", "'title'", "32"]),
    "a blank alias": ('"Note", "Comment", ', '"*", "Comment", ', ["'notes'", "'aliases'", "blank"]),
    "a fallback that is a title": ('"Progress", "Fortschritt"', '"Notes"', ["'status'", "'fallbacks'", "'notes'"]),
    "a prompt over 255 characters": ('"Anything else."', f'"{LONG_PROMPT}"', ["'notes'", "'description'", "255"]),
    "a comma in a choice": ('"Waiting for", "Doc', '"Waiting, for", "Doc', ["'kind'", "'enum'", "comma"]),
    "a quotation mark in a choice": ('"Waiting for", "Doc', '\'A "b"\', "Doc', ["'kind'", "'enum'", "quotation mark"]),
    "choices over 255 characters": ('"Waiting for", "Doc', f'"{"w" * 250}", "Doc', ["'kind'", "'enum'", "255"]),
    "synonyms over 1,000 characters": ('["waiting"]', f'["{"w" * 1_000}"]', ["'kind'", "'synonyms'", "1,000"]),
    "a table named like a cell": ('table = "HandOffs"', 'table = "HO26"', ["[template]", "'table'", "cell"]),
    "a table with a space in its name": ('table = "HandOffs"', 'table = "Hand offs"', ["[template]", "'table'"]),
    "a table named like a setting": ('table = "HandOffs"', 'table = "DUE_soon_days"', ["[template]", "'table'"]),
    "a setting named like a cell": ('name = "review_every_days"', 'name = "day7"', ["'day7'", "'name'", "cell"]),
    "a sheet named History": ('sheet = "Log"', 'sheet = "History"', ["[template]", "'sheet'", "'History'"]),
    "a sheet named Settings": ('sheet = "Log"', 'sheet = "Settings"', ["[template]", "'sheet'", "'Settings'"]),
    "a sheet name over 31 characters": ('sheet = "Log"', f'sheet = "{"L" * 32}"', ["[template]", "'sheet'", "31"]),
    "a control character": ('"Anything else."', r'"Any\u0007thing"', ["'notes'", "'description'", "control"]),
    "a character that no XML holds": ('"Anything else."', r'"Any\uFFFFthing"', ["'notes'", "'description'"]),
    # what makes no sense
    "a rule that is a number": ('when = "out and past(due)"', 'when = "span"', ["'overdue'", "'when'", "condition"]),
    "a rule that is a text": ('when = "out and past(due)"', 'when = "notes"', ["'overdue'", "'when'", "condition"]),
    "a live column that is a condition": (
        'is = "days(as_of, due)"',
        'is = "out"',
        ["'days_left'", "'is'", "number"],
    ),
    "a value that is a text": ('is = "hours(handed_off, due)"', 'is = "notes"', ["'span'", "'is'"]),
    "a rule that is no expression": ('when = "out and past(due)"', 'when = "out and"', ["'overdue'", "'when'"]),
    "a rule with a choice that is none": (
        "hard_to_replace == 'Yes'",
        "hard_to_replace == 'Yse'",
        ["'no_copy'", "'yes'"],
    ),
    "a default that is no choice": ('default = "Open"', 'default = "Opne"', ["'status'", "'default'", "'Opne'"]),
    "an open status that is not the default": ('default = "Open"\n', "", ["[roles]", "'open'", "default"]),
    "one choice for two roles": ('paused = "On hold"', 'paused = "Open"', ["[roles]", "'paused'"]),
    "an ID that cannot be counted up": ('sequence = "H-0001"', 'sequence = "H²"', ["'id'", "'sequence'"]),
    "an Item that is pre-filled": ('example = "Draft budget 2027"', 'sequence = "1"', ["[roles]", "'item'"]),
    "a unique date": ("constraints = { minimum", "constraints = { unique = true, minimum", ["'returned'", "'unique'"]),
    "a required live column": (
        'group = "state"\nwidth = 22',
        'group = "state"\nwidth = 22\nconstraints = { required = true }',
        ["'flag'", "'required'"],
    ),
    "a name with a capital": ('name = "notes"', 'name = "Notes"', ["'name'", "'Notes'"]),
    "a name that is a word of the language": ('name = "notes"', 'name = "lambda"', ["'name'", "'lambda'"]),
    "a broken TOML": ('name = "notes"', 'name = "notes', ["not valid TOML", "line"]),
    "a key twice": ('name = "notes"', 'name = "notes"\nname = "n"', ["not valid TOML"]),
    "a number of 5,000 digits": ("rows = 200", "rows = " + "9" * 5_000, ["not valid TOML"]),
    "a number of 5,000 hexadecimal digits": ("rows = 200", "rows = 0x" + "f" * 5_000, ["'rows'", "that large"]),
}


def changed(old: str, new: str, source: str = SOURCE) -> str:
    """Return the source with the last `old` replaced by `new`."""
    before, found, after = source.rpartition(old)
    assert found, old
    return before + new + after


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_with_its_place_and_the_right_word(mistake: str) -> None:
    old, new, expected = MISTAKES[mistake]
    with pytest.raises(TemplateError) as caught:
        load_template(changed(old, new), "my, own.toml")
    message = str(caught.value)
    assert message.startswith("my, own.toml")
    assert [words for words in expected if words not in message] == [], message
    assert "\n" not in message
    assert len(message) < 600


def test_a_file_that_is_too_long_is_refused() -> None:
    with pytest.raises(TemplateError, match="characters at most"):
        load_template(SOURCE + "#" * MAX_SOURCE, "long.toml")


def test_a_character_that_no_workbook_can_hold_is_refused_in_a_comment_too() -> None:
    with pytest.raises(TemplateError, match="no workbook can hold"):
        load_template(f"# \uffff\n{SOURCE}", "odd.toml")


@pytest.mark.parametrize("table", ["template", "roles"])
def test_a_table_that_is_missing_is_named(table: str) -> None:
    with pytest.raises(TemplateError, match=rf"x\.toml: .*\[{table}\].* missing"):
        load_template(re.sub(rf"(?ms)^\[{table}\].*?(?=^\[|\Z)", "", SOURCE), "x.toml")


def test_the_shipped_template_says_what_the_log_needs() -> None:
    template = shipped()
    assert ", ".join(column.title for column in template.columns) == (
        "Flag, Days left, ID, Item, Kind, Handed to, Email, Handed off, Expected back, Checkpoint, Checked in, "
        "Now expected, Status, Returned, Next action, Expected result, Understood, Document, Hard to replace, "
        "Copy kept at, Notes"
    )
    assert ", ".join(rule.name for rule in template.rules) == (
        "incomplete, overdue, missing_checkpoint, no_check_in, no_copy, returned, due_soon, slipped, not_confirmed, "
        "no_expected_result"
    )
    assert [column.name for column in template.columns if column.required] == [
        "item", "handed_to", "handed_off", "expected_back",
    ]  # fmt: skip
    assert [column.name for column in template.columns if column.kind is ColumnKind.DATE] == [
        "handed_off", "expected_back", "checkpoint", "checked_in", "now_expected", "returned",
    ]  # fmt: skip
    assert template.defaults == {
        "checkpoint_after_hours": 4,
        "due_soon_days": 7,
        "review_every_days": 7,
        "remind_again_days": 3,
    }
    assert [choice.title for choice in template.status.choices] == ["Open", "On hold", "Done", "Cancelled"]


def test_a_column_and_a_rule_are_added_in_one_place(tmp_path: Path) -> None:
    more = """
[[column]]
name = "priority"
title = "Priority"
type = "choice"
description = "How much it matters."
group = "papers"
width = 10
constraints = { enum = ["High", "Low"] }

[[rule]]
name = "pressing"
title = 'A "pressing" one'
description = "It matters."
when = "out and priority == 'High'"
why = "{priority} priority"
do_next = "Do it first"
colour = "teal"
"""
    template = load_template(SOURCE + more, "more.toml")
    assert template.columns[-1].title == "Priority"
    create_log(tmp_path / "log.xlsx", template, date(2026, 11, 23), 3)


# ---- whatever is done to the shipped template, the answer is a template or a sentence ----------------------------

LINES = SOURCE.split("\n")
VALUES = ["5", "-1", "nan", "true", '""', '"x"', "[]", '["x"]', "{}", "2026-11-23", "'id'", "'due'", "'Open'", "'='"]
TOKENS = [
    "[[",
    "]]",
    "'",
    '"',
    "=",
    "{",
    "}",
    "\\",
    "#",
    "\x00",
    "\ud800",
    "\U0001f600",
    "é",
    "_",
    "0x",
    "e",
    ".",
    "\r",
    "",
]


def _template_or_sentence(source: str) -> Template | None:
    try:
        return load_template(source, "fuzz.toml")
    except TemplateError as error:
        assert str(error).startswith("fuzz.toml")
        assert len(str(error)) < 3_000
        return None


@settings(deadline=None, max_examples=150)
@given(st.sets(st.integers(0, len(LINES) - 1), min_size=1, max_size=3))
def test_lines_that_are_lost_give_a_template_or_one_sentence(lost: set[int]) -> None:
    template = _template_or_sentence("\n".join(line for number, line in enumerate(LINES) if number not in lost))
    assert template is None or template.rules


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(SOURCE) - 1), st.sampled_from(TOKENS)), min_size=1, max_size=4))
def test_characters_that_are_wrong_give_a_template_or_one_sentence(flips: list[tuple[int, str]]) -> None:
    letters = list(SOURCE)
    for place, token in flips:
        letters[place] = token
    _template_or_sentence("".join(letters))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_values_that_are_swapped_give_a_template_or_one_sentence(data: st.DataObject) -> None:
    keyed = [number for number, line in enumerate(LINES) if re.match(r"\w+ = ", line)]
    lines = list(LINES)
    for number in data.draw(st.lists(st.sampled_from(keyed), min_size=1, max_size=3)):
        other = LINES[data.draw(st.sampled_from(keyed))].partition(" = ")[2]
        lines[number] = f"{lines[number].partition(' = ')[0]} = {data.draw(st.sampled_from([other, *VALUES]))}"
    _template_or_sentence("\n".join(lines))


@settings(deadline=None, max_examples=15)
@given(st.data())
def test_a_template_that_is_accepted_makes_a_log(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    keyed = [
        number for number, line in enumerate(LINES) if re.match(r"(title|description|example|width|colour) = ", line)
    ]
    lines = list(LINES)
    for number in data.draw(st.lists(st.sampled_from(keyed), min_size=1, max_size=6)):
        value = data.draw(st.sampled_from(["'\"'", "'='", "'=A1'", "'{}&<>'", "'@'", "255", "'red'", f"'{'ü' * 32}'"]))
        lines[number] = f"{lines[number].partition(' = ')[0]} = {value}"
    template = _template_or_sentence("\n".join(lines))
    if template is not None:
        create_log(tmp_path_factory.mktemp("fuzz") / "log.xlsx", template, date(2026, 11, 23), 2)
