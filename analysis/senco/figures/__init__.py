"""The book's figures: measured values in, a figure out; none reads a file."""

from senco.figures.counts import draw_bands, draw_claims, draw_ties
from senco.figures.grids import draw_bertin, draw_biplots
from senco.figures.lines import draw_lines, draw_mean_line
from senco.figures.priorities import (
    draw_priorities,
    draw_rank_shades,
    draw_ranks,
    share_ranks,
    word_ranks,
    word_shades,
)
from senco.figures.rings import draw_rings
from senco.figures.style import STYLE, SYSTEM_COLOURS, make_figure

__all__ = [
    "STYLE",
    "SYSTEM_COLOURS",
    "draw_bands",
    "draw_bertin",
    "draw_biplots",
    "draw_claims",
    "draw_lines",
    "draw_mean_line",
    "draw_priorities",
    "draw_rank_shades",
    "draw_ranks",
    "draw_rings",
    "draw_ties",
    "make_figure",
    "share_ranks",
    "word_ranks",
    "word_shades",
]
