"""The command `review`: what it compares with, and the reviews of one person."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from logs import EMPTY, OVERDUE, UNCHECKED, filled_log, row, type_rows
from messages import one_line
from package_checks import check_package
from reviews import review, sheet_of, table

from sheetkit.cli import main

ANA, LI = row(item="Ana's plan", notes="only for Ana"), row(item="Li's plan", handed_to="Li Wei", notes="only for Li")


def changes(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    capsys.readouterr()
    assert main(["review", *arguments, "--as-of", "2026-11-23", "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)["changes"]
    return found


def everything_in(path: Path) -> str:
    """All text of a workbook's parts, hidden places and properties included."""
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(name).decode(errors="replace") for name in package.namelist())


def test_previous_names_the_review_to_compare_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row()])
    for day in ("2026-11-02", "2026-11-16"):
        review(path, day)
    named = tmp_path / "log-review-2026-11-02.xlsx"
    assert changes(capsys, str(path))["previous"] == {
        "path": str(tmp_path / "log-review-2026-11-16.xlsx"),
        "as_of": "2026-11-16",
    }
    assert changes(capsys, str(path), "--previous", str(named))["previous"] == {
        "path": str(named),
        "as_of": "2026-11-02",
    }
    assert changes(capsys, str(path), "--previous", "none")["previous"] is None


def test_a_log_that_got_another_name_is_compared_when_its_review_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [row(item="gone"), row(item="stays")])
    before = review(path, "2026-11-16")
    type_rows(path, [EMPTY])
    renamed = path.rename(tmp_path / "renamed.xlsx")
    found = changes(capsys, str(renamed), "--previous", str(before))
    assert [line["item"] for line in found["gone_missing"]] == ["gone"]  # type: ignore[attr-defined]
    assert found["new"] == []
    about = sheet_of(tmp_path / "renamed-review-2026-11-23.xlsx", "About")
    assert "The earlier review was named by hand; it is of log.xlsx." in [cell.value for cell in about["B"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "there is no file"), (b"PK\x03\x04 cut", "is not a review"), ("log", "is not a review")],
)
def test_a_previous_review_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | str | None, said: str
) -> None:
    path = filled_log(tmp_path, [row()])
    named = tmp_path / "last.xlsx"
    if content is not None:
        named.write_bytes(path.read_bytes() if isinstance(content, str) else content)
    assert main(["review", str(path), "--previous", str(named)]) == 2
    assert said in one_line(capsys.readouterr().err)
    assert not list(tmp_path.glob("*-review-*"))


def test_a_previous_review_of_this_day_or_later_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row()])
    later = review(path, "2026-11-23")
    assert main(["review", str(path), "--as-of", "2026-11-16", "--previous", str(later)]) == 2
    assert "is as of 2026-11-23, which is not before 2026-11-16" in one_line(capsys.readouterr().err)


def test_the_review_of_one_person_holds_nobody_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typo = row(item="Li's typo", handed_to="Li Wei", status="Dnoe")
    path = filled_log(tmp_path, [ANA, LI, typo, {**OVERDUE, "handed_to": "ana  COSTA"}])
    review(path, "2026-11-16")
    type_rows(path, [{}, EMPTY])  # what Li loses is no news for Ana
    assert main(["review", str(path), "--as-of", "2026-11-23", "--person", " ANA costa"]) == 0
    made = tmp_path / "log-review-2026-11-23-Ana Costa.xlsx"
    assert check_package(made) == []
    assert [line["What"] for line in table(sheet_of(made, "What you have"))] == ["Late plan", "Ana's plan"]
    assert openpyxl.load_workbook(made).properties.title == "For Ana Costa"
    inside = everything_in(made)
    assert "only for Ana" not in inside  # what the owner notes is the owner's
    assert "hyperlink" not in inside
    assert "Li Wei" not in inside
    assert "Li&apos;s" not in inside
    assert "Li's" not in inside
    assert "only for Li" not in inside
    assert "Dnoe" not in inside


def test_a_name_that_nobody_has_is_refused_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [ANA, LI])
    assert main(["review", str(path), "--person", "Ana Kosta"]) == 2
    assert "did you mean 'Ana Costa'?" in one_line(capsys.readouterr().err)
    assert not list(tmp_path.glob("*-review-*"))


def test_split_makes_one_workbook_for_each_person_and_that_of_everybody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = row(item="Done", handed_to="Zed", status="Done")
    slashed = row(item="Odd", handed_to='A/C: "Zoë" <x>.')
    path = filled_log(tmp_path, [ANA, LI, UNCHECKED, slashed, done, row(item="whose?", handed_to=None)])
    assert main(["review", str(path), "--as-of", "2026-11-23", "--split"]) == 0
    assert sorted(found.name for found in tmp_path.glob("*-review-*")) == [
        "log-review-2026-11-23-A C Zoë x.xlsx",
        "log-review-2026-11-23-Ana Costa.xlsx",
        "log-review-2026-11-23-Li Wei.xlsx",
        "log-review-2026-11-23.xlsx",
    ]
    said = capsys.readouterr().out
    assert "3 workbooks for one person each" in said
    assert "1 open line names nobody" in said
    book = openpyxl.load_workbook(tmp_path / "log-review-2026-11-23-Li Wei.xlsx")
    assert book.sheetnames == ["What you have"]
    assert [line["What"] for line in table(book["What you have"])] == ["No checkpoint", "Li's plan"]


def test_html_is_made_beside_the_workbook_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [ANA])
    assert main(["review", str(path), "--as-of", "2026-11-23", "--html", "-o", str(tmp_path / "mine.xlsx")]) == 0
    assert f"For a phone: {tmp_path / 'mine.html'}" in capsys.readouterr().out
    assert (tmp_path / "mine.html").exists()
    assert main(["review", str(path), "--as-of", "2026-11-23", "--html", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["html"] == str(tmp_path / "log-review-2026-11-23.html")
    assert main(["review", str(path), "--as-of", "2026-11-23", "--json"]) == 0
    assert "html" not in json.loads(capsys.readouterr().out)


def test_a_persons_review_is_not_taken_for_that_of_everybody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [ANA, LI])
    assert main(["review", str(path), "--as-of", "2026-11-16", "--split"]) == 0
    assert main(["review", str(path), "--as-of", "2026-11-20", "--person", "Ana Costa"]) == 0
    found = changes(capsys, str(path))
    assert found.pop("previous") == {"path": str(tmp_path / "log-review-2026-11-16.xlsx"), "as_of": "2026-11-16"}
    assert not any(found.values())
    ana = tmp_path / "log-review-2026-11-20-Ana Costa.xlsx"
    assert main(["review", str(path), "--as-of", "2026-11-24", "--previous", str(ana)]) == 2
    assert "of Ana Costa only" in one_line(capsys.readouterr().err)
