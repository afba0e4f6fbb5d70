"""Who speaks in a passage, where a text has the words of several people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


class Turns:
    """Stretches of a text, each of which is one participant's.

    Parameters
    ----------
    starts, ends : sequence of int
        Their places, the ends exclusive, in any order; they may overlap.
    participants : sequence of str
        Whose each is.
    """

    def __init__(self, starts: Sequence[int], ends: Sequence[int], participants: Sequence[str]):
        self._starts, self._ends = np.array(starts, dtype=int), np.array(ends, dtype=int)
        self._participants = np.array(participants, dtype=object)

    def find(self, start: int, end: int) -> tuple[list[str], bool]:
        """Return who speaks between two places.

        Parameters
        ----------
        start, end : int
            The passage.

        Returns
        -------
        participants : list of str
            Those within whose turns the passage lies; where there is nobody, those whose
            turns it touches. Each once.
        is_within : bool
            Whether it lies within one turn.

        Examples
        --------
        >>> turns = Turns([0, 29], [28, 47], ["P1", "P2"])
        >>> turns.find(4, 27), turns.find(20, 40), turns.find(50, 60)
        ((['P1'], True), (['P1', 'P2'], False), ([], False))
        """
        around = (self._starts <= start) & (end <= self._ends)
        touched = around if around.any() else (self._starts < end) & (start < self._ends)
        return [*dict.fromkeys(map(str, self._participants[touched]))], bool(around.any())
