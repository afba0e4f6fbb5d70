"""Constructs whose poles or ratings may have been written down the wrong way round."""

from __future__ import annotations

import numpy as np

from senco.cohort.grid import Grid

#: Constructs with a preferred pole that a grid needs before one of them can be doubted.
_LEAST_CONSTRUCTS = 4
#: One is doubted that correlates lower than this with the mean of all the others.
_MOST_CORRELATION = -0.6
#: All are, where the ideal lies on the wrong side in this share of them or more.
_LEAST_SHARE = 0.75


def find_swapped(grid: Grid) -> tuple[str, ...]:
    """Find constructs that contradict the ideal self and all other constructs.

    With every construct turned so that its preferred pole is high, the ideal self is high as a
    rule, and constructs go together. One of which neither holds may have its poles, its ratings
    or its preferred pole the wrong way round; or the person sees it so. It is a question.

    Parameters
    ----------
    grid : Grid
        With an ideal element and preferred poles; without, nothing is found.

    Returns
    -------
    tuple of str
        The doubted constructs in words (left – right); all with a preferred pole where the
        ideal lies on the other side of the scale's middle in three quarters of them or more.

    Notes
    -----
    Of 1,000 constructs in made-up grids with eight elements none to two were asked about in vain;
    of as many that were turned round one at a time, half to three quarters were found. Those
    overlooked follow the person's view hardly at all (`tests/measures/grids/test_doubts.py`).

    Examples
    --------
    >>> good = [[1, 5, 2, 4], [2, 5, 1, 4], [1, 4, 2, 5], [5, 1, 4, 2]]
    >>> poles = [("tense", "calm", "right"), ("cold", "warm", "right"),
    ...          ("rigid", "open", "right"), ("late", "early", "right")]
    >>> names = ["me", "ideal", "ann", "ben"]
    >>> find_swapped(Grid(names, poles, good, (1, 5), ideal_element="ideal"))
    ('late – early',)
    """
    if grid.ideal_element is None:
        return ()
    signs = {"left": -1.0, "right": 1.0}
    places = [i for i, one in enumerate(grid.constructs) if one.preferred in signs]
    if len(places) < _LEAST_CONSTRUCTS:
        return ()
    middle = sum(grid.scale) / 2
    turn = np.array([[signs[str(grid.constructs[i].preferred)]] for i in places])
    rows = (grid.ratings[places] - middle) * turn
    wrong = rows[:, grid.elements.index(grid.ideal_element)] < 0
    if wrong.mean() < _LEAST_SHARE:
        wrong &= np.array(
            [_correlate(rows, place) < _MOST_CORRELATION for place in range(len(rows))]
        )
    doubted = [
        grid.constructs[place] for place, is_wrong in zip(places, wrong, strict=True) if is_wrong
    ]
    return tuple(f"{one.left} – {one.right}" for one in doubted)


def _correlate(rows: np.ndarray, place: int) -> float:
    """Correlation of one row with the mean of the others, where both are known; 0 if undefined."""
    others = np.delete(rows, place, axis=0)
    known = np.isfinite(rows[place]) & np.isfinite(others).any(axis=0)
    if known.sum() < 3:
        return 0.0
    own, rest = rows[place, known], np.nanmean(others[:, known], axis=0)
    own, rest = own - own.mean(), rest - rest.mean()
    scale = float(np.sqrt((own**2).sum() * (rest**2).sum()))
    return float((own * rest).sum() / scale) if scale > 1e-12 else 0.0
