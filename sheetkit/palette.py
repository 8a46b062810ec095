"""The palette of every page and workbook: colours, and the signs that stand beside them.

Colours are chosen for a contrast of at least 4.5 to 1 between `ink` and `fill` (WCAG 2.1, 1.4.3); a test
computes it.
"""

from typing import NamedTuple

TEXT_COLOUR = "#1F2933"
BACKGROUND = "#FFFFFF"
MUTED = "#52606D"
BORDER = "#CBD2D9"


class Colour(NamedTuple):
    """A colour of the palette: `fill` under a cell, `ink` for text on it."""

    fill: str
    ink: str


# Different for people with any kind of colour vision, which a test computes.
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
# In charts, for all that is not late: from dark to light.
SHADES = (
    Colour("#2F4A65", "#FFFFFF"),
    Colour("#5B7691", "#FFFFFF"),
    Colour("#8DA4BA", "#0A1C2E"),
    Colour("#BCC9D6", "#102A43"),
    Colour("#E4EAF0", "#102A43"),
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
SEVERITY = {"error": PALETTE["red"], "warning": PALETTE["amber"], "info": PALETTE["grey"]}
