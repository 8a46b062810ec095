"""Name what is not carried over of a workbook besides the cells of its list: other sheets, headers, names."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from sheetkit.log.read.stamp import STAMP_SHEET
from sheetkit.ooxml.cell_ranges import name_rows
from sheetkit.ooxml.reader.attachments import NO_ATTACHMENTS, Attachments, read_attachments
from sheetkit.ooxml.reader.cells import Grid
from sheetkit.ooxml.reader.workbook import Workbook
from sheetkit.ooxml.references import column_letters
from sheetkit.text import natural_list, pluralize, quote

_MAX_NAMES = 20  # of properties


def other_sheets(workbook: Workbook, carried: Collection[str]) -> list[str]:
    """Return the names of the sheets that show anything, even a single chart, except those `carried` over."""
    left = [sheet for sheet in workbook.sheets if sheet.name not in carried and sheet.name != STAMP_SHEET]
    shown = [s.name for s in left if workbook.grid(s).columns or read_attachments(workbook, s) != NO_ATTACHMENTS]
    return [*shown, *workbook.sheets_without_cells]


def other_sheets_message(names: Iterable[str]) -> Iterator[str]:
    """Yield a message that names the sheets that are not carried over, if there are any."""
    if shown := natural_list(map(quote, names)):
        yield f"The other sheets of the old file are not carried over: {shown}."


def hidden_message(grid: Grid, rows: Iterable[int], columns: Iterable[int]) -> Iterator[str]:
    """Yield a message that names the hidden ones among some rows and columns of the old file, if there are any."""
    hidden_rows = sorted({*grid.hidden_rows}.intersection(rows))
    hidden_columns = sorted(grid.hidden_columns.intersection(columns))
    letters = f"column{'s' * (len(hidden_columns) > 1)} {natural_list(map(column_letters, hidden_columns))}"
    hidden = [*([name_rows(hidden_rows)] if hidden_rows else []), *([letters] if hidden_columns else [])]
    if hidden:
        is_ = "is" if len(hidden_rows) + len(hidden_columns) == 1 else "are"
        shown = natural_list(hidden)
        yield f"{shown[:1].upper()}{shown[1:]} {is_} hidden in the old file; in the new log nothing is hidden."


def whole_file_message(workbook: Workbook, grid: Grid, attachments: Attachments) -> Iterator[str]:
    """Yield a message on what belongs to no cell: pictures, page headers and footers, names and properties."""
    names = [name for name in workbook.names if not name.startswith("_xlnm.")]
    properties = natural_list(map(quote, workbook.properties), most=_MAX_NAMES)
    parts: Mapping[str, object] = {
        "a picture, chart or shape that lies at no cell": attachments.is_on_page,
        f"what is printed above or below each page ({natural_list(map(quote, grid.printed))})": grid.printed,
        pluralize(len(names), "defined name"): names,
        f"the document {'property' if len(workbook.properties) == 1 else 'properties'} {properties}": properties,
    }
    if left := [what for what, is_there in parts.items() if is_there]:
        yield f"Not carried over either: {natural_list(left)}."
