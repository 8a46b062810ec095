"""What is wrong between cells: blanks that matter, choices, order of dates, IDs.

One cause gives one problem: a cell that is broken already, or a date that could not be read, makes the
checks that need it silent. Without pandas, since what is typed on the command line passes them too.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Generic, NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Texts, where_category
from sheetkit.expression.evaluate import Columns, Evaluator, Numbers, is_one_of
from sheetkit.expression.tree import Column as ColumnNode
from sheetkit.expression.tree import Node, Type
from sheetkit.expression.tree import columns as columns_of
from sheetkit.log.check.conditions import is_before
from sheetkit.log.finding import Description, Finding, same_everywhere
from sheetkit.log.read.date_text import format_date
from sheetkit.log.read.number_values import number_text
from sheetkit.log.read.status_words import status_choices
from sheetkit.ooxml.serial import SECONDS_PER_DAY, to_datetime
from sheetkit.ooxml.unique import unique_codes
from sheetkit.template.model import AS_OF, Column, ColumnKind, Template
from sheetkit.text import closest_match, match_key, quote, shown_text

# Different texts of a column for which the choice that may be meant is looked for. Each takes half a millisecond, and
# where there are more of them they are no choices mistyped.
_MAX_COMPARED = 1_000


class CheckedColumns(Columns, Protocol):
    """Columns of a log as the checks see them: those of a whole log, or of a line that is typed."""

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """Excel's row numbers."""

    def texts(self, key: str) -> Texts:
        """Return a text column as shown, missing where blank."""

    def shown(self, key: str, position: int) -> str:
        """Return what a cell shows that holds no usable value, or a text."""


Columns_co = TypeVar("Columns_co", bound=CheckedColumns, covariant=True)


class Checked(NamedTuple, Generic[Columns_co]):
    """What the checks look at: the rows, the cells that something was said of already, the columns that are there.

    `merged` says, for a column where there are any, which of its cells merged cells made blank.
    """

    columns: Columns_co
    broken: Mapping[str, npt.NDArray[np.bool_]]
    present: frozenset[str]
    merged: Mapping[str, npt.NDArray[np.bool_]]

    def texts(self, column: str) -> Texts:
        """Return a text column as shown, missing where blank."""
        return self.columns.texts(column)

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """Return Excel's row numbers."""
        return self.columns.rows

    def empty(self, column: str) -> npt.NDArray[np.bool_]:
        """Return which cells of a column were left empty: those that merged cells made so are said there."""
        empty = self.columns.blank(column)
        return empty & ~self.merged[column] if column in self.merged else empty

    def says_nothing(self, column: Column) -> npt.NDArray[np.bool_]:
        """Return which cells of a column hold a word for nothing."""
        return is_one_of(self.columns, column.name, column.nothing)

    def shown(self, column: str, position: int) -> str:
        """Return what a cell shows that holds no usable value, or a text."""
        return shown_text(self.columns.shown(column, position))


def check_rows(checked: Checked[CheckedColumns], template: Template) -> Iterator[Finding]:
    """Yield every problem between cells. Source: design of the `handoff` template's constraints."""
    for column in template.entered:
        if column.name not in checked.present:
            continue
        if column.required:
            yield from _required(checked, column)
        if column.kind is ColumnKind.CHOICE:
            yield from _choices(checked, column, template)
        if column.kind is ColumnKind.NUMBER:
            yield from _range(checked, column)
    yield from _order(checked, template)


def _required(checked: Checked[CheckedColumns], column: Column) -> Iterator[Finding]:
    fix = f"Enter it: {column.description[0].lower()}{column.description[1:]}" if column.description else "Fill it in."
    description = Description("", f"{column.title} is blank", fix)
    yield Finding("required", column.name, checked.rows[checked.empty(column.name)], same_everywhere(description))
    places = np.flatnonzero(checked.says_nothing(column))

    def describe(at: int) -> Description:
        shown = checked.shown(column.name, places[at])
        return Description(shown, f"{quote(shown)} is not an answer, so {column.title} counts as blank", fix)

    yield Finding("required", column.name, checked.rows[places], describe)


def _choices(checked: Checked[CheckedColumns], column: Column, template: Template) -> Iterator[Finding]:
    texts = checked.texts(column.name)
    wrong = where_category(texts, lambda text: bool(match_key(text)) and match_key(text) not in column.canonical)
    wrong &= ~checked.broken[column.name]
    titles = [choice.title for choice in column.choices]
    typed = texts.codes[wrong]
    compared = set(unique_codes(typed)[0][:_MAX_COMPARED].tolist())

    @cache
    def describe(code: int) -> Description:
        text = texts.categories[code]
        known = status_choices([text], template)[text] if column is template.status else None
        near = closest_match(text, column.canonical) if code in compared else None
        likely = known or (column.canonical[near] if near else None)
        meant = f" Perhaps {likely!r} is meant." if likely else ""
        counts = f", so the line counts as {column.default}" if column.default else ""
        message = f"{quote(text)} is not one of the choices of {column.title}{counts}"
        return Description(shown_text(text), message, f"Pick {', '.join(titles[:-1])} or {titles[-1]}.{meant}")

    yield Finding("unknown-choice", column.name, checked.rows[wrong], lambda at: describe(int(typed[at])))


def _range(checked: Checked[CheckedColumns], column: Column) -> Iterator[Finding]:
    numbers = checked.columns.numbers(column.name)
    low = numbers < (-np.inf if column.lowest is None else column.lowest)
    high = numbers > (np.inf if column.highest is None else column.highest)
    typed = numbers[low | high]

    def describe(at: int) -> Description:
        shown = number_text(typed[at])
        message = f"{shown} cannot be right: {column.title} is {column.limits}"
        return Description(shown, message, f"Correct {column.title}, or clear the cell if it is not known.")

    yield Finding("out-of-range", column.name, checked.rows[low | high], describe)


def _order(checked: Checked[CheckedColumns], template: Template) -> Iterator[Finding]:
    evaluator = Evaluator(checked.columns, 0.0, template.defaults)
    due = template.roles.due
    due_columns = columns_of(template.values[due]) if due in template.values else {due}
    nowhere = np.zeros(len(checked.columns), dtype=bool)
    impossible = nowhere  # where the due date cannot be: one cause is enough
    unknown = np.logical_or.reduce([nowhere, *(checked.broken[name] for name in due_columns if name in checked.broken)])
    blamed: dict[str | None, npt.NDArray[np.bool_]] = {}  # where a bound was found too late already
    for column in template.entered:
        maximum = column.maximum if column.maximum != AS_OF else None  # that is `years.check_years`
        if column.kind is not ColumnKind.DATE or not (column.minimum or maximum):
            continue
        moments = checked.columns.seconds(column.name)
        early = is_before(moments, _bound(evaluator, template, column.minimum))
        late = is_before(_bound(evaluator, template, maximum), moments)
        early &= ~(checked.broken[column.name] | checked.broken.get(str(column.minimum), nowhere))
        late &= ~checked.broken[column.name]
        if column.name in due_columns:
            impossible = impossible | early | late
        elif column.maximum == due:
            early, late = early & ~impossible, late & ~impossible & ~unknown
        early = early & ~blamed.get(column.minimum, nowhere)
        blamed[column.minimum] = blamed.get(column.minimum, nowhere) | early
        mask = early | late
        limits = np.where(early, _bound(evaluator, template, column.minimum), _bound(evaluator, template, maximum))
        describe = _out_of_order(template, column, moments[mask], limits[mask], early[mask])
        yield Finding("date-order", column.name, checked.rows[mask], describe)


def _bound(evaluator: Evaluator, template: Template, name: str | None) -> npt.NDArray[np.float64]:
    if name is None:
        return np.full(len(evaluator.columns), np.nan)
    node: Node = template.values.get(name) or ColumnNode(name, Type.DATE)
    return evaluator.number(node)


def _out_of_order(
    template: Template, column: Column, moments: Numbers, limits: Numbers, early: npt.NDArray[np.bool_]
) -> Callable[[int], Description]:
    """Return what is said of dates before (where `early`) or after the limit of their column."""

    def describe(at: int) -> Description:
        shown, limit = (format_date(to_datetime(value[at] / SECONDS_PER_DAY)) for value in (moments, limits))
        bound = str(column.minimum if early[at] else column.maximum)
        title = template.by_name[bound].title if bound in template.by_name else "the day it is due"
        message = f"{column.title} {shown} is {'before' if early[at] else 'after'} {title}, {limit}"
        return Description(shown, message, f"Correct {column.title} or {title}, whichever is wrong.")

    return describe
