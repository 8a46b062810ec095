"""The record of reminders: which step of which hand-off was drafted when, in a text file beside the log.

It is only ever added to, so that whoever opens it sees all that was asked, and nobody is asked twice.
A spreadsheet that saved it may have changed how it is written: it is read anyway, and added to in the same way.
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


class Form(NamedTuple):
    """How the file is written: the codec, the separator, and the headings in their order, others among them."""

    codec: str = "utf-8"
    separator: str = ","
    headings: tuple[str, ...] = HEADINGS


_USUAL = Form()


def recorded_text(text: str) -> str:
    """Return a text as the record holds it: on one line, and never a formula to a spreadsheet."""
    return guard_formula(single_line(clean_lines(replace_surrogates(text))))


@dataclass
class Ledger:
    """The record beside a log. `exists` says whether there was one when it was read."""

    path: Path
    exists: bool = False
    _size: int = 0
    _ends_whole: bool = True
    _form: Form = _USUAL
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
            entries = [entry for entry in words if not key or match_key(entry.line.id) in ("", key)]
        else:
            same = [entry for entry in self._by_id.get(key, []) if _is_same(entry.line, line)]
            entries = [*same, *(entry for entry in words if entry not in same)]
        return sorted(entries, key=lambda entry: entry.on)

    def holds(self, entry: Entry) -> bool:
        """Return whether an entry is recorded, to the letter."""
        return cells_of(entry) in map(cells_of, self._by_words.get(_words(entry.line), []))

    def check_writable(self) -> None:
        """Raise OutputError where the record cannot be added to. Nothing is written."""
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
        """Write entries to the end of the file, and to the disk: all of them or none. Raises OutputError."""
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
            with suppress(OSError):  # half a line on a full disk would make the whole record unreadable
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
    """Return where the record of a log's reminders lies."""
    return log.with_name(f"{log.stem}{RECORD_SUFFIX}")


def read_ledger(log: Path) -> Ledger:
    """Return the record beside a log, an empty one where there is none.

    Raises UnreadableError, which names the line, where it cannot be read: a line passed over would be asked for twice.
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
    """Return the codec in which a record goes on, and its text. Raises UnreadableError."""
    from sheetkit.log.read.text_encoding import decode_text, find_codec  # noqa: PLC0415  few logs have a record

    if codec := _WIDE.get(data[:2]):
        return codec, data[2:].decode(codec, "replace")
    try:
        decoded = decode_text(data, about)
    except UnreadableError:
        raise UnreadableError(f"{about}, is damaged: put back an earlier copy of the file.") from None
    return find_codec(decoded.encoding), decoded.text


def _rows(text: str, separator: str, about: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that holds something, with its number. Raises UnreadableError."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from ((rows.line_num, cells) for cells in rows if any(map(str.strip, cells)))
    except csv.Error:
        raise UnreadableError(f"{about}, is damaged: put back an earlier copy of the file.") from None


def _headings(cells: list[str], about: str) -> tuple[str, ...]:
    """Return a record's headings as they are spelled here, in its order; those of other columns are numbered."""
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
    """Return the entry that `cells_of` returned these cells of. Raises ValueError for others."""
    on, step, due, identity, item, person, handed_off, address = cells
    left = datetime.fromisoformat(handed_off) if handed_off else None
    line = Line(identity, item, person, left, datetime.fromisoformat(due))
    return Entry(datetime.fromisoformat(on), step, line, address)


def _moment(text: str, order: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text)  # as it was written, if nobody saved it since
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
    """Return a date as ISO 8601 has it, with the time where there is one."""
    text = moment.isoformat()
    return text.removesuffix("T00:00:00")


def _words(line: Line) -> tuple[object, ...]:
    return match_key(line.item), match_key(line.person), line.handed_off


def _is_same(line: Line, other: Line) -> bool:
    same_dates = line.handed_off == other.handed_off or line.due == other.due
    same_person = match_key(line.person) == match_key(other.person)
    return match_key(line.item) == match_key(other.item) or (same_person and same_dates)
