"""Names in a compound file, the container of old Office documents and of encrypted new ones: MS-CFB, 2.

Only those in its root folder are read: they show whether it is a workbook, a letter or an encrypted file.
"""

import struct
from collections.abc import Iterator
from typing import IO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128  # bytes of one name in the directory
_LAST = 0xFFFF_FFFA  # the last sector number; higher ones have other meanings
_MAX_SECTORS = 4_096  # sectors that are read: some 16,000 names


def names(stream: IO[bytes]) -> frozenset[str]:
    """Return the names in the root folder of a compound file, in lower case; none if it is damaged."""
    try:
        return frozenset(name.lower() for name in _topmost(_directory(stream)))
    except (struct.error, IndexError, OSError):
        return frozenset()


def _directory(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    header = stream.read(512)
    (shift,) = struct.unpack_from("<H", header, 0x1E)
    size = 1 << min(shift, 12)
    (sector,) = struct.unpack_from("<I", header, 0x30)
    table = _table(stream, header, size)
    pieces: list[bytes] = []
    while sector < _LAST and len(pieces) < _MAX_SECTORS:
        pieces.append(_sector(stream, sector, size))
        part = _sector(stream, table[sector * 4 // size], size)
        (sector,) = struct.unpack_from("<I", part, sector * 4 % size)
    return b"".join(pieces)


def _table(stream: IO[bytes], header: bytes, size: int) -> list[int]:
    """Return the sectors of the file allocation table, which has the next sector of each sector."""
    sectors = list(struct.unpack_from("<109I", header, 0x4C))
    (sector,) = struct.unpack_from("<I", header, 0x44)
    count = size // 4
    for _ in range(_MAX_SECTORS):
        if sector >= _LAST:
            break
        *more, sector = struct.unpack(f"<{count}I", _sector(stream, sector, size))
        sectors += more
    return sectors


def _sector(stream: IO[bytes], number: int, size: int) -> bytes:
    stream.seek((number + 1) * size)
    return stream.read(size)


def _topmost(directory: bytes) -> Iterator[str]:
    """Yield the names in the root folder, which are stored as a binary tree."""
    entries = len(directory) // _ENTRY
    (child,) = struct.unpack_from("<I", directory, 0x4C)
    waiting, seen = [child], set()
    while waiting:
        number = waiting.pop()
        if number >= entries or number in seen:
            continue
        seen.add(number)
        start = number * _ENTRY
        length, left, right = struct.unpack_from("<H2xII", directory, start + 0x40)
        yield directory[start : start + min(length, 64)].decode("utf-16-le", "replace").rstrip("\x00")
        waiting += [left, right]
