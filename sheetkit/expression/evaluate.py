"""A tree's worth for every row of a log at once, with numpy.

Missing values are NaN: every comparison with NaN is false, which is the blank rule, except `!=`.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any as Anything
from typing import Protocol

import numpy as np
import numpy.typing as npt

from sheetkit.expression import tree
from sheetkit.expression.tree import Node
from sheetkit.ooxml.coded import Coded
from sheetkit.ooxml.serial import SECONDS_PER_DAY

Conditions = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

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


class Rows(Protocol):
    """What an evaluation needs to know of a log with n rows."""

    def __len__(self) -> int:
        """Return n."""
        ...

    def words(self, key: str) -> Coded:
        """Return a column's texts in the form of `words.word`; '' where blank."""
        ...

    def moments(self, key: str) -> Numbers:
        """Return a date column in seconds since Excel's day 0; NaN where there is no date."""
        ...

    def blank(self, key: str) -> Conditions:
        """Return where a column is blank."""
        ...


@dataclass
class Evaluator:
    """Evaluates trees over one log at one moment; equal parts are worked out once.

    `as_of` is in seconds since Excel's day 0, `settings` are numbers by name.
    """

    rows: Rows
    as_of: float
    settings: dict[str, float]
    _known: dict[Node, Anything] = field(default_factory=dict)

    def condition(self, node: Node) -> Conditions:
        """Return where a condition holds, an array of n booleans."""
        return np.broadcast_to(np.asarray(self._value(node), dtype=bool), len(self.rows))

    def number(self, node: Node) -> Numbers:
        """Return a date (in seconds) or number for each row, an array of n floats; NaN where there is none."""
        return np.broadcast_to(np.asarray(self._value(node), dtype=float), len(self.rows))

    def _value(self, node: Node) -> Anything:
        if node not in self._known:
            self._known[node] = self._evaluate(node)
        return self._known[node]

    def _evaluate(self, node: Node) -> Anything:  # noqa: PLR0912  one case a node, nothing shared
        match node:
            case tree.Column(key, _):
                return self.rows.moments(key)
            case tree.Setting(name, default):
                return self.settings.get(name, default)
            case tree.AsOf():
                return self.as_of
            case tree.Number(value) | tree.Truth(value):
                return value
            case tree.Blank(column):
                return self.rows.blank(column.key)
            case tree.OneOf(column, words):
                return self.rows.words(column.key).where(words.__contains__)
            case tree.SameText(left, right):
                same = self.rows.words(left.key).array() == self.rows.words(right.key).array()
                return same & ~self.rows.blank(left.key)
            case tree.IsDate(of):
                return ~np.isnan(self._value(of))
            case tree.Past(of):
                return self._past(self._value(of))
            case tree.Day(of):
                return np.floor_divide(self._value(of), SECONDS_PER_DAY)
            case tree.Hours(start, end):
                return _hours(self._value(start), self._value(end))
            case tree.Arithmetic(sign, left, right):
                return _OPERATORS[sign](self._value(left), self._value(right))
            case tree.Compare(sign, left, right):
                one, other = self._value(left), self._value(right)
                found = _OPERATORS[sign](one, other)
                return found & ~np.isnan(one) & ~np.isnan(other) if sign == "!=" else found
            case tree.Choose(condition, yes, no):
                return np.where(self._value(condition), self._value(yes), self._value(no))
            case tree.Not(of):
                return np.logical_not(self._value(of))
            case tree.All(parts):
                return np.logical_and.reduce([self.condition(part) for part in parts])
            case tree.Any(parts):
                return np.logical_or.reduce([self.condition(part) for part in parts])
        raise AssertionError(node)

    def _past(self, moment: Anything) -> Anything:
        # A date alone counts until the last second of its day.
        return self.as_of > moment + np.where(_timed(moment), 0, SECONDS_PER_DAY - 1)


def _timed(moment: Anything) -> Anything:
    return np.mod(moment, SECONDS_PER_DAY) != 0


def _hours(start: Anything, end: Anything) -> Anything:
    between = (end - start) / 3600
    days = np.floor_divide(end, SECONDS_PER_DAY) - np.floor_divide(start, SECONDS_PER_DAY)
    return np.where(_timed(start) & _timed(end), between, days * 24)
