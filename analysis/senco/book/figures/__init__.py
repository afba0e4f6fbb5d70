"""The book's figures: measured values in, a figure out; none reads a file."""

from senco.book.figures.bertin import draw_bertins
from senco.book.figures.calibrated import draw_axes
from senco.book.figures.comparisons import draw_differences, draw_side_by_side
from senco.book.figures.construing import (
    draw_change,
    draw_implications,
    draw_resistance,
    draw_self,
    draw_sociogrid,
)
from senco.book.figures.counts import (
    describe_ties,
    draw_answered,
    draw_bands,
    draw_claims,
    draw_ties,
)
from senco.book.figures.forests import draw_forest, scale_places, scale_shares
from senco.book.figures.grids import draw_maps
from senco.book.figures.lines import draw_lines, draw_mean_line
from senco.book.figures.matrix import caption_matrix, describe_bars, draw_matrix
from senco.book.figures.multiverse import draw_multiverse
from senco.book.figures.planning import draw_ceiling, draw_chances
from senco.book.figures.priorities import (
    describe_ranks,
    describe_shades,
    draw_priorities,
    draw_rank_shades,
    draw_ranks,
    read_ranks,
    share_ranks,
)
from senco.book.figures.rings import measure_radii, place_nodes
from senco.book.figures.style import STYLE, make_figure
from senco.book.figures.verdicts import draw_verdicts

__all__ = [
    "STYLE",
    "caption_matrix",
    "describe_bars",
    "describe_ranks",
    "describe_shades",
    "describe_ties",
    "draw_answered",
    "draw_axes",
    "draw_bands",
    "draw_bertins",
    "draw_ceiling",
    "draw_chances",
    "draw_change",
    "draw_claims",
    "draw_differences",
    "draw_forest",
    "draw_implications",
    "draw_lines",
    "draw_maps",
    "draw_matrix",
    "draw_mean_line",
    "draw_multiverse",
    "draw_priorities",
    "draw_rank_shades",
    "draw_ranks",
    "draw_resistance",
    "draw_self",
    "draw_side_by_side",
    "draw_sociogrid",
    "draw_ties",
    "draw_verdicts",
    "make_figure",
    "measure_radii",
    "place_nodes",
    "read_ranks",
    "scale_places",
    "scale_shares",
    "share_ranks",
]
