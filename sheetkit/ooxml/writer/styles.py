"""Cell styles of all workbooks that sheetkit writes.

A style is a dict of XlsxWriter's format properties; `WorkbookWriter.get_format` makes one format of each.
"""

from sheetkit.palette import BACKGROUND, BORDER, HEAD, INPUT, MUTED, PALETTE, SIGNS, TEXT_COLOUR, Colour

Style = dict[str, object]

FONT = "Calibri"  # programs without it use a font with the same widths
# The conditional format of a log's cell with a value that cannot be right.
INVALID_CELL: Style = {"bg_color": "#FDECEA", "font_color": "#B42318", "bold": True}
DATE_FORMAT = "d mmm yyyy"
DATE_TIME_FORMAT = "d mmm yyyy hh:mm"
SHORT_TIME_FORMAT = "d mmm hh:mm"  # for columns too narrow for the year

BASE: Style = {"font_name": FONT, "font_size": 11, "font_color": TEXT_COLOUR, "valign": "top"}
CELL: Style = {**BASE, "text_wrap": True, "align": "left", "indent": 1, "bottom": 1, "bottom_color": BORDER}
CELL_MIDDLE: Style = {**CELL, "valign": "vcenter"}  # for rows of a few lines
DATE: Style = {**BASE, "num_format": DATE_FORMAT, "align": "left", "indent": 1, "bottom": 1, "bottom_color": BORDER}
NUMBER: Style = {**BASE, "num_format": "#,##0", "align": "center", "bottom": 1, "bottom_color": BORDER}
TYPED_NUMBER: Style = {**NUMBER, "num_format": "General"}  # with as many decimals as were typed
TITLE: Style = {**BASE, "font_size": 20, "bold": True, "font_color": "#102A43", "valign": "vcenter"}
SUBTITLE: Style = {**BASE, "font_color": MUTED}
SECTION: Style = {
    **BASE,
    "font_size": 13,
    "bold": True,
    "font_color": "#102A43",
    "bottom": 2,
    "bottom_color": "#243B53",
}
TEXT: Style = {**BASE, "text_wrap": True, "align": "left", "indent": 1}
STRONG: Style = {**TEXT, "bold": True}
LINK: Style = {"font_color": "#0B5C8A", "underline": 1}
FIGURE: Style = {**BASE, "font_size": 26, "bold": True, "align": "left", "indent": 1, "valign": "vcenter"}
FIGURE_LABEL: Style = {**BASE, "font_color": MUTED, "align": "left", "indent": 1}
INPUT_CELL: Style = {
    **BASE,
    "border": 1,
    "border_color": "#9AA5B1",
    "bg_color": INPUT.fill,
    "align": "left",
    "indent": 1,
}


def heading_style(colour: Colour = HEAD) -> Style:
    """Return the style of a heading cell."""
    return {
        **with_fill(colour),
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": BACKGROUND,
    }


def with_fill(colour: Colour, base: Style = CELL) -> Style:
    """Return a style with a colour's fill and text colour."""
    return {**base, "bg_color": colour.fill, "font_color": colour.ink}


def sign_format(sign: str) -> str:
    """Return the number format that shows a sign before a text, which alone is the cell's value."""
    return f'"{sign} "@'


def flag_style(name: str | None) -> Style:
    """Return the bold style of a flag's cell, with the sign and the colour that the palette has under a name."""
    base = with_fill(PALETTE[name], CELL_MIDDLE) if name else CELL_MIDDLE
    return {**base, "bold": True, "num_format": sign_format(SIGNS[name or ""])}
