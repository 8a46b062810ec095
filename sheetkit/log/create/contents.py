"""The contents of a new log: cells and settings that are carried over from another file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetkit.errors import OutputError
from sheetkit.expression.working_days import DayOff, WorkingDays, make_working_days, parse_week
from sheetkit.ooxml.limits import MAX_COLUMNS
from sheetkit.ooxml.reader.attachments import Note
from sheetkit.ooxml.reader.cells import ColumnCells
from sheetkit.ooxml.writer.hyperlinks import Hyperlink
from sheetkit.template.model import Template
from sheetkit.text import heading_key

FIRST_ROW = 2  # a new log has its headings in row 1


@dataclass(frozen=True)
class Attached:
    """Notes and links of a new log's cells, by the column's heading and the row."""

    notes: Mapping[tuple[str, int], Note] = field(default_factory=dict)
    links: Mapping[tuple[str, int], Hyperlink] = field(default_factory=dict)


@dataclass(frozen=True)
class Contents:
    """The cells of a new log, with row numbers from 2, and its settings.

    `columns` maps the template's names to cells, `extra` the headings of extra columns. `settings` maps names to values
    that differ from the default, `text_settings` names to texts. `as_of` is the serial date that the live columns use
    instead of the clock, or None. `date_order` is DMY, MDY or None. `identity` identifies the log whatever its file is
    called, '' for none. `days_off` go onto the sheet Holidays.
    """

    columns: dict[str, ColumnCells] = field(default_factory=dict)
    extra: dict[str, ColumnCells] = field(default_factory=dict)
    settings: dict[str, float] = field(default_factory=dict)
    as_of: float | None = None
    date_order: str | None = None
    text_settings: dict[str, str] = field(default_factory=dict)
    identity: str = ""
    days_off: tuple[DayOff, ...] = ()
    attached: Attached = Attached()

    def working_days(self, template: Template) -> WorkingDays | None:
        """Return the working days that the settings name, None where every day counts."""
        setting = template.week_setting
        week = parse_week(self.text_settings.get(setting.name, "")) if setting else None
        return make_working_days(week, self.days_off) if week else None

    @property
    def lines(self) -> int:
        """The number of lines down to the last one that is not blank."""
        columns = (*self.columns.values(), *self.extra.values())
        return max([FIRST_ROW - 1, *(cells.last_row for cells in columns)]) - FIRST_ROW + 1


def check_fits(contents: Contents, template: Template, rows: int) -> None:
    """Raise OutputError where a new log with so many rows cannot hold the contents."""
    if contents.lines > rows:
        raise OutputError(f"The log needs at least {contents.lines:,} lines for its contents, not {rows:,}.")
    if len(template.columns) + len(contents.extra) > MAX_COLUMNS:
        raise OutputError(f"A sheet can have {MAX_COLUMNS:,} columns, too few for {len(contents.extra):,} extra ones.")
    taken = {heading_key(column.title) for column in template.columns}
    for title in contents.extra:
        if heading_key(title) in taken:
            raise OutputError(f"The log cannot have two columns with the heading {title!r}.")
        taken.add(heading_key(title))
