"""The colours of the flags as people with other colour vision see them, and their contrast.

The simulation is that of Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation of
color vision deficiency", for complete deficiency: a matrix on linear RGB.
"""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from sheetkit import palette
from sheetkit.template.store import shipped

VISION = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
FAR = 10.0  # in CIELAB, where 2.3 is the least that anybody sees


def linear(colour: str) -> npt.NDArray[np.float64]:
    """A colour's linear RGB."""
    values = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def seen(colour: str, vision: str) -> npt.NDArray[np.float64]:
    """A colour in CIELAB, as it looks to a kind of vision."""
    part = TO_XYZ @ np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1) / WHITE
    x, y, z = np.where(part > 0.008856, np.cbrt(part), 7.787 * part + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", VISION)
def test_any_two_colours_of_the_palette_can_be_told_apart(vision: str) -> None:
    fills = {**{name: colour.fill for name, colour in palette.PALETTE.items()}}
    for one, other in combinations(fills, 2):
        apart = float(np.linalg.norm(seen(fills[one], vision) - seen(fills[other], vision)))
        assert apart >= FAR, f"{one} and {other} look alike: {apart:.1f}"


@pytest.mark.parametrize("vision", VISION)
def test_any_two_colours_of_a_chart_can_be_told_apart(vision: str) -> None:
    fills = [palette.PALETTE["red"].fill, *(shade.fill for shade in palette.SHADES)]
    for one, other in combinations(fills, 2):
        apart = float(np.linalg.norm(seen(one, vision) - seen(other, vision)))
        assert apart >= FAR, f"{one} and {other} look alike: {apart:.1f}"


def test_the_simulation_tells_red_from_green_for_usual_vision_alone() -> None:
    red, green = "#C86464", "#8C8C50"  # a pair that protanopes and deuteranopes are known to mix up
    apart = {vision: float(np.linalg.norm(seen(red, vision) - seen(green, vision))) for vision in VISION}
    assert apart["usual"] > 30
    assert apart["deuteranopia"] < apart["usual"] / 2


def test_every_colour_has_a_sign_of_its_own_that_every_font_has() -> None:
    assert set(palette.SIGNS) == {*palette.PALETTE, ""}
    assert len(set(palette.SIGNS.values())) == len(palette.SIGNS)
    assert set("".join(palette.SIGNS.values())) <= set("▲►▼◄◊○●◘◙◦■□▪▫▬")  # of the set WGL4


def test_flags_have_different_words() -> None:
    titles = [rule.title for rule in shipped().rules]
    assert len(set(titles)) == len(titles)
