"""The few dimensions in which a person construes: components and biplots.

In a biplot, a missing rating counts as the construct's mean, so that it pulls the
element nowhere. Components of the correlations leave out constructs that do
not vary. `senco.measures.grids.find_gaps` lists both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError
from senco.measures.grids.correlations import ROUNDING, construct_correlations

#: Sizes that differ by less than this part of the largest are taken to be equal.
SAME_SIZE = 1e-8


@dataclass(frozen=True, eq=False)
class Components:
    """Principal components of the construct correlations.

    Parameters
    ----------
    loadings : ndarray
        Shape ``(n_constructs, n_components)``, from -1 to 1; 0 for a construct
        that does not vary.
    sums_of_squares : ndarray
        Shape ``(n_components,)``: what each component explains, in constructs.
    eigenvalues : ndarray
        All eigenvalues of the correlations, largest first, of the constructs used.
    communalities : ndarray
        Shape ``(n_constructs,)``, from 0 to 1.
    used : tuple of int
        Positions of the constructs that vary.
    """

    loadings: Floats
    sums_of_squares: Floats
    eigenvalues: Floats
    communalities: Floats
    used: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Biplot:
    """Elements and constructs in one space.

    Parameters
    ----------
    element_coordinates : ndarray
        Shape ``(n_elements, n_dimensions)``.
    construct_coordinates : ndarray
        Shape ``(n_constructs, n_dimensions)``: where the right pole lies.
    singular_values : ndarray
        Shape ``(n_dimensions,)``, largest first.
    explained : ndarray
        Shape ``(n_dimensions,)``: each dimension's share of the sum of squares.
    """

    element_coordinates: Floats
    construct_coordinates: Floats
    singular_values: Floats
    explained: Floats


def varying_correlations(grid: Grid) -> tuple[Floats, tuple[int, ...]]:
    """Return correlations of the constructs that vary, and their positions.

    Parameters
    ----------
    grid : Grid
        The grid.

    Returns
    -------
    correlations : ndarray
        Shape ``(n_used, n_used)``, without an undefined value.
    used : tuple of int
        Positions of the constructs.

    Raises
    ------
    MeasureError
        If fewer than two constructs vary, or a pair shares too few ratings.
    """
    matrix = construct_correlations(grid, undefined="nan")
    varies = ~np.isnan(matrix.diagonal())
    used = tuple(np.flatnonzero(varies).tolist())
    if len(used) < 2:
        raise MeasureError(f"only {len(used)} of the constructs varies; at least two are needed")
    matrix = matrix if len(used) == len(matrix) else matrix[np.ix_(used, used)]
    if np.isnan(matrix).any():
        i, j = np.argwhere(np.isnan(matrix))[0]
        names = [grid.constructs[used[k]].label for k in (i, j)]
        raise MeasureError(
            f"constructs '{names[0]}' and '{names[1]}' share too few ratings to be correlated"
        )
    return matrix, used


def principal_components(
    grid: Grid,
    n_components: int = 3,
    rotation: Literal["none", "varimax"] = "varimax",
    tolerance: float = 1e-5,
) -> Components:
    """Return principal components of the construct correlations.

    Parameters
    ----------
    grid : Grid
        The grid.
    n_components : int
        How many to keep.
    rotation : {"none", "varimax"}
        Varimax is normalised by row (Kaiser).
    tolerance : float
        Varimax ends when its criterion grows by less than this share.

    Returns
    -------
    Components
        Largest first, and of equal ones the one that weighs more on the first construct on
        which they differ. Each component's loadings sum to more than 0, or to 0 with the
        largest positive. Where eigenvalues are equal, `settle_axes` chooses the components.

    Raises
    ------
    MeasureError
        If fewer constructs vary than components are asked for.

    References
    ----------
    Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor
    analysis. Psychometrika, 23(3), 187-200. doi:10.1007/BF02289233

    Examples
    --------
    >>> grid = Grid(["a", "b", "c"], [("x", "y"), ("u", "v")], [[1, 2, 3], [3, 2, 1]], (1, 3))
    >>> principal_components(grid, 1, "none").sums_of_squares.round(6).tolist()
    [2.0]
    """
    if rotation not in ("none", "varimax"):
        raise MeasureError(f"unknown rotation '{rotation}'; known: none, varimax")
    matrix, used = varying_correlations(grid)
    if not 1 <= n_components <= len(used):
        raise MeasureError(
            f"{n_components} components were asked for, but {len(used)} constructs vary"
        )
    values, vectors = np.linalg.eigh(matrix)
    values, vectors = values[::-1], vectors[:, ::-1]
    values = np.where(values > ROUNDING * values[0], values, 0.0)
    loadings = (settle_axes(vectors, values) * np.sqrt(values))[:, :n_components]
    if rotation == "varimax":
        loadings = rotate_varimax(loadings, tolerance)
    loadings = _orient(loadings)
    keys = [-np.abs(row) for row in loadings.round(6)[::-1]] + [-(loadings**2).sum(0).round(6)]
    loadings = loadings[:, np.lexsort(keys)]
    full = np.zeros((grid.n_constructs, n_components))
    full[list(used)] = loadings
    squares = full**2
    return Components(full, squares.sum(0), values, squares.sum(1), used)


def _orient(loadings: Floats) -> Floats:
    sums = loadings.sum(0).round(9)
    return loadings * np.where(sums == 0, _point_up(loadings), np.where(sums < 0, -1.0, 1.0))


def _point_up(vectors: Floats) -> Floats:
    """The sign of each column's largest number, of the first where several are as large."""
    largest = np.abs(vectors).round(9).argmax(0)
    return np.where(vectors[largest, np.arange(vectors.shape[1])] < 0, -1.0, 1.0)


def settle_axes(vectors: Floats, sizes: Floats) -> Floats:
    """Choose axes where equal singular values or eigenvalues leave them open.

    Dimensions of the same size span a plane, or more, in which any axes at right angles
    serve equally well; which ones a program finds follows the last bits of its sums. Here
    the first points as far as it can along one variable, the first of those along which
    it reaches farthest; the next does the same in what is left.

    Parameters
    ----------
    vectors : ndarray
        Shape ``(n_variables, n_dimensions)``: columns of length 1, at right angles.
    sizes : ndarray
        Shape ``(n_dimensions,)``: their singular values or eigenvalues, largest first.

    Returns
    -------
    ndarray
        Same shape; a column whose size no other has is as it was.

    Examples
    --------
    A plane in which two axes were found at 45 degrees to its variables:

    >>> tilted = np.array([[1, -1], [1, 1], [0, 0]]) / np.sqrt(2)
    >>> np.abs(settle_axes(tilted, np.array([2.0, 2.0]))).round(6).tolist()
    [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
    """
    settled = vectors.copy()
    apart = sizes[:-1] - sizes[1:] > SAME_SIZE * max(float(sizes[0]), ROUNDING)
    if apart.all():
        return settled
    for columns in np.split(np.arange(len(sizes)), np.flatnonzero(apart) + 1):
        if len(columns) > 1:
            settled[:, columns] = _span(vectors[:, columns])
    return settled


def _span(basis: Floats) -> Floats:
    """Axes of the space that a basis spans: those of a pivoted Cholesky decomposition."""
    left = basis @ basis.T  # projects upon the space, whichever basis it was made from
    axes = np.empty_like(basis)
    for column in range(basis.shape[1]):
        farthest = int(left.diagonal().round(9).argmax())
        axes[:, column] = left[:, farthest] / np.sqrt(left[farthest, farthest])
        left = left - np.outer(axes[:, column], axes[:, column])
    return axes


def rotate_varimax(loadings: Floats, tolerance: float = 1e-5, max_steps: int = 1000) -> Floats:
    """Rotate loadings so that each is large or small (varimax, Kaiser-normalised).

    Parameters
    ----------
    loadings : ndarray
        Shape ``(n_variables, n_components)``.
    tolerance : float
        The rotation ends when its criterion grows by less than this share.
    max_steps : int
        The most steps that it takes.

    Returns
    -------
    ndarray
        Same shape; each row keeps its length.
    """
    if loadings.shape[1] < 2:
        return loadings
    lengths = np.sqrt((loadings**2).sum(1, keepdims=True))
    lengths[lengths == 0] = 1.0
    # rounded at each step: from where two ways lead equally far up, no last bit may choose one
    start = (loadings / lengths).round(12)
    if not any(_plane_angle(start, a, b) for a, b in _list_pairs(start)):
        return loadings
    rotation = np.eye(loadings.shape[1])
    criterion = 0.0
    for _ in range(max_steps):
        rotated = start @ rotation
        squares = rotated * rotated
        gradient = start.T @ (rotated * (squares - squares.mean(0)))
        left, values, right = np.linalg.svd(gradient)
        rotation = (left @ right).round(12)
        before, criterion = criterion, values.sum()
        if criterion < before * (1 + tolerance):
            break
    turned: Floats = _turn_planes(start @ rotation) * lengths
    return turned


def _turn_planes(loadings: Floats, near: float = 1e-11) -> Floats:
    """Turn pairs of components until no turn is left to make.

    The steps above end a little short of the best position, and can swing between two
    about it, as they do for two equal groups of constructs. An angle nearer to none than
    `near` may come of the rounding alone.
    """
    pairs = _list_pairs(loadings)
    turned = loadings.copy()
    for _ in range(100):
        largest = 0.0
        for a, b in pairs:
            angle = _plane_angle(turned, a, b)
            largest = max(largest, abs(angle))
            c, s = math.cos(angle), math.sin(angle)
            x, y = turned[:, a], turned[:, b]
            turned[:, a], turned[:, b] = (c * x + s * y).round(12), (c * y - s * x).round(12)
        if largest < near:
            break
    return turned


def _list_pairs(loadings: Floats) -> list[tuple[int, int]]:
    return list(combinations(range(loadings.shape[1]), 2))


def _plane_angle(loadings: Floats, a: int, b: int) -> float:
    """Return Kaiser's best angle, in radians, for one pair of components."""
    x, y = loadings[:, a], loadings[:, b]
    u, v = x * x - y * y, 2 * x * y
    n, su, sv = len(u), u.sum(), v.sum()
    sine = 2 * (u @ v) - 2 * su * sv / n
    cosine = u @ u - v @ v - (su * su - sv * sv) / n
    if abs(sine) < ROUNDING * n and abs(cosine) < ROUNDING * n:
        return 0.0  # however the two are turned, they are as good
    return float(np.arctan2(sine, cosine)) / 4


def biplot(
    grid: Grid,
    centre: Literal["means", "midpoint"] = "means",
    g: float = 1.0,
    h: float = 1.0,
) -> Biplot:
    """Return the biplot of a grid by singular value decomposition.

    Parameters
    ----------
    grid : Grid
        The grid.
    centre : {"means", "midpoint"}
        "means" is Slater's biplot; "midpoint" is Raeithel's, which keeps whether an
        element lies on a construct's left or right side (eigenstructure analysis).
    g, h : float
        Powers of the singular values in the constructs' and in the elements'
        coordinates.

    Returns
    -------
    Biplot
        Dimensions without variation are left out. The sign of a dimension is chosen so
        that its largest construct coordinate is positive; where dimensions explain equally
        much, `settle_axes` chooses them.

    Raises
    ------
    MeasureError
        If nothing varies about the centre.

    References
    ----------
    Slater, P. (1977). The measurement of intrapersonal space by grid technique,
    vol. 2. Wiley.
    Raeithel, A. (1998). Kooperative Modellproduktion von Professionellen und
    Klienten. In A. Raeithel, Selbstorganisation, Kooperation, Zeichenprozess.
    Westdeutscher Verlag.

    Examples
    --------
    >>> grid = Grid(["a", "b"], [("x", "y"), ("u", "v")], [[1, 3], [3, 1]], (1, 3))
    >>> biplot(grid).explained.tolist()
    [1.0]
    """
    if centre not in ("means", "midpoint"):
        raise MeasureError(f"the centre must be 'means' or 'midpoint', not '{centre}'")
    values = centred_ratings(grid, centre)
    left, singular, _ = np.linalg.svd(values, full_matrices=False)
    if singular[0] < 1e-12 * grid.span:
        raise MeasureError(f"no rating differs from the {centre}: a biplot has no dimension")
    kept = np.count_nonzero(singular > 1e-10 * singular[0])
    singular = singular[:kept]
    left = settle_axes(left[:, :kept], singular)
    left = left * _point_up(left)
    return Biplot(
        element_coordinates=(values.T @ left) * singular ** (h - 1),
        construct_coordinates=left * singular**g,
        singular_values=singular,
        explained=singular**2 / (singular**2).sum(),
    )


def centred_ratings(grid: Grid, centre: Literal["means", "midpoint"] = "means") -> Floats:
    """Return ratings as deviations, a missing one as the construct's mean.

    Parameters
    ----------
    grid : Grid
        The grid.
    centre : {"means", "midpoint"}
        From where the deviations are taken.

    Returns
    -------
    ndarray
        Shape ``(n_constructs, n_elements)``.
    """
    ratings = grid.ratings
    if grid.is_complete:
        means = ratings.sum(1, keepdims=True) / grid.n_elements
    else:
        counts = np.maximum(grid.rated.sum(1, keepdims=True), 1)
        means = np.where(grid.rated, ratings, 0.0).sum(1, keepdims=True) / counts
        means[~grid.rated.any(1)] = grid.midpoint
        ratings = np.where(grid.rated, ratings, means)
    return ratings - (means if centre == "means" else grid.midpoint)


def explained_by_element(drawn: Biplot) -> Floats:
    """Return how much of each element a biplot's dimensions show.

    Parameters
    ----------
    drawn : Biplot
        A biplot whose elements carry the singular values (``h=1``).

    Returns
    -------
    ndarray
        Shape ``(n_elements, n_dimensions)``: shares of the element's sum of squares,
        each row adding up to 1; 0 for an element at the centre.
    """
    squares = drawn.element_coordinates**2
    totals = squares.sum(1, keepdims=True)
    shares: Floats = np.divide(squares, totals, out=np.zeros_like(squares), where=totals > 0)
    return shares


def order_by_angle(drawn: Biplot) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Order constructs and elements by their angle in a biplot's first two dimensions.

    Parameters
    ----------
    drawn : Biplot
        With at least two dimensions.

    Returns
    -------
    construct_order, element_order : tuple of int
        Round the circle, anticlockwise from the negative first axis.

    Raises
    ------
    MeasureError
        If the biplot has one dimension only.
    """
    if drawn.explained.size < 2:
        raise MeasureError("an order by angle needs a biplot of two dimensions")
    orders = []
    for coordinates in (drawn.construct_coordinates, drawn.element_coordinates):
        first, second = coordinates[:, :2].round(9).T + 0.0
        angles = np.arctan2(second, first)
        orders.append(tuple(int(i) for i in np.argsort(angles.round(12), kind="stable")))
    return orders[0], orders[1]
