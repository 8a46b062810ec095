"""What may be replaced: only what sheetkit itself made, and an input by no name at all."""

import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from logs import OVERDUE, filled_log, row
from messages import is_one_message, one_line

from sheetkit.cli import main

Review = Callable[[Path, Path], list[str]]
DAY = ["--as-of", "2026-11-23"]


def review(log: Path, target: Path) -> list[str]:
    return ["review", str(log), *DAY, "-o", str(target)]


def annotate(log: Path, target: Path) -> list[str]:
    return ["check", str(log), "--annotate", str(target)]


BOTH = pytest.mark.parametrize("made_by", [review, annotate])


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Change a part of a workbook, as a program that saves it does."""
    with zipfile.ZipFile(path) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in contents.items():
            new.writestr(name, change(content) if name == part else content)


def saved_by_excel(path: Path) -> None:
    """Save a workbook as Excel does: later than it was made."""
    pattern = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    rewritten(path, "docProps/core.xml", lambda core: pattern.sub(rb"\g<1>2026-11-24T09:00:00Z", core))


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one sentence with which a command stops."""
    capsys.readouterr()
    assert main(arguments) == 2
    shown = capsys.readouterr().err
    assert is_one_message(shown)
    return one_line(shown)


@BOTH
def test_what_sheetkit_made_is_made_again(tmp_path: Path, made_by: Review) -> None:
    log, target = filled_log(tmp_path, [row()]), tmp_path / "made.xlsx"
    assert main(made_by(log, target)) == 0
    first = target.stat().st_ino
    assert main(made_by(log, target)) == 0
    assert target.stat().st_ino != first


@BOTH
def test_what_somebody_saved_since_is_kept_unless_forced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made_by: Review
) -> None:
    log, target = filled_log(tmp_path, [row()]), tmp_path / "made.xlsx"
    assert main(made_by(log, target)) == 0
    saved_by_excel(target)
    before = target.read_bytes()
    said = refused(made_by(log, target), capsys)
    assert "was changed after sheetkit made it" in said
    assert "made (2).xlsx" in said
    assert target.read_bytes() == before
    assert main([*made_by(log, target), "--force"]) == 0
    assert target.read_bytes() != before


@BOTH
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"a note"], ids=["empty", "damaged", "text"])
def test_what_others_made_is_replaced_by_force_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made_by: Review, content: bytes
) -> None:
    log, target = filled_log(tmp_path, [row()]), tmp_path / "made.xlsx"
    target.write_bytes(content)
    said = refused(made_by(log, target), capsys)
    assert "exists and is not a" in said
    assert "--force" in said
    assert target.read_bytes() == content
    assert main([*made_by(log, target), "--force"]) == 0
    assert target.read_bytes().startswith(b"PK")


@BOTH
def test_another_log_is_not_replaced_by_force_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made_by: Review
) -> None:
    log, other = filled_log(tmp_path, [row()]), filled_log(tmp_path, [OVERDUE], name="other.xlsx")
    before = other.read_bytes()
    assert main([*made_by(log, other), "--force"]) == 2
    assert "is a log" in one_line(capsys.readouterr().err)
    assert other.read_bytes() == before


@BOTH
@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "forced"])
@pytest.mark.parametrize("name", ["itself", "a long way round", "hard link", "link", "folder that is a link", "case"])
def test_the_log_is_no_output_by_any_spelling(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made_by: Review, force: list[str], name: str
) -> None:
    (tmp_path / "in").mkdir()
    log = filled_log(tmp_path / "in", [row()])
    before = log.read_bytes()
    target = tmp_path / "other.xlsx"
    match name:
        case "itself":
            target = log
        case "a long way round":
            target = tmp_path / "in" / ".." / "in" / "." / "log.xlsx"
        case "hard link":
            os.link(log, target)
        case "link":
            target.symlink_to(log)
        case "folder that is a link":
            (tmp_path / "too").symlink_to(tmp_path / "in", target_is_directory=True)
            target = tmp_path / "too" / "log.xlsx"
        case "case":
            target = tmp_path / "in" / "LOG.xlsx"
            if not target.exists():  # a disk that tells large letters from small ones: a second name stands for them
                os.link(log, target)
    said = refused([*made_by(log, target), *force], capsys)
    assert "is the log itself, which is never written to" in said
    assert log.read_bytes() == before


def test_a_log_that_could_not_be_read_is_no_output_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, broken = filled_log(tmp_path, [row()]), tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 saved half")
    said = refused(["review", str(log), str(broken), *DAY, "-o", str(broken), "--force"], capsys)
    assert "never written to" in said
    assert broken.read_bytes() == b"PK\x03\x04 saved half"


@BOTH
@pytest.mark.parametrize("owner", ["~$made.xlsx", ".~lock.made.xlsx#"])
def test_a_workbook_that_somebody_has_open_is_left_and_another_name_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made_by: Review, owner: str
) -> None:
    log, target = filled_log(tmp_path, [row()]), tmp_path / "made.xlsx"
    assert main(made_by(log, target)) == 0
    (tmp_path / owner).write_bytes(b"\x03Ana")
    before = target.read_bytes()
    said = refused(made_by(log, target), capsys)
    assert "is open in another program" in said
    assert "made (2).xlsx" in said
    assert repr(owner) in said
    assert target.read_bytes() == before


@BOTH
def test_a_workbook_that_windows_keeps_open_is_left_and_another_name_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made_by: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, target = filled_log(tmp_path, [row()]), tmp_path / "made.xlsx"
    assert main(made_by(log, target)) == 0
    before = target.read_bytes()

    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(Path, "replace", refuse)
    said = refused(made_by(log, target), capsys)
    assert "close it if it is open in another program" in said
    assert "made (2).xlsx" in said
    assert target.read_bytes() == before
    assert not list(tmp_path.glob("~*"))


@BOTH
def test_a_link_is_no_output_and_by_force_is_replaced_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made_by: Review
) -> None:
    log, target, elsewhere = filled_log(tmp_path, [row()]), tmp_path / "made.xlsx", tmp_path / "away" / "theirs.xlsx"
    elsewhere.parent.mkdir()
    assert main(made_by(log, elsewhere)) == 0
    before = elsewhere.read_bytes()
    target.symlink_to(elsewhere)
    assert "is a link to a file elsewhere" in refused(made_by(log, target), capsys)
    assert target.is_symlink()
    assert main([*made_by(log, target), "--force"]) == 0
    assert not target.is_symlink()
    assert elsewhere.read_bytes() == before


@BOTH
def test_a_link_to_nowhere_is_no_free_name(tmp_path: Path, capsys: pytest.CaptureFixture[str], made_by: Review) -> None:
    log, target = filled_log(tmp_path, [row()]), tmp_path / "made.xlsx"
    target.symlink_to(tmp_path / "planted.xlsx")
    assert "is a link" in refused(made_by(log, target), capsys)
    assert not (tmp_path / "planted.xlsx").exists()


@BOTH
def test_what_is_no_ordinary_file_is_not_even_replaced_by_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made_by: Review
) -> None:
    log, target = filled_log(tmp_path, [row()]), tmp_path / "made.xlsx"
    os.mkfifo(target)
    assert "not an ordinary file" in refused([*made_by(log, target), "--force"], capsys)
    assert target.is_fifo()


def test_a_folder_of_the_reviews_name_is_no_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = filled_log(tmp_path, [row()])
    (tmp_path / "log-review-2026-11-23.xlsx").mkdir()
    assert "is a folder" in refused(["review", str(log), *DAY, "--force"], capsys)


@pytest.mark.parametrize("command", ["new", "adopt", "upgrade"])
def test_a_log_is_made_over_nothing_not_even_over_a_link_to_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    log = filled_log(tmp_path, [row()])
    target = tmp_path / "fresh.xlsx"
    target.symlink_to(tmp_path / "planted.xlsx")
    asked = ["new", str(target)] if command == "new" else [command, str(log), "-o", str(target)]
    assert "exists already and is left as it is" in refused(asked, capsys)
    assert not (tmp_path / "planted.xlsx").exists()
    own = [command, str(log), *([] if command == "new" else ["-o", str(log)])]
    assert "exists already" in refused(own, capsys)


def test_an_earlier_review_is_not_looked_for_through_links(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared, private = tmp_path / "shared", tmp_path / "private"
    shared.mkdir()
    private.mkdir()
    log = filled_log(private, [row(), OVERDUE])
    assert main(["review", str(log), "--as-of", "2026-11-16"]) == 0
    (shared / "log.xlsx").write_bytes(log.read_bytes())
    (shared / "planted.xlsx").symlink_to(private / "log-review-2026-11-16.xlsx")
    capsys.readouterr()
    assert main(["review", str(shared / "log.xlsx"), *DAY, "--json"]) == 0
    assert '"previous": null' in capsys.readouterr().out
