"""Where along the lines it is hardest: all such places, not the first of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from senco.measures.tolerance import find_highest, find_lowest

#: From where to where: two places of the common axis, perhaps the same.
Stretch = tuple[float, float]


@dataclass(frozen=True)
class Hardest:
    """Where most lines are below the midline, and where their mean is lowest.

    Parameters
    ----------
    below : int
        The most lines that are below the midline at one place.
    reaching : tuple of int
        Fewest and most lines that reach the places where so many are.
    where : tuple of tuple of float
        Every stretch on which so many are below; none where no line ever is.
    mean : float
        The lowest level of the mean line; NaN where there is none.
    lowest : tuple of tuple of float
        Every stretch on which the mean line is at this level.
    """

    below: int
    reaching: tuple[int, int]
    where: tuple[Stretch, ...]
    mean: float
    lowest: tuple[Stretch, ...]


def find_hardest(mean: pd.DataFrame, hardship: pd.DataFrame) -> Hardest:
    """Return where it is hardest along the lines, by number and by mean.

    Parameters
    ----------
    mean : DataFrame
        As `senco.measures.worklines.average_lines` gives it.
    hardship : DataFrame
        As `senco.measures.worklines.agree_on_hardship` gives it, on the same places.

    Returns
    -------
    Hardest
        Places next to each other on the axis make a stretch.

    Examples
    --------
    >>> mean = pd.DataFrame({"mean": [1.0, -1.0, 0.0, 0.0]}, index=[0, 0.1, 0.2, 0.3])
    >>> below = pd.DataFrame({"n": 3, "below": [1, 2, 2, 1]}, index=mean.index)
    >>> found = find_hardest(mean, below)
    >>> found.below, found.where, found.lowest
    (2, ((0.1, 0.2),), ((0.1, 0.1),))
    """
    most = int(hardship["below"].max()) if len(hardship) else 0
    places = find_highest(hardship["below"]) if most else []
    reaching = hardship.loc[places, "n"]
    lowest = find_lowest(mean["mean"])
    return Hardest(
        below=most,
        reaching=(int(reaching.min()), int(reaching.max())) if places else (0, 0),
        where=_join(places, hardship.index),
        mean=float(mean["mean"].min()) if lowest else float("nan"),
        lowest=_join(lowest, mean.index),
    )


def _join(places: list[float], axis: pd.Index) -> tuple[Stretch, ...]:
    """Put places that follow one another on the axis together."""
    stretches: list[Stretch] = []
    before = -2
    for number, place in zip(axis.get_indexer(pd.Index(places)).tolist(), places, strict=True):
        start = stretches.pop()[0] if number == before + 1 else place
        stretches.append((float(start), float(place)))
        before = number
    return tuple(stretches)
