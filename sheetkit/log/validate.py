"""What is wrong between cells: blanks that matter, choices, order of dates, IDs.

One cause gives one problem: a cell that is broken already, or a date that could not be read, makes the
checks that need it silent.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sheetkit.expression.frame import Evaluator
from sheetkit.expression.tree import Column as ColumnNode
from sheetkit.expression.tree import Node, Type
from sheetkit.expression.tree import columns as columns_of
from sheetkit.log.dates import show_date
from sheetkit.log.records import Records
from sheetkit.template.model import Column, Kind, Template
from sheetkit.words import nearest, quoted, tidy
from sheetkit.xlsx.serial import SECONDS, to_datetime


@dataclass(frozen=True)
class Checked:
    """What the checks look at: the rows, the cells that are broken already, the columns that are there."""

    records: Records
    broken: dict[str, npt.NDArray[np.bool_]]
    present: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A problem, by the template's column and Excel's row."""

    code: str
    column: str
    row: int
    value: str
    message: str
    fix: str


def check_rows(checked: Checked, template: Template) -> Iterator[Found]:
    """Yield every problem between cells. Source: design of the `handoff` template's constraints."""
    for column in template.entered:
        if column.name not in checked.present:
            continue
        if column.required:
            yield from _required(checked, column)
        if column.kind is Kind.CHOICE:
            yield from _choices(checked, column)
        if column.unique:
            yield from _doubles(checked, column)
    yield from _order(checked, template)


def _required(checked: Checked, column: Column) -> Iterator[Found]:
    for row in checked.records.frame.index[checked.records.blank(column.name)]:
        yield Found(
            "required",
            column.name,
            int(row),
            "",
            f"{column.title} is blank",
            f"Enter it: {column.description[0].lower()}{column.description[1:]}"
            if column.description
            else "Fill it in.",
        )


def _choices(checked: Checked, column: Column) -> Iterator[Found]:
    words = checked.records.words(column.name)
    wrong = ~words.isin(list(column.canonical)) & (words != "") & ~checked.broken[column.name]
    titles = [choice.title for choice in column.choices]
    for row, text in checked.records.frame.loc[wrong.to_numpy(), column.name].items():
        near = nearest(text, column.canonical)
        meant = f" Perhaps {column.canonical[near]!r} is meant." if near else ""
        counts = f", so the line counts as {column.default}" if column.default else ""
        yield Found(
            "unknown-choice",
            column.name,
            int(str(row)),
            tidy(text),
            f"{quoted(text)} is none of the choices of {column.title}{counts}",
            f"Pick {', '.join(titles[:-1])} or {titles[-1]}.{meant}",
        )


def _doubles(checked: Checked, column: Column) -> Iterator[Found]:
    words = checked.records.words(column.name)
    known = (words != "") & ~checked.broken[column.name]
    first: dict[str, int] = {}
    for row, text in words[known].items():
        number = int(str(row))
        if text not in first:
            first[text] = number
            continue
        shown = tidy(str(checked.records.frame.at[number, column.name]))
        yield Found(
            "duplicate-id",
            column.name,
            number,
            shown,
            f"{quoted(shown)} is also the {column.title} of row {first[text]}",
            "Give one of the two lines a number of its own.",
        )


def _order(checked: Checked, template: Template) -> Iterator[Found]:
    evaluator = Evaluator(checked.records, 0.0, template.defaults)
    due = template.roles.due
    due_columns = columns_of(template.values[due]) if due in template.values else {due}
    nowhere = np.zeros(len(checked.records), dtype=bool)
    impossible = nowhere  # where the due date cannot be: one cause is enough
    unknown = np.logical_or.reduce([nowhere, *(checked.broken[name] for name in due_columns if name in checked.broken)])
    blamed: dict[str | None, npt.NDArray[np.bool_]] = {}  # where a bound was found too late already
    for column in template.entered:
        if column.kind is not Kind.DATE or not (column.minimum or column.maximum):
            continue
        moments = checked.records.moments(column.name)
        early = _before(moments, _bound(evaluator, template, column.minimum))
        late = _before(_bound(evaluator, template, column.maximum), moments)
        if column.name in due_columns:
            impossible = impossible | early | late
        elif column.maximum == due:
            early, late = early & ~impossible, late & ~impossible & ~unknown
        early = early & ~blamed.get(column.minimum, nowhere)
        blamed[column.minimum] = blamed.get(column.minimum, nowhere) | early
        for place in np.flatnonzero(early | late):
            name = str(column.minimum if early[place] else column.maximum)
            bound = _bound(evaluator, template, name)[place]
            yield _out_of_order(checked, template, column, int(place), bool(early[place]), name, bound)


def _bound(evaluator: Evaluator, template: Template, name: str | None) -> npt.NDArray[np.float64]:
    if name is None:
        return np.full(len(evaluator.rows), np.nan)
    node: Node = template.values.get(name) or ColumnNode(name, Type.DATE)
    return evaluator.number(node)


def _before(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Say where `one` lies before `other`: by the second when both are timed, else by the day."""
    timed = (np.mod(one, SECONDS) != 0) & (np.mod(other, SECONDS) != 0)
    by_day = np.floor_divide(one, SECONDS) < np.floor_divide(other, SECONDS)
    return np.where(timed, one < other, by_day)


def _out_of_order(
    checked: Checked,
    template: Template,
    column: Column,
    place: int,
    early: bool,
    bound_name: str,
    bound: float,
) -> Found:
    row = int(checked.records.frame.index[place])
    shown = show_date(to_datetime(checked.records.moments(column.name)[place] / SECONDS))
    limit = show_date(to_datetime(bound / SECONDS))
    title = template.by_name[bound_name].title if bound_name in template.by_name else "the day it is due"
    return Found(
        "date-order",
        column.name,
        row,
        shown,
        f"{column.title} {shown} lies {'before' if early else 'after'} {title}, {limit}",
        f"Correct {column.title} or {title}, whichever is wrong.",
    )
