"""Columns that say what is done where no rule looks, or not as a status."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask, Texts, used_categories, where_category
from sheetkit.log.check.rows import Checked
from sheetkit.log.finding import Description
from sheetkit.log.frame import RuleColumns, canonical_status
from sheetkit.log.problems import Problem
from sheetkit.log.read.date_text import parse_date_text
from sheetkit.log.read.location import LogLocation
from sheetkit.log.read.status_words import (
    ColumnKind,
    StatusColumn,
    are_answers,
    are_answers_unknown,
    asks_yes_or_no,
    status_column,
)
from sheetkit.ooxml.cell_ranges import name_rows
from sheetkit.template.model import Template
from sheetkit.text import heading_key, natural_list, pluralize, quote, shell_argument, shown_text

_MAX_WORDS_SHOWN = 3


class _Column(NamedTuple):
    """A column: its heading, its texts at `rows`, and which of the lines are open."""

    heading: str
    texts: Texts
    rows: npt.NDArray[np.int64]
    is_open: Mask

    def used(self) -> list[str]:
        """Return the different texts in the column."""
        used: list[str] = self.texts.categories[used_categories(self.texts)].tolist()
        return used

    def open_lines(self, predicate: Callable[[str], bool]) -> list[int]:
        """Return the positions of the open lines whose text passes the predicate."""
        lines: list[int] = np.flatnonzero(self.is_open & where_category(self.texts, predicate)).tolist()
        return lines

    def name_rows(self, lines: Sequence[int]) -> str:
        return name_rows(self.rows[list(lines)].tolist())

    def text(self, line: int) -> str:
        return str(self.texts.categories[self.texts.codes[line]])

    def map_to(self, name: str) -> str:
        """Return the option that makes it another column."""
        return f"`adopt` --map {shell_argument(f'{self.heading}={name}')}"

    def if_answer_is_done(self, answer: str, template: Template) -> str:
        """Return what to do if an answer, yes or no, means that a line is done."""
        return f"If {answer} means that it is done, carry the list into a log with {self.map_to(template.status.name)}."

    def description(self, line: int, message: str, fix: str) -> Description:
        """Return a description of the column's problem, with the text of the first line that has it."""
        return Description(shown_text(self.text(line)), message, fix)


def check_own_columns(
    place: LogLocation, checked: Checked[RuleColumns], extra: Mapping[int, str], template: Template
) -> Iterator[Problem]:
    """Yield each extra column that calls lines done which the log counts as open.

    A column that is read as the day of the return, but answered by yes and no, counts too. `extra` maps column numbers
    to the names of the frame's columns.
    """
    roles = template.roles
    if not roles.done:
        return
    status = canonical_status(checked.columns, template)
    is_open = where_category(status, lambda title: title in (roles.open, roles.paused))
    for number, name in extra.items():
        column = _Column(place.headings[number], checked.columns.texts(name), checked.rows, is_open)
        description = _describe(column, template, has_status=roles.status in checked.present)
        if description is not None:
            yield _problem(place, number, column, description)
    if roles.back in checked.present and roles.status not in checked.present:
        number = place.columns[roles.back]
        column = _Column(place.headings[number], checked.columns.match_keys(roles.back), checked.rows, is_open)
        has_days = not np.isnan(checked.columns.seconds(roles.back)).all()
        description = None if has_days else _answers_return(column, template)
        if description is not None:
            yield _problem(place, number, column, description)


def _describe(column: _Column, template: Template, *, has_status: bool) -> Description | None:
    """Return the problem of an extra column that says what is done, None where it says something else."""
    found = status_column(column.heading, column.used(), template)
    if found is None or (found.kind is ColumnKind.QUESTION and has_status):
        return None
    if found.kind in (ColumnKind.OPEN, ColumnKind.QUESTION):
        return _answers_question(column, found, template)
    is_asked = found.kind is ColumnKind.TICKS
    days = {
        text: template.roles.done for text, choice in found.choices.items() if is_asked and not choice and _is_day(text)
    }
    return _says_done(column, {**found.choices, **days}, template)


def _says_done(column: _Column, words: Mapping[str, str | None], template: Template) -> Description | None:
    """Return the problem of open lines that the column calls done, or describes in unknown words."""
    done, status = template.roles.done, template.status
    if not words:
        return None
    lines = column.open_lines(lambda text: words.get(text) == done)
    unknown = column.open_lines(lambda text: text in words and words[text] is None)
    different = list(dict.fromkeys(map(column.text, unknown)))
    rows, what = column.name_rows(unknown), natural_list(map(quote, different[:_MAX_WORDS_SHOWN]))
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
    if not are_answers_unknown(different, column.heading):
        return None
    message = (
        f"{quote(column.heading)} looks like a status, and what {rows} say{'s' * (len(unknown) == 1)} ({what}) means "
        f"nothing that is known, so {'the line counts' if len(unknown) == 1 else 'these lines count'} as open"
    )
    option = column.map_to(status.name)
    fix = f"Set {status.title} in what is done, or write yes or no there and carry the list into a log with {option}."
    return column.description(unknown[0], message, fix)


def _answers_question(column: _Column, found: StatusColumn, template: Template) -> Description | None:
    """Return the problem of "OK?", where yes may mean that a line is done, or of "Still open?", where no does."""
    answer = "no" if found.kind is ColumnKind.OPEN else "yes"
    lines = column.open_lines(lambda text: found.choices.get(text) == template.roles.done)
    if not lines:
        return None
    message = (
        f"{quote(column.heading)} is answered by yes and no, and it is a column of your own, so "
        f"{pluralize(len(lines), 'line')} with {answer} count{'s' * (len(lines) == 1)} as open "
        f"({column.name_rows(lines)})"
    )
    return column.description(lines[0], message, column.if_answer_is_done(answer, template))


def _answers_return(column: _Column, template: Template) -> Description | None:
    """Return the problem of a column that is read as the day of the return and holds nothing but yes and no."""
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
    return column.description(lines[0], message, column.if_answer_is_done("yes", template))


def _problem(place: LogLocation, number: int, column: _Column, description: Description) -> Problem:
    cell = (place.heading_row, number)
    return Problem.at("looks-like-status", place.sheet.name, cell, column.heading, *description)


def _is_day(text: str) -> bool:
    read = parse_date_text(text)
    return bool(read.moment or read.possible)
