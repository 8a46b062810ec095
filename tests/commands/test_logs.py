"""One command reviews a folder of logs, or what a pattern names: what can be read is read, what cannot is listed."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from logs import OVERDUE, filled_log, row
from messages import one_line
from package_checks import check_package
from reviews import sheet_of, table

from benchmarks.logs import make_log
from sheetkit.cli import main
from sheetkit.commands.logs import named_logs
from sheetkit.errors import SheetkitError
from sheetkit.log.parallel import map_logs as many

AS_OF = ("--as-of", "2026-11-23")
TEAM = "team-review-2026-11-23.xlsx"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A folder of three logs: of two people who keep one hand-off both, and one that is broken."""
    folder = tmp_path / "team"
    (folder / "south").mkdir(parents=True)
    lease = row(item="Signed  lease ", handed_to="ana costa")
    filled_log(folder, [row(item="Signed lease"), OVERDUE], "ana.xlsx")
    filled_log(folder, [lease, row(item="Plan", handed_to="Li Wei"), row(item="Keys", status="Dnoe")], "li.XLSX")
    (folder / "old.xlsx").write_bytes((folder / "ana.xlsx").read_bytes()[:2_000])
    filled_log(folder / "south", [OVERDUE, OVERDUE], "ana.xlsx")
    (folder / "notes.txt").write_text("no log")
    return folder


def names(named: list[Path]) -> list[str]:
    return [path.name for path in named]


def test_a_folder_makes_one_review_beside_its_logs(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(team), *AS_OF]) == 0
    said = capsys.readouterr().out
    assert said.startswith("2 of 3 logs, Monday 23 Nov 2026: ")
    assert "Not read: 'old.xlsx' begins like a workbook but is cut off" in said
    assert check_package(team / TEAM) == []


def test_lists_in_a_folder_that_are_no_log_are_named_and_count_as_none(
    team: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("phones.csv", "plan.ods", ".hidden.ods", "~$ana.xlsx"):
        (team / name).write_text("Name,Phone")
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Name", "Phone"])
    book.save(team / "contacts.xlsx")
    assert main(["review", str(team), *AS_OF, "--json"]) == 0
    said = one_line(capsys.readouterr().err)
    assert (
        "Skipped: phones.csv (name a text list by itself to have it read); plan.ods (save what is a log as .xlsx); "
        "contacts.xlsx (no log in it)."
    ) in said
    assert said.count("Not read: ") == 1
    about = " ".join(str(cell.value) for cell in sheet_of(team / TEAM, "About")["B"])
    assert "Skipped: phones.csv" in about
    assert main(["review", str(team / "contacts.xlsx"), *AS_OF]) == 2  # one that was named is no passing over


def test_a_folder_without_a_log_names_the_lists_in_it(tmp_path: Path) -> None:
    (tmp_path / "plan.ods").write_text("")
    with pytest.raises(SheetkitError, match=r"There is no log in the folder .* Skipped: plan\.ods \(save what"):
        named_logs([str(tmp_path)])


@pytest.mark.parametrize("order", [("contacts.xlsx", "team"), ("team", "contacts.xlsx"), ("team/south.xlsx", "team")])
def test_a_file_that_was_named_itself_is_never_passed_over(
    team: Path, capsys: pytest.CaptureFixture[str], order: tuple[str, str]
) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Name", "Phone"])
    for path in (team.parent / "contacts.xlsx", team / "south.xlsx"):
        book.save(path)
    main(["review", *(str(team.parent / name) for name in order), "-o", str(team / TEAM), *AS_OF])
    named = next(Path(name).name for name in order if name != "team")
    said = one_line(capsys.readouterr().out)
    assert f"'{named}'" in said.partition("Not read:")[2]
    assert f"{named} (no log in it)" not in said


def test_the_lists_in_one_folder_are_not_named_for_another(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    filled_log(tmp_path / "one", [OVERDUE])
    (tmp_path / "one" / "plan.ods").touch()
    with pytest.raises(SheetkitError, match=r"There is no log in the folder .* or a file\.$"):
        named_logs([str(tmp_path / "one"), str(tmp_path / "two")])


def test_a_review_is_no_log_of_the_next_one(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(team), "--as-of", "2026-11-16"]) == 0
    assert main(["check", str(team / "ana.xlsx"), "--annotate", str(team / "copy.xlsx")]) == 0
    assert names(named_logs([str(team)]).paths) == ["ana.xlsx", "li.XLSX", "old.xlsx"]
    capsys.readouterr()
    assert main(["review", str(team), *AS_OF, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"]["previous"]["as_of"] == "2026-11-16"


def test_each_log_has_a_line_of_figures_and_the_broken_one_says_why(team: Path) -> None:
    assert main(["review", str(team), str(team / "south"), *AS_OF]) == 0
    lines = table(sheet_of(team / TEAM, "By log"))
    found = {str(line["Log"]): (line["Lines"], line["Out"], line["Overdue"], line["Errors"]) for line in lines}
    assert found == {
        "old.xlsx": (None, None, None, None),
        "south/ana.xlsx": (2, 2, 2, 0),
        "team/ana.xlsx": (2, 2, 1, 0),
        "li.XLSX": (3, 3, 0, 1),
    }
    assert list(found)[:2] == ["old.xlsx", "south/ana.xlsx"]
    assert str(lines[0]["What to know"]).startswith("Not read: 'old.xlsx' begins like a workbook")


def test_a_hand_off_that_stands_in_two_logs_is_shown_with_both(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(team), *AS_OF]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "1 hand-off is in more than one log and counts once: see the sheet In two logs" in said
    lines = table(sheet_of(team / TEAM, "In two logs"))
    assert [(line["Log"], line["Item"]) for line in lines] == [
        ("ana.xlsx", "Signed lease"),
        ("li.XLSX", "Signed  lease"),
    ]


def test_one_persons_figures_are_of_all_logs(team: Path) -> None:
    assert main(["review", str(team), *AS_OF]) == 0
    summary = sheet_of(team / TEAM, "Summary")
    totals = {row[0].value: [cell.value for cell in row] for row in summary.iter_rows(min_row=9)}
    assert 3 in totals["Ana Costa"]  # the one that stands in two logs counts once
    assert "ana costa" not in totals


def test_the_review_of_one_log_has_no_sheets_of_a_team(tmp_path: Path) -> None:
    filled_log(tmp_path, [row(), row()])
    assert main(["review", str(tmp_path), *AS_OF]) == 0
    with pytest.raises(KeyError):
        sheet_of(tmp_path / "log-review-2026-11-23.xlsx", "By log")


def test_a_pattern_names_logs_in_many_folders(team: Path) -> None:
    named = named_logs([str(team / "**" / "*.xlsx")])
    assert names(named.paths) == ["ana.xlsx", "old.xlsx", "ana.xlsx"]
    assert named.folder == team


def test_a_file_whose_name_looks_like_a_pattern_is_the_file(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()], "log [2026].xlsx")
    assert named_logs([str(path)]).paths == [path]


def test_a_log_named_twice_is_one_log(team: Path) -> None:
    assert names(named_logs([str(team / "ana.xlsx"), str(team), str(team / "a*")]).paths)[0] == "ana.xlsx"
    assert len(named_logs([str(team / "ana.xlsx"), str(team), str(team / "a*")]).paths) == 3


@pytest.mark.parametrize(("name", "says"), [("empty", "no log in the folder"), ("no*.xlsx", "No log matches")])
def test_what_names_no_log_is_said(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SheetkitError, match=says):
        named_logs([str(tmp_path / name)])


def test_when_no_log_can_be_read_three_reasons_are_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(5):
        (tmp_path / f"{number}.xlsx").write_text("x")
    assert main(["review", str(tmp_path)]) == 2
    said = one_line(capsys.readouterr().err)
    assert said.count("is not an Excel workbook") == 3
    assert said.rstrip().endswith("And 2 more.")


def test_many_logs_are_spoken_of_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(7):
        filled_log(tmp_path, [row(status="Dnoe")], f"log-{number}.xlsx")
    assert main(["review", str(tmp_path), *AS_OF]) == 0
    said = capsys.readouterr().out
    assert "7 errors, 0 warnings in what was typed, in 7 logs" in said.replace("\n", " ")
    assert "sheetkit check" not in said


def test_processes_make_the_same_review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(4):
        make_log(tmp_path / f"log-{seed}.xlsx", 20, seed)
    made = []
    for worth in (1 << 40, 0):
        monkeypatch.setattr(many, "MIN_BYTES_FOR_PROCESSES", worth)
        monkeypatch.setattr(many, "processors", lambda: 2)
        assert main(["review", str(tmp_path), *AS_OF]) == 0
        made.append((tmp_path / TEAM).read_bytes())
    assert made[0] == made[1]


def test_how_far_it_is_shows_on_a_terminal(team: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sheetkit", "review", str(team), *AS_OF]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "Reading logs" in shown
    assert "3/3" in shown


def test_nothing_of_it_shows_in_a_pipe(team: Path) -> None:
    command = [sys.executable, "-m", "sheetkit", "review", str(team), *AS_OF]
    assert subprocess.run(command, check=True, capture_output=True).stderr == b""


@pytest.mark.parametrize("command", [("remind", "--dry-run"), ("calendar",), ("export", "-o", "lines.csv")])
def test_whatever_looks_at_a_folder_names_the_lists_that_it_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "team").mkdir()
    filled_log(tmp_path / "team", [row()], "ana.xlsx")
    (tmp_path / "team" / "plan.ods").write_bytes(b"PK")
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Fruit", "Colour"])
    book.save(tmp_path / "team" / "fruit.xlsx")
    name, *options = command
    assert main([name, "team", *options, *AS_OF]) == 0
    said = one_line(capsys.readouterr().err)
    assert "Skipped: plan.ods (save what is a log as .xlsx); fruit.xlsx (no log in it)." in said
