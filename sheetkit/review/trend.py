"""The trend: one line of counts per review, which each review copies from the one before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.reader.workbook import open_workbook
from sheetkit.ooxml.serial import is_usable_date, to_datetime
from sheetkit.review.figures import Figures, shared_titles
from sheetkit.template.model import Template
from sheetkit.text import match_key

SHEET, REVIEW_OF = "Trend", "Review of"  # the sheet's name, and the heading of its first column
LOGS = "Logs"
_KEPT_BEFORE = "On time"  # the heading of KEPT in older reviews
LINES, OUT, ATTENTION, BACK, KEPT = "Lines", "Out now", "Need attention", "Came back", "First promises kept"
_MAX_HEADING_ROW = 12  # the headings are above this row
_MAX_LINES = 1_000  # of a trend: a review a day for years
_MAX_COUNT = 1_048_576


class TrendLine(NamedTuple):
    """The counts of one review by their headings."""

    as_of: datetime
    counts: dict[str, int]

    @property
    def on_time(self) -> float | None:
        """The share of what came back that came back as first promised, None if nothing came back."""
        back = self.counts.get(BACK)
        return self.counts.get(KEPT, 0) / back if back else None


class EarlierTrend(NamedTuple):
    """The trend's lines in an earlier review, the earliest first, and how many of them could not be read."""

    lines: tuple[TrendLine, ...] = ()
    damaged: int = 0


def trend_line(as_of: datetime, figures: Figures, templates: Sequence[Template], logs: int = 1) -> TrendLine:
    """Return the line of a review, with the number of logs if there are several."""
    counts = {
        **({LOGS: logs} if logs > 1 else {}),
        LINES: figures.counts["rows"],
        OUT: figures.out,
        ATTENTION: figures.attention,
    }
    flags: Counter[str] = Counter()
    for name, title in shared_titles(templates).items():  # rules of several logs may share a title
        flags[title] += figures.counts[name]
    # If a template uses one title twice, the first one keeps the heading.
    for more in (flags, {BACK: figures.came_back, KEPT: figures.kept}, figures.statuses):
        taken = {match_key(title) for title in counts}
        counts |= {title: number for title, number in more.items() if match_key(title) not in taken}
    return TrendLine(as_of, counts)


def merge_by_day(lines: Iterable[TrendLine], before: datetime) -> tuple[TrendLine, ...]:
    """Return the lines of days before a moment's day, in their order; of several lines of a day the first one."""
    by_day: dict[object, TrendLine] = {}
    for line in lines:
        if line.as_of.date() < before.date():
            by_day.setdefault(line.as_of.date(), line)
    return tuple(sorted(by_day.values(), key=lambda line: line.as_of))[-_MAX_LINES:]


def read_trend(path: Path) -> EarlierTrend:
    """Return the trend in a review workbook, an empty one if it has no such sheet.

    Raises UnreadableError if the file cannot be read.
    """
    with open_workbook(path) as workbook:
        sheet = workbook.sheet(SHEET)
        return _read(workbook.grid(sheet)) if sheet else EarlierTrend()


def _read(grid: Grid) -> EarlierTrend:
    first = grid.columns.get(1, ColumnCells())
    top = next((row for row, _, value in first if value == REVIEW_OF and row < _MAX_HEADING_ROW), None)
    if top is None:
        return EarlierTrend()
    headings = {number: cells.at(top) for number, cells in grid.columns.items() if number > 1}
    texts = {number: str(cell[1]) for number, cell in headings.items() if cell and cell[0] == CellKind.TEXT}
    titles = {number: KEPT if text == _KEPT_BEFORE else text for number, text in texts.items()}
    lines: list[TrendLine] = []
    damaged = 0
    for row, kind, value in first:
        if row <= top:
            continue
        if kind not in (CellKind.DATE, CellKind.NUMBER) or not isinstance(value, float) or not is_usable_date(value):
            damaged += 1
            continue
        counts = {title: _count(grid.columns[number], row) for number, title in titles.items()}
        lines.append(TrendLine(to_datetime(value), {title: n for title, n in counts.items() if n is not None}))
    return EarlierTrend(tuple(lines), damaged)


def _count(cells: ColumnCells, row: int) -> int | None:
    """Return the count in a cell, None if it holds none."""
    cell = cells.at(row)
    value = cell[1] if cell and cell[0] == CellKind.NUMBER else None
    return int(value) if isinstance(value, float) and 0 <= value <= _MAX_COUNT and value == int(value) else None
