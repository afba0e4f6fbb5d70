"""How firmly people hold to their constructs: resistance to change (Hinkle)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from senco.cohort.grid import Floats
from senco.cohort.resistance import ResistanceGrid


@dataclass(frozen=True, eq=False)
class Resistance:
    """How often each construct was kept.

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


def score_resistance(choices: ResistanceGrid) -> Resistance:
    """Count how often each construct was kept, and how consistently.

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
