"""Texts of which many are the same: each different one is worked out, measured and stored once."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt

from sheetkit.record import record


@record
class Coded:
    """n texts of which many are the same: the n-th is `different[codes[n]]`, and the first different one is ''."""

    different: list[str]
    codes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Coded":
        """Return texts as such."""
        known = {"": 0}
        codes = np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int32)
        return cls(list(known), codes)

    @classmethod
    def blanks(cls, size: int) -> "Coded":
        """Return so many empty texts."""
        return cls([""], np.zeros(size, dtype=np.int32))

    def __len__(self) -> int:
        """Return n."""
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        """Yield the n texts."""
        return iter(self.array().tolist())

    def part(self, start: int, stop: int) -> "Coded":
        """Return the texts from place `start` up to `stop`."""
        return Coded(self.different, self.codes[start:stop])

    def used(self) -> npt.NDArray[np.bool_]:
        """Return which of the different texts stand at some place."""
        used = np.zeros(len(self.different), dtype=bool)
        used[self.codes] = True
        return used

    def mapped(self, change: Callable[[str], str]) -> "Coded":
        """Return `change` of each text; each different text is worked out once."""
        return Coded([change(text) for text in self.different], self.codes)

    def where(self, holds: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """Return where `holds` is true of the text; each different text is asked about once."""
        return np.array([holds(text) for text in self.different], dtype=bool)[self.codes]

    def at(self, place: int) -> str:
        """Return the text at a place, counted from 0."""
        return self.different[int(self.codes[place])]

    def array(self) -> npt.NDArray[np.object_]:
        """Return the n texts."""
        return np.array(self.different, dtype=object)[self.codes]
