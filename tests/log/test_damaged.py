"""A damaged log is read, or refused in one sentence: never a traceback, never half a document.

The sample log is damaged in ways that a failing disk, a cut download or a careless program could, and in some that
only somebody who means harm would think of. Every case is made from its own number, so a failure can be run again.
"""

import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from messages import is_one_message, one_line

from sheetkit.cli import main

SAMPLE = Path(__file__).parents[2] / "samples" / "handoff-log.xlsx"
CASES = 30  # of each kind of damage
VALUES = ["", "0", "-1", "1", "true", "99999999999999999999", "1e308", "NaN", "x" * 300, "A1:XFD1048576", "XFD1048576"]
VALUES += [
    "ZZZ99999999",
    "&lt;",
    "\U0001f600",
    "\u0661\u0662",
    "rId1",
    "../../..",
    "/",
    "s",
    "inlineStr",
    "str",
    "e",
    "d",
]
VALUES += [
    "_xD800_",
    "0001-01-01",
    "9999-12-31T23:59:59.999999",
    "-5E-324",
    "2958466",
    "1\u00b2",
    " 7 ",
    "Item",
    "#REF!",
]
_ATTRIBUTE = re.compile(rb'="([^"<>]*)"')
_TEXT = re.compile(rb">([^<>]+)<")
_TAG = re.compile(rb"<[^<>?!]+>")

Parts = list[tuple[str, bytes]]


def _parts() -> Parts:
    with zipfile.ZipFile(SAMPLE) as package:
        return [(name, package.read(name)) for name in package.namelist()]


PARTS = _parts()
XML = [place for place, (_, content) in enumerate(PARTS) if content]
WHOLE = SAMPLE.read_bytes()


def _packed(contents: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in contents:
            package.writestr(name, content)
    return target.getvalue()


def _with(dice: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part, or a few, and pack them again, so that every checksum is right."""
    contents = list(PARTS)
    for place in dice.sample(XML, dice.choice([1, 1, 2])):
        contents[place] = (contents[place][0], change(contents[place][1]))
    return _packed(contents)


def _flipped(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice([1, 1, 2, 8, 50])):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _replaced(content: bytes, pattern: re.Pattern[bytes], dice: random.Random) -> bytes:
    found = [match.span(match.lastindex or 0) for match in pattern.finditer(content)]
    for start, end in sorted(dice.sample(found, min(len(found), dice.choice([1, 3, 20]))), reverse=True):
        content = content[:start] + dice.choice(VALUES).encode() + content[end:]
    return content


def _retagged(content: bytes, dice: random.Random) -> bytes:
    """Leave out a tag, write it twice, or put another in its place."""
    tags = [match.span() for match in _TAG.finditer(content)]
    start, end = dice.choice(tags)
    other_start, other_end = dice.choice(tags)
    put = dice.choice([b"", content[start:end] * 2, content[other_start:other_end]])
    return content[:start] + put + content[end:]


def bytes_flipped(dice: random.Random) -> bytes:
    return _flipped(WHOLE, dice)


def file_cut(dice: random.Random) -> bytes:
    start, end = sorted(dice.sample(range(len(WHOLE)), 2))
    return dice.choice([WHOLE[:end], WHOLE[:start] + WHOLE[end:], WHOLE + WHOLE[start:end], WHOLE[:end] + bytes(99)])


def directory_flipped(dice: random.Random) -> bytes:
    """Damage the zip's own directory, which says where the parts are and how long."""
    start = WHOLE.rindex(b"PK\x01\x02", 0, WHOLE.rindex(b"PK\x05\x06")) - 600
    return WHOLE[:start] + _flipped(WHOLE[start:], dice)


def parts_removed(dice: random.Random) -> bytes:
    gone = dice.sample(range(len(PARTS)), dice.choice([1, 1, 2, 5]))
    return _packed([part for place, part in enumerate(PARTS) if place not in gone])


def parts_swapped(dice: random.Random) -> bytes:
    contents = list(PARTS)
    one, other = dice.sample(range(len(contents)), 2)
    contents[one], contents[other] = (PARTS[one][0], PARTS[other][1]), (PARTS[other][0], PARTS[one][1])
    return _packed(contents)


def parts_doubled(dice: random.Random) -> bytes:
    name, content = dice.choice(PARTS)
    twin = dice.choice([name.swapcase(), f"/{name}", name.replace("/", "\\") + "\\", f"{name} ", f"./{name}"])
    return _packed(dice.sample([*PARTS, (twin, dice.choice([content, b"", PARTS[0][1]]))], len(PARTS) + 1))


def xml_cut(dice: random.Random) -> bytes:
    return _with(dice, lambda content: content[: dice.randrange(len(content))])


def xml_flipped(dice: random.Random) -> bytes:
    return _with(dice, lambda content: _flipped(content, dice))


def attributes_changed(dice: random.Random) -> bytes:
    return _with(dice, lambda content: _replaced(content, _ATTRIBUTE, dice))


def texts_changed(dice: random.Random) -> bytes:
    return _with(dice, lambda content: _replaced(content, _TEXT, dice))


def tags_changed(dice: random.Random) -> bytes:
    return _with(dice, lambda content: _retagged(content, dice))


DAMAGE = [bytes_flipped, file_cut, directory_flipped, parts_removed, parts_swapped, parts_doubled, xml_cut, xml_flipped]
DAMAGE += [attributes_changed, texts_changed, tags_changed]


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_damaged_log_is_read_or_refused_in_one_sentence(
    damage: Callable[[random.Random], bytes],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHEETKIT_DEBUG", "1")  # an unforeseen error is raised, not turned into a sentence
    path = tmp_path / "log.xlsx"
    for number in range(CASES):
        case = f"{damage.__name__}, case {number}"
        path.write_bytes(damage(random.Random(f"{damage.__name__} {number}")))
        before = zlib.crc32(path.read_bytes())
        copy = tmp_path / f"copy {number}.xlsx"
        code = main(["check", str(path), "--json", *(["--annotate", str(copy)] if number % 5 == 0 else [])])
        shown = capsys.readouterr()
        document = json.loads(shown.out)
        assert document["schema"] == "sheetkit.check/2", case
        assert code in (0, 1, 2), case
        assert len(document["logs"]) == (code != 2), case
        told = one_line(shown.err)
        assert is_one_message(shown.err) if code == 2 else shown.err.count("\n") == copy.exists(), case
        assert code != 2 or re.fullmatch(r"sheetkit: '?log\.xlsx\b.*\.", told), f"{case}: {shown.err}"
        assert zlib.crc32(path.read_bytes()) == before, case
