"""Different numbers and their codes, quickly."""

from typing import Any

import numpy as np
import numpy.typing as npt

_SPARSEST = 16  # integers of the range for each number, up to which numbers are marked and not sorted


def unique_codes(numbers: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.int32]]:
    """Return the different numbers in ascending order, and the position of each number among them.

    The same as NumPy's `unique` with `return_inverse`; integers that lie close together are marked instead of sorted,
    which takes a tenth of the time.
    """
    if numbers.dtype.kind in "iu":
        least, most = int(numbers.min(initial=0)), int(numbers.max(initial=0))
        if most - least <= _SPARSEST * len(numbers):
            present = np.zeros(most - least + 1, dtype=bool)
            present[numbers - least] = True
            return np.flatnonzero(present) + least, (np.cumsum(present, dtype=np.int32) - 1)[numbers - least]
    different, codes = np.unique(numbers, return_inverse=True)
    return different, codes.astype(np.int32)
