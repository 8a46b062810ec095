"""Whatever suffix is typed, what is made is an .xlsx workbook, and says so."""

from pathlib import Path

import pytest
from messages import is_one_message, one_line

from sheetkit.cli import main
from sheetkit.commands.output_path import workbook_path


@pytest.mark.parametrize("typed", ["x.xls", "x.ods", "x.csv", "x.XLSM", "x.numbers"])
def test_the_suffix_of_another_kind_of_file_is_replaced_and_that_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    assert main(["new", str(tmp_path / typed), "--rows", "5"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]
    shown = capsys.readouterr()
    assert "x.xlsx is ready" in shown.out
    assert "sheetkit makes .xlsx workbooks, so the file is" in one_line(shown.err)
    assert is_one_message(shown.err)


@pytest.mark.parametrize(
    ("typed", "made"),
    [("x", "x.xlsx"), ("x.xlsx", "x.xlsx"), ("X.XLSX", "X.XLSX"), ("log 2026.11", "log 2026.11.xlsx")],
)
def test_any_other_name_is_kept(capsys: pytest.CaptureFixture[str], typed: str, made: str) -> None:
    assert workbook_path(typed) == Path(made)
    assert capsys.readouterr().err == ""
