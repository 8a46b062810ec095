"""Read an .xls, .xlsb or .ods workbook with calamine, for `adopt` alone.

calamine may panic, or abort the process where a file names a cell far away, so it runs in a process of its own, with
bounds on its memory and time. A failure there is one sentence here.
"""

import io
import multiprocessing
import os
import zipfile
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from xml.parsers import expat

from sheetkit.errors import UnreadableError
from sheetkit.ooxml import serial
from sheetkit.ooxml.limits import MAX_COLUMNS, MAX_ROWS
from sheetkit.ooxml.reader import compound_file
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid, Value
from sheetkit.ooxml.reader.workbook import SheetInfo
from sheetkit.patterns import lazy_pattern

_MAX_BYTES = 100 << 20
_MAX_UNPACKED = 1 << 30
_MAX_MEMORY = 4 << 30  # of the other process, its libraries included
_MAX_SECONDS = 180
_MAX_CELLS = 20_000_000  # of a sheet, empty ones included
_CANNOT_SEE = (
    "cannot see error cells (they come as blank), formulas (their results come), what is struck out (it comes like any "
    "other text), notes, links, pictures, merged cells and hidden rows"
)
_DURATION = lazy_pattern(r"PT(\d{1,9})H(\d{1,9})M(\d{1,9})S")  # as .ods writes it
_DAY = timedelta(days=1)
_CONTENT = "content.xml"
_NEEDED = ("mimetype", "META-INF/manifest.xml", "styles.xml", "settings.xml")
_DRAWING = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_PRONUNCIATION = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 ruby-text"
_SAVE = "open it in your spreadsheet program, save it as .xlsx, and adopt that"


def other_kind(path: Path) -> str:
    """Return '.xls', '.xlsb' or '.ods' for a workbook of that kind, judged by its content, else ''."""
    try:
        with path.open("rb") as stream:
            if stream.read(8) == compound_file.SIGNATURE:
                names = compound_file.names(stream)
                return ".xls" if names & {"workbook", "book"} and "encryptedpackage" not in names else ""
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.bin" in archive.namelist():
                return ".xlsb"
            kind = archive.read("mimetype")[:80] if "mimetype" in archive.namelist() else b""
            return ".ods" if b"opendocument.spreadsheet" in kind else ""
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        return ""


def read_other_workbook(path: Path, kind: str) -> tuple[dict[str, tuple[SheetInfo, Grid]], str]:
    """Return the sheets of a workbook of that kind by name, and a sentence on what cannot be seen in it.

    Raises UnreadableError, one sentence, where it cannot be read.
    """
    name = repr(path.name)
    _refuse_large_file(path, kind)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, _limit_process) as executor:
        future = executor.submit(_read_sheets, path, kind)
        try:
            sheets = future.result(_MAX_SECONDS)
        except TimeoutError:
            for process in list(executor._processes.values()):
                process.kill()
            raise UnreadableError(f"{name} takes longer than {_MAX_SECONDS} seconds to read: {_SAVE}.") from None
        except BrokenExecutor:
            raise UnreadableError(f"{name} is damaged, or too large for this way of reading it: {_SAVE}.") from None
    if isinstance(sheets, str):
        raise UnreadableError(f"{name} {sheets}.")
    logicals = ", and TRUE and FALSE are read as 1 and 0" if kind == ".ods" else ""
    note = f"Reading {kind} {_CANNOT_SEE}{logicals}; where that matters, save it as .xlsx and adopt that."
    return {sheet.name: (sheet, grid) for sheet, grid in sheets}, note


def _refuse_large_file(path: Path, kind: str) -> None:
    size = unpacked = path.stat().st_size
    if kind != ".xls":
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    if size > _MAX_BYTES or unpacked > _MAX_UNPACKED:
        raise UnreadableError(
            f"{path.name!r} is larger than {_MAX_BYTES >> 20} MiB, or {_MAX_UNPACKED >> 30} GiB when unpacked, the "
            f"most sheetkit reads of a {kind}: {_SAVE}."
        )


def _limit_process() -> None:
    """Bound the memory of this process, and let nothing that a library prints reach the terminal."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    try:
        import resource  # noqa: PLC0415  Windows has no such module
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read_sheets(path: Path, kind: str) -> list[tuple[SheetInfo, Grid]] | str:
    """Return the sheets, or what is wrong with the file, in the other process."""
    import python_calamine  # noqa: PLC0415  only this process needs it

    try:
        drawn = without_drawings(path) if kind == ".ods" else None
        with python_calamine.load_workbook(drawn or str(path)) as workbook:
            sheets = []
            for number, sheet in enumerate(workbook.sheets_metadata):
                if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                cells = workbook.get_sheet_by_index(number)
                rows, columns = (cells.end[0] + 1, cells.end[1] + 1) if cells.end else (0, 0)
                if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > _MAX_CELLS:
                    return f"has a sheet of {rows:,} rows and {columns:,} columns, more than can be read: {_SAVE}"
                hidden = sheet.visible != python_calamine.SheetVisibleEnum.Visible
                sheets.append((SheetInfo(sheet.name, str(number), hidden, ()), _grid(cells)))
            return sheets
    except python_calamine.PasswordError:
        return "is protected by a password: save it without one, and start again"
    except MemoryError:
        return f"is too large for this way of reading it: {_SAVE}"
    except BaseException:  # a panic of calamine is no Exception
        return f"cannot be read, it is damaged or of a kind that is not known: {_SAVE}"


def _grid(sheet: Any) -> Grid:
    top, left = sheet.start or (0, 0)
    columns: dict[int, tuple[list[int], list[int], list[Value]]] = {}
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
        for column, value in enumerate(values, start=left + 1):
            if value != "":
                kind, content = _cell(value)
                rows, kinds, contents = columns.setdefault(column, ([], [], []))
                rows.append(row)
                kinds.append(kind)
                contents.append(content)
    return Grid({number: ColumnCells(*cells) for number, cells in sorted(columns.items())})


def _cell(value: object) -> tuple[CellKind, Value]:
    """Return the kind and value of a cell as our own reader does."""
    match value:
        case bool():
            return CellKind.LOGICAL, value
        case int() | float():
            return CellKind.NUMBER, float(value)
        case date() if serial.is_usable_date(serial.from_datetime(value)):
            return CellKind.DATE, serial.from_datetime(value)
        case date():
            return CellKind.TEXT, str(value)
        case time():
            return CellKind.DATE, timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / _DAY
        case timedelta():
            return CellKind.DURATION, value / _DAY
        case _:
            parts = _DURATION.fullmatch(str(value))
            if parts is None:
                return CellKind.TEXT, str(value)
            hours, minutes, seconds = map(int, parts.groups())
            return CellKind.DURATION, timedelta(hours=hours, minutes=minutes, seconds=seconds) / _DAY


def without_drawings(path: Path) -> io.BytesIO | None:
    """Return the file without pictures, shapes and phonetic guides, None where it has none of these.

    Raises ExpatError where its content is not XML.
    """
    with zipfile.ZipFile(path) as archive:
        if _CONTENT not in archive.namelist():
            return None
        content = archive.read(_CONTENT)
        if _DRAWING.encode() not in content and b"ruby-text" not in content:
            return None
        kept = {name: archive.read(name) for name in archive.namelist() if name in _NEEDED}
    left = io.BytesIO()
    with zipfile.ZipFile(left, "w") as archive:
        for name, part in {**kept, _CONTENT: cut_drawings(content)}.items():
            archive.writestr(name, part)
    left.seek(0)
    return left


def cut_drawings(content: bytes) -> bytes:
    """Return the XML of a document without its drawings. Raises ExpatError where it is not XML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = begin = kept_to = 0
    kept: list[bytes] = []

    def start(name: str, _attributes: object) -> None:
        nonlocal depth, begin
        if depth == 0 and (name.startswith(_DRAWING) or name == _PRONUNCIATION):
            begin, depth = parser.CurrentByteIndex, 1
        elif depth:
            depth += 1

    def end(_name: str) -> None:
        nonlocal depth, kept_to
        if depth:
            depth -= 1
            if depth == 0:
                kept.append(content[kept_to:begin])
                kept_to = content.index(b">", parser.CurrentByteIndex) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(content, True)
    return b"".join([*kept, content[kept_to:]])
