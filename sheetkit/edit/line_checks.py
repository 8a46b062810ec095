"""Refuse an edit after which `check` would find more problems in a line."""

from collections import Counter
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt

from sheetkit.edit.cell_edit import CellEdit
from sheetkit.edit.line_cells import lines_after
from sheetkit.edit.open_log import OpenLog
from sheetkit.errors import SheetkitError
from sheetkit.log.check.address_names import addresses_of_others, name_spellings, says_name, wrong_address_message
from sheetkit.log.check.conditions import is_given_up, same_hand_off_columns
from sheetkit.log.check.hints import check_hints
from sheetkit.log.check.rows import Checked, check_rows
from sheetkit.log.check.years import check_years
from sheetkit.log.finding import Finding
from sheetkit.log.read.column_values import ColumnValues
from sheetkit.log.read.value_columns import ValueColumns
from sheetkit.ooxml.reader.cells import ColumnCells
from sheetkit.person_names import MAX_COMPARED, are_nearly_the_same, name_key, spelling_of
from sheetkit.text import match_key, quote, shown_text

_ADDED_LATER = "missing-id"  # a new line gets its ID when it is entered
_FIXES = {  # advice that differs on the command line from that in the sheet
    "done-without-return": "The command `done` enters both.",
    "placeholder": 'To leave the cell blank, write "{title}=".',
}


def refuse_new_problems(
    log: OpenLog,
    row: int,
    before: Mapping[str, ColumnCells],
    after: Mapping[str, ColumnCells],
    typed: Collection[str],
    now: datetime,
) -> None:
    """Raise SheetkitError with the first problem that a line has after an edit and did not have before.

    In the columns `typed` a problem counts as new unless its message is the same as before, in others unless its code
    is.
    """
    problems = list(_problems(log, row, after, now))
    if not problems:
        return
    problems_before = list(_problems(log, row, before, now))
    columns = {(code, column) for code, column, _ in problems_before}
    for problem in problems:
        code, column, message = problem
        if problem not in problems_before and (column in typed or (code, column) not in columns):
            raise SheetkitError(f"{message} Nothing was changed.")


def refuse_same_hand_off(log: OpenLog, row: int, edits: Sequence[CellEdit]) -> None:
    """Raise SheetkitError if the edits make a line the same hand-off as another one."""
    texts, days = same_hand_off_columns(log.template)
    columns = log.place.columns
    touched = {columns.get(name) for name in (*texts, *days, log.template.roles.status)}
    if not columns.keys() >= {*texts, *days} or all(edit.column not in touched for edit in edits):
        return
    other = _same_hand_off(log, row, edits)
    if other and not _same_hand_off(log, row, []):
        raise SheetkitError(
            f"This hand-off is in row {other} already ({log.title(other)}) and would be counted twice. Nothing was "
            "changed; if it is another one, say in the item what makes it so."
        )


def _same_hand_off(log: OpenLog, row: int, edits: Sequence[CellEdit]) -> int:
    """Return the first row with the same hand-off as a line has after the edits, 0 if there is none."""
    texts, days = same_hand_off_columns(log.template)
    item = log.number(texts[0])
    key = match_key(next((str(edit.value) for edit in edits if edit.column == item), log.shown(row, item)))
    items, places = log.cells(item).unique_values
    same_item = [at for at, (_, text) in enumerate(items) if isinstance(text, str) and _begins_alike(text, key)]
    others = log.cells(item).row_array[np.isin(places, same_item)].tolist()
    others = [other for other in others if other != row and log.is_line(other)]
    if not others:
        return 0
    rows = np.array(sorted({row, *others}), dtype=np.int64)
    values = _values(log, rows, lines_after(log, edits, rows.tolist()), {*texts, *days, log.template.roles.status})
    columns = ValueColumns(values, rows, log.template)
    at = int(np.searchsorted(rows, row))
    same = ~is_given_up(columns, log.template)
    if not same[at]:
        return 0
    for codes in (columns.match_keys(name).codes for name in texts):
        same &= (codes == codes[at]) & (codes >= 0)
    for moments in map(columns.seconds, days):
        same &= moments == moments[at]
    same[at] = False
    return int(rows[same][0]) if same.any() else 0


def refuse_address_of_another(log: OpenLog, row: int, edits: Sequence[CellEdit]) -> None:
    """Raise SheetkitError if the edits enter a person or an address, and the address seems to be somebody else's."""
    person, email = (
        log.place.columns.get(name or "", 0) for name in (log.template.roles.person, log.template.roles.email)
    )
    new = {edit.column: str(edit.value or "") for edit in edits}
    if not (person and email and {person, email}.intersection(new)):
        return
    name, address = (shown_text(new.get(number, log.shown(row, number))) for number in (person, email))
    if not name or not address or says_name(match_key(address), name_spellings(name_key(name))):
        return
    texts = {number: {r: str(value) for r, _, value in log.cells(number)} for number in (person, email)}
    for number in texts.keys() & new.keys():
        texts[number][row] = new[number]
    lines = Counter((texts[person].get(at, ""), texts[email].get(at, "")) for at in sorted({*log.rows, row}))
    for pair, owner in addresses_of_others(lines):
        if (name_key(pair[0]), match_key(pair[1])) == (name_key(name), match_key(address)):
            message, fix = wrong_address_message(name, address, owner)
            raise SheetkitError(f"{log.heading(email)}: {message}. {fix} Nothing was changed.")


def notes_on_names(log: OpenLog, edits: Sequence[CellEdit]) -> tuple[str, ...]:
    """Return notes about entered names that nearly match others in the log, which may be a slip."""
    number = log.place.columns.get(log.template.roles.person, 0)
    entered = [str(edit.value) for edit in edits if edit.column == number and edit.value]
    if not entered:
        return ()
    names = {value for _, _, value in log.cells(number) if isinstance(value, str)}
    if len(names) > MAX_COMPARED or names.issuperset(entered):
        return ()
    notes = []
    spellings = {spelling_of(name): shown_text(name) for name in names if len(name) <= MAX_COMPARED}
    for name in dict.fromkeys(entered):
        spelling = spelling_of(name)
        near = next((other for other in spellings if are_nearly_the_same(spelling, other)), None)
        if near is not None and spelling not in spellings:
            notes.append(
                f"{quote(shown_text(name))} and {quote(spellings[near])} are nearly the same: if they are the same "
                "person, spell the name as it is in the log."
            )
    return tuple(notes)


def _begins_alike(text: str, key: str) -> bool:
    """Return whether a text has a match key; the first letter already tells for most texts of a long log."""
    return text.lstrip()[:1].lower() == key[:1] and match_key(text) == key


def _values(
    log: OpenLog, rows: npt.NDArray[np.int64], cells: Mapping[str, ColumnCells], names: Container[str] | None = None
) -> dict[str, ColumnValues]:
    """Return the values of each column that people fill in, or only of the columns `names`."""
    return {
        column.name: log.values(column, rows, cells[column.name])
        for column in log.template.entered
        if names is None or column.name in names
    }


def _problems(
    log: OpenLog, row: int, cells: Mapping[str, ColumnCells], now: datetime
) -> Iterator[tuple[str, str, str]]:
    """Yield (code, column, sentences) of each problem of a line."""
    template, rows = log.template, np.array([row], dtype=np.int64)
    values = _values(log, rows, cells)
    if all(values[column.name].blank[0] for column in template.filled_by_people):
        return
    far = check_years(values, rows, template, now)
    broken = {name: column.broken | far.get(name, False) for name, column in values.items()}
    columns = ValueColumns(values, rows, template)
    checked = Checked(columns, broken, frozenset(log.place.columns), {})
    findings: list[Finding] = [
        *(finding for column in values.values() for finding in column.findings),
        *check_rows(checked, template),
        *check_hints(checked, template, log.path.parent),
    ]
    for finding in findings:
        if len(finding.rows) and finding.code != _ADDED_LATER:
            title = template.by_name[finding.column].title
            _, message, fix = finding.describe(0)
            sentence = f"{message[0].upper()}{message[1:]}" if title in message else f"{title}: {message}"
            if finding.code in _FIXES:
                fix = _FIXES[finding.code].format(title=title)
            yield finding.code, finding.column, f"{sentence}{'' if sentence.endswith('?') else '.'} {fix}"
