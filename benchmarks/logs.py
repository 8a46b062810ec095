"""Logs for the benchmarks: ``python -m benchmarks.logs PATH ROWS SEED``; the same seed makes the same file.

The rows are what an office types in some years: half of them done, the others in every state that a rule looks for,
one in a hundred with a slip of the keyboard. They are written row by row, as Excel writes them: shared strings, dates
as formatted serials, one real table.
"""

import random
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
AS_OF = datetime(2026, 11, 23)
HEADINGS = tuple(_WORDS["heading"])

Row = dict[str, Any]  # heading -> text, date or number
_DAY = timedelta(days=1)
_EPOCH = datetime(1899, 12, 30)


def make_log(path: Path, rows: int, seed: int = 1) -> None:
    """Write a log of so many rows."""
    _write(path, rows, make_rows(rows, seed))


def make_logs(folder: str, rows: int, count: int) -> None:
    """Write so many logs of so many rows each into a folder."""
    for seed in range(1, count + 1):
        make_log(Path(folder, f"log-{seed:04}.xlsx"), rows, seed)


def make_rows(rows: int, seed: int = 1) -> Iterator[Row]:
    """Yield the rows of a log; a longer log names more people, 400 at most."""
    dice = random.Random(seed)  # noqa: S311  the same seed gives the same log
    pairs = [(first, last) for first in _WORDS["first"] for last in _WORDS["last"]]
    people = [(f"{one} {last}", f"p{n}@example.org") for n, (one, last) in enumerate(dice.sample(pairs, 400))]
    people = people[: min(12 + rows // 100, 400)]
    for number in range(1, rows + 1):
        yield _row(number, dice, dice.choice(people))


def _row(number: int, dice: random.Random, person: tuple[str, str]) -> Row:
    row = _on_track(number, dice, person)
    shown = "On track"
    if dice.random() < 0.5:
        shown = _closed(row, dice)
    else:
        states = dice.sample(_STATES, 2 if dice.random() < 0.25 else 1)
        states.sort(key=_STATES.index)
        shown = states[0][0]
        for _, state in reversed(states):  # what is missing is taken away last
            state(row, dice)
    if dice.random() < 0.01:
        _slip(row, dice)
    row["Flag"] = shown
    due = row["Now expected"] or row["Expected back"]
    if isinstance(due, datetime) and not row["Returned"]:
        row["Days left"] = (due.date() - AS_OF.date()).days
    return row


def _on_track(number: int, dice: random.Random, person: tuple[str, str]) -> Row:
    start = AS_OF - dice.randint(1, 30) * _DAY
    subject = f"{dice.choice(_WORDS['subject'])}{dice.choice(('', f', part {dice.randint(1, 40)}', f' ({number})'))}"
    if dice.random() < 0.1:
        start += timedelta(minutes=15 * dice.randint(32, 68))
    return {
        **dict.fromkeys(HEADINGS),
        "ID": f"H-{number:04d}",
        "Item": f"{dice.choice(_WORDS['work'])} for {subject}",
        "Kind": dice.choice(("Delegated", "Waiting for", "Document")),
        "Handed to": person[0],
        "Email": person[1] if dice.random() < 0.8 else None,
        "Handed off": start,
        "Expected back": AS_OF + dice.randint(8, 60) * _DAY,
        "Checkpoint": AS_OF + dice.randint(0, 7) * _DAY,
        "Status": dice.choice(("Open", "Open", None)),
        "Next action": dice.choice(_WORDS["action"]) if dice.random() < 0.7 else None,
        "Expected result": f"{dice.choice(_WORDS['result'])}, {subject}" if dice.random() < 0.5 else "One page",
        "Understood": "Yes",
        "Document": dice.choice(_WORDS["document"]) if dice.random() < 0.25 else None,
        "Hard to replace": dice.choice(("Yes", "No", None)),
        "Copy kept at": dice.choice(_WORDS["kept_at"]),
        "Notes": f"{dice.choice(_WORDS['note'])}; {dice.choice(_WORDS['note']).lower()}, {start:%d %b}"
        if dice.random() < 0.4
        else None,
    }


def _closed(row: Row, dice: random.Random) -> str:
    row["Status"] = dice.choice(("Done",) * 16 + ("done ", "DONE", "On hold", "Cancelled"))
    back = AS_OF - dice.randint(1, 900) * _DAY
    row["Handed off"] = back - dice.randint(5, 40) * _DAY
    row["Expected back"] = back + dice.randint(-4, 4) * _DAY
    row["Checkpoint"] = row["Handed off"] + _DAY
    row["Returned"] = back if row["Status"].strip().lower() == "done" else None
    return str(row["Status"]).strip().capitalize()


def _overdue(row: Row, dice: random.Random) -> None:
    row["Expected back"] = AS_OF - dice.randint(1, 60) * _DAY
    row["Handed off"] = row["Expected back"] - dice.randint(2, 40) * _DAY
    row["Checkpoint"] = row["Expected back"] - _DAY
    row["Checked in"] = row["Expected back"]


def _unchecked(row: Row, dice: random.Random) -> None:
    row["Checkpoint"] = None
    if dice.random() < 0.2:  # some wait for hours only, and some of these are few
        row["Handed off"] = AS_OF + _DAY + timedelta(hours=9)
        row["Expected back"] = row["Handed off"] + timedelta(hours=dice.randint(1, 8))


def _silent(row: Row, dice: random.Random) -> None:
    row["Handed off"] = AS_OF - dice.randint(10, 30) * _DAY
    row["Checkpoint"] = AS_OF - dice.randint(1, 8) * _DAY
    row["Checked in"] = dice.choice((None, None, row["Checkpoint"] - 2 * _DAY))


def _no_copy(row: Row, dice: random.Random) -> None:
    row["Document"] = dice.choice(_WORDS["document"])
    row["Hard to replace"] = "Yes"
    row["Copy kept at"] = None


def _returned(row: Row, dice: random.Random) -> None:
    row["Returned"] = max(AS_OF - dice.randint(0, 6) * _DAY, row["Handed off"])


def _soon(row: Row, dice: random.Random) -> None:
    row["Expected back"] = AS_OF + dice.randint(0, 7) * _DAY
    row["Checkpoint"] = AS_OF


def _slipped(row: Row, dice: random.Random) -> None:
    row["Now expected"] = row["Expected back"] + dice.randint(1, 30) * _DAY


def _unconfirmed(row: Row, dice: random.Random) -> None:
    row["Understood"] = dice.choice(("No", None, None))


def _resultless(row: Row, _dice: random.Random) -> None:
    row["Expected result"] = None


def _incomplete(row: Row, dice: random.Random) -> None:
    row[dice.choice(("Item", "Handed to", "Handed off", "Expected back"))] = None


def _usual(_row: Row, _dice: random.Random) -> None:
    """Nothing is wrong."""


def _slip(row: Row, dice: random.Random) -> None:
    """Slip as people do; what is typed has one meaning for everybody who reads it."""
    heading, value = dice.choice(
        (("Expected back", "next week"), ("Checkpoint", "2026-11-30"), ("Status", "opne"), ("Email", "ana at work"))
    )
    row[heading] = value


_STATES: tuple[tuple[str, Callable[[Row, random.Random], None]], ...] = (
    ("Incomplete", _incomplete),
    ("Overdue", _overdue),
    ("Missing checkpoint", _unchecked),
    ("No check-in", _silent),
    ("No copy kept", _no_copy),
    ("Back: close it", _returned),
    ("Due soon", _soon),
    ("Slipped", _slipped),
    ("Not confirmed", _unconfirmed),
    ("No expected result", _resultless),
    ("On track", _usual),
    ("On track", _usual),
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LETTERS = [chr(ord("A") + place) for place in range(len(HEADINGS))]
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/tables/table1.xml" ContentType="{_KIND}.table+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_KIND}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}">'
    '<sheets><sheet name="Log" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOC}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_DOC}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_DOC}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOC}/table" Target="../tables/table1.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def _write(path: Path, count: int, rows: Iterator[Row]) -> None:
    strings: dict[str, int] = {}
    beside = path.with_suffix(".part")
    with ZipFile(beside, "w", ZIP_DEFLATED) as package:
        for name, text in {**_PARTS, "xl/tables/table1.xml": _table(count)}.items():
            package.writestr(_entry(name), text)
        with package.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as part:
            part.write(f'<worksheet xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheetData>'.encode())
            part.write(_cells(1, dict(zip(HEADINGS, HEADINGS, strict=True)), strings))
            for number, row in enumerate(rows, start=2):
                part.write(_cells(number, row, strings))
            part.write(b'</sheetData><tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>')
        with package.open(_entry("xl/sharedStrings.xml"), "w", force_zip64=True) as part:
            part.write(f'<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">'.encode())
            for text in strings:
                part.write(f'<si><t xml:space="preserve">{escape(text)}</t></si>'.encode())
            part.write(b"</sst>")
    beside.replace(path)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, (2026, 11, 23, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    return entry


def _cells(number: int, row: Row, strings: dict[str, int]) -> bytes:
    cells = [
        _cell(f"{letter}{number}", row[heading], strings)
        for letter, heading in zip(_LETTERS, HEADINGS, strict=True)
        if row[heading] is not None
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _cell(name: str, value: str | int | datetime, strings: dict[str, int]) -> str:
    if isinstance(value, str):
        return f'<c r="{name}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'
    if isinstance(value, datetime):
        serial = (value - _EPOCH) / _DAY
        return f'<c r="{name}" s="{1 if serial.is_integer() else 2}"><v>{serial:.15g}</v></c>'
    return f'<c r="{name}"><v>{value}</v></c>'


def _table(count: int) -> str:
    area = f"A1:{_LETTERS[-1]}{count + 1}"
    columns = "".join(f'<tableColumn id="{place}" name="{name}"/>' for place, name in enumerate(HEADINGS, start=1))
    return (
        f'<table xmlns="{_MAIN}" id="1" name="HandOffs" displayName="HandOffs" ref="{area}">'
        f'<autoFilter ref="{area}"/><tableColumns count="{len(HEADINGS)}">{columns}</tableColumns></table>'
    )


if __name__ == "__main__":
    make_log(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
