"""How people construe themselves: the poles that describe them, and whether they like it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np

from senco.cohort.grid import Construct, Grid
from senco.errors import MeasureError
from senco.measures.tolerance import equal

Kind = Literal["positive", "negative", "neutral", "undecided", "unknown"]


@dataclass(frozen=True)
class SelfConstruct:
    """What one construct says of the self.

    Parameters
    ----------
    construct : int
        Position of the construct.
    own, wished : str
        The pole at which the self, and the ideal, lies; "" at the midpoint, or where there
        is no rating.
    kind : {"positive", "negative", "neutral", "undecided", "unknown"}
        "positive": the self lies at the pole that is wished for; "negative": at the other;
        "neutral": the self lies at the midpoint; "undecided": the ideal does; "unknown": a
        rating is missing.
    distance : float or None
        How far apart self and ideal are as a share of the scale, 0 to 1.
    """

    construct: int
    own: str
    wished: str
    kind: Kind
    distance: float | None


def describe_self(grid: Grid) -> tuple[SelfConstruct, ...]:
    """Return for each construct which pole describes the self, and which is wished for.

    Parameters
    ----------
    grid : Grid
        With a self and an ideal element.

    Returns
    -------
    tuple of SelfConstruct
        One for each construct, in the order of the grid.

    Raises
    ------
    MeasureError
        If self or ideal is not named.

    Notes
    -----
    Only the sides of the midpoint count, not how far off it they are: `find_dilemmas` with
    ``rule="distance"`` asks for more, and calls a construct between the two neither. Its
    ``rule="side"`` calls positive constructs congruent, and negative ones discrepant. A
    construct whose ideal is at the midpoint is called dilemmatic (`dilemmatic`); where the self
    is there as well, it is neutral here.

    References
    ----------
    Feixas, G., & Saul, L. A. (2004). The Multi-Center Dilemma Project: An investigation on the
    role of cognitive conflicts in health. The Spanish Journal of Psychology, 7(1), 69-78.

    Examples
    --------
    >>> named = {"self_element": "me", "ideal_element": "best"}
    >>> constructs = [("calm", "hurried"), ("shy", "open"), ("new", "old")]
    >>> grid = Grid(["me", "best"], constructs, [[1, 2], [2, 5], [3, 1]], (1, 5), **named)
    >>> [(one.own, one.wished, one.kind) for one in describe_self(grid)]
    [('calm', 'calm', 'positive'), ('shy', 'open', 'negative'), ('', 'new', 'neutral')]
    """
    if grid.self_index is None or grid.ideal_index is None or grid.self_index == grid.ideal_index:
        raise MeasureError(
            "name the self and the ideal element of the grid first; they must be two different "
            "elements"
        )
    away = np.where(equal(grid.ratings, grid.midpoint), 0.0, grid.ratings - grid.midpoint)
    sides = np.sign(away[:, [grid.self_index, grid.ideal_index]])
    gaps = np.abs(np.diff(away[:, [grid.self_index, grid.ideal_index]], axis=1))[:, 0] / grid.span
    return tuple(
        SelfConstruct(
            i,
            _name_pole(construct, float(own)),
            _name_pole(construct, float(ideal)),
            _judge(float(own), float(ideal)),
            None if np.isnan(gap) else float(gap),
        )
        for i, (construct, (own, ideal), gap) in enumerate(
            zip(grid.constructs, sides, gaps, strict=True)
        )
    )


def count_self(grid: Grid) -> dict[Kind, int]:
    """Count the constructs of each kind.

    Parameters
    ----------
    grid : Grid
        With a self and an ideal element.

    Returns
    -------
    dict of str to int
        By kind; all five are there.

    Examples
    --------
    >>> named = {"self_element": "me", "ideal_element": "best"}
    >>> grid = Grid(["me", "best"], [("shy", "open")], [[2, 5]], (1, 5), **named)
    >>> count_self(grid)["negative"]
    1
    """
    counted = Counter(one.kind for one in describe_self(grid))
    kinds: tuple[Kind, ...] = ("positive", "negative", "neutral", "undecided", "unknown")
    return {kind: counted[kind] for kind in kinds}


def _name_pole(construct: Construct, side: float) -> str:
    if np.isnan(side) or side == 0:
        return ""
    return construct.right if side > 0 else construct.left


def _judge(own: float, ideal: float) -> Kind:
    if np.isnan(own) or np.isnan(ideal):
        return "unknown"
    if own == 0:
        return "neutral"
    if ideal == 0:
        return "undecided"
    return "positive" if own == ideal else "negative"
