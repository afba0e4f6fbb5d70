"""Lines compared on a common axis: mean, alignment, similarity, agreement.

Lines are resampled by straight interpolation between their own points, on a stated
number of points, and never beyond their own ends: there the value is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from senco.errors import MeasureError
from senco.measures.resampling import estimate_mean
from senco.measures.tolerance import above
from senco.measures.worklines.lines import Axis, locate_events, name_day, split_lines
from senco.measures.worklines.shape import Floats

#: Two lines are compared on at least this many common points.
LEAST_COMMON_POINTS = 3


def resample_lines(
    worklines: pd.DataFrame, n_points: int = 101, axis: Axis = "position"
) -> pd.DataFrame:
    """Return every line's level at the same places.

    Parameters
    ----------
    worklines : DataFrame
        As in the contract.
    n_points : int
        Equally spaced places, at least 2: from 0 to 1, or from the earliest to the
        latest date of all lines.
    axis : {"position", "date"}
        What the places are.

    Returns
    -------
    DataFrame, shape (n_lines, n_points)
        Index participant; columns the positions, or the days since 1 January 1970.
        NaN beyond a line's own ends.

    Raises
    ------
    MeasureError
        As `senco.measures.worklines.split_lines` says; where `n_points` is below 2; where
        all dates are one.

    Examples
    --------
    >>> worklines = pd.DataFrame(
    ...     {"participant": ["P1", "P1"], "position": [0.0, 1.0], "level": [2.0, 4.0]}
    ... )
    >>> resample_lines(worklines, 3).loc["P1"].tolist()
    [2.0, 3.0, 4.0]
    """
    lines = split_lines(worklines, axis)
    first, last = 0.0, 1.0
    if axis == "date":
        first = min(float(x[0]) for x, _ in lines.values())
        last = max(float(x[-1]) for x, _ in lines.values())
        if first == last:
            raise MeasureError(f"Every point has the date {name_day(first)}: there is no axis.")
    _check_points(n_points)
    places = np.linspace(first, last, n_points)
    return _sample(lines, places, dict.fromkeys(lines, 0.0)).rename_axis(columns=axis)


def _sample(
    lines: dict[str, tuple[Floats, Floats]], places: Floats, origins: dict[str, float]
) -> pd.DataFrame:
    """Return the levels at places counted from each line's origin."""
    rows = []
    for participant, origin in origins.items():
        x, y = lines[participant]
        shifted = x - origin
        # a place that misses an end by rounding alone still belongs to the line
        near = np.where(np.isclose(places, shifted[0], rtol=0, atol=1e-12), shifted[0], places)
        near = np.where(np.isclose(places, shifted[-1], rtol=0, atol=1e-12), shifted[-1], near)
        rows.append(np.interp(near, shifted, y, left=np.nan, right=np.nan))
    index = pd.Index(list(origins), name="participant")
    return pd.DataFrame(np.array(rows).reshape(len(rows), -1), index=index, columns=places)


@dataclass(frozen=True)
class Aligned:
    """Lines laid over one another at their critical events.

    Parameters
    ----------
    lines : DataFrame, shape (n_lines, n_points)
        Columns are the distance from the event along the axis, 0 at the event; NaN
        beyond a line's own ends.
    left_out : dict of str to str
        Why a participant has no row.
    """

    lines: pd.DataFrame
    left_out: dict[str, str]


def align_lines(
    worklines: pd.DataFrame,
    events: pd.DataFrame,
    n_points: int = 101,
    axis: Axis = "position",
) -> Aligned:
    """Return the lines with the critical event of each at 0.

    Parameters
    ----------
    worklines, events : DataFrame
        As in the contract.
    n_points : int
        An odd number of places, so that the event itself is one of them; they
        reach as far on both sides as the longest stretch on either.
    axis : {"position", "date"}
        What distances are counted in: shares of the chart, or days.

    Returns
    -------
    Aligned
        With those left out, and why.

    Raises
    ------
    MeasureError
        Where `n_points` is even or below 3, no line can be aligned, or as
        `senco.measures.worklines.locate_events` says.
    """
    if n_points % 2 == 0 or n_points < 3:
        raise MeasureError(
            f"The number of points must be odd and at least 3, so that one is at 0; not {n_points}."
        )
    lines = split_lines(worklines, axis)
    placed = locate_events(worklines, events, 0.0, axis)
    left_out = {str(name): note for name, note in placed["note"].items() if note}
    known = placed.loc[placed["note"] == "", "place"]
    origins = {str(name): place for name, place in known.to_dict().items()}
    if not origins:
        raise MeasureError("No line can be aligned: none has a critical event on it.")
    reach = max(
        max(origin - lines[name][0][0], lines[name][0][-1] - origin)
        for name, origin in origins.items()
    )
    if reach == 0:
        raise MeasureError("No line extends beyond its critical event: give it more points.")
    places = np.linspace(-reach, reach, n_points)
    places[n_points // 2] = 0.0
    return Aligned(_sample(lines, places, origins).rename_axis(columns="distance"), left_out)


def average_lines(levels: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Return the mean line with a pointwise t interval.

    Parameters
    ----------
    levels : DataFrame, shape (n_lines, n_points)
        As `resample_lines` or `align_lines` gives it.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    DataFrame
        Index the places; columns ``n`` (lines that reach there), ``mean``, ``low``,
        ``high``. Without an interval where n is below 2: NaN.

    Notes
    -----
    The interval is Student's, over the existing lines; `senco.measures.coverage` has how often
    it holds, which is less where a few lines fall far below the others. It is pointwise: the
    chance that it contains the whole mean line at once is lower, and is not stated. It is about
    people of whom these could be a random sample.

    Examples
    --------
    >>> levels = pd.DataFrame([[2.0, 4.0], [4.0, 4.0]], index=["P1", "P2"], columns=[0.0, 1.0])
    >>> average_lines(levels)["mean"].tolist()
    [3.0, 4.0]
    """
    interval = estimate_mean(levels.to_numpy(dtype=float), confidence)
    return pd.DataFrame(
        {"n": interval.n, "mean": interval.mean, "low": interval.low, "high": interval.high},
        index=levels.columns,
    )


def agree_on_hardship(
    levels: pd.DataFrame, midline: float, confidence: float = 0.95
) -> pd.DataFrame:
    """Return at each place how many lines are below the midline.

    Parameters
    ----------
    levels : DataFrame, shape (n_lines, n_points)
        As `resample_lines` or `align_lines` gives it.
    midline : float
        The level between positive and challenging.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    DataFrame
        Index the places; columns ``n`` (lines that reach there), ``below``,
        ``above``, ``share_below``, its exact (Clopper-Pearson) interval ``low`` and
        ``high``, and ``agreement``: the share of lines on the side that more of
        them are on. NaN where no line reaches.

    Notes
    -----
    The exact interval never promises too much; at n = 8 it is wide: 8 of 8 below is
    compatible with a share of .63.

    References
    ----------
    Clopper, C. J., & Pearson, E. S. (1934). The use of confidence or fiducial limits
    illustrated in the case of the binomial. Biometrika, 26(4), 404-413.
    https://doi.org/10.1093/biomet/26.4.404

    Examples
    --------
    >>> levels = pd.DataFrame([[2.0, 4.0], [1.0, 4.0]], index=["P1", "P2"], columns=[0.0, 1.0])
    >>> agree_on_hardship(levels, 3.0)[["n", "below", "above"]].to_numpy().tolist()
    [[2, 2, 0], [2, 0, 2]]
    """
    table = levels.to_numpy(dtype=float)
    n = (~np.isnan(table)).sum(axis=0)
    under, over = above(midline, table).sum(axis=0), above(table, midline).sum(axis=0)
    safe = np.where(n > 0, n, 1)
    low, high = _bound_share(under, safe, confidence)
    counts = {"n": n, "below": under, "above": over}
    shares = {
        "share_below": under / safe,
        "low": low,
        "high": high,
        "agreement": np.maximum(under, over) / safe,
    }
    known = {name: np.where(n > 0, values, np.nan) for name, values in shares.items()}
    return pd.DataFrame({**counts, **known}, index=levels.columns)


def _bound_share(
    count: NDArray[np.int64], n: NDArray[np.int64], confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    tail = (1 - confidence) / 2
    low = np.where(count > 0, stats.beta.ppf(tail, np.maximum(count, 1), n - count + 1), 0.0)
    high = np.where(count < n, stats.beta.ppf(1 - tail, count + 1, np.maximum(n - count, 1)), 1.0)
    return low, high


def _check_points(n_points: int) -> None:
    if n_points < 2:
        raise MeasureError(f"A common axis needs at least 2 points, not {n_points}.")
