"""What chance alone would give: ties redrawn so that everyone keeps their number of them.

A participant who says much is tied to much, and an influence that everyone names is
named together with every other. So nothing is learnt from two influences being shared
by many, unless more share them than in networks in which each participant and each
influence has as many ties as here and which are otherwise random.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from senco.errors import MeasureError
from senco.resampling import adjust_holm
from senco.tolerance import above

#: Cells, over all draws, that `plan_draws` allows.
MAXIMUM_CELLS = 15_000_000
#: Trades for each row; see the notes of `draw_ties`.
TRADES = 5
#: Below this an adjusted p counts as more than chance.
LEVEL = 0.05
PAIR_COLUMNS = ["first", "second", "shared", "expected", "effect", "p", "adjusted", "verdict"]
CARRY_COLUMNS = ["carrier", "both", "carried", "expected", "effect", "p", "adjusted", "verdict"]


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


def compare_pairs(ties: pd.DataFrame, *, draws: int = 10_000, seed: int = 0) -> pd.DataFrame:
    """Return which influences go together in the same people more than chance would have it.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        A cell above 0 is a tie.
    draws : int
        Random networks, at least 1.
    seed : int
        Start of the random numbers.

    Returns
    -------
    DataFrame
        One row a pair: first, second, ``shared`` (participants tied to both),
        ``expected`` (mean of the random networks), ``effect`` (difference from that, in
        standard deviations of the random networks; missing where they never differ),
        ``p`` (two-sided), ``adjusted`` (by Holm, for the number of pairs), ``verdict``.

    Notes
    -----
    p is the share of the random networks, this one among them, that lie at least as far
    from the expected number. "Cannot tell at this n" stands where even the most extreme
    of them would not count.
    """
    tied = (ties > 0).to_numpy()
    pairs = list(combinations(range(tied.shape[1]), 2))
    if not pairs or not len(ties):
        return pd.DataFrame(columns=PAIR_COLUMNS)
    drawn = draw_ties(tied, draws, np.random.default_rng(seed)).astype(np.float32)
    shared = np.matmul(drawn.transpose(0, 2, 1), drawn)
    first, second = map(np.array, zip(*pairs, strict=True))
    observed = (tied[:, first] & tied[:, second]).sum(axis=0)
    found = _compare(observed, shared[:, first, second])
    names = ties.columns.to_numpy()
    frame = pd.DataFrame({"first": names[first], "second": names[second], "shared": observed})
    return frame.join(found)[PAIR_COLUMNS]


def compare_carriers(
    ties: pd.DataFrame,
    system_of: Mapping[str, str],
    systems: Sequence[str],
    *,
    draws: int = 10_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return whether a system between carries the outermost to the innermost.

    Of the participants who are tied both to the outermost and to the innermost system,
    how many are tied to one between as well, and is that more than chance would have it?

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        A cell above 0 is a tie.
    system_of : mapping of str to str
        The system of each influence.
    systems : sequence of str
        From the outermost to the innermost.
    draws, seed
        As in `compare_pairs`.

    Returns
    -------
    DataFrame
        One row a system between: carrier, ``both`` (participants tied to both ends),
        ``carried`` (of those, tied to the carrier too), and the rest as in `compare_pairs`.

    Raises
    ------
    MeasureError
        Where an influence has no system.
    """
    between = list(systems[1:-1])
    if not between or not len(ties):
        return pd.DataFrame(columns=CARRY_COLUMNS)
    member = find_membership(ties, system_of, systems)
    tied = (ties > 0).to_numpy()
    drawn = draw_ties(tied, draws, np.random.default_rng(seed)).astype(np.float32)
    both, observed = _count_carried((tied.astype(np.float32) @ member > 0)[None])
    _, chance = _count_carried(np.matmul(drawn, member) > 0)
    frame = pd.DataFrame({"carrier": between, "both": both[0], "carried": observed[0]})
    return frame.join(_compare(observed[0], chance))[CARRY_COLUMNS]


def find_membership(
    ties: pd.DataFrame, system_of: Mapping[str, str], systems: Sequence[str]
) -> NDArray[np.float32]:
    """Return which influence belongs to which system.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        Its columns are the influences.
    system_of : mapping of str to str
        The system of each.
    systems : sequence of str
        In order.

    Returns
    -------
    ndarray, shape (n_influences, n_systems)
        1 or 0.

    Raises
    ------
    MeasureError
        Where an influence has no system, or one that is not among them.
    """
    for influence in ties.columns:
        if system_of.get(influence) not in systems:
            raise MeasureError(
                f"The influence '{influence}' belongs to no system: give it one of "
                f"{', '.join(systems)} in study.yml."
            )
    places = [list(systems).index(system_of[influence]) for influence in ties.columns]
    return np.eye(len(systems), dtype=np.float32)[places]


def _count_carried(reached: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Participants at both ends, and those of them at each system between."""
    ends = reached[..., 0] & reached[..., -1]
    return ends.sum(axis=1), (reached[..., 1:-1] & ends[..., None]).sum(axis=1)


def _compare(observed: NDArray[np.int64], chance: NDArray[np.generic]) -> pd.DataFrame:
    """Set numbers beside what they are in random networks, a column each."""
    draws = np.asarray(chance, dtype=float)
    expected, spread = draws.mean(axis=0), draws.std(axis=0)
    apart = np.abs(draws - expected)
    slack = 1e-9 * (1 + expected)
    beyond = (apart >= np.abs(observed - expected) - slack).sum(axis=0)
    extreme = (apart >= apart.max(axis=0) - slack).sum(axis=0)
    p, least = ((count + 1) / (len(draws) + 1) for count in (beyond, extreme))
    adjusted = adjust_holm(p)
    known = spread > 1e-12
    effect = np.divide(observed - expected, spread, out=np.full(len(p), np.nan), where=known)
    verdict = [
        _judge(*row) for row in zip(adjusted, np.minimum(least * len(p), 1), effect, strict=True)
    ]
    return pd.DataFrame(
        {"expected": expected, "effect": effect, "p": p, "adjusted": adjusted, "verdict": verdict}
    )


def _judge(adjusted: float, least: float, effect: float) -> str:
    if np.isnan(effect) or (above(adjusted, LEVEL) and above(least, LEVEL)):
        return "cannot tell at this n"
    if above(adjusted, LEVEL):
        return "no more than chance gives"
    return "more than chance gives" if effect > 0 else "less than chance gives"
