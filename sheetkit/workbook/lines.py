"""What several sheets of a review say about hand-offs, as columns: flags, tints, links into the log, messages."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sheetkit.log.hints import ADDRESS
from sheetkit.record import record
from sheetkit.review.handoff import HandOff
from sheetkit.review.history import relative
from sheetkit.review.model import Review, Reviewed
from sheetkit.template.model import Template
from sheetkit.words import shorten
from sheetkit.workbook.cells import PLAIN, Column, Paint, Paints, moments, numbers
from sheetkit.xlsx import links, look
from sheetkit.xlsx.coded import Coded
from sheetkit.xlsx.limits import MAX_LINKS, column_letters
from sheetkit.xlsx.links import Link
from sheetkit.xlsx.look import Colour

_MOST_IN_MAIL = (120, 60, 30)  # letters of each text in a message; fewer where the link would be too long
_MOST_OF_ITEM = 240  # letters in a list
_CLOSED = Colour(look.PAPER, look.QUIET)


@record
class Lines:
    """Hand-offs in the order in which a sheet lists them; `owners[i]` is the log in which the i-th stands."""

    review: Review
    handoffs: Sequence[HandOff]
    owners: Sequence[Reviewed]

    @classmethod
    def all(cls, review: Review) -> "Lines":
        """Return every hand-off, in the logs' own order."""
        return cls.some(review, ((one, owner) for owner in review.logs for one in owner.handoffs))

    @classmethod
    def some(cls, review: Review, pairs: Iterable[tuple[HandOff, Reviewed]]) -> "Lines":
        """Return some hand-offs, each with its log."""
        listed = list(pairs)
        return cls(review, [one for one, _ in listed], [owner for _, owner in listed])

    def __len__(self) -> int:
        """Return how many hand-offs there are."""
        return len(self.handoffs)

    @cached_property
    def tints(self) -> Paints:
        """The look of each line as a whole."""
        return self.painted(lambda one: Paint(row_tint(one)))

    def texts(self, title: str, width: float, says: Callable[[HandOff], str], *, bold: bool = False) -> Column:
        """Return a column of what `says` says of each hand-off."""
        tints = self.tints
        paints = Paints(tuple(Paint(paint.colour, bold) for paint in tints.palette), tints.codes)
        return Column(title, width, list(map(says, self.handoffs)), paints)

    def moments(self, title: str, width: float, when: Callable[[HandOff], datetime | None]) -> Column:
        """Return a column of moments."""
        return Column(title, width, moments(map(when, self.handoffs)), self.tints)

    def numbers(self, title: str, width: float, how_many: Callable[[HandOff], float | None]) -> Column:
        """Return a column of numbers."""
        return Column(title, width, numbers(map(how_many, self.handoffs)), self.tints)

    def flags(self, width: float = 24) -> Column:
        """Return a column of each hand-off's flag in words, in its colour."""
        shown = self._said(lambda one, owner: flag_title(one, owner.log.template))
        return Column("Flag", width, shown, self.painted(flag_paint))

    def also(self, width: float) -> Column:
        """Return a column of the other flags in words."""
        shown = self._said(lambda one, _owner: ", ".join(rule.title for rule in one.rules[1:]))
        return Column("Also", width, shown, self.tints)

    def places(self, folder: Path, width: float = 13) -> Column:
        """Return a column of row numbers, each linked to its row in the log, as seen from the review's folder."""
        lead = {id(owner): _row_links(owner, folder) for owner in self.review.logs}
        pairs = list(self._pairs)
        found = {
            place: link
            for place, (one, owner) in enumerate(pairs[:MAX_LINKS])
            if (link := lead[id(owner)](one.row)) is not None
        }
        return Column("In the log", width, [f"Row {one.row}" for one in self.handoffs], self.tints, found)

    def messages(self, width: float = 28) -> Column:
        """Return a column of addresses, each a link to a ready message."""
        found = {
            place: link for place, one in enumerate(self.handoffs[:MAX_LINKS]) if (link := mail_link(one)) is not None
        }
        return Column("Write a message", width, [one.email.strip() for one in self.handoffs], self.tints, found)

    def logs(self, width: float = 26) -> list[Column]:
        """Return the column that tells logs apart, where there are several."""
        if not several(self.review):
            return []
        names = {id(owner): self.review.label(owner) for owner in self.review.logs}
        return [Column("Log", width, [names[id(owner)] for owner in self.owners], self.tints)]

    @property
    def _pairs(self) -> Iterable[tuple[HandOff, Reviewed]]:
        return zip(self.handoffs, self.owners, strict=True)

    @cached_property
    def _alike(self) -> tuple[list[tuple[HandOff, Reviewed]], npt.NDArray[np.int64]]:
        """One line of each kind, and the kind of each line: those of one log, status and set of flags look alike."""
        places: dict[tuple[int, str, int], int] = {}
        examples: list[tuple[HandOff, Reviewed]] = []
        kinds: list[int] = []
        for one, owner in self._pairs:
            key = (one.code, one.status, id(owner))
            kind = places.setdefault(key, len(examples))
            if kind == len(examples):
                examples.append((one, owner))
            kinds.append(kind)
        return examples, np.array(kinds, dtype=np.int64)

    def painted(self, paint: Callable[[HandOff], Paint]) -> Paints:
        """Return the look of each line; lines of one log, status and set of flags look alike."""
        examples, kinds = self._alike
        return Paints(tuple(paint(one) for one, _ in examples) or (PLAIN,), kinds)

    def _said(self, says: Callable[[HandOff, Reviewed], str]) -> Coded:
        """Return what is said of each line; the same of lines that look alike."""
        examples, kinds = self._alike
        return Coded(["", *(says(*pair) for pair in examples)], (kinds + 1).astype(np.int32))


def brief(one: HandOff) -> str:
    """Return an item as the lists of what to do name it; whole it stands among all hand-offs."""
    return one.item if len(one.item) <= _MOST_OF_ITEM else shorten(one.item, _MOST_OF_ITEM)


def flag_title(handoff: HandOff, template: Template) -> str:
    """Return a hand-off's flag in words: the first rule that holds, else its status, or that it is on track."""
    if handoff.rules:
        return handoff.rules[0].title
    return template.on_track if handoff.status == template.roles.open else handoff.status


def flag_paint(handoff: HandOff) -> Paint:
    """Return the look of the cell that says the flag."""
    if not handoff.rules:
        return Paint(row_tint(handoff), sign="" if handoff.closed else look.SIGNS["green"])
    colour = handoff.rules[0].colour
    return Paint(look.PALETTE[colour] if colour else None, bold=True, sign=look.SIGNS[colour or ""])


def row_tint(handoff: HandOff) -> Colour | None:
    """Return the colour of the whole line: of a flag that has one for it, or quiet when the line is closed."""
    if handoff.closed:
        return _CLOSED
    return next((look.ROW_TINT[rule.colour] for rule in handoff.rules if rule.whole_row and rule.colour), None)


def _row_links(reviewed: Reviewed, folder: Path) -> Callable[[int], Link | None]:
    """Return what makes the link to a row of a log."""
    log = reviewed.log
    file = relative(log.path, folder)
    letters = column_letters(log.columns.get(log.template.roles.item, min(log.columns.values())))
    return lambda row: links.beside(file, log.sheet, f"{letters}{row}") if file else None


def mail_link(one: HandOff) -> Link | None:
    """Return a link to a ready message, where there is an address; names and items cannot add headers to it."""
    address = one.email.strip()
    if not ADDRESS.fullmatch(address):
        return None
    asked = "Could you tell me how it stands?" if one.out else "Thank you!"
    texts = (one.person, one.item, one.why)
    made = (_message(address, asked, *(shorten(text, most) for text in texts)) for most in _MOST_IN_MAIL)
    return next((link for link in made if link is not None), None)


def _message(address: str, asked: str, person: str, item: str, why: str) -> Link | None:
    subject = item or "Our hand-off"
    greeting = f"Hello {person},\n\n" if person else "Hello,\n\n"
    body = f"{greeting}this is about: {subject}\n{why}\n\n{asked}\n"
    return links.mail(address, subject, body)


def several(review: Review) -> bool:
    """Say whether the review is of more than one log, so that each line must name its own."""
    return len(review.logs) + len(review.failed) > 1
