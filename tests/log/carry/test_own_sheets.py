"""Texts that people typed on Guide, Settings and Holidays are not lost silently."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import filled_log, row
from openpyxl import load_workbook
from openpyxl.comments import Comment

from sheetkit.log.carry.upgrade import carry_log


def left_out(path: Path) -> tuple[str, ...]:
    return carry_log(path)[1].left_out


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("Guide", "E4", "Ring reception first"),
        ("Guide", "B5", "Our way of filling in a line"),
        ("Guide", "B90", 12),
        ("Settings", "A30", "Budget"),
        ("Settings", "E4", 12),
        ("Settings", "C4", "Agreed with the team"),
        ("Holidays", "C20", "maybe"),
    ],
)
def test_a_cell_of_ones_own_is_named(tmp_path: Path, sheet: str, cell: str, value: object) -> None:
    path = filled_log(tmp_path, [row()])
    book = load_workbook(path)
    book[sheet][cell] = value
    book.save(path)
    (said,) = left_out(path)
    assert said.startswith(f"{cell} of the sheet {sheet!r}: text of your own ({str(value)!r})")


def test_a_note_there_is_named(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    book = load_workbook(path)
    book["Guide"]["A1"].comment = Comment("agreed", "me")
    book.save(path)
    assert left_out(path) == ("A1 of the sheet 'Guide': a note, a link or a picture, which is not carried over.",)


def test_settings_and_days_off_are_carried_and_so_not_named(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()] * 300)
    book = load_workbook(path)
    book["Settings"]["B4"] = 12
    book["Holidays"]["A4"], book["Holidays"]["B4"] = datetime(2026, 12, 25), "Christmas"
    book.save(path)
    _, carried = carry_log(path)
    assert carried.left_out == ()
    assert carried.contents.settings["checkpoint_after_hours"] == 12
    assert [one.name for one in carried.contents.days_off] == ["Christmas"]
