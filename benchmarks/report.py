"""What a benchmark reports: rows of the same task here and by a peer, as text or as JSON.

Each `bench_*.py` has `measure() -> list[Row]` and is run by itself, or with all others by
`make bench`, which writes `results/NAME.json` and from these the book's page.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """One task, done here and by a peer in the same run.

    Parameters
    ----------
    task : str
        What was done.
    peer : str
        Who else did it, or the bound that is kept.
    here, there : float
        What it took.
    unit : str
        Of both: "s", "s CPU", "MB".
    most : float
        The ratio here / there that is not to be passed.
    note : str
        What was also held, such as that the results were the same.
    """

    task: str
    peer: str
    here: float
    there: float
    unit: str
    most: float
    note: str = ""

    @property
    def ratio(self) -> float:
        """What it took here for each unit there."""
        return self.here / self.there

    @property
    def holds(self) -> bool:
        """Whether the ratio is within its bound."""
        return self.ratio <= self.most


def choose(
    task: str, peer: str, pairs: list[tuple[float, float]], unit: str, most: float, note: str = ""
) -> Row:
    """The row of the middle ratio, with what was taken here and there each time; all are told."""
    here, there = sorted(pairs, key=lambda pair: pair[0] / pair[1])[len(pairs) // 2]
    ratios = ", ".join(f"{one / other:.2f}" for one, other in pairs)
    told = f"{note} {task[:1].upper()}{task[1:]}: {ratios}.".strip()
    return Row(task, peer, here, there, unit, most, told)


def tell(measure: Callable[[], list[Row]]) -> None:
    """Measure, and print a table, or with ``--json`` a list for programs."""
    rows = measure()
    if "--json" in sys.argv:
        json.dump([asdict(row) for row in rows], sys.stdout, indent=1)
        return
    for row in rows:
        word = "holds" if row.holds else "MISSED"
        print(f"{row.task}: {row.here:.3g} {row.unit}; {row.peer}: {row.there:.3g} {row.unit}")
        print(f"    ratio {row.ratio:.3g}, at most {row.most:g}: {word}. {row.note}".rstrip())
