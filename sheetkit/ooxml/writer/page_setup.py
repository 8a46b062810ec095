"""How a sheet is printed."""

from collections.abc import Sequence

from sheetkit.ooxml import limits
from sheetkit.ooxml.writer.block_sheet import BlockSheet
from sheetkit.ooxml.xml_text import xml_safe

_A4 = 9  # as ECMA-376 numbers paper sizes
_MAX_TITLE = 80  # characters: a footer has 255 at most


class PrintableSheet:
    """Mixin of SheetWriter that sets up printing."""

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
        """Set up printing: A4, one page wide, with a footer that shows the title, the sheet's name and the page.

        `area` is (top, left, bottom, right); `repeat_row` is printed on every page. With `scale`, in per cent, the
        sheet is not fitted to the width of a page, and a page ends above each row of `page_breaks`: on a sheet that is
        fitted to its pages, Excel ignores them.
        """
        sheet = self._sheet
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(_A4)
        if scale:
            sheet.set_print_scale(scale)
            sheet.set_h_pagebreaks([row - 1 for row in page_breaks[: limits.MAX_BREAKS]])
        else:
            sheet.fit_to_pages(1, 1 if one_page else 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        escaped = xml_safe(title)[:_MAX_TITLE].replace("&", "&&")
        # XlsxWriter 3.3 takes "&G" for a picture even in "&&G", so it sees a footer without the title. The space keeps
        # the size of the letters apart from a title that begins with a digit.
        sheet.set_footer("&L&8 &C&8&A&R&8Page &P of &N")
        sheet.footer = f"&L&8 {escaped}&C&8&A&R&8Page &P of &N"
        if repeat_row is not None:
            sheet.repeat_rows(repeat_row - 1)
        if area is not None:
            top, left, bottom, right = area
            sheet.print_area(top - 1, left - 1, bottom - 1, right - 1)
