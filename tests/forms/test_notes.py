"""A comment stands in the notes once, on a line of its own, whatever it says."""

from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sheetkit.forms.notes import comment_text, days_of_comment, with_comment

DAY = date(2026, 11, 25)
LATER = date(2026, 12, 2)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_a_comment_is_found_again_and_takes_one_line(notes: str, comment: str) -> None:
    text = comment_text(comment)
    assume(text)
    after = with_comment(notes, "Ana Costa", text, DAY)
    assert after.startswith(notes.rstrip())
    assert after.removeprefix(notes.rstrip()).lstrip("\n") == f"Ana Costa, 2026-11-25: {text}"
    assert DAY in days_of_comment(after, "Ana Costa", text)
    assert not days_of_comment(after, "Ben Lee", text)


def test_a_comment_is_found_under_each_of_its_days() -> None:
    notes = with_comment("", "Ana (Costa)", "half done?", DAY)
    assert days_of_comment(notes, "Ana (Costa)", "half done?") == [DAY]
    assert not days_of_comment(notes, "Ana (Costa)", "half")
    again = with_comment(notes, "Ana (Costa)", "half done?", LATER)
    assert again.splitlines() == ["Ana (Costa), 2026-11-25: half done?", "Ana (Costa), 2026-12-02: half done?"]
    assert days_of_comment(again, "Ana (Costa)", "half done?") == [DAY, LATER]
    assert days_of_comment("Ana (Costa), 2026-02-31: half done?", "Ana (Costa)", "half done?") == []
