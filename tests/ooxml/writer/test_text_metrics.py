"""How much room a text takes."""

import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit import categorical
from sheetkit.ooxml.writer import text_metrics
from sheetkit.ooxml.writer.text_metrics import MOST_LINES, row_height, wrapped_line_count, wrapped_line_counts

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
        ("日i日i", 4.6, 2),
    ],
)
def test_lines_of_a_wrapped_text(text: str, width: float, lines: int) -> None:
    assert wrapped_line_count(text, width) == lines


def test_wide_letters_take_more_room_than_narrow_ones() -> None:
    lines = [wrapped_line_count(letter * 500, 22) for letter in "inM日"]
    assert lines == sorted(set(lines))


@given(st.text(max_size=60), st.integers(3, 40))
@QUICK
def test_a_wider_column_never_needs_more_lines(text: str, width: int) -> None:
    assert wrapped_line_count(text, width + 1) <= wrapped_line_count(text, width)


@given(st.text(max_size=60), st.integers(3, 40))
@QUICK
def test_the_lines_have_room_for_the_whole_text(text: str, width: int) -> None:
    room = wrapped_line_count(text, width) * max(width - 1, 1)
    assert sum(map(letter_width, "".join(text.split()))) / 100 <= room + 1e-9


def lines_one_by_one(text: str, width: float) -> int:
    """Return how many lines a text takes, found letter by letter: what `wrapped_line_counts` finds for many at once."""
    room = int(max(width - 2, 1) * 100 + 1e-6)  # in hundredths, like the letters: 18.4 * 100 is a little below 1840
    return min(sum(lines_of_a_part(part, room) for part in text.split("\n")), MOST_LINES)


def lines_of_a_part(text: str, room: int) -> int:
    passed = list(accumulate(map(letter_width, text), initial=0))
    lines, start, end = 0, 0, len(text)
    while start < end:
        stop = bisect_right(passed, passed[start] + room, start + 1) - 1
        if stop < end and text[stop] != " ":
            space = text.rfind(" ", start, stop)
            stop = space if space > start else max(stop, start + 1)
        lines, start = lines + 1, stop
        while start < end and text[start] == " ":
            start += 1
    return max(lines, 1)


def letter_width(letter: str) -> int:
    if letter in "iIjlftr.,:;'!|()[]{} -/\\\"`":
        return 60
    if letter in "mwMW@%&QO#":
        return 160
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 200
    return 115 if letter.isupper() else 88


LETTERS = st.characters(exclude_categories=()) | st.sampled_from(" \n iMaÄ日あﾊ\u0301\u00a0\ud800\udfff😀\r\t")
RUNS = st.lists(st.tuples(st.sampled_from("a i日\n"), st.integers(1, 30)), max_size=12)
TEXTS = st.text(LETTERS, max_size=80) | RUNS.map(lambda runs: "".join(letter * times for letter, times in runs))
WIDTHS = st.integers(0, 25) | st.integers(0, 250).map(lambda tenths: tenths / 10) | st.floats(-5, 100)


@given(st.lists(TEXTS, max_size=30), WIDTHS, st.integers(1, 200))
@settings(deadline=None, derandomize=True, max_examples=400)
def test_many_texts_take_the_lines_that_each_takes_letter_by_letter(
    texts: list[str], width: float, chunk_size: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(text_metrics, "_CHUNK_SIZE", chunk_size)
        assert wrapped_line_counts(categorical.from_texts(texts), width).tolist() == [
            lines_one_by_one(text, width) for text in texts
        ]
    assert [wrapped_line_count(text, width) for text in texts] == [lines_one_by_one(text, width) for text in texts]


@pytest.mark.parametrize("text", ["x" * 32_767, "two words " * 3_276, " " * 32_767, "\n" * 32_767, "日 " * 16_383])
def test_the_longest_texts_are_counted_as_far_as_a_row_is_high(text: str) -> None:
    texts = ["short", text, "", text[:-1], "a b " * 30, text]
    assert wrapped_line_counts(categorical.from_texts(texts), 20).tolist() == [
        lines_one_by_one(part, 20) for part in texts
    ]


@pytest.mark.parametrize("text", ["x" * 32_767, "two words " * 3_276, "日 " * 16_383, "\n" * 32_767])
def test_no_more_lines_are_looked_for_than_a_row_can_show(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    steps = 0

    def search(*arguments: Any, **named: Any) -> Any:
        nonlocal steps
        steps += 1
        return searchsorted(*arguments, **named)

    searchsorted = np.searchsorted
    monkeypatch.setattr(np, "searchsorted", search)
    assert wrapped_line_count(text, 10) == MOST_LINES
    assert steps <= 3 * MOST_LINES + 1


def test_a_part_of_a_list_is_counted_by_itself() -> None:
    assert wrapped_line_counts(categorical.from_texts(["a b " * 30, "c"])[1:], 10).tolist() == [1]
    assert wrapped_line_counts(categorical.from_texts([]), 10).tolist() == []


def test_a_row_grows_by_its_lines_up_to_excels_highest() -> None:
    assert row_height(1) < row_height(2) < row_height(3)
    assert row_height(1_000) == 409
