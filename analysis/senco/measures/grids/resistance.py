"""How firmly people hold to their constructs: resistance to change (Hinkle)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from senco.cohort.grid import Floats
from senco.cohort.resistance import ResistanceGrid
from senco.errors import MeasureError
from senco.measures.tolerance import at_least
from senco.text.rounding import format_number

#: Up to so many constructs every order is tried; beyond, as many orders are drawn.
_EXACT = 7
_DRAWS = 4999


@dataclass(frozen=True, eq=False)
class Resistance:
    """How often each construct was held to.

    Parameters
    ----------
    scores : ndarray
        Shape ``(n_constructs,)``: choices in which the person would rather change on the
        other construct; one that could not be made counts as half.
    asked : ndarray
        Shape ``(n_constructs,)``: choices that were asked.
    ties, missing : int
        Pairs between which the person could not choose, and that were not asked.
    circular : int or None
        Circular triads: A rather than B, B rather than C, but C rather than A. None where a
        choice is missing or could not be made.
    zeta : float or None
        Kendall's coefficient of consistence, 1 without circular triads and 0 with as many as
        there can be; None as above, and for two constructs.
    """

    scores: Floats
    asked: Floats
    ties: int
    missing: int
    circular: int | None
    zeta: float | None


@dataclass(frozen=True)
class RankComparison:
    """How far two orders of the same constructs agree.

    Parameters
    ----------
    rho : float or None
        Spearman's correlation; None where one of the two does not vary.
    n : int
        Constructs compared.
    p : float or None
        Share of the orders of one side that agree, or disagree, at least as much.
    least_p : float
        The smallest p that so few constructs can give.
    """

    rho: float | None
    n: int
    p: float | None
    least_p: float

    @property
    def is_telling(self) -> bool:
        """Whether so few constructs can show anything at the level of 5%."""
        return self.rho is not None and self.least_p <= 0.05

    @property
    def words(self) -> str:
        """What it says, in a sentence."""
        if self.rho is None:
            return "One of the two does not vary, so that they cannot be compared."
        start = f"Spearman's rho {format_number(self.rho, 2)} over {self.n} constructs"
        if not self.is_telling:
            return (
                f"{start}: at this number even a perfect order can be chance, so nothing is told."
            )
        p = "below 0.001" if (self.p or 0) < 0.001 else format_number(self.p or 0, 3)
        return f"{start}; chance alone gives as much with probability {p}."


def score_resistance(choices: ResistanceGrid) -> Resistance:
    """Count how often each construct was held to, and how consistently.

    Parameters
    ----------
    choices : ResistanceGrid
        The choices.

    Returns
    -------
    Resistance
        Scores in the order of the constructs.

    References
    ----------
    Hinkle, D. N. (1965). The change of personal constructs from the viewpoint of a theory of
    construct implications. Ohio State University.
    http://www.pcp-net.org/journal/pctp10/hinkle1965.html
    Kendall, M. G., & Babington Smith, B. (1940). On the method of paired comparisons.
    Biometrika, 31(3/4), 324-345. doi:10.1093/biomet/31.3-4.324

    Examples
    --------
    >>> rows = [[None, 1, 0], [0, None, 1], [1, 0, None]]
    >>> found = score_resistance(ResistanceGrid(["calm", "kind", "fair"], rows))
    >>> found.scores.tolist(), found.circular, found.zeta
    ([1.0, 1.0, 1.0], 1, 0.0)
    """
    square = choices.resisted
    known = ~np.isnan(square)
    n = choices.n_constructs
    scores = np.where(known, square, 0.0).sum(1)
    ties = int((square == 0.5).sum()) // 2
    missing = n * (n - 1) // 2 - int(known.sum()) // 2
    circular = zeta = None
    if not ties and not missing:
        circular = round(n * (n - 1) * (2 * n - 1) / 12 - float((scores**2).sum()) / 2)
        most = (n**3 - n if n % 2 else n**3 - 4 * n) / 24
        zeta = 1 - circular / most if most else None
    return Resistance(scores, known.sum(1).astype(float), ties, missing, circular, zeta)


def compare_orders(first: ArrayLike, second: ArrayLike, seed: int = 0) -> RankComparison:
    """Compare two measures of the same constructs by their orders.

    Parameters
    ----------
    first, second : array_like
        Shape ``(n_constructs,)``, such as resistance and superordinacy; a construct for which
        one is missing (NaN) is left out.
    seed : int
        Seed of the orders that are drawn, from eight constructs on.

    Returns
    -------
    RankComparison
        Spearman's rho, and how often chance alone gives as much.

    Raises
    ------
    MeasureError
        If the two are not of the same length, or fewer than three constructs have both.

    Examples
    --------
    >>> found = compare_orders([3, 2, 1, 0], [2, 1, 0, -3])
    >>> found.rho, round(found.p, 3), found.is_telling
    (1.0, 0.083, False)
    """
    one, other = (np.asarray(values, dtype=float).ravel() for values in (first, second))
    if one.shape != other.shape:
        raise MeasureError(f"{one.size} and {other.size} values cannot be compared")
    known = ~np.isnan(one) & ~np.isnan(other)
    one, other = one[known], other[known]
    n = one.size
    if n < 3:
        raise MeasureError(f"{n} constructs have both values; at least 3 are needed")
    ranks, others = (rankdata(values.round(9)) - (n + 1) / 2 for values in (one, other))
    size = math.sqrt(float((ranks**2).sum() * (others**2).sum()))
    least = 2 / math.factorial(n) if n <= _EXACT else 1 / (_DRAWS + 1)
    if size == 0:
        return RankComparison(None, n, None, least)
    rho = float(ranks @ others) / size
    drawn = np.array([float(ranks[list(order)] @ others) / size for order in _list_orders(n, seed)])
    as_far = int(at_least(np.abs(drawn), abs(rho)).sum())
    p = as_far / len(drawn) if n <= _EXACT else (as_far + 1) / (_DRAWS + 1)
    return RankComparison(rho, n, p, least)


def _list_orders(n: int, seed: int) -> Iterator[tuple[int, ...]]:
    if n <= _EXACT:
        yield from permutations(range(n))
        return
    rng = np.random.default_rng(seed)
    for _ in range(_DRAWS):
        yield tuple(int(i) for i in rng.permutation(n))
