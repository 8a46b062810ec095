"""Names as people type them and as other programs export them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.person_names import name_key, plain_name, split_names


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
        ("Ana Costa\r\nBen Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa\u2028Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa\rBen Lee\x0bCy Doe", ["Ana Costa", "Ben Lee", "Cy Doe"]),
        ("Ana\tCosta", ["Ana Costa"]),
        ("Smith Ltd\nBerlin", ["Smith Ltd Berlin"]),
        ("Ana, Ben, Cy", ["Ana", "Ben", "Cy"]),
        ("Ana Costa, PhD", ["Ana Costa"]),
        ("Sandy Anderson", ["Sandy Anderson"]),
        ("Smith and Sons Ltd", ["Smith and Sons Ltd"]),
        ("Ana Costa;#12;#Ben Lee;#13", ["Ana Costa", "Ben Lee"]),
        ("12;#Ana Costa;#", ["Ana Costa"]),
        ("Ana Costa;#12", ["Ana Costa"]),
        ("i:0#.f|membership|ana@example.org", ["ana@example.org"]),
        ("Ana Costa | Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa|Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa y Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana y Ben", ["Ana", "Ben"]),
        ("Ana Costa et Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana et Ben", ["Ana", "Ben"]),
        ("Ana und Ben", ["Ana", "Ben"]),
        ("Ana Costa or Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana oder Ben", ["Ana", "Ben"]),
        ("Ana Costa ou Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa -> Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana \u2192 Ben", ["Ana", "Ben"]),
        ("Ana-Maria O Brien", ["Ana-Maria O Brien"]),
        ("Mary of Teck", ["Mary of Teck"]),
        ("Ana Costa e Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa en Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa - Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa \u2013 Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa\r\nBen Lee", ["Ana Costa", "Ben Lee"]),
        ("Costa, Ana; Lee, Ben", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa <ana@example.org>, Ben Lee <ben@example.org>", ["Ana Costa", "Ben Lee"]),
        ('"Costa, Ana" <ana@example.org>', ["Ana Costa"]),
        ("Dr. Ana Costa", ["Dr. Ana Costa"]),
        ("Prof. Dr. Ana Costa", ["Prof. Dr. Ana Costa"]),
        ("Costa, Dr. Ana", ["Dr. Ana Costa"]),
        ("Frau Ana Costa", ["Frau Ana Costa"]),
        ("Dr. Costa", ["Dr. Costa"]),
        ("Mrs Lee", ["Mrs Lee"]),
        ("@Ana Costa", ["Ana Costa"]),
        ("@Ana Costa, @Ben Lee", ["Ana Costa", "Ben Lee"]),
        ("Ana Costa (Finance)", ["Ana Costa (Finance)"]),
        ("Ana Costa [EXT]", ["Ana Costa [EXT]"]),
        ("Costa, Ana (Finance)", ["Ana Costa (Finance)"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Ana Costa e Silva", ["Ana Costa e Silva"]),
        ("Ana E. Costa", ["Ana E. Costa"]),
        ("Ana Smith-Jones", ["Ana Smith-Jones"]),
        ("Ana Costa - Finance", ["Ana Costa - Finance"]),
        ("Ana Costa - Human Resources", ["Ana Costa - Human Resources"]),
        ("Ana Costa, Finance", ["Ana Costa, Finance"]),
        ("Ana Costa et al.", ["Ana Costa et al."]),
        ("13", ["13"]),
        ("", [""]),
    ],
)
def test_a_cell_names_these_people(cell: str, names: list[str]) -> None:
    assert split_names(cell) == names


@pytest.mark.parametrize(
    "name", ["Dr. Ana Costa", "Prof. Dr. Ana Costa", "Costa, Dr. Ana", "Frau Ana Costa", "@Ana Costa"]
)
def test_a_title_makes_no_other_name(name: str) -> None:
    assert name_key(name) == "ana costa"


@pytest.mark.parametrize("name", ["Dr. Costa", "Mrs Lee", "Herr Lee"])
def test_a_title_stays_where_it_tells_two_people_apart(name: str) -> None:
    assert name_key(name) == name.lower()


@pytest.mark.parametrize(
    "name", ["Ana Costa (Finance)", "Ana Costa [EXT]", "Ana Costa - Finance", "Ana Costa, Legal", "Ana Costa"]
)
def test_a_remark_behind_a_name_can_be_left_out(name: str) -> None:
    assert plain_name(name) == "Ana Costa"


def test_case_spaces_and_what_nobody_sees_make_no_other_name() -> None:
    assert name_key(" ANA\u200b  Costa ") == name_key("Costa, Ana") == "ana costa"


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_any_text_names_somebody_and_a_name_names_itself(text: str) -> None:
    for name in split_names(text):
        assert name_key(name) == "; ".join(name_key(one) for one in split_names(name))
