"""What a check finds: a kind of problem in one column, as arrays. Its messages are made when they are needed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Description(NamedTuple):
    """The problem of one cell in words: its value as shown, what is wrong, and how to fix it."""

    value: str
    message: str
    fix: str


class Finding(NamedTuple):
    """One kind of problem in one column.

    `code` is the problem's, `column` the template's name of the column, `rows` Excel's row numbers, ascending.
    `describe(i)` describes the problem in the i-th row.
    """

    code: str
    column: str
    rows: npt.NDArray[np.integer]
    describe: Callable[[int], Description]


def same_everywhere(description: Description) -> Callable[[int], Description]:
    """Return a `describe` that returns the same for every row."""
    return lambda _position: description


def by_code(descriptions: Sequence[Description], codes: npt.NDArray[np.integer]) -> Callable[[int], Description]:
    """Return a `describe` that returns `descriptions[codes[i]]` for the i-th row."""
    return lambda position: descriptions[codes[position]]
