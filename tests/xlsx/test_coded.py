"""Texts of which many are the same are what they were, text by text."""

from hypothesis import given
from hypothesis import strategies as st

from sheetkit.xlsx.coded import Coded


@given(st.lists(st.text(max_size=3)))
def test_texts_come_back_in_their_order(texts: list[str]) -> None:
    coded = Coded.of(texts)
    assert list(coded) == texts
    assert len(coded) == len(texts)
    assert [coded.at(place) for place in range(len(texts))] == texts
    assert coded.different[0] == ""
    assert len(set(coded.different)) == len(coded.different)


def test_each_different_text_is_worked_out_once() -> None:
    asked: list[str] = []
    coded = Coded.of(["b", "a", "b", "", "a"]).mapped(lambda text: asked.append(text) or text.upper())
    assert list(coded) == ["B", "A", "B", "", "A"]
    assert sorted(asked) == ["", "a", "b"]


def test_a_part_knows_which_texts_it_uses() -> None:
    part = Coded.of(["a", "b", "c", "b"]).part(1, 4)
    assert list(part) == ["b", "c", "b"]
    assert [text for text, used in zip(part.different, part.used(), strict=True) if used] == ["b", "c"]
