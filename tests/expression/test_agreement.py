"""One rule, two engines: what LibreOffice shows in the live columns is what Python computes, on every row."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from libreoffice import LibreOffice, Typed
from logs import lines
from made import AS_OF, DAY, FIRST_ENTERED, TODAY, Row, any_rows, blank_log, stratified_rows

from sheetkit.log.read_log import read_log
from sheetkit.review.build import build_review
from sheetkit.template.load import load_template
from sheetkit.template.model import Template
from sheetkit.template.store import shipped, shipped_names

COUNT = 5_010
ANY = 900  # rows of each other template
ERRORS = 40  # rows with a cell that shows an error
Live = dict[int, tuple[str, object]]  # Excel row -> what Flag and Days left show


@pytest.fixture(scope="module")
def recalculated(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Live]:
    """A log of COUNT rows, filled and recalculated by LibreOffice, and what its live columns show."""
    folder = tmp_path_factory.mktemp("agreement")
    return fill_and_recalculate(libreoffice, folder, shipped(), "log.xlsx")


def fill_and_recalculate(
    libreoffice: LibreOffice,
    folder: Path,
    template: Template,
    name: str,
    as_of: object = AS_OF,
    rows: list[Row] | None = None,
    errors: int = ERRORS,
) -> tuple[Path, Live]:
    rows = rows or stratified_rows(COUNT)
    blank = blank_log(folder, len(rows) + 5, template, f"blank-{name}")
    keys = [column.name for column in template.entered if column.name != "id"]
    block = [[None if isinstance(row.get(key), bool) else row.get(key) for key in keys] for row in rows]
    cells: dict[str, object] = {f"{FIRST_ENTERED}2": block}
    for number, row in enumerate(rows, start=2):
        for offset, key in enumerate(keys):
            if isinstance(row.get(key), bool):
                cells[f"{chr(ord(FIRST_ENTERED) + offset)}{number}"] = Typed(str(row[key]).upper())
    for number in range(errors):  # an error in a cell of each column in turn, of rows spread over all recipes
        column = chr(ord(FIRST_ENTERED) + number % len(keys))
        cells[f"{column}{3 + number * (len(rows) // (ERRORS + 1))}"] = Typed("=NA()")
    cells[f"{FIRST_ENTERED}{len(rows) + 3}"] = " \xa0 "  # a blank row that only looks filled
    frozen, filled = folder / f"frozen-{name}", folder / name
    libreoffice.fill(blank, frozen, "Settings", {f"B{4 + len(template.settings)}": as_of})
    reading = libreoffice.fill(frozen, filled, template.sheet, cells, read=f"A2:B{len(rows) + 6}")
    return filled, {row: (str(values[0]), values[1]) for row, values in enumerate(reading.values, start=2)}


def computed(path: Path, template: Template | None = None, as_of: object = AS_OF) -> dict[int, dict[str, Any]]:
    """What Python computes, with the rules of `template` if given."""
    log = read_log(path)
    if template is not None:
        log = replace(log, template=template)
    return {one["row"]: one for one in lines(build_review([log], as_of))}


def shown(one: dict[str, Any], template: Template) -> tuple[str, object]:
    """What the live columns should show for a hand-off."""
    title = template.rule(one["flag"]).title if one["flag"] else ""
    flag = title or (template.on_track if one["status"] == template.roles.open else one["status"])
    return flag, "" if one["days_left"] is None else one["days_left"]


def differences(live: Live, rows: dict[int, dict[str, Any]], template: Template) -> list[tuple[int, object, object]]:
    """The rows where the two engines differ."""
    expected = {row: shown(rows[row], template) if row in rows else ("", "") for row in live}
    return [(row, live[row], expected[row]) for row in live if live[row] != expected[row]]


def test_flag_and_days_left_agree_on_every_row(recalculated: tuple[Path, Live]) -> None:
    path, live = recalculated
    rows = computed(path)
    assert len(rows) >= 5_000
    assert differences(live, rows, shipped()) == []


def test_every_rule_holds_often_and_comes_first_often(recalculated: tuple[Path, Live]) -> None:
    rows = computed(recalculated[0]).values()
    held = Counter(key for one in rows for key in one["flags"])
    first = Counter(one["flag"] for one in rows if one["flag"])
    assert {rule.name: held[rule.name] for rule in shipped().rules if held[rule.name] < 200} == {}
    assert {rule.name: first[rule.name] for rule in shipped().rules if first[rule.name] < 100} == {}


WRONG = {
    "> for >= in a threshold": ("span > checkpoint_after_hours", "span >= checkpoint_after_hours"),
    "< for <= in due soon": ("days(as_of, due) <= due", "days(as_of, due) < due"),
    "a dropped blank guard": ("and (not is_date(checked_in) or day(checked_in)", "and (day(checked_in)"),
    "a comparison that misses blanks": ("not understood == 'Yes'", "understood != 'Yes'"),
    "a delay that is overlooked": ("now_expected if is_date(now_expected) else expected_back", "expected_back"),
    "what is back still counts as out": ("status == 'Open' and not back", "status == 'Open'"),
    "a word for nothing that says something": ('"none", ', ""),
    "a tick that is not seen": ('"✓", ', ""),
    "a dash is a place for the copy": ("blank(copy_kept_at)", "copy_kept_at != 'Shelf 3'"),
    "days where moments are meant": ("past(checkpoint)", "day(as_of) > day(checkpoint)"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rule_is_caught(name: str, recalculated: tuple[Path, Live]) -> None:
    right, wrong = WRONG[name]
    assert right in shipped().source
    template = load_template(shipped().source.replace(right, wrong), "wrong.toml")
    path, live = recalculated
    assert differences(live, computed(path, template), template)


def test_swapped_precedence_is_caught(recalculated: tuple[Path, Live]) -> None:
    rules = list(shipped().rules)
    rules[1], rules[2] = rules[2], rules[1]
    template = replace(shipped(), rules=tuple(rules))
    path, live = recalculated
    assert differences(live, computed(path, template), template)


def test_the_two_agree_at_midnight_and_with_other_thresholds(libreoffice: LibreOffice, tmp_path: Path) -> None:
    source = shipped().source.replace("default = 4\n", "default = 24\n").replace("default = 7\n", "default = 6\n")
    template = load_template(source.replace('name = "handoff"', 'name = "other"'), "other.toml")
    path, live = fill_and_recalculate(
        libreoffice, tmp_path, template, "midnight.xlsx", TODAY, rows=stratified_rows(2_000, seed=8)
    )
    assert differences(live, computed(path, as_of=TODAY), template) == []


@pytest.mark.parametrize("name", shipped_names()[1:])
def test_they_agree_for_each_template_that_comes_along(name: str, libreoffice: LibreOffice, tmp_path: Path) -> None:
    template = shipped(name)
    path, live = fill_and_recalculate(libreoffice, tmp_path, template, "any.xlsx", rows=any_rows(template, ANY))
    rows = computed(path)
    assert len(rows) >= ANY - 1
    assert differences(live, rows, template) == []
    first = Counter(one["flag"] for one in rows.values())
    assert {rule.name: first[rule.name] for rule in template.rules if first[rule.name] < 3} == {}


# What people type where they have nothing to say, where they say yes, and where they say something else: an answer key
# of its own, which knows nothing of the template's lists.
SAYS_NOTHING = [
    "-",
    "--",
    "---",
    "- -",
    "–",
    "—",
    "…",
    "...",
    ".",
    "?",
    "??",
    "? ",
    "/",
    "./.",
    "-/-",
    "n/a",
    "N/A",
    "n / a",
]
SAYS_NOTHING += [
    "n.a.",
    "N.A.",
    "N. A.",
    "na",
    "NA.",
    "none",
    "None.",
    "none yet",
    "None  Yet",
    "nil",
    "no",
    "No.",
    "not yet",
]
SAYS_NOTHING += [
    "Not-yet",
    "not\xa0yet",
    "tbd",
    "T.B.D.",
    "TBC",
    "tbc?",
    "tba",
    "to be confirmed",
    "To Be Confirmed.",
    "pending",
]
SAYS_NOTHING += ["unknown", "Unknown?", "no copy", "not applicable", "0", 0.0, False, "✗", "❌", "☐", "\t", " \xa0 "]
SAYS_YES = ["yes", "YES", " Yes ", "y", "x", "X\xa0", "✓", "✔", "✔️", "☑"]
SAYS_ELSE = [
    "Shelf 3",
    "ok",
    "nobody knows",
    "yes!",
    "y.",
    "no-one",
    "none of them",
    "1",
    1.0,
    "-1",
    "00",
    "naa",
    "上海",
    "***",
]
SAYS_ELSE += ["not yet!", "pending letter", "+", "№ 7", "nо", "✅", "=NA", "C:/copies", "no no", "tbd soon", "x x", "_"]
LATE: Row = {"handed_off": TODAY - 20 * DAY, "expected_back": TODAY - 10 * DAY, "checkpoint": TODAY - 12 * DAY}
FINE: Row = {"item": "Lease", "handed_to": "Ana Costa", "understood": "Yes", "expected_result": "Signed"}
FINE |= {"handed_off": TODAY - 5 * DAY, "expected_back": TODAY + 30 * DAY, "checkpoint": TODAY + 9 * DAY}


def keyed_rows() -> list[tuple[Row, str]]:
    """Rows with such a value in one cell, each with the flag that it should show."""
    rows: list[tuple[Row, str]] = []
    for value in [*SAYS_NOTHING, *SAYS_YES, *SAYS_ELSE]:
        nothing, yes = value in SAYS_NOTHING, value in SAYS_YES
        late = {**FINE, **LATE, "checked_in": TODAY - 11 * DAY}
        rows.append(({**late, "returned": value}, "Back: close it" if yes else "Overdue"))
        rows.append(({**FINE, "checkpoint": value}, "Missing checkpoint"))
        lease = {**FINE, "hard_to_replace": "Yes"}
        copy = {**lease, "document": "Lease", "copy_kept_at": value}
        rows.append((copy, "No copy kept" if nothing else "On track"))
        rows.append(({**lease, "document": value}, "On track" if nothing else "No copy kept"))
        rows.append(({**FINE, "expected_result": value}, "No expected result" if nothing else "On track"))
        rows.append(({**late, "status": value}, "Overdue"))
    return rows


def test_a_cell_that_does_not_say_it_silences_nothing_in_either_engine(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    rows = keyed_rows()
    assert len(rows) > 400
    path, live = fill_and_recalculate(
        libreoffice, tmp_path, shipped(), "keyed.xlsx", rows=[row for row, _ in rows], errors=0
    )
    reviewed = computed(path)
    wrong = [
        (row, key, live[number][0], shown(reviewed[number], shipped())[0])
        for number, (row, key) in enumerate(rows, start=2)
        if not live[number][0] == key == shown(reviewed[number], shipped())[0]
    ]
    assert wrong == []


def test_a_wrong_formula_is_caught(libreoffice: LibreOffice, tmp_path: Path) -> None:
    right, wrong = WRONG["< for <= in due soon"]
    template = load_template(shipped().source.replace(right, wrong), "wrong.toml")
    path, live = fill_and_recalculate(libreoffice, tmp_path, template, "wrong.xlsx", rows=stratified_rows(500))
    assert differences(live, computed(path, shipped()), shipped())
