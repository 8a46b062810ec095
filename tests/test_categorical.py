"""Categoricals agree with plain lists of texts, '' standing for a missing value."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sheetkit import categorical

TEXTS = st.lists(st.sampled_from(["", "a", "b", "B", "c "]), max_size=12)


@given(TEXTS)
def test_texts_are_kept_once_and_blanks_are_missing(texts: list[str]) -> None:
    values = categorical.from_texts(texts)
    assert categorical.to_list(values) == texts
    assert sorted(values.categories) == sorted(set(texts) - {""})
    assert values.categories.dtype == "str"
    assert pd.isna(values).tolist() == [text == "" for text in texts]


@given(TEXTS)
def test_a_function_is_asked_once_for_each_text(texts: list[str]) -> None:
    asked: list[str] = []

    def change(text: str) -> str:
        asked.append(text)
        return text.strip().lower().replace("c", "")

    changed = categorical.map_categories(categorical.from_texts(texts), change)
    assert categorical.to_list(changed) == [text.strip().lower().replace("c", "") for text in texts]
    assert len(asked) == len(set(texts) - {""})


@given(st.lists(TEXTS, max_size=3))
def test_parts_are_joined_in_order(parts: list[list[str]]) -> None:
    joined = categorical.concat([categorical.from_texts(part) for part in parts])
    assert categorical.to_list(joined) == [text for part in parts for text in part]


@given(TEXTS)
def test_missing_values_can_be_filled(texts: list[str]) -> None:
    filled = categorical.fill_missing(categorical.from_texts(texts), "a")
    assert categorical.to_list(filled) == [text or "a" for text in texts]


@given(TEXTS, TEXTS)
def test_values_are_scattered_to_their_positions(first: list[str], second: list[str]) -> None:
    size = len(first) + len(second) + 1
    even, odd = np.arange(len(first)), np.arange(len(first), len(first) + len(second))
    parts = [(even, categorical.from_texts(first)), (odd, categorical.from_texts(second))]
    assert categorical.to_list(categorical.scatter(size, parts)) == [*first, *second, ""]


@given(st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2), st.booleans()), max_size=12))
def test_rows_are_grouped_where_all_columns_are_equal(rows: list[tuple[int, int, bool]]) -> None:
    columns = [np.array([row[at] for row in rows], dtype=kind) for at, kind in enumerate((np.int64, np.int64, bool))]
    groups = categorical.group_codes(columns)
    numbers: dict[tuple[int, int, bool], int] = {}
    assert groups.tolist() == [numbers.setdefault(row, len(numbers)) for row in rows]
    assert [rows[at] for at in categorical.first_positions(groups)] == list(numbers)
