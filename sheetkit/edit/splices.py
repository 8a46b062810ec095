"""Splices: bytes that replace others in a part of a package, and the splices that undo them."""

from typing import NamedTuple


class Splice(NamedTuple):
    """Bytes that replace those from `start` up to `end`."""

    start: int
    end: int
    new: bytes


def apply_splices(data: bytes, splices: list[Splice]) -> bytes:
    """Return `data` with all splices applied; they must not overlap, and their positions are those in `data`."""
    pieces: list[bytes | memoryview] = []
    view, at = memoryview(data), 0  # a sheet may be long, and is copied once
    for splice in sorted(splices):
        if splice.start < at:
            raise AssertionError(splice)
        pieces += [view[at : splice.start], splice.new]
        at = splice.end
    return b"".join([*pieces, view[at:]])


def inverse(data: bytes, splices: list[Splice]) -> list[Splice]:
    """Return the splices that turn the result of `apply_splices` back into `data`."""
    shift, splices_back = 0, []
    for splice in sorted(splices):
        start = splice.start + shift
        splices_back.append(Splice(start, start + len(splice.new), data[splice.start : splice.end]))
        shift += len(splice.new) - (splice.end - splice.start)
    return splices_back
