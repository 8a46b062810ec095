"""Columns of text as pandas Categoricals: each different text is stored, and worked on, once.

A blank cell is a missing value (code -1), never an empty string.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

Codes = npt.NDArray[np.integer]
Mask = npt.NDArray[np.bool_]
_TEXT = pd.Index([], dtype="str").dtype  # looked up by its name, it takes as long as a small index


def from_texts(texts: Iterable[str | None]) -> pd.Categorical:
    """Return texts as a Categorical, its categories in order of appearance; '' and None are missing."""
    codes_by_text: dict[str, int] = {}
    codes = [codes_by_text.setdefault(text, len(codes_by_text)) if text else -1 for text in texts]
    return from_codes(np.array(codes, dtype=np.int32), list(codes_by_text))


def column(frame: pd.DataFrame, name: str) -> pd.Categorical:
    """Return a column of text of a frame as a Categorical."""
    return cast(pd.Categorical, frame[name].array)


def from_codes(codes: Codes, categories: Sequence[str]) -> pd.Categorical:
    """Return the Categorical whose i-th value is `categories[codes[i]]`, missing where the code is -1.

    The categories are different texts, none of them ''.
    """
    index = pd.Index(cast(Any, categories), dtype=_TEXT)
    dtype = pd.CategoricalDtype(index)
    return cast(pd.Categorical, pd.Categorical.from_codes(cast(Any, codes), dtype=dtype, validate=False))


def from_repeated(codes: Codes, texts: Sequence[str]) -> pd.Categorical:
    """Return the Categorical whose i-th value is `texts[codes[i]]`; texts may repeat, and '' is missing."""
    unique = [text for text in dict.fromkeys(texts) if text]
    if len(unique) == len(texts):
        return from_codes(codes, unique)
    new = {**dict(zip(unique, range(len(unique)), strict=True)), "": -1}
    new_codes = np.array([*(new[text] for text in texts), -1], dtype=np.int32)
    return from_codes(new_codes[codes], unique)


def missing(size: int) -> pd.Categorical:
    """Return a Categorical of `size` missing values."""
    return from_codes(np.full(size, -1, dtype=np.int8), [])


def map_categories(values: pd.Categorical, function: Callable[[str], str]) -> pd.Categorical:
    """Return `function` of each value, computed once per category; what becomes '' is missing.

    Unlike `Series.map`, the result is a Categorical even where two categories become the same text.
    """
    categories = values.categories.tolist()
    changed = [function(text) for text in categories]
    return values if changed == categories else from_repeated(values.codes, changed)


def concat(parts: Sequence[pd.Categorical]) -> pd.Categorical:
    """Return the values of all parts, one part after the other, over the union of their categories."""
    if len(parts) == 1:
        return parts[0]
    return union_categoricals(list(parts)) if parts else missing(0)


def fill_missing(values: pd.Categorical, text: str) -> pd.Categorical:
    """Return the values with `text` in place of missing ones."""
    if not text or not (values.codes < 0).any():
        return values
    return from_repeated(np.where(values.codes < 0, len(values.categories), values.codes), [*values.categories, text])


def to_list(values: pd.Categorical) -> list[str]:
    """Return the values as Python strings, '' where missing."""
    texts = np.array([*values.categories.tolist(), ""], dtype=object)
    return texts[values.codes].tolist()  # type: ignore[no-any-return]


def to_lists(frame: pd.DataFrame, *names: str) -> list[list[str]]:
    """Return columns of text of a frame as lists of Python strings, '' where missing."""
    return [to_list(column(frame, name)) for name in names]


def scatter(size: int, parts: Sequence[tuple[Codes, pd.Categorical]]) -> pd.Categorical:
    """Return a Categorical of `size` values: each part's values at its positions, missing elsewhere."""
    values = concat([part for _, part in parts])
    codes = np.full(size, -1, dtype=np.int32)
    if parts:
        codes[np.concatenate([positions for positions, _ in parts])] = values.codes
    return cast(pd.Categorical, pd.Categorical.from_codes(codes, dtype=values.dtype))


def scatter_texts(size: int, parts: Iterable[tuple[Codes, tuple[Codes, Sequence[str]]]]) -> pd.Categorical:
    """Return a Categorical of `size` values: at each part's positions `texts[codes[i]]` of its codes and texts.

    Texts may repeat. The value is missing where the code is -1 or the text '', and where no part has a position.
    """
    codes, texts = np.full(size, -1, dtype=np.int64), list[str]()
    for positions, (part_codes, part_texts) in parts:
        codes[positions] = np.where(part_codes < 0, -1, part_codes + len(texts))
        texts += part_texts
    return from_repeated(codes, texts)


def group_codes(columns: Sequence[Codes | Mask]) -> Codes:
    """Return an int64 code per row of equally long columns of codes, equal where all columns are equal.

    Groups are numbered from 0 in order of appearance.
    """
    groups = pd.factorize(columns[0])[0]
    for column in columns[1:]:
        codes, uniques = pd.factorize(column)
        groups = pd.factorize(groups * max(len(uniques), 1) + codes)[0]
    return groups


def first_positions(groups: Codes) -> Codes:
    """Return the position of the first row of each group, for groups numbered from 0 without a gap."""
    first = np.empty(groups.max(initial=-1) + 1, dtype=np.int64)
    first[groups[::-1]] = np.arange(len(groups))[::-1]  # of several rows of a group the last one stays
    return first
