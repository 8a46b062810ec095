"""What people fill into their forms comes back into the log, and nothing else is changed."""

import itertools
import json
import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from answered_forms import (
    FIRST,
    IDENTITY,
    NOW,
    OTHER_IDENTITY,
    asked_log,
    cells,
    collected,
    fill,
    forms_of,
    line_of,
    made_forms,
    put,
)
from edited_logs import changed_cells, refused, run
from libreoffice import LibreOffice, LibreOfficeError, Typed
from logs import row, type_rows
from messages import is_one_message

from sheetkit.cli import main
from sheetkit.forms.layout import SHEET
from sheetkit.log.create.contents import Contents
from sheetkit.log.create.log_sheet import create_log
from sheetkit.log.read_log import read_log
from sheetkit.template.store import shipped

DAY = datetime(2026, 11, 24)
LATER = datetime(2026, 12, 18)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a log and the forms of its people."""
    folder = tmp_path_factory.mktemp("asked")
    forms_of(asked_log(folder))
    return folder


@pytest.fixture
def log(tmp_path: Path, asked: Path) -> Path:
    """A log beside the forms of its people, which nobody has filled in yet."""
    return Path(shutil.copytree(asked, tmp_path, dirs_exist_ok=True)) / "log.xlsx"


def test_answers_go_into_their_cells_and_nothing_else_changes(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = made_forms(log.parent)
    fill(forms["Ana Costa"], {"H-0001": {"Checked in": DAY, "Now expected": LATER}, "H-0002": {"Comment": "Half done"}})
    before = shutil.copy(log, log.with_name("before.bak"))
    done = collected(monkeypatch, log, *forms.values())
    assert done.return_value == 0
    assert cells(log, "Checked in")[:2] == [DAY, datetime(2026, 11, 20)]
    assert cells(log, "Now expected")[:2] == [LATER, None]
    assert cells(log, "Notes")[:2] == [None, "wörds\nAna Costa, 2026-11-25: Half done"]
    _, touched = changed_cells(Path(before), log)
    # The live columns of the touched lines show what they will show once a spreadsheet program calculates.
    assert touched - {"A2", "B2", "A3", "B3"} == {"K2", "L2", "U3"}
    assert done.output.startswith("2 forms: 3 cells entered.\nH-0001 Budget\n")
    assert "Now expected  2026-12-18 (Friday)" in done.output
    assert "Ana Costa did not answer for 1 of 3 open lines: H-0005." in done.output
    assert "Not answered yet: Ben Lee (1 line)." in done.output


def test_a_collect_is_taken_back_as_one_step(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = made_forms(log.parent)
    fill(forms["Ana Costa"], {"H-0001": {"Checked in": DAY}, "H-0002": {"Comment": "x"}})
    fill(forms["Ben Lee"], {"H-0003": {"Returned": DAY}})
    before = [cells(log, heading) for heading in ("Checked in", "Notes", "Returned")]
    collected(monkeypatch, log, *forms.values())
    assert cells(log, "Returned")[2] == DAY
    run("undo", log)
    assert [cells(log, heading) for heading in ("Checked in", "Notes", "Returned")] == before


def test_collecting_again_changes_nothing(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    fill(form, {"H-0001": {"Checked in": DAY, "Comment": "Half done"}})
    collected(monkeypatch, log, form)
    once = log.read_bytes()
    done = collected(monkeypatch, log, log.parent)
    assert "2 forms: 0 cells entered, 2 in the log already." in done.output
    assert done.return_value == 0
    assert log.read_bytes() == once


def test_what_changed_in_the_log_since_is_shown_and_left(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = made_forms(log.parent)
    fill(
        forms["Ana Costa"],
        {
            "H-0001": {"Now expected": LATER, "Checked in": DAY},
            "H-0002": {"Checked in": DAY},
            "H-0005": {"Comment": "Mine"},
        },
    )
    fill(forms["Ben Lee"], {"H-0003": {"Returned": DAY}})
    changed = [{"now_expected": datetime(2026, 12, 15)}, {"checked_in": DAY}, {"status": "Cancelled"}]
    type_rows(log, [*changed, {}, {"handed_to": "Li Wei"}])
    done = collected(monkeypatch, log, *forms.values(), "--json")
    receipt = json.loads(done.stdout)
    assert done.return_value == 1
    assert [(cell["id"], cell["column"]) for cell in receipt["cells"]] == [("H-0001", "Checked in")]
    left = {(one["id"], one["column"]): one["why"] for one in receipt["left"]}
    now_expected = "the log says 2026-12-15 now, and was blank when the form was made"
    assert left == {
        ("H-0001", "Now expected"): now_expected,
        ("H-0005", "Comment"): "the line is with 'Li Wei', not with 'Ana Costa'",
        ("H-0003", "Returned"): "the line is now Cancelled; it was Open",
    }
    assert {one["result"] for one in receipt["left"]} == {"conflict"}
    assert cells(log, "Now expected")[0] == datetime(2026, 12, 15)
    assert cells(log, "Returned")[2] is None
    human = collected(monkeypatch, log, *forms.values()).output
    assert f"H-0001 'Budget', Now expected: Ana Costa says '2026-12-18'; {now_expected}." in human


def test_rows_may_be_sorted_deleted_and_added(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    book = openpyxl.load_workbook(form)
    sheet = book[SHEET]
    lines = [[cell.value for cell in sheet[number]] for number in range(FIRST, FIRST + 3)]
    by_id = {line[0]: line for line in lines}
    by_id["H-0005"][5] = DAY
    by_id["H-0001"][8] = "First"
    sheet.insert_rows(1, 2)
    sheet.insert_cols(1)
    for number in range(FIRST + 2, FIRST + 5):
        for column in range(1, 12):
            sheet.cell(number, column).value = None
    for number, line in enumerate((by_id["H-0005"], by_id["H-0001"]), start=FIRST + 2):
        for column, value in enumerate(line, start=2):
            sheet.cell(number, column).value = value
    sheet.cell(FIRST + 5, 3).value = "Something new"
    sheet.cell(FIRST + 5, 10).value = "Please add"
    sheet.cell(FIRST + 6, 2).value = "H-0003"  # another person's line
    sheet.cell(FIRST + 6, 10).value = "Not mine"
    book.save(form)
    done = collected(monkeypatch, log, form)
    assert cells(log, "Checked in")[4] == DAY
    assert cells(log, "Notes")[:3] == ["Ana Costa, 2026-11-25: First", "wörds", None]
    assert "'Please add': the row has no ID, so it was not entered." in done.output
    assert "the ID 'H-0003' is not in this form" in done.output
    assert done.return_value == 1


def test_a_line_whose_item_is_another_one_by_now_is_left(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    fill(form, {"H-0001": {"Checked in": DAY, "What": "Plan"}, "H-0002": {"Checked in": DAY}})
    type_rows(log, [{}, {"item": "Quite another thing"}])
    done = collected(monkeypatch, log, form)
    assert "H-0001 was 'Budget' and here it is 'Plan', so it was not entered." in done.output
    assert "the line is now 'Quite another thing'; it was 'Plan'" in done.output
    assert cells(log, "Checked in")[:2] == [None, datetime(2026, 11, 20)]


@pytest.mark.parametrize(
    ("heading", "value", "why"),
    [
        ("Now expected", "tomorrow", "is not a date"),
        ("Now expected", "03/04/2027", "can be read as 2027-04-03"),
        ("Now expected", datetime(2126, 12, 1), "years after"),
        ("Returned", datetime(2026, 11, 27), "is after"),
        ("Returned", datetime(2026, 11, 2), "is before Handed off"),
        ("Checked in", "soon", "is not a date"),
        ("Comment", "x" * 32_767, "a cell takes fewer than 32,767 characters"),
    ],
)
def test_what_check_would_find_does_not_come_in(
    log: Path, heading: str, value: object, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    fill(form, {"H-0001": {heading: value}, "H-0005": {"Comment": "This comes in"}})
    done = collected(monkeypatch, log, form)
    assert why in " ".join(done.output.split())
    assert cells(log, heading)[0] is None if heading != "Comment" else cells(log, "Notes")[0] is None
    assert cells(log, "Notes")[4] == "Ana Costa, 2026-11-25: This comes in"
    assert "Nothing was changed" not in done.output


@pytest.mark.parametrize("word", ["yes", "x", True])
def test_a_word_for_yes_says_that_it_is_back(log: Path, word: object, monkeypatch: pytest.MonkeyPatch) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    fill(form, {"H-0001": {"Returned": word}, "H-0002": {"Returned": "not yet"}})
    before = {(one.code, one.row) for one in read_log(log).problems}
    collected(monkeypatch, log, form)
    assert cells(log, "Returned")[:2] == [str(word).lower() if word is not True else "TRUE", None]
    assert {(one.code, one.row) for one in read_log(log).problems} == before


def test_formulas_locked_and_merged_cells_of_the_log_are_left_and_the_rest_comes_in(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    book = openpyxl.load_workbook(log)
    book["Log"]["U2"] = '="a"&"b"'
    book["Log"].merge_cells("J6:K6")
    book.save(log)
    fill(form, {"H-0001": {"Comment": "x", "Checked in": DAY}, "H-0005": {"Checked in": DAY}})
    done = collected(monkeypatch, log, form)
    said = " ".join(done.output.split())
    assert "U2 (Notes) holds a formula, which is never overwritten" in said
    assert "K6 is part of merged cells" in said
    assert cells(log, "Checked in")[0] == DAY
    assert cells(log, "Notes")[0] == '="a"&"b"'


@pytest.mark.parametrize(
    "comment",
    [
        '=HYPERLINK("http://x","y")',
        "@SUM(A1)",
        "<b>&amp;</b> ]]>",
        "_x005F_x000D_",  # as Excel stores _x000D_
        "a\nBen Lee, 2026-11-24: forged",
        "\u202eabc",
    ],
)
def test_hostile_comments_are_text_on_a_line_of_their_own(
    log: Path, comment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    fill(form, {"H-0002": {"Comment": comment}})
    collected(monkeypatch, log, form)
    shown = comment.replace("\n", " ").replace("\u202e", "").replace("_x005F_", "_")
    assert read_log(log).frame["notes"].tolist()[1] == f"wörds\nAna Costa, 2026-11-25: {shown}"
    once = log.read_bytes()
    collected(monkeypatch, log, form)
    assert log.read_bytes() == once


def test_a_person_with_a_hostile_name_gets_a_form_and_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["=1+1", "../../etc", "<r>Ana</r>", "Zoë 'Z' O\"Neill", "a" * 300]
    log = asked_log(tmp_path, [row(item=f"<b>{name}</b>", handed_to=name) for name in names])
    forms_of(log)
    forms = sorted(tmp_path.glob("log-form-*.xlsx"))
    assert len(forms) == len(names)
    for form in forms:
        book = openpyxl.load_workbook(form)
        put(book[SHEET], FIRST, "Comment", "Here")
        book.save(form)
    collected(monkeypatch, log, tmp_path)
    said = [name.removesuffix("</r>").lstrip("<") for name in names]  # what stands in <> behind a name is an address
    assert read_log(log).frame["notes"].tolist() == [f"{name}, 2026-11-25: Here" for name in said]


def test_a_form_of_another_log_is_refused_with_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = asked_log(tmp_path)
    (tmp_path / "other").mkdir()
    other = asked_log(tmp_path / "other", identity=OTHER_IDENTITY)
    foreign = forms_of(other)["Ben Lee"]
    fill(foreign, {"H-0003": {"Returned": DAY}})
    before = log.read_bytes()
    said = refused(capsys, "collect", log, foreign)
    assert said.endswith(
        "is a form of another log than 'log.xlsx', so nothing was taken from it: name the log from which it was made."
    )
    assert log.read_bytes() == before
    # Beside a form of this log it is named, and that one comes in.
    form = forms_of(log)["Ana Costa"]
    fill(form, {"H-0001": {"Checked in": DAY}})
    done = collected(monkeypatch, log, form, foreign)
    assert "is a form of another log" in done.output
    assert done.return_value == 1
    assert cells(log, "Checked in")[0] == DAY


def test_a_log_that_was_moved_and_renamed_still_takes_its_forms(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    fill(form, {"H-0001": {"Checked in": DAY}})
    (log.parent / "elsewhere").mkdir()
    moved = log.rename(log.parent / "elsewhere" / "renamed.xlsx")
    collected(monkeypatch, moved, form)
    assert cells(moved, "Checked in")[0] == DAY


def test_of_two_answers_for_one_cell_the_second_is_a_conflict(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    again = Path(shutil.copy(form, form.with_name("again.xlsx")))
    fill(form, {"H-0001": {"Now expected": LATER, "Comment": "Two"}})
    fill(again, {"H-0001": {"Now expected": datetime(2026, 12, 11), "Comment": "One"}})
    done = collected(monkeypatch, log, form, again)
    assert "another answer for the same cell came first" in done.output
    assert cells(log, "Now expected")[0] == datetime(2026, 12, 11)
    assert cells(log, "Notes")[0] == "Ana Costa, 2026-11-25: One\nAna Costa, 2026-11-25: Two"


def test_the_same_words_in_a_later_form_are_a_comment_of_their_own(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(made_forms(log.parent)["Ana Costa"], {"H-0001": {"Comment": "Still waiting"}})
    collected(monkeypatch, log, log.parent)
    assert main(["review", str(log), "--as-of", "2026-11-30", "--split", "--form"]) == 0
    second = next(log.parent.glob("*-form-2026-11-30-Ana Costa.xlsx"))
    fill(second, {"H-0001": {"Comment": "Still waiting"}})
    shutil.copy(second, second.with_name("sent twice.xlsx"))
    for _ in range(2):  # again in the next hour, and it is entered once
        assert collected(monkeypatch, log, log.parent).return_value == 0
        assert cells(log, "Notes")[0] == "Ana Costa, 2026-11-25: Still waiting\nAna Costa, 2026-11-30: Still waiting"
    assert "1 in the log already" in collected(monkeypatch, log, second).output


def test_replies_may_stay_in_their_folder_for_weeks(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier form said does not come up again when a later one says otherwise, or the line is closed."""
    first = made_forms(log.parent)["Ana Costa"]
    fill(first, {id_: {"Checked in": datetime(2026, 11, 23), "Comment": "First"} for id_ in ("H-0001", "H-0005")})
    collected(monkeypatch, log, log.parent)
    type_rows(log, [{}, {}, {}, {}, {"status": "Done", "returned": DAY}])
    assert main(["review", str(log), "--as-of", "2026-11-24", "--split", "--form"]) == 0
    second = next(log.parent.glob("*-form-2026-11-24-Ana Costa.xlsx"))
    fill(second, {"H-0001": {"Checked in": DAY, "Comment": "Second"}})
    assert collected(monkeypatch, log, log.parent).return_value == 0
    assert cells(log, "Checked in")[0] == DAY
    assert cells(log, "Notes")[0] == "Ana Costa, 2026-11-25: First\nAna Costa, 2026-11-25: Second"
    once = log.read_bytes()
    done = collected(monkeypatch, log, log.parent)
    assert "left" not in done.output.splitlines()[0]
    assert done.return_value == 0
    assert log.read_bytes() == once


def test_of_two_forms_that_come_together_the_later_one_counts(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["review", str(log), "--as-of", "2026-11-24", "--split", "--form"]) == 0
    for day, when in (("2026-11-23", datetime(2026, 12, 16)), ("2026-11-24", LATER)):
        form = next(log.parent.glob(f"*-form-{day}-Ana Costa.xlsx"))
        fill(form, {"H-0001": {"Now expected": when}, "H-0002": {"Comment": day}})
    assert collected(monkeypatch, log, log.parent).return_value == 0
    assert cells(log, "Now expected")[0] == LATER
    assert cells(log, "Notes")[1] == "wörds\nAna Costa, 2026-11-25: 2026-11-23\nAna Costa, 2026-11-25: 2026-11-24"


def test_a_form_cannot_answer_in_another_column(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    book = openpyxl.load_workbook(form)
    memory = book["_sheetkit form"]
    names = [cell.value for cell in memory[5]]
    memory.cell(5, names.index("checked_in") + 1).value = "handed_to"
    memory.cell(5, names.index("now_expected") + 1).value = "expected_back"
    put(book[SHEET], FIRST, "Checked in", "Another thing")
    put(book[SHEET], FIRST, "Now expected", LATER)
    book.save(form)
    before = log.read_bytes()
    done = collected(monkeypatch, log, form)
    assert "is not a column in which the log takes answers" in " ".join(done.output.split())
    assert log.read_bytes() == before


def test_whatever_stands_in_the_hidden_sheet_is_taken_or_refused_in_words(
    log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sheetkit.commands.collect.clock", lambda: NOW)
    form = made_forms(log.parent)["Ana Costa"]
    fill(form, {"H-0001": {"Checked in": DAY, "Comment": "x"}})
    book = openpyxl.load_workbook(form)
    junk = itertools.cycle([None, 5, "x", DAY, "2026-11-23T00:00:00+00:00", True, "id", "comment", "#REF!"])
    cell_of = [cell for line in book["_sheetkit form"].iter_rows(max_row=6, max_col=9) for cell in line]
    ends = set()
    for cell in cell_of:
        before, cell.value = cell.value, next(junk)
        book.save(form)
        cell.value = before
        capsys.readouterr()
        ends.add(main(["collect", str(log), str(form), "--dry-run"]))
        said = capsys.readouterr().err
        assert not said or (is_one_message(said) and "itself failed" not in said), cell.coordinate
    assert ends == {0, 1, 2}


def test_one_form_for_the_lines_of_two_logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = asked_log(tmp_path, [row(item="Budget")], name="north.xlsx")
    two = asked_log(tmp_path, [row(item="Roof")], name="south.xlsx", identity=OTHER_IDENTITY)
    form = forms_of(one, two)["Ana Costa"]
    book = openpyxl.load_workbook(form)
    for number in (FIRST, FIRST + 1):
        put(book[SHEET], number, "Comment", f"About {book[SHEET].cell(number, 2).value}")
    book.save(form)
    for log in (one, two):
        assert collected(monkeypatch, log, form).return_value == 0
    assert read_log(one).frame["notes"].tolist() == ["Ana Costa, 2026-11-25: About Budget"]
    assert read_log(two).frame["notes"].tolist() == ["Ana Costa, 2026-11-25: About Roof"]


def test_who_has_not_answered_goes_by_the_latest_form(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = made_forms(log.parent)["Ben Lee"]
    fill(old, {"H-0003": {"Comment": "On it"}})
    assert main(["review", str(log), "--as-of", "2026-11-24", "--split", "--form"]) == 0
    people = json.loads(collected(monkeypatch, log, old, "--json").stdout)["people"]
    assert [(one["person"], one["answered"]) for one in people] == [("Ana Costa", False), ("Ben Lee", False)]
    for later in log.parent.glob("*-form-2026-11-24-*.xlsx"):
        later.unlink()
    people = json.loads(collected(monkeypatch, log, old, "--json").stdout)["people"]
    assert people[1] == {"person": "Ben Lee", "answered": True, "open": 1, "unanswered": []}


def test_a_dry_run_shows_it_and_writes_nothing(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    fill(form, {"H-0001": {"Checked in": DAY}})
    before = log.read_bytes(), sorted(log.parent.iterdir())
    done = collected(monkeypatch, log, form, "--dry-run")
    assert "1 form: 1 cell to enter." in done.output
    assert "nothing was written" in done.output
    assert (log.read_bytes(), sorted(log.parent.iterdir())) == before


def test_files_that_are_no_forms_are_named(
    log: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    fill(form, {"H-0001": {"Checked in": DAY}})
    openpyxl.Workbook().save(log.with_name("budget.xlsx"))
    log.with_name("answer.xlsx").write_bytes(b"PK\x03\x04 cut")
    assert "'budget.xlsx' is not a form" in refused(capsys, "collect", log, log.with_name("budget.xlsx"))
    empty = log.parent / "empty"
    empty.mkdir()
    assert "There is no form of 'log.xlsx' in" in refused(capsys, "collect", log, empty)
    assert "There is no file" in refused(capsys, "collect", log, log.with_name("none.xlsx"))
    done = collected(monkeypatch, log, log.parent)
    assert "Skipped, since they are not forms of this log: budget.xlsx." in done.stderr
    assert "answer.xlsx" in done.stdout
    assert done.return_value == 1
    assert cells(log, "Checked in")[0] == DAY


def test_a_form_without_its_hidden_sheet_or_headings_says_so(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forms = made_forms(log.parent)
    book = openpyxl.load_workbook(forms["Ana Costa"])
    book["_sheetkit form"]["B3"] = "some day"
    book.save(forms["Ana Costa"])
    assert "The hidden sheet of 'log-form-2026-11-23-Ana Costa.xlsx'" in refused(
        capsys, "collect", log, forms["Ana Costa"]
    )
    book = openpyxl.load_workbook(forms["Ben Lee"])
    book[SHEET].cell(FIRST - 1, 1).value = "Number"
    book.save(forms["Ben Lee"])
    assert "The headings of 'log-form-2026-11-23-Ben Lee.xlsx' are gone" in refused(
        capsys, "collect", log, forms["Ben Lee"]
    )


def test_a_form_that_was_saved_in_another_format_is_asked_for_again(
    log: Path, libreoffice: LibreOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replies = log.parent / "replies"
    replies.mkdir()
    forms = made_forms(log.parent)
    fill(forms["Ana Costa"], {"H-0001": {"Checked in": DAY}})
    shutil.copy(forms["Ana Costa"], replies)
    libreoffice.resave(forms["Ben Lee"], replies / "ben.ods")
    (replies / "li.csv").write_text('"Li Wei, what you have"\n"Please fill in the yellow cells by Thursday"\nID,What\n')
    (replies / "prices.csv").write_text("ID,What\n1,Comment\n")
    done = collected(monkeypatch, log, replies)
    said = " ".join(done.output.split())
    assert "'ben.ods' is not saved as .xlsx, as the form was sent" in said
    assert "'li.csv' is a form saved as text" in said
    assert "prices" not in said
    assert "adopt" not in said
    assert cells(log, "Checked in")[0] == DAY
    assert "save it as .xlsx, and collect that" in refused(capsys, "collect", log, replies / "ben.ods")


def test_a_log_without_an_identity_says_how_it_gets_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = asked_log(tmp_path, identity="")
    (tmp_path / "other").mkdir()
    form = forms_of(asked_log(tmp_path / "other"))["Ana Costa"]
    said = refused(capsys, "review", log, "--split", "--form")
    assert f"`sheetkit upgrade {log} -o NEW.xlsx`" in said
    assert "sheetkit upgrade" in refused(capsys, "collect", log, form)
    new = tmp_path / "new.xlsx"
    run("upgrade", log, "-o", new)
    assert read_log(new).identity
    assert list(forms_of(new)) == ["Ana Costa", "Ben Lee"]


def test_collect_does_not_wait_for_pandas(log: Path) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    fill(form, {"H-0001": {"Comment": "x"}})
    code = (
        f"import sys, sheetkit.cli as c; c.main(['collect', {str(log)!r}, {str(form)!r}]); "
        "print('pandas' in sys.modules, 'xlsxwriter' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert "1 cell entered" in shown.stdout
    assert shown.stdout.splitlines()[-1] == "False False"


def test_a_form_that_is_filled_in_with_libreoffice(
    log: Path, libreoffice: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = made_forms(log.parent)["Ana Costa"]
    sheet = openpyxl.load_workbook(form)[SHEET]
    first, second, third = (line_of(sheet, id_) for id_ in ("H-0001", "H-0002", "H-0005"))
    back = form.with_name("back.xlsx")
    typed = {f"F{first}": Typed("2026-11-24"), f"G{first}": date(2026, 12, 18), f"I{first}": "=1+1 said <she>"}
    typed |= {f"H{second}": Typed("2026-11-24"), f"G{third}": Typed("2026-12-18"), f"F{third}": Typed("2026-11-24")}
    libreoffice.fill(form, back, SHEET, typed)
    with pytest.raises(LibreOfficeError, match="the sheet is protected"):
        libreoffice.fill(form, None, SHEET, {f"B{first}": "Another thing"})
    libreoffice.fill(log, log, "Log", {"L6": date(2026, 12, 16), "U2": "Typed since"})
    done = collected(monkeypatch, log, back)
    assert done.return_value == 1
    assert "H-0005 'Survey', Now expected: Ana Costa says '2026-12-18'; the log says 2026-12-16 now" in done.output
    assert [cells(log, "Checked in")[at] for at in (0, 4)] == [DAY, DAY]
    assert [cells(log, "Now expected")[at] for at in (0, 4)] == [LATER, datetime(2026, 12, 16)]
    assert cells(log, "Returned")[1] == DAY
    assert cells(log, "Notes")[0] == "Typed since\nAna Costa, 2026-11-25: =1+1 said <she>"
    (flag,), (next_flag,) = libreoffice.recalculate_and_read(log, "Log", "A2:A3")
    stored = openpyxl.load_workbook(log, data_only=True)["Log"]
    assert [flag, next_flag] == [stored["A2"].value, stored["A3"].value]
    assert next_flag == "Back: close it"


def test_each_of_many_lines_ends_as_it_has_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every mix of what the log said, says and is told, in each column: it goes in only where the log is as it was."""
    days = [None, datetime(2026, 11, 18), datetime(2026, 11, 19)]
    mixes = list(itertools.product(days[:2], days, days))
    columns = {"checked_in": "Checked in", "now_expected": "Now expected"}
    usual = row(checkpoint=None)  # whose day would have to lie before the new one
    rows = [
        {**usual, "item": f"Thing {number}", **dict.fromkeys(columns, then)}
        for number, (then, _, _) in enumerate(mixes)
    ]
    log = asked_log(tmp_path, rows)
    form = forms_of(log)["Ana Costa"]
    told = {f"H-{number:04}": answer for number, (_, _, answer) in enumerate(mixes, start=1)}
    fill(form, {id_: dict.fromkeys(columns.values(), answer) for id_, answer in told.items() if answer})
    type_rows(log, [dict.fromkeys(columns, says) for _, says, _ in mixes])
    collected(monkeypatch, log, form)
    frame = read_log(log).frame
    wanted = [answer if answer and says == then else says for then, says, answer in mixes]
    for name in columns:
        assert [None if value is pd.NaT else value for value in frame[name]] == wanted


@pytest.mark.parametrize(
    ("kind", "headings"),
    [
        ("waiting-for", ["Last heard", "Promised for", "Received"]),
        ("loans", ["Extended to", "Returned"]),
        ("action-log", ["Last update", "New due", "Done on"]),
    ],
)
def test_a_form_asks_in_the_columns_of_its_logs_template(
    kind: str, headings: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, usual = tmp_path / f"{kind}.xlsx", asked_log(tmp_path, [row(item="Roof")], identity=OTHER_IDENTITY)
    create_log(log, shipped(kind), date(2026, 11, 23), 5, Contents(identity=IDENTITY))
    run("add", log, "Drill", "--to", "Ana Costa", "--due", "2026-11-20", "--handed-off", "2026-11-16")
    form = forms_of(log)["Ana Costa"]
    id_ = shipped(kind).by_name["id"].sequence
    fill(form, {str(id_): {heading: datetime(2026, 11, 24) for heading in headings[:-1]} | {"Comment": "Sorry!"}})
    assert collected(monkeypatch, log, form).return_value == 0
    by_title = {column.title: column.name for column in shipped(kind).columns}
    frame = read_log(log).frame
    assert [frame.loc[2, by_title[heading]] for heading in headings[:-1]] == [datetime(2026, 11, 24)] * (
        len(headings) - 1
    )
    assert frame.loc[2, "notes"] == "Ana Costa, 2026-11-25: Sorry!"
    # The same form for the lines of two kinds of logs: each answer finds the column that its own log has for it.
    forms_of(log, usual)
    both = tmp_path / "team-form-2026-11-23-Ana Costa.xlsx"
    book = openpyxl.load_workbook(both)
    for number in (FIRST, FIRST + 1):
        put(book[SHEET], number, headings[-1], datetime(2026, 11, 25))
    book.save(both)
    for one in (log, usual):
        assert collected(monkeypatch, one, both).return_value == 0
    assert read_log(log).frame[by_title[headings[-1]]].tolist() == [datetime(2026, 11, 25)]
    assert read_log(usual).frame["returned"].tolist() == [datetime(2026, 11, 25)]
