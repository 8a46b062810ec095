"""How text is compared, and the nearest right word for a wrong one."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.words import count, did_you_mean, heading, join, nearest, tidy, word

TEXTS = st.text(st.sampled_from("aB ß\xa0\t\n\r\x00\x1f\x7f\u2003é1İ") | st.characters(), max_size=12)
QUICK = settings(deadline=None, derandomize=True, max_examples=100)


def as_excel(text: str) -> str:
    """TRIM(CLEAN(SUBSTITUTE(text,NBSP," "))), letter by letter as Excel documents them."""
    clean = "".join(letter for letter in text.replace("\xa0", " ") if ord(letter) > 31)
    return " ".join(piece for piece in clean.split(" ") if piece)


@given(TEXTS)
@QUICK
def test_tidy_is_what_excels_formula_gives(text: str) -> None:
    assert tidy(text) == as_excel(text)


@given(TEXTS)
@QUICK
def test_tidying_or_comparing_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert word(word(text)) == word(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("done ", "Done"),
        ("DONE", "done"),
        ("\xa0Done\xa0", "Done"),
        ("On  hold", "On hold"),
        ("Do\nne", "Done"),
        (" \xa0 ", ""),
        ("\t", ""),
    ],
)
def test_texts_that_people_take_for_the_same_are_the_same(typed: str, meant: str) -> None:
    assert word(typed) == word(meant)


@pytest.mark.parametrize(("one", "other"), [("ß", "ss"), ("a\u2003b", "a b"), ("On hold", "Onhold"), ("é", "e")])
def test_texts_that_excel_takes_for_different_are_different(one: str, other: str) -> None:
    assert word(one) != word(other)


@pytest.mark.parametrize(
    "typed", ["Expected back", " expected  BACK ", "Expected\nback", "Expected\xa0back", "Ｅxpected back"]
)
def test_headings_match_however_they_were_typed(typed: str) -> None:
    assert heading(typed) == "expected back"


@given(TEXTS)
@QUICK
def test_a_heading_is_the_same_composed_and_decomposed(text: str) -> None:
    assert heading(unicodedata.normalize("NFD", text)) == heading(unicodedata.normalize("NFC", text))


def test_a_slip_of_the_finger_finds_the_word_that_was_meant() -> None:
    assert nearest("Dnoe", ["Open", "On hold", "Done", "Cancelled"]) == "Done"
    assert nearest(" CANCELED ", ["Open", "Done", "Cancelled"]) == "Cancelled"
    assert nearest("qqq", ["Open", "Done"]) is None
    assert nearest("Done", []) is None


def test_did_you_mean_is_silent_when_nothing_is_near() -> None:
    assert did_you_mean("cheked_in", ["checked_in"]) == " (did you mean 'checked_in'?)"
    assert did_you_mean("xyz", ["checked_in"]) == ""


def test_lists_and_counts_read_as_english() -> None:
    assert [join([]), join(["a"]), join(["a", "b"]), join(["a", "b", "c"], "or")] == ["", "a", "a and b", "a, b or c"]
    assert [count(1, "row"), count(0, "row"), count(2_000, "copy", "copies")] == ["1 row", "0 rows", "2,000 copies"]
