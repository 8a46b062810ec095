"""Texts of which many are the same: each different one is worked out, measured and stored once."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sheetkit.record import record

Made = TypeVar("Made")
_MOST_KINDS = 1 << 62


class Vocabulary:
    """Different texts, the first of them '', and what was worked out for them, which every list of them shares.

    Some may be there twice: what `mapped` returns has each once.
    """

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self._known: dict[Hashable, Any] = {}

    def __reduce__(self) -> tuple[type["Vocabulary"], tuple[list[str]]]:
        """Take the texts alone to another process."""
        return Vocabulary, (self.texts,)

    def once(self, what: Hashable, work_out: Callable[[list[str]], Made]) -> Made:
        """Return what `work_out` makes of the texts; `what` names it, and it is made when it is first asked for."""
        if what not in self._known:
            self._known[what] = work_out(self.texts)
        made: Made = self._known[what]
        return made


@record
class Coded:
    """n texts of which many are the same: the n-th is `different[codes[n]]`."""

    vocabulary: Vocabulary
    codes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Coded":
        """Return texts as such."""
        known = {"": 0}
        codes = np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int32)
        return cls(Vocabulary(list(known)), codes)

    @classmethod
    def blanks(cls, size: int) -> "Coded":
        """Return so many empty texts."""
        return cls(Vocabulary([""]), np.zeros(size, dtype=np.int32))

    @classmethod
    def joined(cls, parts: Sequence["Coded"]) -> "Coded":
        """Return the texts of all parts, one after the other."""
        if len(parts) == 1:
            return parts[0]
        known = {"": 0}
        codes = [_codes_in(known, part.different)[part.codes] for part in parts]
        return cls(Vocabulary(list(known)), np.concatenate([np.zeros(0, dtype=np.int32), *codes]))

    @property
    def different(self) -> list[str]:
        """The different texts, of which the first is '' and some may stand nowhere."""
        return self.vocabulary.texts

    def __len__(self) -> int:
        """Return n."""
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        """Yield the n texts."""
        return iter(self.array().tolist())

    def __getitem__(self, places: slice | npt.NDArray[Any]) -> "Coded":
        """Return the texts at some places, in that order."""
        return Coded(self.vocabulary, self.codes[places])

    def used(self) -> npt.NDArray[np.bool_]:
        """Return which of the different texts stand at some place."""
        used = np.zeros(len(self.different), dtype=bool)
        used[self.codes] = True
        return used

    def mapped(self, change: Callable[[str], str]) -> "Coded":
        """Return `change` of each text, each different one once in the vocabulary.

        Each is worked out once, however often it is asked for.
        """
        changed = self.vocabulary.once(change, lambda _texts: _changed(self.vocabulary, change))
        return self if changed is None else Coded(changed.vocabulary, changed.codes[self.codes])

    def where(self, holds: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """Return where `holds` is true of the text; each different text is asked about once."""
        return np.array([holds(text) for text in self.different], dtype=bool)[self.codes]

    def at(self, place: int) -> str:
        """Return the text at a place, counted from 0."""
        return self.different[int(self.codes[place])]

    def array(self) -> npt.NDArray[np.object_]:
        """Return the n texts."""
        return self.vocabulary.once("array", lambda texts: np.array(texts, dtype=object))[self.codes]


def different(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the different ones of some numbers, in ascending order."""
    # Without counts np.unique imports NumPy's masked arrays, which takes a thirtieth of a usual review.
    return np.unique(numbers, return_counts=True)[0]


def alike(columns: Sequence[npt.NDArray[Any]]) -> npt.NDArray[np.int64]:
    """Return a number for each place of columns of one length: the same where all of them say the same.

    The numbers are those from 0 up, without a gap.
    """
    kinds, size = np.zeros(len(columns[0]) if columns else 0, dtype=np.int64), 1  # numbers below `size`
    for column in columns:
        if column.dtype.kind != "i" or column.min(initial=0) < 0 or column.max(initial=0) >= _MOST_KINDS // size:
            kinds, size = _dense(kinds)
            column, many = _dense(column)  # noqa: PLW2901  the same places say the same
        else:
            many = int(column.max(initial=0)) + 1
        kinds, size = kinds * many + column, size * many
    return _dense(kinds)[0]


def _dense(values: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], int]:
    """Return the place of each value among the different ones in ascending order, and how many these are."""
    different, codes = np.unique(values, return_inverse=True)
    return codes.astype(np.int64, copy=False), len(different)


def _changed(vocabulary: Vocabulary, change: Callable[[str], str]) -> Coded | None:
    """Return what becomes of different texts, None where they all stay what they are."""
    found = list(map(change, vocabulary.texts))
    if found == vocabulary.texts and vocabulary.once("distinct", lambda texts: len(set(texts)) == len(texts)):
        return None
    known = {"": 0}
    codes = _codes_in(known, found)
    return Coded(Vocabulary(list(known)), codes)


def _codes_in(known: dict[str, int], texts: Iterable[str]) -> npt.NDArray[np.int32]:
    return np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int32)
