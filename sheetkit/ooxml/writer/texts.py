"""Texts as the writer takes them: a pandas Categorical, without importing pandas, which `new` does not need."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

Result = TypeVar("Result")


class Texts(Protocol):
    """n texts of which many are the same: a pandas Categorical of str, a missing value being an empty cell."""

    @property
    def codes(self) -> npt.NDArray[np.integer]:
        """Position of each text in `categories`, -1 where missing."""

    @property
    def categories(self) -> Any:
        """The different texts, a pandas Index."""

    def __len__(self) -> int:
        """Return n."""


def used_categories(texts: Texts) -> npt.NDArray[np.bool_]:
    """Return a mask of the categories that stand at some place."""
    used = np.zeros(len(texts.categories) + 1, dtype=bool)  # the last place is that of missing values
    used[texts.codes] = True
    return used[:-1]


class CategoryCache:
    """What was computed for the categories of a column, kept for every other column that shares them.

    Lists of one review are slices of one frame, so their columns have the same categories object.
    """

    def __init__(self) -> None:
        self._results: dict[int, tuple[object, object]] = {}

    def get(self, texts: Texts, compute: Callable[[], Result]) -> Result:
        """Return the result for the categories of `texts`, computed when it is first asked for."""
        categories = texts.categories
        if id(categories) not in self._results:
            self._results[id(categories)] = (categories, compute())  # held, so that the id stays theirs
        return self._results[id(categories)][1]  # type: ignore[return-value]  # of this cache's one kind
