"""How a sheet is printed."""

from collections.abc import Sequence

from sheetkit.ooxml import limits
from sheetkit.ooxml.writer.cell_block import BlockSheet
from sheetkit.ooxml.xml_text import xml_safe

A4 = 9


class Printed:
    """A sheet that can be printed."""

    _sheet: BlockSheet

    def page(
        self,
        title: str,
        *,
        area: tuple[int, int, int, int] | None = None,
        repeat: int | None = None,
        landscape: bool = True,
        one_page: bool = False,
        scale: int = 0,
        breaks: Sequence[int] = (),
    ) -> None:
        """Set up printing: A4, one page wide, the row `repeat` on every page, a footer with title, sheet and page.

        With `scale`, in per cent, the sheet is printed so large, and a new page begins at each row of `breaks`: Excel
        forgets such rows on a sheet that is fitted to its pages.
        """
        sheet = self._sheet
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(A4)
        if scale:
            sheet.set_print_scale(scale)
            sheet.set_h_pagebreaks([row - 1 for row in breaks[: limits.MAX_BREAKS]])
        else:
            sheet.fit_to_pages(1, 1 if one_page else 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        safe = xml_safe(title)[:80].replace("&", "&&")
        # The space keeps a title that begins with a digit apart from the size of the letters.
        # XlsxWriter 3.3 takes "&G" for a picture even in "&&G", so it learns the title only afterwards.
        sheet.set_footer("&L&8 &C&8&A&R&8Page &P of &N")
        sheet.footer = f"&L&8 {safe}&C&8&A&R&8Page &P of &N"
        if repeat is not None:
            sheet.repeat_rows(repeat - 1)
        if area is not None:
            top, left, bottom, right = area
            sheet.print_area(top - 1, left - 1, bottom - 1, right - 1)
