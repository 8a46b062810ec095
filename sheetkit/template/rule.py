"""The rules and reminders of a template: conditions on lines of the log, and sentences on them."""

from typing import NamedTuple

from sheetkit.expression.tree import Node
from sheetkit.template.sentence import Sentence


class Reminder(NamedTuple):
    """A step of reminding a person: it is due `days` days after a hand-off is, or before it where that is negative.

    The draft has the `subject`, the paragraphs `before` the list of hand-offs, a `line` for each of them and the
    paragraphs `after`. `copy_to` names the text setting that holds the address of who gets a copy.
    """

    name: str
    days: int
    subject: Sentence
    before: tuple[Sentence, ...]
    line: Sentence
    after: tuple[Sentence, ...]
    copy_to: str | None = None


TODAY, THIS_WEEK = "today", "this week"  # when to act on a rule, apart from the name of a date


class Advice(NamedTuple):
    """Sentences that replace a rule's own where `condition` holds too; None keeps the rule's own."""

    condition: Node
    why: Sentence | None = None
    do_next: Sentence | None = None
    subject: Sentence | None = None
    ask: Sentence | None = None


class Rule(NamedTuple):
    """A condition on lines of the log, the flag that shows it, and what to do about it.

    `headline` is how the headline of a review counts its lines: '3 with no checkpoint'.

    `why` and `do_next` are for the log's owner. `subject` and `ask` are for the person who has it: the subject of a
    ready message, and the sentence on the line in it. The first of `instead` that holds replaces sentences.

    `source` is the condition as written in the template. `act` says when to do `do_next`: TODAY, THIS_WEEK or the name
    of a date. `colour` is a name from the palette or None. It colours the flag, the row if `whole_row` is true, and
    `cells`, which are names of columns.
    """

    name: str
    title: str
    description: str
    source: str
    condition: Node
    why: Sentence
    do_next: Sentence
    subject: Sentence
    ask: Sentence
    headline: str
    instead: tuple[Advice, ...] = ()
    act: str = TODAY
    colour: str | None = None
    whole_row: bool = False
    cells: tuple[str, ...] = ()
