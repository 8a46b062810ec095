"""Colours in the dark: what is read has a contrast of 4.5 to 1, what is drawn one of 3 to 1."""

import pytest

from sheetkit.html.colours import DARK_CARD, STRONG, contrast, dark_chart_colour, dark_variant
from sheetkit.pages.summary import AGE_COLOURS, TREND_COLOURS
from sheetkit.palette import HEAD, PALETTE, ROW_TINT, Colour


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", [*ROW_TINT.values(), Colour("#FFFFFF", "#52606D"), Colour("#E4E7EB", "#1F2933")])
def test_a_pale_colours_shade_can_be_read(colour: Colour) -> None:
    dark = dark_variant(colour)
    assert contrast(dark.fill, dark.ink) >= 4.5
    assert contrast(dark.fill, "#000000") < contrast(colour.fill, "#000000")


@pytest.mark.parametrize("fill", [*AGE_COLOURS, *TREND_COLOURS, HEAD.fill])
def test_what_is_drawn_can_be_seen_in_the_dark(fill: str) -> None:
    assert contrast(dark_chart_colour(fill), DARK_CARD) >= 3


def test_flags_keep_their_colours_in_the_dark_and_rows_do_not() -> None:
    assert set(PALETTE.values()) <= STRONG
    assert not STRONG & set(ROW_TINT.values())
