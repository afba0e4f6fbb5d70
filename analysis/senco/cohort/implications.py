"""The implication grid: which construct's change would bring which other's with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from senco.cohort.grid import Floats
from senco.errors import MeasureError

#: Most constructs of an implication grid. Published ones stay below 30; the bound keeps
#: paths through the grid quick to count.
MAX_CONSTRUCTS = 100


@dataclass(frozen=True, eq=False)
class ImplicationGrid:
    """One person's implications between constructs.

    Parameters
    ----------
    constructs : sequence of str
        The constructs, or poles, in words, each once, shape ``(n_constructs,)``.
    weights : array_like
        Shape ``(n_constructs, n_constructs)``. Row i, column j: what a change on construct i
        would bring about on construct j. 0 is no implication, 1 as large a change to the same
        side and -1 to the opposite one; from ratings (`weigh_ratings`) up to 2 in size. NaN
        where it was not asked. The diagonal counts as 0.
    own, ideal : array_like, optional
        Shape ``(n_constructs,)``, from -1 (left pole) to 1 (right pole): where the person is,
        and would like to be.
    name : str
        Whose grid it is.

    Raises
    ------
    MeasureError
        If the parts do not fit together, or a number is larger than it may be.

    Examples
    --------
    >>> grid = ImplicationGrid(["calm", "kind"], [[0, 1], [0, 0]])
    >>> grid.n_constructs, grid.links.tolist()
    (2, [[False, True], [False, False]])
    """

    constructs: tuple[str, ...]
    weights: Floats
    own: Floats | None = None
    ideal: Floats | None = None
    name: str = ""

    def __init__(
        self,
        constructs: Sequence[str],
        weights: ArrayLike,
        own: ArrayLike | None = None,
        ideal: ArrayLike | None = None,
        name: str = "",
    ):
        names = tuple(constructs)
        _check_names(names)
        square = _check_numbers(weights, (len(names), len(names)), "the weights", 2)
        np.fill_diagonal(square, 0.0)
        square.flags.writeable = False
        object.__setattr__(self, "constructs", names)
        object.__setattr__(self, "weights", square)
        for field, values in (("own", own), ("ideal", ideal)):
            if values is not None:
                values = _check_numbers(values, (len(names),), f"'{field}'", 1)
            object.__setattr__(self, field, values)
        object.__setattr__(self, "name", name)

    @property
    def n_constructs(self) -> int:
        """Number of constructs."""
        return len(self.constructs)

    @property
    def links(self) -> NDArray[np.bool_]:
        """Which implications there are, shape ``(n_constructs, n_constructs)``."""
        linked: NDArray[np.bool_] = np.nan_to_num(self.weights) != 0
        return linked

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which cells off the diagonal were answered, of the same shape."""
        return ~np.isnan(self.weights) & ~np.eye(self.n_constructs, dtype=bool)

    @property
    def is_weighted(self) -> bool:
        """Whether any implication is weaker or stronger than 1."""
        return bool((np.abs(self.weights[self.links]) != 1).any())


def _check_names(names: tuple[str, ...]) -> None:
    if not 2 <= len(names) <= MAX_CONSTRUCTS:
        raise MeasureError(
            f"an implication grid has 2 to {MAX_CONSTRUCTS} constructs; there are {len(names)}"
        )
    seen: set[str] = set()
    for place, name in enumerate(names, start=1):
        if not isinstance(name, str) or not name.strip():
            raise MeasureError(f"construct {place} has no name")
        if name in seen:
            raise MeasureError(
                f"two constructs are called '{name}'; every name may be used only once"
            )
        seen.add(name)


def _check_numbers(values: ArrayLike, shape: tuple[int, ...], what: str, most: int) -> Floats:
    try:
        numbers: Floats = np.array(values, dtype=float)
    except (TypeError, ValueError):
        raise MeasureError(f"{what} must be numbers, as many as there are constructs") from None
    if numbers.shape != shape:
        raise MeasureError(f"{what} have the shape {numbers.shape}; it must be {shape}")
    with np.errstate(invalid="ignore"):
        beyond = np.argwhere(np.abs(numbers) > most + 1e-9)
    if beyond.size:
        place = tuple(int(i) + 1 for i in beyond[0])
        value = numbers[tuple(beyond[0])]
        raise MeasureError(f"{what}: {value:g} at position {place}; it may be -{most} to {most}")
    return numbers


def weigh_ratings(
    ratings: ArrayLike, scale: tuple[float, float], ideal: ArrayLike | None = None
) -> Floats:
    """Turn the ratings of imagined changes into weights.

    Parameters
    ----------
    ratings : array_like
        Shape ``(n_constructs, n_constructs)``. Column j holds how the person would be on every
        construct if they were changed on construct j; the diagonal is how they are now.
    scale : (float, float)
        Lowest (left pole) and highest (right pole) possible rating.
    ideal : array_like, optional
        Shape ``(n_constructs,)``: the ratings of the ideal self. They say in which direction
        the imagined change goes where the person is at the midpoint.

    Returns
    -------
    ndarray
        Shape ``(n_constructs, n_constructs)``: row i, column j, how far construct j moves
        as construct i goes to its other end, as a share of the way that i goes. It is beyond
        -1 to 1 where j would move further than i.

    Raises
    ------
    MeasureError
        If the ratings are not square, or lie off the scale.

    Notes
    -----
    The imagined change goes to the pole on the other side of the midpoint; from the midpoint
    towards the ideal, or to the right pole where that is at the midpoint too.

    References
    ----------
    Sanfeliciano, A., & Saúl, L. A. (2022). GridFCM: A tool for creating Fuzzy Cognitive Maps.
    doi:10.5281/zenodo.6476591

    Examples
    --------
    On a scale from 1 to 5 someone at 2 and 4 would go from 2 to 5 and drop from 4 to 1:

    >>> weigh_ratings([[2, 2], [1, 4]], (1, 5)).tolist()
    [[0.0, -1.0], [0.0, 0.0]]
    """
    values = np.array(ratings, dtype=float, ndmin=2)
    if values.shape[0] != values.shape[1]:
        raise MeasureError(f"the ratings have the shape {values.shape}; it must be a square")
    low, high = scale
    with np.errstate(invalid="ignore"):
        if low >= high or ((values < low) | (values > high)).any():
            raise MeasureError(f"a rating lies off the scale {low:g} to {high:g}")
    middle, half = (low + high) / 2, (high - low) / 2
    moved = (values.T - middle) / half
    own = moved.diagonal()
    wished = np.zeros(len(own)) if ideal is None else np.nan_to_num(np.asarray(ideal) - middle)
    goal = np.where(own != 0, -np.sign(own), np.where(wished != 0, np.sign(wished), 1.0))
    weights: Floats = (moved - own) / (goal - own)[:, None]
    return weights + 0.0  # no -0
