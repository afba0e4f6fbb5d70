"""What noise would look like, laid over itself as the lines are at their critical events.

A place that was chosen because a line is low there makes a dip when such places are laid
over one another, whatever the lines are about. So the dip is set beside that of noise:
each line's own strokes in a random order, laid over one another where such a line is as
low, among its own levels, as the real one is at its event.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from senco.errors import MeasureError
from senco.measures.worklines.lines import locate_events, split_lines
from senco.measures.worklines.shape import Floats, average_level

#: Lines of noise, over all draws; fewer draws where there are many lines.
MOST_LINES = 2_000
LEAST_DRAWS = 40
#: Places of a line of noise that are looked at to find one as low as the event.
_PLACES = 101


@dataclass(frozen=True)
class Noise:
    """What noise gives beside what the lines give around their critical events.

    Parameters
    ----------
    band : DataFrame
        Index the distances from the event; ``mean``, ``low`` and ``high`` of the mean
        line of noise: its mean over the draws, and where 95 % of them lie. Missing where
        no line reaches.
    depth : float
        How far the lines lie below their own average at the event, in points of the
        scale (mean of the lines; below 0 where they lie above it).
    expected, low, high : float
        The same of noise: mean of the draws, and where 95 % of them lie.
    draws : int
        How often noise was drawn.
    """

    band: pd.DataFrame
    depth: float
    expected: float
    low: float
    high: float
    draws: int


def draw_noise(
    worklines: pd.DataFrame,
    events: pd.DataFrame,
    distances: pd.Index,
    scale: tuple[float, float],
    *,
    draws: int = 250,
    seed: int = 0,
) -> Noise:
    """Draw noise as rough as the lines, and lay it over itself as they are.

    Parameters
    ----------
    worklines, events : DataFrame
        As in the contract.
    distances : Index
        Places before and after the event, as `senco.measures.worklines.align_lines` has them.
    scale : tuple of float
        The ends of the chart; noise that would leave it is turned back there, before it is
        moved to the average of its line.
    draws : int
        Sets of lines of noise, at least 1; fewer where there are many lines.
    seed : int
        Start of the random numbers.

    Returns
    -------
    Noise

    Raises
    ------
    MeasureError
        Where no line has a critical event on it, there is no draw to make, or as
        `senco.measures.worklines.locate_events` says.

    Notes
    -----
    A line of noise has the strokes of the real line, each as long and as steep, in a random
    order, and its average level: so it is as rough and as high, and knows nothing of when
    anything was. How low a place is, is the share of the line's time at a lower level; of several
    places as low as the event the lowest is taken.
    """
    if draws < 1:
        raise MeasureError(f"Noise must be drawn at least once, not {draws} times.")
    lines = split_lines(worklines)
    placed = locate_events(worklines, events, 0.0)
    placed = placed.loc[placed["standing"].notna()]
    if placed.empty:
        raise MeasureError("No line of two points or more has a critical event on it.")
    draws = min(draws, max(LEAST_DRAWS, MOST_LINES // len(placed)))
    rng = np.random.default_rng(seed)
    places = distances.to_numpy(dtype=float)
    total, count = (np.zeros((draws, len(places))) for _ in range(2))
    depths, own = np.zeros(draws), 0.0
    for name, event in placed.iterrows():
        x, y = lines[str(name)]
        own += average_level(x, y) - event["level"]
        there, level = _shuffle(x, y, scale, draws, rng)
        level = level + average_level(x, y) - _average_levels(there, level)[:, None]
        origin, low = _find_as_low(there, level, float(event["standing"]))
        depths += _average_levels(there, level) - low
        there = there - origin[:, None]
        # a place that misses an end by rounding alone still belongs to the line
        reached = (places >= there[:, :1] - 1e-12) & (places <= there[:, -1:] + 1e-12)
        laid = [np.interp(places, *line) for line in zip(there, level, strict=True)]
        total += np.where(reached, laid, 0.0)
        count += reached
    return Noise(
        _summarise(total, count, distances),
        own / len(placed),
        *_spread(depths / len(placed)),
        draws,
    )


def _shuffle(
    x: Floats, y: Floats, scale: tuple[float, float], draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return lines with the same strokes in random orders, kept on the chart; a row a draw."""
    order = np.array([rng.permutation(len(x) - 1) for _ in range(draws)])
    start = np.zeros((draws, 1))
    there = x[0] + np.hstack([start, np.cumsum(np.diff(x)[order], axis=1)])
    level = y[0] + np.hstack([start, np.cumsum(np.diff(y)[order], axis=1)])
    bottom, width = scale[0], scale[1] - scale[0]
    folded = np.abs((level - bottom + width) % (2 * width) - width)
    inside = (level >= bottom) & (level <= scale[1])
    return there, np.where(inside, level, bottom + folded)


def _average_levels(x: Floats, y: Floats) -> Floats:
    """Return the mean level of each of several lines, as `average_level` does of one."""
    areas: Floats = np.sum(np.diff(x) * (y[:, 1:] + y[:, :-1]), axis=1)
    return areas / 2 / (x[:, -1] - x[:, 0])


def _find_as_low(x: Floats, y: Floats, standing: float) -> tuple[Floats, Floats]:
    """Return where each line is as low among its own levels, and the level there."""
    even = np.linspace(x[:, 0], x[:, -1], _PLACES, axis=1)
    between = np.array([np.interp(*line) for line in zip(even, x, y, strict=True)])
    places, levels = np.hstack([x, even]), np.hstack([y, between])
    ordered = np.sort(between, axis=1)
    below = [np.searchsorted(*line) for line in zip(ordered, levels - 1e-9, strict=True)]
    apart = np.round(np.abs(np.array(below) / _PLACES - standing), 9)
    found = np.lexsort((places, np.round(levels, 9), apart), axis=1)[:, 0]
    rows = np.arange(len(x))
    return places[rows, found], levels[rows, found]


def _summarise(total: Floats, count: Floats, distances: pd.Index) -> pd.DataFrame:
    """Where the mean lines of noise lie at each distance that one of them reaches."""
    band = pd.DataFrame(np.nan, index=distances, columns=["mean", "low", "high"])
    for place in range(len(distances)):
        some = count[:, place] > 0
        if some.any():
            band.iloc[place] = _spread(total[some, place] / count[some, place])
    return band


def _spread(values: Floats) -> tuple[float, float, float]:
    low, high = np.quantile(values, [0.025, 0.975])
    return float(values.mean()), float(low), float(high)
