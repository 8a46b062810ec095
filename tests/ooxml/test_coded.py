"""Texts of which many are the same are what they were, text by text."""

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.ooxml.coded import Coded, alike, told_apart


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


def test_texts_that_become_the_same_share_one_code_and_what_stays_as_it_is_costs_nothing() -> None:
    coded = Coded.of(["a", "A", "b"])
    assert coded.mapped(str.lower).codes.tolist() == [1, 1, 2]
    assert coded.mapped(str.strip) is coded


@given(st.lists(st.lists(st.sampled_from(["", "a", "b", "c"]))))
def test_lists_of_texts_are_joined_in_their_order(parts: list[list[str]]) -> None:
    joined = Coded.joined([Coded.of(part) for part in parts])
    assert list(joined) == [text for part in parts for text in part]
    assert joined.different[0] == ""
    assert len(set(joined.different)) == len(joined.different)


def test_what_was_worked_out_for_texts_is_not_taken_to_another_process() -> None:
    coded = Coded.of(["a", "b"])
    coded.mapped(lambda text: text * 2)  # a function that cannot be sent
    assert list(pickle.loads(pickle.dumps(coded))) == ["a", "b"]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.5, 1.5]), st.sampled_from("ab"))))
def test_places_are_alike_where_all_columns_say_the_same(rows: list[tuple[int, float, str]]) -> None:
    kinds = alike([np.array(column) for column in zip(*rows, strict=True)]).tolist()
    assert len(kinds) == len(rows)
    for one, kind in zip(rows, kinds, strict=True):
        assert [other == one for other in rows] == [other == kind for other in kinds]


def test_a_part_knows_which_texts_it_uses() -> None:
    part = Coded.of(["a", "b", "c", "b"])[1:4]
    assert list(part) == ["b", "c", "b"]
    assert [text for text, used in zip(part.different, part.used(), strict=True) if used] == ["b", "c"]


@given(st.lists(st.integers(-5, 5) | st.integers(-(2**62), 2**62)), st.sampled_from(["int64", "float64"]))
def test_numbers_are_told_apart_in_ascending_order(numbers: list[int], type_: str) -> None:
    held = np.array(numbers, dtype=type_)
    different, codes = told_apart(held)
    assert different.tolist() == sorted(set(held.tolist()))
    assert different[codes].tolist() == held.tolist()


def test_small_unsigned_numbers_are_told_apart_too() -> None:
    different, codes = told_apart(np.array([255, 0, 255], dtype=np.uint8))
    assert (different.tolist(), codes.tolist()) == ([0, 255], [1, 0, 1])


def test_texts_are_put_at_their_places_and_the_last_ones_stay() -> None:
    texts = Coded.of(["a", "", "b"])
    put = texts.put([(np.array([1, 2]), Coded.of(["c", "d"])), (np.array([2]), Coded.of([""]))])
    assert (list(put), list(texts), list(texts.put([]))) == (["a", "c", ""], ["a", "", "b"], ["a", "", "b"])
    assert list(Coded.among(["x", "y"], np.array([1, 0, 1]))) == ["y", "x", "y"]
