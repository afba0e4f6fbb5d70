"""Work-lines: when it was hard and when it went well, line by line and together.

A line joins its points by straight strokes. Every measure of one line is taken
over the line, not over its points, so that it does not depend on where somebody
happened to set more of them. A line says nothing beyond its own ends.

`shape` measures one line, `lines` the table of them, `across` compares lines on a
common axis, `hardest` finds where it was hardest, `noise` draws what lines that tell
nothing would look like. A level that misses the midline by
rounding alone is on it (`senco.measures.tolerance`).
"""

from senco.measures.worklines.across import (
    Aligned,
    agree_on_hardship,
    align_lines,
    average_lines,
    resample_lines,
)
from senco.measures.worklines.hardest import Hardest, find_hardest
from senco.measures.worklines.lines import locate_events, measure_lines, split_lines
from senco.measures.worklines.noise import Noise, draw_noise
from senco.measures.worklines.shape import average_level, find_turns, fit_slope, share_time

__all__ = [
    "Aligned",
    "Hardest",
    "Noise",
    "agree_on_hardship",
    "align_lines",
    "average_level",
    "average_lines",
    "draw_noise",
    "find_hardest",
    "find_turns",
    "fit_slope",
    "locate_events",
    "measure_lines",
    "resample_lines",
    "share_time",
    "split_lines",
]
