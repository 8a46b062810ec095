"""The layout that writing and reading a form share: its sheets, its columns, and what its hidden sheet holds.

The hidden sheet holds whose form it is and, for each line, what the log said when the form was made. A line is
identified by its log and its ID, so people may sort, delete and add rows in the sheet that they see.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sheetkit.template.model import ColumnKind, Template
from sheetkit.text import match_key, truncate

SHEET = "Your hand-offs"
REQUEST = "Please fill in the yellow cells"  # how the note above the lines begins
COMMENT = "comment"
COMMENT_HEADING = "Comment"
ID_HEADING, ITEM_HEADING, LOG_HEADING = "ID", "What", "Log"
# The rows of the hidden sheet.
VERSION = 1
VERSION_ROW, PERSON_ROW, MADE_ROW, HEADINGS_ROW, NAMES_ROW, FIRST_ROW = 1, 2, 3, 4, 5, 6
FACTS = ("log", "label", "id", "item", "status")  # its first columns; the answers' columns follow
_MAX_ITEM = 240  # letters of an item that people see


@dataclass(frozen=True)
class FormLine:
    """A line of a form as the log had it: the log's identity, its label if there are several logs, ID, item, status.

    `logged` is what the log said in each column that the form asks about, by name, as `shown_date` returns it.
    """

    log: str
    label: str
    id: str
    item: str
    status: str
    logged: dict[str, str]

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the line in the form."""
        return line_key(self.label, self.id)


def line_key(label: str, id_: str) -> tuple[str, str]:
    """Return what identifies a line in a form: the label of its log, '' if there is one log only, and its ID."""
    return match_key(label), match_key(id_)


def answer_columns(template: Template, present: Iterable[str]) -> dict[str, str]:
    """Return the name of the column for each answer that a log takes; `present` are the names of its columns.

    An answer has the same name for all templates, so that one form can ask about lines of several logs.
    """
    columns = {"checked_in": template.roles.checked_in, "now_expected": template.delay, "returned": template.roles.back}
    has = {name for name in present if name in template.by_name and template.by_name[name].kind is ColumnKind.DATE}
    return {answer: name for answer, name in columns.items() if name in has}


def shown_item(item: str) -> str:
    """Return an item as the form shows it."""
    return item if len(item) <= _MAX_ITEM else truncate(item, _MAX_ITEM)


def same_item(item: str, other: str) -> bool:
    """Return whether two texts name one item, without regard to line breaks, spaces and case."""
    return match_key(" ".join(item.split())) == match_key(" ".join(other.split()))
