"""CORE: what two grids agree on, once what differs most is taken away (Shaw)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from senco.cohort.grid import Floats
from senco.errors import MeasureError
from senco.measures.grids.pairing import Pairing
from senco.measures.tolerance import at_least


@dataclass(frozen=True)
class Removal:
    """One element or construct that was taken away.

    Parameters
    ----------
    kind : {"element", "construct"}
        Which it is.
    place : int
        Its position in the paired grids.
    match : float
        How far the two grids agreed on it when it was taken away, 0 to 1.
    """

    kind: str
    place: int
    match: float


@dataclass(frozen=True)
class Core:
    """What is left of two grids.

    Parameters
    ----------
    elements, constructs : tuple of int
        Positions of what is left; none where the grids do not agree anywhere as far as asked.
    removed : tuple of Removal
        In the order in which it was taken away.
    level : float
        How far the grids agree on everything that is left, at least.
    match : float or None
        How far they agree on what is left as a whole; None where nothing is.
    """

    elements: tuple[int, ...]
    constructs: tuple[int, ...]
    removed: tuple[Removal, ...]
    level: float
    match: float | None


def find_core(paired: Pairing, level: float = 0.8) -> Core:
    """Take away what two grids differ on most, until they agree on everything that is left.

    Parameters
    ----------
    paired : Pairing
        As `pair_grids` gives it: one person on two occasions, or an exchange grid beside its
        owner's.
    level : float
        How far the grids have to agree on each element and each construct, 0 to 1.

    Returns
    -------
    Core
        With at least two elements and two constructs, or none.

    Raises
    ------
    MeasureError
        If the level is not between 0 and 1.

    Notes
    -----
    The match of an element is 1 less the mean difference of its two ratings over the
    constructs that are left, as a share of the scale; that of a construct likewise over the
    elements. In each step the one with the lowest match goes; of equal ones a construct before
    an element, and the later before the earlier. Nobody
    chooses, so that the same grids give the same core.

    References
    ----------
    Shaw, M. L. G. (1980). On becoming a personal scientist: Interactive computer elicitation
    of personal models of the world. Academic Press.

    Examples
    --------
    >>> from senco.measures.grids import Grid, pair_grids
    >>> elements, constructs = ["a", "b", "c"], [("x", "y"), ("u", "v"), ("s", "t")]
    >>> one = Grid(elements, constructs, [[1, 2, 3], [3, 2, 1], [1, 1, 1]], (1, 5))
    >>> other = Grid(elements, constructs, [[1, 2, 3], [3, 2, 1], [5, 5, 5]], (1, 5))
    >>> core = find_core(pair_grids(one, other))
    >>> core.constructs, core.elements, core.match
    ((0, 1), (0, 1, 2), 1.0)
    """
    if not 0 <= level <= 1:
        raise MeasureError(f"the level must be from 0 to 1, not {level:g}")
    gaps = np.abs(paired.differences) / paired.first.span
    rows, columns = list(range(gaps.shape[0])), list(range(gaps.shape[1]))
    removed: list[Removal] = []
    while len(rows) >= 2 and len(columns) >= 2:
        left = gaps[np.ix_(rows, columns)]
        matches = {"construct": _match(left), "element": _match(left.T)}
        kind = min(matches, key=lambda name: float(matches[name].min()))
        lowest = float(matches[kind].min())
        if at_least(lowest, level):
            whole = 1 - float(np.nanmean(left))
            return Core(tuple(columns), tuple(rows), tuple(removed), level, whole)
        place = int(np.flatnonzero(matches[kind] == lowest)[-1])
        chosen = rows if kind == "construct" else columns
        removed.append(Removal(kind, chosen.pop(place), max(lowest, 0.0)))
    return Core((), (), tuple(removed), level, None)


def _match(gaps: Floats) -> Floats:
    """How far the grids agree on each row; one without a shared rating goes first."""
    known = ~np.isnan(gaps)
    counts = known.sum(1)
    means = np.where(known, gaps, 0.0).sum(1) / np.maximum(counts, 1)
    matches: Floats = np.where(counts > 0, 1 - means, -1.0).round(12)
    return matches
