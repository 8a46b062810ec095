"""Texts by their codes: of a column, each different text is stored, and worked on, once. NumPy alone."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]


class Texts(Protocol):
    """Texts of which many are the same, as in a pandas Categorical."""

    @property
    def codes(self) -> npt.NDArray[np.integer]:
        """Position of each text in the categories, -1 where missing."""

    @property
    def categories(self) -> Any:
        """The different texts in the order of their codes: a pandas Index, or an array of objects."""


def used_categories(texts: Texts) -> Mask:
    """Return a mask of the categories that occur."""
    used: Mask = np.zeros(len(texts.categories) + 1, dtype=bool)  # the last, at -1, is that of missing values
    used[texts.codes] = True
    return used[:-1]


def where_category(texts: Texts, predicate: Callable[[str], bool]) -> Mask:
    """Return a mask of the texts for which `predicate` holds, asked once per category; missing ones are False."""
    holds: Mask = np.array([*map(predicate, texts.categories.tolist()), False], dtype=bool)
    mask: Mask = holds[texts.codes]
    return mask
