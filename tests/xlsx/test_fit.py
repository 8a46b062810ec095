"""How much room a text takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.xlsx.fit import line_count, row_height, text_width

QUICK = settings(deadline=None, derandomize=True, max_examples=100)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("Item", 20, 1),
        ("one two three four", 7, 4),
        ("a\nb\nc", 30, 3),
        ("a\n\nb", 30, 3),
        ("日" * 50, 11, 13),
        ("日本語日本", 10, 2),
        ("日本語日本", 12, 1),
    ],
)
def test_lines_of_a_wrapped_text(text: str, width: float, lines: int) -> None:
    assert line_count(text, width) == lines


def test_wide_letters_take_more_room_than_narrow_ones() -> None:
    assert text_width("iiii") < text_width("nnnn") < text_width("MMMM") < text_width("日日日日")


@given(st.text(max_size=60), st.integers(3, 40))
@QUICK
def test_a_wider_column_never_needs_more_lines(text: str, width: int) -> None:
    assert line_count(text, width + 1) <= line_count(text, width)


@given(st.text(max_size=60), st.integers(3, 40))
@QUICK
def test_the_lines_have_room_for_the_whole_text(text: str, width: int) -> None:
    room = line_count(text, width) * max(width - 1, 1)
    assert text_width("".join(text.split())) <= room + 1e-9


def test_a_row_grows_by_its_lines_up_to_excels_highest() -> None:
    assert row_height(1) < row_height(2) < row_height(3)
    assert row_height(1_000) == 409
