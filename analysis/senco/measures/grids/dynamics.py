"""What would come of one change: it spreads along the implications (GridFCM)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from senco.cohort.grid import Floats
from senco.cohort.implications import ImplicationGrid
from senco.errors import MeasureError

#: A state has settled where no construct moves by more than this.
_STILL = 1e-4


@dataclass(frozen=True, eq=False)
class Spread:
    """How a change spreads through a person's constructs, step by step.

    Parameters
    ----------
    states : ndarray
        Shape ``(n_steps + 1, n_constructs)``, from -1 (left pole) to 1 (right pole): the first
        row is the present self, the second the self with the change that is imagined.
    settled : int or None
        After how many steps nothing moves any more; None where it still does at the end.
    """

    states: Floats
    settled: int | None

    @property
    def moved(self) -> Floats:
        """How far each construct is from where it was, shape ``(n_constructs,)``, -2 to 2."""
        difference: Floats = self.states[-1] - self.states[0]
        return difference


def spread_change(grid: ImplicationGrid, change: Mapping[int, float], steps: int = 30) -> Spread:
    """Follow an imagined change along the implications of a weighted grid.

    Parameters
    ----------
    grid : ImplicationGrid
        With the present self; a cell that was not answered counts as no implication.
    change : mapping of int to float
        By the construct's position how far it is moved, -2 to 2.
    steps : int
        At most so many, at least 1.

    Returns
    -------
    Spread
        To the step at which it settles, or the last.

    Raises
    ------
    MeasureError
        If the grid does not say where the self is, or there is no such construct or step.

    Notes
    -----
    In each step a construct moves by the sum of the last moves of those that imply it, each
    times its weight, but not beyond its poles; what is cut off there does not spread. This is
    the rule by which GridFCM follows a scenario (personal constructs system dynamics), with its
    linear threshold. It is a thought experiment on one person's answers, not a forecast.

    References
    ----------
    Sanfeliciano, A., & Saúl, L. A. (2022). GridFCM: A tool for creating Fuzzy Cognitive Maps.
    doi:10.5281/zenodo.6476591

    Examples
    --------
    Calm moves by 1/2; half of that reaches kind, and half of this half fair.

    >>> weights = [[0, 0.5, 0], [0, 0, 0.5], [0, 0, 0]]
    >>> grid = ImplicationGrid(["calm", "kind", "fair"], weights, own=[0, 0, 0])
    >>> found = spread_change(grid, {0: 0.5})
    >>> found.states[-1].tolist(), found.settled
    ([0.5, 0.25, 0.125], 3)
    """
    if grid.own is None or np.isnan(grid.own).any():
        raise MeasureError(
            "the grid does not say where the self is; use a weighted grid with its ratings"
        )
    if steps < 1:
        raise MeasureError(f"{steps} steps were asked for; at least 1 is needed")
    push = np.zeros(grid.n_constructs)
    for place, size in change.items():
        if not 0 <= place < grid.n_constructs:
            raise MeasureError(f"there is no construct at position {place}")
        push[place] = size
    weights = np.nan_to_num(grid.weights)
    states = [grid.own]
    for step in range(1, steps + 1):
        states.append(np.clip(states[-1] + push, -1.0, 1.0))
        delta = states[-1] - states[-2]
        if np.abs(delta).max() <= _STILL:
            return Spread(np.array(states[:-1]), step - 1)
        push = weights.T @ delta
    return Spread(np.array(states), None)


def turn_round(grid: ImplicationGrid, construct: int) -> float:
    """Return how far a construct moves when the self goes to its other pole.

    Parameters
    ----------
    grid : ImplicationGrid
        With the present self, and with the ideal where the self is at the midpoint.
    construct : int
        Position of the construct.

    Returns
    -------
    float
        -2 to 2, as `spread_change` takes it.

    Raises
    ------
    MeasureError
        If the grid does not say where the self is.

    Examples
    --------
    >>> turn_round(ImplicationGrid(["calm", "kind"], [[0, 1], [0, 0]], own=[-0.5, 0]), 0)
    1.5
    """
    if grid.own is None:
        raise MeasureError(
            "the grid does not say where the self is; use a weighted grid with its ratings"
        )
    own = float(grid.own[construct])
    wished = 0.0 if grid.ideal is None else float(np.nan_to_num(grid.ideal[construct]))
    goal = -np.sign(own) if own else np.sign(wished) or 1.0
    return float(goal - own)
