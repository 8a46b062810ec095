"""No file keeps sheetkit busy: what depends on a text is computed once per different text, not once per cell."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from sheets import GOOD, book_of, filled_log

from sheetkit.commands import carried as told
from sheetkit.edit import open_log
from sheetkit.errors import SheetkitError
from sheetkit.log import ids
from sheetkit.log.carry import cells as carry
from sheetkit.log.carry.adopt import carry_list, find_list
from sheetkit.log.check import layout, rows
from sheetkit.log.ids import free_ids
from sheetkit.log.problem_table import Problems
from sheetkit.log.read import locate
from sheetkit.log.read.location import LogLocation, area_codes
from sheetkit.log.read_log import read_log
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells
from sheetkit.ooxml.reader.workbook import SheetInfo, TableInfo
from sheetkit.ooxml.references import CellRange
from sheetkit.report.terminal import check_lines
from sheetkit.template.store import shipped
from sheetkit.text import MAX_SHOWN, natural_list, shown_text
from sheetkit.workbook import annotate

HEADINGS = ["Item", "Handed to", "Handed off", "Expected back", "Notes"]
SENT, DUE = date(2026, 11, 2), date(2026, 11, 10)


def counting(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> Counter[object]:
    """Count the calls of a function of a module by its first argument."""
    calls: Counter[object] = Counter()
    function: Callable[..., object] = getattr(module, name)

    def counted(*arguments: object, **named: object) -> object:
        calls[arguments[0] if isinstance(arguments[0], str) else ""] += 1
        return function(*arguments, **named)

    monkeypatch.setattr(module, name, counted)
    return calls


def test_a_long_text_that_many_cells_hold_is_looked_at_once_for_each_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "a word " * 200
    path = book_of(tmp_path, (1, 1, [HEADINGS, *([[long, long, SENT, DUE, long]] * 30)]))
    looked_at = [counting(monkeypatch, carry, name) for name in ("invisible_characters", "utf16_length")]
    carried = carry_list(find_list(path, shipped()), shipped())
    assert [calls[long] for calls in looked_at] == [3, 3]
    item = carried.contents.columns["item"]
    assert (item.texts, len(item)) == ([long], 30)


def test_equal_texts_of_a_column_are_kept_once() -> None:
    cells = ColumnCells([2, 3, 5, 6], [1, 1, 2, 1], ["a", "b", 7.0, "a"])
    assert (cells.texts, cells.values) == (["a", "b"], ["a", "b", 7.0, "a"])
    values, codes = cells.unique_values
    assert values == [(CellKind.TEXT, "a"), (CellKind.TEXT, "b"), (CellKind.NUMBER, 7.0)]
    assert codes.tolist() == [0, 1, 2, 0]
    assert cells.with_texts(codes == 0, ["c", "c"]).values == ["c", "b", 7.0, "c"]


def test_of_many_problems_of_a_kind_only_those_that_are_shown_are_put_into_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[dict[str, object]] = [{**GOOD, "id": f"H-{number:04d}", "email": "none"} for number in range(60)]
    log = read_log(filled_log(tmp_path, lines))
    asked: list[object] = []
    original = Problems.__getitem__
    monkeypatch.setattr(Problems, "__getitem__", lambda self, at: (asked.append(at), original(self, at))[1])
    text = " ".join(map(str, check_lines(log, 200)))
    assert "and 52 more (--json lists all)" in text
    assert len(asked) < 40


def test_what_is_said_of_a_long_text_shows_its_beginning() -> None:
    assert shown_text("x" * 40_000) == "x" * MAX_SHOWN + "..."
    assert natural_list(["A1", "A2"], most=2, count=9) == "A1, A2 and 7 more"


def test_ids_are_not_looked_for_in_long_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = counting(monkeypatch, ids, "match_key")
    assert free_ids("H-0001", [" H-0041 ", *(["H-9 " * 1_000] * 50), *(["H-0007"] * 50)])(0) == "H-0042"
    assert compared.total() == 3


def test_the_nearest_choice_is_looked_for_only_while_few_are_mistyped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_MAX_COMPARED", 2)
    compared = counting(monkeypatch, rows, "closest_match")
    lines: list[dict[str, object]] = [{**GOOD, "id": f"H-{n:04d}", "status": f"Dnoe{n}"} for n in range(6)]
    problems = [one for one in read_log(filled_log(tmp_path, lines)).problems if one.code == "unknown-choice"]
    assert ["Perhaps 'Done' is meant." in one.fix for one in problems] == [True, True, False, False, False, False]
    assert compared.total() == 2


def test_other_lists_are_found_by_their_areas_and_the_first_one_counts() -> None:
    areas = [CellRange(1, 3, 4, 5), CellRange(3, 1, 9, 3), CellRange(20, 1, 9_999_999, 2)]
    of_rows = np.array([1, 3, 4, 5, 9, 10, 30])
    assert area_codes(areas, 3, of_rows).tolist() == [0, 0, 0, 1, 1, -1, -1]
    assert area_codes(areas, 1, of_rows).tolist() == [-1, 1, 1, 1, 1, -1, 2]
    tables = tuple(TableInfo("T", area, totals=False) for area in areas)
    sheet = SheetInfo("Log", "", hidden=False, tables=tables)
    place = LogLocation(
        sheet, 2, {"item": 1}, {1: "Item"}, {}, {}, 30, totals_row=12, tables=tables, label_rows={14: "x"}
    )
    skipped = np.flatnonzero(place.skipped_rows(21)).tolist()
    assert skipped == [*range(3, 10), 12, 14, 20, 21]


def test_lists_and_cells_beyond_a_bound_are_counted_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locate, "_MAX_LISTS", 2)
    monkeypatch.setattr(layout, "_MAX_LONE_CELLS_OF_SHEET", 3)
    line = ["Plan", "Ana", SENT, DUE, "note"]
    below = [(300, left, [HEADINGS, line]) for left in (8, 14, 20)]
    lone: list[tuple[int, int, list[list[object]]]] = [(10, left, [["x"], ["x"]]) for left in (30, 31, 32)]
    log = read_log(book_of(tmp_path, (1, 1, [HEADINGS, line]), *below, *lone))
    messages = [problem.message for problem in log.problems]
    assert sum("another list of" in message for message in messages) == 2
    assert sum("the cell is on its own" in message for message in messages) == 3
    assert "2 cells in the column are on their own: AF10:AF11" in messages


def test_lines_are_counted_once_for_each_text_of_an_annotated_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[dict[str, object]] = [{**GOOD, "id": f"H-{n:04d}", "notes": "word " * 90} for n in range(30)]
    log = read_log(filled_log(tmp_path, lines))
    headings = counting(monkeypatch, annotate, "wrapped_line_count")
    columns = counting(monkeypatch, annotate, "wrapped_line_counts")
    annotate.write_annotated(log, tmp_path / "copy.xlsx", datetime(2026, 11, 23))
    assert (headings.total(), columns.total()) == (len(log.columns), len(log.frame.columns))


def test_of_very_many_reasons_the_first_are_told_and_a_dry_run_tells_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "_MAX_REASONS", 2)
    reasons = tuple(f"A{row}: 'x{row}' is struck out" for row in range(1, 6))
    carried = carry.CarriedContents(None, 5, 200, reasons, carry.NotCarried())  # type: ignore[arg-type]
    few = [*told.left_out_lines(carried, all_of_them=False)]
    assert few[1:] == [f"  {reasons[0]}", f"  {reasons[1]}", "  and 3 more, in the file that is named below"]
    assert [*told.left_out_lines(carried, all_of_them=True)][1:] == [f"  {reason}" for reason in reasons]


def test_a_long_id_that_many_lines_have_is_compared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled_log(tmp_path, [{**GOOD, "id": "H-1 " * 300} for _ in range(30)])
    compared = counting(monkeypatch, open_log, "match_key")
    with open_log.open_log(path) as log, pytest.raises(SheetkitError, match="No line of"):
        log.row_of("X-0002")
    assert compared["H-1 " * 300] == 1
