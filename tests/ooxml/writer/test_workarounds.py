"""A big workbook is packed while more of it is made: to the same bytes, with the same errors, and nothing is left."""

import errno
import gc
import os
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from io import FileIO
from pathlib import Path

import numpy as np
import pytest

from sheetkit import categorical
from sheetkit.ooxml.writer import workarounds as quirks
from sheetkit.ooxml.writer.block_sheet import BlockSheet
from sheetkit.ooxml.writer.cell_block import BlockColumn
from sheetkit.ooxml.writer.styles import CELL, NUMBER
from sheetkit.ooxml.writer.workbook import WorkbookWriter

ROWS = 30_000  # whose sheet is packed in more pieces than may wait


@pytest.fixture(autouse=True)
def nothing_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make every workbook a big one; see that afterwards no thread goes on, and that threads take turns as before."""
    monkeypatch.setattr(quirks, "_MIN_TEXTS_FOR_THREAD", 0)
    threads, turn = threading.enumerate(), sys.getswitchinterval()
    yield
    gc.collect()  # pytest says what cannot be ended in peace
    assert (threading.enumerate(), sys.getswitchinterval()) == (threads, turn)


def made(path: Path) -> bytes:
    """Make a workbook of two long sheets and a short one."""
    book = WorkbookWriter(str(path), title="Big", subject="Big", created=datetime(2026, 11, 23))
    for name in ("Log", "Again"):
        columns = [
            BlockColumn(categorical.from_texts(f"{name} {row * row % 9_973}" for row in range(ROWS)), [CELL]),
            BlockColumn(np.arange(ROWS) / 3, [NUMBER]),
        ]
        book.add_sheet(name).write_block(1, 1, columns, [18.0] * ROWS)
    book.add_sheet("Short").write_text(1, 1, "the end", CELL)
    book.close()
    return path.read_bytes()


def test_it_has_the_bytes_of_one_that_is_packed_in_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packers = set()
    monkeypatch.setattr(
        quirks._BackgroundCompressor, "compress", seen(quirks._BackgroundCompressor.compress, packers.add)
    )
    beside = made(tmp_path / "beside.xlsx")
    assert len(packers) == 3  # those of both long sheets and of their texts
    monkeypatch.setattr(quirks, "_background", nullcontext)
    assert made(tmp_path / "between.xlsx") == beside
    assert len(packers) == 3


def seen(method: Callable[[object, bytes], bytes], see: Callable[[object], None]) -> Callable[[object, bytes], bytes]:
    """Return the method so that `see` gets what it is called of."""

    def compress(of: object, data: bytes) -> bytes:
        see(of)
        return method(of, data)

    return compress


class FullDisk(FileIO):
    """A file on a disk that has room for half a sheet."""

    def write(self, data: bytes) -> int:
        if self.tell() > 100_000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


def test_a_full_disk_is_told_as_the_system_tells_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "open", lambda path, mode: FullDisk(str(path), mode))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        made(tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").stat().st_size > 100_000


@pytest.mark.parametrize("error", [MemoryError, zipfile.zlib.error])
def test_what_packing_raises_arrives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    class Failing:
        def __init__(self) -> None:
            self.pieces = 0

        def compress(self, data: bytes) -> bytes:
            self.pieces += 1
            if self.pieces > 3:
                raise error("no more")
            return data

        def flush(self) -> bytes:
            return b""

    monkeypatch.setattr(zipfile, "_get_compressor", lambda *_: Failing())
    with pytest.raises(error, match="no more"):
        made(tmp_path / "out.xlsx")


def test_who_interrupts_it_waits_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = BlockSheet._block_rows

    def interrupted(sheet: BlockSheet) -> Iterator[str]:
        steps = rows(sheet)
        for _ in range(9):
            yield next(steps)
        raise KeyboardInterrupt

    monkeypatch.setattr(BlockSheet, "_block_rows", interrupted)
    with pytest.raises(KeyboardInterrupt):
        made(tmp_path / "out.xlsx")
