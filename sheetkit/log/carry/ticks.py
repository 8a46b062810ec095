"""A column of ticks, or of yes and no, that becomes the Status of a new log."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sheetkit.log.carry.cells import NotCarried
from sheetkit.log.carry.match_headings import Match, MatchedBy
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.date_text import parse_date_text
from sheetkit.log.read.location import LogLocation
from sheetkit.log.read.status_words import (
    are_answers,
    are_answers_unknown,
    asks_yes_or_no,
    is_tick_heading,
    status_choices,
)
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.template.model import Template
from sheetkit.text import clean_text, heading_key, is_blank, match_key, natural_list, quote, shell_argument

_MAX_WORDS_SHOWN = 8
_MAX_DIFFERENT = 50  # texts of a column that may say what is done


def match_ticks(matches: Sequence[Match], grid: Grid, heading_row: int, template: Template) -> list[Match]:
    """Return the matches, with a column such as "Done" or "Is it back?" as Status where nothing else is.

    Its cells decide: ticks, yes and no make it Status, and days make it the day of the return. What answers any other
    question is kept as it is, and the decision says how it becomes Status.
    """
    matched = {match.name for match in matches}
    asked = [match for match in matches if is_tick_heading(match.heading) or asks_yes_or_no(match.heading)]
    texts = {match.number: _different(grid.columns.get(match.number, ColumnCells()), heading_row) for match in asked}
    for match in asked:
        name = _tick_column(match, texts[match.number], template)
        if name and name not in matched:
            ticks = replace(match, name=name, matched_by=MatchedBy.TICKS)
            return [ticks if other is match else other for other in matches]
    if template.status.name in matched:
        return list(matches)
    return [_with_advice(match, grid, heading_row, template) for match in matches]


def _tick_column(match: Match, texts: Sequence[str], template: Template) -> str | None:
    """Return the column that a heading such as "Done" and its cells mean, None where they mean no other."""
    back, status = template.roles.back, template.status.name
    choices = status_choices(texts, template, match.heading, ticks=True).values()
    if back and match.name == back and match.matched_by is MatchedBy.TITLE:  # it can be one of them: "Closed (Y/N)"
        is_title = heading_key(match.heading) == heading_key(template.by_name[back].title)
        is_question = asks_yes_or_no(match.heading) or not is_title
        return status if is_question and texts and None not in choices else None
    if match.name is not None or match.matched_by is not MatchedBy.NONE or not is_tick_heading(match.heading):
        return None
    if texts and all(parse_date_text(text).moment for text in texts):
        return back
    return status if any(choices) or are_answers_unknown(texts, match.heading) else None


def _with_advice(match: Match, grid: Grid, heading_row: int, template: Template) -> Match:
    """Return the match of a column that is answered by yes and no, or says what is done, with how it becomes Status."""
    cells = grid.columns.get(match.number, ColumnCells())
    is_free = match.name is None and match.matched_by is MatchedBy.NONE and not match.decision
    if not is_free or len(cells.different_texts()) > _MAX_DIFFERENT:
        return match
    texts = _different(cells, heading_row)
    option = f"add --map {shell_argument(f'{match.heading}={template.status.name}')}."
    if asks_yes_or_no(match.heading) and are_answers(texts):
        decision = f"{quote(match.heading)} is answered by yes and no: if yes means that it is done, {option}"
    elif _says_done(texts, template):
        decision = f"{quote(match.heading)} looks like a status: if it is one, {option}"
    else:
        return match
    return replace(match, decision=decision)


def _says_done(texts: Sequence[str], template: Template) -> bool:
    """Return whether texts are words of a status, and one of them says that a line is done."""
    choices = status_choices(texts, template).values()
    return template.roles.done in choices and None not in choices


def _different(cells: ColumnCells, heading_row: int) -> list[str]:
    """Return the different texts that a column shows below the headings."""
    return [text for text in dict.fromkeys(_shown_below(cells, heading_row).values()) if not is_blank(text)]


def _shown_below(cells: ColumnCells, heading_row: int) -> dict[int, str]:
    """Return what each different value below the headings shows, by its code in `ColumnCells.unique_values`."""
    values, codes = cells.unique_values
    below = np.unique(codes[cells.row_array > heading_row]).tolist()
    return {code: clean_text(format_cell(*values[code])) for code in below}


def grid_with_status(
    grid: Grid,
    columns: Mapping[str, int],
    headings: Mapping[int, str],
    location: LogLocation,
    template: Template,
    not_carried: NotCarried,
) -> Grid:
    """Return the grid with the choices of Status in place of ticks, yes and no, and of words of other languages.

    Words that the log itself knows stay as they are. What means no choice stays too, and is recorded in `not_carried`;
    under a heading of Status itself a tick or a yes does not.
    """
    status = template.status
    number = columns.get(status.name)
    if number is None or number not in grid.columns:
        return grid
    heading, cells = headings[number], grid.columns[number]
    is_ticked = heading_key(heading) not in status.headings
    shown = _shown_below(cells, location.heading_row)
    choices = status_choices(shown.values(), template, heading, ticks=is_ticked)
    unknown = [quote(text) for text, choice in choices.items() if choice is None and not is_blank(text)]
    words = natural_list(unknown, most=_MAX_WORDS_SHOWN)
    values, _ = cells.unique_values
    changed: dict[int, str] = {}
    reasons: dict[int, str] = {}
    for code, text in shown.items():
        choice = choices[text]
        if choice is None and not is_blank(text) and values[code][0] != CellKind.ERROR:
            reasons[code] = f"no {status.title} has these words ({words}), so they stay and the line counts as Open"
        elif choice is not None and (is_ticked or match_key(text) not in status.canonical):
            changed[code] = choice
            if not is_ticked:
                reasons[code] = f"{quote(text)} becomes the {status.title} {choice}"
    return _with_texts(grid, number, location, changed, reasons, not_carried)


def grid_with_yes(
    grid: Grid, columns: Mapping[str, int], location: LogLocation, template: Template, not_carried: NotCarried
) -> Grid:
    """Return the grid with the log's own yes in place of those of other languages, where the day of the return stands.

    The log would not know that "ja" or "sí" says that it is back. Each is recorded in `not_carried`.
    """
    back = template.roles.back
    number = columns.get(back) if back else None
    if number is None or number not in grid.columns or not template.yes:
        return grid
    values, _ = grid.columns[number].unique_values
    texts = {code: str(value) for code, (kind, value) in enumerate(values) if kind == CellKind.TEXT}
    choices = status_choices(texts.values(), template, ticks=True)
    is_back = (code for code, text in texts.items() if choices[text] == template.roles.done)
    foreign = [code for code in is_back if match_key(texts[code]) not in template.yes]
    becomes = f"becomes {quote(template.yes[0])}, which says that it is back"
    reasons = {code: f"{quote(clean_text(texts[code]))} {becomes}" for code in foreign}
    return _with_texts(grid, number, location, dict.fromkeys(foreign, template.yes[0]), reasons, not_carried)


def _with_texts(
    grid: Grid,
    number: int,
    location: LogLocation,
    texts: Mapping[int, str],
    reasons: Mapping[int, str],
    not_carried: NotCarried,
) -> Grid:
    """Return the grid with other texts below the headings of a column, and record what is said of its values.

    `texts` and `reasons` are those of different values, by their codes in `ColumnCells.unique_values`.
    """
    cells = grid.columns[number]
    _, codes = cells.unique_values
    below = cells.row_array > location.heading_row
    noted = below & np.isin(codes, [*reasons])
    for row, code in zip(cells.row_array[noted].tolist(), codes[noted].tolist(), strict=True):
        not_carried.add(reasons[code], row, number)
    chosen = below & np.isin(codes, [*texts])
    if not chosen.any():
        return grid
    return replace(
        grid,
        columns={**grid.columns, number: cells.with_texts(chosen, [texts[code] for code in codes[chosen].tolist()])},
    )
