"""`remind` from week to week, as its user sees it: files in a folder, a record beside the log, and sentences."""

import json
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from logs import filled_log, row, type_rows
from made import Row
from messages import is_one_message, one_line

from sheetkit.cli import main

LATE: Row = row(expected_back=datetime(2026, 11, 20), email="ana@example.org")
OTHER: Row = {**LATE, "item": "Second thing", "handed_to": "Li Wei", "email": "li@example.org"}


def remind(log: Path, *options: str, as_of: str = "2026-11-23") -> int:
    return main(["remind", str(log), "--as-of", as_of, *options])


def test_drafts_a_page_and_the_record_are_made_beside_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = filled_log(tmp_path, [LATE, OTHER])
    before = log.read_bytes()
    assert remind(log) == 0
    folder = tmp_path / "log-reminders-2026-11-23"
    assert {path.name for path in folder.iterdir()} == {"Ana Costa.eml", "Li Wei.eml", "index.html"}
    assert {path.name for path in tmp_path.iterdir()} == {"log.xlsx", "log-reminders.csv", folder.name}
    assert log.read_bytes() == before
    message = message_from_bytes((folder / "Li Wei.eml").read_bytes(), policy=default)
    assert message["To"] == "Li Wei <li@example.org>"
    said = capsys.readouterr().out
    assert "There is no record of earlier reminders" in said
    assert "Nothing was sent" in said


def test_run_again_it_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = filled_log(tmp_path, [LATE])
    assert remind(log) == 0
    record = (tmp_path / "log-reminders.csv").read_bytes()
    capsys.readouterr()
    assert remind(log) == 0
    assert capsys.readouterr().out == "Nobody needs a reminder now. --dry-run says why, line by line.\n"
    assert (tmp_path / "log-reminders.csv").read_bytes() == record


def test_a_draft_that_lies_there_is_kept_and_both_are_on_the_page(tmp_path: Path) -> None:
    log = filled_log(tmp_path, [LATE])
    folder = tmp_path / "drafts"
    assert remind(log, "-o", str(folder)) == 0
    first = (folder / "Ana Costa.eml").read_bytes()
    assert remind(log, "-o", str(folder), as_of="2026-11-30") == 0
    assert (folder / "Ana Costa.eml").read_bytes() == first
    assert (folder / "Ana Costa (2).eml").exists()
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert page.index("Ana%20Costa%20%282%29.eml") < page.index("Ana%20Costa.eml")


def test_a_dry_run_writes_nothing_and_says_of_each_line_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [LATE, row(item="Far off"), {**OTHER, "status": "On hold"}, {**OTHER, "email": None, "handed_to": "Bo"}]
    log = filled_log(tmp_path, rows)
    assert remind(log, "--dry-run") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["log.xlsx"]
    said = capsys.readouterr().out.splitlines()[1:]
    assert said == [
        "  Row 2, H-0001 Draft budget (Ana Costa): reminder 'late'; the step 'late' came due on 21 Nov.",
        "  Row 3, H-0002 Far off (Ana Costa): no reminder; the next step, 'soon', is due on 12 Dec.",
        "  Row 4, H-0003 Second thing (Li Wei): no reminder; it is On hold.",
        "  Row 5, H-0004 Second thing (Bo): no draft of reminder 'late', since there is no usable e-mail address; the "
        "step 'late' came due on 21 Nov.",
        "Bo is due a reminder about 1 line, but has no usable e-mail address there: enter it in the column Email, then "
        "run this again.",
        "1 draft would be made, for 1 line; nothing was written.",
    ]


def test_whoever_had_no_address_is_reminded_once_there_is_one(tmp_path: Path) -> None:
    log = filled_log(tmp_path, [{**LATE, "email": None}])
    assert remind(log) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["log.xlsx"]
    type_rows(log, [{"email": "ana@example.org"}])
    assert remind(log) == 0
    assert (tmp_path / "log-reminders-2026-11-23" / "Ana Costa.eml").exists()


def test_one_person_alone_is_drafted_for_and_recorded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = filled_log(tmp_path, [LATE, OTHER])
    assert remind(log, "--person", "li wei") == 0
    assert (tmp_path / "log-reminders.csv").read_text("utf-8-sig").count("\n") == 2
    assert remind(log, "--person", "Ana Costra") == 2
    assert "did you mean 'Ana Costa'" in one_line(capsys.readouterr().err)
    assert remind(log) == 0
    assert (tmp_path / "log-reminders-2026-11-23" / "Ana Costa.eml").exists()


def test_of_several_logs_a_person_has_one_draft_and_each_log_its_record(tmp_path: Path) -> None:
    one = filled_log(tmp_path, [LATE], "one.xlsx")
    two = filled_log(tmp_path, [{**LATE, "item": "Other log"}, OTHER], "two.xlsx")
    assert main(["remind", str(one), str(two), "--as-of", "2026-11-23"]) == 0
    folder = tmp_path / "team-reminders-2026-11-23"
    assert "Other log" in (folder / "Ana Costa.eml").read_text()
    assert "Draft budget" in (folder / "Ana Costa.eml").read_text()
    assert "Other log" not in (tmp_path / "one-reminders.csv").read_text()
    assert "Other log" in (tmp_path / "two-reminders.csv").read_text()


@pytest.mark.parametrize("name", ["index.html", "drafts"])
def test_a_file_of_somebody_elses_is_kept_and_nothing_is_recorded(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log = filled_log(tmp_path, [LATE])
    folder = tmp_path / "drafts"
    other = folder if name == "drafts" else folder / name
    other.parent.mkdir(exist_ok=True)
    other.write_text("mine")
    assert remind(log, "-o", str(folder)) == 2
    assert is_one_message(capsys.readouterr().err)
    assert other.read_text() == "mine"
    assert not (tmp_path / "log-reminders.csv").exists()


def test_what_is_not_recorded_is_not_drafted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    log = filled_log(tmp_path, [LATE])
    monkeypatch.setattr("sheetkit.review.ledger.os.fsync", full)
    assert remind(log) == 2
    assert "cannot be written (No space left on device)" in one_line(capsys.readouterr().err)
    assert list((tmp_path / "log-reminders-2026-11-23").glob("*.eml")) == []


def test_a_damaged_record_stops_reminders_but_no_review(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = filled_log(tmp_path, [LATE])
    (tmp_path / "log-reminders.csv").write_text("something else")
    assert remind(log) == 2
    assert "does not begin with its headings" in one_line(capsys.readouterr().err)
    assert main(["review", str(log), "--as-of", "2026-11-23"]) == 0
    assert "Until then, no line says when somebody was reminded of it" in one_line(capsys.readouterr().err)


def test_the_review_says_who_was_reminded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = filled_log(tmp_path, [LATE])
    for day in ("2026-11-23", "2026-11-30"):
        assert remind(log, as_of=day) == 0
    assert main(["review", str(log), "--as-of", "2026-12-01"]) == 0
    assert "(reminded 30 Nov, 2nd time)" in one_line(capsys.readouterr().out)


def test_a_text_list_is_reminded_of_and_its_record_is_no_log(tmp_path: Path) -> None:
    log = tmp_path / "list.csv"
    log.write_text("Item,Handed to,Email,Handed off,Expected back\nPlan,Ana,ana@example.org,2026-11-02,2026-11-20\n")
    assert remind(log) == 0
    assert (tmp_path / "list-reminders-2026-11-23" / "Ana.eml").exists()
    assert main(["review", str(tmp_path / "*.csv"), "--as-of", "2026-11-23"]) == 0
    assert {path.name for path in tmp_path.glob("*.xlsx")} == {"list-review-2026-11-23.xlsx"}


def test_logs_of_one_name_share_the_record_and_each_line_is_drafted(tmp_path: Path) -> None:
    log = filled_log(tmp_path, [LATE])
    (tmp_path / "log.csv").write_text(
        "Item,Handed to,Email,Handed off,Expected back\nPlan,Ana Costa,ana@example.org,2026-11-02,2026-11-12\n"
    )
    assert main(["remind", str(log), str(log.with_suffix(".csv")), "--as-of", "2026-11-23"]) == 0
    record = (tmp_path / "log-reminders.csv").read_text(encoding="utf-8-sig")
    assert len(record.splitlines()) == 3


def test_nothing_is_recorded_where_one_of_the_records_cannot_be_added_to(tmp_path: Path) -> None:
    one, two = filled_log(tmp_path, [LATE], "a.xlsx"), filled_log(tmp_path, [LATE], "b.xlsx")
    (tmp_path / "b-reminders.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert main(["remind", str(one), str(two), "--as-of", "2026-11-23"]) == 2
    assert not (tmp_path / "a-reminders.csv").exists()


def test_json_has_each_draft_and_each_line_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = filled_log(tmp_path, [LATE, {**OTHER, "email": None}, row(item="Far off")])
    assert remind(log, "--json") == 0
    shown = capsys.readouterr()
    said = json.loads(shown.out)
    assert "Nothing was sent" in shown.err
    assert (said["schema"], said["as_of"]) == ("sheetkit.remind/1", "2026-11-23")
    (one,) = said["drafts"]
    assert Path(one["file"]).exists()
    assert (one["person"], one["address"], one["lines"]) == (
        "Ana Costa", "ana@example.org", [{"log": str(log), "row": 2}],
    )  # fmt: skip
    assert said["without_address"] == [{"person": "Li Wei", "lines": 1}]
    assert [line["step"] for line in said["lines"]] == ["late", "late", None]
    assert said["lines"][2]["reason"] == "the next step, 'soon', is due on 12 Dec"
    assert remind(log, "--json", "--dry-run", as_of="2026-11-30") == 0
    assert json.loads(capsys.readouterr().out)["drafts"][0]["file"] is None


def test_a_page_of_somebody_elses_is_kept_and_what_is_advised_can_be_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "index.html").write_text("mine")
    assert remind(filled_log(tmp_path, [LATE]), "-o", str(tmp_path / "drafts")) == 2
    said = one_line(capsys.readouterr().err)
    assert said.endswith("so it is left as it is: name another folder with -o.")


def test_copies_of_one_log_ask_once_and_each_copy_has_the_record(tmp_path: Path) -> None:
    log = filled_log(tmp_path, [LATE, row()], "log.xlsx")
    (tmp_path / "log (2).xlsx").write_bytes(log.read_bytes())
    assert remind(tmp_path) == 0
    draft = (tmp_path / "team-reminders-2026-11-23" / "Ana Costa.eml").read_text()
    assert draft.count("- Draft budget") == 1
    for left in (log, tmp_path / "log (2).xlsx"):
        assert remind(left, "-o", str(tmp_path / "again")) == 0
    assert not (tmp_path / "again").exists()


def test_whoever_takes_a_line_over_was_not_reminded_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = filled_log(tmp_path, [LATE])
    assert remind(log) == 0
    type_rows(log, [{"handed_to": "Li Wei", "email": "li@example.org"}])
    capsys.readouterr()
    assert remind(log, "--dry-run", as_of="2026-11-24") == 0
    assert "it was drafted on 23 Nov, to Ana Costa, for this due date" in one_line(capsys.readouterr().out)
    assert main(["review", str(log), "--as-of", "2026-11-24"]) == 0
    assert "reminded" not in capsys.readouterr().out
    assert remind(log, as_of="2026-11-30") == 0
    assert main(["review", str(log), "--as-of", "2026-12-01"]) == 0
    assert "(reminded 30 Nov)" in one_line(capsys.readouterr().out)
