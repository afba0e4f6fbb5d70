"""The self, the ideal, and the dilemmas between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError
from senco.measures.grids.correlations import construct_correlations
from senco.measures.grids.distances import Metric
from senco.measures.tolerance import TOLERANCE, at_least, equal

Class = Literal["congruent", "discrepant", "neither"]


@dataclass(frozen=True)
class Dilemma:
    """A change that is wished for, tied to one that is not.

    Parameters
    ----------
    congruent, discrepant : int
        Positions of the construct that is to stay, and of the one that is to change.
    correlation : float
        Between them, with the self at the left pole of both.
    """

    congruent: int
    discrepant: int
    correlation: float


@dataclass(frozen=True)
class Dilemmas:
    """Implicative dilemmas of a grid.

    Parameters
    ----------
    found : tuple of Dilemma
        In the order of the congruent construct, then of the discrepant.
    classes : tuple of str
        For each construct "congruent", "discrepant" or "neither".
    reflected : tuple of int
        Constructs whose poles were exchanged, so that the self lies at the left pole.
    n_pairs : int
        Number of pairs of constructs.
    """

    found: tuple[Dilemma, ...]
    classes: tuple[Class, ...]
    reflected: tuple[int, ...]
    n_pairs: int

    @property
    def share(self) -> float:
        """Dilemmas as a share of all pairs of constructs (PID), 0 to 1."""
        return len(self.found) / self.n_pairs

    @property
    def strength(self) -> float | None:
        """Mean correlation of the dilemmas (IID), or None where there is none."""
        if not self.found:
            return None
        return sum(d.correlation for d in self.found) / len(self.found)

    @property
    def weighted_share(self) -> float:
        """Sum of the dilemmas' correlations by the number of pairs (PICID), 0 to 1."""
        return sum(d.correlation for d in self.found) / self.n_pairs


def _supplied(grid: Grid) -> tuple[int, int]:
    if grid.self_index is None or grid.ideal_index is None:
        raise MeasureError("name the self and the ideal element of the grid first")
    if grid.self_index == grid.ideal_index:
        raise MeasureError("the self and the ideal element are the same")
    return grid.self_index, grid.ideal_index


def find_dilemmas(
    grid: Grid,
    threshold: float = 0.35,
    rule: Literal["distance", "side"] = "distance",
    exclude: bool = False,
) -> Dilemmas:
    """Find implicative dilemmas.

    Parameters
    ----------
    grid : Grid
        With a self and an ideal element.
    threshold : float
        Least correlation between the two constructs.
    rule : {"distance", "side"}
        "distance": congruent where self and ideal differ by at most a quarter of
        the scale and neither lies at the midpoint, discrepant from
        six tenths on; both rounded to whole steps. "side": congruent on the
        same, discrepant on opposite sides of the midpoint.
    exclude : bool
        Leave self and ideal out of the correlations.

    Returns
    -------
    Dilemmas
        With every construct's class.

    Raises
    ------
    MeasureError
        If self or ideal is not named, or there are fewer than two constructs.

    Notes
    -----
    First every construct on which the self lies on the right is reflected. With
    the self on the left of both, a positive correlation says that moving towards
    the ideal on the discrepant construct goes with leaving the self on the
    congruent one. A construct with the self at the midpoint, or without a rating of
    self or ideal, is neither.

    References
    ----------
    Feixas, G., & Saul, L. A. (2004). The Multi-Center Dilemma Project: An
    investigation on the role of cognitive conflicts in health. The Spanish
    Journal of Psychology, 7(1), 69-78.

    Examples
    --------
    To become open like the ideal, this person would have to give up being calm: among the
    others, everybody who is open is hurried.

    >>> named = {"self_element": "me", "ideal_element": "best"}
    >>> elements, constructs = ["me", "Ann", "Bob", "best"], [("calm", "hurried"), ("shy", "open")]
    >>> grid = Grid(elements, constructs, [[1, 5, 4, 1], [1, 5, 4, 5]], (1, 5), **named)
    >>> found = find_dilemmas(grid)
    >>> found.classes, len(found.found)
    (('congruent', 'discrepant'), 1)
    """
    self_index, ideal_index = _supplied(grid)
    if grid.n_constructs < 2:
        raise MeasureError("dilemmas need at least two constructs")
    supplied = grid.ratings[:, [self_index, ideal_index]].T
    own, ideal = np.where(equal(supplied, grid.midpoint), 0.0, supplied - grid.midpoint)
    congruent, discrepant = _classify(own, ideal, grid.span, rule)
    reflected = own > 0
    correlations = _oriented_correlations(grid, reflected, exclude)
    pairs = congruent[:, None] & discrepant & at_least(correlations, threshold)
    places = np.argwhere(pairs).tolist()
    return Dilemmas(
        tuple(Dilemma(i, j, float(correlations[i, j])) for i, j in places),
        tuple(_name_class(*kinds) for kinds in zip(congruent, discrepant, strict=True)),
        tuple(np.flatnonzero(reflected).tolist()),
        grid.n_constructs * (grid.n_constructs - 1) // 2,
    )


def _name_class(congruent: bool, discrepant: bool) -> Class:
    return "congruent" if congruent else "discrepant" if discrepant else "neither"


def _classify(own: Floats, ideal: Floats, span: float, rule: str) -> tuple[np.ndarray, np.ndarray]:
    """Return which constructs are congruent, and which are discrepant."""
    if rule == "distance":
        apart = np.abs(own - ideal)
        near = at_least(math.floor(0.25 * span + TOLERANCE), apart) & (own != 0) & (ideal != 0)
        far = at_least(apart, math.ceil(0.6 * span - TOLERANCE)) & (own != 0)
    elif rule == "side":
        near, far = own * ideal > 0, own * ideal < 0
    else:
        raise MeasureError(f"unknown rule '{rule}'; known: distance, side")
    return near, far & ~near


def _oriented_correlations(grid: Grid, reflected: np.ndarray, exclude: bool) -> Floats:
    if exclude:
        supplied = (grid.self_index, grid.ideal_index)
        grid = grid.select(elements=[j for j in range(grid.n_elements) if j not in supplied])
    turn = np.where(reflected, -1.0, 1.0)
    return construct_correlations(grid, undefined="nan") * turn[:, None] * turn


@dataclass(frozen=True)
class SelfConstruction:
    """How near the self, the ideal and other people are construed.

    Parameters
    ----------
    self_ideal, self_others, ideal_others : float
        Distances as a share of the largest possible, 0 to 1; or Cohen's rc,
        -1 to 1, where that was asked for.
    """

    self_ideal: float
    self_others: float
    ideal_others: float


def self_construction(
    grid: Grid, metric: Metric | Literal["cohen"] = "euclidean"
) -> SelfConstruction:
    """Compare the self, the ideal and the average of all other elements.

    Parameters
    ----------
    grid : Grid
        With a self and an ideal element, and at least one other.
    metric : {"euclidean", "manhattan", "maximum", "cohen"}
        A distance, or Cohen's rc.

    Returns
    -------
    SelfConstruction
        The three comparisons.

    Raises
    ------
    MeasureError
        If self or ideal is not named, there is no other element, or the metric is unknown.
        Constructs are left out pair by pair where a rating is missing; a pair
        without a shared rating is refused.

    Examples
    --------
    >>> named = {"self_element": "me", "ideal_element": "best"}
    >>> constructs = [("calm", "hurried"), ("shy", "open")]
    >>> grid = Grid(["me", "Ann", "best"], constructs, [[1, 1, 1], [1, 3, 5]], (1, 5), **named)
    >>> found = self_construction(grid, "manhattan")
    >>> found.self_ideal, found.self_others, found.ideal_others
    (0.5, 0.25, 0.25)
    """
    self_index, ideal_index = _supplied(grid)
    rest = [j for j in range(grid.n_elements) if j not in (self_index, ideal_index)]
    if not rest:
        raise MeasureError("there is no other element to compare self and ideal with")
    counts = grid.rated[:, rest].sum(1)
    sums = np.where(grid.rated, grid.ratings, 0.0)[:, rest].sum(1)
    others = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    own, ideal = grid.ratings[:, self_index], grid.ratings[:, ideal_index]
    pairs = [(own, ideal), (own, others), (ideal, others)]
    return SelfConstruction(*(_compare(a, b, grid, metric) for a, b in pairs))


def _compare(a: Floats, b: Floats, grid: Grid, metric: str) -> float:
    known = ~(np.isnan(a) | np.isnan(b))
    a, b = a[known] - grid.midpoint, b[known] - grid.midpoint
    if not a.size:
        raise MeasureError("self, ideal and others share no rated construct")
    gaps = np.abs(a - b) / grid.span
    if metric == "euclidean":
        return float(np.sqrt((gaps**2).mean()))
    if metric == "manhattan":
        return float(gaps.mean())
    if metric == "maximum":
        return float(gaps.max())
    if metric != "cohen":
        known_metrics = "euclidean, manhattan, maximum, cohen"
        raise MeasureError(f"unknown metric '{metric}'; known: {known_metrics}")
    lengths = float(np.sqrt((a**2).sum() * (b**2).sum()))
    if lengths == 0:
        raise MeasureError("an element lies at the midpoint throughout: Cohen's rc is undefined")
    return float((a * b).sum() / lengths)


def dilemmatic(grid: Grid) -> tuple[int, ...]:
    """Return constructs on which the ideal lies at the midpoint: neither pole is wished for.

    Parameters
    ----------
    grid : Grid
        With an ideal element.

    Returns
    -------
    tuple of int
        Positions of the constructs.

    Raises
    ------
    MeasureError
        If no ideal element is named.
    """
    if grid.ideal_index is None:
        raise MeasureError("name the ideal element of the grid first")
    return tuple(
        int(i) for i in np.flatnonzero(equal(grid.ratings[:, grid.ideal_index], grid.midpoint))
    )
