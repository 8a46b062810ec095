"""Read the answers of a form that came back, by the log and the ID of their lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sheetkit.errors import UnreadableError
from sheetkit.forms import layout
from sheetkit.forms.layout import FormLine
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.stamp import FORM, FORM_SHEET, KIND
from sheetkit.ooxml.reader.cells import ColumnCells, Grid, Value
from sheetkit.ooxml.reader.package import open_package
from sheetkit.ooxml.reader.workbook import Workbook, custom_properties, open_workbook
from sheetkit.text import heading_key, is_blank, quote

_HEADINGS_WITHIN = 60  # rows: people may have added some above


class NoFormError(UnreadableError):
    """A file that never was a form."""


@dataclass(frozen=True)
class Answer:
    """A cell that was filled in: its line, the answer's name and heading, the row in the form, and what it holds."""

    line: FormLine
    name: str
    heading: str
    row: int
    kind: int
    value: Value

    @property
    def shown(self) -> str:
        """What people see in the cell."""
        return format_cell(self.kind, self.value)


@dataclass(frozen=True)
class Form:
    """A form: its lines by their keys, and its answers.

    `strays` are sentences about answers that belong to none of its lines; `epoch` are the days to add to a bare number.
    """

    path: Path
    person: str
    made: datetime
    lines: dict[tuple[str, str], FormLine]
    answers: tuple[Answer, ...]
    strays: tuple[str, ...]
    epoch: int

    def lines_of(self, log: str) -> list[FormLine]:
        """Return the lines of the log with an identity."""
        return [line for line in self.lines.values() if line.log == log]


def form_person(path: Path) -> str:
    """Return whose form a file is, '' if it is none."""
    try:
        return read_form(path).person if kind_of(path) == FORM else ""
    except UnreadableError:
        return ""


def kind_of(path: Path) -> str:
    """Return the kind that a workbook of sheetkit's says it is, '' for any other file."""
    try:
        with open_package(path) as package:
            return custom_properties(package).get(KIND, "")
    except UnreadableError:
        return ""


def read_form(path: Path) -> Form:
    """Return a form as it came back. Raises NoFormError if the file is none, UnreadableError if it is damaged."""
    with open_workbook(path) as workbook:
        sheet = workbook.sheet(FORM_SHEET)
        if sheet is None:
            raise NoFormError(
                f"{path.name!r} is not a form: `sheetkit review LOG --split --form` makes the forms that are collected."
            )
        memory = workbook.grid(sheet)
        try:
            person, made = _text(memory, layout.PERSON_ROW, 2), _text(memory, layout.MADE_ROW, 2)
            names = dict(_names(memory))
            lines = {line.key: line for line in _lines(memory, names)}
            moment = datetime.fromisoformat(made).replace(tzinfo=None)
        except ValueError:
            raise UnreadableError(
                f"The hidden sheet of {path.name!r}, by which its answers are matched, was changed: enter them "
                "by hand, or make the form again."
            ) from None
        headings = {name: _text(memory, layout.HEADINGS_ROW, number) for number, name in names.items()}
        answers, strays = _answers(workbook, path, lines, headings)
        return Form(path, person, moment, lines, tuple(answers), tuple(strays), workbook.epoch)


def _text(grid: Grid, row: int, number: int) -> str:
    cell = grid.columns.get(number, ColumnCells()).at(row)
    return format_cell(*cell) if cell else ""


def _names(memory: Grid) -> Iterator[tuple[int, str]]:
    """Yield the number and the name of each column of the hidden sheet."""
    for number in sorted(memory.columns):
        if name := _text(memory, layout.NAMES_ROW, number):
            yield number, name


def _lines(memory: Grid, names: dict[int, str]) -> Iterator[FormLine]:
    """Yield the lines that a form was made with. Raises ValueError if somebody changed the sheet."""
    if tuple(names.values())[: len(layout.FACTS)] != layout.FACTS or layout.COMMENT not in names.values():
        raise ValueError(names)
    logged = [(number, name) for number, name in names.items() if name not in (*layout.FACTS, layout.COMMENT)]
    for row in memory.columns.get(1, ColumnCells()).rows:
        if row >= layout.FIRST_ROW:
            log, label, id_, item, status = (_text(memory, row, number) for number in range(1, len(layout.FACTS) + 1))
            yield FormLine(log, label, id_, item, status, {name: _text(memory, row, number) for number, name in logged})


def _answers(
    workbook: Workbook, path: Path, lines: dict[tuple[str, str], FormLine], headings: dict[str, str]
) -> tuple[list[Answer], list[str]]:
    """Return the answers, and sentences about those that belong to no line of the form."""
    keys = {heading_key(heading): name for name, heading in headings.items() if heading}
    for sheet in workbook.sheets:
        if sheet.name == FORM_SHEET:
            continue
        grid = workbook.grid(sheet)
        headings_row = _find_headings(grid, keys)
        if headings_row:
            break
    else:
        raise UnreadableError(
            f"The headings of {path.name!r} are gone, so nobody can tell what its answers mean: enter them by hand."
        )
    top, columns = headings_row
    answers: list[Answer] = []
    strays: list[str] = []
    answer_names = [name for name in headings if name not in layout.FACTS and name in columns]
    for row in sorted({row for name in answer_names for row in grid.columns[columns[name]].rows if row > top}):
        id_, item, label = (_text(grid, row, columns.get(name, 0)) for name in ("id", "item", "label"))
        cells = {name: cell for name in answer_names if (cell := grid.columns[columns[name]].at(row))}
        filled = {name: cell for name, cell in cells.items() if not is_blank(format_cell(*cell))}
        if not filled:
            continue
        line = lines.get(layout.line_key(label, id_))
        shown = quote(" ".join(format_cell(*cell) for cell in filled.values()))
        if line is None:
            what = f"the ID {quote(id_)} is not in this form" if not is_blank(id_) else "the row has no ID"
            strays.append(f"Row {row}, {shown}: {what}, so it was not entered.")
        elif "item" in columns and not layout.same_item(item, layout.shown_item(line.item)):
            strays.append(
                f"Row {row}, {shown}: {line.id} was {quote(line.item)} and here it is {quote(item)}, so it was not "
                "entered."
            )
        else:
            for name, cell in filled.items():
                answers.append(Answer(line, name, headings[name], row, *cell))
    return answers, strays


def _find_headings(grid: Grid, keys: dict[str, str]) -> tuple[int, dict[str, int]] | None:
    """Return the row of the headings and the column of each name; None if a sheet lacks the ID or every answer."""
    by_row: dict[int, dict[str, int]] = {}
    for number, cells in grid.columns.items():
        for row, kind, value in cells:
            if row > _HEADINGS_WITHIN:
                break
            if name := keys.get(heading_key(format_cell(kind, value))):
                by_row.setdefault(row, {}).setdefault(name, number)
    for row, columns in sorted(by_row.items()):
        if "id" in columns and set(columns) - set(layout.FACTS):
            return row, columns
    return None
