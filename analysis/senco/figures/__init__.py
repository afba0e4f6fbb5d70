"""The book's figures: measured values in, a figure out; none reads a file."""

from senco.figures.counts import draw_bands, draw_claims, draw_ties
from senco.figures.priorities import draw_priorities
from senco.figures.rings import draw_rings
from senco.figures.style import STYLE, SYSTEM_COLOURS, make_figure

__all__ = [
    "STYLE",
    "SYSTEM_COLOURS",
    "draw_bands",
    "draw_claims",
    "draw_priorities",
    "draw_rings",
    "draw_ties",
    "make_figure",
]
