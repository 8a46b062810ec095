"""The command `upgrade`, as people use it."""

from pathlib import Path

import pytest
from messages import one_line

from sheetkit.cli import main


def test_upgrade_gives_a_log_more_lines_and_leaves_the_old_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    assert main(["new", str(old), "--rows", "5"]) == 0
    before = old.read_bytes()
    assert main(["upgrade", str(old), "-o", str(new), "--rows", "300"]) == 0
    assert "0 lines carried over, room for 300 in all" in capsys.readouterr().out
    assert old.read_bytes() == before
    assert main(["check", str(new)]) == 0
    assert main(["upgrade", str(old), "-o", str(new)]) == 2
    assert "exists already" in one_line(capsys.readouterr().err)
