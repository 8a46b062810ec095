"""The form as the person gets it: what it says, what can be filled in, and what it does not tell."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from answered_forms import FIRST, asked_log, fill, forms_of, made_forms
from click.testing import CliRunner
from edited_logs import refused
from libreoffice import LibreOffice
from logs import row
from package_checks import check_package

from sheetkit.cli import main, sheetkit
from sheetkit.forms.layout import SHEET


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of one person; nobody fills it in."""
    rows = [
        row(item="Late plan", expected_back=datetime(2026, 11, 20, 17), email="ana@example.org", notes="private"),
        row(item="Budget", status="On hold"),
        row(item="Lease", handed_to="Ben Lee"),
        row(item="x" * 400, checkpoint=None),
    ]
    return forms_of(asked_log(tmp_path_factory.mktemp("form"), rows))["Ana Costa"]


def test_the_note_says_what_to_do_and_by_when(form: Path) -> None:
    sheet = openpyxl.load_workbook(form)[SHEET]
    note = " ".join(str(sheet.cell(number, 1).value) for number in range(1, FIRST - 1))
    assert note.startswith("Ana Costa, what you have Please fill in the yellow cells by Thursday 26 Nov, save")
    assert "Returned: the day you gave it back" in note
    assert "2 open lines, as of Monday 23 Nov 2026" in note
    assert [cell.value for cell in sheet[FIRST]][:2] == ["H-0001", "Late plan"]
    assert [sheet.cell(FIRST + 1, 1).value, len(sheet.cell(FIRST + 1, 2).value)] == ["H-0004", 240]
    assert sheet.cell(FIRST + 2, 1).value is None


def test_the_yellow_cells_alone_can_be_filled_in(form: Path) -> None:
    sheet = openpyxl.load_workbook(form)[SHEET]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    unlocked = {cell.coordinate for line in sheet.iter_rows() for cell in line if not cell.protection.locked}
    assert unlocked == {f"{column}{number}" for column in "FGHI" for number in (FIRST, FIRST + 1)}
    checks = {str(check.sqref): check.type for check in sheet.data_validations.dataValidation}
    assert checks == {"F7:F8": "date", "G7:G8": "date", "H7:H8": "custom", "I7:I8": None}


def test_nothing_of_other_people_or_of_the_folder_is_in_it(form: Path) -> None:
    assert check_package(form) == []
    with zipfile.ZipFile(form) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    for text in ("Ben Lee", "Lease", "private", "ana@example.org", form.parent.name):
        assert text.encode() not in whole


def test_a_form_is_no_log_and_no_review(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["review", form], ["check", form], ["done", form, "H-0001"]):
        assert "is a form, not a log" in refused(capsys, *command)
    assert main(["review", str(form.parent), "--as-of", "2026-11-24"]) == 0
    assert "form" not in capsys.readouterr().err


def test_a_form_with_answers_is_not_made_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = asked_log(tmp_path)
    forms_of(log)
    first = made_forms(tmp_path)["Ana Costa"].read_bytes()
    assert forms_of(log)["Ana Costa"].read_bytes() == first
    fill(made_forms(tmp_path)["Ana Costa"], {"H-0001": {"Comment": "x"}})
    filled = made_forms(tmp_path)["Ana Costa"].read_bytes()
    capsys.readouterr()
    assert main(["review", str(log), "--as-of", "2026-11-23", "--split", "--form"]) == 2
    assert "was changed after sheetkit made it" in " ".join(capsys.readouterr().err.split())
    assert made_forms(tmp_path)["Ana Costa"].read_bytes() == filled


def test_lines_without_an_id_of_their_own_are_counted(tmp_path: Path) -> None:
    log = asked_log(tmp_path, [row(item="Plan"), row(item="Budget", id=None), row(id="H-9"), row(id="h-9")])
    done = CliRunner().invoke(sheetkit, ["review", str(log), "--as-of", "2026-11-23", "--split", "--form"])
    assert "3 lines without IDs of their own could not go into a form: `check` names them and says" in " ".join(
        done.output.split()
    )
    sheet = openpyxl.load_workbook(made_forms(tmp_path)["Ana Costa"])[SHEET]
    assert [sheet.cell(number, 1).value for number in (FIRST, FIRST + 1)] == ["H-0001", None]


def test_form_goes_with_split(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Use --form together with --split" in refused(capsys, "review", asked_log(tmp_path), "--form")


def test_who_has_no_line_with_an_id_gets_no_empty_form(tmp_path: Path) -> None:
    log = asked_log(tmp_path, [row(item="Plan"), row(item="Lease", handed_to="Ben Lee", id=None)])
    done = CliRunner().invoke(sheetkit, ["review", str(log), "--as-of", "2026-11-23", "--split", "--form"])
    assert "1 form for one person each" in done.output
    assert "So there is no form for Ben Lee." in done.output
    assert list(made_forms(tmp_path)) == ["Ana Costa"]


def test_what_counts_as_back_is_let_into_returned_and_nothing_else(form: Path, libreoffice: LibreOffice) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book[SHEET]
    check = next(one for one in sheet.data_validations.dataValidation if str(one.sqref).startswith("H7"))
    right = ["yes", "Y", " x ", "\u2713", True, datetime(2026, 11, 20)]
    wrong = ["soon", "no", False, datetime(1970, 1, 1), datetime(2300, 1, 1), 12]
    sheet.protection.sheet = False
    for number, typed in enumerate([*right, *wrong], start=FIRST):
        sheet.cell(number, 8).value = typed
        sheet.cell(number, 20).value = "=" + check.formula1.replace("H7", f"H{number}")
    path = form.with_name("typed.xlsx")
    book.save(path)
    shown = libreoffice.recalculate_and_read(path, SHEET, f"T{FIRST}:T{FIRST + 11}")
    assert [bool(line[0]) for line in shown] == [True] * len(right) + [False] * len(wrong)
