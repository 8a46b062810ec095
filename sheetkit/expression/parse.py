"""Parse conditions and other expressions of the rule language, which is a small part of Python's syntax.

    out and past(due)
    not blank(document) and hard_to_replace == 'Yes'
    day(due) <= day(as_of) + due_soon_days

Nothing in an expression is ever run: the text only goes through `ast.parse`, every construct not listed here is
refused, and names and types are checked.
"""

import ast
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sheetkit.errors import ExpressionError
from sheetkit.expression import tree
from sheetkit.expression.tree import Node, Type, type_of
from sheetkit.ooxml.limits import MAX_FORMULA_TEXT, utf16_length
from sheetkit.text import Words, did_you_mean, match_key, natural_list

MAX_LENGTH = 2_000  # characters of a condition
MAX_SIZE = 2_000  # nodes of a condition, those of named values included
MAX_DEPTH = 12  # levels of a condition: every two more can make its formula five times as long

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
FUNCTIONS = ("blank", "is_yes", "is_date", "is_number", "past", "day", "days", "hours")
_TWO_DATES = ("days", "hours")


class Choices(NamedTuple):
    """A column's choices, by match key.

    `spellings` maps the key of each choice's title to the keys of its title and synonyms. Any other text, or a blank
    cell, means `default`.
    """

    spellings: Mapping[str, tuple[str, ...]]
    default: str | None = None


@dataclass(frozen=True, eq=False)
class Scope:
    """The names that an expression can use.

    `nothing` has each column's words for nothing, which leave a cell blank, and `yes` the words for yes, all as match
    keys. With `has_week`, a setting names the working days, and days() counts them.
    """

    columns: Mapping[str, Type] = field(default_factory=dict)
    choices: Mapping[str, Choices] = field(default_factory=dict)
    settings: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, Node] = field(default_factory=dict)
    nothing: Mapping[str, Words] = field(default_factory=dict)
    yes: tuple[str, ...] = ()
    has_week: bool = False

    def names(self) -> list[str]:
        """Return all names, for suggestions."""
        return [*self.columns, *self.settings, *self.values, "as_of"]


def parse(source: str, scope: Scope, *, want: Type | None = Type.CONDITION) -> Node:
    """Return the tree of an expression.

    `want` is the type that it must have, None for any. Raises ExpressionError with one sentence.
    """
    if len(source) > MAX_LENGTH:
        raise ExpressionError(
            f"a condition can have {MAX_LENGTH:,} characters at most, and this one has {len(source):,}"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Python only warns of some mistakes, such as '\\d'
            body = ast.parse(source.strip(), mode="eval").body
        node = _Parser(scope).node(body)
        depth = _depth(node)
    except SyntaxError as error:
        raise ExpressionError(f"{_short(repr(source))} is not a condition: {error.msg}") from None
    except (RecursionError, MemoryError, ValueError):
        raise ExpressionError("the condition is nested too deeply or holds an impossible value") from None
    if depth > MAX_DEPTH:
        raise ExpressionError(f"the condition is nested more than {MAX_DEPTH} deep, its named values included")
    if want is not None and type_of(node) is not want:
        raise ExpressionError(f"{_short(repr(source))} is a {type_of(node).value}, where a {want.value} is needed")
    return node


class _Parser:
    """Turns Python's syntax tree into a tree of the rule language, and counts its nodes."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.size = 0

    def node(self, item: ast.expr) -> Node:
        self._grow(1)
        match item:
            case ast.BoolOp(op=operator, values=values):
                parts = tuple(self.typed(value, Type.CONDITION) for value in values)
                return tree.All(parts) if isinstance(operator, ast.And) else tree.Any(parts)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return tree.Not(self.typed(operand, Type.CONDITION))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
                return tree.Number(-self._number(value))
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self.comparison(left, operator, right)
            case ast.Compare():
                raise ExpressionError(f"{_show(item)} compares more than two things: join them with 'and'")
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _ARITHMETIC:
                numbers = [self.typed(side, Type.NUMBER) for side in (left, right)]
                return tree.Arithmetic(_ARITHMETIC[type(operator)], *numbers)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.choose(test, body, orelse)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self.call(name, arguments)
            case ast.Name(id=name):
                return self.name(name)
            case ast.Constant(value=value) if not isinstance(value, str):
                return tree.Number(self._number(value))
        raise ExpressionError(f"{_show(item)} is not part of the rule language")

    def typed(self, item: ast.expr, want: Type) -> Node:
        node = self.node(item)
        if type_of(node) is not want:
            raise ExpressionError(f"{_show(item)} is a {type_of(node).value}, where a {want.value} is needed")
        return node

    def name(self, name: str) -> Node:
        if name == "as_of":
            return tree.AsOf()
        if name in self.scope.columns:
            return tree.Column(name, self.scope.columns[name])
        if name in self.scope.settings:
            return tree.Setting(name, self.scope.settings[name])
        if name in self.scope.values:
            self._grow(_size(self.scope.values[name]))
            return self.scope.values[name]
        raise ExpressionError(f"no column, setting or value is named {name!r}" + did_you_mean(name, self.scope.names()))

    def call(self, name: str, arguments: list[ast.expr]) -> Node:
        of_column: dict[str, Callable[[tree.Column], Node]]
        of_column = {"blank": self.blank, "is_yes": self.yes, "is_number": self.is_number}
        of_dates: dict[str, Callable[..., Node]]
        of_dates = {"is_date": tree.IsDate, "past": tree.Past, "day": tree.Day, "days": self.days, "hours": tree.Hours}
        if name not in FUNCTIONS:
            near, listed = did_you_mean(name, FUNCTIONS), natural_list(FUNCTIONS, "or")
            raise ExpressionError(f"there is no function {name!r}{near}: use one of {listed}")
        expected = 2 if name in _TWO_DATES else 1
        if len(arguments) != expected:
            raise ExpressionError(f"{name}() takes {expected} value{'s' * (expected > 1)}, not {len(arguments)}")
        if name in of_column:
            return of_column[name](self.column(arguments[0]))
        return of_dates[name](*(self.typed(item, Type.DATE) for item in arguments))

    def column(self, item: ast.expr) -> tree.Column:
        node = self.node(item)
        if not isinstance(node, tree.Column):
            raise ExpressionError(f"{_show(item)} is not a column, and only a column can be blank or say yes")
        return node

    def days(self, start: Node, end: Node) -> Node:
        return tree.Days(start, end) if self.scope.has_week else tree.Arithmetic("-", tree.Day(end), tree.Day(start))

    def blank(self, column: tree.Column) -> tree.Blank:
        return tree.Blank(column, self.scope.nothing.get(column.key, Words()))

    def is_number(self, column: tree.Column) -> Node:
        if column.type is not Type.NUMBER:
            raise ExpressionError(f"{column.key!r} is not a column of numbers, and is_number() needs one")
        return tree.IsNumber(column)

    def yes(self, column: tree.Column) -> Node:
        if not self.scope.yes:
            raise ExpressionError("is_yes() needs words for yes: list them under [words] as 'yes'")
        return tree.OneOf(column, self.scope.yes)

    def choose(self, test: ast.expr, body: ast.expr, orelse: ast.expr) -> Node:
        condition, yes, no = self.typed(test, Type.CONDITION), self.node(body), self.node(orelse)
        if type_of(yes) is not type_of(no) or type_of(yes) not in (Type.DATE, Type.NUMBER):
            raise ExpressionError(
                f"'{_show(body)} if ... else {_show(orelse)}' chooses between two dates or two numbers"
            )
        return tree.Choose(condition, yes, no)

    def comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Node:
        if type(operator) not in _COMPARISONS:
            raise ExpressionError("conditions can only compare with ==, !=, <, <=, > and >=")
        sign = _COMPARISONS[type(operator)]
        if isinstance(left, ast.Constant) and isinstance(left.value, str):
            left, right = right, left
        if isinstance(right, ast.Constant) and isinstance(right.value, str):
            return self.text_comparison(left, sign, right.value)
        first, second = self.node(left), self.node(right)
        if isinstance(first, tree.Column) and first.type is Type.TEXT:
            return self.same_text(first, sign, second, right)
        if type_of(first) is not type_of(second) or type_of(first) not in (Type.DATE, Type.NUMBER):
            raise ExpressionError(
                f"{_show(left)} is a {type_of(first).value} and {_show(right)} a {type_of(second).value}: "
                "compare two dates, two numbers, or a column with a text in quotes"
            )
        return tree.Compare(sign, first, second)

    def same_text(self, column: tree.Column, sign: str, other: Node, right: ast.expr) -> Node:
        if not isinstance(other, tree.Column) or other.type is not Type.TEXT or sign not in ("==", "!="):
            raise ExpressionError(f"the text column {column.key!r} cannot be compared with {_show(right)} by {sign}")
        same = tree.SameText(column, other)
        if sign == "==":
            return same
        return tree.All((tree.Not(self.blank(column)), tree.Not(self.blank(other)), tree.Not(same)))

    def text_comparison(self, left: ast.expr, sign: str, text: str) -> Node:
        column = self.node(left)
        if not isinstance(column, tree.Column) or column.type is not Type.TEXT or sign not in ("==", "!="):
            raise ExpressionError(f"only a text or choice column can be compared with {text!r}, by == or !=")
        if not match_key(text):
            raise ExpressionError(f"compare {column.key!r} with a text that is not empty, or use blank({column.key})")
        if utf16_length(match_key(text)) > MAX_FORMULA_TEXT:
            raise ExpressionError(f"a text in a condition can have {MAX_FORMULA_TEXT} characters at most")
        return self._equal(column, text) if sign == "==" else self._unequal(column, text)

    def _equal(self, column: tree.Column, text: str) -> Node:
        choices = self.scope.choices.get(column.key)
        if choices is None:
            return tree.OneOf(column, (match_key(text),))
        if match_key(text) not in choices.spellings:
            raise ExpressionError(f"{column.key!r} has no choice {text!r}" + did_you_mean(text, choices.spellings))
        if choices.default != match_key(text):
            return tree.OneOf(column, choices.spellings[match_key(text)])
        # Any text but another choice means the default, so that a typing mistake never hides a line.
        others = [key for title, keys in choices.spellings.items() if title != match_key(text) for key in keys]
        return tree.Not(tree.OneOf(column, tuple(others))) if others else tree.Truth(True)

    def _unequal(self, column: tree.Column, text: str) -> Node:
        unequal = tree.Not(self._equal(column, text))
        choices = self.scope.choices.get(column.key)
        if choices is not None and choices.default is not None:
            return unequal  # a blank cell has a value: the default
        return tree.All((tree.Not(self.blank(column)), unequal))

    def _grow(self, by: int) -> None:
        self.size += by
        if self.size > MAX_SIZE:
            raise ExpressionError(f"the condition has more than {MAX_SIZE:,} parts, its named values included")

    @staticmethod
    def _number(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ExpressionError(f"{value!r} is not part of the rule language")
        if abs(value) > 1e12:
            raise ExpressionError("a number in a condition has to be between -1e12 and 1e12")
        return float(value)


def _size(node: Node) -> int:
    """Return the number of nodes."""
    return 1 + sum(_size(part) for part in tree.children(node))


def _depth(node: Node) -> int:
    """Return the number of levels."""
    return 1 + max((_depth(part) for part in tree.children(node)), default=0)


def _show(item: ast.expr) -> str:
    """Return an expression as messages show it."""
    return _short(ast.unparse(item))


def _short(shown: str) -> str:
    return shown if len(shown) <= 60 else shown[:57] + "..."
