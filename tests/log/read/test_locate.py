"""The log is found wherever it is, however its headings are written."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from handmade import pack, parts
from made import blank_log
from openpyxl import Workbook, load_workbook
from sheets import GOOD, SIMPLE, TITLES, filled_log, found, plain_book, plain_log, write_block

from sheetkit.errors import UnreadableError
from sheetkit.log.read.locate import is_log, locate_log
from sheetkit.log.read_log import read_log
from sheetkit.ooxml.reader.workbook import open_workbook
from sheetkit.template.store import shipped


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.xlsx"


def test_a_sheet_may_have_any_name(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [GOOD])
    book = load_workbook(path)
    book["Log"].title = "Was ich abgegeben habe"
    book.save(path)
    log = read_log(path)
    assert log.sheet == "Was ich abgegeben habe"
    assert list(log.frame.index) == [2]


@pytest.mark.parametrize("top", [1, 2, 7, 150])
@pytest.mark.parametrize("left", [1, 2, 30])
def test_title_rows_above_and_empty_columns_beside_do_not_matter(path: Path, top: int, left: int) -> None:
    book = plain_book(path, [GOOD], top=top, left=left)
    if top > 1:
        book.active["A1"] = "Our hand-offs: what is out, with whom, until when"
    book.save(path)
    log = read_log(path)
    assert list(log.frame.index) == [top + 1]
    assert log.frame.at[top + 1, "handed_to"] == "Ana Costa"
    assert found(log) == []


def test_columns_may_be_moved(path: Path) -> None:
    log = plain_log(path, [GOOD], tuple(reversed(GOOD)))
    assert log.frame.at[2, "item"] == "Draft budget"
    assert found(log) == []


@pytest.mark.parametrize(
    "heading",
    [
        "Expected back",
        "EXPECTED BACK",
        " expected back ",
        "Expected\xa0back",
        "Expected\nback",
        "Expected\r\nback",
        "Expected   back",
        "Ｅxpected back",
        "Deadline",
        "due DATE",
        "Due",
    ],
)
def test_a_heading_is_known_however_it_is_written(path: Path, heading: str) -> None:
    log = plain_log(path, [GOOD], headings={"expected_back": heading})
    assert log.columns["expected_back"] == list(GOOD).index("expected_back") + 1
    assert found(log) == []


def test_the_problem_speaks_in_the_sheets_own_headings(path: Path) -> None:
    log = plain_log(path, [{**GOOD, "expected_back": None}], headings={"expected_back": " Dead\nline "})
    assert ("missing-column", "A1") in found(log)
    log = plain_log(path, [{**GOOD, "expected_back": "soon"}], headings={"expected_back": "DEADLINE"})
    assert [problem.column for problem in log.problems if problem.code == "not-a-date"] == ["DEADLINE"]


def test_columns_of_ones_own_are_kept_and_named(path: Path) -> None:
    row = {**GOOD, "Room": "B 12", "Cost": 40}
    log = plain_log(path, [row], ("Room", *GOOD, "Cost"))
    assert [place for place in found(log, info=True) if place[0] == "unknown-column"] == [
        ("unknown-column", "A1"),
        ("unknown-column", "J1"),
    ]
    assert log.frame.loc[2, ["Room", "Cost"]].tolist() == ["B 12", "40"]


def test_an_extra_column_named_like_one_of_ours_inside_python_is_kept_too(path: Path) -> None:
    log = plain_log(
        path, [{**GOOD, "expected_back_": "x"}], (*GOOD, "expected_back_"), headings={"expected_back_": "handed_to"}
    )
    assert log.frame.at[2, "handed_to"] == "Ana Costa"
    assert "handed_to (I1)" in log.frame


def test_notes_far_beside_the_log_are_no_columns(path: Path) -> None:
    book = plain_book(path, [GOOD])
    book.active["Z1"] = "Remember to call"
    book.active["Z9"] = "Ben"
    book.save(path)
    log = read_log(path)
    assert log.extra == {}
    assert list(log.frame.index) == [2]


def test_the_sheet_with_the_log_is_chosen_among_others(path: Path) -> None:
    book = plain_book(path, [GOOD], name="Hand-offs")
    write_block(book.create_sheet("Contacts", 0), 1, 1, [["Person", "Email", "Notes"], ["Ana", "a@b.example", "-"]])
    write_block(book.create_sheet("Empty", 0), 1, 1, [])
    book.save(path)
    assert read_log(path).sheet == "Hand-offs"


def test_of_two_logs_the_table_of_the_template_counts(path: Path) -> None:
    book = plain_book(path, [GOOD], SIMPLE, table="HandOffs", name="Now")
    copy = book.create_sheet("Archive", 0)
    write_block(copy, 1, 1, [[TITLES[key] for key in GOOD], list(GOOD.values())])
    book.save(path)
    assert read_log(path).sheet == "Now"


def test_of_two_equal_lists_on_one_sheet_the_topmost_is_the_log(path: Path) -> None:
    book = plain_book(path, [GOOD], top=9)
    write_block(book.active, 1, 40, [[TITLES[key] for key in GOOD], [*list(GOOD.values())[:-1], "upper"]])
    book.save(path)
    assert read_log(path).heading_row == 1


def test_several_tables_on_one_sheet_are_told_apart(path: Path) -> None:
    book = plain_book(path, [GOOD, GOOD], table="Mine", top=6)
    write_block(book.active, 1, 1, [["Person", "Phone"], ["Ana", "123"]])
    book.save(path)
    assert list(read_log(path).frame.index) == [7, 8]


def test_a_table_that_became_a_plain_range_is_still_the_log(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [GOOD])
    book = load_workbook(path)
    del book["Log"].tables["HandOffs"]
    book.save(path)
    assert list(read_log(path).frame.index) == [2]


def test_a_heading_that_stands_twice_is_said_and_its_second_column_kept(path: Path) -> None:
    log = plain_log(path, [{**GOOD, "again": "Ben"}], (*GOOD, "again"), headings={"again": "HANDED to "})
    assert found(log) == [("duplicate-column", "I1")]
    assert log.frame.loc[2, ["handed_to", "HANDED to"]].tolist() == ["Ana Costa", "Ben"]


def test_a_columns_own_title_counts_before_an_alias_that_stands_left_of_it(path: Path) -> None:
    keys = ("own", *GOOD)
    log = plain_log(path, [{**GOOD, "own": "Me"}], keys, headings={"own": "Owner"})
    assert log.frame.loc[2, ["handed_to", "Owner"]].tolist() == ["Ana Costa", "Me"]
    assert ("unknown-column", "A1") in [(problem.code, problem.cell) for problem in log.problems]


def test_a_workbook_without_a_log_names_its_sheets_and_the_nearest_headings(path: Path) -> None:
    book = Workbook()
    book.active.title = "Prices"
    write_block(book.active, 1, 1, [["Itm", "Expected bck", "EUR"], ["Tea", 4, 5]])
    book.create_sheet("Notes")
    book.save(path)
    with pytest.raises(UnreadableError) as caught:
        read_log(path)
    message = str(caught.value)
    assert message.startswith("'log.xlsx' has no sheet with a log: in the sheets 'Prices' and 'Notes'")
    assert "'Itm' for 'Item' and 'Expected bck' for 'Expected back'" in message
    assert not is_log(path)


def test_the_few_headings_that_are_there_are_not_called_near_to_themselves(path: Path) -> None:
    book = Workbook()
    write_block(book.active, 1, 1, [["Item", "Price"], ["Tea", 4]])
    for number in range(11):
        book.create_sheet(f"Page {number}")
    book.save(path)
    with pytest.raises(UnreadableError) as caught:
        read_log(path)
    message = str(caught.value)
    assert "'Page 6' and 4 more no row holds headings" in message
    assert "There is only 'Item', which is not enough to tell." in message
    assert "nearest" not in message


def test_the_few_headings_under_other_names_are_said_with_what_they_mean(path: Path) -> None:
    book = Workbook()
    write_block(book.active, 1, 1, [["Subject", "due", "Price"], ["Tea", "soon", 4]])
    book.save(path)
    with pytest.raises(
        UnreadableError, match=r"only 'Subject' \(for 'Item'\) and 'due' \(for 'Expected back'\), which"
    ):
        read_log(path)


def test_headings_over_two_rows_are_one_row_where_they_are_merged_downwards(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    write_block(sheet, 3, 1, [["Item", "Handed to", "When", None, "Status", "Mine"], [None, None, "Given", "Due"]])
    for area in ("A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4"):
        sheet.merge_cells(area)
    write_block(sheet, 5, 1, [["Plan", "Ana", date(2026, 11, 2), date(2026, 12, 1), "Dnoe", "x"]])
    book.save(path)
    log = read_log(path)
    assert (log.heading_row, list(log.frame.index)) == (4, [5])
    assert [(one.code, one.cell) for one in log.problems if one.severity != "info"] == [("unknown-choice", "E5")]
    assert log.frame.at[5, "Mine"] == "x"


def test_headings_that_only_two_rows_together_hold_are_found(path: Path) -> None:
    book = Workbook()
    write_block(book.active, 1, 1, [["Item", "Handed to", "When", None], [None, None, "Handed off", "Expected back"]])
    write_block(
        book.active, 3, 1, [[None, "Ana", date(2026, 11, 2), date(2026, 12, 1)], ["Document", None, None, "soon"]]
    )
    book.save(path)
    log = read_log(path)
    assert (log.heading_row, list(log.frame.index)) == (2, [3, 4])
    assert found(log) == [("required", "A3"), ("required", "B4"), ("required", "C4"), ("not-a-date", "D4")]


def test_texts_beyond_all_measure_are_no_headings_and_cost_no_time(path: Path) -> None:
    strings = f"<si><t>{'f' * 1_000_000}</t></si>" + "".join(f"<si><t>{TITLES[key]}</t></si>" for key in SIMPLE)
    rows = "".join(f'<row r="{row}">' + '<c t="s"><v>0</v></c>' * 40 + "</row>" for row in range(1, 151))
    rows += '<row r="160">' + "".join(f'<c t="s"><v>{number}</v></c>' for number in (1, 2, 3, 4)) + "</row>"
    pack(path, parts(rows, strings=strings))
    started = time.process_time()
    assert read_log(path).heading_row == 160
    assert time.process_time() - started < 5


@pytest.mark.parametrize("heading", ["* Item", "Item\u200b", "\ufeffItem", "It\u00adem", "\u200eItem *"])
def test_signs_that_nobody_sees_are_no_part_of_a_heading(path: Path, heading: str) -> None:
    assert plain_log(path, [GOOD], headings={"item": heading}).columns["item"] == 2


def test_an_empty_workbook_is_one_sentence(path: Path) -> None:
    Workbook().save(path)
    with pytest.raises(UnreadableError, match="in the sheet 'Sheet' no row holds headings such as 'Item'"):
        read_log(path)


def test_a_blank_log_is_a_log(tmp_path: Path) -> None:
    path = blank_log(tmp_path)
    assert is_log(path)
    assert len(read_log(path).frame) == 0


def test_a_file_that_is_no_workbook_is_no_log(path: Path) -> None:
    path.write_text("Item;Handed to", encoding="utf-8")
    assert not is_log(path)


def long_list(path: Path, titles: Sequence[str]) -> Path:
    """A workbook whose only list is too long to be read just for its headings."""
    head = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in titles)
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="str"><v>Plan {row}</v></c><c r="B{row}" t="str"><v>Ana Costa</v></c>'
        f'<c r="C{row}" s="1"><v>46328</v></c><c r="D{row}" s="1"><v>46357</v></c></row>'
        for row in range(2, 80_002)
    )
    return pack(path, parts(f'<row r="1">{head}</row>{rows}', formats="14"))


def test_a_very_long_list_that_is_no_log_is_not_read_to_its_end(path: Path) -> None:
    with open_workbook(long_list(path, ["Tea", "Price", "Shop", "Aisle"])) as book:
        with pytest.raises(UnreadableError, match="no row holds headings"):
            locate_log(book, shipped())
        seen = book.head(book.sheets[0], 200).columns[1]
        assert 200 < seen.last_row < 80_001
        assert len(book.grid(book.sheets[0]).columns[1]) == 80_001


def test_a_very_long_log_is_read_to_its_end(path: Path) -> None:
    log = read_log(long_list(path, [TITLES[key] for key in SIMPLE]))
    assert (len(log.frame), log.frame.index[-1]) == (80_000, 80_001)
