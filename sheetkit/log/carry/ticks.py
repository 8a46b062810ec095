"""A column of ticks, or of yes and no, that becomes the Status of the new log."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask
from sheetkit.log.carry.cells import NotCarried
from sheetkit.log.carry.match_headings import Match, MatchedBy
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.date_text import parse_date_text
from sheetkit.log.read.status_words import (
    ColumnKind,
    are_answers,
    are_answers_unknown,
    asks_whether_open,
    asks_yes_or_no,
    is_share,
    is_tick_heading,
    status_choices,
    status_column,
)
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.template.model import Template
from sheetkit.text import clean_text, heading_key, is_blank, match_key, natural_list, quote, shell_argument

_MAX_WORDS_SHOWN = 8
_NO_VALUE = (CellKind.ERROR, CellKind.UNCALCULATED, CellKind.OBJECT)
_MAX_DIFFERENT = 50  # texts of a column that may say what is done


def match_ticks(matches: Sequence[Match], grid: Grid, heading_row: int, template: Template) -> list[Match]:
    """Return the matches, with a column such as "Done" or "Is it back?" as Status where no other column is.

    Its cells decide: ticks, yes and no make it Status, dates make it the day of the return. A column that answers
    another question is kept as it is, and its decision says how to make it Status.
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
    """Return the column that a heading such as "Done" means with these texts, None where the match stays as it is."""
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
    """Return the match; where its column may be a status after all, the decision says how to make it one."""
    cells = grid.columns.get(match.number, ColumnCells())
    is_free = match.matched_by is MatchedBy.GUESS or (match.name is None and match.matched_by is MatchedBy.NONE)
    if not is_free or match.decision or len(cells.different_texts()) > _MAX_DIFFERENT:
        return match
    found = status_column(match.heading, _different(cells, heading_row), template)
    option = f"add --map {shell_argument(f'{match.heading}={template.status.name}')}."
    if found and found.kind in (ColumnKind.OPEN, ColumnKind.QUESTION):
        answer = "no" if found.kind is ColumnKind.OPEN else "yes"
        decision = f"{quote(match.heading)} is answered by yes and no: if {answer} means that it is done, {option}"
    elif found and template.roles.done in found.choices.values():
        decision = f"{quote(match.heading)} looks like a status: if it is one, {option}"
    else:
        return match
    return replace(match, decision=decision)


def _different(cells: ColumnCells, heading_row: int) -> list[str]:
    """Return the different texts that a column shows below the headings."""
    return [text for text in dict.fromkeys(_shown(cells, cells.row_array > heading_row).values()) if not is_blank(text)]


def _shown(cells: ColumnCells, counted: Mask) -> dict[int, str]:
    """Return what each different value of the cells that count shows, by its code in `ColumnCells.unique_values`.

    Cells without a value, such as errors, are left out.
    """
    values, codes = cells.unique_values
    different = np.unique(codes[counted]).tolist()
    return {code: clean_text(format_cell(*values[code])) for code in different if values[code][0] not in _NO_VALUE}


def grid_with_status(
    grid: Grid,
    columns: Mapping[str, int],
    headings: Mapping[int, str],
    rows: npt.NDArray[np.int64],
    template: Template,
    not_carried: NotCarried,
) -> Grid:
    """Return the grid with choices of Status in place of ticks, yes and no, and words of other languages.

    Only the `rows` that are carried over change. Words that the log knows stay as they are. So do words that mean no
    choice, which are recorded in `not_carried`. Under a heading of Status itself, a tick or a yes means no choice.
    """
    status = template.status
    number = columns.get(status.name)
    if number is None or number not in grid.columns:
        return grid
    heading, cells = headings[number], grid.columns[number]
    is_ticked = heading_key(heading) not in status.headings
    shown = _shown(cells, np.isin(cells.row_array, rows))
    choices = status_choices(shown.values(), template, heading, ticks=is_ticked)
    unknown = [quote(text) for text, choice in choices.items() if choice is None and not is_blank(text)]
    words = natural_list(unknown, most=_MAX_WORDS_SHOWN)
    changed: dict[int, str] = {}
    reasons: dict[int, str] = {}
    for code, text in shown.items():
        choice = choices[text]
        if choice is None and not is_blank(text):
            reasons[code] = f"no {status.title} has these words ({words}), so they stay and the line counts as Open"
        elif choice is not None and (is_ticked or match_key(text) not in status.canonical):
            changed[code] = choice
            if not (is_ticked and are_answers([text])) or asks_whether_open(heading):
                what = "how much of it is done" if is_share(text) else quote(text)
                reasons[code] = f"{what} becomes the {status.title} {choice}"
    return _with_texts(grid, number, rows, changed, reasons, not_carried)


def grid_with_yes(
    grid: Grid, columns: Mapping[str, int], rows: npt.NDArray[np.int64], template: Template, not_carried: NotCarried
) -> Grid:
    """Return the grid with the log's own word for yes in place of foreign ones in the column of the return.

    The log would not know that "ja" or "sí" means that it is back. Each change is recorded in `not_carried`.
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
    return _with_texts(grid, number, rows, dict.fromkeys(foreign, template.yes[0]), reasons, not_carried)


def _with_texts(
    grid: Grid,
    number: int,
    rows: npt.NDArray[np.int64],
    texts: Mapping[int, str],
    reasons: Mapping[int, str],
    not_carried: NotCarried,
) -> Grid:
    """Return the grid with new texts for some values of a column, and record the reasons.

    `texts` and `reasons` are by the values' codes in `ColumnCells.unique_values`.
    """
    cells = grid.columns[number]
    _, codes = cells.unique_values
    carried = np.isin(cells.row_array, rows)
    noted = carried & np.isin(codes, [*reasons])
    for row, code in zip(cells.row_array[noted].tolist(), codes[noted].tolist(), strict=True):
        not_carried.add(reasons[code], row, number)
    chosen = carried & np.isin(codes, [*texts])
    if not chosen.any():
        return grid
    changed = cells.with_texts(chosen, [texts[code] for code in codes[chosen].tolist()])
    return replace(grid, columns={**grid.columns, number: changed})
