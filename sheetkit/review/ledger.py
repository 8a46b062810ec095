"""The record of reminders: which step of which hand-off was drafted when, in a text file beside the log.

It is only ever added to, so that whoever opens it sees all that was asked, and nobody is asked twice.
"""

import csv
import errno
import io
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sheetkit.errors import OutputError, UnreadableError
from sheetkit.text import clean_text, match_key, quote, single_line

HEADINGS = ("Reminded on", "Step", "Due", "ID", "Item", "Handed to", "Handed off", "Address")
RECORD_SUFFIX = "-reminders.csv"  # after the log's name
_FORMULA_SIGNS = ("=", "+", "-", "@")  # a spreadsheet would calculate a text that begins like this
_MARK = "\ufeff"  # tells Excel that the file is UTF-8


class Line(NamedTuple):
    """What a hand-off is known by in the record; `unique` says whether no other line of its log has its ID.

    Texts are as the record holds them, dates NaT as None.
    """

    id: str
    item: str
    person: str
    handed_off: datetime | None
    due: datetime
    unique: bool = True


class Entry(NamedTuple):
    """One line of the record: a step of a reminder of a hand-off, for one due date."""

    on: datetime
    step: str
    line: Line
    address: str


def recorded_text(text: str) -> str:
    """Return a text as the record holds it: on one line, and never a formula to a spreadsheet."""
    text = single_line(clean_text(text))
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


@dataclass
class Ledger:
    """The record beside a log. `exists` says whether there was one when it was read."""

    path: Path
    exists: bool = False
    _size: int = 0
    _ends_whole: bool = True
    _by_id: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    _by_words: dict[tuple[object, ...], list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def of(self, line: Line) -> list[Entry]:
        """Return what is recorded of a hand-off, the earliest first.

        It is known by its ID, as long as the item is the same too, or the person and one of the dates: people use the
        ID of a cleared line again. It is also known by its words (item, person and hand-off date), whatever its ID was
        then: people correct IDs.
        """
        words = self._by_words.get(_words(line), [])
        key = match_key(line.id)
        if not key or not line.unique:
            found = [one for one in words if not key or match_key(one.line.id) in ("", key)]
        else:
            same = [one for one in self._by_id.get(key, []) if _is_same(one.line, line)]
            found = [*same, *(one for one in words if one not in same)]
        return sorted(found, key=lambda one: one.on)

    def check_writable(self) -> None:
        """Raise OutputError where the record cannot be added to. Nothing is written."""
        if self.path.is_symlink():
            raise OutputError(
                f"{self.path.name!r}, the record of reminders, is a link to a file elsewhere, which is not written to: "
                "put the file itself beside the log."
            )
        folder = self.path.parent
        if not os.access(self.path if self.path.exists() else folder, os.W_OK):
            raise OutputError(
                f"{str(self.path)!r}, the record of reminders, cannot be written: make it or its folder writable, "
                "then run this again. No draft was made."
            )

    def append(self, entries: Iterable[Entry]) -> None:
        """Write entries to the end of the file, and to the disk. Raises OutputError."""
        added = list(entries)
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        if not self._size:
            writer.writerow(HEADINGS)
        writer.writerows(map(_cells, added))
        head = "" if self._ends_whole else "\r\n"
        data = f"{'' if self._size else _MARK}{head}{text.getvalue()}".encode("utf-8", "replace")
        self.check_writable()
        try:
            with self.path.open("ab") as file:
                if file.tell() != self._size:
                    raise OutputError(
                        f"{self.path.name!r}, the record of reminders, was changed while this ran: run it again."
                    )
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                self._size = file.tell()
        except OSError as error:
            raise OutputError(
                f"{str(self.path)!r}, the record of reminders, cannot be written ({error.strerror}): close it if it is "
                "open in another program, then run this again. No draft was made that is not in it."
            ) from None
        self._ends_whole = True
        for entry in added:
            self._index(entry)

    def _index(self, entry: Entry) -> None:
        if entry.line.id:
            self._by_id[match_key(entry.line.id)].append(entry)
        self._by_words[_words(entry.line)].append(entry)


def ledger_path(log: Path) -> Path:
    """Return where the record of a log's reminders lies."""
    return log.with_name(f"{log.stem}{RECORD_SUFFIX}")


def read_ledger(log: Path) -> Ledger:
    """Return the record beside a log, an empty one where there is none.

    Raises UnreadableError, which names the line, where it cannot be read: a line passed over would be asked for twice.
    """
    path = ledger_path(log)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Ledger(path)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return Ledger(path)
        raise UnreadableError(
            f"{str(path)!r}, the record of reminders, cannot be read ({error.strerror}): move it away if it is no "
            "longer needed."
        ) from None
    ledger = Ledger(path, exists=bool(data), _size=len(data), _ends_whole=data.endswith(b"\n") or not data)
    for entry in _entries(path.name, data):
        ledger._index(entry)
    return ledger


def _entries(name: str, data: bytes) -> Iterator[Entry]:
    about = f"{name!r}, the record of reminders"
    put_back = "put back an earlier copy of the file, or correct that line as the others are"
    try:
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        if data and tuple(next(rows, ())) != HEADINGS:
            raise UnreadableError(
                f"{about}, does not begin with its headings any more: put back an earlier copy of the file, or give it "
                f"this first line: {','.join(HEADINGS)}"
            )
        for cells in rows:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) != len(HEADINGS):
                raise UnreadableError(
                    f"Line {rows.line_num} of {about}, has {len(cells)} values, not {len(HEADINGS)}: {put_back}."
                )
            on, step, due, identity, item, person, handed_off, address = cells
            try:
                line = Line(identity, item, person, _moment(handed_off), datetime.fromisoformat(due))
                yield Entry(datetime.fromisoformat(on), step, line, address)
            except ValueError:
                raise UnreadableError(
                    f"Line {rows.line_num} of {about}, holds a date that is not written as 2026-11-23 ({quote(on)}, "
                    f"{quote(due)}, {quote(handed_off)}); spreadsheets change dates when they save such a file: "
                    f"{put_back}."
                ) from None
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableError(f"{about}, is damaged: put back an earlier copy of the file.") from None


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _cells(entry: Entry) -> list[str]:
    line = entry.line
    return [
        f"{entry.on:%Y-%m-%d}",
        entry.step,
        _written(line.due),
        line.id,
        line.item,
        line.person,
        _written(line.handed_off) if line.handed_off else "",
        entry.address,
    ]


def _written(moment: datetime) -> str:
    """Return a date as ISO 8601 has it, with the time where there is one."""
    text = moment.isoformat()
    return text.removesuffix("T00:00:00")


def _words(line: Line) -> tuple[object, ...]:
    return match_key(line.item), match_key(line.person), line.handed_off


def _is_same(one: Line, other: Line) -> bool:
    same_dates = one.handed_off == other.handed_off or one.due == other.due
    same_person = match_key(one.person) == match_key(other.person)
    return match_key(one.item) == match_key(other.item) or (same_person and same_dates)
