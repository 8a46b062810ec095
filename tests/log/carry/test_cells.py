"""A log keeps its contents when it is carried over into a new one."""

import tempfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import MONDAY, filled_log, lines, row
from made import blank_log, stratified_rows
from openpyxl import load_workbook
from package_checks import check_package
from pandas.testing import assert_frame_equal

from sheetkit.errors import OutputError, UnreadableError
from sheetkit.log.carry.cells import CarriedContents
from sheetkit.log.carry.upgrade import carry_log
from sheetkit.log.create.log_sheet import create_log
from sheetkit.log.read_log import Log, read_log
from sheetkit.review.build import build_review
from sheetkit.template.load import load_template
from sheetkit.template.store import from_log, shipped, shipped_names


def upgrade(path: Path, rows: int | None = None) -> tuple[Log, CarriedContents]:
    before = path.read_bytes()
    template, carried = carry_log(path, rows)
    target = path.with_name("upgraded.xlsx")
    create_log(target, template, date(2026, 11, 23), carried.rows, carried.contents)
    assert path.read_bytes() == before
    assert check_package(target) == []
    return read_log(target), carried


def stamp(path: Path, version: float) -> None:
    book = load_workbook(path)
    book["_sheetkit"]["B2"] = version
    book.save(path)


def same(old: Log, new: Log) -> None:
    assert_frame_equal(old.frame, new.frame, check_dtype=False, check_categorical=False)
    assert old.unread == new.unread
    assert old.settings == new.settings
    assert [(p.code, p.cell, p.message) for p in old.problems] == [(p.code, p.cell, p.message) for p in new.problems]


def test_every_line_value_and_problem_is_as_it_was(tmp_path: Path) -> None:
    path = filled_log(
        tmp_path,
        [{**one, "Cost": 12.5, "When": datetime(2026, 1, 2, 3, 4)} for one in stratified_rows(60)],
        extra=["Cost", "When"],
    )
    log, carried = upgrade(path)
    same(read_log(path), log)
    assert (carried.rows, carried.left_out) == (200, ())


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 12))
def test_what_is_carried_reads_back_equal(seed: int, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = filled_log(Path(folder), stratified_rows(count, seed))
        same(read_log(path), upgrade(path)[0])


def test_settings_and_ids_are_kept_blank_lines_included(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row(id="X-9"), {}, row(item="=1+1")])
    book = load_workbook(path)
    book["Settings"]["B4"] = 12
    book["Settings"]["B8"] = datetime(2026, 1, 2)
    book["Log"]["C3"] = "H-0900"
    book.save(path)
    log, _ = upgrade(path)
    assert log.settings["checkpoint_after_hours"] == 12
    assert log.frame["id"].to_dict() == {2: "X-9", 4: "H-0003"}
    new = load_workbook(path.with_name("upgraded.xlsx"))
    assert new["Settings"]["B8"].value == datetime(2026, 1, 2)
    ids = [new["Log"].cell(line, 3).value for line in range(2, 202)]
    assert ids[1] == "H-0900"
    assert len(set(ids)) == 200


def test_a_full_log_gets_more_lines_and_never_fewer_than_it_has_filled(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row(), {}, row(), row()])
    assert load_workbook(path)["Log"].tables["HandOffs"].ref == "A1:U10"
    upgrade(path, 500)
    assert load_workbook(path.with_name("upgraded.xlsx"))["Log"].tables["HandOffs"].ref == "A1:U501"
    path.with_name("upgraded.xlsx").unlink()
    log, _ = upgrade(path, 3)  # the blank line in between goes
    assert log.frame.index.tolist() == [2, 3, 4]
    with pytest.raises(OutputError, match="has 3 filled lines, so the new one needs at least as many, not 2"):
        carry_log(path, 2)


def test_a_log_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = blank_log(tmp_path)
    number = shipped().version
    stamp(path, number + 1)
    said = f"version {number + 1} of the template 'handoff', which is newer than.*version {number}"
    with pytest.raises(UnreadableError, match=said):
        carry_log(path)


def _forget_templates() -> None:
    for remembered in (shipped, shipped_names, from_log):
        remembered.cache_clear()


def test_a_log_of_an_older_version_becomes_one_of_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled_log(tmp_path, [row(notes="remember", Budget="5")], extra=["Budget"])
    number = shipped().version
    source = shipped().source.replace(f"version = {number}", f"version = {number + 1}")
    source = source.replace('title = "Notes"', 'title = "Memo"')
    source = source.replace('title = "Copy kept at"', 'title = "Budget"')
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "handoff.toml").write_text(source, encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("sheetkit.template.store._FOLDERS", (folder,))
        _forget_templates()
        log, _ = upgrade(path)
    _forget_templates()
    assert (log.template.version, log.template.source, log.notes) == (number + 1, source, ())
    assert log.headings[log.columns["notes"]] == "Memo"
    assert log.frame.loc[2, ["notes", "copy_kept_at", "Budget (2)"]].fillna("").tolist() == ["remember", "", "5"]


def test_a_log_with_a_template_of_its_own_keeps_it(tmp_path: Path) -> None:
    own = load_template(shipped().source.replace('name = "handoff"', 'name = "mine"'), "mine.toml")
    log, _ = upgrade(blank_log(tmp_path, 5, own))
    assert log.template.name == "mine"


def test_a_date_that_is_a_text_is_no_date_in_the_stored_flags(tmp_path: Path) -> None:
    rows = [row(checkpoint="2026-11-30"), row(returned="2026-11-20"), row(expected_back="2026-12-14")]
    log, _ = upgrade(filled_log(tmp_path, rows))
    sheet = load_workbook(log.path, data_only=True)["Log"]
    shown = [(sheet.cell(number, 1).value, sheet.cell(number, 2).value) for number in (2, 3, 4)]
    assert shown == [("Missing checkpoint", 21), ("On track", 21), ("Incomplete", None)]


def test_the_stored_flags_are_those_of_the_review(tmp_path: Path) -> None:
    log, _ = upgrade(filled_log(tmp_path, stratified_rows(150)))
    sheet = load_workbook(log.path, data_only=True)["Log"]
    for one in lines(build_review([log], MONDAY)):
        flag = log.template.rule(one["flag"]).title if one["flag"] else log.template.on_track
        shown = flag if one["status"] == "Open" else one["status"]
        row = one["row"]
        assert (sheet.cell(row, 1).value, sheet.cell(row, 2).value) == (shown, one["days_left"]), one
