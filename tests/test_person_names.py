"""Names as people type them and as other programs export them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.person_names import name_key, split_names


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ana Costa", ["Ana Costa"]),
        ("Costa, Ana", ["Ana Costa"]),
        ("Costa Silva, Ana", ["Ana Costa Silva"]),
        ("12;#Ana Costa", ["Ana Costa"]),
        ("12;#Ana Costa;#15;#Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa <ana@example.org>", ["Ana Costa"]),
        ("Ana Costa (ana@example.org)", ["Ana Costa"]),
        ("ana@example.org", ["ana@example.org"]),
        ("Ana Costa; Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa, Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana / Ben", ["Ana", "Ben"]),
        ("Ana and Ben", ["Ana", "Ben"]),
        ("Ana\nBen", ["Ana", "Ben"]),
        ("Ana, Ben, Cy", ["Ana", "Ben", "Cy"]),
        ("Ana Costa, PhD", ["Ana Costa"]),
        ("Sandy Anderson", ["Sandy Anderson"]),
        ("Smith and Sons Ltd", ["Smith and Sons Ltd"]),
        ("", [""]),
    ],
)
def test_a_cell_names_these_people(cell: str, names: list[str]) -> None:
    assert split_names(cell) == names


def test_case_spaces_and_what_nobody_sees_make_no_other_name() -> None:
    assert name_key(" ANA\u200b  Costa ") == name_key("Costa, Ana") == "ana costa"


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_any_text_names_somebody_and_a_name_names_itself(text: str) -> None:
    for name in split_names(text):
        assert name_key(name) == "; ".join(name_key(one) for one in split_names(name))
