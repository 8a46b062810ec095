"""What follows from a template: headings, spellings, prompts, and which columns people fill in."""

import pytest

from sheetkit.template.model import Choice, Column, ColumnKind
from sheetkit.template.store import shipped
from sheetkit.text import heading_key, match_key

STATUS = shipped().status


@pytest.mark.parametrize("written", ["Handed to", "HANDED  TO", " handed\xa0to ", "Ｈanded to", "Owner", "handed\nto"])
def test_a_column_is_known_by_its_title_and_its_aliases_however_they_are_written(written: str) -> None:
    assert heading_key(written) in shipped().by_name["handed_to"].headings


def test_no_heading_means_two_columns() -> None:
    headings = [text for column in shipped().columns for text in column.headings]
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize(("typed", "meant"), [("Done", "Done"), (" dONE ", "Done"), ("Complete", "Done")])
def test_every_spelling_of_a_choice_means_it(typed: str, meant: str) -> None:
    assert STATUS.canonical[match_key(typed)] == meant


def test_a_word_that_is_no_choice_means_none() -> None:
    assert match_key("Dnoe") not in STATUS.canonical


def test_a_choice_is_also_its_own_spelling() -> None:
    assert Choice("On hold", ("Paused ",)).match_keys == ("on hold", "paused")


def test_a_prompt_shows_an_example_where_there_is_one() -> None:
    column = Column("item", "Item", ColumnKind.TEXT, "What left you.", "what", 20)
    assert column.prompt == "What left you."
    assert shipped().by_name["handed_to"].prompt.endswith("Example: Ana Costa")


def test_a_row_with_nothing_but_its_id_and_live_columns_is_not_filled() -> None:
    filled = {column.name for column in shipped().filled_by_people}
    assert filled == {column.name for column in shipped().columns} - {"flag", "days_left", "id"}
    assert "id" in {column.name for column in shipped().entered}


def test_thresholds_have_their_defaults() -> None:
    assert shipped().defaults == {
        "checkpoint_after_hours": 4,
        "due_soon_days": 7,
        "review_every_days": 7,
        "remind_again_days": 3,
    }


def test_a_rule_is_found_by_its_name() -> None:
    assert shipped().rule("overdue").title == "Overdue"
    with pytest.raises(KeyError):
        shipped().rule("Overdue")
