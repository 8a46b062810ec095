"""Read a text list (CSV): which encoding and which separator it has is found, and said."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from sheetkit.errors import UnreadableError
from sheetkit.ooxml.limits import MAX_COLUMNS, MAX_ROWS
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid

MAX_BYTES = 50 << 20
_SAMPLE = 200  # lines that decide on the separator
_END = "\x1eend\x1e"  # a last line of our own, which only an open quotation mark can hide
_START = 2_000  # bytes that tell whether a letter has two of them
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
SUFFIXES = (".csv", ".tsv", ".txt", ".tab")


@dataclass(frozen=True)
class CsvFile:
    """The cells of a text list, all of them texts, and how it was read."""

    grid: Grid
    encoding: str
    separator: str

    @property
    def about(self) -> str:
        """How the list was read, in words."""
        return f"text in {self.encoding}, separated by {SEPARATORS[self.separator]}"


def read_csv(path: Path) -> CsvFile:
    """Return the list in a text file. Raises UnreadableError, one sentence, when it is none."""
    name = repr(path.name)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableError(f"There is no file {str(path)!r}: check the spelling and the folder.") from None
    except OSError as error:
        raise UnreadableError(f"{name} cannot be read: {error.strerror}.") from None
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"{name} is over {MAX_BYTES >> 20} MiB, the most sheetkit reads of a text list.")
    text, encoding = _decoded(data, name)
    if not text.strip("\x00 \t\r\n"):
        raise UnreadableError(f"{name} is empty: there is nothing to read in it.")
    first, _, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and said[4:] in SEPARATORS:  # Excel's own way to name it
        return CsvFile(_grid(rest, said[4:], name, 1), encoding, said[4:])
    separator = find_separator(text)
    return CsvFile(_grid(text, separator, name, 0), encoding, separator)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    wide = _wide(data)
    if wide:
        try:
            return data.decode(wide).removeprefix("\ufeff"), "UTF-32" if "32" in wide else "UTF-16"
        except UnicodeDecodeError:
            raise UnreadableError(
                f"{name} begins like {wide.upper()} text but is damaged: save it again as CSV."
            ) from None
    if b"\x00" in data:
        raise UnreadableError(f"{name} is not a text list (CSV): it holds bytes that no text has.")
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        # The five bytes that Windows-1252 leaves open become a sign that says so, and nothing is lost beside them.
        return data.decode("cp1252", "replace"), "Windows-1252"


def _wide(data: bytes) -> str:
    """Return the encoding of a text with two or four bytes a letter, by its mark or its many zeros, else ''."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    start = data[:_START]
    odd, even = start[1::2].count(0), start[::2].count(0)
    if min(odd, even) == 0 and max(odd, even) > len(start) // 4:
        return "utf-16-le" if odd else "utf-16-be"
    return ""


def find_separator(text: str) -> str:
    """Return the separator that splits most lines into the same number of fields; of equals the one with more."""
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
        width, times = max(split.items(), key=lambda found: (found[1], found[0]))
        return times / len(widths), width

    return max(SEPARATORS, key=score)


def _grid(text: str, separator: str, name: str, above: int) -> Grid:
    """Return the list as a sheet's cells, a row for each record; `above` rows before it were left out."""
    columns: dict[int, tuple[list[int], list[str]]] = {}
    for row, fields in enumerate(_records(text, separator, name, above), start=1 + above):
        if row > MAX_ROWS or len(fields) > MAX_COLUMNS:
            raise UnreadableError(f"{name} has more than a sheet holds: {MAX_ROWS:,} rows, {MAX_COLUMNS:,} columns.")
        for column, value in enumerate(fields, start=1):
            if value:
                rows, values = columns.setdefault(column, ([], []))
                rows.append(row)
                values.append(value)
    return Grid(
        {
            number: ColumnCells(rows, [CellKind.TEXT] * len(rows), values)
            for number, (rows, values) in sorted(columns.items())
        }
    )


def _records(text: str, separator: str, name: str, above: int) -> Iterator[list[str]]:
    """Yield the records of a list. A quotation mark that is never closed would hide all lines after it in one field."""
    reader = csv.reader(chain(io.StringIO(text, newline=""), [_END]), delimiter=separator)
    first = 1
    try:
        for fields in reader:
            if fields == [_END]:
                return
            if fields and fields[-1].endswith(_END):
                break
            yield fields
            first = reader.line_num + 1
    except csv.Error:
        pass
    raise UnreadableError(
        f"{name} cannot be read on from line {first + above:,}: a quotation mark is never closed. Close it, or take it "
        "away, and start again."
    )
