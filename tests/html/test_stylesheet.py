"""The stylesheet: headings in it are strings and nothing else, and each class is made once."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.html.stylesheet import Stylesheet, is_mark, is_title
from sheetkit.pages.page import BOLD, PLAIN, CellStyle, CellStyles, Column, texts
from sheetkit.palette import PALETTE, ROW_TINT


def column(heading: str, styles: CellStyles | CellStyle = PLAIN, width: float = 30) -> Column:
    return Column(heading, width, texts(["x"]), styles)


@settings(max_examples=100)
@given(st.text(max_size=30))
def test_no_heading_can_end_its_string_or_the_stylesheet(heading: str) -> None:
    made = Stylesheet()
    made.table([column(heading)])
    assert "</" not in made.text
    said = re.findall(r'td:nth-child\(1\)::before\{content:"([^"]*)"\}', made.text)
    assert len(said) == 1
    assert re.fullmatch(r"(?:[A-Za-z0-9 ]|\\[0-9a-f]+ )*", said[0])
    read = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), said[0])
    assert read == heading


def test_tables_of_the_same_columns_share_a_class() -> None:
    made = Stylesheet()
    assert made.table([column("Item")]) == made.table([column("Item")]) == "t0"
    assert made.table([column("Why")]) == "t1"
    assert made.background_class(PALETTE["red"]) == made.background_class(PALETTE["red"])


def test_a_file_says_nothing_of_colours_that_it_does_not_show() -> None:
    made = Stylesheet()
    made.background_class(PALETTE["red"])
    assert PALETTE["red"].fill in made.text
    assert PALETTE["violet"].fill not in made.text


@pytest.mark.parametrize(
    ("styles", "title", "mark"),
    [
        (BOLD, True, False),
        (PLAIN, False, False),
        (CellStyle(ROW_TINT["red"], bold=True), True, False),
        (CellStyle(PALETTE["red"], bold=True, sign="▲"), False, True),
        (CellStyle(PALETTE["red"], bold=True), False, True),
        (CellStyle(size=14), False, True),
        # Styles that no cell of this table has say nothing about it.
        (CellStyles((PLAIN, BOLD), np.array([1])), True, False),
    ],
)
def test_a_card_tells_its_title_and_marks_from_the_rest(styles: CellStyle, title: bool, mark: bool) -> None:
    assert (is_title(column("x", styles)), is_mark(column("x", styles))) == (title, mark)
