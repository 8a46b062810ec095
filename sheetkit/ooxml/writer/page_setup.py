"""Set up the printing of sheets, and fit columns to paper."""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sheetkit.ooxml import limits
from sheetkit.ooxml.writer.block_sheet import BlockSheet
from sheetkit.ooxml.xml_text import xml_safe

if TYPE_CHECKING:
    from sheetkit.ooxml.writer.workbook import WorkbookWriter

_MAX_TITLE = 80  # characters: a footer has 255 at most
_LEFT_AND_RIGHT, _TOP, _BOTTOM = 0.3, 0.4, 0.5  # inches, of the margins
_FONT_SIZE = 11.0  # points, of most cells
# Programs differ in the printed width of a column, and less in the height of a row; these shares of the room are safe.
_WIDTH_USED, _HEIGHT_USED = 0.92, 0.97
_WIDE = 24.0  # characters: columns from this width on hold long texts, which wrap
_NARROWEST, _NARROWEST_UPRIGHT, _WIDEST = 0.7, 0.85, 1.4  # factors for the width of such a column on paper


class Paper(NamedTuple):
    """A size of paper: its number in ECMA-376, and its sides in points."""

    name: str
    number: int
    short: float
    long: float

    def room(self, *, landscape: bool) -> tuple[float, float]:
        """Return the width and the height between the margins, in points."""
        width, height = (self.long, self.short) if landscape else (self.short, self.long)
        return width - 2 * 72 * _LEFT_AND_RIGHT, height - 72 * (_TOP + _BOTTOM)


PAPERS = {paper.name: paper for paper in (Paper("A4", 9, 595.3, 841.9), Paper("Letter", 1, 612.0, 792.0))}
USUAL_PAPER = PAPERS["A4"]
SMALLEST = 8.0  # points, of letters on paper


def paper_named(text: str) -> Paper:
    """Return the paper with a name, the usual one if there is none."""
    return next((paper for paper in PAPERS.values() if paper.name.casefold() == text.strip().casefold()), USUAL_PAPER)


def width_in_points(widths: Iterable[float]) -> float:
    """Return the total width in points of columns with these widths in characters; pixels are rounded as in Excel."""
    return sum(round(width * 7 + 5) for width in widths) * 0.75


def scale_of(points: float) -> int:
    """Return the scale in whole per cent at which letters have at least this many points."""
    return math.ceil(100 * points / _FONT_SIZE)


def fitting_columns(widths: Sequence[float], points: float, *, landscape: bool) -> int:
    """Return how many columns, from the first, fit side by side on any paper with letters of `points`."""
    room = _room(points, landscape=landscape)
    return sum(width_in_points(widths[: number + 1]) <= room for number in range(len(widths)))


def fit_to_paper(widths: Sequence[float], points: float) -> tuple[list[float], bool]:
    """Return widths at which columns fill the paper with letters of `points`, and whether it is landscape.

    Columns of long texts become narrower or wider. The last columns are left out if they do not fit.
    """
    upright = _fill(widths, _room(points, landscape=False), _NARROWEST_UPRIGHT)
    if len(upright) == len(widths):
        return upright, False
    return _fill(widths, _room(points, landscape=True), _NARROWEST), True


def _fill(widths: Sequence[float], room: float, narrowest: float) -> list[float]:
    """Return the widths of as many first columns as fit into `room` points, at least one."""
    for number in range(len(widths), 0, -1):
        wide = width_in_points(width for width in widths[:number] if width >= _WIDE)
        spare = room - width_in_points(widths[:number])
        factor = 1 + spare / wide if wide else float(spare >= 0)
        if factor >= narrowest or number == 1:
            factor = min(factor, _WIDEST)
            return [math.floor(width * factor) if width >= _WIDE else width for width in widths[:number]]
    return []


def _room(points: float, *, landscape: bool) -> float:
    """Return the width in points that columns can use on any paper, with letters of `points`."""
    narrowest = min(paper.room(landscape=landscape)[0] for paper in PAPERS.values())
    return narrowest / scale_of(points) * 100 * _WIDTH_USED


class PrintableSheet:
    """Mixin of SheetWriter that sets up printing."""

    book: "WorkbookWriter"
    _sheet: BlockSheet

    def set_up_page(
        self,
        title: str,
        *,
        area: tuple[int, int, int, int] | None = None,
        repeat_row: int | None = None,
        landscape: bool = True,
        one_page: bool = False,
        scale: int = 0,
        page_breaks: Sequence[int] = (),
    ) -> None:
        """Set up printing: on the workbook's paper, one page wide, with title, sheet and page in the footer.

        `area` is (top, left, bottom, right); `repeat_row` is printed on every page. With `scale`, in per cent, the
        sheet is not fitted to the width of a page, and a page ends above each row of `page_breaks`, which Excel ignores
        on fitted sheets.
        """
        sheet = self._sheet
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(self.book.paper.number)
        if scale:
            sheet.set_print_scale(scale)
            sheet.set_h_pagebreaks([row - 1 for row in page_breaks[: limits.MAX_BREAKS]])
        else:
            sheet.fit_to_pages(1, 1 if one_page else 0)
        sheet.set_margins(left=_LEFT_AND_RIGHT, right=_LEFT_AND_RIGHT, top=_TOP, bottom=_BOTTOM)
        escaped = xml_safe(title)[:_MAX_TITLE].replace("&", "&&")
        # XlsxWriter 3.3 takes "&G" for a picture even in "&&G", so it gets a footer without the title. The space
        # separates the font size from a title that begins with a digit.
        sheet.set_footer("&L &C&A&R")
        sheet.footer = f"&L&11 {escaped}&C&11&A&R&11Page &P of &N"
        if repeat_row is not None:
            sheet.repeat_rows(repeat_row - 1)
        if area is not None:
            top, left, bottom, right = area
            sheet.print_area(top - 1, left - 1, bottom - 1, right - 1)

    def page_height(self, scale: int, *, landscape: bool = True) -> float:
        """Return the height in points of the rows that fit on a page at a scale in per cent."""
        return self.book.paper.room(landscape=landscape)[1] / scale * 100 * _HEIGHT_USED
