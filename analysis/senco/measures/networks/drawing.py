"""Networks drawn at random in which everyone keeps their number of ties."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from senco.errors import MeasureError

#: Cells, over all draws, that `plan_draws` allows.
MAXIMUM_CELLS = 15_000_000
#: Trades for each row; see the notes of `draw_ties`.
TRADES = 5


def plan_draws(ties: pd.DataFrame, draws: int) -> int:
    """Return how many networks to draw, fewer where the network is very large.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        The network.
    draws : int
        Wanted.

    Returns
    -------
    int
        At most `draws`, at least 200 of them where so many are wanted.

    Examples
    --------
    >>> plan_draws(pd.DataFrame(np.zeros((8, 30))), 10_000)
    10000
    """
    return min(draws, max(200, MAXIMUM_CELLS // max(ties.size, 1)))


def draw_ties(
    tied: NDArray[np.bool_], draws: int, rng: np.random.Generator, trades: int = TRADES
) -> NDArray[np.bool_]:
    """Draw random networks in which every row and column keeps its number of ties.

    Parameters
    ----------
    tied : ndarray of bool, shape (n_rows, n_columns)
        The network.
    draws : int
        Networks, at least 1; each from a chain of its own that starts at `tied`.
    rng : numpy.random.Generator
        Source of the draws.
    trades : int
        Trades of each chain, for each row of the shorter side.

    Returns
    -------
    ndarray of bool, shape (draws, n_rows, n_columns)

    Raises
    ------
    MeasureError
        Where there is no draw to make.

    Notes
    -----
    The curveball algorithm: two rows put what only one of them has on a heap, and each
    takes back as many as it had. It draws every network with these margins equally
    often, given trades enough (Carstens 2015); a test compares the draws from small
    networks with all that there are. All chains trade at once.

    References
    ----------
    Strona, G., Nappo, D., Boccacci, F., Fattorini, S., & San-Miguel-Ayanz, J. (2014).
    A fast and unbiased procedure to randomize ecological binary matrices with fixed row
    and column totals. Nature Communications, 5, 4114. https://doi.org/10.1038/ncomms5114
    Carstens, C. J. (2015). Proof of uniform sampling of binary matrices with fixed row
    sums and column sums for the fast Curveball algorithm. Physical Review E, 91, 042812.
    https://doi.org/10.1103/PhysRevE.91.042812

    Examples
    --------
    >>> tied = np.array([[True, False], [False, True]])
    >>> drawn = draw_ties(tied, 5, np.random.default_rng(1))
    >>> drawn.shape, drawn.sum(axis=1).tolist() == [[1, 1]] * 5
    ((5, 2, 2), True)
    """
    if draws < 1:
        raise MeasureError(f"At least one network must be drawn, not {draws}.")
    if tied.shape[0] > tied.shape[1]:
        return draw_ties(tied.T, draws, rng, trades).transpose(0, 2, 1)
    chains = np.repeat(tied[None].astype(bool), draws, axis=0)
    n_rows = len(tied)
    if n_rows < 2:
        return chains
    every = np.arange(draws)
    for _ in range(trades * n_rows):
        first = rng.integers(n_rows, size=draws)
        second = (first + rng.integers(1, n_rows, size=draws)) % n_rows
        one, two = chains[every, first], chains[every, second]
        heap = one ^ two
        keys = np.where(heap, rng.random(heap.shape), 2.0)
        own = (one & heap).sum(axis=1)
        # the smallest keys of the heap go to the first; none where it brought none
        bar = np.take_along_axis(np.sort(keys, axis=1), np.maximum(own - 1, 0)[:, None], axis=1)
        taken = heap & (keys <= np.where(own[:, None] > 0, bar, -1.0))
        both = one & two
        chains[every, first] = both | taken
        chains[every, second] = both | (heap & ~taken)
    _confirm(chains, tied)
    return chains


def _confirm(chains: NDArray[np.bool_], tied: NDArray[np.bool_]) -> None:
    """Every network that is returned has the totals that it must have."""
    for axis in (0, 1):
        if (chains.sum(axis=axis + 1) != tied.sum(axis=axis)).any():
            raise AssertionError("a drawn network has lost a tie")
