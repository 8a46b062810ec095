"""What a log looks like: frozen dataclasses that everything else is derived from."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from sheetkit.expression.tree import Node, Type
from sheetkit.template.sentence import Sentence
from sheetkit.text import heading_key, match_key


class ColumnKind(Enum):
    """What a column holds, in Table Schema's words where it has them."""

    TEXT = "string"
    DATE = "date"  # a day, or a day with a time
    CHOICE = "choice"
    FLAG = "flag"  # live: the first rule that holds, in words
    LIVE = "live"  # live: a number worked out from the row


@dataclass(frozen=True)
class Choice:
    """One choice of a column and the other words that mean it."""

    title: str
    synonyms: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All spellings, in the form in which texts are compared."""
        return tuple(match_key(text) for text in (self.title, *self.synonyms))


@dataclass(frozen=True)
class Column:
    """One column of the log.

    `minimum` and `maximum` name the column or value that a date must not lie before or after.
    `sequence` is the text that the first pre-filled cell holds (`H-0001`). `live` is the number that
    a live column shows where `live_when` holds. `width` is in characters.
    """

    name: str
    title: str
    kind: ColumnKind
    description: str
    group: str
    width: float
    example: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    unique: bool = False
    minimum: str | None = None
    maximum: str | None = None
    choices: tuple[Choice, ...] = ()
    default: str | None = None
    sequence: str | None = None
    live: Node | None = None
    live_when: Node | None = None

    @property
    def is_live(self) -> bool:
        """Whether the column is worked out by the workbook and never read back."""
        return self.kind in (ColumnKind.FLAG, ColumnKind.LIVE)

    @property
    def type(self) -> Type:
        """What the rule language sees."""
        return Type.DATE if self.kind is ColumnKind.DATE else Type.TEXT

    @property
    def prompt(self) -> str:
        """The column's input message: what to enter, with an example."""
        return f"{self.description} Example: {self.example}" if self.example else self.description

    @cached_property
    def headings(self) -> frozenset[str]:
        """All headings that mean this column, in the form in which headings are compared."""
        return frozenset(heading_key(text) for text in (self.title, *self.aliases))

    @cached_property
    def canonical(self) -> dict[str, str]:
        """Each spelling of a choice, in the form in which texts are compared -> the choice's title."""
        return {spelling: choice.title for choice in self.choices for spelling in choice.words}


@dataclass(frozen=True)
class Step:
    """One step of the Guide: what to do, under a short title."""

    title: str
    text: str


@dataclass(frozen=True)
class Group:
    """Columns that belong together; `colour` is a name from the palette."""

    name: str
    title: str
    colour: str


@dataclass(frozen=True)
class Setting:
    """A number that rules share and people may change; `default` holds where they did not."""

    name: str
    title: str
    description: str
    default: float


TODAY, THIS_WEEK = "today", "this week"  # the days on which a rule is acted upon, beside those of dates


@dataclass(frozen=True)
class Rule:
    """What may fall through the cracks, how one sees it, and what to do about it.

    `act` is the day to do it: TODAY, THIS_WEEK or the name of a date. `colour` is a name from the palette or None.
    `whole_row` colours the row; `cells` are columns that are coloured beside the flag.
    """

    name: str
    title: str
    description: str
    source: str
    condition: Node
    why: Sentence
    do_next: Sentence
    act: str = TODAY
    colour: str | None = None
    whole_row: bool = False
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roles:
    """Which columns, values and rules play the parts that every review needs."""

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
    unchecked: str


@dataclass(frozen=True)
class Template:
    """A kind of log."""

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

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Each column by its name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def entered(self) -> tuple[Column, ...]:
        """The columns that people fill in, or that are pre-filled for them."""
        return tuple(column for column in self.columns if not column.is_live)

    @cached_property
    def filled_by_people(self) -> tuple[Column, ...]:
        """The columns that make a row more than blank: all but live and pre-filled ones."""
        return tuple(column for column in self.entered if column.sequence is None)

    @cached_property
    def spellings(self) -> dict[str, tuple[str, bool]]:
        """What each heading means, in the form in which headings are compared: a column, and whether by its title."""
        spellings = {heading_key(column.title): (column.name, True) for column in self.columns}
        for column in self.columns:
            for spelling in column.headings:
                spellings.setdefault(spelling, (column.name, False))
        return spellings

    @cached_property
    def status(self) -> Column:
        """The column that says whether a hand-off is still open."""
        return self.by_name[self.roles.status]

    @cached_property
    def defaults(self) -> dict[str, float]:
        """Each setting's default."""
        return {setting.name: setting.default for setting in self.settings}

    def rule(self, name: str) -> Rule:
        """Return the rule named `name`; KeyError if there is none."""
        return {rule.name: rule for rule in self.rules}[name]
