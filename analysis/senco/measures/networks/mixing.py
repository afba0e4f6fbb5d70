"""How the systems mix in people, and which influences keep company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from senco.measures.networks.chance import find_membership
from senco.measures.networks.keys import FIRM
from senco.measures.resampling import draw_counts
from senco.measures.tolerance import above, level


def mix_systems(
    ties: pd.DataFrame, system_of: Mapping[str, str], systems: Sequence[str]
) -> pd.DataFrame:
    """Return how many participants are tied to both of each two systems.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        A cell above 0 is a tie.
    system_of : mapping of str to str
        The system of each influence.
    systems : sequence of str
        In order.

    Returns
    -------
    DataFrame of int, shape (n_systems, n_systems)
        The diagonal is each system's own number of participants.

    Raises
    ------
    MeasureError
        Where an influence has no system.

    Examples
    --------
    >>> ties = pd.DataFrame([[1, 1, 0], [0, 1, 1]], columns=["a", "b", "c"])
    >>> mix_systems(ties, {"a": "macro", "b": "meso", "c": "meso"}, ["macro", "meso"])
           macro  meso
    macro      1     1
    meso       1     2
    """
    reached = reach_systems(ties, system_of, systems).astype(int)
    return reached.T @ reached


def reach_systems(
    ties: pd.DataFrame, system_of: Mapping[str, str], systems: Sequence[str]
) -> pd.DataFrame:
    """Return which systems each participant is tied to.

    Parameters
    ----------
    ties, system_of, systems
        As in `mix_systems`.

    Returns
    -------
    DataFrame of bool, shape (n_participants, n_systems)

    Raises
    ------
    MeasureError
        Where an influence has no system.

    Examples
    --------
    >>> people, influences = ["P1", "P2", "P3"], ["law", "team"]
    >>> ties = pd.DataFrame([[2, 0], [1, 1], [0, 1]], index=people, columns=influences)
    >>> reach_systems(ties, {"law": "macro", "team": "micro"}, ["macro", "micro"])
        macro  micro
    P1   True  False
    P2   True   True
    P3  False   True
    """
    tied = (ties > 0).to_numpy().astype(np.float32)
    reached = tied @ find_membership(ties, system_of, systems) > 0
    return pd.DataFrame(reached, index=ties.index, columns=list(systems))


def find_communities(
    ties: pd.DataFrame, *, draws: int = 500, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return which influences keep company, and in how many resampled cohorts they do.

    Two influences are as close as people are tied to both, each person counting
    1 / (d - 1) where d is the number of that person's ties, so that the talkative count
    no more. The partition is Louvain's.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        A cell above 0 is a tie.
    draws : int
        Resampled cohorts, at least 1.
    seed : int
        Start of the random numbers.

    Returns
    -------
    communities : DataFrame
        Columns influence, community (from 1, in the order of the influences),
        ``firm`` ("yes", or "cannot tell at this n" where some pair of it, or with it,
        is neither together in 90 % nor apart in 90 % of the resampled cohorts).
    together : DataFrame of float, shape (n_influences, n_influences)
        Share of the resampled cohorts in which the two are in one community.

    References
    ----------
    Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E,
    64, 016132. https://doi.org/10.1103/PhysRevE.64.016132
    Blondel, V. D., Guillaume, J.-L., Lambiotte, R., & Lefebvre, E. (2008). Fast unfolding
    of communities in large networks. Journal of Statistical Mechanics, P10008.
    https://doi.org/10.1088/1742-5468/2008/10/P10008
    """
    tied = (ties > 0).to_numpy().astype(float)
    n_people, n_influences = tied.shape
    names = ties.columns
    own = _part(tied, np.ones(n_people), seed)
    rng = np.random.default_rng(seed)
    held = np.zeros((n_influences, n_influences))
    for _ in range(draws if n_people else 0):
        labels = _part(tied, draw_counts(n_people, 1, rng)[0], seed)
        held += labels[:, None] == labels[None, :]
    held /= max(draws, 1)
    unsure = above(FIRM, held) & above(held, 1 - FIRM)
    firm = ["cannot tell at this n" if row.any() else "yes" for row in unsure]
    communities = pd.DataFrame({"influence": names, "community": own + 1, "firm": firm})
    return communities, pd.DataFrame(held, index=names, columns=names)


def weigh_projection(tied: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how close each two influences are, with Newman's weights.

    Parameters
    ----------
    tied : ndarray, shape (n_participants, n_influences)
        1 or 0.
    counts : ndarray, shape (n_participants,)
        How often each participant counts.

    Returns
    -------
    ndarray, shape (n_influences, n_influences)
        The diagonal is 0.
    """
    degree = tied.sum(axis=1)
    weight = np.divide(counts, degree - 1, out=np.zeros(len(degree)), where=degree > 1)
    close = tied.T @ (tied * weight[:, None])
    np.fill_diagonal(close, 0.0)
    return level(close)  # communities are found by comparing them


def _part(tied: NDArray[np.float64], counts: NDArray[np.float64], seed: int) -> NDArray[np.int64]:
    """Number each influence's community; one that is tied to none is alone."""
    close = weigh_projection(tied, counts)
    graph = nx.from_numpy_array(close)  # numbers as nodes, whose order no hash can change
    if not graph.number_of_edges():
        return np.arange(len(close))
    parts = sorted(map(sorted, nx.community.louvain_communities(graph, seed=seed)))
    labels = np.zeros(len(close), dtype=int)
    for number, part in enumerate(parts):
        labels[part] = number
    return labels
