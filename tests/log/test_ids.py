"""IDs are counted on."""

from sheetkit.log.ids import numbered


def test_numbers_go_on_after_the_highest() -> None:
    ids = numbered("H-0001", ["h-0041", "X", "H-7"])
    assert [next(ids), next(ids)] == ["H-0042", "H-0043"]
    assert next(numbered("H-0001", [])) == "H-0001"
