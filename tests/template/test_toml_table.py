"""TOML tables are read strictly: each mistake is named with file, table and key."""

from typing import Any

import pytest

from sheetkit.errors import TemplateError
from sheetkit.template.toml_table import TomlTable

WHERE = "own.toml"


def table(**values: Any) -> TomlTable:
    return TomlTable(values, WHERE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" \xa0", "blank"),
        ("", "blank"),
        ("a\nb", "one line"),
        ("a\x7f", "control"),
        ("x" * 2_001, "2001"),
        (5, "quotes"),
    ],
)
def test_a_text_that_no_cell_should_hold_is_refused(text: object, expected: str) -> None:
    with pytest.raises(TemplateError, match=expected) as caught:
        table(title=text).text("title")
    assert str(caught.value).startswith("own.toml, key 'title': ")


def test_a_text_is_kept_as_it_is() -> None:
    assert table(title=" Ünïcode – yes ").text("title") == " Ünïcode – yes "


def test_a_text_that_may_be_left_out_may_also_be_empty() -> None:
    assert table().text("example", "") == ""
    assert table(example="").text("example", "") == ""


@pytest.mark.parametrize("name", ["Due", "1st", "due date", "due-date", "is", "düe", "_due"])
def test_a_name_that_no_rule_could_use_is_refused(name: str) -> None:
    with pytest.raises(TemplateError, match=repr(name)):
        table(name=name).name()


@pytest.mark.parametrize("number", [0, 5, 2.5, 10])
def test_a_number_within_its_bounds_is_read(number: float) -> None:
    assert table(width=number).number("width", maximum=10) == number


@pytest.mark.parametrize("number", [-0.5, 10.5, float("nan"), float("inf"), True, "5", 10**4000])
def test_any_other_number_is_refused_in_a_short_sentence(number: object) -> None:
    with pytest.raises(TemplateError, match="'width'") as caught:
        table(width=number).number("width", maximum=10)
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize("number", [1.0, 0, True])
def test_a_whole_number_is_whole_and_not_too_small(number: object) -> None:
    with pytest.raises(TemplateError, match="'rows'"):
        table(rows=number).integer("rows")


def test_a_switch_that_is_not_there_is_off() -> None:
    assert table().boolean("whole_row") is False
    assert table(whole_row=True).boolean("whole_row") is True


def test_a_word_that_is_not_known_is_answered_with_those_that_are() -> None:
    with pytest.raises(TemplateError, match=r"'rde' is not known.*: use one of red, blue"):
        table(colour="rde").one_of("colour", ["red", "blue"])


def test_a_list_holds_texts_alone() -> None:
    assert table(aliases=["Who", "Person"]).texts("aliases") == ("Who", "Person")
    for wrong in ([5], ["a\nb"], "Who"):
        with pytest.raises(TemplateError, match="'aliases'"):
            table(aliases=wrong).texts("aliases")


def test_a_key_that_is_missing_is_taken_for_one_that_is_nearly_spelt_like_it() -> None:
    with pytest.raises(TemplateError, match=r"'title': it is missing \(is 'titel' meant for it\?\)"):
        table(titel="Log").text("title")


def test_a_key_that_nobody_reads_is_refused() -> None:
    read = table(title="Log", colour="red")
    read.text("title")
    with pytest.raises(TemplateError, match="'colour': there is no such key"):
        read.reject_unknown_keys()
    read.text("colour")
    read.reject_unknown_keys()


def test_a_table_inside_says_where_it_stands() -> None:
    with pytest.raises(TemplateError, match=r"own\.toml, \[roles\], key 'item'"):
        table(roles={}).table("roles").text("item")
    with pytest.raises(TemplateError, match=r"the table \[roles\] is missing"):
        table().table("roles")
    assert table().table("constraints", optional=True).values == {}


def test_one_of_many_tables_is_named_by_its_name_else_by_its_number() -> None:
    named, nameless = table(rule=[{"name": "overdue"}, {}]).tables("rule")
    assert (named.where, nameless.where) == ("own.toml, [[rule]] 'overdue'", "own.toml, [[rule]] 2")
    with pytest.raises(TemplateError, match=r"\[\[rule\]\]"):
        table(rule=["overdue"]).tables("rule")
