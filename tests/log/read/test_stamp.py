"""Which rules a log is read with: the shipped ones, or those it carries itself."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from logs import filled_log, row, type_rows
from made import blank_log
from openpyxl import load_workbook
from sheets import GOOD, plain_log

from sheetkit.cli import main
from sheetkit.log.carry.upgrade import carry_log
from sheetkit.log.read_log import Log, read_log
from sheetkit.template.load import load_template
from sheetkit.template.model import Template
from sheetkit.template.store import shipped, shipped_names


def own(**changes: str) -> Template:
    """A changed template: the shipped one with some texts replaced."""
    source = shipped().source.replace("default = 7", "default = 21")
    for old, new in {'name = "handoff"': 'name = "own"', **changes}.items():
        assert old in source
        source = source.replace(old, new, 1)
    return load_template(source, "own.toml")


def damaged(folder: Path, template: Template, cell: str, value: object) -> Log:
    path = blank_log(folder, 2, template)
    book = load_workbook(path)
    book["_sheetkit"][cell] = value
    book.save(path)
    return read_log(path)


def test_a_log_of_the_shipped_template_is_read_with_the_shipped_rules(tmp_path: Path) -> None:
    log = read_log(blank_log(tmp_path, 2))
    assert log.template == shipped()
    assert log.notes == ()


def test_a_template_that_cannot_be_used_is_said_and_the_shipped_one_of_its_name_is_taken(tmp_path: Path) -> None:
    log = damaged(tmp_path, shipped("loans"), "A9", "this line is no TOML")
    assert log.template is shipped("loans")
    assert "cannot be used" in log.notes[0]
    assert "the rules of 'loans' were applied" in log.notes[0]


def test_a_changed_template_counts_though_it_bears_a_shipped_name_and_version(tmp_path: Path) -> None:
    """Its live Flag follows the changed rules too, and the two must not contradict each other."""
    changed = load_template(shipped().source.replace('title = "Overdue"', 'title = "Late"'), "own.toml")
    path = blank_log(tmp_path, 2, changed)
    log = read_log(path)
    assert log.template.rule("overdue").title == "Late"
    assert f"'handoff', version {shipped().version}, changed from the one that comes with sheetkit." in log.notes[0]
    assert [problem.code for problem in log.problems] == []
    assert carry_log(path)[0].rule("overdue").title == "Late"


@pytest.mark.parametrize("name", shipped_names())
def test_a_log_of_any_shipped_template_is_read_with_that(tmp_path: Path, name: str) -> None:
    log = read_log(blank_log(tmp_path, 2, shipped(name)))
    assert log.template is shipped(name)
    assert pickle.loads(pickle.dumps(log.template)) is log.template
    assert log.notes == ()


def test_a_log_without_a_stamp_is_read_with_the_shipped_rules(tmp_path: Path) -> None:
    log = plain_log(tmp_path / "log.xlsx", [GOOD])
    assert log.template == shipped()
    assert log.notes == ()


@pytest.mark.parametrize(
    "changes", [{}, {'name = "own"': 'name = "handoff"', f"version = {shipped().version}": "version = 99"}]
)
def test_a_template_of_ones_own_travels_with_the_log(tmp_path: Path, changes: dict[str, str]) -> None:
    template = own(**changes)
    log = read_log(blank_log(tmp_path, 2, template))
    assert replace(log.template, source="") == replace(template, source="")
    assert log.settings["due_soon_days"] == 21
    assert f"{template.name!r}, version {template.version}" in log.notes[0]


def test_a_template_keeps_every_character_on_its_way(tmp_path: Path) -> None:
    odd = "description = \"Zoë _x000D_ <b> & 'x' \u2028 \x85 \U0001f600\""
    template = own(**{'description = "Anything else."': odd, "# --- settings": "\t# \u2029 trailing   \n\n\n# ---"})
    log = read_log(blank_log(tmp_path, 2, template))
    assert log.template.source.rstrip("\n") == template.source.rstrip("\n")


@pytest.mark.parametrize(("cell", "value"), [("A9", "no = TOML ="), ("A4", "[[rule")])
def test_a_damaged_stamp_is_said_and_the_shipped_rules_are_used(tmp_path: Path, cell: str, value: object) -> None:
    log = damaged(tmp_path, own(), cell, value)
    assert log.template == shipped()
    assert "cannot be used" in log.notes[0]
    assert "the rules of 'handoff' were applied" in log.notes[0]


def test_an_emptied_stamp_is_said(tmp_path: Path) -> None:
    path = blank_log(tmp_path, 2, own())
    book = load_workbook(path)
    book["_sheetkit"].delete_rows(1, 1_000)
    book.save(path)
    log = read_log(path)
    assert log.template == shipped()
    assert "cannot be used" in log.notes[0]


@pytest.mark.parametrize(
    ("version", "said"), [(99, "version 99 of the template 'handoff', which is newer"), ("7", "7"), (0.5, "older")]
)
@pytest.mark.parametrize("line", [None, "no = TOML ="])
def test_another_version_of_the_template_is_said_whatever_else_the_stamp_holds(
    tmp_path: Path, version: object, said: str, line: str | None
) -> None:
    path = blank_log(tmp_path, 2)
    book = load_workbook(path)
    book["_sheetkit"]["B2"] = version
    if line:
        book["_sheetkit"]["A9"] = line
    book.save(path)
    [problem] = read_log(path).problems
    assert (problem.code, problem.severity, problem.cell) == ("template-version", "warning", None)
    assert said in problem.message
    assert problem.fix.startswith("Get a newer" if "older" not in said else "Nothing to do")


def test_a_log_keeps_its_identity_when_it_is_upgraded_and_gets_its_own_when_it_is_made(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main(["new", str(tmp_path / f"{name}.xlsx"), "--rows", "3"]) == 0
    type_rows(tmp_path / "one.xlsx", [row()])
    assert main(["upgrade", str(tmp_path / "one.xlsx"), "-o", str(tmp_path / "upgraded.xlsx")]) == 0
    assert main(["adopt", str(tmp_path / "one.xlsx"), "-o", str(tmp_path / "adopted.xlsx")]) == 0
    known = {path.stem: read_log(path).identity for path in tmp_path.glob("*.xlsx")}
    assert known["upgraded"] == known["one"]
    assert len(set(known.values())) == 3
    assert all(len(identity) == 36 for identity in known.values())


def test_a_log_can_be_made_with_a_given_identity(tmp_path: Path) -> None:
    given = "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert main(["new", str(tmp_path / "log.xlsx"), "--identity", given.upper()]) == 0
    assert read_log(tmp_path / "log.xlsx").identity == given
    assert read_log(filled_log(tmp_path, [row()], name="without.xlsx")).identity == ""
