"""Resistance to change: of each pair of constructs, on which one would rather stay as one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from senco.cohort.grid import Floats
from senco.cohort.implications import MAX_CONSTRUCTS
from senco.errors import MeasureError


@dataclass(frozen=True, eq=False)
class ResistanceGrid:
    """One person's choices between pairs of constructs.

    Parameters
    ----------
    constructs : sequence of str
        The constructs in words, each once, shape ``(n_constructs,)``.
    resisted : array_like
        Shape ``(n_constructs, n_constructs)``. Row i, column j: 1 where the person would
        rather change on j than on i, 0 where rather on i, 0.5 where they could not choose,
        NaN where they were not asked. One half of the table is enough: the other is filled
        in from it.
    name : str
        Whose choices they are.

    Raises
    ------
    MeasureError
        If the parts do not fit together, or the two halves contradict one another.

    Examples
    --------
    >>> choices = ResistanceGrid(["calm", "kind"], [[None, 1], [None, None]])
    >>> choices.resisted.tolist()
    [[nan, 1.0], [0.0, nan]]
    """

    constructs: tuple[str, ...]
    resisted: Floats
    name: str = ""

    def __init__(self, constructs: Sequence[str], resisted: ArrayLike, name: str = ""):
        names = tuple(constructs)
        if not 2 <= len(names) <= MAX_CONSTRUCTS:
            raise MeasureError(f"2 to {MAX_CONSTRUCTS} constructs are compared, not {len(names)}")
        if len(set(names)) < len(names) or not all(map(str.strip, names)):
            raise MeasureError("each construct needs a name, and each name may be used only once")
        square = np.array(resisted, dtype=float, ndmin=2)
        if square.shape != (len(names), len(names)):
            raise MeasureError(
                f"the choices have the shape {square.shape}; it must be "
                f"({len(names)}, {len(names)})"
            )
        np.fill_diagonal(square, np.nan)
        object.__setattr__(self, "constructs", names)
        object.__setattr__(self, "resisted", _fill(square, names))
        object.__setattr__(self, "name", name)

    @property
    def n_constructs(self) -> int:
        """Number of constructs."""
        return len(self.constructs)


def _fill(square: Floats, names: tuple[str, ...]) -> Floats:
    """Both halves of the table, which must say the same."""
    if not np.isin(square[~np.isnan(square)], (0.0, 0.5, 1.0)).all():
        raise MeasureError("a choice is 1, 0, 0.5 for could not choose, or nothing")
    other = 1 - square.T
    apart = np.argwhere(~np.isnan(square) & ~np.isnan(other) & (square != other))
    if apart.size:
        first, second = (names[int(i)] for i in apart[0])
        raise MeasureError(
            f"'{first}' and '{second}': the two halves of the table contradict one another"
        )
    filled: Floats = np.where(np.isnan(square), other, square)
    filled.flags.writeable = False
    return filled
