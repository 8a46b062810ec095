"""An annotated copy of a log: each row in its place, each problem as a comment on its cell."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from sheetkit import categorical, palette
from sheetkit.log.problems import SEVERITIES, Problem
from sheetkit.log.read.csv_file import is_text_list
from sheetkit.log.read.settings import PAPER
from sheetkit.log.read.stamp import KIND, LOGS
from sheetkit.log.read_log import Log
from sheetkit.ooxml.cell_ranges import name_cells
from sheetkit.ooxml.limits import MAX_SHEET_NAME
from sheetkit.ooxml.reader.attachments import NO_ATTACHMENTS, Attachments, read_attachments
from sheetkit.ooxml.reader.workbook import open_workbook
from sheetkit.ooxml.references import column_number
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.atomic_file import write_atomically
from sheetkit.ooxml.writer.hyperlinks import outside_link
from sheetkit.ooxml.writer.page_setup import paper_named
from sheetkit.ooxml.writer.text_metrics import row_height, wrapped_line_count, wrapped_line_counts
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.ooxml.xml_text import cut_to_cell
from sheetkit.pages.page import CellStyle, Column, ListPage, SheetColumn, Table
from sheetkit.pages.problems import TITLE, problem_columns, sentence
from sheetkit.patterns import lazy_pattern
from sheetkit.review.history import ANNOTATED, log_names, properties
from sheetkit.target import check_target, is_changed_workbook
from sheetkit.text import natural_list, truncate
from sheetkit.workbook.lists import write_list
from sheetkit.workbook.table import MAX_LINES, write_cell

_MAX_COMMENTS = 5_000  # each is a drawing: with many more a spreadsheet program takes minutes to open the file
_MAX_PROBLEMS_IN_COMMENT = 5
_MAX_SENTENCE_LENGTH = 400
_MAX_FROZEN_ROWS = 10  # rows: more would leave no room for those that scroll
_AS_TYPED = ("date-as-text", "serial-date", "unknown-column")  # the copy shows what was typed, not what was read
_EXTRA_WIDTH = 22
_LIVE_WIDTH = 9
_NO_NAME = lazy_pattern(r"[\[\]:*?/\\\x00-\x1f]|^'|'$|^(history|problems|)$", re.IGNORECASE)

Place = tuple[int, int]  # row and column


def write_annotated(log: Log, target: Path, created: datetime, *, force: bool = False) -> None:
    """Write the annotated copy of `log` to `target`; the same log and moment give the same bytes.

    Raises OutputError if the file cannot be written, or is something other than an earlier annotated copy of the same
    log (with `force` only if it is the log).
    """
    name = log_names([log.path], target.resolve().parent)

    def is_ours(path: Path) -> bool:
        named_by = properties(path)
        return named_by.get(KIND) == ANNOTATED and named_by.get(LOGS) == name

    def check() -> None:
        check_target(target, [log.path], f"annotated copy of {name}", is_ours, is_changed_workbook, force=force)

    check()
    by_place = _problems_by_cell(log)
    attachments = _attachments(log)

    def write(beside: str) -> None:
        book = WorkbookWriter(
            beside,
            title=f"Annotated copy of {log.path.stem}",
            subject=_headline(log),
            created=created,
            paper=paper_named(log.text_settings.get(PAPER, "")),
        )
        book.set_property(KIND, ANNOTATED)
        book.set_property(LOGS, name)
        usable = len(log.sheet) <= MAX_SHEET_NAME and not _NO_NAME.search(log.sheet)
        sheet = book.add_sheet(log.sheet if usable else "Log", tab_colour=palette.HEAD.fill)
        log_sheet = _LogSheet(sheet, log, by_place, attachments)
        log_sheet.write()
        page = _problems_page(sheet.name, log, len(by_place), log_sheet.left_out)
        write_list(book, page, target.resolve().parent)
        book.close()

    write_atomically(target, write, check=check)


def _attachments(log: Log) -> Attachments:
    """Return the notes, links and pictures of the log's sheet; a text list has none."""
    if is_text_list(log.path):
        return NO_ATTACHMENTS
    with open_workbook(log.path) as workbook:
        sheet = workbook.sheet(log.sheet)
        return read_attachments(workbook, sheet) if sheet else NO_ATTACHMENTS


def _problems_by_cell(log: Log) -> dict[Place, list[Problem]]:
    """Return the problems of the log's own sheet by their cells, the worst of a cell first."""
    by_cell: dict[Place, list[Problem]] = {}
    for problem in log.problems:  # worst first
        if problem.cell is not None and problem.row is not None and problem.sheet == log.sheet:
            column = column_number(problem.cell.rstrip("0123456789"))
            by_cell.setdefault((problem.row, column), []).append(problem)
    return by_cell


class _LogSheet:
    """The sheet with the log's rows, each cell at its address in the log.

    `left_out` are cells whose note, link or picture is missing from the copy.
    """

    def __init__(
        self, sheet: SheetWriter, log: Log, by_place: dict[Place, list[Problem]], attachments: Attachments
    ) -> None:
        self.sheet = sheet
        self.log = log
        self.notes = attachments.notes
        self.links = attachments.links
        self.left_out = {*attachments.other_links, *attachments.wide_links, *attachments.pictures}
        self.by_place = by_place
        names = {number: name for name, number in log.columns.items() if name in log.frame}
        self.names = {**names, **log.extra}  # column number -> the frame's name
        self.columns = sorted({*log.columns.values(), *log.extra})
        self.known = {number: log.template.by_name[name] for name, number in log.columns.items()}
        self.unwritten = set(by_place)  # problem cells that have not been written yet

    def write(self) -> None:
        """Write headings, rows, comments and the page."""
        top, left, right = self.log.heading_row, self.columns[0], self.columns[-1]
        self.sheet.set_column_widths({number: self._width(number) for number in self.columns})
        self._links()
        for number in self.columns:
            self._heading(top, number)
        most = max(wrapped_line_count(self.log.headings[number], self._width(number) * 0.9) for number in self.columns)
        self.sheet.set_row_height(top, row_height(min(most, MAX_LINES)) + 3)
        last = max([top, *self._rows()])
        for row, column in sorted(self.unwritten):
            self._cell(row, column, _text_as_typed(self.by_place[row, column]) or "")
        self._comments()
        if last > top:
            self.sheet.add_autofilter(top, left, last, right)
        item = self.log.columns.get(self.log.template.roles.item, left)
        self.sheet.freeze_panes(top + 1 if top <= _MAX_FROZEN_ROWS else 1, item + 1 if item - left < 5 else 1)
        self.sheet.activate()
        self.sheet.set_selection(*min(self.by_place, default=(top, left)))
        self.sheet.set_up_page(self.sheet.book.title, area=(top, left, last, right), repeat_row=top)

    def _heading(self, row: int, column: int) -> None:
        problems = self.by_place.get((row, column))
        declared = self.known.get(column)
        usual = palette.PALETTE["grey"] if declared and declared.is_live else palette.HEAD
        colour = palette.SEVERITY[problems[0].severity] if problems else usual
        self.sheet.write_text(row, column, cut_to_cell(self.log.headings[column]), styles.heading_style(colour))
        self.unwritten.discard((row, column))

    def _rows(self) -> Iterator[int]:
        """Write the rows as they were read; yield their numbers."""
        texts = {number: self._values(name) for number, name in self.names.items()}
        lines = np.ones(len(self.log.frame), dtype=np.int32)
        for number, values in texts.items():
            shown = categorical.from_texts(value if isinstance(value, str) else None for value in values)
            lines = np.maximum(lines, wrapped_line_counts(shown, self._width(number)))
        for place, row in enumerate(self.log.frame.index.tolist()):
            for column, values in texts.items():
                self._cell(row, column, values[place])
            self.sheet.set_row_height(row, row_height(min(int(lines[place]), MAX_LINES)))
            yield row

    def _values(self, name: str) -> list[str | datetime]:
        """Return a column's cells: the moments of a date column, and texts, '' for an empty cell."""
        column = self.log.frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            return [*categorical.to_list(categorical.column(self.log.frame, name))]
        unread = self.log.unread.get(name, {})
        moments = zip(column.index.tolist(), column.to_numpy().tolist(), strict=True)
        return [moment or unread.get(row, "") for row, moment in moments]

    def _cell(self, row: int, column: int, value: str | datetime) -> None:
        problems = self.by_place.get((row, column))
        self.unwritten.discard((row, column))
        typed = _text_as_typed(problems) if problems else None
        colour = palette.SEVERITY[problems[0].severity] if problems else None
        write_cell(self.sheet, row, column, value if typed is None else typed, CellStyle(colour))

    def _is_shown(self, place: Place) -> bool:
        """Return whether the copy shows a cell of the log."""
        row, column = place
        has_row = row == self.log.heading_row or row in self.log.frame.index
        return place in self.by_place or (has_row and column in self.columns)

    def _links(self) -> None:
        """Write the links of the log before the cells, which keep them."""
        for place, target in self.links.items():
            link = outside_link(*target)
            if link is None or not self._is_shown(place) or not self.sheet.write_link(*place, link, " ", styles.CELL):
                self.left_out.add(place)

    def _comments(self) -> None:
        """Put comments on cells: problems first, the worst ones foremost, then the log's own notes, up to a maximum.

        A note on a problem cell follows its problems in one comment.
        """
        worst_first = sorted(self.by_place, key=lambda place: SEVERITIES.index(self.by_place[place][0].severity))
        places = [*worst_first, *(place for place in sorted(self.notes) if place not in self.by_place)]
        commented = [place for place in places if self._is_shown(place)][:_MAX_COMMENTS]
        self.left_out |= self.notes.keys() - set(commented)
        for place in commented:
            if place in self.by_place:
                note = f"\n\nNote in the log: {self.notes[place].text}" if place in self.notes else ""
                text, author = f"{_comment(self.by_place[place])}{note}", "sheetkit"
            else:
                author, text = self.notes[place]
            self.sheet.write_comment(*place, cut_to_cell(text), author)

    def _width(self, column: int) -> float:
        declared = self.known.get(column)
        if declared is None:
            return _EXTRA_WIDTH
        return _LIVE_WIDTH if declared.is_live else declared.width


def _text_as_typed(problems: list[Problem]) -> str | None:
    """Return what was typed in a problem cell that is read as something else or not at all, None for others."""
    return next((problem.value for problem in problems if problem.code in _AS_TYPED), None)


def _comment(problems: list[Problem]) -> str:
    sentences = [
        f"{sentence(problem.severity)}: {truncate(problem.message, _MAX_SENTENCE_LENGTH)}.\n"
        f"{truncate(problem.fix, _MAX_SENTENCE_LENGTH)}"
        for problem in problems[:_MAX_PROBLEMS_IN_COMMENT]
    ]
    if len(problems) > _MAX_PROBLEMS_IN_COMMENT:
        sentences.append(f"{len(problems) - _MAX_PROBLEMS_IN_COMMENT} more about this cell: see the sheet {TITLE}.")
    return "\n\n".join(sentences)


def _problems_page(sheet: str, log: Log, cells: int, left_out: set[Place]) -> ListPage:
    """Return the page of problems, each linked to its cell on `sheet` of the copy, if it is of that sheet."""
    problems = [*log.problems]
    linked = [SheetColumn(None, sheet, "") if problem.sheet == log.sheet else None for problem in problems]
    columns = (
        *problem_columns(problems, linked),
        Column("Sheet", 16, categorical.from_texts(problem.sheet for problem in problems)),
        Column("Kind", 17, categorical.from_texts(problem.code for problem in problems)),
    )
    text = f"{_headline(log)} This is a copy: put things right in the log itself."
    live = [log.headings[number] for name, number in log.columns.items() if log.template.by_name[name].is_live]
    if live:
        text += f" {natural_list(live)} {'is' if len(live) == 1 else 'are'} calculated in the log alone, so empty here."
    if cells > _MAX_COMMENTS:
        text += f" {_MAX_COMMENTS:,} of {cells:,} coloured cells have a comment, the worst first; all are listed here."
    if left_out:
        text += f" Not in the copy are notes, links or pictures of {name_cells(left_out)}."
    return ListPage(TITLE, text, palette.PALETTE["amber"].fill, Table(columns), frozen=2)


def _headline(log: Log) -> str:
    """Return how many problems there are, in a sentence."""
    name = truncate(log.path.name, 100)
    return f"{log.problems.counted()} in {name}." if log.problems else f"Nothing is wrong in {name}."
