"""Columns of one's own that say what is done, which no rule looks at."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from sheetkit.codes import where_category
from sheetkit.log.check.rows import Checked
from sheetkit.log.frame import RuleColumns, canonical_status
from sheetkit.log.problems import CODES, Problem
from sheetkit.log.read.location import LogLocation
from sheetkit.ooxml.references import cell_name
from sheetkit.template.model import Template
from sheetkit.text import clean_text, heading_key, is_word_of, match_key, natural_list, pluralize, quote, shell_argument

_MAX_ROWS_NAMED = 5


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
        says_done = where_category(texts, _done_words(texts, heading, template).__contains__)
        lines = np.flatnonzero(says_done & is_open)
        if not len(lines):
            continue
        rows = [str(row) for row in checked.rows[lines[:_MAX_ROWS_NAMED]].tolist()]
        more = len(lines) - len(rows)
        named = natural_list([*rows, *([f"{more:,} more"] if more else [])])
        where = f"row{'s' * (len(lines) > 1)} {named}"
        message = (
            f"{quote(heading)} looks like a status, and it is a column of your own, so "
            f"{pluralize(len(lines), 'line')} it calls done count{'s' * (len(lines) == 1)} as open ({where})"
        )
        option = f"--map {shell_argument(f'{heading}={template.status.name}')}"
        fix = f"Set {template.status.title} to {roles.done} there, or carry the list into a log with `adopt` {option}."
        cell = cell_name(place.heading_row, number)
        value = clean_text(texts[lines[0]])
        severity = CODES["looks-like-status"].severity
        yield Problem(
            "looks-like-status", severity, place.sheet.name, cell, place.heading_row, heading, value, message, fix
        )


def _done_words(texts: pd.Categorical, heading: str, template: Template) -> frozenset[str]:
    """Return the texts of a column by which it says "done"; none where it does not look like a status.

    Under a heading such as "Done" any tick or yes does. Under another heading, all that stands there has to be words of
    a status, and ticks alone could mean anything.
    """
    status = template.status
    words = status.canonical
    if status.ticks is not None and heading_key(heading) in status.ticks.headings:
        words = {**status.ticks.choices, **words}
    else:
        used = texts.categories[np.unique(texts.codes[texts.codes >= 0])].tolist()
        if not used or not all(is_word_of(text, words) for text in used):
            return frozenset()
    return frozenset(text for text in texts.categories.tolist() if words.get(match_key(text)) == template.roles.done)
