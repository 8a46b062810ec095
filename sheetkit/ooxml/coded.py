"""Texts of which many are the same: each different one is worked out, measured and stored once."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Made = TypeVar("Made")
_MOST_KINDS = 1 << 62
_SPREAD = 16  # numbers that there may be for each place of those that stand there


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


@dataclass(frozen=True)
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
    def among(cls, texts: Iterable[str], codes: npt.NDArray[np.int64]) -> "Coded":
        """Return n texts of which the n-th is the one at the place `codes[n]` of `texts`."""
        return cls(Vocabulary(["", *texts]), (codes + 1).astype(np.int32))

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

    def put(self, others: Sequence[tuple[npt.NDArray[np.int64], "Coded"]]) -> "Coded":
        """Return the texts with others at some places, those of a later pair before those of an earlier one."""
        joined = Coded.joined([self, *(texts for _, texts in others)])
        codes = joined.codes[: len(self)].copy()
        codes[np.concatenate([np.zeros(0, dtype=np.int64), *(places for places, _ in others)])] = joined.codes[
            len(self) :
        ]
        return Coded(joined.vocabulary, codes)

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


def told_apart(numbers: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
    """Return the different ones of some numbers, in ascending order, and which of them stands at each place."""
    if numbers.dtype.kind in "iu":
        least, most = int(numbers.min(initial=0)), int(numbers.max(initial=0))
        if most - least <= _SPREAD * len(numbers):
            stands = np.zeros(most - least + 1, dtype=bool)  # to mark them takes a tenth of the time of sorting
            stands[numbers - least] = True
            return np.flatnonzero(stands) + least, (np.cumsum(stands) - 1)[numbers - least]
    # Without the places np.unique imports NumPy's masked arrays, which takes a thirtieth of a usual review.
    different, codes = np.unique(numbers, return_inverse=True)
    return different, codes.astype(np.int64, copy=False)


def alike(columns: Sequence[npt.NDArray[Any]]) -> npt.NDArray[np.int64]:
    """Return a number for each place of columns of one length: the same where all of them say the same.

    The numbers are those from 0 up, without a gap.
    """
    kinds, size = np.zeros(len(columns[0]) if columns else 0, dtype=np.int64), 1  # numbers below `size`
    for column in columns:
        if column.dtype.kind != "i" or column.min(initial=0) < 0 or column.max(initial=0) >= _MOST_KINDS // size:
            (different, kinds), (others, column) = told_apart(kinds), told_apart(column)  # noqa: PLW2901  says the same
            size, many = len(different), len(others)
        else:
            many = int(column.max(initial=0)) + 1
        kinds, size = kinds * many + column, size * many
    return told_apart(kinds)[1]


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
