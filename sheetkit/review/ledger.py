"""The record of reminders: a text file beside the log that says which step of which hand-off was drafted when.

Entries are only ever added, so that the file shows all reminders, and nobody is asked twice. If a spreadsheet program
saved it in another form, it is still read, and new entries are added in that form.
"""

import codecs
import csv
import errno
import io
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sheetkit.errors import OutputError, UnreadableError
from sheetkit.log.read.date_text import parse_date_text, shown_order
from sheetkit.ooxml.xml_text import replace_surrogates
from sheetkit.text import clean_lines, guard_formula, heading_key, match_key, natural_list, quote, single_line

HEADINGS = ("Reminded on", "Step", "Due", "ID", "Item", "Handed to", "Handed off", "Address")
_DATES = tuple(map(HEADINGS.index, ("Reminded on", "Due", "Handed off")))
RECORD_SUFFIX = "-reminders.csv"  # after the log's name
_MARK = "\ufeff"  # tells Excel that the file is UTF-8
_SEPARATORS = ",;\t"
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}  # Excel's "Unicode text"


class Line(NamedTuple):
    """What identifies a hand-off in the record; `unique` is true if no other line of its log has its ID.

    Texts are as in the record; missing dates are None.
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


class Form(NamedTuple):
    """The form of the file: its codec, its separator, and all its headings in their order."""

    codec: str = "utf-8"
    separator: str = ","
    headings: tuple[str, ...] = HEADINGS


_USUAL = Form()


def recorded_text(text: str) -> str:
    """Return a text for the record: on one line, and guarded so that no spreadsheet takes it for a formula."""
    return guard_formula(single_line(clean_lines(replace_surrogates(text))))


@dataclass
class Ledger:
    """The record beside a log. `exists` tells whether there was a file when it was read."""

    path: Path
    exists: bool = False
    _size: int = 0
    _ends_whole: bool = True
    _form: Form = _USUAL
    _by_id: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    _by_words: dict[tuple[object, ...], list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def of(self, line: Line) -> list[Entry]:
        """Return the entries of a hand-off, the earliest first.

        They match by ID, if the item or the person and one of the dates match too, since people reuse the ID of a
        cleared line. They also match by item, person and hand-off date, whatever the ID, since people correct IDs.
        """
        words = self._by_words.get(_words(line), [])
        key = match_key(line.id)
        if not key or not line.unique:
            entries = [entry for entry in words if not key or match_key(entry.line.id) in ("", key)]
        else:
            same = [entry for entry in self._by_id.get(key, []) if _is_same(entry.line, line)]
            entries = [*same, *(entry for entry in words if entry not in same)]
        return sorted(entries, key=lambda entry: entry.on)

    def holds(self, entry: Entry) -> bool:
        """Return whether exactly this entry is recorded."""
        return cells_of(entry) in map(cells_of, self._by_words.get(_words(entry.line), []))

    def check_writable(self) -> None:
        """Raise OutputError if the record cannot be added to. Nothing is written."""
        if self.path.is_symlink():
            raise OutputError(
                f"{self.path.name!r}, the record of reminders, is a link to a file elsewhere, which is not written to: "
                "put the file itself beside the log."
            )
        if not all(os.access(path, os.W_OK) for path in (self.path.parent, self.path) if path.exists()):
            raise OutputError(
                f"{str(self.path)!r}, the record of reminders, cannot be written: make it or its folder writable, "
                "then run this again. No draft was made."
            )

    def append(self, entries: Iterable[Entry]) -> None:
        """Append entries to the file and flush them to disk: all or none. Raises OutputError."""
        added = list(entries)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, self._form.headings, delimiter=self._form.separator)
        if not self._size:
            writer.writeheader()
        writer.writerows(dict(zip(HEADINGS, cells_of(entry), strict=True)) for entry in added)
        head = "" if self._ends_whole else "\r\n"
        data = self._encoded(f"{'' if self._size else _MARK}{head}{text.getvalue()}")
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
            with suppress(OSError):  # half a line, left by a full disk, would make the record unreadable
                os.truncate(self.path, self._size)
            raise OutputError(
                f"{str(self.path)!r}, the record of reminders, cannot be written ({error.strerror}): close it if it is "
                "open in another program, then run this again. No draft was made that is not in it."
            ) from None
        self._ends_whole = True
        for entry in added:
            self._index(entry)

    def _encoded(self, text: str) -> bytes:
        try:
            return text.encode(self._form.codec)
        except UnicodeEncodeError as error:
            raise OutputError(
                f"{str(self.path)!r}, the record of reminders, was saved in an encoding that has no "
                f"{quote(text[error.start : error.end])}: open it in a spreadsheet and save it as 'CSV UTF-8', then "
                "run this again. No draft was made that is not in it."
            ) from None

    def _index(self, entry: Entry) -> None:
        if entry.line.id:
            self._by_id[match_key(entry.line.id)].append(entry)
        self._by_words[_words(entry.line)].append(entry)


def ledger_path(log: Path) -> Path:
    """Return the path of a log's record of reminders."""
    return log.with_name(f"{log.stem}{RECORD_SUFFIX}")


def read_ledger(log: Path) -> Ledger:
    """Return the record beside a log, an empty one if there is none.

    Raises UnreadableError, which names the line, if it cannot be read: skipping a line would send its reminder twice.
    """
    return read_record(ledger_path(log))


def read_record(path: Path) -> Ledger:
    """Return the record at a path, as `read_ledger` does."""
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
    if not data:
        return Ledger(path)
    about = f"{path.name!r}, the record of reminders"
    codec, text = _decoded(data, about)
    first, _, rest = text.partition("\n")
    if first.startswith("sep="):  # Excel's own way to name the separator
        first, text = first.removeprefix("sep="), rest
    separator = max(_SEPARATORS, key=first.count)
    rows = _rows(text, separator, about)
    headings = _headings(next(rows, (1, []))[1], about)
    form = Form(codec, separator, headings)
    ledger = Ledger(path, exists=True, _size=len(data), _ends_whole=text.endswith("\n"), _form=form)
    for entry in _entries(rows, headings, about):
        ledger._index(entry)
    return ledger


def _decoded(data: bytes, about: str) -> tuple[str, str]:
    """Return the codec of a record, and its text. Raises UnreadableError."""
    from sheetkit.log.read.text_encoding import decode_text, find_codec  # noqa: PLC0415  few logs have a record

    if codec := _WIDE.get(data[:2]):
        return codec, data[2:].decode(codec, "replace")
    try:
        decoded = decode_text(data, about)
    except UnreadableError:
        raise UnreadableError(f"{about}, is damaged: put back an earlier copy of the file.") from None
    return find_codec(decoded.encoding), decoded.text


def _rows(text: str, separator: str, about: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each non-blank line, with its number. Raises UnreadableError."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from ((rows.line_num, cells) for cells in rows if any(map(str.strip, cells)))
    except csv.Error:
        raise UnreadableError(f"{about}, is damaged: put back an earlier copy of the file.") from None


def _headings(cells: list[str], about: str) -> tuple[str, ...]:
    """Return a record's headings in our spelling, in its order; those of other columns are numbered."""
    known = {heading_key(heading): heading for heading in HEADINGS}
    headings = tuple(known.get(heading_key(cell), f"{number} {cell}") for number, cell in enumerate(cells))
    if sorted(name for name in headings if name in HEADINGS) != sorted(HEADINGS):
        raise UnreadableError(
            f"{about}, does not begin with its headings any more: put back an earlier copy of the file, or give it "
            f"this first line: {','.join(HEADINGS)}"
        )
    return headings


def _entries(rows: Iterable[tuple[int, list[str]]], headings: tuple[str, ...], about: str) -> Iterator[Entry]:
    put_back = "put back an earlier copy of the file, or correct that line as the others are"
    lines: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        if len(cells) < len(headings) or any(map(str.strip, cells[len(headings) :])):
            raise UnreadableError(
                f"Line {number} of {about}, has {len(cells)} values, not {len(headings)}: {put_back}."
            )
        by_heading = dict(zip(headings, cells, strict=False))
        lines.append((number, [by_heading[heading] for heading in HEADINGS]))
    order = shown_order(cells[place] for _, cells in lines for place in _DATES)
    for number, (on, step, due, identity, item, person, handed_off, address) in lines:
        moments = [_moment(text, order.order if order else None) for text in (on, due, handed_off)]
        if moments[0] is None or moments[1] is None or (handed_off.strip() and moments[2] is None):
            raise UnreadableError(
                f"Line {number} of {about}, holds a date that can be read in no way or in two "
                f"({natural_list(quote(text) for text in (on, due, handed_off) if text)}); spreadsheets change dates "
                f"when they save such a file: {put_back}, with dates as 2026-11-23."
            )
        yield Entry(moments[0], step, Line(identity, item, person, moments[2], moments[1]), address)


def entry_of(cells: Sequence[str]) -> Entry:
    """Return the entry with these cells, as `cells_of` returns them. Raises ValueError for others."""
    on, step, due, identity, item, person, handed_off, address = cells
    left = datetime.fromisoformat(handed_off) if handed_off else None
    line = Line(identity, item, person, left, datetime.fromisoformat(due))
    return Entry(datetime.fromisoformat(on), step, line, address)


def _moment(text: str, order: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text)  # unchanged if nobody saved the file since
    except ValueError:
        return parse_date_text(text, order).moment


def cells_of(entry: Entry) -> list[str]:
    """Return the cells of an entry, in the order of `HEADINGS`."""
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
    """Return a moment in ISO 8601, a day alone without its time."""
    return moment.isoformat().removesuffix("T00:00:00")


def _words(line: Line) -> tuple[object, ...]:
    return match_key(line.item), match_key(line.person), line.handed_off


def _is_same(line: Line, other: Line) -> bool:
    same_dates = line.handed_off == other.handed_off or line.due == other.due
    same_person = match_key(line.person) == match_key(other.person)
    return match_key(line.item) == match_key(other.item) or (same_person and same_dates)
