"""Evaluate a tree for every row of a log at once, with NumPy.

Missing numbers and dates are NaN: every comparison with NaN is false, which is the rule for blanks, except `!=`.
"""

import operator
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any as Anything
from typing import Protocol

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask, Texts, where_category
from sheetkit.expression import tree
from sheetkit.expression.tree import Node, Type
from sheetkit.expression.working_days import WorkingDays
from sheetkit.ooxml.serial import SECONDS_PER_DAY

Numbers = npt.NDArray[np.float64]

_EQUAL = 2.0**-48  # the relative difference of two numbers that a spreadsheet takes for equal
_OPERATORS: dict[str, Callable[[Anything, Anything], Anything]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


class Columns(Protocol):
    """The columns of a log with n rows, as the rule language sees them."""

    def __len__(self) -> int:
        """Return n."""

    def match_keys(self, key: str) -> Texts:
        """Return a column's match keys, missing where blank; of a date column, those of the cells without a date."""

    def seconds(self, key: str) -> Numbers:
        """Return a date column in seconds since Excel's day 0, NaN where there is no date."""

    def numbers(self, key: str) -> Numbers:
        """Return a number column, NaN where there is no usable number."""

    def blank(self, key: str) -> Mask:
        """Return a mask of a column's blank cells."""


@dataclass(eq=False)
class Evaluator:
    """Evaluates trees over the columns of one log at one moment; equal subtrees are computed once.

    `as_of` is in seconds since Excel's day 0, `settings` are numbers by name. Without `working_days` every day counts.
    """

    columns: Columns
    as_of: float
    settings: dict[str, float]
    working_days: WorkingDays | None = None
    _cache: dict[Node, Anything] = field(default_factory=dict)

    def condition(self, node: Node) -> Mask:
        """Return a mask of the rows where a condition holds."""
        return np.broadcast_to(np.asarray(self._value(node), dtype=bool), len(self.columns))

    def number(self, node: Node) -> Numbers:
        """Return a date (in seconds since Excel's day 0) or number for each row, NaN where there is none."""
        return np.broadcast_to(np.asarray(self._value(node), dtype=float), len(self.columns))

    def _value(self, node: Node) -> Anything:
        if node not in self._cache:
            self._cache[node] = self._evaluate(node)
        return self._cache[node]

    def _evaluate(self, node: Node) -> Anything:  # noqa: PLR0912  one case per node, nothing shared
        match node:
            case tree.Column(key, of_type):
                return self.columns.numbers(key) if of_type is Type.NUMBER else self.columns.seconds(key)
            case tree.Setting(name, default):
                return self.settings.get(name, default)
            case tree.AsOf():
                return self.as_of
            case tree.Number(value) | tree.Truth(value):
                return value
            case tree.Blank(column, match_keys):
                return self.columns.blank(column.key) | is_one_of(self.columns, column.key, match_keys)
            case tree.OneOf(column, match_keys):
                return is_one_of(self.columns, column.key, match_keys)
            case tree.SameText(left, right):
                return self._same_text(left.key, right.key)
            case tree.IsDate(of) | tree.IsNumber(of):
                return ~np.isnan(self._value(of))
            case tree.Past(of):
                return self._past(self._value(of))
            case tree.Day(of):
                return np.floor_divide(self._value(of), SECONDS_PER_DAY)
            case tree.Days(start, end):
                return self._days_to(self._value(end)) - self._days_to(self._value(start))
            case tree.Hours(start, end):
                return _hours(self._value(start), self._value(end))
            case tree.Arithmetic(sign, left, right):
                return _OPERATORS[sign](self._value(left), self._value(right))
            case tree.Compare(sign, left, right):
                left_value, right_value = self._value(left), self._value(right)
                holds = _OPERATORS[sign](*_as_spreadsheets_compare(node, left_value, right_value))
                return holds & ~np.isnan(left_value) & ~np.isnan(right_value) if sign == "!=" else holds
            case tree.Choose(condition, yes, no):
                return np.where(self._value(condition), self._value(yes), self._value(no))
            case tree.Not(of):
                return np.logical_not(self._value(of))
            case tree.All(parts):
                return np.logical_and.reduce([self.condition(part) for part in parts])
            case tree.Any(parts):
                return np.logical_or.reduce([self.condition(part) for part in parts])
        raise AssertionError(node)

    def _same_text(self, left: str, right: str) -> Mask:
        left_keys, right_keys = self.columns.match_keys(left), self.columns.match_keys(right)
        codes = {text: code for code, text in enumerate(left_keys.categories)}
        recoded = np.array([*(codes.get(text, -2) for text in right_keys.categories), -2])[right_keys.codes]
        same: Mask = (left_keys.codes == recoded) & (left_keys.codes >= 0)
        return same

    def _days_to(self, moment: Anything) -> Anything:
        day = np.floor_divide(moment, SECONDS_PER_DAY)
        return day if self.working_days is None else self.working_days.up_to(day)

    def _past(self, moment: Anything) -> Anything:
        # A date alone counts until the last second of its day.
        return self.as_of > moment + np.where(_timed(moment), 0, SECONDS_PER_DAY - 1)


def is_one_of(columns: Columns, key: str, match_keys: Collection[str]) -> Mask:
    """Return a mask of the cells of a column whose match key is one of `match_keys`."""
    if not match_keys:
        return np.zeros(len(columns), dtype=bool)
    return where_category(columns.match_keys(key), match_keys.__contains__)


def _as_spreadsheets_compare(node: tree.Compare, left: Anything, right: Anything) -> tuple[Anything, Anything]:
    """Return the sides of a comparison as spreadsheets see them: typed numbers are equal if 15 digits are."""
    if not any(isinstance(part, tree.Column) and part.type is Type.NUMBER for part in tree.walk(node)):
        return left, right  # days and whole hours are exact
    return np.where(np.abs(left - right) <= np.abs(right) * _EQUAL, right, left), right


def _timed(moment: Anything) -> Anything:
    return np.mod(moment, SECONDS_PER_DAY) != 0


def _hours(start: Anything, end: Anything) -> Anything:
    between = (end - start) / 3600
    days = np.floor_divide(end, SECONDS_PER_DAY) - np.floor_divide(start, SECONDS_PER_DAY)
    return np.where(_timed(start) & _timed(end), between, days * 24)
