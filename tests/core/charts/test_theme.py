"""Words on shades can be read."""

from itertools import pairwise

import pytest

from core.charts.theme import CELL_INK, CELL_LIGHT, DARK, SEQUENTIAL


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def shade(share: float) -> str:
    """The colour of a share, between the stops of the scale."""
    (low, one), (high, other) = next(pair for pair in pairwise(SEQUENTIAL) if share <= pair[1][0])
    way = (share - low) / (high - low)
    mixed = (round((1 - way) * int(one[at : at + 2], 16) + way * int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in mixed)


@pytest.mark.parametrize("share", [at / 50 for at in range(51)])
def test_words_in_a_cell_are_told_apart_from_its_shade_as_well_as_either_ink_can(share: float) -> None:
    ink, light = (contrast(shade(share), words) for words in (CELL_INK, CELL_LIGHT))
    chosen = light if share > DARK else ink
    assert chosen >= 4.1
    assert chosen >= max(ink, light) - 0.3
