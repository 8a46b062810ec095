"""What several sheets of a review say about hand-offs, as columns: flags, tints, links into the log, messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sheetkit.log.check.hints import EMAIL_ADDRESS
from sheetkit.log.read_log import Log
from sheetkit.ooxml.coded import Coded, alike
from sheetkit.ooxml.limits import MAX_LINKS, column_letters
from sheetkit.ooxml.writer import hyperlinks as links
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.hyperlinks import Hyperlink, Hyperlinks
from sheetkit.ooxml.writer.styles import Colour
from sheetkit.review.handoff import HandOff, HandOffs, Places
from sheetkit.review.history import relative
from sheetkit.review.model import Review
from sheetkit.template.model import Template
from sheetkit.text import truncate
from sheetkit.workbook.cells import PLAIN, Column, Paint, Paints

_MOST_IN_MAIL = (120, 60, 30)  # letters of each text in a message; fewer where the link would be too long
_NO_ITEM = links.percent_encode("Our hand-off")
_HELLO, _ABOUT = "Hello", f"%2C%0A%0A{links.percent_encode('this is about: ')}%20"
_ASKED, _THANKED = (
    f"%0A%0A{links.percent_encode(said)}%0A" for said in ("Could you tell me how it stands?", "Thank you!")
)
_MOST_OF_ITEM = 240  # letters in a list
_CLOSED = Colour(styles.BACKGROUND, styles.MUTED)


@dataclass(frozen=True)
class Lines:
    """Hand-offs in the order in which a sheet lists them, column by column.

    `owners[i]` is the place among the review's logs of that in which the i-th stands, `labels` what its row is called.
    """

    review: Review
    handoffs: HandOffs
    owners: Places
    labels: Coded

    @classmethod
    def all(cls, review: Review) -> "Lines":
        """Return every hand-off, in the logs' own order."""
        return cls(review, review.columns, review.owners, review.columns.labels)

    @classmethod
    def at(cls, review: Review, places: Places) -> "Lines":
        """Return the hand-offs at some places among all."""
        return cls(review, review.columns.some(places), review.owners[places], review.columns.labels[places])

    @classmethod
    def of(cls, review: Review, handoffs: Sequence[HandOff], owners: Sequence[int]) -> "Lines":
        """Return some hand-offs, which may be those of an earlier review, each with the place of its log."""
        columns = HandOffs.of(handoffs)
        return cls(review, columns, np.array(owners, dtype=np.int64), columns.labels)

    def __len__(self) -> int:
        """Return how many hand-offs there are."""
        return len(self.handoffs)

    @cached_property
    def tints(self) -> Paints:
        """The look of each line as a whole."""
        return self.painted(lambda one: Paint(row_tint(one)))

    def texts(self, title: str, width: float, texts: Coded, *, bold: bool = False) -> Column:
        """Return a column of texts."""
        tints = self.tints
        paints = Paints(tuple(Paint(paint.colour, bold) for paint in tints.palette), tints.codes)
        return Column(title, width, texts, paints)

    def others(self, title: str, width: float, values: npt.NDArray[Any]) -> Column:
        """Return a column of numbers or moments."""
        return Column(title, width, values, self.tints)

    def items(self, title: str, width: float) -> Column:
        """Return a column of the items as the lists of what to do name them; whole they stand among all hand-offs."""
        return self.texts(title, width, self.handoffs.item.mapped(_brief), bold=True)

    def flags(self, width: float = 24) -> Column:
        """Return a column of each hand-off's flag in words, in its colour."""
        return Column("Flag", width, self._said(flag_title), self.painted(flag_paint))

    def also(self, width: float) -> Column:
        """Return a column of the other flags in words."""
        shown = self._said(lambda one, _template: ", ".join(rule.title for rule in one.rules[1:]))
        return Column("Also", width, shown, self.tints)

    def places(self, folder: Path, width: float = 13) -> Column:
        """Return a column of row numbers, each linked to its row in the log, as seen from the review's folder."""
        logs = [one.log for one in self.review.logs]
        files = [(relative(log.path, folder), log.sheet) for log in logs]
        letters = [_letters(log) for log in logs]
        rows = zip(self.owners[:MAX_LINKS].tolist(), self.handoffs.row[:MAX_LINKS].tolist(), strict=True)
        found = Hyperlinks.beside(files, self.owners[:MAX_LINKS], [f"{letters[owner]}{row}" for owner, row in rows])
        return Column("In the log", width, self.labels, self.tints, found)

    def messages(self, width: float = 28) -> Column:
        """Return a column of addresses, each a link to a ready message."""
        shown = self.handoffs.email.mapped(str.strip)
        return Column("Write a message", width, shown, self.tints, Hyperlinks.of(mail_links(self.handoffs)))

    def logs(self, width: float = 26) -> list[Column]:
        """Return the column that tells logs apart, where there are several."""
        if not several(self.review):
            return []
        names = Coded.of(self.review.label(owner) for owner in self.review.logs)
        return [Column("Log", width, names[self.owners], self.tints)]

    @cached_property
    def _alike(self) -> tuple[list[tuple[HandOff, Template]], npt.NDArray[np.int64]]:
        """One line of each kind, and the kind of each line: those of one template, status and set of flags."""
        templates = [one.log.template for one in self.review.logs]
        numbers = {template.source: number for number, template in enumerate(templates)}
        of_logs = np.array([numbers[template.source] for template in templates], dtype=np.int64)
        kinds = alike([of_logs[self.owners], self.handoffs.status.codes, self.handoffs.code])
        _, firsts = np.unique(kinds, return_index=True)
        own = [templates[owner] for owner in self.owners[firsts].tolist()]
        examples = [self.handoffs.record(at, template.rules) for at, template in zip(firsts.tolist(), own, strict=True)]
        return list(zip(examples, own, strict=True)), kinds

    def painted(self, paint: Callable[[HandOff], Paint]) -> Paints:
        """Return the look of each line; lines of one template, status and set of flags look alike."""
        examples, kinds = self._alike
        return Paints(tuple(paint(one) for one, _ in examples) or (PLAIN,), kinds)

    def _said(self, says: Callable[[HandOff, Template], str]) -> Coded:
        """Return what is said of each line; the same of lines that look alike."""
        examples, kinds = self._alike
        return Coded.among([says(*pair) for pair in examples], kinds)


def _brief(item: str) -> str:
    return item if len(item) <= _MOST_OF_ITEM else truncate(item, _MOST_OF_ITEM)


def _letters(log: Log) -> str:
    """Return the letters of the column to which links into a log lead."""
    return column_letters(log.columns.get(log.template.roles.item, min(log.columns.values())))


def flag_title(handoff: HandOff, template: Template) -> str:
    """Return a hand-off's flag in words: the first rule that holds, else its status, or that it is on track."""
    if handoff.rules:
        return handoff.rules[0].title
    return template.on_track if handoff.status == template.roles.open else handoff.status


def flag_paint(handoff: HandOff) -> Paint:
    """Return the look of the cell that says the flag."""
    if not handoff.rules:
        return Paint(row_tint(handoff), sign="" if handoff.closed else styles.SIGNS["green"])
    colour = handoff.rules[0].colour
    return Paint(styles.PALETTE[colour] if colour else None, bold=True, sign=styles.SIGNS[colour or ""])


def row_tint(handoff: HandOff) -> Colour | None:
    """Return the colour of the whole line: of a flag that has one for it, or quiet when the line is closed."""
    if handoff.closed:
        return _CLOSED
    return next((styles.ROW_TINT[rule.colour] for rule in handoff.rules if rule.whole_row and rule.colour), None)


def mail_links(handoffs: HandOffs) -> dict[int, Hyperlink]:
    """Return a link to a ready message about each hand-off with an address, as many as a sheet takes, by its place."""
    addresses = handoffs.email.mapped(str.strip)
    waiting = np.flatnonzero(addresses.where(lambda text: EMAIL_ADDRESS.fullmatch(text) is not None))[:MAX_LINKS]
    found: dict[int, Hyperlink] = {}
    for most in _MOST_IN_MAIL:
        some = handoffs.some(waiting)
        texts = (_in_mail(column, most) for column in (some.person, some.item, some.why))
        lines = zip(
            waiting.tolist(),
            addresses.mapped(links.percent_encode_address)[waiting],
            some.out.tolist(),
            *texts,
            strict=True,
        )
        made = {place: _message(*line) for place, *line in lines}
        found |= {place: link for place, link in made.items() if link is not None}
        waiting = np.array([place for place, link in made.items() if link is None], dtype=np.int64)
    return found


def _in_mail(texts: Coded, most: int) -> Coded:
    """Return texts as they stand in a link to a message; each different one is worked out once."""
    return Coded.of(texts).mapped(lambda text: links.percent_encode(truncate(text, most)))


def _message(address: str, out: bool, person: str, item: str, why: str) -> Hyperlink | None:
    subject = item or _NO_ITEM
    body = f"{_HELLO}{person and '%20'}{person}{_ABOUT}{subject}%0A{why}{_ASKED if out else _THANKED}"
    return links.mailto_link(address, subject, body)


def several(review: Review) -> bool:
    """Say whether the review is of more than one log, so that each line must name its own."""
    return len(review.logs) + len(review.failed) > 1
