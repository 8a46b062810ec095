"""Name what people typed on the sheets that every new log has: Guide, Settings and Holidays."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sheetkit.log.create.contents import Contents
from sheetkit.log.create.guide_sheet import GUIDE_SHEET
from sheetkit.log.create.log_sheet import create_log
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.holidays import HEADINGS, HOLIDAYS_SHEET, holiday_cells
from sheetkit.log.read.settings import AS_OF, DATE_ORDER, SETTINGS_SHEET
from sheetkit.ooxml.cell_ranges import name_cells
from sheetkit.ooxml.reader.attachments import Place, read_attachments
from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.ooxml.reader.workbook import SheetInfo, Workbook, open_workbook
from sheetkit.patterns import lazy_pattern
from sheetkit.template.model import Template
from sheetkit.text import clean_text, is_blank, quote

OWN_SHEETS = (GUIDE_SHEET, SETTINGS_SHEET, HOLIDAYS_SHEET)
_NUMBER = lazy_pattern(r"\d+(?:,\d+)*")  # a Guide says how many lines the log has
_MAX_SHOWN = 3  # texts that are quoted beside the names of their cells


def own_sheets_messages(workbook: Workbook, old: Template, new: Template) -> Iterator[str]:
    """Yield a sentence on the cells that people filled in on each of the sheets, and one on their notes and the like.

    Left out are the texts of every log with the `old` template, and settings that the `new` template has too.
    """
    sheets = [sheet for name in OWN_SHEETS if (sheet := workbook.sheet(name))]
    ours = _texts_of_new_log(old) if sheets else frozenset()
    for sheet in sheets:
        carried = _carried_cells(workbook, new, sheet)
        filled = _filled_cells(workbook, sheet)
        own = {place: text for place, text in filled if place not in carried and _form(text) not in ours}
        if own:
            texts = [quote(own[place]) for place in sorted(own)[:_MAX_SHOWN]]
            shown = ", ".join([*texts, *["..."] * (len(own) > _MAX_SHOWN)])
            where = f"{name_cells(own)} of the sheet {quote(sheet.name)}"
            yield f"{where}: text of your own ({shown}), not carried over; copy by hand what you still need."
        attached = read_attachments(workbook, sheet)
        hung = {*attached.notes, *attached.links, *attached.other_links, *attached.wide_links, *attached.pictures}
        if hung:
            what = "a note, a link or a picture, which is not carried over"
            yield f"{name_cells(hung)} of the sheet {quote(sheet.name)}: {what}."


def _texts_of_new_log(template: Template) -> frozenset[str]:
    """Return the texts on these sheets of a new log, in the form in which they are compared."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.xlsx"
        create_log(path, template, date(2000, 1, 1), template.rows, Contents())
        with open_workbook(path) as new:
            sheets = [sheet for name in OWN_SHEETS if (sheet := new.sheet(name))]
            texts = (text for sheet in sheets for _, text in _filled_cells(new, sheet))
            return frozenset(_form(text) for text in texts if any(map(str.isalpha, text)))


def _filled_cells(workbook: Workbook, sheet: SheetInfo) -> Iterator[tuple[Place, str]]:
    """Yield each cell that shows something, and its text. The hidden years and formulas of Holidays are left out."""
    for number, cells in workbook.grid(sheet).columns.items():
        may_be_hidden = sheet.name == HOLIDAYS_SHEET and number > len(HEADINGS)
        for row, kind, value in cells:
            is_hidden = may_be_hidden and (row in cells.calculated or kind == CellKind.NUMBER)
            if not is_hidden and not is_blank(shown := format_cell(kind, value)):
                yield (row, number), shown


def _carried_cells(workbook: Workbook, template: Template, sheet: SheetInfo) -> set[Place]:
    """Return the cells whose values are carried over, or reported where they cannot be."""
    names = [setting.name for setting in template.all_settings]
    named_cells = filter(None, map(workbook.named_cell, (*names, AS_OF, DATE_ORDER)))
    carried = {(row, column) for named_sheet, row, column in named_cells if named_sheet.name == sheet.name}
    if sheet.name == HOLIDAYS_SHEET:
        listed = holiday_cells(workbook)
        carried |= {(row, column) for row in listed.rows for column in listed.numbers.values()}
    return carried


def _form(text: str) -> str:
    return _NUMBER.sub("0", clean_text(text))
