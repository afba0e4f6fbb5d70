"""Numbers over all networks with the same totals: exactly, or from networks drawn.

Counted is, for each network, how many people have something, such as ties to both of two
influences. Where the networks can be gone through, person by person, the numbers are
exact: two beginnings after which each influence lacks as many ties are continued in the
same ways, so they are counted together, and not one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from senco.measures.networks.drawing import draw_ties

#: Whether someone with these ties has each of some things: (…, n_influences) to (…, n_things).
Having = Callable[[NDArray[np.bool_]], NDArray[np.bool_]]
#: Steps of work up to which networks are gone through: about half a second.
MOST_WORK = 60_000_000
#: Cells of a drawn network, over all networks, that are looked at at once.
_CELLS = 4_000_000


@dataclass(frozen=True)
class Distribution:
    """How many people have each of some things, in networks with given totals.

    Parameters
    ----------
    shares : ndarray, shape (n_things, n_people + 1)
        Share of the networks in which so many people have it; each row sums to 1.
    exact : bool
        Whether all networks are counted; otherwise the shares are those of `networks`
        drawn ones.
    networks : int
        How many there are, or were drawn; of very many the number is rounded.
    """

    shares: NDArray[np.float64]
    exact: bool
    networks: int


def distribute(
    tied: NDArray[np.bool_],
    having: Having,
    *,
    draws: int,
    seed: int = 0,
    most_work: int = MOST_WORK,
) -> Distribution:
    """Return how many people have each of some things, over networks with the same totals.

    Parameters
    ----------
    tied : ndarray of bool, shape (n_people, n_influences)
        The network; each person and each influence keeps its number of ties.
    having : callable
        Given ties of people, whether each of them has each thing.
    draws : int
        Networks that are drawn where not all can be gone through, at least 1.
    seed : int
        Start of the random numbers.
    most_work : int
        Go through all networks where that takes no more steps; 0 always draws.

    Returns
    -------
    Distribution

    Examples
    --------
    Two people with one tie each, two influences with one each: two networks, and in
    neither has anyone both.

    >>> both = lambda ties: ties.all(axis=-1, keepdims=True)
    >>> found = distribute(np.eye(2, dtype=bool), both, draws=1)
    >>> found.shares.tolist(), found.exact, found.networks
    ([[1.0, 0.0, 0.0]], True, 2)
    """
    found = _go_through(tied, having, most_work)
    return found if found is not None else _draw(tied, having, draws, seed)


def _draw(tied: NDArray[np.bool_], having: Having, draws: int, seed: int) -> Distribution:
    drawn = draw_ties(tied, draws, np.random.default_rng(seed))
    n_things = having(tied[:1]).shape[-1]
    shape = (n_things, len(tied) + 1)
    counts = np.zeros(shape)
    starts = np.arange(n_things) * shape[1]  # each thing's own cells, one after another
    size = max(1, _CELLS // (len(tied) * max(n_things, tied.shape[1])))
    for start in range(0, draws, size):
        found = having(drawn[start : start + size]).sum(axis=1)
        counts += np.bincount((starts + found).ravel(), minlength=counts.size).reshape(shape)
    return Distribution(counts / draws, exact=False, networks=draws)


def _go_through(tied: NDArray[np.bool_], having: Having, most_work: int) -> Distribution | None:
    """All networks, or None where that would be too much work."""
    degrees = np.sort(tied.sum(axis=1))[::-1]  # the order of the people changes nothing
    n_things = having(tied[:1]).shape[-1]
    size = n_things * (len(tied) + 1)
    ways = {int(d): comb(tied.shape[1], int(d)) for d in set(degrees.tolist())}
    if max(ways.values()) * size > most_work:
        return None
    choices = {d: _list_choices(tied.shape[1], d) for d in ways}
    steps = _find_steps(tied.sum(axis=0), degrees, choices, most_work // size)
    if steps is None:
        return None
    counted = np.zeros((1, n_things, len(tied) + 1))
    counted[:, :, 0] = 1.0
    for degree, (moves, n_after) in zip(degrees.tolist(), steps, strict=True):
        counted = _take_step(counted, choices[degree], having, moves, n_after)
    total = counted[0, 0].sum()
    return Distribution(counted[0] / total, exact=True, networks=int(total))


def _list_choices(n: int, degree: int) -> NDArray[np.bool_]:
    """Every way to have so many ties among n influences."""
    chosen = np.zeros((comb(n, degree), n), dtype=bool)
    for row, places in enumerate(combinations(range(n), degree)):
        chosen[row, list(places)] = True
    return chosen


_Moves = list[tuple[NDArray[np.int64], NDArray[np.int64]]]


def _find_steps(
    totals: NDArray[np.int64],
    degrees: NDArray[np.int64],
    choices: dict[int, NDArray[np.bool_]],
    most: int,
) -> list[tuple[_Moves, int]] | None:
    """For each person and choice, from which beginnings to which it leads.

    A beginning is how many ties each influence still lacks. Left out are those that
    cannot be completed: where an influence lacks more ties than people are left.
    """
    base = len(degrees) + 1
    if base ** len(totals) >= 2**63:
        return None  # what is lacking could not be written as one number; it is far too much
    places = base ** np.arange(len(totals), dtype=np.int64)
    lacking = totals[None, :].astype(np.int64)
    steps, work = [], 0
    for place, degree in enumerate(degrees.tolist()):
        work += len(lacking) * len(choices[degree])
        if work > most:
            return None
        left = len(degrees) - place - 1
        before, codes = [], []
        for choice in choices[degree]:
            after = lacking - choice
            possible = np.flatnonzero(((after >= 0) & (after <= left)).all(axis=1))
            before.append(possible)
            codes.append(after[possible] @ places)
        reached, numbers = np.unique(np.concatenate(codes), return_inverse=True)
        ends = np.cumsum([len(rows) for rows in before])[:-1]
        steps.append((list(zip(before, np.split(numbers, ends), strict=True)), len(reached)))
        lacking = reached[:, None] // places % base
    return steps


def _take_step(
    counted: NDArray[np.float64],
    choices: NDArray[np.bool_],
    having: Having,
    moves: _Moves,
    n_after: int,
) -> NDArray[np.float64]:
    """Continue each beginning in every way; one more has what the choice has."""
    after = np.zeros((n_after, *counted.shape[1:]))
    for has, (before, then) in zip(having(choices), moves, strict=True):
        # one choice leads from different beginnings to different ones, so none is added twice
        part = counted[before]
        after[then[:, None], ~has] += part[:, ~has]
        after[then[:, None], has, 1:] += part[:, has, :-1]
    return after
