"""What a log looks like: the dataclasses of a template."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from sheetkit.expression import tree
from sheetkit.expression.tree import Node, Type
from sheetkit.template.rule import Reminder, Rule
from sheetkit.text import Words, heading_key, match_key


class ColumnKind(Enum):
    """What a column holds; the values are the types of Table Schema where it has them."""

    TEXT = "string"
    DATE = "date"  # a day, or a day with a time
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"  # live: the title of the first rule that holds
    LIVE = "live"  # live: a number calculated from the row


AS_OF = "as_of"  # the moment of a review, which can be the maximum of a date


class Choice(NamedTuple):
    """One choice of a column and its synonyms."""

    title: str
    synonyms: tuple[str, ...] = ()

    @property
    def match_keys(self) -> tuple[str, ...]:
        """The match keys of the title and of all synonyms."""
        return tuple(match_key(text) for text in (self.title, *self.synonyms))


@dataclass(frozen=True)
class Column:
    """One column of the log, found by its title, its `aliases`, or a fallback where no other heading means it.

    `minimum` and `maximum` name columns or values: a date should not be before the one or after the other. The maximum
    of a day on which something has happened is AS_OF. A number should be between `lowest` and `highest`, None for no
    limit. `sequence` is the text of the first pre-filled cell, such as H-0001. A live column shows the number `live`
    where `live_when` holds. `width` is in characters. A `printed` column goes on paper. `nothing` are the match keys of
    the words that leave a cell blank.
    """

    name: str
    title: str
    kind: ColumnKind
    description: str
    group: str
    width: float
    printed: bool = False
    example: str = ""
    aliases: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    required: bool = False
    unique: bool = False
    minimum: str | None = None
    maximum: str | None = None
    lowest: float | None = None
    highest: float | None = None
    choices: tuple[Choice, ...] = ()
    default: str | None = None
    sequence: str | None = None
    live: Node | None = None
    live_when: Node | None = None
    nothing: Words = Words()  # noqa: RUF009  it cannot be changed

    @property
    def is_live(self) -> bool:
        """Whether the workbook calculates the column, which is then never read back."""
        return self.kind in (ColumnKind.FLAG, ColumnKind.LIVE)

    @property
    def type(self) -> Type:
        """The column's type in the rule language."""
        return {ColumnKind.DATE: Type.DATE, ColumnKind.NUMBER: Type.NUMBER}.get(self.kind, Type.TEXT)

    @property
    def prompt(self) -> str:
        """The column's input message: what to enter, within which limits, with an example."""
        limits = self.limits[:1].upper() + self.limits[1:]
        parts = (self.description, f"{limits}." if limits else "", f"Example: {self.example}" if self.example else "")
        return " ".join(filter(None, parts))

    @property
    def limits(self) -> str:
        """The limits of a number in words, '' where there are none."""
        match self.lowest, self.highest:
            case None, None:
                return ""
            case lowest, None:
                return f"{lowest:.15g} or more"
            case None, highest:
                return f"{highest:.15g} or less"
            case lowest, highest:
                return f"from {lowest:.15g} to {highest:.15g}"

    @property
    def node(self) -> tree.Column:
        """The column in the rule language."""
        return tree.Column(self.name, self.type)

    @property
    def is_blank(self) -> tree.Blank:
        """The condition that a cell of the column is blank: empty, or a word for nothing."""
        return tree.Blank(self.node, self.nothing)

    @cached_property
    def headings(self) -> frozenset[str]:
        """The heading keys of the title and of all aliases."""
        return frozenset(heading_key(text) for text in (self.title, *self.aliases))

    @cached_property
    def canonical(self) -> dict[str, str]:
        """The title of the choice by each of its match keys."""
        return {key: choice.title for choice in self.choices for key in choice.match_keys}


class Step(NamedTuple):
    """A step of the Guide: what to do, under a short title."""

    title: str
    text: str


class Group(NamedTuple):
    """A group of columns; `colour` is a name from the palette."""

    name: str
    title: str
    colour: str


class Setting(NamedTuple):
    """A number in the Settings sheet that rules use; a new log has the `default`."""

    name: str
    title: str
    description: str
    default: float


class TextSetting(NamedTuple):
    """A text in the Settings sheet, blank in a new log.

    Rules use only the one that `is_week`: it names the working days, which days() counts.
    """

    name: str
    title: str
    description: str
    is_week: bool = False


class Roles(NamedTuple):
    """The names of the columns, values, rules and choices that mean the same in every template."""

    id: str
    item: str
    person: str
    start: str
    due: str
    promise: str | None
    checkpoint: str | None
    out: str
    status: str
    open: str
    paused: str
    email: str | None
    done: str | None
    back: str | None
    copy: str | None
    late: str
    unchecked: str | None = None
    result: str | None = None
    checked_in: str | None = None


@dataclass(frozen=True)
class Template:
    """A kind of log. `on_track` is what the Flag shows where no rule holds; `source` is the template's TOML.

    `yes` are the words for yes, as match keys.
    """

    name: str
    version: int
    title: str
    description: str
    sheet: str
    table: str
    rows: int
    on_track: str
    steps: tuple[Step, ...]
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    settings: tuple[Setting, ...]
    values: dict[str, Node]
    rules: tuple[Rule, ...]
    roles: Roles
    source: str
    text_settings: tuple[TextSetting, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    yes: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Each column by its name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def entered(self) -> tuple[Column, ...]:
        """The columns that are not live: people fill them in, or they are pre-filled."""
        return tuple(column for column in self.columns if not column.is_live)

    @cached_property
    def required(self) -> tuple[Column, ...]:
        """The columns that every line needs."""
        return tuple(column for column in self.columns if column.required)

    @cached_property
    def filled_by_people(self) -> tuple[Column, ...]:
        """The columns that are neither live nor pre-filled. A row is blank if all of these are."""
        return tuple(column for column in self.entered if column.sequence is None)

    @cached_property
    def fallbacks(self) -> dict[str, dict[str, int]]:
        """The columns that a heading key means as a last resort, by name, with its rank in their lists, by key."""
        fallbacks: dict[str, dict[str, int]] = {}
        for column in self.entered:
            for rank, text in enumerate(column.fallbacks):
                fallbacks.setdefault(heading_key(text), {}).setdefault(column.name, rank)
        return fallbacks

    @cached_property
    def spellings(self) -> dict[str, tuple[str, bool]]:
        """The column's name by each of its heading keys, and whether it is that of its title. Titles come first."""
        spellings = {heading_key(column.title): (column.name, True) for column in self.columns}
        for column in self.columns:
            for key in column.headings:
                spellings.setdefault(key, (column.name, False))
        return spellings

    @cached_property
    def blank_tested(self) -> frozenset[str]:
        """The names of the columns in which a word for nothing leaves a cell blank.

        They are the dates, the numbers, the choices, the required columns, and those whose blankness a rule looks at.
        """
        nodes = [node for rule in self.rules for node in tree.walk(rule.condition)]
        tested = {node.column.key for node in nodes if isinstance(node, tree.Blank)}
        kinds = (ColumnKind.DATE, ColumnKind.NUMBER, ColumnKind.CHOICE)
        return frozenset(tested | {column.name for column in self.entered if column.kind in kinds or column.required})

    @cached_property
    def words_for_yes(self) -> dict[str, tuple[str, ...]]:
        """The words for yes, as match keys, that rules accept in a date column, by its name."""
        nodes = [node for rule in self.rules for node in tree.walk(rule.condition)]
        return {
            node.column.key: node.match_keys
            for node in nodes
            if isinstance(node, tree.OneOf) and node.column.type is Type.DATE
        }

    def accepted_words(self, column: Column) -> Words:
        """Return the match keys of the words that a column of dates or numbers may hold."""
        return Words(column.nothing, column.nothing.ignored, self.words_for_yes.get(column.name, ()))

    @cached_property
    def delay(self) -> str | None:
        """The name of the column for a later day than the first promise: `a` where due is `a if is_date(a) else b`."""
        due = self.values.get(self.roles.due)
        if isinstance(due, tree.Choose) and isinstance(due.yes, tree.Column) and due.condition == tree.IsDate(due.yes):
            return due.yes.key
        return None

    @cached_property
    def status(self) -> Column:
        """The column of the status."""
        return self.by_name[self.roles.status]

    @property
    def all_settings(self) -> tuple[Setting | TextSetting, ...]:
        """The settings that are numbers, then those that are texts."""
        return (*self.settings, *self.text_settings)

    @cached_property
    def week_setting(self) -> TextSetting | None:
        """The setting that names the working days; None where every day counts in every log."""
        return next((setting for setting in self.text_settings if setting.is_week), None)

    @cached_property
    def defaults(self) -> dict[str, float]:
        """The default of each setting, by name."""
        return {setting.name: setting.default for setting in self.settings}

    def rule(self, name: str) -> Rule:
        """Return the rule of that name. Raises KeyError where there is none."""
        return {rule.name: rule for rule in self.rules}[name]
