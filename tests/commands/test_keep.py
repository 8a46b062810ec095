"""Copies of documents beside the log: verified, never overwritten, and checked by `check`."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from edited_logs import ROWS, refused, run
from logs import filled_log

from sheetkit.cli import main
from sheetkit.log.read_log import read_log


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return filled_log(tmp_path, ROWS)


@pytest.fixture
def lease(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "Signed lease.pdf"
    path.parent.mkdir()
    path.write_bytes(b"signed")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    path.chmod(0o600)
    return path


def kept(log: Path) -> list[str]:
    folder = log.with_name("log-files")
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def problems(log: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """What `check` says about kept copies: (code, value)."""
    capsys.readouterr()
    main(["check", str(log), "--json"])
    found = json.loads(capsys.readouterr().out)["logs"][0]["problems"]
    return [(one["code"], one["value"]) for one in found if one["code"].startswith("copy-")]


def test_a_copy_is_kept_beside_the_log_and_entered(log: Path, lease: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run("keep", log, "h-0002", lease)
    assert "Signed lease.pdf is kept as log-files/H-0002/Signed lease.pdf (SHA-256 " in said
    assert kept(log) == ["H-0002/Signed lease.pdf", "manifest-sha256.txt"]
    line = read_log(log).frame.loc[3]
    assert (line["document"], line["copy_kept_at"]) == ("Signed lease.pdf", "log-files/H-0002/Signed lease.pdf")
    copy = log.with_name("log-files") / "H-0002" / "Signed lease.pdf"
    assert copy.read_bytes() == b"signed"
    assert (copy.stat().st_mtime, copy.stat().st_mode & 0o777) == (1_700_000_000, 0o600)
    assert problems(log, capsys) == []


def test_the_same_again_is_done_already_and_another_content_gets_a_number(log: Path, lease: Path) -> None:
    run("keep", log, "H-0002", lease)
    before = log.read_bytes()
    assert "was kept already" in run("keep", log, "H-0002", lease)
    assert log.read_bytes() == before
    lease.write_bytes(b"signed again")
    run("keep", log, "H-0002", lease)
    assert kept(log) == ["H-0002/Signed lease (2).pdf", "H-0002/Signed lease.pdf", "manifest-sha256.txt"]
    at = read_log(log).frame.loc[3, "copy_kept_at"]
    assert at == "log-files/H-0002/Signed lease.pdf; log-files/H-0002/Signed lease (2).pdf"


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="GNU's own check is not there")
def test_the_manifest_is_one_that_sha256sum_checks(log: Path, lease: Path) -> None:
    run("keep", log, "H-0001", lease)
    run("keep", log, "H-0002", lease)
    folder = log.with_name("log-files")
    command = ["sha256sum", "-c", "manifest-sha256.txt"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.count(": OK") == 2


def test_check_names_what_was_changed_is_missing_or_was_added(
    log: Path, lease: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for id_ in ("H-0001", "H-0002"):
        run("keep", log, id_, lease)
    folder = log.with_name("log-files")
    (folder / "H-0001" / "Signed lease.pdf").write_bytes(b"forged")
    (folder / "H-0002" / "Signed lease.pdf").unlink()
    (folder / "notes.txt").write_text("x")
    assert problems(log, capsys) == [
        ("copy-changed", "log-files/H-0001/Signed lease.pdf"),
        ("copy-missing", "log-files/H-0002/Signed lease.pdf"),
        ("copy-extra", "log-files/notes.txt"),
    ]


def test_a_changed_copy_is_not_made_right_by_keeping_it(
    log: Path, lease: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("keep", log, "H-0001", lease)
    copy = log.with_name("log-files") / "H-0001" / "Signed lease.pdf"
    copy.write_bytes(b"forged")
    lease.write_bytes(b"forged")
    run("keep", log, "H-0001", lease)
    assert problems(log, capsys) == [("copy-changed", "log-files/H-0001/Signed lease.pdf")]


def test_where_a_copy_lies_already_stays_in_the_cell(log: Path, lease: Path) -> None:
    run("set", log, "H-0001", "Copy kept at=Shelf 3", "Document=Lease")
    run("keep", log, "H-0001", lease)
    line = read_log(log).frame.loc[2]
    assert (line["document"], line["copy_kept_at"]) == ("Lease", "Shelf 3; log-files/H-0001/Signed lease.pdf")


def test_undo_takes_back_the_cells_and_leaves_the_copy(log: Path, lease: Path) -> None:
    run("keep", log, "H-0001", lease)
    run("undo", log)
    assert read_log(log).frame.loc[2].isna()["copy_kept_at"]
    assert kept(log) == ["H-0001/Signed lease.pdf", "manifest-sha256.txt"]


def test_a_strange_id_or_name_leads_nowhere_else(log: Path, tmp_path: Path) -> None:
    run("set", log, "H-0001", "ID=../../x:y")
    odd = tmp_path / "a\\b\n.pdf"
    odd.write_bytes(b"1")
    run("keep", log, "../../x:y", odd)
    assert kept(log) == ["manifest-sha256.txt", "x y/a b.pdf"]


def test_what_is_no_file_is_refused(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is a folder" in refused(capsys, "keep", log, "H-0001", tmp_path)
    (tmp_path / "log-files").write_text("a file in the way")
    (tmp_path / "x.txt").write_text("x")
    assert "cannot be made" in refused(capsys, "keep", log, "H-0001", tmp_path / "x.txt")
    assert read_log(log).frame["copy_kept_at"].isna().all()


def test_a_manifest_that_leads_out_of_the_folder_is_not_followed(
    log: Path, lease: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("keep", log, "H-0001", lease)
    manifest = log.with_name("log-files") / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text() + "0" * 64 + "  ../in/Signed lease.pdf\n" + "0" * 64 + "  /etc/hosts\n")
    assert problems(log, capsys) == []
