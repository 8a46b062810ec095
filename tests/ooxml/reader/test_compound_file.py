"""The names inside old Office files, and what they say about the file."""

import struct
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from messages import is_one_message, one_line

from sheetkit.cli import main
from sheetkit.ooxml.reader.compound_file import SIGNATURE, names

NOTHING = 0xFFFF_FFFF
END = 0xFFFF_FFFE


def entry(name: str, left: int = NOTHING, right: int = NOTHING, child: int = NOTHING) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    return text.ljust(64, b"\x00") + struct.pack("<HBBIII", len(text), 2, 1, left, right, child) + bytes(48)


def compound_file(inside: Sequence[str], deeper: str = "") -> bytes:
    """A compound file with these names in its topmost folder, and `deeper` in a folder inside it.

    Its directory lies in sectors that do not follow one another: sector 0 says which comes next.
    """
    entries = [entry("Root Entry", child=1 if inside else NOTHING)]
    for number, name in enumerate(inside, start=1):
        right = number + 1 if number < len(inside) else NOTHING
        entries.append(entry(name, right=right, child=len(inside) + 1 if deeper and number == 1 else NOTHING))
    if deeper:
        entries.append(entry(deeper))
    data = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\x00")
    sectors = [data[start : start + 512] for start in range(0, len(data), 512)]
    places = [2 * number + 1 for number in range(len(sectors))]
    follows = [NOTHING] * 128
    for place, after in zip(places, [*places[1:], END], strict=True):
        follows[place] = after
    body = [struct.pack("<128I", *follows), *([bytes(512)] * (2 * len(sectors)))]
    for place, sector in zip(places, sectors, strict=True):
        body[place] = sector
    header = SIGNATURE + bytes(22) + struct.pack("<H", 9) + bytes(12) + struct.pack("<II", 1, places[0]) + bytes(16)
    header = header[:0x44] + struct.pack("<II109I", END, 0, 0, *([NOTHING] * 108))
    return header + b"".join(body)


def test_the_names_of_the_topmost_folder_are_read_wherever_they_lie(tmp_path: Path) -> None:
    inside = [f"Stream {number}" for number in range(30)]
    path = tmp_path / "old"
    path.write_bytes(compound_file(inside, deeper="Workbook"))
    with path.open("rb") as stream:
        assert names(stream) == {name.lower() for name in inside}


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (["EncryptionInfo", "EncryptedPackage"], "is protected by a password"),
        (["\x05SummaryInformation", "Workbook"], "is an old .xls workbook"),
        (["Book"], "is an old .xls workbook"),
        (["WordDocument", "1Table"], "is an old Word document"),
        (["PowerPoint Document"], "is an old PowerPoint presentation"),
        (["__properties_version1.0"], "is an Outlook message"),
        (["VisioDocument"], "is a Visio drawing"),
        (["Contents"], "is a file of an old Office program"),
    ],
)
def test_an_old_office_file_is_called_what_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], inside: list[str], said: str
) -> None:
    path = tmp_path / "log.xlsx"
    path.write_bytes(compound_file(inside, deeper="Workbook" if inside != ["Book"] else ""))
    assert main(["check", str(path)]) == 2
    shown = capsys.readouterr()
    assert said in one_line(shown.err)
    assert is_one_message(shown.err)
    assert ("password" in shown.err) == ("EncryptedPackage" in inside)


@given(st.data())
def test_a_damaged_one_yields_some_names_or_none(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = bytearray(compound_file([f"Stream {number}" for number in range(9)], deeper="Workbook"))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(whole[: data.draw(st.integers(8, len(whole)))])
    with path.open("rb") as stream:
        assert all(isinstance(name, str) for name in names(stream))
