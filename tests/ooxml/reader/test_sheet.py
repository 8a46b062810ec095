"""What reading a sheet costs: counted, since time says more about the machine."""

from pathlib import Path
from typing import Any

import pytest
from handmade import first_grid, pack, parts

from sheetkit.ooxml.reader.cells import Grid
from sheetkit.ooxml.reader.sheet import SheetReader
from sheetkit.ooxml.reader.workbook import open_workbook


def long_sheet(folder: Path, rows: int, before: str = "") -> Path:
    """A sheet of ten cells a row: texts that repeat, numbers, formulas, and as many cells that hold nothing."""
    usual = "".join(
        f'<c r="{a}@" t="s"><v>{number}</v></c><c r="{b}@" s="1"><v>46349</v></c><c r="{c}@" s="1"/>'
        for number, (a, b, c) in enumerate(("ABC", "DEF", "GHI"))
    )
    inside = "".join(f'<row r="{n}">{usual.replace("@", str(n))}</row>' for n in range(1, rows + 1))
    texts = "<si><t>one</t></si><si><t>two</t></si><si><t>three</t></si>"
    return pack(folder / f"{rows}.xlsx", parts(before + inside, strings=texts, formats="14"))


def counted(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Grid, int]:
    """Return a sheet's cells and how often the parser called for them."""
    calls = 0

    def of(handler: Any) -> Any:
        def call(*arguments: Any) -> None:
            nonlocal calls
            calls += 1
            handler(*arguments)

        return call

    with monkeypatch.context() as patch:
        for name in ("_start", "_end", "_text"):
            patch.setattr(SheetReader, name, of(getattr(SheetReader, name)))
        with open_workbook(path) as book:
            return first_grid(book), calls


def test_neither_rows_nor_cells_cost_a_call_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, calls = counted(long_sheet(tmp_path, 1_000), monkeypatch)
    two, more_calls = counted(long_sheet(tmp_path, 2_000), monkeypatch)
    assert more_calls == calls < 30
    assert sum(map(len, two.columns.values())) == 2 * sum(map(len, one.columns.values())) == 12_000


def test_a_cell_costs_thirteen_bytes_and_its_text_once(tmp_path: Path) -> None:
    with open_workbook(long_sheet(tmp_path, 3_000)) as book:
        grid = first_grid(book)
    kept = [(cells.row_array, cells.kind_array, cells.numbers) for cells in grid.columns.values()]
    assert sum(array.nbytes for arrays in kept for array in arrays) == 6 * 3_000 * 13
    assert sorted(grid.columns) == [1, 2, 4, 5, 7, 8]
    assert {id(cells.texts) for cells in grid.columns.values()} == {id(grid.columns[1].texts)}
    assert len(grid.columns[1].texts) == 3
