"""Honey's technique: which constructs a person's overall judgement rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from senco.cohort.grid import Grid
from senco.errors import MeasureError

Level = Literal["H", "I", "L"]

#: How a person's constructs are parted into thirds; printed beside every table.
LEVEL_RULE = (
    "Within each person, constructs are ranked by similarity, equal similarities sharing the "
    "best rank; ranks up to a third of the number of constructs (rounded up) are H, up to two "
    "thirds (rounded up) I, the rest L."
)


@dataclass(frozen=True)
class Similarity:
    """How closely a construct follows the overall construct.

    Parameters
    ----------
    construct : int
        Its position in the grid.
    similarity : float
        0 (no relation) to 1 (the same ratings, or the mirrored ones).
    reversed : bool
        Whether it follows with its poles exchanged.
    difference, reversed_difference : float
        Sum of the absolute differences, as rated and with the poles exchanged.
    level : {"H", "I", "L"}
        High, intermediate or low among this person's constructs.
    """

    construct: int
    similarity: float
    reversed: bool
    difference: float
    reversed_difference: float
    level: Level


def rate_similarities(grid: Grid) -> tuple[Similarity, ...]:
    """Compare every construct with the overall construct.

    Parameters
    ----------
    grid : Grid
        With an overall construct. Where a rating is missing, a construct is compared
        over the elements that both rate.

    Returns
    -------
    tuple of Similarity
        In the order of the grid, without the overall construct.

    Raises
    ------
    MeasureError
        If no overall construct is named, it is the only one, or a construct
        shares no rated element with it.

    Notes
    -----
    The smaller of the two sums of differences is at most half the largest possible, so
    twice its share is taken from 1. `LEVEL_RULE` states how ties are treated.

    References
    ----------
    Honey, P. (1979). The repertory grid in action. Industrial and Commercial
    Training, 11(11), 452-459.
    Jankowicz, D. (2004). The easy guide to repertory grids, ch. 7. Wiley.

    Examples
    --------
    >>> grid = Grid(
    ...     ["a", "b", "c"],
    ...     [("x", "y"), ("u", "v"), ("good", "bad")],
    ...     [[1, 3, 5], [4, 3, 1], [1, 3, 5]],
    ...     (1, 5),
    ...     overall="good",
    ... )
    >>> [(s.similarity.__round__(3), s.reversed, s.level) for s in rate_similarities(grid)]
    [(1.0, False, 'H'), (0.833, True, 'I')]
    """
    overall = grid.overall_index
    if overall is None:
        raise MeasureError("name the overall construct of the grid first")
    rows = [i for i in range(grid.n_constructs) if i != overall]
    if not rows:
        raise MeasureError("the grid contains no construct besides the overall one")
    target = grid.ratings[overall]
    shared = (grid.rated & grid.rated[overall])[rows]
    counts = shared.sum(1)
    if not counts.all():
        label = grid.constructs[rows[int(np.argmin(counts))]].label
        raise MeasureError(f"construct '{label}' shares no rated element with the overall one")
    others = grid.ratings[rows]
    direct = _sum_differences(others, target, shared)
    turned = _sum_differences(sum(grid.scale) - others, target, shared)
    similarities = 1 - 2 * np.minimum(direct, turned) / (grid.span * counts)
    levels = rank_levels(similarities.tolist())
    columns = (rows, similarities.tolist(), direct.tolist(), turned.tolist(), levels)
    return tuple(
        Similarity(i, s, t < d - 1e-9, d, t, level)
        for i, s, d, t, level in zip(*columns, strict=True)
    )


def _sum_differences(rows: np.ndarray, target: np.ndarray, shared: np.ndarray) -> np.ndarray:
    sums: np.ndarray = np.where(shared, np.abs(rows - target), 0.0).sum(1)
    return sums


def rank_levels(similarities: list[float]) -> tuple[Level, ...]:
    """Part one person's constructs into high, intermediate and low.

    Parameters
    ----------
    similarities : list of float
        The person's similarities.

    Returns
    -------
    tuple of {"H", "I", "L"}
        By `LEVEL_RULE`.

    Examples
    --------
    >>> rank_levels([0.9, 0.5, 0.7])
    ('H', 'L', 'I')
    >>> rank_levels([0.9, 0.7, 0.7, 0.5])
    ('H', 'H', 'H', 'L')
    """
    n = len(similarities)
    rounded = [round(value, 9) for value in similarities]
    falling = sorted(rounded, reverse=True)
    high, intermediate = -(-n // 3), -(-2 * n // 3)
    ranks = [1 + falling.index(value) for value in rounded]
    return tuple("H" if r <= high else "I" if r <= intermediate else "L" for r in ranks)
