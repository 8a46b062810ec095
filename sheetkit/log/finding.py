"""What a check finds: a kind of problem in one column, as arrays, whose words are made when they are asked for."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Description(NamedTuple):
    """What is said of one cell: its value as shown, what is wrong, and how to fix it."""

    value: str
    message: str
    fix: str


class Finding(NamedTuple):
    """One kind of problem in one column.

    `code` is the problem's, `column` the template's name of the column, `rows` Excel's row numbers in ascending order;
    `describe(i)` returns the words for the i-th of them.
    """

    code: str
    column: str
    rows: npt.NDArray[np.integer]
    describe: Callable[[int], Description]


def same_everywhere(description: Description) -> Callable[[int], Description]:
    """Return a `describe` that says the same of every row."""
    return lambda _position: description


def by_code(descriptions: Sequence[Description], codes: npt.NDArray[np.integer]) -> Callable[[int], Description]:
    """Return a `describe` that says `descriptions[codes[i]]` of the i-th row."""
    return lambda position: descriptions[codes[position]]
