"""Read a list of days off from a text file (CSV): a date, a name, and whether the day comes every year."""

from pathlib import Path

from sheetkit.errors import UnreadableError
from sheetkit.expression.working_days import DayOff
from sheetkit.log.read.csv_file import read_csv
from sheetkit.log.read.date_text import format_date, parse_date_text
from sheetkit.ooxml.reader.cells import ColumnCells
from sheetkit.text import clean_text, heading_key, match_key, natural_list, quote

_HEADINGS = {"date": "Date", "day": "Date", "datum": "Date", "name": "Name", "holiday": "Name", "summary": "Name"}
_HEADINGS |= {"every year": "Every year", "yearly": "Every year"}
_NO = ("", "no", "n", "false", "0", "-")
_ORDER = ("Date", "Name", "Every year")  # of the columns, in a list without headings


def read_holiday_list(path: Path, yes: tuple[str, ...]) -> tuple[list[DayOff], list[str]]:
    """Return the days off in a list, and sentences on what was not taken from it.

    `yes` are the match keys of the words that make a day off yearly.

    Raises UnreadableError, one sentence, where there are no days off, or one has no date or an ambiguous one.
    """
    read = read_csv(path)
    rows, columns = [record.row for record in read.records], read.grid.columns
    headings = {_HEADINGS.get(heading_key(_text(cells, rows[0])), ""): number for number, cells in columns.items()}
    notes = []
    if "Date" in headings:
        texts = [_text(cells, rows[0]) for cells in columns.values()]
        unknown = [text for text in texts if text and heading_key(text) not in _HEADINGS]
        if unknown:
            subject, were = ("The column", "was") if len(unknown) == 1 else ("The columns", "were")
            notes.append(f"{subject} {natural_list(map(quote, unknown))} {were} not read: {natural_list(_ORDER)} are.")
        rows = rows[1:]
    else:
        headings = {name: number for number, name in enumerate(_ORDER, start=1)}
    cells = {name: columns.get(headings.get(name, 0), ColumnCells()) for name in _ORDER}
    lines = {record.row: record.line for record in read.records}
    days = []
    for row in rows:
        shown = _text(cells["Date"], row)
        reading = parse_date_text(shown)
        if reading.moment is None:
            two = natural_list([format_date(moment) for moment in reading.possible], "or")
            why = f"can be {two}" if two else "is not a date"
            raise UnreadableError(
                f"Line {lines[row]:,} of {path.name!r} cannot be read: {quote(shown)} {why}. Write each date with the "
                "year first, as in 2026-12-25, under the headings Date, Name and Every year. Nothing was made."
            )
        every_year = match_key(_text(cells["Every year"], row))
        if every_year not in yes and every_year not in _NO:
            reason = f"{quote(_text(cells['Every year'], row))} is not a word for yes"
            notes.append(
                f"Line {lines[row]:,}: {reason}, so {shown} counts only in that year. Write Yes where it is meant."
            )
        days.append(DayOff(reading.moment.date(), _text(cells["Name"], row), every_year in yes))
    if not days:
        raise UnreadableError(
            f"{path.name!r} lists no days off: there is nothing below its headings. Nothing was made."
        )
    return days, notes


def _text(cells: ColumnCells, row: int) -> str:
    cell = cells.at(row)
    return clean_text(str(cell[1])) if cell else ""
