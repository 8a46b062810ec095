"""Texts by their codes, whether pandas holds them or not."""

from hypothesis import given
from hypothesis import strategies as st

from sheetkit import categorical
from sheetkit.codes import where_category


@given(st.lists(st.text("aBc ", max_size=3)))
def test_a_predicate_masks_the_values_it_holds_for(texts: list[str]) -> None:
    mask = where_category(categorical.from_texts(texts), str.islower)
    assert mask.tolist() == [text.islower() for text in texts]
