"""`docs/templates.md`, done word for word as a new user would: what it says to change, type and run does as it says."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from libreoffice import LibreOffice, Typed
from logs import lines
from openpyxl import load_workbook

from sheetkit.cli import main
from sheetkit.log.read_log import read_log
from sheetkit.ooxml.references import column_letters
from sheetkit.review.build import build_review
from sheetkit.template.load import load_template
from sheetkit.template.model import Template
from sheetkit.template.store import shipped, shipped_names

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
TUTORIAL = PAGE[PAGE.index("## Try it") : PAGE.index("## What can stand")]
MONDAY = datetime(2026, 11, 23)
STEPS = re.compile(
    r"(Find|Write instead|Add above them|Add at the end of the file)[^:.]*:\n\n```toml\n(.*?\n)```", re.DOTALL
)


def changed_source() -> str:
    """The template after all the steps of the page."""
    source, found = shipped().source, ""
    for what, text in STEPS.findall(TUTORIAL):
        if what == "Add at the end of the file":
            source = f"{source}\n{text}"
            continue
        if what == "Find":
            found = text
            assert len(re.findall(f"^{re.escape(found)}", source, re.MULTILINE)) == 1, found
            continue
        source = source.replace(f"\n{found}", f"\n{text}{found if what == 'Add above them' else ''}")
    return source


def said(kind: str = "text") -> list[str]:
    """What the page says that is shown or run, block by block."""
    blocks = re.findall(r"^```(\w*)\n(.*?)\n```$", TUTORIAL, re.DOTALL | re.MULTILINE)
    return [text for language, text in blocks if language == kind]


def first_line() -> dict[str, str]:
    """What the page says to type, by heading."""
    rows = [line.strip("| ").split(" | ") for line in TUTORIAL.split("\n") if line.startswith("| ")]
    return dict(zip(rows[0], rows[1], strict=True))


@pytest.fixture
def design(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Template:
    """The template that the page ends with, in a file of the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("print-shop.toml").write_text(changed_source(), encoding="utf-8")
    return load_template(changed_source(), "print-shop.toml")


def type_in(path: Path, template: Template, **values: object) -> None:
    """Type values into the first line."""
    book = load_workbook(path)
    for number, column in enumerate(template.columns, start=1):
        if column.title in values:
            book["Log"].cell(2, number).value = values[column.title]  # type: ignore[assignment]
    book.save(path)


def as_typed(text: str) -> object:
    """What a spreadsheet makes of what is typed."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.fromisoformat(text)
    return float(text) if text.isdecimal() else text


def run(capsys: pytest.CaptureFixture[str], command: str) -> str:
    """Run a command of the page and return what it says, as one line."""
    main(command.removeprefix("python3 start.py ").split())
    return " ".join(capsys.readouterr().out.split())


def test_every_kind_of_log_that_comes_along_is_named_and_made_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = PAGE[: PAGE.index("## Try it")]
    named = re.findall(r"^\| `([\w-]+)` \| .* \| `python3 start\.py (.*)` \|$", table, re.MULTILINE)
    assert sorted(name for name, _ in named) == sorted(shipped_names())
    for name, command in named:
        assert main(command.split()) == 0
        assert read_log(tmp_path / f"{name.removesuffix('-log')}-log.xlsx").template is shipped(name)
        assert f"{name}.png" in table or name == "handoff"


def test_the_steps_make_a_log_whose_review_says_what_the_page_says(
    design: Template, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, check, review, explain, upgrade = said("")
    assert "is ready" in run(capsys, new)
    log = tmp_path / "jobs.xlsx"
    type_in(log, design, **{title: as_typed(text) for title, text in first_line().items()})
    type_in(log, design, Cost=9000)
    shown, advice, explained, mistake = said()
    assert shown in run(capsys, check)
    type_in(log, design, Cost=800)
    assert "0 errors, 0 warnings" in run(capsys, check)
    reviewed = run(capsys, review)
    assert all(sentence in reviewed for sentence in advice.split("\n"))
    assert "No order" in reviewed
    assert " ".join(explained.split()) in run(capsys, explain)
    type_in(log, design, **{"Order number": "B-2026-118"})
    [line] = lines(build_review([read_log(log)], MONDAY))
    assert line["flag"] == ""
    assert "1 line carried over" in run(capsys, upgrade)
    assert read_log(tmp_path / "jobs-2.xlsx").identity == read_log(log).identity
    assert read_log(tmp_path / "jobs-2.xlsx").frame["cost"].tolist() == [800]
    Path("print-shop.toml").write_text(changed_source().replace("cost >= order", "cots >= order"), encoding="utf-8")
    assert main(["new", "other.xlsx", "--template", "print-shop.toml"]) == 2
    assert mistake in " ".join(capsys.readouterr().err.split())


def test_the_live_flag_and_the_red_cell_are_what_the_page_says(
    design: Template, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    main(["new", "jobs.xlsx", "--template", "print-shop.toml"])
    numbers = {column.title: column_letters(number) for number, column in enumerate(design.columns, start=1)}
    cells = {f"{numbers[title]}2": Typed(text) for title, text in first_line().items()}
    frozen, path = tmp_path / "frozen.xlsx", tmp_path / "typed.xlsx"
    libreoffice.fill(tmp_path / "jobs.xlsx", frozen, "Settings", {f"B{4 + len(design.settings)}": Typed("2026-11-23")})
    for order, flag in (("", "No order"), ("B-2026-118", "On track")):
        order_cell = {f"{numbers['Order number']}2": Typed(order)} if order else {}
        reading = libreoffice.fill(frozen, path, "Log", {**cells, **order_cell}, read="A2:A2")
        assert reading.values == [[flag]]
        [line] = lines(build_review([read_log(path)], MONDAY))
        assert (design.rule(line["flag"]).title if line["flag"] else design.on_track) == flag


def test_it_names_every_part_of_a_template() -> None:
    reference = PAGE[PAGE.index("## What can stand") :]
    parts = {"template", "words", "group", "step", "column", "setting", "value", "rule", "reminder", "roles"}
    assert {part for part in parts if f"[{part}]" not in reference} == set()
