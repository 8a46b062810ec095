"""Adopting old lists: every line and every column is carried over, and no guess is silent."""

import tempfile
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from package_checks import check_package
from sheets import plain_book, put

from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.log.carry.adopt import OldList, carry_list, find_list
from sheetkit.log.carry.cells import CarriedContents
from sheetkit.log.carry.match_headings import MatchedBy, parse_maps
from sheetkit.log.create.log_sheet import create_log
from sheetkit.log.read.csv_file import find_separator, read_csv
from sheetkit.log.read_log import Log, read_log
from sheetkit.template.load import load_template
from sheetkit.template.store import shipped

TODAY = date(2026, 11, 23)
HEADINGS = ("Task", "Asignee", "Sent", "Due date", "Cost")


def write_list(path: Path, rows: list[list[object]], *, top: int = 1) -> Path:
    book = Workbook()
    for row, values in enumerate(rows, start=top):
        for column, value in enumerate(values, start=1):
            if value is not None:
                put(book.active.cell(row, column), value)
    book.save(path)
    return path


def find(path: Path, *maps: str, order: str | None = None) -> OldList:
    return find_list(path, shipped(), parse_maps(maps, shipped()), order)


def adopt(path: Path, *maps: str, order: str | None = None, guess: bool = True) -> tuple[Log, CarriedContents]:
    found = find(path, *maps, order=order)
    carried = carry_list(found if guess else found.without_guesses(), shipped())
    target = path.with_name("new-log.xlsx")
    create_log(target, shipped(), TODAY, carried.rows, carried.contents)
    assert check_package(target) == []
    return read_log(target), carried


def meant(found: OldList) -> dict[str, str | None]:
    return {one.heading: one.name for one in found.matches}


def test_headings_are_matched_by_title_alias_and_likeness_and_the_rest_goes_along(tmp_path: Path) -> None:
    old = write_list(tmp_path / "old.xlsx", [list(HEADINGS), ["Plan", "Ana", date(2026, 11, 2), "1 Dec 2026", 12.5]])
    before = old.read_bytes()
    found = find(old)
    assert meant(found) == {
        "Task": "item",
        "Asignee": "handed_to",
        "Sent": "handed_off",
        "Due date": "expected_back",
        "Cost": None,
    }
    assert [one.heading for one in found.guesses] == ["Asignee"]
    log, carried = adopt(old)
    assert old.read_bytes() == before
    row = log.frame.loc[2]
    assert (row["item"], row["handed_to"], row["id"], row["Cost"]) == ("Plan", "Ana", "H-0001", "12.5")
    assert (row["handed_off"], row["expected_back"]) == (datetime(2026, 11, 2), datetime(2026, 12, 1))
    assert [problem.code for problem in log.problems if problem.severity != "info"] == []
    assert (carried.lines, carried.rows, carried.left_out) == (1, 200, ())


def test_a_guess_that_nobody_confirmed_is_an_extra_column(tmp_path: Path) -> None:
    old = write_list(tmp_path / "old.xlsx", [list(HEADINGS), ["Plan", "Ana", None, None, None]])
    log, _ = adopt(old, guess=False)
    assert log.frame.loc[2, "Asignee"] == "Ana"
    assert pd.isna(log.frame.loc[2, "handed_to"])


def test_a_map_wins_over_title_and_likeness(tmp_path: Path) -> None:
    old = write_list(tmp_path / "old.xlsx", [["Task", "Item", "Owner", "Whom"], ["a", "b", "c", "d"]])
    found = find(old, "task=Item", "Owner=extra", "Whom=handed_to")
    assert meant(found) == {"Task": "item", "Item": None, "Owner": None, "Whom": "handed_to"}
    log, _ = adopt(old, "task=Item", "Owner=extra", "Whom=handed_to")
    row = log.frame.loc[2]
    assert (row["item"], row["Item (2)"], row["Owner"], row["handed_to"]) == ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ("Tsk=item", r"no heading 'Tsk' \(did you mean 'Task'\?\)"),
        ("Task=itm", r"no column 'itm' \(did you mean 'item'\?\)"),
        ("Task", "write it as --map"),
        ("Task=flag", "calculates 'Flag' itself"),
    ],
)
def test_a_map_that_cannot_be_followed_is_one_sentence(tmp_path: Path, expected: str, sentence: str) -> None:
    old = write_list(tmp_path / "old.xlsx", [["Task", "Who", "Sent"], ["a", "b", "c"]])
    with pytest.raises(SheetkitError, match=sentence):
        find(old, expected)


def test_where_no_column_must_be_filled_in_every_line_is_complete(tmp_path: Path) -> None:
    template = load_template(shipped().source.replace("required = true", "required = false"), "free.toml")
    carried = carry_list(
        find(write_list(tmp_path / "old.xlsx", [["Item", "Notes"], ["Plan", "x"], ["", "y"]])), template
    )
    assert carried.lines == 2
    assert carried.complete(template) == 2
    assert carried.missing(template) == []


def test_one_column_is_not_mapped_twice() -> None:
    for maps in (["a=item", "b=Item"], ["a=item", "A=kind"]):
        with pytest.raises(SheetkitError, match="twice"):
            parse_maps(maps, shipped())


def test_what_cannot_be_read_as_a_date_stays_its_text_and_check_names_it(tmp_path: Path) -> None:
    old = write_list(
        tmp_path / "old.xlsx",
        [["Task", "Who", "Sent", "Due"], ["a", "b", "next week", "03/04/2026"], ["c", "d", 46000, "2026-12-01 17:00"]],
    )
    log, carried = adopt(old)
    assert carried.left_out == (
        "D2: the date can be read in two ways, so it stays a text; --date-order DMY or MDY says which is meant.",
    )
    assert [(p.code, p.cell) for p in log.problems if p.severity == "error"] == [
        ("not-a-date", "H2"),
        ("ambiguous-date", "I2"),
    ]
    assert log.frame.loc[3, "expected_back"] == datetime(2026, 12, 1, 17)
    again, carried = adopt(_other(tmp_path), order="DMY")
    assert carried.left_out == ()
    assert again.frame.loc[2, "expected_back"] == datetime(2026, 4, 3)


def _other(folder: Path) -> Path:
    (folder / "b").mkdir()
    return write_list(folder / "b" / "old.xlsx", [["Task", "Who", "Due"], ["a", "b", "03/04/2026"]])


def test_ids_are_kept_and_new_ones_go_on_after_them(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Ref", "Task", "Who"], ["H-0007", "a", "b"], [None, "c", "d"], ["X1", "e", "f"]]
    log, _ = adopt(write_list(tmp_path / "old.xlsx", rows))
    assert log.frame["id"].tolist() == ["H-0007", "H-0008", "X1"]
    sheet = load_workbook(tmp_path / "new-log.xlsx")["Log"]
    ids = [sheet.cell(row, 3).value for row in range(2, 202)]
    assert len(set(ids)) == 200


def test_it_says_what_it_could_not_carry_and_why(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for cell, value in {
        "A1": "What we lent",
        "A3": "Task",
        "B3": "Who",
        "C3": "Due",
        "D3": "Cost",
        "A4": "Plan",
        "B4": "Ana",
        "F4": "no heading here",
        "D5": "7",
    }.items():
        put(sheet[cell], value)
    sheet["D4"] = "=1+1"
    sheet["C4"] = "#REF!"
    sheet["C4"].data_type = "e"
    book.create_sheet("Other")["A1"] = "x"
    book.save(tmp_path / "old.xlsx")
    log, carried = adopt(tmp_path / "old.xlsx")
    expected = "\n".join(carried.left_out)
    assert "A1: above the headings." in expected
    assert "C4: the cell holds the error #REF!" in expected
    assert "D4: the result of the formula is not stored" in expected
    assert "F4: in a column without a heading." in expected
    assert "'Other'" in expected
    assert log.frame["item"].astype(object).fillna("").tolist() == ["Plan", ""]


def test_a_list_on_another_sheet_is_counted_and_can_be_asked_for(tmp_path: Path) -> None:
    path = write_list(
        tmp_path / "old.xlsx", [list(HEADINGS[:4]), ["Plan", "Ana", date(2026, 11, 2), date(2026, 12, 1)]]
    )
    book = load_workbook(path)
    for name, rows in (("Team B", [HEADINGS[:4], ("Key", "Ben"), ("Box", "Cy")]), ("Prices", [("Task", "Price")])):
        for line in rows:
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(line)
    book.save(path)
    said = [message for message in adopt(path)[1].left_out if "Team B" in message or "Prices" in message]
    assert said == [
        "The other sheets of the old file are not carried over: 'Team B' and 'Prices'.",
        "'Team B' holds a list too, A1:D3 (2 lines); to carry it over, start again with --sheet \"Team B\".",
    ]


def test_columns_headed_like_live_ones_are_kept_where_people_typed_them(tmp_path: Path) -> None:
    log, _ = adopt(write_list(tmp_path / "old.xlsx", [["Task", "Who", "Flag"], ["a", "b", "hot"]]))
    assert log.frame.loc[2, "Flag (2)"] == "hot"


def test_the_new_log_shows_flags_before_anything_is_worked_out(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Task", "Who", "Sent", "Due", "Status"],
        ["a", "b", date(2026, 11, 2), date(2026, 11, 13), None],
        ["a", "b", date(2026, 11, 2), date(2026, 11, 13), "complete"],
        ["a", None, None, None, None],
    ]
    adopt(write_list(tmp_path / "old.xlsx", rows))
    sheet = load_workbook(tmp_path / "new-log.xlsx", data_only=True)["Log"]
    shown = [(sheet.cell(row, 1).value, sheet.cell(row, 2).value) for row in range(2, 6)]
    assert [(flag or "", days) for flag, days in shown] == [
        ("Overdue", -10),
        ("Done", None),
        ("Incomplete", None),
        ("", None),
    ]


def test_a_list_without_any_known_heading_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"no row of headings that sheetkit knows.*'Foo' and 'Bar'.*--map"):
        find(write_list(tmp_path / "old.xlsx", [["Foo", "Bar"], ["a", "b"]]))
    assert meant(find(tmp_path / "old.xlsx", "Foo=item")) == {"Foo": "item", "Bar": None}


def test_a_log_of_somebody_elses_making_is_adopted_with_its_title_rows_and_table(tmp_path: Path) -> None:
    rows = [{"item": "Plan", "handed_to": "Ana"}]
    plain_book(tmp_path / "old.xlsx", rows, ("item", "handed_to"), top=9, left=3, table="T")
    log, _ = adopt(tmp_path / "old.xlsx")
    assert log.frame["item"].tolist() == ["Plan"]


def test_odd_headings_become_what_a_table_takes(tmp_path: Path) -> None:
    odd = ["Task", "Who", "a_x005F_x0041_b", "Cost", "cost ", "Item*", "y" * 300, "two\nlines"]
    log, _ = adopt(write_list(tmp_path / "old.xlsx", [odd, [str(number) for number in range(8)]]))
    names = ["a-x0041_b", "Cost", "cost (2)", "Task", "y" * 255, "two lines"]
    assert log.frame.loc[2, ["item", *names]].tolist() == ["5", *"234067"]


# ---- CSV -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize(("separator", "name"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_encoding_and_separator_are_found_and_said(
    tmp_path: Path, encoding: str, expected: str, separator: str, name: str
) -> None:
    lines = [["Task", "Who", "Due"], ['"Plan, a; b\tc|d"', "Zoë", "2026-12-01"], ["=1+1", "Li", ""]]
    old = tmp_path / "old.csv"
    old.write_bytes("\r\n".join(separator.join(line) for line in lines).encode(encoding))
    guessed = "; the encoding is a guess, by which a cell reads 'Zoë'" if encoding == "cp1252" else ""
    assert find(old).about == f"text in {expected}, separated by {name}{guessed}"
    log, _ = adopt(old)
    assert log.frame["item"].tolist() == ["Plan, a; b\tc|d", "=1+1"]
    assert log.frame["handed_to"].tolist() == ["Zoë", "Li"]
    assert log.frame.loc[2, "expected_back"] == datetime(2026, 12, 1)


@pytest.mark.parametrize("sign", ["|", "\t"])
def test_excels_own_line_about_the_separator_is_followed(tmp_path: Path, sign: str) -> None:
    (tmp_path / "old.csv").write_text(f"sep={sign}\nTask{sign}Who\na,b{sign}c\n", encoding="utf-8")
    assert find(tmp_path / "old.csv").heading_row == 2
    assert read_csv(tmp_path / "old.csv").separator == sign
    assert [record.row for record in read_csv(tmp_path / "old.csv").records] == [2, 3]


def test_commas_in_texts_do_not_make_them_separators() -> None:
    assert find_separator("Task;Who\nPlan, first, and more;Ana\nLease;Li, Wei\n") == ";"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"\x00\x01\x02a,b", "not a text list"),
        (b"\xff\xfea", "UTF-16"),
    ],
)
def test_a_text_list_that_is_none_is_one_sentence(tmp_path: Path, content: bytes, expected: str) -> None:
    (tmp_path / "old.csv").write_bytes(content)
    with pytest.raises(UnreadableError, match=expected):
        find(tmp_path / "old.csv")


def test_a_quotation_mark_that_is_never_closed_is_one_sentence(tmp_path: Path) -> None:
    for rest in ("x" * 140_000, "c,d\ne,f\n", "c,d"):
        (tmp_path / "old.csv").write_text(f'Task,Who\n"ok",b\n"a,b\n{rest}', encoding="utf-8")
        with pytest.raises(UnreadableError, match="from line 3: a quotation mark is never closed"):
            find(tmp_path / "old.csv")


def test_stray_quotation_marks_are_letters(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text('Task,Who\n5" pipe,"A ""B"" C"\n"x" y,b\n', encoding="utf-8")
    log, _ = adopt(tmp_path / "old.csv")
    assert log.frame["item"].tolist() == ['5" pipe', "x y"]
    assert log.frame["handed_to"].tolist() == ['A "B" C', "b"]


def test_a_text_that_no_cell_holds_is_cut_and_said(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(f"Task,Who\n{'x' * 40_000},b\n", encoding="utf-8")
    log, carried = adopt(tmp_path / "old.csv")
    assert log.frame.loc[2, "item"] == "x" * 32_767
    assert carried.left_out == ("A2: a cell holds 32,767 characters at most, so the rest of the text was cut off.",)


# ---- what is carried reads back equal ------------------------------------------------------------

texts = st.text("abcXYZ =+-@<&>'\"_x0041_ é漢😀", min_size=1, max_size=12).map(lambda text: f"{text.strip()}.")
values = st.one_of(
    texts,
    st.just("=1+1"),
    st.integers(-(10**9), 10**9),
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(texts, values, values), min_size=1, max_size=6))
def test_what_is_carried_reads_back_equal(rows: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        old = write_list(Path(folder, "old.xlsx"), [["Task", "Notes", "Budget"], *(list(row) for row in rows)])
        log, carried = adopt(old)
        assert carried.left_out == ()
        assert log.frame["item"].tolist() == [row[0] for row in rows]
        assert [match.matched_by for match in find(old).matches] == [MatchedBy.TITLE, MatchedBy.TITLE, MatchedBy.NONE]
        for name, place in (("notes", 1), ("Budget", 2)):
            assert log.frame[name].tolist() == [shown(row[place]) for row in rows]


def shown(value: object) -> str:
    if isinstance(value, datetime):
        moment = value
        text = f"{moment:%Y-%m-%d %H:%M:%S}"
        return text.removesuffix(":00").removesuffix(" 00:00") if moment.second == 0 else text
    return str(value)


def test_a_bare_number_becomes_a_date_only_near_the_others(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Task", "Who", "Sent", "Due"])
    for number in (46_361, 231_126, 44_000):
        book.active.append(["Plan", "Ana", datetime(2026, 11, 2), number])
    book.save(tmp_path / "old.xlsx")
    carried = carry_list(find_list(tmp_path / "old.xlsx", shipped()), shipped())
    create_log(tmp_path / "log.xlsx", shipped(), date(2026, 11, 23), carried.rows, carried.contents)
    log = read_log(tmp_path / "log.xlsx")
    assert [str(day)[:10] for day in log.frame["expected_back"]] == ["2026-12-05", "NaT", "NaT"]
    assert log.unread["expected_back"] == {3: "231126", 4: "44000"}
