"""The commands that write into a log, as their user sees them: what they print, refuse, and leave alone."""

import json
import os
import stat
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from edited_logs import ROWS, refused, run
from logs import filled_log, row
from made import blank_log

from sheetkit.cli import main
from sheetkit.log.read_log import read_log
from sheetkit.template.store import shipped

TODAY = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
ADD = ("Keys", "--to", "Ana Costa", "--due", "+7d")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with three lines, H-0001 to H-0003, handed off in the last weeks."""
    start = TODAY - timedelta(days=9)
    dates = {"handed_off": start, "expected_back": TODAY + timedelta(days=9), "checkpoint": TODAY}
    return filled_log(tmp_path, [row(item=name, **dates) for name in ("Budget", "Plan", "Lease")], extra=["Cost"])


def test_add_says_what_it_understood_with_weekdays(log: Path) -> None:
    said = run("add", log, *ADD, "--set", "Understood=y")
    day = TODAY + timedelta(days=7)
    assert said.startswith("H-0004 is in row 5 of log.xlsx:\n")
    assert f"Expected back  {day:%Y-%m-%d} ({day:%A})" in said
    assert "Understood     Yes" in said
    assert f"undo {log}" in said


@pytest.mark.parametrize(
    ("kind", "options"),
    [("waiting-for", ["kind", "document"]), ("loans", ["checkpoint", "document"]), ("action-log", ["checkpoint"])],
)
def test_an_option_that_another_kind_of_log_has_no_column_for_is_named(
    kind: str, options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = blank_log(tmp_path, template=shipped(kind))
    for option in options:
        said = refused(capsys, "add", log, *ADD, f"--{option}", "today")
        assert f"'log.xlsx' has no column for --{option}, since its template is {kind!r}" in said
    run("add", log, *ADD)
    assert read_log(log).frame[shipped(kind).roles.item].tolist() == ["Keys"]


def test_a_receipt_says_file_hashes_and_cells(log: Path) -> None:
    before = log.read_bytes()
    receipt = json.loads(run("set", log, "h-0002", "Notes=urgent", "--json"))
    assert receipt["schema"] == "sheetkit.edit/1"
    assert (receipt["command"], receipt["file"], receipt["dry_run"]) == ("set", str(log), False)
    cell = {"cell": "U3", "row": 3, "id": "H-0002", "column": "Notes", "old": "", "new": "urgent"}
    assert receipt["cells"] == [cell]
    again = json.loads(run("set", log, "H-0002", "Notes=urgent", "--json"))
    assert again["cells"] == []
    assert again["hash_before"] == again["hash_after"] == receipt["hash_after"] != receipt["hash_before"]
    assert log.read_bytes() != before


def test_what_is_added_twice_stands_in_the_log_once(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", log, *ADD)
    before = log.read_bytes()
    said = refused(capsys, "add", log, " keys", "--to", "ANA COSTA", "--due", "+7d")
    assert "is in row 5 already (H-0004 Keys)" in said
    assert log.read_bytes() == before
    run("set", log, "H-0004", "Status=Cancelled")
    run("add", log, *ADD)  # what was given up may be handed off again
    for other in (["Keys 2", *ADD[1:]], ["Keys", "--to", "Ben Lee", *ADD[3:]], [*ADD[:4], "+8d"]):
        run("add", log, *other)
    assert read_log(log).frame["item"].tolist()[3:] == ["Keys", "Keys", "Keys 2", "Keys", "Keys"]


def test_no_change_of_a_line_makes_it_the_same_hand_off_as_another(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, "set", log, "H-0002", "Item= budget")
    assert "This hand-off is in row 2 already (H-0001 Budget) and would be counted twice" in said
    run("set", log, "H-0002", "Item=Budget", "Status=Cancelled")  # a copy that is given up counts nowhere
    assert "row 2 already" in refused(capsys, "set", log, "H-0002", "Status=Open")
    assert "row 2 already" in refused(capsys, "done", log, "H-0002")
    run("set", log, "H-0002", "Status=Open", "Handed to=Li Wei")


def test_a_name_that_is_nearly_one_of_the_log_is_entered_and_told(log: Path) -> None:
    told = "'Ana Csota' and 'Ana Costa' are nearly the same: if they are the same person, spell the name as it is"
    assert told in run("add", log, "Keys", "--to", "Ana Csota", "--due", "+7d", "--dry-run")
    assert told in json.loads(run("set", log, "H-0002", "Handed to=Ana Csota", "--json"))["notes"][0]
    for name in ("ANA COSTA", "Li Wei"):
        assert "nearly the same" not in run("set", log, "H-0003", f"Handed to={name}")


def test_two_people_may_have_the_address_of_their_office(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("set", log, "H-0001", "Email=office@example.org")
    run("add", log, "Keys", "--to", "Ben Lee", "--due", "+7d", "--set", "Email=office@example.org")
    run("set", log, "H-0001", "Email=x27@example.org")
    said = refused(capsys, "set", log, "H-0004", "Email=x27@example.org")
    assert "'x27@example.org' seems to be the address of Ana Costa" in said
    assert main(["check", str(log), "--fail-on", "warning"]) == 0


def test_the_sheet_that_is_named_is_the_one_that_is_changed(log: Path) -> None:
    book = openpyxl.load_workbook(log)
    other = book.copy_worksheet(book["Log"])
    other.title = "Other"
    book.save(log)
    run("set", log, "H-0002", "Notes=urgent", "--sheet", "Other")
    run("done", log, "H-0001", "--sheet", "other")
    run("add", log, *ADD, "--sheet", "Other")
    sheets = openpyxl.load_workbook(log).worksheets
    assert [sheets[0]["U3"].value, sheets[0]["D5"].value, sheets[0]["M2"].value] == [None, None, None]
    assert [sheets[-1]["U3"].value, sheets[-1]["D5"].value, sheets[-1]["M2"].value] == ["urgent", "Keys", "Done"]
    for _ in range(3):
        run("undo", log, "--sheet", "Other")
    assert openpyxl.load_workbook(log)["Other"]["D5"].value is None


@pytest.mark.parametrize(
    "arguments", [("add", ADD), ("done", ("H-0001",)), ("set", ("H-0001", "Notes=x")), ("keep", ("H-0001", "log.xlsx"))]
)
def test_a_dry_run_writes_nothing_and_says_what_it_would(
    log: Path, arguments: tuple[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(log.parent)
    before = log.read_bytes(), log.stat().st_mtime_ns, sorted(log.parent.iterdir())
    command, rest = arguments
    would = json.loads(run(command, log, *rest, "--dry-run", "--json"))
    assert would["cells"]
    assert (log.read_bytes(), log.stat().st_mtime_ns, sorted(log.parent.iterdir())) == before
    assert "nothing was written" in run(command, log, *rest, "--dry-run")
    assert json.loads(run(command, log, *rest, "--json"))["hash_after"] == would["hash_after"]


def test_done_enters_the_day_and_keeps_one_that_is_there(log: Path) -> None:
    run("set", log, "H-0002", "Returned=yesterday")
    run("done", log, "H-0001", "H-0002")
    frame = read_log(log).frame
    assert frame["status"].tolist()[:2] == ["Done", "Done"]
    assert frame["returned"].tolist()[:2] == [TODAY, TODAY - timedelta(days=1)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("done", "H-0009"), "No line of 'log.xlsx' has the ID 'H-0009': did you mean"),
        (("done", "H-0004"), "No line of 'log.xlsx' has the ID 'H-0004'"),  # pre-filled, but there is no line
        (("done", "H-0001", "--returned", "tomorrow"), "the moment of this check"),
        (("done", "H-0001", "--returned", "-30d"), "is before Handed off"),
        (("set", "H-0001", "Noets=x"), "has no column 'Noets': did you mean 'Notes'?"),
        (("set", "H-0001", "Notes"), 'write it as "Heading=value"'),
        (("set", "H-0001", "Notes=a", "notes=b"), "'Notes' is given twice"),
        (("set", "H-0001", "Status=Dnoe"), "Perhaps 'Done' is meant"),
        (("set", "H-0001", "Status=Done"), "The command `done` enters both"),
        (("set", "H-0001", "Flag=x"), "calculated by the workbook"),
        (("set", "H-0001", "Item="), "Item is blank. Enter it"),
        (("set", "H-0001", "ID=h-0002"), "is in row 3 already"),
        (("set", "H-0001", "ID="), "is not cleared"),
        (("set", "H-0001", "Email=ana"), "is not an e-mail address"),
        (("set", "H-0001", "Copy kept at=/no/such/file"), "no file or folder '/no/such/file'"),
        (("set", "H-0001", "Now expected=03/04/2027"), "Type it with the year first"),
        (("set", "H-0001", "Now expected=2062-01-01"), "is 36 years after"),
        (("set", "H-0001", "Checkpoint=-"), 'write "Checkpoint="'),
        (("set", "H-0001", "Item=n/a"), "so Item counts as blank"),
        (("set", "H-0001", "Handed to=Ana Costa and Ben Lee"), "Enter one of Ana Costa and Ben Lee"),
        (("set", "H-0001", "Notes=a\u200bb"), "characters that nobody sees"),
        (
            ("set", "H-0001", "Handed to=Ben Lee", "Email=ana.costa@example.org"),
            "seems to be the address of Ana Costa, and the line is with Ben Lee",
        ),
        (("add", "Keys", "--to", "Ben Lee", "--due", "+1d", "--set", "Email=li.wei@example.org"), "somebody else's"),
        (("add", "Keys", "--to", "Ana", "--due", "yesterday"), "is before Handed off"),
        (("add", " ", "--to", "Ana", "--due", "today"), "Item is blank. Enter it"),
        (("add", "Keys", "--to", "Ana", "--due", "today", "--set", "Item=x"), "'Item' is given twice"),
        (("keep", "H-0001", "nowhere.pdf"), "'nowhere.pdf' is not there"),
    ],
)
def test_what_check_would_find_is_refused_and_nothing_is_changed(
    log: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = log.read_bytes(), sorted(log.parent.iterdir())
    command, *rest = arguments
    assert said in refused(capsys, command, log, *rest)
    assert (log.read_bytes(), sorted(log.parent.iterdir())) == before


def test_an_extra_column_takes_what_its_other_cells_are(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(log)
    book["Log"]["V2"] = 12.5
    book.save(log)
    run("set", log, "H-0002", "Cost=7.25")
    assert openpyxl.load_workbook(log)["Log"]["V3"].value == 7.25
    assert "the other cells hold numbers" in refused(capsys, "set", log, "H-0002", "Cost=7,25")


def test_check_finds_nothing_new_after_a_day_of_work(log: Path) -> None:
    before = {(one.code, one.row) for one in read_log(log).problems}
    run("add", log, *ADD, "--kind", "waiting", "--document", "Deed", "--checkpoint", "+2d 09:00", "--set", "Cost=3")
    run("set", log, "H-0001", "Checked in=today", "Now expected=+30d", "Email=ana@example.org")
    run("done", log, "H-0002", "--returned", "yesterday")
    run("keep", log, "H-0003", log)
    assert {(one.code, one.row) for one in read_log(log).problems} == before


# --- what is refused because of the file ------------------------------------------------------------------------


def test_a_log_that_is_open_in_excel_is_refused_with_the_name(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "Zoë Ng"
    owner = log.with_name("~$log.xlsx")
    owner.write_bytes(
        bytes([len(name)]) + name.encode("latin-1").ljust(54) + bytes([len(name), 0]) + name.encode("utf-16-le")
    )
    said = refused(capsys, "done", log, "H-0001")
    assert said.startswith("sheetkit: Zoë Ng has 'log.xlsx' open: nothing was changed.")
    assert "delete '~$log.xlsx'" in said
    owner.write_bytes(b"")
    assert "'log.xlsx' is open in another program" in refused(capsys, "done", log, "H-0001")


def test_a_log_that_is_open_in_libreoffice_is_refused_with_the_name(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.with_name(".~lock.log.xlsx#").write_text(",ana,desk,23.11.2026 10:00,file:///x;")
    assert "sheetkit: ana has 'log.xlsx' open" in refused(capsys, "done", log, "H-0001")  # the login, without a name
    log.with_name(".~lock.log.xlsx#").write_text(",,desk,23.11.2026 10:00,file:///x;")
    assert "is open in another program" in refused(capsys, "done", log, "H-0001")
    log.with_name(".~lock.log.xlsx#").write_text("Ana Costa,ana,desk,23.11.2026 10:00,file:///x;")
    assert "Ana Costa has 'log.xlsx' open" in refused(capsys, "done", log, "H-0001")


def with_part(log: Path, part: str, change: tuple[bytes, bytes]) -> None:
    """Change a part of a log's package, which has to hold what is replaced."""
    with zipfile.ZipFile(log) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert change[0] in parts[part]
    parts[part] = parts[part].replace(*change)
    with zipfile.ZipFile(log, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_signed_log_is_refused(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kind = b"http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    signature = b'<Relationship Id="rIdS" Type="%s" Target="_xmlsignatures/origin.sigs"/></Relationships>' % kind
    with_part(log, "_rels/.rels", (b"</Relationships>", signature))
    assert "is digitally signed" in refused(capsys, "done", log, "H-0001")


def test_a_log_with_a_damaged_part_is_refused_though_no_line_needs_the_part(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(log) as archive:
        checksum = archive.getinfo("docProps/app.xml").CRC.to_bytes(4, "little")
    log.write_bytes(log.read_bytes().replace(checksum, b"\0\0\0\0"))
    before = log.read_bytes()
    assert "is damaged" in refused(capsys, "add", log, *ADD)
    assert log.read_bytes() == before


def test_a_locked_cell_of_a_protected_sheet_is_refused_and_an_unlocked_one_is_not(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(log)
    sheet = book["Log"]
    sheet["U2"].protection = openpyxl.styles.Protection(locked=False)
    sheet.protection.sheet = True
    book.save(log)
    assert "is protected and M2 is locked" in refused(capsys, "set", log, "H-0001", "Status=On hold")
    run("set", log, "H-0001", "Notes=x")


def test_merged_cells_and_formulas_are_left_alone(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(log)
    book["Log"].merge_cells("T2:U2")
    book["Log"]["U3"] = "=1+1"
    book.save(log)
    assert "U2 is part of merged cells" in refused(capsys, "set", log, "H-0001", "Notes=x")
    assert "U3 (Notes) holds a formula, which is never overwritten" in refused(capsys, "set", log, "H-0002", "Notes=x")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is write-protected for root")
def test_a_write_protected_log_is_refused(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.chmod(0o444)
    assert "is write-protected" in refused(capsys, "done", log, "H-0001")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .xls workbook"),
        ("log.csv", b"a,b\n1,2\n", "text list"),
        ("none.xlsx", None, "There is no file"),
        ("empty.xlsx", b"", "is empty"),
    ],
)
def test_another_kind_of_file_is_refused_in_words(
    tmp_path: Path, name: str, content: bytes | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert said in refused(capsys, "add", path, *ADD)


# --- what stays as it is ----------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")
def test_the_mode_and_a_link_to_the_log_stay(log: Path) -> None:
    log.chmod(0o640)
    link = log.with_name("link.xlsx")
    link.symlink_to(log)
    run("done", link, "H-0001")
    assert link.is_symlink()
    assert stat.S_IMODE(log.stat().st_mode) == 0o640
    assert read_log(log).frame["status"].tolist()[0] == "Done"
    assert stat.S_IMODE(log.with_name("log-undo.json").stat().st_mode) == 0o640  # it holds old values


def test_a_full_log_grows_by_a_line_and_a_second_one(tmp_path: Path) -> None:
    log = blank_log(tmp_path, 1)
    for number in range(3):
        run("add", log, f"Thing {number}", "--to", "Ana", "--due", "+7d")
    book = openpyxl.load_workbook(log)
    table = book["Log"].tables["HandOffs"]
    assert (table.ref, table.autoFilter.ref, book["Log"].dimensions) == ("A1:U4", "A1:U4", "A1:U4")
    assert book["Log"]["A4"].value == book["Log"]["A2"].value
    assert [line.value for line in book["Log"]["C"]][1:] == ["H-0001", "H-0002", "H-0003"]
    assert len(read_log(log).frame) == 3


def test_a_full_log_that_cannot_grow_says_what_to_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = filled_log(tmp_path, ROWS)
    book = openpyxl.load_workbook(log)
    book["Log"]["D20"] = "Total"
    for number in range(5, 10):
        book["Log"].cell(number, 4).value = "taken"
    book.save(log)
    said = refused(capsys, "add", log, *ADD)
    assert "there is something below it in D20" in said
    assert "`sheetkit upgrade log.xlsx -o log-longer.xlsx --rows 200`" in said


@pytest.mark.parametrize("arguments", [["add", *ADD], ["done", "H-0001"], ["set", "H-0001", "Notes=x"], ["undo"]])
def test_the_commands_do_not_wait_for_pandas(log: Path, arguments: list[str]) -> None:
    run("set", log, "H-0003", "Notes=first")
    command, *rest = arguments
    heavy = {"pandas", "numpy.ma"}  # `numpy.unique` imports the latter unless it is asked for positions or counts
    code = f"import sys, sheetkit.cli as c; c.main({[command, str(log), *rest]!r}); print({heavy!r} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.splitlines()[-1] == "set()"
