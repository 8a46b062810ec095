"""The Guide sheet of a log: how to use it, what the flags mean, and what to enter into each column."""

from sheetkit import palette
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.styles import Style
from sheetkit.ooxml.writer.text_metrics import row_height, wrapped_line_count
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.template.model import Template
from sheetkit.template.rule import Rule
from sheetkit.text import natural_list

GUIDE_SHEET = "Guide"
_WIDTHS = {1: 22, 2: 76, 3: 32}  # characters, by column number: no wider, so that they can be read on paper
_NO_COLOUR = "none: the sign and the word"
PRINTED = 100  # lines of a log that are printed, unless more are filled; blank lines would waste paper


def write_guide(book: WorkbookWriter, template: Template, rows: int, printed: int = PRINTED) -> None:
    """Write the sheet for a log with `rows` lines, of which the first `printed` are printed."""
    sheet = book.add_sheet(GUIDE_SHEET, tab_colour="#0B5C8A")
    sheet.set_column_widths(_WIDTHS)
    sheet.write_text(1, 1, template.title, styles.TITLE)
    sheet.set_row_height(1, 33)
    sheet.write_text(2, 1, template.description, styles.SUBTITLE)
    row = _write_steps(sheet, template, 4, rows, printed)
    row = _write_flags(sheet, template, row + 1)
    row = _write_columns(sheet, template, row + 1)
    sheet.set_up_page(template.title, area=(1, 1, row, 3), landscape=False)


def _write_steps(sheet: SheetWriter, template: Template, row: int, rows: int, printed: int) -> int:
    """Write the steps from a row on, and return the first row below them."""
    weekly = "Make a review of this file with sheetkit. The review is a file beside it; this one stays as it is."
    how = "Excel adds one when you type right below the last; in other programs, copy the last line down."
    paper = f"The first {printed:,} lines are printed. For more, choose Page Layout, Print Area, Clear Print Area."
    usual = [("Once a week", weekly), ("More lines", f"This log has {rows:,} lines. {how}"), ("On paper", paper)]
    _write_cells(sheet, row, ("How to use this log", "", ""), styles.SECTION)
    sheet.set_row_height(row, 24)
    for title, text in (*template.steps, *usual):
        row += 1
        sheet.write_text(row, 1, title, {**styles.STRONG, "valign": "vcenter"})
        sheet.write_text(row, 2, text, {**styles.TEXT, "valign": "vcenter"})
        sheet.set_row_height(row, row_height(wrapped_line_count(text, _WIDTHS[2])))
    return row + 1


def _write_flags(sheet: SheetWriter, template: Template, row: int) -> int:
    """Write the table of flags from a row on, and return the first row below it."""
    _write_headings(sheet, row, ("What the Flag says", "What it means", "Colour"))
    for rule in template.rules:
        row += 1
        colour = _colour_text(template, rule)
        _write_cells(
            sheet, row, (rule.title, rule.description, colour), styles.CELL_MIDDLE, styles.flag_style(rule.colour)
        )
        lines = max(wrapped_line_count(rule.description, _WIDTHS[2]), wrapped_line_count(colour, _WIDTHS[3]))
        sheet.set_row_height(row, row_height(lines))
    sign: Style = {**styles.CELL_MIDDLE, "num_format": styles.sign_format(palette.SIGNS["green"])}
    texts = (template.on_track, "Nothing needs to be done about it now.", _NO_COLOUR)
    _write_cells(sheet, row + 1, texts, styles.CELL_MIDDLE, sign)
    text = "The flags are in order: a line shows the first one that applies. Only open lines have flags."
    sheet.write_text(row + 2, 2, text, styles.SUBTITLE)
    return row + 3


def _colour_text(template: Template, rule: Rule) -> str:
    """Return the name of a flag's colour, and which other cells of the line have it."""
    if rule.colour is None:
        return _NO_COLOUR
    if rule.whole_row:
        return f"{rule.colour}, the whole line"
    cells = [template.by_name[name].title for name in rule.cells]
    return f"{rule.colour}, and in {natural_list(cells)}" if cells else rule.colour


def _write_columns(sheet: SheetWriter, template: Template, row: int) -> int:
    """Write the table of columns from a row on, and return its last row."""
    groups = {group.name: group for group in template.groups}
    _write_headings(sheet, row, ("Column", "What to enter", "Belongs to"))
    for column in template.columns:
        row += 1
        group = groups[column.group]
        fill = palette.HEAD if column.required else palette.PALETTE[group.colour]
        choices = f" One of: {', '.join(choice.title for choice in column.choices)}."
        text = f"{column.description}{choices}" if column.choices else column.prompt
        belongs_to = group.title + (" (needed)" if column.required else "")
        heading: Style = {**styles.with_fill(fill, styles.CELL_MIDDLE), "bold": True}
        _write_cells(sheet, row, (column.title, text, belongs_to), styles.CELL_MIDDLE, heading)
        sheet.set_row_height(row, row_height(wrapped_line_count(text, _WIDTHS[2])))
    return row


def _write_headings(sheet: SheetWriter, row: int, titles: tuple[str, str, str]) -> None:
    _write_cells(sheet, row, titles, styles.heading_style())
    sheet.set_row_height(row, row_height(1))


def _write_cells(
    sheet: SheetWriter, row: int, texts: tuple[str, str, str], style: Style, first_style: Style | None = None
) -> None:
    """Write the three cells of a row; the first may have a style of its own."""
    for column, text in enumerate(texts, start=1):
        sheet.write_text(row, column, text, first_style if first_style and column == 1 else style)
