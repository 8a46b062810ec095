"""Unique numbers and their codes."""

from typing import Any

import numpy as np
import numpy.typing as npt

_SPARSEST = 16  # range of the integers divided by their number, up to which they are marked and not sorted


def unique_codes(numbers: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.int32]]:
    """Return the unique numbers in ascending order, and the code of each number: its position among them.

    This is NumPy's `unique` with `return_inverse`, but integers in a small range are marked instead of sorted, which
    takes a tenth of the time.
    """
    if numbers.dtype.kind in "iu":
        least, most = int(numbers.min(initial=0)), int(numbers.max(initial=0))
        if most - least <= _SPARSEST * len(numbers):
            present = np.zeros(most - least + 1, dtype=bool)
            present[numbers - least] = True
            return np.flatnonzero(present) + least, (np.cumsum(present, dtype=np.int32) - 1)[numbers - least]
    different, codes = np.unique(numbers, return_inverse=True)
    return different, codes.astype(np.int32)
