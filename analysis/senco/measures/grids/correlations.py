"""How constructs, and elements, vary together.

A missing rating is left out pair by pair. A construct with the same rating for
every element correlates with nothing: such a value is undefined, and a function
refuses it with the construct's name unless NaN is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import numpy as np

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError

Undefined = Literal["raise", "nan"]

#: A sum of squares below this share of the squared scale counts as no variation,
#: and a correlation below it as none: both are rounding, not data.
ROUNDING = 1e-12


def correlate_rows(values: Floats, rated: np.ndarray | None = None) -> Floats:
    """Return Pearson correlations of the rows, NaN where a row does not vary.

    Parameters
    ----------
    values : ndarray
        Shape ``(n_rows, n_columns)``.
    rated : ndarray of bool, optional
        Which values are there; the others are left out pair by pair.

    Returns
    -------
    ndarray
        Shape ``(n_rows, n_rows)``, symmetric, from -1 to 1; exactly 1 on a defined
        diagonal, and exactly 1, -1 or 0 wherever it is so but for rounding.
    """
    if rated is None or rated.all():
        centred = values - values.sum(1, keepdims=True) / values.shape[1]
        products = centred @ centred.T
        squares = products.diagonal()
        both = squares[:, None] * squares
    else:
        products, both = _pairwise_products(values, rated)
    return _as_cosines(products, both, ROUNDING**2)


def _as_cosines(products: Floats, both: Floats, least: float) -> Floats:
    result = products / np.sqrt(np.where(both > least, both, np.nan))
    result = np.maximum(np.minimum(result, 1.0), -1.0)
    # what misses 1, -1 or 0 by rounding alone is 1, -1 or 0: measures ask for these exactly
    whole = np.rint(result)
    return np.where(np.abs(result - whole) <= ROUNDING, whole + 0.0, result)


def _pairwise_products(values: Floats, rated: np.ndarray) -> tuple[Floats, Floats]:
    """Return sums of products, and products of sums of squares, over shared columns."""
    # Centring first keeps the shortcut formula below from losing digits.
    counts = np.maximum(rated.sum(1, keepdims=True), 1)
    centre = np.where(rated, values, 0).sum(1, keepdims=True) / counts
    filled = np.where(rated, values - centre, 0.0)
    weight = rated.astype(float)
    n = np.maximum(weight @ weight.T, 1)
    sums = filled @ weight.T
    squares = (filled**2) @ weight.T - sums**2 / n
    products = filled @ filled.T - sums * sums.T / n
    squares[squares < ROUNDING] = 0.0
    return products, squares * squares.T


def construct_correlations(
    grid: Grid,
    method: Literal["pearson", "spearman", "kendall"] = "pearson",
    undefined: Undefined = "raise",
) -> Floats:
    """Correlate every pair of constructs over the elements.

    Parameters
    ----------
    grid : Grid
        The grid.
    method : {"pearson", "spearman", "kendall"}
        Product-moment, rank (midranks for ties) or tau-b.
    undefined : {"raise", "nan"}
        What to do with a construct that does not vary.

    Returns
    -------
    ndarray
        Shape ``(n_constructs, n_constructs)``, from -1 to 1.

    Raises
    ------
    MeasureError
        If a correlation is undefined, naming the construct.

    Examples
    --------
    >>> grid = Grid(["a", "b", "c"], [("x", "y"), ("u", "v")], [[1, 2, 3], [3, 2, 1]], (1, 3))
    >>> construct_correlations(grid).tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    if method == "pearson":
        result = _pearson(grid)
    elif method == "spearman":
        result = _spearman(grid)
    elif method == "kendall":
        result = _kendall(grid)
    else:
        raise MeasureError(f"unknown method '{method}'; known: pearson, spearman, kendall")
    return check_defined(result, (c.label for c in grid.constructs), "construct", undefined)


def _pearson(grid: Grid) -> Floats:
    """Return product-moment correlations, kept with the grid: four of its indices ask for them."""
    kept = vars(grid)
    if "_pearson" not in kept:
        kept["_pearson"] = correlate_rows(grid.ratings, None if grid.is_complete else grid.rated)
    correlations: Floats = kept["_pearson"].copy()
    return correlations


def check_defined(
    matrix: Floats, labels: Iterable[str], kind: str, undefined: Undefined = "raise"
) -> Floats:
    """Return the matrix, or refuse it where a value is undefined.

    Parameters
    ----------
    matrix : ndarray
        Square, shape ``(n, n)``.
    labels : iterable of str
        Names of its rows.
    kind : str
        What a row is: "construct" or "element".
    undefined : {"raise", "nan"}
        Whether to refuse.

    Returns
    -------
    ndarray
        The matrix itself.

    Raises
    ------
    MeasureError
        Naming the first row or pair that has no value.
    """
    if undefined == "nan" or not np.isnan(matrix).any():
        return matrix
    alone, names = np.isnan(matrix.diagonal()), list(labels)
    if alone.any():
        name = names[int(np.argmax(alone))]
        raise MeasureError(f"{kind} '{name}' has no ratings that vary: no correlation is defined")
    i, j = np.argwhere(np.isnan(matrix))[0]
    raise MeasureError(
        f"{kind}s '{names[i]}' and '{names[j]}' share too few ratings to be correlated"
    )


def _midranks(row: Floats) -> Floats:
    """Return ranks from 1; equal values share the mean of their ranks."""
    ordered = np.sort(row)
    below = np.searchsorted(ordered, row, side="left")
    return (below + np.searchsorted(ordered, row, side="right") + 1) / 2


def _spearman(grid: Grid) -> Floats:
    if grid.is_complete:
        return correlate_rows(np.array([_midranks(row) for row in grid.ratings]))
    # Ranks are taken anew over the elements that a pair of constructs shares.
    n = grid.n_constructs
    result = np.full((n, n), np.nan)
    for i in range(n):
        for j in range(i, n):
            shared = grid.rated[i] & grid.rated[j]
            if shared.sum() > 1:
                pair = [_midranks(grid.ratings[k, shared]) for k in (i, j)]
                result[i, j] = result[j, i] = correlate_rows(np.array(pair))[0, 1]
    return result


@lru_cache(maxsize=16)
def list_pairs(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of every pair of things.

    Parameters
    ----------
    n : int
        How many things there are.

    Returns
    -------
    first, second : ndarray of int
        Shape ``(n * (n - 1) / 2,)``: the lower and the higher position of each pair, in order.

    Examples
    --------
    >>> [places.tolist() for places in list_pairs(3)]
    [[0, 0, 1], [1, 2, 2]]
    """
    return np.triu_indices(n, 1)


def _count_orders(grid: Grid) -> tuple[Floats, Floats]:
    """Count pairs of elements that two constructs order alike, and that are not tied.

    The first is the number ordered alike less that ordered the other way. In the
    second, entry (i, j) counts pairs untied on i among those that j rates.
    """
    first, second = list_pairs(grid.n_elements)
    agreement = np.zeros((grid.n_constructs,) * 2)
    untied = np.zeros_like(agreement)
    for start in range(0, first.size, 2000):
        part = slice(start, start + 2000)
        signs = np.sign(grid.ratings[:, second[part]] - grid.ratings[:, first[part]])
        known = ~np.isnan(signs)
        signs = np.where(known, signs, 0.0)
        agreement += signs @ signs.T
        untied += np.abs(signs) @ known.T.astype(float)
    return agreement, untied


def _kendall(grid: Grid) -> Floats:
    agreement, untied = _count_orders(grid)
    return _as_cosines(agreement, untied * untied.T, 0.0)


def somers_d(
    grid: Grid,
    dependent: Literal["rows", "columns", "symmetric"] = "columns",
    undefined: Undefined = "raise",
) -> Floats:
    """Return Somers' d between constructs: an ordinal, directed association.

    Parameters
    ----------
    grid : Grid
        The grid.
    dependent : {"rows", "columns", "symmetric"}
        Which construct of a pair is predicted: that of the row, that of the
        column, or neither.
    undefined : {"raise", "nan"}
        What to do with a construct that does not vary.

    Returns
    -------
    ndarray
        Shape ``(n_constructs, n_constructs)``, from -1 to 1.

    Raises
    ------
    MeasureError
        If a value is undefined.

    References
    ----------
    Somers, R. H. (1962). A new asymmetric measure of association for ordinal
    variables. American Sociological Review, 27(6), 799-811. doi:10.2307/2090408

    Examples
    --------
    >>> constructs = [("calm", "hurried"), ("shy", "open")]
    >>> grid = Grid(["a", "b", "c"], constructs, [[1, 2, 3], [5, 4, 2]], (1, 5))
    >>> somers_d(grid).round(3).tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    agreement, untied = _count_orders(grid)
    by_dependent = {"columns": untied, "rows": untied.T, "symmetric": (untied + untied.T) / 2}
    if dependent not in by_dependent:
        raise MeasureError(f"unknown dependent '{dependent}'; known: rows, columns, symmetric")
    base = by_dependent[dependent]
    with np.errstate(invalid="ignore", divide="ignore"):
        result = np.where(base > 0, agreement / base, np.nan)
    return check_defined(result, (c.label for c in grid.constructs), "construct", undefined)


def element_correlations(
    grid: Grid, method: Literal["cohen", "pearson"] = "cohen", undefined: Undefined = "raise"
) -> Floats:
    """Correlate every pair of elements over the constructs.

    Parameters
    ----------
    grid : Grid
        The grid.
    method : {"cohen", "pearson"}
        Cohen's rc does not change when a construct is reflected; the
        product-moment correlation of elements does, and is given for comparison.
    undefined : {"raise", "nan"}
        What to do with an element that lies at the midpoint (rc), or does not
        vary (Pearson).

    Returns
    -------
    ndarray
        Shape ``(n_elements, n_elements)``, from -1 to 1.

    Raises
    ------
    MeasureError
        If a correlation is undefined, naming the element.

    Notes
    -----
    Cohen's rc stacks the grid on its own reflection, which gives every element
    its mean at the midpoint: it is the cosine of the deviations from there.

    References
    ----------
    Cohen, J. (1969). rc: A profile similarity coefficient invariant over variable
    reflection. Psychological Bulletin, 71(4), 281-284.

    Examples
    --------
    Two elements that lie equally far from the midpoint, on opposite sides of it.

    >>> grid = Grid(["me", "Ann"], [("calm", "hurried"), ("shy", "open")], [[1, 5], [4, 2]], (1, 5))
    >>> element_correlations(grid).round(3).tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    if method == "pearson":
        result = correlate_rows(grid.ratings.T, grid.rated.T)
    elif method == "cohen":
        result = _cohen(grid)
    else:
        raise MeasureError(f"unknown method '{method}'; known: cohen, pearson")
    return check_defined(result, grid.elements, "element", undefined)


def _cohen(grid: Grid) -> Floats:
    deviations = np.where(grid.rated, grid.ratings - grid.midpoint, 0.0).T
    squares = (deviations**2) @ grid.rated.astype(float)
    return _as_cosines(deviations @ deviations.T, squares * squares.T, 0.0)


def root_mean_square(correlations: Floats) -> Floats:
    """Return each row's root mean square correlation with the others.

    Parameters
    ----------
    correlations : ndarray
        Shape ``(n, n)``; undefined values (NaN) are left out.

    Returns
    -------
    ndarray
        Shape ``(n,)``, from 0 to 1; NaN for a row without a defined correlation.

    Examples
    --------
    >>> root_mean_square(np.array([[1.0, 0.5], [0.5, 1.0]])).tolist()
    [0.5, 0.5]
    """
    return np.sqrt(mean_square(correlations))


def mean_square(correlations: Floats) -> Floats:
    """Return each row's mean squared correlation with the others.

    Parameters
    ----------
    correlations : ndarray
        Shape ``(n, n)``; undefined values (NaN) are left out.

    Returns
    -------
    ndarray
        Shape ``(n,)``, from 0 to 1; NaN for a row without a defined correlation.
    """
    squares = correlations**2
    np.einsum("ii->i", squares)[:] = np.nan
    known = ~np.isnan(squares)
    counts = known.sum(1)
    totals: Floats = np.where(known, squares, 0.0).sum(1)
    return totals / np.where(counts, counts, np.nan)
