"""Read a text list (CSV): which encoding and which separator it has is found, and said."""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sheetkit.errors import UnreadableError
from sheetkit.xlsx.cells import Cells, Grid, Kind
from sheetkit.xlsx.limits import MAX_COLUMNS, MAX_ROWS

MAX_BYTES = 50 << 20
_SAMPLE = 200  # lines that decide on the separator
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
SUFFIXES = (".csv", ".tsv", ".txt", ".tab")


@dataclass(frozen=True)
class TextList:
    """The cells of a text list, all of them texts, and how it was read."""

    grid: Grid
    encoding: str
    separator: str

    @property
    def about(self) -> str:
        """How the list was read, in words."""
        return f"text in {self.encoding}, separated by {SEPARATORS[self.separator]}"


def read_csv(path: Path) -> TextList:
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
        return TextList(_grid(rest, said[4:], name, 1), encoding, said[4:])
    separator = find_separator(text)
    return TextList(_grid(text, separator, name, 0), encoding, separator)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise UnreadableError(f"{name} begins like UTF-16 text but is damaged: save it again as CSV.") from None
    if b"\x00" in data:
        raise UnreadableError(f"{name} is no text list (CSV): it holds bytes that no text has.")
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        # The five bytes that Windows-1252 leaves open become a sign that says so, and nothing is lost beside them.
        return data.decode("cp1252", "replace"), "Windows-1252"


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
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row, fields in enumerate(reader, start=1 + above):
            if row > MAX_ROWS or len(fields) > MAX_COLUMNS:
                raise UnreadableError(
                    f"{name} has more than a sheet holds: {MAX_ROWS:,} rows, {MAX_COLUMNS:,} columns."
                )
            for column, value in enumerate(fields, start=1):
                if value:
                    rows, values = columns.setdefault(column, ([], []))
                    rows.append(row)
                    values.append(value)
    except csv.Error:
        raise UnreadableError(
            f"{name} cannot be read on from line {reader.line_num + above:,}: perhaps a quotation mark is never closed."
        ) from None
    return Grid(
        {number: Cells(rows, [Kind.TEXT] * len(rows), values) for number, (rows, values) in sorted(columns.items())}
    )
