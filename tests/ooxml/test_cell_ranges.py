"""Many cells are named by few ranges, and none of them is left out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.ooxml.cell_ranges import are_only_counted, name_cells, name_rows
from sheetkit.ooxml.references import parse_range


@settings(max_examples=60)
@given(st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8)), min_size=1))
def test_ranges_hold_the_cells_and_no_others(cells: set[tuple[int, int]]) -> None:
    ranges = [parse_range(name) for name in name_cells(cells).replace(" and ", ", ").split(", ")]
    held = {
        (row, column)
        for area in ranges
        if area
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    }
    assert held == cells


def test_cells_are_named_in_the_order_in_which_one_reads() -> None:
    assert name_cells([(5, 1), (2, 2), (3, 2), (2, 3), (3, 3)]) == "B2:C3 and A5"


def test_scattered_cells_are_counted_in_ranges_that_hold_them_all() -> None:
    assert name_cells((row, 2) for row in range(2, 4_000, 2)) == "1,999 cells in B2:B3998"
    assert are_only_counted({2: range(2, 4_000, 2)})
    assert not are_only_counted({2: range(2, 400, 2)})
    assert name_cells((row % 2 + 1, row) for row in range(1, 501)) == "500 cells in A1:SF2"


def test_rows_are_named_in_series() -> None:
    assert name_rows([4]) == "row 4"
    assert name_rows([2, 3]) == "rows 2 and 3"
    assert name_rows([2, 3, 4, 9], "line") == "lines 2-4 and 9"
    assert name_rows(range(1, 1_000, 2)) == "rows 1-999, 500 of them"
