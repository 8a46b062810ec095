"""Parts that are not replaced keep their headers and compressed bytes, whoever packed the file."""

import contextlib
import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.edit.zip_patch import replace_parts
from sheetkit.errors import UnreadableError

CONTENT = {"[Content_Types].xml": b"<Types/>", "a/one.xml": b"1" * 5_000, "a/two.xml": b"2" * 70_000, "ä.bin": b"x"}


class Unseekable(io.RawIOBase):
    """A stream that cannot go back, for which zipfile writes the sizes behind each part."""

    def __init__(self, target: io.BytesIO) -> None:
        self.target = target

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self.target.write(data)


def packed(*, streamed: bool = False, zip64: bool = False, comment: bytes = b"", method: int = 8) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(Unseekable(buffer) if streamed else buffer, "w", method) as archive:
        archive.comment = comment
        for name, content in CONTENT.items():
            with archive.open(name, "w", force_zip64=zip64) as stream:
                stream.write(content)
    return buffer.getvalue()


def raw_members(archive: bytes) -> dict[str, bytes]:
    """The bytes of each part from its local header up to the next one's."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        infos = sorted(opened.infolist(), key=lambda info: info.header_offset)
        ends = [*(info.header_offset for info in infos[1:]), opened.start_dir]
        return {info.filename: archive[info.header_offset : end] for info, end in zip(infos, ends, strict=True)}


SHAPES = [
    {},
    {"streamed": True},
    {"zip64": True},
    {"streamed": True, "zip64": True},
    {"comment": b"note"},
    {"method": 0},
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("part", list(CONTENT))
def test_all_other_parts_keep_their_bytes_and_their_order(shape: dict[str, object], part: str) -> None:
    old = packed(**shape)  # type: ignore[arg-type]
    new = replace_parts(old, {part: b"changed" * 999})
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(CONTENT)
        assert archive.read(part) == b"changed" * 999
        assert archive.comment == shape.get("comment", b"")
        assert archive.getinfo(part).date_time == zipfile.ZipFile(io.BytesIO(old)).getinfo(part).date_time
    before, after = raw_members(old), raw_members(new)
    assert [name for name in CONTENT if before[name] != after[name]] == [part]


def test_a_part_can_be_removed() -> None:
    new = replace_parts(packed(), {"a/one.xml": None, "a/two.xml": b"2"})
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["[Content_Types].xml", "a/two.xml", "ä.bin"]


@pytest.mark.parametrize(
    "damaged",
    [
        b"PK",
        packed()[:-5],
        b"before" + packed(),
        packed() + b"after",
        packed()[:-22] + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 4, 4, 9, 9, 0),
    ],
    ids=["short", "cut off", "prefixed", "followed", "lying"],
)
def test_a_file_with_another_layout_is_refused_in_words(damaged: bytes) -> None:
    with pytest.raises(UnreadableError, match="open it in your spreadsheet program, save it"):
        replace_parts(damaged, {"a/one.xml": b""})


@settings(max_examples=50)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_a_directory_that_says_anything_ends_in_a_file_or_in_words(place: int, data: bytes) -> None:
    old = bytearray(packed())
    at = len(old) - 1 - place
    old[at : at + len(data)] = data
    with contextlib.suppress(UnreadableError):
        replace_parts(bytes(old), {"a/one.xml": b"new"})
