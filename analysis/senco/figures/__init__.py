"""The book's figures: measured values in, a figure out; none reads a file."""

from senco.figures.comparisons import draw_differences, draw_side_by_side
from senco.figures.counts import draw_bands, draw_claims, draw_ties
from senco.figures.grids import draw_bertin, draw_biplots
from senco.figures.lines import draw_lines, draw_mean_line
from senco.figures.networked import draw_networked
from senco.figures.planning import draw_ceiling, draw_chances
from senco.figures.priorities import (
    draw_priorities,
    draw_rank_shades,
    draw_ranks,
    share_ranks,
    word_ranks,
    word_shades,
)
from senco.figures.rings import draw_rings, measure_radii, place_nodes
from senco.figures.style import STYLE, SYSTEM_COLOURS, make_figure

__all__ = [
    "STYLE",
    "SYSTEM_COLOURS",
    "draw_bands",
    "draw_bertin",
    "draw_biplots",
    "draw_ceiling",
    "draw_chances",
    "draw_claims",
    "draw_differences",
    "draw_lines",
    "draw_mean_line",
    "draw_networked",
    "draw_priorities",
    "draw_rank_shades",
    "draw_ranks",
    "draw_rings",
    "draw_side_by_side",
    "draw_ties",
    "make_figure",
    "measure_radii",
    "place_nodes",
    "share_ranks",
    "word_ranks",
    "word_shades",
]
