"""How light a colour is, what can be read on it, and what it becomes by night."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

#: The page by day and by night, as senco.css has them.
DAY, NIGHT = "#ffffff", "#151b20"
#: The least contrast of words, by WCAG 2.2, 1.4.3.
READABLE_CONTRAST = 4.5


def measure_light(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2).

    Parameters
    ----------
    colour : str
        As "#rrggbb".

    Returns
    -------
    float
        From 0 (black) to 1 (white).

    Examples
    --------
    >>> measure_light("#000000"), round(measure_light("#ffffff"), 9)
    (0.0, 1.0)
    """
    return _weigh(_read(colour))


def measure_contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2).

    Parameters
    ----------
    one, other : str
        As "#rrggbb".

    Returns
    -------
    float
        From 1 (the same light) to 21 (black and white).

    Examples
    --------
    >>> round(measure_contrast("#000000", "#ffffff"), 6)
    21.0
    """
    dark, light = sorted(map(measure_light, (one, other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=4096)
def turn_to_night(colour: str) -> str:
    """Return what a colour of a figure becomes on a dark page.

    Its hue stays. Its light is turned round so that its contrast with the dark page is
    its contrast with white, and so are the contrasts of any two colours with one another; but
    for what would have to be lighter than white.

    Parameters
    ----------
    colour : str
        As "#rrggbb", of a figure that is drawn on white.

    Returns
    -------
    str
        As "#rrggbb"; white becomes the dark page.

    Examples
    --------
    >>> turn_to_night("#ffffff"), turn_to_night("#000000")
    ('#151b20', '#ffffff')
    """
    parts = _read(colour)
    light = _weigh(parts)
    if light >= 1 - 1e-9:
        return NIGHT
    sought = min(1.0, (measure_light(NIGHT) + 0.05) * 1.05 / (light + 0.05) - 0.05)
    # as saturated as it can be at that light, and mixed with white where it must be lighter
    most = max(parts)
    full = [part / most for part in parts] if most else [1.0] * 3
    if _weigh(full) >= sought:
        turned = [part * sought / _weigh(full) for part in full]
    else:
        white = (sought - _weigh(full)) / (1 - _weigh(full))
        turned = [part + (1 - part) * white for part in full]
    return _write(turned)


def settle_shade(colour: str) -> tuple[str, str]:
    """Return a shade on which words can be read by day and by night, and the colour of those.

    Parameters
    ----------
    colour : str
        As "#rrggbb".

    Returns
    -------
    tuple of str
        The shade, lighter where neither white nor black could be read on it by day and by
        night, and white or black.

    Examples
    --------
    >>> settle_shade("#ffffff"), settle_shade("#23303b")
    (('#ffffff', '#000000'), ('#23303b', '#ffffff'))
    """
    light = measure_light(colour) + 0.05
    if 1.05 / light >= READABLE_CONTRAST:
        return colour, DAY
    # black becomes white by night, and the contrast of white is then less than that of black
    enough = 1.01 * READABLE_CONTRAST * (measure_light(NIGHT) + 0.05)
    if light < enough:
        parts = _read(colour)
        white = (enough - light) / (1.05 - light)
        colour = _write([part + (1 - part) * white for part in parts])
    return colour, "#000000"


def _read(colour: str) -> list[float]:
    """Red, green and blue as shares of light."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]


def _weigh(parts: Sequence[float]) -> float:
    red, green, blue = parts
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _write(parts: Sequence[float]) -> str:
    """The nearest colour that is no darker."""
    shares = [p * 12.92 if p <= 0.0031308 else 1.055 * p ** (1 / 2.4) - 0.055 for p in parts]
    return "#" + "".join(f"{min(255, math.ceil(255 * share - 1e-9)):02x}" for share in shares)
