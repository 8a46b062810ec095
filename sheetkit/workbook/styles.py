"""Turn a page's cell styles into the writer's styles."""

from functools import cache

from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.styles import Style
from sheetkit.pages.page import CellStyle

BASES: dict[str, Style] = {
    "text": styles.CELL,
    "number": styles.NUMBER,
    "decimal": styles.TYPED_NUMBER,
    "day": styles.DATE,
    "moment": {**styles.DATE, "num_format": styles.DATE_TIME_FORMAT},
    "short moment": {**styles.DATE, "num_format": styles.SHORT_TIME_FORMAT},
}


@cache  # a workbook has few styles and many cells
def cell_style(base: str, style: CellStyle, *, linked: bool = False, centred: bool = False) -> Style:
    """Return the style of a cell with a `base` format: text, number, decimal, day, moment or short moment."""
    result = styles.with_fill(style.colour, BASES[base]) if style.colour else dict(BASES[base])
    if linked:
        result |= {"underline": 1} if style.colour else styles.LINK
    if style.heading:
        result |= {"text_wrap": False}
    if style.heading or centred:
        result |= {"valign": "vcenter"}
    if style.size:
        result |= {"font_size": style.size}
    if style.sign and base == "text":
        result |= {"num_format": styles.sign_format(style.sign)}
    return result | {"bold": True} if style.bold else result
