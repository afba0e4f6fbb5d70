"""Axes to read ratings from: biplots whose constructs bear a scale (Gower & Hand).

In a calibrated biplot each construct is a straight axis with marks for the ratings. A line
from an element at a right angle to the axis meets it at the rating that the biplot's
dimensions give it; with all dimensions that is the rating itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError
from senco.measures.grids.components import biplot, centred_ratings

#: An axis this much shorter than the longest bears no scale: its marks would lie far outside.
_SHORTEST = 1e-6


@dataclass(frozen=True, eq=False)
class Axis:
    """One construct's axis.

    Parameters
    ----------
    construct : int
        Position of the construct.
    direction : ndarray
        Shape ``(n_dimensions,)``, of length 1: towards the right pole; all 0 where the
        construct does not show.
    ticks : ndarray
        Shape ``(n_ticks,)``: the ratings that are marked.
    places : ndarray
        Shape ``(n_ticks, n_dimensions)``: where each of them is; without rows where the
        construct does not show.
    predictivity : float or None
        Share of the construct's sum of squares that the dimensions give back, 0 to 1; None
        where it does not vary.
    """

    construct: int
    direction: Floats
    ticks: Floats
    places: Floats
    predictivity: float | None


@dataclass(frozen=True, eq=False)
class CalibratedBiplot:
    """A biplot from which ratings can be read.

    Parameters
    ----------
    elements : ndarray
        Shape ``(n_elements, n_dimensions)``.
    axes : tuple of Axis
        One for each construct, in the order of the grid.
    predicted : ndarray
        Shape ``(n_constructs, n_elements)``: the ratings that the dimensions give.
    predictivity : tuple of float or None
        For each element the share of its sum of squares that the dimensions give back; None
        for one at the centre.
    explained : float
        The same for the whole grid, 0 to 1.
    """

    elements: Floats
    axes: tuple[Axis, ...]
    predicted: Floats
    predictivity: tuple[float | None, ...]
    explained: float


def calibrate_biplot(
    grid: Grid,
    n_dimensions: int = 2,
    ticks: ArrayLike | None = None,
    centre: Literal["means", "midpoint"] = "means",
) -> CalibratedBiplot:
    """Return a biplot in which each construct's axis bears the scale of the ratings.

    Parameters
    ----------
    grid : Grid
        The grid; a missing rating counts as the construct's mean.
    n_dimensions : int
        How many dimensions to keep, at least 1; not more than there are.
    ticks : array_like, optional
        The ratings to mark; by default the whole numbers of the scale, or at most nine of them.
    centre : {"means", "midpoint"}
        As for `biplot`.

    Returns
    -------
    CalibratedBiplot
        In the dimensions of `biplot`; the axes all pass through its centre.

    Raises
    ------
    MeasureError
        If nothing varies about the centre, or a number of dimensions below 1 is asked for.

    Notes
    -----
    With the elements at ``E`` and a construct's left singular vector ``v``, its ratings are
    predicted as ``centre + E v``, so that the rating m lies at ``(m - centre) v / (v'v)``.
    The predictivity of a construct or element is the sum of squares of its predicted
    deviations over that of its own.

    References
    ----------
    Gower, J. C., & Hand, D. J. (1996). Biplots. Chapman & Hall.
    Gower, J., Lubbe, S., & le Roux, N. (2011). Understanding biplots. Wiley.
    doi:10.1002/9780470973196

    Examples
    --------
    One dimension contains all of these ratings, so they are reproduced exactly.

    >>> grid = Grid(["a", "b", "c"], [("x", "y"), ("u", "v")], [[1, 2, 3], [3, 2, 1]], (1, 3))
    >>> found = calibrate_biplot(grid, 1)
    >>> found.predicted.round(6).tolist(), round(found.explained, 6)
    ([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]], 1.0)
    >>> found.axes[0].ticks.tolist(), found.axes[0].places.round(3).tolist()
    ([1.0, 2.0, 3.0], [[-1.414], [0.0], [1.414]])
    """
    if n_dimensions < 1:
        raise MeasureError(f"{n_dimensions} dimensions were asked for; at least 1 is needed")
    drawn = biplot(grid, centre, g=0.0, h=1.0)
    kept = slice(min(n_dimensions, drawn.explained.size))
    elements, vectors = drawn.element_coordinates[:, kept], drawn.construct_coordinates[:, kept]
    deviations = centred_ratings(grid, centre)
    origin = _find_origin(grid, centre)
    fitted = vectors @ elements.T
    marks = _choose_ticks(grid) if ticks is None else np.asarray(ticks, dtype=float).ravel()
    shares = [_share(fitted[i], deviations[i]) for i in range(grid.n_constructs)]
    longest = float((vectors**2).sum(1).max())
    axes = tuple(
        _mark(i, vector, marks, origin[i], shares[i], longest) for i, vector in enumerate(vectors)
    )
    return CalibratedBiplot(
        elements,
        axes,
        fitted + origin[:, None],
        tuple(_share(fitted[:, j], deviations[:, j]) for j in range(grid.n_elements)),
        float((fitted**2).sum() / (deviations**2).sum()),
    )


def _find_origin(grid: Grid, centre: str) -> Floats:
    """Each construct's rating at the centre of the biplot."""
    if centre == "midpoint":
        return np.full(grid.n_constructs, grid.midpoint)
    counts = grid.rated.sum(1)
    sums = np.where(grid.rated, grid.ratings, 0.0).sum(1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), grid.midpoint)


def _choose_ticks(grid: Grid) -> Floats:
    low, high = grid.scale
    step = max(1, int(np.ceil(grid.span / 8)))
    ticks: Floats = np.arange(np.ceil(low), high + 1e-9, step)
    return ticks if ticks.size > 1 else np.linspace(low, high, 5)


def _share(fitted: Floats, whole: Floats) -> float | None:
    total = float((whole**2).sum())
    return min(float((fitted**2).sum()) / total, 1.0) if total > 1e-12 else None


def _mark(
    place: int, vector: Floats, ticks: Floats, origin: float, share: float | None, longest: float
) -> Axis:
    length = float((vector**2).sum())
    if length <= _SHORTEST * longest:
        return Axis(place, np.zeros_like(vector), ticks, np.empty((0, vector.size)), share)
    places = (ticks - origin)[:, None] * vector / length
    return Axis(place, vector / np.sqrt(length), ticks, places, share)


def project(found: CalibratedBiplot, construct: int, element: int) -> Floats:
    """Return where an element's line at a right angle meets a construct's axis.

    Parameters
    ----------
    found : CalibratedBiplot
        As `calibrate_biplot` gives it.
    construct, element : int
        Positions.

    Returns
    -------
    ndarray
        Shape ``(n_dimensions,)``; the centre where the construct does not show.

    Examples
    --------
    >>> grid = Grid(["a", "b", "c"], [("x", "y"), ("u", "v")], [[1, 2, 3], [3, 2, 1]], (1, 3))
    >>> project(calibrate_biplot(grid, 1), 0, 0).round(3).tolist()
    [-1.414]
    """
    direction = found.axes[construct].direction
    met: Floats = (found.elements[element] @ direction) * direction
    return met
