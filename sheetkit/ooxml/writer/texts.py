"""Columns of text as the writer takes them: pandas Categoricals.

This module does not import pandas, since the writer is also that of `new`, which must not wait for the import.
"""

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt


class Texts(Protocol):
    """n texts: a pandas Categorical of str, or whatever has its codes and categories. A missing value is a blank."""

    @property
    def codes(self) -> npt.NDArray[np.integer]:
        """Position of each text in `categories`, -1 where missing."""

    @property
    def categories(self) -> Any:
        """The categories, a pandas Index of str."""

    def __len__(self) -> int:
        """Return n."""


def used_categories(texts: Texts) -> npt.NDArray[np.bool_]:
    """Return a mask of the categories that occur."""
    used = np.zeros(len(texts.categories) + 1, dtype=bool)  # the last, at -1, is that of missing values
    used[texts.codes] = True
    return used[:-1]
