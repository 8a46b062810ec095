"""The commands `new` and `explain`, with templates that come along and with those of one's own."""

from pathlib import Path

import pytest
from messages import one_line

from sheetkit.cli import main
from sheetkit.template.store import shipped, shipped_names


def test_new_lists_the_kinds_of_log_and_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "--list"]) == 0
    said = one_line(capsys.readouterr().out)
    assert all(one_line(shipped(name).description) in said for name in shipped_names())
    assert list(tmp_path.iterdir()) == []


def test_a_changed_template_that_still_has_a_shipped_name_makes_a_log_and_says_what_to_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(shipped("loans").source.replace('"Value"', '"Worth in euros"'), encoding="utf-8")
    assert main(["new", str(tmp_path / "log.xlsx"), "--template", str(own)]) == 0
    assert 'change name = "loans" under [template]' in one_line(capsys.readouterr().out)
    assert main(["new", str(tmp_path / "other.xlsx"), "--template", "loans"]) == 0
    assert "change name" not in one_line(capsys.readouterr().out)


def test_explain_knows_the_words_of_a_logs_own_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = str(tmp_path / "log.xlsx")
    assert main(["new", log, "--template", "action-log"]) == 0
    for where in (["--log", log], ["--template", "action-log"]):
        capsys.readouterr()
        assert main(["explain", "not_begun", *where]) == 0
        assert "Not begun (not_begun) is a flag." in capsys.readouterr().out
        assert main(["explain", "Progress", *where]) == 0
        assert "From 0 to 100." in capsys.readouterr().out
        assert main(["explain", *where]) == 0
        assert where[0] in capsys.readouterr().out
    assert main(["explain", "not_begun"]) == 2
    assert main(["explain", "Progress", "--log", log, "--template", "loans"]) == 2
    assert "Use either --log or --template, not both" in one_line(capsys.readouterr().err)


def test_explain_of_a_file_that_is_no_log_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "overdue", "--log", str(tmp_path / "none.xlsx")]) == 2
    assert "none.xlsx" in one_line(capsys.readouterr().err)
    assert main(["explain", "overdue", "--template", "lones"]) == 2
    assert "did you mean 'loans'" in one_line(capsys.readouterr().err)
