"""Columns that say what is done where no rule looks, or not as a status."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask, Texts, used_categories, where_category
from sheetkit.log.check.rows import Checked
from sheetkit.log.finding import Description
from sheetkit.log.frame import RuleColumns, canonical_status
from sheetkit.log.problems import CODES, Problem
from sheetkit.log.read.date_text import parse_date_text
from sheetkit.log.read.location import LogLocation
from sheetkit.log.read.status_words import (
    MAX_WORD,
    are_answers,
    are_answers_unknown,
    asks_yes_or_no,
    is_tick_heading,
    status_choices,
)
from sheetkit.ooxml.cell_ranges import name_rows
from sheetkit.ooxml.references import cell_name
from sheetkit.template.model import Template
from sheetkit.text import heading_key, natural_list, pluralize, quote, shell_argument, shown_text

_MAX_WORDS_SHOWN = 3
_TRIED = 20  # words of a column that are looked at before all are: one that means nothing decides


class _Column(NamedTuple):
    """A column's heading, its texts at `rows`, and which of the lines are open."""

    heading: str
    texts: Texts
    rows: npt.NDArray[np.int64]
    is_open: Mask

    def used(self) -> list[str]:
        """Return the different texts that stand in the column."""
        used: list[str] = self.texts.categories[used_categories(self.texts)].tolist()
        return used

    def open_lines(self, predicate: Callable[[str], bool]) -> list[int]:
        """Return the positions of the open lines with a text for which the predicate holds."""
        lines: list[int] = np.flatnonzero(self.is_open & where_category(self.texts, predicate)).tolist()
        return lines

    def name_rows(self, lines: Sequence[int]) -> str:
        return name_rows(self.rows[list(lines)].tolist())

    def text(self, line: int) -> str:
        return str(self.texts.categories[self.texts.codes[line]])

    def map_to(self, name: str) -> str:
        """Return the option that makes of it another column."""
        return f"`adopt` --map {shell_argument(f'{self.heading}={name}')}"

    def if_yes_is_done(self, template: Template) -> str:
        """Return what to do with a column whose yes may mean that a line is done."""
        return f"If yes means that it is done, carry the list into a log with {self.map_to(template.status.name)}."

    def description(self, line: int, message: str, fix: str) -> Description:
        """Return what is wrong with the column, with what it shows in the first line of which that is so."""
        return Description(shown_text(self.text(line)), message, fix)


def check_own_columns(
    place: LogLocation, checked: Checked[RuleColumns], extra: Mapping[int, str], template: Template
) -> Iterator[Problem]:
    """Yield each column of one's own that says what is done in lines which the log counts as open.

    So does a column that is read as the day of the return and is answered by yes and no. `extra` maps column numbers to
    the names of the frame's columns.
    """
    roles = template.roles
    if not roles.done:
        return
    status = canonical_status(checked.columns, template)
    is_open = where_category(status, lambda title: title in (roles.open, roles.paused))
    for number, name in extra.items():
        column = _Column(place.headings[number], checked.columns.texts(name), checked.rows, is_open)
        description = _says_done(column, template)
        if description is None and roles.status not in checked.present:
            description = _answers_question(column, template)
        if description is not None:
            yield _problem(place, number, column, description)
    if roles.back in checked.present and roles.status not in checked.present:
        number = place.columns[roles.back]
        column = _Column(place.headings[number], checked.columns.match_keys(roles.back), checked.rows, is_open)
        has_days = not np.isnan(checked.columns.seconds(roles.back)).all()
        description = None if has_days else _answers_return(column, template)
        if description is not None:
            yield _problem(place, number, column, description)


def _says_done(column: _Column, template: Template) -> Description | None:
    """Return what is said of open lines that the column calls done, or says nothing known of."""
    done, status = template.roles.done, template.status
    words = _status_words(column, template)
    if not words:
        return None
    lines = column.open_lines(lambda text: words.get(text) == done)
    unknown = column.open_lines(lambda text: text in words and words[text] is None)
    rows, what = column.name_rows(unknown), _quoted(column, unknown)
    if lines:
        is_day = template.roles.back and _is_day(column.text(lines[0]))
        message = (
            f"{quote(column.heading)} looks like a status, and it is a column of your own, so "
            f"{pluralize(len(lines), 'line')} it calls done count{'s' * (len(lines) == 1)} as open "
            f"({column.name_rows(lines)})"
        )
        if unknown:
            message += f"; what {rows} say{'s' * (len(unknown) == 1)} ({what}) means nothing that is known"
        option = column.map_to(str(template.roles.back) if is_day else status.name)
        fix = f"Set {status.title} to {done} there, or carry the list into a log with {option}."
        return column.description(lines[0], message, fix)
    if not are_answers_unknown({column.text(line) for line in unknown}, column.heading):
        return None
    message = (
        f"{quote(column.heading)} looks like a status, and what {rows} say{'s' * (len(unknown) == 1)} ({what}) means "
        f"nothing that is known, so {'the line counts' if len(unknown) == 1 else 'these lines count'} as open"
    )
    option = column.map_to(status.name)
    fix = f"Set {status.title} in what is done, or write yes or no there and carry the list into a log with {option}."
    return column.description(unknown[0], message, fix)


def _answers_question(column: _Column, template: Template) -> Description | None:
    """Return what is said of a column such as "OK?", whose yes may mean that a line is done."""
    if not (asks_yes_or_no(column.heading) and are_answers(column.used())):
        return None
    yes = status_choices(column.used(), template, ticks=True)
    lines = column.open_lines(lambda text: yes.get(text) == template.roles.done)
    if not lines:
        return None
    message = (
        f"{quote(column.heading)} is answered by yes and no, and it is a column of your own, so "
        f"{pluralize(len(lines), 'line')} with yes count{'s' * (len(lines) == 1)} as open ({column.name_rows(lines)})"
    )
    return column.description(lines[0], message, column.if_yes_is_done(template))


def _answers_return(column: _Column, template: Template) -> Description | None:
    """Return what is said of a column that is read as the day of the return and holds nothing but yes and no."""
    back = template.by_name[str(template.roles.back)]
    is_title = heading_key(column.heading) == heading_key(back.title)
    lines = column.open_lines(lambda key: key in template.yes)
    if not lines or (is_title and not asks_yes_or_no(column.heading)) or not are_answers(column.used()):
        return None
    message = (
        f"{quote(column.heading)} is answered by yes and no; it is read as {back.title}, so "
        f"{pluralize(len(lines), 'line')} with yes {'is' if len(lines) == 1 else 'are'} back, and still open "
        f"({column.name_rows(lines)})"
    )
    return column.description(lines[0], message, column.if_yes_is_done(template))


def _problem(place: LogLocation, number: int, column: _Column, description: Description) -> Problem:
    cell, severity = cell_name(place.heading_row, number), CODES["looks-like-status"].severity
    where = place.sheet.name, cell, place.heading_row, column.heading
    return Problem("looks-like-status", severity, *where, *description)


def _status_words(column: _Column, template: Template) -> dict[str, str | None]:
    """Return what the texts of a column say as a status; nothing where it does not look like one.

    Under a heading such as "Done" any tick or yes does, and a day. Under another heading, all that stands there has to
    be words of a status, and ticks alone could mean anything.
    """
    used, is_asked = column.used(), is_tick_heading(column.heading)
    if not used or (not is_asked and any(len(text) > MAX_WORD for text in used)):
        return {}
    if not is_asked and None in status_choices(used[:_TRIED], template, column.heading).values():
        return {}
    choices = status_choices(used, template, column.heading, ticks=is_asked)
    if is_asked:
        choices |= {text: template.roles.done for text, choice in choices.items() if choice is None and _is_day(text)}
    return choices if is_asked or None not in choices.values() else {}


def _is_day(text: str) -> bool:
    read = parse_date_text(text)
    return bool(read.moment or read.possible)


def _quoted(column: _Column, lines: Sequence[int]) -> str:
    """Return the first few different texts of some lines."""
    return natural_list(map(quote, [*dict.fromkeys(map(column.text, lines))][:_MAX_WORDS_SHOWN]))
