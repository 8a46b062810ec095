"""Workbooks for tests as people make them: by hand, without sheetkit, wherever the log stands in them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from made import blank_log
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from sheetkit.log.problems import Problem
from sheetkit.log.read_log import Log, read_log
from sheetkit.template.store import shipped

TITLES = {column.name: column.title for column in shipped().columns}
LETTERS = {column.name: chr(ord("A") + number) for number, column in enumerate(shipped().columns)}
GOOD: dict[str, object] = {
    "id": "H-0001",
    "item": "Draft budget",
    "kind": "Delegated",
    "handed_to": "Ana Costa",
    "handed_off": date(2026, 11, 2),
    "expected_back": date(2026, 12, 1),
    "checkpoint": date(2026, 11, 16),
    "status": "Open",
}
SIMPLE = ("item", "handed_to", "handed_off", "expected_back")


def write_block(sheet: Worksheet, top: int, left: int, block: Sequence[Sequence[object]]) -> None:
    """Put rows of values into a sheet; None leaves a cell empty."""
    for row, values in enumerate(block, start=top):
        for column, value in enumerate(values, start=left):
            if value is not None:
                put(sheet.cell(row, column), value)


def book_of(folder: Path, *blocks: tuple[int, int, Sequence[Sequence[object]]]) -> Path:
    """A workbook with blocks of cells on one sheet, each at its row and column."""
    book, path = Workbook(), folder / "list.xlsx"
    for top, left, rows in blocks:
        write_block(book.active, top, left, rows)
    book.save(path)
    return path


def put(cell: Cell, value: object) -> None:
    """Put a value into a cell as people type it: a text is a text, a moment shows its time."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would make a formula of '=1+1'
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm:ss"


def plain_book(
    path: Path,
    rows: Sequence[Mapping[str, object]],
    keys: Sequence[str] = tuple(GOOD),
    *,
    headings: Mapping[str, str] | None = None,
    top: int = 1,
    left: int = 1,
    table: str = "",
    name: str = "My list",
) -> Workbook:
    """A workbook with a log that somebody typed, not saved yet under `path`."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    titles = [(headings or {}).get(key, TITLES.get(key, key)) for key in keys]
    write_block(sheet, top, left, [titles, *([row.get(key) for key in keys] for row in rows)])
    if table:
        first, last = sheet.cell(top, left), sheet.cell(top + max(len(rows), 1), left + len(keys) - 1)
        sheet.add_table(Table(displayName=table, ref=f"{first.coordinate}:{last.coordinate}"))
    book.save(path)
    return book


def plain_log(path: Path, rows: Sequence[Mapping[str, object]], *args: Sequence[str], **options: object) -> Log:
    """Read a log that somebody typed."""
    plain_book(path, rows, *args, **options)  # type: ignore[arg-type]
    return read_log(path)


def typed_log(folder: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """A log typed by hand that has every column of the template where the template has it."""
    path = folder / "log.xlsx"
    plain_book(path, rows, tuple(LETTERS), name="Log")
    return path


def filled_log(folder: Path, rows: Sequence[Mapping[str, object]], count: int = 5) -> Path:
    """A log made by `sheetkit new` and filled in from row 2 on; dates as openpyxl writes them."""
    path = blank_log(folder, count)
    book = load_workbook(path)
    for number, row in enumerate(rows, start=2):
        for key, value in row.items():
            put(book["Log"][f"{LETTERS[key]}{number}"], value)
    book.save(path)
    return path


HINTS = {"missing-id", "done-without-return", "bad-email", "text-too-long", "copy-not-found", "merged-cells"}


def found(log: Log, *, info: bool = False) -> list[tuple[str, str | None]]:
    """The problems as (code, cell), without hints and mere information unless asked for."""
    return [
        (problem.code, problem.cell)
        for problem in log.problems
        if info or (problem.severity != "info" and problem.code not in HINTS)
    ]


def only(log: Log) -> Problem:
    """The one problem that is more than information."""
    [problem] = [one for one in log.problems if one.severity != "info" and one.code not in HINTS]
    return problem
