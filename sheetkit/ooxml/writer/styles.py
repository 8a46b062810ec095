"""The look: one palette and one set of styles for every workbook that sheetkit writes.

Colours are chosen for a contrast of at least 4.5 to 1 between `ink` and `fill` (WCAG 2.1, 1.4.3); a test
works it out. A style is plain data in xlsxwriter's own property names; `Book.style` turns it into a
format once.
"""

from dataclasses import dataclass

FONT = "Calibri"  # has a metric twin wherever Excel is not
TEXT_COLOUR = "#1F2933"
BACKGROUND = "#FFFFFF"
MUTED = "#52606D"
BORDER = "#CBD2D9"


@dataclass(frozen=True)
class Colour:
    """A colour of the palette: `fill` under a cell, `ink` for text on it."""

    fill: str
    ink: str


# Told apart by people with any kind of colour vision, which a test works out.
PALETTE = {
    "red": Colour("#B42318", "#FFFFFF"),
    "amber": Colour("#FCB01D", "#332200"),
    "orange": Colour("#FAD9BC", "#5C2A00"),
    "violet": Colour("#A583EA", "#1E0B45"),
    "blue": Colour("#9FBCEC", "#0A2A4D"),
    "yellow": Colour("#FFF98C", "#403700"),
    "grey": Colour("#9AA1A6", "#14191E"),
    "green": Colour("#5FAE70", "#06260F"),
    "teal": Colour("#78DDD4", "#063A3C"),
}
# In charts, for flags that have no colour.
NEUTRALS = (
    Colour("#34506C", "#FFFFFF"),
    Colour("#5E4234", "#FFFFFF"),
    Colour("#C065A8", "#000000"),
)
# A sign beside the word, of those that every font has. "" is that of flags without a colour.
SIGNS = {
    "red": "▲",
    "amber": "■",
    "orange": "►",
    "violet": "◊",
    "blue": "◄",
    "yellow": "●",
    "grey": "□",
    "green": "○",
    "teal": "▼",
    "": "▪",
}
# The rest of a row whose flag has the colour: paler, so that the flag itself still stands out.
ROW_TINT = {
    "red": Colour("#FBD5D0", "#5C0F08"),
    "amber": Colour("#FFEFC7", "#3D2B00"),
    "orange": Colour("#FFF1E0", "#6B3000"),
    "violet": Colour("#F1E9FB", "#3F1D73"),
    "blue": Colour("#E8F2FC", "#0B3B66"),
    "yellow": Colour("#FFFBE0", "#4D4200"),
    "grey": Colour("#EDF0F2", "#2B333B"),
    "green": Colour("#EBF7EE", "#0F4A24"),
    "teal": Colour("#E8F6F6", "#0B4649"),
}
HEAD = Colour("#243B53", "#FFFFFF")
INPUT = Colour("#FFF9E5", TEXT_COLOUR)
# What cannot be right, shown while it is typed.
INVALID_CELL: dict[str, object] = {"bg_color": "#FDECEA", "font_color": "#B42318", "bold": True}
SEVERITY = {"error": PALETTE["red"], "warning": PALETTE["amber"], "info": PALETTE["grey"]}

DAY = "d mmm yyyy"
MOMENT = "d mmm yyyy hh:mm"

Style = dict[str, object]
BASE: Style = {"font_name": FONT, "font_size": 11, "font_color": TEXT_COLOUR, "valign": "top"}
CELL: Style = {**BASE, "text_wrap": True, "align": "left", "indent": 1, "bottom": 1, "bottom_color": BORDER}
CELL_MIDDLE: Style = {**CELL, "valign": "vcenter"}  # in a row of a few lines
DATE: Style = {**BASE, "num_format": DAY, "align": "left", "indent": 1, "bottom": 1, "bottom_color": BORDER}
NUMBER: Style = {**BASE, "num_format": "#,##0", "align": "center", "bottom": 1, "bottom_color": BORDER}
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
    """Return `base` in a colour."""
    return {**base, "bg_color": colour.fill, "font_color": colour.ink}


def sign_format(sign: str) -> str:
    """Return the number format that shows a sign before a text; the cell itself holds the text alone."""
    return f'"{sign} "@'


def flag_style(name: str | None) -> Style:
    """Return the style of a flag: its sign and the palette's full colour, bold, since the word counts most."""
    base = with_fill(PALETTE[name], CELL_MIDDLE) if name else CELL_MIDDLE
    return {**base, "bold": True, "num_format": sign_format(SIGNS[name or ""])}
