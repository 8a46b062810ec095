"""IDs continue their sequence."""

from sheetkit.log.ids import free_ids


def test_numbers_go_on_after_the_highest() -> None:
    ids = free_ids("H-0001", ["h-0041", "X", "H-7"])
    assert [ids(0), ids(1)] == ["H-0042", "H-0043"]
    assert free_ids("H-0001", [])(0) == "H-0001"
