"""Colours for light and dark mode, with the contrasts of WCAG 2.1."""

from sheetkit.palette import PALETTE, SHADES, Colour

DARK_CARD, DARK_INK = "#18222D", "#E6EDF3"
STRONG = frozenset([*PALETTE.values(), *SHADES])  # stand out on any background, so dark mode keeps them
_SHARE = 0.6  # of a pale colour's ink in its dark variant; the fills of pale colours hardly differ
_MIN_CONTRAST = 3.0  # of a part of a chart against its background: WCAG 2.1, 1.4.11


def blend(colour: str, other: str, share: float) -> str:
    """Return a mix of two colours: a `share` of the first one, and the rest of the other."""
    parts = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02X}" for one, two in parts)


def dark_variant(colour: Colour) -> Colour:
    """Return a pale colour's dark variant, with light text."""
    return Colour(blend(colour.ink, DARK_CARD, _SHARE), DARK_INK)


def dark_chart_colour(fill: str) -> str:
    """Return a chart's colour, mixed with as much white as it needs on a dark background."""
    for white in range(0, 100, 5):
        mixed = blend("#FFFFFF", fill, white / 100)
        if contrast(mixed, DARK_CARD) >= _MIN_CONTRAST:
            return mixed
    return "#FFFFFF"


def contrast(colour: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
