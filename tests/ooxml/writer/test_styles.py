"""Every text can be read on its ground: WCAG 2.1, 1.4.3 and 1.4.11."""

import pytest

from sheetkit import palette
from sheetkit.ooxml.writer import styles
from sheetkit.palette import Colour


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


COLOURS = {f"palette {name}": colour for name, colour in palette.PALETTE.items()}
COLOURS |= {f"row {name}": colour for name, colour in palette.ROW_TINT.items()}
COLOURS |= {f"severity {name}": colour for name, colour in palette.SEVERITY.items()}
COLOURS |= {name: colour for name, colour in vars(styles).items() if isinstance(colour, Colour)}
STYLES = {name: style for name, style in vars(styles).items() if name.isupper() and isinstance(style, dict)}
ON_PAPER = {name: str(style["font_color"]) for name, style in STYLES.items() if "font_color" in style}


def test_the_formula_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", COLOURS)
def test_text_on_a_colour_can_be_read(name: str) -> None:
    assert contrast(COLOURS[name].ink, COLOURS[name].fill) >= 4.5


@pytest.mark.parametrize("name", ON_PAPER)
def test_text_on_paper_can_be_read(name: str) -> None:
    assert contrast(ON_PAPER[name], palette.BACKGROUND) >= 4.5


def test_every_flag_has_a_tint_for_the_rest_of_its_row() -> None:
    assert palette.PALETTE.keys() == palette.ROW_TINT.keys()


@pytest.mark.parametrize("name", palette.PALETTE)
def test_a_flag_stands_out_from_the_rest_of_its_row(name: str) -> None:
    assert luminance(palette.PALETTE[name].fill) < luminance(palette.ROW_TINT[name].fill)
    assert styles.flag_style(name)["bold"] is True
