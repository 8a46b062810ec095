"""The syntax tree of a condition. Each node has a type. Nodes are never changed, so they are compared by value.

A node is a date (with a time of day, to the second), a number or a condition. Text appears only inside conditions
(`Blank`, `OneOf`, `SameText`), so that texts are always compared in the same way.
"""

from collections.abc import Iterator
from enum import Enum
from typing import ClassVar, dataclass_transform

from sheetkit.text import Words


class Type(Enum):
    """The type of an expression."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CONDITION = "condition"


@dataclass_transform(eq_default=False)
class Node:
    """A part of an expression, a dataclass of its parts. Nodes of one kind with equal parts are equal.

    The methods that `dataclass` would generate for each kind are written here once, since generating them takes a good
    part of the time of a quick command.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Make the annotations the names of the parts."""
        cls.__match_args__ = tuple(cls.__annotations__)  # type: ignore[misc]

    def __init__(self, *parts: object) -> None:
        """Set the parts in the order of their names; a missing one has its default."""
        names = self.__match_args__
        vars(self).update(zip(names, parts, strict=False))
        vars(self).update({name: getattr(self, name) for name in names[len(parts) :]})

    def __repr__(self) -> str:
        """Return the call that makes the node."""
        return f"{type(self).__name__}({', '.join(map(repr, vars(self).values()))})"

    def __eq__(self, other: object) -> bool:
        """Return whether another node is of the same kind and has the same parts."""
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        """Return the same number for equal nodes."""
        return hash((type(self), *vars(self).values()))


class Column(Node):
    """A cell of a column of the log, by the column's name."""

    key: str
    type: Type


class Setting(Node):
    """A number from the log's settings; `default` is used where the cell holds no number of 0 or more."""

    name: str
    default: float


class AsOf(Node):
    """The moment of the review, or of the live columns."""


class Number(Node):
    """A number written in the rule."""

    value: float


class Truth(Node):
    """A condition whose value is known. It is not part of the language; simplification makes it."""

    value: bool


class Blank(Node):
    """Whether the cell is empty, its text is blank or its match key is one of `match_keys`: the words for nothing."""

    column: Column
    match_keys: Words = Words()


class OneOf(Node):
    """Whether the match key of the cell's text is one of `match_keys`."""

    column: Column
    match_keys: tuple[str, ...]


class SameText(Node):
    """Whether two cells hold the same text, compared by match key; false where either is blank."""

    left: Column
    right: Column


class IsDate(Node):
    """Whether a value is a date in the range of serial dates."""

    of: Node


class IsNumber(Node):
    """Whether the cell of a number column holds a number that can be calculated with."""

    of: Column


class Past(Node):
    """Whether a date is past: as-of is later, or on a later day where the date has no time of day."""

    of: Node


class Day(Node):
    """The day of a date as a number: its serial date without the time of day."""

    of: Node


class Days(Node):
    """The days after a date, up to and including another, negative backwards; working days if the log counts them."""

    start: Node
    end: Node


class Hours(Node):
    """The hours between two dates; where either has no time of day, 24 times the days between them."""

    start: Node
    end: Node


class Arithmetic(Node):
    """The sum, difference or product of two numbers; `operator` is +, - or *."""

    operator: str
    left: Node
    right: Node


class Compare(Node):
    """A comparison of two dates or two numbers; false where either has no value."""

    operator: str
    left: Node
    right: Node


class Choose(Node):
    """`yes if condition else no`, for two dates or two numbers."""

    condition: Node
    yes: Node
    no: Node


class Not(Node):
    """The negation of a condition."""

    of: Node


class All(Node):
    """Whether all conditions hold."""

    of: tuple[Node, ...]


class Any(Node):
    """Whether at least one condition holds."""

    of: tuple[Node, ...]


def type_of(node: Node) -> Type:
    """Return the type of a node."""
    if isinstance(node, Column):
        return node.type
    if isinstance(node, AsOf):
        return Type.DATE
    if isinstance(node, Choose):
        return type_of(node.yes)
    if isinstance(node, Setting | Number | Day | Days | Hours | Arithmetic):
        return Type.NUMBER
    return Type.CONDITION


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes that are direct parts of `node`."""
    for part in vars(node).values():
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple):
            yield from (item for item in part if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and all its parts."""
    yield node
    for part in children(node):
        yield from walk(part)


def columns(node: Node) -> frozenset[str]:
    """Return the names of all columns in `node`."""
    return frozenset(part.key for part in walk(node) if isinstance(part, Column))


def has_value(node: Node) -> Node:
    """Return the condition under which a date or number has a value.

    Where it does not hold, every comparison with the node is false. Where it holds, the node can be calculated without
    further checks.
    """
    if isinstance(node, Column):
        return IsNumber(node) if node.type is Type.NUMBER else IsDate(node)
    if isinstance(node, Day):
        return has_value(node.of)
    if isinstance(node, Days | Hours):
        return All((has_value(node.start), has_value(node.end)))
    if isinstance(node, Arithmetic):
        return All((has_value(node.left), has_value(node.right)))
    if isinstance(node, Choose):
        yes, no = has_value(node.yes), has_value(node.no)
        return Any((All((node.condition, yes)), All((Not(node.condition), no))))
    return Truth(True)  # settings, as-of and numbers always have a value
