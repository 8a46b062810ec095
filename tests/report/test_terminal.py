"""What a person reads in the terminal."""

import json
from pathlib import Path

import pytest
from logs import OVERDUE, filled_log, row, type_rows

from sheetkit.cli import main
from sheetkit.log.read_log import read_log
from sheetkit.report.line import Line
from sheetkit.report.terminal import check_lines


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    main(list(arguments))
    return " ".join(capsys.readouterr().out.split())


def test_review_says_headline_worst_rows_and_where_the_workbook_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [row(), *[OVERDUE] * 7])
    text = said(capsys, "review", str(path), "--as-of", "2026-11-23")
    assert text.startswith("log.xlsx, Monday 23 Nov 2026: 8 out, 7 overdue, 7 with no checkpoint; the oldest,")
    assert text.count("Ask Ana Costa for it today and agree a new date.") == 5
    assert "and 2 more lines on the sheet Needs attention" in text
    assert text.endswith(f"The review: {tmp_path / 'log-review-2026-11-23.xlsx'}")


def test_a_long_item_without_spaces_is_named_by_its_beginning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [{**OVERDUE, "item": "計画書" * 20}])
    assert f"Overdue {'計画書' * 15}..., Ana Costa: due 12 Nov" in said(
        capsys, "review", str(path), "--as-of", "2026-11-23"
    )


def test_check_names_the_cell_and_how_to_put_it_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row(status="Dnoe")])
    text = said(capsys, "check", str(path))
    assert text.startswith("log.xlsx, sheet Log: 1 line, 1 error, 0 warnings error M2 'Dnoe' is not one of the choices")
    assert "Perhaps 'Done' is meant." in text


def test_many_cells_with_one_mistake_are_summed_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row(status="Dnoe")] * 40)
    text = said(capsys, "check", str(path))
    assert text.count("is not one of the choices") == 3
    assert "the same in 37 more cells: M5, M6, M7, M8, M9 and 32 more" in text


def test_problems_come_in_the_order_of_the_sheet_as_in_every_other_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(
        tmp_path, [row(status="Dnoe", item=None), row(status="Dnoe"), row(item=None), *[row(status="x")] * 4]
    )
    capsys.readouterr()
    main(["check", str(path)])
    cells = [line.split()[1] for line in capsys.readouterr().out.splitlines() if line.startswith("  error")]
    assert cells == ["D2", "M2", "M3", "D4", "M5", "the"]
    main(["check", str(path), "--json"])
    found = json.loads(capsys.readouterr().out)["logs"][0]["problems"]
    assert [one["cell"] for one in found if one["severity"] == "error"] == [
        "D2",
        "M2",
        "M3",
        "D4",
        "M5",
        "M6",
        "M7",
        "M8",
    ]


def test_what_is_only_said_comes_in_the_same_order_in_text_and_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Item,Handed to,Handed off,Expected back,Mine\na,Ana Costa,2026-11-02,2026-11-30,x\n"
        "b,Anna Costa,2026-11-02,2026-11-30,\n",
        "utf-8",
    )
    text = said(capsys, "check", str(path))
    main(["check", str(path), "--json"])
    found = json.loads(capsys.readouterr().out)["logs"][0]["problems"]
    codes = list(dict.fromkeys(one["code"] for one in found if one["severity"] == "info"))
    assert codes == ["missing-setting", "missing-column", "unknown-column", "similar-names"]
    assert sorted(codes, key=lambda code: text.index(f"[{code}]")) == codes


def test_a_note_says_what_it_is_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row(handed_to="Ana Costa"), row(handed_to="Anna Costa")], extra=["Budget", "Mine"])
    text = said(capsys, "check", str(path))
    assert "info A column of your own: 'Budget' and 'Mine' [unknown-column]" in text
    assert "Handed to: 'Anna Costa' and 'Ana Costa' are nearly the same: are they the same person? If so, spell" in text


def test_review_says_what_changed_since_the_earlier_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row(), row(item="closed")])
    assert "Since" not in said(capsys, "review", str(path), "--as-of", "2026-11-16")
    type_rows(path, [{}, {"status": "Done"}, row(item="new")])
    text = said(capsys, "review", str(path), "--as-of", "2026-11-23")
    assert "with no checkpoint. Since Monday 16 Nov 2026: 1 new, 1 closed. " in text


def test_every_line_of_a_team_says_whose_log_it_is_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("ana.xlsx", "li.xlsx"):
        filled_log(tmp_path, [{**OVERDUE, "item": f"of {name}"}, {**OVERDUE, "item": "of both"}], name)
    (tmp_path / "cut.xlsx").write_bytes((tmp_path / "li.xlsx").read_bytes()[:2_000])
    text = said(capsys, "review", str(tmp_path), "--as-of", "2026-11-23")
    assert text.startswith("2 of 3 logs, Monday 23 Nov 2026: 3 out, 3 overdue,")
    assert "with Ana Costa in ana.xlsx, is 11 days late" in text
    for line in (
        "of ana.xlsx, Ana Costa [ana.xlsx]",
        "of li.xlsx, Ana Costa [li.xlsx]",
        "of both, Ana Costa [ana.xlsx, li.xlsx]",
    ):
        assert f"Overdue {line}: due 12 Nov" in text
    assert text.count("of both") == 1


def test_each_problem_is_headed_in_the_colour_of_its_severity(tmp_path: Path) -> None:
    log = read_log(filled_log(tmp_path, [row(expected_back="soon", email="x")]))
    heads = [(line.text[: line.head].split(), line.colour) for line in check_lines(log, 100) if isinstance(line, Line)]
    assert heads[1:] == [(["error", "I2"], "red"), (["warning", "G2"], "amber")]
