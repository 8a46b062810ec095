"""A big workbook is compressed while more of it is made: the same bytes, the same errors, and no thread is left."""

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
from sheetkit.ooxml.writer import workarounds
from sheetkit.ooxml.writer.background_compressor import BackgroundCompressor
from sheetkit.ooxml.writer.block_sheet import BlockSheet
from sheetkit.ooxml.writer.cell_block import BlockColumn
from sheetkit.ooxml.writer.styles import CELL, NUMBER
from sheetkit.ooxml.writer.workbook import WorkbookWriter

ROWS = 30_000  # whose sheet is compressed in more chunks than may be pending


@pytest.fixture(autouse=True)
def nothing_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make every workbook a big one; see that afterwards no thread goes on, and that threads take turns as before."""
    monkeypatch.setattr(workarounds, "_MIN_TEXT_CELLS_FOR_THREAD", 0)
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


def test_it_has_the_bytes_of_one_that_is_compressed_in_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compressors = set()
    monkeypatch.setattr(BackgroundCompressor, "compress", seen(BackgroundCompressor.compress, compressors.add))
    in_background = made(tmp_path / "background.xlsx")
    assert len(compressors) == 3  # those of both long sheets and of their texts
    monkeypatch.setattr(workarounds, "background_executor", nullcontext)
    assert made(tmp_path / "in_turn.xlsx") == in_background
    assert len(compressors) == 3


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
def test_what_compression_raises_arrives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    class Failing:
        def __init__(self) -> None:
            self.chunks = 0

        def compress(self, data: bytes) -> bytes:
            self.chunks += 1
            if self.chunks > 3:
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
