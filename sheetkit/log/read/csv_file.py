"""Read a text list (CSV); its encoding and its separator are detected and reported."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sheetkit.errors import UnreadableError
from sheetkit.ooxml.cell_ranges import name_rows
from sheetkit.ooxml.limits import MAX_COLUMNS, MAX_ROWS
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.reader.package import Package
from sheetkit.ooxml.reader.workbook import SheetInfo, Workbook
from sheetkit.text import is_blank, natural_list, pluralize, quote, truncate

if TYPE_CHECKING:
    from sheetkit.log.read.text_encoding import DecodedText

MAX_BYTES = 50 << 20
_MAX_LINE_BYTES = 4 << 20
_SAMPLE = 200  # lines that decide on the separator
_END = "\x1eend\x1e"  # a last line that we add, which only an unclosed quotation mark can hide
_START = 200  # bytes that tell a text list from other files
_OTHER_FILES = (b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"%pdf", b"{\\rtf", b"<!doctype", b"<html", b"<table", b"<?xml")
_MAX_SHOWN = 40  # characters of the example cell of a guess
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SIGNS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
SUFFIXES = (".csv", ".tsv", ".txt", ".tab")


@dataclass(frozen=True)
class CsvFile:
    """The cells of a text list, all of them texts, and how it was read; `records` are its rows that hold something."""

    name: str
    grid: Grid
    records: Sequence["Record"]
    text: "DecodedText"
    separator: str

    def describe(self, names: int | None = None) -> str:
        """Return how the list was read. A guess comes with an example, from the column `names` where that has one."""
        described = f"text in {self.text.encoding}, separated by {SEPARATORS[self.separator]}"
        if not self.text.is_guess:
            return described
        columns = [self.grid.columns[number] for number in (names, *self.grid.columns) if number in self.grid.columns]
        texts = (str(text) for cells in columns for text in (*cells.values[1:], *cells.values[:1]))
        example = next(text for text in texts if not text.isascii())
        return f"{described}; the encoding is a guess, by which a cell reads {quote(truncate(example, _MAX_SHOWN))}"

    def uneven_records(self, heading_row: int) -> tuple[str, ...]:
        """Return a sentence on the lines with fewer fields than the headings, none where there are none.

        Raises UnreadableError where a line has more: its values may then be under the wrong headings, even if the last
        field is empty.
        """
        width = next(record.fields for record in self.records if record.row == heading_row)
        below = [record for record in self.records if record.row > heading_row]
        if longer := [record for record in below if record.fields > width]:
            raise UnreadableError(
                f"{self.name} cannot be read: {_named(longer, width)}. A text with {_SIGNS[self.separator]} in it "
                f'needs quotation marks around it, as in "a{self.separator} b"; put them in, or give every column a '
                "heading. Nothing was read."
            )
        shorter = [record for record in below if record.fields < width]
        return (f"{_named(shorter, width).capitalize()}: what is missing at the end is blank.",) if shorter else ()


class Record(NamedTuple):
    """A row of a text list: its number, the line of the file on which it begins, and how many fields it has."""

    row: int
    line: int
    fields: int


def _named(records: Sequence[Record], width: int) -> str:
    """Return how many fields records have: 'line 2 has 6 fields and line 9 has 7 fields, the headings 5'."""
    lines: dict[int, list[int]] = {}
    for record in records:
        lines.setdefault(record.fields, []).append(record.line)
    shown = [
        f"{name_rows(numbers, 'line')} {'has' if len(numbers) == 1 else 'have'} {pluralize(fields, 'field')}"
        for fields, numbers in lines.items()
    ]
    return f"{natural_list(shown)}, the headings {width}"


def text_workbook(path: Path, text: CsvFile) -> Workbook:
    """Return a text list as the workbook that a spreadsheet program shows: one sheet, named after the file."""
    stream = io.BytesIO()
    zipfile.ZipFile(stream, "w").close()  # a package without parts
    sheet = SheetInfo(path.stem, "", hidden=False, tables=())
    return Workbook(Package(stream, path), "", [sheet], {}, 0, [], {sheet.part: text.grid})


def is_text_list(path: Path, content: bytes | None = None) -> bool:
    """Return whether a file has the suffix of a text list and is no workbook, PDF or web page by its first bytes."""
    if path.suffix.lower() not in SUFFIXES:
        return False
    if content is None:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            content = stream.read(_START)
    return not content[:_START].lstrip().lower().startswith(_OTHER_FILES)


def read_csv(path: Path, codec: str | None = None, content: bytes | None = None) -> CsvFile:
    """Return the list in a text file. `codec` is its encoding if known, `content` its bytes if read already.

    Raises UnreadableError, one sentence, where it holds no list.
    """
    from sheetkit.log.read.text_encoding import decode_text  # noqa: PLC0415  no workbook needs the tables of encodings

    name = repr(path.name)
    try:
        if content is None:
            with path.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableError(f"{name} cannot be read: {error.strerror}.") from None
    if len(content) > MAX_BYTES:
        raise UnreadableError(f"{name} is over {MAX_BYTES >> 20} MiB, the most sheetkit reads of a text list.")
    if len(content) > _MAX_LINE_BYTES:
        lines = content.split(b"\n")
        if long := next((number for number, line in enumerate(lines, start=1) if len(line) > _MAX_LINE_BYTES), 0):
            raise UnreadableError(f"{name} is not a list: line {long:,} has more than {_MAX_LINE_BYTES >> 20} MiB.")
    decoded = decode_text(content, name, codec)
    text = decoded.text
    if not text.strip("\x00 \t\r\n"):
        raise UnreadableError(f"{name} is empty: there is nothing to read in it.")
    first, _, rest = text.partition("\n")
    first = first.strip(" \r")
    if first[:4].lower() == "sep=" and first[4:] in SEPARATORS:  # Excel's own way to name it
        return CsvFile(name, *_grid(rest, first[4:], name, 1), decoded, first[4:])
    separator = find_separator(text)
    return CsvFile(name, *_grid(text, separator, name, 0), decoded, separator)


def find_separator(text: str) -> str:
    """Return the separator that splits most lines into the same number of fields; the one with more fields if equal."""
    lines = io.StringIO(text, newline="")
    sample = "".join(line for line, _ in zip(lines, range(_SAMPLE), strict=False))

    def score(separator: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if any(row)]
        except csv.Error:
            return 0.0, 0
        split = Counter(width for width in widths if width > 1)
        if not split:
            return 0.0, 0
        width, times = max(split.items(), key=lambda size_and_count: (size_and_count[1], size_and_count[0]))
        return times / len(widths), width

    return max(SEPARATORS, key=score)


def _grid(text: str, separator: str, name: str, above: int) -> tuple[Grid, list[Record]]:
    """Return the list as a sheet's cells, a row per record, and the records; `above` rows were left out.

    Each different text is stored once, as in a workbook, and so processed once later on.
    """
    columns: dict[int, tuple[list[int], list[int]]] = {}
    places: dict[str, int] = {}
    records: list[Record] = []
    for row, (line, fields) in enumerate(_records(text, separator, name, above), start=1 + above):
        if row > MAX_ROWS or len(fields) > MAX_COLUMNS:
            raise UnreadableError(f"{name} has more than a sheet holds: {MAX_ROWS:,} rows, {MAX_COLUMNS:,} columns.")
        if not all(map(is_blank, fields)):
            records.append(Record(row, line, len(fields)))
        for column, value in enumerate(fields, start=1):
            if value:
                rows, numbers = columns.setdefault(column, ([], []))
                rows.append(row)
                numbers.append(places.setdefault(value, len(places)))
    texts = list(places)
    return Grid({number: _cells(*columns.pop(number), texts) for number in sorted(columns)}), records


def _cells(rows: Sequence[int], numbers: Sequence[int], texts: Sequence[str]) -> ColumnCells:
    """Return the cells of a column that hold `texts[numbers[i]]`."""
    kinds = np.full(len(rows), CellKind.TEXT, dtype=np.uint8)
    no_formulas = np.empty(0, dtype=np.int64)
    return ColumnCells.packed(np.array(rows), kinds, np.array(numbers, dtype=np.float64), texts, no_formulas, {})


def _records(text: str, separator: str, name: str, above: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a list, each with the line on which it begins.

    A quotation mark that is never closed would hide all lines after it in one field.
    """
    reader = csv.reader(chain(io.StringIO(text, newline=""), [_END]), delimiter=separator)
    first = 1
    try:
        for fields in reader:
            if fields == [_END]:
                return
            if fields and fields[-1].endswith(_END):
                break
            yield first + above, fields
            first = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise UnreadableError(
                f"{name} cannot be read on from line {first + above:,}: a quotation mark is never closed, or a text "
                f"there has more than {csv.field_size_limit():,} characters. Close it, or shorten the text."
            ) from None
    raise UnreadableError(
        f"{name} cannot be read on from line {first + above:,}: a quotation mark is never closed. Close it, or take it "
        "away, and start again."
    )
