"""A log reads back as it was typed, in the rows in which it was typed."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from libreoffice import LibreOffice, Typed
from made import blank_log
from openpyxl import load_workbook
from openpyxl.worksheet.table import Table
from sheets import GOOD, LETTERS, filled_log, found, plain_book, plain_log, typed_log

from sheetkit.log.read_log import read_log
from sheetkit.template.model import ColumnKind
from sheetkit.template.store import shipped


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.xlsx"


def test_rows_have_excels_numbers_and_blank_ones_are_left_out(path: Path) -> None:
    blank = {"id": "H-0009", "item": " \xa0 ", "status": ""}
    log = plain_log(path, [GOOD, {}, blank, {**GOOD, "id": "H-0002"}, {"id": "H-0003"}], top=4)
    assert list(log.frame.index) == [5, 8]
    assert log.frame.index.name == "row"
    assert found(log) == []


def test_hidden_and_filtered_rows_are_read_all_the_same(path: Path) -> None:
    book = plain_book(path, [GOOD, {**GOOD, "id": "H-0002"}])
    book.active.row_dimensions[2].hidden = True
    book.active.auto_filter.ref = "A1:H3"
    book.save(path)
    assert list(read_log(path).frame.index) == [2, 3]


def test_rows_typed_below_the_tables_end_are_read(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [GOOD], 3)
    book = load_workbook(path)
    for key, value in {**GOOD, "id": "H-0400"}.items():
        book["Log"][f"{LETTERS[key]}400"] = value
    book.save(path)
    assert list(read_log(path).frame.index) == [2, 400]


def test_a_totals_row_is_no_hand_off(path: Path) -> None:
    book = plain_book(path, [GOOD, {"id": "Total", "item": "1"}])
    table = Table(displayName="HandOffs", ref="A1:H3", totalsRowCount=1)
    book.active.add_table(table)
    book.save(path)
    assert list(read_log(path).frame.index) == [2]
    for column, value in enumerate({**GOOD, "id": "H-0002"}.values(), start=1):
        book.active.cell(6, column, value)
    book.save(path)
    assert list(read_log(path).frame.index) == [2, 6]


def test_every_column_of_the_template_is_there_with_its_type(path: Path) -> None:
    log = plain_log(path, [GOOD])
    for column in shipped().entered:
        dtype = log.frame[column.name].dtype
        assert (dtype == np.dtype("datetime64[s]")) == (column.kind is ColumnKind.DATE)
    assert "flag" not in log.frame
    assert log.frame.at[2, "handed_off"] == pd.Timestamp(2026, 11, 2)
    assert pd.isna(log.frame.at[2, "returned"])
    assert pd.isna(log.frame.at[2, "notes"])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("None", "None"),
        ("N/A", "N/A"),
        ("  two  words\xa0", "two  words"),
        ("=1+1", "=1+1"),
        (12, "12"),
        (0.1, "0.1"),
        (123456789012345, "123456789012345"),
        (True, "TRUE"),
        (date(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23, 17, 0), "2026-11-23 17:00"),
    ],
)
def test_a_text_column_shows_what_people_see(tmp_path: Path, value: object, shown: str) -> None:
    path = typed_log(tmp_path, [{**GOOD, "notes": value}])
    log = read_log(path)
    assert log.frame.at[2, "notes"] == shown
    assert found(log) == []


def test_a_date_column_keeps_the_time_of_day_to_the_second(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 23, 14, 30, 59)
    log = read_log(typed_log(tmp_path, [{**GOOD, "checked_in": moment}]))
    assert log.frame.at[2, "checked_in"] == pd.Timestamp(moment)


def test_what_stands_in_a_date_column_and_is_no_date_is_kept_in_words(path: Path) -> None:
    log = plain_log(path, [{**GOOD, "checkpoint": "next week"}])
    assert log.unread["checkpoint"] == {2: "next week"}
    assert not log.rule_columns.blank("checkpoint")[0]


def test_live_columns_without_a_stored_result_are_no_problem(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [GOOD])  # openpyxl drops every stored result
    assert read_log(path).problems == []


def test_the_log_is_never_written_to(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [GOOD])
    path.chmod(0o444)
    before = path.read_bytes(), path.stat().st_mtime_ns
    read_log(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_log_of_another_year_system_has_the_same_dates(path: Path) -> None:
    book = plain_book(path, [])
    book.epoch = datetime(1904, 1, 1)
    for number, value in enumerate(GOOD.values(), start=1):
        book.active.cell(2, number, value)
    book.save(path)
    assert read_log(path).frame.at[2, "handed_off"] == pd.Timestamp(2026, 11, 2)


def test_a_log_saved_by_libreoffice_says_what_was_typed(libreoffice: LibreOffice, tmp_path: Path) -> None:
    keys = [column.name for column in shipped().entered if column.name != "id"]
    rows: list[dict[str, object]] = [
        {**GOOD, "notes": "=1+1 is no formula", "handed_off": datetime(2026, 11, 2, 14, 30)},
        {**GOOD, "status": " DONE ", "returned": date(2026, 11, 20), "notes": "Zoë, 'quoted' & <b>"},
        {**GOOD, "understood": "y", "email": "ana@example.org", "notes": "12"},
    ]
    saved = tmp_path / "saved.xlsx"
    block = [[row.get(key) for key in keys] for row in rows]
    typed = {"I5": Typed("2026-12-24"), "D5": "Typed in", "F5": "Li Wei", "H5": Typed("2026-11-23 9:05")}
    libreoffice.fill(blank_log(tmp_path, 10), saved, "Log", {"D2": block, **typed})
    log = read_log(saved)
    frame = log.frame
    assert list(frame.index) == [2, 3, 4, 5]
    assert found(log) == []
    for number, row in enumerate(rows, start=2):
        for key in keys:
            value = row.get(key)
            if isinstance(value, date):
                assert frame.at[number, key] == pd.Timestamp(value)
            elif shipped().by_name[key].kind is ColumnKind.DATE:
                assert pd.isna(frame.at[number, key])
            else:
                shown = str(value or "").strip()
                assert frame.at[number, key] == shown if shown else pd.isna(frame.at[number, key])
    assert frame.at[5, "expected_back"] == pd.Timestamp(2026, 12, 24)
    assert frame.at[5, "handed_off"] == pd.Timestamp(2026, 11, 23, 9, 5)
    assert list(frame["id"]) == ["H-0001", "H-0002", "H-0003", "H-0004"]
