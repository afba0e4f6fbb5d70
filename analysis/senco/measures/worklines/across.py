"""Lines compared on a common axis: mean, alignment, similarity, agreement.

Lines are resampled by straight interpolation between their own points, on a stated
number of points, and never beyond their own ends: there the value is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from senco.errors import MeasureError
from senco.measures.resampling import estimate_mean
from senco.measures.tolerance import above, level
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
        raise MeasureError(f"An odd number of points, at least 3, puts one at 0; not {n_points}.")
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
        raise MeasureError("No line reaches beyond its critical event: give it more points.")
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
    The interval is Student's, over the lines that are there; `senco.measures.coverage` has how
    often it holds, which is less where a few lines fall deep. It is pointwise: the
    chance that it holds the whole mean line at once is lower, and is not stated. It
    speaks of SENCOs from whom these could be a random sample.
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


def compare_lines(
    levels: pd.DataFrame, measure: Literal["pearson", "euclidean"] = "euclidean"
) -> pd.DataFrame:
    """Return how alike each two lines are, over the places that both reach.

    Parameters
    ----------
    levels : DataFrame, shape (n_lines, n_points)
        As `resample_lines` or `align_lines` gives it.
    measure : {"pearson", "euclidean"}
        "pearson": the correlation of the two lines, -1 to 1: alike in shape.
        "euclidean": the root of the mean squared distance, in points of the scale,
        0 for the same line: alike in shape and height.

    Returns
    -------
    DataFrame, shape (n_lines, n_lines)
        Symmetric.

    Raises
    ------
    MeasureError
        Where two lines have fewer than three places in common, or a correlation is
        asked of a line that keeps one level.
    """
    if measure not in ("pearson", "euclidean"):
        raise MeasureError(f"The measure is 'pearson' or 'euclidean', not '{measure}'.")
    table, names = levels.to_numpy(dtype=float), list(levels.index)
    result = np.full((len(names), len(names)), 1.0 if measure == "pearson" else 0.0)
    for first, second in combinations(range(len(names)), 2):
        common = ~np.isnan(table[first]) & ~np.isnan(table[second])
        if common.sum() < LEAST_COMMON_POINTS:
            raise MeasureError(
                f"{names[first]} and {names[second]} have {common.sum()} places in common: "
                f"at least {LEAST_COMMON_POINTS} are needed. Leave out a line that is too short."
            )
        pair = table[first, common], table[second, common]
        value = _correlate(pair, (names[first], names[second])) if measure == "pearson" else float(
            np.sqrt(np.mean((pair[0] - pair[1]) ** 2))
        )  # fmt: skip
        result[first, second] = result[second, first] = value
    return pd.DataFrame(result, index=levels.index, columns=names)


def _correlate(pair: tuple[Floats, Floats], names: tuple[str, str]) -> float:
    for line, name in zip(pair, names, strict=True):
        if np.ptp(line) == 0:
            raise MeasureError(
                f"{name}'s line keeps one level where it is compared: a correlation with it is "
                "not defined. Use 'euclidean'."
            )
    return float(np.clip(np.corrcoef(*pair)[0, 1], -1, 1))


@dataclass(frozen=True)
class Grouping:
    """Lines grouped by how alike they are.

    Parameters
    ----------
    groups : Series of int
        Group of each participant, from 1 in the order of the table.
    merges : ndarray, shape (n_lines - 1, 4)
        The tree, as `scipy.cluster.hierarchy.linkage` gives it.
    fit : float
        Cophenetic correlation: how truly the tree keeps the distances; NaN where
        all distances are the same.
    """

    groups: pd.Series
    merges: NDArray[np.float64]
    fit: float


def group_lines(
    distances: pd.DataFrame,
    n_groups: int,
    method: Literal["average", "complete", "single"] = "average",
) -> Grouping:
    """Group lines by their distances, step by step from the nearest pair.

    A grouping is always found, whether or not there are groups: at this n it
    orders the lines for looking, and tests nothing.

    Parameters
    ----------
    distances : DataFrame, shape (n_lines, n_lines)
        As `compare_lines` gives it with "euclidean", or 1 minus the correlations.
    n_groups : int
        From 1 to the number of lines; there are fewer where distances tie.
    method : {"average", "complete", "single"}
        How far two groups are apart: the mean, largest or smallest distance of
        their lines.

    Returns
    -------
    Grouping
        Groups, tree and fit.

    Raises
    ------
    MeasureError
        Where there are fewer than two lines, the distances are none, or the number
        of groups does not fit.

    References
    ----------
    Sokal, R. R., & Michener, C. D. (1958). A statistical method for evaluating
    systematic relationships. University of Kansas Science Bulletin, 38, 1409-1438.
    """
    n_lines = len(distances)
    if not 1 <= n_groups <= n_lines or n_lines < 2:
        raise MeasureError(f"{n_lines} lines cannot be put into {n_groups} groups.")
    if method not in ("average", "complete", "single"):
        raise MeasureError(f"The method is 'average', 'complete' or 'single', not '{method}'.")
    table = distances.to_numpy(dtype=float)
    if not (np.isfinite(table).all() and (table >= 0).all() and (np.diag(table) == 0).all()):
        raise MeasureError("Distances are numbers of at least 0, and 0 from a line to itself.")
    if not np.allclose(table, table.T):
        raise MeasureError("Distances must be the same in both directions.")
    condensed = level(squareform(table, checks=False))
    merges = hierarchy.linkage(condensed, method)
    merges[:, 2] = level(merges[:, 2])
    labels = hierarchy.fcluster(merges, n_groups, criterion="maxclust")
    order = {label: place + 1 for place, label in enumerate(dict.fromkeys(labels))}
    groups = pd.Series([order[label] for label in labels], index=distances.index, name="group")
    same = np.ptp(condensed) == 0 or np.ptp(hierarchy.cophenet(merges)) == 0
    fit = np.nan if same else float(hierarchy.cophenet(merges, condensed)[0])
    return Grouping(groups, merges, fit)


def _check_points(n_points: int) -> None:
    if n_points < 2:
        raise MeasureError(f"A common axis needs at least 2 points, not {n_points}.")
