"""What can be said of a reading: that it can print every figure, that it cannot, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from senco.measures.audit.readings import Reading

#: The solver's own measure of work, the same on every machine; a unit takes seconds.
EFFORT = 5.0
FOUND = "a table that prints every figure was found"

Outcome = Literal["feasible", "impossible", "undecided"]


@dataclass(frozen=True)
class Verdict:
    """Whether a reading can print every figure.

    Parameters
    ----------
    reading : Reading
        The supposition.
    outcome : {"feasible", "impossible", "undecided"}
        What was decided; undecided where the effort ran out.
    reason : str
        Why, in a sentence.
    example : DataFrame or None, shape (n, n_items)
        A table of ranks that meets every figure, NaN for a blank. It is one of
        many, and found by calculation; nobody gave these ranks.
    """

    reading: Reading
    outcome: Outcome
    reason: str
    example: pd.DataFrame | None = None
