"""The typed tree of a rule's condition. Nodes are frozen, so equal expressions are equal nodes.

Three kinds of value meet in it: dates (moments, to the second), numbers, and conditions. Text occurs
only inside conditions (`Blank`, `OneOf`, `SameText`), so every text comparison follows one rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import Enum


class Type(Enum):
    """What an expression is worth."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CONDITION = "condition"


@dataclass(frozen=True)
class Node:
    """Any part of an expression."""


@dataclass(frozen=True)
class Column(Node):
    """A column of the log."""

    key: str
    type: Type


@dataclass(frozen=True)
class Setting(Node):
    """A number from the log's settings; `default` stands in where the cell holds no such number."""

    name: str
    default: float


@dataclass(frozen=True)
class AsOf(Node):
    """The moment of the review, or of the live view."""


@dataclass(frozen=True)
class Number(Node):
    """A number written in the rule."""

    value: float


@dataclass(frozen=True)
class Truth(Node):
    """A condition that is known beforehand; only simplification makes it."""

    value: bool


@dataclass(frozen=True)
class Blank(Node):
    """The cell is empty or holds nothing visible."""

    column: Column


@dataclass(frozen=True)
class OneOf(Node):
    """The cell's text, in the form of `words.word`, is one of `words`."""

    column: Column
    words: tuple[str, ...]


@dataclass(frozen=True)
class SameText(Node):
    """Two cells hold the same text, and neither is blank."""

    left: Column
    right: Column


@dataclass(frozen=True)
class IsDate(Node):
    """The value is a date that rules can use."""

    of: Node


@dataclass(frozen=True)
class Past(Node):
    """As-of is after a timed moment, or on a later day than a date alone."""

    of: Node


@dataclass(frozen=True)
class Day(Node):
    """The day of a date as a whole number, counted as Excel does."""

    of: Node


@dataclass(frozen=True)
class Hours(Node):
    """The hours between two moments when both are timed, else whole days x 24."""

    start: Node
    end: Node


@dataclass(frozen=True)
class Arithmetic(Node):
    """`+`, `-` or `*` of two numbers."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Compare(Node):
    """A comparison of two dates or two numbers; false where either has no value."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Choose(Node):
    """`yes if condition else no`, for dates and numbers."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True)
class Not(Node):
    """The opposite of a condition."""

    of: Node


@dataclass(frozen=True)
class All(Node):
    """Every one of the conditions holds."""

    of: tuple[Node, ...]


@dataclass(frozen=True)
class Any(Node):
    """At least one of the conditions holds."""

    of: tuple[Node, ...]


def type_of(node: Node) -> Type:
    """Return what `node` is worth."""
    if isinstance(node, Column):
        return node.type
    if isinstance(node, AsOf):
        return Type.DATE
    if isinstance(node, Choose):
        return type_of(node.yes)
    if isinstance(node, Setting | Number | Day | Hours | Arithmetic):
        return Type.NUMBER
    return Type.CONDITION


def children(node: Node) -> Iterator[Node]:
    """Yield the parts of `node`."""
    for field in fields(node):
        part = getattr(node, field.name)
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple):
            yield from (item for item in part if isinstance(item, Node))


def columns(node: Node) -> frozenset[str]:
    """Return the keys of all columns that `node` looks at."""
    if isinstance(node, Column):
        return frozenset([node.key])
    return frozenset().union(*(columns(part) for part in children(node)))


def has_value(node: Node) -> Node:
    """Return the condition under which a date or number has a value at all.

    Outside it every comparison is false; inside it both engines can calculate without a guard.
    """
    if isinstance(node, Column):
        return IsDate(node)
    if isinstance(node, Day):
        return has_value(node.of)
    if isinstance(node, Hours):
        return All((has_value(node.start), has_value(node.end)))
    if isinstance(node, Arithmetic):
        return All((has_value(node.left), has_value(node.right)))
    if isinstance(node, Choose):
        return Any(
            (
                All((node.condition, has_value(node.yes))),
                All((Not(node.condition), has_value(node.no))),
            )
        )
    return Truth(True)  # settings, as-of and literals always have one
