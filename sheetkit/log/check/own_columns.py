"""Columns of one's own that say what is done, which no rule looks at."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from sheetkit.codes import where_category
from sheetkit.log.check.rows import Checked
from sheetkit.log.frame import RuleColumns, canonical_status
from sheetkit.log.problems import CODES, Problem
from sheetkit.log.read.date_text import parse_date_text
from sheetkit.log.read.location import LogLocation
from sheetkit.log.read.status_words import is_tick_heading, status_choices
from sheetkit.ooxml.cell_ranges import name_rows
from sheetkit.ooxml.references import cell_name
from sheetkit.template.model import Template
from sheetkit.text import clean_text, natural_list, pluralize, quote, shell_argument

_MAX_WORDS_SHOWN = 3
_MAX_WORD = 40  # letters; what is longer is no status


def check_own_columns(
    place: LogLocation, checked: Checked[RuleColumns], extra: Mapping[int, str], template: Template
) -> Iterator[Problem]:
    """Yield each column of one's own that calls lines done which the log counts as open.

    `extra` maps column numbers to the names of the frame's columns.
    """
    roles = template.roles
    if not roles.done:
        return
    status = canonical_status(checked.columns, template)
    is_open = where_category(status, lambda title: title in (roles.open, roles.paused))
    for number, name in extra.items():
        heading = place.headings[number]
        texts = checked.columns.texts(name)
        choices = _status_words(texts, heading, template)
        says_done = where_category(texts, lambda text: choices.get(text) == roles.done)  # noqa: B023
        lines = np.flatnonzero(says_done & is_open)
        if not len(lines):
            continue
        where = name_rows(checked.rows[lines].tolist())
        message = (
            f"{quote(heading)} looks like a status, and it is a column of your own, so "
            f"{pluralize(len(lines), 'line')} it calls done count{'s' * (len(lines) == 1)} as open ({where})"
        )
        message += _not_known(texts, checked, choices)
        meant = roles.back if roles.back and _is_day(texts[lines[0]]) else template.status.name
        option = f"--map {shell_argument(f'{heading}={meant}')}"
        fix = f"Set {template.status.title} to {roles.done} there, or carry the list into a log with `adopt` {option}."
        cell = cell_name(place.heading_row, number)
        value = clean_text(texts[lines[0]])
        severity = CODES["looks-like-status"].severity
        yield Problem(
            "looks-like-status", severity, place.sheet.name, cell, place.heading_row, heading, value, message, fix
        )


def _status_words(texts: pd.Categorical, heading: str, template: Template) -> dict[str, str | None]:
    """Return what the texts of a column say as a status; nothing where it does not look like one.

    Under a heading such as "Done" any tick or yes does, and a day. Under another heading, all that stands there has to
    be words of a status, and ticks alone could mean anything.
    """
    used = texts.categories[np.unique(texts.codes[texts.codes >= 0])].tolist()
    is_asked = is_tick_heading(heading)
    if not used or (not is_asked and any(len(text) > _MAX_WORD for text in used)):
        return {}
    choices = status_choices(used, template, heading, ticks=is_asked)
    if is_asked:
        choices |= {text: template.roles.done for text, choice in choices.items() if choice is None and _is_day(text)}
    return choices if is_asked or None not in choices.values() else {}


def _is_day(text: str) -> bool:
    read = parse_date_text(text)
    return bool(read.moment or read.possible)


def _not_known(texts: pd.Categorical, checked: Checked[RuleColumns], choices: Mapping[str, str | None]) -> str:
    """Return which lines of the column say neither that they are done nor that they are not, '' for none."""
    is_unknown = where_category(texts, lambda text: text in choices and not choices[text])
    rows = checked.rows[is_unknown].tolist()
    what = natural_list((quote(text) for text, choice in choices.items() if choice is None), most=_MAX_WORDS_SHOWN)
    return f"; what {name_rows(rows)} say{'s' * (len(rows) == 1)} ({what}) means nothing that is known" if rows else ""
