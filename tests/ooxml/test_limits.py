"""What Excel takes."""

import pytest
from openpyxl.utils import column_index_from_string, get_column_letter

from sheetkit.ooxml import limits, references


def test_every_column_has_the_letters_excel_gives_it() -> None:
    for number in range(1, limits.MAX_COLUMNS + 1):
        letters = references.column_letters(number)
        assert letters == get_column_letter(number)
        assert references.column_number(letters) == number == column_index_from_string(letters)


def test_the_last_cell() -> None:
    assert references.cell_name(limits.MAX_ROWS, limits.MAX_COLUMNS) == "XFD1048576"


@pytest.mark.parametrize(("text", "length"), [("", 0), ("abc", 3), ("é", 1), ("日本", 2), ("😀", 2), ("\ud800", 1)])
def test_a_text_is_as_long_as_excel_counts_it(text: str, length: int) -> None:
    assert limits.utf16_length(text) == length


@pytest.mark.parametrize("name", ["HandOffs", "as_of", "_x", "due.soon", "checkpoint_after_hours", "ABCD1", "a" * 255])
def test_names_that_excel_takes(name: str) -> None:
    assert limits.name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "begins with a letter"),
        ("1st", "begins with a letter"),
        ("hand offs", "begins with a letter"),
        ("A1", "looks like a cell"),
        ("xfd1048576", "looks like a cell"),
        ("R1C1", "looks like a cell"),
        ("rc", "looks like a cell"),
        ("R", "looks like a cell"),
        ("c", "looks like a cell"),
        ("a" * 256, "255"),
    ],
)
def test_names_that_excel_does_not_take(name: str, why: str) -> None:
    assert why in str(limits.name_problem(name))


@pytest.mark.parametrize("heading", ["Item", "Handed to", "Days left?", "Größe (m²)", "h" * 255])
def test_headings_that_excel_takes(heading: str) -> None:
    assert limits.heading_problem(heading) is None


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("", "empty"),
        ("Item ", "spaces"),
        (" Item", "spaces"),
        ("Handed  to", "spaces"),
        ("Handed\nto", "line break"),
        ("Handed\xa0to", "spaces"),
        ("h" * 256, "255"),
        ("😀" * 128, "255"),
        ("No. #", "meaning of their own"),
        ("[x]", "meaning of their own"),
        ("Ana's", "meaning of their own"),
        ("a@b", "meaning of their own"),
        ("a\x01b", "control"),
    ],
)
def test_headings_that_excel_or_a_table_formula_does_not_take(heading: str, why: str) -> None:
    assert why in str(limits.heading_problem(heading))


def test_drop_downs_that_excel_takes() -> None:
    assert limits.list_problem(["Open", "On hold", "Done"]) is None
    assert limits.list_problem(["x" * 127, "y" * 127]) is None


@pytest.mark.parametrize(
    ("items", "why"),
    [
        (["Yes, indeed"], "comma"),
        ([""], "empty"),
        ([" "], "empty"),
        (["Yes "], "outer"),
        (["On  hold"], "double"),
        (["x" * 127, "y" * 128], "255"),
        (["😀" * 128], "255"),
    ],
)
def test_drop_downs_that_excel_does_not_take(items: list[str], why: str) -> None:
    assert why in str(limits.list_problem(items))
