"""Lists that are not read are reported, with their range and number of lines."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sheets import GOOD, book_of, filled_log, write_block

from sheetkit.errors import UnreadableError
from sheetkit.log.read.options import ReadOptions
from sheetkit.log.read_log import Log, read_log

SENT, DUE = date(2026, 11, 2), date(2026, 11, 10)
HEADINGS = ["Item", "Handed to", "Handed off", "Expected back"]
FOUR_WORDS = ["Book", "Borrower", "Lent on", "Due back"]


def said(log: Log, code: str) -> list[tuple[str | None, str]]:
    return [(problem.cell, problem.value) for problem in log.problems if problem.code == code]


def lines(*items: str) -> list[list[object]]:
    return [[item, "Ana", SENT, DUE] for item in items]


@pytest.mark.parametrize("gap", [0, 1, 3])
def test_a_list_beside_the_log_is_an_error_with_its_range_and_its_lines(tmp_path: Path, gap: int) -> None:
    path = book_of(tmp_path, (1, 1, [HEADINGS, *lines("a")]), (1, 5 + gap, [HEADINGS, *lines("b", "d")]))
    log = read_log(path)
    area = {0: "E1:H3", 1: "F1:I3", 3: "H1:K3"}[gap]
    assert log.frame["item"].tolist() == ["a"]
    assert said(log, "second-list") == [(area[:2], area)]
    assert log.notes == (f"The sheet holds another list in {area} (2 lines), which was not read.",)
    assert not said(log, "unknown-column")


@pytest.mark.parametrize("top", [6, 400])
def test_a_list_below_the_log_is_not_read_with_the_log_s_columns(tmp_path: Path, top: int) -> None:
    rows = [["Lent:"], FOUR_WORDS[::-1], [DUE, SENT, "Ben", "Atlas"], [DUE, SENT, "Di", "Globe"]]
    path = book_of(tmp_path, (1, 1, [HEADINGS, *lines("a", "c")]), (top, 1, rows))
    log = read_log(path)
    assert log.frame["item"].tolist() == ["a", "c"]
    assert said(log, "second-list") == [(f"A{top + 1}", f"A{top + 1}:D{top + 3}")]
    assert f"Row {top} ('Lent:') holds only a label or a sum, so it is not a hand-off." in log.notes


@pytest.mark.parametrize("headings", [FOUR_WORDS, ["taskName", "assigned_to", "lent on", "due date (day)"]])
def test_a_list_pasted_among_the_lines_of_the_log_s_own_table_is_seen(tmp_path: Path, headings: list[str]) -> None:
    path = filled_log(tmp_path, [GOOD], count=30)
    book = load_workbook(path)
    rows = [["Ben", DUE, "Atlas", SENT], ["Di", DUE, "Globe", SENT]]
    write_block(book["Log"], 20, 4, [[headings[1], headings[3], headings[0], headings[2]], *rows])
    book.save(path)
    log = read_log(path)
    assert len(log.frame) == 1
    assert [cell for cell, _ in said(log, "second-list")] == ["A20"]


def test_a_list_below_begins_in_its_own_column_unless_something_stands_beside_it(tmp_path: Path) -> None:
    blocks = (1, 1, [HEADINGS, *lines("a", "c")]), (6, 2, [FOUR_WORDS[::-1], [DUE, SENT, "Ben", "Atlas"]])
    assert said(read_log(book_of(tmp_path, *blocks)), "second-list") == [("B6", "B6:E7")]
    beside = read_log(book_of(tmp_path, *blocks, (7, 1, [["?"]])))
    assert said(beside, "second-list") == [("A6", "A6:E7")]


def test_a_list_below_in_other_words_for_the_same_columns_goes_on_with_the_log(tmp_path: Path) -> None:
    path = book_of(tmp_path, (1, 1, [HEADINGS, *lines("a")]), (5, 1, [FOUR_WORDS, *lines("b")]))
    log = read_log(path)
    assert log.frame["item"].tolist() == ["a", "b"]
    assert log.notes == ("The headings appear again in row 5, which was left out.",)


def test_a_wider_list_below_is_the_log_and_the_upper_one_is_said(tmp_path: Path) -> None:
    path = book_of(
        tmp_path,
        (1, 1, [["Due", "Task", "Who"], [DUE, "a", "Ana"]]),
        (5, 1, [[*HEADINGS, "Status"], *lines("b")]),
    )
    log = read_log(path)
    assert log.frame["item"].tolist() == ["b"]
    assert said(log, "second-list") == [("A1", "A1:C2")]


def two_sheets(folder: Path) -> Path:
    book, path = Workbook(), folder / "years.xlsx"
    book.active.title = "2025"
    write_block(book.active, 1, 1, [HEADINGS, *lines("old")])
    write_block(book.create_sheet("2026"), 1, 1, [HEADINGS, *lines("new", "newer")])
    write_block(book.create_sheet("Phones"), 1, 1, [["Person", "Email", "Notes"], ["Ana", "a@b.example", "x"]])
    book.save(path)
    return path


def test_lists_on_other_sheets_are_said_with_the_option_that_reads_them(tmp_path: Path) -> None:
    log = read_log(two_sheets(tmp_path))
    assert log.sheet == "2025"
    [problem] = [problem for problem in log.problems if problem.code == "other-sheet"]
    assert (problem.sheet, problem.cell, problem.severity) == ("2026", "A1", "warning")
    assert problem.message == "the sheet '2026' holds another list of 2 lines (A1:D3), which was not read"
    assert problem.fix == "To read it, add --sheet 2026."
    assert log.notes == ("The log on the sheet '2025' was read; there is another list on '2026', which was not.",)


def test_the_sheet_that_was_asked_for_is_read(tmp_path: Path) -> None:
    log = read_log(two_sheets(tmp_path), options=ReadOptions(sheet=" 2026"))
    assert (log.sheet, log.frame["item"].tolist(), log.notes) == ("2026", ["new", "newer"], ())
    with pytest.raises(UnreadableError, match=r"has no sheet '2027' \(did you mean '2026'\?\): it has '2025', '2026'"):
        read_log(two_sheets(tmp_path), options=ReadOptions(sheet="2027"))


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (["Chase next week:"], "Chase next week:"),
        (["Total 6"], "Total 6"),
        (["Sum: 1,204.50"], "Sum: 1,204.50"),
        (["Gesamt", None, 6, None], "Gesamt"),
        (["Last updated 3 Nov"], "Last updated 3 Nov"),
        (["Last updated:", None, datetime(2026, 11, 3)], "Last updated:"),
        (["Last updated", "3 Nov 2026"], "Last updated"),
        (["Stand: 3. Dezember 2026"], "Stand: 3. Dezember 2026"),
        (["Prepared by Ana Costa"], "Prepared by Ana Costa"),
        (["Count: 6"], "Count: 6"),
        (["Total open: 6", "Total closed: 2"], "Total open: 6"),
        (["Subtotal"], "Subtotal"),
        (["Total books: 2"], "Total books: 2"),
        (["Number of open items", 6], "Number of open items"),
        (["Owner: Ana"], "Owner: Ana"),
        (["Owner:", "Ana"], "Owner:"),
        (["Verantwortlich: Ana"], "Verantwortlich: Ana"),
        (["Red = late"], "Red = late"),
        (["Red: late", "Amber: due soon", "Green: fine"], "Red: late"),
        (["Rot = überfällig"], "Rot = überfällig"),
        (["H = high"], "H = high"),
        (["Legend: H high, L low"], "Legend: H high, L low"),
        (["--- end of list ---"], "--- end of list ---"),
        (["--- done ---"], "--- done ---"),
        (["*** Waiting on others ***"], "*** Waiting on others ***"),
        (["6 items"], "6 items"),
        (["Page 1 of 3"], "Page 1 of 3"),
        (["Note: keys are in the safe"], "Note: keys are in the safe"),
    ],
)
def test_labels_and_sums_are_no_hand_offs_and_are_named(tmp_path: Path, row: list[object], text: str) -> None:
    log = read_log(book_of(tmp_path, (1, 1, [HEADINGS, *lines("a"), row, *lines("b", "c", "d", "e")])))
    assert log.frame["item"].tolist() == ["a", "b", "c", "d", "e"]
    assert log.notes == (f"Row 3 ({text!r}) holds only a label or a sum, so it is not a hand-off.",)


@pytest.mark.parametrize(
    "row",
    [
        ["Total", None, None, None],
        ["Chase:", "Ben"],
        ["Total review"],
        ["Sum 5", "Ben"],
        ["Updated lease 26"],
        ["Team", "Ben"],
        ["Last update", "Ben"],
        ["Action: call Ana"],
        ["Document: signed lease"],
        ["Red folder"],
        ["6 items of stock"],
        ["-- lease"],
        ["Red = late", "Ben"],
        ["Ask Ana: 3 quotes"],
        ["Count stock 2026"],
        ["Key: room 5"],
        ["Subtotal", "Ben"],
        ["Total", None, datetime(2026, 11, 3)],
    ],
)
def test_a_hand_off_that_sounds_like_a_label_is_one(tmp_path: Path, row: list[object]) -> None:
    log = read_log(book_of(tmp_path, (1, 1, [HEADINGS, *lines("a"), row, *lines("b", "c", "d", "e")])))
    assert len(log.frame) == 6


def test_a_list_that_is_no_log_yet_gets_the_line_that_makes_it_one(tmp_path: Path) -> None:
    path = book_of(tmp_path, (1, 1, [["Itm", "Persn", "Room"], ["Expected bck", "Ben", "B 12"]]))
    with pytest.raises(UnreadableError) as caught:
        read_log(path)
    message = str(caught.value)
    assert "Expected bck" not in message  # a value is no heading
    assert f"sheetkit adopt {path} -o new-log.xlsx --map Itm=item --map Persn=handed_to --incomplete`" in message
    assert "No heading looks like 'Handed off' or 'Expected back': if one of them means it, say so" in message
    assert message.count("--map Room=handed_off") == 1


@pytest.mark.parametrize(("kinds", "is_own"), [(["Risk", "Issue"], True), (["Document", "Issue"], False)])
def test_a_column_named_type_is_the_kind_only_where_it_holds_one(
    tmp_path: Path, kinds: list[str], is_own: bool
) -> None:
    rows = [[*line, kind] for line, kind in zip(lines("a", "b"), kinds, strict=True)]
    log = read_log(book_of(tmp_path, (1, 1, [[*HEADINGS, "Type"], *rows])))
    assert ("Type" in log.frame) == is_own
    assert len(said(log, "unknown-choice")) == (not is_own)
    assert any("'Type' is kept as a column of your own" in note for note in log.notes) == is_own
