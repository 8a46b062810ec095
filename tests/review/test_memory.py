"""A team's earlier review is found, and goes on, though a log joined, left, got another name or could not be read."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from logs import EMPTY, WrittenLog, filled_log, row, type_rows
from made import Row
from reviews import sheet_of, table

from sheetkit.cli import main
from sheetkit.log.create.log_sheet import create_log
from sheetkit.template.load import load_template
from sheetkit.template.store import shipped, shipped_names


def reviewed(capsys: pytest.CaptureFixture[str], day: str, *logs: Path | str, options: tuple[str, ...] = ()) -> Any:
    """Return the JSON document of a review."""
    capsys.readouterr()
    assert main(["review", *map(str, logs), "--as-of", day, "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def found(document: Any) -> dict[str, list[str]]:
    """The items of each kind of change there is."""
    changes = {kind: value for kind, value in document["changes"].items() if kind != "previous"}
    return {kind: [line["item"] for line in lines] for kind, lines in changes.items() if lines}


def log(folder: Path, name: str, *items: str) -> Path:
    return filled_log(folder, [row(item=item) for item in items], name)


def own_log(folder: Path, name: str, *rows: Row) -> Path:
    """A log as `new` makes it, with an identity."""
    assert main(["new", str(folder / name), "--rows", "9"]) == 0
    type_rows(folder / name, rows)
    return folder / name


def notes_of(folder: Path, day: str) -> str:
    about = sheet_of(folder / f"team-review-{day}.xlsx", "About")
    return " ".join(str(line[1].value) for line in about.iter_rows(max_col=2) if line[0].value in ("Note", "Not read"))


def test_a_log_that_joined_is_compared_with_nothing_and_the_others_as_ever(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = log(tmp_path, "one.xlsx", "A", "B"), log(tmp_path, "two.xlsx", "C")
    reviewed(capsys, "2026-11-16", tmp_path)
    log(tmp_path, "new.xlsx", "N")
    type_rows(one, [EMPTY])
    document = reviewed(capsys, "2026-11-23", tmp_path)
    assert document["changes"]["previous"]["as_of"] == "2026-11-16"
    assert found(document) == {"gone_missing": ["A"]}
    assert "new.xlsx is new here" in notes_of(tmp_path, "2026-11-23")
    trend = table(sheet_of(tmp_path / "team-review-2026-11-23.xlsx", "Trend"))
    assert [(line["Logs"], line["Lines"]) for line in trend] == [(2, 3), (3, 3)]
    type_rows(two, [EMPTY])
    assert found(reviewed(capsys, "2026-11-30", tmp_path)) == {"gone_missing": ["C"]}


def test_a_log_that_left_makes_nothing_new_or_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log(tmp_path, "one.xlsx", "A")
    log(tmp_path, "two.xlsx", "C")
    reviewed(capsys, "2026-11-16", tmp_path)
    left = (tmp_path / "two.xlsx").rename(tmp_path / "two.bak")
    log(tmp_path, "three.xlsx", "T")
    assert found(reviewed(capsys, "2026-11-23", tmp_path)) == {}
    assert "two.xlsx was in the review of Monday 16 Nov 2026 and is not in this one" in notes_of(tmp_path, "2026-11-23")
    left.rename(tmp_path / "two.xlsx")
    type_rows(tmp_path / "two.xlsx", [EMPTY, row(item="D")])
    document = reviewed(capsys, "2026-11-30", tmp_path)  # it is compared with the review that had it last
    assert document["changes"]["previous"]["as_of"] == "2026-11-23"
    assert found(document) == {"gone_missing": ["C"], "new": ["D"]}
    assert "two.xlsx was not in the review of Monday 23 Nov 2026" in notes_of(tmp_path, "2026-11-30")


def test_a_log_that_got_another_name_keeps_its_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own_log(tmp_path, "log.xlsx", row(item="A"), row(item="B"))
    reviewed(capsys, "2026-11-09", path)
    reviewed(capsys, "2026-11-16", path)
    renamed = path.rename(tmp_path / "renamed.xlsx")
    type_rows(renamed, [{"status": "Done"}])
    document = reviewed(capsys, "2026-11-23", renamed)
    assert document["changes"]["previous"]["path"] == str(tmp_path / "log-review-2026-11-16.xlsx")
    assert found(document) == {"closed": ["A"]}
    trend = table(sheet_of(tmp_path / "renamed-review-2026-11-23.xlsx", "Trend"))
    assert [line["Done"] for line in trend] == [0, 0, 1]


def test_two_logs_that_swapped_names_are_not_taken_for_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = own_log(tmp_path, "one.xlsx", row(item="A")), own_log(tmp_path, "two.xlsx", row(item="B"))
    reviewed(capsys, "2026-11-16", tmp_path)
    one.rename(tmp_path / "aside")
    two.rename(one)
    (tmp_path / "aside").rename(two)
    assert found(reviewed(capsys, "2026-11-23", tmp_path)) == {}


def test_a_log_that_was_made_anew_under_its_old_name_is_the_same_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = own_log(tmp_path, "log.xlsx", row(item="A"), row(item="B"))
    reviewed(capsys, "2026-11-16", path)
    path.unlink()
    own_log(tmp_path, "log.xlsx", row(item="A"))
    assert found(reviewed(capsys, "2026-11-23", path)) == {"gone_missing": ["B"]}


def test_a_line_that_was_moved_to_another_log_is_neither_gone_nor_new(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = log(tmp_path, "one.xlsx", "A", "moved"), log(tmp_path, "two.xlsx", "C")
    reviewed(capsys, "2026-11-16", tmp_path)
    type_rows(one, [{}, EMPTY])
    type_rows(two, [{}, row(item="moved", handed_to="Ana Costa")])
    assert found(reviewed(capsys, "2026-11-23", tmp_path)) == {}


def test_one_persons_review_of_a_log_does_not_stand_in_the_way_of_the_teams(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logs = [log(tmp_path, f"{name}.xlsx", name) for name in ("one", "two", "three")]
    reviewed(capsys, "2026-11-16", tmp_path)
    reviewed(capsys, "2026-11-20", logs[0])
    assert reviewed(capsys, "2026-11-23", tmp_path)["changes"]["previous"]["as_of"] == "2026-11-16"


def test_the_review_of_a_day_is_replaced_though_a_log_joined_meanwhile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log(tmp_path, "one.xlsx", "A")
    log(tmp_path, "two.xlsx", "B")
    reviewed(capsys, "2026-11-23", tmp_path)
    log(tmp_path, "three.xlsx", "C")
    assert len(reviewed(capsys, "2026-11-23", tmp_path)["logs"]) == 3


def test_figures_of_then_use_the_settings_of_now(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row(checkpoint=None)])
    book = openpyxl.load_workbook(path)
    (cell,) = [cell for line in book["Settings"].iter_rows() for cell in line if cell.value == 4]
    cell.value = 5_000
    book.save(path)
    reviewed(capsys, "2026-11-16", path)
    reviewed(capsys, "2026-11-23", path)
    summary = sheet_of(tmp_path / "log-review-2026-11-23.xlsx", "Summary")
    said = [str(cell.value) for line in summary.iter_rows() for cell in line if cell.value is not None]
    assert not [text for text in said if "fewer than" in text or "more than" in text]


def test_a_review_that_was_made_before_reviews_named_their_logs_one_by_one_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = log(tmp_path, "one.xlsx", "A", "B")
    log(tmp_path, "two.xlsx", "C")
    with monkeypatch.context() as before:
        before.setattr("sheetkit.workbook.write.log_properties", lambda logs: {})
        reviewed(capsys, "2026-11-09", one)
        reviewed(capsys, "2026-11-16", tmp_path)
    type_rows(one, [EMPTY])
    document = reviewed(capsys, "2026-11-23", tmp_path)
    assert document["changes"]["previous"]["as_of"] == "2026-11-16"
    assert found(document) == {"gone_missing": ["A"]}
    assert found(reviewed(capsys, "2026-11-23", one)) == {"gone_missing": ["A"]}


@pytest.mark.parametrize("names", [("a.xlsx", "z.xlsx"), ("z.xlsx", "a.xlsx")])
def test_a_team_with_logs_of_all_kinds_is_told_what_changed_in_each(
    names: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, usual = names
    changed = shipped().source.replace('name = "handoff"', 'name = "shop"', 1).replace('"Item"', '"Job"', 1)
    templates = {own: load_template(changed, "shop.toml"), usual: shipped()}
    templates |= {f"{kind}.xlsx": shipped(kind) for kind in shipped_names() if kind != "handoff"}
    items = ["goes", "late", "slips", "moves", "opens", "comes", "passes", "closes", "stops"]
    for name, template in templates.items():
        roles = template.roles
        create_log(tmp_path / name, template, date(2026, 11, 16), 20)
        written = WrittenLog(tmp_path / name, template)
        for item in items:
            due = datetime(2026, 11, 20) if item == "late" else datetime(2026, 12, 21)
            person = f"Ana {name}"  # or they would be one hand-off in several logs
            line = {roles.item: item, roles.person: person, roles.start: datetime(2026, 11, 2), roles.promise: due}
            written.put(item, line | ({roles.status: roles.done} if item == "opens" else {}))
        written.save()
    assert found(reviewed(capsys, "2026-11-16", tmp_path)) == {}
    for name, template in templates.items():
        roles = template.roles
        written = WrittenLog(tmp_path / name, template)
        cancelled = template.status.choices[-1].title
        for item, values in {
            "goes": dict.fromkeys([roles.item, roles.person, roles.start, roles.promise]),
            "slips": {template.delay: datetime(2026, 12, 24)},
            "moves": {roles.promise: datetime(2026, 12, 18)},
            "opens": {roles.status: None},
            "comes": {roles.back: datetime(2026, 11, 18)},
            "passes": {roles.person: f"Li {name}"},
            "closes": {roles.status: roles.done, roles.back: datetime(2026, 11, 18)},
            "stops": {roles.status: cancelled},
        }.items():
            written.put(item, values)
        written.sheet.cell(15, written.numbers[roles.item]).value = "new"
        written.save()
    expected = dict(
        zip(
            ["gone_missing", "newly_overdue", "slipped", "redated", "reopened", "back", "reassigned", "new", "closed"],
            [*items[:7], "new", "closes"],
            strict=True,
        )
    )
    expected["cancelled"] = "stops"
    document = reviewed(capsys, "2026-11-23", tmp_path)
    by_log = {
        kind: sorted((Path(line["log"]).name, line["item"]) for line in document["changes"][kind]) for kind in expected
    }
    assert by_log == {kind: sorted((name, item) for name in templates) for kind, item in expected.items()}


def test_logs_that_were_reviewed_one_by_one_are_each_compared_with_their_own_review(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = log(tmp_path, "one.xlsx", "A"), log(tmp_path, "two.xlsx", "C", "D")
    for path in (one, two):
        reviewed(capsys, "2026-11-16", path)
    for path in (one, two):
        type_rows(path, [EMPTY])
    assert found(reviewed(capsys, "2026-11-23", one, two)) == {"gone_missing": ["A", "C"]}
    said = "not in the review of Monday 16 Nov 2026, or could not be read then, so it is compared with"
    assert f"{said} one-review-2026-11-16.xlsx, as of Monday 16 Nov 2026." in notes_of(tmp_path, "2026-11-23")


def test_the_one_person_there_is_is_named_in_good_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(log(tmp_path, "one.xlsx", "A")), "--person", "Bob"]) == 2
    assert "the log names Ana Costa." in " ".join(capsys.readouterr().err.split())
