"""FOCUS: sort a grid so that like stands beside like (Shaw)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError

_Chain = list[tuple[int, bool]]


@dataclass(frozen=True)
class Link:
    """One joining of two chains.

    Parameters
    ----------
    first, second : int
        Positions of the two items that came to stand side by side.
    reflected : bool
        Whether they match with one of them reflected.
    match : float
        The match that led to the joining, 0 to 1.
    """

    first: int
    second: int
    reflected: bool
    match: float


@dataclass(frozen=True)
class Focus:
    """A focused grid.

    Parameters
    ----------
    construct_order, element_order : tuple of int
        Positions in the order of display; the whole order may equally be turned round.
    reflected : tuple of int
        Constructs whose poles are exchanged; all of them at once may equally be turned.
    construct_links, element_links : tuple of Link
        In the order of joining.
    """

    construct_order: tuple[int, ...]
    element_order: tuple[int, ...]
    reflected: tuple[int, ...]
    construct_links: tuple[Link, ...]
    element_links: tuple[Link, ...]


def element_matches(grid: Grid) -> Floats:
    """Return how well elements match: 1 less the mean difference as a share of the scale.

    Parameters
    ----------
    grid : Grid
        The grid; a missing rating is left out pair by pair.

    Returns
    -------
    ndarray
        Shape ``(n_elements, n_elements)``, 0 to 1.

    Raises
    ------
    MeasureError
        If two elements share no rating.

    Examples
    --------
    >>> element_matches(Grid(["a", "b"], [("x", "y")], [[1, 2]], (1, 5))).tolist()
    [[1.0, 0.75], [0.75, 1.0]]
    """
    return _match(grid.ratings.T, grid.ratings.T, grid.span)


def construct_matches(grid: Grid) -> tuple[Floats, Floats]:
    """Return how well constructs match, directly and with one of them reflected.

    Parameters
    ----------
    grid : Grid
        The grid; a missing rating is left out pair by pair.

    Returns
    -------
    direct, reflected : ndarray
        Each of shape ``(n_constructs, n_constructs)``, 0 to 1.

    Raises
    ------
    MeasureError
        If two constructs share no rated element.

    Examples
    --------
    Ratings that are 4, 2 and 4 apart on a scale of 4 steps match by 1 - 10/12.

    >>> constructs = [("calm", "hurried"), ("shy", "open")]
    >>> grid = Grid(["me", "Ann", "Bob"], constructs, [[1, 2, 5], [5, 4, 1]], (1, 5))
    >>> direct, reflected = construct_matches(grid)
    >>> round(float(direct[0, 1]), 3), round(float(reflected[0, 1]), 3)
    (0.167, 1.0)
    """
    turned = sum(grid.scale) - grid.ratings
    direct = _match(grid.ratings, grid.ratings, grid.span)
    return direct, _match(grid.ratings, turned, grid.span)


def _match(rows: Floats, others: Floats, span: float) -> Floats:
    result = np.empty((len(rows), len(others)))
    for i, row in enumerate(rows):
        gaps = np.abs(others - row)
        known = ~np.isnan(gaps)
        counts = known.sum(1)
        if not counts.all():
            raise MeasureError("a pair shares no rating, so its match is undefined")
        result[i] = 1 - np.where(known, gaps, 0.0).sum(1) / (span * counts)
    return result


def focus_grid(grid: Grid, interior: bool = True) -> Focus:
    """Sort constructs and elements into chains of the best matches.

    Parameters
    ----------
    grid : Grid
        The grid.
    interior : bool
        Score two chains by their best matching members, wherever they are; otherwise only by
        their ends. In both, chains are joined at their ends.

    Returns
    -------
    Focus
        Orders, reflected constructs and links.

    Raises
    ------
    MeasureError
        If two constructs, or two elements, share no rating.

    Notes
    -----
    The two chains with the best match are joined, by the ends that match best; a chain of
    constructs is reflected as a whole where it then matches better. Of equal
    matches the first is taken: single items in the order of the grid, then chains
    in the order in which they were joined.

    References
    ----------
    Shaw, M. L. G. (1980). On becoming a personal scientist: Interactive computer
    elicitation of personal models of the world. Academic Press.
    Gaines, B. R., & Shaw, M. L. G. (2021). Rep Plus: RepGrid manual.

    Examples
    --------
    The second construct says the same as the first, with its poles exchanged.

    >>> constructs = [("calm", "hurried"), ("shy", "open")]
    >>> grid = Grid(["me", "Ann", "Bob"], constructs, [[1, 2, 5], [5, 4, 1]], (1, 5))
    >>> len(focus_grid(grid).reflected)
    1
    """
    elements, element_links = _chain(element_matches(grid), None, interior)
    direct, reflected = construct_matches(grid)
    constructs, construct_links = _chain(direct, reflected, interior)
    return Focus(
        tuple(i for i, _ in constructs),
        tuple(j for j, _ in elements),
        tuple(sorted(i for i, turned in constructs if turned)),
        construct_links,
        element_links,
    )


def _chain(
    direct: Floats, reflected: Floats | None, interior: bool
) -> tuple[_Chain, tuple[Link, ...]]:
    # Rounding keeps equal matches equal whatever the order of summation.
    sides = np.stack([direct, direct if reflected is None else reflected]).round(12)
    turns = (False,) if reflected is None else (False, True)
    chains: list[_Chain] = [[(i, False)] for i in range(len(direct))]
    links = []
    while len(chains) > 1:
        score, a, b, turn = _best_pair(chains, sides, turns, interior)
        first, second = chains[a], [(i, flag != turn) for i, flag in chains[b]]
        first, second = _face(first, second, sides)
        links.append(Link(first[-1][0], second[0][0], first[-1][1] != second[0][1], score))
        # A joined chain is looked at last, which decides between equal matches.
        chains = [chain for k, chain in enumerate(chains) if k not in (a, b)]
        chains.append(first + second)
    return chains[0], tuple(links)


def _best_pair(
    chains: list[_Chain], sides: Floats, turns: tuple[bool, ...], interior: bool
) -> tuple[float, int, int, bool]:
    best = (-1.0, 0, 1, False)
    for a, b in combinations(range(len(chains)), 2):
        members = [chains[k] if interior else _ends(chains[k]) for k in (a, b)]
        for turn in turns:
            score = max(
                float(sides[int((f != g) != turn), i, j]) for (i, f), (j, g) in product(*members)
            )
            if score > best[0]:
                best = (score, a, b, turn)
    return best


def _ends(chain: _Chain) -> _Chain:
    return [chain[0], chain[-1]]


def _face(first: _Chain, second: _Chain, sides: Floats) -> tuple[_Chain, _Chain]:
    """Turn two chains round so that their best matching ends meet."""
    options = [
        (first, second),
        (first, second[::-1]),
        (first[::-1], second),
        (first[::-1], second[::-1]),
    ]

    def meeting(option: tuple[_Chain, _Chain]) -> float:
        (i, f), (j, g) = option[0][-1], option[1][0]
        return float(sides[int(f != g), i, j])

    return max(options, key=meeting)
