"""A comment stands in the notes once, on a line of its own, whatever it says."""

from datetime import datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sheetkit.forms.notes import comment_text, has_comment, with_comment

NOW = datetime(2026, 11, 25, 9, 30)
LATER = datetime(2026, 12, 2, 9, 30)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_a_comment_is_found_again_and_takes_one_line(notes: str, comment: str) -> None:
    text = comment_text(comment)
    assume(text)
    after = with_comment(notes, "Ana Costa", text, NOW)
    assert after.startswith(notes.rstrip())
    assert after.removeprefix(notes.rstrip()).lstrip("\n") == f"Ana Costa, 2026-11-25: {text}"
    assert has_comment(after, "Ana Costa", text)
    assert not has_comment(after, "Ben Lee", text)


def test_the_day_on_which_it_was_entered_makes_no_new_comment() -> None:
    notes = with_comment("", "Ana (Costa)", "half done?", NOW)
    assert has_comment(notes, "Ana (Costa)", "half done?")
    assert not has_comment(notes, "Ana (Costa)", "half")
    assert with_comment(notes, "Ana (Costa)", "done", LATER).splitlines() == [
        "Ana (Costa), 2026-11-25: half done?",
        "Ana (Costa), 2026-12-02: done",
    ]
