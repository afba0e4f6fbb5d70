"""What can be read by day can be read by night."""

from itertools import pairwise

import pytest

from senco.text.colours import (
    NIGHT,
    READABLE_CONTRAST,
    measure_contrast,
    measure_light,
    settle_shade,
    turn_to_night,
)

GREYS = [f"#{level:02x}{level:02x}{level:02x}" for level in range(256)]


def test_contrasts_are_those_that_wcag_gives():
    """#767676 on white is the lightest grey of 4.5 to 1, as WCAG's own technique G18 has it."""
    assert measure_contrast("#767676", "#ffffff") > 4.5 > measure_contrast("#777777", "#ffffff")
    # by hand: red alone is 0.2126, so (1.05) / (0.2626)
    assert measure_contrast("#ff0000", "#ffffff") == pytest.approx(1.05 / 0.2626)


@pytest.mark.parametrize(
    "colour", ["#33508a", "#2b8a83", "#a26b1b", "#b5473c", "#8a949c", "#767676"]
)
def test_a_colour_stands_out_from_the_dark_page_as_it_does_from_white(colour):
    by_day, by_night = (
        measure_contrast(colour, "#ffffff"),
        measure_contrast(turn_to_night(colour), NIGHT),
    )
    assert by_day <= by_night * 1.001 and by_night == pytest.approx(by_day, rel=0.03)


def test_what_is_darker_by_day_is_no_darker_by_night():
    turned = [measure_light(turn_to_night(grey)) for grey in GREYS]
    assert all(one >= other for one, other in pairwise(turned))


def test_a_hue_stays_by_night():
    red, green, blue = (int(turn_to_night("#b5473c")[place : place + 2], 16) for place in (1, 3, 5))
    assert red > green and red > blue
    red, green, blue = (int(turn_to_night("#2b8a83")[place : place + 2], 16) for place in (1, 3, 5))
    assert red < green and red < blue


@pytest.mark.parametrize("shade", [*GREYS[::3], "#6aaed6", "#a26b1b", "#c9a36a"])
def test_words_on_a_settled_shade_can_be_read_by_day_and_by_night(shade):
    ground, ink = settle_shade(shade)
    assert measure_contrast(ground, ink) >= READABLE_CONTRAST
    assert measure_contrast(turn_to_night(ground), turn_to_night(ink)) >= READABLE_CONTRAST
    assert measure_light(ground) >= measure_light(shade)
